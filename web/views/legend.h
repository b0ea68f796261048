// The legend: which colour is which number, for what the cells show now. Pressed, it asks over what the colours are taken and how
// numbers are written (overlays.cpp draws that menu).
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

inline constexpr float kLegendShort = 84;   // the figures alone
inline constexpr float kLegendLong = 210;   // figures and bar
[[nodiscard]] Str scope_name(RangeScope scope);
void draw_legend(const Rect& box, Context& context);
// Beside it while the cells show a change: what it is taken since, and a button that makes it count from now on.
void draw_since(const Rect& box, Context& context);

}  // namespace rizbin::views
