// Mouse, pen and fingers: hovering lights, a click pins, dragging pans (or turns a weight), wheel and pinch zoom about the pointer,
// a double click goes in.
#include <algorithm>
#include <cmath>

#include "web/canvas/canvas_impl.h"
#include "web/canvas/neighbours.h"
#include "web/canvas/speech.h"
#include "web/ui/widgets.h"

namespace rizbin {
namespace {

constexpr float kWheelZoom = .0024f;  // per px: a notch of 100 px is a factor of 1.27
constexpr float kFinger = 22;  // half a touch target
constexpr float kMouse = 1.5f;
constexpr float kWeightPerPixel = .01f;
constexpr float kMouseSlop = 4, kTouchSlop = 10;
constexpr double kLongPressS = .55;

}  // namespace

float parameter_value(const Snapshot& snapshot, const ParamRef& param) {
  if (param.layer < 0 || param.layer >= static_cast<int>(snapshot.layers.size())) return 0;
  const LayerState& state = snapshot.layers[static_cast<std::size_t>(param.layer)];
  const std::vector<float>& numbers = param.kind == ParamKind::bias ? state.bias : state.weight;
  const auto at = static_cast<std::size_t>(param.index);
  return at < numbers.size() ? numbers[at] : 0;
}

void Canvas::Impl::pinch_and_wheel(const Now& now, const ui::Interaction& in) {
  const bool zooms = in.pinch != 1 || in.wheel.y != 0;
  const bool pans = in.pan.x != 0 || in.pan.y != 0 || in.wheel.x != 0;
  if (!zooms && !pans) return;
  flight.reset();
  arrived.reset();
  Camera camera = now.view.camera.fit ? fit_camera(stage, now.area) : now.view.camera;
  const ui::Vec by{in.pan.x - in.wheel.x, in.pan.y};
  if (pans && !now.view.camera.fit && !room_of) {
    camera = panned(seen_by(now), camera, by);
    wheel.held = false;
  }
  if (zooms) {
    float factor = in.pinch * std::exp(-std::clamp(in.wheel.y, -400.0f, 400.0f) * kWheelZoom);
    // The thing under the pointer is held on to while the pointer rests: as it grows it comes to the middle, and at last it is the
    // page, whose zoom ends soon after.
    const ui::Vec moved = in.pointer - wheel.pointer;
    const float slack = in.pinch != 1 ? 24 : 5;
    if (!wheel.held || std::hypot(moved.x, moved.y) > slack) {
      const Focus thing = room_of ? *room_of : hit_test(layout, now.snapshot, in.pointer, in.touch ? kFinger : kMouse);
      wheel.held = thing.kind != FocusKind::none;
      wheel.pointer = in.pointer;
      if (wheel.held) wheel.hold = hold_of(seen_by(now), camera, thing, room_of ? now.area.center() : in.pointer);
    }
    aimed = wheel.held;
    if (wheel.held) {
      const float px = focus_cell_px(layout, now.snapshot, wheel.hold.thing);
      if (factor > 1 && px >= 380) factor = 1;
      camera = zoomed(seen_by(now), camera, factor, wheel.hold);
    } else {
      camera = zoomed(seen_by(now), camera, factor, in.pointer);
    }
  }
  now.view.camera = camera;
  if (wheel.held && zooms && !room_of) {
    const Layout there = seen_by(now).layout(camera);
    if (focus_cell_px(there, now.snapshot, wheel.hold.thing) >= 320) set_focus(now, wheel.hold.thing);
  }
  now.view.hover = {};
  ui::request_frame();
}

void Canvas::Impl::set_parameter(const Now& now, const ParamRef& param, float value, int gesture) {
  value = std::clamp(value, -kWeightLimit, kWeightLimit);
  if (value == parameter_value(now.snapshot, param)) return;
  now.commands.push(SetParameter{param, value, gesture});
  ui::request_frame();
}

void Canvas::Impl::pointer(const Now& now, const ui::Interaction& in) {
  ViewState& view = now.view;
  const bool in_room = room_of.has_value();
  const float reach = in.touch ? kFinger : kMouse;
  const auto under = [&](ui::Vec p) { return in_room ? Focus{} : hit_test(layout, now.snapshot, p, reach); };

  if (in.began) {
    press_at = in.pointer;
    drag_length = 0;
    press_s = ui::frame().now_s;
    panning = false;
    pressed_on = under(in.pointer);
    edit.reset();
    // A weight is turned by dragging it up and down; a finger must have chosen it first, so that it can still pan.
    const bool weight = pressed_on.kind == FocusKind::parameter && view.quantity == Quantity::value;
    if (weight && (!in.touch || view.focus == pressed_on)) {
      edit = WeightEdit{pressed_on.param, parameter_value(now.snapshot, pressed_on.param), 0, 0, false};
    }
  }
  if (in.cancelled) {
    edit.reset();
    panning = false;
  }
  if (in.held && (in.drag.x != 0 || in.drag.y != 0)) {
    const ui::Vec moved = in.pointer - press_at;
    drag_length = std::max(drag_length, std::hypot(moved.x, moved.y));
    const bool beyond = drag_length > (in.touch ? kTouchSlop : kMouseSlop);
    if (edit && beyond) {
      if (edit->gesture == 0) {
        edit->gesture = now.commands.begin_gesture();
        view.focus = pressed_on;
        view.pinned = true;
      }
      edit->moved -= in.drag.y * (in.shift ? .1f : 1.0f);
      const float value = std::round((edit->start + edit->moved * kWeightPerPixel) * 100) / 100;
      set_parameter(now, edit->param, value, edit->gesture);
    } else if (!edit && beyond && !in_room) {
      if (in.touch && view.camera.fit) {
        // Nothing to pan: the finger searches for its cell, the loupe shows it.
        const Focus found = under(in.pointer);
        if (found.kind != FocusKind::none) {
          view.focus = found;
          view.pinned = true;
          searching = true;
        }
      } else {
        flight.reset();
        const ui::Vec by = panning ? in.drag : moved;
        panning = true;
        if (!view.camera.fit) view.camera = panned(seen_by(now), view.camera, by);
      }
      ui::request_frame();
    }
  }
  // A press that stays put opens the number.
  const bool number = pressed_on.kind == FocusKind::parameter || pressed_on.kind == FocusKind::vote_class ||
                      (pressed_on.kind == FocusKind::cell && pressed_on.cell.layer >= 0);
  if (in.held && !in_room && number && drag_length < kMouseSlop && !searching && view.quantity != Quantity::gradient &&
      press_s > 0) {
    if (ui::frame().now_s - press_s >= kLongPressS) {
      press_s = 0;
      view.focus = pressed_on;
      view.pinned = true;
      edit.reset();
      begin_typing(now, pressed_on, {});
    } else {
      ui::request_frame_at(press_s + kLongPressS);
    }
  }
  if (in.ended || !in.held) {
    searching = false;
    edit.reset();
    panning = false;
  }

  view.hover = {};
  if (in.hovered && !in.touch && !in.held && !flight) view.hover = under(in.pointer);
  if (edit && edit->gesture != 0) view.hover = {};

  if (in.pressed) {
    const Focus target = under(in.pointer);
    if (in_room) {
      // A neighbour in the rim: go there.
      const ui::Rect page = now.area.inset(26);
      const int dy = in.pointer.y < page.y ? -1 : in.pointer.y >= page.bottom() ? 1 : 0;
      const int dx = in.pointer.x < page.x ? -1 : in.pointer.x >= page.right() ? 1 : 0;
      const Focus next = dy == 0 && dx == 0 ? Focus{} : neighbour(now.snapshot, view.focus, dy, dx);
      if (next.kind != FocusKind::none) {
        set_focus(now, next);
        keep_in_sight(now);
      }
    } else if (in.shift && view.focus.kind != FocusKind::none) {
      if (!(target == view.focus)) pin_second(now, target);
    } else if (in.double_clicked) {
      if (target.kind == FocusKind::parameter && view.quantity == Quantity::value) {
        view.focus = target;
        view.pinned = true;
        begin_typing(now, target, {});
      } else {
        go_in(now, target);
      }
    } else if (target.kind == FocusKind::none) {
      view.focus = {};
      view.pinned = false;
    } else {
      view.focus = target;
      view.pinned = true;
    }
    ui::request_frame();
  }
}

}  // namespace rizbin
