// The twin differs in the one thing and in nothing else; the race gives the same results in whatever slices.
#include "engine/study/twin.h"

#include <doctest/doctest.h>

#include "engine/study/race.h"
#include "tests/engine/session/session_helpers.h"

namespace rizbin {
namespace {

Twin twin_of(const Session& first, TwinKind kind) {
  Result<Twin> made = Twin::make(first, kind);
  REQUIRE(made.has_value());
  return std::move(*made);
}

// All of its parameters, layer by layer.
std::vector<std::vector<float>> parameters(const Snapshot& s) {
  std::vector<std::vector<float>> all;
  for (const LayerState& layer : s.layers) {
    all.push_back(layer.weight);
    all.push_back(layer.bias);
  }
  return all;
}

TEST_CASE("twin: a difference in a setting leaves the start the same, bit for bit") {
  Session first("free");
  for (const TwinKind kind : {TwinKind::rate_ten, TwinKind::other_loss}) {
    const Twin twin = twin_of(first, kind);
    const auto a = first.snapshot(), b = twin.snapshot();
    CHECK(parameters(*a) == parameters(*b));
    CHECK(a->picture == b->picture);
    CHECK(a->seed == b->seed);
    CHECK(a->trained == b->trained);
    CHECK((a->learning_rate != b->learning_rate) == (kind == TwinKind::rate_ten));
    CHECK((a->loss_kind != b->loss_kind) == (kind == TwinKind::other_loss));
  }
}

TEST_CASE("twin: another seed begins with other weights, and nothing else is different") {
  Session first("free");
  const auto a = first.snapshot(), b = twin_of(first, TwinKind::other_seed).snapshot();
  CHECK(b->seed == a->seed + 1);
  CHECK(parameters(*a) != parameters(*b));
  CHECK(a->learning_rate == b->learning_rate);
  CHECK(a->loss_kind == b->loss_kind);
}

TEST_CASE("twin: one kernel is turned by a quarter and the others stay") {
  Session first("lecture12");
  const auto a = first.snapshot(), b = twin_of(first, TwinKind::kernel_turned).snapshot();
  const std::vector<float>& before = a->layers[0].weight;
  const std::vector<float>& after = b->layers[0].weight;
  // The diagonal, turned, is the other diagonal.
  CHECK(b->layers[0].names[0] == "anti_diagonal");
  for (std::size_t i = 9; i < before.size(); ++i) CHECK(before[i] == after[i]);
  CHECK(a->layers.back().weight == b->layers.back().weight);
}

TEST_CASE("twin: it follows the same glyph and the same number of steps, as a session of its own would") {
  Session first("free");
  Twin twin = twin_of(first, TwinKind::other_seed);
  REQUIRE(first.apply(StepTraining{37}));
  REQUIRE(first.apply(LoadExample{"o_tilted"}));
  CHECK_FALSE(twin.follow(first, 20));  // not all of it in one slice
  CHECK(twin.step() == 20);
  CHECK(twin.follow(first, 20));
  CHECK(twin.step() == 37);
  CHECK(twin.snapshot()->picture == first.snapshot()->picture);
  CHECK(twin.snapshot()->label == first.snapshot()->label);

  Session alone("free");
  REQUIRE(alone.apply(SetSeed{4}));
  REQUIRE(alone.apply(StepTraining{37}));
  CHECK(parameters(*alone.snapshot()) == parameters(*twin.snapshot()));
}

TEST_CASE("twin: settings go along, a new start begins again, and hands leave the twin alone") {
  Session first("free");
  Twin twin = twin_of(first, TwinKind::rate_ten);
  REQUIRE(first.apply(SetLearningRate{0.05f}));
  REQUIRE(first.apply(StepTraining{12}));
  REQUIRE(twin.follow(first, 1000));
  CHECK(twin.snapshot()->learning_rate == doctest::Approx(0.5f));
  const auto trained = parameters(*twin.snapshot());
  REQUIRE(first.apply(SetParameter{.param = {0, ParamKind::weight, 0}, .value = 3}));
  REQUIRE(twin.follow(first, 1000));
  CHECK(parameters(*twin.snapshot()) == trained);
  REQUIRE(first.apply(ResetTraining{}));
  REQUIRE(twin.follow(first, 1000));
  CHECK(twin.step() == 0);
  REQUIRE(first.apply(StepTraining{12}));
  REQUIRE(twin.follow(first, 1000));
  CHECK(parameters(*twin.snapshot()) == trained);
  // Another network altogether.
  REQUIRE(first.apply(LoadNetwork{"lecture48"}));
  REQUIRE(twin.follow(first, 1000));
  CHECK(twin.snapshot()->layers.size() == first.snapshot()->layers.size());
}

TEST_CASE("twin: what the network has not cannot be its difference") {
  Session first("free");
  const auto s = first.snapshot();
  for (const TwinKind kind : kTwinKinds) CHECK(twin_possible(*s, kind));
  CHECK(twin_layer(*s, TwinKind::tanh) == 1);
  CHECK(twin_layer(*s, TwinKind::no_pooling) == 2);
  CHECK(twin_layer(*s, TwinKind::other_seed) == -1);
  REQUIRE(first.apply(SetLearningRate{0}));
  CHECK_FALSE(Twin::make(first, TwinKind::rate_ten).has_value());
}

// --- the race
// ----------------------------------------------------------------------------------------------------------------------

RacePlan small_plan() {
  RacePlan plan;
  plan.against = TwinKind::other_loss;
  plan.rates = {0.2f, 0.8f};
  plan.seeds = 3;
  plan.limit = 120;
  return plan;
}

TEST_CASE("race: the same plan gives the same results, in one go or in small slices") {
  const Session first("free");
  Race whole(first, small_plan()), sliced(first, small_plan());
  CHECK(whole.advance(1000000));
  int slices = 0;
  while (!sliced.advance(7)) {
    ++slices;
    REQUIRE(slices < 100000);
    CHECK(sliced.progress() < 1);
  }
  CHECK(slices > 20);
  REQUIRE(whole.lines().size() == 4);
  for (std::size_t i = 0; i < whole.lines().size(); ++i) {
    CHECK(whole.lines()[i].steps.size() == 3);
    CHECK(whole.lines()[i].steps == sliced.lines()[i].steps);
  }
}

TEST_CASE("race: a run says when the held-out accuracy first reached its goal") {
  const Session first("free");
  Race race(first, small_plan());
  REQUIRE(race.advance(1000000));
  const RaceLine& line = race.lines()[2];
  CHECK(line.rate == doctest::Approx(0.8f));
  CHECK(line.side == 0);
  Session alone("free");
  REQUIRE(alone.apply(SetSeed{2}));
  REQUIRE(alone.apply(SetLearningRate{0.8f}));
  int steps = 0;
  while (steps < 120 && (steps == 0 || alone.snapshot()->now.heldout_accuracy < 0.9f)) {
    REQUIRE(alone.apply(StepTraining{5}));
    steps += 5;
  }
  CHECK(line.steps[1] == (steps < 120 || alone.snapshot()->now.heldout_accuracy >= 0.9f ? steps : kNever));
}

TEST_CASE("race: medians count a run that never got there as the longest, and the verdict names its rate") {
  const RaceLine line{.rate = 0.4f, .side = 0, .steps = {40, 20, kNever, 60, 50, kNever, 40, 80, 40, kNever, 30}};
  CHECK(line.median() == 50);
  CHECK(line.lower() == 40);
  CHECK(line.upper() == 80);
  CHECK(line.never() == 3);
  const RaceLine lost{.rate = 0.8f, .side = 0, .steps = {kNever, 30, kNever}};
  CHECK(lost.median() == kNever);
  CHECK(lost.lower() == 30);
  CHECK(RaceLine{}.median() == kNever);
}

}  // namespace
}  // namespace rizbin
