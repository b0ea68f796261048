// The three lanes of a step: stage, layer, cell; each is a slider by hand and by key.
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

enum class LaneForm : std::uint8_t { bar, folded, sheet };  // folded: only the cells; sheet: finger-sized

[[nodiscard]] float lanes_height(LaneForm form);
void draw_lanes(const Rect& box, LaneForm form, Context& context);

}  // namespace rizbin::views
