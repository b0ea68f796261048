// The open text edit, drawn: value, selection, blinking caret. The text itself is changed by the platform; the pointer only says
// where the caret stands.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "web/platform/platform.h"
#include "web/ui/shaping.h"
#include "web/ui/widget_state.h"

namespace rizbin::ui {
namespace {

constexpr double kBlinkS = 0.53;
double typing_since_s = 0;
std::string typing_seen;
int anchor = 0;  // where a selection by pointer began

// The text left or right of a caret position, in the reader's line: caret positions are in code points, numbers run left to right.
float offset_of(std::string_view text, int points, const TextStyle& style) {
  const std::u32string all = decode(text);
  return text_width(
      encode(std::u32string_view(all).substr(0, static_cast<std::size_t>(std::clamp(points, 0, static_cast<int>(all.size()))))),
      style);
}

// The caret position nearest to x from the text's left edge.
int position_at(std::string_view text, float x, const TextStyle& style) {
  const int count = static_cast<int>(decode(text).size());
  int best = 0;
  for (int i = 1; i <= count; ++i)
    if (std::fabs(offset_of(text, i, style) - x) < std::fabs(offset_of(text, best, style) - x)) best = i;
  return best;
}

}  // namespace

void draw_open_text(ImDrawList* list, const Rect& box, const TextStyle& style, Align align, const Interaction& in) {
  const Theme& t = look();
  const platform::TextEdit& edit = platform::text_edit();
  const std::string key =
      edit.id + '\n' + edit.text + '\n' + std::to_string(edit.selection_end) + ',' + std::to_string(edit.selection_start);
  if (key != typing_seen) {  // the caret stands while one types
    typing_seen = key;
    typing_since_s = frame().now_s;
  }
  const float width = text_width(edit.text, style), room = box.w - 4;
  const bool right = align == Align::right || (align == Align::end && !locale().rtl()) || (align == Align::start && locale().rtl());
  float x = align == Align::center ? box.x + (room - width) / 2 : right ? box.x + room - width : box.x;
  const float caret = offset_of(edit.text, edit.selection_end, style);
  if (width > room) x = std::clamp(box.x + room / 2 - caret, box.x + room - width, box.x);  // keep the caret in sight
  // The pointer puts the caret, drags a selection, and takes all with a double click.
  if (in.double_clicked) {
    platform::select_text(0, static_cast<int>(decode(edit.text).size()));
  } else if (in.held && (in.began || in.drag.x != 0)) {
    const int at = position_at(edit.text, in.pointer.x - x, style);
    if (in.began) anchor = at;
    platform::select_text(std::min(anchor, at), std::max(anchor, at));
  }
  const float half = std::round(style.size * 0.72f), middle = box.y + box.h / 2;
  push_clip(box.inset(-1, 0));
  if (edit.selection_start != edit.selection_end) {
    const float a = offset_of(edit.text, std::min(edit.selection_start, edit.selection_end), style);
    const float b = offset_of(edit.text, std::max(edit.selection_start, edit.selection_end), style);
    fill_rect(list, snap({x + a, middle - half, b - a, 2 * half}), 2, t.dark ? t.raised : t.line);
  }
  draw_text_at(list, {x, middle + 0.36f * style.size}, edit.text, style, Align::left);
  const double phase = frame().now_s - typing_since_s;
  const bool lit = frame().reduced_motion || std::fmod(phase, 2 * kBlinkS) < kBlinkS;
  if (lit && edit.selection_start == edit.selection_end)
    fill_rect(list, snap({x + caret + 1.5f, middle - half, 1, 2 * half}), 0, style.color != 0 ? style.color : t.ink);
  if (!frame().reduced_motion) request_frame_at(typing_since_s + (std::floor(phase / kBlinkS) + 1) * kBlinkS);
  pop_clip();
}

}  // namespace rizbin::ui
