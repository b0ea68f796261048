// Trying each weight against one backward pass: two forward passes a weight, counted as they are made, against the slopes that one
// pass back gives all at once. Each dot is a weight: across its slope by backpropagation, up the one measured. Lecture: chapter 13.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/cards/room.h"
#include "web/canvas/cards/weight_page.h"
#include "web/canvas/cards/wording.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

constexpr float kNudge = .01f;
constexpr int kAtOnce = 1000;  // with reduced motion, and never more a frame

void advance(const CardContext& context) {
  RoomMemory& memory = *context.memory;
  const Snapshot& snapshot = *context.snapshot;
  if (memory.bench && memory.bench_version != snapshot.version) {
    memory.bench.reset();
    memory.nudging = false;
  }
  if (!memory.bench) {
    memory.bench = nudge_bench(snapshot, kNudge);
    memory.bench_version = snapshot.version;
  }
  if (!memory.nudging) return;
  const auto all = static_cast<int>(memory.bench->parameters.size());
  // About two seconds for all of them, so that the counting is seen; a large network as fast as a frame allows.
  const double work = std::max(1.0, 2 * work_of(snapshot, {0, ParamKind::weight, 0}, LossOver::picture));
  const int afford = static_cast<int>(std::clamp(4e6 / work, 1.0, static_cast<double>(kAtOnce)));
  const int wanted = ui::frame().reduced_motion ? afford : std::max(1, all / 120);
  try_weights(snapshot, *memory.bench, std::min(afford, wanted));
  if (memory.bench->done()) {
    memory.nudging = false;
  } else {
    ui::request_frame();
  }
}

void plot(const NudgeBench& bench, const ui::Rect& box) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  float range = 1e-6f;
  for (const float v : bench.by_backprop)
    if (std::isfinite(v)) range = std::max(range, std::abs(v));
  range *= 1.15f;
  const auto at = [&](float across, float up) {
    return ImVec2{box.center().x + std::clamp(across / range, -1.0f, 1.0f) * box.w / 2,
                  box.center().y - std::clamp(up / range, -1.0f, 1.0f) * box.h / 2};
  };
  ui::hairline(list, {box.x, box.center().y}, {box.right(), box.center().y}, theme.line_strong);
  ui::hairline(list, {box.center().x, box.y}, {box.center().x, box.bottom()}, theme.line_strong);
  const ImVec2 a = at(-range, -range), b = at(range, range);
  dashed_line(list, {a.x, a.y}, {b.x, b.y}, theme.ink3, 1.25f, 5, 4);
  for (std::size_t i = 0; i < bench.by_nudge.size(); ++i) {
    const ImVec2 p = at(bench.by_backprop[i], bench.by_nudge[i]);
    if (bench.bent[i] != 0) {
      list->AddCircle(p, 4, theme.ink, 0, 1.5f);
    } else {
      list->AddCircleFilled(p, 3.5f, ui::with_alpha(theme.ink, bench.parameters.size() > 300 ? .38f : .8f));
    }
  }
  const ui::TextStyle look = ui::colored(ui::kCaption, theme.ink3);
  words({box.x, box.bottom() + 6}, box.w, ui::tr(Str::rooms_by_backprop), look, ui::Align::center);
  words({box.x, box.y - 22}, box.w, ui::tr(Str::rooms_by_nudge), look, ui::Align::left);
}

}  // namespace

void nudge_page(const CardContext& context, const ui::Rect& page) {
  advance(context);
  RoomMemory& memory = *context.memory;
  const NudgeBench& bench = *memory.bench;
  const Snapshot& snapshot = *context.snapshot;
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const bool rtl = ui::locale().rtl();
  const float size = std::clamp(std::min(page.h - 90, page.w * .44f), 120.0f, 420.0f);
  const ui::Rect chart{page.x, page.y + 42, size, size};
  plot(bench, chart);

  // The end column keeps clear of the overview map.
  const ui::Rect side{chart.right() + 56, page.y + 16, page.right() - chart.right() - 56, page.h - 16};
  float y = side.y;
  y += words({side.x, y}, side.w, ui::tr(Str::rooms_nudge_title), ui::colored({15, ui::Weight::semibold, 0, 24}, theme.ink),
             ui::Align::start);
  y += 4 + words({side.x, y + 4}, side.w,
                 ui::fmt(Str::rooms_nudge_text, {{"n", ui::number(static_cast<long long>(bench.parameters.size()))},
                                                 {"nudge", plain_number(static_cast<double>(kNudge), 3)}}),
                 ui::colored({13, ui::Weight::regular, 0, 21}, theme.ink2), ui::Align::start);
  y += 20;
  const float half = (side.w - 24) / 2;
  const auto figure = [&](float x, const std::string& number, const std::string& text) {
    ui::draw_text(list, {x, y, half, 44}, number, ui::colored(ui::kFigure, theme.ink), ui::Align::start);
    return 46 + words({x, y + 46}, half, text, ui::colored(ui::kSmall, theme.ink2), ui::Align::start);
  };
  const float first = rtl ? side.x + half + 24 : side.x, second = rtl ? side.x : side.x + half + 24;
  const float h1 =
      figure(first, ui::number(bench.forward_passes),
             ui::fmt(Str::rooms_passes_forward, {{"total", ui::number(2LL * static_cast<long long>(bench.parameters.size()))}}));
  const float h2 = figure(second, ui::number(bench.backward_passes), std::string(ui::tr(Str::rooms_passes_back)));
  y += std::max(h1, h2) + 20;
  const float height = ui::control_height();
  const std::string label(ui::tr(memory.nudging ? Str::rooms_nudge_pause
                                 : bench.done() ? Str::rooms_nudge_again
                                                : Str::rooms_nudge_try));
  ui::ButtonSpec spec;
  spec.id = "card/nudge/try";
  spec.label = label;
  spec.kind = ui::ButtonKind::primary;
  const float bw = ui::button_width(label);
  if (ui::button(ui::mirror(side, {side.x, y, bw, height}, rtl), spec)) {
    if (bench.done()) memory.bench.reset();
    memory.nudging = !memory.nudging;
    ui::request_frame();
    if (!memory.bench) memory.bench = nudge_bench(snapshot, kNudge);
  }
  y += height + 18;
  const NudgeBench& now = *memory.bench;
  if (now.largest_at >= 0) {
    y += words({side.x, y}, side.w,
               ui::fmt(Str::rooms_nudge_difference,
                       {{"difference", ui::fixed_text(static_cast<double>(now.largest_difference), 6)},
                        {"where", parameter_title(snapshot, now.parameters[static_cast<std::size_t>(now.largest_at)])}}),
               ui::colored({13, ui::Weight::regular, 0, 21}, theme.ink), ui::Align::start);
  }
  if (now.bends > 0) {
    y += 6 + words({side.x, y + 6}, std::min(side.w, context.free.right() - 200 - side.x),
                   ui::fmt(Str::rooms_nudge_bends, {{"n", ui::number(now.bends)}}),
                   ui::colored({12.5f, ui::Weight::regular, 0, 20}, theme.ink2), ui::Align::start);
  }
  ui::Item item;
  item.id = "card/nudge";
  item.role = ui::Role::status;
  item.label = ui::tr(Str::rooms_nudge_title);
  item.value = ui::number(now.forward_passes);
  item.rect = chart;
  item.actions = 0;
  item.hit = false;
  ui::announce(item);
}

}  // namespace rizbin::cards
