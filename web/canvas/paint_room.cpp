// The room: from 320 px on the thing is the page. A page has its thing's shape: a cell is square, a vote slightly rounded, a weight
// a tile with radius 14; frame 4 in its colour, tint 10 %; around it the 26 px rim with its neighbours, nothing where there are
// none.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/neighbours.h"
#include "web/canvas/scene.h"

namespace rizbin {
namespace {

// Text turned a quarter to the left around the middle of its box: drawn, then its vertices turned.
void turned_text(ImDrawList* list, const ui::Rect& box, const std::string& text, const ui::TextStyle& style) {
  const ui::Vec c = box.center();
  const int first = list->VtxBuffer.Size;
  ui::draw_text(list, {c.x - box.h / 2, c.y - box.w / 2, box.h, box.w}, text, style, ui::Align::center);
  for (int i = first; i < list->VtxBuffer.Size; ++i) {
    ImVec2& p = list->VtxBuffer[i].pos;
    p = {c.x + (p.y - c.y), c.y - (p.x - c.x)};
  }
}

float page_radius(const Scene& s, const Focus& focus) {
  if (focus.kind == FocusKind::parameter) return 14;
  const bool vector = focus.kind == FocusKind::vote_class ||
                      (focus.cell.layer >= 0 && s.layer(focus.cell.layer).out.h == 1 && s.layer(focus.cell.layer).out.w == 1);
  return vector ? 6 : 2;
}

void paint_rim(const Scene& s, const Focus& focus, const ui::Rect& area, const ui::Rect& page) {
  const ui::TextStyle style{12, ui::Weight::medium, 0, 16};
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      if (dx == 0 && dy == 0) continue;
      const Focus next = neighbour(s.snapshot, focus, dy, dx);
      if (next.kind == FocusKind::none) continue;
      const float x = dx < 0 ? area.x : dx > 0 ? page.right() : page.x, y = dy < 0 ? area.y : dy > 0 ? page.bottom() : page.y;
      const float w = dx == 0 ? page.w : dx < 0 ? page.x - area.x : area.right() - page.right();
      const float h = dy == 0 ? page.h : dy < 0 ? page.y - area.y : area.bottom() - page.bottom();
      ui::Rect rect{x, y, w, h};
      rect = dx == 0 ? rect.inset(1, 0) : dy == 0 ? rect.inset(0, 1) : rect;
      const bool waits = thing_waits(s, next);
      const ui::Color color = waits ? s.theme->canvas : thing_color(s, next);
      fill(s.list, rect, color);
      if ((dx != 0 && dy != 0) || waits) continue;
      const ui::TextStyle text = ui::colored(style, ui::text_on(color));
      if (dy != 0) {
        ui::draw_text(s.list, rect, thing_text(s, next), text, ui::Align::center);
      } else {
        turned_text(s.list, rect, thing_text(s, next), text);
      }
    }
  }
}

}  // namespace

ui::Color class_color(const Scene& s, int index, bool text) {
  return ui::class_color(*s.theme, index, static_cast<int>(s.snapshot.classes.size()), text);
}

float thing_value(const Scene& s, const Focus& focus) {
  const auto at = [](const std::vector<float>& v, int i) {
    return static_cast<std::size_t>(i) < v.size() ? v[static_cast<std::size_t>(i)] : 0.0f;
  };
  switch (focus.kind) {
    case FocusKind::cell: return at(s.values(focus.cell.layer), focus.cell.index);
    case FocusKind::vote_class: return at(s.values(static_cast<int>(s.snapshot.layers.size()) - 1), focus.vote_class);
    case FocusKind::parameter: {
      const LayerState& state = s.layer(focus.param.layer);
      if (focus.param.kind == ParamKind::weight) return at(s.weights(focus.param.layer), focus.param.index);
      if (s.changed()) return at(s.change->layers[static_cast<std::size_t>(focus.param.layer)].bias, focus.param.index);
      return at(s.gradient() ? state.d_bias : state.bias, focus.param.index);
    }
    case FocusKind::none: break;
  }
  return 0;
}

// At a moment inside a step: not there yet.
bool thing_waits(const Scene& s, const Focus& focus) {
  if (focus.kind == FocusKind::cell) return s.pending(focus.cell.layer, focus.cell.index);
  if (focus.kind == FocusKind::vote_class) return s.pending(static_cast<int>(s.snapshot.layers.size()) - 1, focus.vote_class);
  return focus.kind == FocusKind::parameter && s.pending_weights(focus.param.layer);
}

ui::Color thing_color(const Scene& s, const Focus& focus) {
  const float v = thing_value(s, focus);
  switch (focus.kind) {
    case FocusKind::cell: {
      const Shape shape = focus.cell.layer < 0 ? s.snapshot.picture_shape : s.layer(focus.cell.layer).out;
      return s.cell_color(focus.cell.layer, v, place_of(shape, focus.cell.index).c);
    }
    case FocusKind::vote_class:
      return s.gradient() ? s.cell_color(static_cast<int>(s.snapshot.layers.size()) - 1, v)
                          : class_color(s, focus.vote_class, false);
    case FocusKind::parameter: {
      const LayerState& state = s.layer(focus.param.layer);
      const int per_out = std::max(1, static_cast<int>(state.weight.size()) / std::max(1, state.out.c));
      const int out = focus.param.kind == ParamKind::bias ? focus.param.index : focus.param.index / per_out;
      return ui::map_color(s.weight_map(), v / s.weight_range(focus.param.layer, out), s.theme->dark);
    }
    case FocusKind::none: break;
  }
  return s.theme->panel;
}

std::string thing_text(const Scene& s, const Focus& focus) {
  const float v = thing_value(s, focus);
  if (focus.kind == FocusKind::parameter) return s.weight_text_at(focus.param);
  if (focus.kind == FocusKind::cell) return s.text_at(focus.cell);
  const auto at = static_cast<std::size_t>(std::max(0, focus.vote_class));
  const std::string number = s.gradient() ? ui::gradient_text(v) : ui::value_text(v);
  return at < s.snapshot.classes.size() ? s.snapshot.classes[at] + "   " + number : number;
}

ui::Rect paint_room(const Scene& s, const Focus& focus, const ui::Rect& from, float open) {
  const ui::Rect& area = s.layout.area;
  const ui::Rect whole = area.inset(kRoomRim);
  const auto between = [&](float a, float b) { return a + (b - a) * open; };
  const ui::Rect page{between(from.x, whole.x), between(from.y, whole.y), between(from.w, whole.w), between(from.h, whole.h)};
  const float radius = page_radius(s, focus);
  if (open >= 1) {
    fill(s.list, area, s.theme->canvas);
  } else {
    fill(s.list, area, ui::with_alpha(s.theme->canvas, open));
  }
  if (open >= .98f) paint_rim(s, focus, area, page);
  const ui::Color color = thing_waits(s, focus) ? s.theme->line : thing_color(s, focus);
  fill(s.list, page.inset(-1), s.theme->panel, radius + 1);
  fill(s.list, page.inset(-1), ui::with_alpha(color, .10f), radius + 1);
  ui::stroke_rect(s.list, page.inset(2), std::max(1.0f, radius - 2), color, 4);
  ui::stroke_rect(s.list, page.inset(-1), radius + 1, s.theme->ink, 2);
  return page.inset(4);
}

}  // namespace rizbin
