// Random numbers: the same from the same seed in every build, independent between seeds and streams, spread as they say.
#include "engine/core/rng.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/core/hash.h"

namespace rizbin {
namespace {

TEST_CASE("rng: the same bits in every build") {
  Rng rng(3, 1);
  Hash hash;
  for (int i = 0; i < 1000; ++i) {
    hash.u32(rng.next());
    hash.f32(rng.uniform(-2, 5));
    hash.f32(rng.normal());
    hash.u32(rng.below(1000));
  }
  CHECK(hash.value() == 0x8e0474f4ff12eea3ULL);
}

TEST_CASE("rng: a saved state goes on where it was") {
  Rng rng(11);
  for (int i = 0; i < 17; ++i) rng.next();
  Rng again(rng.state());
  for (int i = 0; i < 100; ++i) CHECK(rng.next() == again.next());
}

TEST_CASE("rng: neighbouring seeds and streams share nothing") {
  const auto first = [](Rng rng) { return static_cast<std::uint64_t>(rng.next()) << 32U | rng.next(); };
  std::vector<std::uint64_t> seen;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    for (std::uint64_t stream = 0; stream < 40; ++stream) {
      seen.push_back(first(Rng(seed, stream)));
      seen.push_back(first(Rng(seed).split(1000 + stream)));
    }
  }
  std::ranges::sort(seen);
  CHECK(std::ranges::adjacent_find(seen) == seen.end());
}

TEST_CASE("rng: uniform, normal, integer and below are spread evenly") {
  Rng rng(5);
  double sum = 0, squares = 0, normal = 0, normal_squares = 0;
  int counts[7] = {};
  constexpr int kDraws = 200000;
  for (int i = 0; i < kDraws; ++i) {
    const float u = rng.uniform();
    CHECK_UNARY(u >= 0 && u < 1);
    sum += u;
    squares += u * u;
    const float g = rng.normal();
    normal += g;
    normal_squares += g * g;
    ++counts[rng.integer(-3, 3) + 3];
  }
  CHECK(sum / kDraws == doctest::Approx(0.5).epsilon(0.005));
  CHECK(squares / kDraws == doctest::Approx(1.0 / 3).epsilon(0.01));
  CHECK(std::abs(normal / kDraws) < 0.01);
  CHECK(normal_squares / kDraws == doctest::Approx(1).epsilon(0.02));
  for (const int count : counts) CHECK(count == doctest::Approx(kDraws / 7.0).epsilon(0.03));
}

TEST_CASE("rng: a shuffle keeps everything and moves it") {
  std::vector<int> values(50);
  std::iota(values.begin(), values.end(), 0);
  const std::vector<int> before = values;
  Rng rng(8);
  rng.shuffle(std::span(values));
  CHECK(values != before);
  std::ranges::sort(values);
  CHECK(values == before);
}

TEST_CASE("hash: FNV-1a's published values") {
  CHECK(Hash().value() == 0xcbf29ce484222325ULL);
  Hash a;
  a.byte('a');
  CHECK(a.value() == 0xaf63dc4c8601ec8cULL);
  Hash foobar;
  for (const char c : {'f', 'o', 'o', 'b', 'a', 'r'}) foobar.byte(static_cast<std::uint8_t>(c));
  CHECK(foobar.value() == 0x85944171f73967e8ULL);
}

}  // namespace
}  // namespace rizbin
