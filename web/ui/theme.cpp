// The tokens and colour maps of the design, as numbers. Light is ink on paper; dark is not its inversion: zero is dark and
// magnitude glows.
#include "web/ui/theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace rizbin::ui {
namespace {

constexpr Theme kLight{
    .dark = false,
    .canvas = rgb(0xFAF6EE),
    .panel = rgb(0xFFFDF8),
    .sunk = rgb(0xF3EDE1),
    .raised = rgb(0xFFFDF8),
    .hover = rgb(0xF6F1E7),
    .line = rgb(0xE5DCCC),
    .line_strong = rgb(0xCBBFA9),
    .link = rgb(0xD3C8B5),
    .ink = rgb(0x221D16),
    .ink2 = rgb(0x554D42),
    .ink3 = rgb(0x746A5C),
    .on_ink = rgb(0xFFFDF8),
    .danger = rgb(0xA3261F),
    .danger_ground = rgb(0xFBEBE6),
    .notice = rgb(0x7A5200),
    .notice_ground = rgb(0xFAF0D7),
    .vote_x = rgb(0xA01F66),
    .vote_o = rgb(0xD09A00),
    .vote_o_text = rgb(0x8A5E00),
    .weight_text = rgb(0x4C7A1A),
    .veil = 0.62f,
    .beam = 0.07f,
    .shadow_near = 0.06f,
    .shadow_far = 0.10f,
    .shadow = rgb(0x342814),
};

constexpr Theme kDark{
    .dark = true,
    .canvas = rgb(0x171512),
    .panel = rgb(0x1F1C18),
    .sunk = rgb(0x2A2620),
    .raised = rgb(0x403A31),
    .hover = rgb(0x27231E),
    .line = rgb(0x37322A),
    .line_strong = rgb(0x575044),
    .link = rgb(0x4A4439),
    .ink = rgb(0xF1EADC),
    .ink2 = rgb(0xC6BCAA),
    .ink3 = rgb(0xA09686),
    .on_ink = rgb(0x1A1713),
    .danger = rgb(0xFF9A8C),
    .danger_ground = rgb(0x3A211C),
    .notice = rgb(0xF0C870),
    .notice_ground = rgb(0x352B16),
    .vote_x = rgb(0xFF9CCB),
    .vote_o = rgb(0xFFD35E),
    .vote_o_text = rgb(0xFFD35E),
    .weight_text = rgb(0xC0E07F),
    .veil = 0.60f,
    .beam = 0.09f,
    .shadow_near = 0.45f,
    .shadow_far = 0.42f,
    .shadow = rgb(0x000000),
};

using Signed = std::array<std::uint32_t, 7>;  // stops at −1, −⅔, −⅓, 0, ⅓, ⅔, 1
using Votes = std::array<std::uint32_t, 4>;   // stops at 0, ⅓, ⅔, 1
using Pixel = std::array<std::uint32_t, 2>;   // stops at −1, 1

constexpr Signed kActivation[2]{{0x1D4F91, 0x6990C2, 0xB0C6DD, 0xF3EDE1, 0xF3BC9D, 0xDD815A, 0xB4380C},
                                {0x9CC8FF, 0x6692C8, 0x425C7C, 0x2B2721, 0x844E33, 0xCD7B50, 0xFFAF7D}};
constexpr Signed kWeight[2]{{0x55328F, 0x927BC0, 0xC8B9DC, 0xF3EDE1, 0xC5D5A0, 0x8DAE5E, 0x4C7A1A},
                            {0xCDB8FF, 0x957EC9, 0x5E4E7C, 0x2B2721, 0x576835, 0x88A752, 0xC0E07F}};
constexpr Signed kGradient[2]{{0x005C72, 0x519AA9, 0x9FCBCF, 0xF3EDE1, 0xE1C29E, 0xB88A5A, 0x7A4A12},
                              {0x7FDDF0, 0x4A9FB5, 0x34626E, 0x2B2721, 0x6B5338, 0xAB865E, 0xE9BE93}};
constexpr Votes kVoteX[2]{{0xF3EDE1, 0xE7BCCC, 0xCD7AA2, 0xA01F66}, {0x2B2721, 0x78445D, 0xC06A97, 0xFF9CCB}};
constexpr Votes kVoteO[2]{{0xF3EDE1, 0xF1D99A, 0xE5BD57, 0xD09A00}, {0x2B2721, 0x705A2B, 0xB8943B, 0xFFD35E}};
constexpr Pixel kPixel[2]{{0xF7F2E8, 0x2A241C}, {0x26221C, 0xF2EBDD}};

// t in 0 … 1 over evenly spaced stops.
Color between(std::span<const std::uint32_t> stops, float t) {
  const float scaled = std::clamp(t, 0.0f, 1.0f) * static_cast<float>(stops.size() - 1);
  const auto i = std::min(static_cast<std::size_t>(scaled), stops.size() - 2);
  const float f = scaled - static_cast<float>(i);
  Color out = 0xFF000000u;
  for (int channel = 0; channel < 3; ++channel) {
    const int shift = 16 - 8 * channel;
    const float a = static_cast<float>((stops[i] >> shift) & 0xFF), b = static_cast<float>((stops[i + 1] >> shift) & 0xFF);
    out |= static_cast<Color>(a + (b - a) * f + 0.5f) << (8 * channel);
  }
  return out;
}

float linear(std::uint32_t channel) {
  const float c = static_cast<float>(channel & 0xFF) / 255.0f;
  return c <= 0.04045f ? c / 12.92f : std::pow((c + 0.055f) / 1.055f, 2.4f);
}

}  // namespace

const Theme& theme(bool dark) { return dark ? kDark : kLight; }

Color map_color(ColorMap map, float v, bool dark) {
  if (!(v == v)) return theme(dark).sunk;  // not a number: no colour of its own
  const int d = dark ? 1 : 0;
  switch (map) {
    case ColorMap::activation: return between(kActivation[d], (v + 1) / 2);
    case ColorMap::weight: return between(kWeight[d], (v + 1) / 2);
    case ColorMap::gradient: return between(kGradient[d], (v + 1) / 2);
    case ColorMap::vote_x: return between(kVoteX[d], v);
    case ColorMap::vote_o: return between(kVoteO[d], v);
    case ColorMap::pixel: return between(kPixel[d], (v + 1) / 2);
  }
  return theme(dark).sunk;
}

Color text_on(Color ground) {
  const float luminance = 0.2126f * linear(ground) + 0.7152f * linear(ground >> 8) + 0.0722f * linear(ground >> 16);
  return 1.05f / (luminance + 0.05f) > (luminance + 0.05f) / 0.05f ? rgb(0xFFFFFF) : rgb(0x000000);
}

}  // namespace rizbin::ui
