// One of several: segmented control, tabs, and the picker with its menu.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "web/ui/widget_state.h"

namespace rizbin::ui {
namespace {

constexpr float kSegmentPadding = 14, kTabGap = 25, kRow = 36;

TextStyle choice_style(bool chosen, Color color) {
  return {touch_text(12.5f), chosen ? Weight::semibold : Weight::medium, color, 18};
}
TextStyle tab_style(bool chosen, Color color) { return {touch_text(13), chosen ? Weight::semibold : Weight::medium, color, 20}; }

std::string part(std::string_view id, std::string_view word) { return std::string(id) + "/" + std::string(word); }

// One choice of a group as an item: its id is group/word.
Interaction choice(std::string_view group, std::string_view word, std::string_view label, Role role, const Rect& rect,
                   bool chosen) {
  Item item{.id = part(group, word),
            .role = role,
            .label = std::string(label),
            .value = {},
            .description = {},
            .rect = rect,
            .parent = std::string(group)};
  item.selected = chosen;
  return interact(item);
}

void announce_group(const Rect& box, std::string_view id, std::string_view name, std::string_view value) {
  Item group{.id = std::string(id),
             .role = Role::group,
             .label = std::string(name),
             .value = std::string(value),
             .description = {},
             .rect = box,
             .parent = {}};
  group.actions = 0;
  group.hit = false;
  announce(group);
}

// --- the open menu of a picker: one at a time; drawn at the end of the frame, above everything and clipped by nothing ---------
constexpr int kNothing = -1, kDismissed = -2;
struct Menu {
  std::string id;          // of its picker; empty: none open
  std::string name;
  std::vector<std::string> ids, labels;
  int chosen = -1;
  Rect anchor;
  bool fresh = false;      // opened in this frame
  bool by_keyboard = false;
  bool seen = false;       // its picker is still being drawn
  int result = kNothing;   // what the picker returns in the next frame
};
Menu menu;

void close_menu() {
  set_focus_quietly(menu.id, menu.by_keyboard || focus_visible());
  menu = {};
  set_menu_modal({});
  request_frame();
}

Rect menu_box() {
  const float row = std::max(kRow, control_height());
  float width = menu.anchor.w;
  for (const std::string& label : menu.labels) width = std::max(width, std::ceil(text_width(label, choice_style(true, 0))) + 64);
  const float height = row * static_cast<float>(menu.labels.size()) + 12;
  Rect box{menu.anchor.x, menu.anchor.bottom() + 6, width, height};
  if (locale().rtl()) box.x = menu.anchor.right() - width;
  const Rect window = frame().window.inset(8);
  if (box.bottom() > window.bottom() && menu.anchor.y - 6 - height >= window.y) box.y = menu.anchor.y - 6 - height;
  box.x = std::clamp(box.x, window.x, std::max(window.x, window.right() - box.w));
  box.y = std::clamp(box.y, window.y, std::max(window.y, window.bottom() - box.h));
  return snap(box);
}

}  // namespace

void draw_open_menu() {
  if (menu.id.empty()) return;
  if (!menu.seen) {  // the picker is gone (another tab, another language)
    close_menu();
    return;
  }
  menu.seen = false;
  const Theme& t = look();
  ImDrawList* list = overlay_list();
  const bool rtl = locale().rtl();
  const Rect box = menu_box();
  const float row = (box.h - 12) / std::max(1.0f, static_cast<float>(menu.labels.size()));

  // A press anywhere else closes it.
  Item scrim{.id = part(menu.id, "menu/close"),
             .role = Role::group,
             .label = {},
             .value = {},
             .description = {},
             .rect = frame().window,
             .parent = {}};
  scrim.actions = kPress;
  scrim.mirrored = false;
  if (interact(scrim).pressed) menu.result = kDismissed;
  Item group{.id = part(menu.id, "menu"),
             .role = Role::group,
             .label = menu.name,
             .value = {},
             .description = {},
             .rect = box,
             .parent = {}};
  group.actions = 0;
  (void)interact(group);

  card_ground(list, box, kRadiusSmallCard);
  for (std::size_t i = 0; i < menu.labels.size(); ++i) {
    const Rect r{box.x + 6, box.y + 6 + row * static_cast<float>(i), box.w - 12, row};
    const bool on = static_cast<int>(i) == menu.chosen;
    Item item{.id = part(menu.id, "menu/" + menu.ids[i]),
              .role = Role::menu_item,
              .label = menu.labels[i],
              .value = {},
              .description = {},
              .rect = r,
              .parent = part(menu.id, "menu")};
    item.selected = on;
    const Interaction in = interact(item);
    if (in.pressed) menu.result = static_cast<int>(i);
    if (in.hovered || in.focus_visible) fill_rect(list, r, 6, in.held ? t.sunk : t.hover);
    if (in.focus_visible) stroke_rect(list, r, 6, t.ink, 2);
    const Rect inner = r.inset(10, 0);
    draw_text(list, mirror(inner, {inner.x, inner.y, inner.w - 24, inner.h}, rtl), menu.labels[i],
              choice_style(on, on ? t.ink : t.ink2), Align::start);
    if (on) draw_icon(list, mirror(inner, {inner.right() - 16, inner.y, 16, inner.h}, rtl).center(), Icon::check, 16, t.ink);
  }
  if (menu.fresh) {
    menu.fresh = false;
    const std::size_t first =
        menu.chosen >= 0 && menu.chosen < static_cast<int>(menu.ids.size()) ? static_cast<std::size_t>(menu.chosen) : 0;
    if (!menu.ids.empty()) set_focus_quietly(part(menu.id, "menu/" + menu.ids[first]), menu.by_keyboard);
    request_frame();
  } else {
    for (const KeyPress& key : unclaimed_keys())
      if (key.key == Key::escape) menu.result = kDismissed;
  }
  if (menu.result != kNothing) request_frame();
}

bool menu_open() { return !menu.id.empty(); }

int segmented(const Rect& box, std::string_view id, std::string_view name, std::span<const std::string_view> ids,
              std::span<const std::string> labels, int chosen) {
  const Theme& t = look();
  ImDrawList* list = base_list();
  const Rect whole = snap(box);
  const bool rtl = locale().rtl();
  announce_group(box, id, name,
                 chosen >= 0 && chosen < static_cast<int>(labels.size()) ? labels[static_cast<std::size_t>(chosen)] : "");
  fill_rect(list, whole, kRadiusSmallCard, t.sunk);
  std::vector<float> widths;
  float total = 0;
  for (const std::string& label : labels)
    total += widths.emplace_back(text_width(label, choice_style(true, 0)) + 2 * kSegmentPadding);
  const Rect inner = whole.inset(2.5f, 2.5f);
  int result = -1;
  float x = inner.x;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const float w = total > 0 ? widths[i] * inner.w / total : inner.w;
    const Rect r = snap(mirror(inner, {x, inner.y, w, inner.h}, rtl));
    x += w;
    const bool on = static_cast<int>(i) == chosen;
    const Interaction in = choice(id, ids[i], labels[i], Role::radio, {r.x, touchable(box).y, r.w, touchable(box).h}, on);
    if (in.pressed && !on) result = static_cast<int>(i);
    const float hover = fade(part(id, ids[i]), in.hovered && !on);
    if (on) {
      fill_rect(list, {r.x, r.y + 1, r.w, r.h}, kRadiusField, with_alpha(t.shadow, t.dark ? 0.3f : 0.10f));
      fill_rect(list, r, kRadiusField, t.raised);
      if (!t.dark) stroke_rect(list, r, kRadiusField, t.line, 1);
    } else if (hover > 0) {
      fill_rect(list, r, kRadiusField, with_alpha(mix(t.sunk, t.line, 0.7f), hover));
    }
    draw_text(list, r.inset(3, 0), labels[i], choice_style(on, on ? t.ink : mix(t.ink2, t.ink, hover)), Align::center);
    if (in.focus_visible) focus_ring(list, r.inset(1), kRadiusField - 1);
  }
  return result;
}

