// See stages_lanes.h. Past line strong, now panel with an ink outline, to come sunk; left to right in both languages, as time is.
#include "web/views/stages_lanes.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "web/canvas/cards/moment_words.h"
#include "web/views/stages.h"

namespace rizbin::views {
namespace {

constexpr float kGap = 4, kRadius = 5;

// A beam from the present segment into the whole of the lane below.
void beam(const Rect& from, const Rect& to) {
  ImDrawList* list = ui::frame().list;
  const ImVec2 quad[] = {{from.x, from.bottom()}, {from.right(), from.bottom()}, {to.right(), to.y}, {to.x, to.y}};
  list->AddConvexPolyFilled(quad, 4, ui::with_alpha(theme().ink, theme().beam));
  list->AddLine(quad[0], quad[3], theme().ink3, 1);
  list->AddLine(quad[1], quad[2], theme().ink3, 1);
}

Rect segment_rect(const Rect& lane, std::size_t i, std::size_t n) {
  const float w = (lane.w - kGap * static_cast<float>(n - 1)) / static_cast<float>(n);
  return {lane.x + static_cast<float>(i) * (w + kGap), lane.y, w, lane.h};
}

void draw_segments(const Rect& lane, const std::vector<std::string>& names, int now, bool all_past) {
  ImDrawList* list = ui::frame().list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Rect box = segment_rect(lane, i, names.size());
    const bool here = static_cast<int>(i) == now, past = all_past || static_cast<int>(i) < now;
    fill(box, here ? theme().panel : past ? theme().line_strong : theme().sunk, kRadius);
    if (here) outline(box, theme().ink, kRadius, 1.5f);
    const ui::TextStyle style{11, here ? ui::Weight::semibold : ui::Weight::medium,
                              here   ? theme().ink
                              : past ? theme().ink
                                     : theme().ink3,
                              16};
    // What has no room is not said here; the line that counts says it.
    ui::TextStyle fitted = style;
    if (ui::text_width(names[i], fitted) > box.w - 6) fitted.size = 9.5f;
    if (ui::text_width(names[i], fitted) <= box.w - 4) ui::draw_text(list, box.inset(1, 0), names[i], fitted, ui::Align::center);
  }
}

// Cells of the map in hand, a gap after each of its rows; too small to be parted they run together row by row.
void draw_cells(const Rect& lane, const MomentMap& map, bool all_past) {
  const int rows = (map.size + map.row - 1) / map.row;
  float gap = rows > 1 ? std::min(8.0f, lane.w * .2f / static_cast<float>(rows)) : 0;
  if (gap < 1) gap = 0;
  const float cell = (lane.w - gap * static_cast<float>(rows - 1)) / static_cast<float>(map.size);
  const float between = cell >= 9 ? 2.0f : cell >= 5 ? 1.0f : 0.0f;
  const auto x_of = [&](int i) { return lane.x + static_cast<float>(i) * cell + static_cast<float>(i / map.row) * gap; };
  const int done = all_past ? map.size : map.at - 1;
  if (between > 0) {
    for (int i = 0; i < map.size; ++i)
      fill({x_of(i), lane.y, cell - between, lane.h}, i < done ? theme().ink2 : theme().sunk, std::min(2.5f, cell * .2f));
  } else {
    for (int row = 0; row < rows; ++row) {
      const int first = row * map.row, last = std::min(map.size, first + map.row);
      const float x0 = x_of(first), x1 = x_of(last - 1) + cell;
      fill({x0, lane.y, x1 - x0, lane.h}, theme().sunk, 1);
      const int written = std::clamp(done - first, 0, last - first);
      if (written > 0) fill({x0, lane.y, static_cast<float>(written) * cell, lane.h}, theme().ink2, 1);
    }
  }
  if (all_past) return;
  const float x = x_of(map.at - 1) + (cell - between) / 2;
  const float w = std::min(10.0f, std::max(6.0f, cell));
  fill({x - w / 2, lane.center().y - 12, w, 24}, theme().ink, 2.5f);
}

// Where on the cells' lane the pointer is, the gaps counted out.
double cell_share(const Rect& lane, const MomentMap& map, float x) {
  const int rows = (map.size + map.row - 1) / map.row;
  float gap = rows > 1 ? std::min(8.0f, lane.w * .2f / static_cast<float>(rows)) : 0;
  if (gap < 1) gap = 0;
  const float cell = (lane.w - gap * static_cast<float>(rows - 1)) / static_cast<float>(map.size);
  const float row_w = static_cast<float>(map.row) * cell + gap;
  const int row = std::clamp(static_cast<int>((x - lane.x) / row_w), 0, rows - 1);
  const float inside = std::clamp(x - lane.x - static_cast<float>(row) * row_w, 0.0f, static_cast<float>(map.row) * cell - .01f);
  return (static_cast<double>(row * map.row) + static_cast<double>(inside / cell)) / map.size;
}

struct Slider {
  std::string_view id;
  Str name;
  std::string value;
  float now, max;
};
ui::Interaction slider(const Rect& hit, const Rect& lane, const Slider& spec) {
  ui::Item item;
  item.id = spec.id;
  item.role = ui::Role::slider;
  item.label = ui::tr(spec.name);
  item.value = spec.value;
  item.rect = hit;
  item.actions = ui::kAdjust | ui::kDrag | ui::kFocus;
  item.min = 1;
  item.max = spec.max;
  item.now = spec.now;
  item.parent = "stages";
  const ui::Interaction in = ui::interact(item);
  if (in.focus_visible) ui::focus_ring(ui::frame().list, lane.inset(-3), kRadius + 2);
  if (in.ended) ui::set_focus("");  // after the mouse Space and the arrows belong to the step again
  return in;
}

}  // namespace

