#include "engine/study/nudge.h"

#include <cmath>

#include "engine/study/loss_pass.h"

namespace rizbin {

NudgeBench nudge_bench(const Snapshot& snapshot, float epsilon) {
  NudgeBench bench;
  bench.epsilon = epsilon;
  for (std::size_t i = 0; i < snapshot.layers.size(); ++i) {
    const LayerState& layer = snapshot.layers[i];
    for (const ParamKind kind : {ParamKind::weight, ParamKind::bias}) {
      const std::vector<float>& slopes = kind == ParamKind::bias ? layer.d_bias : layer.d_weight;
      for (std::size_t k = 0; k < slopes.size(); ++k) {
        bench.parameters.push_back({static_cast<int>(i), kind, static_cast<int>(k)});
        bench.by_backprop.push_back(slopes[k]);
      }
    }
  }
  return bench;
}

void try_weights(const Snapshot& snapshot, NudgeBench& bench, int count) {
  LossPass up(snapshot), down(snapshot);
  for (; count > 0 && !bench.done(); --count) {
    const std::size_t i = bench.by_nudge.size();
    const ParamRef& param = bench.parameters[i];
    const float w = up.get(param), above = w + bench.epsilon, below = w - bench.epsilon;
    up.set(param, above);
    down.set(param, below);
    const float high = up.run(snapshot.picture, snapshot.label, 0, true);
    const float low = down.run(snapshot.picture, snapshot.label, 0, true);
    up.set(param, w);
    down.set(param, w);
    bench.forward_passes += 2;
    // Divided by the move that the floats really made.
    const float slope = (high - low) / (above - below);
    const bool bent = !up.same_side(down);
    bench.by_nudge.push_back(slope);
    bench.bent.push_back(bent ? 1 : 0);
    if (bent) {
      ++bench.bends;
      continue;
    }
    const float difference = std::abs(slope - bench.by_backprop[i]);
    if (difference > bench.largest_difference || bench.largest_at < 0) {
      bench.largest_difference = difference;
      bench.largest_at = static_cast<int>(i);
    }
  }
}

}  // namespace rizbin
