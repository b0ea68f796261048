// See panel.h. The sheet is dragged by its handle and settles at the nearest of its three heights (88, 424 or 352, all).
#include "web/views/panel.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "web/views/draw_panel.h"
#include "web/views/first_steps.h"
#include "web/views/train_panel.h"

namespace rizbin::views {
namespace {

constexpr float kTabs = 44;
constexpr float kHandleAbove = 16, kHandleBelow = 28;  // a finger's 44 px, across the sheet's edge
constexpr float kSheetSeconds = 0.24f;
constexpr std::array<std::string_view, 3> kTabIds = {"draw", "train", "lesson"};

std::array<std::string, 3> tab_labels() {
  return {std::string(ui::tr(Str::tab_draw)), std::string(ui::tr(Str::tab_train)), std::string(ui::tr(Str::tab_lesson))};
}

void draw_tabs(const Rect& box, Context& c) {
  const int chosen = ui::tabs(box, "tabs", ui::tr(Str::tabs_name), kTabIds, tab_labels(), static_cast<int>(c.view.tab));
  if (chosen >= 0) c.view.tab = static_cast<Tab>(chosen);
}

// The sheet's tabs share its width: each is a third, as wide as a thumb's reach.
void draw_sheet_tabs(const Rect& box, Context& c) {
  ui::Item group;
  group.id = "tabs";
  group.role = ui::Role::group;
  group.label = ui::tr(Str::tabs_name);
  group.rect = box;
  group.actions = 0;
  group.hit = false;
  ui::announce(group);
  ImDrawList* list = ui::frame().list;
  const std::array<std::string, 3> labels = tab_labels();
  const float third = box.w / static_cast<float>(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const Rect tab = from_start(box, third * static_cast<float>(i), 0, third, box.h);
    const bool chosen = static_cast<std::size_t>(c.view.tab) == i;
    ui::Item item;
    item.id = "tabs/" + std::string(kTabIds[i]);
    item.role = ui::Role::tab;
    item.label = labels[i];
    item.parent = "tabs";
    item.rect = tab;
    item.selected = chosen;
    const ui::Interaction in = ui::interact(item);
    const ui::TextStyle text{13, chosen ? ui::Weight::semibold : ui::Weight::medium,
                             chosen || in.hovered ? theme().ink : theme().ink3, 20};
    ui::draw_text(list, tab.inset(4, 0), item.label, text, ui::Align::center);
    if (chosen) fill({tab.center().x - third * 0.44f, tab.bottom() - 2, third * 0.88f, 2}, theme().ink);
    if (in.focus_visible) ui::focus_ring(list, tab.inset(8, 4), 6);
    if (!in.pressed) continue;
    c.view.tab = static_cast<Tab>(i);
    if (c.view.sheet == Sheet::low) c.view.sheet = Sheet::half;
  }
}

Sheet nearest_sheet(const Rect& window, float height) {
  Sheet best = Sheet::low;
  for (const Sheet s : {Sheet::half, Sheet::full})
    if (std::abs(sheet_height(window, s) - height) < std::abs(sheet_height(window, best) - height)) best = s;
  return best;
}

void draw_handle(const Rect& sheet, Context& c) {
  const Rect& window = ui::frame().window;
  // The finger finds it anywhere in the sheet's middle; the tabs below take over where they begin.
  const Rect box{sheet.center().x - 80, sheet.y - kHandleAbove, 160, kHandleAbove + kHandleBelow};
  ui::Item item;
  item.id = "sheet/handle";
  item.role = ui::Role::slider;
  item.label = ui::tr(Str::sheet_handle);
  item.value = ui::tr(c.view.sheet == Sheet::low    ? Str::sheet_low
                      : c.view.sheet == Sheet::half ? Str::sheet_half
                                                    : Str::sheet_full);
  item.rect = box;
  item.actions = ui::kPress | ui::kDrag | ui::kAdjust | ui::kFocus;
  item.min = 0;
  item.max = 2;
  item.now = static_cast<float>(c.view.sheet);
  const ui::Interaction in = ui::interact(item);
  Shell& shell = c.shell;
  if (in.held && in.drag.y != 0) {
    shell.sheet_dragged = true;
    shell.sheet_height =
        std::clamp(shell.sheet_height - in.drag.y, sheet_height(window, Sheet::low), sheet_height(window, Sheet::full));
  }
  if (in.ended && shell.sheet_dragged) {
    shell.sheet_dragged = false;
    c.view.sheet = nearest_sheet(window, shell.sheet_height);
  } else if (in.pressed) {
    c.view.sheet = c.view.sheet == Sheet::half ? Sheet::full : Sheet::half;
  }
  if (in.adjust != 0)
    c.view.sheet = static_cast<Sheet>(std::clamp(static_cast<int>(c.view.sheet) + (in.adjust > 0 ? 1 : -1), 0, 2));
  const float w = 36;
  fill({sheet.center().x - w / 2, sheet.y + 11, w, 4}, in.hovered || in.held ? theme().ink3 : theme().line_strong, 2);
  if (in.focus_visible) ui::focus_ring(ui::frame().list, {sheet.center().x - w / 2 - 8, sheet.y + 6, w + 16, 14}, 6);
}

void draw_content(const Rect& body, Context& c, const Layout& l) {
  const bool phone = l.form == Form::phone;
  switch (c.view.tab) {
    case Tab::draw: l.has_sheet() || l.folded ? draw_draw_sheet(body, c, phone || l.folded) : draw_draw_panel(body, c); break;
    case Tab::train: l.has_sheet() ? draw_train_sheet(body, c, phone) : draw_train_panel(body, c, l.folded); break;
    case Tab::lesson: draw_first_steps(body, c); break;
  }
}

}  // namespace

void draw_panel(const Layout& l, Context& c) {
  if (!l.panel_shown || l.panel.empty()) return;
  const Rect& p = l.panel;
  ui::panel_ground(p);
  ImDrawList* list = ui::frame().list;
  const float edge = rtl() ? p.x : p.right();
  ui::hairline(list, {edge, p.y}, {edge, p.bottom()}, theme().line);
  if (l.folded) {  // the rail beside it has the same three: a low window spares the row
    draw_content(p, c, l);
    return;
  }
  ui::hairline(list, {p.x, p.y + kTabs}, {p.right(), p.y + kTabs}, theme().line);
  draw_tabs(from_start(p, ui::kPanelPadding, 0, p.w - 2 * ui::kPanelPadding, kTabs), c);
  draw_content({p.x, p.y + kTabs, p.w, p.h - kTabs}, c, l);
}

void draw_rail(const Layout& l, Context& c) {
  const Rect& r = l.rail;
  ui::panel_ground(r);
  const float edge = rtl() ? r.x : r.right();
  ui::hairline(ui::frame().list, {edge, r.y}, {edge, r.bottom()}, theme().line);
  constexpr std::array<ui::Icon, 3> icons = {ui::Icon::pencil, ui::Icon::chart_spline, ui::Icon::book_open};
  const std::array<std::string, 3> labels = tab_labels();
  float y = 14;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    ui::ButtonSpec spec;
    const std::string id = "rail/" + std::string(kTabIds[i]);
    spec.id = id;
    spec.name = labels[i];
    spec.icon = icons[i];
    spec.show_label = false;
    spec.kind = ui::ButtonKind::tool;
    spec.role = ui::Role::toggle;
    const bool here = static_cast<std::size_t>(c.view.tab) == i;
    spec.on = here && l.panel_shown;
    if (ui::button(from_start(r, (r.w - 44) / 2, y, 44, 44), spec)) {
      if (c.canvas.in_room()) c.shell.room_panel = !(here && l.panel_shown);
      if (l.form == Form::rail) c.view.panel_open = !(here && l.panel_shown);
      c.view.tab = static_cast<Tab>(i);
    }
    y += 52;
  }
}

