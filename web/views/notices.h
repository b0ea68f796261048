// What went wrong, or might, said where it matters with one button that helps: training that stopped, a rate that is too high, a
// command that was refused, a saved session that could not be read.
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

// Over the canvas' top; the newest trouble first, one at a time.
void draw_notices(const Rect& canvas, Context& context);

// A step too long jumps over the valley (lecture chapter 14): the loss rises again and again, or it has settled where guessing
// would be (ln 2 for two classes).
struct RateCheck {
  int rises = 0, readings = 0;   // of the last ten measurements
  bool stuck = false;            // all of them no better than guessing
  float guess = 0;
  [[nodiscard]] bool too_high() const { return readings >= 10 && (stuck || rises * 10 >= readings * 6); }
};
[[nodiscard]] RateCheck check_rate(const Snapshot& snapshot);

}  // namespace rizbin::views
