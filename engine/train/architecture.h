// What a list of layers would come out as, before anything is built: shapes, parameters and the numbers of their arithmetic, where
// it first does not fit, why, and what would mend it. Pure; the interface puts it into words ("7 − 5 + 1 = 3",
// "3 × 5 × 5 × 3 + 3 = 228"). Lecture: chapter 11 (stacking layers).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/layers/spec.h"

namespace rizbin {

class Network;

// out = (in + padding − window) ÷ stride + 1, rounded down (convolution) or up (pooling: a window over the edge keeps what it has).
struct SideArithmetic {
  int in = 0;
  int padding = 0;  // both sides together
  int window = 0;  // 0: the layer has none, out = in
  int stride = 1;
  int out = 0;
};

struct LayerPlan {
  Shape in;
  Shape out;  // of layers that do not fit, and all after them: empty
  bool fits = false;
  SideArithmetic rows, columns;
  // parameters = units · window_h · window_w · channels + biases; a dense layer: units · inputs (channels, windows of 1) + biases
  int units = 0, window_h = 0, window_w = 0, channels = 0;
  int weights = 0;
  int biases = 0;
  [[nodiscard]] int parameters() const { return weights + biases; }
};

enum class Misfit : std::uint8_t {
  none,
  window_too_large,  // the window is larger than the picture that reaches it
  setting,  // a number outside what the layer takes (filters, window, stride)
  id,  // no id, or not one of its own
  kind,  // softmax is not listed; the loss applies it to the votes
  too_many_cells,
  no_votes,  // the list does not end in a dense layer
  classes,  // the last layer has not one output a class
};

enum class RepairKind : std::uint8_t {
  undo,  // the list as it was before the last choice
  keep_size,  // zero padding in the layer that does not fit
  smaller_window,
  remove,
  end,  // the votes: a dense layer with one output a class at the end
};

struct Repair {
  RepairKind kind = RepairKind::undo;
  int layer = 0;  // which layer it changes, in `specs`; undo: the first one that differs
  std::vector<LayerSpec> specs;
  std::vector<Shape> shapes;  // what each layer then gives
};

struct ArchitecturePlan {
  std::vector<LayerPlan> layers;
  Misfit why = Misfit::none;
  int layer = -1;  // the first that does not fit; layers.size(): the end of the list
  int parameters = 0;  // of the layers that fit
  std::vector<Repair> repairs;  // best first; only such as make the whole list fit
  [[nodiscard]] bool fits() const { return why == Misfit::none; }
};

// `previous`: the list before the learner's last choice (empty: not known); where it fits, undoing that choice is the first repair.
[[nodiscard]] ArchitecturePlan plan_architecture(Shape input, std::span<const LayerSpec> specs, int classes,
                                                 std::span<const LayerSpec> previous = {});

// "conv1", "conv2", …; "pool1", …: the first that no layer of the list has.
[[nodiscard]] std::string fresh_id(LayerKind kind, std::span<const LayerSpec> specs);

// Learned weights go over to another list of layers, layer by layer where the id and the kind are the same. Convolution with the
// same window: the filters and channels both have. Dense: the outputs both have, of a same input all weights, else where rows and
// columns are the same those of the channels both have. What is left of `to` stays as it is.
void carry_over(const Network& from, Network& to);

// Filters a and b of a convolution change places, with their biases and everything downstream that belongs to their maps: the
// channels of the next convolution, or the weights of the next dense layer. The maps of this layer and of those that work on each
// map alone (ReLU, pooling) are the same to the bit, in the other order. The first layer that adds over channels adds the same
// products in another order, so its sums may differ in the last bit; twice is the identity, to the bit.
void swap_filters(Network& network, int layer, int a, int b);

}  // namespace rizbin
