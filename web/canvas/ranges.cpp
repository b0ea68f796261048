#include "web/canvas/ranges.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace rizbin {
namespace {

float largest(std::span<const float> values) {
  float top = 0;
  for (const float v : values) {
    if (std::isfinite(v)) top = std::max(top, std::abs(v));
  }
  return top > 0 ? top : 1;
}

// The i-th of n equal parts.
std::span<const float> part(const std::vector<float>& values, int i, int n) {
  const std::size_t size = values.size() / static_cast<std::size_t>(std::max(1, n));
  const std::size_t from = size * static_cast<std::size_t>(i);
  return from + size <= values.size() ? std::span(values).subspan(from, size) : std::span<const float>{};
}

float at(const std::vector<float>& values, int i) {
  const float v = i >= 0 && static_cast<std::size_t>(i) < values.size() ? std::abs(values[static_cast<std::size_t>(i)]) : 0;
  return std::isfinite(v) ? v : 0;
}

void one_for_all(std::vector<CardRange>& layers) {
  CardRange top{0, 0, 0, 0};
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (i > 0) top.value = std::max(top.value, layers[i].value);
    top.gradient = std::max(top.gradient, layers[i].gradient);
    top.weight = std::max(top.weight, layers[i].weight);
    top.d_weight = std::max(top.d_weight, layers[i].d_weight);
  }
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const float pixel = layers[i].value;
    layers[i] = top;
    if (i == 0) layers[i].value = pixel;
  }
}

// All cells of its layer against the one in focus.
void against(std::vector<CardRange>& layers, const Snapshot& s, const Focus& focus) {
  const auto count = static_cast<int>(s.layers.size());
  const auto set = [](float& range, float v) {
    if (v > 0) range = v;
  };
  if (focus.kind == FocusKind::cell && focus.cell.layer >= -1 && focus.cell.layer < count) {
    CardRange& range = layers[static_cast<std::size_t>(focus.cell.layer + 1)];
    const bool picture = focus.cell.layer < 0;
    if (!picture) set(range.value, at(s.layers[static_cast<std::size_t>(focus.cell.layer)].value, focus.cell.index));
    set(range.gradient, at(picture ? s.d_picture : s.layers[static_cast<std::size_t>(focus.cell.layer)].d_value, focus.cell.index));
  } else if (focus.kind == FocusKind::parameter && focus.param.layer >= 0 && focus.param.layer < count) {
    const LayerState& state = s.layers[static_cast<std::size_t>(focus.param.layer)];
    const bool bias = focus.param.kind == ParamKind::bias;
    CardRange& range = layers[static_cast<std::size_t>(focus.param.layer + 1)];
    set(range.weight, at(bias ? state.bias : state.weight, focus.param.index));
    set(range.d_weight, at(bias ? state.d_bias : state.d_weight, focus.param.index));
  }
}

}  // namespace

std::vector<CardRange> layer_ranges(const Snapshot& snapshot) {
  std::vector<CardRange> ranges;
  ranges.push_back({1, largest(snapshot.d_picture), 1, 1});
  for (const LayerState& layer : snapshot.layers) {
    ranges.push_back({largest(layer.value), largest(layer.d_value), largest(layer.weight), largest(layer.d_weight)});
  }
  return ranges;
}

void share_ranges(std::vector<CardRange>& ranges, const Snapshot& snapshot, const Snapshot& partner) {
  const std::vector<CardRange> others = layer_ranges(partner);
  const auto widen = [](CardRange& range, const CardRange& other) {
    range.value = std::max(range.value, other.value);
    range.gradient = std::max(range.gradient, other.gradient);
    range.weight = std::max(range.weight, other.weight);
    range.d_weight = std::max(range.d_weight, other.d_weight);
  };
  widen(ranges.front(), others.front());
  for (std::size_t i = 0; i < snapshot.layers.size(); ++i)
    for (std::size_t k = 0; k < partner.layers.size(); ++k)
      if (partner.layers[k].spec.id == snapshot.layers[i].spec.id) widen(ranges[i + 1], others[k + 1]);
}

