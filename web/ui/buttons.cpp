// Buttons, the round play button and the switch.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/ui/widget_state.h"

namespace rizbin::ui {
namespace {

constexpr float kIcon = 18, kIconGap = 8, kPadding = 14, kDisabled = 0.38f;

TextStyle label_style(Color color) { return {touch_text(13), Weight::medium, color, 20}; }

std::string accessible(std::string_view label, std::string_view name) { return std::string(name.empty() ? label : name); }

void draw_button(ImDrawList* list, const Rect& box, const ButtonSpec& spec, const Interaction& in) {
  const Theme& t = look();
  const float hover = fade(spec.id, in.hovered && !spec.disabled);
  const bool pressed = in.held && in.hovered;
  const bool filled = spec.kind == ButtonKind::primary || (spec.kind == ButtonKind::tool && spec.on);
  const float alpha = spec.disabled ? kDisabled : 1.0f;
  Color ink = t.ink;
  if (filled) {
    fill_rect(list, box, kRadiusField, with_alpha(mix(mix(t.ink, t.ink2, hover * 0.5f), t.ink2, pressed ? 1.0f : 0.0f), alpha));
    ink = t.on_ink;
  } else if (spec.kind == ButtonKind::normal) {
    Color ground = mix(t.panel, t.hover, hover);
    if (pressed) ground = t.sunk;
    fill_rect(list, box, kRadiusField, with_alpha(ground, alpha));
    stroke_rect(list, box, kRadiusField,
                with_alpha(pressed ? t.line_strong : mix(t.line, t.line_strong, hover), spec.disabled ? 0.6f : 1.0f), 1);
  } else {
    const Color ground = pressed || (spec.kind == ButtonKind::ghost && spec.on) ? t.sunk : t.hover;
    const float shown = pressed || (spec.kind == ButtonKind::ghost && spec.on) ? 1.0f : hover;
    if (shown > 0) fill_rect(list, box, kRadiusField, with_alpha(ground, shown));
  }
  if (in.focus_visible) focus_ring(list, box, kRadiusField);
  ink = with_alpha(ink, alpha);

  const bool text = spec.show_label && !spec.label.empty();
  const TextStyle style = label_style(ink);
  if (!text) {
    if (spec.icon) draw_icon(list, box.center(), *spec.icon, kIcon, ink);
    return;
  }
  if (!spec.icon) {
    draw_text(list, box.inset(std::min(kPadding, 6.0f), 0), spec.label, style, Align::center);
    return;
  }
  const float room = box.w - 12 - kIcon - kIconGap;
  const float width = std::min(room, text_width(spec.label, style)), whole = width + kIcon + kIconGap;
  const Rect row{box.x + (box.w - whole) / 2, box.y, whole, box.h};
  draw_icon(list, mirror(row, {row.x, row.y, kIcon, row.h}, locale().rtl()).center(), *spec.icon, kIcon, ink);
  draw_text(list, mirror(row, {row.x + kIcon + kIconGap, row.y, width + 1, row.h}, locale().rtl()), spec.label, style,
            Align::start);
}

}  // namespace

bool button(const Rect& box, const ButtonSpec& spec) {
  Item item{.id = std::string(spec.id),
            .role = spec.role,
            .label = accessible(spec.label, spec.name),
            .value = {},
            .description = std::string(spec.description),
            .rect = touchable(box),
            .parent = {}};
  item.disabled = spec.disabled;
  item.selected = spec.on;
  const Interaction in = interact(item);
  draw_button(base_list(), snap(box), spec, in);
  // A button that shows only its picture tells its name to the resting pointer.
  const bool wordless = !spec.show_label || spec.label.empty();
  if (wordless && in.hovered && !in.held && !in.touch) tooltip_at_rest(spec.id, box, item.label);
  return in.pressed;
}

bool play_button(Vec center, std::string_view id, std::string_view name, bool playing) {
  const Theme& t = look();
  const Rect box = snap({center.x - kPlay / 2, center.y - kPlay / 2, kPlay, kPlay});
  Item item{.id = std::string(id),
            .role = Role::toggle,
            .label = std::string(name),
            .value = {},
            .description = {},
            .rect = box,
            .parent = {}};
  item.selected = playing;
  const Interaction in = interact(item);
  const float hover = fade(id, in.hovered);
  ImDrawList* list = base_list();
  fill_rect(list, box, kPlay / 2, in.held && in.hovered ? t.ink2 : mix(t.ink, t.ink2, hover * 0.5f));
  if (in.focus_visible) focus_ring(list, box, kPlay / 2);
  // The triangle's weight is left of its box: a pixel to the right it stands in the middle.
  const Vec at = playing ? box.center() : box.center() + Vec{0.5f, 0};
  draw_icon(list, at, playing ? Icon::pause : Icon::play, 20, t.on_ink);
  return in.pressed;
}

bool toggle(const Rect& box, std::string_view id, std::string_view label, bool on) {
  constexpr float kTrackW = 40, kTrackH = 24, kKnob = 18;
  const Theme& t = look();
  Item item{.id = std::string(id),
            .role = Role::toggle,
            .label = std::string(label),
            .value = {},
            .description = {},
            .rect = touchable(box),
            .parent = {}};
  item.selected = on;
  const Interaction in = interact(item);
  const float hover = fade(id, in.hovered);
  const float moved = fade(std::string(id) + "/knob", on);
  ImDrawList* list = base_list();
  const bool bare = box.w < kTrackW + 20;  // no room for words: only the switch
  const Rect track = snap(
      mirror(box, {bare ? box.x + (box.w - kTrackW) / 2 : box.right() - kTrackW, box.y + (box.h - kTrackH) / 2, kTrackW, kTrackH},
             locale().rtl()));
  fill_rect(list, track, kTrackH / 2, mix(mix(t.line_strong, t.ink3, hover * 0.35f), mix(t.ink, t.ink2, hover * 0.5f), moved));
  const float travel = kTrackW - kKnob - 6;
  // On is at the end: to the left in Persian.
  const float at = locale().rtl() ? 1 - moved : moved;
  disc(list, {track.x + 3 + travel * at + kKnob / 2, track.center().y}, kKnob / 2,
       t.dark && moved > 0.5f ? t.on_ink
       : t.dark               ? t.canvas
                              : t.raised);
  if (in.focus_visible) focus_ring(list, track, kTrackH / 2);
  if (!bare)
    draw_text(list, mirror(box, {box.x, box.y, box.w - kTrackW - 10, box.h}, locale().rtl()), label,
              {touch_text(13), Weight::regular, t.ink, 20}, Align::start);
  return in.pressed;
}

float button_width(std::string_view label, bool icon) {
  const float text = label.empty() ? 0 : text_width(label, label_style(0));
  if (label.empty()) return control_height();
  return std::ceil(text + 2 * kPadding - 2 + (icon ? kIcon + kIconGap : 0));
}

}  // namespace rizbin::ui
