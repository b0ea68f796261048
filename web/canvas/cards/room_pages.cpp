// The pages of an activation (its curve with the dot on it), of a vote (every term), and of a single number (pixel, weight).
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "engine/core/math.h"
#include "web/canvas/cards/fate.h"
#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/room.h"
#include "web/canvas/cards/weight_page.h"
#include "web/canvas/cards/wording.h"
#include "web/canvas/scene.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

// Drawing only: the numbers printed are the explanation's.
float curve_of(LayerKind kind, float x) {
  if (kind == LayerKind::tanh) return math::tanh(x);
  if (kind == LayerKind::sigmoid) return math::sigmoid(x);
  return std::max(0.0f, x);
}

void curve(const ui::Rect& box, LayerKind kind, float x, float y, float slope, const Look& look) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  // Limits of tanh and sigmoid in sight; ReLU on one scale both ways.
  const float span = kind == LayerKind::relu ? std::max(1.2f, std::abs(x) * 1.3f) : std::max(3.0f, std::abs(x) * 1.15f);
  const float height = kind == LayerKind::relu ? span * box.h / box.w : 1.25f;
  const auto at = [&](float vx, float vy) {
    return ImVec2{box.center().x + vx / span * box.w / 2, box.center().y - vy / height * box.h / 2};
  };
  ui::push_clip(box.inset(-10));
  ui::hairline(list, {box.x, box.center().y}, {box.right(), box.center().y}, theme.line_strong);
  ui::hairline(list, {box.center().x, box.y}, {box.center().x, box.bottom()}, theme.line_strong);
  if (kind != LayerKind::relu) {
    for (const float limit : {1.0f, kind == LayerKind::tanh ? -1.0f : 0.0f})
      dashed_line(list, {box.x, at(0, limit).y}, {box.right(), at(0, limit).y}, theme.line_strong, 1, 4, 4);
  }
  constexpr int kPoints = 128;
  for (int i = 0; i <= kPoints; ++i) {
    const float vx = -span + 2 * span * static_cast<float>(i) / kPoints;
    list->PathLineTo(at(vx, curve_of(kind, vx)));
  }
  list->PathStroke(theme.ink, 0, 2);
  // The tangent where the value stands.
  const float reach = span * .42f;
  const ImVec2 t0 = at(x - reach, y - slope * reach), t1 = at(x + reach, y + slope * reach);
  dashed_line(list, {t0.x, t0.y}, {t1.x, t1.y}, theme.ink3, 1.5f, 5, 4);
  const ImVec2 dot = at(x, y), foot = at(x, 0), side = at(0, y);
  list->AddLine(foot, dot, theme.ink3);
  list->AddLine(side, dot, theme.ink3);
  list->AddCircleFilled(dot, 8, ui::map_color(look.map, y / look.range, theme.dark));
  list->AddCircle(dot, 8, theme.ink, 0, 2);
  ui::pop_clip();
  ui::draw_text(list, {foot.x - 40, box.center().y + (y >= 0 ? 8.0f : -26.0f), 80, 18}, ui::value_text(x),
                ui::colored(ui::kSmall, theme.ink2), ui::Align::center);
  if (std::abs(dot.y - foot.y) > 14) {
    const bool left = x >= 0;
    ui::draw_text(list, {left ? side.x - 68 : side.x + 8, side.y - 9, 60, 18}, ui::value_text(y),
                  ui::colored(ui::kSmall, theme.ink2), left ? ui::Align::right : ui::Align::left);
  }
}

void sentence(const ui::Rect& box, std::string_view text) {
  ui::draw_paragraph(ui::frame().overlay, box, text, ui::colored({14, ui::Weight::regular, 0, 24}, ui::frame().theme->ink2));
}

}  // namespace

