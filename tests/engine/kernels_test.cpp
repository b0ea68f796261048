// Each fast kernel against its plain reference (kernels.h), alone: shapes and numbers at random, equal bit for bit.
// trainer_test.cpp holds the plain ones to the readable layers.
#include "engine/layers/kernels/kernels.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "engine/core/rng.h"

namespace rizbin {
namespace {

std::vector<const Kernels*> fast_kernels() {
  std::vector<const Kernels*> tables{&kernels_128()};
  if (widest_kernels()) tables.push_back(widest_kernels());
  return tables;
}

struct Floats {
  std::vector<float> values;
  Floats(std::size_t size, float value) : values(size, value) {}
  // Now and then exact zeros of both signs and equal numbers.
  Floats(Rng& rng, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
      values.push_back(rng.chance(0.2f) ? static_cast<float>(rng.integer(-2, 2)) * -0.5f : rng.uniform(-1, 1));
  }
  float* data() { return values.data(); }
  bool operator==(const Floats& other) const {
    return values.size() == other.values.size() &&
           std::memcmp(values.data(), other.values.data(), values.size() * sizeof(float)) == 0;
  }
};

Planes random_planes(Rng& rng, Shape shape) {
  return {shape, {rng.integer(0, 3), rng.integer(0, 3), rng.integer(0, 3), rng.integer(0, 3)}};
}
Shape random_shape(Rng& rng) {
  return {rng.integer(1, 9), rng.integer(1, 12), rng.chance(0.1f) ? rng.integer(45, 60) : rng.integer(1, 12)};
}

// A convolution's geometry, with tables.
struct Conv {
  Planes x, y;
  std::vector<std::int32_t> tap, map;
  DotShape shape;
  explicit Conv(Rng& rng) {
    const Shape in = random_shape(rng);
    const int kernel_h = rng.integer(1, std::min(5, in.h)), kernel_w = rng.integer(1, std::min(5, in.w));
    const int stride = rng.chance(0.6f) ? 1 : rng.integer(2, 3);
    x = random_planes(rng, in);
    y = random_planes(rng, {rng.integer(1, 9), (in.h - kernel_h) / stride + 1, (in.w - kernel_w) / stride + 1});
    for (int c = 0; c < in.c; ++c)
      for (int ky = 0; ky < kernel_h; ++ky)
        for (int kx = 0; kx < kernel_w; ++kx) tap.push_back(x.at(c, ky, kx));
    for (int m = 0; m < y.shape.c; ++m) map.push_back(y.at(m, 0, 0));
    shape = {static_cast<int>(tap.size()),
             tap.data(),
             y.shape.c,
             map.data(),
             y.shape.h,
             y.shape.w,
             stride * x.row(),
             stride * kLanes,
             y.row(),
             kLanes};
  }
  [[nodiscard]] std::size_t packed() const { return static_cast<std::size_t>((shape.outputs + 3) / 4 * 4 * shape.taps); }
};

constexpr int kRounds = 60;

}  // namespace

TEST_CASE("kernels: sums over taps equal the plain ones") {
  Rng rng(21);
  for (int round = 0; round < kRounds; ++round) {
    Conv conv(rng);
    CAPTURE(conv.shape.taps);
    CAPTURE(conv.shape.outputs);
    CAPTURE(conv.shape.columns);
    Floats x(rng, conv.x.size()), w(rng, conv.packed()), bias(rng, static_cast<std::size_t>(conv.shape.outputs));
    const float* b = rng.chance(0.7f) ? bias.data() : nullptr;
    const float divisor = rng.chance(0.3f) ? static_cast<float>(conv.shape.taps) : 0.0f;
    const bool relu = rng.chance(0.5f);
    Floats expected(conv.y.size(), 7);
    plain_kernels().dot(conv.shape, x.data(), w.data(), b, divisor, relu, expected.data());
    for (const Kernels* kernels : fast_kernels()) {
      INFO(kernels->name);
      Floats y(conv.y.size(), 7);   // what lies between the rows must stay
      kernels->dot(conv.shape, x.data(), w.data(), b, divisor, relu, y.data());
      CHECK(y == expected);
    }
  }
}

TEST_CASE("kernels: a convolution's weight gradient equals the plain one") {
  Rng rng(22);
  for (int round = 0; round < kRounds; ++round) {
    Conv conv(rng);
    CAPTURE(conv.shape.taps);
    CAPTURE(conv.shape.outputs);
    Floats x(rng, conv.x.size()), dy(rng, conv.y.size());
    const auto weights = static_cast<std::size_t>(conv.shape.outputs * conv.shape.taps);
    const auto outputs = static_cast<std::size_t>(conv.shape.outputs);
    const bool bias = rng.chance(0.7f);
    const float divisor = rng.chance(0.3f) ? static_cast<float>(conv.shape.taps) : 0.0f;
    Floats chains(static_cast<std::size_t>(conv.shape.taps + 1) * 4 * kLanes, 3);
    Floats expected(weights, 0.5f), expected_bias(outputs, 0.5f);
    plain_kernels().conv_gradient(conv.shape, x.data(), dy.data(), divisor, chains.data(), expected.data(),
                                  bias ? expected_bias.data() : nullptr);
    for (const Kernels* kernels : fast_kernels()) {
      INFO(kernels->name);
      Floats d_weight(weights, 0.5f), d_bias(outputs, 0.5f);
      kernels->conv_gradient(conv.shape, x.data(), dy.data(), divisor, chains.data(), d_weight.data(),
                             bias ? d_bias.data() : nullptr);
      CHECK(d_weight == expected);
      CHECK(d_bias == expected_bias);
    }
  }
}

TEST_CASE("kernels: a dense layer's weight gradient equals the plain one") {
  Rng rng(23);
  for (int round = 0; round < kRounds; ++round) {
    const Planes x_planes = random_planes(rng, random_shape(rng));
    const int inputs = x_planes.shape.size();
    const int outputs = rng.integer(1, 13);
    CAPTURE(inputs);
    CAPTURE(outputs);
    std::vector<std::int32_t> input, output;
    for (int i = 0; i < inputs; ++i) {
      const Place place = place_of(x_planes.shape, i);
      input.push_back(x_planes.at(place.c, place.y, place.x));
    }
    for (int o = 0; o < outputs; ++o) output.push_back(o * kLanes);
    const DenseShape shape{inputs, input.data(), outputs, output.data()};
    Floats x(rng, x_planes.size()), dz(rng, static_cast<std::size_t>(outputs * kLanes));
    Floats turned(static_cast<std::size_t>(kLanes * (inputs + 3 + outputs + 3)), 3);
    const auto weights = static_cast<std::size_t>(inputs * outputs);
    Floats expected(weights, 0.5f), expected_bias(static_cast<std::size_t>(outputs), 0.5f);
    plain_kernels().dense_gradient(shape, x.data(), dz.data(), turned.data(), expected.data(), expected_bias.data());
    for (const Kernels* kernels : fast_kernels()) {
      INFO(kernels->name);
      Floats d_weight(weights, 0.5f), d_bias(static_cast<std::size_t>(outputs), 0.5f);
      kernels->dense_gradient(shape, x.data(), dz.data(), turned.data(), d_weight.data(), d_bias.data());
      CHECK(d_weight == expected);
      CHECK(d_bias == expected_bias);
    }
  }
}

TEST_CASE("kernels: pooling and its way back equal the plain ones") {
  Rng rng(24);
  for (int round = 0; round < 2 * kRounds; ++round) {
    const Shape in = random_shape(rng);
    const int window = rng.integer(1, std::min({4, in.h, in.w}));
    const int stride = rng.chance(0.5f) ? window : rng.integer(1, 5);
    const auto places = [&](int size) {
      const int count = (size - window + stride - 1) / stride + 1;
      return (count - 1) * stride >= size ? count - 1 : count;
    };
    const Shape out{in.c, places(in.h), places(in.w)};
    const PoolShape shape{random_planes(rng, in), random_planes(rng, out), window, stride};
    CAPTURE(in.h);
    CAPTURE(in.w);
    CAPTURE(window);
    CAPTURE(stride);
    const auto cells = static_cast<std::size_t>(out.size() * kLanes);
    const bool relu = rng.chance(0.5f);
    Floats x(rng, shape.x.size()), dy(rng, shape.y.size());
    Floats y(shape.y.size(), 7), dx(shape.x.size(), 0), mean(shape.y.size(), 7), d_mean(shape.x.size(), 0);
    std::vector<std::int32_t> winner(cells, -5);
    plain_kernels().max_pool(shape, x.data(), relu, y.data(), winner.data());
    plain_kernels().max_pool_back(shape, dy.data(), winner.data(), dx.data());
    plain_kernels().mean_pool(shape, x.data(), mean.data());
    plain_kernels().mean_pool_back(shape, dy.data(), d_mean.data());
    for (const Kernels* kernels : fast_kernels()) {
      INFO(kernels->name);
      Floats fast_y(shape.y.size(), 7), fast_dx(shape.x.size(), 0), fast_mean(shape.y.size(), 7), fast_d_mean(shape.x.size(), 0);
      std::vector<std::int32_t> fast_winner(cells, -5);
      kernels->max_pool(shape, x.data(), relu, fast_y.data(), fast_winner.data());
      CHECK(fast_y == y);
      CHECK(fast_winner == winner);
      for (int again = 0; again < 2; ++again) kernels->max_pool_back(shape, dy.data(), winner.data(), fast_dx.data());
      CHECK(fast_dx == dx);
      kernels->mean_pool(shape, x.data(), fast_mean.data());
      CHECK(fast_mean == mean);
      for (int again = 0; again < 2; ++again) kernels->mean_pool_back(shape, dy.data(), fast_d_mean.data());
      CHECK(fast_d_mean == d_mean);
    }
  }
}

TEST_CASE("kernels: loading, ReLU and the update equal the plain ones") {
  Rng rng(25);
  for (int round = 0; round < kRounds; ++round) {
    const Shape shape = random_shape(rng);
    const Planes from = random_planes(rng, shape), to = random_planes(rng, shape), third = random_planes(rng, shape);
    const int count = rng.integer(1, kLanes);
    const int n = rng.integer(1, 70);
    const auto parameters = static_cast<std::size_t>(n);
    Floats pictures(rng, static_cast<std::size_t>(count * shape.size()));
    Floats x(rng, from.size()), dy(rng, third.size()), w(rng, parameters), v(rng, parameters), g(rng, parameters);
    if (rng.chance(0.3f)) g.values[static_cast<std::size_t>(rng.integer(0, n - 1))] = 1e38f * 1e38f;
    Floats loaded(from.size(), 0), y(to.size(), 0), dx(from.size(), 0), w_next(parameters, 0), v_next(parameters, 0);
    const Kernels& plain = plain_kernels();
    plain.load(from, pictures.data(), count, loaded.data());
    plain.relu(from, x.data(), to, y.data());
    plain.relu_back(to, y.data(), third, dy.data(), from, dx.data());
    const bool finite = plain.update(n, w.data(), v.data(), g.data(), 12, 0.1f, 0.9f, w_next.data(), v_next.data());
    for (const Kernels* kernels : fast_kernels()) {
      INFO(kernels->name);
      Floats fast_loaded(from.size(), 0), fast_y(to.size(), 0), fast_dx(from.size(), 0), fast_w(parameters, 0),
          fast_v(parameters, 0);
      kernels->load(from, pictures.data(), count, fast_loaded.data());
      CHECK(fast_loaded == loaded);
      kernels->relu(from, x.data(), to, fast_y.data());
      CHECK(fast_y == y);
      kernels->relu_back(to, y.data(), third, dy.data(), from, fast_dx.data());
      CHECK(fast_dx == dx);
      CHECK(kernels->update(n, w.data(), v.data(), g.data(), 12, 0.1f, 0.9f, fast_w.data(), fast_v.data()) == finite);
      CHECK(fast_w == w_next);
      CHECK(fast_v == v_next);
    }
  }
}

}  // namespace rizbin
