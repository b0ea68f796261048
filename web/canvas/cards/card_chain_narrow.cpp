// The chain rule in the width of a phone: the cell's gradient, then its factors in one row, sized to fit; one sentence below.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/cards/chain.h"
#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/pieces.h"
#include "web/canvas/cards/weight_page.h"
#include "web/canvas/cards/wording.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

ui::Rect draw_chain_narrow(const CardContext& context, const std::vector<Factor>& factors, int first_layer) {
  const ui::Theme& theme = *ui::frame().theme;
  ImDrawList* list = ui::frame().overlay;
  const ui::Rect& box = context.free;
  ui::card_ground(list, box, ui::kRadiusSmallCard);
  const float total = context.gradient->result;
  const auto n = static_cast<float>(factors.size() + 1);
  const float left = box.x + 8, step = (box.w - 16) / n;
  const float tile_h = 30, top = box.y + 7, middle = top + 17 + tile_h / 2;
  const float tile_w = std::min(62.0f, step - 10), size = tile_w < 40 ? 10.5f : 12.5f;
  for (std::size_t i = 0; i <= factors.size(); ++i) {
    const float x = left + (static_cast<float>(i) + .5f) * step;
    const ui::Rect name{x - step / 2 + 1, top, step - 2, 16}, under{name.x, middle + tile_h / 2 + 2, name.w, 15};
    const ui::Rect tile{x - tile_w / 2, middle - tile_h / 2, tile_w, tile_h};
    if (i == 0) {
      fitted(name, std::string(ui::tr(Str::rooms_this)), style(11, ui::Weight::semibold, theme.ink), ui::Align::center);
      draw_tile(list, tile, total, gradient_look(context, first_layer), ui::gradient_text(total), TileShape::square, size, true);
      fitted(under, partial("L", symbol(*context.snapshot, first_layer)), style(10.5f, ui::Weight::regular, theme.ink2),
             ui::Align::center);
    } else {
      const Factor& factor = factors[i - 1];
      fitted(name, factor.name, style(11, ui::Weight::semibold, theme.ink), ui::Align::center);
      draw_factor(context, factor, tile, size);
      fitted(under, factor.error ? std::string("p − y") : factor.symbols, style(10.5f, ui::Weight::regular, theme.ink2),
             ui::Align::center);
      draw_operator(list, {x - step / 2, middle}, i == 1 ? "=" : "×", 11);
    }
  }
  const double nudge = static_cast<double>(total) * .1;
  const std::string sentence =
      total == 0
          ? std::string(ui::tr(Str::card_nudge_none))
          : ui::fmt(total < 0 ? Str::card_nudge_falls : Str::card_nudge_rises,
                    {{"by", ui::fixed_text(.1, 1)}, {"change", ui::fixed_text(std::abs(nudge), std::abs(nudge) < .01 ? 4 : 3)}});
  const float y = middle + tile_h / 2 + 19;
  if (y + 16 <= box.bottom()) {
    ui::TextStyle look = style(11.5f, ui::Weight::regular, theme.ink2);
    look.line = 16;
    ui::draw_paragraph(list, {box.x + 12, y, box.w - 24, box.bottom() - y}, sentence, look, ui::Align::center);
  }
  return box;
}

}  // namespace rizbin::cards
