// A layer as data: what the learner chooses. Networks are lists of these; the layer table (layers.h) gives each kind its
// shapes, kernels and explanations.
#pragma once

#include <cstdint>
#include <string>

#include "engine/core/shape.h"

namespace rizbin {

enum class LayerKind : std::uint8_t { conv, relu, tanh, sigmoid, max_pool, mean_pool, flatten, dense, softmax };

struct LayerSpec {
  LayerKind kind = LayerKind::relu;
  // Stable word, unique in its network: "conv1", "relu1", "pool1", "pool2", "votes", "dense", "softmax". Item ids begin with it.
  std::string id;

  int units = 0;       // conv: filters; dense: outputs
  int kernel_h = 3;    // conv
  int kernel_w = 3;
  int stride = 1;      // conv and pooling
  bool same = false;   // conv: zero padding that keeps h and w at stride 1; else valid
  bool mean = false;   // conv: the lecture's mode, Σ products ÷ number of weights in the kernel (channels × kernel_h × kernel_w)
  bool bias = true;    // conv and dense
  int window = 2;      // pooling; a window over the edge keeps what it has (7 → 4)

  bool operator==(const LayerSpec&) const = default;
};

[[nodiscard]] constexpr bool has_parameters(LayerKind kind) { return kind == LayerKind::conv || kind == LayerKind::dense; }

enum class ParamKind : std::uint8_t { weight, bias };

// One parameter. Weights: conv [out][in][ky][kx], dense [out][in], flat. Biases: [out].
struct ParamRef {
  int layer = -1;
  ParamKind kind = ParamKind::weight;
  int index = 0;
  bool operator==(const ParamRef&) const = default;
};

// One cell of the network. layer −1 is the picture; else the output of that layer; index is flat in its shape.
struct CellRef {
  int layer = -1;
  int index = 0;
  bool operator==(const CellRef&) const = default;
};

// A value in mid-network set by the learner's hand (layer ≥ 0): what the layer computes there gives way to it.
struct ByHand {
  CellRef cell;
  float value = 0;
  bool operator==(const ByHand&) const = default;
};

}  // namespace rizbin
