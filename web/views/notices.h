// What went wrong, or might, said where it matters with one button that helps: training that stopped, a rate that is too high, a
// command that was refused, a saved session that could not be read.
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

// Over the canvas' top; the newest trouble first, one at a time.
void draw_notices(const Rect& canvas, Context& context);

// Loss rose in `rises` of the last `readings` measurements (lecture chapter 14: a step too long jumps over the valley).
struct RateCheck {
  int rises = 0, readings = 0;
  [[nodiscard]] bool too_high() const { return readings >= 10 && rises * 10 >= readings * 6; }
};
[[nodiscard]] RateCheck check_rate(const Snapshot& snapshot);

}  // namespace rizbin::views
