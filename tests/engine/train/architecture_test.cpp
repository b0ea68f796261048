// A list of layers before it is built: shapes and parameters as the engine itself gives them, the first misfit and its repairs;
// weights that go over, filters that change places.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/session/presets.h"
#include "engine/train/architecture.h"
#include "engine/train/network.h"

namespace rizbin {
namespace {

const Shape kPicture{1, 9, 9};

std::vector<LayerSpec> lecture() { return layers_of(*find_preset("free")); }

// The slide's stack (chapter 11): conv, ReLU, conv, ReLU, pool, conv, ReLU, pool.
std::vector<LayerSpec> slide() {
  return {{.kind = LayerKind::conv, .id = "conv1", .units = 3},
          {.kind = LayerKind::relu, .id = "relu1"},
          {.kind = LayerKind::conv, .id = "conv2", .units = 4},
          {.kind = LayerKind::relu, .id = "relu2"},
          {.kind = LayerKind::max_pool, .id = "pool1", .stride = 2},
          {.kind = LayerKind::conv, .id = "conv3", .units = 4, .same = true},
          {.kind = LayerKind::relu, .id = "relu3"},
          {.kind = LayerKind::max_pool, .id = "pool2", .stride = 2},
          {.kind = LayerKind::flatten, .id = "votes"},
          {.kind = LayerKind::dense, .id = "dense", .units = 2}};
}

TEST_CASE("a plan's shapes and parameters are those of the network that is built") {
  for (const std::vector<LayerSpec>& specs : {lecture(), slide(), layers_of(*find_preset("digits"))}) {
    const bool digits = specs.back().units == 10;
    const Shape input = digits ? Shape{1, 28, 28} : kPicture;
    const ArchitecturePlan plan = plan_architecture(input, specs, digits ? 10 : 2);
    REQUIRE(plan.fits());
    const Result<Network> network = Network::build(input, specs);
    REQUIRE(network.has_value());
    CHECK(plan.parameters == network->parameter_count());
    for (int i = 0; i < network->layer_count(); ++i) {
      const LayerPlan& layer = plan.layers[static_cast<std::size_t>(i)];
      CHECK(layer.out == network->out(i));
      CHECK(layer.weights == static_cast<int>(network->weight(i).size()));
      CHECK(layer.biases == static_cast<int>(network->bias(i).size()));
      CHECK(layer.weights == layer.units * layer.window_h * layer.window_w * layer.channels);
      const SideArithmetic& rows = layer.rows;
      if (rows.window == 0) continue;
      const int room = rows.in + rows.padding - rows.window;
      const bool up = network->spec(i).kind != LayerKind::conv;
      CHECK(rows.out == (room + (up ? rows.stride - 1 : 0)) / rows.stride + 1);
    }
  }
}

TEST_CASE("the mock-up's misfit: a window of 5×5 leaves 2×2 for a convolution of 3×3") {
  std::vector<LayerSpec> before = {
      {.kind = LayerKind::conv, .id = "conv1", .units = 3}, {.kind = LayerKind::relu, .id = "relu1"},
      {.kind = LayerKind::conv, .id = "conv2", .units = 3}, {.kind = LayerKind::max_pool, .id = "pool1", .stride = 2},
      {.kind = LayerKind::conv, .id = "conv3", .units = 3}, {.kind = LayerKind::flatten, .id = "votes"},
      {.kind = LayerKind::dense, .id = "dense", .units = 2}};
  std::vector<LayerSpec> now = before;
  now[2].kernel_h = now[2].kernel_w = 5;
  const ArchitecturePlan plan = plan_architecture(kPicture, now, 2, before);
  CHECK(!plan.fits());
  CHECK(plan.why == Misfit::window_too_large);
  CHECK(plan.layer == 4);
  CHECK(plan.layers[2].parameters() == 228);
  CHECK(plan.layers[2].out == Shape{3, 3, 3});
  CHECK(plan.layers[3].out == Shape{3, 2, 2});
  CHECK(!plan.layers[4].fits);
  CHECK(!plan.layers[5].fits);
  REQUIRE(plan.repairs.size() == 4);
  CHECK(plan.repairs[0].kind == RepairKind::undo);
  CHECK(plan.repairs[0].specs == before);
  CHECK(plan.repairs[0].layer == 2);
  CHECK(plan.repairs[0].shapes[2] == Shape{3, 5, 5});
  CHECK(plan.repairs[1].kind == RepairKind::keep_size);
  CHECK(plan.repairs[1].shapes[4] == Shape{3, 2, 2});
  CHECK(plan.repairs[2].kind == RepairKind::smaller_window);
  CHECK(plan.repairs[2].shapes[4] == Shape{3, 1, 1});
  CHECK(plan.repairs[3].kind == RepairKind::remove);
  for (const Repair& repair : plan.repairs) {
    CHECK(plan_architecture(kPicture, repair.specs, 2).fits());
    CHECK(Network::build(kPicture, repair.specs).has_value());
  }
}

TEST_CASE("a list without votes, with too many classes or with an id twice is told apart") {
  std::vector<LayerSpec> specs = lecture();
  specs.pop_back();
  ArchitecturePlan plan = plan_architecture(kPicture, specs, 2);
  CHECK(plan.why == Misfit::no_votes);
  CHECK(plan.layer == static_cast<int>(specs.size()));
  REQUIRE(!plan.repairs.empty());
  CHECK(plan.repairs[0].specs.back().units == 2);

  specs = lecture();
  specs.back().units = 3;
  CHECK(plan_architecture(kPicture, specs, 2).why == Misfit::classes);

  specs = lecture();
  specs[1].id = "conv1";
  plan = plan_architecture(kPicture, specs, 2);
  CHECK(plan.why == Misfit::id);
  CHECK(plan.layer == 0);
  CHECK(plan_architecture(kPicture, {}, 2).why == Misfit::no_votes);
}

TEST_CASE("a fresh id is the first that is free") {
  const std::vector<LayerSpec> specs = slide();
  CHECK(fresh_id(LayerKind::conv, specs) == "conv4");
  CHECK(fresh_id(LayerKind::mean_pool, specs) == "pool3");
  CHECK(fresh_id(LayerKind::tanh, specs) == "tanh1");
}

TEST_CASE("learned weights go over where id and shapes allow") {
  Network from = *Network::build(kPicture, lecture());
  from.initialise(3);
  std::vector<LayerSpec> specs = lecture();
  specs[0].units = 5;  // two more filters
  Network to = *Network::build(kPicture, specs);
  to.initialise(8);
  const Network fresh = to;
  carry_over(from, to);
  for (std::size_t i = 0; i < 27; ++i) CHECK(to.weight(0)[i] == from.weight(0)[i]);
  for (std::size_t i = 27; i < 45; ++i) CHECK(to.weight(0)[i] == fresh.weight(0)[i]);
  const int dense = to.layer_count() - 1;
  for (std::size_t unit = 0; unit < 2; ++unit)
    for (std::size_t i = 0; i < 20; ++i)
      CHECK(to.weight(dense)[unit * 20 + i] == (i < 12 ? from.weight(dense)[unit * 12 + i] : fresh.weight(dense)[unit * 20 + i]));

  specs = lecture();
  specs[0].kernel_h = specs[0].kernel_w = 2;
  Network other = *Network::build(kPicture, specs);
  other.initialise(8);
  const std::vector<float> before(other.weight(0).begin(), other.weight(0).end());
  carry_over(from, other);
  CHECK(std::ranges::equal(other.weight(0), before));
}

Snapshot run(const Network& network, const std::vector<float>& picture) {
  Snapshot s;
  forward_one(network, picture, s);
  return s;
}

TEST_CASE("two filters change places and nothing else does") {
  Network network = *Network::build(kPicture, slide());
  network.initialise(5);
  for (int i = 0; i < network.layer_count(); ++i) {
    float b = 0.1f;
    for (float& bias : network.bias(i)) bias = (b += 0.07f);
  }
  std::vector<float> picture(81);
  for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = i % 3 == 0 || i % 7 == 2 ? 1.0f : -1.0f;
  for (const auto& [layer, last] : {std::pair{0, 2}, {2, 3}, {5, 3}}) {
    Network swapped = network;
    swap_filters(swapped, layer, 0, last);
    const Snapshot was = run(network, picture), is = run(swapped, picture);
    // To the bit until channels are added up: the maps in the other order.
    int next = layer;
    for (; next < network.layer_count() && (next == layer || !has_parameters(network.spec(next).kind)); ++next) {
      const Shape shape = network.out(next);
      const int cells = network.spec(next).kind == LayerKind::flatten ? shape.size() / network.out(layer).c : shape.h * shape.w;
      for (int c = 0; c < network.out(layer).c; ++c) {
        const int from = c == 0 ? last : c == last ? 0 : c;
        for (int i = 0; i < cells; ++i)
          CHECK(is.layers[static_cast<std::size_t>(next)].value[static_cast<std::size_t>(c * cells + i)] ==
                was.layers[static_cast<std::size_t>(next)].value[static_cast<std::size_t>(from * cells + i)]);
      }
    }
    // From there on the same products are added in another order.
    for (std::size_t k = 0; k < 2; ++k)
      CHECK(is.layers.back().value[k] == doctest::Approx(was.layers.back().value[k]).epsilon(1e-5));
    swap_filters(swapped, layer, last, 0);
    for (int i = 0; i < network.layer_count(); ++i) {
      CHECK(std::ranges::equal(swapped.weight(i), network.weight(i)));
      CHECK(std::ranges::equal(swapped.bias(i), network.bias(i)));
    }
  }

  // The votes exactly as they are computed in the other order of the sum.
  Network shallow = *Network::build(kPicture, lecture());
  shallow.initialise(5);
  const Snapshot was = run(shallow, picture);
  swap_filters(shallow, 0, 0, 2);
  const Snapshot is = run(shallow, picture);
  const LayerState& dense = was.layers.back();
  const std::vector<float>& votes = was.layers[was.layers.size() - 2].value;
  for (std::size_t k = 0; k < 2; ++k) {
    float sum = 0;
    for (const std::size_t channel : {2U, 1U, 0U})
      for (std::size_t i = 0; i < 4; ++i) sum += votes[channel * 4 + i] * dense.weight[k * 12 + channel * 4 + i];
    CHECK(is.layers.back().value[k] == sum + dense.bias[k]);
  }
}

}  // namespace
}  // namespace rizbin
