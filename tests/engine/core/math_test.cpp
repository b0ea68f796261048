// The engine's exp, log, tanh and sigmoid: within 2 units in the last place of double precision over all magnitudes, right at the
// ends, and the same bits in every build (one hash, committed).
#include "engine/core/math.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/hash.h"

namespace rizbin {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

// Distance in units of the last place of the float nearest to `want`.
double ulps(float got, double want) {
  const auto nearest = static_cast<float>(want);
  if (std::isinf(nearest) || std::isinf(got)) return got == nearest ? 0 : 1e9;
  int exponent = 0;
  std::frexp(want, &exponent);
  return std::abs(static_cast<double>(got) - want) / std::ldexp(1.0, std::max(exponent - 24, -149));
}

// Every 1021st float there is: 4.2 million, all signs and magnitudes.
template <class Visit>
void over_floats(Visit visit) {
  for (std::uint64_t bits = 0; bits <= 0xffffffffULL; bits += 1021) {
    const float x = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    if (std::isfinite(x)) visit(x);
  }
}

TEST_CASE("math: within 2 ulp everywhere") {
  double exp = 0;
  double log = 0;
  double tanh = 0;
  double sigmoid = 0;
  over_floats([&](float x) {
    if (std::abs(x) < 120) exp = std::max(exp, ulps(math::exp(x), std::exp(static_cast<double>(x))));
    if (x > 0) log = std::max(log, ulps(math::log(x), std::log(static_cast<double>(x))));
    tanh = std::max(tanh, ulps(math::tanh(x), std::tanh(static_cast<double>(x))));
    const double e = std::exp(-std::abs(static_cast<double>(x)));
    sigmoid = std::max(sigmoid, ulps(math::sigmoid(x), (x < 0 ? e : 1) / (1 + e)));
  });
  CHECK(exp < 2);
  CHECK(log < 2);
  CHECK(tanh < 2);
  CHECK(sigmoid < 2);
}

TEST_CASE("math: the ends") {
  CHECK(math::exp(0) == 1);
  CHECK(math::exp(-kInfinity) == 0);
  CHECK(math::exp(kInfinity) == kInfinity);
  CHECK(std::isnan(math::exp(kNan)));
  CHECK(math::log(1) == 0);
  CHECK(math::log(0) == -kInfinity);
  CHECK(math::log(kInfinity) == kInfinity);
  CHECK(std::isnan(math::log(-1)));
  CHECK(std::isnan(math::log(kNan)));
  CHECK(math::tanh(0) == 0);
  CHECK(math::tanh(kInfinity) == 1);
  CHECK(math::tanh(-kInfinity) == -1);
  CHECK(std::isnan(math::tanh(kNan)));
  CHECK(math::sigmoid(0) == 0.5f);
  CHECK(math::sigmoid(kInfinity) == 1);
  CHECK(math::sigmoid(-kInfinity) == 0);
  CHECK(std::isnan(math::sigmoid(kNan)));
}

TEST_CASE("math: the same bits in every build, one by one and in a loop over lanes") {
  Hash hash;
  float x[16];
  float y[4][16];
  int lane = 0;
  int different = 0;
  over_floats([&](float v) {
    x[lane++] = v;
    if (lane < 16) return;
    lane = 0;
    // The compiler makes vectors of these.
    for (int i = 0; i < 16; ++i) y[0][i] = math::exp(x[i]);
    for (int i = 0; i < 16; ++i) y[1][i] = math::log(x[i]);
    for (int i = 0; i < 16; ++i) y[2][i] = math::tanh(x[i]);
    for (int i = 0; i < 16; ++i) y[3][i] = math::sigmoid(x[i]);
    for (int i = 0; i < 16; ++i) {
      // A NaN has many bit patterns, and which one comes out is the machine's choice.
      for (int f = 0; f < 4; ++f) hash.f32(std::isnan(y[f][i]) ? 0.0f : y[f][i]);
      const volatile float alone = x[i];
      different += y[0][i] == math::exp(alone) && y[2][i] == math::tanh(alone) && y[3][i] == math::sigmoid(alone) ? 0 : 1;
      different += alone > 0 && y[1][i] != math::log(alone) ? 1 : 0;
    }
  });
  CHECK(different == 0);
  CHECK(hash.value() == 0xec9d90bea53c0dd7ULL);
}

}  // namespace
}  // namespace rizbin
