// Commands: what they change, and what is refused with which numbers.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "tests/engine/session/session_helpers.h"

namespace rizbin {
namespace {

using session_test::hash_of;
using session_test::layer;

struct Refusal {
  Command command;
  ErrorCode code;
  std::string where;
  std::vector<double> numbers;
};

TEST_CASE("what is out of range is refused by name, with the range, and changes nothing") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<Refusal> refusals{
      {SetLearningRate{.rate = 20}, ErrorCode::out_of_range, "rate", {20, 0, 10}},
      {SetLearningRate{.rate = -1}, ErrorCode::out_of_range, "rate", {-1, 0, 10}},
      {SetLearningRate{.rate = nan}, ErrorCode::not_finite, "rate", {}},
      {SetMomentum{.momentum = 1}, ErrorCode::out_of_range, "momentum", {1, 0, 0.99f}},
      {SetLabel{.label = 2}, ErrorCode::out_of_range, "label", {2, 0, 1}},
      {SetPicture{.values = std::vector<float>(80)}, ErrorCode::wrong_length, "values", {80, 81}},
      {SetPicture{.values = std::vector<float>(81, 2)}, ErrorCode::out_of_range, "values", {2, -1, 1}},
      {SetPicture{.values = std::vector<float>(81), .label = -1}, ErrorCode::out_of_range, "label", {-1, 0, 1}},
      {PaintPixels{.pixels = {{.index = 0, .value = 1}, {.index = 81}}}, ErrorCode::out_of_range, "pixels.index", {81, 0, 80}},
      {PaintPixels{.pixels = {{.index = 0, .value = nan}}}, ErrorCode::not_finite, "pixels.value", {}},
      {MovePicture{.dx = 10}, ErrorCode::out_of_range, "dx", {10, -9, 9}},
      {SetParameter{.param = {.layer = 0, .index = 27}, .value = 0}, ErrorCode::out_of_range, "index", {27, 0, 26}},
      {SetParameter{.param = {.layer = 0, .index = 0}, .value = 101}, ErrorCode::out_of_range, "value", {101, -100, 100}},
      {SetParameter{.param = {.layer = 0, .index = 0}, .value = nan}, ErrorCode::not_finite, "value", {}},
      {SetParameter{.param = {.layer = 1, .index = 0}}, ErrorCode::unknown_layer, "layer", {1, 6}},
      {SetParameter{.param = {.layer = 6, .index = 0}}, ErrorCode::unknown_layer, "layer", {6, 6}},
      {SetParameter{.param = {.layer = 0, .kind = ParamKind::bias}}, ErrorCode::unknown_layer, "layer", {0, 6}},
      {SetConvMode{.layer = 5}, ErrorCode::unknown_layer, "layer", {5, 6}},
      {SetVariation{.variation = {0, 0, 0, 0, 1.5f}}, ErrorCode::out_of_range, "noise", {1.5, 0, 1}},
      {StepTraining{.count = 0}, ErrorCode::out_of_range, "count", {0, 1, 100000}},
      {ExtendRun{.steps = -5}, ErrorCode::out_of_range, "steps", {}},
      {LoadNetwork{.preset = "huge"}, ErrorCode::unknown_preset, "huge", {}},
      {LoadExample{.name = "z"}, ErrorCode::unknown_preset, "z", {}},
      {Undo{}, ErrorCode::nothing_to_undo, "", {}},
      {Redo{}, ErrorCode::nothing_to_redo, "", {}},
  };
  Session session("lecture12");
  const auto before = session.snapshot();
  for (const Refusal& refusal : refusals) {
    CAPTURE(refusal.where);
    CAPTURE(refusal.command.index());
    const Result<void> result = session.apply(refusal.command);
    REQUIRE(!result.has_value());
    CHECK(result.error().code == refusal.code);
    CHECK(result.error().where == refusal.where);
    if (!refusal.numbers.empty()) CHECK(result.error().numbers == refusal.numbers);
    CHECK(!result.error().message.empty());
    CHECK(session.snapshot() == before);
  }
}

TEST_CASE("whatever a command changes, the hash changes") {
  const std::vector<Command> commands{PaintPixels{.pixels = {{.index = 0, .value = 0.5f}}},
                                      SetPicture{.values = example_picture("x"), .name = "mine"},
                                      LoadExample{.name = "x_thick"},
                                      ClearPicture{},
                                      MovePicture{.dx = 1},
                                      SetLabel{.label = 1},
                                      SetParameter{.param = {.layer = 5, .index = 23}, .value = 1},
                                      SetConvMode{.layer = 0, .mean = false},
                                      SetConvMode{.layer = 0, .mean = true, .bias = true},
                                      LoadNetwork{.preset = "free"},
                                      SetLearningRate{.rate = 0.5f},
                                      SetMomentum{.momentum = 0.5f},
                                      SetSeed{.seed = 4},
                                      SetTrainedPart{.part = TrainedPart::votes},
                                      SetVariation{.variation = {0.7f, 0.7f, 0.7f, 0.7f, 0.6f}},
                                      SetLossKind{.kind = LossKind::squared_error},
                                      StepTraining{}};
  std::vector<std::uint64_t> seen{hash_of(Session("lecture12"))};
  for (const Command& command : commands) {
    CAPTURE(command.index());
    Session session("lecture12");
    REQUIRE(session.apply(command));
    const std::uint64_t hash = hash_of(session);
    CHECK(std::ranges::find(seen, hash) == seen.end());
    seen.push_back(hash);
  }
}

TEST_CASE("the ends of the ranges are allowed") {
  Session session("free");
  CHECK(session.apply(SetLearningRate{.rate = 10}));
  CHECK(session.apply(SetLearningRate{.rate = 0}));
  CHECK(session.apply(SetMomentum{.momentum = 0.99f}));
  CHECK(session.apply(SetParameter{.param = {.layer = 0, .index = 26}, .value = 100}));
  CHECK(session.apply(SetParameter{.param = {.layer = 5, .kind = ParamKind::bias, .index = 1}, .value = -100}));
  CHECK(session.apply(SetVariation{.variation = {0, 1, 0, 1, 0}}));
}

TEST_CASE("drawing takes the picture's name away, an example gives picture, name and label") {
  Session session("free");
  REQUIRE(session.apply(LoadExample{.name = "o_small"}));
  auto s = session.snapshot();
  CHECK(s->label == 1);
  CHECK(s->picture_name == "o_small");
  CHECK(s->picture == example_picture("o_small"));
  REQUIRE(session.apply(PaintPixels{.pixels = {{.index = 40, .value = 1}}}));
  s = session.snapshot();
  CHECK(s->picture_name.empty());
  CHECK(s->picture[40] == 1);
  CHECK(s->label == 1);
  REQUIRE(session.apply(MovePicture{.dx = 1, .dy = 2}));
  CHECK(session.snapshot()->picture[40 + 1 + 18] == 1);
  REQUIRE(session.apply(ClearPicture{}));
  s = session.snapshot();
  CHECK(std::ranges::all_of(s->picture, [](float v) { return v == -1; }));
  REQUIRE(session.apply(SetPicture{.values = example_picture("x"), .label = 0, .name = "heldout/3"}));
  CHECK(session.snapshot()->picture_name == "heldout/3");
}

TEST_CASE("an edited weight changes everything after it") {
  Session session("lecture12");
  const auto before = session.snapshot();
  REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .index = 4}, .value = -1}));
  const auto after = session.snapshot();
  CHECK(after->version > before->version);
  CHECK(after->hash != before->hash);
  CHECK(layer(*after, "conv1").value[8] != layer(*before, "conv1").value[8]);
  CHECK(after->probabilities != before->probabilities);
  CHECK(before->layers[0].weight[4] == 1);  // a snapshot stays as it was
}

