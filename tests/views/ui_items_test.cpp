// Items without a window: hit test, capture, clicks, drags, wheel, keyboard walk, the door's perform(), modals.
#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "web/ui/items.h"
#include "web/ui/items_state.h"

using namespace rizbin::ui;

namespace {

Item make(std::string id, Rect rect, Role role = Role::button, std::uint32_t actions = kPress | kFocus) {
  Item item;
  item.id = std::move(id);
  item.label = item.id;
  item.rect = rect;
  item.role = role;
  item.actions = actions;
  return item;
}

// A little screen: its items are registered in order each frame.
struct Screen {
  std::vector<Item> all;
  std::map<std::string, Interaction> got;
  PointerState pointer;
  std::function<void()> after;  // inside the frame, when all items are registered

  Screen() { reset_items(); }
  ~Screen() { reset_items(); }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  void frame() {
    set_pointer(pointer);
    begin_items();
    got.clear();
    for (const Item& item : all) got[item.id] = interact(item);
    if (after) after();
    end_items();
    pointer.wheel = pointer.pan = {};
    pointer.pinch = 1;
    pointer.cancelled = false;
    pointer.press_s += 0.016;
  }
  void move(float x, float y) {
    pointer.position = {x, y};
    frame();
  }
  void down(float x, float y) {
    pointer.position = {x, y};
    pointer.down = true;
    frame();
  }
  void up() {
    pointer.down = false;
    frame();
  }
  bool click(float x, float y, const std::string& id) {
    down(x, y);
    up();
    const bool pressed = got[id].pressed;
    return pressed;
  }
  void key(Key k, bool shift = false) {
    push_key({.key = k, .shift = shift});
    frame();
  }
};

const Rect kLeft{0, 0, 100, 40}, kRight{110, 0, 100, 40}, kOver{50, 0, 100, 40};

}  // namespace

TEST_CASE("ui items: hover is the topmost item of the last frame") {
  Screen s;
  s.all = {make("below", kLeft), make("above", kOver)};
  s.frame();
  s.move(70, 20);
  CHECK(s.got["above"].hovered);
  CHECK_FALSE(s.got["below"].hovered);
  s.move(20, 20);
  CHECK(s.got["below"].hovered);
  s.move(-1, -1);
  CHECK_FALSE(s.got["below"].hovered);
  s.all[1].hit = false;
  s.frame();
  s.move(70, 20);
  CHECK(s.got["below"].hovered);
}

TEST_CASE("ui items: a click presses once, on release, and takes the focus without a ring") {
  Screen s;
  s.all = {make("a", kLeft), make("b", kRight)};
  s.frame();
  s.down(20, 20);
  CHECK(s.got["a"].began);
  CHECK(s.got["a"].held);
  CHECK_FALSE(s.got["a"].pressed);
  s.up();
  CHECK(s.got["a"].ended);
  CHECK(s.got["a"].pressed);
  CHECK_FALSE(s.got["a"].held);
  s.frame();
  CHECK_FALSE(s.got["a"].pressed);
  CHECK(focused_id() == "a");
  CHECK(s.got["a"].focused);
  CHECK_FALSE(s.got["a"].focus_visible);
  // released elsewhere: no press, for neither
  s.down(20, 20);
  s.move(150, 20);
  CHECK(s.got["a"].held);
  CHECK_FALSE(s.got["b"].hovered);  // captured
  s.up();
  CHECK_FALSE(s.got["a"].pressed);
  CHECK_FALSE(s.got["b"].pressed);
  // on nothing: the focus is dropped
  s.click(400, 400, "a");
  CHECK(focused_id().empty());
}

TEST_CASE("ui items: a disabled item shields and does nothing") {
  Screen s;
  s.all = {make("below", kLeft), make("dead", kLeft)};
  s.all[1].disabled = true;
  s.frame();
  CHECK_FALSE(s.click(20, 20, "dead"));
  CHECK_FALSE(s.got["below"].pressed);
  CHECK_FALSE(perform("dead", "press", ""));
}

TEST_CASE("ui items: double click, and not a third") {
  Screen s;
  s.all = {make("a", kLeft)};
  s.frame();
  s.click(20, 20, "a");
  CHECK_FALSE(s.got["a"].double_clicked);
  s.click(21, 20, "a");
  CHECK(s.got["a"].double_clicked);
  s.click(21, 20, "a");
  CHECK_FALSE(s.got["a"].double_clicked);
  s.pointer.press_s += 1;
  s.click(21, 20, "a");
  CHECK_FALSE(s.got["a"].double_clicked);
}

