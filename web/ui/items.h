// Items: every widget and canvas thing that is visible registers itself here, through the one function that draws it. The list is
// the door's items(), the accessible mirror's source, the keyboard's walk, and the hit test of mouse and finger.
//
// Immediate mode: each frame, in drawing order, `Interaction in = interact(item)`; later items lie on top. Hover is found in the
// list of the last frame (topmost under the pointer wins), so a card over the canvas shields it. Ids are stable words:
// "pad", "examples/x", "timeline/play", "conv1/map/0/cell/3,3" (map, row, column; zero-based).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/ui/geometry.h"

namespace rizbin::ui {

enum class Role : std::uint8_t {
  button,
  toggle,
  tab,
  radio,
  slider,
  number_field,
  text,
  image,
  figure,
  cell,
  link,
  status,
  heading,
  group,
  dialog,
  menu_item
};
enum ActionBits : std::uint32_t {
  kPress = 1,      // Enter, Space, click, the mirror's click
  kSet = 2,        // value typed or chosen: Interaction::set_text
  kAdjust = 4,     // arrow keys, the mirror's range input: Interaction::adjust in steps (Shift: 10)
  kDrag = 8,
  kFocus = 16,     // can hold the keyboard focus
  kMenu = 32,
  kWheel = 64,  // wheel, two-finger pan and pinch go to the topmost item with this bit under the pointer (else to the hovered one)
};

struct Item {
  std::string id;
  Role role = Role::button;
  std::string label;  // accessible name, in the reader's language
  std::string value;  // "0.55", "60.9 %", …
  std::string description;  // the whole explanation of a focused cell, a hint, …
  Rect rect;  // CSS px, already clipped to what is visible
  std::uint32_t actions = kPress | kFocus;
  bool disabled = false;
  bool selected = false;  // chosen tab/radio, pressed toggle
  bool expanded = false;  // open menu
  bool invalid = false;  // what was typed is refused; the description says why
  bool mirrored = true;  // stands in the DOM mirror (cells outside the focused map do not)
  bool live = false;  // a polite live region: verdict, accuracy
  bool hit = true;  // takes part in the hit test
  float min = 0, max = 0, now = 0;  // sliders and number fields
  std::string parent;  // id of the group it belongs to; empty: top level
};

enum class Key : std::uint8_t {
  none,
  left,
  right,
  up,
  down,
  home,
  end,
  page_up,
  page_down,
  enter,
  space,
  escape,
  tab,
  backspace,
  del,
  character
};
struct KeyPress {
  Key key = Key::none;
  char32_t character = 0;  // for Key::character, as typed (Latin letter keys also by position when the layout is Persian)
  bool shift = false, ctrl = false, alt = false;
};

struct Interaction {
  bool hovered = false;
  bool held = false;  // pointer down on it and captured
  bool began = false;  // pointer went down this frame
  bool ended = false;  // pointer released this frame after being captured
  bool cancelled = false;  // the press is void (a second finger came, a scroll took it): undo what it began
  bool pressed = false;  // activated: click, tap, Enter, Space, mirror, --remote. An item with kDrag: only if it did not move
  bool double_clicked = false;
  bool focused = false;  // holds the keyboard focus
  bool focus_visible = false;  // draw the ring (focus came by keyboard or mirror)
  bool touch = false;  // pointer is a finger
  Vec pointer;  // CSS px
  Vec drag;  // movement since the last frame while held
  Vec wheel;  // while hovered; x, y in px (positive y: content moves up)
  Vec pan;  // two fingers on a touch screen: the content follows them
  float pinch = 1;  // zoom factor of this frame (two fingers, ctrl + wheel, trackpad)
  float pressure = 1;  // pen
  bool eraser = false;  // the pen's other end
  bool shift = false, ctrl = false, alt = false;  // held with the pointer or with the key that pressed
  int adjust = 0;  // kAdjust: ± steps
  std::optional<std::string> set_text;  // kSet
  std::vector<KeyPress> keys;  // keys meant for it while focused (those not used by Tab, Press and Adjust)
};

Interaction interact(const Item& item);
// Registers without interaction (text, headings, live regions).
void announce(const Item& item);

// The same things drawn twice (the canvas of a twin): while pushed, every id given to the functions here and to the widgets is
// meant with this before it ("twin/"). What comes back (focused_id()) is whole.
void push_id_prefix(std::string_view prefix);
void pop_id_prefix();
[[nodiscard]] std::string whole_id(std::string_view id);

void set_focus(std::string_view id);  // moves the keyboard focus (as if by keyboard)
[[nodiscard]] const std::string& focused_id();
// A modal: only items whose id begins with the prefix take part in hit test and Tab until it is empty again.
void set_modal(std::string_view id_prefix);

// Takes this frame's keys of the focused item away from unclaimed_keys(). Without it: arrows, Home, End and page keys are claimed
// by the item that got them, all keys by a number field; Escape and characters go to the item and stay unclaimed.
void claim_keys();

// --- the app's loop and the door ---------------------------------------------------------------------------------------
// The pointer of this frame, from the platform (web/ui/frame.cpp) or a test; before begin_items().
struct PointerState {
  Vec position{-1, -1};  // outside the window: −1, −1
  bool down = false;
  bool touch = false;
  bool eraser = false;
  bool cancelled = false;  // of this frame: the press is void
  float pressure = 1;
  float pinch = 1;  // of this frame, as are
  Vec wheel, pan;
  bool shift = false, ctrl = false, alt = false;
  double press_s = 0;  // for double clicks
};
void set_pointer(const PointerState& state);
void begin_items();
void end_items();  // finishes hit test and keyboard walk for the next frame
[[nodiscard]] const std::vector<Item>& items();  // of the last complete frame
// Whether Tab stops at it: focusable, mirrored, enabled, in the modal; of radios, tabs, menu items and cells with one parent only
// the focused, else the selected, else the first (arrow keys walk the others).
[[nodiscard]] bool tab_stop(const Item& item);
// From the mirror, --remote, tests: acts as if the person had done it; consumed by the item's next interact().
// action: "press", "focus", "set" (value), "adjust" (value = ± steps). False: no such item now.
bool perform(std::string_view id, std::string_view action, std::string_view value);
void push_key(const KeyPress& key);  // from the platform
[[nodiscard]] const std::vector<KeyPress>& unclaimed_keys();  // keys no item took: global shortcuts

}  // namespace rizbin::ui
