// Receptive fields, reach and gradient routes of random networks against a slow search through explain()'s own terms.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <set>

#include "engine/layers/explain.h"
#include "engine/layers/explain/snapshot_view.h"
#include "engine/layers/layers.h"
#include "tests/property/random_network.h"

namespace rizbin {
namespace {

template <class Visit>
void for_random_cells(Visit visit) {
  for (const LayerType* type : layer_types()) {
    for (std::uint64_t n = 0; n < 6; ++n) {
      const property::RandomCase random =
          n % 2 == 1 ? property::random_case_by_hand(2000 + n, type->kind) : property::random_case(2000 + n, type->kind);
      const Snapshot s = property::run(random, LossKind::cross_entropy);
      Rng rng(n, 9);
      for (int pick = 0; pick < 12; ++pick) {
        const int layer = rng.integer(-1, layer_count(s) - 1);
        const int index = rng.integer(0, static_cast<int>(values_of(s, layer).size()) - 1);
        CAPTURE(type->word);
        CAPTURE(n);
        CAPTURE(layer);
        CAPTURE(index);
        visit(s, CellRef{layer, index});
      }
    }
  }
}

Shape shape_of(const Snapshot& s, int layer) { return layer < 0 ? s.picture_shape : s.layers[static_cast<std::size_t>(layer)].out; }

TEST_CASE("receptive_field: the box around everything upstream that a cell is made of") {
  for_random_cells([](const Snapshot& s, CellRef cell) {
    const std::vector<CellBox> boxes = receptive_field(s, cell);
    std::set<int> front{cell.index};
    for (int layer = cell.layer; layer >= 0; --layer) {
      std::set<int> before;
      for (const int i : front) {
        for (const Term& term : explain(s, {layer, i}).terms) {
          if (!term.outside) before.insert(term.cell.index);
        }
      }
      front = before;
      if (front.empty()) {  // all that would feed it is set by hand
        CHECK(static_cast<int>(boxes.size()) == cell.layer - layer);
        return;
      }
      REQUIRE(static_cast<int>(boxes.size()) > cell.layer - layer);
      const Shape shape = shape_of(s, layer - 1);
      CellBox want{layer - 1, 999, -1, 999, -1, 999, -1};
      for (const int i : front) {
        const Place p = place_of(shape, i);
        want.c0 = std::min(want.c0, p.c);
        want.c1 = std::max(want.c1, p.c + 1);
        want.y0 = std::min(want.y0, p.y);
        want.y1 = std::max(want.y1, p.y + 1);
        want.x0 = std::min(want.x0, p.x);
        want.x1 = std::max(want.x1, p.x + 1);
      }
      const CellBox& box = boxes[static_cast<std::size_t>(cell.layer - layer)];
      CHECK(box.layer == want.layer);
      CHECK(box.c0 == want.c0);
      CHECK(box.c1 == want.c1);
      CHECK(box.y0 == want.y0);
      CHECK(box.y1 == want.y1);
      CHECK(box.x0 == want.x0);
      CHECK(box.x1 == want.x1);
    }
    CHECK(static_cast<int>(boxes.size()) == cell.layer + 1);
  });
}

bool carries(const Explanation& e, std::size_t t) {
  switch (e.operation) {
    case Operation::maximum: return static_cast<int>(t) == e.winner;
    case Operation::gate: return e.terms[t].x > 0;
    case Operation::sum:
    case Operation::mean: return e.terms[t].factor != 0.0f;
    default: return true;
  }
}

TEST_CASE("forward_reach: the cells that a value reaches, through open gates and as the winner") {
  for_random_cells([](const Snapshot& s, CellRef cell) {
    std::vector<CellRef> want;
    std::set<int> front{cell.index};
    for (int layer = cell.layer + 1; layer < layer_count(s); ++layer) {
      std::set<int> after;
      for (int i = 0; i < shape_of(s, layer).size(); ++i) {
        const Explanation e = explain(s, {layer, i});
        for (std::size_t t = 0; t < e.terms.size(); ++t) {
          if (!e.terms[t].outside && front.contains(e.terms[t].cell.index) && carries(e, t)) after.insert(i);
        }
      }
      for (const int i : after) want.push_back({layer, i});
      front = after;
    }
    CHECK(forward_reach(s, cell) == want);
  });
}

// The largest |product of slopes| from each cell of a layer to the loss, by going through all consumers of all cells.
std::vector<double> shares(const Snapshot& s, int layer) {
  std::vector<double> share;
  const int votes = layer_count(s) - 1;
  for (int l = votes; l >= layer; --l) {
    std::vector<double> now;
    for (int i = 0; i < shape_of(s, l).size(); ++i) {
      if (l == votes) {
        now.push_back(std::abs(static_cast<double>(gradients_of(s, votes)[static_cast<std::size_t>(i)])));
        continue;
      }
      double best = 0;
      for (const Term& term : explain_gradient(s, {l, i}).terms) {
        best = std::max(best, std::abs(static_cast<double>(term.factor)) * share[static_cast<std::size_t>(term.cell.index)]);
      }
      now.push_back(best);
    }
    share = now;
  }
  return share;
}

TEST_CASE("gradient_route: linked steps, and no route has a larger product of slopes") {
  int stopped = 0;
  int open = 0;
  for_random_cells([&](const Snapshot& s, CellRef cell) {
    const std::vector<RouteStep> route = gradient_route(s, cell);
    REQUIRE_FALSE(route.empty());
    CHECK(route.front().cell == cell);
    double product = 1;
    for (std::size_t i = 0; i + 1 < route.size(); ++i) {
      CHECK_FALSE(route[i].stopped);
      bool linked = false;
      for (const Term& term : explain_gradient(s, route[i].cell).terms) {
        linked = linked || (term.cell == route[i + 1].cell && term.factor == route[i].factor);
      }
      CHECK(linked);
      product *= std::abs(static_cast<double>(route[i].factor));
    }
    const double best = shares(s, cell.layer)[static_cast<std::size_t>(cell.index)];
    if (route.back().stopped) {
      CHECK(best == 0);
      CHECK(route.back().factor == 0);
      for (const Term& term : explain_gradient(s, route.back().cell).terms) CHECK(term.factor == 0.0f);
      ++stopped;
    } else {
      CHECK(route.back().cell.layer == layer_count(s) - 1);
      product *= std::abs(static_cast<double>(route.back().factor));
      CHECK(product == doctest::Approx(best));
      ++open;
    }
  });
  // Both ends were met.
  CHECK(stopped > 0);
  CHECK(open > 0);
}

}  // namespace
}  // namespace rizbin
