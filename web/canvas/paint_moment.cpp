// t inside a step on the canvas: what is written, what waits (paper with a dot), the window that walks, the kernel between and the
// place of the next window, dashed. Forward the window lies in the layer before, backward it is the cells that send the gradient.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/scene.h"

namespace rizbin {
namespace {

constexpr float kPath = 1.6f;
constexpr float kBeamCell = 24;    // from this cell size on a beam, below a curve, as with the focus
constexpr int kWindowsAtMost = 16;

ui::Color dot_color(const Scene& s) { return ui::with_alpha(s.theme->ink3, .55f); }

void dot(const Scene& s, ui::Vec c, float cell) {
  const float r = std::clamp(cell * .035f, .8f, 3.0f);
  if (cell < 20) {
    s.list->AddRectFilled({c.x - r, c.y - r}, {c.x + r, c.y + r}, dot_color(s));
  } else {
    s.list->AddCircleFilled({c.x, c.y}, r, dot_color(s), 10);
  }
}

bool gradient_stage(const Scene& s) { return s.present.stage == StepStage::backward; }

// The windows that a cell is made from, one a channel.
std::vector<CellBox> windows_of(const Scene& s, const Moment& moment) {
  std::vector<CellBox> boxes;
  const CellRef cell = moment_cell(s.snapshot, moment);
  const auto layers = static_cast<int>(s.snapshot.layers.size());
  if (cell.layer < -1 || cell.layer >= layers) return boxes;
  if (moment.stage == StepStage::forward) {
    const std::vector<CellBox> field = receptive_field(s.snapshot, cell);
    if (field.empty()) return boxes;
    const LayerKind kind = s.layer(cell.layer).spec.kind;
    if (kind == LayerKind::dense) return boxes;
    for (int c = field.front().c0; c < field.front().c1; ++c) {
      CellBox box = field.front();
      box.c0 = c;
      box.c1 = c + 1;
      boxes.push_back(box);
    }
    return boxes;
  }
  if (cell.layer >= layers - 2) return boxes;  // the classes and their links are lit by the focus itself
  const Explanation e = explain_gradient(s.snapshot, cell);
  for (const Term& term : e.terms) {
    if (term.cell.layer <= cell.layer || term.cell.layer >= layers) continue;
    const Place place = place_of(s.layer(term.cell.layer).out, term.cell.index);
    const auto same = std::ranges::find_if(boxes, [&](const CellBox& b) { return b.layer == term.cell.layer && b.c0 == place.c; });
    if (same == boxes.end()) {
      boxes.push_back({term.cell.layer, place.c, place.c + 1, place.y, place.y + 1, place.x, place.x + 1});
    } else {
      same->y0 = std::min(same->y0, place.y);
      same->y1 = std::max(same->y1, place.y + 1);
      same->x0 = std::min(same->x0, place.x);
      same->x1 = std::max(same->x1, place.x + 1);
    }
  }
  return boxes;
}

ui::Rect between(const ui::Rect& a, const ui::Rect& b, float t) {
  return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.w + (b.w - a.w) * t, a.h + (b.h - a.h) * t};
}

// On the screen now: on its way from the place before while it glides.
std::vector<ui::Rect> window_rects(const Scene& s) {
  std::vector<ui::Rect> rects;
  const std::vector<CellBox> here = windows_of(s, s.present);
  std::vector<CellBox> from;
  if (s.glide < 1) from = windows_of(s, s.glide_from);
  const float t = s.glide * s.glide * (3 - 2 * s.glide);
  for (std::size_t i = 0; i < here.size() && i < kWindowsAtMost; ++i) {
    ui::Rect rect = box_rect(s.layout, here[i], here[i].c0);
    if (i < from.size() && from[i].c0 == here[i].c0) rect = between(box_rect(s.layout, from[i], from[i].c0), rect, t);
    if (!rect.empty()) rects.push_back(rect);
  }
  return rects;
}

void frame_window(const Scene& s, const ui::Rect& rect, float cell) {
  const float width = cell >= 24 ? 2.0f : 1.5f;
  stroke(s.list, rect.inset(-width / 2 - 1), s.theme->ink, width, 2);
  stroke(s.list, rect.inset(-width - 1.5f), s.theme->panel, 1, 3);
  if (cell >= 24) stroke(s.list, rect.inset(-.5f), s.theme->panel, 1, 1);
}

// Everything of the map but the window under the veil.
void veil_around(const Scene& s, const ui::Rect& map, const ui::Rect& keep) {
  const ui::Color veil = ui::with_alpha(s.theme->canvas, s.theme->veil);
  const ui::Rect in = intersect(map, keep);
  fill(s.list, {map.x, map.y, map.w, in.y - map.y}, veil);
  fill(s.list, {map.x, in.bottom(), map.w, map.bottom() - in.bottom()}, veil);
  fill(s.list, {map.x, in.y, in.x - map.x, in.h}, veil);
  fill(s.list, {in.right(), in.y, map.right() - in.right(), in.h}, veil);
}

float map_cell(const Scene& s, int layer) {
  const MapBox* map = s.layout.map(layer, 0);
  return map != nullptr ? map->cell : 0;
}

}  // namespace

