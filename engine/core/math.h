// exp, log, tanh and the sigmoid of the engine, in float, the same bits everywhere: only +, −, ×, ÷ and integer operations in one
// stated order, never a library function (whose last bit is each library's own choice).
// Within 2 units in the last place over the whole range, subnormal results included (tests/engine/math_test.cpp).
// No branch and no table: every select is a ?: on values, so a plain loop over lanes vectorises and gives each lane the bits that
// a single call gives. Needs -ffp-contract=off.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace rizbin::math {

// e^x = 2^n · e^r with n = round(x ÷ ln 2), |r| ≤ ½ ln 2, e^r ≈ 1 + r + r²·P(r).
[[nodiscard, gnu::always_inline]] inline float exp(float x) {
  constexpr float kLog2E = 1.44269502f;
  constexpr float kLn2High = 0.693359375f;         // 355/512: n · kLn2High is exact
  constexpr float kLn2Low = -0.00021219444f;
  constexpr float kRound = 12582912.0f;            // 1.5 · 2²³: adding it rounds to the nearest integer, kept in the low bits
  // Beyond these the result is 0 or infinite anyway; a NaN passes both comparisons and comes out as NaN.
  x = x < -104.0f ? -104.0f : x;
  x = x > 89.0f ? 89.0f : x;
  const float shifted = x * kLog2E + kRound;
  const float n = shifted - kRound;
  const float high = x - n * kLn2High;             // exact
  const float low = n * kLn2Low;
  const float r = high - low;
  const float lost = (high - r) - low;             // what rounding r took away
  float p = 0.00139261759f;
  p = p * r + 0.00836317334f;
  p = p * r + 0.0416665561f;
  p = p * r + 0.166665778f;
  p = p * r + 0.5f;
  const float e = (((p * r) * r + lost) + r) + 1.0f;
  // 2^n in two factors, as n reaches from −150 to 128: only the last product rounds, so subnormal results are right too.
  const auto power = static_cast<std::int32_t>(std::bit_cast<std::uint32_t>(shifted) - std::bit_cast<std::uint32_t>(kRound));
  const std::int32_t half = power >> 1;
  const float first = std::bit_cast<float>(static_cast<std::uint32_t>(half + 127) << 23);
  const float second = std::bit_cast<float>(static_cast<std::uint32_t>(power - half + 127) << 23);
  return (e * first) * second;
}

// log x = n · ln 2 + log(1 + f) with √½ ≤ 1 + f < √2, log(1 + f) ≈ f − f²/2 + f³·Q(f). log 0 = −∞, log of a negative is NaN.
[[nodiscard, gnu::always_inline]] inline float log(float x) {
  constexpr float kSmallest = 1.17549435e-38f;     // 2⁻¹²⁶: below it a float is subnormal
  const bool subnormal = x < kSmallest;
  const float scaled = subnormal ? x * 8388608.0f : x;
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(scaled);
  // Taking the bits of √½ away leaves in the exponent field the power of two that brings the rest into [√½, √2).
  const std::uint32_t offset = bits - 0x3f3504f3U;
  const auto power = static_cast<std::int32_t>(offset) >> 23;
  const float m = std::bit_cast<float>((offset & 0x007fffffU) + 0x3f3504f3U);
  const float n = static_cast<float>(power) - (subnormal ? 23.0f : 0.0f);
  const float f = m - 1.0f;
  float q = 0.0697161183f;
  q = q * f + -0.114797339f;
  q = q * f + 0.116854198f;
  q = q * f + -0.124256872f;
  q = q * f + 0.142490581f;
  q = q * f + -0.166678026f;
  q = q * f + 0.200007156f;
  q = q * f + -0.24999997f;
  q = q * f + 0.333333313f;
  const float square = f * f;
  float tail = (q * f) * square;
  tail = tail + n * -0.00021219444f;
  tail = tail - 0.5f * square;
  const float result = (f + tail) + n * 0.693359375f;
  constexpr float kInfinity = std::bit_cast<float>(0x7f800000U);
  constexpr float kNan = std::bit_cast<float>(0x7fc00000U);
  float out = x == 0.0f ? -kInfinity : result;
  out = x < 0.0f ? kNan : out;
  out = x == kInfinity ? x : out;
  return x != x ? x : out;
}

// tanh x: x + x³·R(x²) for |x| < 0.625, else ±(1 − 2 ÷ (e^{2|x|} + 1)).
[[nodiscard, gnu::always_inline]] inline float tanh(float x) {
  const float size = std::bit_cast<float>(std::bit_cast<std::uint32_t>(x) & 0x7fffffffU);
  const float square = x * x;
  float r = -0.00609671418f;
  r = r * square + 0.0209971797f;
  r = r * square + -0.0538509078f;
  r = r * square + 0.133327693f;
  r = r * square + -0.333333284f;
  const float near_zero = (r * square) * x + x;
  const float far = 1.0f - 2.0f / (exp(size + size) + 1.0f);
  const float signed_far =
      std::bit_cast<float>(std::bit_cast<std::uint32_t>(far) | (std::bit_cast<std::uint32_t>(x) & 0x80000000U));
  return size < 0.625f ? near_zero : signed_far;
}

// 1 ÷ (1 + e^{−x}), as e^x ÷ (1 + e^x) left of 0 so that small values keep all their digits.
[[nodiscard, gnu::always_inline]] inline float sigmoid(float x) {
  const float e = exp(-std::bit_cast<float>(std::bit_cast<std::uint32_t>(x) & 0x7fffffffU));
  const float top = x < 0.0f ? e : 1.0f;
  const float below = 1.0f + e;
  const float lost = e - (below - 1.0f);           // what rounding `below` took away, exactly
  const float quotient = top / below;
  return quotient - quotient * (lost / below);
}

// IEEE 754 defines the square root exactly: the same bits everywhere.
[[nodiscard, gnu::always_inline]] inline float sqrt(float x) { return std::sqrt(x); }

}  // namespace rizbin::math