void room_curve(const CardContext& context, const Explanation& e, const ui::Rect& page) {
  const Snapshot& snapshot = *context.snapshot;
  const LayerKind kind = snapshot.layers[static_cast<std::size_t>(e.cell.layer)].spec.kind;
  const float x = e.terms.empty() ? 0 : e.terms.front().x, slope = e.terms.empty() ? 0 : e.terms.front().factor;
  const Look look = look_of(context, e.cell.layer);
  const bool beside = page.w > 640;
  const float size = std::min({beside ? page.w * 0.42f : page.w, page.h - (beside ? 150.0f : 290.0f), 340.0f});
  heading({page.x, page.y, page.w, 40}, look, layer_title(snapshot, e.cell.layer), cell_title(snapshot, e.cell));
  const ui::Rect box{page.x, page.y + 52, size * 1.15f, size};
  curve(box, kind, x, e.result, slope, look);
  const ui::Rect side = beside ? ui::Rect{box.right() + 56, box.y, page.right() - box.right() - 56, 200}
                               : ui::Rect{page.x, box.bottom() + 16, page.w, 150};
  ImDrawList* list = ui::frame().overlay;
  plain_heading({side.x, side.y, side.w, 20}, ui::tr(Str::card_in_and_out));
  const float middle = side.y + 60;
  draw_tile(list, {side.x, middle - 24, 84, 48}, x, look_of(context, e.cell.layer - 1), ui::value_text(x), TileShape::square, 20);
  ui::draw_icon(list, {side.x + 108, middle}, ui::Icon::chevron_right, 18, ui::frame().theme->ink3);
  draw_tile(list, {side.x + 132, middle - 29, 106, 58}, e.result, look, ui::value_text(e.result), TileShape::square, 27, true);
  const std::string said = kind == LayerKind::relu ? std::string(ui::tr(e.result > 0 ? Str::card_relu_open : Str::card_relu_closed))
                                                   : std::string(ui::tr(Str::card_fate_bent));
  sentence(
      {side.x, middle + 46, side.w, 60},
      said + " " +
          ui::fmt(Str::card_slope_here, {{"slope", ui::fixed_text(static_cast<double>(slope), kind == LayerKind::relu ? 0 : 2)}}));
  const float below = std::max(box.bottom(), side.bottom()) + 28;
  if (below + 90 < page.bottom()) becomes(context, e.cell, {page.x, below, page.w, 100});
}

// Where a value that votes comes from, and its weight and product for each class (or neuron).
void room_vote(const CardContext& context, const Explanation& e, const ui::Rect& page, bool compact) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const Snapshot& snapshot = *context.snapshot;
  const Look look = look_of(context, e.cell.layer);
  float y = page.y;
  if (!compact) {
    heading({page.x, y, page.w, 40}, look, cell_title(snapshot, e.cell), ui::tr(Str::card_vote_hint));
    y += 58;
  }
  const bool beside = page.w > 620;
  const float tile_h = compact ? 44 : 72, tile_w = compact ? 78 : 116;
  const ui::Rect tile{page.x, y, tile_w, tile_h};
  draw_tile(list, tile, e.result, look, ui::value_text(e.result), TileShape::pill, compact ? 20.0f : 28.0f, true);
  if (!e.terms.empty()) {
    // The cell it is a copy of; pressing goes there.
    const std::string from = cell_title(snapshot, e.terms.front().cell);
    const float width = beside ? 200.0f : page.right() - tile.right() - 16;
    const ui::Vec at = beside ? ui::Vec{tile.x, tile.bottom() + 14} : ui::Vec{tile.right() + 16, tile.y};
    const float used = words(at, width, ui::tr(Str::rooms_copied_from), ui::colored(ui::kSmall, theme.ink2), ui::Align::start);
    const float h = words({at.x, at.y + used}, width, from, ui::colored(ui::kStrong, theme.ink), ui::Align::start);
    ui::Item item;
    item.id = "card/from";
    item.role = ui::Role::link;
    item.label = from;
    item.value = ui::value_text(e.terms.front().x);
    item.rect = {at.x, at.y, width, used + h};
    if (ui::interact(item).pressed && context.view != nullptr) {
      context.view->focus = {};
      context.view->focus.kind = FocusKind::cell;
      context.view->focus.cell = e.terms.front().cell;
      ui::request_frame();
    }
  }
  const int next = e.cell.layer + 1;
  if (next >= static_cast<int>(snapshot.layers.size()) ||
      snapshot.layers[static_cast<std::size_t>(next)].spec.kind != LayerKind::dense)
    return;
  const LayerState& dense = snapshot.layers[static_cast<std::size_t>(next)];
  const bool output = next + 1 == static_cast<int>(snapshot.layers.size());
  const ui::Rect table = beside ? ui::Rect{page.x + 250, y, page.w - 250, page.bottom() - y}
                                : ui::Rect{page.x, y + tile_h + 18, page.w, page.bottom() - y - tile_h - 18};
  // Each class: value × weight = product. Many neurons: the largest products, the rest counted.
  std::vector<Term> terms;
  for (int k = 0; k < dense.out.size(); ++k)
    terms.push_back(explain(snapshot, {next, k}).terms[static_cast<std::size_t>(e.cell.index)]);
  std::vector<int> order(terms.size());
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = static_cast<int>(k);
  const float row = compact ? 34.0f : 44.0f;
  const auto fit = static_cast<std::size_t>(std::max(1.0f, std::floor((table.h - 24) / row)));
  if (order.size() > fit) {
    std::ranges::stable_sort(order, {}, [&](int k) { return -std::abs(terms[static_cast<std::size_t>(k)].product); });
    order.resize(fit);
    std::ranges::sort(order);
  }
  float range = 1e-6f;
  for (const Term& term : terms) range = std::max(range, std::abs(term.product));
  const float w = std::min(72.0f, (table.w - 90) / 3), h = row - 10;
  float ty = table.y;
  for (const int k : order) {
    const Term& term = terms[static_cast<std::size_t>(k)];
    const auto at = static_cast<std::size_t>(k);
    float x = table.x;
    draw_tile(list, {x, ty, w, h}, term.x, look, ui::value_text(term.x), TileShape::pill, 14);
    draw_operator(list, {x + w + 13, ty + h / 2}, "×", 15);
    x += w + 26;
    draw_tile(list, {x, ty, w, h}, term.factor, weight_look(context, next), plain_number(static_cast<double>(term.factor), 3),
              TileShape::rounded, 14);
    draw_operator(list, {x + w + 13, ty + h / 2}, "=", 15);
    x += w + 26;
    draw_tile(list, {x, ty, w, h}, term.product, {ui::ColorMap::activation, range, Digits::weight, false},
              ui::fixed_text(static_cast<double>(term.product), 3), TileShape::square, 14);
    x += w + 14;
    const std::string name = output && at < snapshot.classes.size() ? snapshot.classes[at] : ui::number(k + 1);
    const std::string text =
        output ? ui::fmt(Str::card_for_class, {{"class", name}}) : ui::fmt(Str::card_title_unit, {{"n", name}});
    if (table.right() - x > 20) {
      const ui::TextStyle style_of = ui::colored(ui::kBody, theme.ink2);
      if (ui::text_width(text, style_of) < table.right() - x) {
        ui::draw_text(list, {x, ty, table.right() - x, h}, text, style_of, ui::Align::left);
      } else {
        ui::draw_text(list, {x, ty, table.right() - x, h}, name, ui::colored(ui::kStrong, theme.ink), ui::Align::left);
      }
    }
    ty += row;
  }
  if (order.size() < terms.size())
    words({table.x, ty}, table.w,
          ui::fmt(Str::card_and_more, {{"n", ui::number(static_cast<long long>(terms.size() - order.size()))}}),
          ui::colored(ui::kSmall, theme.ink2), ui::Align::left);
}

