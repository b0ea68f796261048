// The record of training: every step is there again bit for bit, within the budget; changes in the past branch, undo brings the
// old future back; one update from the glyph on the pad; the batch to come.
#include <doctest/doctest.h>

#include <cstring>
#include <map>

#include "engine/session/record.h"
#include "tests/engine/session/session_helpers.h"

namespace rizbin {
namespace {

using session_test::hash_of;
using session_test::layer;

void seek(Session& session, int step) { REQUIRE(session.apply(SeekStep{.step = step})); }

bool same(const Metric& a, const Metric& b) { return std::memcmp(&a, &b, sizeof(Metric)) == 0; }

TEST_CASE("record: there and back, every step has the hash and the metrics it had") {
  for (const std::string_view preset : preset_names()) {
    CAPTURE(preset);
    Session session(preset);
    REQUIRE(session.apply(SetMomentum{.momentum = 0.5f}));
    std::vector<std::shared_ptr<const Snapshot>> were{session.snapshot()};
    for (int i = 0; i < 60; ++i) {
      REQUIRE(session.apply(StepTraining{}));
      were.push_back(session.snapshot());
    }
    const auto end = were.back();
    CHECK(end->record.first == 0);
    CHECK(end->record.last == 60);
    CHECK(end->future == nullptr);
    for (const int step : {0, 60, 17, 18, 1, 59, 4, 3, 0, 30, 60}) {
      seek(session, step);
      const auto s = session.snapshot();
      const Snapshot& was = *were[static_cast<std::size_t>(step)];
      CAPTURE(step);
      CHECK(s->hash == was.hash);
      CHECK(same(s->now, was.now));
      CHECK(s->heldout->probabilities == was.heldout->probabilities);
      CHECK(s->next_batch->losses == was.next_batch->losses);
      CHECK(s->history->back().step <= step);
      CHECK(s->history->size() + (s->future ? s->future->size() : 0) == end->history->size());
      CHECK(s->record.last == 60);
      CHECK(s->can_undo == was.can_undo);
    }
  }
}

TEST_CASE("record: seeking leaves the pad alone, is refused outside, and training goes on along it") {
  Session session("free");
  REQUIRE(session.apply(StepTraining{.count = 40}));
  const std::uint64_t end = hash_of(session);
  REQUIRE(session.apply(StepTraining{.count = 10}));
  const std::uint64_t beyond = hash_of(session);
  REQUIRE(session.apply(PaintPixels{.pixels = {{.index = 0, .value = 1}}}));
  seek(session, 13);
  CHECK(session.snapshot()->picture[0] == 1);
  for (const int wrong : {-1, 51}) {
    const Result<void> refused = session.apply(SeekStep{.step = wrong});
    REQUIRE(!refused.has_value());
    CHECK(refused.error().code == ErrorCode::out_of_range);
    CHECK(session.step() == 13);
  }
  REQUIRE(session.apply(Undo{}));  // the stroke; the step stays
  CHECK(session.step() == 13);
  REQUIRE(session.apply(StepTraining{.count = 27}));
  CHECK(hash_of(session) == end);
  CHECK(session.snapshot()->record.last == 50);
  REQUIRE(session.apply(StepTraining{.count = 30}));
  CHECK(session.snapshot()->record.last == 70);
  seek(session, 50);
  CHECK(hash_of(session) == beyond);
  CHECK(session.snapshot()->record.edits.empty());
}

TEST_CASE("record: changes of rate, part, glyphs, momentum and weights are replayed where they were made") {
  Session session("free");
  std::map<int, std::uint64_t> were;
  const auto train = [&](int count) {
    for (int i = 0; i < count; ++i) {
      were[session.step()] = hash_of(session);  // as it was left, after all changes there
      REQUIRE(session.apply(StepTraining{}));
    }
  };
  train(10);
  REQUIRE(session.apply(SetLearningRate{.rate = 0.2f}));
  REQUIRE(session.apply(SetMomentum{.momentum = 0.9f}));
  train(9);
  REQUIRE(session.apply(SetTrainedPart{.part = TrainedPart::votes}));
  train(7);
  REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .index = 4}, .value = 2}));
  train(6);
  REQUIRE(session.apply(SetVariation{.variation = {1, 0, 0, 0, 0}}));
  REQUIRE(session.apply(SetLossKind{.kind = LossKind::squared_error}));
  train(5);
  REQUIRE(session.apply(SetConvMode{.layer = 0, .mean = false, .bias = true}));
  train(5);
  were[session.step()] = hash_of(session);
  CHECK(session.snapshot()->record.edits == std::vector<int>{10, 19, 26, 32, 37});
  for (const auto& [step, hash] : were) {
    CAPTURE(step);
    seek(session, step);
    CHECK(hash_of(session) == hash);
  }
  seek(session, 0);
  for (const auto& [step, hash] : were) {
    CAPTURE(step);
    if (step > 0) REQUIRE(session.apply(StepTraining{}));
    CHECK(hash_of(session) == hash);
  }
  CHECK(session.snapshot()->record.last == 42);
}

