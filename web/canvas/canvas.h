// The canvas: the whole network, drawn, walked and explained. A pure function of what it is given, but for running camera motion.
#pragma once

#include <memory>
#include <string>

#include "engine/layers/snapshot.h"
#include "engine/study/change.h"
#include "web/canvas/view_state.h"
#include "web/gfx/heatmap.h"
#include "web/runner/command_queue.h"
#include "web/ui/geometry.h"

namespace rizbin {

struct Legend;

// What the quantities change and difference are taken against; null: there is nothing to compare with, the quantity shows the
// value.
struct Comparison {
  const Change* change = nullptr;       // since a chosen moment
  const Change* difference = nullptr;   // from the twin
};

// One of two networks shown together (the twin lab): what both have stands in the same columns, in one colour range.
struct Pairing {
  const Snapshot* partner = nullptr;  // null: alone
  bool follows = false;               // its columns stand where the partner's do; a layer it lacks leaves its place empty
  bool headings = true;               // of two, only one has them
  [[nodiscard]] bool close() const { return partner != nullptr; }  // rows stand close, the view around it draws ground and buttons
};

struct Layout;

class Canvas {
 public:
  Canvas();
  ~Canvas();
  // Draws into ui::frame().list / overlay inside `area`, registers items, handles mouse, touch, keys.
  void draw(const ui::Rect& area, const Snapshot& snapshot, ViewState& view, CommandQueue& commands, gfx::Heatmaps& heatmaps,
            const Comparison& comparison = {});

  // Before draw(); `partner` only has to live until then.
  void pair(const Pairing& pairing);
  // Of the last frame, left and right edge of a layer's column on the screen; empty: it has none.
  [[nodiscard]] ui::Rect column(int layer) const;
  [[nodiscard]] bool moving() const;  // the camera flies

  void zoom_by(float factor);  // about the middle, animated
  void fit();  // 0: all of it
  void go_to(const Focus& focus, float cell_px, ViewState& view);  // camera flight until the focused cell is that large
  void approach_moment();  // t inside a step: patch, kernel and cell side by side
  bool back(ViewState& view);  // Esc: out one level, then lets go of the pin; false: nothing to come back from
  // The kernel's menu while it is open: over everything, so it is drawn after the other views (items "overlay/kernel/…").
  void draw_menu(const Snapshot& snapshot, ViewState& view, CommandQueue& commands);
  [[nodiscard]] bool menu_open() const;
  void draw_zoom(const ui::Rect& box);  // the three zoom buttons, where the canvas does not float them itself (600 – 899)
  [[nodiscard]] Legend legend(const Snapshot& snapshot, const ViewState& view);  // what the cells are coloured by
  [[nodiscard]] bool in_room() const;  // one thing fills the canvas: views make room for it
  [[nodiscard]] ui::Rect card() const;  // what the card covers (empty: none), for views that float over the canvas
  [[nodiscard]] const Layout* layout() const;  // of the last frame, in CSS px; null before the first
  [[nodiscard]] std::string level(const ViewState& view) const;  // "network", "layer", "map", "numbers", "arithmetic", "room"

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Stable words: "conv1/map/0/cell/3,3", "input/cell/3,3", "conv1/k/0/w/1,1", "conv1/k/0/bias", "votes/4", "dense/0/w/7", "class/0".
[[nodiscard]] std::string focus_id(const Snapshot& snapshot, const Focus& focus);
[[nodiscard]] Focus focus_from_id(const Snapshot& snapshot, std::string_view id);

}  // namespace rizbin
