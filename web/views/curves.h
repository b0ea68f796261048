// Accuracy above, loss below, on one time axis: the background of the timeline. Held-out glyphs in ink, training in a thin line.
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

struct Lanes {
  Rect axis;                         // both lanes: x is time
  float accuracy_top, accuracy_bottom, loss_top, loss_bottom;  // y of 100 % and of the lane's foot, of the largest loss and of 0
};
void draw_curves(const Lanes& lanes, Context& context);

// Held-out figures of this step as shown beside the curves.
[[nodiscard]] std::string accuracy_figure(const Snapshot& snapshot);
[[nodiscard]] std::string loss_figure(const Snapshot& snapshot);

}  // namespace rizbin::views
