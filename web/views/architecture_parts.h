// The pieces of edit mode that architecture.cpp puts together; internal to it.
#pragma once

#include <string>
#include <vector>

#include "engine/train/architecture.h"
#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

// Where a layer of the draft stands on the screen.
struct DraftColumn {
  float x0 = 0, x1 = 0;    // its maps
  float gap = 0;           // the middle of the gap before it
  float title_y = 0;       // baseline of its heading
  ui::Rect heading;        // what is pressed to select it
};

[[nodiscard]] ArchitecturePlan plan_of(const Context& c);
[[nodiscard]] std::vector<LayerSpec> specs_of(const Snapshot& snapshot);
[[nodiscard]] std::string kind_name(LayerKind kind);
[[nodiscard]] std::string plane_text(int h, int w);           // "3×3", left to right
// A draft that fits goes to the session, another is kept to be mended.
void choose(Context& c, std::vector<LayerSpec> draft);
[[nodiscard]] bool movable(const std::vector<LayerSpec>& draft, int layer);  // not the flattening, not the votes

// Cards in the strip below the network.
[[nodiscard]] float settings_height(const Context& c, float width);
void draw_settings(const ui::Rect& box, float notch_x, Context& c, const ArchitecturePlan& plan);
void draw_palette(const ui::Rect& box, float notch_x, Context& c);
[[nodiscard]] float repairs_height(const ArchitecturePlan& plan, float width);
void draw_repairs(const ui::Rect& box, Context& c, const ArchitecturePlan& plan);

}  // namespace rizbin::views
