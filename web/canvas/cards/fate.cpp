#include "web/canvas/cards/fate.h"

#include <algorithm>

#include "web/ui/text.h"

namespace rizbin::cards {

namespace {

// The output window of a pooling layer that holds the input cell: the first it wins, else the first of all.
Fate pooled(const LayerState& layer, int layer_index, int index, float mine) {
  const Place place = place_of(layer.in, index);
  const int window = layer.spec.window, stride = layer.spec.stride;
  const bool maximum = layer.spec.kind == LayerKind::max_pool;
  Fate fate;
  bool found = false;
  for (int oy = std::max(0, (place.y - window + stride) / stride); oy < layer.out.h && oy * stride <= place.y; ++oy) {
    for (int ox = std::max(0, (place.x - window + stride) / stride); ox < layer.out.w && ox * stride <= place.x; ++ox) {
      if (place.y >= oy * stride + window || place.x >= ox * stride + window) continue;
      const int out = layer.out.index(place.c, oy, ox);
      const auto at = static_cast<std::size_t>(out);
      const bool won = maximum && layer.winner[at] == index;
      if (found && !won) continue;
      fate.cell = {layer_index, out};
      fate.value = layer.value[at];
      if (!maximum) {
        fate.outcome = Outcome::averaged;
      } else if (won) {
        fate.outcome = layer.tie[at] != 0 ? Outcome::first_of_equals : Outcome::largest;
      } else {
        fate.outcome = fate.value == mine ? Outcome::not_first : Outcome::beaten;
      }
      found = true;
      if (won) return fate;
    }
  }
  return fate;
}

}  // namespace

std::vector<Fate> fate_of(const Snapshot& snapshot, CellRef cell) {
  std::vector<Fate> path;
  for (int l = cell.layer + 1; l < static_cast<int>(snapshot.layers.size()); ++l) {
    const LayerState& layer = snapshot.layers[static_cast<std::size_t>(l)];
    Fate fate;
    fate.cell = {l, cell.index};
    switch (layer.spec.kind) {
      case LayerKind::relu:
        fate.value = layer.value[static_cast<std::size_t>(cell.index)];
        fate.outcome = fate.value > 0 ? Outcome::stays : Outcome::closed;
        break;
      case LayerKind::tanh:
      case LayerKind::sigmoid:
        fate.value = layer.value[static_cast<std::size_t>(cell.index)];
        fate.outcome = Outcome::bent;
        break;
      case LayerKind::max_pool:
      case LayerKind::mean_pool:
        fate = pooled(layer, l, cell.index,
                      cell.layer < 0
                          ? snapshot.picture[static_cast<std::size_t>(cell.index)]
                          : snapshot.layers[static_cast<std::size_t>(cell.layer)].value[static_cast<std::size_t>(cell.index)]);
        break;
      case LayerKind::flatten:
        fate.value = layer.value[static_cast<std::size_t>(cell.index)];
        fate.outcome = Outcome::votes;
        break;
      case LayerKind::conv:
      case LayerKind::dense:
      case LayerKind::softmax: fate.outcome = Outcome::feeds; break;
    }
    if (fate.outcome == Outcome::feeds) break;
    if (std::ranges::binary_search(layer.by_hand, fate.cell.index)) {  // nothing of it passes
      fate.outcome = Outcome::by_hand;
      path.push_back(fate);
      break;
    }
    path.push_back(fate);
    if (fate.outcome == Outcome::closed || fate.outcome == Outcome::beaten || fate.outcome == Outcome::not_first ||
        fate.outcome == Outcome::votes)
      break;
    cell = fate.cell;
  }
  return path;
}

std::string fate_text(const Snapshot& snapshot, const Fate& fate) {
  switch (fate.outcome) {
    case Outcome::stays: return std::string(ui::tr(Str::card_fate_stays));
    case Outcome::closed: return std::string(ui::tr(Str::card_fate_closed));
    case Outcome::bent: return std::string(ui::tr(Str::card_fate_bent));
    case Outcome::largest: return std::string(ui::tr(Str::card_fate_largest));
    case Outcome::first_of_equals: return std::string(ui::tr(Str::card_fate_first_of_equals));
    case Outcome::beaten: return ui::fmt(Str::card_fate_beaten, {{"value", ui::value_text(fate.value)}});
    case Outcome::not_first: return std::string(ui::tr(Str::card_fate_not_first));
    case Outcome::averaged: return std::string(ui::tr(Str::card_fate_averaged));
    case Outcome::votes: {
      const int total = snapshot.layers[static_cast<std::size_t>(fate.cell.layer)].out.size();
      return ui::fmt(Str::card_fate_votes, {{"n", ui::number(fate.cell.index + 1)}, {"total", ui::number(total)}});
    }
    case Outcome::by_hand: return std::string(ui::tr(Str::edit_by_hand));
    case Outcome::feeds: return {};
  }
  return {};
}

}  // namespace rizbin::cards
