// The kernels for 128-bit vectors: WebAssembly SIMD, SSE2, NEON.
#include <cstddef>
#include <cstdint>

#include "engine/layers/kernels/kernels.h"

namespace rizbin {
namespace {
constexpr int kWidth = 4;
constexpr const char* kName = "128 bits";
}  // namespace
}  // namespace rizbin

#include "engine/layers/kernels/fast.inl"
#include "engine/layers/kernels/fast_planes.inl"

namespace rizbin {
const Kernels& kernels_128() { return kTable; }
}  // namespace rizbin
