// The row of softmax in the table of layers; formula and shapes in softmax.cpp.
#pragma once

#include "engine/layers/layer.h"

namespace rizbin {

extern const LayerType kSoftmaxLayer;

}  // namespace rizbin
