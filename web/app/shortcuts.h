// Keys that no item took: Space trains and pauses, S steps, R starts over, Ctrl+Z and its kin, + − 0, Esc, ? (the help overlay
// lists them).
#pragma once

#include "web/views/context.h"

namespace rizbin {

void take_shortcuts(views::Context& context);

}  // namespace rizbin
