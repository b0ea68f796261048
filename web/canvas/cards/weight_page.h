// The pieces of the weight's room.
#pragma once

#include <string>

#include "web/canvas/cards/cards.h"
#include "web/canvas/cards/memory.h"
#include "web/canvas/cards/pieces.h"
#include "web/ui/items.h"

namespace rizbin::cards {

// The loss over the weight, with the tangent, trial moves, the loupe on the step, and the handle on the axis.
void weight_chart(const CardContext& context, const ui::Rect& box, bool compact);
// Slope with its factors, the step with its button, promised and true, where it is used.
void weight_side(const CardContext& context, const ui::Rect& box);
// Trying every weight against one backward pass.
void nudge_page(const CardContext& context, const ui::Rect& page);
// Two weights: the valley, the path walked, both slopes.
void landscape_page(const CardContext& context, const ui::Rect& page, bool compact);

// A weight's tile riding on an axis: drag, arrow keys, typing. vertical: the axis goes up.
struct HandleSpec {
  std::string_view id;
  ParamRef param;
  ui::Rect track;              // of the axis; the value runs over its length
  const Axis* axis = nullptr;
  bool vertical = false;
  ui::Vec size{76, 44};
};
ui::Rect weight_handle(const CardContext& context, const HandleSpec& spec);

// "−0.319", "1": a weight with three decimals, whole ones plain.
[[nodiscard]] std::string fine_weight(float w);
// Decimals that leave a small number two figures: at least `base`, at most six.
[[nodiscard]] int decimals_for(double v, int base = 3);
[[nodiscard]] std::string plain_number(double v, int most_decimals);  // 0.6 → "0.6"
[[nodiscard]] std::string bracketed(const std::string& number);       // "(−0.319)", "0.319"
// Steps of 1, 2 or 5 times a power of ten, about `count` of them over the span.
[[nodiscard]] float nice_step(float span, int count);
void dashed_line(ImDrawList* list, ui::Vec a, ui::Vec b, ui::Color color, float width, float dash, float gap);
void arrow(ImDrawList* list, ui::Vec from, ui::Vec to, ui::Color color, float width);
// One line no wider than it needs, or a paragraph where `width` is too small; returns the height used.
float words(ui::Vec at, float width, std::string_view text, const ui::TextStyle& style, ui::Align align = ui::Align::left);
// One line, smaller where the box is narrow; under 8.5 px it is left out.
void fitted(const ui::Rect& box, std::string_view text, ui::TextStyle style, ui::Align align);
// This picture · the batch · the held-out glyphs.
void loss_switch(const CardContext& context, const ui::Rect& box);
[[nodiscard]] std::string over_text(const CardContext& context);  // "Loss on this picture"
void take_step(const CardContext& context, const ParamRef& param, float value);
[[nodiscard]] bool is_locked(const Snapshot& snapshot, const ParamRef& param);

}  // namespace rizbin::cards
