// The held-out glyphs with what the network reads in each: a bar in the class's colour, as long as the probability; a ring round
// every mistake. A press puts a glyph on the pad, with its label (lecture chapters 4 and 13).
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

struct Score {
  int right = 0, total = 0;
  [[nodiscard]] float share() const { return total == 0 ? 0 : static_cast<float>(right) / static_cast<float>(total); }
};
[[nodiscard]] Score score_of(const Snapshot& snapshot);
// Class with the largest probability (the first wins a tie) of held-out glyph i.
[[nodiscard]] int read_as(const HeldOut& heldout, int i);

// Both draw from `y` down inside `area` and return the height used.
float draw_mistakes(const Rect& area, float y, float width, int columns, Context& context);
float draw_gallery(const Rect& area, float y, float width, int columns, int at_most, Context& context);

}  // namespace rizbin::views
