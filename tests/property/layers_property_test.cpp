// What must hold for any picture and any filter.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/core/rng.h"
#include "engine/train/network.h"

namespace rizbin {
namespace {

std::vector<float> random_picture(Rng& rng, Shape shape) {
  std::vector<float> picture(static_cast<std::size_t>(shape.size()));
  // Few different values, so that maxima tie.
  for (float& pixel : picture) pixel = static_cast<float>(rng.integer(-3, 3)) * 0.25f;
  return picture;
}

Network built(Shape input, std::vector<LayerSpec> specs, std::uint64_t seed) {
  specs.push_back({.kind = LayerKind::dense, .id = "votes", .units = 2});
  Result<Network> network = Network::build(input, std::move(specs));
  REQUIRE(network.has_value());
  network->initialise(seed);
  return *std::move(network);
}

std::vector<float> values(const Network& network, const std::vector<float>& picture, int layer) {
  Snapshot s;
  forward_one(network, picture, s);
  return s.layers[static_cast<std::size_t>(layer)].value;
}

TEST_CASE("property: max pooling and ReLU change places without changing a bit; mean pooling does not") {
  Rng rng(1);
  bool mean_differs = false;
  for (int n = 0; n < 50; ++n) {
    const Shape shape{rng.integer(1, 3), rng.integer(3, 9), rng.integer(3, 9)};
    const LayerSpec relu{.kind = LayerKind::relu, .id = "relu"};
    LayerSpec pool{.kind = LayerKind::max_pool, .id = "pool", .stride = rng.integer(1, 3), .window = rng.integer(1, 3)};
    const std::vector<float> picture = random_picture(rng, shape);
    CHECK(values(built(shape, {pool, relu}, 1), picture, 1) == values(built(shape, {relu, pool}, 1), picture, 1));
    pool.kind = LayerKind::mean_pool;
    mean_differs =
        mean_differs || values(built(shape, {pool, relu}, 1), picture, 1) != values(built(shape, {relu, pool}, 1), picture, 1);
  }
  CHECK(mean_differs);
}

TEST_CASE("property: a moved picture gives moved maps, bit for bit, away from the edge") {
  Rng rng(2);
  for (std::uint64_t n = 0; n < 30; ++n) {
    const Shape shape{2, 10, 11};
    const LayerSpec conv{.kind = LayerKind::conv,
                         .id = "conv",
                         .units = 3,
                         .kernel_h = rng.integer(1, 4),
                         .kernel_w = rng.integer(1, 4),
                         .same = rng.chance(0.5f),
                         .mean = rng.chance(0.5f)};
    const Network network = built(shape, {conv}, n);
    const std::vector<float> picture = random_picture(rng, shape);
    const int dy = rng.integer(0, 2);
    const int dx = rng.integer(0, 2);
    std::vector<float> moved(picture.size(), 0.0f);
    for (int c = 0; c < shape.c; ++c) {
      for (int y = 0; y + dy < shape.h; ++y) {
        for (int x = 0; x + dx < shape.w; ++x) {
          moved[static_cast<std::size_t>(shape.index(c, y + dy, x + dx))] = picture[static_cast<std::size_t>(shape.index(c, y, x))];
        }
      }
    }
    const std::vector<float> before = values(network, picture, 0);
    const std::vector<float> after = values(network, moved, 0);
    const Shape out = network.out(0);
    constexpr int kEdge = 3;
    for (int c = 0; c < out.c; ++c) {
      for (int y = kEdge; y + dy < out.h - kEdge; ++y) {
        for (int x = kEdge; x + dx < out.w - kEdge; ++x) {
          CHECK(before[static_cast<std::size_t>(out.index(c, y, x))] ==
                after[static_cast<std::size_t>(out.index(c, y + dy, x + dx))]);
        }
      }
    }
  }
}

TEST_CASE("property: same padding is a valid convolution of the picture with a border of zeros") {
  Rng rng(3);
  for (std::uint64_t n = 0; n < 30; ++n) {
    const Shape shape{rng.integer(1, 3), rng.integer(4, 8), rng.integer(4, 8)};
    LayerSpec conv{.kind = LayerKind::conv,
                   .id = "conv",
                   .units = 2,
                   .kernel_h = rng.integer(1, 5),
                   .kernel_w = rng.integer(1, 5),
                   .stride = rng.integer(1, 3),
                   .same = true,
                   .mean = rng.chance(0.5f)};
    const std::vector<float> picture = random_picture(rng, shape);
    const Shape padded{shape.c, shape.h + conv.kernel_h - 1, shape.w + conv.kernel_w - 1};
    std::vector<float> bordered(static_cast<std::size_t>(padded.size()), 0.0f);
    for (int c = 0; c < shape.c; ++c) {
      for (int y = 0; y < shape.h; ++y) {
        for (int x = 0; x < shape.w; ++x) {
          bordered[static_cast<std::size_t>(padded.index(c, y + (conv.kernel_h - 1) / 2, x + (conv.kernel_w - 1) / 2))] =
              picture[static_cast<std::size_t>(shape.index(c, y, x))];
        }
      }
    }
    const Network same = built(shape, {conv}, n);
    conv.same = false;
    Network valid = built(padded, {conv}, n);
    std::ranges::copy(same.weight(0), valid.weight(0).begin());
    CHECK(same.out(0) == valid.out(0));
    CHECK(values(same, picture, 0) == values(valid, bordered, 0));
  }
}

TEST_CASE("property: the mean mode is the sum ÷ n, and a stride keeps every s-th place") {
  Rng rng(4);
  for (std::uint64_t n = 0; n < 30; ++n) {
    const Shape shape{rng.integer(1, 3), rng.integer(5, 9), rng.integer(5, 9)};
    LayerSpec conv{.kind = LayerKind::conv,
                   .id = "conv",
                   .units = 2,
                   .kernel_h = rng.integer(1, 4),
                   .kernel_w = rng.integer(1, 4),
                   .bias = false};
    const Network network = built(shape, {conv}, n);
    const std::vector<float> picture = random_picture(rng, shape);
    const std::vector<float> sums = values(network, picture, 0);
    Network mean = network;
    REQUIRE(mean.set_conv_mode(0, true, false).has_value());
    const std::vector<float> means = values(mean, picture, 0);
    for (std::size_t i = 0; i < sums.size(); ++i) {
      CHECK(means[i] == sums[i] / static_cast<float>(shape.c * conv.kernel_h * conv.kernel_w));
    }
    conv.stride = rng.integer(2, 3);
    Network strided = built(shape, {conv}, n);
    std::ranges::copy(network.weight(0), strided.weight(0).begin());
    const std::vector<float> some = values(strided, picture, 0);
    const Shape out = strided.out(0);
    for (int i = 0; i < out.size(); ++i) {
      const Place p = place_of(out, i);
      CHECK(some[static_cast<std::size_t>(i)] ==
            sums[static_cast<std::size_t>(network.out(0).index(p.c, p.y * conv.stride, p.x * conv.stride))]);
    }
  }
}

}  // namespace
}  // namespace rizbin
