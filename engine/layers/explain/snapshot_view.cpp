// See snapshot_view.h.
#include "engine/layers/explain/snapshot_view.h"

#include <algorithm>

#include "engine/core/check.h"
#include "engine/layers/layers.h"

namespace rizbin {

LayerView view_of(const Snapshot& snapshot, int layer) {
  static const LayerSpec kSoftmax{.kind = LayerKind::softmax, .id = "softmax"};
  CHECK(layer >= 0 && layer <= layer_count(snapshot), "a layer of the snapshot");
  if (layer == layer_count(snapshot)) {
    const Shape votes = snapshot.layers.back().out;
    return {.spec = kSoftmax,
            .layer = layer,
            .in = votes,
            .out = votes,
            .x = snapshot.layers.back().value,
            .y = snapshot.probabilities,
            .weight = {},
            .bias = {},
            .winner = {},
            .tie = {}};
  }
  const LayerState& state = snapshot.layers[static_cast<std::size_t>(layer)];
  return {.spec = state.spec,
          .layer = layer,
          .in = state.in,
          .out = state.out,
          .x = values_of(snapshot, layer - 1),
          .y = state.value,
          .weight = state.weight,
          .bias = state.bias,
          .winner = state.winner,
          .tie = state.tie};
}

std::span<const float> values_of(const Snapshot& snapshot, int layer) {
  if (layer < 0) return snapshot.picture;
  if (layer == layer_count(snapshot)) return snapshot.probabilities;
  return snapshot.layers[static_cast<std::size_t>(layer)].value;
}

std::span<const float> gradients_of(const Snapshot& snapshot, int layer) {
  if (layer < 0) return snapshot.d_picture;
  if (layer == layer_count(snapshot)) return {};
  return snapshot.layers[static_cast<std::size_t>(layer)].d_value;
}

bool set_by_hand(const Snapshot& snapshot, CellRef cell) {
  if (cell.layer < 0 || cell.layer >= layer_count(snapshot)) return false;
  const std::vector<int>& by_hand = snapshot.layers[static_cast<std::size_t>(cell.layer)].by_hand;
  return std::ranges::binary_search(by_hand, cell.index);
}

void links_of(const Snapshot& snapshot, int layer, int in, std::vector<Link>& links) {
  links.clear();
  const LayerView view = view_of(snapshot, layer);
  layer_type(view.spec.kind).links(view, in, links);
  if (layer >= layer_count(snapshot) || snapshot.layers[static_cast<std::size_t>(layer)].by_hand.empty()) return;
  for (Link& link : links) {
    if (!set_by_hand(snapshot, {layer, link.out})) continue;
    link.factor = 0;
    link.chosen = true;
    link.stopped = true;
    link.tie = false;
  }
}

void check_cell(const Snapshot& snapshot, CellRef cell) {
  CHECK(cell.layer >= -1 && cell.layer <= layer_count(snapshot), "a layer of the snapshot");
  CHECK(cell.index >= 0 && static_cast<std::size_t>(cell.index) < values_of(snapshot, cell.layer).size(), "a cell of its layer");
}

}  // namespace rizbin