TEST_CASE("record: a change in the past is a branch, and undoing it brings the old future back") {
  const std::vector<Command> changes{SetParameter{.param = {.layer = 0, .index = 1}, .value = 1.5f},
                                     SetLearningRate{.rate = 0.1f},
                                     SetTrainedPart{.part = TrainedPart::votes},
                                     StepSample{},
                                     SetConvMode{.layer = 0, .mean = false, .bias = true},
                                     ResetTraining{},
                                     SetSeed{.seed = 9},
                                     LoadNetwork{.preset = "lecture12"}};
  for (const Command& change : changes) {
    CAPTURE(change.index());
    Session session("free");
    REQUIRE(session.apply(StepTraining{.count = 50}));
    const auto end = session.snapshot();
    seek(session, 20);
    const auto past = session.snapshot();
    REQUIRE(session.apply(change));
    const auto branch = session.snapshot();
    CHECK(branch->record.last == branch->step);
    CHECK(branch->future == nullptr);
    CHECK(branch->history->back().step <= branch->step);
    const bool stays = branch->step == 20;
    CHECK(branch->record.branch_at == (stays ? 20 : -1));
    CHECK(branch->record.branch_last == (stays ? 50 : -1));
    REQUIRE(session.apply(StepTraining{.count = 12}));
    const auto grown = session.snapshot();
    REQUIRE(session.apply(Undo{}));
    const auto back = session.snapshot();
    CHECK(back->hash == past->hash);
    CHECK(back->record.last == 50);
    CHECK(back->record.branch_at == -1);
    seek(session, 50);
    CHECK(hash_of(session) == end->hash);
    CHECK(session.snapshot()->history->size() == end->history->size());
    seek(session, 20);
    REQUIRE(session.apply(Redo{}));
    CHECK(hash_of(session) == grown->hash);
    CHECK(session.snapshot()->record.last == grown->record.last);
  }
}

TEST_CASE("record: what changes nothing cuts nothing; a reset at the start of a record does") {
  Session session("free");
  REQUIRE(session.apply(StepTraining{.count = 30}));
  const std::uint64_t end = hash_of(session);
  seek(session, 0);
  REQUIRE(session.apply(SetLearningRate{.rate = session.snapshot()->learning_rate}));
  REQUIRE(session.apply(SetLabel{.label = 1}));
  CHECK(session.snapshot()->record.last == 30);
  CHECK(session.snapshot()->future != nullptr);
  REQUIRE(session.apply(ResetTraining{}));
  CHECK(session.snapshot()->record.last == 0);
  REQUIRE(session.apply(Undo{}));
  REQUIRE(session.apply(Undo{}));
  seek(session, 30);
  CHECK(hash_of(session) == end);
}

