// The small card: one line of working in the gutter under the focused row (network_en_light; tablet_en_light).
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/cards/fate.h"
#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/pieces.h"
#include "web/canvas/cards/wording.h"
#include "web/canvas/cards/working.h"
#include "web/canvas/changes.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

constexpr float kPadding = 14, kTitleHeight = 30, kMatrix = 44, kHeight = 86;

// Lays pieces from left to right; with list == nullptr it only measures, so that the card is as wide as what it holds.
struct Flow {
  ImDrawList* list = nullptr;
  float x = 0;
  float middle = 0;

  void space(float width) { x += width; }
  void text(const std::string& text, const ui::TextStyle& look) {
    const float width = ui::text_width(text, look);
    if (list != nullptr) { ui::draw_text(list, {x, middle - look.line / 2, width + 1, look.line}, text, look, ui::Align::left); }
    x += width;
  }
  void matrix(const Matrix& matrix, const Look& look, int ringed = -1) {
    const float cell = kMatrix / static_cast<float>(std::max(matrix.rows, matrix.columns));
    const auto w = static_cast<float>(matrix.columns) * cell, h = static_cast<float>(matrix.rows) * cell;
    if (list != nullptr) draw_matrix(list, {x, middle - h / 2}, cell, matrix, look, ringed);
    x += w;
  }
  void op(const char* sign) {
    x += 17;
    if (list != nullptr) draw_operator(list, {x, middle}, sign, 13);
    x += 17;
  }
  void tile(float value, const Look& look, const std::string& text, TileShape shape) {
    const ui::Rect box{x, middle - 16, 46, 32};
    if (list != nullptr) draw_tile(list, box, value, look, text, shape, 12.5f);
    x += box.w;
  }
};

ui::TextStyle working_style() { return style(14, ui::Weight::regular, ui::frame().theme->ink2); }
ui::TextStyle result_style() { return style(17, ui::Weight::bold, ui::frame().theme->ink); }

void result(Flow& flow, const std::string& text) {
  flow.space(8);
  flow.text(text, result_style());
}

void convolution(Flow& flow, const CardContext& context, const Explanation& e) {
  const int channel = strongest_channel(e);
  const Matrix products = window_of(e, channel, Part::product);
  float range = 1e-6f;
  for (const float v : products.values) range = std::max(range, std::abs(v));
  flow.matrix(window_of(e, channel, Part::x), look_of(context, e.cell.layer - 1));
  flow.op("×");
  flow.matrix(window_of(e, channel, Part::factor), weight_look(context, e.cell.layer));
  flow.op("=");
  flow.matrix(products, {ui::ColorMap::activation, range, Digits::weight, false});
  const Working work = work_out(e);
  flow.space(15);
  flow.text(work.left, working_style());
  result(flow, work.result);
}

void pooling(Flow& flow, const CardContext& context, const Explanation& e) {
  const Matrix window = window_of(e, 0, Part::x);
  const bool maximum = e.operation == Operation::maximum;
  flow.matrix(window, look_of(context, e.cell.layer - 1),
              maximum && e.winner >= 0 ? e.terms[static_cast<std::size_t>(e.winner)].row * window.columns +
                                             e.terms[static_cast<std::size_t>(e.winner)].column
                                       : -1);
  flow.space(14);
  flow.text(maximum ? ui::fmt(Str::card_largest_of, {{"n", ui::number(static_cast<long long>(e.terms.size()))}}) + " ="
                    : work_out(e).left,
            working_style());
  result(flow, ui::value_text(e.result));
}

void activation(Flow& flow, const CardContext& context, const Explanation& e, LayerKind kind) {
  const float x = e.terms.empty() ? 0 : e.terms.front().x;
  const Look look = look_of(context, e.cell.layer - 1);
  flow.tile(x, look, ui::value_text(x), TileShape::square);
  flow.space(14);
  const std::string inside = ui::value_text(x);
  flow.text(kind == LayerKind::relu   ? "max(" + ui::number(0) + ", " + inside + ") ="
            : kind == LayerKind::tanh ? "tanh(" + inside + ") ="
                                      : "sigmoid(" + inside + ") =",
            working_style());
  result(flow, ui::value_text(e.result));
}

