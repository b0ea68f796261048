// The rows of max and mean pooling in the table of layers; formulas in pool.cpp.
#pragma once

#include "engine/layers/layer.h"

namespace rizbin {

extern const LayerType kMaxPoolLayer;
extern const LayerType kMeanPoolLayer;

}  // namespace rizbin
