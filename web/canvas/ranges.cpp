#include "web/canvas/ranges.h"

#include <algorithm>
#include <cmath>

namespace rizbin {
namespace {

float largest(const std::vector<float>& values) {
  float top = 0;
  for (const float v : values) {
    if (std::isfinite(v)) top = std::max(top, std::abs(v));
  }
  return top > 0 ? top : 1;
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

Legend legend(const Snapshot& snapshot, const std::vector<CardRange>& ranges, const ViewState& view) {
  const Focus& focus = view.hover.kind != FocusKind::none ? view.hover : view.focus;
  const bool gradient = view.quantity == Quantity::gradient;
  const auto in_range = [&](int layer) { return layer >= 0 && layer + 1 < static_cast<int>(ranges.size()); };
  if (focus.kind == FocusKind::parameter && in_range(focus.param.layer)) {
    const CardRange& range = ranges[static_cast<std::size_t>(focus.param.layer + 1)];
    return gradient ? Legend{ui::ColorMap::gradient, range.d_weight} : Legend{ui::ColorMap::weight, range.weight};
  }
  Legend result;
  if (gradient) result.map = ui::ColorMap::gradient;
  if (focus.kind == FocusKind::cell && in_range(focus.cell.layer)) {
    const CardRange& range = ranges[static_cast<std::size_t>(focus.cell.layer + 1)];
    result.range = gradient ? range.gradient : range.value;
    return result;
  }
  result.range = 0;
  for (std::size_t i = 0; i < snapshot.layers.size() && i + 1 < ranges.size(); ++i) {
    if (snapshot.layers[i].spec.kind == LayerKind::dense) continue;
    result.range = std::max(result.range, gradient ? ranges[i + 1].gradient : ranges[i + 1].value);
  }
  if (result.range == 0) result.range = 1;
  return result;
}

}  // namespace rizbin
