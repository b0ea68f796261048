// See timeline.h.
#include "web/views/timeline.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "web/views/curves.h"
#include "web/views/stages.h"

namespace rizbin::views {
namespace {

constexpr double kLargestRate = 10;
constexpr double kLargestSeed = 999999;

void draw_play(Vec center, Context& c) {
  const bool playing = c.shell.playback.playing;
  if (ui::play_button(center, "timeline/play", ui::tr(playing ? Str::train_pause : Str::train_start), playing)) toggle_playing(c);
}

void draw_step(const Rect& box, Context& c) {
  ui::ButtonSpec spec;
  spec.id = "timeline/step";
  spec.name = ui::tr(Str::train_step);
  spec.icon = ui::Icon::step_forward;
  spec.show_label = false;
  spec.kind = ui::ButtonKind::tool;
  if (ui::button(box, spec)) step_once(c);
}

void draw_speed(const Rect& box, Context& c) {
  constexpr std::array<std::string_view, 3> ids = {"1", "8", "max"};
  const std::array<std::string, 3> labels = {ui::fmt(Str::speed_1, {{"n", ui::number(1)}}),
                                             ui::fmt(Str::speed_1, {{"n", ui::number(8)}}), std::string(ui::tr(Str::speed_max))};
  const int chosen =
      ui::segmented(box, "timeline/speed", ui::tr(Str::speed_name), ids, labels, static_cast<int>(c.shell.playback.speed));
  if (chosen >= 0) c.shell.playback.speed = static_cast<Speed>(chosen);
}

// "Step 90 of 240", announced once training rests.
void draw_step_count(const Rect& box, Context& c) {
  const Snapshot& s = c.snapshot;
  const ui::TextStyle plain{12, ui::Weight::regular, theme().ink2, 18}, bold{13, ui::Weight::semibold, theme().ink, 18};
  const std::initializer_list<ui::Arg> args = {{"step", ui::number(s.step)}, {"total", ui::number(s.run_length)}};
  const bool fits = draw_rich(nullptr, box, Str::step_of, args, plain, bold) <= box.w;
  draw_rich(ui::frame().list, box, fits ? Str::step_of : Str::step_of_short, args, plain, bold);
  ui::Item item;
  item.id = "timeline/count";
  item.role = ui::Role::text;
  item.label = ui::fmt(Str::step_of, args);
  item.rect = box;
  item.actions = 0;
  item.hit = false;
  ui::announce(item);
}

void draw_figures(const Rect& labels, Context& c) {
  ImDrawList* list = ui::frame().list;
  const ui::TextStyle caption = ui::colored(ui::kCaption, theme().ink3), figure{13, ui::Weight::semibold, theme().ink, 18};
  const auto row = [&](float y, std::string_view id, Str name, const std::string& value) {
    ui::draw_text(list, {labels.x, labels.y + y - 8, labels.w, 16}, ui::tr(name), caption, ui::Align::right);
    ui::draw_text(list, {labels.x, labels.y + y + 9, labels.w, 18}, value, figure, ui::Align::right);
    ui::Item item;
    item.id = id;
    item.role = ui::Role::text;
    item.label = ui::tr(name);
    item.value = value;
    item.rect = {labels.x, labels.y + y - 8, labels.w, 35};
    item.actions = 0;
    item.hit = false;
    ui::announce(item);
  };
  row(24, "timeline/accuracy", Str::heldout_accuracy, accuracy_figure(c.snapshot));
  row(70, "timeline/loss", Str::heldout_loss, loss_figure(c.snapshot));
}

void draw_settings_button(const Rect& box, Context& c) {
  ui::ButtonSpec spec;
  spec.id = "timeline/settings";
  spec.name = ui::tr(Str::train_settings);
  spec.icon = ui::Icon::settings;
  spec.show_label = false;
  c.shell.settings_anchor = box;
  if (ui::button(box, spec)) c.shell.overlay = c.shell.overlay == Overlay::train_settings ? Overlay::none : Overlay::train_settings;
}

}  // namespace

// While the layers are edited training waits (architecture.h).
void toggle_playing(Context& c) {
  if (!c.shell.architecture.on) c.shell.playback.playing = !c.shell.playback.playing;
}
void step_once(Context& c) {
  if (!c.shell.architecture.on) c.shell.step_once = true;
}
void reset_training(Context& c) {
  c.shell.playback.playing = false;
  c.commands.push(ResetTraining{});
}

void draw_part(const Rect& box, Context& c) {
  constexpr std::array<std::string_view, 2> ids = {"votes", "whole"};
  const std::array<std::string, 2> labels = {std::string(ui::tr(Str::part_votes)), std::string(ui::tr(Str::part_whole))};
  const int chosen =
      ui::segmented(box, "timeline/part", ui::tr(Str::part_name), ids, labels, c.snapshot.trained == TrainedPart::votes ? 0 : 1);
  if (chosen >= 0) c.commands.push(SetTrainedPart{chosen == 0 ? TrainedPart::votes : TrainedPart::whole});
}

void draw_rate(const Rect& box, Context& c) {
  ui::NumberFieldSpec spec;
  spec.id = "timeline/rate";
  spec.label = ui::tr(Str::rate);
  spec.value = static_cast<double>(c.snapshot.learning_rate);
  spec.min = 0;
  spec.max = kLargestRate;
  spec.step = 0.05;
  const ui::NumberFieldResult result = ui::number_field(box, spec);
  if (result.value) c.commands.push(SetLearningRate{static_cast<float>(*result.value)});
}

void draw_seed(const Rect& box, Context& c) {
  ui::NumberFieldSpec spec;
  spec.id = "timeline/seed";
  spec.label = ui::tr(Str::seed);
  spec.value = static_cast<double>(c.snapshot.seed);
  spec.min = 0;
  spec.max = kLargestSeed;
  spec.step = 1;
  spec.decimals = 0;
  spec.integer = true;
  spec.trailing = ui::Icon::dices;
  spec.trailing_name = ui::tr(Str::seed_new);
  const ui::NumberFieldResult result = ui::number_field(box, spec);
  if (result.value) c.commands.push(SetSeed{static_cast<std::uint64_t>(std::llround(*result.value))});
  if (result.trailing_pressed) {
    // The hand that shakes the dice: the moment of the press. The command carries the number, so a recording replays.
    const auto moment = static_cast<std::uint64_t>(ui::frame().now_s * 1000);
    std::uint64_t seed = 1 + (moment * 2654435761u >> 7) % 999;
    if (seed == c.snapshot.seed) seed = seed % 999 + 1;
    c.commands.push(SetSeed{seed});
  }
}

void draw_reset(const Rect& box, Context& c) {
  ui::ButtonSpec spec;
  spec.id = "timeline/reset";
  spec.name = ui::tr(Str::train_reset);
  spec.icon = ui::Icon::reset;
  spec.show_label = false;
  if (ui::button(box, spec)) reset_training(c);
}

void draw_transport_row(const Rect& row, bool with_reset, Context& c) {
  const float k = control(), middle = row.h / 2;
  const float speed = std::min(row.w * 0.4f, 139.0f);
  draw_play(from_start(row, 0, middle - 24, 48, 48).center(), c);
  float x = 54;
  draw_step(from_start(row, x, middle - k / 2, k, k), c);
  x += k + 8;
  if (with_reset) {
    draw_reset(from_start(row, x, middle - k / 2, k, k), c);
    x += k + 12;
  }
  draw_step_count(from_start(row, x, middle - 9, row.w - x - speed - 8, 18), c);
  draw_speed(from_end(row, 0, middle - k / 2, speed, k), c);
}

void draw_sheet_curves(const Rect& box, Context& c) {
  ImDrawList* list = ui::frame().list;
  const ui::TextStyle caption = ui::colored({12, ui::Weight::medium, 0, 18}, theme().ink3),
                      figure{13, ui::Weight::semibold, theme().ink, 18};
  const auto pair = [&](const Rect& area, bool at_end, std::string_view id, Str name, const std::string& value) {
    const float name_w = ui::text_width(ui::tr(name), caption) + 1, value_w = ui::text_width(value, figure) + 1;
    const float x = at_end ? area.w - name_w - value_w - 8 : 0;
    ui::draw_text(list, from_start(area, x, 0, name_w, 18), ui::tr(name), caption);
    ui::draw_text(list, from_start(area, x + name_w + 8, 0, value_w, 18), value, figure);
    ui::Item item;
    item.id = id;
    item.role = ui::Role::text;
    item.label = ui::tr(name);
    item.value = value;
    item.rect = from_start(area, x, 0, name_w + value_w + 8, 18);
    item.actions = 0;
    item.hit = false;
    ui::announce(item);
  };
  pair(box, false, "timeline/accuracy", Str::heldout_accuracy, accuracy_figure(c.snapshot));
  pair(box, true, "timeline/loss", Str::heldout_loss, loss_figure(c.snapshot));
  const float top = box.y + 30, height = box.h - 34;
  draw_curves(lanes_in({box.x + 5, top, box.w - 12, height}), c);
}

void draw_timeline(const Layout& l, Context& c) {
  ui::panel_ground(l.timeline);
  ImDrawList* list = ui::frame().list;
  ui::hairline(list, l.timeline.min(), {l.timeline.right(), l.timeline.y}, theme().line);
  const float k = control();
  const Rect& t = l.transport;
  if (l.folded) {
    const float y = (t.h - k) / 2;
    draw_play(from_start(t, 14, t.h / 2 - 22, 44, 44).center(), c);
    draw_step(from_start(t, 66, y, k, k), c);
    const float speed = ui::frame().coarse_pointer ? 150 : 139;  // each of the three wide enough for a finger
    const float from = 66 + k + 12;
    draw_speed(from_start(t, from, y, speed, k), c);
    draw_step_count(from_start(t, from + speed + 14, 0, t.w - (from + speed + 14), t.h), c);
  } else {
    draw_play(from_start(t, 20, 17, ui::kPlay, ui::kPlay).center(), c);
    draw_step(from_start(t, 70, 39 - k / 2, k, k), c);
    draw_speed(from_end(t, 20, 39 - k / 2, std::min(139.0f, t.w - 20 - 70 - k - 12), k), c);
    // What is inside one step hangs at the end of the line that counts them.
    const float inside = std::min(ui::button_width(ui::tr(Str::stages_open), true), t.w - 40 - 96);
    draw_stages_button(from_end(t, 12, 79 - k / 2, inside, k), c, true);
    draw_step_count(from_start(t, 20, 70, t.w - 40 - inside, 18), c);
  }

  const Rect& m = l.curves;
  // The lanes stand left to right in both languages; only the blocks around them change sides.
  ui::hairline(list, m.min(), {m.x, m.bottom()}, theme().line);
  ui::hairline(list, {m.right(), m.y}, m.max(), theme().line);
  if (l.folded) {
    if (m.w > 150) {
      const ui::TextStyle plain{12, ui::Weight::regular, theme().ink2, 18}, bold{13, ui::Weight::semibold, theme().ink, 18};
      const Rect line = m.inset(16, 0);
      const float name_w = ui::text_width(ui::tr(Str::heldout_accuracy), plain) + 1;
      if (line.w > name_w + 64) ui::draw_text(list, from_start(line, 0, 0, name_w, m.h), ui::tr(Str::heldout_accuracy), plain);
      ui::draw_text(list, line.w > name_w + 64 ? from_start(line, name_w + 8, 0, line.w - name_w - 8, m.h) : line,
                    accuracy_figure(c.snapshot), bold);
    }
  } else {
    draw_figures({m.x + 8, m.y, 116, m.h}, c);
    draw_curves(lanes_in({m.x + 142, m.y + 17, m.w - 142 - 32, 84}), c);
  }

  const Rect& s = l.settings;
  if (l.form == Form::wide && !l.folded) {
    const float y = (s.h - 2 * k - 8) / 2;
    draw_part(from_start(s, 20, y, 203, k), c);
    draw_reset(from_end(s, 20, y, k, k), c);
    const float field = (s.w - 40 - 9) / 2;
    draw_rate(from_start(s, 20, y + k + 8, field, k), c);
    draw_seed(from_end(s, 20, y + k + 8, field, k), c);
  } else {
    const float y = (s.h - k) / 2;
    draw_settings_button(from_start(s, 14, y, k, k), c);
    draw_reset(from_end(s, 14, y, k, k), c);
  }
}

void draw_train_settings(Context& c) {
  const float k = control(), w = 300, h = 20 + k + 10 + k + 20;
  const Rect& anchor = c.shell.settings_anchor;
  const Rect& window = ui::frame().window;
  Rect box{anchor.x, anchor.y - h - 10, w, h};
  if (!rtl()) box.x = anchor.right() - w + 52;
  box.x = std::clamp(box.x, window.x + 12, window.right() - w - 12);
  ui::Item ground;
  ground.id = "timeline/settings/card";
  ground.role = ui::Role::group;
  ground.label = ui::tr(Str::train_settings);
  ground.rect = box;
  ground.actions = 0;
  ui::interact(ground);
  ui::card_ground(ui::frame().list, box, ui::kRadiusCard);
  draw_part(from_start(box, 20, 20, w - 40, k), c);
  draw_rate(from_start(box, 20, 30 + k, (w - 48) / 2, k), c);
  draw_seed(from_end(box, 20, 30 + k, (w - 48) / 2, k), c);
}

}  // namespace rizbin::views
