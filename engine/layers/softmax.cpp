// Softmax: votes become shares that are positive and add up to 1.
//   m = max z;  e_i = exp(z_i − m);  s = Σ e;  p_i = e_i ÷ s          d p_k ÷ d z_i = p_k·(δ_ki − p_i)
// Shapes stay; the sum runs over all values. The first largest vote is m (any gives the same).
// Lecture: chapter 12 (the verdict), 13 (error). In a network it is not listed: the loss applies it to the votes.
#include "engine/layers/softmax.h"

#include <algorithm>

#include "engine/core/math.h"

namespace rizbin {
namespace {

Result<Shape> infer(const LayerSpec& /*spec*/, Shape in) { return in; }

void forward(const LayerForward& io) {
  const float largest = *std::ranges::max_element(io.x);
  float sum = 0;
  for (std::size_t i = 0; i < io.y.size(); ++i) {
    io.y[i] = math::exp(io.x[i] - largest);
    sum += io.y[i];
  }
  for (float& y : io.y) y = y / sum;
}

float slope(float p_k, float p_i, bool same) { return p_k * ((same ? 1.0f : 0.0f) - p_i); }

void backward(const LayerBackward& io) {
  for (std::size_t i = 0; i < io.d_x.size(); ++i) {
    float acc = 0;
    for (std::size_t k = 0; k < io.y.size(); ++k) acc += io.d_y[k] * slope(io.y[k], io.y[i], k == i);
    io.d_x[i] = acc;
  }
}

void terms(const LayerView& view, int /*out*/, Explanation& e) {
  const float largest = *std::ranges::max_element(view.x);
  e.operation = Operation::share;
  e.window_h = 1;
  e.window_w = 1;
  e.channels = view.in.size();
  for (int j = 0; j < view.in.size(); ++j) {
    Term term;
    term.cell = {view.layer - 1, j};
    term.x = view.x[static_cast<std::size_t>(j)];
    term.product = math::exp(term.x - largest);
    term.channel = j;
    e.terms.push_back(term);
  }
}

void links(const LayerView& view, int in, std::vector<Link>& links) {
  const float p_i = view.y[static_cast<std::size_t>(in)];
  for (int k = 0; k < view.out.size(); ++k) {
    Link link;
    link.out = k;
    link.factor = slope(view.y[static_cast<std::size_t>(k)], p_i, k == in);
    link.channel = in;
    links.push_back(link);
  }
}

CellBox field(const LayerSpec& /*spec*/, Shape in, Shape /*out*/, const CellBox& /*box*/) {
  return {.c1 = in.c, .y1 = in.h, .x1 = in.w};
}

}  // namespace

const LayerType kSoftmaxLayer = {
    .kind = LayerKind::softmax,
    .word = "softmax",
    .operation = Operation::share,
    .lanes = false,
    .one_to_one = false,
    .infer = infer,
    .weights = nullptr,
    .divisor = nullptr,
    .forward = forward,
    .backward = backward,
    .terms = terms,
    .links = links,
    .uses = nullptr,
    .field = field,
    .exact = nullptr,
};

}  // namespace rizbin
