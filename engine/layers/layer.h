// The contract of a layer. One pair of files a kind; layers.cpp is the table. Everything here is for one sample, plain c h w, in
// readable loops: the reference that the batch kernels (engine/layers/kernels) must equal bit for bit.
//
// THE ORDER OF SUMS, part of the number format (float, round to nearest, no fused multiply-add, every chain starts at +0):
//   conv forward   acc = Σ x·w over c, ky, kx ascending, padding cells included as x = 0 (they cannot change the bits of finite
//                  sums: a chain from +0 never is −0); mean mode: acc ÷ n, a true division, n = c·kernel_h·kernel_w; then + bias.
//   dense forward  acc = Σ x·w over inputs ascending; then + bias.
//   conv d_in      Σ d_out·f over out channel, then out row, then out column ascending; f = w, in mean mode w ÷ n rounded first.
//   dense d_in     Σ d_out·w over outputs ascending.
//   conv d_weight  Σ d_out·x over out rows, then columns; mean mode: then ÷ n.      conv d_bias   Σ d_out likewise, never ÷ n.
//   dense d_weight d_out·x.                                                            dense d_bias  d_out.
//   batch          (train/trainer.cpp) samples come in blocks of 16, the last filled up with gradients of 0. A block's gradient of
//   a
//                  convolution is the halving tree over its samples' (0 += 8, 1 += 9 …, then 4, 2, 1 apart), of a dense layer the
//                  chain over them; blocks are added in order, from 0; the total ÷ N, a true division.
//   relu           y = x > 0 ? x : 0          d_in = x > 0 ? d_out : 0      (the same as asking y > 0)
//   tanh           d_in = d_out · (1 − y·y)
//   sigmoid        d_in = d_out · (y · (1 − y))
//   max_pool       the first cell of the window in reading order that no later one exceeds (v > best replaces);
//                  d_in = Σ d_out over the windows that this cell won, out rows then columns ascending.
//   mean_pool      (Σ x in reading order) ÷ (cells it has); d_in = Σ d_out·(1 ÷ cells), 1 ÷ cells rounded first, same order.
//   softmax        m = max z; e_i = exp(z_i − m); s = Σ e ascending; p_i = e_i ÷ s.
//   loss           engine/train/loss.h; a batch's loss is the chain over its samples' ÷ N.
//
// Geometry: same padding puts (kernel − 1) ÷ 2 (rounded down) before and the rest after, whatever the stride;
// conv out = (in + padding − kernel) ÷ stride + 1. Pooling: out = ⌈(in − window) ÷ stride⌉ + 1, the last window dropped if it
// would begin outside; a window over the edge keeps what it has (7 → 4 → 2).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/layers/explain.h"
#include "engine/layers/spec.h"

namespace rizbin {

// What forward and backward of one sample read and write. Spans of the right length are the caller's promise.
struct LayerForward {
  const LayerSpec& spec;
  Shape in;
  Shape out;
  std::span<const float> x;       // in.size()
  std::span<const float> weight;
  std::span<const float> bias;    // empty without bias
  std::span<float> y;             // out.size()
  std::span<int> winner;          // out.size() for max pooling, else empty
  std::span<std::uint8_t> tie;    // likewise
};

struct LayerBackward {
  const LayerSpec& spec;
  Shape in;
  Shape out;
  std::span<const float> x;
  std::span<const float> y;
  std::span<const float> weight;
  std::span<const int> winner;
  std::span<const float> d_y;
  std::span<float> d_x;           // overwritten; empty: not wanted
  std::span<float> d_weight;      // added to, not yet ÷ n; empty: not wanted
  std::span<float> d_bias;        // added to
};

// A layer together with the numbers of one sample, as explain() looks at it.
struct LayerView {
  const LayerSpec& spec;
  int layer = 0;                  // its place in the network; its inputs are cells of layer − 1
  Shape in;
  Shape out;
  std::span<const float> x;
  std::span<const float> y;
  std::span<const float> weight;
  std::span<const float> bias;
  std::span<const int> winner;
  std::span<const std::uint8_t> tie;
};

// From one input cell to one output cell that uses it.
struct Link {
  int out = 0;                    // flat index in the layer's output
  float factor = 1;               // d out ÷ d in
  int weight = -1;                // index of the weight between them; −1: none
  int row = 0;                    // the input's place in that output's window
  int column = 0;
  int channel = 0;
  bool chosen = false;            // factor selects (gate, maximum): the product is x or nothing, never a multiplication
  bool tie = false;               // the output is a maximum that more than one cell reached
  bool stopped = false;           // the output is set by hand: nothing passes (factor 0, chosen); links_of() says so
};

// Exact arithmetic beside the floats, while it stays exact and small.
struct Rational {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
};

// The exact values of a layer's inputs, asked for one by one; none where they are not known.
class ExactInputs {
 public:
  virtual ~ExactInputs() = default;
  [[nodiscard]] virtual std::optional<Rational> at(int in) = 0;
};

// One row of the table. A null pointer: the kind has no such thing.
struct LayerType {
  LayerKind kind;
  std::string_view word;          // "conv": in errors and files
  Operation operation;            // what an output is made by; conv: sum, in mean mode mean
  bool lanes;                     // a batch adds its samples' gradients as a tree (conv), else as a chain
  bool one_to_one;                // output i is made of input i alone

  Result<Shape> (*infer)(const LayerSpec& spec, Shape in);
  int (*weights)(const LayerSpec& spec, Shape in);  // their number
  int (*divisor)(const LayerSpec& spec, Shape in);  // n of the mean mode; 1 else
  void (*forward)(const LayerForward& io);
  void (*backward)(const LayerBackward& io);

  void (*terms)(const LayerView& view, int out, Explanation& explanation);
  void (*links)(const LayerView& view, int in, std::vector<Link>& links);  // appended, in the order the gradient adds them
  void (*uses)(const LayerView& view, int weight, std::vector<Term>& terms);  // where a weight is used: factor = the input's value
  CellBox (*field)(const LayerSpec& spec, Shape in, Shape out, const CellBox& box);  // the inputs of a box of outputs
  std::optional<Rational> (*exact)(const LayerView& view, int out, ExactInputs& inputs);
};

}  // namespace rizbin
