// The third tab until the course stands in it: six things to try, each a button that does it or shows it.
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

void draw_first_steps(const Rect& area, Context& context);

}  // namespace rizbin::views
