// Paths through the network: gradient_route(), receptive_field() and forward_reach() of explain.h, from each layer's links and
// fields. Only the cells in the cone of the asked one are visited, each once.
#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/layers/explain.h"
#include "engine/layers/explain/snapshot_view.h"
#include "engine/layers/layers.h"

namespace rizbin {
namespace {

class RouteSearch {
 public:
  explicit RouteSearch(const Snapshot& snapshot)
      : snapshot_(snapshot),
        votes_(layer_count(snapshot) - 1),
        cells_(static_cast<std::size_t>(votes_) + 2),
        links_(static_cast<std::size_t>(votes_) + 2) {}

  struct Best {
    bool known = false;
    int next = -1;        // the consumer on the way; −1: none (a vote, or stopped)
    float factor = 0;
    bool tie = false;
    double share = 0;     // the largest |product of slopes| from here to the loss
    double open = 0;      // how far the strongest links lead where share is 0: the same product up to where it stops
  };

  const Best& best(CellRef cell) {
    std::vector<Best>& layer = cells_[static_cast<std::size_t>(cell.layer + 1)];
    if (layer.empty()) layer.resize(values_of(snapshot_, cell.layer).size());
    const auto i = static_cast<std::size_t>(cell.index);
    if (!layer[i].known) {
      const Best found = search(cell);
      layer[i] = found;
    }
    return layer[i];
  }

 private:
  Best search(CellRef cell) {
    Best best;
    best.known = true;
    if (cell.layer == votes_) {
      best.factor = gradients_of(snapshot_, votes_)[static_cast<std::size_t>(cell.index)];
      best.share = std::abs(static_cast<double>(best.factor));
      best.open = 1;
      return best;
    }
    // One buffer a layer is enough: the search goes on to the next layer only.
    std::vector<Link>& links = links_[static_cast<std::size_t>(cell.layer + 1)];
    links_of(snapshot_, cell.layer + 1, cell.index, links);
    best.open = 1;
    for (const Link& link : links) {
      best.tie = best.tie || link.tie;
      if (link.factor == 0.0f) continue;
      const Best& after = this->best({cell.layer + 1, link.out});
      const double size = std::abs(static_cast<double>(link.factor));
      const double share = size * after.share;
      const double open = size * after.open;
      if (best.next < 0 || share > best.share || (share == best.share && best.share == 0 && open > best.open)) {
        best.next = link.out;
        best.factor = link.factor;
        best.share = share;
        best.open = open;
      }
    }
    return best;
  }

  const Snapshot& snapshot_;
  int votes_;
  std::vector<std::vector<Best>> cells_;
  std::vector<std::vector<Link>> links_;
};

// receptive_field() where values upstream are set by hand: cell by cell, since some cells of a box pass nothing on.
std::vector<CellBox> field_around_hands(const Snapshot& snapshot, CellRef cell) {
  std::vector<CellBox> boxes;
  std::vector<bool> front(values_of(snapshot, cell.layer).size());
  front[static_cast<std::size_t>(cell.index)] = true;
  for (int layer = cell.layer; layer >= 0; --layer) {
    const LayerView view = view_of(snapshot, layer);
    std::vector<bool> before(view.x.size());
    CellBox hull{layer - 1, view.in.c, 0, view.in.h, 0, view.in.w, 0};
    for (int i = 0; i < view.out.size(); ++i) {
      if (!front[static_cast<std::size_t>(i)] || set_by_hand(snapshot, {layer, i})) continue;
      const Place p = place_of(view.out, i);
      const CellBox one =
          layer_type(view.spec.kind).field(view.spec, view.in, view.out, {layer, p.c, p.c + 1, p.y, p.y + 1, p.x, p.x + 1});
      for (int c = one.c0; c < one.c1; ++c)
        for (int y = one.y0; y < one.y1; ++y)
          for (int x = one.x0; x < one.x1; ++x) before[static_cast<std::size_t>(view.in.index(c, y, x))] = true;
      hull = {layer - 1,
              std::min(hull.c0, one.c0),
              std::max(hull.c1, one.c1),
              std::min(hull.y0, one.y0),
              std::max(hull.y1, one.y1),
              std::min(hull.x0, one.x0),
              std::max(hull.x1, one.x1)};
    }
    if (hull.c1 <= hull.c0) break;
    boxes.push_back(hull);
    front = std::move(before);
  }
  return boxes;
}

}  // namespace

std::vector<RouteStep> gradient_route(const Snapshot& snapshot, CellRef cell) {
  check_cell(snapshot, cell);
  const int votes = layer_count(snapshot) - 1;
  std::vector<RouteStep> route;
  if (cell.layer > votes) return route;
  CHECK(!gradients_of(snapshot, votes).empty(), "backward_one has filled the gradients");
  RouteSearch search(snapshot);
  for (CellRef at = cell;;) {
    const RouteSearch::Best best = search.best(at);
    const bool stopped = at.layer < votes && best.next < 0;
    route.push_back({.cell = at, .factor = best.factor, .tie = best.tie, .stopped = stopped});
    if (at.layer == votes || stopped) return route;
    at = {at.layer + 1, best.next};
  }
}

std::vector<CellBox> receptive_field(const Snapshot& snapshot, CellRef cell) {
  check_cell(snapshot, cell);
  std::vector<CellBox> boxes;
  if (cell.layer < 0 || set_by_hand(snapshot, cell)) return boxes;
  for (int layer = 0; layer < cell.layer; ++layer) {
    if (!snapshot.layers[static_cast<std::size_t>(layer)].by_hand.empty()) return field_around_hands(snapshot, cell);
  }
  const Place place = place_of(view_of(snapshot, cell.layer).out, cell.index);
  CellBox box{cell.layer, place.c, place.c + 1, place.y, place.y + 1, place.x, place.x + 1};
  for (int layer = cell.layer; layer >= 0; --layer) {
    const LayerView view = view_of(snapshot, layer);
    box = layer_type(view.spec.kind).field(view.spec, view.in, view.out, box);
    box.layer = layer - 1;
    boxes.push_back(box);
  }
  return boxes;
}

std::vector<CellRef> forward_reach(const Snapshot& snapshot, CellRef cell) {
  check_cell(snapshot, cell);
  std::vector<CellRef> reached;
  std::vector<int> front{cell.index};
  std::vector<Link> links;
  for (int layer = cell.layer + 1; layer < layer_count(snapshot) && !front.empty(); ++layer) {
    const LayerView view = view_of(snapshot, layer);
    const LayerType& type = layer_type(view.spec.kind);
    std::vector<bool> marked(view.y.size());
    for (const int in : front) {
      links_of(snapshot, layer, in, links);
      for (const Link& link : links) {
        if (link.stopped) continue;
        // A saturated curve has slope 0 and still carries the value.
        if (link.factor != 0.0f || type.operation == Operation::curve) marked[static_cast<std::size_t>(link.out)] = true;
      }
    }
    front.clear();
    for (int i = 0; i < view.out.size(); ++i) {
      if (!marked[static_cast<std::size_t>(i)]) continue;
      front.push_back(i);
      reached.push_back({layer, i});
    }
  }
  return reached;
}

}  // namespace rizbin
