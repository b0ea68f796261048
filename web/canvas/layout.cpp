// The stage through a camera: which growth each piece of the row has is measured on the design's pictures (fit and numbers, where
// the zoom is 48/14): maps grow with the zoom, the picture a little less (13 → 36.2), kernels as its root (11 → 22), gaps less.
#include "web/canvas/layout.h"

#include <algorithm>
#include <cmath>

namespace rizbin {
namespace {

constexpr float kPictureGrowth = .8312f, kKernelGrowth = .55f, kKernelRegionGrowth = .34f, kKernelGapGrowth = .056f;
constexpr float kGapGrowth = .495f, kLinkGrowth = .6f, kClassGrowth = .4f;

float smooth(float from, float to, float v) {
  const float t = std::clamp((v - from) / (to - from), 0.0f, 1.0f);
  return t * t * (3 - 2 * t);
}

struct Growth {
  float fit, ratio;
  [[nodiscard]] float at(float exponent) const { return fit * std::pow(ratio, exponent); }
};

// How far each column slides so that what feeds the focused map faces it.
std::vector<float> slides(const Stage& stage, const Snapshot& snapshot, const Focus& focus, float zoom, const Growth& growth) {
  std::vector<float> slide(stage.columns.size(), 0);
  int layer = -1, channel = 0;
  if (focus.kind == FocusKind::cell) {
    layer = focus.cell.layer;
  } else if (focus.kind == FocusKind::parameter) {
    layer = focus.param.layer;
  }
  const auto at =
      std::ranges::find_if(stage.columns, [&](const StageColumn& c) { return c.layer == layer && c.kind == ColumnKind::maps; });
  if (layer < 0 || at == stage.columns.end()) return slide;
  const LayerState& state = snapshot.layers[static_cast<std::size_t>(layer)];
  float cell_px = at->cell * zoom;
  if (focus.kind == FocusKind::cell) {
    channel = place_of(at->shape, focus.cell.index).c;
  } else {
    channel = focus.param.kind == ParamKind::bias
                  ? focus.param.index
                  : focus.param.index / std::max(1, static_cast<int>(state.weight.size()) / std::max(1, at->count));
    cell_px = at->kernel_cell * growth.at(kKernelGrowth) * 1.4f;
  }
  if (channel < 0 || channel >= at->count) return slide;
  const float t = smooth(20, 30, cell_px);
  const float face = at->center[static_cast<std::size_t>(channel)].y;
  bool same_channels = true;
  for (auto i = static_cast<int>(at - stage.columns.begin()); i > 0; --i) {
    const StageColumn& column = stage.columns[static_cast<std::size_t>(i)];
    const StageColumn& before = stage.columns[static_cast<std::size_t>(i - 1)];
    if (column.layer >= 0 && snapshot.layers[static_cast<std::size_t>(column.layer)].spec.kind == LayerKind::conv)
      same_channels = false;
    const float reference = same_channels && channel < before.count ? before.center[static_cast<std::size_t>(channel)].y
                                                                    : (before.center.front().y + before.center.back().y) / 2;
    slide[static_cast<std::size_t>(i - 1)] = t * (face - reference);
  }
  return slide;
}

std::vector<std::pair<float, float>> make_knots(const Stage& stage, const Growth& growth, float zoom) {
  std::vector<std::pair<float, float>> knots{{0, 0}};
  const auto advance = [&](float stage_x, float scale) {
    const auto [x, px] = knots.back();
    knots.emplace_back(stage_x, px + (stage_x - x) * scale);
  };
  for (const StageColumn& column : stage.columns) {
    const float start = knots.back().first;
    if (column.kernel_width > 0) {
      const float kernel = column.kernel_width * growth.at(kKernelGrowth);
      const float after_w = column.x - column.kernel_x - column.kernel_width;
      const float after = after_w * growth.at(kKernelGapGrowth);
      const float region = (column.x - start) * growth.at(kKernelRegionGrowth);
      const float before = std::max((column.kernel_x - start) * growth.fit, region - kernel - after);
      knots.emplace_back(column.kernel_x, knots.back().second + before);
      knots.emplace_back(column.kernel_x + column.kernel_width, knots.back().second + kernel);
      knots.emplace_back(column.x, knots.back().second + after);
    } else {
      const bool links = column.kind == ColumnKind::pills || column.kind == ColumnKind::classes;
      advance(column.x, growth.at(links ? kLinkGrowth : kGapGrowth));
    }
    float scale = zoom;
    if (column.kind == ColumnKind::picture) scale = growth.at(kPictureGrowth);
    if (column.kind == ColumnKind::classes) scale = growth.at(kClassGrowth);
    advance(column.x + column.width, scale);
  }
  advance(stage.w, growth.at(kGapGrowth));
  return knots;
}

float through(const std::vector<std::pair<float, float>>& knots, float x) {
  if (x <= 0) return x;
  for (std::size_t i = 1; i < knots.size(); ++i) {
    const auto& [x0, px0] = knots[i - 1];
    const auto& [x1, px1] = knots[i];
    if (x <= x1 && x1 > x0) return px0 + (x - x0) / (x1 - x0) * (px1 - px0);
  }
  return knots.back().second + (x - knots.back().first);
}

}  // namespace

const MapBox* Layout::map(int layer, int channel) const {
  const int first =
      layer + 1 < static_cast<int>(first_map.size()) && layer >= -1 ? first_map[static_cast<std::size_t>(layer + 1)] : -1;
  const auto i = static_cast<std::size_t>(first + channel);
  return first >= 0 && channel >= 0 && i < maps.size() && maps[i].layer == layer ? &maps[i] : nullptr;
}

const KernelBox* Layout::kernel(int layer, int out, int in) const {
  const int first =
      layer + 1 < static_cast<int>(first_kernel.size()) && layer >= 0 ? first_kernel[static_cast<std::size_t>(layer + 1)] : -1;
  if (first < 0) return nullptr;
  for (auto i = static_cast<std::size_t>(first); i < kernels.size() && kernels[i].layer == layer; ++i) {
    if (kernels[i].out == out && kernels[i].in == in) return &kernels[i];
  }
  return nullptr;
}

const PillBox* Layout::pill(int layer, int index) const {
  const int first =
      layer + 1 < static_cast<int>(first_pill.size()) && layer >= 0 ? first_pill[static_cast<std::size_t>(layer + 1)] : -1;
  const auto i = static_cast<std::size_t>(first + index);
  return first >= 0 && index >= 0 && i < pills.size() && pills[i].layer == layer ? &pills[i] : nullptr;
}

const ColumnBox* Layout::column(int layer) const {
  const auto at = std::ranges::find_if(columns, [&](const ColumnBox& c) { return c.layer == layer; });
  return at == columns.end() ? nullptr : &*at;
}

namespace {

void add_kernels(Layout& layout, const StageColumn& column, const LayerState& state, float slide, const Growth& growth,
                 float zoom) {
  const float k = growth.at(kKernelGrowth);
  const int channels = std::max(1, state.in.c);
  const int rows = (channels + column.kernel_columns - 1) / column.kernel_columns;
  const float left = layout.origin.x + through(layout.knots, column.kernel_x);
  const float cell = column.kernel_cell * k;
  const ui::Vec step = column.kernel_step * k;
  const float w = cell * static_cast<float>(state.spec.kernel_w), h = cell * static_cast<float>(state.spec.kernel_h);
  const float block_w = step.x * static_cast<float>(column.kernel_columns - 1) + w;
  const float block_h = step.y * static_cast<float>(rows - 1) + h;
  const float sub_step = column.sub > 1 ? (column.kernel_width * k - block_w) / static_cast<float>(column.sub - 1) : 0;
  layout.first_kernel[static_cast<std::size_t>(column.layer + 1)] = static_cast<int>(layout.kernels.size());
  for (int out = 0; out < column.count; ++out) {
    const float middle = layout.origin.y + (column.center[static_cast<std::size_t>(out)].y + slide) * zoom;
    const float x = left + static_cast<float>(out % column.sub) * sub_step;
    for (int in = 0; in < channels; ++in) {
      KernelBox box;
      box.layer = column.layer;
      box.out = out;
      box.in = in;
      box.h = state.spec.kernel_h;
      box.w = state.spec.kernel_w;
      box.cell = cell;
      box.gap = std::max(.5f, cell / 11);
      box.radius = cell < 8 ? 1.0f : std::clamp(.16f * cell, 2.0f, 8.0f);
      box.rect = {x + static_cast<float>(in % column.kernel_columns) * step.x,
                  middle - block_h / 2 + static_cast<float>(in / column.kernel_columns) * step.y, w, h};
      layout.kernels.push_back(box);
    }
  }
}

void add_headings(Layout& layout, const Stage& stage, const Focus& focus, const Snapshot& snapshot) {
  const float r = layout.ratio();
  const float t = smooth(1.0f, 1.5f, r);
  // The row the headings speak of when zoomed in: the focused one, else the one nearest the middle of the canvas.
  float row_y = layout.origin.y + stage.row_center * layout.zoom;
  int row = (stage.rows - 1) / 2;
  float best = 1e9f;
  const ui::Rect focused = focus_rect(layout, snapshot, focus);
  const float aim = focused.empty() ? layout.area.center().y : focused.center().y;
  for (int i = 0; i < stage.rows; ++i) {
    const float y =
        layout.origin.y +
        (stage.row_center + (static_cast<float>(i) - static_cast<float>(stage.rows - 1) / 2) * stage.pitch) * layout.zoom;
    if (std::abs(y - aim) < best) {
      best = std::abs(y - aim);
      row_y = y;
      row = i;
    }
  }
  const float row_top = row_y - stage.row_height * layout.zoom / 2;
  const bool phone = layout.breakpoint == Breakpoint::phone;
  const float at_fit = std::max(phone ? 20.0f : 24.0f, (phone ? 26.0f : 34.0f) * layout.fit);
  const float first_top = (stage.first_top - stage.h / 2) * layout.fit + layout.area.h / 2;
  for (std::size_t i = 0; i < stage.columns.size(); ++i) {
    const StageColumn& column = stage.columns[i];
    ColumnBox& box = layout.columns[i];
    const float fit_top = (layout.area.h - stage.h * layout.fit) / 2;  // the stage may be shorter than the canvas
    const float fit_y = layout.area.y + fit_top + at_fit;
    float own_top = row_top;
    if (column.kind == ColumnKind::pills || column.kind == ColumnKind::classes) {
      own_top = layout.origin.y + (column.center.front().y - column.cell / 2) * layout.zoom;
    } else if (column.kind == ColumnKind::picture) {
      const MapBox* map = layout.map(-1, 0);
      if (map != nullptr && t > 0) own_top = std::min(row_top, map->rect.y);
    }
    // Phones have one line for the name, beside the way back.
    const float zoomed_y = phone ? std::max(own_top - 22, layout.area.y + 35) : std::max(own_top - 41, layout.area.y + 70);
    box.title_y = fit_y + t * (zoomed_y - fit_y);
    box.shape_y = box.title_y + 17;
    box.parameters_y = !phone && t < .5f && at_fit + 17 + 15 + 6 < first_top - fit_top ? box.shape_y + 15 : 0;
    if (t > 0) {
      box.heading = own_top > box.title_y + (phone ? 8 : 16) || t < .3f;
      if (t >= .5f && column.kind == ColumnKind::maps) {
        const int channel =
            std::min(column.count - 1,
                     row * column.sub + (column.sub > 1 && focus.kind == FocusKind::cell && focus.cell.layer == column.layer
                                             ? place_of(column.shape, focus.cell.index).c % column.sub
                                             : 0));
        const int first = layout.first_map[static_cast<std::size_t>(column.layer + 1)];
        box.row_map = first + channel;
      }
    }
  }
}

}  // namespace

Layout project(const Stage& stage, const Snapshot& snapshot, const Camera& camera, const Focus& focus, const ui::Rect& area) {
  Layout layout;
  layout.breakpoint = stage.breakpoint;
  layout.area = area;
  layout.fit = fit_zoom(stage, area);
  layout.zoom = std::max(camera.zoom, layout.fit * .2f);
  const float zoom = layout.zoom;
  const Growth growth{layout.fit, layout.ratio()};
  layout.knots = make_knots(stage, growth, zoom);
  layout.origin = {area.center().x - through(layout.knots, camera.x), area.center().y - camera.y * zoom};
  layout.bounds = {layout.origin.x, layout.origin.y, layout.knots.back().second, stage.h * zoom};
  const ui::Rect seen = intersect(layout.bounds, area);
  layout.whole = seen.w * seen.h >= .9f * layout.bounds.w * layout.bounds.h;

  const auto count = snapshot.layers.size() + 1;
  layout.first_map.assign(count, -1);
  layout.first_kernel.assign(count, -1);
  layout.first_pill.assign(count, -1);
  const std::vector<float> slide = slides(stage, snapshot, focus, zoom, growth);
  for (std::size_t c = 0; c < stage.columns.size(); ++c) {
    const StageColumn& column = stage.columns[c];
    const auto slot = static_cast<std::size_t>(column.layer + 1);
    const auto screen = [&](ui::Vec p) {
      return ui::Vec{layout.origin.x + through(layout.knots, p.x), layout.origin.y + (p.y + slide[c]) * zoom};
    };
    ColumnBox box;
    box.kind = column.kind;
    box.layer = column.kind == ColumnKind::classes ? static_cast<int>(snapshot.layers.size()) : column.layer;
    box.x0 = screen({column.x, 0}).x;
    box.x1 = screen({column.x + column.width, 0}).x;
    layout.columns.push_back(box);
    switch (column.kind) {
      case ColumnKind::picture:
      case ColumnKind::maps: {
        const float cell = column.cell * (column.kind == ColumnKind::picture ? growth.at(kPictureGrowth) : zoom);
        const float w = cell * static_cast<float>(column.shape.w), h = cell * static_cast<float>(column.shape.h);
        layout.first_map[slot] = static_cast<int>(layout.maps.size());
        for (int i = 0; i < column.count; ++i) {
          const ui::Vec middle = screen(column.center[static_cast<std::size_t>(i)]);
          layout.maps.push_back(
              {column.layer, i, column.shape.h, column.shape.w, {middle.x - w / 2, middle.y - h / 2, w, h}, cell});
        }
        if (column.kernel_width > 0) {
          add_kernels(layout, column, snapshot.layers[static_cast<std::size_t>(column.layer)], slide[c], growth, zoom);
        }
        break;
      }
      case ColumnKind::pills: {
        layout.first_pill[slot] = static_cast<int>(layout.pills.size());
        const float h = column.cell * zoom;
        for (int i = 0; i < column.count; ++i) {
          const float y = screen(column.center[static_cast<std::size_t>(i)]).y;
          layout.pills.push_back({column.layer, i, {box.x0, y - h / 2, box.x1 - box.x0, h}});
        }
        break;
      }
      case ColumnKind::classes: {
        for (int i = 0; i < column.count; ++i) {
          const float y = screen(column.center[static_cast<std::size_t>(i)]).y;
          const bool details = stage.breakpoint != Breakpoint::phone && column.cell * zoom >= 76 && box.x1 - box.x0 >= 72;
          const bool bias = !snapshot.layers.back().bias.empty();
          const float h = details ? (bias ? 74.0f : 58.0f) : 34.0f;
          layout.classes.push_back({i, {box.x0, y - 12, box.x1 - box.x0, h}, {box.x0 - 4, y}, details});
        }
        break;
      }
    }
  }
  add_headings(layout, stage, focus, snapshot);

  if (layout.ratio() < 1.3f && stage.rows > 1) {
    float x0 = 1e9f, x1 = -1e9f;
    for (const ColumnBox& column : layout.columns) {
      if (column.kind != ColumnKind::maps) continue;
      x0 = std::min(x0, column.x0);
      x1 = std::max(x1, column.x1);
    }
    for (int i = 0; i + 1 < stage.rows; ++i) {
      const float row_y = stage.row_center + (static_cast<float>(i) - static_cast<float>(stage.rows - 1) / 2) * stage.pitch;
      const float top = layout.origin.y + (row_y + stage.row_height / 2) * zoom + 10;
      const float bottom = layout.origin.y + (row_y + stage.pitch - stage.row_height / 2) * zoom - 10;
      layout.gutters.push_back({x0 - 1, top, x1 - x0 + 2, std::max(0.0f, bottom - top)});
    }
  }
  return layout;
}

void snap(Layout& layout, float pixel_ratio) {
  const auto snapped = [&](float v) { return std::round(v * pixel_ratio) / pixel_ratio; };
  for (MapBox& map : layout.maps) {
    map.rect.x = snapped(map.rect.x);
    map.rect.y = snapped(map.rect.y);
  }
  for (KernelBox& kernel : layout.kernels) {
    kernel.rect.x = snapped(kernel.rect.x - .5f) + .5f;  // the gap around the tiles is half a pixel at fit
    kernel.rect.y = snapped(kernel.rect.y - .5f) + .5f;
  }
  for (PillBox& pill : layout.pills) pill.rect.y = snapped(pill.rect.y);
}

}  // namespace rizbin
