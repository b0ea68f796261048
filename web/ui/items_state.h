// What items.cpp shares with the widgets of this folder: clipping, capture stolen by scrolling, overlays that hold the pointer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "web/ui/items.h"

namespace rizbin::ui {

// The rectangle that drawing is now clipped to; items register only what is left of them inside it.
void push_item_clip(const Rect& box);  // intersects with the clip around it
void pop_item_clip();
[[nodiscard]] Rect item_clip();        // a huge rectangle when nothing clips

// An open menu: like set_modal(), but above it, and gone when the menu closes.
void set_menu_modal(std::string_view id_prefix);

// Scrolling by finger: the item that holds the press, if it is in [first, last) of this frame's list and does not drag itself,
// loses it to `id` once the finger moved more than the slop along y.
[[nodiscard]] int item_count();        // registered so far in this frame
bool steal_capture(std::string_view id, int first, int last);
[[nodiscard]] bool captured(std::string_view id);
// The unclipped rectangle of the focused item if it was registered in [first, last) of this frame and its focus is newer than the
// last call that asked; false otherwise. For scrolling a focused control into view.
bool focus_to_reveal(int first, int last, Rect& rect);

void set_focus_quietly(std::string_view id, bool visible);  // moves it; the ring only if `visible`
[[nodiscard]] const PointerState& pointer();
[[nodiscard]] bool focus_visible();
// Ids that more than one item of the last complete frame has: always a mistake (hover, focus and the door go by id).
[[nodiscard]] std::vector<std::string> duplicate_ids();
// The gallery and tests: this item is drawn as if hovered, held or focused by keyboard, until cleared.
enum class Shown : std::uint8_t { hovered, held, focused };
void show_as(std::string_view id, Shown shown);
void reset_items();                    // tests: forget everything
void set_item_frame_request(void (*request)());  // called when the next frame will look different (hover, focus moved)

}  // namespace rizbin::ui
