// The row of dense in the table of layers; formula and shapes in dense.cpp.
#pragma once

#include "engine/layers/layer.h"

namespace rizbin {

extern const LayerType kDenseLayer;

}  // namespace rizbin
