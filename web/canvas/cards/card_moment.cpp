// The card of a moment inside a step (sweep_en_light): the arithmetic of the number being made at the left, what comes next at the
// right. One form for all four stages: patch × kernel, the chain rule's terms, the loss, w − rate × slope.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/moment_words.h"
#include "web/canvas/cards/pieces.h"
#include "web/canvas/cards/wording.h"
#include "web/canvas/cards/working.h"
#include "web/canvas/scene.h"
#include "web/ui/items.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {
namespace {

ImDrawList* overlay() { return ui::frame().overlay; }
const ui::Theme& theme() { return *ui::frame().theme; }

// A run of text and tiles from left to right.
struct Line {
  float x, y, h, right;
  void text(std::string_view words, float size = 14) {
    const ui::TextStyle look = style(size, ui::Weight::regular, theme().ink2);
    const float w = ui::text_width(words, look) + 1;
    if (x + w > right) return;
    ui::draw_text(overlay(), {x, y, w, h}, words, look, ui::Align::left);
    x += w + 8;
  }
  void tile(float value, const Look& look, const std::string& words, TileShape shape = TileShape::square, bool ringed = false) {
    const float w = std::max(48.0f, ui::text_width(words, style(13, ui::Weight::semibold, 0)) + 16);
    if (x + w > right + 4) return;
    draw_tile(overlay(), {x, y, w, h}, value, look, words, shape, 13, ringed);
    x += w + 8;
  }
};

Look layer_gradient(const CardContext& context, int layer) { return gradient_look(context, layer); }

// patch × kernel = products; a pooling window alone with its winner. Returns the right edge.
float windows(const CardContext& context, const Explanation& e, ui::Vec at, float size) {
  const bool pooling = e.operation == Operation::maximum || e.operation == Operation::average;
  const int channel = pooling ? 0 : strongest_channel(e);
  const Matrix x = window_of(e, channel, Part::x);
  const float cell = size / static_cast<float>(std::max({x.rows, x.columns, 1}));
  const float w = static_cast<float>(x.columns) * cell;
  int ringed = -1;
  if (e.operation == Operation::maximum && e.winner >= 0) {
    const Term& best = e.terms[static_cast<std::size_t>(e.winner)];
    ringed = best.row * x.columns + best.column;
  }
  draw_matrix(overlay(), at, cell, x, look_of(context, e.cell.layer - 1), ringed);
  if (pooling) return at.x + w;
  const float gap = context.phone ? 22.0f : 34.0f;
  const Matrix products = window_of(e, channel, Part::product);
  float range = 1e-6f;
  for (const float v : products.values) range = std::max(range, std::abs(v));
  const float middle = at.y + static_cast<float>(x.rows) * cell / 2;
  draw_operator(overlay(), {at.x + w + gap / 2, middle}, "×", 14);
  draw_matrix(overlay(), {at.x + w + gap, at.y}, cell, window_of(e, channel, Part::factor), weight_look(context, e.cell.layer));
  draw_operator(overlay(), {at.x + 2 * w + gap * 1.5f, middle}, "=", 14);
  draw_matrix(overlay(), {at.x + 2 * (w + gap), at.y}, cell, products, {ui::ColorMap::activation, range, Digits::weight, false});
  return at.x + 3 * w + 2 * gap;
}

void forward_window(const CardContext& context, const Explanation& e, const ui::Rect& box) {
  const bool alone = e.operation == Operation::maximum || e.operation == Operation::average;
  const float gaps = alone ? 0.0f : context.phone ? 44.0f : 68.0f;
  const float size = std::min({86.0f, box.h, (box.w - gaps - 104) / (alone ? 1.0f : 3.0f)});
  const float x = windows(context, e, {box.x, box.y + (box.h - size) / 2}, size) + 20;
  const Working work = work_out(e);
  const ui::TextStyle plain = style(13.5f, ui::Weight::regular, theme().ink2);
  const float top = box.y + (box.h - size) / 2;
  const bool pooling = e.operation == Operation::maximum || e.operation == Operation::average;
  const std::string line = !pooling ? work.left
                           : e.tie  ? std::string(ui::tr(Str::card_tie))
                           : e.operation == Operation::maximum
                               ? ui::fmt(Str::card_how_maximum, {{"n", ui::number(static_cast<long long>(e.terms.size()))}})
                               : work.left;
  if (ui::text_width(line, plain) <= box.right() - x)
    ui::draw_text(overlay(), {x, top + 2, box.right() - x, 24}, line, plain, ui::Align::left);
  if (e.exact && e.exact->denominator > 1 && !e.has_bias && !context.phone) {
    ui::draw_text(overlay(), {x, top + 27, box.right() - x, 24},
                  "= " + ui::number(e.exact->numerator) + "/" + ui::number(e.exact->denominator), plain, ui::Align::left);
  }
  draw_tile(overlay(), {x + 2, top + size - 34, 56, 32}, e.result, look_of(context, e.cell.layer), work.result, TileShape::square,
            15, true);
}

void forward_single(const CardContext& context, const Explanation& e, Line line) {
  const Look before = look_of(context, e.cell.layer - 1), mine = look_of(context, e.cell.layer);
  const std::string result = ui::value_text(e.result);
  const Term& term = e.terms.front();
  switch (e.operation) {
    case Operation::gate:
      line.text("max (" + ui::number(0) + ",");
      line.tile(term.x, before, ui::value_text(term.x));
      line.text(") =");
      break;
    case Operation::curve:
      line.text(layer_title(*context.snapshot, e.cell.layer) + " (");
      line.tile(term.x, before, ui::value_text(term.x));
      line.text(") =");
      break;
    default: {
      line.tile(term.x, before, ui::value_text(term.x));
      line.text("=");
    }
  }
  line.tile(e.result, mine, result, e.operation == Operation::copy ? TileShape::pill : TileShape::square, true);
}

void forward_votes(const CardContext& context, const Explanation& e, const ui::Rect& box) {
  const Working work = work_out(e);
  const float rows = std::min(26.0f, (box.h - 6) / 3);
  const float width = draw_terms(overlay(), box.min(), box.w - 130, rows, context, e).width;
  const float x = box.x + width + 18;
  ui::draw_text(overlay(), {x, box.y, box.right() - x, 22}, work.left, style(13, ui::Weight::regular, theme().ink2),
                ui::Align::left);
  draw_tile(overlay(), {x, box.y + std::min(86.0f, box.h) - 34, 58, 32}, e.result, look_of(context, e.cell.layer), work.result,
            TileShape::square, 15, true);
}

void forward_share(const CardContext& context, int index, Line line) {
  const Snapshot& s = *context.snapshot;
  const Explanation e = explain(s, {static_cast<int>(s.layers.size()), index});
  if (static_cast<std::size_t>(index) >= e.terms.size()) return;
  float largest = -1e30f;
  for (const Term& term : e.terms) largest = std::max(largest, term.x);
  const auto three = [](float v) { return ui::fixed_text(static_cast<double>(v), 3); };
  line.text("exp (" + three(e.terms[static_cast<std::size_t>(index)].x) + (largest < 0 ? " + " : " − ") + three(std::abs(largest)) +
            ") ÷ ∑ =");
  line.text(three(e.terms[static_cast<std::size_t>(index)].product) + " ÷ " + three(e.sum) + " =");
  draw_plain_tile(overlay(), {line.x, line.y, 62, line.h}, three(s.probabilities[static_cast<std::size_t>(index)]), 14);
  ui::cell_ring(overlay(), {line.x, line.y, 62, line.h}, 2);
}

void loss_line(const CardContext& context, Line line) {
  const Snapshot& s = *context.snapshot;
  const auto label = static_cast<std::size_t>(std::clamp(s.label, 0, static_cast<int>(s.probabilities.size()) - 1));
  const double p = static_cast<double>(s.probabilities[label]), loss = static_cast<double>(s.loss);
  int d = 3;
  const auto rounded = [](double v, int places) { return std::round(v * std::pow(10.0, places)) / std::pow(10.0, places); };
  std::string words;
  if (s.loss_kind == LossKind::cross_entropy) {
    // Works out in the digits shown.
    while (d < 5 && rounded(-std::log(std::max(1e-12, rounded(p, d))), 3) != rounded(loss, 3)) ++d;
    words = "−ln " + ui::fixed_text(p, d) + " =";
  } else {
    for (std::size_t i = 0; i < s.probabilities.size() && i < 3; ++i) {
      if (i > 0) words += " + ";
      words += "(" + ui::fixed_text(static_cast<double>(s.probabilities[i]), 3) + " − " + ui::number(i == label ? 1 : 0) + ")²";
    }
    if (s.probabilities.size() > 3) words += " + …";
    words += " =";
  }
  line.text(words, 15);
  const std::string result = ui::fixed_text(loss, 3);
  draw_plain_tile(overlay(), {line.x, line.y, 70, line.h}, result, 15);
  ui::cell_ring(overlay(), {line.x, line.y, 70, line.h}, 2);
}

// The terms of a gradient: what came back × the slope on the way, the largest first.
void backward_line(const CardContext& context, const CellRef& cell, Line line) {
  const Snapshot& s = *context.snapshot;
  const Explanation e = explain_gradient(s, cell);
  const Look mine = layer_gradient(context, cell.layer);
  const auto three = [](float v) { return ui::gradient_text(v); };
  if (e.operation == Operation::error && e.terms.size() >= 2) {
    line.text("p − y = " + ui::fixed_text(static_cast<double>(e.terms[0].x), 3) + " − " + ui::weight_text(e.terms[1].x) + " =", 15);
    line.tile(e.result, mine, three(e.result), TileShape::square, true);
    return;
  }
  std::vector<const Term*> terms;
  for (const Term& term : e.terms) {
    if (term.product != 0) terms.push_back(&term);
  }
  std::ranges::stable_sort(terms, [](const Term* a, const Term* b) { return std::abs(a->product) > std::abs(b->product); });
  if (terms.empty()) {
    line.text(ui::tr(Str::moment_nothing_back));
    line.tile(0, mine, ui::number(0), TileShape::square, true);
    return;
  }
  const std::size_t shown = std::min<std::size_t>(terms.size(), context.phone ? 1 : line.right - line.x > 560 ? 3 : 2);
  for (std::size_t i = 0; i < shown; ++i) {
    const Term& term = *terms[i];
    if (i > 0) line.text("+");
    line.tile(term.x, layer_gradient(context, term.cell.layer), three(term.x));
    line.text("×");
    const bool weight = term.param.layer >= 0;
    if (weight) {
      line.tile(term.factor, weight_look(context, term.param.layer), ui::weight_text(term.factor), TileShape::rounded);
    } else {
      const std::string factor = ui::weight_text(term.factor);
      draw_plain_tile(overlay(), {line.x, line.y, 40, line.h}, factor, 13);
      line.x += 48;
    }
  }
  if (terms.size() > shown)
    line.text("+ " + ui::fmt(Str::moment_more_terms, {{"n", ui::number(static_cast<long long>(terms.size() - shown))}}), 13);
  line.text("=");
  line.tile(e.result, mine, three(e.result), TileShape::square, true);
}

// w − rate × slope, with as many places as it takes to come out as printed.
void update_line(const CardContext& context, const ParamRef& param, Line line) {
  const Snapshot& s = *context.snapshot;
  const LayerState& state = s.layers[static_cast<std::size_t>(param.layer)];
  const bool bias = param.kind == ParamKind::bias;
  const auto at = static_cast<std::size_t>(param.index);
  const auto old = static_cast<double>((bias ? state.bias : state.weight)[at]);
  const auto slope = static_cast<double>((bias ? state.d_bias : state.d_weight)[at]);
  const auto fresh = static_cast<double>(moment_updated(s, param)), rate = static_cast<double>(s.learning_rate);
  const auto rounded = [](double v, int places) { return std::round(v * std::pow(10.0, places)); };
  int d = 3;
  while (d < 5 &&
         rounded(rounded(old, d) / std::pow(10.0, d) - rate * rounded(slope, d) / std::pow(10.0, d), d) != rounded(fresh, d))
    ++d;
  const Look weight{ui::ColorMap::weight, weight_look(context, param.layer).range, Digits::weight, true};
  const float range = static_cast<std::size_t>(param.layer + 1) < context.ranges.size()
                          ? context.ranges[static_cast<std::size_t>(param.layer + 1)].d_weight
                          : 1.0f;
  const Look gradient{ui::ColorMap::gradient, range, Digits::gradient, true};
  if (moment_updated(s, param) == static_cast<float>(old) && slope != 0) {
    line.tile(static_cast<float>(old), weight, ui::fixed_text(old, 3), TileShape::rounded, true);
    line.text(ui::tr(Str::moment_stays));
    return;
  }
  line.tile(static_cast<float>(old), weight, ui::fixed_text(old, d), TileShape::rounded);
  std::string rate_words = ui::fixed_text(rate, 3);
  if (std::abs(rate - std::round(rate * 100) / 100) < 1e-6) rate_words = ui::fixed_text(rate, 2);
  line.text("− " + rate_words + " ×");
  line.tile(static_cast<float>(slope), gradient, ui::fixed_text(slope, d), TileShape::rounded);
  line.text("=");
  line.tile(static_cast<float>(fresh), weight, ui::fixed_text(fresh, d), TileShape::rounded, true);
}

void arithmetic(const CardContext& context, const Moment& moment, const ui::Rect& box) {
  const Snapshot& s = *context.snapshot;
  const auto layers = static_cast<int>(s.layers.size());
  const float h = 32;
  const Line line{box.x, box.y + (box.h - h) / 2, h, box.right()};
  if (moment.stage == StepStage::loss) return loss_line(context, line);
  if (moment.stage == StepStage::update) return update_line(context, moment_parameter(s, moment), line);
  const CellRef cell = moment_cell(s, moment);
  if (moment.stage == StepStage::backward) return backward_line(context, cell, line);
  if (cell.layer >= layers) return forward_share(context, cell.index, line);
  const Explanation e = explain(s, cell);
  if (e.terms.empty()) return;
  const LayerKind kind = s.layers[static_cast<std::size_t>(cell.layer)].spec.kind;
  if (kind == LayerKind::dense) return forward_votes(context, e, box);
  if (kind == LayerKind::conv || kind == LayerKind::max_pool || kind == LayerKind::mean_pool)
    return forward_window(context, e, box);
  forward_single(context, e, line);
}

}  // namespace

