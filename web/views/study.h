// What the views know of the network beyond its snapshot: how it answers to all held-out glyphs (engine/study/survey.h), looked at
// a few glyphs a frame once training rests or has gone on for a while, and what that says of its health (engine/study/diagnose.h).
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

// Once a frame, before anything reads it.
void update_study(Context& context);
// The survey of the network as it is now; null while it is under way.
[[nodiscard]] const Survey* survey_of(const Context& context);

// Best patches of the filter or map in focus, and the score of the glyph on the pad under it (lecture chapter 6). From `y` down;
// returns the height used, 0 with nothing of that kind in focus.
float draw_patches(const Rect& area, float y, float width, Context& context);

}  // namespace rizbin::views
