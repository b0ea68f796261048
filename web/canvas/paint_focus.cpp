// Focus: the windows that feed the cell, back to the pixels, and the way forward to the votes as far as the value really reaches.
// Beams lie under the maps, outlines and the ring over them.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/scene.h"

namespace rizbin {
namespace {

constexpr float kPath = 1.6f;        // focus path
constexpr float kBeamCell = 24;      // from this cell size on, a convolution's patch is joined by a beam, below by a curve
constexpr int kBeamsAtMost = 12;

ui::Color ink(const Scene& s, float alpha = 1) { return ui::with_alpha(s.theme->ink, alpha * s.glow); }

void beam(const Scene& s, const ui::Rect& from, const ui::Rect& to) {
  const ImVec2 quad[] = {{from.right(), from.y}, {to.x, to.y}, {to.x, to.bottom()}, {from.right(), from.bottom()}};
  s.list->AddConvexPolyFilled(quad, 4, ink(s, s.theme->beam));
  s.list->AddLine(quad[0], quad[1], ink(s), 1);
  s.list->AddLine(quad[3], quad[2], ink(s), 1);
}

// From the patch to the kernel: over the picture, which lies between.
void patch_curve(const Scene& s, const ui::Rect& patch, int layer, int out) {
  const KernelBox* kernel = s.layout.kernel(layer, out, 0);
  const MapBox* map = s.layout.map(layer, out);
  if (kernel == nullptr || map == nullptr) return;
  curve(s.list, {patch.right() + 2, patch.center().y}, {kernel->rect.x - 4, map->rect.center().y}, ink(s), kPath);
}

// Patch → kernel → cell as a curve under the maps (fit).
void through_kernel(const Scene& s, const ui::Rect& patch, int layer, int out, const ui::Rect& cell) {
  const int channels = std::max(1, s.layer(layer).in.c);
  const KernelBox* kernel = s.layout.kernel(layer, out, 0);
  const KernelBox* last = s.layout.kernel(layer, out, channels - 1);
  const MapBox* map = s.layout.map(layer, out);
  if (kernel == nullptr || last == nullptr || map == nullptr) return;
  const float y = map->rect.center().y;
  const float right = std::max(last->rect.right(), s.layout.kernel(layer, out, std::min(channels - 1, 1))->rect.right());
  patch_curve(s, patch, layer, out);
  curve(s.list, {right + 4, y}, {cell.x, cell.center().y}, ink(s), kPath);
}

float cell_px(const Scene& s, int layer) {
  const MapBox* map = s.layout.map(layer, 0);
  return map != nullptr ? map->cell : 0;
}

// One step of the way: windows of layer−1 feeding `to`, a place in `layer`.
void join(const Scene& s, const CellBox& window, int layer, int channel, const ui::Rect& to) {
  const LayerKind kind = s.layer(layer).spec.kind;
  if (kind == LayerKind::dense || to.empty()) return;
  for (int c = window.c0; c < window.c1 && c - window.c0 < 16; ++c) {
    const ui::Rect from = box_rect(s.layout, window, c);
    if (from.empty()) continue;
    if (kind == LayerKind::flatten) {
      curve(s.list, {from.right(), from.center().y}, {to.x, to.center().y}, ink(s), kPath);
    } else if (kind == LayerKind::conv && cell_px(s, layer) < kBeamCell) {
      through_kernel(s, from, layer, channel, to);
    } else {
      beam(s, from, to);
    }
  }
}

// The whole receptive field as pairs of neighbouring layers.
template <class Visit>
void walk_back(const Scene& s, Visit visit) {
  const Lit& lit = s.lit;
  const CellRef from = lit.source.layer >= -1 ? lit.source : lit.focus.cell;
  if ((lit.focus.kind != FocusKind::cell && lit.source.layer < -1) || lit.back.empty()) return;
  const Shape shape = from.layer < 0 ? s.snapshot.picture_shape : s.layer(from.layer).out;
  const Place place = place_of(shape, from.index);
  CellBox box{from.layer, place.c, place.c + 1, place.y, place.y + 1, place.x, place.x + 1};
  for (const CellBox& before : lit.back) {
    visit(before, box);
    box = before;
  }
}

void pill_curve(const Scene& s, const CellRef& from, const CellRef& to) {
  // From the map's edge at its cell's height to the vote.
  const PillBox* pill = s.layout.pill(to.layer, to.index);
  const ui::Rect cell = cell_rect(s.layout, s.snapshot, from);
  if (pill == nullptr || cell.empty()) return;
  const Shape shape = s.layer(to.layer).in;
  const MapBox* map = s.layout.map(from.layer, place_of(shape, from.index).c);
  if (map == nullptr) return;
  curve(s.list, {cell.right(), cell.center().y}, {pill->rect.x, pill->rect.center().y}, ink(s), kPath);
}

}  // namespace

void paint_beams(const Scene& s) {
  const Lit& lit = s.lit;
  if (!lit.any() || s.glow <= 0 || (lit.focus.kind != FocusKind::cell && lit.source.layer < -1)) return;
  walk_back(s, [&](const CellBox& before, const CellBox& box) {
    if (is_output(s.snapshot, box.layer)) return;
    for (int c = box.c0; c < box.c1 && c - box.c0 < 8; ++c) {
      const ui::Rect to = box_rect(s.layout, box, c);
      CellBox window = before;
      // Channel by channel where the layer does not mix them.
      if (before.c1 - before.c0 == box.c1 - box.c0 && s.layer(box.layer).spec.kind != LayerKind::conv) {
        window.c0 = before.c0 + (c - box.c0);
        window.c1 = window.c0 + 1;
      }
      if (s.layer(box.layer).spec.kind == LayerKind::flatten && lit.value.terms.size() == 1 && box.layer == lit.focus.cell.layer) {
        pill_curve(s, lit.value.terms.front().cell, lit.focus.cell);
        continue;
      }
      join(s, window, box.layer, c, to);
    }
  });
  int drawn = 0;
  for (const Lit::Reached& next : lit.forward) {
    if (++drawn > 4 * kBeamsAtMost) break;
    const LayerKind kind = s.layer(next.cell.layer).spec.kind;
    if (kind == LayerKind::dense) continue;
    if (kind == LayerKind::flatten) {
      pill_curve(s, {next.cell.layer - 1, next.cell.index}, next.cell);
      continue;
    }
    if (kind == LayerKind::conv && lit.forward.size() > kBeamsAtMost) continue;  // a pixel feeds nine places in every map
    const ui::Rect to = cell_rect(s.layout, s.snapshot, next.cell);
    const Shape shape = s.layer(next.cell.layer).out;
    if (lit.forward.size() > 3 * kBeamsAtMost) continue;
    join(s, next.window, next.cell.layer, place_of(shape, next.cell.index).c, to);
  }
}

namespace {

// Everything but the patch under the veil.
void veil_picture(const Scene& s, const MapBox& map, const ui::Rect& keep) {
  const ui::Color veil = ui::with_alpha(s.theme->canvas, s.theme->veil * s.glow);
  const ui::Rect& r = map.rect;
  const ui::Rect inside = intersect(r, keep);
  fill(s.list, {r.x, r.y, r.w, inside.y - r.y}, veil);
  fill(s.list, {r.x, inside.bottom(), r.w, r.bottom() - inside.bottom()}, veil);
  fill(s.list, {r.x, inside.y, inside.x - r.x, inside.h}, veil);
  fill(s.list, {inside.right(), inside.y, r.right() - inside.right(), inside.h}, veil);
}

// The patch: an ink frame with paper on both sides, so that it stands out from dark and light pixels.
void patch_frame(const Scene& s, const ui::Rect& rect, bool large) {
  const float width = large ? 2.0f : 1.5f;
  stroke(s.list, rect.inset(-width / 2 - 1), ink(s), width, 2);
  stroke(s.list, rect.inset(-width - 1.5f), ui::with_alpha(s.theme->panel, s.glow), 1, 3);
  if (large) stroke(s.list, rect.inset(-.5f), ui::with_alpha(s.theme->panel, s.glow), 1, 1);
}

void outline(const Scene& s, const ui::Rect& rect, float width) {
  if (!rect.empty() && seen(s.layout, rect)) stroke(s.list, rect, ink(s), width);
}

// A window in a layer: the picture around it under the veil, elsewhere an outline.
void lit_window(const Scene& s, const CellBox& window, int channel) {
  const ui::Rect rect = box_rect(s.layout, window, channel);
  if (rect.empty()) return;
  const MapBox* map = s.layout.map(window.layer, channel);
  if (window.layer < 0 && map != nullptr) {
    if (rect.w >= map->rect.w && rect.h >= map->rect.h) return;
    veil_picture(s, *map, rect);
    patch_frame(s, rect, map->cell >= 24);
  } else {
    outline(s, rect, window.x1 - window.x0 == 1 && window.y1 - window.y0 == 1 ? 1.5f : 1.0f);
  }
}

// Here the way forward ends: a bar before the cell, which itself stays quiet. The card says why.
void stop_mark(const Scene& s, const ui::Rect& cell) {
  if (cell.empty() || !seen(s.layout, cell)) return;
  const float half = std::clamp(cell.h * .42f, 4.0f, 14.0f), gap = std::clamp(cell.w * .14f, 1.5f, 5.0f);
  const ui::Vec c = cell.center();
  ui::dashed_rect(s.list, cell, 0, ink(s, .75f));
  line(s.list, {cell.x - gap, c.y - half}, {cell.x - gap, c.y + half}, ui::with_alpha(s.theme->panel, s.glow), 4);
  line(s.list, {cell.x - gap, c.y - half}, {cell.x - gap, c.y + half}, ink(s), 2);
}

void paint_lit(const Scene& s) {
  const Lit& lit = s.lit;
  if (!lit.any() || s.glow <= 0) return;
  if (lit.focus.kind == FocusKind::cell) {
    walk_back(s, [&](const CellBox& before, const CellBox& box) {
      if (is_output(s.snapshot, box.layer)) return;
      for (int c = before.c0; c < before.c1; ++c) {
        const ui::Rect rect = box_rect(s.layout, before, c);
        if (rect.empty()) continue;
        if (before.layer < 0) {
          const MapBox* map = s.layout.map(-1, c);
          const bool all = rect.w >= map->rect.w && rect.h >= map->rect.h;
          if (!all) {
            veil_picture(s, *map, rect);
            patch_frame(s, rect, map->cell >= 24);
            if (s.layer(box.layer).spec.kind == LayerKind::conv && cell_px(s, box.layer) < kBeamCell && box.c1 - box.c0 == 1) {
              patch_curve(s, rect, box.layer, box.c0);
            }
          }
        } else {
          const bool single = before.x1 - before.x0 == 1 && before.y1 - before.y0 == 1;
          outline(s, rect, single ? 1.5f : 1.0f);
        }
      }
    });
    if (lit.forward.size() <= 64) {
      for (const Lit::Reached& next : lit.forward) {
        const LayerKind kind = s.layer(next.cell.layer).spec.kind;
        if (kind == LayerKind::dense) continue;
        const ui::Rect rect = cell_rect(s.layout, s.snapshot, next.cell);
        if (s.layout.pill(next.cell.layer, next.cell.index) != nullptr) {
          stroke(s.list, rect.inset(-.5f), ink(s), 1.5f, pill_radius(rect) + 1);
        } else {
          outline(s, rect, 1.5f);
        }
        if (kind == LayerKind::conv || kind == LayerKind::flatten || next.window.c1 - next.window.c0 != 1) continue;
        const bool single = next.window.x1 - next.window.x0 == 1 && next.window.y1 - next.window.y0 == 1;
        if (!single) outline(s, box_rect(s.layout, next.window, next.window.c0), 1);
      }
    }
    for (const CellRef& cell : lit.stops) stop_mark(s, cell_rect(s.layout, s.snapshot, cell));
  } else if (lit.source.layer >= -1) {
    walk_back(s, [&](const CellBox& before, const CellBox&) {
      for (int c = before.c0; c < before.c1; ++c) lit_window(s, before, c);
    });
    const ui::Rect rect = cell_rect(s.layout, s.snapshot, lit.source);
    if (!rect.empty()) stroke(s.list, rect.inset(-.5f), ink(s), 1.5f, pill_radius(rect) + 1);
  } else if (lit.uses.layer >= 0) {
    // A kernel's weight or bias is used at every place of its map; the weight meets one window of what comes in.
    if (const MapBox* map = s.layout.map(lit.uses.layer, lit.uses.channel)) stroke(s.list, map->rect.inset(-1), ink(s), 1.5f);
    if (lit.uses.has_window) lit_window(s, lit.uses.window, lit.uses.window.c0);
    for (const CellRef& vote : lit.end) {
      const ui::Rect rect = cell_rect(s.layout, s.snapshot, vote);
      if (!rect.empty()) stroke(s.list, rect.inset(-.5f), ink(s), 1.5f, pill_radius(rect) + 1);
    }
  }
}

}  // namespace

void paint_focus(const Scene& s) {
  paint_lit(s);
  if (s.hover.kind != FocusKind::none && !(s.hover == s.ring)) {
    const ui::Rect rect = focus_rect(s.layout, s.snapshot, s.hover);
    const bool link = s.hover.kind == FocusKind::parameter && s.layer(s.hover.param.layer).spec.kind == LayerKind::dense;
    if (!rect.empty() && !link && s.hover.kind != FocusKind::vote_class) {
      const bool pill = s.hover.kind == FocusKind::cell && s.layout.pill(s.hover.cell.layer, s.hover.cell.index) != nullptr;
      stroke(s.list, rect.inset(.5f), s.theme->ink, 1,
             pill                                   ? pill_radius(rect)
             : s.hover.kind == FocusKind::parameter ? 2.0f
                                                    : 0.0f);
    }
  }
  if (s.second.kind != FocusKind::none && !(s.second == s.ring)) {
    ui::Rect other = focus_rect(s.layout, s.snapshot, s.second);
    if (!other.empty() && seen(s.layout, other)) {
      const bool link = s.second.kind == FocusKind::parameter && s.layer(s.second.param.layer).spec.kind == LayerKind::dense &&
                        s.second.param.kind == ParamKind::weight;
      if (link) {
        const float w = std::max(40.0f, other.w), h = std::max(22.0f, other.h);
        other = {other.center().x - w / 2, other.center().y - h / 2, w, h};
        parameter_tile(s, other, s.second);
      }
      if (s.second.kind == FocusKind::vote_class) other = {other.x - 4, other.y - 6, other.w + 8, other.h + 10};
      second_ring(s.list, other, s.second.kind == FocusKind::parameter ? std::clamp(.16f * other.w, 2.0f, 8.0f) : 2);
    }
  }
  if (s.ring.kind == FocusKind::none) return;
  const ui::Rect rect = focus_rect(s.layout, s.snapshot, s.ring);
  if (rect.empty() || !seen(s.layout, rect)) return;
  float radius = 2;
  if (s.ring.kind == FocusKind::parameter) {
    const bool dense = s.layer(s.ring.param.layer).spec.kind == LayerKind::dense;
    radius = dense ? 9 : std::clamp(.16f * rect.w, 2.0f, 8.0f);
    if (dense && s.ring.param.kind == ParamKind::weight) {
      // The weight sits on its link as a small tile.
      const float w = std::max(40.0f, rect.w), h = std::max(22.0f, rect.h);
      const ui::Rect tile{rect.center().x - w / 2, rect.center().y - h / 2, w, h};
      parameter_tile(s, tile, s.ring);
      ui::cell_ring(s.list, tile, std::clamp(.16f * h, 4.0f, 8.0f));
      return;
    }
    if (dense) radius = std::min(9.0f, rect.h / 3);
  }
  if (s.ring.kind == FocusKind::cell && s.layout.pill(s.ring.cell.layer, s.ring.cell.index) != nullptr) radius = pill_radius(rect);
  if (s.ring.kind == FocusKind::vote_class) {
    ui::cell_ring(s.list, {rect.x - 4, rect.y - 6, rect.w + 8, rect.h + 10}, 6);
    return;
  }
  ui::cell_ring(s.list, rect, radius);
}

}  // namespace rizbin
