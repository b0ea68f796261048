// The whole window: lays it out and draws every view. Adding a view: one file pair in this folder, one line in views.cpp
// (docs/add_a_view.md).
#pragma once

#include "web/views/context.h"

namespace rizbin::views {

void draw_views(Context& context);

}  // namespace rizbin::views
