// What one frame of the canvas is painted from. Internal to web/canvas: canvas.cpp fills it, the paint_*.cpp files read it.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/layers/explain.h"
#include "engine/layers/snapshot.h"
#include "engine/study/change.h"
#include "web/canvas/cards/cards.h"
#include "web/canvas/layout.h"
#include "web/canvas/moment.h"
#include "web/canvas/ranges.h"
#include "web/canvas/view_state.h"
#include "web/gfx/heatmap.h"
#include "web/ui/text.h"
#include "web/ui/widgets.h"

struct ImDrawList;

namespace rizbin {

// What the active focus lights: worked out once for a focus and a snapshot.
struct Lit {
  Focus focus;
  bool any() const { return focus.kind != FocusKind::none; }
  Explanation value, gradient;           // of a cell; gradient also of a parameter
  bool has_value = false, has_gradient = false;
  std::vector<RouteStep> route;
  std::vector<CellBox> back;             // receptive field, nearest layer first
  struct Reached {
    CellRef cell;
    CellBox window;                      // what feeds it in the layer before
  };
  std::vector<Reached> forward;          // in order of layers
  CellRef source{-2, 0};                 // a dense weight's input; layer −2: none
  struct Uses {                          // a kernel's weight or bias: everywhere it is used
    int layer = -1, channel = 0;         // the whole output map
    CellBox window;                      // what it is multiplied with there
    bool has_window = false;
  };
  Uses uses;
  std::vector<CellRef> stops;            // cells where the way forward ends: a closed ReLU, a larger neighbour
  std::vector<CellRef> end;              // reached cells of the last layer before the classes (the votes)
};
[[nodiscard]] Lit light(const Snapshot& snapshot, const Focus& focus, Quantity quantity);

struct Uploads {
  std::vector<int> value;    // offsets into the heat maps' texture, per layer + 1
  std::vector<int> weight;   // per layer + 1
};

// Explanations of the cells in sight (k/9, miniatures), made when first shown and kept until the snapshot changes.
class Explained {
 public:
  const Explanation& of(const Snapshot& snapshot, CellRef cell);

 private:
  std::uint64_t version_ = 0;
  std::unordered_map<std::uint64_t, Explanation> known_;
};

struct Scene {
  Scene(const Snapshot& s, const Layout& l, const Ranges& r, const Lit& f, gfx::Heatmaps& h)
      : snapshot(s), layout(l), ranges(r), lit(f), heatmaps(h) {}
  const Snapshot& snapshot;
  const Layout& layout;
  const Ranges& ranges;
  const Lit& lit;
  gfx::Heatmaps& heatmaps;
  Explained* explained = nullptr;
  Uploads uploads;
  ImDrawList* list = nullptr;
  const ui::Theme* theme = nullptr;
  Quantity quantity = Quantity::value;
  bool fractions = false;
  float glow = 1;                        // 0 … 1: the focus path fades in
  std::optional<ParamRef> editing;       // typed or dragged just now
  Focus hover;                           // 1 px line in the cell
  Focus ring;                            // ring around the focus
  // t inside a step (paint_moment.cpp): what is shown as written, what is being worked out, and how far its window has glided.
  Moment moment, present, glide_from;
  float glide = 1;
  [[nodiscard]] bool pending(int layer_index, int index) const;       // of the quantity shown; not there yet
  [[nodiscard]] bool pending_weights(int layer_index) const;
  const std::vector<std::vector<float>>* before = nullptr;  // values a moment ago, index layer + 1; null: nothing fades
  float fresh = 1;                       // 0 … 1: how far their new numbers have come
  Focus second;                          // dashed ring: the second pin

  const Change* change = nullptr;        // the quantity is change or difference: what is compared with; null: the value is shown

