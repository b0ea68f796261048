// Values set by hand, locks, sets of allowed values and whole kernels, through the session.
#include <doctest/doctest.h>

#include "engine/core/hash.h"
#include "engine/layers/explain.h"
#include "engine/study/change.h"
#include "tests/engine/session/session_helpers.h"

namespace rizbin {
namespace {

using session_test::hash_of;
using session_test::layer;

constexpr int kConv = 0, kRelu = 1;

TEST_CASE("a value set by hand: everything downstream follows, nothing upstream") {
  Session session("lecture12");
  const auto start = session.snapshot();
  const int center = 24;  // of the diagonal's map, which is not the largest of its pooling window in the X
  REQUIRE(session.apply(SetActivation{.cell = {kConv, center}, .value = 1.25f}));
  const auto s = session.snapshot();
  const LayerState& conv = layer(*s, "conv1");
  CHECK(conv.value[center] == 1.25f);
  CHECK(conv.by_hand == std::vector<int>{center});
  CHECK(layer(*s, "relu1").value[center] == 1.25f);
  const Change change = change_between(*s, start);
  CHECK(change.changed_pixels == 0);
  CHECK(change.layers[0].changed_values == 1);
  CHECK(change.layers[1].changed_values == 1);
  CHECK(change.layers[2].changed_values == 1);
  CHECK(change.layers[3].changed_values == 1);
  CHECK(change.layers[5].changed_values >= 1);
  CHECK(change.layers[0].changed_weights == 0);
  CHECK(explain(*s, {kConv, center}).operation == Operation::given);
  CHECK(receptive_field(*s, {kConv, center}).empty());
  CHECK(forward_reach(*s, {kConv, center}).size() > 3);

  SUBCASE("nothing flows back through it") {
    CHECK(conv.d_value[center] != 0);
    const Explanation pixel = explain_gradient(*s, {-1, 40});
    for (const Term& term : pixel.terms) {
      if (term.cell == CellRef{kConv, center}) CHECK(term.product == 0);
    }
    CHECK(std::ranges::any_of(pixel.terms, [&](const Term& term) { return term.cell == CellRef{kConv, center}; }));
  }
  SUBCASE("drawing keeps it, another picture and a cleared pad let it go") {
    REQUIRE(session.apply(PaintPixels{.pixels = {{.index = 0, .value = 1}}}));
    REQUIRE(session.apply(MovePicture{.dx = 1}));
    REQUIRE(session.apply(SetLabel{.label = 1}));
    CHECK(layer(*session.snapshot(), "conv1").value[center] == 1.25f);
    for (const Command& other : {Command(LoadExample{.name = "o"}), Command(ClearPicture{}),
                                 Command(SetPicture{.values = start->picture, .label = {}, .name = {}}),
                                 Command(LoadNetwork{.preset = "free"}), Command(LoadNetwork{.preset = "lecture12"})}) {
      const std::uint64_t before = hash_of(session);
      REQUIRE(session.apply(other));
      CHECK(layer(*session.snapshot(), "conv1").by_hand.empty());
      REQUIRE(session.apply(Undo{}));
      CHECK(hash_of(session) == before);
      CHECK(layer(*session.snapshot(), "conv1").by_hand.size() == 1);
    }
  }
  SUBCASE("letting go of one, of all") {
    REQUIRE(session.apply(SetActivation{.cell = {kRelu, 3}, .value = -1}));
    CHECK(layer(*session.snapshot(), "relu1").value[3] == -1);
    REQUIRE(session.apply(SetActivation{.cell = {kConv, center}, .value = {}}));
    CHECK(layer(*session.snapshot(), "conv1").value[center] == layer(*start, "conv1").value[center]);
    REQUIRE(session.apply(ClearActivations{}));
    CHECK(hash_of(session) == start->hash);
  }
  SUBCASE("training does not see it") {
    REQUIRE(session.apply(StepTraining{.count = 5}));
    const auto trained = session.snapshot();
    Session other("lecture12");
    REQUIRE(other.apply(StepTraining{.count = 5}));
    CHECK(layer(*trained, "dense").weight == layer(*other.snapshot(), "dense").weight);
  }
}

TEST_CASE("what cannot be set by hand is refused by name") {
  Session session("lecture12");
  const auto before = session.snapshot();
  CHECK(session.apply(SetActivation{.cell = {-1, 0}, .value = 1.0f}).error().code == ErrorCode::unknown_layer);
  CHECK(session.apply(SetActivation{.cell = {6, 0}, .value = 1.0f}).error().code == ErrorCode::unknown_layer);
  CHECK(session.apply(SetActivation{.cell = {0, 147}, .value = 1.0f}).error().where == "cell.index");
  CHECK(session.apply(SetActivation{.cell = {0, 0}, .value = 1001.0f}).error().code == ErrorCode::out_of_range);
  CHECK(session.apply(SetAllowed{.layer = 1, .values = {1}}).error().code == ErrorCode::unknown_layer);
  CHECK(session.apply(SetAllowed{.layer = 0, .values = std::vector<float>(17)}).error().code == ErrorCode::wrong_length);
  CHECK(session.apply(SetKernel{.layer = 0, .filter = 3, .values = std::vector<float>(9)}).error().where == "filter");
  CHECK(session.apply(SetKernel{.layer = 0, .filter = 0, .values = std::vector<float>(8)}).error().code == ErrorCode::wrong_length);
  CHECK(session.apply(SetLock{.param = {.layer = 0, .kind = ParamKind::bias, .index = 0}}).error().code ==
        ErrorCode::unknown_layer);
  CHECK(session.snapshot() == before);
}

TEST_CASE("training leaves a locked weight alone and the first step of all others is the same to the bit") {
  for (const float momentum : {0.0f, 0.5f}) {
    Session locked("free");
    Session free("free");
    for (Session* session : {&locked, &free}) {
      REQUIRE(session->apply(SetMomentum{.momentum = momentum}));
      REQUIRE(session->apply(StepTraining{.count = 3}));
    }
    const auto before = locked.snapshot();
    const ParamRef weight{.layer = 0, .index = 5}, bias{.layer = 0, .kind = ParamKind::bias, .index = 1};
    REQUIRE(locked.apply(SetLock{.param = weight}));
    REQUIRE(locked.apply(SetLock{.param = bias}));
    CHECK(layer(*locked.snapshot(), "conv1").locked_weight[5] == 1);
    REQUIRE(locked.apply(StepTraining{}));
    REQUIRE(free.apply(StepTraining{}));
    const auto a = locked.snapshot();
    const auto b = free.snapshot();
    for (std::size_t l = 0; l < a->layers.size(); ++l) {
      for (std::size_t i = 0; i < a->layers[l].weight.size(); ++i) {
        const bool mine = l == 0 && i == 5;
        CHECK(a->layers[l].weight[i] == (mine ? before->layers[l].weight[i] : b->layers[l].weight[i]));
      }
      for (std::size_t i = 0; i < a->layers[l].bias.size(); ++i) {
        const bool mine = l == 0 && i == 1;
        CHECK(a->layers[l].bias[i] == (mine ? before->layers[l].bias[i] : b->layers[l].bias[i]));
      }
    }
    REQUIRE(locked.apply(StepTraining{.count = 20}));
    CHECK(layer(*locked.snapshot(), "conv1").weight[5] == before->layers[0].weight[5]);
    const Result<void> refused = locked.apply(SetParameter{.param = weight, .value = 1});
    REQUIRE(!refused);
    CHECK(refused.error().code == ErrorCode::locked);
    CHECK(refused.error().where == "conv1");
    CHECK(locked.apply(SetKernel{.layer = 0, .filter = 0, .values = std::vector<float>(9, 1.0f)}).error().code ==
          ErrorCode::locked);
    REQUIRE(locked.apply(SetParameter{.param = {.layer = 0, .index = 6}, .value = 1}));
    // A fresh start keeps what is locked.
    REQUIRE(locked.apply(ResetTraining{}));
    CHECK(layer(*locked.snapshot(), "conv1").weight[5] == before->layers[0].weight[5]);
    REQUIRE(locked.apply(SetLock{.param = weight, .locked = false}));
    REQUIRE(locked.apply(SetParameter{.param = weight, .value = 1}));
  }
}

TEST_CASE("allowed values: weights snap at once and when edited, and training leaves the layer alone") {
  Session session("free");
  const auto start = session.snapshot();
  REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .index = 0}, .value = 0.5f}));
  REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .index = 1}, .value = -0.5f}));
  REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .index = 2}, .value = 0.51f}));
  const std::uint64_t before = hash_of(session);
  REQUIRE(session.apply(SetAllowed{.layer = 0, .values = {1, -1, 0, 1}}));
  const auto snapped = session.snapshot();
  const LayerState& conv = layer(*snapped, "conv1");
  CHECK(conv.allowed == std::vector<float>{-1, 0, 1});
  CHECK(conv.weight[0] == 0);  // as near to 1: the smaller in magnitude
  CHECK(conv.weight[1] == 0);
  CHECK(conv.weight[2] == 1);
  for (const float w : conv.weight) CHECK((w == -1 || w == 0 || w == 1));
  REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .index = 4}, .value = -7}));
  CHECK(layer(*session.snapshot(), "conv1").weight[4] == -1);
  const std::vector<float> held = layer(*session.snapshot(), "conv1").weight;
  REQUIRE(session.apply(StepTraining{.count = 5}));
  CHECK(layer(*session.snapshot(), "conv1").weight == held);
  CHECK(layer(*session.snapshot(), "conv1").bias == layer(*start, "conv1").bias);
  CHECK(layer(*session.snapshot(), "dense").weight != layer(*snapped, "dense").weight);
  REQUIRE(session.apply(Undo{}));
  REQUIRE(session.apply(Undo{}));
  CHECK(hash_of(session) == before);
}

