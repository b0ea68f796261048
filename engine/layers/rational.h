// Exact fractions for the lecture's numbers: added over a common denominator and not reduced (3/9 stays 3/9), given up (nullopt)
// as soon as they grow past what anyone would read.
#pragma once

#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>

#include "engine/layers/layer.h"

namespace rizbin {

inline constexpr std::int64_t kLargestExact = 1'000'000'000;

[[nodiscard]] inline std::optional<Rational> kept(std::int64_t numerator, std::int64_t denominator) {
  if (numerator > kLargestExact || numerator < -kLargestExact || denominator > kLargestExact) return std::nullopt;
  return Rational{numerator, denominator};
}

// A float that is an integer (pixels, the lecture's weights).
[[nodiscard]] inline std::optional<std::int64_t> integer_of(float value) {
  if (!(value >= -1'000'000.0f && value <= 1'000'000.0f) || value != std::floor(value)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

[[nodiscard]] inline std::optional<Rational> plus(Rational a, Rational b) {
  if (a.denominator == b.denominator) return kept(a.numerator + b.numerator, a.denominator);
  const std::int64_t denominator = std::lcm(a.denominator, b.denominator);
  if (denominator > kLargestExact) return std::nullopt;
  return kept(a.numerator * (denominator / a.denominator) + b.numerator * (denominator / b.denominator), denominator);
}

[[nodiscard]] inline std::optional<Rational> times(Rational a, std::int64_t factor) {
  return kept(a.numerator * factor, a.denominator);
}

[[nodiscard]] inline std::optional<Rational> divided(Rational a, std::int64_t divisor) {
  return kept(a.numerator, a.denominator * divisor);
}

}  // namespace rizbin
