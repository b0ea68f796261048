// Where a cell or parameter stands on the screen, and what lies under a point.
#include <algorithm>
#include <cmath>

#include "web/canvas/layout.h"

namespace rizbin {
namespace {

const LayerState& state_of(const Snapshot& snapshot, int layer) { return snapshot.layers[static_cast<std::size_t>(layer)]; }

bool valid_layer(const Snapshot& snapshot, int layer) { return layer >= 0 && layer < static_cast<int>(snapshot.layers.size()); }

ui::Rect spot(ui::Vec p, float w, float h) { return {p.x - w / 2, p.y - h / 2, w, h}; }

}  // namespace

ui::Rect cell_rect(const Layout& layout, const Snapshot& snapshot, CellRef cell) {
  if (cell.layer < -1 || cell.layer >= static_cast<int>(snapshot.layers.size()) || cell.index < 0) return {};
  if (is_output(snapshot, cell.layer)) {
    return cell.index < static_cast<int>(layout.classes.size()) ? layout.classes[static_cast<std::size_t>(cell.index)].rect
                                                                : ui::Rect{};
  }
  const Shape shape = cell.layer < 0 ? snapshot.picture_shape : state_of(snapshot, cell.layer).out;
  if (cell.index >= shape.size()) return {};
  if (const PillBox* pill = layout.pill(cell.layer, cell.index)) return pill->rect;
  const Place place = place_of(shape, cell.index);
  const MapBox* map = layout.map(cell.layer, place.c);
  if (map == nullptr) return {};
  return {map->rect.x + static_cast<float>(place.x) * map->cell, map->rect.y + static_cast<float>(place.y) * map->cell, map->cell,
          map->cell};
}

Link dense_link(const Layout& layout, const Snapshot& snapshot, int layer, int out, int in) {
  Link link;
  const CellRef source{layer - 1, in};
  const ui::Rect from = cell_rect(layout, snapshot, source);
  link.a = {from.right() + 1, from.center().y};
  if (is_output(snapshot, layer)) {
    if (out < static_cast<int>(layout.classes.size())) link.b = layout.classes[static_cast<std::size_t>(out)].anchor;
  } else {
    const ui::Rect to = cell_rect(layout, snapshot, {layer, out});
    link.b = {to.x - 1, to.center().y};
  }
  return link;
}

bool near_links(const Layout& layout, const ui::Rect& pill) {
  const ui::Rect& a = layout.area;
  return pill.right() < a.right() && pill.bottom() > a.y - a.h && pill.y < a.bottom() + a.h;
}

ui::Vec link_point(const Link& link, float t) {
  const float middle = (link.a.x + link.b.x) / 2;
  const float s = 1 - t;
  const float c0 = s * s * s, c1 = 3 * s * s * t, c2 = 3 * s * t * t, c3 = t * t * t;
  return {c0 * link.a.x + (c1 + c2) * middle + c3 * link.b.x, (c0 + c1) * link.a.y + (c2 + c3) * link.b.y};
}

ui::Rect param_rect(const Layout& layout, const Snapshot& snapshot, ParamRef param) {
  if (!valid_layer(snapshot, param.layer) || param.index < 0) return {};
  const LayerState& state = state_of(snapshot, param.layer);
  if (state.spec.kind == LayerKind::conv) {
    const int per_kernel = state.spec.kernel_h * state.spec.kernel_w;
    const int channels = std::max(1, state.in.c);
    if (param.kind == ParamKind::bias) {
      const KernelBox* last = layout.kernel(param.layer, param.index, channels - 1);
      const KernelBox* first = layout.kernel(param.layer, param.index, 0);
      if (first == nullptr || last == nullptr || state.bias.empty()) return {};
      const float x = (first->rect.x + last->rect.right()) / 2;
      const float h = std::max(16.0f, .8f * last->cell);  // a line of text, close up a tile
      return spot({x, last->rect.bottom() + 23 + h / 2}, std::max(64.0f, 1.25f * h), h);
    }
    const KernelBox* kernel =
        layout.kernel(param.layer, param.index / (per_kernel * channels), param.index / per_kernel % channels);
    if (kernel == nullptr) return {};
    const int at = param.index % per_kernel;
    return {kernel->rect.x + static_cast<float>(at % kernel->w) * kernel->cell,
            kernel->rect.y + static_cast<float>(at / kernel->w) * kernel->cell, kernel->cell, kernel->cell};
  }
  if (state.spec.kind != LayerKind::dense) return {};
  if (param.kind == ParamKind::bias) {
    if (static_cast<std::size_t>(param.index) >= state.bias.size()) return {};
    const ui::Rect cell = cell_rect(layout, snapshot, {param.layer, param.index});
    if (cell.empty()) return {};
    // A hidden unit's bias lies in its pill's corner.
    if (!is_output(snapshot, param.layer))
      return {cell.x + .06f * cell.w, cell.bottom() - .36f * cell.h, .4f * cell.w, .28f * cell.h};
    const ClassBox& box = layout.classes[static_cast<std::size_t>(param.index)];
    if (!box.details) return {cell.x, cell.bottom(), cell.w, 12 * box.scale};
    return {cell.x, cell.y + 57 * box.scale, cell.w, 16 * box.scale};
  }
  const int inputs = std::max(1, state.in.size());
  if (param.index >= state.out.size() * inputs) return {};
  const Link link = dense_link(layout, snapshot, param.layer, param.index / inputs, param.index % inputs);
  const float side = link_tile(layout, cell_rect(layout, snapshot, {param.layer - 1, param.index % inputs}).h);
  return spot(link_point(link, .35f), side, side);
}

ui::Rect focus_rect(const Layout& layout, const Snapshot& snapshot, const Focus& focus) {
  switch (focus.kind) {
    case FocusKind::cell: return cell_rect(layout, snapshot, focus.cell);
    case FocusKind::parameter: return param_rect(layout, snapshot, focus.param);
    case FocusKind::vote_class:
      if (focus.vote_class >= 0 && focus.vote_class < static_cast<int>(layout.classes.size())) {
        return layout.classes[static_cast<std::size_t>(focus.vote_class)].rect;
      }
      return {};
    case FocusKind::none: break;
  }
  return {};
}

float focus_cell_px(const Layout& layout, const Snapshot& snapshot, const Focus& focus) {
  const ui::Rect rect = focus_rect(layout, snapshot, focus);
  // A class is a block of figures twice as wide as it is high; its bias is a line of it.
  const bool whole_class =
      focus.kind == FocusKind::vote_class || (focus.kind == FocusKind::cell && is_output(snapshot, focus.cell.layer));
  if (whole_class) return rect.w / 2;
  if (focus.kind == FocusKind::parameter && focus.param.kind == ParamKind::bias && focus.param.layer >= 0 &&
      state_of(snapshot, focus.param.layer).spec.kind == LayerKind::dense) {
    return is_output(snapshot, focus.param.layer) ? rect.w / 2
                                                  : cell_rect(layout, snapshot, {focus.param.layer, focus.param.index}).h;
  }
  return std::min(rect.w, rect.h);
}

namespace {

// Distance from a point to a rectangle; 0 inside.
float distance(const ui::Rect& rect, ui::Vec p) {
  const float dx = std::max({rect.x - p.x, 0.0f, p.x - rect.right()});
  const float dy = std::max({rect.y - p.y, 0.0f, p.y - rect.bottom()});
  return std::hypot(dx, dy);
}

Focus cell_focus(int layer, int index) {
  Focus focus;
  focus.kind = FocusKind::cell;
  focus.cell = {layer, index};
  return focus;
}

Focus param_focus(int layer, ParamKind kind, int index) {
  Focus focus;
  focus.kind = FocusKind::parameter;
  focus.param = {layer, kind, index};
  return focus;
}

int clamp_index(float offset, float cell, int n) { return std::clamp(static_cast<int>(std::floor(offset / cell)), 0, n - 1); }

// A weight's tile on its link, close up.
Focus tile_under(const Layout& layout, const Snapshot& snapshot, ui::Vec p) {
  for (int layer = 0; layer < static_cast<int>(snapshot.layers.size()); ++layer) {
    const LayerState& state = state_of(snapshot, layer);
    if (state.spec.kind != LayerKind::dense) continue;
    for (int in = 0; in < state.in.size(); ++in) {
      const ui::Rect pill = cell_rect(layout, snapshot, {layer - 1, in});
      if (link_tile(layout, pill.h) < kLinkTile || !near_links(layout, pill)) continue;
      for (int out = 0; out < state.out.size(); ++out) {
        const ParamRef param{layer, ParamKind::weight, out * state.in.size() + in};
        if (param_rect(layout, snapshot, param).contains(p)) return param_focus(layer, ParamKind::weight, param.index);
      }
    }
  }
  return {};
}

// The nearest weight's link within 6 px (a hit path of 12).
Focus link_under(const Layout& layout, const Snapshot& snapshot, ui::Vec p, float reach) {
  Focus found;
  float best = std::max(6.0f, reach * .5f);
  for (int layer = 0; layer < static_cast<int>(snapshot.layers.size()); ++layer) {
    const LayerState& state = state_of(snapshot, layer);
    if (state.spec.kind != LayerKind::dense || state.in.size() * state.out.size() > 400) continue;
    for (int out = 0; out < state.out.size(); ++out) {
      for (int in = 0; in < state.in.size(); ++in) {
        const Link link = dense_link(layout, snapshot, layer, out, in);
        if (p.x < link.a.x + 3 || p.x > link.b.x - 3) continue;
        // x grows with t: find it by halving, then compare heights (links are flat at both ends, steep only in the middle).
        float lo = 0, hi = 1;
        for (int i = 0; i < 12; ++i) {
          const float middle = (lo + hi) / 2;
          (link_point(link, middle).x < p.x ? lo : hi) = middle;
        }
        const ui::Vec q0 = link_point(link, std::max(0.0f, lo - .02f)), q1 = link_point(link, std::min(1.0f, lo + .02f));
        const ui::Vec d = q1 - q0;
        const float length = std::max(.001f, std::hypot(d.x, d.y));
        const float off = std::abs((p.x - q0.x) * d.y - (p.y - q0.y) * d.x) / length;
        if (off < best) {
          best = off;
          found = param_focus(layer, ParamKind::weight, out * state.in.size() + in);
        }
      }
    }
  }
  return found;
}

}  // namespace

Focus hit_test(const Layout& layout, const Snapshot& snapshot, ui::Vec p, float reach) {
  Focus nearest;
  float best = reach + .001f;
  const auto consider = [&](const ui::Rect& rect, auto make) {
    const float d = distance(rect, p);
    if (d < best) {
      best = d;
      nearest = make();
    }
  };
  for (const MapBox& map : layout.maps) {
    consider(map.rect, [&] {
      const int y = clamp_index(p.y - map.rect.y, map.cell, map.h), x = clamp_index(p.x - map.rect.x, map.cell, map.w);
      return cell_focus(map.layer, (map.channel * map.h + y) * map.w + x);
    });
  }
  for (const PillBox& pill : layout.pills) {
    consider(pill.rect, [&] { return cell_focus(pill.layer, pill.index); });
  }
  for (const KernelBox& kernel : layout.kernels) {
    consider(kernel.rect, [&] {
      const int y = clamp_index(p.y - kernel.rect.y, kernel.cell, kernel.h),
                x = clamp_index(p.x - kernel.rect.x, kernel.cell, kernel.w);
      const int channels = std::max(1, state_of(snapshot, kernel.layer).in.c);
      return param_focus(kernel.layer, ParamKind::weight, ((kernel.out * channels + kernel.in) * kernel.h + y) * kernel.w + x);
    });
  }
  for (int layer = 0; layer < static_cast<int>(snapshot.layers.size()); ++layer) {
    const LayerState& state = state_of(snapshot, layer);
    for (int i = 0; i < static_cast<int>(state.bias.size()); ++i) {
      const ui::Rect rect = param_rect(layout, snapshot, {layer, ParamKind::bias, i});
      if (!rect.empty()) consider(rect, [&] { return param_focus(layer, ParamKind::bias, i); });
    }
  }
  // A bias lies inside its class' block: found first, it keeps the point.
  for (const ClassBox& box : layout.classes) {
    if (nearest.kind == FocusKind::parameter && best == 0) break;
    consider(box.rect, [&] {
      Focus focus;
      focus.kind = FocusKind::vote_class;
      focus.vote_class = box.index;
      return focus;
    });
  }
  if (nearest.kind == FocusKind::none || best > 0) {
    const Focus tile = tile_under(layout, snapshot, p);
    if (tile.kind != FocusKind::none) return tile;
  }
  if (nearest.kind == FocusKind::none || best > 6) {
    const Focus link = link_under(layout, snapshot, p, reach);
    if (link.kind != FocusKind::none) return link;
  }
  return nearest;
}

}  // namespace rizbin
