// Random numbers from a seed, the same on every machine: PCG32 (O'Neill 2014, XSH-RR: a 64-bit linear congruential generator whose
// output is permuted). Streams of one seed are independent: initialisation, shuffling and each kind of glyph draw from their own,
// so that adding a draw to one leaves the others as they were.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "engine/core/math.h"

namespace rizbin {

class Rng {
 public:
  // All there is to save: two numbers.
  struct State {
    std::uint64_t state = 0;
    std::uint64_t increment = 1;
    bool operator==(const State&) const = default;
  };

  explicit constexpr Rng(std::uint64_t seed, std::uint64_t stream = 0) {
    // Neighbouring seeds and streams (0, 1, 2 …) are spread over all 64 bits first.
    state_.increment = (mix(stream + 0x9e3779b97f4a7c15ULL) << 1) | 1U;
    state_.state = 0;
    next();
    state_.state += mix(seed);
    next();
  }
  explicit constexpr Rng(State state) : state_(state) { state_.increment |= 1U; }

  [[nodiscard]] constexpr State state() const { return state_; }

  // A generator of its own, decided by this one's present state and the stream's number; this one does not move.
  [[nodiscard]] constexpr Rng split(std::uint64_t stream) const {
    return Rng(mix(state_.state ^ 0xd1b54a32d192ed03ULL), mix(state_.increment) ^ mix(stream));
  }

  // 32 random bits.
  constexpr std::uint32_t next() {
    const std::uint64_t old = state_.state;
    state_.state = old * 6364136223846793005ULL + state_.increment;
    const auto shifted = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
    const auto turn = static_cast<std::uint32_t>(old >> 59U);
    return (shifted >> turn) | (shifted << ((32U - turn) & 31U));
  }

  // 0 … bound − 1, each equally likely (Lemire 2019). bound > 0.
  constexpr std::uint32_t below(std::uint32_t bound) {
    std::uint64_t product = static_cast<std::uint64_t>(next()) * bound;
    auto low = static_cast<std::uint32_t>(product);
    if (low < bound) {
      const std::uint32_t threshold = (0U - bound) % bound;
      while (low < threshold) {
        product = static_cast<std::uint64_t>(next()) * bound;
        low = static_cast<std::uint32_t>(product);
      }
    }
    return static_cast<std::uint32_t>(product >> 32U);
  }
  // low … high, both included.
  constexpr int integer(int low, int high) { return low + static_cast<int>(below(static_cast<std::uint32_t>(high - low) + 1U)); }

  // [0, 1), 24 bits: every value is exact in a float.
  constexpr float uniform() { return static_cast<float>(next() >> 8U) * (1.0f / 16777216.0f); }
  constexpr float uniform(float low, float high) { return low + (high - low) * uniform(); }
  constexpr bool chance(float probability) { return uniform() < probability; }

  // Mean 0, spread 1 (Marsaglia's polar method; the second value of each pair is dropped so that the state stays two numbers).
  float normal() {
    for (;;) {
      const float u = uniform(-1.0f, 1.0f);
      const float v = uniform(-1.0f, 1.0f);
      const float s = u * u + v * v;
      if (s > 0.0f && s < 1.0f) return u * math::sqrt(-2.0f * math::log(s) / s);
    }
  }

  // Fisher–Yates, from the end.
  template <class T>
  constexpr void shuffle(std::span<T> values) {
    for (std::size_t i = values.size(); i > 1; --i) { std::swap(values[i - 1], values[below(static_cast<std::uint32_t>(i))]); }
  }

 private:
  // SplitMix64's finaliser.
  static constexpr std::uint64_t mix(std::uint64_t x) {
    x ^= x >> 30U;
    x *= 0xbf58476d1ce4e5b9ULL;
    x ^= x >> 27U;
    x *= 0x94d049bb133111ebULL;
    return x ^ (x >> 31U);
  }

  State state_;
};

}  // namespace rizbin
