// What the canvas says: name, value and the whole arithmetic of a focused thing in sentences, for the mirror's items and live
// region. From explain() alone, in the reader's language, in the digits the cells show.
#pragma once

#include <string>

#include "engine/layers/snapshot.h"
#include "engine/study/change.h"
#include "web/canvas/view_state.h"

namespace rizbin {

[[nodiscard]] std::string spoken_name(const Snapshot& snapshot, const Focus& focus);  // "Convolution, diagonal, row 4, column 4"
// change: what the quantities change and difference compare with; null elsewhere.
[[nodiscard]] std::string spoken_value(const Snapshot& snapshot, const Focus& focus, Quantity quantity,
                                       const Change* change = nullptr);
[[nodiscard]] std::string spoken_explanation(const Snapshot& snapshot, const Focus& focus, Quantity quantity,
                                             const Change* change = nullptr);

}  // namespace rizbin
