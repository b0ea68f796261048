// Colours: stops of the maps, interpolation, and that text on any cell can be read.
#include <doctest/doctest.h>

#include <cmath>

#include "web/ui/theme.h"

using namespace rizbin::ui;

namespace {
double linear(Color c, int shift) {
  const double v = static_cast<double>((c >> shift) & 0xFF) / 255;
  return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}
double luminance(Color c) { return 0.2126 * linear(c, 0) + 0.7152 * linear(c, 8) + 0.0722 * linear(c, 16); }
double contrast(Color a, Color b) {
  const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
  return std::max(x, y) / std::min(x, y);
}
}  // namespace

TEST_CASE("ui theme: the maps go through the design's stops and are clamped") {
  CHECK(map_color(ColorMap::activation, -1, false) == rgb(0x1D4F91));
  CHECK(map_color(ColorMap::activation, 0, false) == rgb(0xF3EDE1));
  CHECK(map_color(ColorMap::activation, 1, false) == rgb(0xB4380C));
  CHECK(map_color(ColorMap::activation, 1.0f / 3, false) == rgb(0xF3BC9D));
  CHECK(map_color(ColorMap::activation, 7, false) == rgb(0xB4380C));
  CHECK(map_color(ColorMap::weight, 2.0f / 3, true) == rgb(0x88A752));
  CHECK(map_color(ColorMap::gradient, -2.0f / 3, true) == rgb(0x4A9FB5));
  CHECK(map_color(ColorMap::vote_x, 0, false) == rgb(0xF3EDE1));
  CHECK(map_color(ColorMap::vote_x, -5, false) == rgb(0xF3EDE1));
  CHECK(map_color(ColorMap::vote_o, 2.0f / 3, false) == rgb(0xE5BD57));
  CHECK(map_color(ColorMap::pixel, -1, true) == rgb(0x26221C));
  CHECK(map_color(ColorMap::pixel, 1, true) == rgb(0xF2EBDD));
  CHECK(map_color(ColorMap::activation, NAN, false) == theme(false).sunk);
}

TEST_CASE("ui theme: numbers in cells keep a contrast of 4.5 over every map in both themes") {
  for (const bool dark : {false, true})
    for (int map = 0; map < kColorMapCount; ++map)
      for (int i = -100; i <= 100; ++i) {
        const Color ground = map_color(static_cast<ColorMap>(map), static_cast<float>(i) / 100, dark);
        CHECK(contrast(ground, text_on(ground)) >= 4.5);
      }
}

TEST_CASE("ui theme: text on its grounds, as measured in the design") {
  for (const bool dark : {false, true}) {
    const Theme& t = theme(dark);
    for (Color ground : {t.canvas, t.panel, t.sunk}) {
      CHECK(contrast(t.ink, ground) > 12);
      CHECK(contrast(t.ink2, ground) > 7);
      CHECK(contrast(t.ink3, ground) > 4.5);
    }
    CHECK(contrast(t.on_ink, t.ink) > 14);
    CHECK(contrast(t.danger, t.danger_ground) > 6);
    CHECK(contrast(t.notice, t.notice_ground) > 6);
    CHECK(contrast(t.vote_o_text, t.panel) > 4.5);
    CHECK(contrast(t.weight_text, t.canvas) > 4.5);
  }
}

TEST_CASE("ui theme: alpha is multiplied") {
  CHECK(with_alpha(rgb(0x102030), 0.5f) == 0x80302010u);
  CHECK(with_alpha(0x80302010u, 0.5f) == 0x40302010u);
  CHECK(with_alpha(rgb(0x102030), 1) == rgb(0x102030));
}
