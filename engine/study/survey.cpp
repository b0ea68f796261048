// See survey.h.
#include "engine/study/survey.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/data/examples.h"
#include "engine/session/session.h"

namespace rizbin {
namespace {

constexpr float kFlatTanh = 0.99f;       // slope 1 − y² = 0.02
constexpr float kFlatSigmoid = 0.005f;   // slope y(1 − y) = 0.005, a fiftieth of 1/4

}  // namespace

std::optional<Network> network_of(const Snapshot& snapshot) {
  std::vector<LayerSpec> specs;
  for (const LayerState& layer : snapshot.layers) specs.push_back(layer.spec);
  Result<Network> built = Network::build(snapshot.picture_shape, std::move(specs));
  if (!built) return std::nullopt;
  for (int i = 0; i < built->layer_count(); ++i) {
    const LayerState& layer = snapshot.layers[static_cast<std::size_t>(i)];
    if (layer.weight.size() != built->weight(i).size() || layer.bias.size() != built->bias(i).size()) return std::nullopt;
    std::ranges::copy(layer.weight, built->weight(i).begin());
    std::ranges::copy(layer.bias, built->bias(i).begin());
  }
  return std::move(*built);
}

bool is_saturated(LayerKind kind, float y) {
  if (kind == LayerKind::tanh) return std::abs(y) >= kFlatTanh;
  return kind == LayerKind::sigmoid && (y <= kFlatSigmoid || y >= 1 - kFlatSigmoid);
}

Survey::Survey(const Snapshot& snapshot) : heldout_(snapshot.heldout), network_(network_of(snapshot)) {
  if (!network_) return;
  const bool own_set = heldout_ && heldout_->shape == snapshot.picture_shape;
  if (!own_set) heldout_.reset();
  const bool lecture =
      !example_names().empty() && std::cmp_equal(example_picture(example_names().front()).size(), snapshot.picture_shape.size());
  count_ = heldout_count() + (lecture ? static_cast<int>(example_names().size()) : 0);
  layers_.resize(snapshot.layers.size());
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const LayerState& layer = snapshot.layers[i];
    work_ += layer.spec.kind == LayerKind::conv ? static_cast<long long>(layer.weight.size()) * layer.out.h * layer.out.w
                                                : static_cast<long long>(layer.weight.size()) + layer.out.size();
    layers_[i].maps.resize(static_cast<std::size_t>(layer.out.c));
    for (MapSurvey& map : layers_[i].maps) map.peaks.reserve(static_cast<std::size_t>(count_));
  }
}

std::vector<float> Survey::picture(int index) const {
  if (index >= heldout_count()) return example_picture(example_names()[static_cast<std::size_t>(index - heldout_count())]);
  const auto size = static_cast<std::size_t>(heldout_->shape.size());
  const auto from = heldout_->pictures.begin() + static_cast<std::ptrdiff_t>(size) * index;
  return {from, from + static_cast<std::ptrdiff_t>(size)};
}

std::string Survey::name(int index) const {
  return index < heldout_count() ? std::string() : std::string(example_names()[static_cast<std::size_t>(index - heldout_count())]);
}

int Survey::label(int index) const {
  if (index < heldout_count()) return heldout_->labels[static_cast<std::size_t>(index)];
  const Example* example = find_example(name(index));
  return example == nullptr ? 0 : example->label;
}

void Survey::take(int index) {
  forward_one(*network_, picture(index), pass_);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const LayerState& layer = pass_.layers[i];
    const int plane = layer.out.h * layer.out.w;
    for (int channel = 0; channel < layer.out.c; ++channel) {
      Peak peak{layer.value[static_cast<std::size_t>(channel * plane)], channel * plane};
      for (int cell = channel * plane; cell < (channel + 1) * plane; ++cell)
        if (layer.value[static_cast<std::size_t>(cell)] > peak.value) peak = {layer.value[static_cast<std::size_t>(cell)], cell};
      layers_[i].maps[static_cast<std::size_t>(channel)].peaks.push_back(peak);
    }
    const LayerKind kind = layer.spec.kind;
    if ((kind != LayerKind::tanh && kind != LayerKind::sigmoid) || index >= heldout_count()) continue;
    layers_[i].cells += layer.out.size();
    layers_[i].saturated += std::ranges::count_if(layer.value, [kind](float y) { return is_saturated(kind, y); });
  }
}

bool Survey::advance(int pictures) {
  for (int i = 0; i < pictures && seen_ < count_; ++i) take(seen_++);
  return done();
}

}  // namespace rizbin
