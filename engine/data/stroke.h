// Freehand strokes brought to the grid. Pad units: a picture of h×w pixels spans [0, w) × [0, h); pixel (row, column) covers
// [column, column + 1) × [row, row + 1). A pixel takes ink when its centre is within `radius` of the pen's path, so a path
// handed over in many short pieces leaves the same pixels as in one long piece.
// Radius 0.5 is the thin pen: a line along a row or a column fills one pixel across, a diagonal one leaves no staircase.
#pragma once

#include <vector>

#include "engine/core/shape.h"

namespace rizbin {

struct PadPoint {
  float x = 0;
  float y = 0;
};

inline constexpr float kThinPen = 0.5f;

// Flat indices (of channel 0), in reading order, of the pixels under one straight piece. A piece without length (a tap) also
// takes the pixel it is in, however near the corner: a tap always leaves a mark. Outside the grid nothing is marked.
[[nodiscard]] std::vector<int> rasterise_segment(Shape picture, PadPoint from, PadPoint to, float radius = kThinPen);

// A whole polyline: the union of its pieces; one point is a tap.
[[nodiscard]] std::vector<int> rasterise_polyline(Shape picture, const std::vector<PadPoint>& points, float radius = kThinPen);

}  // namespace rizbin
