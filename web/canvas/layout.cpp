// The stage through a camera: which growth each piece of the row has is measured on the design's pictures (fit and numbers, where
// the zoom is 48/14): maps grow with the zoom, the picture a little less (13 → 36.2), kernels as its root (11 → 22), gaps less.
#include "web/canvas/layout.h"

#include <algorithm>
#include <cmath>

#include "engine/layers/explain.h"

namespace rizbin {
namespace {

constexpr float kPictureGrowth = .8312f, kKernelGrowth = .55f, kKernelRegionGrowth = .34f, kKernelGapGrowth = .056f;
constexpr float kGapGrowth = .495f, kLinkGrowth = .6f, kClassGrowth = .4f;

// Kernels and classes grow slowly while maps are read beside them; from these ratios on they keep pace with the zoom, so that a
// weight and a class have their page as well.
constexpr float kKernelKnee = 12, kClassKnee = 4;

float smooth(float from, float to, float v) {
  const float t = std::clamp((v - from) / (to - from), 0.0f, 1.0f);
  return t * t * (3 - 2 * t);
}

struct Growth {
  float fit, ratio;
  [[nodiscard]] float at(float exponent) const { return fit * std::pow(ratio, exponent); }
  [[nodiscard]] float bent(float exponent, float knee) const {
    return ratio <= knee ? at(exponent) : fit * std::pow(knee, exponent) * ratio / knee;
  }
  [[nodiscard]] float kernel() const { return bent(kKernelGrowth, kKernelKnee); }
  [[nodiscard]] float classes() const { return bent(kClassGrowth, kClassKnee); }
  [[nodiscard]] float class_scale() const { return std::max(1.0f, ratio / kClassKnee); }
};

// The input of a cell that brings it the most: what is faced when a layer mixes its inputs.
CellRef strongest_input(const Snapshot& snapshot, CellRef cell) {
  const Explanation e = explain(snapshot, cell);
  std::vector<float> shares(static_cast<std::size_t>(std::max(1, e.channels)), 0);
  const bool by_channel = e.window_h > 0 && e.channels > 1;
  const Term* best = nullptr;
  for (const Term& term : e.terms) {
    if (term.outside) continue;
    if (by_channel && static_cast<std::size_t>(term.channel) < shares.size())
      shares[static_cast<std::size_t>(term.channel)] += std::abs(term.product);
    if (best == nullptr || std::abs(term.product) > std::abs(best->product)) best = &term;
  }
  if (!by_channel) return best != nullptr ? best->cell : CellRef{cell.layer - 1, 0};
  const auto channel = static_cast<int>(std::ranges::max_element(shares) - shares.begin());
  for (const Term& term : e.terms) {
    if (term.channel == channel && !term.outside) return term.cell;
  }
  return {cell.layer - 1, 0};
}

// How far each column slides so that what feeds the focused thing faces it: through a convolution of several channels the
// channel that brings the most, into a vote the cell it is, into a class its strongest vote.
std::vector<float> slides(const Stage& stage, const Snapshot& snapshot, const Focus& focus, float zoom, const Growth& growth) {
  std::vector<float> slide(stage.columns.size(), 0);
  const float away = smooth(1.02f, 1.4f, growth.ratio);  // at fit everything is in sight where it stands
  if (away <= 0 || focus.kind == FocusKind::none) return slide;
  const auto layers = static_cast<int>(snapshot.layers.size());
  CellRef cell = focus.cell;
  int known_input = -1;  // a weight's input channel, a link's vote
  if (focus.kind == FocusKind::vote_class) cell = {layers - 1, focus.vote_class};
  if (focus.kind == FocusKind::parameter) {
    if (focus.param.layer < 0 || focus.param.layer >= layers) return slide;
    const LayerState& state = snapshot.layers[static_cast<std::size_t>(focus.param.layer)];
    const int per_out = std::max(1, static_cast<int>(state.weight.size()) / std::max(1, state.out.c));
    const bool bias = focus.param.kind == ParamKind::bias;
    const int out = bias ? focus.param.index : focus.param.index / per_out;
    cell = {focus.param.layer, state.out.index(out, state.out.h / 2, state.out.w / 2)};
    if (!bias) known_input = focus.param.index % per_out / std::max(1, per_out / std::max(1, state.in.c));
  }
  const auto column_of = [&](int layer) {
    return std::ranges::find_if(stage.columns, [&](const StageColumn& c) { return c.layer == layer; });
  };
  auto at = column_of(cell.layer);
  if (cell.layer < 0 || cell.layer >= layers || at == stage.columns.end()) return slide;
  // Where a cell's part of its column stands: its map, its pill, its class.
  const auto height_of = [&](const StageColumn& column, const Shape& shape, int index) {
    const Place place = place_of(shape, index);
    const auto i = static_cast<std::size_t>(std::clamp(place.c, 0, column.count - 1));
    return i < column.center.size() ? column.center[i].y : stage.row_center;
  };
  float px = at->cell * zoom;
  if (at->kind == ColumnKind::classes) px = at->width * growth.classes() / 2;
  if (focus.kind == FocusKind::parameter && at->kind == ColumnKind::maps) px = at->kernel_cell * growth.kernel() * 1.4f;
  const float t = smooth(20, 30, px) * away;
  float face = height_of(*at, snapshot.layers[static_cast<std::size_t>(cell.layer)].out, cell.index);
  bool exact = false;  // below a vote: its cell faces it, not its map
  for (auto i = static_cast<int>(at - stage.columns.begin()); i > 0; --i) {
    const StageColumn& before = stage.columns[static_cast<std::size_t>(i - 1)];
    const LayerState& state = snapshot.layers[static_cast<std::size_t>(cell.layer)];
    const Shape shape = before.layer < 0 ? snapshot.picture_shape : snapshot.layers[static_cast<std::size_t>(before.layer)].out;
    if (static_cast<std::size_t>(cell.index) >= state.value.size()) break;
    CellRef input{before.layer, 0};
    if (known_input >= 0) {
      input.index = std::min(known_input * (shape.h * shape.w), shape.size() - 1);
      known_input = -1;
    } else {
      input = strongest_input(snapshot, cell);
      if (input.layer != before.layer || input.index < 0 || input.index >= shape.size()) input = {before.layer, 0};
    }
    float reference = height_of(before, shape, input.index);
    exact = exact || state.spec.kind == LayerKind::flatten;
    if (exact && before.kind == ColumnKind::maps) {
      const Place place = place_of(shape, input.index);
      reference += (static_cast<float>(place.y) - static_cast<float>(shape.h - 1) / 2) * before.cell;
      exact = false;
      slide[static_cast<std::size_t>(i - 1)] = t * (face - reference);
      face += height_of(before, shape, input.index) - reference;  // from here on map faces map
    } else {
      slide[static_cast<std::size_t>(i - 1)] = t * (face - reference);
    }
    cell = input;
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
      const float kernel = column.kernel_width * growth.kernel();
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
    if (column.kind == ColumnKind::classes) scale = growth.classes();
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
  const float k = growth.kernel();
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
      box.gap = cell < 3 ? 0 : std::max(.5f, cell / 11);  // smaller, the gaps would be all one sees
      box.radius = cell < 3 ? 0.0f : cell < 8 ? 1.0f : std::clamp(.16f * cell, 2.0f, 8.0f);
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
          const bool details = stage.breakpoint != Breakpoint::phone && column.cell * zoom >= 76 && box.x1 - box.x0 >= 78;
          const bool bias = !snapshot.layers.back().bias.empty();
          const float grown = growth.class_scale();
          const float h = (details ? (bias ? 74.0f : 58.0f) : 34.0f) * grown;
          layout.classes.push_back({i, {box.x0, y - 12 * grown, box.x1 - box.x0, h}, {box.x0 - 4, y}, details, grown});
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

float link_tile(const Layout& layout, float pill_h) { return std::max(18.0f, std::min(4.5f * layout.zoom, .7f * pill_h)); }

float zoom_for_all(const Stage& stage, float fit, float px) {
  float zoom = fit;
  bool before_pills = false;
  for (const StageColumn& column : stage.columns) {
    switch (column.kind) {
      case ColumnKind::picture:
        zoom = std::max(zoom, fit * std::pow(px / std::max(.1f, column.cell * fit), 1 / kPictureGrowth));
        break;
      case ColumnKind::maps:
        zoom = std::max(zoom, px / std::max(.1f, column.cell));
        if (column.kernel_width > 0) {  // a bias' tile is .8 of a kernel's cell
          zoom = std::max(zoom, kKernelKnee * px / (.8f * column.kernel_cell * std::pow(kKernelKnee, kKernelGrowth)));
        }
        break;
      case ColumnKind::pills: zoom = std::max(zoom, px / std::max(.1f, .7f * column.cell)); break;
      case ColumnKind::classes:
        zoom = std::max(zoom, kClassKnee * 2 * px / (column.width * std::pow(kClassKnee, kClassGrowth)));
        if (before_pills) zoom = std::max(zoom, px / 4.5f);
        break;
    }
    before_pills = column.kind == ColumnKind::pills;
  }
  return zoom;
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
