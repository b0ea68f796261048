// What the widgets' files share: the ink of the current theme, open menus, what is being typed.
#pragma once

#include <string>
#include <string_view>

#include "web/ui/items_state.h"
#include "web/ui/widgets.h"

namespace rizbin::ui {

[[nodiscard]] const Theme& look();                       // frame().theme, light when none is set
[[nodiscard]] Color mix(Color a, Color b, float t);      // t of b, in sRGB
[[nodiscard]] Rect touchable(const Rect& box);           // grown to 44 px with a coarse pointer
[[nodiscard]] float touch_text(float size);              // type is a little larger beside a finger's control

// A field's open text: begin, draw in a box, and what came of it.
struct FieldText {
  bool open = false;
  bool done = false;         // committed or left
  bool cancelled = false;
  std::string text;
};
// Draws value, caret and selection of the open edit, aligned to the end of the box.
void draw_open_text(ImDrawList* list, const Rect& box, const TextStyle& style, Align align);

void draw_open_menu();
[[nodiscard]] bool menu_open();
void begin_widgets();                                    // each frame, before the views
void draw_deferred();                                    // menus' and fields' leftovers: tooltips, ranges
void fill_rect(ImDrawList* list, const Rect& box, float radius, Color color);
void disc(ImDrawList* list, Vec center, float radius, Color fill, Color rim = 0, float rim_width = 0);
[[nodiscard]] ImDrawList* base_list();
[[nodiscard]] ImDrawList* overlay_list();

}  // namespace rizbin::ui
