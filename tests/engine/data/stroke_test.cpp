#include "engine/data/stroke.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "engine/data/examples.h"

namespace rizbin {
namespace {

TEST_CASE("an X drawn by two freehand diagonals is the lecture's X") {
  std::vector<int> ink = rasterise_segment(kPictureShape, {1.5f, 1.5f}, {7.5f, 7.5f});
  const std::vector<int> other = rasterise_segment(kPictureShape, {7.6f, 1.4f}, {1.4f, 7.6f});
  ink.insert(ink.end(), other.begin(), other.end());
  std::vector<float> picture(81, kPaper);
  for (const int i : ink) picture[static_cast<std::size_t>(i)] = kInk;
  CHECK(picture == picture_of(*find_example("x")));
}

TEST_CASE("a line along a row fills one row") {
  for (const float y : {4.1f, 4.5f, 4.9f}) {
    const std::vector<int> ink = rasterise_segment(kPictureShape, {2.5f, y}, {5.5f, y});
    CHECK(ink == std::vector<int>{38, 39, 40, 41});
  }
}

TEST_CASE("many short pieces leave the pixels of one long one") {
  const PadPoint from{0.7f, 1.9f};
  const PadPoint to{8.2f, 6.3f};
  std::vector<PadPoint> points;
  for (int i = 0; i <= 64; ++i) {
    const float t = static_cast<float>(i) / 64;
    points.push_back({from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)});
  }
  CHECK(rasterise_polyline(kPictureShape, points) == rasterise_segment(kPictureShape, from, to));
}

TEST_CASE("a tap marks its pixel, also at the corner; nothing outside the grid") {
  CHECK(rasterise_segment(kPictureShape, {3.02f, 5.02f}, {3.02f, 5.02f}) == std::vector<int>{48});
  CHECK(rasterise_polyline(kPictureShape, {{3.02f, 5.02f}}) == std::vector<int>{48});
  CHECK(rasterise_segment(kPictureShape, {-3, -3}, {-3, -3}).empty());
  CHECK(rasterise_segment(kPictureShape, {0.0f / 0.0f, 1}, {2, 2}).empty());
  CHECK(rasterise_polyline(kPictureShape, {}).empty());
}

TEST_CASE("a thicker pen covers what a thinner one does, and more") {
  const std::vector<int> thin = rasterise_segment(kPictureShape, {2, 2}, {7, 5});
  const std::vector<int> thick = rasterise_segment(kPictureShape, {2, 2}, {7, 5}, 1.1f);
  CHECK(std::ranges::includes(thick, thin));
  CHECK(thick.size() > thin.size());
}

}  // namespace
}  // namespace rizbin