  [[nodiscard]] bool gradient() const { return quantity == Quantity::gradient; }
  [[nodiscard]] bool changed() const { return change != nullptr; }
  [[nodiscard]] const LayerState& layer(int i) const { return snapshot.layers[static_cast<std::size_t>(i)]; }
  [[nodiscard]] const std::vector<float>& values(int layer_index) const;      // values or gradients; −1: the picture
  [[nodiscard]] const std::vector<float>& weights(int layer_index) const;
  [[nodiscard]] float range(int layer_index, int channel = -1) const;
  [[nodiscard]] float weight_range(int layer_index, int out = -1) const;
  [[nodiscard]] ui::ColorMap map(int layer_index) const;                      // −1: the picture
  [[nodiscard]] ui::ColorMap weight_map() const { return gradient() ? ui::ColorMap::gradient : ui::ColorMap::weight; }
  [[nodiscard]] ui::Color cell_color(int layer_index, float v, int channel = -1) const;
  [[nodiscard]] std::string cell_text(int layer_index, float v) const;
  // What a cell or a weight prints in the quantity shown; a change: the difference of the printed numbers.
  [[nodiscard]] std::string text_at(CellRef cell) const;
  [[nodiscard]] std::string weight_text_at(ParamRef param) const;
};

[[nodiscard]] Uploads upload(const Snapshot& snapshot, Quantity quantity, const Change* change, gfx::Heatmaps& heatmaps);

// In this order.
void paint_links(const Scene& scene);        // hairlines, the weights' links, chevrons
void paint_beams(const Scene& scene);        // under the maps: beams, curves through the kernel
void paint_kernels(const Scene& scene);
void paint_maps(const Scene& scene);
void paint_cells(const Scene& scene);        // numbers, k/9, miniatures, saturated corners
void paint_votes(const Scene& scene);        // pills and classes
void paint_marks(const Scene& scene);        // set by hand, locked
void paint_focus(const Scene& scene);        // outlines, ring, hover line
void paint_editing(const Scene& scene);      // the weight being dragged or typed
void paint_headings(const Scene& scene);
// t inside a step: between the others, in this order.
void paint_moment_beams(const Scene& scene);
void paint_moment_veil(const Scene& scene);
void paint_moment(const Scene& scene);
void paint_pending_map(const Scene& scene, const MapBox& map);
void paint_pending_pill(const Scene& scene, const ui::Rect& pill);
void paint_pending_kernel(const Scene& scene, const KernelBox& box);
void paint_pending_dot(const Scene& scene, ui::Vec center);
[[nodiscard]] std::string moment_heading(const Scene& scene, const ColumnBox& box);  // empty: nothing of it waits
void paint_overview(const Scene& scene, const Layout& small, const ui::Rect& box, const ui::Rect& camera);

// The thing fills the page: its neighbours are the rim. `open`, 0 … 1: the page grows out of `from`, the thing's own place. Returns
// the page inside.
inline constexpr float kRoomRim = 26;
ui::Rect paint_room(const Scene& scene, const Focus& focus, const ui::Rect& from, float open);

// A focused thing's number in the shown quantity, its colour and its text: a cell's, a vote's, a parameter's, a class'.
[[nodiscard]] bool thing_waits(const Scene& scene, const Focus& focus);
[[nodiscard]] float thing_value(const Scene& scene, const Focus& focus);
[[nodiscard]] ui::Color thing_color(const Scene& scene, const Focus& focus);
[[nodiscard]] std::string thing_text(const Scene& scene, const Focus& focus);
// A parameter as a tile of its own, with its number: biases, weights on their links.
void parameter_tile(const Scene& scene, const ui::Rect& tile, const Focus& focus);
[[nodiscard]] ui::Color class_color(const Scene& scene, int index, bool text);

// Names in the reader's language.
[[nodiscard]] std::string layer_title(const Snapshot& snapshot, int layer,
                                      bool short_name = false);  // −1 the picture; count: classes
[[nodiscard]] std::string map_name(const Snapshot& snapshot, int layer, int channel, bool title);  // "diagonal", "filter 1"
[[nodiscard]] std::string shape_text(const Snapshot& snapshot, int layer);
[[nodiscard]] std::string ltr(const std::string& text);  // isolated: runs left to right in both languages
[[nodiscard]] std::string fraction_text(const Fraction& fraction);
// Which hand-made feature or filter a map comes from: walks up to its convolution. −1, −1: none (several, or the picture).
struct MapSource {
  int layer = -1, filter = -1;
};
[[nodiscard]] MapSource map_source(const Snapshot& snapshot, int layer, int channel);

// Thin drawing helpers.
void stroke(ImDrawList* list, const ui::Rect& rect, ui::Color color, float width, float radius = 0);
void fill(ImDrawList* list, const ui::Rect& rect, ui::Color color, float radius = 0);
void line(ImDrawList* list, ui::Vec a, ui::Vec b, ui::Color color, float width);
void curve(ImDrawList* list, ui::Vec a, ui::Vec b, ui::Color color, float width);  // cubic, horizontal at both ends
// A cell's number; one that has just changed fades from what it was.
void changing_text(const Scene& scene, const ui::Rect& box, CellRef cell, const std::string& text, const ui::TextStyle& style);
void second_ring(ImDrawList* list, const ui::Rect& rect, float radius);  // the second pin's: dashed 4 3, on paper
void chevron(ImDrawList* list, ui::Vec center, float size, ui::Color color, bool left);
[[nodiscard]] float pill_radius(const ui::Rect& pill);
[[nodiscard]] bool seen(const Layout& layout, const ui::Rect& rect);
[[nodiscard]] ui::Rect box_rect(const Layout& layout, const CellBox& box, int channel);

}  // namespace rizbin
