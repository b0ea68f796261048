#include "web/canvas/cards/moment_words.h"

#include <algorithm>

#include "web/canvas/cards/wording.h"
#include "web/canvas/scene.h"
#include "web/canvas/speech.h"
#include "web/ui/text.h"

namespace rizbin::cards {
namespace {

int layer_count(const Snapshot& s) { return static_cast<int>(s.layers.size()); }
const LayerState& state_of(const Snapshot& s, int layer) { return s.layers[static_cast<std::size_t>(layer)]; }
std::string count(int n) { return ui::number(n); }

bool on_map(const Snapshot& s, const Moment& m) {
  if (m.stage != StepStage::forward && m.stage != StepStage::backward) return false;
  if (m.layer >= layer_count(s)) return false;
  const Shape shape = m.layer < 0 ? s.picture_shape : state_of(s, m.layer).out;
  return shape.h * shape.w > 1;
}

std::string class_of(const Snapshot& s, int index) {
  return static_cast<std::size_t>(index) < s.classes.size() ? s.classes[static_cast<std::size_t>(index)] : count(index);
}

// The map or filter that the moment stands in; empty: it has no name of its own.
std::string map_word(const Snapshot& s, const Moment& m, int map) {
  if (m.stage == StepStage::update) {
    const LayerState& state = state_of(s, m.layer);
    if (map >= state.spec.units) return std::string(ui::tr(Str::moment_biases));
    return state.spec.kind == LayerKind::conv ? map_name(s, m.layer, map, false)
           : m.layer == layer_count(s) - 1    ? ui::fmt(Str::moment_for_class, {{"class", class_of(s, map)}})
                                              : ui::fmt(Str::card_title_unit, {{"n", count(map + 1)}});
  }
  if (!on_map(s, m) || m.layer < 0 || map_source(s, m.layer, 0).layer < 0) return {};
  return map_name(s, m.layer, map, false);
}

std::string stage_word(StepStage stage) {
  switch (stage) {
    case StepStage::forward: return std::string(ui::tr(Str::stages_forward));
    case StepStage::loss: return std::string(ui::tr(Str::stages_loss));
    case StepStage::backward: return std::string(ui::tr(Str::stages_backward));
    case StepStage::update: return std::string(ui::tr(Str::stages_update));
    case StepStage::rest: break;
  }
  return {};
}

std::string next_place(const Snapshot& s, const Moment& m, const std::optional<Moment>& next) {
  if (!next) return std::string(ui::tr(Str::moment_next_over));
  if (next->stage != m.stage) return ui::fmt(Str::moment_next_stage, {{"stage", stage_word(next->stage)}});
  if (next->layer != m.layer) return ui::fmt(Str::moment_next_layer, {{"layer", moment_layer_name(s, m.stage, next->layer)}});
  const MomentMap here = moment_map(s, m), there = moment_map(s, *next);
  if (there.first != here.first) {
    const std::string name = map_word(s, m, there.map);
    return name.empty() ? ui::fmt(Str::moment_next_map, {{"n", count(there.map + 1)}})
                        : ui::fmt(Str::moment_next_map_named, {{"map", name}});
  }
  if (m.stage == StepStage::update) return std::string(ui::tr(Str::moment_next_weight));
  if (!on_map(s, m)) return std::string(ui::tr(Str::moment_next_one));
  const bool windowed = m.stage == StepStage::forward;
  const int stride = windowed ? std::max(1, state_of(s, m.layer).spec.stride) : 1;
  if ((there.at - 1) / there.row != (here.at - 1) / here.row) return std::string(ui::tr(Str::moment_next_row));
  return stride == 1 ? std::string(ui::tr(Str::moment_next_column)) : ui::fmt(Str::moment_next_columns, {{"n", count(stride)}});
}

std::string to_go(const Snapshot& s, const Moment& m) {
  const MomentMap here = moment_map(s, m);
  const int left = here.size - here.at, maps = here.maps - here.map - 1;
  const bool weights = m.stage == StepStage::update;
  if (left == 0 && maps == 0) return {};
  std::string out = ui::fmt(weights        ? Str::moment_left_weights
                            : on_map(s, m) ? Str::moment_left
                                           : Str::moment_left_plain,
                            {{"n", count(left)}});
  if (left == 0) out = {};
  const std::string one = map_word(s, m, here.map + 1), two = map_word(s, m, here.map + 2);
  if (maps == 1 && !one.empty()) {
    out = out.empty() ? std::string() : ui::fmt(Str::moment_then_one, {{"left", out}, {"a", one}});
  } else if (maps == 2 && !one.empty() && !two.empty()) {
    out = ui::fmt(out.empty() ? Str::moment_after_two : Str::moment_then_two,
                  out.empty() ? std::initializer_list<ui::Arg>{{"a", one}, {"b", two}}
                              : std::initializer_list<ui::Arg>{{"left", out}, {"a", one}, {"b", two}});
  } else if (maps > 0 && !out.empty()) {
    out = ui::fmt(Str::moment_then_many, {{"left", out}, {"n", count(maps)}});
  } else if (!out.empty()) {
    out += ".";
  }
  return out;
}

}  // namespace

std::string moment_layer_name(const Snapshot& s, StepStage stage, int layer) {
  if (stage == StepStage::loss) return std::string(ui::tr(Str::moment_loss_layer));
  if (layer >= layer_count(s)) return std::string(ui::tr(Str::canvas_softmax));
  return layer_title(s, layer);
}

std::string moment_title(const Snapshot& s, const Moment& m) {
  switch (m.stage) {
    case StepStage::rest: return {};
    case StepStage::loss: return ui::fmt(Str::moment_title_loss, {{"class", class_of(s, s.label)}});
    case StepStage::update: return parameter_title(s, moment_parameter(s, m));
    case StepStage::forward:
    case StepStage::backward: break;
  }
  const CellRef cell = moment_cell(s, m);
  const bool back = m.stage == StepStage::backward;
  if (!on_map(s, m)) {
    const std::string name =
        cell.layer >= layer_count(s) ? ui::fmt(Str::moment_title_share, {{"class", class_of(s, cell.index)}}) : cell_title(s, cell);
    return back ? ui::fmt(Str::moment_title_gradient_of, {{"of", name}}) : name;
  }
  const Shape shape = cell.layer < 0 ? s.picture_shape : state_of(s, cell.layer).out;
  return ui::fmt(back ? Str::moment_title_gradient : Str::moment_title_cell,
                 {{"n", count(moment_map(s, m).at)}, {"place", row_and_column(place_of(shape, cell.index))}});
}

std::string moment_place(const Snapshot& s, const Moment& m) {
  if (m.stage == StepStage::rest) return std::string(ui::tr(Str::stages_over));
  if (m.stage == StepStage::loss) return std::string(ui::tr(Str::moment_loss_layer));
  const MomentMap map = moment_map(s, m);
  const std::string layer = moment_layer_name(s, m.stage, m.layer), name = map_word(s, m, map.map);
  const Str id = m.stage == StepStage::update ? Str::moment_place_weight
                 : on_map(s, m)               ? Str::moment_place_cell
                                              : Str::moment_place_plain;
  std::string out = ui::fmt(id, {{"n", count(map.at)}, {"total", count(map.size)}, {"layer", layer}});
  if (!name.empty()) out += (ui::locale().rtl() ? "، " : ", ") + name;
  return out;
}

std::string moment_result(const Snapshot& s, const Moment& m) {
  switch (m.stage) {
    case StepStage::rest: return {};
    case StepStage::loss: return ui::fixed_text(static_cast<double>(s.loss), 3);
    case StepStage::update: {
      const ParamRef param = moment_parameter(s, m);
      const LayerState& state = state_of(s, param.layer);
      const auto at = static_cast<std::size_t>(param.index);
      const float old = (param.kind == ParamKind::bias ? state.bias : state.weight)[at];
      return ui::fmt(Str::moment_old_new, {{"old", ui::fixed_text(static_cast<double>(old), 3)},
                                           {"new", ui::fixed_text(static_cast<double>(moment_updated(s, param)), 3)}});
    }
    case StepStage::forward:
    case StepStage::backward: break;
  }
  const CellRef cell = moment_cell(s, m);
  const auto at = static_cast<std::size_t>(cell.index);
  if (cell.layer >= layer_count(s)) return ui::percent_text(s.probabilities[at]);
  if (m.stage == StepStage::backward)
    return ui::gradient_text(cell.layer < 0 ? s.d_picture[at] : state_of(s, cell.layer).d_value[at]);
  return ui::value_text(state_of(s, cell.layer).value[at]);
}

std::string moment_walk(const Snapshot& s, const Moment& m) {
  switch (m.stage) {
    case StepStage::rest: return {};
    case StepStage::loss: return std::string(ui::tr(Str::moment_walk_loss));
    case StepStage::backward: return std::string(ui::tr(Str::moment_walk_backward));
    case StepStage::update: return std::string(ui::tr(Str::moment_walk_update));
    case StepStage::forward: break;
  }
  if (m.layer >= layer_count(s)) return std::string(ui::tr(Str::moment_walk_softmax));
  switch (state_of(s, m.layer).spec.kind) {
    case LayerKind::conv:
    case LayerKind::max_pool:
    case LayerKind::mean_pool: return std::string(ui::tr(Str::moment_walk_window));
    case LayerKind::dense: return std::string(ui::tr(Str::moment_walk_votes));
    case LayerKind::flatten: return std::string(ui::tr(Str::moment_walk_flatten));
    default: return std::string(ui::tr(Str::moment_walk_cells));
  }
}

std::vector<std::string> moment_next_words(const Snapshot& s, const Moment& m) {
  std::vector<std::string> out;
  out.push_back(next_place(s, m, moment_next(s, m, MomentUnit::cell)));
  std::string rest = to_go(s, m);
  if (m.stage == StepStage::forward && m.layer < layer_count(s) && state_of(s, m.layer).spec.kind == LayerKind::conv) {
    const LayerState& state = state_of(s, m.layer);
    const int weights = state.spec.kernel_h * state.spec.kernel_w * std::max(1, state.in.c);
    if (!rest.empty()) rest += " ";
    rest += ui::fmt(Str::moment_shared, {{"n", count(weights)}, {"places", count(state.out.h * state.out.w)}});
  }
  if (m.stage == StepStage::loss) rest = ui::tr(Str::moment_loss_means);
  if (m.stage == StepStage::update) rest = std::string(ui::tr(Str::moment_update_means)) + (rest.empty() ? "" : " " + rest);
  if (!rest.empty()) out.push_back(rest);
  return out;
}

std::string moment_said(const Snapshot& s, const Moment& m) {
  if (m.stage == StepStage::rest) return std::string(ui::tr(Str::stages_over));
  return ui::fmt(Str::moment_said, {{"stage", stage_word(m.stage)},
                                    {"place", moment_place(s, m)},
                                    {"title", moment_title(s, m)},
                                    {"value", moment_result(s, m)}});
}

}  // namespace rizbin::cards