float lanes_height(LaneForm form) { return form == LaneForm::sheet ? 3 * 44 + 2 * 6 : form == LaneForm::bar ? 116 : 48; }

void draw_lanes(const Rect& box, LaneForm form, Context& c) {
  const Snapshot& s = c.snapshot;
  StagesState& state = c.shell.stages;
  const Moment m = c.view.moment;
  const bool over = m.stage == StepStage::rest;
  const StepStage stage = over ? StepStage::update : m.stage;
  const std::vector<int> layers = moment_layers(s, stage);
  const MomentMap map = over ? MomentMap{} : moment_map(s, m);

  Rect lane[3], hit[3];
  if (form == LaneForm::sheet) {
    for (int i = 0; i < 3; ++i) {
      hit[i] = {box.x, box.y + static_cast<float>(i) * 50, box.w, 44};
      const float h = i < 2 ? 28.0f : 18.0f;
      lane[i] = {box.x, hit[i].center().y - h / 2, box.w, h};
    }
  } else if (form == LaneForm::bar) {
    lane[0] = {box.x, box.y + 16, box.w, 22};
    lane[1] = {box.x, box.y + 49, box.w, 22};
    lane[2] = {box.x, box.y + 82, box.w, 14};
    hit[0] = {box.x, box.y + 6, box.w, 37};
    hit[1] = {box.x, box.y + 43, box.w, 34};
    hit[2] = {box.x, box.y + 77, box.w, 36};
  } else {
    lane[2] = {box.x, box.center().y - 7, box.w, 14};
    hit[2] = box;
  }
  const auto to = [&](const Moment& moment) {
    if (moment == c.view.moment) return;
    state.playing = false;
    show_moment(s, c.view, c.shell, moment);
    ui::request_frame();
  };
  const auto share_of = [](const Rect& r, float x) { return static_cast<double>(std::clamp((x - r.x) / r.w, 0.0f, .99999f)); };

  if (form != LaneForm::folded) {
    std::vector<std::string> stages;
    for (const Str name : {Str::stages_forward, Str::stages_loss, Str::stages_backward, Str::stages_update})
      stages.emplace_back(ui::tr(name));
    const int now = over ? -1 : static_cast<int>(stage) - 1;
    std::vector<std::string> names;
    int layer_now = -1;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      names.push_back(cards::moment_layer_name(s, stage, layers[i]));
      if (!over && layers[i] == m.layer) layer_now = static_cast<int>(i);
    }
    if (now >= 0) beam(segment_rect(lane[0], static_cast<std::size_t>(now), 4), lane[1]);
    if (layer_now >= 0)
      beam(segment_rect(lane[1], static_cast<std::size_t>(layer_now), names.size()), {lane[2].x, lane[2].y, lane[2].w, 0});
    const std::string stage_value = over ? std::string(ui::tr(Str::stages_over)) : stages[static_cast<std::size_t>(now)];
    ui::Interaction in = slider(
        hit[0], lane[0], {"stages/lane/stage", Str::stages_lane_stage, stage_value, static_cast<float>(over ? 4 : now + 1), 4});
    if (in.held || in.began) to(moment_at_stage(s, share_of(lane[0], in.pointer.x)));
    if (in.adjust != 0) stages_seek(c, in.adjust, MomentUnit::stage);
    draw_segments(lane[0], stages, now, over);

    const std::string layer_value = layer_now >= 0 ? names[static_cast<std::size_t>(layer_now)] : stage_value;
    in = slider(hit[1], lane[1],
                {"stages/lane/layer", Str::stages_lane_layer, layer_value, static_cast<float>(layer_now + 1),
                 static_cast<float>(std::max<std::size_t>(1, names.size()))});
    if ((in.held || in.began) && !over) to(moment_at_layer(s, stage, share_of(lane[1], in.pointer.x)));
    if (in.adjust != 0) stages_seek(c, in.adjust, MomentUnit::layer);
    draw_segments(lane[1], names, layer_now, over);
  }
  const std::string cell_value = over ? std::string(ui::tr(Str::stages_over)) : cards::moment_place(s, m);
  const ui::Interaction in =
      slider(hit[2], lane[2],
             {"stages/lane/cell", Str::stages_lane_cell, cell_value, static_cast<float>(map.at), static_cast<float>(map.size)});
  if ((in.held || in.began) && !over) to(moment_at_cell(s, m, cell_share(lane[2], map, in.pointer.x)));
  if (in.adjust != 0) stages_seek(c, in.adjust, MomentUnit::cell);
  draw_cells(lane[2], map, over);
}

}  // namespace rizbin::views
