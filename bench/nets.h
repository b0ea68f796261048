// The networks the benchmark trains, and batches of random pictures for them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/core/check.h"
#include "engine/core/rng.h"
#include "engine/train/trainer.h"

namespace rizbin::bench {

struct Net {
  std::string name;
  Shape input;
  std::vector<LayerSpec> specs;
  int batch = 0;
  Optimizer optimizer;
};

inline LayerSpec conv(std::string id, int units, int kernel, bool same) {
  return {.kind = LayerKind::conv, .id = std::move(id), .units = units, .kernel_h = kernel, .kernel_w = kernel, .same = same};
}
inline LayerSpec relu(std::string id) { return {.kind = LayerKind::relu, .id = std::move(id)}; }
inline LayerSpec pool(std::string id, int window) {
  return {.kind = LayerKind::max_pool, .id = std::move(id), .stride = window, .window = window};
}
inline LayerSpec dense(std::string id, int units) { return {.kind = LayerKind::dense, .id = std::move(id), .units = units}; }
inline LayerSpec flatten() { return {.kind = LayerKind::flatten, .id = "flatten"}; }

inline Net xo() {
  return {"XO 9x9",
          {1, 9, 9},
          {conv("conv1", 3, 3, false), relu("relu1"), pool("pool1", 2), flatten(), dense("votes", 2)},
          16,
          {.learning_rate = 0.05f, .momentum = 0.9f}};
}
inline Net lenet() {
  return {"LeNet-28",
          {1, 28, 28},
          {conv("conv1", 8, 5, true), relu("relu1"), pool("pool1", 2), conv("conv2", 16, 5, true), relu("relu2"), pool("pool2", 3),
           flatten(), dense("votes", 10)},
          32,
          {.learning_rate = 0.02f, .momentum = 0.9f}};
}
inline Net cnn() {
  return {"CNN-32",
          {1, 28, 28},
          {conv("conv1", 32, 3, false), relu("relu1"), conv("conv2", 64, 3, false), relu("relu2"), pool("pool1", 2), flatten(),
           dense("dense1", 128), relu("relu3"), dense("votes", 10)},
          64,
          {.learning_rate = 0.01f, .momentum = 0.9f}};
}

struct Batches {
  std::vector<float> pictures;
  std::vector<int> labels;
};
inline Batches random_batches(const Net& net, int count) {
  Rng rng(7);
  Batches batches;
  const int samples = count * net.batch;
  const int classes = net.specs.back().units;
  for (int i = 0; i < samples * net.input.size(); ++i) batches.pictures.push_back(rng.chance(0.3f) ? 1.0f : -1.0f);
  for (int i = 0; i < samples; ++i) batches.labels.push_back(rng.integer(0, classes - 1));
  return batches;
}

}  // namespace rizbin::bench