TEST_CASE("the convolution's mode is a switch: mean of products, or sum and bias") {
  Session session("lecture12");
  REQUIRE(session.apply(SetConvMode{.layer = 0, .mean = false, .bias = true}));
  auto s = session.snapshot();
  CHECK(layer(*s, "conv1").value[8] == 9);
  CHECK(layer(*s, "conv1").bias == std::vector<float>{0, 0, 0});
  REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .kind = ParamKind::bias, .index = 0}, .value = 0.5f}));
  CHECK(layer(*session.snapshot(), "conv1").value[8] == 9.5f);
  REQUIRE(session.apply(StepTraining{.count = 3}));
  CHECK(layer(*session.snapshot(), "conv1").bias[1] != 0);
  REQUIRE(session.apply(ResetTraining{}));
  s = session.snapshot();
  CHECK(layer(*s, "conv1").bias == std::vector<float>{0, 0, 0});
  CHECK(!layer(*s, "conv1").spec.mean);
}

TEST_CASE("loading a network brings its settings and keeps the picture and the seed") {
  Session session("free");
  REQUIRE(session.apply(LoadExample{.name = "o"}));
  REQUIRE(session.apply(SetSeed{.seed = 8}));
  REQUIRE(session.apply(SetLearningRate{.rate = 0.1f}));
  REQUIRE(session.apply(StepTraining{.count = 5}));
  REQUIRE(session.apply(LoadNetwork{.preset = "lecture48"}));
  const auto s = session.snapshot();
  CHECK(s->preset == "lecture48");
  CHECK(s->picture_name == "o");
  CHECK(s->seed == 8);
  CHECK(s->step == 0);
  CHECK(s->learning_rate == 0.6f);
  CHECK(s->trained == TrainedPart::votes);
  CHECK(s->history->size() == 1);
}

}  // namespace
}  // namespace rizbin
