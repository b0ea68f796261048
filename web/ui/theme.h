// Tokens of the look (docs: the design's table). Hue belongs to numbers, never to chrome.
#pragma once

#include <cstdint>

namespace rizbin::ui {

using Color = std::uint32_t;  // 0xAABBGGRR, as ImGui's IM_COL32
[[nodiscard]] constexpr Color rgb(std::uint32_t hex) {
  return 0xFF000000u | ((hex & 0xFFu) << 16) | (hex & 0xFF00u) | ((hex >> 16) & 0xFFu);
}
[[nodiscard]] constexpr Color with_alpha(Color c, float alpha) {
  return (c & 0x00FFFFFFu) | (static_cast<Color>(alpha * static_cast<float>(c >> 24) + 0.5f) << 24);
}

enum class ColorMap : std::uint8_t { activation, weight, gradient, vote_x, vote_o, pixel };
inline constexpr int kColorMapCount = 6;

struct Theme {
  bool dark = false;
  Color canvas, panel, sunk, raised, hover, line, line_strong, link, ink, ink2, ink3, on_ink;
  Color danger, danger_ground, notice, notice_ground, vote_x, vote_o, vote_o_text, weight_text;
  float veil = 0.62f;  // opacity of the canvas colour laid over what is not in focus
  float beam = 0.07f;  // opacity of ink in the beam from window to cell
  float shadow_near = 0.06f, shadow_far = 0.10f;
  Color shadow;
};
[[nodiscard]] const Theme& theme(bool dark);

// Colour of v in −1 … 1 (votes 0 … 1), clamped; sRGB interpolation between the stops.
[[nodiscard]] Color map_color(ColorMap map, float v, bool dark);
// A class's colour, of its bars or as text. X and O have their own; of more classes than two no hue would stay apart from the
// others, so they are ink and told apart by their names.
[[nodiscard]] constexpr Color class_color(const Theme& theme, int index, int classes, bool text) {
  if (classes != 2) return text ? theme.ink : theme.ink2;
  return index == 0 ? theme.vote_x : text ? theme.vote_o_text : theme.vote_o;
}
// Pure black or white, whichever contrasts more with the ground.
[[nodiscard]] Color text_on(Color ground);

// Spaces, sizes and radii in CSS pixels.
inline constexpr float kTopBar = 52, kTimeline = 116, kTimelineFolded = 48, kPanel = 280, kRail = 64, kPanelPadding = 20;
inline constexpr float kControl = 36, kTouchControl = 44, kPlay = 44;
inline constexpr float kRadiusField = 8, kRadiusCard = 12, kRadiusSmallCard = 10, kRadiusVote = 4, kRadiusSheet = 16;

}  // namespace rizbin::ui
