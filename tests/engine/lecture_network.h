// The lecture's machine for tests: its three features in mean mode, and stacks of the specs after them.
#pragma once

#include <string>
#include <vector>

#include "engine/train/network.h"

namespace rizbin {

inline constexpr const char* kFeatureNames[3] = {"diagonal", "cross", "anti_diagonal"};

[[nodiscard]] inline LayerSpec lecture_conv() {
  return {.kind = LayerKind::conv, .id = "conv1", .units = 3, .mean = true, .bias = false};
}
[[nodiscard]] inline LayerSpec pool_spec(std::string id) {
  return {.kind = LayerKind::max_pool, .id = std::move(id), .stride = 2, .window = 2};
}
[[nodiscard]] inline LayerSpec relu_spec(std::string id) { return {.kind = LayerKind::relu, .id = std::move(id)}; }
[[nodiscard]] inline LayerSpec votes_spec(int classes, bool bias = false) {
  return {.kind = LayerKind::dense, .id = "votes", .units = classes, .bias = bias};
}

// conv1, the layers between, flatten, votes (weights 0), with the lecture's kernels in conv1.
[[nodiscard]] Network lecture_network(std::vector<LayerSpec> between, int classes = 2);

}  // namespace rizbin
