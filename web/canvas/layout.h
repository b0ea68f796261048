// Where everything on the canvas stands. Two pure steps:
//   make_stage(): the network at rest in stage units (the design's 1000 × 632 at fit), from shapes alone;
//   project():    the stage through a camera into CSS px.
// Zoom is semantic: maps grow with the zoom, the gaps between them much slower, so that a patch, its kernel and its cell stay in
// one view. So stage x goes to the screen by a piecewise linear function of the zoom (`knots`); stage y is linear.
#pragma once

#include <vector>

#include "engine/layers/snapshot.h"
#include "web/canvas/view_state.h"
#include "web/ui/geometry.h"

namespace rizbin {

enum class Breakpoint : std::uint8_t { phone, tablet, wide };
[[nodiscard]] Breakpoint breakpoint_for(float window_w);

enum class ColumnKind : std::uint8_t { picture, maps, pills, classes };

struct StageColumn {
  ColumnKind kind = ColumnKind::maps;
  int layer = -1;           // −1: the picture; classes: the last layer, whose outputs they are
  Shape shape;
  int count = 1;            // maps, pills or classes
  int sub = 1;              // maps side by side in one column (more than eight maps)
  float x = 0, width = 0;
  float cell = 0;           // pills: height of a pill
  std::vector<ui::Vec> center;  // of each map, pill or class
  // convolution: kernels to the left of the maps
  float kernel_x = 0, kernel_width = 0, kernel_cell = 0;
  int kernel_columns = 1;   // input channels stand in a grid this wide
  ui::Vec kernel_step;      // from one input channel's kernel to the next
};

struct Stage {
  float w = 1000, h = 632;
  float row_center = 342;
  float first_top = 89;     // top of the upper row's maps
  float pitch = 204;        // from row to row
  float row_height = 98;    // tallest map of a row
  int rows = 3;
  Breakpoint breakpoint = Breakpoint::wide;
  std::vector<StageColumn> columns;
};
// `strip`, 0 … 1: rows move up and together to leave room for a card below (the chain rule needs the width of the network).
// `close`: one of two networks above each other; no cards come between its rows.
enum class Rows : std::uint8_t { apart, close, close_with_headings };
[[nodiscard]] Stage make_stage(const Snapshot& snapshot, Breakpoint breakpoint, const ui::Rect& area, float strip,
                               Rows rows = Rows::apart);
// Columns of layers that both have, by name and kind of column, come to stand where they do in `other`.
void align_columns(Stage& stage, const Snapshot& snapshot, const Stage& other, const Snapshot& other_snapshot);
[[nodiscard]] float fit_zoom(const Stage& stage, const ui::Rect& area);
[[nodiscard]] Camera fit_camera(const Stage& stage, const ui::Rect& area);

struct MapBox {
  int layer = -1;
  int channel = 0;
  int h = 1, w = 1;
  ui::Rect rect;            // the cells; the frame runs 1 px outside
  float cell = 0;           // CSS px
};
struct KernelBox {
  int layer = 0, out = 0, in = 0;
  int h = 3, w = 3;
  ui::Rect rect;
  float cell = 0;           // pitch
  float gap = 1;
  float radius = 2;
};
struct PillBox {
  int layer = 0, index = 0;
  ui::Rect rect;
};
struct ClassBox {
  int index = 0;
  ui::Rect rect;            // letter, logit, bar, softmax, bias
  ui::Vec anchor;           // links end here
  bool details = true;      // room for softmax and bias under the bar
  float scale = 1;          // close up the whole block grows: everything in it is this many times its size
};
struct ColumnBox {
  ColumnKind kind = ColumnKind::maps;
  int layer = -1;
  float x0 = 0, x1 = 0;
  float title_y = 0;        // baselines
  float shape_y = 0;
  float parameters_y = 0;   // 0: no room for the third line
  bool heading = true;      // false: covered by its own map
  int row_map = -1;         // zoomed in: index in Layout::maps the heading speaks of; −1: of the whole layer
};

struct Layout {
  Breakpoint breakpoint = Breakpoint::wide;
  ui::Rect area;
  ui::Rect bounds;          // of the whole network on the screen
  float zoom = 1, fit = 1;
  bool whole = true;        // at least 90 % of the network is in sight
  std::vector<ColumnBox> columns;
  std::vector<MapBox> maps;         // picture first, then layer by layer
  std::vector<KernelBox> kernels;
  std::vector<PillBox> pills;
  std::vector<ClassBox> classes;
  std::vector<ui::Rect> gutters;    // free strips between the rows of maps (fit): places for the small card
  std::vector<std::pair<float, float>> knots;  // stage x → px from the left edge of the network
  ui::Vec origin;           // screen position of stage (0, 0)

  [[nodiscard]] float ratio() const { return zoom / fit; }
  [[nodiscard]] const MapBox* map(int layer, int channel) const;
  [[nodiscard]] const KernelBox* kernel(int layer, int out, int in) const;
  [[nodiscard]] const PillBox* pill(int layer, int index) const;
  [[nodiscard]] const ColumnBox* column(int layer) const;   // the classes: layer_count
  std::vector<int> first_map, first_kernel, first_pill;     // per layer + 1; −1: none
};
[[nodiscard]] Layout project(const Stage& stage, const Snapshot& snapshot, const Camera& camera, const Focus& focus,
                             const ui::Rect& area);
// Brings edges to whole device pixels, for drawing only: a camera that counted with snapped places would drift.
void snap(Layout& layout, float pixel_ratio);

// Screen rectangle of a cell (map cell, vote pill, or a class' block for the last layer) and of a parameter's tile
// (kernel weight; biases and dense weights: a spot the size of a finger's aim). Empty: not drawn.
[[nodiscard]] ui::Rect cell_rect(const Layout& layout, const Snapshot& snapshot, CellRef cell);
[[nodiscard]] ui::Rect param_rect(const Layout& layout, const Snapshot& snapshot, ParamRef param);
[[nodiscard]] ui::Rect focus_rect(const Layout& layout, const Snapshot& snapshot, const Focus& focus);
// Size of the focused thing in CSS px: what the levels go by. 0: none. Everything reaches the room's 320: maps and pills with the
// zoom, the picture a little slower; kernels, classes and the links' tiles wait while maps are read and then keep pace.
[[nodiscard]] float focus_cell_px(const Layout& layout, const Snapshot& snapshot, const Focus& focus);
// The zoom, in CSS px a stage unit, at which every kind of thing in this network is at least `px` large.
[[nodiscard]] float zoom_for_all(const Stage& stage, float fit, float px);
// A dense weight's tile on its link.
[[nodiscard]] float link_tile(const Layout& layout, float pill_h);
inline constexpr float kLinkTile = 24;  // from this size on the tiles of all links near by are drawn, below only the focused one
[[nodiscard]] bool near_links(const Layout& layout, const ui::Rect& pill);  // its links may be in sight
// What lies under a point; within `reach` px the nearest cell counts (fingers).
[[nodiscard]] Focus hit_test(const Layout& layout, const Snapshot& snapshot, ui::Vec point, float reach);

// A weight's link from its vote to its class (or from pill to pill): a cubic with horizontal ends.
struct Link {
  ui::Vec a, b;
};
[[nodiscard]] Link dense_link(const Layout& layout, const Snapshot& snapshot, int layer, int out, int in);
[[nodiscard]] ui::Vec link_point(const Link& link, float t);
[[nodiscard]] bool is_output(const Snapshot& snapshot, int layer);

}  // namespace rizbin
