// See curves.h. A press or a drag anywhere on the axis goes to that step; hovering reads exact values off the nearest measured one.
#include "web/views/curves.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace rizbin::views {
namespace {

constexpr float kFutureOpacity = 0.32f;
constexpr float kReach = 22;  // beyond the axis' ends: the handle there is 44 wide for a finger
constexpr float kLargestLoss = 3;  // a loss that runs away is drawn at the lane's top, not the rest at its foot

// Up to now, with this step's own figures at the end.
std::vector<Metric> past_of(const Snapshot& s) {
  std::vector<Metric> all;
  if (s.history) all = *s.history;
  if (all.empty() || all.back().step < s.now.step) all.push_back(s.now);
  return all;
}
// The recorded steps after it, from here on.
std::vector<Metric> future_of(const Snapshot& s) {
  std::vector<Metric> all;
  if (!s.future || s.future->empty()) return all;
  all.push_back(s.now);
  all.insert(all.end(), s.future->begin(), s.future->end());
  return all;
}

struct Scale {
  const Lanes& lanes;
  int steps = 1;
  float accuracy_floor = 0.4f;
  float loss_top = 0.8f;
  [[nodiscard]] float x(int step) const {
    return lanes.axis.x + lanes.axis.w * static_cast<float>(step) / static_cast<float>(steps);
  }
  // The ends reach 3 px inwards: a finger that means "the start" finds step 0.
  [[nodiscard]] int step(float at_x) const {
    constexpr float kEnds = 3;
    if (at_x < lanes.axis.x + kEnds) return 0;
    if (at_x > lanes.axis.right() - kEnds) return steps;
    return static_cast<int>(std::lround((at_x - lanes.axis.x) / lanes.axis.w * static_cast<float>(steps)));
  }
  [[nodiscard]] float accuracy(float v) const {
    const float t = std::clamp((v - accuracy_floor) / (1 - accuracy_floor), 0.0f, 1.0f);
    return lanes.accuracy_bottom + (lanes.accuracy_top - lanes.accuracy_bottom) * t;
  }
  [[nodiscard]] float loss(float v) const {
    const float t = std::isfinite(v) ? std::clamp(v / loss_top, 0.0f, 1.0f) : 1.0f;
    return lanes.loss_bottom + (lanes.loss_top - lanes.loss_bottom) * t;
  }
};

// The same in the past and at the end, so that nothing jumps under the hand that scrubs.
Scale scale_of(const Lanes& lanes, const Snapshot& s, const std::vector<Metric>& past, const std::vector<Metric>& future) {
  Scale scale{lanes, std::max({1, s.run_length, s.step, s.record.last})};
  const auto widen = [&scale](const Metric& m) {
    const float lowest = std::min(m.heldout_accuracy, m.train_accuracy);
    if (lowest < scale.accuracy_floor) scale.accuracy_floor = 0;
    for (const float loss : {m.heldout_loss, m.train_loss})
      if (std::isfinite(loss)) scale.loss_top = std::max(scale.loss_top, std::min(loss, kLargestLoss));
  };
  std::ranges::for_each(past, widen);
  std::ranges::for_each(future, widen);
  return scale;
}

using Field = float Metric::*;

void draw_line(const Scale& scale, const std::vector<Metric>& metrics, Field field, bool loss, ui::Color color, float width) {
  if (metrics.size() < 2) return;
  std::vector<ImVec2> points;
  points.reserve(metrics.size());
  // Not more than a point a pixel: a long run has thousands.
  float last_x = -1e9f;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const Metric& m = metrics[i];
    const float x = scale.x(m.step);
    if (x - last_x < 0.75f && i + 1 < metrics.size()) continue;
    last_x = x;
    points.push_back({x, loss ? scale.loss(m.*field) : scale.accuracy(m.*field)});
  }
  ui::frame().list->AddPolyline(points.data(), static_cast<int>(points.size()), color, 0, width);
}

