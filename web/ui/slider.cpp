// The slider. It always runs left to right, in Persian too: its axis is that of numbers.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/ui/widget_state.h"

namespace rizbin::ui {

std::optional<float> slider(const Rect& box, std::string_view id, std::string_view label, float value, float min, float max,
                            float step, std::string_view value_text) {
  constexpr float kTrack = 4, kKnob = 16;
  const Theme& t = look();
  ImDrawList* list = base_list();
  Item item{.id = std::string(id),
            .role = Role::slider,
            .label = std::string(label),
            .value = std::string(value_text),
            .description = {},
            .rect = touchable(box),
            .parent = {}};
  item.actions = kSet | kAdjust | kDrag | kFocus;
  item.min = min;
  item.max = max;
  item.now = value;
  const Interaction in = interact(item);

  const float from = box.x + kKnob / 2, length = std::max(1.0f, box.w - kKnob), span = max - min;
  const auto snapped = [&](float v) {
    if (step > 0) v = min + std::round((v - min) / step) * step;
    return std::clamp(v, min, max);
  };
  std::optional<float> result;
  if (in.held || in.ended) result = snapped(min + (in.pointer.x - from) / length * span);
  if (in.adjust != 0) {
    const float one = step > 0 ? step : span / 100;
    result = snapped(value + static_cast<float>(in.adjust) * one);
  }
  double typed = 0;
  if (in.set_text && parse_number(*in.set_text, typed)) result = snapped(static_cast<float>(typed));
  const float shown = result.value_or(value);

  const float share = span > 0 ? std::clamp((shown - min) / span, 0.0f, 1.0f) : 0.0f;
  const float middle = box.y + box.h / 2, x = from + length * share;
  const Rect track = snap({box.x, middle - kTrack / 2, box.w, kTrack});
  fill_rect(list, track, kTrack / 2, t.sunk);
  fill_rect(list, {track.x, track.y, x - track.x, track.h}, kTrack / 2, t.ink);
  const Vec knob{x, middle};
  const float hover = fade(id, in.hovered || in.held);
  if (hover > 0) disc(list, knob, kKnob / 2 + 5 * hover, with_alpha(t.ink, 0.07f * hover));
  if (in.focus_visible) disc(list, knob, kKnob / 2 + 4, t.panel, t.ink, 2);
  disc(list, knob, kKnob / 2, t.panel, t.ink, 2);
  if (result && *result == value) result.reset();
  if (result) request_frame();
  return result;
}

}  // namespace rizbin::ui