TEST_CASE("ui items: a drag moves, and is no press") {
  Screen s;
  s.all = {make("map", {0, 0, 400, 400}, Role::figure, kPress | kDrag | kFocus)};
  s.frame();
  s.down(100, 100);
  CHECK(s.got["map"].drag == Vec{0, 0});
  s.move(130, 90);
  CHECK(s.got["map"].drag == Vec{30, -10});
  s.move(500, 500);  // outside: still its own
  CHECK(s.got["map"].held);
  s.move(135, 90);
  s.up();
  CHECK(s.got["map"].ended);
  CHECK_FALSE(s.got["map"].pressed);
  // within the slop it is a click
  s.down(100, 100);
  s.move(102, 101);
  s.up();
  CHECK(s.got["map"].pressed);
}

TEST_CASE("ui items: a lifted finger has no position; it was released where it was") {
  Screen s;
  s.all = {make("a", kLeft)};
  s.frame();
  s.pointer.touch = true;
  s.down(20, 20);
  CHECK(s.got["a"].hovered);
  CHECK(s.got["a"].touch);
  s.pointer.position = {-1, -1};
  s.up();
  CHECK(s.got["a"].pressed);
  CHECK(s.got["a"].pointer == Vec{20, 20});
  s.frame();
  CHECK_FALSE(s.got["a"].hovered);
}

TEST_CASE("ui items: a second finger voids the press") {
  Screen s;
  s.all = {make("pad", kLeft, Role::image, kDrag | kFocus)};
  s.frame();
  s.pointer.touch = true;
  s.down(20, 20);
  s.pointer.cancelled = true;
  s.pointer.down = false;
  s.frame();
  CHECK(s.got["pad"].cancelled);
  CHECK_FALSE(s.got["pad"].held);
  CHECK_FALSE(s.got["pad"].ended);
  CHECK_FALSE(s.got["pad"].pressed);
  s.frame();
  CHECK_FALSE(s.got["pad"].cancelled);
}

TEST_CASE("ui items: the wheel goes to the topmost item that wants it, else to the hovered one") {
  Screen s;
  s.all = {make("scroll", {0, 0, 400, 400}, Role::group, kWheel), make("button", kLeft)};
  s.frame();
  s.pointer.wheel = {0, 30};
  s.pointer.pinch = 1.1f;
  s.move(20, 20);
  CHECK(s.got["scroll"].wheel == Vec{0, 30});
  CHECK(s.got["scroll"].pinch == 1.1f);
  CHECK(s.got["button"].wheel == Vec{0, 0});
  s.all[0].actions = 0;
  s.frame();
  s.pointer.wheel = {0, 30};
  s.move(20, 20);
  CHECK(s.got["button"].wheel == Vec{0, 30});
}

TEST_CASE("ui items: Tab walks what is focusable and mirrored, both ways, round") {
  Screen s;
  s.all = {make("a", kLeft), make("text", kLeft, Role::text, 0), make("hidden", kRight), make("dead", kRight), make("b", kRight)};
  s.all[2].mirrored = false;
  s.all[3].disabled = true;
  s.frame();
  s.key(Key::tab);
  CHECK(focused_id() == "a");
  CHECK(s.got["a"].focus_visible);
  s.key(Key::tab);
  CHECK(focused_id() == "b");
  s.key(Key::tab);
  CHECK(focused_id() == "a");
  s.key(Key::tab, true);
  CHECK(focused_id() == "b");
  CHECK(unclaimed_keys().empty());
}

TEST_CASE("ui items: Tab goes on from where a vanished item was") {
  Screen s;
  s.all = {make("a", kLeft), make("b", kLeft), make("c", kRight)};
  s.frame();
  set_focus("b");
  s.frame();
  s.all.erase(s.all.begin() + 1);
  s.frame();
  s.key(Key::tab);
  CHECK((focused_id() == "c" || focused_id() == "a"));
  for (int i = 0; i < 5; ++i) s.frame();
  CHECK_FALSE(focused_id().empty());
  s.all.clear();
  for (int i = 0; i < 5; ++i) s.frame();
  CHECK(focused_id().empty());
}

