// Training through the session: the same bits everywhere, the same start again, the curves, numbers that are not finite.
#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstring>

#include "engine/core/hash.h"
#include "engine/session/state.h"
#include "tests/engine/session/session_helpers.h"

namespace rizbin {
namespace {

using session_test::hash_of;
using session_test::layer;

std::uint64_t weights_hash(const Session& session) {
  Hash hash;
  for (const LayerState& l : session.snapshot()->layers) {
    hash.floats(l.weight);
    hash.floats(l.bias);
  }
  return hash.value();
}

TEST_CASE("the same seed gives the same bits, natively and as WebAssembly") {
  struct Golden {
    const char* preset;
    float momentum;
    std::uint64_t hash;
  };
  for (const Golden& golden : {Golden{"lecture12", 0, 11349523980201815345ULL}, Golden{"lecture48", 0, 6044458880911048142ULL},
                               Golden{"free", 0, 9547100437127697427ULL}, Golden{"free", 0.5f, 8538078650584368740ULL}}) {
    CAPTURE(golden.preset);
    Session session(golden.preset);
    REQUIRE(session.apply(SetMomentum{.momentum = golden.momentum}));
    REQUIRE(session.apply(StepTraining{.count = 240}));
    CHECK(weights_hash(session) == golden.hash);
  }
}

TEST_CASE("how the steps are asked for does not matter") {
  Session at_once("free");
  REQUIRE(at_once.apply(StepTraining{.count = 60}));
  Session one_by_one("free");
  for (int i = 0; i < 60; ++i) {
    REQUIRE(one_by_one.apply(StepTraining{}));
    if (i % 3 == 0) static_cast<void>(one_by_one.snapshot());
  }
  CHECK(hash_of(at_once) == hash_of(one_by_one));
  const auto a = at_once.snapshot();
  const auto b = one_by_one.snapshot();
  REQUIRE(a->history->size() == b->history->size());
  for (std::size_t i = 0; i < a->history->size(); ++i) CHECK((*a->history)[i].heldout_loss == (*b->history)[i].heldout_loss);
}

TEST_CASE("reset goes to the same start, bit for bit, and the second run is the first again") {
  for (const std::string_view preset : preset_names()) {
    CAPTURE(preset);
    Session session(preset);
    REQUIRE(session.apply(SetMomentum{.momentum = 0.5f}));
    const std::uint64_t start = hash_of(session);
    REQUIRE(session.apply(StepTraining{.count = 50}));
    const std::uint64_t first = hash_of(session);
    CHECK(first != start);
    REQUIRE(session.apply(ResetTraining{}));
    CHECK(hash_of(session) == start);
    REQUIRE(session.apply(StepTraining{.count = 50}));
    CHECK(hash_of(session) == first);
  }
}

TEST_CASE("another seed, another run; the held-out glyphs stay") {
  Session session("free");
  REQUIRE(session.apply(StepTraining{.count = 20}));
  const auto a = session.snapshot();
  REQUIRE(session.apply(SetSeed{.seed = 4}));
  CHECK(session.step() == 0);
  REQUIRE(session.apply(StepTraining{.count = 20}));
  const auto b = session.snapshot();
  CHECK(layer(*a, "conv1").weight != layer(*b, "conv1").weight);
  CHECK(a->heldout->pictures == b->heldout->pictures);
  REQUIRE(session.apply(SetSeed{.seed = kDefaultSeed}));
  REQUIRE(session.apply(StepTraining{.count = 20}));
  CHECK(session.snapshot()->hash == a->hash);
}

TEST_CASE("a recording of commands replays bit for bit") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    std::vector<Command> recording;
    Rng rng(seed, 77);
    for (int i = 0; i < 100; ++i) {
      if (rng.chance(0.25f)) {
        recording.emplace_back(StepTraining{.count = rng.integer(1, 4)});
      } else if (rng.chance(0.2f)) {
        recording.emplace_back(rng.chance(0.6f) ? Command(Undo{}) : Command(Redo{}));
      } else {
        recording.push_back(session_test::random_command(rng));
      }
    }
    Session first("lecture12");
    Session second("lecture12");
    for (const Command& command : recording) {
      static_cast<void>(first.apply(command));
      static_cast<void>(first.snapshot());  // looking changes nothing
    }
    for (const Command& command : recording) static_cast<void>(second.apply(command));
    CHECK(hash_of(first) == hash_of(second));
    CHECK(first.snapshot()->now.heldout_loss == second.snapshot()->now.heldout_loss);
  }
}