float settle_room(Context& c) {
  constexpr float kSeconds = 0.24f;
  Shell& shell = c.shell;
  const bool in_room = c.canvas.in_room();
  if (!in_room) shell.room_panel = false;
  const float goal = in_room && !shell.room_panel ? 1 : 0;
  if (shell.room != goal) {
    const float step = ui::frame().reduced_motion ? 1 : std::min(ui::frame().dt_s, 0.034f) / kSeconds;
    shell.room += std::clamp(goal - shell.room, -step, step);
    ui::request_frame();
  }
  return shell.room * shell.room * (3 - 2 * shell.room);
}

float settle_sheet(const Rect& window, Context& c) {
  Shell& shell = c.shell;
  const float target = sheet_height(window, c.view.sheet);
  if (shell.sheet_height < 0 || ui::frame().reduced_motion) {
    if (!shell.sheet_dragged) shell.sheet_height = target;
  } else if (!shell.sheet_dragged && shell.sheet_height != target) {
    // Moves most of what is left in each frame: starts where the finger let go, without a jerk.
    const float left = target - shell.sheet_height;
    const float dt = std::min(ui::frame().dt_s, 0.034f);
    const float part = 1 - std::exp(-dt * 4 / kSheetSeconds);
    shell.sheet_height = std::abs(left) < 0.5f ? target : shell.sheet_height + left * part;
    ui::request_frame();
  }
  return shell.sheet_height;
}

void draw_sheet(const Layout& l, Context& c) {
  const Rect& s = l.sheet;
  ImDrawList* list = ui::frame().list;
  ui::card_ground(list, {s.x - 1, s.y, s.w + 2, s.h + ui::kRadiusSheet}, ui::kRadiusSheet);
  // The canvas ends where the sheet begins: nothing behind it takes the pointer.
  ui::Item ground;
  ground.id = "sheet";
  ground.role = ui::Role::group;
  ground.label = ui::tr(Str::tabs_name);
  ground.rect = s;
  ground.actions = 0;
  ui::interact(ground);
  draw_handle(s, c);
  const float tabs = std::max(kTabs, ui::kTouchControl);
  const Rect bar{s.x, s.y + kHandleBelow, s.w, tabs};
  draw_sheet_tabs(bar, c);
  ui::hairline(list, {s.x, bar.bottom()}, {s.right(), bar.bottom()}, theme().line);
  const Rect body{s.x, bar.bottom() + 1, s.w, s.bottom() - bar.bottom() - 1};
  if (body.h > 24) draw_content(body, c, l);
}

}  // namespace rizbin::views
