// See change.h.
#include "engine/study/change.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>

namespace rizbin {
namespace {

// Returns how many differ in their bits (0 and −0 are the same number).
int subtract(const std::vector<float>& now, const std::vector<float>* before, std::vector<float>& out) {
  const bool same_size = before != nullptr && before->size() == now.size();
  out.resize(now.size());
  int changed = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const float other = same_size ? (*before)[i] : 0;
    out[i] = now[i] - other;
    if (!same_size || (std::bit_cast<std::uint32_t>(now[i]) != std::bit_cast<std::uint32_t>(other) && !(now[i] == 0 && other == 0)))
      ++changed;
  }
  return changed;
}

// By its name, for a twin may have a layer less; nameless ones by their place.
const LayerState* same_layer(const Snapshot& old, const LayerState& layer, std::size_t place) {
  const auto fits = [&](const LayerState& other) { return other.spec.id == layer.spec.id && other.out == layer.out; };
  if (place < old.layers.size() && fits(old.layers[place])) return &old.layers[place];
  const auto at = std::ranges::find_if(old.layers, fits);
  return at == old.layers.end() ? nullptr : &*at;
}

}  // namespace

Change change_between(const Snapshot& now, std::shared_ptr<const Snapshot> before) {
  Change change;
  const Snapshot* old = before.get();
  change.changed_pixels = subtract(now.picture, old == nullptr ? nullptr : &old->picture, change.picture);
  change.layers.resize(now.layers.size());
  for (std::size_t i = 0; i < now.layers.size(); ++i) {
    const LayerState& layer = now.layers[i];
    LayerChange& out = change.layers[i];
    const LayerState* other = old == nullptr ? nullptr : same_layer(*old, layer, i);
    out.comparable = other != nullptr;
    out.place = other == nullptr ? -1 : static_cast<int>(other - old->layers.data());
    out.changed_values = subtract(layer.value, other == nullptr ? nullptr : &other->value, out.value);
    out.changed_weights = subtract(layer.weight, other == nullptr ? nullptr : &other->weight, out.weight) +
                          subtract(layer.bias, other == nullptr ? nullptr : &other->bias, out.bias);
  }
  subtract(now.probabilities, old == nullptr ? nullptr : &old->probabilities, change.probabilities);
  change.loss = now.loss - (old == nullptr ? 0 : old->loss);
  change.before = std::move(before);
  return change;
}

}  // namespace rizbin
