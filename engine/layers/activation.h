// The rows of ReLU, tanh and the sigmoid in the table of layers; formulas in activation.cpp.
#pragma once

#include "engine/layers/layer.h"

namespace rizbin {

extern const LayerType kReluLayer;
extern const LayerType kTanhLayer;
extern const LayerType kSigmoidLayer;

}  // namespace rizbin
