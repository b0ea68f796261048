// The row of conv in the table of layers; formula and shapes in conv.cpp.
#pragma once

#include "engine/layers/layer.h"

namespace rizbin {

extern const LayerType kConvLayer;

}  // namespace rizbin
