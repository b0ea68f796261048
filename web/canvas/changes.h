// The quantities "change" and "difference": what is compared with, how a change is printed, and how many numbers moved.
// A printed change is the difference of the two printed numbers, with its sign (1.00 → 0.55: −0.45); the colour takes the exact
// one. Unchanged is paper without a number.
#pragma once

#include <string>
#include <vector>

#include "engine/study/change.h"
#include "web/canvas/canvas.h"
#include "web/canvas/cards/cards.h"

namespace rizbin {

// Null where the quantity compares nothing or there is nothing to compare with: then the value is shown.
[[nodiscard]] const Change* compared(const Comparison& comparison, Quantity quantity);

enum class Printed : std::uint8_t { value, weight, pixel };  // how the two numbers are printed
[[nodiscard]] std::string change_text(float before, float after, Printed printed);

// The numbers before (of the twin: its own); 0 where the other has none.
[[nodiscard]] float before_of(const Change& change, CellRef cell);
[[nodiscard]] float before_of(const Change& change, ParamRef param);
[[nodiscard]] float probability_before(const Change& change, int index);

struct Count {
  int changed = 0;
  int total = 0;
};
// −1: the picture; layers.size(): the classes.
[[nodiscard]] Count changed_in(const Snapshot& now, const Change& change, int layer);
// All values but the votes', which are copies.
[[nodiscard]] Count changed_values(const Snapshot& now, const Change& change);

// One range for all values and one for all weights: index layer + 1, as layer_ranges().
[[nodiscard]] std::vector<CardRange> change_ranges(const Change& change);

}  // namespace rizbin
