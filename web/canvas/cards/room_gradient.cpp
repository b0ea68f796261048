// The page of a gradient: the chain rule across the top, then everything that comes back, each times its local slope, and their
// sum: at a class p − y with the lecture's error beside it, at a pooled cell the windows it won, at ReLU its gate, at a pixel every
// place whose patch it lies in. Lecture: chapter 13.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "engine/study/terms.h"
#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/room.h"
#include "web/canvas/cards/weight_page.h"
#include "web/canvas/cards/wording.h"
#include "web/canvas/scene.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

double round_to(double v, int decimals) {
  double p = 1;
  for (int i = 0; i < decimals; ++i) p *= 10;
  return std::round(v * p) / p;
}

const LayerState& state(const Snapshot& s, int layer) { return s.layers[static_cast<std::size_t>(layer)]; }

// Why a term lets through what it does.
std::string reason(const Snapshot& s, const Explanation& g, const Term& term) {
  if (term.cell.layer < 0 || term.cell.layer >= static_cast<int>(s.layers.size())) return {};
  const LayerState& layer = state(s, term.cell.layer);
  switch (layer.spec.kind) {
    case LayerKind::relu: return std::string(ui::tr(term.factor != 0 ? Str::rooms_gate_open : Str::rooms_gate_closed));
    case LayerKind::max_pool: {
      const bool won = term.factor != 0;
      const bool tie = layer.tie[static_cast<std::size_t>(term.cell.index)] != 0;
      return std::string(ui::tr(!won ? Str::rooms_lost_window : tie ? Str::rooms_first_of_window : Str::rooms_won_window));
    }
    case LayerKind::mean_pool: return std::string(ui::tr(Str::card_reason_share));
    case LayerKind::tanh:
    case LayerKind::sigmoid: return std::string(ui::tr(Str::card_reason_slope));
    case LayerKind::conv: return std::string(ui::tr(layer.spec.mean ? Str::rooms_weight_shared : Str::card_reason_kernel));
    default: break;
  }
  (void)g;
  return {};
}

// p − y at a class, with the lecture's error beside it.
float error_part(const CardContext& context, const Explanation& g, const ui::Rect& box) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  if (g.terms.size() < 2) return 0;
  const Snapshot& s = *context.snapshot;
  const float p = g.terms[0].x, y = g.terms[1].x;
  const auto k = static_cast<std::size_t>(g.cell.index);
  const std::string name = k < s.classes.size() ? s.classes[k] : ui::number(g.cell.index);
  plain_heading({box.x, box.y, box.w, 20}, ui::fmt(Str::rooms_error_at, {{"class", name}}));
  const float m = box.y + 62;
  const Look shares{g.cell.index == 0 ? ui::ColorMap::vote_x : ui::ColorMap::vote_o, 1, Digits::gradient, false};
  const ui::Rect first{box.x, m - 22, 84, 44}, second{box.x + 124, m - 22, 60, 44}, result{box.x + 224, m - 26, 104, 52};
  draw_tile(list, first, p, shares, ui::fixed_text(static_cast<double>(p), 3), TileShape::square, 18);
  draw_plain_tile(list, second, ui::number(std::lround(y)), 18);
  draw_operator(list, {box.x + 104, m}, "−", 18);
  draw_operator(list, {box.x + 204, m}, "=", 18);
  draw_tile(list, result, g.result, gradient_look(context, g.cell.layer), ui::gradient_text(g.result), TileShape::square, 22, true);
  const ui::TextStyle small = ui::colored(ui::kCaption, theme.ink3);
  words({first.x - 12, first.bottom() + 6}, first.w + 30, ui::tr(Str::rooms_p_is), small, ui::Align::center);
  words({second.x - 20, second.bottom() + 6}, second.w + 40, ui::tr(Str::rooms_y_is), small, ui::Align::center);
  words({result.x, result.bottom() + 4}, result.w, "∂L/∂z", small, ui::Align::center);
  const float x = result.right() + 28;
  const bool beside = box.right() - x > 200;
  const ui::Vec at = beside ? ui::Vec{x, m - 22} : ui::Vec{box.x, m + 54};
  const float used =
      words(at, std::min(360.0f, box.right() - at.x),
            ui::fmt(Str::rooms_lecture_error, {{"error", ui::gradient_text(-g.result)}, {"value", ui::gradient_text(g.result)}}),
            ui::colored({13.5f, ui::Weight::regular, 0, 22}, theme.ink2), ui::Align::start);
  return beside ? 130 : 124 + used;
}

}  // namespace

