#include "web/canvas/neighbours.h"

#include <algorithm>

namespace rizbin {
namespace {

bool inside(int v, int n) { return v >= 0 && v < n; }

Focus of_cell(const Snapshot& snapshot, CellRef cell, int dy, int dx) {
  Focus next;
  const auto layers = static_cast<int>(snapshot.layers.size());
  if (cell.layer < -1 || cell.layer >= layers) return next;
  const Shape shape = cell.layer < 0 ? snapshot.picture_shape : snapshot.layers[static_cast<std::size_t>(cell.layer)].out;
  Place place = place_of(shape, cell.index);
  if (shape.h == 1 && shape.w == 1) {
    if (dx != 0) return next;
    place.c += dy;
  } else {
    place.y += dy;
    place.x += dx;
  }
  if (!inside(place.c, shape.c) || !inside(place.y, shape.h) || !inside(place.x, shape.w)) return next;
  next.kind = FocusKind::cell;
  next.cell = {cell.layer, shape.index(place.c, place.y, place.x)};
  return next;
}

Focus of_parameter(const Snapshot& snapshot, ParamRef param, int dy, int dx) {
  Focus next;
  if (!inside(param.layer, static_cast<int>(snapshot.layers.size()))) return next;
  const LayerState& state = snapshot.layers[static_cast<std::size_t>(param.layer)];
  if (param.kind == ParamKind::bias) {
    if (dx != 0 || !inside(param.index + dy, static_cast<int>(state.bias.size()))) return next;
    param.index += dy;
  } else {
    const bool kernel = state.spec.kind == LayerKind::conv;
    const int across = std::max(1, kernel ? state.spec.kernel_w : state.in.size());
    const int down = kernel ? state.spec.kernel_h : state.out.size();
    const int plane = across * down;
    const int y = param.index % plane / across + dy, x = param.index % across + dx;
    if (!inside(y, down) || !inside(x, across)) return next;
    param.index = param.index / plane * plane + y * across + x;
  }
  next.kind = FocusKind::parameter;
  next.param = param;
  return next;
}

}  // namespace

Focus neighbour(const Snapshot& snapshot, const Focus& focus, int dy, int dx) {
  switch (focus.kind) {
    case FocusKind::cell: return of_cell(snapshot, focus.cell, dy, dx);
    case FocusKind::parameter: return of_parameter(snapshot, focus.param, dy, dx);
    case FocusKind::vote_class: {
      Focus next;
      if (dx != 0 || !inside(focus.vote_class + dy, static_cast<int>(snapshot.classes.size()))) return next;
      next.kind = FocusKind::vote_class;
      next.vote_class = focus.vote_class + dy;
      return next;
    }
    case FocusKind::none: break;
  }
  return {};
}

}  // namespace rizbin
