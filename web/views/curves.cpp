// See curves.h. Hover or the arrow keys read exact values off the nearest measured step.
#include "web/views/curves.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace rizbin::views {
namespace {

constexpr float kLargestLoss = 3;  // a loss that runs away is drawn at the lane's top, not the rest at its foot

std::vector<Metric> metrics_of(const Snapshot& s) {
  std::vector<Metric> all;
  if (s.history) all = *s.history;
  if (all.empty() || all.back().step < s.now.step) all.push_back(s.now);
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
  [[nodiscard]] float accuracy(float v) const {
    const float t = std::clamp((v - accuracy_floor) / (1 - accuracy_floor), 0.0f, 1.0f);
    return lanes.accuracy_bottom + (lanes.accuracy_top - lanes.accuracy_bottom) * t;
  }
  [[nodiscard]] float loss(float v) const {
    const float t = std::isfinite(v) ? std::clamp(v / loss_top, 0.0f, 1.0f) : 1.0f;
    return lanes.loss_bottom + (lanes.loss_top - lanes.loss_bottom) * t;
  }
};

Scale scale_of(const Lanes& lanes, const Snapshot& s, const std::vector<Metric>& metrics) {
  Scale scale{lanes, std::max(1, std::max(s.run_length, s.step))};
  for (const Metric& m : metrics) {
    const float lowest = std::min(m.heldout_accuracy, m.train_accuracy);
    if (lowest < scale.accuracy_floor) scale.accuracy_floor = 0;
    for (const float loss : {m.heldout_loss, m.train_loss})
      if (std::isfinite(loss)) scale.loss_top = std::max(scale.loss_top, std::min(loss, kLargestLoss));
  }
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

void draw_curves(const Lanes& lanes, Context& c) {
  const Snapshot& s = c.snapshot;
  const ui::Theme& t = theme();
  ImDrawList* list = ui::frame().list;
  const std::vector<Metric> metrics = metrics_of(s);
  const Scale scale = scale_of(lanes, s, metrics);
  const Rect& axis = lanes.axis;

  ui::Item item;
  item.id = "timeline/curves";
  item.role = ui::Role::figure;
  item.label = ui::tr(Str::curves_name);
  item.description = ui::tr(Str::curves_description);
  item.rect = axis.inset(-8, 0);
  item.actions = ui::kAdjust | ui::kFocus;
  int& cursor = c.shell.curve_cursor;
  std::size_t read = metrics.size() - 1;
  for (std::size_t i = 0; i < metrics.size(); ++i)
    if (metrics[i].step == cursor) read = i;
  item.value = value_sentence(metrics[read]);
  const ui::Interaction in = ui::interact(item);
  if (in.adjust != 0) {
    const int last = static_cast<int>(metrics.size()) - 1;
    read = static_cast<std::size_t>(std::clamp(static_cast<int>(read) + in.adjust, 0, last));
    cursor = metrics[read].step;
  }
  if (!in.focused) cursor = -1;

  const float now_x = scale.x(s.step);
  fill({axis.x, axis.y, now_x - axis.x, axis.h}, t.sunk);
  for (const float y : {lanes.accuracy_top, lanes.accuracy_bottom, lanes.loss_bottom})
    ui::hairline(list, {axis.x, y}, {axis.right(), y}, t.line);
  draw_line(scale, metrics, &Metric::train_accuracy, false, t.ink3, 1);
  draw_line(scale, metrics, &Metric::train_loss, true, t.ink3, 1);
  draw_line(scale, metrics, &Metric::heldout_accuracy, false, t.ink, 1.6f);
  draw_line(scale, metrics, &Metric::heldout_loss, true, t.ink, 1.6f);

  list->AddLine({now_x, axis.y - 2}, {now_x, axis.bottom() + 2}, t.ink, 1.5f);
  list->AddRectFilled({now_x - 5, axis.y - 4}, {now_x + 5, axis.y + 5}, t.ink, 2.5f);
  draw_dot({now_x, scale.accuracy(s.now.heldout_accuracy)});
  draw_dot({now_x, scale.loss(s.now.heldout_loss)});

  const bool by_keys = in.focus_visible && cursor >= 0;
  if ((in.hovered && !metrics.empty()) || by_keys) {
    if (!by_keys) read = nearest(scale, metrics, in.pointer.x);
    const Metric& m = metrics[read];
    const float x = scale.x(m.step);
    const bool on_loss = !by_keys && in.pointer.y > (lanes.accuracy_bottom + lanes.loss_top) / 2;
    const float y = on_loss ? scale.loss(m.heldout_loss) : scale.accuracy(m.heldout_accuracy);
    list->AddLine({x, axis.y}, {x, axis.bottom()}, ui::with_alpha(t.ink, 0.35f), 1);
    draw_dot({x, scale.accuracy(m.heldout_accuracy)});
    draw_dot({x, scale.loss(m.heldout_loss)});
    const auto three = [](float v) { return ui::fixed_text(static_cast<double>(v), 3); };
    ui::tooltip({x - 4, y - 4, 8, 8}, ui::fmt(on_loss ? Str::tip_loss : Str::tip_accuracy,
                                              {{"step", ui::number(m.step)},
                                               {"heldout", on_loss ? three(m.heldout_loss) : ui::percent_text(m.heldout_accuracy)},
                                               {"train", on_loss ? three(m.train_loss) : ui::percent_text(m.train_accuracy)}}));
  }
  if (in.focus_visible) ui::focus_ring(list, axis.inset(-6, -4), 4);
}

}  // namespace rizbin::views
