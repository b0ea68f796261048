// Rows of samples: the batch the next step learns from, over the canvas. Each row a glyph, what the network answers, what it
// should, and its loss; the mean at the foot is the loss the step goes down (lecture chapters 1 and 14). A press puts the glyph on
// the pad with its label, and so through the whole canvas.
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

// In place of the network while Shell::rows is set.
void draw_rows(const Rect& canvas, Context& context);
void close_rows(Context& context);
// The button of the Train tab; returns the height used.
float draw_rows_button(const Rect& area, float y, float width, Context& context);

}  // namespace rizbin::views
