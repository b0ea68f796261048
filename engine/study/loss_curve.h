// The true loss along one weight (or over two): the weight's room and the landscape. Every loss is a forward pass of its own with
// that weight changed and everything else left; nothing is interpolated. Slopes come from backpropagation over the same samples.
//
//   L(w)        picture: the loss of the glyph on the pad; a set: the chain over its samples' losses ÷ N (the trainer's order)
//   promised    slope · Δw        true    L(w + Δw) − L(w)
//   descent     w ← w − rate · slope
//
// Lecture: chapters 1 (J over two weights) and 14 (descent).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/layers/snapshot.h"

namespace rizbin {

enum class LossOver : std::uint8_t { picture, batch, held_out };

// Samples the loss is taken over; 0: the snapshot has no such set.
[[nodiscard]] int samples_in(const Snapshot& snapshot, LossOver over);

// One true loss a value; values in any order. Not finite where a pass is not.
[[nodiscard]] std::vector<float> losses_along(const Snapshot& snapshot, const ParamRef& param, std::span<const float> values,
                                              LossOver over);
[[nodiscard]] float loss_now(const Snapshot& snapshot, LossOver over);
[[nodiscard]] float loss_slope(const Snapshot& snapshot, const ParamRef& param, LossOver over);

// The step that descent would take along this weight alone.
struct DescentStep {
  float from = 0, rate = 0, slope = 0;
  float to = 0;             // from − rate · slope
  float loss_before = 0, loss_after = 0;
};
[[nodiscard]] DescentStep descent_step(const Snapshot& snapshot, const ParamRef& param, LossOver over);

// A trial move: what the tangent promises, and what is true.
struct Trial {
  float move = 0;
  float to = 0;
  float promised = 0;       // slope · move
  float loss = 0;           // at `to`
  float change = 0;         // loss − loss now
};
[[nodiscard]] std::vector<Trial> trials(const Snapshot& snapshot, const ParamRef& param, std::span<const float> moves,
                                        LossOver over);

// Two weights: the first goes across, the second up.
struct Landscape {
  std::vector<float> across, up;
  std::vector<float> loss;  // up.size() rows of across.size()
  int lowest = 0;           // index into loss: the lowest of the grid
};
[[nodiscard]] Landscape landscape(const Snapshot& snapshot, const ParamRef& across, std::span<const float> across_values,
                                  const ParamRef& up, std::span<const float> up_values, LossOver over);

// Multiplications that one value of losses_along() takes: for spreading a curve over frames.
[[nodiscard]] double work_of(const Snapshot& snapshot, const ParamRef& param, LossOver over);
// Equal for two snapshots whose curves along these weights are the same: everything the loss depends on but the weights' own
// values.
[[nodiscard]] std::uint64_t elsewhere(const Snapshot& snapshot, std::span<const ParamRef> params, LossOver over);

}  // namespace rizbin
