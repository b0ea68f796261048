// Input: what pointer and keyboard did since the last frame, the same for page and desktop. The platform also feeds ImGui's io
// (position with fractions, buttons, wheel), so a view may read either; pressure, pinch and the kind of pointer stand only here.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace rizbin::platform {

enum class PointerKind : std::uint8_t { mouse, touch, pen };

struct PointerPlace {
  float x = 0, y = 0;
};

// The primary pointer in this frame; positions and movement in CSS pixels. One finger acts as the left button. When a second
// finger comes down the button is released with `cancelled` set (undo what the first finger began) and the two fingers pan and
// pinch until both are up.
struct PointerInput {
  PointerKind kind = PointerKind::mouse;
  float x = -1, y = -1;             // outside the window (or a finger lifted): -1, -1
  bool down = false;                // left button, finger or pen tip
  float pressure = 1;               // pen; 1 for all others
  bool eraser = false;              // the pen's other end
  double press_s = 0;               // when it was last pressed or released, by the event's own clock: for double clicks
  bool shift = false, ctrl = false, alt = false;  // held during the last event (ctrl: Command on a Mac)
  // of this frame only:
  std::vector<PointerPlace> trail;  // where it was while pressed, in order, the present place last: a slow frame cuts no corner
  bool cancelled = false;           // the press is void: a second finger, a lost pointer
  float wheel_x = 0, wheel_y = 0;   // mouse wheel and trackpad, px; positive y: content moves up
  float pan_x = 0, pan_y = 0;       // two fingers on a touch screen, px; content follows the fingers
  float pinch = 1;                  // zoom factor: two fingers, trackpad pinch, ctrl + wheel; around x, y (their middle)
};
[[nodiscard]] const PointerInput& pointer_input();

// A key pressed or repeated. Names: "left" "right" "up" "down" "home" "end" "page_up" "page_down" "enter" "space" "escape" "tab"
// "backspace" "del", and "character" for all that types one; then `character` is what was typed, except that Latin letters come
// by position while the layout is not Latin (Persian), so that shortcuts work there too.
struct KeyInput {
  std::string_view name;
  char32_t character = 0;
  bool shift = false, ctrl = false, alt = false;  // ctrl: Command on a Mac
};
// In the page Tab walks the mirror natively and is not reported. Set once by the app: ui::connect_platform().
void set_key_sink(std::function<void(const KeyInput&)> sink);

}  // namespace rizbin::platform
