// The ten digits as pen strokes, made like the X and O of generator.h: a base stroke, then shift, scale, rotation with slant,
// thickness and noise. Pictures of 28×28 pixels of ±1. Only + − × ÷ and comparisons: the same bits in every build.
#pragma once

#include <cstdint>
#include <span>

#include "engine/core/rng.h"
#include "engine/core/shape.h"
#include "engine/data/variation.h"

namespace rizbin {

inline constexpr Shape kDigitShape{1, 28, 28};

// Where and how a digit is drawn. Defaults: upright, in the middle, as the examples show it.
struct DigitPose {
  float dx = 0;            // pixels, to the right
  float dy = 0;            // pixels, down
  float scale_x = 1;
  float scale_y = 1;
  float slant = 0;         // the top leans right by this share of the height
  float half_turn = 0;     // tan(angle / 2), clockwise on the screen
  float radius = 1.35f;    // of the pen, pixels
  float bend = 0;          // how far the strokes' points stray, in half-heights
  std::uint64_t hand = 0;  // which way each of them strays
};

// What an amount of 1 means.
inline constexpr float kDigitShift = 4.0f;        // pixels each way
inline constexpr float kDigitSmaller = 0.30f;     // 1 − 0.30 …
inline constexpr float kDigitLarger = 0.15f;      // … 1 + 0.15, width and height apart by up to 0.12
inline constexpr float kDigitHalfTurn = 0.1316525f;  // tan 7.5°: up to 15° each way
inline constexpr float kDigitSlant = 0.30f;
inline constexpr float kDigitBend = 0.14f;
inline constexpr float kDigitThinner = 0.55f;     // pen radius 1.35 − 0.55 …
inline constexpr float kDigitThicker = 0.95f;     // … 1.35 + 0.95
inline constexpr float kDigitNoise = 0.03f;       // chance of a pixel to flip

// ±1 pixels into `pixels` (channel 0), digit 0 … 9.
void draw_digit(int digit, const DigitPose& pose, Shape shape, std::span<float> pixels);

// A digit with a random pose; draws from `random` alone, each number in its own place whatever the amounts are.
void draw_random_digit(int digit, const Variation& variation, Rng& random, Shape shape, std::span<float> pixels);

}  // namespace rizbin
