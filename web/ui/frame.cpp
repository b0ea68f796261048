// The frame: what the platform knows, handed to widgets and items; hover fades; clipping.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "web/platform/input.h"
#include "web/platform/platform.h"
#include "web/ui/widget_state.h"

namespace rizbin::ui {
namespace {

constexpr float kFadeS = 0.2f;
constexpr double kForgetS = 5;  // fades nobody asked for in this time

struct Fade {
  float at = 0;
  double seen_s = 0;
};
std::unordered_map<std::string, Fade> fades;
Frame current;

}  // namespace

Frame& frame() { return current; }
void request_frame() { platform::request_frame(); }
void request_frame_at(double time_s) { platform::request_frame_at(time_s); }

const Theme& look() { return current.theme != nullptr ? *current.theme : theme(false); }
ImDrawList* base_list() { return current.list; }
ImDrawList* overlay_list() { return current.overlay != nullptr ? current.overlay : current.list; }

void begin_frame(bool dark) {
  const ImGuiIO& io = ImGui::GetIO();
  const double now = platform::now_s();
  current.list = ImGui::GetBackgroundDrawList();
  current.overlay = ImGui::GetForegroundDrawList();
  current.theme = &theme(dark);
  current.window = {0, 0, io.DisplaySize.x, io.DisplaySize.y};
  current.dt_s = current.now_s > 0 ? std::clamp(static_cast<float>(now - current.now_s), 0.0f, 0.1f) : 0.0f;
  current.now_s = now;
  current.pixel_ratio = io.DisplayFramebufferScale.x > 0 ? io.DisplayFramebufferScale.x : 1.0f;
  current.coarse_pointer = platform::coarse_pointer();
  current.reduced_motion = platform::prefers_reduced_motion();
  // Edges and curves as fine as the device's pixels.
  current.list->_FringeScale = current.overlay->_FringeScale = 1 / current.pixel_ratio;
  ImGui::GetStyle().CircleTessellationMaxError = 0.15f / current.pixel_ratio;
  ImGui::GetStyle().CurveTessellationTol = 0.4f / current.pixel_ratio;

  const platform::PointerInput& in = platform::pointer_input();
  current.pointer = {in.x, in.y};
  set_pointer({.position = {in.x, in.y},
               .down = in.down,
               .touch = in.kind == platform::PointerKind::touch,
               .eraser = in.eraser,
               .cancelled = in.cancelled,
               .pressure = in.pressure,
               .pinch = in.pinch,
               .wheel = {in.wheel_x, in.wheel_y},
               .pan = {in.pan_x, in.pan_y},
               .shift = in.shift,
               .ctrl = in.ctrl,
               .alt = in.alt,
               .press_s = in.press_s});
  set_item_frame_request(&platform::request_frame);
  begin_items();
  begin_widgets();
}

void end_frame() {
  draw_edit();
  draw_deferred();
  end_items();
  std::erase_if(fades, [](const auto& entry) { return current.now_s - entry.second.seen_s > kForgetS; });
}

float fade(std::string_view id, bool on) {
  const float target = on ? 1.0f : 0.0f;
  if (current.reduced_motion) return target;
  const std::string whole = whole_id(id);
  auto it = fades.find(whole);
  if (it == fades.end()) {
    if (!on) return 0;  // most things are never hovered
    it = fades.emplace(whole, Fade{}).first;
  }
  Fade& f = it->second;
  // The first frame after idling has a long step behind it: it must not swallow the fade.
  const float step = std::min(current.dt_s, 0.034f) / kFadeS;
  f.at = f.at < target ? std::min(target, f.at + step) : std::max(target, f.at - step);
  f.seen_s = current.now_s;
  if (f.at != target) request_frame();
  return f.at * f.at * (3 - 2 * f.at);
}

float control_height() { return current.coarse_pointer ? kTouchControl : kControl; }
float touch_text(float size) { return current.coarse_pointer ? size + 0.5f : size; }

Rect touchable(const Rect& box) {
  if (!current.coarse_pointer) return box;
  const float dx = std::max(0.0f, (kTouchControl - box.w) / 2), dy = std::max(0.0f, (kTouchControl - box.h) / 2);
  return box.inset(-dx, -dy);
}

Rect snap(const Rect& box) {
  const float r = current.pixel_ratio;
  const float x0 = std::round(box.x * r) / r, y0 = std::round(box.y * r) / r;
  return {x0, y0, std::round(box.right() * r) / r - x0, std::round(box.bottom() * r) / r - y0};
}

void push_clip(const Rect& box) {
  push_item_clip(box);
  const Rect r = snap(item_clip());
  for (ImDrawList* list : {current.list, current.overlay})
    if (list != nullptr) list->PushClipRect({r.x, r.y}, {r.right(), r.bottom()}, true);
}

void pop_clip() {
  pop_item_clip();
  for (ImDrawList* list : {current.list, current.overlay})
    if (list != nullptr) list->PopClipRect();
}

}  // namespace rizbin::ui
