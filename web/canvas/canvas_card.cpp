// Where the card stands and what it gets: in the gutter under the focused row, in the free strip under the maps, or it is the page.
// With a second pin the comparison stands beside it.
#include <algorithm>

#include "web/canvas/canvas_impl.h"
#include "web/canvas/cards/forms.h"
#include "web/canvas/compare.h"
#include "web/ui/widgets.h"

namespace rizbin {

void Canvas::Impl::draw_card(const Now& now, const Scene& scene, const Focus& active, bool in_room, const ui::Rect& page) {
  card = {};
  rooms.see(now.given, now.view.focus, now.view.second);
  if (active.kind == FocusKind::none || (flight && !in_room) || waits(now, active)) return;
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
  context.ranges = ranges.layers;
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
  if (in_room) {
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
  if (on_present(now, active) && !in_room) {
    context.snapshot = &now.given;
    context.free = foot;
    card = cards::draw_moment(context, now.view.moment);
    return;
  }
  card = rizbin::draw_card(context);
  const Focus& second = now.view.second;
  if (in_room || second.kind == FocusKind::none || second == now.view.focus || !(active == now.view.focus)) return;
  ui::Rect covered;
  if (draw_comparison(scene, now.view.focus, second, card, covered)) now.view.second = {};
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
