// The registry of items, the hit test of the pointer and the press it holds. The keyboard's part is in items_keys.cpp; what both
// share is Items in items_impl.h. Nothing here needs a window: tests drive it with set_pointer(), push_key() and perform().
#include "web/ui/items.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "web/ui/items_impl.h"
#include "web/ui/items_state.h"

namespace rizbin::ui {

Items& items_state() {
  static Items state;
  return state;
}

namespace {

constexpr float kMouseSlop = 4, kTouchSlop = 10;  // px a press may wander and still be a click
constexpr double kDoubleClickS = 0.4;
constexpr Rect kEverywhere{-1e6f, -1e6f, 2e6f, 2e6f};

void ask_frame(const Items& s) {
  if (s.request_frame != nullptr) s.request_frame();
}

// The topmost item under the point that takes part in the hit test; with `bit`, the topmost of those that have it.
const Item* hit(const Items& s, Vec point, std::uint32_t bit = 0) {
  for (auto it = s.last.rbegin(); it != s.last.rend(); ++it) {
    const Item& item = *it;
    if (!item.hit || item.rect.empty() || !item.rect.contains(point) || !s.in_modal(item.id)) continue;
    if (bit == 0 || (item.actions & bit) != 0) return &item;
  }
  return nullptr;
}

std::string hit_id(const Items& s, Vec point, std::uint32_t bit = 0) {
  const Item* item = hit(s, point, bit);
  return item != nullptr ? item->id : std::string();
}

float distance(Vec a, Vec b) { return std::hypot(a.x - b.x, a.y - b.y); }

void press_began(Items& s) {
  s.down_at = s.pointer.position;
  s.moved = false;
  s.stolen_from.clear();
  const Item* item = hit(s, s.pointer.position);
  s.captured = item != nullptr && !item->disabled ? item->id : std::string();
  s.began = true;
  // A press takes the keyboard's focus along, or drops it when it lands on nothing that can hold it.
  if (item != nullptr && !item->disabled && (item->actions & kFocus) != 0) {
    s.focused = item->id;
    s.focus_missing = 0;
  } else {
    s.focused.clear();
  }
  s.focus_visible = false;
}

void press_ended(Items& s) {
  s.ended = true;
  const Item* item = s.find(s.captured);
  if (item == nullptr || item->disabled) return;
  if (!item->rect.contains(s.release_at)) return;
  if ((item->actions & kDrag) != 0 && s.moved) return;
  s.click = true;
  s.double_click = s.captured == s.last_click_id && s.pointer.press_s - s.last_click_s < kDoubleClickS &&
                   distance(s.release_at, s.last_click_at) < (s.pointer.touch ? 24.0f : 6.0f);
  s.last_click_id = s.double_click ? std::string() : s.captured;  // a third click begins anew
  s.last_click_s = s.pointer.press_s;
  s.last_click_at = s.release_at;
}

}  // namespace

bool Items::in_modal(std::string_view id) const {
  const std::string& prefix = menu_modal.empty() ? modal : menu_modal;
  return prefix.empty() || id.starts_with(prefix);
}

const Item* Items::find(std::string_view id) const {
  if (id.empty()) return nullptr;
  for (const Item& item : last)
    if (item.id == id) return &item;
  return nullptr;
}

void set_pointer(const PointerState& state) { items_state().pointer = state; }

void begin_items() {
  Items& s = items_state();
  s.now.clear();
  s.full.clear();
  s.clips.clear();
  s.began = s.ended = s.click = s.double_click = s.press_cancelled = false;

  const bool was_down = s.before.down;
  const bool outside = s.pointer.position.x < 0 && s.pointer.position.y < 0;
  // A lifted finger has no position any more: it was released where it was last.
  s.release_at = outside ? s.before.position : s.pointer.position;
  s.drag = was_down && s.pointer.down && !outside ? s.pointer.position - s.before.position : Vec{};

  if (s.captured_done) {  // released in the frame before: the item has heard of it
    s.captured.clear();
    s.captured_done = false;
  }
  if (s.pointer.cancelled && was_down) {
    s.press_cancelled = true;
    s.captured_done = true;
  } else if (s.pointer.down && !was_down) {
    press_began(s);
  } else if (!s.pointer.down && was_down) {
    if (!s.captured.empty()) press_ended(s);
    s.captured_done = true;
  }
  if (s.pointer.down && distance(s.pointer.position, s.down_at) > (s.pointer.touch ? kTouchSlop : kMouseSlop)) s.moved = true;

  const bool hovers = !outside && (!s.pointer.touch || s.pointer.down);
  s.hot = hovers ? hit_id(s, s.pointer.position) : std::string();
  s.wheel_target = outside ? std::string() : hit_id(s, s.pointer.position, kWheel);
  if (s.wheel_target.empty()) s.wheel_target = outside ? std::string() : hit_id(s, s.pointer.position);
  s.before = s.pointer;
  route_keys(s);
}

void push_id_prefix(std::string_view prefix) { items_state().id_prefix = prefix; }
void pop_id_prefix() { items_state().id_prefix.clear(); }
std::string whole_id(std::string_view id) { return items_state().id_prefix + std::string(id); }

namespace {

void put(Items& s, Item item) {
  s.full.push_back(item.rect);
  if (!s.clips.empty()) item.rect = intersect(item.rect, s.clips.back());
  s.now.push_back(std::move(item));
}

// As it is called where it is drawn twice; its parent too.
Item with_prefix(const Items& s, Item item) {
  item.id.insert(0, s.id_prefix);
  if (!item.parent.empty()) item.parent.insert(0, s.id_prefix);
  return item;
}

}  // namespace

Interaction interact(const Item& given) {
  Items& s = items_state();
  const Item renamed = s.id_prefix.empty() ? Item{} : with_prefix(s, given);
  const Item& item = s.id_prefix.empty() ? given : renamed;
  Interaction in;
  in.pointer = s.pointer.position;
  in.touch = s.pointer.touch;
  in.pressure = s.pointer.pressure;
  in.eraser = s.pointer.eraser;
  in.shift = s.pointer.shift;
  in.ctrl = s.pointer.ctrl;
  in.alt = s.pointer.alt;

  put(s, item);

  in.focused = item.id == s.focused;
  in.focus_visible = in.focused && s.focus_visible;
  if (item.disabled) return in;

  const bool mine = !s.captured.empty() && item.id == s.captured;
  in.hovered = item.id == s.hot && (s.captured.empty() || mine);
  if (mine) {
    in.began = s.began;
    in.held = s.pointer.down && !s.press_cancelled;
    in.ended = s.ended;
    in.cancelled = s.press_cancelled;
    in.drag = s.drag;
    in.pressed = s.click;
    in.double_clicked = s.double_click;
    if (s.ended) in.pointer = s.release_at;
  } else if (!s.stolen_from.empty() && item.id == s.stolen_from) {
    in.cancelled = true;
    s.stolen_from.clear();
  }
  if (item.id == s.wheel_target) {
    in.wheel = s.pointer.wheel;
    in.pan = s.pointer.pan;
    in.pinch = s.pointer.pinch;
  }
  take_acts(s, item, in);
  for (const auto& [id, shown] : s.shown) {
    if (id != item.id) continue;
    in.hovered = in.hovered || shown != Shown::focused;
    in.held = in.held || shown == Shown::held;
    in.focused = in.focus_visible = in.focused || shown == Shown::focused;
  }
  return in;
}

void announce(const Item& item) {
  Items& s = items_state();
  put(s, s.id_prefix.empty() ? item : with_prefix(s, item));
}

void end_items() {
  Items& s = items_state();
  s.last.swap(s.now);
  s.last_full.swap(s.full);
  // Acts nobody took within two frames are void: their item is gone.
  std::erase_if(s.acts, [](Act& act) { return ++act.age > 2; });

  if (!s.focused.empty()) {
    bool there = false;
    for (std::size_t i = 0; i < s.last.size() && !there; ++i) {
      if (s.last[i].id != s.focused) continue;
      there = true;
      s.walk_index = static_cast<int>(i);
    }
    s.focus_missing = there ? 0 : s.focus_missing + 1;
    if (s.focus_missing > 2) s.focused.clear();
  }

  // What lies under the resting pointer may have changed with this frame: then the next one looks different.
  const bool outside = s.pointer.position.x < 0 && s.pointer.position.y < 0;
  if (!outside && !s.pointer.touch && s.captured.empty() && hit_id(s, s.pointer.position) != s.hot) ask_frame(s);
  // A region that scrolls has had its frame to bring the focused item into view; outside of one there is nothing to do.
  if (s.focus_reveal && !s.focused.empty() && ++s.reveal_frames > 2) s.focus_reveal = false;
  if (!s.focus_reveal) s.reveal_frames = 0;
  if (s.captured_done || s.focus_reveal || !s.acts.empty() || !s.queued_keys.empty()) ask_frame(s);
}

const std::vector<Item>& items() { return items_state().last; }

void set_modal(std::string_view id_prefix) { items_state().modal = id_prefix; }
void set_menu_modal(std::string_view id_prefix) { items_state().menu_modal = id_prefix; }

// --- for the widgets of this folder ----------------------------------------------------------------------------------------

void push_item_clip(const Rect& box) {
  Items& s = items_state();
  s.clips.push_back(s.clips.empty() ? box : intersect(s.clips.back(), box));
}
void pop_item_clip() {
  Items& s = items_state();
  if (!s.clips.empty()) s.clips.pop_back();
}
Rect item_clip() {
  const Items& s = items_state();
  return s.clips.empty() ? kEverywhere : s.clips.back();
}

int item_count() { return static_cast<int>(items_state().now.size()); }

bool steal_capture(std::string_view id, int first, int last) {
  Items& s = items_state();
  if (!s.pointer.touch || !s.pointer.down || s.captured.empty() || s.captured == id) return s.captured == id;
  const Vec moved = s.pointer.position - s.down_at;
  if (std::fabs(moved.y) < kTouchSlop || std::fabs(moved.y) < std::fabs(moved.x)) return false;
  for (int i = first; i < last && i < item_count(); ++i) {
    const Item& item = s.now[static_cast<std::size_t>(i)];
    if (item.id != s.captured) continue;
    if ((item.actions & kDrag) != 0) return false;
    s.stolen_from = s.captured;
    s.captured = id;
    s.moved = true;
    return true;
  }
  return false;
}

bool captured(std::string_view id) { return items_state().captured == id && items_state().pointer.down; }

bool focus_to_reveal(int first, int last, Rect& rect) {
  Items& s = items_state();
  if (!s.focus_reveal || s.focused.empty()) return false;
  for (int i = first; i < last && i < item_count(); ++i) {
    if (s.now[static_cast<std::size_t>(i)].id != s.focused) continue;
    rect = s.full[static_cast<std::size_t>(i)];
    s.focus_reveal = false;
    return true;
  }
  return false;
}

const PointerState& pointer() { return items_state().pointer; }
bool focus_visible() { return items_state().focus_visible; }
std::vector<std::string> duplicate_ids() {
  std::vector<std::string> ids, out;
  for (const Item& item : items_state().last) ids.push_back(item.id);
  std::sort(ids.begin(), ids.end());
  for (std::size_t i = 1; i < ids.size(); ++i)
    if (ids[i] == ids[i - 1] && (out.empty() || out.back() != ids[i])) out.push_back(ids[i]);
  return out;
}

void show_as(std::string_view id, Shown shown) { items_state().shown.emplace_back(id, shown); }
void reset_items() { items_state() = Items{}; }
void set_item_frame_request(void (*request)()) { items_state().request_frame = request; }

}  // namespace rizbin::ui