TEST_CASE("ui items: radios are one stop; arrows choose, following the eye from right to left too") {
  Screen s;
  for (int i = 0; i < 3; ++i) {
    s.all.push_back(make("q/" + std::to_string(i), {100.0f * static_cast<float>(i), 0, 90, 40}, Role::radio));
    s.all.back().parent = "q";
  }
  s.all.push_back(make("after", {0, 100, 90, 40}));
  s.all[1].selected = true;
  s.frame();
  s.key(Key::tab);
  CHECK(focused_id() == "q/1");  // the chosen one
  CHECK(tab_stop(s.all[1]));
  CHECK_FALSE(tab_stop(s.all[0]));
  s.key(Key::right);
  CHECK(focused_id() == "q/2");
  CHECK(s.got["q/2"].pressed);
  s.key(Key::right);
  CHECK(focused_id() == "q/0");
  s.key(Key::end);
  CHECK(focused_id() == "q/2");
  s.key(Key::tab);
  CHECK(focused_id() == "after");
  // laid out from the right
  for (int i = 0; i < 3; ++i) s.all[static_cast<std::size_t>(i)].rect.x = 300 - 100.0f * static_cast<float>(i);
  s.frame();
  set_focus("q/0");
  s.frame();
  s.key(Key::left);
  CHECK(focused_id() == "q/1");
  CHECK(unclaimed_keys().empty());
}

TEST_CASE("ui items: Enter and Space press; arrows adjust; Shift means ten") {
  Screen s;
  s.all = {make("button", kLeft), make("slider", kRight, Role::slider, kAdjust | kFocus | kSet)};
  s.frame();
  set_focus("button");
  s.key(Key::enter);
  CHECK(s.got["button"].pressed);
  s.key(Key::space);
  CHECK(s.got["button"].pressed);
  CHECK(unclaimed_keys().empty());
  set_focus("slider");
  s.key(Key::right);
  CHECK(s.got["slider"].adjust == 1);
  s.key(Key::down, true);
  CHECK(s.got["slider"].adjust == -10);
  push_key({.key = Key::up});
  push_key({.key = Key::up});
  s.frame();
  CHECK(s.got["slider"].adjust == 2);
  s.key(Key::home);
  CHECK(s.got["slider"].adjust < -1000);
  s.key(Key::space);  // a slider has no press: the program's own shortcut
  REQUIRE(unclaimed_keys().size() == 1);
  CHECK(unclaimed_keys()[0].key == Key::space);
}

TEST_CASE("ui items: keys nobody took are the program's shortcuts; the focused item hears first") {
  Screen s;
  s.all = {make("map", kLeft, Role::figure, kFocus)};
  s.frame();
  s.key(Key::left);
  CHECK(unclaimed_keys().size() == 1);
  set_focus("map");
  s.key(Key::left);
  REQUIRE(s.got["map"].keys.size() == 1);
  CHECK(s.got["map"].keys[0].key == Key::left);
  CHECK(unclaimed_keys().empty());
  s.key(Key::escape);
  CHECK(s.got["map"].keys.size() == 1);
  CHECK(unclaimed_keys().size() == 1);
  s.after = [] { claim_keys(); };
  s.key(Key::escape);
  CHECK(unclaimed_keys().empty());
  push_key({.key = Key::character, .character = 'z', .ctrl = true});
  s.after = {};
  s.frame();
  CHECK(unclaimed_keys().size() == 1);
}

TEST_CASE("ui items: the door acts as a person would, and says when it cannot") {
  Screen s;
  s.all = {make("a", kLeft), make("field", kRight, Role::number_field, kSet | kAdjust | kFocus),
           make("text", kLeft, Role::text, 0)};
  s.frame();
  CHECK(perform("a", "press", ""));
  CHECK(perform("field", "set", "0.5"));
  CHECK(perform("field", "adjust", "-3"));
  s.frame();
  CHECK(s.got["a"].pressed);
  REQUIRE(s.got["field"].set_text.has_value());
  CHECK(*s.got["field"].set_text == "0.5");
  CHECK(s.got["field"].adjust == -3);
  s.frame();
  CHECK_FALSE(s.got["a"].pressed);
  CHECK(perform("a", "focus", ""));
  CHECK(focused_id() == "a");
  CHECK_FALSE(perform("nothing", "press", ""));
  CHECK_FALSE(perform("text", "press", ""));
  CHECK_FALSE(perform("text", "focus", ""));
  CHECK_FALSE(perform("a", "set", "1"));
  CHECK_FALSE(perform("field", "adjust", "much"));
  CHECK_FALSE(perform("a", "explode", ""));
}

