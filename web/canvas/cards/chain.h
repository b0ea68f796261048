// The factors of the chain rule along one route, with their names: what the chain cards draw.
#pragma once

#include <string>
#include <vector>

#include "engine/layers/explain.h"
#include "engine/layers/snapshot.h"
#include "web/canvas/cards/cards.h"

namespace rizbin::cards {

struct Factor {
  int layer = 0;        // the layer whose local slope it is; layers.size(): the loss
  float value = 1;
  bool weight = false;  // a parameter: its colour and shape
  bool error = false;   // dL/dz
  std::string name, symbols, reason;
};
[[nodiscard]] std::vector<Factor> factors_of(const Snapshot& snapshot, const std::vector<RouteStep>& route);
[[nodiscard]] std::string partial(const std::string& of, const std::string& by);
void draw_factor(const CardContext& context, const Factor& factor, const ui::Rect& tile, float size);

// Phones and narrow pages: names over tiles in one row, one sentence below.
ui::Rect draw_chain_narrow(const CardContext& context, const std::vector<Factor>& factors, int first_layer);

}  // namespace rizbin::cards
