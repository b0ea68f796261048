// explain() equals the number it explains, bit for bit, for values, gradients and weights' gradients of random networks: the stated
// arithmetic is done again here from the terms alone, and the terms are held against the snapshot they point into.
#include <doctest/doctest.h>

#include <bit>
#include <cmath>

#include "engine/core/math.h"
#include "engine/layers/explain.h"
#include "engine/layers/explain/snapshot_view.h"
#include "engine/layers/layers.h"
#include "tests/property/random_network.h"

namespace rizbin {
namespace {

bool same_bits(float a, float b) { return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b); }

// What a reader of the card would do, from what the card shows.
float recompute(const Explanation& e, bool tanh_curve) {
  float sum = 0;
  switch (e.operation) {
    case Operation::given: return e.result;
    case Operation::sum:
    case Operation::mean:
    case Operation::average:
    case Operation::error:
      for (const Term& term : e.terms) sum = sum + term.product;
      if (e.operation == Operation::mean || e.operation == Operation::average) sum = sum / static_cast<float>(e.divisor);
      return e.has_bias ? sum + e.bias : sum;
    case Operation::maximum: {
      std::size_t best = 0;
      for (std::size_t i = 1; i < e.terms.size(); ++i) {
        if (e.terms[i].x > e.terms[best].x) best = i;
      }
      return static_cast<int>(best) == e.winner ? e.terms[best].x : std::nanf("");
    }
    case Operation::gate: return e.terms[0].x > 0 ? e.terms[0].x : 0.0f;
    case Operation::curve: return tanh_curve ? math::tanh(e.terms[0].x) : math::sigmoid(e.terms[0].x);
    case Operation::copy: return e.terms[0].x;
    case Operation::share: {
      float largest = e.terms[0].x;
      for (const Term& term : e.terms) largest = std::max(largest, term.x);
      for (const Term& term : e.terms) sum = sum + math::exp(term.x - largest);
      return math::exp(e.terms[static_cast<std::size_t>(e.cell.index)].x - largest) / sum;
    }
  }
  return std::nanf("");
}

// Of a gradient the gate and the curve are factors, not functions.
float recompute_gradient(const Explanation& e) {
  if (e.operation == Operation::given) return e.result;
  if (e.operation == Operation::gate) return e.terms[0].factor == 0.0f ? 0.0f : e.terms[0].x;
  if (e.operation == Operation::curve) return e.terms[0].x * e.terms[0].factor;
  return recompute(e, false);
}

float value_at(const Snapshot& s, CellRef cell) { return values_of(s, cell.layer)[static_cast<std::size_t>(cell.index)]; }

template <class Visit>
void for_random_snapshots(Visit visit) {
  for (const LayerType* type : layer_types()) {
    for (std::uint64_t n = 0; n < 12; ++n) {
      const LossKind loss = n % 2 == 0 ? LossKind::cross_entropy : LossKind::squared_error;
      CAPTURE(type->word);
      CAPTURE(n);
      const property::RandomCase random =
          n % 3 == 2 ? property::random_case_by_hand(1000 + n, type->kind) : property::random_case(1000 + n, type->kind);
      const Snapshot snapshot = property::run(random, loss);
      visit(snapshot);
    }
  }
}

TEST_CASE("explain: every value is the sum of its terms, bit for bit; one set by hand is given") {
  int by_hand = 0;
  for_random_snapshots([&by_hand](const Snapshot& s) {
    int wrong = 0;
    for (int layer = -1; layer <= layer_count(s); ++layer) {
      const int count = static_cast<int>(values_of(s, layer).size());
      const bool tanh_curve =
          layer >= 0 && layer < layer_count(s) && s.layers[static_cast<std::size_t>(layer)].spec.kind == LayerKind::tanh;
      for (int i = 0; i < count; ++i) {
        const Explanation e = explain(s, {layer, i});
        const float value = value_at(s, {layer, i});
        wrong += same_bits(e.result, value) && same_bits(recompute(e, tanh_curve), value) ? 0 : 1;
        if (set_by_hand(s, {layer, i})) {
          wrong += e.operation == Operation::given && e.terms.empty() ? 0 : 1;
          ++by_hand;
        }
        for (const Term& term : e.terms) {
          if (term.outside) {
            wrong += term.x == 0.0f && term.product == 0.0f ? 0 : 1;
            continue;
          }
          wrong += term.cell.layer == layer - 1 && same_bits(term.x, value_at(s, term.cell)) ? 0 : 1;
          if (term.param.layer < 0) continue;
          wrong +=
              term.param.layer == layer &&
                      same_bits(term.factor,
                                s.layers[static_cast<std::size_t>(layer)].weight[static_cast<std::size_t>(term.param.index)]) &&
                      same_bits(term.product, term.x * term.factor)
                  ? 0
                  : 1;
        }
      }
    }
    CHECK(wrong == 0);
  });
  CHECK(by_hand > 50);
}

TEST_CASE("explain_gradient: every gradient is the sum of its terms, bit for bit; nothing comes through what is set by hand") {
  int by_hand = 0;
  for_random_snapshots([&by_hand](const Snapshot& s) {
    int wrong = 0;
    for (int layer = -1; layer < layer_count(s); ++layer) {
      const std::span<const float> d = gradients_of(s, layer);
      for (std::size_t i = 0; i < d.size(); ++i) {
        const Explanation e = explain_gradient(s, {layer, static_cast<int>(i)});
        wrong += same_bits(e.result, d[i]) && same_bits(recompute_gradient(e), d[i]) ? 0 : 1;
        if (layer == layer_count(s) - 1) continue;
        for (const Term& term : e.terms) {
          wrong += term.cell.layer == layer + 1 &&
                           same_bits(term.x, gradients_of(s, layer + 1)[static_cast<std::size_t>(term.cell.index)])
                       ? 0
                       : 1;
          wrong += term.product == term.x * term.factor ? 0 : 1;
          if (set_by_hand(s, term.cell)) {
            wrong += term.factor == 0.0f && same_bits(term.product, 0.0f) ? 0 : 1;
            ++by_hand;
            continue;
          }
          if (term.param.layer >= 0) {
            const LayerState& next = s.layers[static_cast<std::size_t>(layer + 1)];
            float w = next.weight[static_cast<std::size_t>(term.param.index)];
            if (const int n = weight_divisor(next.spec, next.in); n != 1) w = w / static_cast<float>(n);
            wrong += same_bits(term.factor, w) ? 0 : 1;
          }
        }
      }
    }
    CHECK(wrong == 0);
  });
  CHECK(by_hand > 50);
}

TEST_CASE("explain_weight_gradient: every weight's and bias's gradient is the sum over its places, bit for bit") {
  for_random_snapshots([](const Snapshot& s) {
    int wrong = 0;
    for (int layer = 0; layer < layer_count(s); ++layer) {
      const LayerState& state = s.layers[static_cast<std::size_t>(layer)];
      for (const ParamKind kind : {ParamKind::weight, ParamKind::bias}) {
        const std::vector<float>& d = kind == ParamKind::weight ? state.d_weight : state.d_bias;
        for (std::size_t i = 0; i < d.size(); ++i) {
          const Explanation e = explain_weight_gradient(s, {layer, kind, static_cast<int>(i)});
          wrong += same_bits(e.result, d[i]) && same_bits(recompute_gradient(e), d[i]) ? 0 : 1;
          for (const Term& term : e.terms) {
            wrong += same_bits(term.x, state.d_value[static_cast<std::size_t>(term.cell.index)]) ? 0 : 1;
            if (set_by_hand(s, term.cell)) {
              wrong += term.factor == 0.0f && same_bits(term.product, 0.0f) ? 0 : 1;
              continue;
            }
            if (term.input.layer >= -1) wrong += same_bits(term.factor, value_at(s, term.input)) ? 0 : 1;
            wrong += term.product == term.x * term.factor ? 0 : 1;
          }
        }
      }
    }
    CHECK(wrong == 0);
  });
}

TEST_CASE("explain: the gradient at a vote is p − y") {
  const Snapshot s = property::run(property::random_case(5, LayerKind::conv), LossKind::cross_entropy);
  const int votes = layer_count(s) - 1;
  for (int k = 0; k < static_cast<int>(s.probabilities.size()); ++k) {
    const Explanation e = explain_gradient(s, {votes, k});
    CHECK(e.operation == Operation::error);
    REQUIRE(e.terms.size() == 2);
    CHECK(e.terms[0].cell == CellRef{votes + 1, k});
    CHECK(e.terms[0].x == s.probabilities[static_cast<std::size_t>(k)]);
    CHECK(e.terms[1].x == (k == s.label ? 1.0f : 0.0f));
  }
}

TEST_CASE("explain: learned weights have no exact fraction, integers do") {
  Result<Network> network = Network::build({1, 3, 3}, {{.kind = LayerKind::conv, .id = "conv1", .units = 1},
                                                       {.kind = LayerKind::relu, .id = "relu1"},
                                                       {.kind = LayerKind::dense, .id = "votes", .units = 2, .bias = false}});
  REQUIRE(network.has_value());
  for (float& w : network->weight(0)) w = 2;
  network->bias(0)[0] = -3;
  network->weight(2)[0] = 1;
  network->weight(2)[1] = 0.1f;
  const std::vector<float> picture(9, 1.0f);
  Snapshot s;
  forward_one(*network, picture, s);
  const Explanation sum = explain(s, {0, 0});
  REQUIRE(sum.exact.has_value());
  CHECK(sum.exact->numerator == 15);
  CHECK(sum.exact->denominator == 1);
  CHECK(explain(s, {1, 0}).exact.has_value());
  CHECK(explain(s, {2, 0}).exact.has_value());
  CHECK_FALSE(explain(s, {2, 1}).exact.has_value());
  REQUIRE(network->set_conv_mode(0, true, false).has_value());
  forward_one(*network, picture, s);
  const Explanation mean = explain(s, {0, 0});
  REQUIRE(mean.exact.has_value());
  CHECK(mean.exact->numerator == 18);
  CHECK(mean.exact->denominator == 9);
  CHECK(mean.result == 2.0f);
}

}  // namespace
}  // namespace rizbin
