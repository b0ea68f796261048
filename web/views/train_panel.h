// The Train tab: how well the network reads glyphs it never trained on, which ones it misreads, and how the glyphs vary
// (lecture chapters 4, 13, 14).
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

void draw_train_panel(const Rect& area, Context& context);             // the panel of wide and rail
void draw_train_sheet(const Rect& area, Context& context, bool phone); // with the timeline's parts, inside the bottom sheet

}  // namespace rizbin::views
