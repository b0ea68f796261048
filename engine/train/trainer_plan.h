// The plan of a training step: every buffer, table and fused pair of layers, laid out once in one arena. A step then only runs
// down the stages and back; it allocates nothing.
//
// A tensor is the value of one or more layers (ReLU, tanh, sigmoid work in place, flatten changes no number) with its gradient
// beside it. Value and gradient have halos of their own: the value's is the zero padding of the convolution that reads it, the
// gradient's is what the turned-round convolution of the backward pass reads beyond the edge.
#pragma once

#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include "engine/layers/kernels/kernels.h"
#include "engine/train/trainer.h"

namespace rizbin {

// Hands out aligned pieces of one allocation. Planning runs twice: once to measure (take returns null), once to place.
class Arena {
 public:
  template <class T>
  T* take(std::size_t count) {
    constexpr std::size_t kLine = 64;
    const std::size_t offset = used_;
    used_ += (count * sizeof(T) + kLine - 1) / kLine * kLine;
    return memory_ ? reinterpret_cast<T*>(memory_.get() + offset) : nullptr;
  }
  void place() {
    const std::size_t size = used_;
    memory_.reset(static_cast<std::byte*>(::operator new(size, std::align_val_t{64})));
    std::memset(memory_.get(), 0, size);
    used_ = 0;
  }
  [[nodiscard]] std::size_t bytes() const { return used_; }

 private:
  struct Free {
    void operator()(std::byte* memory) const { ::operator delete(memory, std::align_val_t{64}); }
  };
  std::unique_ptr<std::byte, Free> memory_;
  std::size_t used_ = 0;
};

struct Tensor {
  Planes value_planes;
  Planes gradient_planes;
  float* value = nullptr;
  float* gradient = nullptr;   // null where nobody needs it
};

// dx of a convolution at the cells (y, x) with y mod stride and x mod stride fixed: one dot each, with its own share of the
// weights.
struct BackPhase {
  DotShape dot;
  const std::int32_t* source = nullptr;   // packed index → index in the layer's weights, −1 for filling
  float* packed = nullptr;
  int packed_size = 0;
};

struct Stage {
  LayerKind kind = LayerKind::relu;
  bool forward_fused = false;    // a neighbour does this layer's work
  bool backward_fused = false;
  bool relu = false;             // this layer does the ReLU's work too
  bool needs_dx = false;
  int x = 0;                     // tensors
  int y = 0;

  // conv, dense
  int parameters = 0;            // where the weights begin in the flat parameters; biases follow
  int weights = 0;
  int biases = 0;
  float divisor = 0;             // mean mode: the number of weights in a kernel; else 0
  float* packed = nullptr;
  float* scratch = nullptr;
  DotShape forward;
  DotShape gradient;             // conv: the forward taps with dy's geometry
  DenseShape dense;
  std::vector<BackPhase> back;   // dense has one, packed without a table

  // pooling
  PoolShape pool;
  PoolShape pool_gradient;
  std::int32_t* winner = nullptr;
};

struct Trainer::Plan {
  Plan(const Network& network, int max_batch);

  [[nodiscard]] bool fits(const Network& network) const;   // false after a convolution changed its mode

  std::vector<LayerSpec> specs;
  Shape input;
  int max_batch = 0;
  int classes = 0;
  int parameter_count = 0;
  int first_trained = 0;                 // first layer with parameters
  int last_dense = 0;
  std::vector<Tensor> tensors;           // 0 is the picture
  std::vector<Stage> stages;
  Arena arena;
  const Kernels* kernels = nullptr;

  // Flat in layer order, weights then biases.
  float* w = nullptr;
  float* w_next = nullptr;
  float* g = nullptr;
  float* v_next = nullptr;
  float* probabilities = nullptr;        // [class][16]
  float* losses = nullptr;               // [16]
  std::vector<float> velocity;

 private:
  void lay_out(const Network& network);
  void plan_tensors(const Network& network);
  void plan_fusion();
  void plan_conv(const Network& network, int layer);
  void plan_conv_back(const Network& network, int layer);
  void plan_dense(const Network& network, int layer);
};

}  // namespace rizbin
