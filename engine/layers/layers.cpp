// The table of layers; see layers.h.
#include "engine/layers/layers.h"

#include <array>

#include "engine/core/check.h"
#include "engine/layers/activation.h"
#include "engine/layers/conv.h"
#include "engine/layers/dense.h"
#include "engine/layers/flatten.h"
#include "engine/layers/pool.h"
#include "engine/layers/softmax.h"

namespace rizbin {
namespace {

constexpr std::array<const LayerType*, 9> kTable = {
    &kConvLayer,     &kReluLayer,    &kTanhLayer,  &kSigmoidLayer, &kMaxPoolLayer,
    &kMeanPoolLayer, &kFlattenLayer, &kDenseLayer, &kSoftmaxLayer,
};

}  // namespace

const LayerType& layer_type(LayerKind kind) {
  const auto row = static_cast<std::size_t>(kind);
  CHECK(row < kTable.size(), "a kind without a row");
  CHECK(kTable[row]->kind == kind, "rows stand in the order of LayerKind");
  return *kTable[row];
}

std::span<const LayerType* const> layer_types() { return kTable; }

int weight_divisor(const LayerSpec& spec, Shape in) {
  const LayerType& type = layer_type(spec.kind);
  return type.divisor ? type.divisor(spec, in) : 1;
}

}  // namespace rizbin
