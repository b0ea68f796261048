// Notices, tooltips, and the scrolling region.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <vector>

#include "web/ui/widget_state.h"

namespace rizbin::ui {
namespace {

constexpr float kFade = 20;  // of what scrolls, at its edges
constexpr float kIconColumn = 46, kTextStyleLine = 18, kPaddingY = 12;
constexpr TextStyle kNoticeText{12, Weight::regular, 0, kTextStyleLine};

struct Tip {
  Rect near;
  std::string text;
};
Tip tip;

// The pointer resting on something whose name is told after a while.
constexpr double kRestS = 0.45;
struct Rest {
  std::string id;
  double since_s = 0, seen_s = 0;
};
Rest rest;
double last_frame_s = 0;

struct Scroll {
  float offset = 0, content = 0;
  float velocity = 0;           // px/s after a finger let go
  double seen_s = 0;
};
std::unordered_map<std::string, Scroll> scrolls;
struct OpenScroll {
  std::string id;
  Rect box;
  int first = 0;
};
std::vector<OpenScroll> open_scrolls;

float notice_text_width(float width, std::string_view button_label) {
  return width - kIconColumn - 16 - (button_label.empty() ? 0 : button_width(button_label) + 16);
}

}  // namespace

float notice_height(float width, std::string_view text) {
  // The button's room is not known here: the narrowest likely one keeps the text inside in either case.
  return 2 * kPaddingY + 20 + (text.empty() ? 0 : paragraph_height(text, kNoticeText, notice_text_width(width, {}) - 120));
}

bool notice(const Rect& box, std::string_view id, NoticeKind kind, std::string_view title, std::string_view text,
            std::string_view button_label, float free_end) {
  const Theme& t = look();
  ImDrawList* list = base_list();
  const Rect r = snap(box);
  const bool rtl = locale().rtl();
  const Color ground = kind == NoticeKind::info ? t.sunk : kind == NoticeKind::notice ? t.notice_ground : t.danger_ground;
  const Color sign = kind == NoticeKind::info ? t.ink2 : kind == NoticeKind::notice ? t.notice : t.danger;
  const Icon icon = kind == NoticeKind::info ? Icon::info : kind == NoticeKind::notice ? Icon::warning : Icon::error;
  Item item{.id = std::string(id),
            .role = Role::status,
            .label = std::string(title),
            .value = std::string(text),
            .description = {},
            .rect = box,
            .parent = {}};
  item.actions = 0;
  item.live = true;
  (void)interact(item);

  fill_rect(list, r, kRadiusSmallCard, ground);
  draw_icon(list, mirror(r, {r.x, r.y, kIconColumn, r.h}, rtl).center(), icon, 18, sign);
  const float button_w = button_label.empty() ? 0 : button_width(button_label);
  const float text_w = notice_text_width(r.w - free_end, button_label);
  const float text_h = text.empty() ? 0 : paragraph_height(text, kNoticeText, text_w);
  const float top = r.y + (r.h - 20 - text_h) / 2;
  draw_text(list, mirror(r, {r.x + kIconColumn, top, text_w, 20}, rtl), title, colored(kStrong, t.ink), Align::start);
  if (!text.empty())
    draw_paragraph(list, mirror(r, {r.x + kIconColumn, top + 20, text_w, text_h}, rtl), text, colored(kNoticeText, t.ink2));
  if (button_label.empty()) return false;
  const float h = control_height();
  return button(mirror(r, {r.right() - 14 - free_end - button_w, r.y + (r.h - h) / 2, button_w, h}, rtl),
                {.id = std::string(id) + "/action", .label = button_label, .name = {}, .icon = {}, .description = {}});
}

void tooltip(const Rect& near, std::string_view text) {
  tip.near = near;
  tip.text = text;
}

void tooltip_at_rest(std::string_view id, const Rect& near, std::string_view text) {
  if (rest.id != id) rest = {std::string(id), frame().now_s};
  rest.seen_s = frame().now_s;
  if (frame().now_s - rest.since_s >= kRestS) {
    tooltip(near, text);
  } else {
    request_frame_at(rest.since_s + kRestS);
  }
}

void begin_widgets() {
  if (rest.seen_s < last_frame_s) rest = {};
  last_frame_s = frame().now_s;
  tip.text.clear();
  open_scrolls.clear();
  std::erase_if(scrolls, [](const auto& entry) { return frame().now_s - entry.second.seen_s > 60; });
}

void draw_deferred() {
  draw_open_menu();
  if (tip.text.empty() || menu_open()) return;
  const Theme& t = look();
  ImDrawList* list = overlay_list();
  const TextStyle style{12.5f, Weight::medium, t.on_ink, 18};
  const Rect window = frame().window.inset(8);
  const float text = std::min(text_width(tip.text, style) + 1, std::min(320.0f, window.w - 22));
  const float lines = paragraph_height(tip.text, style, text);
  Rect box{tip.near.center().x - text / 2 - 11, tip.near.bottom() + 8, text + 22, lines + 12};
  if (box.bottom() > window.bottom()) box.y = tip.near.y - 8 - box.h;
  box.x = std::clamp(box.x, window.x, std::max(window.x, window.right() - box.w));
  box = snap(box);
  fill_rect(list, box, kRadiusField, t.ink);
  draw_paragraph(list, box.inset(11, 6), tip.text, style, Align::center);
}

// --- scrolling -----------------------------------------------------------------------------------------------------------------

float begin_scroll(const Rect& box, std::string_view id) {
  Scroll& s = scrolls[std::string(id)];
  s.seen_s = frame().now_s;
  Item item{.id = std::string(id), .role = Role::group, .label = {}, .value = {}, .description = {}, .rect = box, .parent = {}};
  item.actions = kWheel;
  item.mirrored = false;
  const Interaction in = interact(item);
  s.offset += in.wheel.y - in.pan.y;
  if (in.touch && in.held) {
    s.offset -= in.drag.y;
    const float speed = frame().dt_s > 0 ? -in.drag.y / frame().dt_s : 0;
    s.velocity = 0.6f * speed + 0.4f * s.velocity;
    request_frame();
  } else if (std::fabs(s.velocity) > 20 && !frame().reduced_motion) {
    s.offset += s.velocity * frame().dt_s;
    s.velocity *= std::exp(-4.5f * frame().dt_s);
    request_frame();
  } else {
    s.velocity = 0;
  }
  const float furthest = std::max(0.0f, s.content - box.h);
  if (s.offset <= 0 || s.offset >= furthest) s.velocity = 0;
  s.offset = std::round(std::clamp(s.offset, 0.0f, furthest) * frame().pixel_ratio) / frame().pixel_ratio;
  push_clip(box);
  open_scrolls.push_back({std::string(id), box, item_count()});
  return s.offset;
}

void end_scroll(float content_height, Color ground) {
  if (open_scrolls.empty()) return;
  const OpenScroll open = open_scrolls.back();
  open_scrolls.pop_back();
  pop_clip();
  Scroll& s = scrolls[open.id];
  if (s.content != content_height) request_frame();
  s.content = content_height;
  (void)steal_capture(open.id, open.first, item_count());
  Rect focused;
  if (focus_to_reveal(open.first, item_count(), focused)) {
    constexpr float kMargin = 12;
    if (focused.y < open.box.y + kMargin) s.offset -= open.box.y + kMargin - focused.y;
    if (focused.bottom() > open.box.bottom() - kMargin) s.offset += focused.bottom() - open.box.bottom() + kMargin;
    request_frame();
  }
  // Where there is more, the page fades at its edge; a thin thumb says how much. Neither is a control.
  if (content_height > open.box.h + 1) {
    const Color paper = ground != 0 ? ground : look().panel, clear = with_alpha(paper, 0);
    const Rect& b = open.box;
    const float below = std::clamp((content_height - b.h - s.offset) / kFade, 0.0f, 1.0f),
                above = std::clamp(s.offset / kFade, 0.0f, 1.0f);
    const Color bottom = with_alpha(paper, below), top = with_alpha(paper, above);
    if (below > 0)
      base_list()->AddRectFilledMultiColor({b.x, b.bottom() - kFade}, {b.right(), b.bottom()}, clear, clear, bottom, bottom);
    if (above > 0) base_list()->AddRectFilledMultiColor({b.x, b.y}, {b.right(), b.y + kFade}, top, top, clear, clear);
    const float h = std::max(24.0f, open.box.h * open.box.h / content_height);
    const float y = open.box.y + (open.box.h - h) * std::clamp(s.offset / (content_height - open.box.h), 0.0f, 1.0f);
    fill_rect(base_list(), snap(mirror(open.box, {open.box.right() - 5, y + 2, 3, h - 4}, locale().rtl())), 1.5f,
              with_alpha(look().line_strong, 0.8f));
  }
}

}  // namespace rizbin::ui
