#include "web/canvas/camera.h"

#include <algorithm>
#include <cmath>

#include "engine/layers/explain.h"

namespace rizbin {
namespace {

float backward(const std::vector<std::pair<float, float>>& knots, float px) {
  if (px <= 0) return px;
  for (std::size_t i = 1; i < knots.size(); ++i) {
    const auto& [x0, px0] = knots[i - 1];
    const auto& [x1, px1] = knots[i];
    if (px <= px1 && px1 > px0) return x0 + (px - px0) / (px1 - px0) * (x1 - x0);
  }
  return knots.back().first + (px - knots.back().second);
}

}  // namespace

ui::Vec to_stage(const Layout& layout, ui::Vec point) {
  return {backward(layout.knots, point.x - layout.origin.x), (point.y - layout.origin.y) / layout.zoom};
}

Anchor anchor_at(const Layout& layout, ui::Vec point) {
  for (const MapBox& map : layout.maps) {
    if (map.rect.contains(point)) {
      return {map.layer, map.channel, {(point.x - map.rect.x) / map.rect.w, (point.y - map.rect.y) / map.rect.h}, {}};
    }
  }
  return {-2, 0, {}, to_stage(layout, point)};
}

ui::Vec anchor_point(const Layout& layout, const Anchor& anchor) {
  const MapBox* map = anchor.layer >= -1 ? layout.map(anchor.layer, anchor.channel) : nullptr;
  if (map != nullptr) return {map->rect.x + anchor.part.x * map->rect.w, map->rect.y + anchor.part.y * map->rect.h};
  float px = anchor.stage.x;
  if (px > 0) {
    for (std::size_t i = 1; i < layout.knots.size(); ++i) {
      const auto& [x0, px0] = layout.knots[i - 1];
      const auto& [x1, px1] = layout.knots[i];
      if (anchor.stage.x <= x1 && x1 > x0) {
        px = px0 + (anchor.stage.x - x0) / (x1 - x0) * (px1 - px0);
        break;
      }
      px = layout.knots.back().second + (anchor.stage.x - layout.knots.back().first);
    }
  }
  return {layout.origin.x + px, layout.origin.y + anchor.stage.y * layout.zoom};
}

Camera placed(const CameraView& view, Camera camera, const Anchor& anchor, ui::Vec point) {
  const Layout layout = view.layout(camera);
  const ui::Vec off = anchor_point(layout, anchor) - point;
  const ui::Vec middle = to_stage(layout, view.area.center() + off);
  camera.x = middle.x;
  camera.y = middle.y;
  return camera;
}

float largest_zoom(const Stage& stage, float fit) { return std::max(fit * 4, zoom_for_all(stage, fit, 480)); }

Camera clamped(const CameraView& view, Camera camera) {
  const float fit = fit_zoom(view.stage, view.area);
  camera.zoom = std::clamp(camera.zoom, fit, largest_zoom(view.stage, fit));
  if (camera.zoom <= fit * 1.001f) { return fit_camera(view.stage, view.area); }
  camera.fit = false;
  const Layout layout = view.layout(camera);
  const auto axis = [](float lo, float hi, float area_lo, float area_hi) {
    const float keep = std::min(hi - lo, area_hi - area_lo) * .34f;
    if (hi < area_lo + keep) return area_lo + keep - hi;
    if (lo > area_hi - keep) return area_hi - keep - lo;
    return 0.0f;
  };
  const ui::Rect& b = layout.bounds;
  const ui::Rect& a = view.area;
  const ui::Vec push{axis(b.x, b.right(), a.x, a.right()), axis(b.y, b.bottom(), a.y, a.bottom())};
  if (push.x != 0 || push.y != 0) {
    const ui::Vec middle = to_stage(layout, a.center() - push);
    camera.x = middle.x;
    camera.y = middle.y;
  }
  return camera;
}

Camera zoomed(const CameraView& view, const Camera& camera, float factor, ui::Vec point) {
  const Anchor anchor = anchor_at(view.layout(camera), point);
  Camera next = camera;
  const float fit = fit_zoom(view.stage, view.area);
  next.zoom = std::clamp(camera.zoom * factor, fit, largest_zoom(view.stage, fit));
  next.fit = false;
  return clamped(view, placed(view, next, anchor, point));
}

namespace {

// 0 while the thing is read beside others, 1 where it is the page.
float centred(float px) {
  const float t = std::clamp((px - 120) / 190, 0.0f, 1.0f);
  return t * t * (3 - 2 * t);
}

}  // namespace

Hold hold_of(const CameraView& view, const Camera& camera, const Focus& thing, ui::Vec point) {
  Hold hold;
  hold.thing = thing;
  hold.at = point;
  const Layout layout = view.layout(camera);
  const ui::Rect rect = focus_rect(layout, view.snapshot, thing);
  if (rect.empty()) return hold;
  const float middle = centred(focus_cell_px(layout, view.snapshot, thing));
  if (middle > .9f) {
    hold.at = view.area.center();
    return hold;
  }
  hold.part = {(point.x - rect.x) / rect.w, (point.y - rect.y) / rect.h};
  // Begun half-way: from here on it goes where it would have gone from the beginning.
  const ui::Vec goal{view.area.center().x + (hold.part.x - .5f) * rect.w, view.area.center().y + (hold.part.y - .5f) * rect.h};
  hold.at = (point - goal * middle) * (1 / (1 - middle));
  return hold;
}

Camera zoomed(const CameraView& view, const Camera& camera, float factor, const Hold& hold) {
  Camera next = camera;
  const float fit = fit_zoom(view.stage, view.area);
  next.zoom = std::clamp(camera.zoom * factor, fit, largest_zoom(view.stage, fit));
  next.fit = false;
  const Layout layout = view.layout(next);
  const ui::Rect rect = focus_rect(layout, view.snapshot, hold.thing);
  if (rect.empty()) return zoomed(view, camera, factor, hold.at);
  const float t = centred(focus_cell_px(layout, view.snapshot, hold.thing));
  const ui::Vec goal{view.area.center().x + (hold.part.x - .5f) * rect.w, view.area.center().y + (hold.part.y - .5f) * rect.h};
  const ui::Vec to = hold.at + (goal - hold.at) * t;
  const ui::Vec part{rect.x + hold.part.x * rect.w, rect.y + hold.part.y * rect.h};
  const ui::Vec middle = to_stage(layout, view.area.center() + (part - to));
  next.x = middle.x;
  next.y = middle.y;
  return clamped(view, next);
}

Camera panned(const CameraView& view, const Camera& camera, ui::Vec by_px) {
  const Layout layout = view.layout(camera);
  const ui::Vec middle = to_stage(layout, view.area.center() - by_px);
  Camera next = camera;
  next.x = middle.x;
  next.y = middle.y;
  next.fit = false;
  return clamped(view, next);
}

Level level_of(float cell_px, bool whole) {
  if (cell_px >= 320) return Level::room;
  if (cell_px >= 120) return Level::arithmetic;
  if (whole) return Level::network;
  if (cell_px >= 28) return Level::numbers;
  return cell_px >= 20 ? Level::map : Level::layer;
}

const char* level_word(Level level) {
  constexpr const char* kWords[] = {"network", "layer", "map", "numbers", "arithmetic", "room"};
  return kWords[static_cast<int>(level)];
}

float level_cell(Level level, const ui::Rect& area) {
  switch (level) {
    case Level::numbers: return area.w < 560 ? 30.2f : 48;
    case Level::arithmetic: return area.w < 560 ? 124.0f : 144;
    case Level::room: return 400;
    case Level::map: return 22;
    case Level::layer: return 18;
    case Level::network: break;
  }
  return 0;
}

Camera camera_for(const CameraView& view, float cell_px, float below) {
  const Focus& focus = view.focus;
  Camera camera = fit_camera(view.stage, view.area);
  Layout layout = view.layout(camera);
  const float now = focus_cell_px(layout, view.snapshot, focus);
  if (focus.kind == FocusKind::none || now <= 0) return camera;
  // Growth differs from kind to kind and never falls: halving finds the zoom.
  const float fit = fit_zoom(view.stage, view.area);
  float lo = fit, hi = largest_zoom(view.stage, fit);
  camera.fit = false;
  for (int i = 0; i < 26 && hi > lo * 1.00002f; ++i) {
    camera.zoom = std::sqrt(lo * hi);
    (focus_cell_px(view.layout(camera), view.snapshot, focus) < cell_px ? lo : hi) = camera.zoom;
  }
  camera.zoom = hi;
  if (camera.zoom <= fit * 1.001f) return fit_camera(view.stage, view.area);

  layout = view.layout(camera);
  const ui::Rect cell = focus_rect(layout, view.snapshot, focus);
  ui::Rect map = cell, before, patch;
  float after = map.right();  // right edge of the next column
  if (focus.kind == FocusKind::cell) {
    const Shape shape =
        focus.cell.layer < 0 ? view.snapshot.picture_shape : view.snapshot.layers[static_cast<std::size_t>(focus.cell.layer)].out;
    const int channel = shape.size() > 0 ? place_of(shape, focus.cell.index).c : 0;
    if (const MapBox* box = layout.map(focus.cell.layer, channel)) map = box->rect;
    if (const MapBox* box = layout.map(focus.cell.layer - 1, 0)) before = box->rect;
    if (layout.pill(focus.cell.layer, focus.cell.index) != nullptr) before = {};  // a vote comes from one cell
    if (focus.cell.layer >= 0 && !is_output(view.snapshot, focus.cell.layer)) {
      const std::vector<CellBox> field = receptive_field(view.snapshot, focus.cell);
      if (!field.empty()) {
        const CellBox& window = field.front();
        patch = cell_rect(layout, view.snapshot, {window.layer, 0});  // one cell of that layer; below: the window's left edge
        if (const MapBox* box = layout.map(window.layer, window.c0))
          patch.x = box->rect.x + static_cast<float>(window.x0) * box->cell;
      }
    }
    const ColumnBox* next = layout.column(focus.cell.layer + 1);
    if (next == nullptr && focus.cell.layer >= 0) next = &layout.columns.back();
    after = next != nullptr ? std::max(map.right(), next->x1) : map.right();
  }
  const ui::Rect& area = view.area;
  if (cell_px >= 300) {  // the room: it is the middle
    const ui::Vec at = to_stage(layout, cell.center());
    camera.x = at.x;
    camera.y = at.y;
    return clamped(view, camera);
  }
  const float edge = .031f * area.w;
  ui::Vec target = area.center();
  // Top to bottom: crumbs and headings, the map, the card.
  const float free_top = area.y + (area.w < 560 ? 52.0f : 100.0f), free_bottom = area.bottom() - below;
  target.y = (free_top + free_bottom) / 2;
  const ui::Vec middle = map.h < free_bottom - free_top + 20 ? map.center() : cell.center();
  ui::Vec from{cell.center().x, middle.y};
  target.x = area.center().x;
  if (!before.empty() && map.right() - before.x + 2 * edge <= area.w) {
    from.x = before.x;
    target.x = area.x + edge;
    const float slack = area.w - 2 * edge - (map.right() - before.x);
    if (slack > .3f * area.w) {
      // Room left over: what comes next is shown too, all of it in the middle.
      const float right = after - before.x + 2 * edge <= area.w ? after : map.right();
      from.x = (before.x + right) / 2;
      target.x = area.center().x;
    }
  } else if (!patch.empty() && cell.right() - patch.x + 2 * edge <= area.w && area.w >= 560) {
    // Not both maps, but the patch and its cell.
    from.x = (patch.x + cell.right()) / 2;
  } else if (map.w <= area.w - 2 * edge) {
    from.x = map.center().x;
  }
  const ui::Vec at = to_stage(layout, area.center() + (from - target));
  camera.x = at.x;
  camera.y = at.y;
  return clamped(view, camera);
}

float ease_cubic(float t) {
  t = std::clamp(t, 0.0f, 1.0f);
  return t < .5f ? 4 * t * t * t : 1 - std::pow(2 - 2 * t, 3.0f) / 2;
}

Camera Flight::at(double now_s) const {
  if (done(now_s)) return to;
  const float t = ease_cubic(static_cast<float>((now_s - start_s) / seconds));
  Camera camera;
  camera.zoom = from.zoom * std::pow(to.zoom / from.zoom, t);
  // Position keeps pace with the zoom, so that the thing flown to does not swing out of sight first.
  const float span = to.zoom - from.zoom;
  const float s = std::abs(span) > 1e-3f * from.zoom ? (1 / from.zoom - 1 / camera.zoom) / (1 / from.zoom - 1 / to.zoom) : t;
  camera.x = from.x + (to.x - from.x) * s;
  camera.y = from.y + (to.y - from.y) * s;
  camera.fit = false;
  return camera;
}

}  // namespace rizbin
