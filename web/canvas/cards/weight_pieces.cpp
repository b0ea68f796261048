// Handle, numbers and lines that the weight's page, the landscape and the nudge bench share.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/cards/weight_page.h"
#include "web/canvas/cards/wording.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

constexpr float kLimit = 100;  // by hand

float rounded(float v) { return std::round(std::clamp(v, -kLimit, kLimit) * 100) / 100; }

void push_value(const CardContext& context, const ParamRef& param, float value, int gesture) {
  if (context.commands == nullptr || value == number_of(*context.snapshot, param)) return;
  context.commands->push(SetParameter{param, value, gesture});
  ui::request_frame();
}

}  // namespace

std::string fine_weight(float w) {
  return std::abs(w - std::round(w)) < 5e-5f ? ui::number(std::lround(w)) : ui::fixed_text(static_cast<double>(w), 3);
}

int decimals_for(double v, int base) {
  double scale = 1;
  for (int i = 0; i < base; ++i) scale *= 10;
  int d = base;
  for (; d < 6 && v != 0 && std::abs(v) * scale < 9.5; ++d) scale *= 10;
  return d;
}

std::string plain_number(double v, int most_decimals) {
  double scale = 1;
  for (int d = 0; d < most_decimals; ++d, scale *= 10)
    if (std::abs(v * scale - std::round(v * scale)) < 1e-4) return ui::fixed_text(v, d);
  return ui::fixed_text(v, most_decimals);
}

std::string bracketed(const std::string& number) {
  return number.starts_with("\u2212") || number.starts_with("-") ? "(" + number + ")" : number;
}

float nice_step(float span, int count) {
  const float rough = std::max(span, 1e-6f) / static_cast<float>(std::max(1, count));
  const float power = std::pow(10.0f, std::floor(std::log10(rough)));
  const float part = rough / power;
  return power * (part < 1.5f ? 1.0f : part < 3.5f ? 2.0f : part < 7.5f ? 5.0f : 10.0f);
}

void dashed_line(ImDrawList* list, ui::Vec a, ui::Vec b, ui::Color color, float width, float dash, float gap) {
  const float length = std::hypot(b.x - a.x, b.y - a.y);
  if (!(length > 0) || length > 20000) return;
  const ui::Vec d = (b - a) * (1 / length);
  for (float at = 0; at < length; at += dash + gap) {
    const ui::Vec p = a + d * at, q = a + d * std::min(length, at + dash);
    list->AddLine({p.x, p.y}, {q.x, q.y}, color, width);
  }
}

void arrow(ImDrawList* list, ui::Vec from, ui::Vec to, ui::Color color, float width) {
  list->AddLine({from.x, from.y}, {to.x, to.y}, color, width);
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  if (length < 1) return;
  const ui::Vec d = (to - from) * (1 / length), n{-d.y, d.x};
  const ui::Vec p = to - d * 7 + n * 4, q = to - d * 7 - n * 4;
  list->PathLineTo({p.x, p.y});
  list->PathLineTo({to.x, to.y});
  list->PathLineTo({q.x, q.y});
  list->PathStroke(color, 0, width);
}

float words(ui::Vec at, float width, std::string_view text, const ui::TextStyle& style, ui::Align align) {
  ImDrawList* list = ui::frame().overlay;
  if (ui::text_width(text, style) + 1 <= width) {
    ui::draw_text(list, {at.x, at.y, width, style.line}, text, style, align);
    return style.line;
  }
  return ui::draw_paragraph(list, {at.x, at.y, width, 400}, text, style, align);
}

void fitted(const ui::Rect& box, std::string_view text, ui::TextStyle look, ui::Align align) {
  while (look.size > 8.5f && ui::text_width(text, look) > box.w) look.size -= .5f;
  if (ui::text_width(text, look) <= box.w) ui::draw_text(ui::frame().overlay, box, text, look, align);
}

std::string over_text(const CardContext& context) {
  const int n = samples_in(*context.snapshot, context.memory->over);
  switch (context.memory->over) {
    case LossOver::picture: return std::string(ui::tr(Str::rooms_loss_on_picture));
    case LossOver::batch: return ui::fmt(Str::rooms_loss_on_batch, {{"n", ui::number(n)}});
    case LossOver::held_out: return ui::fmt(Str::rooms_loss_on_held_out, {{"n", ui::number(n)}});
  }
  return {};
}

void loss_switch(const CardContext& context, const ui::Rect& box) {
  static constexpr std::string_view kIds[] = {"picture", "batch", "held_out"};
  const std::string labels[] = {std::string(ui::tr(Str::rooms_over_picture)), std::string(ui::tr(Str::rooms_over_batch)),
                                std::string(ui::tr(Str::rooms_over_held_out))};
  const int chosen =
      ui::segmented(box, "card/weight/over", ui::tr(Str::rooms_over_name), kIds, labels, static_cast<int>(context.memory->over));
  if (chosen < 0) return;
  const auto over = static_cast<LossOver>(chosen);
  if (samples_in(*context.snapshot, over) > 0) {
    context.memory->over = over;
    context.memory->top = 0;
  }
  ui::request_frame();
}

