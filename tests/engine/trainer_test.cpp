// The batch path against the readable pass of network.h: bit for bit, whole steps, networks and batches at random.
#include "engine/train/trainer.h"

#include <doctest/doctest.h>

#include <bit>
#include <limits>

#include "engine/core/hash.h"
#include "engine/layers/layers.h"
#include "engine/train/trainer_plan.h"
#include "tests/engine/random_network.h"

namespace rizbin {
namespace {

using test::Batch;

std::vector<float> parameters(const Network& network) {
  std::vector<float> all;
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    all.insert(all.end(), network.weight(layer).begin(), network.weight(layer).end());
    all.insert(all.end(), network.bias(layer).begin(), network.bias(layer).end());
  }
  return all;
}

// The number of floats whose bits differ.
int differing(std::span<const float> a, std::span<const float> b) {
  REQUIRE(a.size() == b.size());
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += std::bit_cast<std::uint32_t>(a[i]) != std::bit_cast<std::uint32_t>(b[i]);
  return count;
}

std::vector<const Kernels*> all_kernels() {
  std::vector<const Kernels*> tables{&plain_kernels(), &kernels_128()};
  if (widest_kernels()) tables.push_back(widest_kernels());
  return tables;
}

// One step of training in readable words: every sample's gradient from backward_one, added up as trainer.cpp says.
BatchResult reference_step(Network& network, std::vector<float>& velocity, const Batch& batch, const Optimizer& optimizer,
                           TrainedPart part, LossKind loss) {
  const auto count = batch.labels.size();
  const auto size = static_cast<std::size_t>(network.input().size());
  BatchResult result;
  float loss_sum = 0;
  std::vector<float> g(velocity.size(), 0.0f);
  for (std::size_t start = 0; start < count; start += 16) {
    std::vector<std::vector<float>> sample(16, std::vector<float>(velocity.size(), 0.0f));
    std::vector<bool> tree;
    for (std::size_t lane = 0; lane < 16; ++lane) {
      const std::size_t i = start + lane < count ? start + lane : start;
      Snapshot snapshot;
      forward_one(network, std::span(batch.pictures).subspan(i * size, size), snapshot);
      backward_one(network, batch.labels[i], loss, snapshot);
      tree.clear();
      std::size_t p = 0;
      for (const LayerState& layer : snapshot.layers)
        for (const std::vector<float>* part_of_layer : {&layer.d_weight, &layer.d_bias})
          for (const float d : *part_of_layer) {
            tree.push_back(layer_type(layer.spec.kind).lanes);
            sample[lane][p++] = start + lane < count ? d : 0.0f;
          }
      if (start + lane >= count) continue;
      loss_sum += snapshot.loss;
      result.correct += snapshot.verdict == batch.labels[i];
    }
    for (std::size_t p = 0; p < g.size(); ++p) {
      float sum = 0;
      if (tree[p]) {
        for (std::size_t half = 8; half > 0; half /= 2)
          for (std::size_t lane = 0; lane < half; ++lane) sample[lane][p] = sample[lane][p] + sample[lane + half][p];
        sum = sample[0][p];
      } else {
        for (std::size_t lane = 0; lane < 16; ++lane) sum += sample[lane][p];
      }
      g[p] += sum;
    }
  }
  result.loss = loss_sum / static_cast<float>(count);
  std::size_t p = 0;
  for (int layer = 0; layer < network.layer_count(); ++layer)
    for (const std::span<float> values : {network.weight(layer), network.bias(layer)})
      for (float& w : values) {
        if (part == TrainedPart::whole || layer == network.layer_count() - 1) {
          velocity[p] = optimizer.momentum * velocity[p] + g[p] / static_cast<float>(count);
          w = w - optimizer.learning_rate * velocity[p];
        }
        ++p;
      }
  return result;
}

Network small_network() {
  return *Network::build({1, 9, 9}, {{.kind = LayerKind::conv, .id = "conv1", .units = 3},
                                     {.kind = LayerKind::relu, .id = "relu1"},
                                     {.kind = LayerKind::max_pool, .id = "pool1", .stride = 2},
                                     {.kind = LayerKind::flatten, .id = "flatten"},
                                     {.kind = LayerKind::dense, .id = "votes", .units = 2}});
}

// A bar that stands or lies, somewhere.
Batch bars(Rng& rng, int count) {
  Batch batch;
  for (int i = 0; i < count; ++i) {
    const int label = rng.integer(0, 1);
    const int at = rng.integer(1, 7);
    for (int y = 0; y < 9; ++y)
      for (int x = 0; x < 9; ++x) batch.pictures.push_back((label == 0 ? x : y) == at ? 1.0f : -1.0f);
    batch.labels.push_back(label);
  }
  return batch;
}

}  // namespace

