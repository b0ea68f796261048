// Trying each weight against one backward pass: every parameter is nudged up and down by epsilon and the loss measured, two whole
// forward passes each; backpropagation gives all slopes in one pass back. Both are counted and compared.
//
//   by_nudge[i] = (L(w_i + ε) − L(w_i − ε)) ÷ 2ε          by_backprop[i] = ∂L/∂w_i
//
// Where the nudge crosses a bend (a ReLU opens or closes, another cell wins its window), the two measure different things: those
// parameters are counted apart. Lecture: chapter 13.
#pragma once

#include <vector>

#include "engine/layers/snapshot.h"

namespace rizbin {

struct NudgeBench {
  float epsilon = 0;
  std::vector<ParamRef> parameters;   // in layer order, weights then biases
  std::vector<float> by_nudge;        // as many as tried so far
  std::vector<float> by_backprop;
  std::vector<std::uint8_t> bent;     // 1: the nudge crossed a bend
  int forward_passes = 0;             // made so far: two a parameter
  int backward_passes = 1;
  float largest_difference = 0;       // among those that crossed none
  int largest_at = -1;                // index into parameters
  int bends = 0;
  [[nodiscard]] bool done() const { return by_nudge.size() == parameters.size(); }
};

// Of the glyph on the pad. Nothing is tried yet.
[[nodiscard]] NudgeBench nudge_bench(const Snapshot& snapshot, float epsilon);
// Tries the next `count` parameters; the same snapshot each time.
void try_weights(const Snapshot& snapshot, NudgeBench& bench, int count);

}  // namespace rizbin
