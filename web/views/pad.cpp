// See pad.h. A stroke is one gesture: everything it paints is undone at once. Pen and eraser paint whole pixels under the path
// (engine/data/stroke.h), so a fast stroke leaves no gaps; the move tool shifts the picture it found, so that what a drag pushes
// off the grid comes back when the drag does.
#include "web/views/pad.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "engine/data/stroke.h"
#include "web/platform/input.h"

namespace rizbin::views {
namespace {

// One pixel across on the lecture's grid; on the digits' finer one the pen their examples are drawn with.
float pen_radius(const Shape& shape) { return shape.w > 16 ? 1.35f : kThinPen; }

void paint(Context& c, Vec to) {
  PadStroke& s = c.shell.stroke;
  const Shape& shape = c.snapshot.picture_shape;
  PaintPixels command;
  command.gesture = s.gesture;
  for (const int index : rasterise_segment(shape, {s.last.x, s.last.y}, {to.x, to.y}, pen_radius(shape))) {
    float& shown = s.shown[static_cast<std::size_t>(index)];
    if (shown == s.value) continue;
    shown = s.value;
    command.pixels.push_back({index, s.value});
  }
  s.last = to;
  if (!command.pixels.empty()) c.commands.push(std::move(command));
}

void move_to(Context& c, Vec to, Vec from) {
  PadStroke& s = c.shell.stroke;
  const int dx = static_cast<int>(std::lround(to.x - from.x)), dy = static_cast<int>(std::lround(to.y - from.y));
  if (dx == s.moved_x && dy == s.moved_y) return;
  s.moved_x = dx;
  s.moved_y = dy;
  PaintPixels command;
  command.gesture = s.gesture;
  command.pixels = moved_pixels(c.snapshot.picture_shape, s.start, s.shown, dx, dy);
  for (const PixelEdit& edit : command.pixels) s.shown[static_cast<std::size_t>(edit.index)] = edit.value;
  if (!command.pixels.empty()) c.commands.push(std::move(command));
}

void begin_stroke(Context& c, Vec at, bool right_button, bool eraser) {
  PadStroke& s = c.shell.stroke;
  s = {};
  s.active = true;
  s.right_button = right_button;
  const bool erase = right_button || eraser || c.view.tool == Tool::eraser;
  s.value = erase ? -1.0f : 1.0f;
  s.gesture = c.commands.begin_gesture();
  s.last = at;
  s.start = s.shown = c.snapshot.picture;
}

// Keys meant for the pad. Space and Enter come as `pressed`.
void take_keys(Context& c, const ui::Interaction& in) {
  PadCursor& cursor = c.shell.cursor;
  const Shape& shape = c.snapshot.picture_shape;
  for (const ui::KeyPress& key : in.keys) {
    int dx = 0, dy = 0;
    switch (key.key) {
      case ui::Key::left: dx = -1; break;
      case ui::Key::right: dx = 1; break;
      case ui::Key::up: dy = -1; break;
      case ui::Key::down: dy = 1; break;
      case ui::Key::home: cursor.column = 0; break;
      case ui::Key::end: cursor.column = shape.w - 1; break;
      case ui::Key::page_up: cursor.row = 0; break;
      case ui::Key::page_down: cursor.row = shape.h - 1; break;
      case ui::Key::del:
      case ui::Key::backspace: c.commands.push(ClearPicture{}); break;
      default: break;
    }
    if (dx == 0 && dy == 0) continue;
    if (key.alt || key.shift) {
      c.commands.push(MovePicture{dx, dy});
    } else {
      cursor.column = std::clamp(cursor.column + dx, 0, shape.w - 1);
      cursor.row = std::clamp(cursor.row + dy, 0, shape.h - 1);
    }
  }
}

void draw_pixels(const Rect& box, const Shape& shape, const std::vector<float>& picture) {
  const ui::Theme& t = theme();
  ImDrawList* list = ui::frame().list;
  fill(box, ui::map_color(ui::ColorMap::pixel, -1, t.dark), ui::kRadiusField);
  const float cell_w = box.w / static_cast<float>(shape.w), cell_h = box.h / static_cast<float>(shape.h);
  const float ratio = ui::frame().pixel_ratio;
  const auto snap = [&](float v) { return std::round(v * ratio) / ratio; };
  for (int column = 1; column < shape.w; ++column) {
    const float x = snap(box.x + cell_w * static_cast<float>(column));
    list->AddLine({x, box.y + 1}, {x, box.bottom() - 1}, t.line);
  }
  for (int row = 1; row < shape.h; ++row) {
    const float y = snap(box.y + cell_h * static_cast<float>(row));
    list->AddLine({box.x + 1, y}, {box.right() - 1, y}, t.line);
  }
  for (int row = 0; row < shape.h; ++row) {
    for (int column = 0; column < shape.w; ++column) {
      const float v = picture[static_cast<std::size_t>(shape.index(0, row, column))];
      if (v <= -1) continue;
      const float x0 = snap(box.x + cell_w * static_cast<float>(column)),
                  x1 = snap(box.x + cell_w * static_cast<float>(column + 1));
      const float y0 = snap(box.y + cell_h * static_cast<float>(row)), y1 = snap(box.y + cell_h * static_cast<float>(row + 1));
      list->AddRectFilled({x0 + 0.5f, y0 + 0.5f}, {x1 - 0.5f, y1 - 0.5f}, ui::map_color(ui::ColorMap::pixel, v, t.dark));
    }
  }
  outline(box, t.line_strong, ui::kRadiusField);
}

}  // namespace

std::vector<PixelEdit> moved_pixels(const Shape& shape, const std::vector<float>& from, const std::vector<float>& now, int dx,
                                    int dy) {
  std::vector<PixelEdit> edits;
  for (int row = 0; row < shape.h; ++row) {
    for (int column = 0; column < shape.w; ++column) {
      const int y = row - dy, x = column - dx;
      const bool inside = y >= 0 && y < shape.h && x >= 0 && x < shape.w;
      const float v = inside ? from[static_cast<std::size_t>(shape.index(0, y, x))] : -1.0f;
      const int index = shape.index(0, row, column);
      if (now[static_cast<std::size_t>(index)] != v) edits.push_back({index, v});
    }
  }
  return edits;
}

void draw_pad(const Rect& box, Context& c) {
  const Shape& shape = c.snapshot.picture_shape;
  PadStroke& s = c.shell.stroke;
  PadCursor& cursor = c.shell.cursor;
  const int ink =
      static_cast<int>(std::count_if(c.snapshot.picture.begin(), c.snapshot.picture.end(), [](float v) { return v > 0; }));

  ui::Item item;
  item.id = "pad";
  item.role = ui::Role::figure;
  item.label = ui::tr(Str::pad);
  item.value = ui::fmt(Str::pad_value, {{"count", ui::number(ink)}});
  item.description = ui::tr(Str::pad_description);
  item.rect = box;
  item.actions = ui::kPress | ui::kFocus | ui::kDrag;
  const ui::Interaction in = ui::interact(item);

  const auto to_pad = [&](Vec p) {
    return Vec{(p.x - box.x) / box.w * static_cast<float>(shape.w), (p.y - box.y) / box.h * static_cast<float>(shape.h)};
  };
  if (in.began) begin_stroke(c, to_pad(in.pointer), false, in.eraser);
  const ImGuiIO& io = ImGui::GetIO();
  const Vec mouse{io.MousePos.x, io.MousePos.y};
  if (!s.active && in.hovered && io.MouseClicked[1]) begin_stroke(c, to_pad(mouse), true, true);

  if (s.active) {
    const bool down = s.right_button ? io.MouseDown[1] : in.held || in.began;
    const Vec to = to_pad(s.right_button ? mouse : in.pointer);
    if (in.cancelled && !s.right_button) {
      // A second finger came down: the first one began a pinch, not a stroke.
      if (s.shown != s.start) c.commands.push(Undo{});
      s.active = false;
    } else {
      if (down || in.ended) {
        if (c.view.tool == Tool::move && !s.right_button) {
          const Vec from = s.last;  // where the press was: the move tool leaves it there
          move_to(c, to, from);
        } else {
          if (!s.right_button)
            for (const platform::PointerPlace& place : platform::pointer_input().trail) paint(c, to_pad({place.x, place.y}));
          paint(c, to);
        }
      }
      if (!down) s.active = false;
    }
  }
  const bool by_key = in.pressed && !in.ended && !in.began && !in.held;
  take_keys(c, in);
  cursor.row = std::clamp(cursor.row, 0, shape.h - 1);
  cursor.column = std::clamp(cursor.column, 0, shape.w - 1);
  const int index = shape.index(0, cursor.row, cursor.column);
  const bool cursor_ink = c.snapshot.picture[static_cast<std::size_t>(index)] > 0;
  if (by_key) c.commands.push(PaintPixels{{{index, cursor_ink ? -1.0f : 1.0f}}, 0});

  // What has been asked for is shown at once; the network follows in the next frame.
  const bool ahead = s.active && s.shown.size() == c.snapshot.picture.size();
  draw_pixels(box, shape, ahead ? s.shown : c.snapshot.picture);
  if (ink == 0 && !ahead)
    ui::draw_text(ui::frame().list, {box.x, box.center().y - 10, box.w, 20}, ui::tr(Str::pad_hint),
                  ui::colored(ui::kBody, theme().ink3), ui::Align::center);
  if (in.focus_visible) {
    const float cw = box.w / static_cast<float>(shape.w), ch = box.h / static_cast<float>(shape.h);
    ui::cell_ring(ui::frame().list,
                  {box.x + cw * static_cast<float>(cursor.column), box.y + ch * static_cast<float>(cursor.row), cw, ch});
    ui::focus_ring(ui::frame().list, box, ui::kRadiusField);
  }
  if (in.focused) {
    ui::Item where;
    where.id = "pad/cursor";
    where.role = ui::Role::status;
    where.live = true;
    where.label = ui::fmt(cursor_ink ? Str::pad_cursor_ink : Str::pad_cursor_paper,
                          {{"row", ui::number(cursor.row + 1)}, {"column", ui::number(cursor.column + 1)}});
    where.rect = box;
    where.actions = 0;
    where.hit = false;
    ui::announce(where);
  }
}

}  // namespace rizbin::views