float segmented_width(std::span<const std::string> labels) {
  float total = 5;
  for (const std::string& label : labels) total += text_width(label, choice_style(true, 0)) + 2 * kSegmentPadding;
  return std::ceil(total);
}

int tabs(const Rect& box, std::string_view id, std::string_view name, std::span<const std::string_view> ids,
         std::span<const std::string> labels, int chosen) {
  const Theme& t = look();
  ImDrawList* list = base_list();
  announce_group(box, id, name,
                 chosen >= 0 && chosen < static_cast<int>(labels.size()) ? labels[static_cast<std::size_t>(chosen)] : "");
  int result = -1;
  float x = box.x;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const bool on = static_cast<int>(i) == chosen;
    const float w = std::ceil(text_width(labels[i], tab_style(true, 0)));
    const Rect word = snap(mirror(box, {x, box.y, w, box.h}, locale().rtl()));
    x += w + kTabGap;
    const Interaction in = choice(id, ids[i], labels[i], Role::tab, word.inset(-kTabGap / 2, 0), on);
    if (in.pressed && !on) result = static_cast<int>(i);
    const float hover = fade(part(id, ids[i]), in.hovered && !on);
    draw_text(list, word.inset(-2, 0), labels[i], tab_style(on, on ? t.ink : mix(t.ink3, t.ink, hover)), Align::center);
    if (on) fill_rect(list, {word.x, word.bottom() - 2, word.w, 2}, 1, t.ink);
    if (in.focus_visible) focus_ring(list, word.inset(-4, 8), 4);
  }
  return result;
}