TEST_CASE("ui items: acts on an item that vanished are void") {
  Screen s;
  s.all = {make("a", kLeft)};
  s.frame();
  CHECK(perform("a", "press", ""));
  s.all.clear();
  for (int i = 0; i < 4; ++i) s.frame();
  s.all = {make("a", kLeft)};
  s.frame();
  CHECK_FALSE(s.got["a"].pressed);
}

TEST_CASE("ui items: a modal holds pointer, keyboard and door") {
  Screen s;
  s.all = {make("a", kLeft), make("dialog/ok", kRight)};
  s.frame();
  set_modal("dialog/");
  CHECK_FALSE(s.click(20, 20, "a"));
  CHECK(s.click(150, 20, "dialog/ok"));
  s.key(Key::tab);
  CHECK(focused_id() == "dialog/ok");
  s.key(Key::tab);
  CHECK(focused_id() == "dialog/ok");
  CHECK_FALSE(perform("a", "press", ""));
  set_menu_modal("a");  // an open menu stands above it
  s.frame();
  CHECK_FALSE(perform("dialog/ok", "press", ""));
  set_menu_modal("");
  set_modal("");
  CHECK(s.click(20, 20, "a"));
}

TEST_CASE("ui items: what is clipped away is not hit, but is walked to and shown") {
  Screen s;
  s.frame();
  const auto draw = [&] {
    push_item_clip({0, 0, 200, 50});
    const Interaction in = interact(make("inside", {0, 30, 100, 40}));
    const Interaction below = interact(make("below", {0, 100, 100, 40}));
    s.got["inside"] = in;
    s.got["below"] = below;
    Rect reveal;
    if (focus_to_reveal(0, item_count(), reveal)) s.got["revealed"].pointer = reveal.min();
    pop_item_clip();
  };
  s.after = draw;
  s.frame();
  CHECK(items()[0].rect == Rect{0, 30, 100, 20});
  s.move(20, 60);
  CHECK_FALSE(s.got["inside"].hovered);
  s.move(20, 45);
  CHECK(s.got["inside"].hovered);
  s.key(Key::tab);
  s.key(Key::tab);
  CHECK(focused_id() == "below");
  CHECK(s.got["revealed"].pointer == Vec{0, 100});
}

TEST_CASE("ui items: scrolling by finger takes the press from a button, not from what drags") {
  Screen s;
  bool stolen = false;
  s.all = {make("region", {0, 0, 200, 400}, Role::group, kWheel), make("button", kLeft),
           make("slider", {0, 100, 100, 40}, Role::slider, kDrag | kAdjust | kFocus)};
  s.after = [&] { stolen = steal_capture("region", 0, item_count()); };
  s.pointer.touch = true;
  s.frame();
  s.down(20, 20);
  s.move(20, 25);
  CHECK_FALSE(stolen);
  s.move(22, 60);
  CHECK(stolen);
  s.move(22, 64);
  CHECK(s.got["button"].cancelled);
  CHECK(s.got["region"].held);
  CHECK(s.got["region"].drag == Vec{0, 4});
  s.up();
  CHECK_FALSE(s.got["button"].pressed);
  s.pointer.position = {-1, -1};
  s.frame();
  s.down(20, 120);
  s.move(20, 180);
  CHECK_FALSE(stolen);
  CHECK(s.got["slider"].held);
}

TEST_CASE("ui items: ids that stand twice are found") {
  Screen s;
  s.all = {make("a", kLeft), make("b", kRight)};
  s.frame();
  CHECK(duplicate_ids().empty());
  s.all.push_back(make("a", kOver));
  s.frame();
  CHECK(duplicate_ids() == std::vector<std::string>{"a"});
}

TEST_CASE("ui items: a frame is asked for when what lies under the resting pointer changed") {
  Screen s;
  static int asked = 0;
  asked = 0;
  set_item_frame_request([] { ++asked; });
  s.move(20, 20);
  asked = 0;
  s.frame();
  CHECK(asked == 0);  // idle
  s.all = {make("a", kLeft)};
  s.frame();
  CHECK(asked == 1);
  s.frame();
  s.frame();
  CHECK(asked == 1);
}
