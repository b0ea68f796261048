// Editing what is in focus: a value or a weight typed in place, stepped by key, let go of; the kernel's menu (the lecture's
// features, edges, blur, the learner's own drawing, turning, signs, locks, allowed values). Everything is one command and can be
// undone.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "web/canvas/canvas_impl.h"
#include "web/canvas/kernels.h"
#include "web/canvas/speech.h"
#include "web/ui/widgets.h"

namespace rizbin {
namespace {

constexpr float kByHandLimit = 1000;
constexpr float kGap = 6;

// Widgets draw into frame().list: what floats over the cards lends them the upper one.
struct OnTop {
  ImDrawList* base = ui::frame().list;
  OnTop() { ui::frame().list = ui::frame().overlay; }
  ~OnTop() { ui::frame().list = base; }
  OnTop(const OnTop&) = delete;
  OnTop& operator=(const OnTop&) = delete;
};

float value_of(const Snapshot& s, CellRef cell) {
  const std::vector<float>& values = cell.layer < 0 ? s.picture : s.layers[static_cast<std::size_t>(cell.layer)].value;
  const auto at = static_cast<std::size_t>(cell.index);
  return at < values.size() ? values[at] : 0;
}

bool begins_number(char32_t c) {
  return (c >= U'1' && c <= U'9') || (c >= U'\u06F1' && c <= U'\u06F9') || c == U'.' || c == U'\u066B';
}

}  // namespace

bool by_hand(const Snapshot& s, CellRef cell) {
  return cell.layer >= 0 && cell.layer < static_cast<int>(s.layers.size()) &&
         std::ranges::binary_search(s.layers[static_cast<std::size_t>(cell.layer)].by_hand, cell.index);
}

std::optional<CellRef> Canvas::Impl::settable(const Now& now) const {
  const Focus& focus = now.view.focus;
  if (focus.kind == FocusKind::cell && focus.cell.layer >= 0) return focus.cell;
  if (focus.kind == FocusKind::vote_class) return CellRef{static_cast<int>(now.snapshot.layers.size()) - 1, focus.vote_class};
  return std::nullopt;
}

void Canvas::Impl::set_value(const Now& now, CellRef cell, float value, int gesture) {
  value = std::clamp(value, -kByHandLimit, kByHandLimit);
  if (by_hand(now.snapshot, cell) && value == value_of(now.snapshot, cell)) return;
  now.commands.push(SetActivation{.cell = cell, .value = value, .gesture = gesture});
  ui::request_frame();
}

void Canvas::Impl::begin_typing(const Now& now, const Focus& focus, std::string_view begun) {
  const bool parameter = focus.kind == FocusKind::parameter;
  if (focus.kind == FocusKind::none || (focus.kind == FocusKind::cell && focus.cell.layer < 0)) return;
  if (parameter && locked(now.snapshot, focus.param)) {
    now.commands.push(
        SetParameter{focus.param, parameter_value(now.snapshot, focus.param) + 1, 0});  // refused: the notice says why
    ui::request_frame();
    return;
  }
  typed_id = focus_id(now.snapshot, focus);
  const CellRef cell = focus.kind == FocusKind::vote_class
                           ? CellRef{static_cast<int>(now.snapshot.layers.size()) - 1, focus.vote_class}
                           : focus.cell;
  const float limit = parameter ? kWeightLimit : kByHandLimit;
  const float value = parameter ? parameter_value(now.snapshot, focus.param) : value_of(now.snapshot, cell);
  ui::Rect box = parameter ? param_rect(layout, now.snapshot, focus.param) : cell_rect(layout, now.snapshot, cell);
  if (room(now)) box = {now.area.center().x - 60, now.area.center().y - 18, 120, 36};
  ui::begin_edit(typed_id, spoken_name(now.snapshot, focus), intersect(box, now.area).empty() ? now.area.inset(60) : box,
                 static_cast<double>(value), static_cast<double>(-limit), static_cast<double>(limit), 2, begun);
  ui::request_frame();
}

void Canvas::Impl::finish_typing(const Now& now) {
  if (typed_id.empty()) return;
  if (const std::optional<double> value = ui::edit_result(typed_id)) {
    const Focus focus = focus_from_id(now.snapshot, typed_id);
    const int gesture = now.commands.begin_gesture();
    if (focus.kind == FocusKind::parameter) set_parameter(now, focus.param, static_cast<float>(*value), gesture);
    if (focus.kind == FocusKind::cell) set_value(now, focus.cell, static_cast<float>(*value), gesture);
    if (focus.kind == FocusKind::vote_class)
      set_value(now, {static_cast<int>(now.snapshot.layers.size()) - 1, focus.vote_class}, static_cast<float>(*value), gesture);
    back_to_network(focus);
    typed_id.clear();
    return;
  }
  if (ui::editing(typed_id)) return;
  back_to_network(focus_from_id(now.snapshot, typed_id));
  typed_id.clear();
}

// A cell's item holds no keyboard focus: after typing, the arrows walk on from the network.
void Canvas::Impl::back_to_network(const Focus& typed) const {
  if (typed.kind != FocusKind::parameter && (ui::focused_id().empty() || ui::focused_id() == typed_id)) ui::set_focus("network");
}

// Alt and the arrows up and down step by 0.01 (with Shift 0.1), a digit or the point begins a number, Backspace opens the one that
// is there, Delete lets go of a value set by hand. 0, + and − stay the zoom's.
bool Canvas::Impl::edit_key(const Now& now, const ui::KeyPress& press) {
  if (press.ctrl || now.view.quantity == Quantity::gradient) return false;
  const Focus& focus = now.view.focus;
  const std::optional<CellRef> cell = settable(now);
  if (!cell && focus.kind != FocusKind::parameter) return false;
  if (press.alt) {
    if (press.key != ui::Key::up && press.key != ui::Key::down) return false;
    const float by = (press.key == ui::Key::up ? .01f : -.01f) * (press.shift ? 10.0f : 1.0f);
    const auto stepped = [by](float v) { return std::round((v + by) * 100) / 100; };
    // Steps that follow each other on one number are one gesture.
    if (!(stepped_focus == focus) || stepping_gesture == 0) stepping_gesture = now.commands.begin_gesture();
    stepped_focus = focus;
    if (cell) {
      set_value(now, *cell, stepped(value_of(now.snapshot, *cell)), stepping_gesture);
    } else {
      set_parameter(now, focus.param, stepped(parameter_value(now.snapshot, focus.param)), stepping_gesture);
    }
    return true;
  }
  stepping_gesture = 0;
  if (press.key == ui::Key::character && begins_number(press.character)) {
    std::string begun;
    if (press.character < 0x80) {
      begun = static_cast<char>(press.character);
    } else {  // two bytes: ۱ … ۹ and ٫
      begun = static_cast<char>(0xC0 | press.character >> 6);
      begun += static_cast<char>(0x80 | (press.character & 0x3F));
    }
    begin_typing(now, focus, begun);
    return true;
  }
  if (press.key == ui::Key::backspace) {
    begin_typing(now, focus, {});
    return true;
  }
  if (press.key == ui::Key::del && cell && by_hand(now.snapshot, *cell)) {
    now.commands.push(SetActivation{.cell = *cell, .value = {}, .gesture = 0});
    ui::request_frame();
    return true;
  }
  return false;
}

// "2 values set by hand · let go": while there are any, wherever the focus is.
void Canvas::Impl::hand_pill(const Now& now, bool in_room) {
  int count = 0;
  for (const LayerState& layer : now.snapshot.layers) count += static_cast<int>(layer.by_hand.size());
  if (count == 0 || in_room) return;
  const OnTop on_top;
  const ui::Theme& theme = *ui::frame().theme;
  const std::string text =
      count == 1 ? std::string(ui::tr(Str::edit_let_go_one)) : ui::fmt(Str::edit_let_go_all, {{"n", ui::number(count)}});
  const std::string action(ui::tr(Str::edit_let_go));
  const ui::TextStyle small = ui::colored(ui::kSmall, theme.ink2), strong{12, ui::Weight::semibold, theme.ink, 18};
  const float w = 12 + 16 + 6 + ui::text_width(text, small) + 14 + ui::text_width(action, strong) + 14;
  const float h = ui::frame().coarse_pointer ? ui::kTouchControl : 32.0f;
  const bool phone = now.breakpoint == Breakpoint::phone, rtl = ui::locale().rtl();
  ui::Rect box = ui::mirror(now.area, {now.area.x + 16, now.area.bottom() - 16 - h, w, h}, rtl);
  if (!phone && layout.whole) box.y -= ui::control_height() + 8;  // above the button that edits the layers
  if (!intersect(card, box).empty()) box.y = card.y - 8 - h;
  if (phone && !layout.whole) box.y = now.area.y + 9;
  ui::Item item;
  item.id = "canvas/let_go";
  item.label = ui::tr(Str::edit_let_go_all_name);
  item.value = text;
  item.rect = box;
  const ui::Interaction in = ui::interact(item);
  ImDrawList* list = ui::frame().list;
  fill(list, box, in.hovered ? theme.hover : theme.panel, h / 2);
  ui::stroke_rect(list, box, h / 2, theme.line_strong, 1);
  const auto at = [&](float x, float width) { return ui::mirror(box, {box.x + x, box.y, width, box.h}, rtl); };
  ui::draw_icon(list, at(12, 16).center(), ui::Icon::pencil, 15, theme.ink2);
  const float tw = ui::text_width(text, small) + 1, aw = ui::text_width(action, strong) + 1;
  ui::draw_text(list, at(34, tw), text, small);
  ui::draw_text(list, at(34 + tw + 13, aw), action, strong);
  if (in.focus_visible) ui::focus_ring(list, box, h / 2);
  if (in.pressed) {
    now.commands.push(ClearActivations{});
    ui::request_frame();
  }
}

// Beside the card: the pencil for a value, the kernel's menu and the lock for a weight.
void Canvas::Impl::edit_tools(const Now& now, bool in_room) {
  const Focus& focus = now.view.focus;
  const bool active = now.view.hover.kind == FocusKind::none || now.view.pinned;
  tools = {};
  if (in_room || card.empty() || !active || flight || now.view.quantity == Quantity::gradient) {
    if (focus.kind != FocusKind::parameter) kernel_menu = false;
    return;
  }
  const bool parameter = focus.kind == FocusKind::parameter;
  const bool kernel = parameter && now.snapshot.layers[static_cast<std::size_t>(focus.param.layer)].spec.kind == LayerKind::conv &&
                      focus.param.kind == ParamKind::weight;
  const std::optional<CellRef> cell = settable(now);
  if (!parameter && !cell) return;
  const OnTop on_top;
  const float side = ui::control_height();
  const std::string label(ui::tr(Str::edit_kernel));
  const float wide = kernel ? ui::button_width(label, true) + kGap : 0;
  const float width = parameter ? wide + side : side;
  const bool rtl = ui::locale().rtl();
  // After the card, else before it, else above its end.
  ui::Rect box{rtl ? card.x - 8 - width : card.right() + 8, card.center().y - side / 2, width, side};
  const ui::Rect inside = now.area.inset(8);
  if (box.x < inside.x || box.right() > inside.right()) {
    box.x = rtl ? card.right() + 8 : card.x - 8 - width;
    if (box.x < inside.x || box.right() > inside.right())
      box = {rtl ? card.x + 8 : card.right() - width - 8, card.y - side - 8, width, side};
  }
  tools = box;
  if (cell) {
    ui::ButtonSpec pencil;
    pencil.id = "canvas/set_value";
    pencil.name = ui::tr(Str::edit_set);
    pencil.icon = ui::Icon::pencil;
    pencil.show_label = false;
    if (ui::button(box, pencil)) begin_typing(now, focus, {});
    return;
  }
  if (kernel) {
    ui::ButtonSpec menu;
    menu.id = "canvas/kernel";
    menu.label = label;
    menu.name = ui::tr(Str::edit_kernel_name);
    menu.icon = ui::Icon::chevron_down;
    menu.on = kernel_menu;
    if (ui::button(ui::mirror(box, {box.x, box.y, wide - kGap, side}, rtl), menu)) {
      kernel_menu = !kernel_menu;
      ui::request_frame();
    }
  }
  const bool held = locked(now.snapshot, focus.param);
  ui::ButtonSpec lock;
  lock.id = "canvas/lock";
  lock.name = ui::tr(held ? Str::edit_unlock : Str::edit_lock);
  lock.icon = held ? ui::Icon::lock : ui::Icon::lock_open;
  lock.kind = ui::ButtonKind::normal;
  lock.on = held;
  lock.show_label = false;
  lock.role = ui::Role::toggle;
  if (ui::button(ui::mirror(box, {box.right() - side, box.y, side, side}, rtl), lock))
    now.commands.push(SetLock{.param = focus.param, .locked = !held, .gesture = 0});
}

bool Canvas::menu_open() const { return impl_->kernel_menu; }

void Canvas::draw_menu(const Snapshot& snapshot, ViewState& view, CommandQueue& commands) {
  Impl& m = *impl_;
  const Focus& focus = view.focus;
  const bool weight = focus.kind == FocusKind::parameter && focus.param.kind == ParamKind::weight &&
                      focus.param.layer < static_cast<int>(snapshot.layers.size()) &&
                      snapshot.layers[static_cast<std::size_t>(focus.param.layer)].spec.kind == LayerKind::conv;
  if (!weight) m.kernel_menu = false;
  if (!m.kernel_menu) return;
  const OnTop on_top;
  m.kernel_menu = draw_kernel_menu(snapshot, focus.param, m.tools, commands);
  if (!m.kernel_menu) ui::set_focus("network");
}

}  // namespace rizbin
