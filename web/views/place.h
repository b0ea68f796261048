// Small pieces all views share: placing in reading direction, text with one strong number in it, strokes drawn as lines.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "engine/core/shape.h"
#include "web/ui/text.h"
#include "web/ui/widgets.h"

namespace rizbin::views {

using ui::Rect;
using ui::Vec;

[[nodiscard]] inline bool rtl() { return ui::locale().rtl(); }
// A box given from the parent's start edge: (x, y) from its top start corner.
[[nodiscard]] inline Rect from_start(const Rect& parent, float x, float y, float w, float h) {
  return ui::mirror(parent, {parent.x + x, parent.y + y, w, h}, rtl());
}
[[nodiscard]] inline Rect from_end(const Rect& parent, float x, float y, float w, float h) {
  return from_start(parent, parent.w - x - w, y, w, h);
}
[[nodiscard]] inline const ui::Theme& theme() { return *ui::frame().theme; }
[[nodiscard]] inline float control() { return ui::frame().coarse_pointer ? ui::kTouchControl : ui::kControl; }

// The sentence of `id` on one line, with the values of `strong` set in the strong style where the sentence has its {name}s.
// The order is the sentence's own. Returns the width used, drawn or not (list == nullptr: only measured).
float draw_rich(ImDrawList* list, const Rect& box, Str id, std::initializer_list<ui::Arg> strong, const ui::TextStyle& plain,
                const ui::TextStyle& bold, ui::Align align = ui::Align::start);

// Text that is also an item of the mirror.
void label(const Rect& box, std::string_view id, std::string_view text, const ui::TextStyle& style,
           ui::Align align = ui::Align::start, ui::Role role = ui::Role::text);
// Caption over a group of controls.
void heading(const Rect& box, std::string_view id, Str text);

void fill(const Rect& box, ui::Color color, float radius = 0);
void outline(const Rect& box, ui::Color color, float radius = 0, float width = 1);

// The class's colour: of its bars, and of its letter as text.
[[nodiscard]] ui::Color class_color(int vote_class, int classes);
[[nodiscard]] ui::Color class_text_color(int vote_class, int classes);

// A picture in small: paper, ink, the bar of what the network reads in it (probability < 0: no bar), a ring where it is misread
// or chosen.
struct GlyphTile {
  Shape shape;
  std::span<const float> pixels;
  int read_as = -1;
  int classes = 2;
  float probability = -1;
  bool ringed = false;
  bool framed = false;   // hairline around it
  bool hovered = false;
};
void draw_glyph_tile(ImDrawList* list, const Rect& box, const GlyphTile& tile);

}  // namespace rizbin::views
