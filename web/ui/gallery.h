// Every control in every state, light and dark side by side, as in design/components.png: to be held beside it. Shown by
// `rizbin --view gallery --size 1472x1808` (?view=gallery in the page). A sheet for who builds Rizbin: its words are English only.
#pragma once

#include "web/gfx/heatmap.h"
#include "web/platform/platform.h"

namespace rizbin::ui {

// One set of heat maps a theme.
void draw_gallery(gfx::Heatmaps& light, gfx::Heatmaps& dark, bool persian);

// The whole program for it: platform::run(argc, argv, ui::gallery()) when platform::option("view") is "gallery".
[[nodiscard]] platform::AppCallbacks gallery();

}  // namespace rizbin::ui
