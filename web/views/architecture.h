// Edit mode: the layers on the canvas are the learner's. A mark in every gap adds a layer, a layer's heading selects it, its
// settings hang under it with the arithmetic of its output and its parameters. Each draft that fits is applied at once (one undo
// each); one that does not is drawn as it is, with what would mend it. Training waits. Lecture: chapter 11 (stacking layers).
#pragma once

#include "web/views/context.h"
#include "web/views/layout.h"

namespace rizbin::views {

void enter_architecture(Context& c);
void leave_architecture(Context& c);
// Esc: closes what is open inside the mode, then the mode; false: it was not on.
bool leave_architecture_step(Context& c);

// What edit mode leaves of the canvas' area to the network: the marks' strip above, the cards' below.
[[nodiscard]] ui::Rect architecture_canvas(const ui::Rect& area, const Context& c);
// Instead of the canvas while the draft does not fit; false: it fits, draw the canvas.
bool draw_draft(const ui::Rect& canvas, Context& c);
// Marks, headings, cards over the drawn network; or, with the mode off, the button that turns it on.
void draw_architecture(const ui::Rect& area, const ui::Rect& canvas, Context& c, bool phone);

}  // namespace rizbin::views