const CardRange& Ranges::of(int layer, int channel) const {
  const auto i = static_cast<std::size_t>(layer + 1);
  if (channel >= 0 && i < maps.size() && static_cast<std::size_t>(channel) < maps[i].size())
    return maps[i][static_cast<std::size_t>(channel)];
  return layers[std::min(i, layers.size() - 1)];
}

Ranges ranges_of(const Snapshot& s, RangeScope scope, const Focus& focus) {
  Ranges ranges;
  ranges.layers = layer_ranges(s);
  switch (scope) {
    case RangeScope::layer: break;
    case RangeScope::network: one_for_all(ranges.layers); break;
    case RangeScope::cell: against(ranges.layers, s, focus); break;
    case RangeScope::map: {
      ranges.maps.emplace_back();
      for (const LayerState& layer : s.layers) {
        std::vector<CardRange>& maps = ranges.maps.emplace_back();
        if (layer.out.h == 1 && layer.out.w == 1) continue;  // votes and units are one map
        for (int c = 0; c < layer.out.c; ++c) {
          maps.push_back({largest(part(layer.value, c, layer.out.c)), largest(part(layer.d_value, c, layer.out.c)),
                          largest(part(layer.weight, c, layer.out.c)), largest(part(layer.d_weight, c, layer.out.c))});
        }
      }
      // Cards speak of the map in focus.
      if (focus.kind == FocusKind::cell && focus.cell.layer >= 0 && focus.cell.layer < static_cast<int>(s.layers.size())) {
        const int channel = place_of(s.layers[static_cast<std::size_t>(focus.cell.layer)].out, focus.cell.index).c;
        ranges.layers[static_cast<std::size_t>(focus.cell.layer + 1)] = ranges.of(focus.cell.layer, channel);
      }
      break;
    }
  }
  return ranges;
}

Legend legend(const Snapshot& snapshot, const Ranges& ranges, const ViewState& view) {
  const Focus& focus = view.hover.kind != FocusKind::none ? view.hover : view.focus;
  const bool gradient = view.quantity == Quantity::gradient;
  const auto exists = [&](int layer) { return layer >= 0 && layer < static_cast<int>(snapshot.layers.size()); };
  if (focus.kind == FocusKind::parameter && exists(focus.param.layer)) {
    const LayerState& state = snapshot.layers[static_cast<std::size_t>(focus.param.layer)];
    const int per_out = std::max(1, static_cast<int>(state.weight.size()) / std::max(1, state.out.c));
    const int out = focus.param.kind == ParamKind::bias ? focus.param.index : focus.param.index / per_out;
    const CardRange& range = ranges.of(focus.param.layer, out);
    return gradient ? Legend{ui::ColorMap::gradient, range.d_weight} : Legend{ui::ColorMap::weight, range.weight};
  }
  Legend result;
  if (gradient) result.map = ui::ColorMap::gradient;
  if (focus.kind == FocusKind::cell && exists(focus.cell.layer)) {
    const LayerState& state = snapshot.layers[static_cast<std::size_t>(focus.cell.layer)];
    const CardRange& range = ranges.of(focus.cell.layer, place_of(state.out, focus.cell.index).c);
    result.range = gradient ? range.gradient : range.value;
    return result;
  }
  result.range = 0;
  for (std::size_t i = 0; i < snapshot.layers.size() && i + 1 < ranges.layers.size(); ++i) {
    if (snapshot.layers[i].spec.kind == LayerKind::dense) continue;
    result.range = std::max(result.range, gradient ? ranges.layers[i + 1].gradient : ranges.layers[i + 1].value);
  }
  if (result.range == 0) result.range = 1;
  return result;
}

}  // namespace rizbin
