// Who stands beside whom: a cell in its map, a vote in its column, a weight in its matrix (a kernel's cells; classes down and
// votes across), a bias and a class among their like. The rim of a room is made of them, and the arrow keys there follow them.
#pragma once

#include "engine/layers/snapshot.h"
#include "web/canvas/view_state.h"

namespace rizbin {

// dy, dx in −1 … 1; kind none where the map, the column or the matrix ends.
[[nodiscard]] Focus neighbour(const Snapshot& snapshot, const Focus& focus, int dy, int dx);

}  // namespace rizbin
