// Colour ranges: value / range is the place on a colour map. One range a layer, symmetric about zero; the legend shows the same.
#pragma once

#include <vector>

#include "engine/layers/snapshot.h"
#include "web/canvas/cards/cards.h"
#include "web/canvas/view_state.h"
#include "web/ui/theme.h"

namespace rizbin {

// Index layer + 1; 0 is the picture. A layer of zeros has range 1.
[[nodiscard]] std::vector<CardRange> layer_ranges(const Snapshot& snapshot);
// Of two networks beside each other: layers of one name take the larger range of both.
void share_ranges(std::vector<CardRange>& ranges, const Snapshot& snapshot, const Snapshot& partner);

struct Legend {
  ui::ColorMap map = ui::ColorMap::activation;
  float range = 1;
};
// Of the layer that is pointed at or in focus; with neither, the widest of the layers' ranges.
[[nodiscard]] Legend legend(const Snapshot& snapshot, const std::vector<CardRange>& ranges, const ViewState& view);

}  // namespace rizbin
