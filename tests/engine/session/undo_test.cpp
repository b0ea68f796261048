// Every command's undo restores the fingerprint, and its redo brings back what was there.
#include <doctest/doctest.h>

#include <vector>

#include "tests/engine/session/session_helpers.h"

namespace rizbin {
namespace {

using session_test::hash_of;
using session_test::layer;
using session_test::random_command;

TEST_CASE("undo of any command restores the hash, redo brings it back") {
  int undone = 0;
  int refused = 0;
  for (const std::string_view preset : preset_names()) {
    Session session(preset);
    Rng rng(11);
    for (int i = 0; i < 400; ++i) {
      const std::uint64_t before = hash_of(session);
      Command command = random_command(rng);
      // Gestures merge into an older entry: tested below.
      if (auto* paint = std::get_if<PaintPixels>(&command)) paint->gesture = 0;
      if (auto* parameter = std::get_if<SetParameter>(&command)) parameter->gesture = 0;
      if (auto* activation = std::get_if<SetActivation>(&command)) activation->gesture = 0;
      CAPTURE(i);
      CAPTURE(command.index());
      const bool done = session.apply(command).has_value();
      const std::uint64_t after = hash_of(session);
      if (!done) {
        ++refused;
        CHECK(after == before);
        continue;
      }
      if (after == before) continue;
      ++undone;
      REQUIRE(session.apply(Undo{}));
      CHECK(hash_of(session) == before);
      REQUIRE(session.apply(Redo{}));
      CHECK(hash_of(session) == after);
      if (rng.chance(0.3f))
        REQUIRE(session.apply(StepTraining{.count = rng.integer(1, 6)}).has_value() != session.stopped_by_trouble());
      if (session.stopped_by_trouble()) REQUIRE(session.apply(ResetTraining{}));
    }
  }
  CHECK(undone > 600);
  CHECK(refused > 100);
}

TEST_CASE("undoing everything walks back through the states, redoing everything forward, gestures in one piece") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Session session("lecture12");
    Rng rng(seed);
    std::vector<std::uint64_t> states{hash_of(session)};
    for (int i = 0; i < 120; ++i) {
      static_cast<void>(session.apply(random_command(rng)));
      states.push_back(hash_of(session));
    }
    std::size_t at = states.size() - 1;
    int undos = 0;
    while (session.apply(Undo{})) {
      ++undos;
      const std::uint64_t now = hash_of(session);
      while (at > 0 && states[at] != now) --at;
      REQUIRE(states[at] == now);
    }
    CHECK(hash_of(session) == states.front());
    CHECK(!session.snapshot()->can_undo);
    int redos = 0;
    while (session.apply(Redo{})) ++redos;
    CHECK(redos == undos);
    CHECK(hash_of(session) == states.back());
    CHECK(!session.snapshot()->can_redo);
  }
}

TEST_CASE("with training in between: all undone and all redone is where we were") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Session session("free");
    Rng rng(seed, 5);
    const auto start = session.snapshot();
    for (int i = 0; i < 80; ++i) {
      if (rng.chance(0.3f)) {
        static_cast<void>(session.apply(StepTraining{.count = rng.integer(1, 5)}));
      } else {
        static_cast<void>(session.apply(random_command(rng)));
      }
    }
    const auto end = session.snapshot();
    while (session.apply(Undo{})) {}
    const auto back = session.snapshot();
    CHECK(back->picture == start->picture);
    CHECK(back->label == start->label);
    CHECK(back->variation == start->variation);
    CHECK(back->seed == start->seed);
    CHECK(back->preset == start->preset);
    while (session.apply(Redo{})) {}
    CHECK(session.snapshot()->hash == end->hash);
    CHECK(session.snapshot()->step == end->step);
    CHECK(session.snapshot()->history->size() == end->history->size());
  }
}

