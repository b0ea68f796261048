// The pages of an activation (its curve with the dot on it), of a vote (every term), and of a single number (pixel, weight).
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/cards/fate.h"
#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/room.h"
#include "web/canvas/cards/wording.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

float curve_of(LayerKind kind, float x) {
  // Drawing only: the numbers printed are the engine's.
  if (kind == LayerKind::tanh) return std::tanh(x);
  if (kind == LayerKind::sigmoid) return 1 / (1 + std::exp(-x));
  return std::max(0.0f, x);
}

void curve(const ui::Rect& box, LayerKind kind, float x, float y, const Look& look) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const float span = std::max(1.2f, std::abs(x) * 1.15f);
  const auto at = [&](float vx, float vy) {
    return ImVec2{box.center().x + vx / span * box.w / 2, box.center().y - vy / span * box.h / 2};
  };
  ui::hairline(list, {box.x, box.center().y}, {box.right(), box.center().y}, theme.line_strong);
  ui::hairline(list, {box.center().x, box.y}, {box.center().x, box.bottom()}, theme.line_strong);
  constexpr int kPoints = 96;
  for (int i = 0; i <= kPoints; ++i) {
    const float vx = -span + 2 * span * static_cast<float>(i) / kPoints;
    list->PathLineTo(at(vx, curve_of(kind, vx)));
  }
  list->PathStroke(theme.ink, 0, 2);
  const ImVec2 dot = at(x, y), foot = at(x, 0), side = at(0, y);
  list->AddLine(foot, dot, theme.ink3);
  list->AddLine(side, dot, theme.ink3);
  list->AddCircleFilled(dot, 8, ui::map_color(look.map, y / look.range, theme.dark));
  list->AddCircle(dot, 8, theme.ink, 0, 2);
  ui::draw_text(list, {foot.x - 40, box.center().y + (y >= 0 ? 6.0f : -26.0f), 80, 20}, ui::value_text(x),
                ui::colored(ui::kSmall, theme.ink2), ui::Align::center);
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
  heading({page.x, page.y, page.w, 40}, look, layer_name(snapshot, e.cell.layer), cell_title(snapshot, e.cell));
  const ui::Rect box{page.x, page.y + 52, size * 1.15f, size};
  curve(box, kind, x, e.result, look);
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

void room_votes(const CardContext& context, const Explanation& e, const ui::Rect& page) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const Snapshot& snapshot = *context.snapshot;
  const float row = std::clamp((page.h - 320) / 3, 16.0f, 44.0f);
  const Working work = work_out(e);
  heading({page.x, page.y, page.w, 40}, look_of(context, e.cell.layer - 1), cell_title(snapshot, e.cell),
          ui::fmt(Str::card_votes_rows, {{"n", ui::number(static_cast<long long>(e.terms.size()))}}));
  const Strip strip = draw_terms(list, {page.x, page.y + 52}, page.w, row, context, e);
  float y = page.y + 52 + strip.height + 28;
  outcome(context, e, work, {page.x, y, page.w / 2, 100});
  // Softmax: e to the power of the votes, as a share.
  const int last = static_cast<int>(snapshot.layers.size()) - 1;
  if (e.cell.layer != last) return;
  const bool beside = page.w > 640;
  const float x = beside ? page.x + 372 : page.x;
  if (!beside) y += 112;
  if (y + 60 > page.bottom()) return;
  plain_heading({x, y, 300, 20}, "softmax");
  const LayerState& dense = snapshot.layers.back();
  for (int k = 0; k < dense.out.size() && k < 4; ++k) {
    const auto at = static_cast<std::size_t>(k);
    const float line = y + 28 + 28 * static_cast<float>(k);
    if (line + 24 > page.bottom()) break;
    const std::string name = at < snapshot.classes.size() ? snapshot.classes[at] : ui::number(k);
    const std::string text =
        "e^" + ui::value_text(dense.value[at]) + " = " + ui::fixed_text(std::exp(static_cast<double>(dense.value[at])), 3);
    const ui::Color color = k == 0 ? theme.vote_x : k == 1 ? theme.vote_o : theme.ink2;
    ui::draw_text(list, {x, line, 22, 24}, name, style(15, ui::Weight::bold, k == 1 ? theme.vote_o_text : color), ui::Align::left);
    ui::draw_text(list, {x + 26, line, 120, 24}, text, ui::colored(ui::kBody, theme.ink2), ui::Align::left);
    ui::bar(list, {x + 150, line + 8, 120, 8}, snapshot.probabilities[at], color);
    ui::draw_text(list, {x + 280, line, 80, 24}, ui::percent_text(snapshot.probabilities[at]),
                  k == e.cell.index ? ui::colored(ui::kStrong, theme.ink) : ui::colored(ui::kBody, theme.ink2), ui::Align::left);
  }
}

