// Which pictures a session is about: the lecture's X and O on 9×9, or the ten digits on 28×28 (the size of LeNet's world). A set
// fixes the picture's shape, the classes and their names, one example a click, and the generator that samples are made by.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/shape.h"

namespace rizbin {

enum class GlyphSet : std::uint8_t { x_o, digits };
inline constexpr int kGlyphSets = 2;

struct GlyphSetInfo {
  Shape picture;
  std::span<const std::string_view> classes;   // "X", "O"; "0" … "9"
  std::span<const std::string_view> examples;  // names for LoadExample, in order; the first one is where a session starts
};

[[nodiscard]] const GlyphSetInfo& glyph_set(GlyphSet set);

struct ExamplePicture {
  std::vector<float> pixels;  // empty: the set has no picture of that name
  int label = 0;
};
[[nodiscard]] ExamplePicture example_of(GlyphSet set, std::string_view name);

}  // namespace rizbin