TEST_CASE("record: the budget holds over twenty thousand steps, and no step is lost") {
  SessionState state(*find_preset("free"));
  state.record_budget = 100'000;
  std::map<int, std::uint64_t> were;
  std::size_t most = 0;
  for (int i = 0; i < 200; ++i) {
    were[state.model.step] = state.hash();
    REQUIRE(state.apply(StepTraining{.count = 100}));
    if (i % 50 == 49) REQUIRE(state.apply(SetLearningRate{.rate = 0.1f + 0.001f * static_cast<float>(i)}));
    most = std::max(most, state.account->bytes);
  }
  CHECK(most <= 100'000);
  CHECK(most > 40'000);
  CHECK(state.model.record->first() == 0);
  CHECK(state.model.record->spacing <= kShortReplay);
  for (const int step : {0, 100, 9900, 10100, 19900, 5000}) {
    CAPTURE(step);
    REQUIRE(state.apply(SeekStep{.step = step}));
    if (were.contains(step) && state.model.record->by_hand_at(step) == nullptr) CHECK(state.hash() == were[step]);
  }
}

TEST_CASE("record: futures kept for undo count, and go first when memory is short") {
  SessionState state(*find_preset("free"));
  state.record_budget = 60'000;
  Rng rng(3);
  for (int i = 0; i < 60; ++i) {
    REQUIRE(state.apply(StepTraining{.count = 80}));
    REQUIRE(state.apply(SeekStep{.step = rng.integer(state.model.record->first(), state.model.record->last)}));
    REQUIRE(state.apply(SetParameter{.param = {.layer = 0, .index = rng.integer(0, 8)}, .value = rng.uniform(-1, 1)}));
    CHECK(state.account->bytes <= 60'000);
  }
  const std::uint64_t end = state.hash();
  int undone = 0;
  while (state.apply(Undo{})) ++undone;
  CHECK(undone == 60);
  while (state.apply(Redo{})) {}
  CHECK(state.hash() == end);
}

TEST_CASE("one update from the glyph on the pad is w − rate · slope, bit for bit, and can be undone") {
  for (const TrainedPart part : {TrainedPart::whole, TrainedPart::votes}) {
    Session session("free");
    REQUIRE(session.apply(SetMomentum{.momentum = 0.9f}));
    REQUIRE(session.apply(SetTrainedPart{.part = part}));
    REQUIRE(session.apply(StepTraining{.count = 7}));
    REQUIRE(session.apply(LoadExample{.name = "o_tilted"}));
    const auto before = session.snapshot();
    REQUIRE(session.apply(StepSample{}));
    const auto after = session.snapshot();
    CHECK(after->step == 7);
    CHECK(after->loss < before->loss);
    CHECK(after->record.edits.back() == 7);
    for (std::size_t i = 0; i < before->layers.size(); ++i) {
      const LayerState &was = before->layers[i], &is = after->layers[i];
      const bool moves = part == TrainedPart::whole || was.spec.kind == LayerKind::dense;
      for (std::size_t k = 0; k < was.weight.size(); ++k)
        CHECK(is.weight[k] == (moves ? was.weight[k] - before->learning_rate * was.d_weight[k] : was.weight[k]));
      for (std::size_t k = 0; k < was.bias.size(); ++k)
        CHECK(is.bias[k] == (moves ? was.bias[k] - before->learning_rate * was.d_bias[k] : was.bias[k]));
    }
    REQUIRE(session.apply(StepTraining{.count = 3}));
    const std::uint64_t later = hash_of(session);
    seek(session, 7);
    CHECK(hash_of(session) == after->hash);
    seek(session, 10);
    CHECK(hash_of(session) == later);
    REQUIRE(session.apply(Undo{}));
    CHECK(hash_of(session) == before->hash);
  }
}

TEST_CASE("one update from the glyph leaves alone what training leaves alone; a seek takes locks along") {
  Session session("free");
  REQUIRE(session.apply(StepTraining{.count = 5}));
  const std::uint64_t unlocked = hash_of(session);
  REQUIRE(session.apply(StepTraining{.count = 5}));
  REQUIRE(session.apply(SetLock{.param = {.layer = 0, .index = 4}}));
  const auto before = session.snapshot();
  REQUIRE(session.apply(StepSample{}));
  const auto after = session.snapshot();
  CHECK(after->layers[0].weight[4] == before->layers[0].weight[4]);
  CHECK(after->layers[0].weight[3] != before->layers[0].weight[3]);
  REQUIRE(session.apply(StepTraining{.count = 5}));
  const auto later = session.snapshot();
  CHECK(later->layers[0].weight[4] == before->layers[0].weight[4]);
  seek(session, 5);
  CHECK(hash_of(session) == unlocked);
  CHECK(session.snapshot()->layers[0].locked_weight.empty());
  seek(session, 15);
  CHECK(hash_of(session) == later->hash);
}

TEST_CASE("the batch to come: its mean loss is the step's, and only what it depends on makes it anew") {
  for (const LossKind kind : {LossKind::cross_entropy, LossKind::squared_error}) {
    SessionState state(*find_preset("free"));
    REQUIRE(state.apply(SetLossKind{.kind = kind}));
    for (int i = 0; i < 20; ++i) {
      const std::shared_ptr<const BatchView> batch = state.snapshot()->next_batch;
      REQUIRE(batch != nullptr);
      REQUIRE(batch->count() == 8);
      float sum = 0;
      for (const float loss : batch->losses) sum += loss;
      REQUIRE(state.apply(StepTraining{}));
      CHECK(state.last_batch.loss == sum / static_cast<float>(batch->count()));
      CHECK(state.batch_pictures == batch->pictures);
      CHECK(state.batch_labels == batch->labels);
    }
    const std::shared_ptr<const BatchView> batch = state.snapshot()->next_batch;
    REQUIRE(state.apply(PaintPixels{.pixels = {{.index = 3, .value = 1}}}));
    CHECK(state.snapshot()->next_batch == batch);
    REQUIRE(state.apply(SetParameter{.param = {.layer = 0, .index = 0}, .value = 1}));
    CHECK(state.snapshot()->next_batch != batch);
    CHECK(state.snapshot()->next_batch->pictures == batch->pictures);
  }
}

TEST_CASE("a session saved in the past is loaded as it stood") {
  Session session("free");
  REQUIRE(session.apply(StepTraining{.count = 30}));
  seek(session, 12);
  const auto past = session.snapshot();
  Session other("lecture12");
  REQUIRE(other.load(session.save()));
  const auto loaded = other.snapshot();
  CHECK(loaded->hash == past->hash);
  CHECK(loaded->history->size() == past->history->size());
  CHECK(loaded->record.last == 12);
  CHECK(loaded->record.first <= 12);
  REQUIRE(other.apply(StepTraining{}));
}

TEST_CASE("a loaded session finds its record again where nothing but training made it") {
  Session session("free");
  REQUIRE(session.apply(SetLearningRate{.rate = 0.5f}));
  REQUIRE(session.apply(SetMomentum{.momentum = 0.3f}));
  const std::uint64_t start = hash_of(session);
  REQUIRE(session.apply(StepTraining{.count = 100}));
  const std::uint64_t end = hash_of(session);
  Session other("lecture48");
  REQUIRE(other.load(session.save()));
  CHECK(hash_of(other) == end);
  CHECK(other.snapshot()->record.first == 0);
  CHECK(other.snapshot()->history->size() == session.snapshot()->history->size());
  seek(other, 0);
  CHECK(hash_of(other) == start);
  seek(other, 100);
  CHECK(hash_of(other) == end);

  REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .index = 0}, .value = 1}));
  REQUIRE(session.apply(StepTraining{.count = 5}));
  REQUIRE(other.load(session.save()));
  CHECK(hash_of(other) == hash_of(session));
  CHECK(other.snapshot()->record.first == 105);
}

}  // namespace
}  // namespace rizbin
