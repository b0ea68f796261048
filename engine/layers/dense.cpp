// Fully connected: every value votes.
//   y[o] = Σ_i x[i] · w[o][i] + b[o]
// Shapes: x of any shape, read flat (c h w, w fastest) → y {units, 1, 1}; w [units][inputs]; b [units].
// Lecture: chapters 2 and 3 (the neuron, networks of neurons) and 12 (the votes).
#include "engine/layers/dense.h"

#include <algorithm>

#include "engine/layers/rational.h"
#include "engine/layers/refuse.h"

namespace rizbin {
namespace {

constexpr int kMostUnits = 16384;

Result<Shape> infer(const LayerSpec& spec, Shape /*in*/) {
  if (const Result<void> fits = check_range(spec, "number of outputs", spec.units, 1, kMostUnits); !fits) {
    return std::unexpected(fits.error());
  }
  return Shape{spec.units, 1, 1};
}

int weights(const LayerSpec& spec, Shape in) { return spec.units * in.size(); }

void forward(const LayerForward& io) {
  const std::size_t inputs = io.x.size();
  for (std::size_t o = 0; o < io.y.size(); ++o) {
    const std::span<const float> w = io.weight.subspan(o * inputs, inputs);
    float acc = 0;
    for (std::size_t i = 0; i < inputs; ++i) acc += io.x[i] * w[i];
    if (!io.bias.empty()) acc = acc + io.bias[o];
    io.y[o] = acc;
  }
}

void backward(const LayerBackward& io) {
  const std::size_t inputs = io.x.size();
  std::ranges::fill(io.d_x, 0.0f);
  for (std::size_t o = 0; o < io.y.size(); ++o) {
    const float d = io.d_y[o];
    const std::span<const float> w = io.weight.subspan(o * inputs, inputs);
    if (!io.d_bias.empty()) io.d_bias[o] += d;
    for (std::size_t i = 0; i < io.d_x.size(); ++i) io.d_x[i] += d * w[i];
    if (io.d_weight.empty()) continue;
    const std::span<float> d_w = io.d_weight.subspan(o * inputs, inputs);
    for (std::size_t i = 0; i < inputs; ++i) d_w[i] += d * io.x[i];
  }
}

void terms(const LayerView& view, int out, Explanation& e) {
  const int inputs = view.in.size();
  e.operation = Operation::sum;
  e.window_h = 1;
  e.window_w = 1;
  e.channels = inputs;
  e.terms.reserve(static_cast<std::size_t>(inputs));
  for (int i = 0; i < inputs; ++i) {
    Term term;
    term.cell = {view.layer - 1, i};
    term.param = {view.layer, ParamKind::weight, out * inputs + i};
    term.x = view.x[static_cast<std::size_t>(i)];
    term.factor = view.weight[static_cast<std::size_t>(term.param.index)];
    term.product = term.x * term.factor;
    term.channel = i;
    e.terms.push_back(term);
  }
  e.has_bias = !view.bias.empty();
  if (e.has_bias) e.bias = view.bias[static_cast<std::size_t>(out)];
}

void links(const LayerView& view, int in, std::vector<Link>& links) {
  for (int o = 0; o < view.out.size(); ++o) {
    Link link;
    link.out = o;
    link.weight = o * view.in.size() + in;
    link.factor = view.weight[static_cast<std::size_t>(link.weight)];
    link.channel = in;
    links.push_back(link);
  }
}

void uses(const LayerView& view, int weight, std::vector<Term>& terms) {
  const int o = weight / view.in.size();
  const int in = weight % view.in.size();
  Term term;
  term.cell = {view.layer, o};
  term.input = {view.layer - 1, in};
  term.factor = view.x[static_cast<std::size_t>(in)];
  term.channel = o;
  terms.push_back(term);
}

CellBox field(const LayerSpec& /*spec*/, Shape in, Shape /*out*/, const CellBox& /*box*/) {
  return {.c1 = in.c, .y1 = in.h, .x1 = in.w};
}

std::optional<Rational> exact(const LayerView& view, int out, ExactInputs& inputs) {
  const auto count = static_cast<std::size_t>(view.in.size());
  const std::span<const float> w = view.weight.subspan(static_cast<std::size_t>(out) * count, count);
  for (const float value : w) {
    if (!integer_of(value)) return std::nullopt;
  }
  const std::optional<std::int64_t> bias =
      view.bias.empty() ? std::optional<std::int64_t>(0) : integer_of(view.bias[static_cast<std::size_t>(out)]);
  if (!bias) return std::nullopt;
  Rational total{*bias, 1};
  for (std::size_t i = 0; i < count; ++i) {
    const std::optional<Rational> x = inputs.at(static_cast<int>(i));
    const std::optional<Rational> product = x ? times(*x, *integer_of(w[i])) : std::nullopt;
    const std::optional<Rational> sum = product ? plus(total, *product) : std::nullopt;
    if (!sum) return std::nullopt;
    total = *sum;
  }
  return total;
}

}  // namespace

const LayerType kDenseLayer = {
    .kind = LayerKind::dense,
    .word = "dense",
    .operation = Operation::sum,
    .lanes = false,
    .one_to_one = false,
    .infer = infer,
    .weights = weights,
    .divisor = nullptr,
    .forward = forward,
    .backward = backward,
    .terms = terms,
    .links = links,
    .uses = uses,
    .field = field,
    .exact = exact,
};

}  // namespace rizbin
