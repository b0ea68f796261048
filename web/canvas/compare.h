// Two pins: the same kind of number side by side, with the difference of what is printed. Drawn beside the first pin's card.
#pragma once

#include "web/canvas/scene.h"

namespace rizbin {

// Whether the two are the same kind of number, so that their difference says something.
[[nodiscard]] bool comparable(const Snapshot& snapshot, const Focus& a, const Focus& b);
// The difference of the two printed numbers, first − second, with its sign: 0.55 and 0.77 give −0.22.
[[nodiscard]] std::string printed_difference(const Scene& scene, const Focus& a, const Focus& b);
// True: the second pin was let go of.
bool draw_comparison(const Scene& scene, const Focus& first, const Focus& second, const ui::Rect& beside, ui::Rect& covered);

}  // namespace rizbin
