// t inside one step, as arithmetic: t = (stage, layer, index). Every position makes exactly one number:
//   forward    each layer's outputs in the order c y x, then one probability a class (layer = number of layers)
//   loss       one position
//   backward   dL/d(output) from the last layer to the first, then of the picture (layer −1); a layer's weight gradients are
//              there once its last output's gradient is
//   update     one a parameter, weights before biases, of the layers that are trained
// index counts the positions of the layer that are written, 1 … n; the present one is index − 1. Playing, stepping and dragging are
// all seeks in this. Lecture chapters 7–13.
#pragma once

#include <optional>
#include <vector>

#include "engine/layers/snapshot.h"
#include "web/canvas/view_state.h"

namespace rizbin {

enum class MomentUnit : std::uint8_t { cell, layer, stage };

inline constexpr StepStage kStages[] = {StepStage::forward, StepStage::loss, StepStage::backward, StepStage::update};

[[nodiscard]] std::vector<int> moment_layers(const Snapshot& snapshot, StepStage stage);  // in the order they come
[[nodiscard]] int moment_count(const Snapshot& snapshot, StepStage stage, int layer);  // positions; 0: none there

[[nodiscard]] Moment moment_first(const Snapshot& snapshot, StepStage stage);
[[nodiscard]] Moment moment_last(const Snapshot& snapshot, StepStage stage);
// The nearest moment there is: another network may have been loaded since.
[[nodiscard]] Moment moment_clamped(const Snapshot& snapshot, Moment moment);
// By a layer or a stage: to its end, so that what was made is there to be seen. None: the step is over.
[[nodiscard]] std::optional<Moment> moment_next(const Snapshot& snapshot, const Moment& moment, MomentUnit unit);
// By a layer or a stage: to the end of the one before; at the very beginning nothing changes.
[[nodiscard]] Moment moment_previous(const Snapshot& snapshot, const Moment& moment, MomentUnit unit);

// Lanes, each 0 … 1: all stages (equally long), the layers of a stage (equally long), the cells of the map in hand.
[[nodiscard]] Moment moment_at_stage(const Snapshot& snapshot, double share);
[[nodiscard]] Moment moment_at_layer(const Snapshot& snapshot, StepStage stage, double share);
[[nodiscard]] Moment moment_at_cell(const Snapshot& snapshot, const Moment& moment, double share);
[[nodiscard]] double moment_share(const Snapshot& snapshot, const Moment& moment);  // of its stage: the inverse of moment_at_layer

// The map (of weights: the filter) the moment stands in.
struct MomentMap {
  int map = 0, maps = 1;  // "map 2 of 3"
  int at = 1, size = 1;  // "cell 25 of 49"
  int row = 1;  // cells a row
  int first = 0;  // index of its first cell in the layer
  bool biases = false;  // update: the layer's biases
};
[[nodiscard]] MomentMap moment_map(const Snapshot& snapshot, const Moment& moment);

// What is being worked out: a cell, a class (last layer, softmax, loss) or a parameter.
[[nodiscard]] Focus moment_present(const Snapshot& snapshot, const Moment& moment);
[[nodiscard]] CellRef moment_cell(const Snapshot& snapshot, const Moment& moment);  // forward, backward; layer −2: none
[[nodiscard]] ParamRef moment_parameter(const Snapshot& snapshot, const Moment& moment);  // update; layer −1: none

// Whether a number is not there yet at this moment. Values wait in forward, gradients until backward has come by; the softmax is
// the layer after the last.
[[nodiscard]] bool moment_pending(const Snapshot& snapshot, const Moment& moment, bool gradient, CellRef cell);
[[nodiscard]] bool moment_pending_weights(const Snapshot& snapshot, const Moment& moment, bool gradient, int layer);
[[nodiscard]] int moment_written(const Snapshot& snapshot, const Moment& moment, bool gradient, int layer);  // of its outputs

// The update of one parameter: w − rate · dL/dw; a locked one, or one of a part that is not trained, stays.
[[nodiscard]] bool moment_trains(const Snapshot& snapshot, int layer);
[[nodiscard]] float moment_updated(const Snapshot& snapshot, ParamRef param);
// The snapshot with the parameters that the moment has already moved; values stay those of the forward pass.
[[nodiscard]] Snapshot moment_moved(const Snapshot& snapshot, const Moment& moment);

}  // namespace rizbin
