// The weight's loss curve is made of true passes: it runs through the present loss bit for bit, its slope is the tangent's, and
// over a batch it is the trainer's loss.
#include "engine/study/loss_curve.h"

#include <doctest/doctest.h>

#include <cmath>
#include <memory>

#include "engine/session/session.h"
#include "engine/study/nudge.h"
#include "engine/train/network.h"
#include "engine/train/trainer.h"
#include "tests/engine/random_network.h"

using namespace rizbin;

namespace {

std::vector<float> random_picture(Rng& rng, int size) {
  std::vector<float> picture(static_cast<std::size_t>(size));
  for (float& v : picture) v = rng.uniform(-1, 1);
  return picture;
}

Snapshot snapshot_of(const Network& network, Rng& rng, int label) {
  Snapshot s;
  const std::vector<float> picture = random_picture(rng, network.input().size());
  forward_one(network, picture, s);
  backward_one(network, label, LossKind::cross_entropy, s);
  return s;
}

// A batch of its own for any network.
std::shared_ptr<const BatchView> batch_of(const Network& network, Rng& rng, int count) {
  auto batch = std::make_shared<BatchView>();
  batch->shape = network.input();
  batch->classes = network.classes();
  for (int i = 0; i < count; ++i) {
    const std::vector<float> picture = random_picture(rng, network.input().size());
    batch->pictures.insert(batch->pictures.end(), picture.begin(), picture.end());
    batch->labels.push_back(rng.integer(0, network.classes() - 1));
  }
  return batch;
}

std::vector<ParamRef> parameters_of(const Snapshot& s) { return nudge_bench(s, .01f).parameters; }

float value_of(const Snapshot& s, const ParamRef& p) {
  const LayerState& layer = s.layers[static_cast<std::size_t>(p.layer)];
  return (p.kind == ParamKind::bias ? layer.bias : layer.weight)[static_cast<std::size_t>(p.index)];
}

}  // namespace

TEST_CASE("loss curve: through the present loss, and the slope is backpropagation's, bit for bit") {
  Rng rng(7, 1);
  for (int round = 0; round < 40; ++round) {
    const Network network = test::random_network(rng);
    const Snapshot s = snapshot_of(network, rng, rng.integer(0, network.classes() - 1));
    const std::vector<ParamRef> all = parameters_of(s);
    for (int tried = 0; tried < 6; ++tried) {
      const ParamRef param = all[static_cast<std::size_t>(rng.integer(0, static_cast<int>(all.size()) - 1))];
      const float now = value_of(s, param);
      const float values[] = {now + .5f, now, now - .25f};
      const std::vector<float> losses = losses_along(s, param, values, LossOver::picture);
      CHECK(losses[1] == s.loss);
      const LayerState& layer = s.layers[static_cast<std::size_t>(param.layer)];
      const float slope = (param.kind == ParamKind::bias ? layer.d_bias : layer.d_weight)[static_cast<std::size_t>(param.index)];
      CHECK(loss_slope(s, param, LossOver::picture) == slope);
      // And each point is a whole pass of a network with that weight.
      Network other = network;
      (param.kind == ParamKind::bias ? other.bias(param.layer) : other.weight(param.layer))[static_cast<std::size_t>(param.index)] =
          now + .5f;
      Snapshot moved;
      forward_one(other, s.picture, moved);
      backward_one(other, s.label, LossKind::cross_entropy, moved);
      CHECK(losses[0] == moved.loss);
    }
  }
}

TEST_CASE("loss curve: over a batch it is the trainer's loss, and its slope the step the trainer makes") {
  Rng rng(11, 1);
  for (int round = 0; round < 12; ++round) {
    Network network = test::random_network(rng);
    Snapshot s = snapshot_of(network, rng, 0);
    s.next_batch = batch_of(network, rng, 8);
    CHECK(samples_in(s, LossOver::batch) == 8);
    Network stepped = network;
    Trainer trainer(network, 8);
    const float rate = .1f;
    const BatchResult result = trainer.step(stepped, s.next_batch->pictures, s.next_batch->labels, {rate, 0}, TrainedPart::whole);
    REQUIRE(result.broken_layer == -2);
    CHECK(loss_now(s, LossOver::batch) == result.loss);
    const std::vector<ParamRef> all = parameters_of(s);
    for (int tried = 0; tried < 5; ++tried) {
      const ParamRef param = all[static_cast<std::size_t>(rng.integer(0, static_cast<int>(all.size()) - 1))];
      const float now = value_of(s, param);
      const float values[] = {now};
      CHECK(losses_along(s, param, values, LossOver::batch)[0] == result.loss);
      const float after = (param.kind == ParamKind::bias ? stepped.bias(param.layer)
                                                         : stepped.weight(param.layer))[static_cast<std::size_t>(param.index)];
      s.learning_rate = rate;
      // The trainer adds its samples as a tree, this as a chain.
      CHECK(descent_step(s, param, LossOver::batch).to == doctest::Approx(after).epsilon(1e-4));
    }
  }
}