void votes(Flow& flow, const CardContext& context, const Explanation& e) {
  const float width = std::min(196.0f, static_cast<float>(e.terms.size()) * 15.0f);
  if (flow.list != nullptr) draw_terms(flow.list, {flow.x, flow.middle - 22}, width, 12.6f, context, e);
  flow.space(width + 14);
  const Working work = work_out(e);
  flow.text(work.left, working_style());
  result(flow, ui::value_text(e.result));
}

// A value that votes: times its weight for each class.
void vote_value(Flow& flow, const CardContext& context, const Snapshot& snapshot, CellRef cell) {
  const auto dense = static_cast<std::size_t>(cell.layer + 1);
  const float value = snapshot.layers[static_cast<std::size_t>(cell.layer)].value[static_cast<std::size_t>(cell.index)];
  flow.tile(value, look_of(context, cell.layer), ui::value_text(value), TileShape::pill);
  if (dense >= snapshot.layers.size() || snapshot.layers[dense].spec.kind != LayerKind::dense) return;
  const LayerState& layer = snapshot.layers[dense];
  const int inputs = layer.in.size();
  for (int k = 0; k < std::min(2, layer.out.size()); ++k) {
    const float w = layer.weight[static_cast<std::size_t>(k * inputs + cell.index)];
    if (k == 0) {
      flow.op("×");
    } else {
      flow.space(16);
    }
    flow.tile(w, weight_look(context, cell.layer + 1), ui::fixed_text(w, 2), TileShape::rounded);
    flow.space(7);
    const std::string name = k < static_cast<int>(snapshot.classes.size()) ? snapshot.classes[static_cast<std::size_t>(k)] : "";
    flow.text("= " + ui::fixed_text(w * value, 2) + " " + name, working_style());
  }
}

void body(Flow& flow, const CardContext& context) {
  const Snapshot& snapshot = *context.snapshot;
  if (context.focus.kind == FocusKind::parameter) {
    const ParamRef p = context.focus.param;
    const LayerState& layer = snapshot.layers[static_cast<std::size_t>(p.layer)];
    const bool bias = p.kind == ParamKind::bias;
    const float value = bias ? layer.bias[static_cast<std::size_t>(p.index)] : layer.weight[static_cast<std::size_t>(p.index)];
    flow.tile(value, weight_look(context, p.layer), ui::weight_text(value), TileShape::rounded);
    flow.space(14);
    flow.text(layer.spec.kind == LayerKind::conv
                  ? ui::fmt(Str::card_used_at, {{"n", ui::number(static_cast<long long>(layer.out.h) * layer.out.w)}})
                  : std::string(ui::tr(bias ? Str::card_added_once : Str::card_used_once)),
              working_style());
    return;
  }
  const Explanation* e = context.value;
  if (e == nullptr) return;
  if (e->cell.layer < 0) {
    flow.tile(e->result, look_of(context, -1), ui::pixel_text(e->result), TileShape::square);
    flow.space(14);
    flow.text(ui::fmt(e->result > 0 ? Str::card_ink : Str::card_paper, {{"value", ui::pixel_text(e->result)}}), working_style());
    return;
  }
  const LayerKind kind = snapshot.layers[static_cast<std::size_t>(e->cell.layer)].spec.kind;
  switch (kind) {
    case LayerKind::conv: convolution(flow, context, *e); break;
    case LayerKind::relu:
    case LayerKind::tanh:
    case LayerKind::sigmoid: activation(flow, context, *e, kind); break;
    case LayerKind::max_pool:
    case LayerKind::mean_pool: pooling(flow, context, *e); break;
    case LayerKind::flatten: vote_value(flow, context, snapshot, e->cell); break;
    case LayerKind::dense:
    case LayerKind::softmax: votes(flow, context, *e); break;
  }
}

