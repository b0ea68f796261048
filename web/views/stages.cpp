// See stages.h. What plays, and how the hand moves it; the lanes are drawn in stages_lanes.cpp.
#include "web/views/stages.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "web/canvas/cards/moment_words.h"
#include "web/views/stages_lanes.h"

namespace rizbin::views {
namespace {

// Seconds by pace (slow, 1×, 8×): a cell (200 on its way, 200 to read it), a layer, a stage.
constexpr std::array<double, 3> kCellS = {1.25, .4, .05}, kLayerS = {2.5, 1.25, .16}, kStageS = {5, 2.5, .32};
constexpr double kRestS = .5;  // at the end of a layer or stage, by the pace

std::size_t pace_of(const Context& c) { return static_cast<std::size_t>(std::clamp(c.shell.stages.pace, 0, 2)); }

void set_moment(Context& c, const Moment& m) {
  show_moment(c.snapshot, c.view, c.shell, m);
  ui::request_frame();
}

// The update becomes true: one command, one undo.
void commit(Context& c) {
  StagesState& state = c.shell.stages;
  state.playing = false;
  state.done = true;
  state.loss_before = c.snapshot.loss;
  state.hash_before = c.snapshot.hash;
  c.view.moment = {};
  c.view.quantity = Quantity::value;
  c.commands.push(StepSample{});
  ui::request_frame();
}

// One on; false: the step is over.
bool advance(Context& c, MomentUnit unit) {
  const std::optional<Moment> next = moment_next(c.snapshot, c.view.moment, unit);
  if (!next) {
    commit(c);
    return false;
  }
  set_moment(c, *next);
  return true;
}

void play_cells(Context& c, double now) {
  StagesState& state = c.shell.stages;
  const double pace = kCellS[pace_of(c)];
  if (now < state.due_s) {
    ui::request_frame_at(state.due_s);
    return;
  }
  state.due_s = std::max(state.due_s + pace, now + pace * .5);
  if (advance(c, MomentUnit::cell)) ui::request_frame_at(state.due_s);
}

// A layer or a stage runs through in its time, however many cells it has.
void play_through(Context& c, double now) {
  StagesState& state = c.shell.stages;
  ui::request_frame();
  if (now < state.due_s) return;  // resting at an end
  const bool whole_stage = state.unit == MomentUnit::stage;
  const double seconds = whole_stage ? kStageS[pace_of(c)] : kLayerS[pace_of(c)];
  Moment m = c.view.moment.stage == StepStage::rest ? moment_first(c.snapshot, StepStage::forward) : c.view.moment;
  const auto layers = static_cast<double>(std::max<std::size_t>(1, moment_layers(c.snapshot, m.stage).size()));
  const Moment end =
      whole_stage ? moment_last(c.snapshot, m.stage) : Moment{m.stage, m.layer, moment_count(c.snapshot, m.stage, m.layer)};
  if (m == end && state.arrived) {
    state.arrived = false;
    if (!advance(c, MomentUnit::cell)) return;
    state.share = moment_share(c.snapshot, c.view.moment);
    return;
  }
  const double part = whole_stage ? 1 : 1 / layers;
  const double step = std::min(.1, static_cast<double>(ui::frame().dt_s)) / seconds * part;
  state.share = std::max(state.share, moment_share(c.snapshot, m) - part) + step;
  const Moment next = moment_at_layer(c.snapshot, m.stage, state.share);
  const bool over = state.share >= 1 || (!whole_stage && next.layer != m.layer) || next == end;
  set_moment(c, over ? end : next);
  if (over) {
    state.arrived = true;
    state.due_s = now + kRestS * seconds * .5;
  }
}

}  // namespace

void show_moment(const Snapshot& snapshot, ViewState& view, Shell& shell, const Moment& given) {
  const Moment m = moment_clamped(snapshot, given);
  if (m.stage == StepStage::rest) {
    close_stages(shell, view);
    return;
  }
  StagesState& state = shell.stages;
  if (!state.open) {
    state.open = true;
    state.before = view.quantity;
  }
  state.done = false;
  shell.playback.playing = false;
  // Each stage makes its own kind of number. A choice of the hand inside a stage stays until the next one.
  if (view.moment.stage != m.stage) view.quantity = m.stage == StepStage::backward ? Quantity::gradient : Quantity::value;
  view.moment = m;
}

void open_stages(Context& c) {
  if (c.shell.stages.open) return;
  c.shell.playback.playing = false;
  set_moment(c, moment_first(c.snapshot, StepStage::forward));
  if (c.shell.stages.unit == MomentUnit::cell) c.canvas.approach_moment();
}

void close_stages(Shell& shell, ViewState& view) {
  StagesState& state = shell.stages;
  if (!state.open) return;
  view.quantity = state.before;
  view.moment = {};
  const StagesState kept = state;
  state = {};
  state.unit = kept.unit;
  state.pace = kept.pace;
  ui::request_frame();
}

void stages_go(Context& c, int steps, MomentUnit unit) {
  StagesState& state = c.shell.stages;
  state.playing = false;
  for (int i = 0; i < std::abs(steps); ++i) {
    if (steps > 0) {
      if (!advance(c, unit)) return;
    } else if (c.view.moment.stage != StepStage::rest) {
      set_moment(c, moment_previous(c.snapshot, c.view.moment, unit));
    }
  }
}

void stages_seek(Context& c, int steps, MomentUnit unit) {
  const Snapshot& s = c.snapshot;
  Moment m = c.view.moment;
  if (m.stage == StepStage::rest) return;
  c.shell.stages.playing = false;
  if (std::abs(steps) > 1000) {  // Home, End
    const bool end = steps > 0;
    m = unit == MomentUnit::cell    ? moment_at_cell(s, m, end ? 1 : 0)
        : unit == MomentUnit::layer ? (end ? moment_last(s, m.stage) : moment_first(s, m.stage))
                                    : moment_at_stage(s, end ? 1 : 0);
  } else {
    for (int i = 0; i < std::abs(steps); ++i) m = steps > 0 ? moment_next(s, m, unit).value_or(m) : moment_previous(s, m, unit);
  }
  set_moment(c, m);
}

void toggle_stages_playing(Context& c) {
  StagesState& state = c.shell.stages;
  if (ui::frame().reduced_motion) {  // no motion: each press is one step
    stages_go(c, 1, state.unit);
    return;
  }
  state.playing = !state.playing;
  if (!state.playing) return;
  state.due_s = ui::frame().now_s;
  state.arrived = true;
  state.share = moment_share(c.snapshot, c.view.moment);
  state.pointer = ui::frame().pointer;
  ui::request_frame();
}

void finish_stage(Context& c) {
  StagesState& state = c.shell.stages;
  state.playing = false;
  if (c.view.moment.stage == StepStage::update) {
    commit(c);
    return;
  }
  const Moment end = c.view.moment.stage == StepStage::rest ? moment_first(c.snapshot, StepStage::forward)
                                                            : moment_last(c.snapshot, c.view.moment.stage);
  if (end == c.view.moment) {
    stages_go(c, 1, MomentUnit::stage);
  } else {
    set_moment(c, end);
  }
}

void tick_stages(Context& c) {
  StagesState& state = c.shell.stages;
  if (!state.open) return;
  if (c.shell.playback.playing) {  // training was started elsewhere
    close_stages(c.shell, c.view);
    return;
  }
  if (!state.playing) return;
  const Vec pointer = ui::frame().pointer;
  // What lies under the pointer is known a frame after it moved.
  const bool moved = !(pointer == state.pointer);
  const bool moving = moved || state.pointer_moved;
  state.pointer = pointer;
  state.pointer_moved = moved;
  if (moving && c.view.hover.kind != FocusKind::none) {  // pointing at the canvas: something is to be read
    state.playing = false;
    return;
  }
  const double now = ui::frame().now_s;
  if (state.unit == MomentUnit::cell) {
    play_cells(c, now);
  } else {
    play_through(c, now);
  }
}

// --- controls ------------------------------------------------------------------------------------------------------------------

namespace {

// After the mouse, Space and the arrows belong to the step again; who came by Tab stays.
void let_go(const Rect& box) {
  if (box.contains(ui::frame().pointer)) ui::set_focus("");
}

void play(Vec center, Context& c) {
  const bool playing = c.shell.stages.playing;
  if (ui::play_button(center, "stages/play", ui::tr(playing ? Str::stages_pause : Str::stages_play), playing)) {
    toggle_stages_playing(c);
    let_go({center.x - 24, center.y - 24, 48, 48});
  }
}

void tool(const Rect& box, std::string_view id, Str name, ui::Icon icon, int steps, Context& c) {
  ui::ButtonSpec spec;
  spec.id = id;
  spec.name = ui::tr(name);
  spec.icon = icon;
  spec.show_label = false;
  spec.kind = ui::ButtonKind::tool;
  if (!ui::button(box, spec)) return;
  stages_go(c, steps, c.shell.stages.unit);
  let_go(box);
}
void step_on(const Rect& box, Context& c) { tool(box, "stages/step", Str::stages_step, ui::Icon::step_forward, 1, c); }
void step_back(const Rect& box, Context& c) { tool(box, "stages/back", Str::stages_back, ui::Icon::step_back, -1, c); }

void pace(const Rect& box, Context& c) {
  constexpr std::array<std::string_view, 3> ids = {"slow", "1", "8"};
  const std::array<std::string, 3> labels = {std::string(ui::tr(Str::stages_slow)), ui::fmt(Str::speed_1, {{"n", ui::number(1)}}),
                                             ui::fmt(Str::speed_1, {{"n", ui::number(8)}})};
  const int chosen = ui::segmented(box, "stages/speed", ui::tr(Str::stages_speed), ids, labels, c.shell.stages.pace);
  if (chosen < 0) return;
  c.shell.stages.pace = chosen;
  let_go(box);
}

void unit(const Rect& box, Context& c) {
  constexpr std::array<std::string_view, 3> ids = {"cell", "layer", "stage"};
  const std::array<std::string, 3> labels = {std::string(ui::tr(Str::stages_unit_cell)),
                                             std::string(ui::tr(Str::stages_unit_layer)),
                                             std::string(ui::tr(Str::stages_unit_stage))};
  StagesState& state = c.shell.stages;
  const int chosen = ui::segmented(box, "stages/unit", ui::tr(Str::stages_unit), ids, labels, static_cast<int>(state.unit));
  if (chosen < 0) return;
  let_go(box);
  state.unit = static_cast<MomentUnit>(chosen);
  state.arrived = true;
  state.due_s = ui::frame().now_s;
  // Cells are read close up, layers and stages in the whole network.
  if (state.unit == MomentUnit::cell) {
    c.canvas.approach_moment();
  } else {
    c.canvas.fit();
  }
}

void finish(const Rect& box, Context& c, bool words, bool brief = false) {
  ui::ButtonSpec spec;
  spec.id = "stages/finish";
  spec.name = ui::tr(Str::stages_finish);
  spec.label = ui::tr(brief ? Str::stages_finish_short : Str::stages_finish);
  spec.icon = words ? std::optional<ui::Icon>{} : std::optional(ui::Icon::skip_forward);
  spec.show_label = words;
  if (!ui::button(box, spec)) return;
  finish_stage(c);
  let_go(box);
}
void leave(const Rect& box, Context& c, bool words, bool brief = false) {
  ui::ButtonSpec spec;
  spec.id = "stages/leave";
  spec.name = ui::tr(Str::stages_leave);
  spec.label = ui::tr(brief ? Str::stages_leave_short : Str::stages_leave);
  spec.icon = words ? std::optional<ui::Icon>{} : std::optional(ui::Icon::x);
  spec.show_label = words;
  if (ui::button(box, spec)) close_stages(c.shell, c.view);
}

// "Cell 25 of 49, paused"; when the step is done what it brought.
void count(const Rect& box, Context& c, bool whole = false) {  // whole: with layer and map
  const StagesState& state = c.shell.stages;
  const ui::TextStyle plain{12, ui::Weight::regular, theme().ink2, 18}, bold{13, ui::Weight::semibold, theme().ink, 18};
  std::string label;
  if (c.view.moment.stage == StepStage::rest) {
    label = ui::fmt(Str::stages_over_loss, {{"before", ui::fixed_text(static_cast<double>(state.loss_before), 3)},
                                            {"after", ui::fixed_text(static_cast<double>(c.snapshot.loss), 3)}});
    if (c.snapshot.hash == state.hash_before) label = ui::tr(Str::stages_name);
    const bool fits = ui::text_width(label, plain) <= box.w;
    ui::draw_text(ui::frame().list, box, fits ? label : std::string(ui::tr(Str::stages_over)), plain);
  } else if (c.view.moment.stage == StepStage::loss || whole) {
    label = cards::moment_place(c.snapshot, c.view.moment);
    ui::draw_text(ui::frame().list, box, label, plain);
  } else {
    const MomentMap map = moment_map(c.snapshot, c.view.moment);
    const std::string n = ui::number(map.at), total = ui::number(map.size);
    const Str id = c.view.moment.stage == StepStage::update ? Str::stages_count_weight : Str::stages_count;
    const float width = draw_rich(nullptr, box, id, {{"n", n}, {"total", total}}, plain, bold);
    const bool fits = width <= box.w;
    draw_rich(ui::frame().list, box, fits ? id : Str::stages_count_plain, {{"n", n}, {"total", total}}, plain, bold);
    label = cards::moment_place(c.snapshot, c.view.moment);
    if (!state.playing) {
      const std::string paused = (rtl() ? "، " : ", ") + std::string(ui::tr(Str::stages_paused));
      if (width + ui::text_width(paused, plain) + 2 <= box.w)
        ui::draw_text(ui::frame().list, from_start(box, width, 0, box.w - width, box.h), paused, plain);
    }
  }
  ui::Item item;
  item.id = "stages/count";
  item.role = ui::Role::text;
  item.label = label;
  item.rect = box;
  item.actions = 0;
  item.hit = false;
  ui::announce(item);
}

// What is worked out now, said when a hand has moved it.
void say(const Rect& box, Context& c) {
  if (c.shell.stages.playing) return;
  ui::Item item;
  item.id = "stages/said";
  item.role = ui::Role::status;
  item.label = cards::moment_said(c.snapshot, c.view.moment);
  item.rect = box;
  item.actions = 0;
  item.live = true;
  item.hit = false;
  ui::announce(item);
}

}  // namespace

void draw_stages_button(const Rect& box, Context& c, bool words) {
  ui::ButtonSpec spec;
  spec.id = "stages/open";
  spec.name = spec.label = ui::tr(Str::stages_open);
  spec.icon = ui::Icon::footprints;
  spec.show_label = words;
  spec.kind = words ? ui::ButtonKind::ghost : ui::ButtonKind::normal;
  if (ui::button(box, spec)) open_stages(c);
}

void draw_stages(const Layout& l, Context& c) {
  ui::panel_ground(l.timeline);
  ImDrawList* list = ui::frame().list;
  ui::hairline(list, l.timeline.min(), {l.timeline.right(), l.timeline.y}, theme().line);
  const float k = control();
  const Rect& t = l.transport;
  const bool wide = l.form == Form::wide && !l.folded;
  // The control is wider than the training's settings where these fold behind a button.
  const float end = wide ? l.settings.w : l.folded ? 2 * k + 40 : std::min(232.0f, l.timeline.w * .26f);
  const float foot = l.timeline.h;
  const Rect settings = from_end(l.timeline, 0, 0, end, foot);
  Rect middle = from_start(l.timeline, t.w, 0, l.timeline.w - t.w - end, foot);
  ui::Item group;
  group.id = "stages";
  group.role = ui::Role::group;
  group.label = ui::tr(Str::stages_name);
  group.rect = l.timeline;
  group.actions = 0;
  group.hit = false;
  ui::announce(group);
  if (l.folded) {
    const float y = (t.h - k) / 2;
    play(from_start(t, 14, t.h / 2 - 22, 44, 44).center(), c);
    step_back(from_start(t, 64, y, k, k), c);
    step_on(from_start(t, 64 + k, y, k, k), c);
    const float x = 64 + 2 * k + 8;
    pace(from_start(t, x, y, 139, k), c);
    count(from_start(t, x + 149, 0, t.w - x - 149, t.h), c);
  } else {
    play(from_start(t, 20, 17, ui::kPlay, ui::kPlay).center(), c);
    float x = 70;
    const float speed = std::min(139.0f, t.w - 20 - x - k - 12);
    if (t.w - 20 - x - 2 * k - 12 >= 120) {  // with fingers there is room, without there are arrow keys
      step_back(from_start(t, x, 39 - k / 2, k, k), c);
      x += k;
    }
    step_on(from_start(t, x, 39 - k / 2, k, k), c);
    pace(from_end(t, 20, 39 - k / 2, std::min(speed, t.w - 20 - x - k - 8), k), c);
    count(from_start(t, 20, 70, t.w - 40, 18), c);
  }
  ui::hairline(list, {middle.x, middle.y}, {middle.x, middle.bottom()}, theme().line);
  ui::hairline(list, {middle.right(), middle.y}, {middle.right(), middle.bottom()}, theme().line);
  draw_lanes(middle.inset(l.folded ? 16.0f : 20.0f, 0), l.folded ? LaneForm::folded : LaneForm::bar, c);

  const Rect& s = settings;
  if (wide) {
    const float y = (s.h - 2 * k - 8) / 2, half = (s.w - 40 - 8) / 2;
    const float chooser = std::min(168.0f, s.w - 40 - 92);
    ui::draw_text(list, from_start(s, 20, y, s.w - 48 - chooser, k), ui::tr(Str::stages_unit),
                  ui::colored(ui::kSmall, theme().ink2));
    unit(from_end(s, 20, y, chooser, k), c);
    finish(from_start(s, 20, y + k + 8, half, k), c, true, ui::button_width(ui::tr(Str::stages_finish)) > half);
    leave(from_end(s, 20, y + k + 8, half, k), c, true, ui::button_width(ui::tr(Str::stages_leave)) > half);
  } else if (l.folded) {
    finish(from_start(s, 14, (s.h - k) / 2, k, k), c, false);
    leave(from_end(s, 14, (s.h - k) / 2, k, k), c, false);
  } else {
    const float y = (s.h - 2 * k - 8) / 2, half = (s.w - 28 - 8) / 2;
    unit(from_start(s, 14, y, s.w - 28, k), c);
    finish(from_start(s, 14, y + k + 8, half, k), c, true, true);
    leave(from_end(s, 14, y + k + 8, half, k), c, true, true);
  }
  say(l.timeline, c);
}

float draw_stages_sheet(const Rect& column, float top, float width, Context& c) {
  const float k = control();
  float y = top;
  const float row = std::max(k, 48.0f);
  const Rect line = from_start(column, 0, y, width, row);
  play(from_start(line, 0, row / 2 - 24, 48, 48).center(), c);
  step_back(from_start(line, 54, (row - k) / 2, k, k), c);
  step_on(from_start(line, 54 + k, (row - k) / 2, k, k), c);
  const float speed = std::min(width * .42f, 150.0f);
  pace(from_end(line, 0, (row - k) / 2, speed, k), c);
  y += row + 6;
  count(from_start(column, 0, y, width, 20), c, true);
  y += 28;
  const float lanes = lanes_height(LaneForm::sheet);
  draw_lanes(from_start(column, 0, y, width, lanes), LaneForm::sheet, c);
  y += lanes + 12;
  const std::string_view words = ui::tr(Str::stages_unit);
  const float name = ui::text_width(words, ui::kSmall) + 14;
  ui::draw_text(ui::frame().list, from_start(column, 0, y, name, k), words, ui::colored(ui::kSmall, theme().ink2));
  unit(from_start(column, name, y, std::min(280.0f, width - name), k), c);
  y += k + 10;
  const float half = (width - 8) / 2;
  finish(from_start(column, 0, y, half, k), c, true, ui::button_width(ui::tr(Str::stages_finish)) > half);
  leave(from_start(column, half + 8, y, half, k), c, true, ui::button_width(ui::tr(Str::stages_leave)) > half);
  y += k;
  say(from_start(column, 0, top, width, y - top), c);
  return y - top;
}

}  // namespace rizbin::views