ui::Rect draw_moment(const CardContext& context, const Moment& moment) {
  const Snapshot& s = *context.snapshot;
  ImDrawList* list = overlay();
  const ui::Rect& box = context.free;
  ui::card_ground(list, box, ui::kRadiusCard);
  const std::string title = moment_title(s, moment);
  if (context.phone) {
    arithmetic(context, moment, box.inset(14, 9));
  } else {
    // The words take a third; a narrow card has room for the arithmetic alone.
    const bool talks = box.w >= 640;
    const float words = talks ? std::clamp(box.w * .36f, 236.0f, 300.0f) : 0;
    const float divider = talks ? box.right() - words - 20 : box.right() - 2;
    const ui::Rect first{box.x + 20, box.y + 12, divider - box.x - 38, 20};
    const ui::TextStyle head = ui::colored(ui::text_width(title, ui::kStrong) <= first.w ? ui::kStrong : ui::kSmall, theme().ink);
    if (ui::text_width(title, head) <= first.w) ui::draw_text(list, first, title, head, ui::Align::start);
    arithmetic(context, moment, {first.x, box.y + 40, first.w, box.h - 54});
    if (talks) {
      ui::hairline(list, {divider, box.y + 18}, {divider, box.bottom() - 18});
      const ui::Rect rest{divider + 20, box.y + 12, words - 12, 20};
      ui::draw_text(list, rest, moment_walk(s, moment), ui::colored(ui::kStrong, theme().ink), ui::Align::start);
      float y = rest.y + 26;
      for (const std::string& sentence : moment_next_words(s, moment)) {
        const ui::TextStyle look = ui::colored(ui::kSmall, theme().ink2);
        if (y + ui::paragraph_height(sentence, look, rest.w) > box.bottom() - 6) break;
        y += ui::draw_paragraph(list, {rest.x, y, rest.w, 40}, sentence, look);
      }
      const std::string hint(ui::tr(Str::moment_hint));
      if (y + 20 < box.bottom() - 4 && ui::text_width(hint, {11, ui::Weight::regular, 0, 16}) <= rest.w)
        ui::draw_text(list, {rest.x, y + 3, rest.w, 16}, hint, ui::colored({11, ui::Weight::regular, 0, 16}, theme().ink3),
                      ui::Align::start);
    }
  }
  ui::Item item;
  item.id = "card";
  item.role = ui::Role::text;
  item.label = title;
  item.value = moment_result(s, moment);
  item.rect = box;
  item.actions = 0;
  item.mirrored = false;
  (void)ui::interact(item);
  return box;
}

}  // namespace rizbin::cards
