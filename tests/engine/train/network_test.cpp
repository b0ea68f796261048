// Network: shapes, refusals that name the layer and both shapes, initialisation, and the same bits in every build.
#include "engine/train/network.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/core/hash.h"
#include "engine/layers/layers.h"
#include "engine/train/loss.h"
#include "tests/property/random_network.h"

namespace rizbin {
namespace {

LayerSpec conv(std::string id, int units, int kernel, int stride = 1, bool same = false) {
  return {.kind = LayerKind::conv,
          .id = std::move(id),
          .units = units,
          .kernel_h = kernel,
          .kernel_w = kernel,
          .stride = stride,
          .same = same};
}
LayerSpec pool(std::string id, int window, int stride) {
  return {.kind = LayerKind::max_pool, .id = std::move(id), .stride = stride, .window = window};
}
LayerSpec dense(std::string id, int units) { return {.kind = LayerKind::dense, .id = std::move(id), .units = units}; }

TEST_CASE("network: shapes of convolution and pooling") {
  const auto out = [](Shape in, LayerSpec spec) {
    const Result<Network> network = Network::build(in, {std::move(spec), dense("votes", 2)});
    REQUIRE(network.has_value());
    return network->out(0);
  };
  CHECK(out({1, 9, 9}, conv("c", 3, 3)) == Shape{3, 7, 7});
  CHECK(out({1, 9, 9}, conv("c", 3, 3, 1, true)) == Shape{3, 9, 9});
  CHECK(out({1, 9, 9}, conv("c", 3, 4, 1, true)) == Shape{3, 9, 9});
  CHECK(out({1, 9, 9}, conv("c", 3, 3, 2, true)) == Shape{3, 5, 5});
  CHECK(out({1, 9, 9}, conv("c", 3, 3, 2)) == Shape{3, 4, 4});
  CHECK(out({3, 7, 7}, pool("p", 2, 2)) == Shape{3, 4, 4});
  CHECK(out({3, 4, 4}, pool("p", 2, 2)) == Shape{3, 2, 2});
  CHECK(out({3, 7, 7}, pool("p", 3, 2)) == Shape{3, 3, 3});
  CHECK(out({3, 14, 14}, pool("p", 3, 3)) == Shape{3, 5, 5});
  CHECK(out({3, 5, 5}, pool("p", 2, 4)) == Shape{3, 2, 2});
  CHECK(out({3, 6, 6}, pool("p", 1, 4)) == Shape{3, 2, 2});
  CHECK(out({1, 3, 5}, conv("c", 2, 3)) == Shape{2, 1, 3});
}

TEST_CASE("network: LeNet-28 has the parameters it should") {
  const Result<Network> network = Network::build({1, 28, 28}, {conv("conv1", 8, 5, 1, true),
                                                               {.kind = LayerKind::relu, .id = "relu1"},
                                                               pool("pool1", 2, 2),
                                                               conv("conv2", 16, 5, 1, true),
                                                               {.kind = LayerKind::relu, .id = "relu2"},
                                                               pool("pool2", 3, 3),
                                                               {.kind = LayerKind::flatten, .id = "flatten"},
                                                               dense("votes", 10)});
  REQUIRE(network.has_value());
  CHECK(network->weight(0).size() + network->bias(0).size() == 208);  // 8 × 5 × 5 × 1 + 8
  CHECK(network->parameter_count() == 208 + 8 * 16 * 25 + 16 + 400 * 10 + 10);
}

TEST_CASE("network: what does not fit is refused, naming layer and shapes") {
  const auto refused = [](Shape in, std::vector<LayerSpec> specs) {
    Result<Network> network = Network::build(in, std::move(specs));
    REQUIRE_FALSE(network.has_value());
    return network.error();
  };
  const auto has = [](const Error& error, const char* text) { return error.message.find(text) != std::string::npos; };

  Error error = refused({1, 9, 9}, {pool("pool1", 2, 2), conv("conv2", 3, 7), dense("votes", 2)});
  CHECK(error.code == ErrorCode::window_too_large);
  CHECK(error.where == "conv2");
  CHECK(has(error, "conv2"));
  CHECK(has(error, "7 × 7"));
  CHECK(has(error, "1 × 5 × 5"));
  CHECK(error.numbers == std::vector<double>{7, 5, 5});

  error = refused({2, 3, 1}, {pool("pool1", 2, 2), dense("votes", 2)});
  CHECK(error.code == ErrorCode::window_too_large);
  CHECK(has(error, "2 × 3 × 1"));

  error = refused({1, 9, 9}, {conv("conv1", 0, 3), dense("votes", 2)});
  CHECK(error.code == ErrorCode::out_of_range);
  CHECK(error.numbers.at(0) == 0);
  CHECK(refused({1, 9, 9}, {conv("conv1", 3, 3, 0), dense("votes", 2)}).code == ErrorCode::out_of_range);
  CHECK(refused({1, 9, 9}, {pool("pool1", 2, 0), dense("votes", 2)}).code == ErrorCode::out_of_range);
  CHECK(refused({1, 9, 9}, {dense("votes", 0)}).code == ErrorCode::out_of_range);

  CHECK(refused({1, 9, 9}, {}).code == ErrorCode::shape_mismatch);
  CHECK(has(refused({1, 9, 9}, {conv("conv1", 3, 3)}), "conv1 is last"));
  CHECK(has(refused({1, 9, 9}, {dense("a", 3), dense("a", 2)}), "id of its own"));
  CHECK(has(refused({1, 9, 9}, {dense("", 2)}), "id of its own"));
  CHECK(refused({1, 0, 9}, {dense("votes", 2)}).code == ErrorCode::shape_mismatch);
  CHECK(has(refused({1, 9, 9}, {{.kind = LayerKind::softmax, .id = "softmax"}, dense("votes", 2)}), "softmax"));
}

TEST_CASE("network: initialisation stays in its limits, He before ReLU and Glorot else") {
  Result<Network> network = Network::build({2, 9, 9}, {conv("conv1", 4, 3),
                                                       pool("pool1", 2, 2),
                                                       {.kind = LayerKind::relu, .id = "relu1"},
                                                       conv("conv2", 5, 2),
                                                       {.kind = LayerKind::tanh, .id = "tanh1"},
                                                       dense("votes", 3)});
  REQUIRE(network.has_value());
  const auto largest = [&](int layer) {
    float size = 0;
    for (const float w : network->weight(layer)) size = std::max(size, std::abs(w));
    return size;
  };
  const auto close_below = [](float size, double limit) { return size <= limit && size > 0.9 * limit; };
  network->initialise(3);
  CHECK(close_below(largest(0), std::sqrt(6.0 / 18)));
  CHECK(close_below(largest(3), std::sqrt(6.0 / (16 + 20))));
  CHECK(close_below(largest(5), std::sqrt(6.0 / (45 + 3))));
  const std::vector<float> first(network->weight(0).begin(), network->weight(0).end());
  network->bias(0)[0] = 5;
  network->initialise(4);
  CHECK_FALSE(std::ranges::equal(first, network->weight(0)));
  CHECK(network->bias(0)[0] == 0);
  network->initialise(3);
  CHECK(std::ranges::equal(first, network->weight(0)));
  REQUIRE(network->set_conv_mode(0, true, false).has_value());
  network->initialise(3);
  CHECK(close_below(largest(0), 18 * std::sqrt(6.0 / 18)));
}

TEST_CASE("network: the switch ÷ n ↔ Σ + b keeps the weights") {
  Result<Network> network = Network::build({1, 3, 3}, {conv("conv1", 1, 3), dense("votes", 2)});
  REQUIRE(network.has_value());
  for (float& w : network->weight(0)) w = 1;
  network->bias(0)[0] = 4;
  Snapshot s;
  const std::vector<float> picture(9, 2.0f);
  forward_one(*network, picture, s);
  CHECK(s.layers[0].value[0] == 22);
  REQUIRE(network->set_conv_mode(0, true, false).has_value());
  forward_one(*network, picture, s);
  CHECK(s.layers[0].value[0] == 2);
  CHECK(s.layers[0].bias.empty());
  REQUIRE(network->set_conv_mode(0, false, true).has_value());
  CHECK(network->bias(0)[0] == 0);
  CHECK_FALSE(network->set_conv_mode(1, true, false).has_value());
  CHECK_FALSE(network->set_conv_mode(7, true, false).has_value());
}

TEST_CASE("network: forward and backward of random networks, the same bits in every build") {
  Hash hash;
  for (const LayerType* type : layer_types()) {
    for (std::uint64_t n = 0; n < 4; ++n) {
      const Snapshot s = property::run(property::random_case(3000 + n, type->kind),
                                       n % 2 == 0 ? LossKind::cross_entropy : LossKind::squared_error);
      hash.f32(s.loss);
      hash.floats(s.probabilities);
      hash.floats(s.d_picture);
      for (const LayerState& layer : s.layers) {
        hash.floats(layer.value);
        hash.floats(layer.d_value);
        hash.floats(layer.d_weight);
        hash.floats(layer.d_bias);
      }
    }
  }
  CHECK(hash.value() == 0x723cfe15f21b00efULL);
}

TEST_CASE("loss: large votes stay finite, the first of two equal ones is the verdict") {
  const float z[3] = {1000, -1000, 1000};
  float p[3];
  CHECK(softmax_loss(LossKind::cross_entropy, z, 0, p) == doctest::Approx(std::log(2.0)));
  CHECK(p[0] == 0.5f);
  CHECK(verdict_of(p) == 0);
  CHECK(softmax_loss(LossKind::cross_entropy, z, 1, p) == doctest::Approx(2000.7).epsilon(1e-4));
  CHECK(softmax_loss(LossKind::squared_error, z, 1, p) == doctest::Approx(1.5));
}

}  // namespace
}  // namespace rizbin
