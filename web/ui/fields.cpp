// Number fields, and numbers edited in place on the canvas. What is typed lives in the platform's text edit (the page's own
// <input>, the desktop's keys); here it is drawn, read and judged. Text that is no number or out of range is refused where it
// stands: it stays, in the colour of danger, with the range named below, and the old value is kept.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/platform/platform.h"
#include "web/ui/shaping.h"
#include "web/ui/widget_state.h"

namespace rizbin::ui {
namespace {

constexpr double kRefusedS = 6;

struct Judged {
  bool good = false;
  double value = 0;
};

// The last refusal, shown in its field until something else is typed or time has passed.
struct Refusal {
  std::string id, text;
  double until_s = 0;
};
Refusal refusal;

// A number being edited in place.
struct InPlace {
  std::string id, label;
  Rect box;
  double value = 0, min = 0, max = 0;
  int decimals = 2;
  std::string begun;
  bool started = false;
  bool finished = false;
  double result = 0;
};
InPlace in_place;

Judged judge(std::string_view text, double min, double max, bool integer) {
  Judged out;
  if (!parse_number(text, out.value)) return out;
  out.good = out.value >= min && out.value <= max && (!integer || out.value == std::floor(out.value));
  return out;
}

std::string range_text(double min, double max, int decimals, bool integer) {
  const auto show = [&](double v) {
    const bool whole = integer || v == std::floor(v);
    return fixed_text(v, whole ? 0 : decimals);
  };
  return fmt(integer ? Str::field_range_integer : Str::field_range, {{"min", show(min)}, {"max", show(max)}});
}

bool typing(std::string_view id) {
  const platform::TextEdit& edit = platform::text_edit();
  return edit.open && edit.id == id;
}

void refuse(std::string_view id, std::string_view text) {
  refusal = {std::string(id), std::string(text), frame().now_s + kRefusedS};
  request_frame_at(refusal.until_s);
}
bool refused(std::string_view id) { return refusal.id == id && frame().now_s < refusal.until_s; }

// What became of an open edit in this frame. Leaving the field counts as Enter when the number is good.
enum class Outcome : std::uint8_t { none, good, bad, cancelled };
Outcome conclude(std::string_view id, double min, double max, bool integer, bool left, double& value) {
  platform::TextEdit& edit = platform::text_edit();
  if (edit.cancelled) {
    platform::end_text();
    request_frame();
    refusal = {};
    return Outcome::cancelled;
  }
  if (!edit.committed && !left) return Outcome::none;
  const Judged judged = judge(edit.text, min, max, integer);
  if (judged.good) {
    value = judged.value;
    platform::end_text();
    refusal = {};
    return Outcome::good;
  }
  refuse(id, edit.text);
  edit.committed = false;
  if (left) platform::end_text();
  return Outcome::bad;
}

}  // namespace

NumberFieldResult number_field(const Rect& box, const NumberFieldSpec& spec) {
  const Theme& t = look();
  ImDrawList* list = base_list();
  const Rect r = snap(box);
  const bool rtl = locale().rtl();
  NumberFieldResult result;
  const bool was_typing = typing(spec.id);
  const int decimals = spec.integer ? 0 : spec.decimals;
  const std::string shown = fixed_text(spec.value, decimals);

  const Rect icon_box = spec.trailing ? mirror(r, {r.right() - 36, r.y, 34, r.h}, rtl) : Rect{};
  Item item{.id = std::string(spec.id),
            .role = Role::number_field,
            .label = std::string(spec.label),
            .value = shown,
            .description = {},
            .rect = touchable(box),
            .parent = {}};
  item.actions = kSet | kAdjust | kFocus | (was_typing ? 0u : kPress);
  item.min = static_cast<float>(spec.min);
  item.max = static_cast<float>(spec.max);
  item.now = static_cast<float>(spec.value);
  item.invalid = refused(spec.id);
  if (item.invalid || was_typing) item.description = range_text(spec.min, spec.max, spec.decimals, spec.integer);
  const Interaction in = interact(item);

  const auto accept = [&](double v) {
    if (v != spec.value) result.value = v;
    request_frame();
  };
  if (in.set_text) {
    const Judged judged = judge(*in.set_text, spec.min, spec.max, spec.integer);
    if (judged.good) {
      // The page's <input> reports the old value once more when it closes: that answers no refusal.
      if (judged.value != spec.value) refusal = {};
      if (was_typing) platform::end_text();
      accept(judged.value);
    } else {
      refuse(spec.id, *in.set_text);
    }
  } else if (in.adjust != 0) {
    // Steps land on the step's own grid, and on no decimals the field does not show.
    const double scale = std::pow(10.0, decimals);
    const double v = std::round((spec.value + in.adjust * spec.step) * scale) / scale;
    if (was_typing) platform::end_text();
    refusal = {};
    accept(std::clamp(v, spec.min, spec.max));
  } else if (was_typing) {
    double v = 0;
    if (conclude(spec.id, spec.min, spec.max, spec.integer, !in.focused, v) == Outcome::good) accept(v);
  } else {
    char32_t first = 0;
    for (const KeyPress& key : in.keys)
      if (key.key == Key::character && !key.ctrl && !key.alt && first == 0) first = key.character;
    if (in.pressed || first != 0) {
      const std::string begun = first != 0 ? encode(std::u32string_view(&first, 1)) : refused(spec.id) ? refusal.text : shown;
      platform::begin_text(spec.id, begun, true, r.x, r.y, r.w, r.h);  // all of it selected
      if (first != 0) platform::select_text(1, 1);
      request_frame();
    }
  }

  const bool open = typing(spec.id);
  const bool bad =
      open ? !judge(platform::text_edit().text, spec.min, spec.max, spec.integer).good && refusal.id == spec.id : refused(spec.id);
  if (open && refusal.id == spec.id && platform::text_edit().text != refusal.text && !bad) refusal = {};
  const float hover = fade(spec.id, in.hovered);
  fill_rect(list, r, kRadiusField, t.panel);
  if (bad) {
    stroke_rect(list, r, kRadiusField, t.danger, open ? 2.0f : 1.0f);
  } else if (open) {
    stroke_rect(list, r, kRadiusField, t.ink, 2);
  } else {
    stroke_rect(list, r, kRadiusField, mix(t.line_strong, t.ink3, hover), 1);
  }
  if (in.focus_visible && !open) focus_ring(list, r, kRadiusField);

  Rect inner = r.inset(11, 0);
  if (spec.trailing) inner = mirror(r, {r.x + 11, r.y, r.w - 11 - 36, r.h}, rtl);
  const TextStyle label_style = colored(kCaption, t.ink3);
  const float label_width = std::min(inner.w * 0.6f, text_width(spec.label, label_style));
  draw_text(list, mirror(inner, {inner.x, inner.y, label_width + 1, inner.h}, rtl), spec.label, label_style, Align::start);
  const Rect figure = mirror(inner, {inner.x + label_width + 8, inner.y, inner.w - label_width - 8, inner.h}, rtl);
  const TextStyle style{touch_text(13), bad ? Weight::semibold : Weight::medium, bad ? t.danger : t.ink, 20};
  if (open) {
    draw_open_text(list, figure, style, Align::end, in);
  } else {
    draw_text(list, figure, bad ? refusal.text : shown, style, Align::end);
  }
  if (bad) tooltip(r, item.description.empty() ? range_text(spec.min, spec.max, spec.decimals, spec.integer) : item.description);

  if (spec.trailing) {
    const std::string id = std::string(spec.id) + "/action";
    Item action{.id = id,
                .role = Role::button,
                .label = std::string(spec.trailing_name),
                .value = {},
                .description = {},
                .rect = icon_box,
                .parent = {}};
    const Interaction pressed = interact(action);
    const Rect spot = icon_box.inset(3, (icon_box.h - 28) / 2);
    const float lit = fade(id, pressed.hovered);
    if (lit > 0) fill_rect(list, spot, 6, with_alpha(t.hover, lit));
    draw_icon(list, icon_box.center(), *spec.trailing, 17, mix(t.ink2, t.ink, lit));
    if (pressed.focus_visible) focus_ring(list, spot, 6);
    if (pressed.hovered && !pressed.held && !pressed.touch) tooltip_at_rest(id, icon_box, action.label);
    result.trailing_pressed = pressed.pressed;
  }
  return result;
}

// --- in place ------------------------------------------------------------------------------------------------------------------

void begin_edit(std::string_view id, std::string_view label, const Rect& box, double value, double min, double max, int decimals,
                std::string_view begun) {
  const std::string whole = whole_id(id);
  if (in_place.id == whole && in_place.started && !in_place.finished) {  // the cell moved under the edit
    in_place.box = box;
    return;
  }
  in_place = {.id = whole,
              .label = std::string(label),
              .box = box,
              .value = value,
              .min = min,
              .max = max,
              .decimals = decimals,
              .begun = std::string(begun)};
  request_frame();
}

bool editing(std::string_view id) { return in_place.id == whole_id(id) && !in_place.finished; }

std::optional<double> edit_result(std::string_view id) {
  if (in_place.id != whole_id(id) || !in_place.finished) return std::nullopt;
  const double value = in_place.result;
  in_place = {};
  return value;
}

void draw_edit() {
  if (in_place.id.empty() || in_place.finished) return;
  const Theme& t = look();
  ImDrawList* list = overlay_list();
  const std::string id = in_place.id + "/edit";
  // At least wide enough to read what is typed, centred on what is edited, inside the window.
  const float width = std::max(76.0f, in_place.box.w), height = std::max(control_height(), std::min(in_place.box.h, 56.0f));
  const Rect window = frame().window.inset(6);
  Rect box{in_place.box.center().x - width / 2, in_place.box.center().y - height / 2, width, height};
  box.x = std::clamp(box.x, window.x, std::max(window.x, window.right() - box.w));
  box.y = std::clamp(box.y, window.y, std::max(window.y, window.bottom() - box.h));
  box = snap(box);

  const bool whole = in_place.value == std::floor(in_place.value);
  const std::string shown = fixed_text(in_place.value, whole ? 0 : in_place.decimals);
  Item item{.id = id,
            .role = Role::number_field,
            .label = in_place.label,
            .value = shown,
            .description = range_text(in_place.min, in_place.max, in_place.decimals, false),
            .rect = box,
            .parent = {}};
  item.actions = kSet | kAdjust | kFocus;
  item.min = static_cast<float>(in_place.min);
  item.max = static_cast<float>(in_place.max);
  item.now = static_cast<float>(in_place.value);
  item.invalid = refused(id);
  const Interaction in = interact(item);

  const auto finish = [&](std::optional<double> value) {
    if (typing(id)) platform::end_text();
    if (value) {
      in_place.result = *value;
      in_place.finished = true;
    } else {
      in_place = {};
    }
    if (focused_id() == id) set_focus(id.substr(0, id.size() - 5));
    request_frame();
  };
  if (!in_place.started) {
    in_place.started = true;
    set_focus_quietly(id, false);
    platform::begin_text(id, in_place.begun.empty() ? shown : in_place.begun, true, box.x, box.y, box.w, box.h);
    if (!in_place.begun.empty()) platform::select_text(1, 1);
    request_frame();
  } else if (in.set_text) {
    const Judged judged = judge(*in.set_text, in_place.min, in_place.max, false);
    if (judged.good) {
      finish(judged.value);
      return;
    }
    refuse(id, *in.set_text);
  } else if (in.adjust != 0) {
    finish(std::clamp(in_place.value + in.adjust * std::pow(10.0, -in_place.decimals), in_place.min, in_place.max));
    return;
  } else if (!typing(id)) {  // the platform closed it
    finish(std::nullopt);
    return;
  } else {
    double v = 0;
    switch (conclude(id, in_place.min, in_place.max, false, !in.focused, v)) {
      case Outcome::good: finish(v); return;
      case Outcome::cancelled: finish(std::nullopt); return;
      case Outcome::bad:
        if (!in.focused) {
          finish(std::nullopt);
          return;
        }
        break;
      case Outcome::none: break;
    }
  }
  if (!typing(id)) return;
  const bool bad = refusal.id == id && !judge(platform::text_edit().text, in_place.min, in_place.max, false).good;
  card_ground(list, box, kRadiusField);
  stroke_rect(list, box, kRadiusField, bad ? t.danger : t.ink, 2);
  draw_open_text(list, box.inset(10, 0), {touch_text(14), Weight::semibold, bad ? t.danger : t.ink, 20}, Align::center, in);
  if (bad) tooltip(box, item.description);
}

}  // namespace rizbin::ui
