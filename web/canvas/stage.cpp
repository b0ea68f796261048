// The network at rest: columns from left to right, maps in rows, in stage units. Numbers from the design's README.
#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "web/canvas/layout.h"

namespace rizbin {
namespace {

struct Measures {
  float margin_left, margin_right;
  float picture_to_kernel, kernel_to_maps, maps_to_maps, maps_to_pills, pills_to_classes;
  float map_scale, picture_scale, kernel_scale;
  float pill_w, pill_h, pill_gap, group_gap;
  float class_w, class_pitch;
  float top, bottom;       // above the first row, below the last one
  float gutter;            // least gap between rows so that a card fits
  float tight;             // least gap when there are many rows
};
constexpr Measures kWide{34, 44, 42, 42, 38, 54, 66, 1, 1, 1, 44, 25, 2, 10, 84, 184, 89, 37, 106, 26};
constexpr Measures kTablet{11.5f, 18, 24, 19.5f, 21, 22.5f, 57, 1, 1, 1, 44, 25, 2, 10, 84, 184, 89, 37, 106, 26};
constexpr Measures kPhone{13, 13, 10.5f, 10, 8.5f, 16.5f, 24, .45f, .4f, .4545f, 20, 15.4f, 2, 5.7f, 50, 102, 76, 24, 42, 10};

const Measures& measures(Breakpoint breakpoint) {
  return breakpoint == Breakpoint::wide ? kWide : breakpoint == Breakpoint::tablet ? kTablet : kPhone;
}

// Side of a map with n cells: 2 → 56, 4 → 72, 7 → 98, 9 → 117 as designed, between them linear; large maps hardly grow.
float map_side(int n) {
  constexpr std::array<std::pair<float, float>, 8> kSides{
      {{1, 40}, {2, 56}, {4, 72}, {7, 98}, {9, 117}, {14, 124}, {28, 126}, {256, 140}}};
  const auto size = static_cast<float>(n);
  for (std::size_t i = 1; i < kSides.size(); ++i) {
    if (size <= kSides[i].first) {
      const float t = (size - kSides[i - 1].first) / (kSides[i].first - kSides[i - 1].first);
      return kSides[i - 1].second + t * (kSides[i].second - kSides[i - 1].second);
    }
  }
  return kSides.back().second;
}

bool is_vector(const Shape& shape) { return shape.h == 1 && shape.w == 1; }

}  // namespace

Breakpoint breakpoint_for(float window_w) {
  return window_w < 600 ? Breakpoint::phone : window_w < 900 ? Breakpoint::tablet : Breakpoint::wide;
}

bool is_output(const Snapshot& snapshot, int layer) { return layer == static_cast<int>(snapshot.layers.size()) - 1; }

namespace {

// Of two networks above each other the rows stand close, and the upper one has the headings of both.
Measures close_measures(Measures m, Rows rows) {
  m.top = rows == Rows::close_with_headings ? 66 : 30;
  m.bottom = 12;
  m.gutter = m.tight = 10;
  return m;
}

// Rows, their pitch and the stage's height; the width must be known already.
void place_rows(Stage& stage, const Measures& m, const ui::Rect& area, float strip, Rows how) {
  stage.rows = 1;
  stage.row_height = 0;
  for (const StageColumn& column : stage.columns) {
    if (column.kind != ColumnKind::maps) continue;
    stage.rows = std::max(stage.rows, (column.count + column.sub - 1) / column.sub);
    stage.row_height = std::max(stage.row_height, column.cell * static_cast<float>(column.shape.h));
  }
  if (stage.row_height == 0) stage.row_height = m.map_scale * 98;
  const bool many = stage.rows > 4;
  const bool close = how != Rows::apart;
  const float gap = many ? m.tight : stage.rows == 4 ? std::min(m.gutter, 100.0f) : m.gutter;
  stage.pitch = stage.row_height + gap;
  if (many && m.map_scale == 1 && !close) stage.pitch = std::max(stage.pitch, 100.0f);
  const float least_h = close ? 0.0f : stage.breakpoint == Breakpoint::phone ? 316.0f : 632.0f;
  const auto spans = static_cast<float>(stage.rows - 1);
  stage.h = std::max(least_h, m.top + spans * stage.pitch + stage.row_height + m.bottom);
  // A taller window: some of the height goes between the rows, the rest around them.
  if (area.w > 0 && area.h > 0) {
    const float available = area.h * stage.w / area.w;
    const float extra = std::clamp(available - stage.h, 0.0f, .35f * stage.h);
    stage.h += extra;
    stage.pitch += .12f * extra;
  }
  stage.row_center = (m.top + stage.h - m.bottom) / 2;
  // The strip for the chain rule: 342 → 264 and 204 → 130 on the design's stage.
  const float tight = std::max(stage.row_height + m.tight * .75f, stage.pitch * .637f);
  stage.pitch += strip * (std::min(tight, stage.pitch) - stage.pitch);
  const float up = (stage.breakpoint == Breakpoint::phone ? .06f : .1234f) * stage.h;
  stage.row_center -= strip * up;
  stage.first_top = stage.row_center - spans * stage.pitch / 2 - stage.row_height / 2;
}

void place_pills(StageColumn& column, const Stage& stage, const Measures& m, int groups) {
  const auto n = static_cast<float>(column.count);
  const auto splits = static_cast<float>(groups - 1);
  const float available = stage.h - m.top - m.bottom + (m.map_scale == 1 ? 0.0f : 50.0f);
  const float pitch = std::min(m.pill_h + m.pill_gap, (available - splits * m.group_gap) / n);
  column.cell = pitch * m.pill_h / (m.pill_h + m.pill_gap);
  const float total = n * pitch - (pitch - column.cell) + splits * m.group_gap;
  const int per_group = std::max(1, column.count / std::max(1, groups));
  for (int i = 0; i < column.count; ++i) {
    const float y = stage.row_center - 1 - total / 2 + static_cast<float>(i) * pitch + column.cell / 2 +
                    static_cast<float>(std::min(i / per_group, groups - 1)) * m.group_gap;
    column.center.push_back({column.x + column.width / 2, y});
  }
}

void place_classes(StageColumn& column, const Stage& stage, const Measures& m) {
  const float available = stage.h - m.top - m.bottom;
  const float pitch = std::min(m.class_pitch, available / static_cast<float>(column.count));
  column.cell = pitch;
  for (int i = 0; i < column.count; ++i) {
    const float y = stage.row_center - 4 + (static_cast<float>(i) - static_cast<float>(column.count - 1) / 2) * pitch;
    column.center.push_back({column.x, y});
  }
}

void place_maps(StageColumn& column, const Stage& stage) {
  const int rows = (column.count + column.sub - 1) / column.sub;
  const float side = column.cell * static_cast<float>(column.shape.w);
  const float step = column.sub > 1 ? (column.width - side) / static_cast<float>(column.sub - 1) : 0;
  for (int i = 0; i < column.count; ++i) {
    const auto row = static_cast<float>(i / column.sub);
    column.center.push_back({column.x + side / 2 + static_cast<float>(i % column.sub) * step,
                             stage.row_center + (row - static_cast<float>(rows - 1) / 2) * stage.pitch});
  }
}

}  // namespace

namespace {

// A network wider than the window is shown smaller, but text is not: what is measured by text (headings, the classes' figures, the
// zoom pill's corner) keeps its size on the screen and so takes more of the stage.
Measures for_text(const Measures& m, float zoom, bool phone, bool many_classes) {
  Measures grown = m;
  const auto at_least = [zoom](float& measure, float px) { measure = std::max(measure, px / zoom); };
  at_least(grown.class_w, phone ? 40.0f : 58.0f);
  at_least(grown.pills_to_classes, phone ? 18.0f : 40.0f);
  at_least(grown.pill_w, phone ? 9.0f : 16.0f);
  at_least(grown.margin_right, phone ? 6.0f : 16.0f);
  at_least(grown.margin_left, phone ? 6.0f : 16.0f);
  at_least(grown.top, phone ? 52.0f : 68.0f);
  at_least(grown.bottom, phone ? 10.0f : 22.0f);
  if (many_classes && !phone) at_least(grown.bottom, 58);
  return grown;
}

Stage lay_out(const Snapshot& snapshot, const Measures& m, Breakpoint breakpoint, const ui::Rect& area, float strip, Rows rows) {
  Stage stage;
  stage.breakpoint = breakpoint;
  float x = m.margin_left;

  StageColumn picture;
  picture.kind = ColumnKind::picture;
  picture.shape = snapshot.picture_shape;
  picture.count = std::max(1, picture.shape.c);
  const int picture_n = std::max({1, picture.shape.h, picture.shape.w});
  picture.cell = map_side(picture_n) * m.picture_scale / static_cast<float>(picture_n);
  picture.x = x;
  picture.width = picture.cell * static_cast<float>(picture.shape.w);
  x += picture.width;
  stage.columns.push_back(picture);

  for (int layer = 0; layer < static_cast<int>(snapshot.layers.size()); ++layer) {
    const LayerState& state = snapshot.layers[static_cast<std::size_t>(layer)];
    const StageColumn& before = stage.columns.back();
    StageColumn column;
    column.layer = layer;
    column.shape = state.out;
    const bool from_pills = before.kind == ColumnKind::pills;
    if (is_output(snapshot, layer)) {
      column.kind = ColumnKind::classes;
      column.count = state.out.size();
      column.width = m.class_w;
      column.x = x + (from_pills ? m.pills_to_classes : m.maps_to_pills + m.pills_to_classes / 2);
    } else if (is_vector(state.out)) {
      column.kind = ColumnKind::pills;
      column.count = state.out.size();
      column.width = m.pill_w;
      // An activation beside its own dense layer stands close, a dense layer leaves room for its links.
      const bool dense = state.spec.kind == LayerKind::dense;
      column.x = x + (from_pills ? (dense ? m.pills_to_classes : m.maps_to_maps) : m.maps_to_pills);
    } else {
      column.kind = ColumnKind::maps;
      column.count = state.out.c;
      column.sub = (column.count + 7) / 8;
      const int n = std::max(state.out.h, state.out.w);
      column.cell = map_side(n) * m.map_scale / static_cast<float>(n);
      const float side = column.cell * static_cast<float>(state.out.w);
      column.width = side + static_cast<float>(column.sub - 1) * (side + m.maps_to_maps * .4f);
      if (state.spec.kind == LayerKind::conv) {
        const int k = std::max(state.spec.kernel_h, state.spec.kernel_w);
        const int channels = std::max(1, state.in.c);
        column.kernel_columns = static_cast<int>(std::ceil(std::sqrt(static_cast<float>(channels))));
        const int kernel_rows = (channels + column.kernel_columns - 1) / column.kernel_columns;
        const float room =
            channels == 1 ? 33 : std::min(84.0f, 33 + 14 * static_cast<float>(std::max(column.kernel_columns, kernel_rows) - 1));
        const float between = channels == 1 ? 0 : 4;
        const auto across = static_cast<float>(std::max(column.kernel_columns, kernel_rows));
        const float cell = std::min(11.0f, ((room + between) / across - between) / static_cast<float>(k));
        column.kernel_cell = cell * m.kernel_scale;
        column.kernel_step = {(static_cast<float>(state.spec.kernel_w) * cell + between) * m.kernel_scale,
                              (static_cast<float>(state.spec.kernel_h) * cell + between) * m.kernel_scale};
        const float block = column.kernel_step.x * static_cast<float>(column.kernel_columns) - between * m.kernel_scale;
        column.kernel_width = block + static_cast<float>(column.sub - 1) * (block + 8 * m.kernel_scale);
        column.kernel_x = x + m.picture_to_kernel;
        column.x = column.kernel_x + column.kernel_width + m.kernel_to_maps;
      } else {
        column.x = x + m.maps_to_maps + (before.width < 80 * m.map_scale ? 2 * m.map_scale : 0);
      }
    }
    x = column.x + column.width;
    stage.columns.push_back(std::move(column));
  }
  stage.w = x + m.margin_right;

  place_rows(stage, m, area, strip, rows);
  int channels = std::max(1, snapshot.picture_shape.c);
  for (StageColumn& column : stage.columns) {
    switch (column.kind) {
      case ColumnKind::picture: {
        const float step = column.cell * static_cast<float>(column.shape.h) + 20 * m.map_scale;
        for (int i = 0; i < column.count; ++i) {
          column.center.push_back({column.x + column.width / 2,
                                   stage.row_center + (static_cast<float>(i) - static_cast<float>(column.count - 1) / 2) * step});
        }
        break;
      }
      case ColumnKind::maps:
        place_maps(column, stage);
        channels = column.count;
        break;
      case ColumnKind::pills: {
        const bool flat = snapshot.layers[static_cast<std::size_t>(column.layer)].spec.kind == LayerKind::flatten;
        place_pills(column, stage, m, flat && channels <= 16 ? channels : 1);
        break;
      }
      case ColumnKind::classes: place_classes(column, stage, m); break;
    }
  }
  return stage;
}

}  // namespace

Stage make_stage(const Snapshot& snapshot, Breakpoint breakpoint, const ui::Rect& area, float strip, Rows rows) {
  const Measures m = rows == Rows::apart ? measures(breakpoint) : close_measures(measures(breakpoint), rows);
  Stage stage = lay_out(snapshot, m, breakpoint, area, strip, rows);
  if (area.w <= 0 || area.h <= 0 || rows != Rows::apart) return stage;
  for (int pass = 0; pass < 4; ++pass) {  // more room for text makes the rest smaller in turn
    const float zoom = fit_zoom(stage, area);
    stage = lay_out(snapshot, for_text(m, zoom, breakpoint == Breakpoint::phone, snapshot.classes.size() > 4), breakpoint, area,
                    strip, rows);
  }
  return stage;
}

void align_columns(Stage& stage, const Snapshot& snapshot, const Stage& other, const Snapshot& other_snapshot) {
  const auto name = [](const Snapshot& s, const StageColumn& column) {
    return column.layer < 0 ? std::string_view("input")
                            : std::string_view(s.layers[static_cast<std::size_t>(column.layer)].spec.id);
  };
  for (StageColumn& column : stage.columns) {
    for (const StageColumn& there : other.columns) {
      if (there.kind != column.kind || name(other_snapshot, there) != name(snapshot, column)) continue;
      const float by = there.x - column.x;
      column.x += by;
      if (column.kernel_width > 0) column.kernel_x += by;
      for (ui::Vec& center : column.center) center.x += by;
    }
  }
  stage.w = std::max(stage.w, other.w);
}

float fit_zoom(const Stage& stage, const ui::Rect& area) { return std::max(.05f, std::min(area.w / stage.w, area.h / stage.h)); }

Camera fit_camera(const Stage& stage, const ui::Rect& area) { return {stage.w / 2, stage.h / 2, fit_zoom(stage, area), true}; }

}  // namespace rizbin
