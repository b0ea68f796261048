// Random small networks of every kind of layer, and the double-precision twin that their gradients are checked against.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/rng.h"
#include "engine/train/network.h"

namespace rizbin::property {

struct RandomCase {
  Network network;
  std::vector<float> picture;
  int label = 0;
  std::vector<ByHand> by_hand;
};

// A network that holds a layer of the kind (softmax: any network, its loss holds one), with random shapes, strides, padding, modes,
// weights and biases, and a picture. The same seed gives the same case.
[[nodiscard]] RandomCase random_case(std::uint64_t seed, LayerKind kind);
// The same with a few values in mid-network set by hand.
[[nodiscard]] RandomCase random_case_by_hand(std::uint64_t seed, LayerKind kind);

// Forward and backward in float, everything kept.
[[nodiscard]] Snapshot run(const RandomCase& random, LossKind loss);

// One number moved before the loss is read: a cell's value after it was made (layer −1: a pixel), or a parameter.
struct Nudge {
  CellRef cell{-2, 0};
  ParamRef param{};
  double by = 0;
};

// The loss in double, by plain loops that share no code with the engine.
[[nodiscard]] double loss_in_double(const RandomCase& random, LossKind loss, const Nudge& nudge);

}  // namespace rizbin::property
