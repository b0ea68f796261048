// The state behind items.h, shared by items.cpp (pointer) and items_keys.cpp (keyboard, perform).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "web/ui/items_state.h"

namespace rizbin::ui {

// Something done to an item other than by the pointer; its next interact() takes it.
struct Act {
  enum class Kind : std::uint8_t { press, set, adjust, key } kind = Kind::press;
  std::string id;
  std::string text;      // set
  int steps = 0;         // adjust
  KeyPress key;          // key; press: the modifiers
  int age = 0;           // frames it has waited
};

struct FrameKey {
  KeyPress key;
  bool delivered = false;  // an item was told of it
  bool claimed = false;    // no global shortcut
};

struct Items {
  std::vector<Item> last, now;      // of the last complete frame, of the one being drawn
  std::vector<Rect> last_full, full;  // their rectangles before clipping
  std::vector<Rect> clips;

  PointerState pointer, before;
  Vec down_at, release_at, drag;
  bool began = false, ended = false, click = false, double_click = false, press_cancelled = false;
  bool moved = false;               // left the slop since it went down
  bool captured_done = false;       // forget `captured` when the next frame begins
  std::string hot, wheel_target, captured, stolen_from;
  std::string last_click_id;
  double last_click_s = -1;
  Vec last_click_at;

  std::string focused;
  bool focus_visible = false;
  int reveal_frames = 0;
  bool focus_reveal = false;        // a scrolling region should bring it into view
  int focus_missing = 0;            // frames the focused item has not been drawn
  int walk_index = -1;              // where Tab goes on from when the focused item vanished
  std::string modal, menu_modal;
  std::string id_prefix;            // before every id; see push_id_prefix()

  std::vector<KeyPress> queued_keys;
  std::vector<FrameKey> frame_keys;
  mutable std::vector<KeyPress> unclaimed;
  std::vector<Act> acts;
  void (*request_frame)() = nullptr;
  std::vector<std::pair<std::string, Shown>> shown;  // see show_as()

  [[nodiscard]] bool in_modal(std::string_view id) const;
  [[nodiscard]] const Item* find(std::string_view id) const;  // in the last complete frame
};
[[nodiscard]] Items& items_state();

void route_keys(Items& s);                                  // the queue → focus, acts, frame_keys
void take_acts(Items& s, const Item& item, Interaction& in);

}  // namespace rizbin::ui
