// The architecture is the learner's: set, undone, saved, reset, trained; and the digits' network reads digits.
#include <doctest/doctest.h>

#include "engine/data/generator.h"
#include "engine/session/presets.h"
#include "tests/engine/session/session_helpers.h"

namespace rizbin {
namespace {

std::vector<LayerSpec> specs_of(const Snapshot& s) {
  std::vector<LayerSpec> specs;
  for (const LayerState& layer : s.layers) specs.push_back(layer.spec);
  return specs;
}

std::vector<LayerSpec> with_second_conv(const Snapshot& s) {
  std::vector<LayerSpec> specs = specs_of(s);
  specs.insert(specs.begin() + 2, {{.kind = LayerKind::conv, .id = "conv9", .units = 4}, {.kind = LayerKind::tanh, .id = "tanh1"}});
  return specs;
}

TEST_CASE("layers of one's own keep what was learned, and undo brings everything back bit for bit") {
  Session session("free");
  REQUIRE(session.apply(StepTraining{.count = 30}));
  const auto before = session.snapshot();
  const std::vector<LayerSpec> specs = with_second_conv(*before);
  REQUIRE(session.apply(SetArchitecture{.layers = specs}));
  const auto after = session.snapshot();
  CHECK(after->preset == "own");
  CHECK(specs_of(*after) == specs);
  CHECK(after->layers[0].weight == before->layers[0].weight);
  CHECK(after->layers[0].bias == before->layers[0].bias);
  CHECK(after->step == 30);
  CHECK(after->hash != before->hash);
  CHECK(session.apply(StepTraining{.count = 3}));

  REQUIRE(session.apply(Undo{}));
  CHECK(session.snapshot()->hash == before->hash);
  CHECK(session.snapshot()->preset == "free");
  REQUIRE(session.apply(Redo{}));
  CHECK(specs_of(*session.snapshot()) == specs);
}

TEST_CASE("what does not fit is refused, and the first layer is named") {
  Session session("free");
  std::vector<LayerSpec> specs = specs_of(*session.snapshot());
  specs.insert(specs.begin() + 4,
               {{.kind = LayerKind::conv, .id = "conv2", .units = 2}, {.kind = LayerKind::conv, .id = "conv3", .units = 2}});
  const std::uint64_t hash = session.snapshot()->hash;
  const Result<void> done = session.apply(SetArchitecture{.layers = specs});
  REQUIRE(!done);
  CHECK(done.error().code == ErrorCode::window_too_large);
  CHECK(done.error().where == "conv2");
  specs = specs_of(*session.snapshot());
  specs.back().units = 5;
  CHECK(session.apply(SetArchitecture{.layers = specs}).error().where == "dense");
  CHECK(!session.apply(SetArchitecture{}));
  CHECK(session.snapshot()->hash == hash);
  CHECK(!session.snapshot()->can_undo);
}

TEST_CASE("an own architecture is saved, and reset gives its start again") {
  for (const std::string_view preset : {"lecture12", "free", "digits"}) {
    Session session(preset);
    REQUIRE(session.apply(SetArchitecture{.layers = with_second_conv(*session.snapshot())}));
    REQUIRE(session.apply(ResetTraining{}));
    const auto start = session.snapshot();
    REQUIRE(session.apply(StepTraining{.count = 5}));
    const auto trained = session.snapshot();
    CHECK(trained->hash != start->hash);

    Session other("free");
    REQUIRE(other.load(session.save()));
    CHECK(other.snapshot()->hash == trained->hash);
    CHECK(other.snapshot()->preset == "own");
    REQUIRE(other.apply(ResetTraining{}));
    CHECK(other.snapshot()->hash == start->hash);
    REQUIRE(session.apply(ResetTraining{}));
    CHECK(session.snapshot()->hash == start->hash);
    if (preset == "lecture12") {
      const std::vector<std::string> names{"diagonal", "cross", "anti_diagonal"};
      CHECK(start->layers[0].names == names);
    }
  }
}

TEST_CASE("swapped filters: one undo, momentum goes along, twice is where it was") {
  Session session("free");
  REQUIRE(session.apply(SetMomentum{.momentum = 0.9f}));
  REQUIRE(session.apply(StepTraining{.count = 12}));
  const auto before = session.snapshot();
  REQUIRE(session.apply(SwapFilters{.layer = 0, .a = 0, .b = 2}));
  const auto after = session.snapshot();
  CHECK(after->preset == "free");
  CHECK(after->hash != before->hash);
  CHECK(after->verdict == before->verdict);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(after->layers[3].value[i] == before->layers[3].value[8 + i]);
    CHECK(after->layers[3].value[8 + i] == before->layers[3].value[i]);
  }
  REQUIRE(session.apply(SwapFilters{.layer = 0, .a = 2, .b = 0}));
  CHECK(session.snapshot()->hash == before->hash);
  REQUIRE(session.apply(Undo{}));
  CHECK(session.snapshot()->hash == after->hash);
  CHECK(!session.apply(SwapFilters{.layer = 1, .a = 0, .b = 1}));
  CHECK(!session.apply(SwapFilters{.layer = 0, .a = 0, .b = 3}));
}

TEST_CASE("swapped filters take their locks and the values set by hand along") {
  Session session("free");
  REQUIRE(session.apply(SetLock{.param = {0, ParamKind::weight, 4}}));
  REQUIRE(session.apply(SetLock{.param = {0, ParamKind::bias, 2}}));
  REQUIRE(session.apply(SetLock{.param = {5, ParamKind::weight, 12 + 1}}));
  REQUIRE(session.apply(SetActivation{.cell = {3, 2}, .value = 7}));
  const std::uint64_t hash = session.snapshot()->hash;
  REQUIRE(session.apply(SwapFilters{.layer = 0, .a = 0, .b = 2}));
  const auto s = session.snapshot();
  CHECK(s->layers[0].locked_weight[18 + 4] == 1);
  CHECK(s->layers[0].locked_weight[4] == 0);
  CHECK(s->layers[0].locked_bias[0] == 1);
  CHECK(s->layers[5].locked_weight[12 + 8 + 1] == 1);
  CHECK(s->layers[3].value[8 + 2] == 7);
  REQUIRE(session.apply(SwapFilters{.layer = 0, .a = 0, .b = 2}));
  CHECK(session.snapshot()->hash == hash);
}

TEST_CASE("digits: pictures of their own come and go with the network, and undo brings the glyph back") {
  Session session("free");
  REQUIRE(session.apply(LoadExample{.name = "o_tilted"}));
  const auto before = session.snapshot();
  REQUIRE(session.apply(LoadNetwork{.preset = "digits"}));
  const auto digits = session.snapshot();
  CHECK(digits->picture_shape == Shape{1, 28, 28});
  CHECK(digits->classes.size() == 10);
  CHECK(digits->heldout->shape == digits->picture_shape);
  CHECK(digits->heldout->classes == 10);
  CHECK(digits->picture_name == "digit_0");
  REQUIRE(session.apply(LoadExample{.name = "digit_7"}));
  CHECK(session.snapshot()->label == 7);
  CHECK(!session.apply(LoadExample{.name = "x"}));
  REQUIRE(session.apply(Undo{}));
  REQUIRE(session.apply(Undo{}));
  CHECK(session.snapshot()->hash == before->hash);
  CHECK(session.snapshot()->heldout->classes == 2);
}

TEST_CASE("digits: 400 steps read more than 95 of 100 digits never seen, from several seeds") {
  for (const std::uint64_t seed : {1, 3, 7}) {
    Session session("digits");
    REQUIRE(session.apply(SetSeed{.seed = seed}));
    REQUIRE(session.apply(StepTraining{.count = 400}));
    const auto s = session.snapshot();
    INFO("seed " << seed << ": " << s->now.heldout_accuracy);
    CHECK(s->now.heldout_accuracy > 0.95f);
  }
}

}  // namespace
}  // namespace rizbin
