// explain(), explain_gradient() and explain_weight_gradient(): the terms come from each layer's row in the table, the arithmetic
// that puts them together stands here. See explain.h; lecture chapters 7 to 14.
#include "engine/layers/explain.h"

#include <memory>

#include "engine/core/check.h"
#include "engine/layers/explain/snapshot_view.h"
#include "engine/layers/layers.h"
#include "engine/layers/rational.h"

namespace rizbin {
namespace {

// Exact values upstream, each worked out once: a vote asks for hundreds of cells that share their patches.
class ExactCells final : public ExactInputs {
 public:
  ExactCells(const Snapshot& snapshot, int layer) : snapshot_(snapshot), layer_(layer) {}

  std::optional<Rational> at(int in) override {
    if (layer_ < 0 || set_by_hand(snapshot_, {layer_, in})) {
      const std::optional<std::int64_t> given = integer_of(values_of(snapshot_, layer_)[static_cast<std::size_t>(in)]);
      return given ? std::optional<Rational>(Rational{*given, 1}) : std::nullopt;
    }
    if (!before_) {
      view_.emplace(view_of(snapshot_, layer_));
      known_.resize(view_->y.size(), Known::no);
      values_.resize(view_->y.size());
      before_ = std::make_unique<ExactCells>(snapshot_, layer_ - 1);
    }
    const auto i = static_cast<std::size_t>(in);
    if (known_[i] == Known::no) {
      const LayerType& type = layer_type(view_->spec.kind);
      const std::optional<Rational> value = type.exact ? type.exact(*view_, in, *before_) : std::nullopt;
      known_[i] = value ? Known::exact : Known::inexact;
      if (value) values_[i] = *value;
    }
    return known_[i] == Known::exact ? std::optional<Rational>(values_[i]) : std::nullopt;
  }

