#include "web/canvas/compare.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/speech.h"

namespace rizbin {
namespace {

constexpr float kWidth = 340, kRow = 40, kHead = 32, kFoot = 34;

CellRef cell_of(const Snapshot& s, const Focus& focus) {
  return focus.kind == FocusKind::vote_class ? CellRef{static_cast<int>(s.layers.size()) - 1, focus.vote_class} : focus.cell;
}

// A number as it is printed: values cut to two places, all else rounded (gradients to three).
double printed(const Scene& s, const Focus& focus) {
  const auto v = static_cast<double>(thing_value(s, focus));
  const double unit = s.gradient() ? 1000 : 100;
  const bool cut = !s.gradient() && focus.kind != FocusKind::parameter;
  // A hair more than the float's own error, so that 0.7 stays 0.70.
  return cut ? std::trunc(v * unit + std::copysign(1e-4, v)) / unit : std::round(v * unit) / unit;
}

}  // namespace

bool comparable(const Snapshot& s, const Focus& a, const Focus& b) {
  if (a.kind == FocusKind::none || b.kind == FocusKind::none) return false;
  const bool pa = a.kind == FocusKind::parameter, pb = b.kind == FocusKind::parameter;
  if (pa || pb) return pa && pb;
  return (cell_of(s, a).layer < 0) == (cell_of(s, b).layer < 0);
}

std::string printed_difference(const Scene& s, const Focus& a, const Focus& b) {
  const double d = printed(s, a) - printed(s, b);
  const std::string text = ui::fixed_text(static_cast<float>(d), s.gradient() ? 3 : 2);
  return d > 0 ? "+" + text : text;
}

bool draw_comparison(const Scene& s, const Focus& first, const Focus& second, const ui::Rect& beside, ui::Rect& covered) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *s.theme;
  const bool rtl = ui::locale().rtl();
  const bool same = comparable(s.snapshot, first, second);
  const ui::Rect& area = s.layout.area;
  const float h = kHead + 2 * kRow + (same ? kFoot : 8);
  const float w = std::min(kWidth, area.w - 16);
  // Beside the card where there is room, else above it, else in the start corner.
  ui::Rect box{beside.right() + 12, beside.y, w, h};
  if (beside.empty()) {
    box = {area.x + 16, area.bottom() - h - 16, w, h};
  } else if (box.right() > area.right() - 8) {
    box = {beside.x - w - 12, beside.y, w, h};
    if (box.x < area.x + 8) box = {beside.right() - w, beside.y - h - 12, w, h};
  }
  box.x = std::clamp(box.x, area.x + 8, std::max(area.x + 8, area.right() - w - 8));
  box.y = std::clamp(box.y, area.y + 8, std::max(area.y + 8, area.bottom() - h - 8));
  covered = box;
  ui::card_ground(list, box, 10);
  const auto place = [&](float x, float y, float width, float height) {
    return ui::mirror(box, {box.x + x, box.y + y, width, height}, rtl);
  };
  ui::draw_text(list, place(14, 8, w - 60, 20), ui::tr(Str::focus_compared), ui::colored(ui::kStrong, theme.ink), ui::Align::start);
  const Focus* both[] = {&first, &second};
  for (int i = 0; i < 2; ++i) {
    const Focus& focus = *both[i];
    const float y = kHead + static_cast<float>(i) * kRow;
    const ui::Rect tile = place(14, y + 4, 66, 30);
    const ui::Color color = thing_color(s, focus);
    const float radius = focus.kind == FocusKind::parameter ? 6.0f : focus.kind == FocusKind::vote_class ? 4.0f : 0.0f;
    fill(list, tile, color, radius);
    const float v = thing_value(s, focus);
    const std::string text = focus.kind == FocusKind::parameter    ? thing_text(s, focus)
                             : focus.kind == FocusKind::vote_class ? (s.gradient() ? ui::gradient_text(v) : ui::value_text(v))
                                                                   : s.cell_text(focus.cell.layer, v);
    ui::draw_text(list, tile, text, {13, ui::Weight::semibold, ui::text_on(color), 18}, ui::Align::center);
    if (i == 0) {
      ui::cell_ring(list, tile, std::max(2.0f, radius));
    } else {
      second_ring(list, tile, std::max(2.0f, radius));
    }
    ui::draw_text(list, place(94, y + 2, w - 108, 34), spoken_name(s.snapshot, focus), ui::colored(ui::kSmall, theme.ink2),
                  ui::Align::start);
  }
  const std::string name = spoken_name(s.snapshot, second), value = spoken_value(s.snapshot, second, s.quantity);
  std::string said = ui::fmt(Str::focus_second_said_only, {{"name", name}, {"value", value}});
  if (same) {
    const float y = kHead + 2 * kRow;
    ui::hairline(list, {box.x + 14, box.y + y + 1}, {box.right() - 14, box.y + y + 1}, theme.line);
    const std::string difference = printed_difference(s, first, second);
    ui::draw_text(list, place(14, y + 4, 66, 26), difference, {14, ui::Weight::semibold, theme.ink, 20}, ui::Align::center);
    ui::draw_text(list, place(94, y + 4, w - 108, 26), ui::tr(Str::focus_difference), ui::colored(ui::kSmall, theme.ink2),
                  ui::Align::start);
    said = ui::fmt(Str::focus_second_said, {{"name", name}, {"value", value}, {"difference", difference}});
  }
  ui::Item item;
  item.id = "compare";
  item.role = ui::Role::status;
  item.label = said;
  item.value = same ? printed_difference(s, first, second) : std::string();
  item.rect = box;
  item.actions = 0;
  item.live = true;
  (void)ui::interact(item);
  ImDrawList* base = ui::frame().list;
  ui::frame().list = list;
  ui::ButtonSpec close;
  close.id = "compare/drop";
  close.name = ui::tr(Str::focus_drop_second);
  close.icon = ui::Icon::x;
  close.kind = ui::ButtonKind::ghost;
  close.show_label = false;
  const float side = ui::frame().coarse_pointer ? 44.0f : 28.0f;
  const bool dropped = ui::button(place(w - side - 4, 4, side, side), close);
  ui::frame().list = base;
  return dropped;
}

}  // namespace rizbin
