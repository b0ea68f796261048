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

// Draws value, caret and selection of the open edit; `in` is the field's own interaction.
void draw_open_text(ImDrawList* list, const Rect& box, const TextStyle& style, Align align, const Interaction& in);

// As tooltip(), once the pointer has rested there for a while; called in every frame it does.
void tooltip_at_rest(std::string_view id, const Rect& near, std::string_view text);
void draw_open_menu();
[[nodiscard]] bool menu_open();
void begin_widgets();                                    // each frame, before the views
void draw_deferred();                                    // menus' and fields' leftovers: tooltips, ranges
void disc(ImDrawList* list, Vec center, float radius, Color fill, Color rim = 0, float rim_width = 0);
[[nodiscard]] ImDrawList* base_list();
[[nodiscard]] ImDrawList* overlay_list();

}  // namespace rizbin::ui