void room_single(const CardContext& context, const ui::Rect& page) {
  ImDrawList* list = ui::frame().overlay;
  const Snapshot& snapshot = *context.snapshot;
  const ui::Vec at{page.x, page.y + 60};
  const ui::Rect tile{at.x, at.y, 132, 96};
  if (context.focus.kind == FocusKind::parameter) {
    const ParamRef p = context.focus.param;
    const LayerState& layer = snapshot.layers[static_cast<std::size_t>(p.layer)];
    const bool bias = p.kind == ParamKind::bias, conv = layer.spec.kind == LayerKind::conv;
    const float value = bias ? layer.bias[static_cast<std::size_t>(p.index)] : layer.weight[static_cast<std::size_t>(p.index)];
    const float slope = bias ? layer.d_bias[static_cast<std::size_t>(p.index)] : layer.d_weight[static_cast<std::size_t>(p.index)];
    heading({page.x, page.y, page.w, 40}, weight_look(context, p.layer), parameter_title(snapshot, p),
            ui::tr(Str::card_weight_hint));
    draw_tile(list, tile, value, weight_look(context, p.layer), ui::weight_text(value), TileShape::rounded, 32, true);
    const float x = tile.right() + 40;
    const std::string used =
        conv ? ui::fmt(Str::card_used_at, {{"n", ui::number(static_cast<long long>(layer.out.h) * layer.out.w)}})
             : std::string(ui::tr(bias ? Str::card_added_once : Str::card_used_once));
    sentence({x, at.y, page.right() - x, 60}, used);
    sentence({x, at.y + 40, page.right() - x, 60},
             ui::fmt(Str::card_slope_of_loss, {{"slope", ui::gradient_text(slope)},
                                               {"rate", ui::fixed_text(static_cast<double>(snapshot.learning_rate), 2)},
                                               {"change", ui::gradient_text(-snapshot.learning_rate * slope)}}));
    return;
  }
  const Explanation* e = context.value;
  if (e == nullptr) return;
  const Look look = look_of(context, e->cell.layer);
  if (e->cell.layer < 0) {
    heading({page.x, page.y, page.w, 40}, look, cell_title(snapshot, e->cell), ui::tr(Str::card_pixel_hint));
    draw_tile(list, tile, e->result, look, ui::pixel_text(e->result), TileShape::square, 32, true);
    sentence({tile.right() + 40, at.y, page.right() - tile.right() - 40, 90},
             ui::fmt(e->result > 0 ? Str::card_ink : Str::card_paper, {{"value", ui::pixel_text(e->result)}}));
    return;
  }
  // A value that votes: its weight for each class.
  heading({page.x, page.y, page.w, 40}, look, cell_title(snapshot, e->cell), ui::tr(Str::card_vote_hint));
  draw_tile(list, tile, e->result, look, ui::value_text(e->result), TileShape::pill, 32, true);
  const auto next = static_cast<std::size_t>(e->cell.layer + 1);
  if (next >= snapshot.layers.size() || snapshot.layers[next].spec.kind != LayerKind::dense) return;
  const LayerState& dense = snapshot.layers[next];
  for (int k = 0; k < dense.out.size() && k < 5; ++k) {
    const float w = dense.weight[static_cast<std::size_t>(k * dense.in.size() + e->cell.index)];
    const float y = at.y + 62.0f * static_cast<float>(k), x = tile.right() + 40;
    draw_operator(list, {x + 6, y + 24}, "×", 18);
    draw_tile(list, {x + 28, y, 84, 48}, w, weight_look(context, static_cast<int>(next)), ui::fixed_text(static_cast<double>(w), 2),
              TileShape::rounded, 18);
    const std::string name =
        static_cast<std::size_t>(k) < snapshot.classes.size() ? snapshot.classes[static_cast<std::size_t>(k)] : ui::number(k);
    ui::draw_text(list, {x + 128, y, 260, 48}, "= " + ui::fixed_text(static_cast<double>(w * e->result), 2),
                  style(18, ui::Weight::semibold, ui::frame().theme->ink), ui::Align::left);
    ui::draw_text(list, {x + 220, y, 200, 48}, ui::fmt(Str::card_for_class, {{"class", name}}),
                  ui::colored(ui::kBody, ui::frame().theme->ink2), ui::Align::left);
  }
}

