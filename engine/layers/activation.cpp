// Activations, cell by cell; shapes stay.
//   ReLU     y = x > 0 ? x : 0         slope 1 where x > 0, else 0
//   tanh     y = tanh x                slope 1 − y·y
//   sigmoid  y = 1 ÷ (1 + e^{−x})      slope y·(1 − y)
// Lecture: chapter 10 (below zero becomes zero; ReLU against tanh), chapter 2 (the more active the dendrites, the more the axon).
#include "engine/layers/activation.h"

#include <algorithm>

#include "engine/core/math.h"

namespace rizbin {
namespace {

Result<Shape> infer(const LayerSpec& /*spec*/, Shape in) { return in; }

void relu(const LayerForward& io) {
  for (std::size_t i = 0; i < io.y.size(); ++i) io.y[i] = io.x[i] > 0.0f ? io.x[i] : 0.0f;
}
void tanh(const LayerForward& io) {
  for (std::size_t i = 0; i < io.y.size(); ++i) io.y[i] = math::tanh(io.x[i]);
}
void sigmoid(const LayerForward& io) {
  for (std::size_t i = 0; i < io.y.size(); ++i) io.y[i] = math::sigmoid(io.x[i]);
}

// From the output alone, which is at hand: y > 0 exactly where x > 0.
float slope_relu(float y) { return y > 0.0f ? 1.0f : 0.0f; }
float slope_tanh(float y) { return 1.0f - y * y; }
float slope_sigmoid(float y) { return y * (1.0f - y); }

void d_relu(const LayerBackward& io) {
  for (std::size_t i = 0; i < io.d_x.size(); ++i) io.d_x[i] = io.y[i] > 0.0f ? io.d_y[i] : 0.0f;
}
template <float (*slope)(float)>
void d_curve(const LayerBackward& io) {
  for (std::size_t i = 0; i < io.d_x.size(); ++i) io.d_x[i] = io.d_y[i] * slope(io.y[i]);
}

template <float (*slope)(float), Operation operation>
void terms(const LayerView& view, int out, Explanation& e) {
  const auto i = static_cast<std::size_t>(out);
  Term term;
  term.cell = {view.layer - 1, out};
  term.x = view.x[i];
  term.factor = slope(view.y[i]);
  term.product = view.y[i];
  e.operation = operation;
  e.window_h = 1;
  e.window_w = 1;
  e.terms.push_back(term);
}

template <float (*slope)(float), bool chosen>
void links(const LayerView& view, int in, std::vector<Link>& links) {
  Link link;
  link.out = in;
  link.factor = slope(view.y[static_cast<std::size_t>(in)]);
  link.chosen = chosen;
  links.push_back(link);
}

CellBox field(const LayerSpec& /*spec*/, Shape /*in*/, Shape /*out*/, const CellBox& box) { return box; }

std::optional<Rational> exact_relu(const LayerView& /*view*/, int out, ExactInputs& inputs) {
  std::optional<Rational> x = inputs.at(out);
  if (x) x->numerator = std::max<std::int64_t>(0, x->numerator);
  return x;
}

constexpr LayerType row(LayerKind kind, std::string_view word, Operation operation, decltype(LayerType::forward) forward,
                        decltype(LayerType::backward) backward, decltype(LayerType::terms) terms, decltype(LayerType::links) links,
                        decltype(LayerType::exact) exact) {
  return {.kind = kind,
          .word = word,
          .operation = operation,
          .lanes = false,
          .one_to_one = true,
          .infer = infer,
          .weights = nullptr,
          .divisor = nullptr,
          .forward = forward,
          .backward = backward,
          .terms = terms,
          .links = links,
          .uses = nullptr,
          .field = field,
          .exact = exact};
}

}  // namespace

const LayerType kReluLayer = row(LayerKind::relu, "relu", Operation::gate, relu, d_relu, terms<slope_relu, Operation::gate>,
                                 links<slope_relu, true>, exact_relu);
const LayerType kTanhLayer = row(LayerKind::tanh, "tanh", Operation::curve, tanh, d_curve<slope_tanh>,
                                 terms<slope_tanh, Operation::curve>, links<slope_tanh, false>, nullptr);
const LayerType kSigmoidLayer = row(LayerKind::sigmoid, "sigmoid", Operation::curve, sigmoid, d_curve<slope_sigmoid>,
                                    terms<slope_sigmoid, Operation::curve>, links<slope_sigmoid, false>, nullptr);

}  // namespace rizbin
