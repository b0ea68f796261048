// The Train tab: how well the network reads glyphs it never trained on, which ones it misreads, and how the glyphs vary
// (lecture chapters 4, 13, 14).
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

// The panel of wide and rail; `with_curves` where the timeline has no room for them.
void draw_train_panel(const Rect& area, Context& context, bool with_curves);
void draw_train_sheet(const Rect& area, Context& context, bool phone);  // with the timeline's parts, inside the bottom sheet

}  // namespace rizbin::views
