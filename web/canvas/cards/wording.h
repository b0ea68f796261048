// Names and short sentences of the cards, in the reader's language. Channels keep the name of the feature or filter they came
// from: "Diagonal, row 4, column 4" (one-based, as the lecture counts).
#pragma once

#include <string>

#include "engine/layers/explain.h"
#include "engine/layers/snapshot.h"

namespace rizbin::cards {

[[nodiscard]] std::string cell_title(const Snapshot& snapshot, CellRef cell);
[[nodiscard]] std::string parameter_title(const Snapshot& snapshot, ParamRef param);
[[nodiscard]] std::string row_and_column(Place place);
// Letter of a layer's output in ∂r/∂c: x, c, r, a, v, z.
[[nodiscard]] std::string symbol(const Snapshot& snapshot, int layer);

}  // namespace rizbin::cards
