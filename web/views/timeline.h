// The timeline: play and step, the two curves on one time axis, and what the training is made of (lecture chapters 13, 14).
// Its parts are also the Train tab of the bottom sheet. The time axis runs left to right in both languages.
#pragma once

#include "web/views/context.h"
#include "web/views/layout.h"
#include "web/views/place.h"

namespace rizbin::views {

void draw_timeline(const Layout& layout, Context& context);

// Play, step, reset (where it has no other place), "Step n of 240", speed in one row (sheet).
void draw_transport_row(const Rect& row, bool with_reset, Context& context);
// The two figures in one line, the lanes under it (sheet).
void draw_sheet_curves(const Rect& box, Context& context);
void draw_part(const Rect& box, Context& context);
void draw_rate(const Rect& box, Context& context);
void draw_seed(const Rect& box, Context& context);
void draw_reset(const Rect& box, Context& context);
// The popup of the rail form: part, rate and seed above the settings button.
void draw_train_settings(Context& context);

// What the keys and the button do.
void toggle_playing(Context& context);
void step_once(Context& context);
void reset_training(Context& context);

}  // namespace rizbin::views
