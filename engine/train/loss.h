// How wrong the votes z of one sample are, and the gradient that starts the way back. p = softmax(z), y = 1 for the label, 0 else.
//   cross-entropy   L = −log p_label = log Σ e^(z_i − m) − (z_label − m)      d_z_i = p_i − y_i
//   squared error   L = Σ_k (p_k − y_k)²                                      d_z_i = Σ_k 2(p_k − y_k) · (p_k·(δ_ki − p_i))
// The lecture's J(w) = Σ (g(wᵀx) − y)² with g the softmax, summed over the classes and without a factor ½ (the tf and ConvNetJS
// conventions differ; this is the slide's). All sums run over classes ascending from +0. (A batch's gradient is ÷ N at its end:
// layer.h.) Lecture: chapters 1 (J), 13 (error = right answer − actual answer = −(p − y)).
#pragma once

#include <span>

#include "engine/layers/snapshot.h"

namespace rizbin {

// Fills p = softmax(z) in layer.h's order and returns the loss for the label.
float softmax_loss(LossKind kind, std::span<const float> z, int label, std::span<float> p);

// d_z from p.
void softmax_loss_gradient(LossKind kind, std::span<const float> p, int label, std::span<float> d_z);

// The first of the largest.
[[nodiscard]] int verdict_of(std::span<const float> p);

}  // namespace rizbin
