// A snapshot's layers as LayerViews, the softmax after the last one included; the cells of a layer's input and output.
#pragma once

#include "engine/layers/layer.h"
#include "engine/layers/snapshot.h"

namespace rizbin {

// layer from 0 to layers.size(); the last number means the softmax.
[[nodiscard]] LayerView view_of(const Snapshot& snapshot, int layer);

[[nodiscard]] inline int layer_count(const Snapshot& snapshot) { return static_cast<int>(snapshot.layers.size()); }

// The values of layer −1 (the picture) to layers.size() (the softmax).
[[nodiscard]] std::span<const float> values_of(const Snapshot& snapshot, int layer);
// dL/d(values); for the softmax there are none.
[[nodiscard]] std::span<const float> gradients_of(const Snapshot& snapshot, int layer);

// Whether the learner set this cell's value (by_hand is ascending).
[[nodiscard]] bool set_by_hand(const Snapshot& snapshot, CellRef cell);
// The links of cell `in` of layer − 1 to the outputs of `layer`; `links` is overwritten. What is set by hand lets nothing pass.
void links_of(const Snapshot& snapshot, int layer, int in, std::vector<Link>& links);

// CHECKs that the cell exists.
void check_cell(const Snapshot& snapshot, CellRef cell);

}  // namespace rizbin
