// The row of flatten in the table of layers; formula and shapes in flatten.cpp.
#pragma once

#include "engine/layers/layer.h"

namespace rizbin {

extern const LayerType kFlattenLayer;

}  // namespace rizbin
