// Trainer: batches with samples in lanes ([block][c][h + 2·halo][w + 2·halo][16], ENGINE.md's layout b), no allocation in a step,
// every sum in one fixed order (the same bits native, wasm, any vector width).
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "engine/train/network.h"

namespace rizbin {

struct Optimizer {
  float learning_rate = 0.6f;
  float momentum = 0;          // v ← momentum·v + g; w ← w − rate·v   (PyTorch's SGD)
};

struct BatchResult {
  float loss = 0;              // mean over the batch, before the update
  int correct = 0;
  int broken_layer = -2;       // −2: all finite; −1: the loss; else the first layer whose output or gradient is not finite
};

class Trainer {
 public:
  struct Plan;                 // trainer_plan.h: buffers, tables, kernels; for tests and bench/

  Trainer(const Network& network, int max_batch);
  ~Trainer();
  Trainer(Trainer&&) noexcept;
  Trainer& operator=(Trainer&&) noexcept;

  // pictures: count × input.size() floats, c h w each; labels: count. count ≤ max_batch; idle lanes contribute exactly nothing.
  // Updates the network's parameters (votes: only the last dense layer) unless a number is not finite: then nothing changes.
  // frozen: flat in velocity's order, 1 where a parameter stays as it is, with no momentum; empty: none. The others' bits do not
  // depend on it.
  BatchResult step(Network& network, std::span<const float> pictures, std::span<const int> labels, const Optimizer& optimizer,
                   TrainedPart part, LossKind loss = LossKind::cross_entropy, std::span<const std::uint8_t> frozen = {});
  // probabilities: count × classes.
  void predict(const Network& network, std::span<const float> pictures, std::span<float> probabilities);

  // The same, and the loss of each as step() would count it: their sum ÷ count is BatchResult::loss.
  void evaluate(const Network& network, std::span<const float> pictures, std::span<const int> labels, LossKind loss,
                std::span<float> probabilities, std::span<float> losses);

  // Momentum, flat in layer order (weights then biases): part of what is saved and hashed.
  [[nodiscard]] std::span<const float> velocity() const;
  void set_velocity(std::span<const float> values);

  [[nodiscard]] Plan& plan() { return *plan_; }

 private:
  std::unique_ptr<Plan> plan_;
};

}  // namespace rizbin