void draw_dot(Vec p) {
  ImDrawList* list = ui::frame().list;
  list->AddCircleFilled({p.x, p.y}, 4.25f, theme().panel);
  list->AddCircle({p.x, p.y}, 4.25f, theme().ink, 0, 1.6f);
}

// The measured step nearest to x.
std::size_t nearest(const Scale& scale, const std::vector<Metric>& metrics, float x) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < metrics.size(); ++i)
    if (std::abs(scale.x(metrics[i].step) - x) <= std::abs(scale.x(metrics[best].step) - x)) best = i;
  return best;
}

std::string value_sentence(const Metric& m) {
  return ui::fmt(Str::curves_value, {{"step", ui::number(m.step)},
                                     {"ha", ui::percent_text(m.heldout_accuracy)},
                                     {"hl", ui::fixed_text(static_cast<double>(m.heldout_loss), 3)},
                                     {"ta", ui::percent_text(m.train_accuracy)},
                                     {"tl", ui::fixed_text(static_cast<double>(m.train_loss), 3)}});
}

}  // namespace

std::string accuracy_figure(const Snapshot& s) { return ui::percent_text(s.now.heldout_accuracy); }
std::string loss_figure(const Snapshot& s) { return ui::fixed_text(static_cast<double>(s.now.heldout_loss), 3); }

Lanes lanes_in(const Rect& axis) {
  const auto at = [&axis](float share) { return axis.y + axis.h * share; };
  return {axis, at(0.07f), at(0.42f), at(0.57f), at(0.955f)};
}

namespace {

// Where the hand wants to be, or nothing.
std::optional<int> wanted_step(const ui::Interaction& in, const Scale& scale, const Snapshot& s) {
  std::optional<int> wanted;
  if (in.began || in.held || in.ended) wanted = scale.step(in.pointer.x);
  if (in.adjust != 0) wanted = s.step + in.adjust;
  if (in.set_text) {
    double typed = 0;
    if (ui::parse_number(*in.set_text, typed) && std::abs(typed) < 1e9) wanted = static_cast<int>(std::lround(typed));
  }
  if (wanted) wanted = std::clamp(*wanted, s.record.first, s.record.last);
  return wanted;
}

void draw_lines(const Scale& scale, const std::vector<Metric>& metrics, float opacity) {
  const ui::Color thin = ui::with_alpha(theme().ink3, opacity), thick = ui::with_alpha(theme().ink, opacity);
  draw_line(scale, metrics, &Metric::train_accuracy, false, thin, 1);
  draw_line(scale, metrics, &Metric::train_loss, true, thin, 1);
  draw_line(scale, metrics, &Metric::heldout_accuracy, false, thick, 1.6f);
  draw_line(scale, metrics, &Metric::heldout_loss, true, thick, 1.6f);
}

// A tick where a hand changed something; returns the one under the pointer, or −1.
int draw_edits(const Scale& scale, const Snapshot& s, const ui::Interaction& in) {
  const Rect& axis = scale.lanes.axis;
  int near = -1;
  float last_x = -1e9f;
  for (const int step : s.record.edits) {
    const float x = std::round(scale.x(step));
    if (in.hovered && std::abs(in.pointer.x - x) <= 5) near = step;
    if (x - last_x < 2) continue;
    last_x = x;
    const ui::Color color = step > s.step ? ui::with_alpha(theme().ink, kFutureOpacity) : theme().ink2;
    ui::frame().list->AddRectFilled({x - 0.75f, axis.bottom() - 5}, {x + 0.75f, axis.bottom() + 3}, color);
  }
  return near;
}

void draw_reading(const Scale& scale, const Metric& m, bool on_loss, int edit) {
  const ui::Theme& t = theme();
  const Rect& axis = scale.lanes.axis;
  const float x = scale.x(m.step), y = on_loss ? scale.loss(m.heldout_loss) : scale.accuracy(m.heldout_accuracy);
  ui::frame().list->AddLine({x, axis.y}, {x, axis.bottom()}, ui::with_alpha(t.ink, 0.35f), 1);
  draw_dot({x, scale.accuracy(m.heldout_accuracy)});
  draw_dot({x, scale.loss(m.heldout_loss)});
  if (edit >= 0) return ui::tooltip({x - 4, y - 4, 8, 8}, ui::fmt(Str::time_edit_tip, {{"step", ui::number(edit)}}));
  const auto three = [](float v) { return ui::fixed_text(static_cast<double>(v), 3); };
  ui::tooltip({x - 4, y - 4, 8, 8}, ui::fmt(on_loss ? Str::tip_loss : Str::tip_accuracy,
                                            {{"step", ui::number(m.step)},
                                             {"heldout", on_loss ? three(m.heldout_loss) : ui::percent_text(m.heldout_accuracy)},
                                             {"train", on_loss ? three(m.train_loss) : ui::percent_text(m.train_accuracy)}}));
}

}  // namespace

