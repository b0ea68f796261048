// What becomes of a value on its way to the votes: kept or closed by ReLU, kept or beaten in its pooling window, then a vote.
#pragma once

#include <string>
#include <vector>

#include "engine/layers/snapshot.h"

namespace rizbin::cards {

enum class Outcome : std::uint8_t {
  stays,
  closed,
  bent,
  largest,
  first_of_equals,
  beaten,
  not_first,
  averaged,
  votes,
  by_hand,
  feeds
};

struct Fate {
  Outcome outcome = Outcome::feeds;
  CellRef cell;      // where it arrives
  float value = 0;   // the value there
};

// Ends where the path stops (closed, beaten) or at the votes or the next convolution.
[[nodiscard]] std::vector<Fate> fate_of(const Snapshot& snapshot, CellRef cell);
[[nodiscard]] std::string fate_text(const Snapshot& snapshot, const Fate& fate);

}  // namespace rizbin::cards
