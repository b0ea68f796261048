// The networks of the picker, as data: layers, where the weights start, and the settings at which each is shown at its best.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/data/glyph_set.h"
#include "engine/data/variation.h"
#include "engine/layers/snapshot.h"
#include "engine/layers/spec.h"
#include "engine/train/network.h"

namespace rizbin {

// Where a network's weights begin, before the first step and after every reset.
enum class Start : std::uint8_t {
  lecture,        // the lecture's three features; votes 1/5 for X at its five places, 1/7 for O at its seven
  lecture_blank,  // the lecture's three features; votes small and random from the seed: nothing known yet
  random,         // everything random from the seed
};

struct Preset {
  std::string_view name;
  GlyphSet glyphs = GlyphSet::x_o;
  int pools = 2;                   // 7×7 → 4×4 (48 votes) → 2×2 (12 votes)
  bool bias = false;               // convolution and votes
  Start start = Start::random;
  TrainedPart trained = TrainedPart::whole;
  float learning_rate = 0.6f;
  float momentum = 0;
  int batch = 8;
  int run_length = 240;
  Variation variation;
  LossKind loss = LossKind::cross_entropy;
};

inline constexpr std::uint64_t kDefaultSeed = 3;

[[nodiscard]] std::span<const Preset> presets();
// nullptr for an unknown name.
[[nodiscard]] const Preset* find_preset(std::string_view name);
[[nodiscard]] std::vector<LayerSpec> layers_of(const Preset& preset);
// Sets every weight and bias of a network built from the preset (its convolution may have changed mode since).
void set_start(const Preset& preset, std::uint64_t seed, Network& network);
// The same for layers of the learner's own that began as the preset's: everything from the seed, but the lecture's features, where
// the preset starts with them, stay in the first filters of "conv1" as long as those are 3×3 on one channel.
void set_own_start(const Preset& base, std::uint64_t seed, Network& network);
inline constexpr std::string_view kOwnPreset = "own";

// The lecture's three 3×3 features (chapter 6), in order; ±1, ky kx.
struct Feature {
  std::string_view name;
  float kernel[9];
};
[[nodiscard]] std::span<const Feature> lecture_features();
// "diagonal", "cross", "anti_diagonal" while the kernel is exactly that, else "".
[[nodiscard]] std::string_view feature_name(std::span<const float> kernel);

}  // namespace rizbin
