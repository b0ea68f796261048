#include "engine/data/stroke.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "engine/data/distance.h"

namespace rizbin {

std::vector<int> rasterise_segment(Shape picture, PadPoint from, PadPoint to, float radius) {
  std::vector<int> marked;
  if (!std::isfinite(from.x) || !std::isfinite(from.y) || !std::isfinite(to.x) || !std::isfinite(to.y)) return marked;
  const bool tap = from.x == to.x && from.y == to.y;
  const float reach = radius * radius;
  for (int row = 0; row < picture.h; ++row) {
    for (int column = 0; column < picture.w; ++column) {
      const float x = static_cast<float>(column);
      const float y = static_cast<float>(row);
      const float away = squared_distance_to_segment(x + 0.5f, y + 0.5f, from.x, from.y, to.x, to.y);
      const bool under_tap = tap && from.x >= x && from.x < x + 1 && from.y >= y && from.y < y + 1;
      if (away <= reach || under_tap) marked.push_back(picture.index(0, row, column));
    }
  }
  return marked;
}

std::vector<int> rasterise_polyline(Shape picture, const std::vector<PadPoint>& points, float radius) {
  std::vector<int> marked;
  if (points.size() == 1) return rasterise_segment(picture, points[0], points[0], radius);
  for (std::size_t i = 1; i < points.size(); ++i) {
    const std::vector<int> piece = rasterise_segment(picture, points[i - 1], points[i], radius);
    marked.insert(marked.end(), piece.begin(), piece.end());
  }
  std::ranges::sort(marked);
  marked.erase(std::ranges::unique(marked).begin(), marked.end());
  return marked;
}

}  // namespace rizbin
