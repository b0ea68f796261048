// What differs between two moments (or two networks): the quantities "change since" and "difference from a twin", with how many
// numbers moved. Arrays have the shapes of `now`; where the other has no such number (another architecture), the difference is
// the number itself and it counts as changed.
#pragma once

#include <memory>
#include <vector>

#include "engine/layers/snapshot.h"

namespace rizbin {

struct LayerChange {
  std::vector<float> value;   // now − before
  std::vector<float> weight;
  std::vector<float> bias;
  int changed_values = 0;     // how many are not the same bits
  int changed_weights = 0;    // weights and biases
  bool comparable = true;     // the other has a layer of this name and shape
  int place = -1;             // where: its index in `before`; a twin may have a layer less
};

struct Change {
  std::shared_ptr<const Snapshot> before;  // or the twin
  std::vector<float> picture;
  int changed_pixels = 0;
  std::vector<LayerChange> layers;         // one a layer of `now`
  std::vector<float> probabilities;
  float loss = 0;
};

[[nodiscard]] Change change_between(const Snapshot& now, std::shared_ptr<const Snapshot> before);

}  // namespace rizbin
