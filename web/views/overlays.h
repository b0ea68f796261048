// What opens over everything: the menu, the list of keys, About with the licences, "Start afresh?", the training settings of a
// narrow window. One at a time; Esc or a press beside it closes it.
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

void draw_overlays(Context& context, bool phone);
void close_overlay(Context& context);

}  // namespace rizbin::views
