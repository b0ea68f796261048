// What floats over the network: the zoom pill at fit; zoomed in the breadcrumb and the overview with the camera's rectangle.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "web/canvas/canvas_impl.h"
#include "web/canvas/speech.h"
#include "web/ui/widgets.h"

namespace rizbin {
namespace {

constexpr float kOverviewW = 164, kOverviewH = 104, kMargin = 16;

struct ZoomButton {
  const char* id;
  ui::Icon icon;
  Str name;
};
constexpr std::array<ZoomButton, 3> kZoomButtons{{{"canvas/zoom_out", ui::Icon::minus, Str::canvas_zoom_out},
                                                  {"canvas/zoom_fit", ui::Icon::maximize, Str::canvas_zoom_fit},
                                                  {"canvas/zoom_in", ui::Icon::plus, Str::canvas_zoom_in}}};

// The crumb's last word: what stands before it says whose it is.
std::string short_parameter(const Snapshot& snapshot, const ParamRef& param) {
  const LayerState& state = snapshot.layers[static_cast<std::size_t>(param.layer)];
  if (param.kind == ParamKind::bias) return std::string(ui::tr(Str::canvas_bias));
  if (state.spec.kind == LayerKind::dense) {
    Focus from;
    from.kind = FocusKind::cell;
    from.cell = {param.layer - 1, param.index % std::max(1, state.in.size())};
    return ui::fmt(Str::focus_weight_from, {{"from", spoken_name(snapshot, from)}});
  }
  const int at = param.index % (state.spec.kernel_h * state.spec.kernel_w);
  return ui::fmt(Str::focus_weight_at,
                 {{"row", ui::number(at / state.spec.kernel_w + 1)}, {"column", ui::number(at % state.spec.kernel_w + 1)}});
}

}  // namespace

ui::Rect Canvas::Impl::overview_box(const Now& now) const {
  const float h =
      shown_level == Level::room ? kOverviewH : std::min(146.0f, std::max(kOverviewH, card.empty() ? kOverviewH : card.h));
  const float inset = shown_level == Level::room ? 46.0f : kMargin;
  return {now.area.right() - inset - kOverviewW, now.area.bottom() - inset - h, kOverviewW, h};
}

ui::Rect Canvas::Impl::pill_box(const Now& now) const {
  const float h = ui::control_height();
  const float w = 3 * h + 4;
  return {now.area.right() - kMargin - w, now.area.bottom() - kMargin - h, w, h};
}

void Canvas::Impl::zoom_buttons(bool at_fit, const ui::Rect& box, bool visible, bool apart) {
  const float side = box.h;
  const float step = apart ? (box.w - side) / 2 : side;
  if (visible && !apart) {
    fill(ui::frame().list, box, ui::frame().theme->panel, 10);
    ui::stroke_rect(ui::frame().list, box, 10, ui::frame().theme->line, 1);
  }
  for (std::size_t i = 0; i < kZoomButtons.size(); ++i) {
    const ZoomButton& b = kZoomButtons[i];
    const ui::Rect rect{box.center().x - side / 2 + (static_cast<float>(i) - 1) * step, box.y, side, side};
    bool pressed = false;
    if (visible) {
      ui::ButtonSpec spec;
      spec.id = b.id;
      spec.name = ui::tr(b.name);
      spec.icon = b.icon;
      spec.kind = apart ? ui::ButtonKind::normal : ui::ButtonKind::ghost;
      spec.show_label = false;
      spec.disabled = at_fit && i == 0;
      pressed = ui::button(rect, spec);
    } else {
      ui::Item item;
      item.id = b.id;
      item.label = ui::tr(b.name);
      item.rect = rect;
      item.hit = false;
      pressed = ui::interact(item).pressed;
    }
    if (!pressed) continue;
    if (i == 1) {
      fit_request = true;
    } else {
      zoom_request = zoom_request.value_or(1.0f) * (i == 0 ? 1 / 1.5f : 1.5f);
    }
    ui::request_frame();
  }
}

void Canvas::Impl::overview(const Now& now, Scene& scene, const ui::Rect& box) {
  ui::Item item;
  item.id = "canvas/overview";
  item.role = ui::Role::figure;
  item.label = ui::tr(Str::canvas_overview);
  item.rect = box;
  item.actions = ui::kDrag | ui::kWheel;
  item.mirrored = false;
  const ui::Interaction in = ui::interact(item);
  ui::card_ground(scene.list, box, 12);
  const ui::Rect inner = box.inset(4);
  const Stage whole = make_stage(now.snapshot, Breakpoint::wide, {0, 0, 1000, 632}, 0);
  Layout small = project(whole, now.snapshot, fit_camera(whole, inner), {}, inner);
  // Stage places of the camera, through the overview's own projection (both stages share their columns' order, not their places).
  const ui::Vec a = to_stage(layout, now.area.min()), b = to_stage(layout, now.area.max());
  const ui::Vec scale{whole.w / stage.w, whole.h / stage.h};
  const auto place = [&](ui::Vec p) {
    Anchor anchor;
    anchor.stage = {p.x * scale.x, p.y * scale.y};
    return anchor_point(small, anchor);
  };
  const ui::Vec p0 = place(a), p1 = place(b);
  // Close up it is a point: never smaller than an eye finds.
  ui::Rect seen_part{p0.x, p0.y, p1.x - p0.x, p1.y - p0.y};
  const float grow_x = std::max(0.0f, 12 - seen_part.w) / 2, grow_y = std::max(0.0f, 9 - seen_part.h) / 2;
  paint_overview(scene, small, box, seen_part.inset(-grow_x, -grow_y));
  if (in.held || in.pressed) {
    // The rectangle follows the pointer's place.
    const ui::Vec at = to_stage(small, in.pointer);
    flight.reset();
    Camera camera = now.view.camera;
    camera.x = at.x / scale.x;
    camera.y = at.y / scale.y;
    camera.fit = false;
    now.view.camera = clamped(seen_by(now), camera);
    ui::request_frame();
  }
  const bool over = in.hovered || box.contains(ui::frame().pointer) || ui::focused_id().starts_with("canvas/zoom");
  const float side = ui::control_height() - 4;
  if (now.breakpoint == Breakpoint::tablet) return;
  zoom_buttons(now.view.camera.fit, {box.center().x - 1.5f * side - 2, box.bottom() - side - 6, 3 * side + 4, side}, over, false);
}

void Canvas::Impl::crumbs(const Now& now, bool in_room, const ui::Rect& page) {
  const ui::Theme& theme = *ui::frame().theme;
  const bool rtl = ui::locale().rtl();
  if (now.breakpoint == Breakpoint::phone) {
    ui::ButtonSpec spec;
    spec.id = "canvas/back";
    spec.name = ui::tr(Str::canvas_back);
    spec.icon = rtl ? ui::Icon::chevron_right : ui::Icon::chevron_left;
    spec.kind = ui::ButtonKind::ghost;
    spec.show_label = false;
    const float side = ui::control_height();
    const ui::Rect box = ui::mirror(now.area, {now.area.x + 2, now.area.y + 9, side, side}, rtl);
    // On paper where numbers would run under it.
    const bool covered = std::ranges::any_of(layout.maps, [&](const MapBox& map) { return !intersect(map.rect, box).empty(); });
    if (covered && !in_room) {
      const ui::Rect ground = box.inset((side - 36) / 2);
      fill(ui::frame().list, ground, theme.panel, 18);
      ui::stroke_rect(ui::frame().list, ground, 18, theme.line, 1);
    }
    if (ui::button(box, spec)) go_out(now);
    return;
  }
  struct Crumb {
    std::string text;
    float cell_px;  // flown to when pressed; 0: the whole network
    Focus focus;
  };
  std::vector<Crumb> list{{std::string(ui::tr(Str::canvas_network)), 0, now.view.focus}};
  const Focus& focus = now.view.focus;
  if (focus.kind == FocusKind::cell) {
    const int layer = focus.cell.layer;
    const Shape shape = layer < 0 ? now.snapshot.picture_shape : now.snapshot.layers[static_cast<std::size_t>(layer)].out;
    const Place place = place_of(shape, focus.cell.index);
    list.push_back({layer_title(now.snapshot, layer), 22, focus});
    const bool vector = layer >= 0 && shape.h == 1 && shape.w == 1;
    const std::string map = vector ? std::string() : map_name(now.snapshot, layer, place.c, true);
    if (!map.empty()) list.push_back({map, level_cell(Level::numbers, now.area), focus});
    list.push_back({vector ? spoken_name(now.snapshot, focus)
                           : ui::fmt(Str::canvas_place, {{"row", ui::number(place.y + 1)}, {"column", ui::number(place.x + 1)}}),
                    level_cell(Level::numbers, now.area), focus});
  } else if (focus.kind == FocusKind::parameter) {
    const LayerState& state = now.snapshot.layers[static_cast<std::size_t>(focus.param.layer)];
    const int per_out = std::max(1, static_cast<int>(state.weight.size()) / std::max(1, state.out.c));
    const int out = focus.param.kind == ParamKind::bias ? focus.param.index : focus.param.index / per_out;
    list.push_back({layer_title(now.snapshot, focus.param.layer), 0, focus});
    Focus whose;
    if (is_output(now.snapshot, focus.param.layer)) {
      whose.kind = FocusKind::vote_class;
      whose.vote_class = out;
    } else {
      whose.kind = FocusKind::cell;
      whose.cell = {focus.param.layer, state.out.index(out, 0, 0)};
    }
    const std::string map = map_name(now.snapshot, focus.param.layer, out, true);
    list.push_back({map.empty() ? spoken_name(now.snapshot, whose) : map, level_cell(Level::numbers, now.area), focus});
    list.push_back({short_parameter(now.snapshot, focus.param), level_cell(Level::numbers, now.area), focus});
  } else if (focus.kind == FocusKind::vote_class) {
    list.push_back({layer_title(now.snapshot, static_cast<int>(now.snapshot.layers.size())), 0, focus});
    list.push_back({spoken_name(now.snapshot, focus), level_cell(Level::numbers, now.area), focus});
  }
  const float indent = in_room ? room_indent(page.w) : 24;
  const float y = in_room ? page.y + 33 : now.area.y + 29;
  float x = (in_room ? page.x : now.area.x) + indent;
  const ui::Rect parent = in_room ? page : now.area;
  const auto style_of = [&](std::size_t i) {
    const bool strong = i > 0 && i + 1 == list.size();
    return ui::TextStyle{12.5f, strong ? ui::Weight::semibold : ui::Weight::regular, strong ? theme.ink : theme.ink2, 18};
  };
  if (!in_room) {
    // On paper where cells would run under it.
    float width = -25;
    for (std::size_t i = 0; i < list.size(); ++i) width += ui::text_width(list[i].text, style_of(i)) + 25;
    const ui::Rect ground = ui::mirror(parent, {x - 12, y - 16, width + 26, 32}, rtl);
    const auto under = [&](const auto& box) { return !intersect(box.rect, ground).empty(); };
    const bool covered = std::ranges::any_of(layout.maps, under) || std::ranges::any_of(layout.pills, under);
    if (covered) {
      fill(ui::frame().list, ground, theme.panel, 8);
      ui::stroke_rect(ui::frame().list, ground, 8, theme.line, 1);
    }
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    const bool last = i + 1 == list.size();
    const ui::TextStyle style = style_of(i);
    const float w = ui::text_width(list[i].text, style);
    const ui::Rect text = ui::mirror(parent, {x, y - 12, w + 1, 24}, rtl);
    ui::Item item;
    item.id = "canvas/crumb/" + std::to_string(i);
    item.role = ui::Role::button;
    item.label = list[i].text;
    item.rect = ui::frame().coarse_pointer ? text.inset(-4, -10) : text.inset(-3, 0);
    item.selected = last && i > 0;
    item.parent = "canvas/crumbs";
    const ui::Interaction in = ui::interact(item);
    ui::TextStyle drawn = style;
    if (in.hovered && !last) drawn.color = theme.ink;
    ui::draw_text(ui::frame().list, text, list[i].text, drawn, ui::Align::start);
    if (in.focus_visible) ui::focus_ring(ui::frame().list, text.inset(-3, 0), 4);
    if (in.pressed) {
      if (list[i].cell_px <= 0 && i == 0) {
        fit_request = true;
      } else if (list[i].cell_px > 0) {
        travel = Travel{list[i].focus, list[i].cell_px};
      }
      ui::request_frame();
    }
    x += w + 7;
    if (!last) {
      const ui::Rect gap = ui::mirror(parent, {x, y - 8, 12, 16}, rtl);
      chevron(ui::frame().list, gap.center(), 5, theme.ink3, rtl);
      x += 12 + 6;
    }
  }
}

void Canvas::Impl::loupe(const Now& now, const Scene& scene) {
  // Above the finger while it searches for its cell: the cell and its neighbours, large.
  if (!ui::frame().coarse_pointer || !searching || now.view.focus.kind != FocusKind::cell) return;
  const CellRef cell = now.view.focus.cell;
  const Shape shape = cell.layer < 0 ? now.snapshot.picture_shape : now.snapshot.layers[static_cast<std::size_t>(cell.layer)].out;
  const std::vector<float>& values = scene.values(cell.layer);
  constexpr float kSide = 34;
  const ui::Vec p = ui::frame().pointer;
  ui::Rect box{p.x - 2.5f * kSide, p.y - 5 * kSide - 34, 5 * kSide, 5 * kSide};
  box.x = std::clamp(box.x, now.area.x + 6, now.area.right() - box.w - 6);
  box.y = std::max(box.y, now.area.y + 6);
  ImDrawList* list = ui::frame().overlay;
  ui::card_ground(list, box.inset(-4), 10);
  const Place at = place_of(shape, cell.index);
  ui::Rect middle;
  for (int dy = -2; dy <= 2; ++dy) {
    for (int dx = -2; dx <= 2; ++dx) {
      const int y = at.y + dy, x = at.x + dx;
      if (y < 0 || y >= shape.h || x < 0 || x >= shape.w) continue;
      const float v = values[static_cast<std::size_t>(shape.index(at.c, y, x))];
      const ui::Rect rect{box.x + static_cast<float>(dx + 2) * kSide, box.y + static_cast<float>(dy + 2) * kSide, kSide, kSide};
      const ui::Color color = scene.cell_color(cell.layer, v);
      fill(list, rect.inset(.5f), color);
      ui::draw_text(list, rect, scene.cell_text(cell.layer, v),
                    {scene.gradient() ? 9.0f : 10.5f, ui::Weight::medium, ui::text_on(color), 16}, ui::Align::center);
      if (dx == 0 && dy == 0) middle = rect;
    }
  }
  ui::cell_ring(list, middle);
}

void Canvas::Impl::chrome(const Now& now, Scene& scene, bool in_room, const ui::Rect& page) {
  const bool phone = now.breakpoint == Breakpoint::phone;
  const bool own_zoom = now.breakpoint != Breakpoint::tablet;  // there it stands in the strip above the sheet
  if (!layout.whole) {
    crumbs(now, in_room, page);
    // In a narrow room the page needs its corner; so does a weight's, whose end column runs down to it, in a low one.
    const bool full = page.w < 1050 || (now.view.focus.kind == FocusKind::parameter && page.h < 640);
    if (!phone && !(in_room && full)) {
      overview(now, scene, overview_box(now));
    } else if (own_zoom) {
      zoom_buttons(now.view.camera.fit, pill_box(now), false, false);
    }
  } else if (own_zoom) {
    const ui::Rect box = pill_box(now);
    const ui::Rect covered = intersect(card, box);
    zoom_buttons(now.view.camera.fit, box, !phone && covered.w * covered.h <= 0, false);
  }
  loupe(now, scene);
}

}  // namespace rizbin