TEST_CASE("votes only: the features stay, bit for bit") {
  Session session("lecture12");
  REQUIRE(session.apply(SetTrainedPart{.part = TrainedPart::votes}));
  const auto before = session.snapshot();
  REQUIRE(session.apply(StepTraining{.count = 30}));
  const auto after = session.snapshot();
  CHECK(layer(*after, "conv1").weight == layer(*before, "conv1").weight);
  CHECK(layer(*after, "dense").weight != layer(*before, "dense").weight);
}

TEST_CASE("the curves have a point at the start, at the first steps, then at every fourth") {
  Session session("free");
  REQUIRE(session.apply(StepTraining{.count = 18}));
  const auto s = session.snapshot();
  std::vector<int> steps;
  for (const Metric& m : *s->history) steps.push_back(m.step);
  CHECK(steps == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16});
  CHECK(s->now.step == 18);
  int points = 0;
  for (int step = 0; step <= 100000; ++step) points += history_due(step) ? 1 : 0;
  CHECK(points < 900);
}

TEST_CASE("metrics are those of the glyphs shown") {
  Session session("free");
  REQUIRE(session.apply(StepTraining{.count = 40}));
  const auto s = session.snapshot();
  int right = 0;
  float loss = 0;
  for (std::size_t i = 0; i < 96; ++i) {
    const int label = s->heldout->labels[i];
    const float p = s->heldout->probabilities[2 * i + static_cast<std::size_t>(label)];
    right += p > 0.5f ? 1 : 0;
    loss -= std::log(p) / 96;
    // Put on the pad, a glyph gets the verdict it has in the gallery.
    std::vector<float> glyph(s->heldout->pictures.begin() + static_cast<std::ptrdiff_t>(81 * i),
                             s->heldout->pictures.begin() + static_cast<std::ptrdiff_t>(81 * i + 81));
    REQUIRE(session.apply(SetPicture{.values = glyph, .label = label}));
    CHECK(session.snapshot()->probabilities[static_cast<std::size_t>(label)] == p);
  }
  CHECK(s->now.heldout_accuracy == static_cast<float>(right) / 96);
  CHECK(s->now.heldout_loss == doctest::Approx(loss).epsilon(1e-4));
}

TEST_CASE("a snapshot shares what did not change") {
  Session session("free");
  const auto a = session.snapshot();
  CHECK(session.snapshot() == a);
  REQUIRE(session.apply(PaintPixels{.pixels = {{.index = 0, .value = 1}}}));
  const auto b = session.snapshot();
  CHECK(b != a);
  CHECK(b->heldout == a->heldout);
  CHECK(b->history == a->history);
  REQUIRE(session.apply(StepTraining{}));
  const auto c = session.snapshot();
  CHECK(c->heldout != b->heldout);
  CHECK(c->history != b->history);
  CHECK(b->history->size() == 1);
}

TEST_CASE("a change of the glyphs shows in the metrics at once, and in the curve's last point") {
  Session session("free");
  REQUIRE(session.apply(StepTraining{.count = 40}));
  const auto before = session.snapshot();
  REQUIRE(before->history->back().step == 40);
  REQUIRE(session.apply(SetVariation{.variation = {1, 1, 1, 1, 1}}));
  const auto after = session.snapshot();
  CHECK(after->heldout->pictures != before->heldout->pictures);
  CHECK(after->now.heldout_loss > before->now.heldout_loss);
  CHECK(after->history->size() == before->history->size());
  CHECK(after->history->back().heldout_loss == after->now.heldout_loss);
}

