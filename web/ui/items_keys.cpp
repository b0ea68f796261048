// The keyboard's walk over the items, and perform(): what the mirror, --remote and tests do.
//
// Tab goes through the tab stops in drawing order; radios, tabs, menu items and cells of one parent are one stop. Arrow keys walk
// radios and tabs (choosing as they go) and menu items, along the axis the group is laid out in, so they follow the eye in
// Persian too; they adjust sliders and number fields; everywhere else they go to the focused item as keys.
#include <cstdlib>

#include "web/ui/items_impl.h"
#include "web/ui/items_state.h"

namespace rizbin::ui {
namespace {

constexpr int kToEnd = 1'000'000;  // steps no slider has: Home and End

bool roving(Role role) { return role == Role::radio || role == Role::tab || role == Role::menu_item || role == Role::cell; }
bool reachable(const Items& s, const Item& item) {
  return (item.actions & kFocus) != 0 && item.mirrored && !item.disabled && s.in_modal(item.id);
}
bool same_group(const Item& a, const Item& b) { return a.role == b.role && a.parent == b.parent; }
bool is_arrow(Key key) { return key == Key::left || key == Key::right || key == Key::up || key == Key::down; }
bool is_walk(Key key) {
  return is_arrow(key) || key == Key::home || key == Key::end || key == Key::page_up || key == Key::page_down;
}

void focus_on(Items& s, std::string_view id) {
  s.focused = id;
  s.focus_visible = true;
  s.focus_reveal = true;
  s.focus_missing = 0;
}

bool stop(const Items& s, const Item& item) {
  if (!reachable(s, item)) return false;
  if (!roving(item.role) || item.parent.empty()) return true;
  const Item* chosen = nullptr;
  for (const Item& other : s.last) {
    if (!same_group(other, item) || !reachable(s, other)) continue;
    if (other.id == s.focused) return item.id == s.focused;
    if (chosen == nullptr || (other.selected && !chosen->selected)) chosen = &other;
  }
  return chosen != nullptr && chosen->id == item.id;
}

void walk(Items& s, bool back) {
  const int n = static_cast<int>(s.last.size());
  if (n == 0) return;
  int at = -1;
  for (int i = 0; i < n && !s.focused.empty(); ++i)
    if (s.last[static_cast<std::size_t>(i)].id == s.focused) at = i;
  if (at < 0 && !s.focused.empty()) at = std::min(s.walk_index, n - 1);
  if (at < 0 && back) at = n;
  for (int k = 1; k <= n; ++k) {
    const int i = ((at + (back ? -k : k)) % n + n) % n;
    if (!stop(s, s.last[static_cast<std::size_t>(i)])) continue;
    focus_on(s, s.last[static_cast<std::size_t>(i)].id);
    return;
  }
}

// Arrow keys inside a group. True if the key was one of the group's.
bool walk_group(Items& s, const Item& from, Key key) {
  std::vector<const Item*> group;
  int at = 0;
  for (const Item& item : s.last) {
    if (!same_group(item, from) || !reachable(s, item)) continue;
    if (item.id == from.id) at = static_cast<int>(group.size());
    group.push_back(&item);
  }
  const int n = static_cast<int>(group.size());
  if (n == 0) return false;
  const bool reversed = n > 1 && group.back()->rect.x < group.front()->rect.x - 1;  // laid out from right to left
  int to = at;
  switch (key) {
    case Key::left: to = at + (reversed ? 1 : -1); break;
    case Key::right: to = at + (reversed ? -1 : 1); break;
    case Key::up: to = at - 1; break;
    case Key::down: to = at + 1; break;
    case Key::home:
    case Key::page_up: to = 0; break;
    case Key::end:
    case Key::page_down: to = n - 1; break;
    default: return false;
  }
  to = (to + n) % n;
  const std::string id = group[static_cast<std::size_t>(to)]->id;
  focus_on(s, id);
  if (from.role != Role::menu_item && to != at) s.acts.push_back({.kind = Act::Kind::press, .id = id, .text = {}, .key = {}});
  return true;
}

// Steps a key means for something adjustable; 0: none.
int steps_of(const Item& item, const KeyPress& press) {
  const int one = press.shift ? 10 : 1;
  const bool field = item.role == Role::number_field;  // there, left and right belong to the caret
  switch (press.key) {
    case Key::up: return one;
    case Key::down: return -one;
    case Key::right: return field ? 0 : one;
    case Key::left: return field ? 0 : -one;
    case Key::page_up: return 10;
    case Key::page_down: return -10;
    case Key::home: return field ? 0 : -kToEnd;
    case Key::end: return field ? 0 : kToEnd;
    default: return 0;
  }
}

void route(Items& s, FrameKey& frame_key) {
  const KeyPress& press = frame_key.key;
  if (press.key == Key::tab && !press.ctrl && !press.alt) {
    walk(s, press.shift);
    frame_key.claimed = true;
    return;
  }
  const Item* item = s.find(s.focused);
  if (item == nullptr || item->disabled || !s.in_modal(item->id)) return;

  if (!press.ctrl && !press.alt) {
    if ((item->role == Role::radio || item->role == Role::tab || item->role == Role::menu_item) && is_walk(press.key) &&
        walk_group(s, *item, press.key)) {
      frame_key.claimed = true;
      return;
    }
    if ((item->actions & kAdjust) != 0) {
      if (const int steps = steps_of(*item, press); steps != 0) {
        s.acts.push_back({.kind = Act::Kind::adjust, .id = item->id, .text = {}, .steps = steps, .key = press});
        s.focus_visible = true;
        frame_key.claimed = true;
        return;
      }
    }
    if ((press.key == Key::enter || press.key == Key::space) && (item->actions & (kPress | kMenu)) != 0) {
      s.acts.push_back({.kind = Act::Kind::press, .id = item->id, .text = {}, .key = press});
      s.focus_visible = true;
      frame_key.claimed = true;
      return;
    }
  }
  s.acts.push_back({.kind = Act::Kind::key, .id = item->id, .text = {}, .key = press});
  frame_key.delivered = true;
  if (is_walk(press.key)) {
    s.focus_visible = true;
    frame_key.claimed = !press.ctrl && !press.alt;
  }
  if (item->role == Role::number_field && press.key != Key::escape && !press.ctrl && !press.alt) frame_key.claimed = true;
}

}  // namespace

void route_keys(Items& s) {
  s.frame_keys.clear();
  for (const KeyPress& press : s.queued_keys) s.frame_keys.push_back({.key = press});
  s.queued_keys.clear();
  for (FrameKey& frame_key : s.frame_keys) route(s, frame_key);
}

void take_acts(Items& s, const Item& item, Interaction& in) {
  if (s.acts.empty()) return;
  bool took = false;
  for (Act& act : s.acts) {
    if (act.id != item.id) continue;
    took = true;
    switch (act.kind) {
      case Act::Kind::press:
        in.pressed = true;
        in.shift = in.shift || act.key.shift;
        break;
      case Act::Kind::set: in.set_text = act.text; break;
      case Act::Kind::adjust: in.adjust += act.steps; break;
      case Act::Kind::key: in.keys.push_back(act.key); break;
    }
    act.id.clear();
  }
  if (took) std::erase_if(s.acts, [](const Act& act) { return act.id.empty(); });
}

void push_key(const KeyPress& key) { items_state().queued_keys.push_back(key); }

const std::vector<KeyPress>& unclaimed_keys() {
  const Items& s = items_state();
  s.unclaimed.clear();
  for (const FrameKey& frame_key : s.frame_keys)
    if (!frame_key.claimed) s.unclaimed.push_back(frame_key.key);
  return s.unclaimed;
}

void claim_keys() {
  for (FrameKey& frame_key : items_state().frame_keys)
    if (frame_key.delivered) frame_key.claimed = true;
}

void set_focus(std::string_view id) {
  Items& s = items_state();
  if (id.empty()) {
    s.focused.clear();
    s.focus_visible = false;
  } else {
    focus_on(s, whole_id(id));
  }
  if (s.request_frame != nullptr) s.request_frame();
}

void set_focus_quietly(std::string_view id, bool visible) {
  set_focus(id);
  items_state().focus_visible = visible && !id.empty();
}

const std::string& focused_id() { return items_state().focused; }
bool tab_stop(const Item& item) { return stop(items_state(), item); }

bool perform(std::string_view id, std::string_view action, std::string_view value) {
  Items& s = items_state();
  const Item* item = s.find(id);
  if (item == nullptr || item->disabled || !s.in_modal(id)) return false;
  Act act{.id = std::string(id), .text = {}, .key = {}};
  if (action == "focus") {
    if ((item->actions & kFocus) == 0) return false;
    if (s.focused != id) focus_on(s, id);
    if (s.request_frame != nullptr) s.request_frame();
    return true;
  }
  if (action == "press") {
    if ((item->actions & (kPress | kMenu)) == 0) return false;
  } else if (action == "set") {
    if ((item->actions & kSet) == 0) return false;
    act.kind = Act::Kind::set;
    act.text = value;
  } else if (action == "adjust") {
    if ((item->actions & kAdjust) == 0) return false;
    char* end = nullptr;
    const std::string text(value);
    const long steps = std::strtol(text.c_str(), &end, 10);
    if (end == text.c_str() || *end != '\0') return false;
    act.kind = Act::Kind::adjust;
    act.steps = static_cast<int>(std::max(-static_cast<long>(kToEnd), std::min(static_cast<long>(kToEnd), steps)));
  } else {
    return false;
  }
  s.acts.push_back(std::move(act));
  if (s.request_frame != nullptr) s.request_frame();
  return true;
}

}  // namespace rizbin::ui