TEST_CASE("allowed values: where minus and plus are as near, the positive one") {
  Session session("free");
  REQUIRE(session.apply(SetParameter{.param = {.layer = 0, .index = 0}, .value = 0}));
  REQUIRE(session.apply(SetAllowed{.layer = 0, .values = {-1, 1}}));
  CHECK(layer(*session.snapshot(), "conv1").weight[0] == 1);
}

TEST_CASE("a kernel in one command, undone in one; locks stay through a change of mode") {
  Session session("lecture12");
  const std::uint64_t before = hash_of(session);
  const std::vector<float> edge{-1, 0, 1, -1, 0, 1, -1, 0, 1};
  REQUIRE(session.apply(SetKernel{.layer = 0, .filter = 1, .values = edge}));
  const auto s = session.snapshot();
  const std::vector<float>& w = layer(*s, "conv1").weight;
  CHECK(std::vector<float>(w.begin() + 9, w.begin() + 18) == edge);
  CHECK(layer(*s, "conv1").names[1].empty());
  CHECK(layer(*s, "conv1").names[0] == "diagonal");
  REQUIRE(session.apply(Undo{}));
  CHECK(hash_of(session) == before);
  REQUIRE(session.apply(SetLock{.param = {.layer = 0, .index = 9}}));
  REQUIRE(session.apply(SetConvMode{.layer = 0, .mean = false, .bias = true}));
  CHECK(layer(*session.snapshot(), "conv1").locked_weight[9] == 1);
  REQUIRE(session.apply(LoadNetwork{.preset = "lecture48"}));
  CHECK(layer(*session.snapshot(), "conv1").locked_weight.empty());
}

TEST_CASE("a session saved before there were locks and own layers still loads") {
  Session session("lecture12");
  REQUIRE(session.apply(SetLabel{.label = 1}));
  std::vector<std::byte> bytes = session.save();
  bytes.resize(bytes.size() - 5);  // no values by hand (u32), no limits (flag)
  const auto base = bytes.begin() + 16 + 13;  // after the header and the preset; "lecture12" again, then the set of glyphs
  bytes.erase(base, base + 13 + 1);
  bytes[4] = std::byte{1};
  Hash sum;
  sum.bytes(std::span<const std::byte>(bytes).subspan(16));
  for (std::size_t i = 0; i < 8; ++i) bytes[8 + i] = static_cast<std::byte>(sum.value() >> (8 * i));
  Session loaded("free");
  REQUIRE(loaded.load(bytes));
  CHECK(hash_of(loaded) == hash_of(session));
}

}  // namespace
}  // namespace rizbin
