// The lecture's machine gives the lecture's tables: the exact fraction and the float nearest to it, without a tolerance.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "engine/layers/explain.h"
#include "engine/train/loss.h"
#include "tests/engine/golden.h"
#include "tests/engine/lecture_network.h"

namespace rizbin {
namespace {

Snapshot seen(const Network& network, const std::vector<float>& picture) {
  Snapshot snapshot;
  forward_one(network, picture, snapshot);
  return snapshot;
}

// One map of one layer against a table of k/9.
void check_map(const Snapshot& snapshot, int layer, int map, const std::string& table_name) {
  const std::vector<golden::Number> table = golden::table(table_name);
  const LayerState& state = snapshot.layers[static_cast<std::size_t>(layer)];
  const int plane = state.out.h * state.out.w;
  REQUIRE(static_cast<int>(table.size()) == plane);
  for (int i = 0; i < plane; ++i) {
    CAPTURE(table_name);
    CAPTURE(i);
    const int cell = map * plane + i;
    const golden::Number want = table[static_cast<std::size_t>(i)];
    CHECK(state.value[static_cast<std::size_t>(cell)] == static_cast<float>(want.numerator) / 9.0f);
    const Explanation e = explain(snapshot, {layer, cell});
    REQUIRE(e.exact.has_value());
    CHECK(e.exact->numerator == want.numerator);
    CHECK(e.exact->denominator == 9);
    CHECK(e.result == want.value());
  }
}

TEST_CASE("golden: the three features on the X give exactly k/9") {
  const Snapshot snapshot = seen(lecture_network({}), golden::values("x_9x9"));
  CHECK(snapshot.layers[0].out == Shape{3, 7, 7});
  for (int map = 0; map < 3; ++map) check_map(snapshot, 0, map, std::string("conv_") + kFeatureNames[map]);
}

TEST_CASE("golden: ReLU of the filtered X") {
  const Snapshot snapshot = seen(lecture_network({relu_spec("relu1")}), golden::values("x_9x9"));
  for (int map = 0; map < 3; ++map) check_map(snapshot, 1, map, std::string("relu_") + kFeatureNames[map]);
}

TEST_CASE("golden: pooling of the filtered X, before ReLU and after, is the same") {
  const std::vector<float> x = golden::values("x_9x9");
  const Snapshot first = seen(lecture_network({pool_spec("pool1"), relu_spec("relu1")}), x);
  const Snapshot last = seen(lecture_network({relu_spec("relu1"), pool_spec("pool1")}), x);
  CHECK(first.layers[1].out == Shape{3, 4, 4});
  for (int map = 0; map < 3; ++map) {
    const std::string table = std::string("pool_") + kFeatureNames[map];
    check_map(first, 1, map, table);
    check_map(first, 2, map, table);
    check_map(last, 2, map, table);
  }
  CHECK(first.layers[2].value == last.layers[2].value);
}

TEST_CASE("golden: two poolings leave the twelve values that vote") {
  const Snapshot snapshot =
      seen(lecture_network({relu_spec("relu1"), pool_spec("pool1"), pool_spec("pool2")}), golden::values("x_9x9"));
  CHECK(snapshot.layers[3].out == Shape{3, 2, 2});
  constexpr int kNinths[12] = {9, 5, 5, 9, 9, 5, 5, 5, 5, 9, 9, 5};
  for (int i = 0; i < 12; ++i) {
    CAPTURE(i);
    for (const int layer : {3, 4}) {  // as maps, and as the flat list
      const Explanation e = explain(snapshot, {layer, i});
      REQUIRE(e.exact.has_value());
      CHECK(e.exact->numerator == kNinths[i]);
      CHECK(e.exact->denominator == 9);
      CHECK(e.result == static_cast<float>(kNinths[i]) / 9.0f);
    }
    // 0.55 on the slide is 5/9, cut and not rounded.
    CHECK(std::floor(snapshot.layers[3].value[static_cast<std::size_t>(i)] * 100.0f) == (kNinths[i] == 9 ? 100.0f : 55.0f));
  }
}

TEST_CASE("golden: the new picture's twelve values vote X .912, O .523") {
  // The slide's votes: X listens with 1/5 to the five values where an X is strong, O with 1/7 to the other seven.
  Result<Network> network = Network::build({12, 1, 1}, {votes_spec(2)});
  REQUIRE(network.has_value());
  constexpr bool kForX[12] = {true, false, false, true, true, false, false, false, false, true, true, false};
  for (std::size_t i = 0; i < 12; ++i) network->weight(0)[kForX[i] ? i : 12 + i] = 1.0f / (kForX[i] ? 5.0f : 7.0f);
  int zero = 0;
  for (const float w : network->weight(0)) zero += w == 0.0f ? 1 : 0;
  CHECK(zero == 12);

  const std::vector<golden::Number> table = golden::table("votes_new_picture");
  int hundredths[2] = {0, 0};
  for (std::size_t i = 0; i < 12; ++i) hundredths[kForX[i] ? 0 : 1] += table[i].numerator * (100 / table[i].denominator);
  CHECK(hundredths[0] == 456);
  CHECK(hundredths[1] == 366);

  const Snapshot snapshot = seen(*network, golden::values("votes_new_picture"));
  CHECK(snapshot.layers[0].value[0] == doctest::Approx(4.56 / 5).epsilon(1e-6));
  CHECK(snapshot.layers[0].value[1] == doctest::Approx(3.66 / 7).epsilon(1e-6));
  CHECK(snapshot.verdict == 0);
}

TEST_CASE("golden: the X itself votes 1.00 against 5/9, and softmax makes that 60.9 % to 39.1 %") {
  Network network = lecture_network({relu_spec("relu1"), pool_spec("pool1"), pool_spec("pool2")});
  constexpr bool kForX[12] = {true, false, false, true, true, false, false, false, false, true, true, false};
  for (std::size_t i = 0; i < 12; ++i) network.weight(5)[kForX[i] ? i : 12 + i] = 1.0f / (kForX[i] ? 5.0f : 7.0f);
  Snapshot snapshot = seen(network, golden::values("x_9x9"));
  CHECK(snapshot.layers[5].value[0] == doctest::Approx(1.0).epsilon(1e-6));
  CHECK(snapshot.layers[5].value[1] == doctest::Approx(5.0 / 9).epsilon(1e-6));
  CHECK(std::round(snapshot.probabilities[0] * 1000) == 609);
  CHECK(std::round(snapshot.probabilities[1] * 1000) == 391);
  backward_one(network, 0, LossKind::cross_entropy, snapshot);
  CHECK(std::round(snapshot.layers[5].d_value[0] * 1000) == -391);
  CHECK(std::round(snapshot.layers[5].d_value[1] * 1000) == 391);
}

TEST_CASE("golden: the middle of the X under the diagonal is 5/9, every product shown") {
  const Snapshot snapshot = seen(lecture_network({}), golden::values("x_9x9"));
  const Explanation e = explain(snapshot, {0, 3 * 7 + 3});
  CHECK(e.operation == Operation::mean);
  CHECK(e.terms.size() == 9);
  CHECK(e.sum == 5);
  CHECK(e.divisor == 9);
  CHECK_FALSE(e.has_bias);
  int ones = 0;
  for (const Term& term : e.terms) ones += term.product == 1.0f ? 1 : 0;
  CHECK(ones == 7);
}

TEST_CASE("golden: the tilted X differs from the X in 16 pixels") {
  const std::vector<float> x = golden::values("x_9x9");
  const std::vector<float> tilted = golden::values("x_tilted_9x9");
  int different = 0;
  for (std::size_t i = 0; i < 81; ++i) different += x[i] != tilted[i] ? 1 : 0;
  CHECK(different == 16);
}

TEST_CASE("golden: a maximum that two cells share goes to the first in reading order, and says so") {
  const Snapshot snapshot = seen(lecture_network({pool_spec("pool1")}), golden::values("x_9x9"));
  const LayerState& pool = snapshot.layers[1];
  // Diagonal's map, rows 2 and 3, columns 0 and 1: 1/9 −1/9 over 3/9 3/9.
  const int cell = pool.out.index(0, 1, 0);
  const Explanation e = explain(snapshot, {1, cell});
  CHECK(e.operation == Operation::maximum);
  CHECK(e.tie);
  CHECK(e.winner == 2);
  CHECK(e.terms[2].x == e.terms[3].x);
  CHECK(pool.winner[static_cast<std::size_t>(cell)] == pool.in.index(0, 3, 0));
  CHECK(pool.tie[static_cast<std::size_t>(cell)] == 1);
  // Its neighbour above has one winner only.
  CHECK_FALSE(explain(snapshot, {1, pool.out.index(0, 0, 0)}).tie);
  // Counted over the table itself, so that no tie is missed and none invented.
  int ties = 0;
  for (const std::uint8_t t : pool.tie) ties += t;
  int counted = 0;
  for (int map = 0; map < 3; ++map) {
    const std::vector<golden::Number> table = golden::table(std::string("conv_") + kFeatureNames[map]);
    for (int y = 0; y < 7; y += 2) {
      for (int x = 0; x < 7; x += 2) {
        int best = -99;
        int equals = 0;
        for (int dy = 0; dy < 2 && y + dy < 7; ++dy) {
          for (int dx = 0; dx < 2 && x + dx < 7; ++dx) {
            const int k = table[static_cast<std::size_t>((y + dy) * 7 + x + dx)].numerator;
            equals = k > best ? 1 : equals + (k == best ? 1 : 0);
            best = std::max(best, k);
          }
        }
        counted += equals > 1 ? 1 : 0;
      }
    }
  }
  CHECK(ties == counted);
}

}  // namespace
}  // namespace rizbin
