// One frame of the canvas: input → camera → layout → what is lit → paint → items → card.
#include "web/canvas/canvas.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/canvas_impl.h"
#include "web/canvas/cards/forms.h"
#include "web/canvas/changes.h"
#include "web/canvas/speech.h"
#include "web/ui/widgets.h"

namespace rizbin {
namespace {

constexpr double kFlightS = .65, kGlowS = .3;
constexpr float kStripS = .24f;

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

ui::Rect Canvas::card() const { return impl_->card; }
void Canvas::pair(const Pairing& pairing) { impl_->pairing = pairing; }
bool Canvas::moving() const { return impl_->flight.has_value(); }
ui::Rect Canvas::column(int layer) const {
  const ColumnBox* box = impl_->layout_valid ? impl_->layout.column(layer) : nullptr;
  return box == nullptr ? ui::Rect{} : ui::Rect{box->x0, impl_->layout.area.y, box->x1 - box->x0, impl_->layout.area.h};
}

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
    if (travel->cell_px <= 0) {
      fly(now, fit_camera(stage, now.area));
    } else {
      arrived = travel;
      arrived_area = now.area;
      arrived_at = camera_for(seen_by(now), travel->cell_px, travel->cell_px >= 120 ? 0 : below(now));
      fly(now, arrived_at);
    }
    travel.reset();
  }
  if (zoom_request) {
    const Camera from = flight ? flight->to : view.camera.fit ? fit_camera(stage, now.area) : view.camera;
    const ui::Rect focused = focus_rect(layout, now.snapshot, view.focus);
    const bool aim = layout_valid && !focused.empty() && now.area.contains(focused.center());
    fly(now, zoomed(seen_by(now), from, *zoom_request, aim ? focused.center() : now.area.center()));
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

// The cell that fills the page: the focused one, else the one in the middle.
std::optional<CellRef> Canvas::Impl::room(const Now& now) const {
  const ui::Vec middle = now.area.center();
  const Focus& focus = now.view.focus;
  if (focus.kind == FocusKind::cell && !is_output(now.snapshot, focus.cell.layer)) {
    const ui::Rect rect = cell_rect(layout, now.snapshot, focus.cell);
    if (std::min(rect.w, rect.h) >= 320 && rect.contains(middle)) return focus.cell;
  }
  const Focus hit = hit_test(layout, now.snapshot, middle, 0);
  if (hit.kind == FocusKind::cell && focus_cell_px(layout, now.snapshot, hit) >= 320) return hit.cell;
  return std::nullopt;
}

Level Canvas::Impl::level(const Now& now) const {
  if (room(now)) return Level::room;
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
  const Snapshot& snapshot = m.at_moment(given, view.moment);
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
  // A new session counts versions from the start again: the number of layers tells it apart before its own first change.
  const std::uint64_t partner_version = m.pairing.close() ? m.pairing.partner->version : ~0ull;
  if (m.ranges_version != snapshot.version || m.ranges.size() != snapshot.layers.size() + 1 ||
      m.partner_version != partner_version) {
    m.ranges = layer_ranges(given);
    if (m.pairing.close()) share_ranges(m.ranges, snapshot, *m.pairing.partner);
    m.ranges_version = snapshot.version;
    m.partner_version = partner_version;
  }
  m.follow_moment(now);
  m.move_camera(now);
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

  const std::optional<CellRef> room_cell = m.room(now);
  if (room_cell && !(view.focus.kind == FocusKind::cell && view.focus.cell == *room_cell)) {
    view.focus = {};
    view.focus.kind = FocusKind::cell;
    view.focus.cell = *room_cell;
    view.pinned = true;
    m.update_layout(now);
  }
  m.shown_level = m.level(now);

  // At a moment pointing reads any number that is there; else a pin keeps the focus.
  const bool wanders = !view.pinned || m.on_present(now, view.focus);
  const Focus active = view.hover.kind != FocusKind::none && wanders ? view.hover : view.focus;
  m.update_lit(now, active);
  const double age = ui::frame().now_s - m.lit_since;
  float glow = ui::frame().reduced_motion ? 1.0f : static_cast<float>(std::clamp(age / kGlowS, 0.0, 1.0));
  glow = 1 - (1 - glow) * (1 - glow) * (1 - glow);
  if (glow < 1 && m.lit.any()) ui::request_frame();

  // In the room the number itself is the page; a moment inside a step has its own numbers.
  const bool at_rest = view.moment.stage == StepStage::rest;
  const Change* change = room_cell || !at_rest ? nullptr : compared(comparison, view.quantity);
  if (change != nullptr) m.ranges_of_change = change_ranges(*change);
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
  if (m.edit) scene.editing = m.edit->param;
  if (const Focus typed = m.typed_id.empty() ? Focus{} : focus_from_id(snapshot, m.typed_id); typed.kind == FocusKind::parameter)
    scene.editing = typed.param;

  ui::push_clip(area);
  if (!m.pairing.close()) fill(scene.list, area, scene.theme->canvas);
  ui::Rect page = area;
  if (room_cell) {
    page = paint_room(scene, *room_cell);
  } else {
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
    if (m.pairing.headings) paint_headings(scene);
  }
  m.register_items(now, room_cell.has_value());
  if (in.focus_visible) { ui::stroke_rect(scene.list, area.inset(2), 6, scene.theme->ink, 2); }
  // Of two networks the view around them has the buttons, and their cards would cover each other's rows.
  if (!m.pairing.close()) m.chrome(now, scene, room_cell.has_value(), page);
  if (!m.pairing.close() || room_cell) m.draw_card(now, scene, active, room_cell, page);
  if (!m.pairing.follows) m.edit_tools(now, m.shown_level == Level::room);
  if (!m.pairing.follows) m.hand_pill(now, m.shown_level == Level::room);
  ui::pop_clip();
  m.finish_typing(now);
}

void Canvas::Impl::draw_card(const Now& now, const Scene& scene, const Focus& active, const std::optional<CellRef>& room_cell,
                             const ui::Rect& page) {
  card = {};
  rooms.see(now.given, now.view.focus, now.view.second);
  if (active.kind == FocusKind::none || flight || waits(now, active)) return;
  const bool phone = now.breakpoint == Breakpoint::phone;
  CardContext context;
  context.snapshot = &now.snapshot;
  if (lit.has_value) context.value = &lit.value;
  if (lit.has_gradient) context.gradient = &lit.gradient;
  context.route = &lit.route;
  context.focus = active;
  context.pinned = now.view.pinned;
  context.quantity = now.view.quantity;
  context.fractions = now.view.fractions;
  context.level = level_word(shown_level);
  context.phone = phone;
  context.area = now.area;
  context.focus_rect = focus_rect(layout, now.snapshot, active);
  std::vector<CardColumn> columns;
  for (const ColumnBox& column : layout.columns) {
    const float x = (column.x0 + column.x1) / 2;
    columns.push_back({column.layer, x, x >= now.area.x && x < now.area.right()});
    if (column.kind == ColumnKind::classes) columns.push_back({column.layer - 1, x, columns.back().visible});  // their layer
  }
  context.columns = columns;
  context.ranges = ranges;
  context.second = now.view.second;
  context.memory = &rooms;
  context.change = scene.change;
  context.since_edit = now.comparison.change;
  context.commands = &now.commands;
  context.view = &now.view;

  const ui::Rect corner = layout.whole ? ui::Rect{} : overview_box(now);
  const float margin = phone ? 16 : 20;
  const float bottom = now.area.bottom() - (phone ? 8 : 16);
  const bool chain = now.view.quantity == Quantity::gradient && active.kind != FocusKind::parameter && (layout.whole || phone);
  const float strip_h = phone ? (chain ? 118.0f : 78.0f) : 142.0f;
  ui::Rect foot{now.area.x + margin, bottom - strip_h, now.area.w - 2 * margin, strip_h};
  if (!corner.empty() && !phone) {  // the overview keeps its corner, the card the rest
    foot.w = corner.x - 16 - foot.x;
    foot = foot.inset(12, 0);
    foot.w += 12;
  }
  if (room_cell) {
    context.form = CardForm::room;
    context.free = page.inset(18);
    context.crumb_bottom = page.y + 50;
  } else if (chain || (now.view.quantity == Quantity::gradient && layout.whole && !phone)) {
    context.form = CardForm::chain;
    context.free = foot;
  } else if (!layout.whole || phone) {
    context.form = CardForm::wide;
    context.free = foot;
  } else {
    context.form = CardForm::small;
    context.free = gutter_for(context.focus_rect, now);
    if (context.free.h < 60) {
      context.form = CardForm::wide;
      context.free = foot;
      context.free.h = strip_h;
    }
  }
  if (on_present(now, active) && !room_cell) {
    context.snapshot = &now.given;
    context.free = foot;
    card = cards::draw_moment(context, now.view.moment);
    return;
  }
  card = rizbin::draw_card(context);
}

// The gutter under the focused row; under the last row there is none, so the one above it.
ui::Rect Canvas::Impl::gutter_for(const ui::Rect& focus, const Now& now) const {
  const ui::Rect* best = nullptr;
  const float y = focus.center().y;
  float best_distance = 1e9f;
  for (const ui::Rect& gutter : layout.gutters) {
    const float distance = gutter.center().y > y ? gutter.center().y - y : (y - gutter.center().y) + 40;
    if (distance < best_distance) {
      best_distance = distance;
      best = &gutter;
    }
  }
  if (best == nullptr) return {};
  ui::Rect free = *best;
  // It begins under the map in focus, as far as a card's width (470) allows.
  free.x = std::clamp(focus.x, free.x, std::max(free.x, free.right() - 470));
  for (const MapBox& map : layout.maps) {
    if (map.layer >= 0 && map.rect.contains(focus.center()))
      free.x = std::clamp(map.rect.x, best->x, std::max(best->x, best->right() - 470));
  }
  free.w = best->right() - free.x;
  (void)now;
  return free;
}

}  // namespace rizbin
