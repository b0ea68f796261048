// The kernels for 256-bit vectors, compiled with -mavx2 (and without FMA, which rounds differently); best_kernels() asks the
// processor before it hands them out.
#include <cstddef>
#include <cstdint>

#include "engine/layers/kernels/kernels.h"

namespace rizbin {
namespace {
constexpr int kWidth = 8;
constexpr const char* kName = "AVX2";
}  // namespace
}  // namespace rizbin

#include "engine/layers/kernels/fast.inl"
#include "engine/layers/kernels/fast_planes.inl"

namespace rizbin {
const Kernels& kernels_avx2() { return kTable; }
}  // namespace rizbin
