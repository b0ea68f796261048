// Where everything stands: one pure function of the window's size and what is open. All rectangles come out mirrored for Persian;
// the network, the time axis and the pad are mirrored nowhere.
//
//   wide   ≥ 1200          top bar / panel | canvas / timeline
//   rail   900 – 1199      top bar / rail (panel beside it when open) | canvas / timeline; also wide but low windows (phones lying
//                          down): there the rail alone changes tabs and the timeline is one row
//   sheet  600 – 899       top bar / canvas / strip with quantity, legend, zoom / sheet
//   phone  < 600           the same, narrower; the sheet has three heights
#pragma once

#include "web/canvas/view_state.h"
#include "web/ui/geometry.h"

namespace rizbin::views {

enum class Form : std::uint8_t { wide, rail, sheet, phone };

struct Layout {
  Form form = Form::wide;
  bool panel_shown = true;
  bool folded = false;  // the timeline is one row of 48 px
  ui::Rect top_bar, panel, rail, canvas, strip, sheet, timeline;
  ui::Rect transport, curves, settings;  // parts of the timeline
  [[nodiscard]] bool has_sheet() const { return form == Form::sheet || form == Form::phone; }
};

[[nodiscard]] Form form_of(const ui::Rect& window);
[[nodiscard]] float sheet_height(const ui::Rect& window, Sheet sheet);
// sheet_now: the sheet's height at this moment (it moves). room, 0 … 1: how far the panel has folded to the rail, because one
// number is the page.
[[nodiscard]] Layout make_layout(const ui::Rect& window, const ViewState& view, float sheet_now, bool coarse, bool rtl,
                                 float room = 0);

}  // namespace rizbin::views
