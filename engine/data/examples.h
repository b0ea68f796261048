// The lecture's pictures (chapters 4 and 5), as ±1 pixels on its 9×9 grid: X, shifted, small, tilted, thick, and the same for O.
// x and x_tilted are the slides' own tables (tests/golden/x_9x9.csv, x_tilted_9x9.csv); the others are drawn as the slides
// show them. The slides have one O; its four relatives are ours, made in the same spirit.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/core/shape.h"

namespace rizbin {

inline constexpr Shape kPictureShape{1, 9, 9};
inline constexpr float kInk = 1;
inline constexpr float kPaper = -1;

struct Example {
  std::string_view name;
  int label;               // 0: X, 1: O
  std::string_view rows;   // 81 characters, '#' is ink
};

[[nodiscard]] std::span<const Example> examples();
// nullptr for an unknown name.
[[nodiscard]] const Example* find_example(std::string_view name);
[[nodiscard]] std::vector<float> picture_of(const Example& example);

}  // namespace rizbin
