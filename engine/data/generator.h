// X and O glyphs without end (chapter 4, "in general"): a base stroke, then shift, scale, rotation, thickness and noise, each
// with its own amount 0…1. Amounts of 0 give the lecture's own X and O, pixel for pixel.
//
// Sample `index` of stream `stream` depends on (seed, stream, index, variation) alone, never on what was asked before; and each
// random number on its place alone, never on an amount: as a learner drags one amount, the same glyphs bend.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/shape.h"
#include "engine/data/glyph_set.h"
#include "engine/data/variation.h"

namespace rizbin {

enum class GlyphKind : std::uint8_t { x, o };

// Where and how a glyph is drawn. Defaults: the lecture's X and O.
struct GlyphPose {
  float dx = 0;              // pixels, to the right
  float dy = 0;              // pixels, down
  float scale = 1;
  float half_turn = 0;       // tan(angle / 2), clockwise on the screen: sine and cosine follow by + − × ÷ alone
  float radius = 0.5f;       // of the pen, pixels
};

// What an amount of 1 means.
inline constexpr float kShiftPixels = 2.0f;          // each way, along rows and columns
inline constexpr float kScaleDown = 0.35f;           // 1 − 0.35 …
inline constexpr float kScaleUp = 0.10f;             // … 1 + 0.10
inline constexpr float kHalfTurn = 0.2679492f;       // tan 15°: up to 30° each way
inline constexpr float kThicker = 0.70f;             // pen radius 0.5 … 1.2
inline constexpr float kNoise = 0.05f;               // chance of a pixel to flip

inline constexpr Variation kNoVariation{0, 0, 0, 0, 0};
// Chosen so that the presets show what they are there to show (measured over 20 seeds in tests/engine/session/quality_test.cpp):
// mild is what the lecture's features can still tell apart, strong what only learned ones can.
inline constexpr Variation kMildVariation{0.5f, 0.5f, 0.5f, 0.5f, 0.25f};
inline constexpr Variation kStrongVariation{0.7f, 0.7f, 0.7f, 0.7f, 0.7f};

// Streams of one seed. Held-out glyphs are the same for every seed (kHeldOutSeed), so that seeds are compared on one exam.
inline constexpr std::uint64_t kTrainingStream = 1;
inline constexpr std::uint64_t kHeldOutStream = 2;
inline constexpr std::uint64_t kHeldOutSeed = 9;

// ±1 pixels into `pixels` (shape.size() of them; channel 0).
void draw_glyph(GlyphKind kind, const GlyphPose& pose, Shape shape, std::span<float> pixels);

// Draws a sample and returns its label (0: X, 1: O). Samples 2k and 2k + 1 are one of each, in random order; of the digits
// (digits.h) ten in a row, 10k … 10k + 9, are one of each.
int make_sample(std::uint64_t seed, std::uint64_t stream, std::uint64_t index, const Variation& variation, Shape shape,
                std::span<float> pixels, GlyphSet set = GlyphSet::x_o);

struct Samples {
  std::vector<float> pictures;  // count × shape.size()
  std::vector<int> labels;
};
[[nodiscard]] Samples make_samples(std::uint64_t seed, std::uint64_t stream, std::uint64_t first, int count,
                                   const Variation& variation, Shape shape, GlyphSet set = GlyphSet::x_o);

}  // namespace rizbin
