// The table of views: every view of this folder is included and drawn here, in the order of Tab (start to end, top to bottom);
// what is drawn later lies on top.
#include "web/views/views.h"

#include "web/views/architecture.h"
#include "web/views/curves.h"
#include "web/views/draw_panel.h"
#include "web/views/first_steps.h"
#include "web/views/gallery.h"
#include "web/views/layout.h"
#include "web/views/legend.h"
#include "web/views/notices.h"
#include "web/views/overlays.h"
#include "web/views/pad.h"
#include "web/views/panel.h"
#include "web/views/place.h"
#include "web/views/race.h"
#include "web/views/rows.h"
#include "web/views/stages.h"
#include "web/views/study.h"
#include "web/views/timeline.h"
#include "web/views/top_bar.h"
#include "web/views/train_panel.h"
#include "web/views/twin.h"

namespace rizbin::views {

void draw_views(Context& c) {
  const Rect& window = ui::frame().window;
  const Form form = form_of(window);
  c.shell.sheet = form == Form::sheet || form == Form::phone;
  const float sheet_now = c.shell.sheet ? settle_sheet(window, c) : 0;
  const float room = settle_room(c);
  const Layout l = make_layout(window, c.view, sheet_now, ui::frame().coarse_pointer, rtl(), room);

  tick_stages(c);
  update_study(c);
  draw_top_bar(l, c);
  if (!l.has_sheet()) {
    const bool folding = room > 0 && room < 1;  // the panel passes under the rail
    if (folding) draw_panel(l, c);
    if (!l.rail.empty()) draw_rail(l, c);
    if (!folding) draw_panel(l, c);
  }
  // Clipped to its place, so it can stand where it belongs in the order of Tab.
  if (l.canvas.h > 40) {
    ui::push_clip(l.canvas);
    if (c.shell.stages.open || c.twin != nullptr) c.shell.architecture = {};
    if (c.shell.stages.open || c.shell.architecture.on) c.shell.rows = false;  // their walk is on the network
    if (c.twin != nullptr) {
      draw_twin(l.canvas, c);
    } else if (c.shell.rows) {
      draw_rows(l.canvas, c);
    } else {
      const Rect network = architecture_canvas(l.canvas, c);
      if (!draw_draft(network, c)) c.canvas.draw(network, c.snapshot, c.view, c.commands, c.heatmaps, c.comparison);
      draw_architecture(l.canvas, network, c, form == Form::phone);
    }
    ui::pop_clip();
  }
  if (l.has_sheet()) {
    draw_strip(l, c);
    draw_sheet(l, c);
  } else if (c.shell.stages.open) {
    draw_stages(l, c);
  } else {
    draw_timeline(l, c);
  }
  // The lab's own bar stays in reach.
  const float bar = c.twin != nullptr ? control() + 16 : 0;
  draw_notices({l.canvas.x, l.canvas.y + bar, l.canvas.w, l.canvas.h - bar}, c);
  c.canvas.draw_menu(c.snapshot, c.view, c.commands);
  draw_overlays(c, form == Form::phone);
}

}  // namespace rizbin::views