void room_gradient(const CardContext& context, const ui::Rect& page, bool compact) {
  const Snapshot& s = *context.snapshot;
  const Explanation& g = *context.gradient;
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  float y = page.y;
  const bool output = g.operation == Operation::error;
  if (!compact || page.h > 300) {
    CardContext chain = context;
    chain.free = {page.x, page.y, page.w, compact ? 118.0f : 142.0f};
    chain.columns = {};
    y = draw_chain(chain).bottom() + (compact ? 14.0f : 24.0f);
  }
  if (output) {
    y += error_part(context, g, {page.x, y, page.w, page.bottom() - y}) + 12;
    return;
  }
  const std::vector<int> order = strongest_terms(g);
  if (g.terms.empty() || order.empty()) {
    // Nothing comes back: say which gate or window stopped it.
    std::string text(ui::tr(Str::card_nudge_none));
    const auto stopped = std::ranges::find_if(g.terms, [](const Term& t) { return t.x != 0; });
    if (stopped != g.terms.end()) text = reason(s, g, *stopped) + ". " + text;
    words({page.x, y}, page.w, text, ui::colored({14, ui::Weight::regular, 0, 24}, theme.ink2), ui::Align::start);
    return;
  }
  plain_heading({page.x, y, page.w, 20}, ui::fmt(order.size() == 1 ? Str::rooms_one_comes_back : Str::rooms_comes_back,
                                                 {{"n", ui::number(static_cast<long long>(order.size()))}}));
  y += 26;
  // Columns: what comes back, times the local slope, the term, and where from.
  const float tile_w = compact ? 56 : 70, tile_h = compact ? 26 : 32, row = tile_h + (compact ? 6.0f : 8.0f);
  const float c0 = page.x, c1 = c0 + tile_w + 30, c2 = c1 + tile_w + 30, c3 = c2 + tile_w + 16;
  float range = 1e-6f;
  for (const Term& term : g.terms) range = std::max({range, std::abs(term.x), std::abs(term.product)});
  const Look look{ui::ColorMap::gradient, range, Digits::gradient, false};
  if (!compact) {
    const ui::TextStyle small = ui::colored(ui::kCaption, theme.ink3);
    words({c0, y}, tile_w + 26, ui::tr(Str::rooms_there), small, ui::Align::left);
    words({c1, y}, tile_w + 26, ui::tr(Str::rooms_local_slope), small, ui::Align::left);
    words({c2, y}, tile_w + 40, ui::tr(Str::rooms_term), small, ui::Align::left);
    y += 20;
  }
  const float foot = order.size() > 1 ? row + 26 : 8;
  std::size_t shown = 0;
  for (const int i : order) {
    if (shown == 6 || y + row > page.bottom() - foot) break;
    const Term& term = g.terms[static_cast<std::size_t>(i)];
    int d = decimals_for(static_cast<double>(term.product));
    while (d < 5 && round_to(round_to(static_cast<double>(term.x), d) * round_to(static_cast<double>(term.factor), d), d) !=
                        round_to(static_cast<double>(term.product), d))
      ++d;
    draw_tile(list, {c0, y, tile_w, tile_h}, term.x, look, ui::fixed_text(static_cast<double>(term.x), d), TileShape::square, 13);
    draw_operator(list, {c1 - 15, y + tile_h / 2}, "×", 14);
    const ui::Rect middle{c1, y, tile_w, tile_h};
    if (term.param.layer >= 0) {
      const LayerState& layer = state(s, term.param.layer);
      Look weight = weight_look(context, term.param.layer);
      if (layer.spec.kind == LayerKind::conv && layer.spec.mean)
        weight.range /= static_cast<float>(layer.in.c * layer.spec.kernel_h * layer.spec.kernel_w);
      draw_tile(list, middle, term.factor, weight, ui::fixed_text(static_cast<double>(term.factor), d), TileShape::rounded, 13);
    } else {
      draw_plain_tile(list, middle, plain_number(static_cast<double>(term.factor), d), 13);
    }
    draw_operator(list, {c2 - 15, y + tile_h / 2}, "=", 14);
    draw_tile(list, {c2, y, tile_w, tile_h}, term.product, look, ui::fixed_text(static_cast<double>(term.product), d),
              TileShape::square, 13);
    std::string where = cell_title(s, term.cell);
    const std::string why = reason(s, g, term);
    if (!why.empty() && !compact) where += " · " + why;
    const ui::TextStyle small = ui::colored(ui::kSmall, theme.ink2);
    const float room = page.right() - c3;
    if (room > 60) words({c3, y + (ui::text_width(where, small) < room ? tile_h / 2 - 9 : 0)}, room, where, small, ui::Align::left);
    ui::Item item;
    item.id = "card/term/" + std::to_string(shown);
    item.role = ui::Role::text;
    item.label = where;
    item.value = ui::fixed_text(static_cast<double>(term.product), d);
    item.rect = {c0, y, std::max(60.0f, page.right() - c0), tile_h};
    item.actions = 0;
    (void)ui::interact(item);
    y += row;
    ++shown;
  }
  if (shown < order.size()) {
    words({c0, y}, c2 - c0 - 20, ui::fmt(Str::card_and_more, {{"n", ui::number(static_cast<long long>(order.size() - shown))}}),
          ui::colored(ui::kSmall, theme.ink2), ui::Align::left);
  }
  if (order.size() > 1) {
    ui::hairline(list, {c2, y}, {c2 + tile_w, y}, theme.ink);
    y += 8;
    draw_operator(list, {c2 - 22, y + tile_h / 2}, "∑ =", 14);
    draw_tile(list, {c2, y, tile_w + 10, tile_h}, g.result, gradient_look(context, g.cell.layer),
              ui::fixed_text(static_cast<double>(g.result), decimals_for(static_cast<double>(g.result))), TileShape::square, 14,
              true);
  }
}

}  // namespace rizbin::cards
