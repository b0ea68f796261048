// Shape of one sample's activations: c planes of h rows and w columns (axes c h w, row-major, w fastest).
// A vector of n values (votes, classes) is {n, 1, 1}.
#pragma once

namespace rizbin {

struct Shape {
  int c = 0;
  int h = 0;
  int w = 0;

  [[nodiscard]] constexpr int size() const { return c * h * w; }
  // Flat index of cell (channel, row, column) in one sample.
  [[nodiscard]] constexpr int index(int channel, int row, int column) const { return (channel * h + row) * w + column; }
  constexpr bool operator==(const Shape&) const = default;
};

// A cell's place, unpacked from its flat index.
struct Place {
  int c = 0;
  int y = 0;
  int x = 0;
  constexpr bool operator==(const Place&) const = default;
};

[[nodiscard]] constexpr Place place_of(const Shape& shape, int index) {
  const int plane = shape.h * shape.w;
  return {index / plane, (index % plane) / shape.w, index % shape.w};
}

}  // namespace rizbin
