// Every control in every state, light and dark side by side, as in design/components.png: to be held beside it. Shown by
// `rizbin --view gallery --size 1472x1808` (?view=gallery in the page). A sheet for who builds Rizbin: its words are English only.
#pragma once

#include "web/gfx/heatmap.h"
#include "web/platform/platform.h"

namespace rizbin::ui {

// One set of heat maps a theme.
void draw_gallery(gfx::Heatmaps& light, gfx::Heatmaps& dark, bool persian);

// The program, with the gallery in its place when that is asked for: platform::run(argc, argv, ui::with_gallery(app.callbacks())).
[[nodiscard]] platform::AppCallbacks with_gallery(platform::AppCallbacks app);

}  // namespace rizbin::ui
