// The platforms' side of input.h: they report events here; the frame loop opens and closes a frame.
#pragma once

#include "web/platform/input.h"

namespace rizbin::platform {

struct Modifiers {
  bool shift = false, ctrl = false, alt = false;
};

// Positions in CSS pixels. The primary pointer only; two fingers go to feed_gesture.
void feed_move(PointerKind kind, float x, float y, float pressure, bool eraser, Modifiers held);
void feed_button(int button, bool down, double time_s = -1);  // 0 left, 1 right, 2 middle (ImGui's order); −1: now
void feed_leave();
void feed_cancel();                       // the press is void; releases the button
void feed_wheel(float dx_px, float dy_px);
void feed_gesture(float x, float y, float pan_x, float pan_y, float pinch);
void feed_key(const KeyInput& key);

// Around each frame. True if ImGui still holds events back (it spreads press and release over two frames).
void end_input_frame();
[[nodiscard]] bool input_pending();
// A press, release or key no frame has seen yet: draw one before the next press, key or movement, or a quick tap is lost, a quick
// stroke begins where it ended, and keys change their order.
[[nodiscard]] bool press_unseen();
[[nodiscard]] bool key_unseen();

}  // namespace rizbin::platform
