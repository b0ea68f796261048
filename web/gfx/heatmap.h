// Heat maps: every map on the canvas is one quad whose fragment shader reads its values from one float texture and its colours
// from a 256-texel texture a colour map and theme. Values are uploaded once a snapshot; a frame only writes quads.
#pragma once

#include <memory>
#include <span>

#include "web/ui/geometry.h"
#include "web/ui/theme.h"

struct ImDrawList;

namespace rizbin::gfx {

struct Tile {
  ui::Rect rect;           // CSS px on screen
  int offset = 0;          // first value in the frame's upload
  int columns = 1, rows = 1;
  ui::ColorMap map = ui::ColorMap::activation;
  float range = 1;         // value / range is clamped to −1 … 1
  float grid = 0;          // width in px of the cell grid lines in paper colour; 0: none
  float gap = 0;  // weights: gap between rounded tiles, px; each cell gives half of it on every side, so that cell (i, j)
                  // still is the (i, j)-th part of rect
  float radius = 0;  // weights: corner radius, px
  float veil = 0;  // 0 … 1 mixed with the canvas colour
};

class Heatmaps {
 public:
  Heatmaps();
  ~Heatmaps();
  bool create();  // compiles shaders/heatmap.*; false: see platform::fatal
  void destroy();
  void context_lost();  // names are dead: forget them; create() again
  void begin(bool dark);
  // Appends values to this frame's texture; returns their offset. Values equal to the last frame's are not sent to the GPU again.
  int upload(std::span<const float> values);
  void draw(ImDrawList* list, const Tile& tile);  // queued in drawing order through the list
  void end();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace rizbin::gfx
