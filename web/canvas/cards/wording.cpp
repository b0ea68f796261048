#include "web/canvas/cards/wording.h"

#include "web/canvas/scene.h"
#include "web/ui/text.h"

namespace rizbin::cards {

namespace {

const LayerState& state(const Snapshot& snapshot, int layer) { return snapshot.layers[static_cast<std::size_t>(layer)]; }

}  // namespace

std::string row_and_column(Place place) {
  return ui::fmt(Str::card_row_column, {{"row", ui::number(place.y + 1)}, {"column", ui::number(place.x + 1)}});
}

std::string cell_title(const Snapshot& snapshot, CellRef cell) {
  if (cell.layer < 0) {
    return ui::fmt(Str::card_title_pixel, {{"place", row_and_column(place_of(snapshot.picture_shape, cell.index))}});
  }
  const LayerState& layer = state(snapshot, cell.layer);
  const Place place = place_of(layer.out, cell.index);
  if (layer.spec.kind == LayerKind::dense) {
    const bool last = cell.layer + 1 == static_cast<int>(snapshot.layers.size());
    const auto index = static_cast<std::size_t>(cell.index);
    if (last && index < snapshot.classes.size()) return ui::fmt(Str::card_title_class, {{"class", snapshot.classes[index]}});
    return ui::fmt(Str::card_title_unit, {{"n", ui::number(cell.index + 1)}});
  }
  if (layer.spec.kind == LayerKind::flatten) {
    return ui::fmt(Str::card_title_vote, {{"n", ui::number(cell.index + 1)}, {"total", ui::number(layer.out.size())}});
  }
  const std::string name = map_name(snapshot, cell.layer, place.c, layer.spec.kind == LayerKind::conv);
  if (name.empty())
    return ui::fmt(Str::card_title_unit_of, {{"layer", layer_title(snapshot, cell.layer)}, {"n", ui::number(cell.index + 1)}});
  if (layer.spec.kind == LayerKind::conv) {
    return ui::fmt(Str::card_title_cell, {{"map", name}, {"place", row_and_column(place)}});
  }
  return ui::fmt(Str::card_title_later_cell,
                 {{"layer", layer_title(snapshot, cell.layer)}, {"map", name}, {"place", row_and_column(place)}});
}

std::string parameter_title(const Snapshot& snapshot, ParamRef param) {
  const LayerState& layer = state(snapshot, param.layer);
  if (layer.spec.kind == LayerKind::conv) {
    const int per_filter = layer.spec.kernel_h * layer.spec.kernel_w * layer.in.c;
    if (param.kind == ParamKind::bias) {
      return ui::fmt(Str::card_title_bias, {{"of", map_name(snapshot, param.layer, param.index, false)}});
    }
    const int inside = param.index % per_filter % (layer.spec.kernel_h * layer.spec.kernel_w);
    const Place place{0, inside / layer.spec.kernel_w, inside % layer.spec.kernel_w};
    return ui::fmt(Str::card_title_weight,
                   {{"of", map_name(snapshot, param.layer, param.index / per_filter, true)}, {"place", row_and_column(place)}});
  }
  const int inputs = layer.in.size();
  const int to = param.kind == ParamKind::bias ? param.index : param.index / inputs;
  const bool last = param.layer + 1 == static_cast<int>(snapshot.layers.size());
  const std::string unit =
      last && to < static_cast<int>(snapshot.classes.size()) ? snapshot.classes[static_cast<std::size_t>(to)] : ui::number(to + 1);
  if (param.kind == ParamKind::bias) return ui::fmt(Str::card_title_bias, {{"of", unit}});
  return ui::fmt(Str::card_title_vote_weight, {{"n", ui::number(param.index % inputs + 1)}, {"class", unit}});
}

std::string symbol(const Snapshot& snapshot, int layer) {
  if (layer < 0) return "x";
  switch (state(snapshot, layer).spec.kind) {
    case LayerKind::conv: return "c";
    case LayerKind::relu:
    case LayerKind::tanh:
    case LayerKind::sigmoid: return "r";
    case LayerKind::max_pool:
    case LayerKind::mean_pool: {
      const bool before_votes =
          layer + 1 < static_cast<int>(snapshot.layers.size()) &&
          (state(snapshot, layer + 1).spec.kind == LayerKind::flatten || state(snapshot, layer + 1).spec.kind == LayerKind::dense);
      return before_votes ? "v" : "a";
    }
    case LayerKind::flatten: return "v";
    case LayerKind::dense: return layer + 1 == static_cast<int>(snapshot.layers.size()) ? "z" : "h";
    case LayerKind::softmax: return "p";
  }
  return {};
}

}  // namespace rizbin::cards
