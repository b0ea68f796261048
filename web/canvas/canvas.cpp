// One frame of the canvas: input → camera → layout → what is lit → paint → items → card.
#include "web/canvas/canvas.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/canvas_impl.h"
#include "web/canvas/changes.h"
#include "web/canvas/speech.h"
#include "web/ui/widgets.h"

namespace rizbin {
namespace {

constexpr double kFlightS = .65, kGlowS = .3;
constexpr float kStripS = .24f, kRoomS = .24f;
constexpr float kRoomFrom = 320, kRoomKept = 296;  // px: opens, and closes again

// Shapes alone decide the stage.
std::uint64_t shapes_key(const Snapshot& snapshot, const ui::Rect& area, Breakpoint breakpoint, float strip) {
  std::uint64_t key = 14695981039346656037ull;
  const auto add = [&](std::uint64_t v) { key = (key ^ v) * 1099511628211ull; };
  const auto shape = [&](const Shape& s) {
    add(static_cast<std::uint64_t>(s.c));
    add(static_cast<std::uint64_t>(s.h));
    add(static_cast<std::uint64_t>(s.w));
  };
  shape(snapshot.picture_shape);
  for (const LayerState& layer : snapshot.layers) {
    add(static_cast<std::uint64_t>(layer.spec.kind));
    add(static_cast<std::uint64_t>(layer.spec.kernel_h * 1000 + layer.spec.kernel_w));
    shape(layer.out);
  }
  for (const float v : {area.x, area.y, area.w, area.h, strip}) add(static_cast<std::uint64_t>(v * 1024));
  add(static_cast<std::uint64_t>(breakpoint));
  return key;
}

}  // namespace

Canvas::Canvas() : impl_(std::make_unique<Impl>()) {}
Canvas::~Canvas() = default;

void Canvas::zoom_by(float factor) { impl_->zoom_request = impl_->zoom_request.value_or(1.0f) * factor; }
void Canvas::fit() {
  impl_->fit_request = true;
  impl_->close_up = false;
}
void Canvas::go_to(const Focus& focus, float cell_px, ViewState& view) {
  view.focus = focus;
  view.pinned = focus.kind != FocusKind::none;
  impl_->travel = Impl::Travel{focus, cell_px};
  ui::request_frame();
}

bool Canvas::back(ViewState& view) {
  if (impl_->kernel_menu) {
    impl_->kernel_menu = false;
    ui::request_frame();
    return true;
  }
  if (view.second.kind != FocusKind::none) {  // the second pin goes first
    view.second = {};
    ui::request_frame();
    return true;
  }
  if (view.camera.fit && !impl_->flight) {
    const bool pinned = view.pinned || view.focus.kind != FocusKind::none;
    view.focus = {};
    view.pinned = false;
    return pinned;
  }
  impl_->back_request = true;
  impl_->close_up = false;
  ui::request_frame();
  return true;
}

void Canvas::draw_zoom(const ui::Rect& box) { impl_->zoom_buttons(impl_->layout_camera.fit, box, true, true); }

Legend Canvas::legend(const Snapshot& snapshot, const ViewState& view) {
  // Of two networks the ranges are those of the last frame: the partner lives only until draw().
  if (!impl_->pairing.close()) impl_->update_ranges(snapshot, view);
  const bool known = impl_->ranges.layers.size() == snapshot.layers.size() + 1;
  return rizbin::legend(snapshot, known ? impl_->ranges : ranges_of(snapshot, view.range_scope, view.focus), view);
}
bool Canvas::in_room() const { return impl_->room_of.has_value(); }

ui::Rect Canvas::card() const { return impl_->card; }
void Canvas::pair(const Pairing& pairing) { impl_->pairing = pairing; }
bool Canvas::moving() const { return impl_->flight.has_value(); }
ui::Rect Canvas::column(int layer) const {
  const ColumnBox* box = impl_->layout_valid ? impl_->layout.column(layer) : nullptr;
  return box == nullptr ? ui::Rect{} : ui::Rect{box->x0, impl_->layout.area.y, box->x1 - box->x0, impl_->layout.area.h};
}
const Layout* Canvas::layout() const { return impl_->layout_valid ? &impl_->layout : nullptr; }

std::string Canvas::level(const ViewState& view) const {
  (void)view;
  if (!impl_->layout_valid) return "network";
  return level_word(impl_->shown_level);
}

void Canvas::Impl::prepare_stage(const Now& now) {
  std::uint64_t key = shapes_key(now.snapshot, now.area, now.breakpoint, strip);
  if (pairing.close()) key = (key ^ shapes_key(*pairing.partner, now.area, now.breakpoint, pairing.headings ? 2 : 3)) * 31;
  if (key == stage_key && !stage.columns.empty()) return;
  const Rows rows = !pairing.close() ? Rows::apart : pairing.headings ? Rows::close_with_headings : Rows::close;
  stage = make_stage(now.snapshot, now.breakpoint, now.area, strip, rows);
  if (pairing.close() && pairing.follows)
    align_columns(stage, now.snapshot, make_stage(*pairing.partner, now.breakpoint, now.area, strip, rows), *pairing.partner);
  stage_key = key;
  layout_valid = false;
}

void Canvas::Impl::fly(const Now& now, const Camera& to) {
  if (ui::frame().reduced_motion) {
    flight.reset();
    now.view.camera = to;
    return;
  }
  Camera from = now.view.camera;
  if (from.fit) from = fit_camera(stage, now.area);
  flight = Flight{from, to, ui::frame().now_s, kFlightS};
  ui::request_frame();
}

float Canvas::Impl::below(const Now& now) const {
  if (now.breakpoint == Breakpoint::phone) return 94;
  return std::min(158.0f, now.area.h * .32f);
}

void Canvas::Impl::move_camera(const Now& now) {
  ViewState& view = now.view;
  // The snapshot may be another network than the focus was made for.
  if (view.focus.kind != FocusKind::none && focus_id(now.snapshot, view.focus).empty()) view.focus = {};
  if (view.second.kind != FocusKind::none && (view.focus.kind == FocusKind::none || focus_id(now.snapshot, view.second).empty()))
    view.second = {};
  if (back_request && layout_valid) {
    back_request = false;
    go_out(now);
  }
  if (fit_request) {
    fit_request = false;
    fly(now, fit_camera(stage, now.area));
  }
  if (arrived && !(arrived_area == now.area)) {
    const bool there = flight ? flight->to == arrived_at : view.camera == arrived_at;
    if (there && view.focus == arrived->focus) {
      const Camera to = camera_for(seen_by(now), arrived->cell_px, arrived->cell_px >= 120 ? 0 : below(now));
      (flight ? flight->to : view.camera) = to;
      arrived_at = to;
      arrived_area = now.area;
    } else {
      arrived.reset();
    }
  }
  if (travel) {
    view.focus = travel->focus;
    aimed = false;
    if (travel->cell_px <= 0) {
      fly(now, fit_camera(stage, now.area));
    } else {
      arrived = travel;
      arrived_area = now.area;
      arrived_at = camera_for(seen_by(now), travel->cell_px, travel->cell_px >= 120 ? 0 : below(now));
      if (room_of && travel->cell_px >= kRoomFrom) {
        // From page to page one turns over.
        flight.reset();
        view.camera = arrived_at;
      } else {
        fly(now, arrived_at);
      }
    }
    travel.reset();
  }
  if (zoom_request) {
    const Camera from = flight ? flight->to : view.camera.fit ? fit_camera(stage, now.area) : view.camera;
    const CameraView seen_there = seen_by(now);
    const Layout there = seen_there.layout(from);
    const ui::Rect focused = focus_rect(there, now.snapshot, view.focus);
    if (!focused.empty() && now.area.contains(focused.center())) {
      // Into the focused thing, until it is the page; no further.
      const float px = focus_cell_px(there, now.snapshot, view.focus);
      if (*zoom_request < 1 || px < kRoomFrom + 60) {
        const Hold hold = hold_of(seen_there, from, view.focus, focused.center());
        fly(now, zoomed(seen_there, from, *zoom_request, hold));
      }
    } else {
      aimed = false;
      fly(now, zoomed(seen_there, from, *zoom_request, now.area.center()));
    }
    zoom_request.reset();
  }
  if (flight) {
    const double time = ui::frame().now_s;
    view.camera = flight->at(time);
    if (flight->done(time)) {
      view.camera = flight->to;
      flight.reset();
    } else {
      ui::request_frame();
    }
  } else if (view.camera.fit) {
    aimed = false;
    view.camera = fit_camera(stage, now.area);
  } else {
    view.camera = clamped(seen_by(now), view.camera);
  }
}

void Canvas::Impl::update_layout(const Now& now) {
  const float ratio = ui::frame().pixel_ratio;
  if (layout_valid && layout_camera == now.view.camera && layout_focus == now.view.focus && layout_area == now.area &&
      layout_ratio == ratio)
    return;
  layout = project(stage, now.snapshot, now.view.camera, now.view.focus, now.area);
  snap(layout, ratio > 0 ? ratio : 1);
  layout_camera = now.view.camera;
  layout_focus = now.view.focus;
  layout_area = now.area;
  layout_ratio = ratio;
  layout_valid = true;
}

void Canvas::Impl::update_ranges(const Snapshot& snapshot, const ViewState& view) {
  // A new session counts versions from the start again: the number of layers tells it apart before its own first change.
  const bool by_focus = view.range_scope == RangeScope::cell || view.range_scope == RangeScope::map;
  const Focus focus = by_focus ? view.focus : Focus{};
  const std::uint64_t other = pairing.close() ? pairing.partner->version : ~0ull;
  if (partner_version == other && ranges_version == snapshot.version && ranges.layers.size() == snapshot.layers.size() + 1 &&
      ranges_scope == view.range_scope && ranges_focus == focus)
    return;
  ranges = ranges_of(snapshot, view.range_scope, focus);
  if (pairing.close()) share_ranges(ranges.layers, snapshot, *pairing.partner);
  partner_version = other;
  ranges_version = snapshot.version;
  ranges_scope = view.range_scope;
  ranges_focus = focus;
}

// 0 … 1: how far the numbers of the last change have come; 1: they stand.
float Canvas::Impl::fade_numbers(const Now& now) {
  constexpr double kFadeS = .2;
  const double time = ui::frame().now_s;
  if (fading.version != now.snapshot.version) {
    fading.version = now.snapshot.version;
    fading.before.swap(fading.now);
    fading.now.assign(1, now.snapshot.picture);
    for (const LayerState& layer : now.snapshot.layers) fading.now.push_back(layer.value);
    bool same_network = fading.before.size() == fading.now.size();
    for (std::size_t i = 0; same_network && i < fading.now.size(); ++i)
      same_network = fading.before[i].size() == fading.now[i].size();
    fading.runs = !same_network || time - fading.since_s < 2 * kFadeS;
    fading.since_s = time;
  }
  if (fading.runs || ui::frame().reduced_motion) return 1;
  const double part = (time - fading.since_s) / kFadeS;
  if (part >= 1) return 1;
  const bool numbers =
      std::ranges::any_of(layout.maps, [&](const MapBox& map) { return map.cell >= 20 && seen(layout, map.rect); }) ||
      std::ranges::any_of(layout.pills, [](const PillBox& pill) { return pill.rect.h >= 14; });
  if (!numbers) return 1;
  ui::request_frame();
  return static_cast<float>(part);
}

void Canvas::Impl::update_lit(const Now& now, const Focus& active) {
  const double time = ui::frame().now_s;
  if (!(lit.focus == active)) lit_since = time;
  if (lit.focus == active && lit_version == now.snapshot.version && lit_quantity == now.view.quantity &&
      lit_moment == now.view.moment)
    return;
  lit_moment = now.view.moment;
  lit = light(now.given, active, now.view.quantity);
  if (now.view.moment.stage != StepStage::rest) {
    // The walking window is drawn for itself; what is not there yet lights nothing.
    const bool gradient = now.view.quantity == Quantity::gradient;
    const auto waits = [&](const CellRef& cell) { return moment_pending(now.snapshot, now.view.moment, gradient, cell); };
    std::erase_if(lit.forward, [&](const Lit::Reached& reached) { return waits(reached.cell); });
    std::erase_if(lit.end, waits);
    if (on_present(now, active)) {
      lit.back.clear();
      lit.forward.clear();
      lit.end.clear();
      lit_since = time - 1;
    }
  }
  lit_version = now.snapshot.version;
  lit_quantity = now.view.quantity;
}

// What fills the page: the focused thing, else what is in the middle. An open room stays until it is clearly smaller.
std::optional<Focus> Canvas::Impl::room(const Now& now) const {
  const ui::Vec middle = now.area.center();
  const auto large = [&](const Focus& focus) {
    const float least = room_of && *room_of == focus ? kRoomKept : kRoomFrom;
    return focus_cell_px(layout, now.snapshot, focus) >= least;
  };
  const Focus& focus = now.view.focus;
  if (focus.kind != FocusKind::none && large(focus)) {
    const ui::Rect rect = focus_rect(layout, now.snapshot, focus);
    if (rect.contains(middle)) return focus;
  }
  // Under way to something, or zoomed at something: what happens to be in the middle is not it.
  if (travel) return room_of;
  if (flight || aimed) return std::nullopt;
  const Focus hit = hit_test(layout, now.snapshot, middle, 0);
  if (hit.kind != FocusKind::none && large(hit)) return hit;
  return std::nullopt;
}

// The panel folds away from a room and the window may change: the room stays what it is, in the new middle.
void Canvas::Impl::keep_room(const Now& now) {
  if (!room_of || room_area == now.area || flight || now.view.camera.fit || !(now.view.focus == *room_of)) return;
  now.view.camera = camera_for(seen_by(now), std::max(room_px, kRoomFrom + 4), 0);
}

// The page grows out of the thing's own place, and back into it.
float Canvas::Impl::move_room(const Now& now) {
  const float goal = room_of ? 1 : 0;
  if (room_open == goal) return room_open;
  const float step = ui::frame().reduced_motion || !layout_valid ? 1.0f : ui::frame().dt_s / kRoomS;
  room_open += std::clamp(goal - room_open, -step, step);
  ui::request_frame();
  (void)now;
  return room_open;
}

void Canvas::Impl::set_focus(const Now& now, const Focus& focus) {
  now.view.focus = focus;
  now.view.pinned = focus.kind != FocusKind::none;
  ui::request_frame();
}

// The second pin: pinned again it is let go of.
void Canvas::Impl::pin_second(const Now& now, const Focus& focus) {
  if (focus.kind == FocusKind::none) return;
  now.view.second = now.view.second == focus ? Focus{} : focus;
  if (now.view.focus.kind == FocusKind::none) now.view.focus = focus;
  now.view.pinned = true;
  ui::request_frame();
}

Level Canvas::Impl::level(const Now& now) const {
  if (room_of) return Level::room;
  float cell = focus_cell_px(layout, now.snapshot, now.view.focus);
  const ui::Rect rect = focus_rect(layout, now.snapshot, now.view.focus);
  if (cell <= 0 || !seen(layout, rect)) {
    // Nothing in focus in sight: the map nearest the middle speaks.
    float best = 1e9f;
    for (const MapBox& map : layout.maps) {
      const ui::Vec d = map.rect.center() - now.area.center();
      const float distance = std::hypot(d.x, d.y);
      if (seen(layout, map.rect) && distance < best) {
        best = distance;
        cell = map.cell;
      }
    }
  }
  return level_of(std::min(cell, 319.0f), layout.whole);
}

void Canvas::draw(const ui::Rect& area, const Snapshot& given, ViewState& view, CommandQueue& commands, gfx::Heatmaps& heatmaps,
                  const Comparison& comparison) {
  if (area.w < 40 || area.h < 40 || given.layers.empty()) return;
  Impl& m = *impl_;
  view.moment = moment_clamped(given, view.moment);
  const Snapshot& snapshot = *m.at_moment(given, view.moment);
  // A phone lying down has no more room than one held upright: the same small measures, and the zoom buttons on the canvas.
  const Breakpoint breakpoint = ui::frame().window.h < 520 ? Breakpoint::phone : breakpoint_for(ui::frame().window.w);
  const Impl::Now now{area, snapshot, view, commands, heatmaps, breakpoint, comparison, given};

  // Rows gather for the card below: the chain rule of gradients, a moment's arithmetic.
  const bool below = view.quantity == Quantity::gradient || view.moment.stage != StepStage::rest;
  const float strip_goal = below && now.breakpoint != Breakpoint::phone && !m.pairing.close() ? 1.0f : 0.0f;
  if (m.strip != strip_goal) {
    const float step = ui::frame().reduced_motion || !m.layout_valid ? 1.0f : ui::frame().dt_s / kStripS;
    m.strip += std::clamp(strip_goal - m.strip, -step, step);
    ui::request_frame();
  }
  m.prepare_stage(now);
  m.update_ranges(given, view);
  m.follow_moment(now);
  m.move_camera(now);
  m.keep_room(now);
  m.update_layout(now);

  ui::Item item;
  item.id = "network";
  item.role = ui::Role::figure;
  item.label = ui::tr(Str::canvas_network);
  item.value = m.said_name.empty() ? std::string() : m.said_name + (m.said_value.empty() ? "" : ": " + m.said_value);
  item.description = m.summary(now);
  item.rect = area;
  item.actions = ui::kFocus | ui::kDrag | ui::kWheel;
  const ui::Interaction in = ui::interact(item);
  m.pinch_and_wheel(now, in);
  m.pointer(now, in);
  m.keys(now, in.keys, in.focused);
  m.update_layout(now);

  const std::optional<Focus> before = m.room_of;
  m.room_of = m.room(now);
  if (m.room_of && !m.travel && !(view.focus == *m.room_of)) {
    m.set_focus(now, *m.room_of);
    m.update_layout(now);
  }
  if (m.room_of) {
    m.room_px = focus_cell_px(m.layout, snapshot, *m.room_of);
    m.room_area = area;
  } else if (before) {
    m.leaving = *before;
  }
  const bool in_room = m.room_of.has_value();
  const float open = m.move_room(now);
  m.shown_level = m.level(now);

  // At a moment pointing reads any number that is there; else a pin keeps the focus.
  const bool wanders = (!view.pinned || m.on_present(now, view.focus)) && !in_room;
  const Focus active = view.hover.kind != FocusKind::none && wanders ? view.hover : view.focus;
  m.update_lit(now, active);
  const double age = ui::frame().now_s - m.lit_since;
  float glow = ui::frame().reduced_motion ? 1.0f : static_cast<float>(std::clamp(age / kGlowS, 0.0, 1.0));
  glow = 1 - (1 - glow) * (1 - glow) * (1 - glow);
  if (glow < 1 && m.lit.any()) ui::request_frame();

  // In the room the number itself is the page; a moment inside a step has its own numbers.
  const bool at_rest = view.moment.stage == StepStage::rest;
  const Change* change = in_room || !at_rest ? nullptr : compared(comparison, view.quantity);
  if (change != nullptr) m.ranges_of_change.layers = change_ranges(*change);
  Scene scene(snapshot, m.layout, change != nullptr ? m.ranges_of_change : m.ranges, m.lit, heatmaps);
  scene.explained = &m.explained;
  scene.change = change;
  scene.uploads = upload(snapshot, view.quantity, change, heatmaps);
  scene.list = ui::frame().list;
  scene.theme = ui::frame().theme;
  scene.quantity = view.quantity;
  scene.fractions = view.fractions;
  scene.glow = glow;
  scene.hover = view.hover;
  scene.ring = view.focus;
  scene.present = scene.moment = view.moment;
  scene.glide = m.glide();
  scene.glide_from = m.glide_from;
  if (scene.glide < 1) {  // written when the window has arrived
    ui::request_frame();
    if (view.moment.stage == StepStage::forward || view.moment.stage == StepStage::backward) --scene.moment.index;
  }
  scene.second = view.second;
  if (m.edit) scene.editing = m.edit->param;
  if (const Focus typed = m.typed_id.empty() ? Focus{} : focus_from_id(snapshot, m.typed_id); typed.kind == FocusKind::parameter)
    scene.editing = typed.param;

  scene.fresh = m.fade_numbers(now);
  if (scene.fresh < 1) scene.before = &m.fading.before;

  ui::push_clip(area);
  if (!m.pairing.close()) fill(scene.list, area, scene.theme->canvas);
  ui::Rect page = area;
  if (!in_room || open < 1) {
    paint_links(scene);
    paint_beams(scene);
    paint_moment_beams(scene);
    paint_kernels(scene);
    paint_maps(scene);
    paint_cells(scene);
    paint_moment_veil(scene);
    paint_votes(scene);
    paint_moment(scene);
    paint_marks(scene);
    paint_focus(scene);
    paint_editing(scene);
    if (m.pairing.headings && !in_room) paint_headings(scene);
  }
  if (open > 0) {
    const Focus& whose = in_room ? *m.room_of : m.leaving;
    const float t = ease_cubic(open);
    page = paint_room(scene, whose, focus_rect(m.layout, snapshot, whose), t);
  }
  m.register_items(now, in_room);
  if (in.focus_visible) { ui::stroke_rect(scene.list, area.inset(2), 6, scene.theme->ink, 2); }
  // Content is laid out for the whole page and uncovered as it grows. Of two networks the view around them has the buttons, and
  // their cards would cover each other's rows.
  const ui::Rect whole_page = in_room ? area.inset(kRoomRim + 4) : area;
  const bool apart = !m.pairing.close();
  if (apart) m.chrome(now, scene, in_room, whole_page);
  const bool growing = in_room && open < 1;
  if (growing) ui::push_clip(page);
  if (apart || in_room) m.draw_card(now, scene, active, in_room, whole_page);
  if (growing) ui::pop_clip();
  if (!m.pairing.follows) m.edit_tools(now, in_room);
  if (!m.pairing.follows) m.hand_pill(now, in_room);
  ui::pop_clip();
  m.finish_typing(now);
}

}  // namespace rizbin