bool Scene::pending(int layer_index, int index) const {
  return moment.stage != StepStage::rest && moment_pending(snapshot, moment, gradient(), {layer_index, index});
}
bool Scene::pending_weights(int layer_index) const { return moment_pending_weights(snapshot, moment, gradient(), layer_index); }

void paint_pending_map(const Scene& s, const MapBox& map) {
  if (s.moment.stage == StepStage::rest) return;
  const int plane = map.h * map.w;
  const int written = std::clamp(moment_written(s.snapshot, s.moment, s.gradient(), map.layer) - map.channel * plane, 0, plane);
  if (written >= plane) return;
  const int row = written / map.w, column = written % map.w;
  const auto at = [&](int n) { return static_cast<float>(n) * map.cell; };
  const int below = column > 0 ? row + 1 : row;
  if (column > 0) fill(s.list, {map.rect.x + at(column), map.rect.y + at(row), map.rect.w - at(column), map.cell}, s.theme->canvas);
  if (below < map.h) fill(s.list, {map.rect.x, map.rect.y + at(below), map.rect.w, map.rect.h - at(below)}, s.theme->canvas);
  if (map.cell < 7) return;
  const ui::Color grid = ui::with_alpha(s.theme->line, map.cell >= 28 ? .55f : .4f);
  for (int i = written; i < plane; ++i) {
    const ui::Rect cell{map.rect.x + at(i % map.w), map.rect.y + at(i / map.w), map.cell, map.cell};
    if (!seen(s.layout, cell)) continue;
    if (map.cell >= 12) {
      if (i % map.w > 0) line(s.list, {cell.x, cell.y}, {cell.x, cell.bottom()}, grid, 1);
      if (i / map.w > 0) line(s.list, {cell.x, cell.y}, {cell.right(), cell.y}, grid, 1);
    }
    dot(s, cell.center(), map.cell);
  }
}

void paint_pending_pill(const Scene& s, const ui::Rect& pill) {
  const float radius = pill_radius(pill);
  fill(s.list, pill, s.theme->canvas, radius);
  if (pill.h >= 5) {
    stroke(s.list, pill, s.theme->line, 1, radius);
    dot(s, pill.center(), pill.h);
  }
}

void paint_pending_dot(const Scene& s, ui::Vec center) { dot(s, center, 30); }

void paint_pending_kernel(const Scene& s, const KernelBox& box) {
  for (int i = 0; i < box.h * box.w; ++i) {
    const ui::Rect cell{box.rect.x + static_cast<float>(i % box.w) * box.cell,
                        box.rect.y + static_cast<float>(i / box.w) * box.cell, box.cell, box.cell};
    const ui::Rect tile = cell.inset(box.gap / 2);
    fill(s.list, tile, s.theme->canvas, box.radius);
    if (box.cell >= 5) stroke(s.list, tile, s.theme->line, 1, box.radius);
    if (box.cell >= 8) dot(s, cell.center(), box.cell);
  }
}

// What this stage leaves alone lies under the veil: the loss is about the classes, the update about the weights.
void paint_moment_veil(const Scene& s) {
  const StepStage stage = s.present.stage;
  if (stage != StepStage::loss && stage != StepStage::update) return;
  const ui::Color veil = ui::with_alpha(s.theme->canvas, s.theme->veil);
  const auto cover = [&](const ui::Rect& rect) {
    if (seen(s.layout, rect)) fill(s.list, rect, veil);
  };
  for (const MapBox& map : s.layout.maps) cover(map.rect.inset(-1));
  for (const PillBox& pill : s.layout.pills) cover(pill.rect);
  if (stage == StepStage::loss) {
    for (const KernelBox& kernel : s.layout.kernels) cover(kernel.rect.inset(-1));
  }
}

