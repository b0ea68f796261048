// The networks of the picker at their start, against what the lecture and the course say of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/data/examples.h"
#include "engine/session/presets.h"
#include "engine/session/session.h"
#include "tests/engine/session/session_helpers.h"

namespace rizbin {
namespace {

using session_test::layer;

std::shared_ptr<const Snapshot> on_example(Session& session, std::string_view name) {
  REQUIRE(session.apply(LoadExample{.name = std::string(name)}));
  return session.snapshot();
}

TEST_CASE("the lecture's machine votes as chapter 12 says") {
  Session session("lecture12");
  const auto s = session.snapshot();
  CHECK(s->picture_name == "x");
  constexpr float a = 1;
  constexpr float b = 5.0f / 9;
  CHECK(layer(*s, "votes").value == std::vector<float>{a, b, b, a, a, b, b, b, b, a, a, b});
  CHECK(layer(*s, "dense").value[0] == doctest::Approx(1.0).epsilon(1e-6));
  CHECK(layer(*s, "dense").value[1] == doctest::Approx(5.0 / 9).epsilon(1e-6));
  CHECK(s->verdict == 0);
  CHECK(std::lround(s->probabilities[0] * 1000) == 609);
  CHECK(std::lround(on_example(session, "x_thick")->probabilities[0] * 1000) == 508);
  CHECK(on_example(session, "o")->verdict == 1);
  REQUIRE(session.apply(ClearPicture{}));
  CHECK(std::lround(session.snapshot()->probabilities[0] * 1000) == 519);
}

TEST_CASE("shapes, names and parameter counts of the three networks") {
  const auto lecture12 = Session("lecture12").snapshot();
  CHECK(lecture12->layers.size() == 6);
  CHECK(layer(*lecture12, "pool2").out == Shape{3, 2, 2});
  CHECK(layer(*lecture12, "conv1").weight.size() + layer(*lecture12, "dense").weight.size() == 51);
  CHECK(layer(*lecture12, "conv1").bias.empty());
  CHECK(layer(*lecture12, "conv1").names == std::vector<std::string>{"diagonal", "cross", "anti_diagonal"});

  const auto lecture48 = Session("lecture48").snapshot();
  CHECK(layer(*lecture48, "votes").out.size() == 48);
  CHECK(lecture48->trained == TrainedPart::votes);

  const auto free = Session("free").snapshot();
  CHECK(layer(*free, "conv1").weight.size() + layer(*free, "conv1").bias.size() == 30);
  CHECK(layer(*free, "dense").weight.size() + layer(*free, "dense").bias.size() == 26);
  CHECK(layer(*free, "conv1").names == std::vector<std::string>{"", "", ""});
  CHECK(free->trained == TrainedPart::whole);
  for (const auto& s : {lecture12, lecture48, free}) {
    CHECK(s->batch == 8);
    CHECK(s->run_length == 240);
    CHECK(s->step == 0);
    CHECK(s->seed == kDefaultSeed);
    CHECK(s->heldout->count() == 96);
    CHECK(s->history->size() == 1);
    CHECK(!s->can_undo);
  }
}

TEST_CASE("a feature keeps its name while it is exactly the lecture's") {
  Session session("lecture12");
  REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .index = 4}, .value = 0.9f}));
  CHECK(layer(*session.snapshot(), "conv1").names == std::vector<std::string>{"", "cross", "anti_diagonal"});
  REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .index = 4}, .value = 1}));
  CHECK(layer(*session.snapshot(), "conv1").names[0] == "diagonal");
}

TEST_CASE("every preset and every example can be had by its name") {
  CHECK(std::ranges::equal(preset_names(), presets(), {}, {}, &Preset::name));
  CHECK(std::ranges::equal(example_names(), examples(), {}, {}, &Example::name));
  CHECK(example_picture("x") == picture_of(*find_example("x")));
  CHECK(example_picture("y").empty());
}

}  // namespace
}  // namespace rizbin
