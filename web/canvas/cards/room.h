// What the room's pages share.
#pragma once

#include <string_view>

#include "web/canvas/cards/pieces.h"
#include "web/canvas/cards/working.h"

namespace rizbin::cards {

// A 9 px swatch in the colour and shape of the thing, its name, and a line below.
void heading(const ui::Rect& box, const Look& look, std::string_view title, std::string_view below);
void plain_heading(const ui::Rect& box, std::string_view title);
// "Mean of the nine products": the fraction, the ringed result, the uncut number.
void outcome(const CardContext& context, const Explanation& e, const Working& work, const ui::Rect& box);
void becomes(const CardContext& context, CellRef cell, const ui::Rect& box);

}  // namespace rizbin::cards