void room_gradient(const CardContext& context, const ui::Rect& page) {
  // The chain across the page, then every gradient that comes back, times its slope.
  CardContext chain = context;
  chain.free = {page.x, page.y, page.w, 142};
  chain.columns = {};
  const ui::Rect used = draw_chain(chain);
  const Explanation& g = *context.gradient;
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  float y = used.bottom() + 26;
  plain_heading({page.x, y, page.w, 20}, ui::tr(Str::card_what_comes_back));
  y += 30;
  int shown = 0;
  float range = 1e-6f;
  for (const Term& term : g.terms) range = std::max(range, std::abs(term.x));
  std::vector<const Term*> terms;
  for (const Term& term : g.terms) terms.push_back(&term);
  std::ranges::stable_sort(terms, [](const Term* a, const Term* b) { return std::abs(a->product) > std::abs(b->product); });
  for (const Term* term : terms) {
    if (y + 40 > page.bottom() - 34 || shown == 6) break;
    const Look from{ui::ColorMap::gradient, range, Digits::gradient, false};
    draw_tile(list, {page.x, y, 66, 32}, term->x, from, ui::gradient_text(term->x), TileShape::square, 13);
    draw_operator(list, {page.x + 84, y + 16}, "×", 14);
    draw_plain_tile(list, {page.x + 102, y, 66, 32}, ui::fixed_text(static_cast<double>(term->factor), 3), 13);
    draw_operator(list, {page.x + 186, y + 16}, "=", 14);
    ui::draw_text(list, {page.x + 204, y, 80, 32}, ui::gradient_text(term->product), ui::colored(ui::kStrong, theme.ink),
                  ui::Align::left);
    if (context.focus.kind != FocusKind::parameter || term->cell.layer >= -1) {
      ui::draw_text(list, {page.x + 284, y, page.w - 290, 32}, cell_title(*context.snapshot, term->cell),
                    ui::colored(ui::kSmall, theme.ink2), ui::Align::left);
    }
    y += 40;
    ++shown;
  }
  if (g.terms.empty()) {
    sentence({page.x, y, page.w, 40}, ui::tr(Str::card_nudge_none));
  } else if (shown < static_cast<int>(g.terms.size())) {
    ui::draw_text(list, {page.x, y, page.w, 20},
                  ui::fmt(Str::card_and_more, {{"n", ui::number(static_cast<long long>(g.terms.size()) - shown)}}),
                  ui::colored(ui::kSmall, theme.ink2), ui::Align::left);
  }
}

}  // namespace rizbin::cards
