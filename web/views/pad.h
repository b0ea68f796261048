// The pad: the picture the network reads, painted by pointer, finger, pen or keys (lecture chapter 5: 9×9 pixels of ±1).
#pragma once

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

// `box` is square. Registers "pad".
void draw_pad(const Rect& box, Context& context);

// Pixel edits that turn `from` into `from` moved by (dx, dy): what leaves the grid is gone, what comes in is paper.
[[nodiscard]] std::vector<PixelEdit> moved_pixels(const Shape& shape, const std::vector<float>& from, const std::vector<float>& now,
                                                  int dx, int dy);

}  // namespace rizbin::views
