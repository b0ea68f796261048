// See train_panel.h.
#include "web/views/train_panel.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "web/views/gallery.h"
#include "web/views/rows.h"
#include "web/views/stages.h"
#include "web/views/study.h"
#include "web/views/timeline.h"

namespace rizbin::views {
namespace {

float draw_accuracy(const Rect& area, float y, float width, Context& c) {
  const Snapshot& s = c.snapshot;
  const Score score = score_of(s);
  ImDrawList* list = ui::frame().list;
  heading(from_start(area, 0, y, width, 16), "heldout/title", Str::heldout_accuracy_title);
  const std::string percent = ui::percent_text(score.share());
  ui::draw_text(list, from_start(area, 0, y + 16, width * 0.55f, 44), percent, ui::colored(ui::kFigure, theme().ink));
  ui::draw_text(list, from_start(area, width * 0.55f, y + 18, width * 0.45f, 40),
                ui::fmt(Str::heldout_right_of, {{"right", ui::number(score.right)}, {"total", ui::number(score.total)}}),
                ui::colored(ui::kSmall, theme().ink2), ui::Align::end);
  ui::bar(list, from_start(area, 0, y + 64, width, 8), score.share(), theme().ink);
  ui::Item item;
  item.id = "heldout/accuracy";
  item.role = ui::Role::status;
  item.label = ui::fmt(Str::heldout_live, {{"p", percent}, {"step", ui::number(s.step)}});
  item.value = percent;
  item.rect = from_start(area, 0, y + 16, width, 56);
  // While it trains the figure changes many times a second: spoken when it comes to rest.
  item.live = !c.shell.playback.playing;
  item.actions = 0;
  item.hit = false;
  ui::announce(item);
  return 72;
}

float draw_slider_row(const Rect& area, float y, float width, std::string_view id, Str name, float value, float largest, float step,
                      std::string_view shown, std::optional<float>& changed) {
  const float k = ui::frame().coarse_pointer ? ui::kTouchControl : 30;
  ImDrawList* list = ui::frame().list;
  ui::draw_text(list, from_start(area, 0, y, 84, k), ui::tr(name), ui::colored(ui::kSmall, theme().ink2));
  ui::draw_text(list, from_end(area, area.w - width, y, 48, k), shown, ui::colored({12, ui::Weight::medium, 0, 18}, theme().ink),
                ui::Align::end);
  changed = ui::slider(from_start(area, 90, y, width - 90 - 52, k), id, ui::tr(name), value, 0, largest, step, shown);
  return k;
}

float draw_variation(const Rect& area, float y, float width, Context& c) {
  heading(from_start(area, 0, y, width, 16), "variation/title", Str::variation_title);
  float at = y + 20;
  struct Row {
    std::string_view id;
    Str name;
    float Variation::* amount;
  };
  const std::array<Row, 5> rows = {{{"variation/shift", Str::variation_shift, &Variation::shift},
                                    {"variation/scale", Str::variation_scale, &Variation::scale},
                                    {"variation/rotation", Str::variation_rotation, &Variation::rotation},
                                    {"variation/thickness", Str::variation_thickness, &Variation::thickness},
                                    {"variation/noise", Str::variation_noise, &Variation::noise}}};
  for (const Row& row : rows) {
    const float now = c.snapshot.variation.*row.amount;
    std::optional<float> changed;
    at += draw_slider_row(area, at, width, row.id, row.name, now, 1, 0.05f, ui::fixed_text(static_cast<double>(now), 2), changed);
    if (changed) {
      SetVariation command{c.snapshot.variation};
      command.variation.*row.amount = *changed;
      c.commands.push(command);
    }
  }
  return at - y;
}

// The rule of learning: loss, momentum, and how the convolution counts ("÷ 9" ↔ "∑ + b", chapters 7 and 8).
float draw_rule(const Rect& area, float y, float width, Context& c) {
  const Snapshot& s = c.snapshot;
  const float k = control();
  heading(from_start(area, 0, y, width, 16), "rule/title", Str::rule_title);
  float at = y + 22;
  {
    constexpr std::array<std::string_view, 2> ids = {"cross_entropy", "squared_error"};
    const std::array<std::string, 2> labels = {std::string(ui::tr(Str::loss_cross_entropy)),
                                               std::string(ui::tr(Str::loss_squared_error))};
    const int chosen = ui::segmented(from_start(area, 0, at, width, k), "loss_kind", ui::tr(Str::loss_kind), ids, labels,
                                     s.loss_kind == LossKind::cross_entropy ? 0 : 1);
    if (chosen >= 0) c.commands.push(SetLossKind{chosen == 0 ? LossKind::cross_entropy : LossKind::squared_error});
    at += k + 8;
  }
  for (std::size_t i = 0; i < s.layers.size(); ++i) {
    const LayerSpec& spec = s.layers[i].spec;
    if (spec.kind != LayerKind::conv) continue;
    constexpr std::array<std::string_view, 2> ids = {"mean", "bias"};
    const std::array<std::string, 2> labels = {
        ui::fmt(Str::conv_mode_mean, {{"n", ui::number(s.layers[i].in.c * spec.kernel_h * spec.kernel_w)}}),
        std::string(ui::tr(Str::conv_mode_bias))};
    const int chosen = ui::segmented(from_start(area, 0, at, width, k), "conv_mode/" + spec.id, ui::tr(Str::conv_mode), ids, labels,
                                     spec.mean ? 0 : 1);
    if (chosen >= 0) c.commands.push(SetConvMode{static_cast<int>(i), chosen == 0, chosen == 1});
    at += k + 8;
  }
  std::optional<float> changed;
  at += draw_slider_row(area, at, width, "momentum", Str::momentum, s.momentum, 0.99f, 0.01f,
                        ui::fixed_text(static_cast<double>(s.momentum), 2), changed);
  if (changed) c.commands.push(SetMomentum{*changed});
  return at - y;
}

// How much the record takes, at the foot.
float draw_memory(const Rect& area, float y, float width, Context& c) {
  const auto megabytes = [](std::size_t bytes) { return static_cast<double>(bytes) / (1024.0 * 1024.0); };
  const double used = megabytes(c.snapshot.record.bytes), budget = megabytes(c.snapshot.record.budget);
  const std::string text = ui::fmt(Str::time_memory, {{"used", ui::fixed_text(used, used < 1 ? 2 : 1)},
                                                      {"budget", ui::fixed_text(budget, budget == std::floor(budget) ? 0 : 1)}});
  label(from_start(area, 0, y, width, 16), "record/memory", text, ui::colored(ui::kCaption, theme().ink3));
  return 16;
}

}  // namespace

void draw_train_panel(const Rect& area, Context& c, bool with_curves) {
  const float margin = ui::kPanelPadding, width = area.w - 2 * margin;
  const float scroll = ui::begin_scroll(area, "train/scroll");
  const Rect page{area.x, area.y - scroll, area.w, area.h};
  const Rect column = from_start(page, margin, 0, width, area.h);
  float y = 14;
  if (with_curves) {  // the timeline is one row: its curves stand here
    draw_sheet_curves(from_start(column, 0, y, width, 150), c);
    y += 150 + 18;
  }
  y += draw_accuracy(column, y, width, c) + 14;
  y += draw_rows_button(column, y, width, c) + 18;
  y += draw_mistakes(column, y, width, 4, c) + 18;
  if (const float used = draw_patches(column, y, width, c); used > 0) y += used + 14;
  y += draw_gallery(column, y, width, 8, c.shell.gallery_all ? 1000 : 48, c) + 22;
  y += draw_variation(column, y, width, c) + 18;
  y += draw_rule(column, y, width, c) + 16;
  y += draw_memory(column, y, width, c) + 16;
  ui::end_scroll(y);
}

void draw_train_sheet(const Rect& area, Context& c, bool phone) {
  const float k = control();
  const float margin = phone ? 16 : 24;
  const float scroll = ui::begin_scroll(area, "train/scroll");
  const Rect page{area.x, area.y - scroll, area.w, area.h};
  const Rect column = from_start(page, margin, 0, area.w - 2 * margin, area.h);
  float y = 14;
  if (phone) {
    const float width = column.w;
    if (c.shell.stages.open) {
      ui::end_scroll(y + draw_stages_sheet(column, y, width, c) + 16);
      return;
    }
    draw_transport_row(from_start(column, 0, y, width, std::max(k, 48.0f)), false, c);
    y += 48 + 12;
    // What stands below the curves ends where the half sheet ends.
    const float curves = std::clamp(area.h - y - 12 - 2 * k - 10 - 14, 130.0f, 172.0f);
    draw_sheet_curves(from_start(column, 0, y, width, curves), c);
    y += curves + 12;
    draw_part(from_start(column, 0, y, width - k - 8, k), c);
    draw_stages_button(from_end(column, column.w - width, y, k, k), c, false);
    y += k + 10;
    const float field = (width - k - 2 * 8) / 2;
    draw_rate(from_start(column, 0, y, field, k), c);
    draw_seed(from_start(column, field + 8, y, field, k), c);
    draw_reset(from_start(column, 2 * field + 16, y, k, k), c);
    y += k + 20;
    y += draw_accuracy(column, y, width, c) + 14;
    y += draw_rows_button(column, y, width, c) + 18;
    y += draw_mistakes(column, y, width, 5, c) + 18;
    if (const float used = draw_patches(column, y, width, c); used > 0) y += used + 14;
    y += draw_gallery(column, y, width, 10, c.shell.gallery_all ? 1000 : 50, c) + 22;
    y += draw_variation(column, y, width, c) + 18;
    y += draw_rule(column, y, width, c) + 16;
    y += draw_memory(column, y, width, c) + 16;
  } else if (c.shell.stages.open) {
    y += draw_stages_sheet(column, y, column.w, c) + 16;
  } else {
    const float right = std::min(260.0f, column.w * 0.36f), gap = 28;
    const float left = column.w - right - 2 * gap + gap;
    const Rect start = from_start(column, 0, 0, left, area.h);
    const Rect end = from_end(column, 0, 0, right, area.h);
    const float divider = rtl() ? end.right() + gap / 2 + 6 : end.x - gap / 2 - 6;
    const float top = 18;
    draw_transport_row(from_start(start, 0, top, left - gap, 48), true, c);
    const float curves = std::max(150.0f, area.h - top - 60 - 24);
    draw_sheet_curves(from_start(start, 0, top + 60, left - gap, curves), c);
    draw_part(from_start(end, 0, top, right, k), c);
    float ey = top + k + 10;
    draw_rate(from_start(end, 0, ey, (right - 8) / 2, k), c);
    draw_seed(from_start(end, (right - 8) / 2 + 8, ey, (right - 8) / 2, k), c);
    ey += k + 10;
    draw_stages_button(from_start(end, 0, ey, right, k), c, true);
    ey += k + 12;
    ey += draw_gallery(end, ey, right, 7, c.shell.gallery_all ? 1000 : 21, c) + 20;
    ui::hairline(ui::frame().list, {divider, page.y + top}, {divider, page.y + std::max(top + 60 + curves, ey - 20)}, theme().line);
    y = std::max(top + 60 + curves, ey) + 8;
    const float half = (column.w - 32) / 2;
    const Rect a = from_start(column, 0, 0, half, area.h), b = from_end(column, 0, 0, half, area.h);
    float ya = y + draw_accuracy(a, y, half, c) + 14;
    ya += draw_rows_button(a, ya, half, c) + 16;
    ya += draw_mistakes(a, ya, half, 5, c) + 16;
    float yb = y + draw_variation(b, y, half, c) + 18;
    yb += draw_rule(b, yb, half, c) + 16;
    y = std::max(ya, yb);
    y += draw_memory(column, y, column.w, c) + 16;
  }
  ui::end_scroll(y);
}

}  // namespace rizbin::views
