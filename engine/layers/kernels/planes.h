// Planes: where the numbers of one block of 16 samples lie while a batch is trained.
//
//   [c][top + h + bottom][left + w + right][16]        16 samples side by side ("lanes"), w next, then h, then c
//
// The border (halo) is written once, as zeros, when the arena is planned; it is the zero padding of a convolution, so no kernel
// copies or branches at an edge. A pixel is one cache line (16 floats); a plane is an odd number of lines, so that the planes of
// a layer do not all begin in the same cache set. 16 is part of the number format (it fixes the order of sums in a weight's
// gradient) and never follows the machine.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/core/shape.h"

namespace rizbin {

inline constexpr int kLanes = 16;

struct Halo {
  int top = 0, bottom = 0, left = 0, right = 0;
};

// Inlined always: fast_avx2.cpp must not leave a copy that the linker might choose for every processor.
struct Planes {
  Shape shape;
  Halo halo;

  [[nodiscard, gnu::always_inline]] constexpr int row() const {
    return (halo.left + shape.w + halo.right) * kLanes;
  }  // floats from row to row
  [[nodiscard, gnu::always_inline]] constexpr int plane() const {  // floats from c to c + 1
    const int lines = (halo.top + shape.h + halo.bottom) * (halo.left + shape.w + halo.right);
    return (lines | 1) * kLanes;
  }
  // Floats from the block's start to sample 0 of cell (c, y, x); y and x may point into the halo.
  [[nodiscard, gnu::always_inline]] constexpr int at(int c, int y, int x) const {
    return c * plane() + (halo.top + y) * row() + (halo.left + x) * kLanes;
  }
  [[nodiscard, gnu::always_inline]] constexpr std::size_t size() const {
    return static_cast<std::size_t>(shape.c) * static_cast<std::size_t>(plane());
  }
};

}  // namespace rizbin
