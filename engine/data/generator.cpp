#include "engine/data/generator.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "engine/core/rng.h"
#include "engine/data/digits.h"
#include "engine/data/distance.h"
#include "engine/data/examples.h"

namespace rizbin {
namespace {

constexpr float kArm = 3;  // the lecture's X reaches 3 pixels from the middle along rows and columns, its O likewise

// A sample's own generator: splitting does not move the stream's, so a sample does not depend on the others.
Rng sample_random(std::uint64_t seed, std::uint64_t stream, std::uint64_t index) { return Rng(seed, stream).split(index); }

// Pairs draw from numbers that no sample has.
constexpr std::uint64_t kPairs = 1ULL << 63;

}  // namespace

void draw_glyph(GlyphKind kind, const GlyphPose& pose, Shape shape, std::span<float> pixels) {
  const float t2 = pose.half_turn * pose.half_turn;
  const float cosine = (1 - t2) / (1 + t2);
  const float sine = 2 * pose.half_turn / (1 + t2);
  const float middle_x = static_cast<float>(shape.w - 1) / 2 + pose.dx;
  const float middle_y = static_cast<float>(shape.h - 1) / 2 + pose.dy;
  const float arm = kArm * pose.scale;
  const float reach = pose.radius * pose.radius;
  for (int row = 0; row < shape.h; ++row) {
    for (int column = 0; column < shape.w; ++column) {
      const float qx = static_cast<float>(column) - middle_x;
      const float qy = static_cast<float>(row) - middle_y;
      bool ink = false;
      if (kind == GlyphKind::x) {
        // Turned back into the upright X, whose strokes are the diagonals.
        const float px = cosine * qx + sine * qy;
        const float py = cosine * qy - sine * qx;
        ink = squared_distance_to_segment(px, py, -arm, -arm, arm, arm) <= reach ||
              squared_distance_to_segment(px, py, -arm, arm, arm, -arm) <= reach;
      } else {
        const float away = std::sqrt(qx * qx + qy * qy) - arm;
        ink = away * away <= reach;
      }
      pixels[static_cast<std::size_t>(shape.index(0, row, column))] = ink ? kInk : kPaper;
    }
  }
}

int make_sample(std::uint64_t seed, std::uint64_t stream, std::uint64_t index, const Variation& variation, Shape shape,
                std::span<float> pixels, GlyphSet set) {
  if (set == GlyphSet::digits) {
    std::array<int, 10> order{};
    std::iota(order.begin(), order.end(), 0);
    sample_random(seed, stream, kPairs | (index / 10)).shuffle(std::span<int>(order));
    const int digit = order[static_cast<std::size_t>(index % 10)];
    Rng random = sample_random(seed, stream, index);
    draw_random_digit(digit, variation, random, shape, pixels);
    return digit;
  }
  const bool swapped = sample_random(seed, stream, kPairs | (index >> 1)).chance(0.5f);
  const int label = static_cast<int>((index & 1) ^ (swapped ? 1U : 0U));

  Rng random = sample_random(seed, stream, index);
  GlyphPose pose;
  pose.dx = variation.shift * kShiftPixels * random.uniform(-1, 1);
  pose.dy = variation.shift * kShiftPixels * random.uniform(-1, 1);
  const float scale = random.uniform();
  pose.scale = 1 + variation.scale * (kScaleUp - (kScaleUp + kScaleDown) * scale);
  pose.half_turn = variation.rotation * kHalfTurn * random.uniform(-1, 1);
  pose.radius = 0.5f + variation.thickness * kThicker * random.uniform();
  draw_glyph(label == 0 ? GlyphKind::x : GlyphKind::o, pose, shape, pixels);

  const float chance = variation.noise * kNoise;
  for (float& pixel : pixels.first(static_cast<std::size_t>(shape.h * shape.w)))
    if (random.chance(chance)) pixel = -pixel;
  return label;
}

Samples make_samples(std::uint64_t seed, std::uint64_t stream, std::uint64_t first, int count, const Variation& variation,
                     Shape shape, GlyphSet set) {
  Samples samples;
  const auto size = static_cast<std::size_t>(shape.size());
  samples.pictures.resize(size * static_cast<std::size_t>(count));
  samples.labels.resize(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < samples.labels.size(); ++i)
    samples.labels[i] =
        make_sample(seed, stream, first + i, variation, shape, std::span(samples.pictures).subspan(i * size, size), set);
  return samples;
}

}  // namespace rizbin
