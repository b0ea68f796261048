// The backward pass against the loss itself: every cell, pixel, weight and bias of random networks is nudged up and down in double
// precision, for every row of the layer table and both losses.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/layers/layers.h"
#include "tests/property/random_network.h"

namespace rizbin {
namespace {

using property::loss_in_double;
using property::Nudge;
using property::RandomCase;

constexpr double kNudge = 1e-6;
constexpr int kNetworksPerKind = 12;

double slope(const RandomCase& random, LossKind loss, Nudge nudge) {
  nudge.by = kNudge;
  const double up = loss_in_double(random, loss, nudge);
  nudge.by = -kNudge;
  const double down = loss_in_double(random, loss, nudge);
  return (up - down) / (2 * kNudge);
}

// Float gradients are sums of a few hundred rounded terms: 24 bits less a few, measured against the largest of their array.
void check_array(const RandomCase& random, LossKind loss, std::span<const float> computed, const Nudge& start, const char* what) {
  double largest = 0;
  for (const float d : computed) largest = std::max(largest, std::abs(static_cast<double>(d)));
  const double allowed = 4e-6 * largest + 2e-8;
  for (std::size_t i = 0; i < computed.size(); ++i) {
    Nudge nudge = start;
    nudge.cell.index = static_cast<int>(i);
    nudge.param.index = static_cast<int>(i);
    const double want = slope(random, loss, nudge);
    if (std::abs(static_cast<double>(computed[i]) - want) <= allowed) continue;
    CAPTURE(what);
    CAPTURE(i);
    CAPTURE(computed[i]);
    CAPTURE(want);
    FAIL_CHECK("the gradient is not the slope of the loss");
    return;
  }
}

TEST_CASE("gradient check: every layer of the table, every number, both losses") {
  std::set<LayerKind> seen;
  for (const LayerType* type : layer_types()) {
    for (int n = 0; n < kNetworksPerKind; ++n) {
      const auto seed = static_cast<std::uint64_t>(n);
      const RandomCase random =
          n % 3 == 2 ? property::random_case_by_hand(seed, type->kind) : property::random_case(seed, type->kind);
      const LossKind loss = n % 2 == 0 ? LossKind::cross_entropy : LossKind::squared_error;
      const Snapshot snapshot = property::run(random, loss);
      CAPTURE(type->word);
      CAPTURE(n);
      CHECK(snapshot.loss == doctest::Approx(loss_in_double(random, loss, {})).epsilon(1e-5));
      check_array(random, loss, snapshot.d_picture, {.cell = {-1, 0}}, "pixels");
      for (int layer = 0; layer < random.network.layer_count(); ++layer) {
        const LayerState& state = snapshot.layers[static_cast<std::size_t>(layer)];
        CAPTURE(state.spec.id);
        CAPTURE(static_cast<int>(state.spec.kind));
        seen.insert(state.spec.kind);
        check_array(random, loss, state.d_value, {.cell = {layer, 0}}, "cells");
        check_array(random, loss, state.d_weight, {.param = {layer, ParamKind::weight, 0}}, "weights");
        check_array(random, loss, state.d_bias, {.param = {layer, ParamKind::bias, 0}}, "biases");
      }
    }
  }
  seen.insert(LayerKind::softmax);  // in the loss of each
  CHECK(seen.size() == layer_types().size());
}

// Softmax as a row of the table, outside the loss: L = Σ r_i · p_i.
TEST_CASE("gradient check: softmax's own backward") {
  const LayerType& type = layer_type(LayerKind::softmax);
  const LayerSpec spec{.kind = LayerKind::softmax, .id = "softmax"};
  Rng rng(7);
  for (int classes = 1; classes <= 10; ++classes) {
    const Shape shape{classes, 1, 1};
    const auto count = static_cast<std::size_t>(classes);
    std::vector<float> z(count), p(count), r(count), d_z(count);
    for (float& v : z) v = rng.uniform(-3, 3);
    for (float& v : r) v = rng.uniform(-1, 1);
    type.forward({.spec = spec, .in = shape, .out = shape, .x = z, .weight = {}, .bias = {}, .y = p, .winner = {}, .tie = {}});
    type.backward({.spec = spec,
                   .in = shape,
                   .out = shape,
                   .x = z,
                   .y = p,
                   .weight = {},
                   .winner = {},
                   .d_y = r,
                   .d_x = d_z,
                   .d_weight = {},
                   .d_bias = {}});
    const auto total = [&](std::size_t moved, double by) {
      double sum = 0;
      double value = 0;
      for (std::size_t k = 0; k < count; ++k) sum += std::exp(z[k] + (k == moved ? by : 0));
      for (std::size_t k = 0; k < count; ++k) value += r[k] * std::exp(z[k] + (k == moved ? by : 0)) / sum;
      return value;
    };
    float all = 0;
    for (std::size_t i = 0; i < count; ++i) {
      CHECK(std::abs(d_z[i] - (total(i, 1e-6) - total(i, -1e-6)) / 2e-6) < 1e-6);
      all += p[i];
    }
    CHECK(all == doctest::Approx(1.0f).epsilon(1e-6));
  }
}

}  // namespace
}  // namespace rizbin
