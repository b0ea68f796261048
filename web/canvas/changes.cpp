// See changes.h.
#include "web/canvas/changes.h"

#include <algorithm>
#include <cmath>

#include "web/ui/text.h"

namespace rizbin {
namespace {

// The printed number as a number: whatever the printing rounds or cuts is in it.
double read_back(float v, Printed printed) {
  double out = 0;
  const std::string text = printed == Printed::weight  ? ui::weight_text(v)
                           : printed == Printed::pixel ? ui::pixel_text(v)
                                                       : ui::value_text(v);
  return ui::parse_number(text, out) ? out : static_cast<double>(v);
}

bool whole(float v) { return v == std::round(v); }

float at(const std::vector<float>& values, int index) {
  const auto i = static_cast<std::size_t>(index);
  return index >= 0 && i < values.size() ? values[i] : 0.0f;
}

const LayerState* layer_before(const Change& change, int layer) {
  const auto i = static_cast<std::size_t>(layer);
  if (!change.before || layer < 0 || i >= change.layers.size()) return nullptr;
  const auto place = static_cast<std::size_t>(change.layers[i].place);  // none: beyond every list
  return place < change.before->layers.size() ? &change.before->layers[place] : nullptr;
}

}  // namespace

const Change* compared(const Comparison& comparison, Quantity quantity) {
  if (quantity == Quantity::change) return comparison.change;
  if (quantity == Quantity::difference) return comparison.difference;
  return nullptr;
}

std::string change_text(float before, float after, Printed printed) {
  const double by = std::round((read_back(after, printed) - read_back(before, printed)) * 100) / 100;
  const int decimals = printed != Printed::value && whole(before) && whole(after) ? 0 : 2;
  if (by == 0) return ui::fixed_text(0, decimals);
  return (by > 0 ? "+" : "\u2212") + ui::fixed_text(std::abs(by), decimals);
}

float before_of(const Change& change, CellRef cell) {
  if (cell.layer < 0) return change.before ? at(change.before->picture, cell.index) : 0.0f;
  const LayerState* layer = layer_before(change, cell.layer);
  return layer == nullptr ? 0.0f : at(layer->value, cell.index);
}

float before_of(const Change& change, ParamRef param) {
  const LayerState* layer = layer_before(change, param.layer);
  return layer == nullptr ? 0.0f : at(param.kind == ParamKind::bias ? layer->bias : layer->weight, param.index);
}

float probability_before(const Change& change, int index) { return change.before ? at(change.before->probabilities, index) : 0.0f; }

Count changed_in(const Snapshot& now, const Change& change, int layer) {
  if (layer < 0) return {change.changed_pixels, static_cast<int>(now.picture.size())};
  const std::size_t i = std::min(static_cast<std::size_t>(layer), now.layers.size() - 1);
  if (i >= change.layers.size()) return {};
  return {change.layers[i].changed_values, now.layers[i].out.size()};
}

Count changed_values(const Snapshot& now, const Change& change) {
  Count count;
  for (std::size_t i = 0; i < now.layers.size() && i < change.layers.size(); ++i) {
    if (now.layers[i].spec.kind == LayerKind::flatten) continue;
    count.changed += change.layers[i].changed_values;
    count.total += now.layers[i].out.size();
  }
  return count;
}

std::vector<CardRange> change_ranges(const Change& change) {
  CardRange range{0, 1, 0, 1};
  const auto widen = [](float& top, const std::vector<float>& values) {
    for (const float v : values)
      if (std::isfinite(v)) top = std::max(top, std::abs(v));
  };
  for (const LayerChange& layer : change.layers) {
    widen(range.value, layer.value);
    widen(range.weight, layer.weight);
    widen(range.weight, layer.bias);
  }
  if (range.value == 0) range.value = 1;
  if (range.weight == 0) range.weight = 1;
  std::vector<CardRange> ranges(change.layers.size() + 1, range);
  ranges.front().value = 1;  // pixels: came or went
  return ranges;
}

}  // namespace rizbin
