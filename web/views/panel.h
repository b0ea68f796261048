// The start panel with its three tabs, the rail it folds to, and the bottom sheet that carries the same tabs on small windows.
#pragma once

#include "web/views/context.h"
#include "web/views/layout.h"
#include "web/views/place.h"

namespace rizbin::views {

void draw_panel(const Layout& layout, Context& context);
void draw_rail(const Layout& layout, Context& context);
void draw_sheet(const Layout& layout, Context& context);
// How far the panel has folded to the rail, moved on by this frame.
float settle_room(Context& context);
// Moves the sheet towards where it belongs; the height it has now.
float settle_sheet(const Rect& window, Context& context);

}  // namespace rizbin::views
