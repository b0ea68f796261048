#include "web/canvas/cards/wording.h"

#include "web/ui/text.h"

namespace rizbin::cards {

namespace {

const LayerState& state(const Snapshot& snapshot, int layer) { return snapshot.layers[static_cast<std::size_t>(layer)]; }

}  // namespace

int channel_source(const Snapshot& snapshot, int layer) {
  for (int l = layer; l >= 0; --l) {
    const LayerKind kind = state(snapshot, l).spec.kind;
    if (kind == LayerKind::conv) return l;
    if (kind == LayerKind::dense || kind == LayerKind::flatten) return -1;
  }
  return -1;
}

std::string channel_name(const Snapshot& snapshot, int layer, int channel, bool title) {
  const int source = channel_source(snapshot, layer);
  if (source >= 0) {
    const auto& names = state(snapshot, source).names;
    if (channel < static_cast<int>(names.size())) {
      const std::string& name = names[static_cast<std::size_t>(channel)];
      if (name == "diagonal") return std::string(ui::tr(title ? Str::card_feature_diagonal : Str::card_feature_diagonal_low));
      if (name == "cross") return std::string(ui::tr(title ? Str::card_feature_cross : Str::card_feature_cross_low));
      if (name == "anti_diagonal") {
        return std::string(ui::tr(title ? Str::card_feature_anti_diagonal : Str::card_feature_anti_diagonal_low));
      }
    }
  }
  return ui::fmt(title ? Str::card_filter : Str::card_filter_low, {{"n", ui::number(channel + 1)}});
}

std::string layer_name(const Snapshot& snapshot, int layer) {
  if (layer < 0) return std::string(ui::tr(Str::card_layer_input));
  switch (state(snapshot, layer).spec.kind) {
    case LayerKind::conv: return std::string(ui::tr(Str::card_layer_conv));
    case LayerKind::relu: return "ReLU";
    case LayerKind::tanh: return "tanh";
    case LayerKind::sigmoid: return "sigmoid";
    case LayerKind::max_pool:
    case LayerKind::mean_pool: return std::string(ui::tr(Str::card_layer_pool));
    case LayerKind::flatten: return std::string(ui::tr(Str::card_layer_votes));
    case LayerKind::dense: return std::string(ui::tr(Str::card_layer_dense));
    case LayerKind::softmax: return "softmax";
  }
  return {};
}

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
  const std::string name = channel_name(snapshot, cell.layer, place.c, layer.spec.kind == LayerKind::conv);
  if (layer.spec.kind == LayerKind::conv) {
    return ui::fmt(Str::card_title_cell, {{"map", name}, {"place", row_and_column(place)}});
  }
  return ui::fmt(Str::card_title_later_cell,
                 {{"layer", layer_name(snapshot, cell.layer)}, {"map", name}, {"place", row_and_column(place)}});
}

std::string parameter_title(const Snapshot& snapshot, ParamRef param) {
  const LayerState& layer = state(snapshot, param.layer);
  if (layer.spec.kind == LayerKind::conv) {
    const int per_filter = layer.spec.kernel_h * layer.spec.kernel_w * layer.in.c;
    if (param.kind == ParamKind::bias) {
      return ui::fmt(Str::card_title_bias, {{"of", channel_name(snapshot, param.layer, param.index, false)}});
    }
    const int inside = param.index % per_filter % (layer.spec.kernel_h * layer.spec.kernel_w);
    const Place place{0, inside / layer.spec.kernel_w, inside % layer.spec.kernel_w};
    return ui::fmt(Str::card_title_weight,
                   {{"of", channel_name(snapshot, param.layer, param.index / per_filter, true)}, {"place", row_and_column(place)}});
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