TEST_CASE("undoing an edit undoes the training since, redoing brings both back") {
  Session session("lecture12");
  REQUIRE(session.apply(StepTraining{.count = 10}));
  const std::uint64_t trained = hash_of(session);
  REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .index = 4}, .value = -3}));
  REQUIRE(session.apply(StepTraining{.count = 20}));
  const auto later = session.snapshot();
  REQUIRE(session.apply(Undo{}));
  CHECK(hash_of(session) == trained);
  CHECK(session.step() == 10);
  CHECK(session.snapshot()->history->back().step <= 10);
  REQUIRE(session.apply(Redo{}));
  CHECK(hash_of(session) == later->hash);
  CHECK(session.step() == 30);
}

TEST_CASE("undoing a stroke leaves the training alone") {
  Session session("free");
  REQUIRE(session.apply(PaintPixels{.pixels = {{.index = 0, .value = 1}}}));
  REQUIRE(session.apply(StepTraining{.count = 10}));
  const auto trained = session.snapshot();
  REQUIRE(session.apply(Undo{}));
  const auto s = session.snapshot();
  CHECK(s->picture[0] == -1);
  CHECK(s->picture_name == "x");
  CHECK(s->step == 10);
  CHECK(layer(*s, "conv1").weight == layer(*trained, "conv1").weight);
}

TEST_CASE("one stroke, one undo; two strokes, two") {
  Session session("free");
  const std::uint64_t before = hash_of(session);
  for (int i = 0; i < 5; ++i) REQUIRE(session.apply(PaintPixels{.pixels = {{.index = i, .value = 1}}, .gesture = 4}));
  const std::uint64_t first = hash_of(session);
  for (int i = 5; i < 9; ++i) REQUIRE(session.apply(PaintPixels{.pixels = {{.index = i, .value = 1}}, .gesture = 5}));
  REQUIRE(session.apply(Undo{}));
  CHECK(hash_of(session) == first);
  // The same number after an undo is a new gesture all the same.
  REQUIRE(session.apply(Redo{}));
  REQUIRE(session.apply(Undo{}));
  REQUIRE(session.apply(PaintPixels{.pixels = {{.index = 19, .value = 1}}, .gesture = 5}));
  REQUIRE(session.apply(Undo{}));
  CHECK(hash_of(session) == first);
  REQUIRE(session.apply(Undo{}));
  CHECK(hash_of(session) == before);
  CHECK(session.apply(Undo{}).error().code == ErrorCode::nothing_to_undo);
}

TEST_CASE("a weight dragged while it trains is one undo") {
  Session session("lecture12");
  const std::uint64_t before = hash_of(session);
  for (int i = 0; i < 5; ++i) {
    REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .index = 2}, .value = static_cast<float>(i), .gesture = 2}));
    REQUIRE(session.apply(StepTraining{.count = 3}));
  }
  REQUIRE(session.apply(Undo{}));
  CHECK(hash_of(session) == before);
}

TEST_CASE("a command that changes nothing is no entry and keeps what can be redone") {
  Session session("free");
  REQUIRE(session.apply(SetLabel{.label = 1}));
  REQUIRE(session.apply(Undo{}));
  const auto before = session.snapshot();
  REQUIRE(session.apply(SetLabel{.label = 0}));
  REQUIRE(session.apply(LoadExample{.name = "x"}));
  REQUIRE(session.apply(ResetTraining{}));
  REQUIRE(session.apply(PaintPixels{.pixels = {{.index = 10, .value = 1}}}));
  REQUIRE(session.apply(MovePicture{}));
  REQUIRE(session.apply(SetLearningRate{.rate = before->learning_rate}));
  const auto after = session.snapshot();
  CHECK(after->version == before->version);
  CHECK(!after->can_undo);
  CHECK(after->can_redo);
  CHECK(after->picture_name == "x");
}

TEST_CASE("what leaves the grid is gone, and undo brings it back") {
  Session session("free");
  const auto x = session.snapshot();
  REQUIRE(session.apply(MovePicture{.dx = 4, .dy = 0}));
  REQUIRE(session.apply(MovePicture{.dx = -4, .dy = 0}));
  const auto moved = session.snapshot();
  CHECK(moved->picture != x->picture);
  CHECK(moved->picture_name.empty());
  REQUIRE(session.apply(Undo{}));
  REQUIRE(session.apply(Undo{}));
  CHECK(session.snapshot()->picture == x->picture);
}

}  // namespace
}  // namespace rizbin
