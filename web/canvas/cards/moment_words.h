// A moment inside a step in words: what is worked out, with what result, and what comes next. Read by the card, the lanes and the
// spoken description.
#pragma once

#include <string>
#include <vector>

#include "web/canvas/moment.h"

namespace rizbin::cards {

[[nodiscard]] std::string moment_layer_name(const Snapshot& snapshot, StepStage stage, int layer);
[[nodiscard]] std::string moment_title(const Snapshot& snapshot, const Moment& moment);   // "Cell 25: row 4, column 4"
[[nodiscard]] std::string moment_place(const Snapshot& snapshot, const Moment& moment);  // "cell 25 of 49, convolution, diagonal"
[[nodiscard]] std::string moment_result(const Snapshot& snapshot, const Moment& moment);  // "0.55"
[[nodiscard]] std::string moment_walk(const Snapshot& snapshot, const Moment& moment);  // "The window walks"
[[nodiscard]] std::vector<std::string> moment_next_words(const Snapshot& snapshot, const Moment& moment);
// All of it in one sentence or two, for the live region.
[[nodiscard]] std::string moment_said(const Snapshot& snapshot, const Moment& moment);

}  // namespace rizbin::cards