std::string title_of(const CardContext& context) {
  if (context.focus.kind == FocusKind::parameter) return parameter_title(*context.snapshot, context.focus.param);
  const Explanation* e = context.value;
  return e == nullptr ? std::string() : cell_title(*context.snapshot, e->cell);
}

// The words at the end of the title: how it is made, a tie, the share.
std::string remark_of(const CardContext& context) {
  const Explanation* e = context.value;
  const Snapshot& snapshot = *context.snapshot;
  if (context.focus.kind == FocusKind::parameter && context.since_edit != nullptr &&
      context.since_edit->layers.size() == snapshot.layers.size() &&
      context.since_edit->layers[static_cast<std::size_t>(context.focus.param.layer)].changed_weights > 0) {
    const Count count = changed_values(snapshot, *context.since_edit);
    return ui::fmt(Str::change_values, {{"n", ui::number(count.changed)}, {"total", ui::number(count.total)}});
  }
  if (e == nullptr || context.focus.kind == FocusKind::parameter) return {};
  if (e->operation == Operation::maximum && e->tie) return std::string(ui::tr(Str::card_tie));
  if (e->operation == Operation::gate) { return std::string(ui::tr(e->result > 0 ? Str::card_fate_stays : Str::card_fate_closed)); }
  if (e->operation == Operation::mean && e->has_bias) return std::string(ui::tr(Str::card_mean_then_bias));
  if (e->channels > 1 && e->operation != Operation::maximum && e->cell.layer >= 0 &&
      snapshot.layers[static_cast<std::size_t>(e->cell.layer)].spec.kind == LayerKind::conv) {
    return ui::fmt(Str::card_channel_of, {{"n", ui::number(strongest_channel(*e) + 1)}, {"total", ui::number(e->channels)}});
  }
  if (e->cell.layer + 1 == static_cast<int>(snapshot.layers.size())) {
    return "softmax " + ui::percent_text(snapshot.probabilities[static_cast<std::size_t>(e->cell.index)]);
  }
  return {};
}

}  // namespace

ui::Rect draw_small(const CardContext& context) {
  const std::string title = title_of(context);
  if (title.empty()) return {};
  Flow measure;
  body(measure, context);
  const ui::Theme& theme = *ui::frame().theme;
  const ui::TextStyle title_style = style(12.5f, ui::Weight::semibold, theme.ink);
  const ui::TextStyle remark_style = style(12, ui::Weight::regular, theme.ink2);
  const std::string remark = remark_of(context);
  const float words = ui::text_width(title, title_style) + (remark.empty() ? 0 : 24 + ui::text_width(remark, remark_style));
  const float width = std::min(context.free.w, std::max(measure.x, words) + 2 * kPadding);
  const float height = std::min(kHeight, context.free.h);
  ui::Rect box{context.focus_rect.center().x - 28, context.free.y + std::max(0.0f, std::min(10.0f, (context.free.h - height) / 2)),
               width, height};
  box.x = std::clamp(box.x, context.free.x, std::max(context.free.x, context.free.right() - width));

  ImDrawList* list = ui::frame().overlay;
  ui::card_ground(list, box, ui::kRadiusSmallCard);
  const ui::Rect head{box.x + kPadding, box.y + 7, box.w - 2 * kPadding, 18};
  ui::draw_text(list, head, title, title_style, ui::Align::start);
  if (!remark.empty()) ui::draw_text(list, head, remark, remark_style, ui::Align::end);
  Flow flow{list, box.x + kPadding, box.y + kTitleHeight + 24};
  // Formulas run left to right, but stand at the start edge like the title.
  if (ui::locale().rtl()) flow.x = box.right() - kPadding - measure.x;
  body(flow, context);
  return box;
}

}  // namespace rizbin::cards