 private:
  enum class Known : std::uint8_t { no, exact, inexact };
  const Snapshot& snapshot_;
  int layer_;
  std::optional<LayerView> view_;
  std::vector<Known> known_;
  std::vector<Rational> values_;
  std::unique_ptr<ExactCells> before_;
};

float sum_of_products(const std::vector<Term>& terms) {
  float sum = 0;
  for (const Term& term : terms) sum += term.product;
  return sum;
}

float answer(const Explanation& e) {
  switch (e.operation) {
    case Operation::given: return e.result;
    case Operation::sum:
    case Operation::mean:
    case Operation::average:
    case Operation::error: {
      float value = e.sum;
      if (e.divisor != 1) value = value / static_cast<float>(e.divisor);
      if (e.has_bias) value = value + e.bias;
      return value;
    }
    case Operation::maximum: return e.terms[static_cast<std::size_t>(e.winner)].x;
    case Operation::gate:
    case Operation::curve:
    case Operation::copy: return e.terms.front().product;
    case Operation::share: return e.terms[static_cast<std::size_t>(e.cell.index)].product / e.sum;
  }
  return 0;
}

Term term_of(const Link& link, int layer, float d) {
  Term term;
  term.cell = {layer, link.out};
  if (link.weight >= 0) term.param = {layer, ParamKind::weight, link.weight};
  term.x = d;
  term.factor = link.factor;
  term.product = link.chosen ? (link.factor == 0.0f ? 0.0f : d) : d * link.factor;
  term.row = link.row;
  term.column = link.column;
  term.channel = link.channel;
  return term;
}

float label_of(const Snapshot& snapshot, int index) { return index == snapshot.label ? 1.0f : 0.0f; }

// dL/dp at the softmax. Cross-entropy: −y ÷ p; squared error: 2(p − y).
float probability_slope(const Snapshot& snapshot, int index) {
  const float p = snapshot.probabilities[static_cast<std::size_t>(index)];
  const float y = label_of(snapshot, index);
  if (snapshot.loss_kind == LossKind::squared_error) return 2.0f * (p - y);
  return y == 0.0f ? 0.0f : -y / p;
}

// At the votes. Cross-entropy and softmax together give p − y; squared error goes through the softmax class by class.
void explain_vote_gradient(const Snapshot& snapshot, CellRef cell, Explanation& e) {
  const int softmax = layer_count(snapshot);
  if (snapshot.loss_kind == LossKind::cross_entropy) {
    e.operation = Operation::error;
    Term p;
    p.cell = {softmax, cell.index};
    p.x = snapshot.probabilities[static_cast<std::size_t>(cell.index)];
    p.product = p.x;
    p.channel = cell.index;
    Term y;
    y.cell = {-2, 0};
    y.x = label_of(snapshot, cell.index);
    y.factor = -1;
    y.product = -y.x;
    y.channel = cell.index;
    e.terms = {p, y};
    return;
  }
  e.operation = Operation::sum;
  const LayerView view = view_of(snapshot, softmax);
  std::vector<Link> links;
  layer_type(LayerKind::softmax).links(view, cell.index, links);
  for (const Link& link : links) e.terms.push_back(term_of(link, softmax, probability_slope(snapshot, link.out)));
}

}  // namespace

Explanation explain(const Snapshot& snapshot, CellRef cell) {
  check_cell(snapshot, cell);
  Explanation e;
  e.cell = cell;
  if (cell.layer < 0 || set_by_hand(snapshot, cell)) {
    e.result = values_of(snapshot, cell.layer)[static_cast<std::size_t>(cell.index)];
  } else {
    const LayerView view = view_of(snapshot, cell.layer);
    layer_type(view.spec.kind).terms(view, cell.index, e);
    e.sum = sum_of_products(e.terms);
    e.result = answer(e);
  }
  if (cell.layer < layer_count(snapshot)) {
    ExactCells exact(snapshot, cell.layer);
    if (const std::optional<Rational> value = exact.at(cell.index)) {
      e.exact = Fraction{static_cast<int>(value->numerator), static_cast<int>(value->denominator)};
    }
  }
  return e;
}

Explanation explain_gradient(const Snapshot& snapshot, CellRef cell) {
  check_cell(snapshot, cell);
  Explanation e;
  e.cell = cell;
  e.window_h = 1;
  e.window_w = 1;
  const int votes = layer_count(snapshot) - 1;
  if (cell.layer > votes) {
    e.result = probability_slope(snapshot, cell.index);
    return e;
  }
  if (cell.layer == votes) {
    explain_vote_gradient(snapshot, cell, e);
  } else {
    const LayerView view = view_of(snapshot, cell.layer + 1);
    const LayerType& type = layer_type(view.spec.kind);
    const std::span<const float> d = gradients_of(snapshot, cell.layer + 1);
    e.operation = type.one_to_one ? type.operation : Operation::sum;
    e.channels = view.out.c;
    std::vector<Link> links;
    links_of(snapshot, cell.layer + 1, cell.index, links);
    // What the hand set is a closed gate, whatever the layer's own operation.
    if (type.one_to_one && !links.empty() && links.front().stopped) e.operation = Operation::gate;
    e.terms.reserve(links.size());
    for (const Link& link : links) {
      e.terms.push_back(term_of(link, cell.layer + 1, d[static_cast<std::size_t>(link.out)]));
      e.tie = e.tie || link.tie;
    }
  }
  e.sum = sum_of_products(e.terms);
  e.result = answer(e);
  return e;
}

Explanation explain_weight_gradient(const Snapshot& snapshot, ParamRef param) {
  CHECK(param.layer >= 0 && param.layer < layer_count(snapshot), "a layer of the snapshot");
  const LayerView view = view_of(snapshot, param.layer);
  const LayerType& type = layer_type(view.spec.kind);
  const std::span<const float> values = param.kind == ParamKind::weight ? view.weight : view.bias;
  CHECK(param.index >= 0 && static_cast<std::size_t>(param.index) < values.size(), "a parameter of its layer");
  const std::span<const float> d = gradients_of(snapshot, param.layer);
  Explanation e;
  e.cell = {-1, 0};
  e.param = param;
  e.operation = Operation::sum;
  e.window_h = view.out.h;
  e.window_w = view.out.w;
  if (param.kind == ParamKind::weight) {
    type.uses(view, param.index, e.terms);
    e.divisor = weight_divisor(view.spec, view.in);
    if (e.divisor != 1) e.operation = Operation::mean;
  } else {
    const int plane = view.out.h * view.out.w;
    for (int i = 0; i < plane; ++i) {
      Term term;
      term.cell = {param.layer, param.index * plane + i};
      term.row = i / view.out.w;
      term.column = i % view.out.w;
      term.channel = param.index;
      e.terms.push_back(term);
    }
  }
  for (Term& term : e.terms) {
    term.x = d[static_cast<std::size_t>(term.cell.index)];
    if (set_by_hand(snapshot, term.cell)) {
      term.factor = 0;
      term.product = 0;
      continue;
    }
    term.product = term.outside ? 0.0f : term.x * term.factor;
  }
  e.sum = sum_of_products(e.terms);
  e.result = answer(e);
  return e;
}

}  // namespace rizbin
