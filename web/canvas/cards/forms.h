// The four forms of the card; cards.cpp chooses.
#pragma once

#include "web/canvas/cards/cards.h"
#include "web/canvas/moment.h"

namespace rizbin::cards {

ui::Rect draw_small(const CardContext& context);
ui::Rect draw_wide(const CardContext& context);
ui::Rect draw_chain(const CardContext& context);
ui::Rect draw_room(const CardContext& context);
ui::Rect draw_moment(const CardContext& context,
                     const Moment& moment);  // t inside a step: what is worked out now, and what is next

// In place of these: before → after → change, and a value set by hand.
ui::Rect draw_change(const CardContext& context);
[[nodiscard]] bool by_hand(const Snapshot& snapshot, CellRef cell);
ui::Rect draw_hand(const CardContext& context);

// The room's pages by the kind of number; `page` is what is left of the area below the crumb.
void room_window(const CardContext& context, const Explanation& e, const ui::Rect& page);   // convolution, pooling
void room_curve(const CardContext& context, const Explanation& e, const ui::Rect& page);    // ReLU, tanh, sigmoid
void room_votes(const CardContext& context, const Explanation& e, const ui::Rect& page);    // dense, vote, class
void room_single(const CardContext& context, const ui::Rect& page, bool compact);           // pixel, vote value
void room_compact(const CardContext& context, const Explanation& e, const ui::Rect& page);  // any of them on a phone
void room_weight(const CardContext& context, const ui::Rect& page, bool compact);             // a parameter
void room_gradient(const CardContext& context, const ui::Rect& page, bool compact);
void room_kernel(const CardContext& context, const ui::Rect& page, bool compact);                // a parameter's gradient
void room_channels(const CardContext& context, const Explanation& e, const ui::Rect& page);      // convolution over several maps

// The last rows of a page: result with its fraction, and what becomes of it.
[[nodiscard]] float fates_width(const CardContext& context, CellRef cell);  // all of them across
void draw_fates(const CardContext& context, CellRef cell, const ui::Rect& box, bool across);

}  // namespace rizbin::cards