void draw_curves(const Lanes& lanes, Context& c) {
  const Snapshot& s = c.snapshot;
  const ui::Theme& t = theme();
  ImDrawList* list = ui::frame().list;
  const std::vector<Metric> past = past_of(s), future = future_of(s);
  const Scale scale = scale_of(lanes, s, past, future);
  const Rect& axis = lanes.axis;

  ui::Item item;
  item.id = "timeline/curves";
  item.role = ui::Role::slider;
  item.label = ui::tr(Str::curves_name);
  item.description = ui::tr(Str::curves_description);
  item.rect = axis.inset(-kReach, -8);
  item.actions = ui::kSet | ui::kAdjust | ui::kDrag | ui::kFocus;
  item.min = static_cast<float>(s.record.first);
  item.max = static_cast<float>(s.record.last);
  item.now = static_cast<float>(s.step);
  item.value = value_sentence(s.now);
  if (std::ranges::binary_search(s.record.edits, s.step)) item.value += " " + std::string(ui::tr(Str::time_edit_here));
  const ui::Interaction in = ui::interact(item);
  if (const std::optional<int> wanted = wanted_step(in, scale, s)) {
    c.shell.playback.playing = false;
    if (*wanted != s.step) c.commands.push(SeekStep{*wanted});
    ui::request_frame();
  }

  const float now_x = scale.x(s.step);
  fill({axis.x, axis.y, now_x - axis.x, axis.h}, t.sunk);
  for (const float y : {lanes.accuracy_top, lanes.accuracy_bottom, lanes.loss_bottom})
    ui::hairline(list, {axis.x, y}, {axis.right(), y}, t.line);
  draw_lines(scale, future, kFutureOpacity);
  draw_lines(scale, past, 1);
  const int edit = draw_edits(scale, s, in);

  list->AddLine({now_x, axis.y - 2}, {now_x, axis.bottom() + 2}, t.ink, 1.5f);
  const float grow = 1.5f * ui::fade("timeline/curves", in.hovered || in.held);
  list->AddRectFilled({now_x - 5, axis.y - 4 - grow}, {now_x + 5, axis.y + 5 + grow}, t.ink, 2.5f);
  draw_dot({now_x, scale.accuracy(s.now.heldout_accuracy)});
  draw_dot({now_x, scale.loss(s.now.heldout_loss)});

  const bool on_loss = in.pointer.y > (lanes.accuracy_bottom + lanes.loss_top) / 2;
  if (in.held) {
    draw_reading(scale, s.now, on_loss, -1);  // what the hand has brought about
  } else if (in.hovered && !in.touch) {
    std::vector<Metric> all = past;
    if (!future.empty()) all.insert(all.end(), future.begin() + 1, future.end());
    draw_reading(scale, all[nearest(scale, all, in.pointer.x)], on_loss, edit);
  } else if (in.focus_visible) {
    draw_reading(scale, s.now, false, -1);
  }
  if (in.focus_visible) ui::focus_ring(list, axis.inset(-8, -6), 4);
}

}  // namespace rizbin::views