void room_single(const CardContext& context, const ui::Rect& page, bool compact) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const Snapshot& snapshot = *context.snapshot;
  const Explanation* e = context.value;
  if (e == nullptr) return;
  if (e->cell.layer >= 0) {
    room_vote(context, *e, page, compact);
    return;
  }
  // A pixel: what it is, in how many patches it lies, how many votes it reaches.
  const Look look = look_of(context, -1);
  float y = page.y;
  if (!compact) {
    heading({page.x, y, page.w, 40}, look, cell_title(snapshot, e->cell), ui::tr(Str::card_pixel_hint));
    y += 60;
  }
  const ui::Rect tile{page.x, y, compact ? 84.0f : 132.0f, compact ? 60.0f : 96.0f};
  draw_tile(list, tile, e->result, look, ui::pixel_text(e->result), TileShape::square, compact ? 24.0f : 32.0f, true);
  const float x = tile.right() + (compact ? 18.0f : 40.0f), width = page.right() - x;
  const ui::TextStyle text = ui::colored({compact ? 13.0f : 14.0f, ui::Weight::regular, 0, compact ? 20.0f : 24.0f}, theme.ink2);
  y += words({x, y}, width, ui::fmt(e->result > 0 ? Str::card_ink : Str::card_paper, {{"value", ui::pixel_text(e->result)}}), text,
             ui::Align::start) +
       6;
  const auto patches = static_cast<long long>(explain_gradient(snapshot, e->cell).terms.size());
  const auto votes = std::ranges::count_if(
      forward_reach(snapshot, e->cell), [&](const CellRef& r) { return r.layer == static_cast<int>(snapshot.layers.size()) - 2; });
  words({x, y}, width, ui::fmt(Str::rooms_pixel_reach, {{"patches", ui::number(patches)}, {"votes", ui::number(votes)}}), text,
        ui::Align::start);
}

}  // namespace rizbin::cards
