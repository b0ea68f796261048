// The camera: zoom about a point, pan, flights. The point under the pointer stays under it although the layout is semantic: the
// camera is corrected by where its anchor went.
#pragma once

#include <optional>

#include "web/canvas/layout.h"

namespace rizbin {

// What a zoom holds on to: a place inside a map, or a place on the stage where no map is.
struct Anchor {
  int layer = -2;            // −2: none, use `stage`
  int channel = 0;
  ui::Vec part;              // 0 … 1 inside the map
  ui::Vec stage;
};
[[nodiscard]] Anchor anchor_at(const Layout& layout, ui::Vec point);
[[nodiscard]] ui::Vec anchor_point(const Layout& layout, const Anchor& anchor);
[[nodiscard]] ui::Vec to_stage(const Layout& layout, ui::Vec point);

struct CameraView {            // everything a camera is seen through
  const Stage& stage;
  const Snapshot& snapshot;
  const Focus& focus;
  ui::Rect area;
  [[nodiscard]] Layout layout(const Camera& camera) const { return project(stage, snapshot, camera, focus, area); }
};

// Zoomed by `factor` with the anchor brought to `point`; clamped.
[[nodiscard]] Camera zoomed(const CameraView& view, const Camera& camera, float factor, ui::Vec point);
// The same with a thing held on to, wherever the semantic layout takes it: the part of it that was under `at` stays there, and as
// the thing grows from 120 to 320 px it comes to the middle, where it becomes the room.
struct Hold {
  Focus thing;
  ui::Vec part{.5f, .5f};    // 0 … 1 inside it
  ui::Vec at;                // where that part is held while it is small
};
[[nodiscard]] Hold hold_of(const CameraView& view, const Camera& camera, const Focus& thing, ui::Vec point);
[[nodiscard]] Camera zoomed(const CameraView& view, const Camera& camera, float factor, const Hold& hold);
[[nodiscard]] Camera panned(const CameraView& view, const Camera& camera, ui::Vec by_px);
// With the anchor at a screen point.
[[nodiscard]] Camera placed(const CameraView& view, Camera camera, const Anchor& anchor, ui::Vec point);
// Never loses the network: at least a third of the canvas (or of the network) stays covered by it; zoom from fit to where
// everything has had its room.
[[nodiscard]] Camera clamped(const CameraView& view, Camera camera);
[[nodiscard]] float largest_zoom(const Stage& stage, float fit);

// Levels, by the size of the thing in view (design: "What each zoom shows").
enum class Level : std::uint8_t { network, layer, map, numbers, arithmetic, room };
[[nodiscard]] Level level_of(float cell_px, bool whole);
[[nodiscard]] const char* level_word(Level level);
// Cell size that a level is flown to.
[[nodiscard]] float level_cell(Level level, const ui::Rect& area);

// The camera that shows the focused cell at `cell_px`, with the patch it comes from beside it where both fit; `below`: px kept
// free for the card.
[[nodiscard]] Camera camera_for(const CameraView& view, float cell_px, float below);

// A flight of 650 ms, cubic in and out; zoom runs geometrically.
struct Flight {
  Camera from, to;
  double start_s = 0;
  double seconds = .65;
  [[nodiscard]] bool done(double now_s) const { return now_s >= start_s + seconds; }
  [[nodiscard]] Camera at(double now_s) const;
};
[[nodiscard]] float ease_cubic(float t);

}  // namespace rizbin
