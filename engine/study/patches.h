// Best patches: the windows of all glyphs to which a filter answers most (lecture chapter 6: a feature finds its own shape).
// And the score of the glyph on the pad under the same filter: the largest value of its map.
#pragma once

#include <vector>

#include "engine/layers/explain.h"
#include "engine/study/survey.h"

namespace rizbin {

struct Patch {
  int picture = 0;   // index in the survey
  float value = 0;   // exactly what the map shows there
  CellRef cell;      // of the map
  CellBox window;    // in the picture: everything the cell looks at
};

// The `most` strongest answers of a map, at most one a picture, the strongest first (of equal ones the earlier picture).
// Empty: the layer has no such map, or the survey is not done.
[[nodiscard]] std::vector<Patch> best_patches(const Snapshot& snapshot, const Survey& survey, int layer, int channel, int most);

// The largest value of each map of the layer for the glyph on the pad, and its cell; one a channel.
[[nodiscard]] std::vector<Peak> pad_scores(const Snapshot& snapshot, int layer);

}  // namespace rizbin