// A weight so large that two products overflow: through the saved form, as no command takes such a number.
void break_first_kernel(Session& session) {
  constexpr float kMark = 77.125f;
  for (int i = 0; i < 9; ++i) REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .index = i}, .value = kMark}));
  std::vector<std::byte> bytes = session.save();
  const float huge = 3e38f;
  int places = 0;
  for (std::size_t i = 16; i + 4 <= bytes.size(); ++i) {
    if (std::memcmp(&bytes[i], &kMark, 4) != 0) continue;
    std::memcpy(&bytes[i], &huge, 4);
    ++places;
  }
  REQUIRE(places == 9);
  Hash sum;
  sum.bytes(std::span(bytes).subspan(16));
  for (std::size_t i = 0; i < 8; ++i) bytes[8 + i] = static_cast<std::byte>(sum.value() >> (8 * i));
  REQUIRE(session.load(bytes));
}

TEST_CASE("a number that is not finite stops training, names the layer and keeps the weights") {
  Session session("free");
  REQUIRE(session.apply(StepTraining{.count = 5}));
  break_first_kernel(session);
  const std::uint64_t before = weights_hash(session);
  REQUIRE(session.apply(StepTraining{.count = 10}));
  const auto s = session.snapshot();
  CHECK(session.stopped_by_trouble());
  CHECK(s->trouble.happened);
  CHECK(s->trouble.layer == 0);
  CHECK(s->trouble.step == 6);
  CHECK(s->trouble.kept_step == 5);
  CHECK(s->step == 5);
  CHECK(weights_hash(session) == before);
  const Result<void> refused = session.apply(StepTraining{});
  REQUIRE(!refused.has_value());
  CHECK(refused.error().code == ErrorCode::not_finite);
  CHECK(refused.error().where == "conv1");
  // Drawing does not lift it; a change of settings or weights does.
  REQUIRE(session.apply(ClearPicture{}));
  CHECK(session.stopped_by_trouble());
  REQUIRE(session.apply(SetLearningRate{.rate = 0.1f}));
  CHECK(!session.stopped_by_trouble());
  REQUIRE(session.apply(StepTraining{}));
  CHECK(session.stopped_by_trouble());
  REQUIRE(session.apply(ResetTraining{}));
  CHECK(!session.stopped_by_trouble());
  REQUIRE(session.apply(StepTraining{.count = 20}));
  CHECK(!session.stopped_by_trouble());
}

TEST_CASE("a rate that makes the weights run away: the last good ones are kept and are finite") {
  int stopped = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Session session("free");
    REQUIRE(session.apply(SetConvMode{.layer = 0, .mean = false, .bias = true}));
    REQUIRE(session.apply(SetSeed{.seed = seed}));
    REQUIRE(session.apply(SetLearningRate{.rate = 10}));
    REQUIRE(session.apply(SetMomentum{.momentum = 0.99f}));
    REQUIRE(session.apply(StepTraining{.count = 400}));
    const auto s = session.snapshot();
    for (const LayerState& l : s->layers)
      for (const float w : l.weight) CHECK(std::isfinite(w));
    if (!s->trouble.happened) continue;
    ++stopped;
    CHECK(s->step == s->trouble.kept_step);
    CHECK(s->trouble.kept_step < s->trouble.step);
    CHECK(s->history->back().step <= s->step);
    REQUIRE(session.apply(SetLearningRate{.rate = 0}));
    REQUIRE(session.apply(StepTraining{}));
    CHECK(!session.stopped_by_trouble());
  }
  CHECK(stopped > 20);
}

}  // namespace
}  // namespace rizbin
