// The Draw tab: pad and tools, the lecture's pictures, what the network reads and what the right answer is (chapters 4, 5, 12).
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

void draw_draw_panel(const Rect& area, Context& context);        // the panel of wide and rail
void draw_draw_sheet(const Rect& area, Context& context, bool phone);  // inside the bottom sheet, and the panel of a low window

// "X, tilted": the name of one of the lecture's pictures.
[[nodiscard]] std::string example_label(std::string_view name, const Snapshot& snapshot);

}  // namespace rizbin::views
