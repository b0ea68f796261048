// Network: layer specs with their parameters, and the readable one-sample forward and backward pass (L = 1, plain c h w).
// The batch path with samples in lanes is in trainer.h and gives the same bits for every output.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/result.h"
#include "engine/layers/snapshot.h"
#include "engine/layers/spec.h"

namespace rizbin {

class Network {
 public:
  // Shapes are inferred and checked; the error names the layer and both shapes. The last layer with values must be dense
  // (its outputs are the votes z); softmax and the loss are applied outside the list.
  static Result<Network> build(Shape input, std::vector<LayerSpec> specs);

  [[nodiscard]] Shape input() const { return input_; }
  [[nodiscard]] int layer_count() const { return static_cast<int>(specs_.size()); }
  [[nodiscard]] const LayerSpec& spec(int layer) const { return specs_[static_cast<std::size_t>(layer)]; }
  [[nodiscard]] Shape in(int layer) const;
  [[nodiscard]] Shape out(int layer) const { return out_[static_cast<std::size_t>(layer)]; }
  [[nodiscard]] int classes() const { return out_.back().size(); }
  [[nodiscard]] int parameter_count() const;

  [[nodiscard]] std::span<const float> weight(int layer) const;  // conv [out][in][ky][kx], dense [out][in]
  [[nodiscard]] std::span<const float> bias(int layer) const;    // empty without bias
  [[nodiscard]] std::span<float> weight(int layer);
  [[nodiscard]] std::span<float> bias(int layer);

  // Changes a convolution's mode in place ("÷ 9" ↔ "Σ + b"); weights stay, a bias that appears is 0.
  Result<void> set_conv_mode(int layer, bool mean, bool bias);

  // Uniform ±√(6 / fan_in) before ReLU (He), ±√(6 / (fan_in + fan_out)) else (Glorot); a kernel in mean mode is scaled by its
  // divisor so that its outputs have the same spread; biases 0. Same seed, same bits, everywhere.
  void initialise(std::uint64_t seed);

 private:
  Shape input_;
  std::vector<LayerSpec> specs_;
  std::vector<Shape> out_;
  std::vector<std::vector<float>> weight_;
  std::vector<std::vector<float>> bias_;
};

// One sample through the network, everything kept: fills `snapshot.layers` (value, winner, tie, by_hand), probabilities, verdict.
// `by_hand`: values that take the place of what their layer computed, in order of layer and index; those that name no cell of the
// network are passed over. Everything downstream follows them; winner and tie stay what the arithmetic found.
void forward_one(const Network& network, std::span<const float> picture, Snapshot& snapshot, std::span<const ByHand> by_hand = {});
// After forward_one: loss for `label`, d_value of every layer, d_picture, d_weight, d_bias. A value set by hand has its own
// gradient, but nothing flows back through it: to its layer's inputs and weights it counts as 0.
void backward_one(const Network& network, int label, LossKind loss, Snapshot& snapshot);

}  // namespace rizbin
