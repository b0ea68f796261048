// A saved session comes back whole; a damaged one is refused by the name of its bad field, and the session stays as it was.
#include <doctest/doctest.h>

#include "engine/core/hash.h"
#include "tests/engine/session/session_helpers.h"

namespace rizbin {
namespace {

using session_test::hash_of;

constexpr std::size_t kHeader = 16;

void mend_check_sum(std::vector<std::byte>& bytes) {
  Hash sum;
  sum.bytes(std::span<const std::byte>(bytes).subspan(kHeader));
  for (std::size_t i = 0; i < 8; ++i) bytes[8 + i] = static_cast<std::byte>(sum.value() >> (8 * i));
}

Session well_used(std::string_view preset) {
  Session session(preset);
  REQUIRE(session.apply(SetSeed{.seed = 21}));
  REQUIRE(session.apply(SetMomentum{.momentum = 0.5f}));
  REQUIRE(session.apply(SetVariation{.variation = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f}}));
  REQUIRE(session.apply(SetConvMode{.layer = 0, .mean = true, .bias = true}));
  REQUIRE(session.apply(StepTraining{.count = 30}));
  REQUIRE(session.apply(LoadExample{.name = preset == "digits" ? "digit_8" : "o_thick"}));
  REQUIRE(session.apply(ExtendRun{.steps = 10}));
  REQUIRE(session.apply(SetLossKind{.kind = LossKind::squared_error}));
  REQUIRE(session.apply(SetActivation{.cell = {0, 24}, .value = 0.5f}));
  REQUIRE(session.apply(SetActivation{.cell = {2, 3}, .value = -2}));
  REQUIRE(session.apply(SetLock{.param = {.layer = 0, .index = 4}}));
  const int votes = static_cast<int>(session.snapshot()->layers.size()) - 1;
  REQUIRE(session.apply(SetAllowed{.layer = votes, .values = {-0.5f, 0, 0.5f}}));
  return session;
}

TEST_CASE("save and load: the same hash, curves and further training") {
  for (const std::string_view preset : preset_names()) {
    CAPTURE(preset);
    Session saved = well_used(preset);
    Session loaded("lecture12");
    REQUIRE(loaded.apply(ClearPicture{}));
    const std::uint64_t version = loaded.snapshot()->version;
    REQUIRE(loaded.load(saved.save()));
    const auto a = saved.snapshot();
    const auto b = loaded.snapshot();
    CHECK(b->hash == a->hash);
    CHECK(b->version > version);
    CHECK(b->run_length == a->run_length);
    CHECK(b->picture_name == (preset == "digits" ? "digit_8" : "o_thick"));
    CHECK(b->history->size() == a->history->size());
    CHECK(b->heldout->probabilities == a->heldout->probabilities);
    CHECK(!b->can_undo);
    CHECK(loaded.save() == saved.save());
    REQUIRE(saved.apply(StepTraining{.count = 20}));
    REQUIRE(loaded.apply(StepTraining{.count = 20}));
    CHECK(hash_of(loaded) == hash_of(saved));
  }
}

TEST_CASE("every truncation is refused and changes nothing") {
  const std::vector<std::byte> bytes = well_used("free").save();
  Session session("lecture48");
  const auto before = session.snapshot();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    std::vector<std::byte> cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
    for (const bool mended : {false, true}) {
      if (mended && length < kHeader) continue;
      if (mended) mend_check_sum(cut);
      const Result<void> result = session.load(cut);
      REQUIRE(!result.has_value());
      CHECK(result.error().code == ErrorCode::bad_file);
      CHECK(!result.error().where.empty());
    }
  }
  CHECK(session.snapshot() == before);
}

TEST_CASE("a flipped bit never goes unnoticed by the check sum") {
  const std::vector<std::byte> bytes = well_used("free").save();
  Session session("lecture48");
  const auto before = session.snapshot();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::vector<std::byte> damaged = bytes;
    damaged[i] ^= static_cast<std::byte>(1U << (i % 8));
    CHECK(!session.load(damaged).has_value());
  }
  CHECK(session.snapshot() == before);
}

TEST_CASE("whatever the bytes say, loading ends in a working session or in an error that names the field") {
  const std::vector<std::byte> bytes = well_used("free").save();
  Rng rng(8);
  int loaded = 0;
  for (int round = 0; round < 4000; ++round) {
    std::vector<std::byte> damaged = bytes;
    for (int flips = rng.integer(1, 3); flips > 0; --flips) {
      const std::size_t at = kHeader + rng.below(static_cast<std::uint32_t>(bytes.size() - kHeader));
      damaged[at] =
          rng.chance(0.5f) ? static_cast<std::byte>(rng.next()) : damaged[at] ^ static_cast<std::byte>(1U << rng.below(8));
    }
    mend_check_sum(damaged);
    Session session("lecture48");
    const std::uint64_t before = hash_of(session);
    const Result<void> result = session.load(damaged);
    if (result) {
      ++loaded;
      static_cast<void>(session.snapshot());
      static_cast<void>(session.apply(StepTraining{.count = 2}));
      static_cast<void>(session.apply(ResetTraining{}));
      static_cast<void>(session.snapshot());
    } else {
      CHECK(!result.error().where.empty());
      CHECK(result.error().message.find(result.error().where) != std::string::npos);
      CHECK(hash_of(session) == before);
    }
  }
  CHECK(loaded > 100);
  CHECK(loaded < 4000);
}

TEST_CASE("the field that is bad is named") {
  const std::vector<std::byte> bytes = well_used("free").save();
  Session session("free");
  const auto field_of = [&session](std::vector<std::byte> damaged, bool mend) {
    if (mend) mend_check_sum(damaged);
    const Result<void> result = session.load(damaged);
    REQUIRE(!result.has_value());
    return result.error().where;
  };
  std::vector<std::byte> damaged = bytes;
  damaged[0] = std::byte{'X'};
  CHECK(field_of(damaged, false) == "mark");
  damaged = bytes;
  damaged[4] = std::byte{99};
  CHECK(field_of(damaged, false) == "version");
  damaged = bytes;
  damaged.back() ^= std::byte{1};
  CHECK(field_of(damaged, false) == "check sum");
  damaged = bytes;
  damaged[kHeader + 4] = std::byte{'g'};  // "free" → "gree"
  CHECK(field_of(damaged, true) == "preset");
  damaged = bytes;
  damaged[kHeader + 8 + 8 + 1 + 8 + 3] = std::byte{0x7f};  // the rate's exponent
  CHECK(field_of(damaged, true) == "learning_rate");
  damaged = bytes;
  damaged.push_back(std::byte{0});
  CHECK(field_of(damaged, true) == "end");
  CHECK(field_of({}, false) == "mark");
}

}  // namespace
}  // namespace rizbin
