// Names and short sentences of the cards, in the reader's language. Channels keep the name of the feature or filter they came
// from: "Diagonal, row 4, column 4" (one-based, as the lecture counts).
#pragma once

#include <string>

#include "engine/layers/explain.h"
#include "engine/layers/snapshot.h"

namespace rizbin::cards {

// The convolution whose filters the channels of `layer`'s output still are; −1 if there is none (dense, picture).
[[nodiscard]] int channel_source(const Snapshot& snapshot, int layer);
// "diagonal" or "filter 2"; `title`: with a capital where the language has them.
[[nodiscard]] std::string channel_name(const Snapshot& snapshot, int layer, int channel, bool title);
[[nodiscard]] std::string layer_name(const Snapshot& snapshot, int layer);  // "Convolution", "ReLU", "Pooling", "Votes", …
[[nodiscard]] std::string cell_title(const Snapshot& snapshot, CellRef cell);
[[nodiscard]] std::string parameter_title(const Snapshot& snapshot, ParamRef param);
[[nodiscard]] std::string row_and_column(Place place);
// Letter of a layer's output in ∂r/∂c: x, c, r, a, v, z.
[[nodiscard]] std::string symbol(const Snapshot& snapshot, int layer);

}  // namespace rizbin::cards
