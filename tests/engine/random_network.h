// Networks and pictures at random, for properties: every kind of layer and option, any order that has shapes.
#pragma once

#include <string>
#include <vector>

#include "engine/core/rng.h"
#include "engine/train/network.h"

namespace rizbin::test {

inline LayerSpec random_spec(Rng& rng, std::string id) {
  LayerSpec spec;
  spec.id = std::move(id);
  switch (rng.integer(0, 9)) {
    case 0:
    case 1:
    case 2:
    case 3:
      spec.kind = LayerKind::conv;
      spec.units = rng.integer(1, 10);
      spec.kernel_h = rng.integer(1, 4);
      spec.kernel_w = rng.integer(1, 4);
      spec.stride = rng.chance(0.7f) ? 1 : rng.integer(2, 3);
      spec.same = rng.chance(0.5f);
      spec.mean = rng.chance(0.3f);
      spec.bias = rng.chance(0.7f);
      break;
    case 4: spec.kind = LayerKind::relu; break;
    case 5: spec.kind = rng.chance(0.5f) ? LayerKind::tanh : LayerKind::sigmoid; break;
    case 6:
    case 7:
    case 8:
      spec.kind = rng.chance(0.7f) ? LayerKind::max_pool : LayerKind::mean_pool;
      spec.window = rng.integer(1, 4);
      spec.stride = rng.chance(0.5f) ? spec.window : rng.integer(1, 5);
      break;
    default:
      spec.kind = rng.chance(0.5f) ? LayerKind::flatten : LayerKind::dense;
      spec.units = rng.integer(1, 9);
      break;
  }
  if (rng.chance(0.25f)) spec.kind = LayerKind::relu;   // in every neighbourhood
  return spec;
}

inline Network random_network(Rng& rng) {
  for (;;) {
    const Shape input{rng.integer(1, 3), rng.integer(3, 13), rng.chance(0.1f) ? rng.integer(45, 60) : rng.integer(3, 13)};
    std::vector<LayerSpec> specs;
    const int layers = rng.integer(0, 6);
    for (int i = 0; i < layers; ++i) specs.push_back(random_spec(rng, "layer" + std::to_string(i)));
    if (rng.chance(0.5f)) specs.push_back({.kind = LayerKind::flatten, .id = "flatten"});
    specs.push_back({.kind = LayerKind::dense, .id = "votes", .units = rng.integer(1, 11), .bias = rng.chance(0.8f)});
    Result<Network> network = Network::build(input, specs);
    if (!network) continue;
    network->initialise(rng.next());
    for (int layer = 0; layer < network->layer_count(); ++layer)
      for (float& b : network->bias(layer)) b = rng.uniform(-0.3f, 0.3f);
    return *std::move(network);
  }
}

inline std::string describe(const Network& network) {
  static constexpr const char* kWords[] = {"conv",      "relu",    "tanh",  "sigmoid", "max_pool",
                                           "mean_pool", "flatten", "dense", "softmax"};
  const auto shape = [](Shape s) { return std::to_string(s.c) + "x" + std::to_string(s.h) + "x" + std::to_string(s.w); };
  std::string text = shape(network.input());
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const LayerSpec& spec = network.spec(layer);
    text += std::string(" > ") + kWords[static_cast<int>(spec.kind)];
    if (spec.kind == LayerKind::conv)
      text += " " + std::to_string(spec.kernel_h) + "x" + std::to_string(spec.kernel_w) + " stride " + std::to_string(spec.stride) +
              (spec.same ? " same" : "") + (spec.mean ? " mean" : "") + (spec.bias ? " bias" : "");
    if (spec.kind == LayerKind::max_pool || spec.kind == LayerKind::mean_pool)
      text += " " + std::to_string(spec.window) + " stride " + std::to_string(spec.stride);
    text += " " + shape(network.out(layer));
  }
  return text;
}

struct Batch {
  std::vector<float> pictures;
  std::vector<int> labels;
};
// Halves of small integers now and then: many ties and exact zeros.
inline Batch random_batch(Rng& rng, const Network& network, int count) {
  Batch batch;
  const bool coarse = rng.chance(0.5f);
  for (int i = 0; i < count * network.input().size(); ++i)
    batch.pictures.push_back(coarse ? static_cast<float>(rng.integer(-2, 2)) * 0.5f : rng.uniform(-1, 1));
  for (int i = 0; i < count; ++i) batch.labels.push_back(rng.integer(0, network.classes() - 1));
  return batch;
}

}  // namespace rizbin::test
