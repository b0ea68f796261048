// The legend: which colour is which number, for what the cells show now.
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

inline constexpr float kLegendShort = 84;   // the figures alone
inline constexpr float kLegendLong = 210;   // figures and bar
void draw_legend(const Rect& box, Context& context);

}  // namespace rizbin::views
