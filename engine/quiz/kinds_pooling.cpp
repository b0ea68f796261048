// Chapter 9: the window keeps its largest, also over the edge, and forgets where it was.
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "engine/layers/explain.h"
#include "engine/quiz/maker.h"

namespace rizbin::quiz {
namespace {

// The exact values of a pooling window, in reading order.
struct Window {
  std::vector<Number> values;
  bool over_edge = false;
  bool tie = false;
};

std::optional<Window> window_of(const Snapshot& s, CellRef cell) {
  const Explanation e = explain(s, cell);
  if (e.operation != Operation::maximum || e.terms.empty()) return std::nullopt;
  const LayerState& layer = s.layers[static_cast<std::size_t>(cell.layer)];
  Window w;
  w.tie = e.tie;
  w.over_edge = std::cmp_less(e.terms.size(), layer.spec.window * layer.spec.window);
  for (const Term& term : e.terms) {
    const Explanation input = explain(s, term.cell);
    if (!input.exact) return std::nullopt;
    w.values.push_back(over(input.exact->numerator, input.exact->denominator));
  }
  return w;
}

Number largest(const std::vector<Number>& values) { return *std::ranges::max_element(values, less); }

Number total(const std::vector<Number>& values) {
  // Of one map: all ninths, or zero after ReLU.
  std::int64_t denominator = 1;
  for (const Number& v : values) denominator = std::max(denominator, v.denominator);
  Number sum{0, denominator};
  for (const Number& v : values) sum.numerator += v.numerator * (denominator / v.denominator);
  return sum;
}

std::optional<Window> a_window(Case& c, bool over_edge) {
  const int pool = find_layer(c.s, LayerKind::max_pool);
  if (pool < 0) return std::nullopt;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(pool)];
  const CellRef at = c.at && c.at->layer == pool ? *c.at : CellRef{pool, c.rng.integer(0, layer.out.size() - 1)};
  c.q.at = at;
  std::optional<Window> w = window_of(c.s, at);
  if (!w || w->over_edge != over_edge) return std::nullopt;
  const Place place = place_of(layer.out, at.index);
  c.give_place(place.y, place.x);
  c.give("n", static_cast<std::int64_t>(w->values.size()));
  return w;
}

bool pool_max(Case& c) {
  const std::optional<Window> w = a_window(c, false);
  if (!w || w->tie) return false;
  const Number max = largest(w->values);
  const Number sum = total(w->values);
  const Number furthest = *std::ranges::max_element(w->values, [](Number a, Number b) { return less(magnitude(a), magnitude(b)); });
  c.right(max);
  c.wrong(over(sum.numerator, sum.denominator * static_cast<std::int64_t>(w->values.size())), "mean");
  c.wrong(sum, "sum");
  c.wrong(w->values.front(), "corner");
  c.wrong(furthest, "abs_max");
  return true;
}

bool pool_edge(Case& c) {
  const std::optional<Window> w = a_window(c, true);
  if (!w) return false;
  const Number max = largest(w->values);
  c.right(max);
  if (max.numerator < 0) c.wrong(whole(0), "zero_pad");
  c.wrong(Word{"none"}, "floor");
  const Number sum = total(w->values);
  c.wrong(over(sum.numerator, sum.denominator * static_cast<std::int64_t>(w->values.size())), "mean");
  return true;
}

bool pool_size(Case& c) {
  const int n = c.rng.integer(3, 6) * 2 + 1;  // odd, so that a window hangs over
  c.give("n", n);
  c.right(whole((n + 1) / 2));
  c.wrong(whole(n / 2), "floor");
  c.wrong(whole(n), "same_size");
  c.wrong(whole(n - 1), "stride_one");
  return true;
}

// The glyph one pixel to the right: how much of the pooled map changed?
bool pool_shift(Case& c) {
  const int pool = find_layer(c.s, LayerKind::max_pool);
  if (pool < 0 || c.material.moved == nullptr || &c.s != c.material.glyph) return false;
  const std::vector<float>& before = c.s.layers[static_cast<std::size_t>(pool)].value;
  const std::vector<float>& after = c.material.moved->layers[static_cast<std::size_t>(pool)].value;
  if (before.size() != after.size()) return false;
  int changed = 0;
  for (std::size_t i = 0; i < before.size(); ++i) changed += before[i] != after[i] ? 1 : 0;
  const int all = static_cast<int>(before.size());
  c.give("n", changed);
  c.give("N", all);
  c.give("k", all - changed);
  const std::string_view word = changed == 0 ? "none" : (changed == all ? "all" : "some");
  c.right(Word{std::string(word)});
  c.wrong(Word{"none"}, "invariant");
  c.wrong(Word{"all"}, "none_stays");
  return true;
}

bool pool_back(Case& c) {
  const int pool = find_layer(c.s, LayerKind::max_pool);
  if (pool < 0) return false;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(pool)];
  const CellRef at{pool, c.rng.integer(0, layer.out.size() - 1)};
  const std::optional<Window> w = window_of(c.s, at);
  if (!w || w->values.size() < 2) return false;
  c.q.at = at;
  const Place place = place_of(layer.out, at.index);
  c.give_place(place.y, place.x);
  c.give("n", static_cast<std::int64_t>(w->values.size()));
  c.right(whole(static_cast<std::int64_t>(w->values.size())));
  c.wrong(whole(1), "place_kept");
  c.wrong(whole(9), "field_kernel");
  return true;
}

constexpr std::array kRows{
    Kind{"pool.max", Form::choice, 2, pool_max},   Kind{"pool.edge", Form::choice, 1, pool_edge},
    Kind{"pool.size", Form::choice, 2, pool_size}, Kind{"pool.shift", Form::choice, 1, pool_shift},
    Kind{"pool.back", Form::choice, 1, pool_back},
};

}  // namespace

std::span<const Kind> pooling_kinds() { return kRows; }

}  // namespace rizbin::quiz
