// See layout.h.
#include "web/views/layout.h"

#include <algorithm>

#include "web/ui/theme.h"

namespace rizbin::views {
namespace {

constexpr float kLowWindow = 520;     // lower than this there is no room for a sheet or the curves
constexpr float kSettings = 312;
constexpr float kSettingsFolded = 124;
constexpr float kUnderTopBar = 16;    // a full sheet leaves its handle's reach
constexpr float kCanvasAtLeast = 132; // a full sheet leaves this much of a tablet's canvas

}  // namespace

Form form_of(const ui::Rect& window) {
  if (window.w >= 1200 && window.h >= kLowWindow) return Form::wide;
  if (window.w >= 900 || (window.w >= 600 && window.h < kLowWindow)) return Form::rail;
  return window.w >= 600 ? Form::sheet : Form::phone;
}

float sheet_height(const ui::Rect& window, Sheet sheet) {
  const Form form = form_of(window);
  const float room = window.h - ui::kTopBar;
  const float half = form == Form::sheet ? std::min(352.0f, room * 0.5f) : std::min(424.0f, room * 0.56f);
  switch (sheet) {
    case Sheet::low: return 88;
    case Sheet::half: return half;
    case Sheet::full: return form == Form::sheet ? room - kCanvasAtLeast : room - kUnderTopBar;
  }
  return half;
}

Layout make_layout(const ui::Rect& window, const ViewState& view, float sheet_now, bool coarse, bool rtl, float room) {
  Layout l;
  l.form = form_of(window);
  const float w = window.w, h = window.h, x0 = window.x, y0 = window.y;
  const auto place = [&](float x, float y, float width, float height) {
    return ui::mirror(window, {x0 + x, y0 + y, std::max(0.0f, width), std::max(0.0f, height)}, rtl);
  };
  l.top_bar = place(0, 0, w, ui::kTopBar);

  if (l.has_sheet()) {
    // On a phone that reads a cell close up the canvas needs all the height: Esc and back lead to the strip again.
    const bool close_up = l.form == Form::phone && !view.camera.fit;
    const float strip = close_up ? 0 : (coarse ? ui::kTouchControl : ui::kControl) + (l.form == Form::sheet ? 32 : 24);
    const float top = h - sheet_now;
    l.sheet = place(0, top, w, sheet_now);
    // Under a sheet pulled up all the way nothing is drawn.
    const float strip_top = std::max(ui::kTopBar, top - strip);
    l.strip = place(0, strip_top, w, top - strip_top);
    l.canvas = place(0, ui::kTopBar, w, strip_top - ui::kTopBar);
    l.panel_shown = true;
    return l;
  }

  l.folded = h < kLowWindow;
  const float foot = l.folded ? ui::kTimelineFolded : ui::kTimeline;
  const float middle = h - ui::kTopBar - foot;
  // 280 up to a window of 1280, 320 from 1920 on; finger-sized tools need the 320 everywhere. In a low window the pad stands
  // beside its tools, as on a phone.
  const float panel = l.folded ? std::clamp(w * 0.42f, 300.0f, 352.0f)
                      : coarse ? 320.0f
                               : std::clamp(ui::kPanel + (w - 1280) * 40 / 640, ui::kPanel, 320.0f);
  // Folding, the panel slides away under the rail.
  const bool rail = l.form == Form::rail || room > 0;
  const bool open = l.form != Form::rail || view.panel_open;
  const float open_end = l.form == Form::rail ? (open ? ui::kRail + panel : ui::kRail) : panel;
  const float start = open_end + room * (ui::kRail - open_end);
  if (rail) l.rail = place(0, ui::kTopBar, ui::kRail, middle);
  l.panel_shown = open && room < 1;
  if (l.panel_shown) l.panel = place(start - panel, ui::kTopBar, panel, middle);
  l.canvas = place(start, ui::kTopBar, w - start, middle);
  l.timeline = place(0, h - foot, w, foot);
  const float settings = l.form == Form::wide ? kSettings : kSettingsFolded;
  const float transport = l.folded ? std::min(w - settings, 460.0f) : panel;
  l.transport = place(0, h - foot, transport, foot);
  l.settings = place(w - settings, h - foot, settings, foot);
  l.curves = place(transport, h - foot, w - transport - settings, foot);
  return l;
}

}  // namespace rizbin::views
