// Accuracy above, loss below, on one time axis, and the way through it: a press, a drag or the arrow keys go to any recorded step
// (SeekStep) and the whole canvas follows. Held-out glyphs in ink, training in a thin line; what comes after the present in a third
// of it; a tick where a hand changed a weight or a setting.
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

struct Lanes {
  Rect axis;  // both lanes: x is time
  float accuracy_top, accuracy_bottom, loss_top, loss_bottom;  // y of 100 % and of the lane's foot, of the largest loss and of 0
};
[[nodiscard]] Lanes lanes_in(const Rect& axis);
void draw_curves(const Lanes& lanes, Context& context);

// Held-out figures of this step as shown beside the curves.
[[nodiscard]] std::string accuracy_figure(const Snapshot& snapshot);
[[nodiscard]] std::string loss_figure(const Snapshot& snapshot);

}  // namespace rizbin::views
