// The table of layers: one row a kind, in the order of LayerKind. To add a layer: a kind in spec.h, a pair of files, a row here.
#pragma once

#include <span>

#include "engine/layers/layer.h"

namespace rizbin {

[[nodiscard]] const LayerType& layer_type(LayerKind kind);
[[nodiscard]] std::span<const LayerType* const> layer_types();

// n for mean mode, 1 else.
[[nodiscard]] int weight_divisor(const LayerSpec& spec, Shape in);

}  // namespace rizbin
