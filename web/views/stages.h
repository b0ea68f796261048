// One step in slow motion: t = (step, stage, index) in three lanes, each opening by a beam into the next (stage, layer, cell). In
// the place of the training's curves while it is open. Everything here seeks ViewState::moment; finishing the update commits
// StepSample.
#pragma once

#include "web/canvas/moment.h"
#include "web/views/context.h"
#include "web/views/layout.h"
#include "web/views/place.h"

namespace rizbin::views {

void open_stages(Context& context);                  // pauses training, begins with the first cell
void close_stages(Shell& shell, ViewState& view);    // back to training: quantity and t as they were
// Any moment, from the door too: the quantity follows the stage. rest: closes.
void show_moment(const Snapshot& snapshot, ViewState& view, Shell& shell, const Moment& moment);

void stages_go(Context& context, int steps, MomentUnit unit);  // by hand: it pauses
void stages_seek(Context& context, int steps, MomentUnit unit);  // the same on a lane: it stops at the last moment, nothing is made
void toggle_stages_playing(Context& context);
void finish_stage(Context& context);
void tick_stages(Context& context);  // every frame: what plays goes on

void draw_stages(const Layout& layout, Context& context);  // in the timeline's place
float draw_stages_sheet(const Rect& column, float y, float width, Context& context);  // returns the height
void draw_stages_button(const Rect& box, Context& context, bool words);  // opens it

}  // namespace rizbin::views
