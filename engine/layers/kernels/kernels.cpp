#include "engine/layers/kernels/kernels.h"

namespace rizbin {

const Kernels* widest_kernels() {
#if defined(__x86_64__) || defined(_M_X64)
  if (__builtin_cpu_supports("avx2")) return &kernels_avx2();
#endif
  return nullptr;
}

const Kernels& best_kernels() {
  const Kernels* widest = widest_kernels();
  return widest ? *widest : kernels_128();
}

}  // namespace rizbin
