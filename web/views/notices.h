// What went wrong, or might, said where it matters with one button that helps: what the diagnosis of training found
// (engine/study/diagnose.h), a command that was refused, a saved session that could not be read.
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

// Over the canvas' top; the newest trouble first, one at a time.
void draw_notices(const Rect& canvas, Context& context);

}  // namespace rizbin::views
