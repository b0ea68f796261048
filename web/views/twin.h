// The twin lab: two networks from the same start with one difference, one above the other (lecture chapter 15: ReLU or tanh, and
// what a learning rate, a seed or a layer changes). Same columns, one set of headings, one colour range; the column that differs
// lies on a band through both. Where there is no room for two, one at a time.
#pragma once

#include <string>

#include "web/views/context.h"
#include "web/views/place.h"

namespace rizbin::views {

// In place of the canvas while the lab is open.
void draw_twin(const Rect& area, Context& context);

// "ReLU", "rate 0.6", "seed 3" … of the first (0) or the second network (1).
[[nodiscard]] std::string twin_name(const Snapshot& first, TwinKind kind, int side);
[[nodiscard]] std::string_view twin_word(TwinKind kind);  // "tanh", "no_relu": in ids and in the door
[[nodiscard]] bool twin_from_word(std::string_view word, TwinKind& kind);
[[nodiscard]] std::string_view twin_show_word(TwinShow show);
[[nodiscard]] bool twin_from_word(std::string_view word, TwinShow& show);

// A line as it stands for each network in every curve: the first solid, the second dashed 4 3.
void draw_twin_line(Vec from, float length, bool second);

}  // namespace rizbin::views
