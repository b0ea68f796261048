// Colour ranges: value / range is the place on a colour map, symmetric about zero. Taken over a layer unless chosen: over one cell
// (the one in focus, all others against it), over each map or kernel, over the network. The legend shows the figures it means; what
// lies beyond its range carries a corner triangle.
#pragma once

#include <vector>

#include "engine/layers/snapshot.h"
#include "web/canvas/cards/cards.h"
#include "web/canvas/view_state.h"
#include "web/ui/theme.h"

namespace rizbin {

// Index layer + 1; 0 is the picture, whose values are always ±1. A layer of zeros has range 1.
[[nodiscard]] std::vector<CardRange> layer_ranges(const Snapshot& snapshot);
// Of two networks beside each other: layers of one name take the larger range of both.
void share_ranges(std::vector<CardRange>& ranges, const Snapshot& snapshot, const Snapshot& partner);

struct Ranges {
  std::vector<CardRange> layers;  // by the scope; what cards are coloured with
  std::vector<std::vector<CardRange>> maps;  // scope map: of each map (weights: of its kernels), index layer + 1; else empty
  // channel −1: of the layer.
  [[nodiscard]] const CardRange& of(int layer, int channel) const;
};
[[nodiscard]] Ranges ranges_of(const Snapshot& snapshot, RangeScope scope, const Focus& focus);

struct Legend {
  ui::ColorMap map = ui::ColorMap::activation;
  float range = 1;
};
// Of what is pointed at or in focus; with neither, the widest range of a layer with maps.
[[nodiscard]] Legend legend(const Snapshot& snapshot, const Ranges& ranges, const ViewState& view);

}  // namespace rizbin