TEST_CASE("trainer: steps equal the readable pass bit for bit, networks and batches at random") {
  const std::vector<const Kernels*> tables = all_kernels();
  Rng rng(11);
  for (int round = 0; round < 300; ++round) {
    Network network = test::random_network(rng);
    const std::string text = test::describe(network);
    CAPTURE(round);
    CAPTURE(text);
    Network reference = network;
    const int max_batch = rng.integer(1, 40);
    Trainer trainer(network, max_batch);
    trainer.plan().kernels = tables[static_cast<std::size_t>(round) % tables.size()];
    INFO(trainer.plan().kernels->name);
    std::vector<float> velocity(static_cast<std::size_t>(network.parameter_count()), 0.0f);
    const TrainedPart part = rng.chance(0.8f) ? TrainedPart::whole : TrainedPart::votes;
    const LossKind loss = rng.chance(0.7f) ? LossKind::cross_entropy : LossKind::squared_error;
    const Optimizer optimizer{.learning_rate = 0.05f, .momentum = rng.chance(0.5f) ? 0.9f : 0.0f};
    for (int step = 0; step < 3; ++step) {
      const int count = rng.integer(1, max_batch);
      CAPTURE(count);
      const Batch batch = test::random_batch(rng, network, count);
      const BatchResult ours = trainer.step(network, batch.pictures, batch.labels, optimizer, part, loss);
      const BatchResult theirs = reference_step(reference, velocity, batch, optimizer, part, loss);
      REQUIRE(ours.broken_layer == -2);
      CHECK(ours.loss == theirs.loss);
      CHECK(ours.correct == theirs.correct);
      REQUIRE(differing(parameters(network), parameters(reference)) == 0);
      REQUIRE(differing(trainer.velocity(), velocity) == 0);
    }
    const Batch batch = test::random_batch(rng, network, max_batch + 3);
    std::vector<float> probabilities(batch.labels.size() * static_cast<std::size_t>(network.classes()));
    trainer.predict(network, batch.pictures, probabilities);
    std::vector<float> expected;
    const auto size = static_cast<std::size_t>(network.input().size());
    for (std::size_t i = 0; i < batch.labels.size(); ++i) {
      Snapshot snapshot;
      forward_one(network, std::span(batch.pictures).subspan(i * size, size), snapshot);
      expected.insert(expected.end(), snapshot.probabilities.begin(), snapshot.probabilities.end());
    }
    REQUIRE(differing(probabilities, expected) == 0);
  }
}

TEST_CASE("trainer: what it learns has one fingerprint, whatever machine and vector width") {
  for (const Kernels* kernels : all_kernels()) {
    INFO(kernels->name);
    Network network = small_network();
    network.initialise(3);
    Trainer trainer(network, 24);
    trainer.plan().kernels = kernels;
    Rng rng(5);
    BatchResult result;
    for (int step = 0; step < 200; ++step) {
      const Batch batch = bars(rng, 24);
      result = trainer.step(network, batch.pictures, batch.labels, {.learning_rate = 0.1f, .momentum = 0.9f}, TrainedPart::whole);
    }
    CHECK(result.correct == 24);
    CHECK(hash_of(parameters(network)) == 2129187828159874113ULL);
  }
}

TEST_CASE("trainer: a number that is not finite stops the step and leaves everything as it was") {
  Rng rng(5);
  const Batch batch = bars(rng, 20);
  const Optimizer optimizer{.learning_rate = 0.1f, .momentum = 0.9f};
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

  SUBCASE("a weight of the convolution") {
    for (const float bad : {kInfinity, kNan, 3e38f}) {
      Network network = small_network();
      network.initialise(3);
      network.weight(0)[4] = bad;
      network.weight(0)[5] = bad;
      Trainer trainer(network, 20);
      const std::vector<float> before = parameters(network);
      const BatchResult result = trainer.step(network, batch.pictures, batch.labels, optimizer, TrainedPart::whole);
      CHECK(result.broken_layer == 0);
      CHECK(differing(parameters(network), before) == 0);
      CHECK(hash_of(trainer.velocity()) == hash_of(std::vector<float>(trainer.velocity().size(), 0.0f)));
    }
  }
  SUBCASE("votes too large") {
    Network network = small_network();
    network.initialise(3);
    for (float& w : network.weight(4)) w = 3e38f;
    Trainer trainer(network, 20);
    CHECK(trainer.step(network, batch.pictures, batch.labels, optimizer, TrainedPart::whole).broken_layer == 4);
  }
  SUBCASE("a rate too large: the update itself") {
    Network network = small_network();
    network.initialise(3);
    Trainer trainer(network, 20);
    const std::vector<float> before = parameters(network);
    const Optimizer wild{.learning_rate = kInfinity};
    CHECK(trainer.step(network, batch.pictures, batch.labels, wild, TrainedPart::whole).broken_layer == 0);
    CHECK(differing(parameters(network), before) == 0);
    // and training goes on from the good weights
    CHECK(trainer.step(network, batch.pictures, batch.labels, optimizer, TrainedPart::whole).broken_layer == -2);
  }
}

TEST_CASE("trainer: training the votes leaves the other layers alone; a changed mode is noticed") {
  Rng rng(5);
  const Batch batch = bars(rng, 8);
  Network network = small_network();
  network.initialise(3);
  Trainer trainer(network, 8);
  const std::vector<float> features(network.weight(0).begin(), network.weight(0).end());
  const std::vector<float> votes(network.weight(4).begin(), network.weight(4).end());
  trainer.step(network, batch.pictures, batch.labels, {}, TrainedPart::votes);
  CHECK(differing(network.weight(0), features) == 0);
  CHECK(differing(network.weight(4), votes) > 0);

  REQUIRE(network.set_conv_mode(0, true, false));
  Network reference = network;
  std::vector<float> velocity(static_cast<std::size_t>(network.parameter_count()), 0.0f);
  trainer.step(network, batch.pictures, batch.labels, {}, TrainedPart::whole);
  reference_step(reference, velocity, batch, {}, TrainedPart::whole, LossKind::cross_entropy);
  CHECK(differing(parameters(network), parameters(reference)) == 0);
}

}  // namespace rizbin
