// The keyboard: the network is one Tab stop; arrows move the focus from cell to cell and on into the next map, column or kernel,
// Page Up and Page Down from layer to layer, Enter goes in, Esc comes back. Zoom keys and Esc from elsewhere are the app's
// shortcuts.
#include <algorithm>
#include <cmath>

#include "web/canvas/canvas_impl.h"
#include "web/canvas/neighbours.h"
#include "web/ui/widgets.h"

namespace rizbin {
namespace {

// A place the walk can enter: a map, a kernel, a bias, a vote or a class, with its cells.
struct Stop {
  enum class Kind : std::uint8_t { map, kernel, bias, pill, vote_class } kind;
  int layer = -1, channel = 0, in = 0;   // map: channel; kernel: out, in; pill and class: index in channel
  int h = 1, w = 1;
  ui::Rect rect;
};
struct Walk {
  std::vector<std::vector<Stop>> columns;
  std::vector<bool> kernels;             // column of kernels: Page Up and Page Down pass it
};

Walk make_walk(const Layout& layout, const Snapshot& snapshot) {
  Walk walk;
  const auto add = [&](std::vector<Stop> stops, bool kernels) {
    if (stops.empty()) return;
    walk.columns.push_back(std::move(stops));
    walk.kernels.push_back(kernels);
  };
  for (int layer = -1; layer < static_cast<int>(snapshot.layers.size()); ++layer) {
    std::vector<Stop> kernels, stops;
    for (const KernelBox& box : layout.kernels) {
      if (box.layer != layer) continue;
      kernels.push_back({Stop::Kind::kernel, layer, box.out, box.in, box.h, box.w, box.rect});
      const LayerState& state = snapshot.layers[static_cast<std::size_t>(layer)];
      if (box.in == std::max(1, state.in.c) - 1 && !state.bias.empty()) {
        kernels.push_back(
            {Stop::Kind::bias, layer, box.out, 0, 1, 1, param_rect(layout, snapshot, {layer, ParamKind::bias, box.out})});
      }
    }
    for (const MapBox& box : layout.maps) {
      if (box.layer == layer) stops.push_back({Stop::Kind::map, layer, box.channel, 0, box.h, box.w, box.rect});
    }
    for (const PillBox& box : layout.pills) {
      if (box.layer == layer) stops.push_back({Stop::Kind::pill, layer, box.index, 0, 1, 1, box.rect});
    }
    if (layer >= 0 && is_output(snapshot, layer)) {
      for (const ClassBox& box : layout.classes) {
        stops.push_back({Stop::Kind::vote_class, layer, box.index, 0, 1, 1, box.rect});
        if (!snapshot.layers[static_cast<std::size_t>(layer)].bias.empty()) {
          stops.push_back({Stop::Kind::bias, layer, box.index, 0, 1, 1, box.rect});
        }
      }
    }
    add(std::move(kernels), true);
    add(std::move(stops), false);
  }
  return walk;
}

Focus focus_at(const Stop& stop, const Snapshot& snapshot, int y, int x) {
  Focus focus;
  switch (stop.kind) {
    case Stop::Kind::map:
      focus.kind = FocusKind::cell;
      focus.cell = {stop.layer, (stop.channel * stop.h + y) * stop.w + x};
      break;
    case Stop::Kind::pill:
      focus.kind = FocusKind::cell;
      focus.cell = {stop.layer, stop.channel};
      break;
    case Stop::Kind::kernel: {
      const int channels = std::max(1, snapshot.layers[static_cast<std::size_t>(stop.layer)].in.c);
      focus.kind = FocusKind::parameter;
      focus.param = {stop.layer, ParamKind::weight, ((stop.channel * channels + stop.in) * stop.h + y) * stop.w + x};
      break;
    }
    case Stop::Kind::bias:
      focus.kind = FocusKind::parameter;
      focus.param = {stop.layer, ParamKind::bias, stop.channel};
      break;
    case Stop::Kind::vote_class:
      focus.kind = FocusKind::vote_class;
      focus.vote_class = stop.channel;
      break;
  }
  return focus;
}

struct At {
  int column = -1, stop = 0, y = 0, x = 0;
};

At find(const Walk& walk, const Snapshot& snapshot, const Focus& focus) {
  for (int c = 0; c < static_cast<int>(walk.columns.size()); ++c) {
    const std::vector<Stop>& stops = walk.columns[static_cast<std::size_t>(c)];
    for (int i = 0; i < static_cast<int>(stops.size()); ++i) {
      const Stop& stop = stops[static_cast<std::size_t>(i)];
      const Focus first = focus_at(stop, snapshot, 0, 0);
      if (first.kind != focus.kind) continue;
      if (focus.kind == FocusKind::vote_class && focus.vote_class == stop.channel) return {c, i, 0, 0};
      if (focus.kind == FocusKind::cell && focus.cell.layer == stop.layer) {
        const int off = focus.cell.index - first.cell.index;
        if (off >= 0 && off < stop.h * stop.w) return {c, i, off / stop.w, off % stop.w};
      }
      if (focus.kind == FocusKind::parameter && focus.param.layer == stop.layer && focus.param.kind == first.param.kind) {
        const int off = focus.param.index - first.param.index;
        if (off >= 0 && off < stop.h * stop.w) return {c, i, off / stop.w, off % stop.w};
      }
    }
  }
  return {};
}

// The stop of a column nearest in height.
int nearest(const std::vector<Stop>& stops, float y) {
  int best = 0;
  float distance = 1e9f;
  for (int i = 0; i < static_cast<int>(stops.size()); ++i) {
    const ui::Rect& rect = stops[static_cast<std::size_t>(i)].rect;
    const float off = std::max({rect.y - y, y - rect.bottom(), 0.0f}) + .001f * std::abs(rect.center().y - y);
    if (off < distance) {
      distance = off;
      best = i;
    }
  }
  return best;
}

// What a dense weight joins: its vote at the left, its class or unit at the right.
Focus link_end(const Snapshot& snapshot, const ParamRef& param, int dx) {
  const LayerState& state = snapshot.layers[static_cast<std::size_t>(param.layer)];
  const int inputs = std::max(1, state.in.size());
  Focus focus;
  focus.kind = FocusKind::cell;
  focus.cell = dx < 0 ? CellRef{param.layer - 1, param.index % inputs} : CellRef{param.layer, param.index / inputs};
  if (dx > 0 && is_output(snapshot, param.layer)) {
    focus.kind = FocusKind::vote_class;
    focus.vote_class = param.index / inputs;
    focus.cell = {};
  }
  return focus;
}

}  // namespace

void Canvas::Impl::step_focus(const Now& now, ui::Key key) {
  // In a room the rim's neighbours are the way; a link's weight knows only them.
  const Focus& here = now.view.focus;
  const bool link = here.kind == FocusKind::parameter && here.param.kind == ParamKind::weight &&
                    now.snapshot.layers[static_cast<std::size_t>(here.param.layer)].spec.kind == LayerKind::dense;
  if (room_of || link) {
    const int dy = key == ui::Key::up ? -1 : key == ui::Key::down ? 1 : 0;
    const int dx = key == ui::Key::left ? -1 : key == ui::Key::right ? 1 : 0;
    // On the canvas votes stand below each other and a link leads from a vote to its class.
    Focus next;
    if (dy != 0 || dx != 0) {
      next = room_of   ? neighbour(now.snapshot, here, dy, dx)
             : dy != 0 ? neighbour(now.snapshot, here, 0, dy)
                       : link_end(now.snapshot, here.param, dx);
    }
    if (next.kind != FocusKind::none) {
      set_focus(now, next);
      now.view.hover = {};
      keep_in_sight(now);
      return;
    }
    if (link) return;
  }
  const Walk walk = make_walk(layout, now.snapshot);
  if (walk.columns.empty()) return;
  At at = find(walk, now.snapshot, now.view.focus);
  const auto column = [&](int c) -> const std::vector<Stop>& { return walk.columns[static_cast<std::size_t>(c)]; };
  const auto columns = static_cast<int>(walk.columns.size());
  if (at.column < 0) {
    // The first step goes to the first map after the picture, where the lecture begins to compute.
    for (int c = 0; c < columns; ++c) {
      if (column(c).front().kind == Stop::Kind::map && column(c).front().layer >= 0) {
        at = {c, 0, 0, 0};
        break;
      }
    }
    if (at.column < 0) at = {0, 0, 0, 0};
  } else {
    const Stop& stop = column(at.column)[static_cast<std::size_t>(at.stop)];
    const float cell_h = stop.rect.h / static_cast<float>(stop.h);
    const float y = stop.rect.y + (static_cast<float>(at.y) + .5f) * cell_h;
    const auto cross = [&](int step, bool skip_kernels) {
      int to = at.column + step;
      while (skip_kernels && to >= 0 && to < columns && walk.kernels[static_cast<std::size_t>(to)]) to += step;
      if (to < 0 || to >= columns) return;
      const int i = nearest(column(to), y);
      const Stop& next = column(to)[static_cast<std::size_t>(i)];
      const int row = std::clamp(static_cast<int>((y - next.rect.y) / std::max(1e-3f, next.rect.h) * static_cast<float>(next.h)), 0,
                                 next.h - 1);
      at = {to, i, row, step > 0 ? 0 : next.w - 1};
    };
    const auto along = [&](int step) {
      const int to = at.stop + step;
      if (to < 0 || to >= static_cast<int>(column(at.column).size())) return;
      const Stop& next = column(at.column)[static_cast<std::size_t>(to)];
      at = {at.column, to, step > 0 ? 0 : next.h - 1, std::min(at.x, next.w - 1)};
    };
    switch (key) {
      case ui::Key::left:
        if (at.x > 0) {
          --at.x;
        } else {
          cross(-1, false);
        }
        break;
      case ui::Key::right:
        if (at.x + 1 < stop.w) {
          ++at.x;
        } else {
          cross(1, false);
        }
        break;
      case ui::Key::up:
        if (at.y > 0) {
          --at.y;
        } else {
          along(-1);
        }
        break;
      case ui::Key::down:
        if (at.y + 1 < stop.h) {
          ++at.y;
        } else {
          along(1);
        }
        break;
      case ui::Key::home: at.x = at.y = 0; break;
      case ui::Key::end:
        at.x = stop.w - 1;
        at.y = stop.h - 1;
        break;
      case ui::Key::page_up: cross(-1, true); break;
      case ui::Key::page_down: cross(1, true); break;
      default: return;
    }
  }
  now.view.focus = focus_at(column(at.column)[static_cast<std::size_t>(at.stop)], now.snapshot, at.y, at.x);
  now.view.pinned = true;
  now.view.hover = {};
  keep_in_sight(now);
  ui::request_frame();
}

void Canvas::Impl::keep_in_sight(const Now& now) {
  if (now.view.camera.fit || now.view.focus.kind == FocusKind::none) return;
  const Layout there = seen_by(now).layout(flight ? flight->to : now.view.camera);
  const float px = focus_cell_px(there, now.snapshot, now.view.focus);
  if (px <= 0) return;
  travel = Travel{now.view.focus, room_of ? level_cell(Level::room, now.area) : std::clamp(px, 8.0f, 280.0f)};
}

void Canvas::Impl::go_in(const Now& now, const Focus& target) {
  if (target.kind == FocusKind::none) {
    zoom_request = 2.0f;
    ui::request_frame();
    return;
  }
  now.view.focus = target;
  now.view.pinned = true;
  const Layout there = seen_by(now).layout(flight ? flight->to : now.view.camera);
  const float px = focus_cell_px(there, now.snapshot, target);
  // Numbers, arithmetic, room; what is read at its own size skips what it is already beyond.
  float wanted = 0;
  for (const Level level : {Level::numbers, Level::arithmetic, Level::room}) {
    wanted = level_cell(level, now.area);
    if (px < wanted * .92f) break;
  }
  // Weights and classes have no arithmetic between their number and their page.
  if (target.kind != FocusKind::cell && px >= 40) wanted = level_cell(Level::room, now.area);
  if (wanted > 0) travel = Travel{target, wanted};
  ui::request_frame();
}

void Canvas::Impl::go_out(const Now& now) {
  ViewState& view = now.view;
  if (view.second.kind != FocusKind::none) {
    view.second = {};
    ui::request_frame();
    return;
  }
  if (!view.camera.fit || (flight && !flight->to.fit)) {
    const float px = focus_cell_px(layout, now.snapshot, view.focus);
    if (view.focus.kind != FocusKind::none && px >= 290) {
      travel = Travel{view.focus, level_cell(view.focus.kind == FocusKind::cell ? Level::arithmetic : Level::numbers, now.area)};
    } else if (view.focus.kind == FocusKind::cell && px >= 100) {
      travel = Travel{view.focus, level_cell(Level::numbers, now.area)};
    } else {
      fit_request = true;
    }
  } else {
    view.focus = {};
    view.pinned = false;
  }
  ui::request_frame();
}

void Canvas::Impl::keys(const Now& now, const std::vector<ui::KeyPress>& pressed, bool focused) {
  const std::string& holder = ui::focused_id();
  const bool free = holder.empty() || holder.starts_with("canvas/");
  bool claimed = false;
  for (const ui::KeyPress& press : pressed) {
    if (edit_key(now, press)) {
      claimed = true;
      continue;
    }
    if (press.ctrl || press.alt) continue;
    switch (press.key) {
      case ui::Key::left:
      case ui::Key::right:
      case ui::Key::up:
      case ui::Key::down:
      case ui::Key::home:
      case ui::Key::end:
      case ui::Key::page_up:
      case ui::Key::page_down: step_focus(now, press.key); break;
      case ui::Key::enter:
        if (now.view.focus.kind == FocusKind::parameter && now.view.quantity == Quantity::value && !press.shift &&
            focus_cell_px(layout, now.snapshot, now.view.focus) >= 16) {
          begin_typing(now, now.view.focus, {});
        } else if (shown_level == Level::room && settable(now)) {
          begin_typing(now, now.view.focus, {});
        } else {
          go_in(now, now.view.focus);
        }
        break;
      case ui::Key::escape: go_out(now); break;
      default: continue;
    }
    claimed = true;
  }
  // P keeps what is in focus as the second pin, so that the focus can go on to what it is compared with; pointing, P takes that.
  for (const ui::KeyPress& press : ui::unclaimed_keys()) {
    const bool p = press.key == ui::Key::character && (press.character == U'p' || press.character == U'P');
    if (!p || press.ctrl || press.alt || (!focused && !free)) continue;
    const Focus& hover = now.view.hover;
    const bool pointed = hover.kind != FocusKind::none && now.view.pinned && !(hover == now.view.focus);
    pin_second(now, pointed ? hover : now.view.focus);
  }
  for (const ui::KeyPress& press : ui::unclaimed_keys()) {
    if (press.ctrl || press.alt || focused || !free) continue;
    constexpr float kPan = 60;
    ui::Vec by;
    switch (press.key) {
      case ui::Key::left: by = {kPan, 0}; break;
      case ui::Key::right: by = {-kPan, 0}; break;
      case ui::Key::up: by = {0, kPan}; break;
      case ui::Key::down: by = {0, -kPan}; break;
      default: continue;
    }
    if (!now.view.camera.fit) {
      flight.reset();
      now.view.camera = panned(seen_by(now), now.view.camera, by);
    }
  }
  if (claimed && focused) ui::claim_keys();
  if (zoom_request || fit_request || travel) ui::request_frame();
}

}  // namespace rizbin
