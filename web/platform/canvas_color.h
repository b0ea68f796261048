// The design's canvas colour, which the window is cleared with before anything else is drawn.
#pragma once

namespace rizbin::platform {
[[nodiscard]] inline const float* canvas_color(bool dark) {
  static constexpr float kLight[3] = {0xFA / 255.0f, 0xF6 / 255.0f, 0xEE / 255.0f};
  static constexpr float kDark[3] = {0x17 / 255.0f, 0x15 / 255.0f, 0x12 / 255.0f};
  return dark ? kDark : kLight;
}
}  // namespace rizbin::platform
