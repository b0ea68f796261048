// The race to 90 % on held-out glyphs: a line for each learning rate and network, time logarithmic, a dot a seed. It runs in the
// background and is told as it comes out: no factor without its rate (lecture chapter 15).
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

void draw_race(const Rect& card, Context& context);

}  // namespace rizbin::views
