// The kernel's menu: little kernels to choose from, turning, signs, locks and the values a layer's weights may take.
#pragma once

#include <vector>

#include "engine/layers/snapshot.h"
#include "web/runner/command_queue.h"
#include "web/ui/geometry.h"

namespace rizbin {

[[nodiscard]] bool locked(const Snapshot& snapshot, ParamRef param);

// The weights of a whole filter with a 3×3 pattern in the middle of the kernel that `param` belongs to (zeros around it; where the
// kernel is smaller, the pattern's middle); the filter's other kernels stay as they are.
[[nodiscard]] std::vector<float> with_pattern(const LayerState& layer, ParamRef param, const float (&pattern)[9]);
// The same with that kernel turned a quarter clockwise (square kernels), or with its signs changed.
[[nodiscard]] std::vector<float> turned(const LayerState& layer, ParamRef param);
[[nodiscard]] std::vector<float> negated(const LayerState& layer, ParamRef param);

// Draws the open menu beside `near`; items "overlay/kernel/…". False: it was closed.
bool draw_kernel_menu(const Snapshot& snapshot, ParamRef param, const ui::Rect& near, CommandQueue& commands);

}  // namespace rizbin