float tabs_width(std::span<const std::string> labels) {
  float total = 0;
  for (const std::string& label : labels) total += std::ceil(text_width(label, tab_style(true, 0))) + kTabGap;
  return total - kTabGap;
}

int picker(const Rect& box, std::string_view id, std::string_view name, std::span<const std::string_view> ids,
           std::span<const std::string> labels, int chosen) {
  const Theme& t = look();
  ImDrawList* list = base_list();
  const Rect r = snap(box);
  const bool open = menu.id == id;
  const std::string_view label = chosen >= 0 && chosen < static_cast<int>(labels.size())
                                     ? std::string_view(labels[static_cast<std::size_t>(chosen)])
                                     : std::string_view();
  Item item{.id = std::string(id),
            .role = Role::button,
            .label = std::string(name),
            .value = std::string(label),
            .description = {},
            .rect = touchable(box),
            .parent = {}};
  item.actions = kPress | kFocus | kMenu;
  item.expanded = open;
  const Interaction in = interact(item);
  const float hover = fade(id, in.hovered);
  const bool pressed = in.held && in.hovered;
  fill_rect(list, r, kRadiusField, pressed || open ? t.sunk : mix(t.panel, t.hover, hover));
  stroke_rect(list, r, kRadiusField, pressed || open ? t.line_strong : mix(t.line, t.line_strong, hover), 1);
  if (in.focus_visible) focus_ring(list, r, kRadiusField);
  const Rect inner = r.inset(12, 0);
  draw_text(list, mirror(inner, {inner.x, inner.y, inner.w - 24, inner.h}, locale().rtl()), label,
            {touch_text(13), Weight::medium, t.ink, 20}, Align::start);
  draw_icon(list, mirror(inner, {inner.right() - 16, inner.y, 16, inner.h}, locale().rtl()).center(), Icon::chevron_down, 16,
            t.ink2);

  if (in.pressed && !open) {
    menu = {
        .id = std::string(id), .name = {}, .ids = {}, .labels = {}, .anchor = {}, .fresh = true, .by_keyboard = focus_visible()};
    set_menu_modal(part(id, "menu"));
    request_frame();
  }
  if (menu.id != id) return -1;
  if (menu.result != kNothing) {
    const int result = menu.result;
    close_menu();
    return result >= 0 && result != chosen ? result : -1;
  }
  menu.name = name;
  menu.ids.assign(ids.begin(), ids.end());
  menu.labels.assign(labels.begin(), labels.end());
  menu.chosen = chosen;
  menu.anchor = r;
  menu.seen = true;
  return -1;
}

float picker_width(std::span<const std::string> labels) {
  float widest = 0;
  for (const std::string& label : labels) widest = std::max(widest, text_width(label, {touch_text(13), Weight::medium, 0, 20}));
  return std::ceil(widest) + 50;
}

}  // namespace rizbin::ui
