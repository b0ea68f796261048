// One sample through the network that a snapshot describes, from any layer on, with other numbers in place of some parameters.
// The layers' own reference kernels (engine/layers/layer.h) do the work, so a pass gives the bits that the snapshot has. What lies
// below the first changed layer is not worked out again. Internal to engine/study.
#pragma once

#include <span>
#include <vector>

#include "engine/layers/snapshot.h"

namespace rizbin {

class LossPass {
 public:
  explicit LossPass(const Snapshot& snapshot);

  void set(const ParamRef& param, float value) { *at(param) = value; }
  [[nodiscard]] float get(const ParamRef& param) { return *at(param); }

  // The loss for `label`. from > 0: the values below that layer are those of the last run. by_hand: values the learner has set in
  // mid-network stay as they are (they belong to the glyph on the pad alone).
  float run(std::span<const float> picture, int label, int from, bool by_hand);
  // dL/d(param) of the last run, by backpropagation down to its layer.
  [[nodiscard]] float slope(const ParamRef& param, int label, bool by_hand);

  // Which cell each maximum chose and which gates stand open in the last run: two passes that differ here lie on two sides of a
  // bend of the loss.
  [[nodiscard]] bool same_side(const LossPass& other) const;

 private:
  [[nodiscard]] float* at(const ParamRef& param);
  void keep_by_hand(int layer);

  const Snapshot& snapshot_;
  std::vector<LayerState> layers_;
  std::vector<float> picture_, probabilities_;
};

}  // namespace rizbin