void paint_moment_beams(const Scene& s) {
  const CellRef cell = moment_cell(s.snapshot, s.present);
  const auto layers = static_cast<int>(s.snapshot.layers.size());
  if (cell.layer < -1 || cell.layer >= layers - 1) return;
  const ui::Rect to = cell_rect(s.layout, s.snapshot, cell);
  if (to.empty()) return;
  const bool back = gradient_stage(s);
  const int kernel_layer = back ? cell.layer + 1 : cell.layer;
  const bool conv = kernel_layer >= 0 && s.layer(kernel_layer).spec.kind == LayerKind::conv;
  for (const ui::Rect& from : window_rects(s)) {
    const ui::Rect& a = back ? to : from;
    const ui::Rect& b = back ? from : to;
    if (map_cell(s, conv ? kernel_layer : cell.layer) >= kBeamCell || !conv) {
      const ImVec2 quad[] = {{a.right(), a.y}, {b.x, b.y}, {b.x, b.bottom()}, {a.right(), a.bottom()}};
      s.list->AddConvexPolyFilled(quad, 4, ui::with_alpha(s.theme->ink, s.theme->beam));
      line(s.list, {quad[0].x, quad[0].y}, {quad[1].x, quad[1].y}, s.theme->ink, 1);
      line(s.list, {quad[3].x, quad[3].y}, {quad[2].x, quad[2].y}, s.theme->ink, 1);
      continue;
    }
    if (back) {
      curve(s.list, {a.right(), a.center().y}, {b.x, b.center().y}, s.theme->ink, kPath);
      continue;
    }
    const int out = place_of(s.layer(cell.layer).out, cell.index).c;
    const KernelBox* kernel = s.layout.kernel(cell.layer, out, 0);
    const KernelBox* last = s.layout.kernel(cell.layer, out, std::max(1, s.layer(cell.layer).in.c) - 1);
    const MapBox* map = s.layout.map(cell.layer, out);
    if (kernel == nullptr || last == nullptr || map == nullptr) continue;
    const float y = map->rect.center().y;
    curve(s.list, {a.right() + 2, a.center().y}, {kernel->rect.x - 4, y}, s.theme->ink, kPath);
    curve(s.list, {last->rect.right() + 4, y}, {b.x, b.center().y}, s.theme->ink, kPath);
  }
}

void paint_moment(const Scene& s) {
  if (s.present.stage != StepStage::forward && s.present.stage != StepStage::backward) return;
  const std::vector<CellBox> here = windows_of(s, s.present);
  const std::vector<ui::Rect> rects = window_rects(s);
  for (std::size_t i = 0; i < rects.size() && i < here.size(); ++i) {
    const MapBox* map = s.layout.map(here[i].layer, here[i].c0);
    if (map == nullptr) {
      stroke(s.list, rects[i].inset(-.5f), s.theme->ink, 1.5f, pill_radius(rects[i]) + 1);
      continue;
    }
    const bool all = rects[i].w >= map->rect.w && rects[i].h >= map->rect.h;
    if (!all && map->cell >= 12) veil_around(s, map->rect, rects[i]);
  }
  // Where the window goes next.
  const std::optional<Moment> next = moment_next(s.snapshot, s.present, MomentUnit::cell);
  if (next && next->layer == s.present.layer && next->stage == s.present.stage) {
    const std::vector<CellBox> there = windows_of(s, *next);
    for (std::size_t i = 0; i < there.size() && i < kWindowsAtMost; ++i) {
      const ui::Rect rect = box_rect(s.layout, there[i], there[i].c0);
      if (!rect.empty() && s.layout.map(there[i].layer, there[i].c0) != nullptr)
        ui::dashed_rect(s.list, rect, 0, ui::with_alpha(s.theme->ink, .6f));
    }
  }
  for (std::size_t i = 0; i < rects.size() && i < here.size(); ++i) {
    const MapBox* map = s.layout.map(here[i].layer, here[i].c0);
    if (map != nullptr) frame_window(s, rects[i], map->cell);
  }
  // The present cell keeps its ring while something else is looked at.
  if (!(s.ring == moment_present(s.snapshot, s.present))) {
    const ui::Rect rect = focus_rect(s.layout, s.snapshot, moment_present(s.snapshot, s.present));
    if (!rect.empty() && seen(s.layout, rect)) ui::cell_ring(s.list, rect);
  }
}

std::string moment_heading(const Scene& s, const ColumnBox& box) {
  if (s.present.stage != StepStage::forward && s.present.stage != StepStage::backward) return {};
  const auto layers = static_cast<int>(s.snapshot.layers.size());
  const bool gradient = s.gradient();
  int layer = box.layer;
  if (box.kind == ColumnKind::classes && (gradient || s.present.layer < layers)) layer = layers - 1;
  int all = layer >= layers ? static_cast<int>(s.snapshot.probabilities.size())
            : layer < 0     ? s.snapshot.picture_shape.size()
                            : s.layer(layer).out.size();
  int written = moment_written(s.snapshot, s.moment, gradient, layer);
  if (written >= all) return {};
  if (written <= 0) return std::string(ui::tr(Str::moment_not_yet));
  std::string plane;
  if (box.row_map >= 0) {
    const MapBox& map = s.layout.maps[static_cast<std::size_t>(box.row_map)];
    const int size = map.h * map.w;
    written = std::clamp(written - map.channel * size, 0, size);
    all = size;
    if (written <= 0) return std::string(ui::tr(Str::moment_not_yet));
    if (written >= all) return {};
    plane = ltr(ui::number(map.h) + "\u00D7" + ui::number(map.w));
  }
  const std::initializer_list<ui::Arg> args = {{"shape", plane}, {"n", ui::number(written)}, {"total", ui::number(all)}};
  return plane.empty() ? ui::fmt(Str::moment_written, {{"n", ui::number(written)}, {"total", ui::number(all)}})
                       : ui::fmt(Str::moment_shape_written, args);
}

}  // namespace rizbin
