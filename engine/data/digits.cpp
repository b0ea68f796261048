#include "engine/data/digits.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "engine/core/check.h"
#include "engine/data/distance.h"
#include "engine/data/examples.h"

namespace rizbin {
namespace {

constexpr float kHalfHeight = 9;   // of a digit at scale 1, pixels
constexpr int kPieces = 6;         // straight pieces between two points of a round stroke

struct P {
  float x, y;
};
// Points in half-heights, the middle at (0, 0), y down. Round: a Catmull-Rom curve through them; closed: back to the first.
struct Stroke {
  bool round;
  bool closed;
  std::vector<P> points;
};
using Digit = std::vector<Stroke>;

const std::array<Digit, 10>& digits() {
  static const std::array<Digit, 10> kDigits{{
      /* 0 */ {{true, true, {{0, -1}, {.46f, -.68f}, {.6f, 0}, {.46f, .68f}, {0, 1}, {-.46f, .68f}, {-.6f, 0}, {-.46f, -.68f}}}},
      /* 1 */ {{false, false, {{-.36f, -.62f}, {.06f, -1}, {.06f, 1}}}},
      /* 2 */
      {{true, false, {{-.54f, -.58f}, {-.3f, -.92f}, {.12f, -.98f}, {.48f, -.68f}, {.42f, -.2f}, {0, .32f}, {-.56f, .96f}}},
       {false, false, {{-.56f, .96f}, {.58f, .96f}}}},
      /* 3 */
      {{true, false, {{-.5f, -.72f}, {-.18f, -.97f}, {.24f, -.92f}, {.46f, -.56f}, {.28f, -.16f}, {-.1f, -.04f}}},
       {true, false, {{-.1f, -.04f}, {.34f, .1f}, {.54f, .5f}, {.28f, .9f}, {-.16f, .98f}, {-.54f, .7f}}}},
      /* 4 */ {{false, false, {{.22f, 1}, {.22f, -1}, {-.62f, .38f}, {.64f, .38f}}}},
      /* 5 */
      {{false, false, {{.5f, -.96f}, {-.36f, -.96f}, {-.44f, -.1f}}},
       {true, false, {{-.44f, -.1f}, {-.02f, -.28f}, {.42f, -.08f}, {.56f, .38f}, {.3f, .86f}, {-.14f, .98f}, {-.54f, .72f}}}},
      /* 6 */
      {{true,
        false,
        {{.38f, -.96f},
         {-.06f, -.66f},
         {-.42f, -.1f},
         {-.52f, .44f},
         {-.26f, .88f},
         {.12f, .98f},
         {.48f, .72f},
         {.5f, .34f},
         {.2f, .04f},
         {-.2f, .1f},
         {-.5f, .44f}}}},
      /* 7 */ {{false, false, {{-.56f, -.94f}, {.56f, -.94f}, {-.1f, 1}}}},
      /* 8 */
      {{true,
        true,
        {{0, -.06f},
         {.36f, -.3f},
         {.4f, -.72f},
         {0, -.99f},
         {-.4f, -.72f},
         {-.36f, -.3f},
         {0, -.06f},
         {.46f, .22f},
         {.5f, .7f},
         {0, .99f},
         {-.5f, .7f},
         {-.46f, .22f}}}},
      /* 9 */
      {{true,
        false,
        {{.5f, -.44f},
         {.2f, -.08f},
         {-.2f, -.06f},
         {-.5f, -.36f},
         {-.46f, -.74f},
         {-.12f, -.98f},
         {.26f, -.9f},
         {.52f, -.46f},
         {.44f, .12f},
         {.08f, .66f},
         {-.34f, .98f}}}},
  }};
  return kDigits;
}

P curve_point(P a, P b, P c, P d, float t) {
  const auto one = [t](float p0, float p1, float p2, float p3) {
    return p1 + 0.5f * t * ((p2 - p0) + t * ((2 * p0 - 5 * p1 + 4 * p2 - p3) + t * (3 * (p1 - p2) + p3 - p0)));
  };
  return {one(a.x, b.x, c.x, d.x), one(a.y, b.y, c.y, d.y)};
}

// The stroke as straight pieces.
std::vector<P> path_of(const Stroke& stroke, const std::vector<P>& points) {
  if (!stroke.round) return points;
  const auto n = static_cast<int>(points.size());
  const auto at = [&](int i) {
    if (stroke.closed) return points[static_cast<std::size_t>((i + n) % n)];
    return points[static_cast<std::size_t>(std::clamp(i, 0, n - 1))];
  };
  std::vector<P> path{at(0)};
  const int spans = stroke.closed ? n : n - 1;
  for (int i = 0; i < spans; ++i)
    for (int k = 1; k <= kPieces; ++k)
      path.push_back(curve_point(at(i - 1), at(i), at(i + 1), at(i + 2), static_cast<float>(k) / kPieces));
  return path;
}

}  // namespace

void draw_digit(int digit, const DigitPose& pose, Shape shape, std::span<float> pixels) {
  CHECK(digit >= 0 && digit <= 9, "a digit");
  const float t2 = pose.half_turn * pose.half_turn;
  const float cosine = (1 - t2) / (1 + t2);
  const float sine = 2 * pose.half_turn / (1 + t2);
  const float middle_x = static_cast<float>(shape.w - 1) / 2 + pose.dx;
  const float middle_y = static_cast<float>(shape.h - 1) / 2 + pose.dy;
  std::ranges::fill(pixels.first(static_cast<std::size_t>(shape.h * shape.w)), kPaper);

  const float reach = pose.radius * pose.radius;
  Rng hand(pose.hand, 7);
  for (const Stroke& stroke : digits()[static_cast<std::size_t>(digit)]) {
    std::vector<P> points = stroke.points;
    for (std::size_t i = 0; i < points.size(); ++i) {
      P& p = points[i];
      const float away_x = hand.uniform(-1, 1), away_y = hand.uniform(-1, 1);
      p.x += pose.bend * away_x;
      p.y += pose.bend * away_y;
      const float x = (p.x - pose.slant * p.y) * kHalfHeight * pose.scale_x;
      const float y = p.y * kHalfHeight * pose.scale_y;
      p = {middle_x + cosine * x - sine * y, middle_y + sine * x + cosine * y};
    }
    const std::vector<P> path = path_of(stroke, points);
    for (std::size_t i = 1; i < path.size(); ++i) {
      const P a = path[i - 1], b = path[i];
      // Only the pixels a piece can reach: a digit is some sixty pieces, and sixteen of them are made each step.
      const auto low = [&](float v, int size) { return std::clamp(static_cast<int>(v - pose.radius), 0, size); };
      const auto high = [&](float v, int size) { return std::clamp(static_cast<int>(v + pose.radius) + 2, 0, size); };
      const int y0 = low(std::min(a.y, b.y), shape.h), y1 = high(std::max(a.y, b.y), shape.h);
      const int x0 = low(std::min(a.x, b.x), shape.w), x1 = high(std::max(a.x, b.x), shape.w);
      for (int row = y0; row < y1; ++row)
        for (int column = x0; column < x1; ++column)
          if (squared_distance_to_segment(static_cast<float>(column), static_cast<float>(row), a.x, a.y, b.x, b.y) <= reach)
            pixels[static_cast<std::size_t>(shape.index(0, row, column))] = kInk;
    }
  }
}

void draw_random_digit(int digit, const Variation& variation, Rng& random, Shape shape, std::span<float> pixels) {
  DigitPose pose;
  pose.dx = variation.shift * kDigitShift * random.uniform(-1, 1);
  pose.dy = variation.shift * kDigitShift * random.uniform(-1, 1);
  const float size = kDigitLarger - (kDigitLarger + kDigitSmaller) * random.uniform();
  const float apart = 0.12f * random.uniform(-1, 1);
  pose.scale_x = 1 + variation.scale * (size + apart);
  pose.scale_y = 1 + variation.scale * (size - apart);
  pose.half_turn = variation.rotation * kDigitHalfTurn * random.uniform(-1, 1);
  pose.slant = variation.rotation * kDigitSlant * random.uniform(-0.4f, 1);
  pose.bend = variation.rotation * kDigitBend;
  const float thick = random.uniform();
  pose.radius += variation.thickness * ((kDigitThinner + kDigitThicker) * thick - kDigitThinner);
  pose.hand = random.next();
  draw_digit(digit, pose, shape, pixels);

  const float chance = variation.noise * kDigitNoise;
  for (float& pixel : pixels.first(static_cast<std::size_t>(shape.h * shape.w)))
    if (random.chance(chance)) pixel = -pixel;
}

}  // namespace rizbin
