// Gathers events between frames; see input.h. Wheel, pan and pinch add up until the frame that shows them is over.
#include "web/platform/input.h"

#include <utility>

#include <imgui.h>
#include <imgui_internal.h>

#include "web/platform/input_feed.h"
#include "web/platform/platform.h"

namespace rizbin::platform {
namespace {

struct State {
  PointerInput pointer;
  std::function<void(const KeyInput&)> key_sink;
  bool press_unseen = false, key_unseen = false;
};
State& state() {
  static State only;
  return only;
}

constexpr float kPixelsPerNotch = 100;  // browsers report a wheel notch as 100 or 120 px; ImGui counts notches

ImGuiMouseSource source_of(PointerKind kind) {
  switch (kind) {
    case PointerKind::touch: return ImGuiMouseSource_TouchScreen;
    case PointerKind::pen: return ImGuiMouseSource_Pen;
    case PointerKind::mouse: break;
  }
  return ImGuiMouseSource_Mouse;
}

}  // namespace

const PointerInput& pointer_input() { return state().pointer; }

void set_key_sink(std::function<void(const KeyInput&)> sink) { state().key_sink = std::move(sink); }

void feed_move(PointerKind kind, float x, float y, float pressure, bool eraser, Modifiers held) {
  PointerInput& p = state().pointer;
  p.kind = kind;
  p.x = x;
  p.y = y;
  p.pressure = pressure;
  p.eraser = eraser;
  p.shift = held.shift;
  p.ctrl = held.ctrl;
  p.alt = held.alt;
  if (p.down) p.trail.push_back({x, y});
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(source_of(kind));
  io.AddMousePosEvent(x, y);
}

void feed_button(int button, bool down, double time_s) {
  if (button == 0) {
    state().pointer.down = down;
    state().pointer.press_s = time_s < 0 ? now_s() : time_s;
    state().press_unseen = true;
  }
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(source_of(state().pointer.kind));
  io.AddMouseButtonEvent(button, down);
}

void feed_leave() {
  PointerInput& p = state().pointer;
  if (p.down) return;
  p.x = p.y = -1;
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
}

void feed_cancel() {
  PointerInput& p = state().pointer;
  if (p.down) {
    p.cancelled = true;
    feed_button(0, false, p.press_s);
  }
}

void feed_wheel(float dx_px, float dy_px) {
  PointerInput& p = state().pointer;
  p.wheel_x += dx_px;
  p.wheel_y += dy_px;
  ImGui::GetIO().AddMouseWheelEvent(-dx_px / kPixelsPerNotch, -dy_px / kPixelsPerNotch);
}

void feed_gesture(float x, float y, float pan_x, float pan_y, float pinch) {
  PointerInput& p = state().pointer;
  p.x = x;
  p.y = y;
  p.pan_x += pan_x;
  p.pan_y += pan_y;
  p.pinch *= pinch;
  ImGui::GetIO().AddMousePosEvent(x, y);
}

void feed_key(const KeyInput& key) {
  state().key_unseen = true;
  if (state().key_sink) state().key_sink(key);
}

void end_input_frame() {
  PointerInput& p = state().pointer;
  state().press_unseen = state().key_unseen = false;
  p.cancelled = false;
  p.trail.clear();
  p.wheel_x = p.wheel_y = p.pan_x = p.pan_y = 0;
  p.pinch = 1;
}

bool press_unseen() { return state().press_unseen; }
bool key_unseen() { return state().key_unseen; }
bool input_pending() { return ImGui::GetCurrentContext()->InputEventsQueue.Size > 0; }

}  // namespace rizbin::platform