bool is_locked(const Snapshot& snapshot, const ParamRef& param) {
  const LayerState& layer = snapshot.layers[static_cast<std::size_t>(param.layer)];
  const std::vector<std::uint8_t>& locks = param.kind == ParamKind::bias ? layer.locked_bias : layer.locked_weight;
  const auto at = static_cast<std::size_t>(param.index);
  return at < locks.size() && locks[at] != 0;
}

void take_step(const CardContext& context, const ParamRef& param, float value) {
  if (context.commands == nullptr) return;
  context.commands->push(SetParameter{param, std::clamp(value, -kLimit, kLimit), context.commands->begin_gesture()});
  ui::request_frame();
}

ui::Rect weight_handle(const CardContext& context, const HandleSpec& spec) {
  const Snapshot& snapshot = *context.snapshot;
  RoomMemory& memory = *context.memory;
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const float w = number_of(snapshot, spec.param);
  const bool locked = is_locked(snapshot, spec.param);
  const float span = spec.axis->high - spec.axis->low;
  const ui::Vec place = spec.vertical ? ui::Vec{spec.track.x, spec.track.bottom() - spec.axis->part(w) * spec.track.h}
                                      : ui::Vec{spec.track.x + spec.axis->part(w) * spec.track.w, spec.track.y};
  const auto value_at = [&](ui::Vec p) {
    return spec.vertical ? spec.axis->low + (spec.track.bottom() - p.y) / spec.track.h * span
                         : spec.axis->low + (p.x - spec.track.x) / spec.track.w * span;
  };
  const ui::Rect box{place.x - spec.size.x / 2, place.y - spec.size.y / 2, spec.size.x, spec.size.y};
  const std::string name = parameter_title(snapshot, spec.param);

  ui::Item item;
  item.id = spec.id;
  item.role = ui::Role::number_field;
  item.label = name;
  item.value = fine_weight(w);
  item.description = ui::tr(locked ? Str::rooms_locked : Str::card_weight_hint);
  item.rect = box.inset(-18, 0);
  item.disabled = locked;
  item.actions = ui::kPress | ui::kSet | ui::kAdjust | ui::kDrag | ui::kFocus;
  item.min = -kLimit;
  item.max = kLimit;
  item.now = w;
  const ui::Interaction in = ui::interact(item);
  if (!locked) {
    if (in.began) {
      memory.gesture = 0;
      memory.grabbed_at = w - value_at(in.pointer);
    }
    if (in.held && (in.drag.x != 0 || in.drag.y != 0)) {
      if (memory.gesture == 0 && context.commands != nullptr) memory.gesture = context.commands->begin_gesture();
      push_value(context, spec.param, rounded(value_at(in.pointer) + memory.grabbed_at), memory.gesture);
    }
    if (in.adjust != 0 && context.commands != nullptr) {
      push_value(context, spec.param, rounded(w + .01f * static_cast<float>(std::clamp(in.adjust, -1000, 1000))),
                 context.commands->begin_gesture());
    }
    double typed = 0;
    if (in.set_text && ui::parse_number(*in.set_text, typed) && std::abs(typed) <= static_cast<double>(kLimit) &&
        context.commands != nullptr) {
      push_value(context, spec.param, static_cast<float>(typed), context.commands->begin_gesture());
    }
    bool type = in.pressed;
    for (const ui::KeyPress& press : in.keys) type = type || press.key == ui::Key::enter;
    if (type)
      ui::begin_edit(spec.id, name, box, static_cast<double>(w), -static_cast<double>(kLimit), static_cast<double>(kLimit), 2);
    if (const std::optional<double> value = ui::edit_result(spec.id); value && context.commands != nullptr)
      push_value(context, spec.param, static_cast<float>(*value), context.commands->begin_gesture());
  }
  if (in.ended || in.cancelled) memory.gesture = 0;

  const float off = (spec.vertical ? box.h : box.w) / 2 + 9;
  for (const float side : {-1.0f, 1.0f}) {
    if (locked) break;
    const ui::Vec tip = spec.vertical ? ui::Vec{place.x, place.y + side * (off + 4)} : ui::Vec{place.x + side * (off + 4), place.y};
    const ui::Vec back = spec.vertical ? ui::Vec{0, -side * 6} : ui::Vec{-side * 6, 0};
    const ui::Vec across = spec.vertical ? ui::Vec{6, 0} : ui::Vec{0, 6};
    const ui::Vec p = tip + back + across, q = tip + back - across;
    list->PathLineTo({p.x, p.y});
    list->PathLineTo({tip.x, tip.y});
    list->PathLineTo({q.x, q.y});
    list->PathStroke(theme.ink, 0, 1.75f);
  }
  if (!ui::editing(spec.id)) {
    draw_tile(list, box, w, weight_look(context, spec.param.layer), fine_weight(w), TileShape::rounded, 17, true);
  }
  if (in.focus_visible) ui::focus_ring(list, box.inset(-5), 10);
  return box;
}

}  // namespace rizbin::cards