TEST_CASE("loss curve: the lecture's machine, weight from vote 1 to X") {
  Session session("lecture12");
  REQUIRE(session.apply(LoadExample{"x"}));
  const std::shared_ptr<const Snapshot> s = session.snapshot();
  const ParamRef param{static_cast<int>(s->layers.size()) - 1, ParamKind::weight, 0};
  const DescentStep step = descent_step(*s, param, LossOver::picture);
  CHECK(step.slope < 0);
  CHECK(step.to == step.from - s->learning_rate * step.slope);
  CHECK(step.loss_before == s->loss);
  CHECK(step.loss_after < step.loss_before);
  REQUIRE(session.apply(SetParameter{param, step.to}));
  CHECK(session.snapshot()->loss == step.loss_after);

  const float moves[] = {.1f, 1, 2};
  const std::vector<Trial> tried = trials(*s, param, moves, LossOver::picture);
  REQUIRE(tried.size() == 3);
  for (const Trial& t : tried) {
    CHECK(t.promised == doctest::Approx(step.slope * t.move));
    CHECK(t.change > t.promised);  // the loss is convex in a vote's weight: the curve lies above its tangent
    CHECK(t.change < 0);
  }
  CHECK(std::abs(tried[0].change - tried[0].promised) < std::abs(tried[2].change - tried[2].promised));
  CHECK(samples_in(*s, LossOver::held_out) == s->heldout->count());
}

TEST_CASE("loss curve: the landscape's rows are the curves") {
  Session session("free");
  const std::shared_ptr<const Snapshot> s = session.snapshot();
  const ParamRef a{0, ParamKind::weight, 4}, b{static_cast<int>(s->layers.size()) - 1, ParamKind::weight, 3};
  const float across[] = {-1, 0, value_of(*s, a), 1}, up[] = {-.5f, value_of(*s, b), .5f};
  const Landscape land = landscape(*s, a, across, b, up, LossOver::picture);
  REQUIRE(land.loss.size() == 12);
  CHECK(land.loss[4 + 2] == s->loss);
  const std::vector<float> row = losses_along(*s, a, across, LossOver::picture);
  for (std::size_t i = 0; i < 4; ++i) CHECK(land.loss[4 + i] == row[i]);
  const std::vector<float> column = losses_along(*s, b, up, LossOver::picture);
  for (std::size_t i = 0; i < 3; ++i) CHECK(land.loss[i * 4 + 2] == column[i]);
  for (const float loss : land.loss) CHECK(land.loss[static_cast<std::size_t>(land.lowest)] <= loss);
  // Transposed: the same valley.
  const Landscape turned = landscape(*s, b, up, a, across, LossOver::picture);
  for (std::size_t y = 0; y < 3; ++y)
    for (std::size_t x = 0; x < 4; ++x) CHECK(turned.loss[x * 3 + y] == land.loss[y * 4 + x]);
}

TEST_CASE("loss curve: what does not touch the curve leaves its fingerprint, what does changes it") {
  Session session("lecture12");
  const ParamRef param{static_cast<int>(session.snapshot()->layers.size()) - 1, ParamKind::weight, 0};
  const ParamRef one[] = {param};
  const auto mark = [&] { return elsewhere(*session.snapshot(), one, LossOver::picture); };
  const std::uint64_t before = mark();
  REQUIRE(session.apply(SetParameter{param, 2}));
  CHECK(mark() == before);
  REQUIRE(session.apply(SetLearningRate{.1f}));
  CHECK(mark() == before);
  REQUIRE(session.apply(SetParameter{{param.layer, ParamKind::weight, 1}, 2}));
  CHECK(mark() != before);
  REQUIRE(session.apply(Undo{}));
  CHECK(mark() == before);
  REQUIRE(session.apply(SetLabel{1}));
  CHECK(mark() != before);
}

TEST_CASE("nudge bench: 2 N passes forward and one back give the same slopes where the loss does not bend") {
  Rng rng(3, 9);
  int tried = 0;
  for (int round = 0; round < 12; ++round) {
    const Network network = test::random_network(rng);
    const Snapshot s = snapshot_of(network, rng, 0);
    NudgeBench bench = nudge_bench(s, .004f);
    CHECK(static_cast<int>(bench.parameters.size()) == network.parameter_count());
    CHECK_FALSE(bench.done());
    while (!bench.done()) try_weights(s, bench, 7);
    CHECK(bench.forward_passes == 2 * network.parameter_count());
    CHECK(bench.backward_passes == 1);
    CHECK(bench.bends < static_cast<int>(bench.parameters.size()));
    float largest = 0;
    for (std::size_t i = 0; i < bench.parameters.size(); ++i) {
      if (bench.bent[i] != 0) continue;
      ++tried;
      const float size = std::max(1.0f, std::abs(bench.by_backprop[i]));
      CHECK(std::abs(bench.by_nudge[i] - bench.by_backprop[i]) < 2e-3f * size);
      largest = std::max(largest, std::abs(bench.by_nudge[i] - bench.by_backprop[i]));
    }
    CHECK(bench.largest_difference == largest);
  }
  CHECK(tried > 200);
}

TEST_CASE("nudge bench: a gate that opens under the nudge is counted apart") {
  // One neuron at zero: its ReLU is shut, half of the nudges open it.
  Result<Network> network = Network::build({1, 1, 1}, {{.kind = LayerKind::dense, .id = "hidden", .units = 1, .bias = false},
                                                       {.kind = LayerKind::relu, .id = "relu"},
                                                       {.kind = LayerKind::dense, .id = "votes", .units = 2, .bias = false}});
  REQUIRE(network);
  network->weight(2)[0] = 1;
  Snapshot s;
  const float picture[] = {1};
  forward_one(*network, picture, s);
  backward_one(*network, 0, LossKind::cross_entropy, s);
  NudgeBench bench = nudge_bench(s, .01f);
  try_weights(s, bench, 3);
  CHECK(bench.done());
  CHECK(bench.bends == 1);
  CHECK(bench.bent[0] == 1);
  CHECK(bench.by_backprop[0] == 0);
  CHECK(bench.by_nudge[0] != 0);
}
