// Chapter 10: below zero becomes zero, the rest passes untouched.
#include <algorithm>
#include <array>

#include "engine/layers/explain.h"
#include "engine/quiz/maker.h"

namespace rizbin::quiz {
namespace {

std::optional<Number> exact(const Snapshot& s, CellRef cell) {
  const Explanation e = explain(s, cell);
  if (!e.exact) return std::nullopt;
  return over(e.exact->numerator, e.exact->denominator);
}

// A cell that ReLU looks at, and its exact value.
struct Input {
  int conv = -1;
  Place place;
  Number v;
};
std::optional<Input> input(Case& c) {
  Input in;
  in.conv = find_layer(c.s, LayerKind::conv);
  if (in.conv < 0) return std::nullopt;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(in.conv)];
  const CellRef at{in.conv, c.at && c.at->layer >= in.conv ? c.at->index : c.rng.integer(0, layer.out.size() - 1)};
  const std::optional<Number> v = exact(c.s, at);
  if (!v) return std::nullopt;
  c.q.at = at;
  in.place = place_of(layer.out, at.index);
  in.v = *v;
  c.give_place(in.place.y, in.place.x);
  return in;
}

bool relu_cell(Case& c) {
  const std::optional<Input> in = input(c);
  if (!in || in->v.numerator == 0 || in->v.numerator == in->v.denominator) return false;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(in->conv)];
  // Of its map, for the belief that ReLU rescales.
  Number max = in->v;
  for (int y = 0; y < layer.out.h; ++y)
    for (int x = 0; x < layer.out.w; ++x)
      if (const std::optional<Number> other = exact(c.s, {in->conv, layer.out.index(in->place.c, y, x)});
          other && less(max, *other))
        max = *other;
  c.right(in->v.numerator > 0 ? in->v : whole(0));
  c.wrong(magnitude(in->v), "abs");
  c.wrong(in->v, "keep");
  c.wrong(whole(1), "binary");
  if (max.numerator > 0) c.wrong(over(in->v.numerator * max.denominator, in->v.denominator * max.numerator), "normalise");
  return true;
}

bool relu_count(Case& c) {
  const int conv = find_layer(c.s, LayerKind::conv);
  if (conv < 0) return false;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(conv)];
  const int cells = layer.out.h * layer.out.w;
  const auto zeros = [&](int f) {
    int n = 0;
    for (int i = 0; i < cells; ++i) n += layer.value[static_cast<std::size_t>(f * cells + i)] <= 0 ? 1 : 0;
    return n;
  };
  const int filter = c.rng.integer(0, layer.out.c - 1);
  c.q.at = {conv, filter * cells};
  c.give("N", cells);
  c.right(whole(zeros(filter)));
  c.wrong(whole(cells - zeros(filter)), "counts_kept");
  for (int f = 0; f < layer.out.c; ++f)
    if (f != filter) c.wrong(whole(zeros(f)), "other_feature");
  c.give("name", static_cast<std::size_t>(filter) < layer.names.size()
                     ? std::string_view(layer.names[static_cast<std::size_t>(filter)])
                     : std::string_view());
  return true;
}

// The feature times ten, then ReLU.
bool relu_scale(Case& c) {
  const std::optional<Input> in = input(c);
  if (!in || in->v.numerator <= 0) return false;
  c.right(over(in->v.numerator * 10, in->v.denominator));
  c.wrong(in->v, "normalise");
  c.wrong(whole(1), "binary");
  return true;
}

// First ReLU then the window, or the other way round: the same for the maximum, not for the mean.
bool relu_order(Case& c) {
  const int conv = find_layer(c.s, LayerKind::conv);
  if (conv < 0) return false;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(conv)];
  if (layer.out.h < 2 || layer.out.w < 2) return false;
  const int filter = c.rng.integer(0, layer.out.c - 1);
  const int row = c.rng.integer(0, layer.out.h / 2 - 1) * 2;
  const int column = c.rng.integer(0, layer.out.w / 2 - 1) * 2;
  std::int64_t raw = 0;
  std::int64_t open = 0;
  std::int64_t denominator = 0;
  for (int k = 0; k < 4; ++k) {
    const std::optional<Number> v = exact(c.s, {conv, layer.out.index(filter, row + k / 2, column + k % 2)});
    if (!v || (denominator != 0 && v->denominator != denominator)) return false;
    denominator = v->denominator;
    raw += v->numerator;
    open += std::max<std::int64_t>(0, v->numerator);
  }
  if (raw == open) return false;  // nothing below zero in it
  const bool mean = c.rng.integer(0, 1) == 0;
  c.q.at = {conv, layer.out.index(filter, row, column)};
  c.give_place(row, column);
  c.give("pool", mean ? "mean" : "max");
  c.give("a", std::to_string(std::max<std::int64_t>(0, raw)) + "/" + std::to_string(4 * denominator));
  c.give("b", std::to_string(open) + "/" + std::to_string(4 * denominator));
  c.right(Word{mean ? "differs" : "same"});
  c.wrong(Word{mean ? "same" : "differs"}, mean ? "order_never" : "order_matters");
  return true;
}

bool relu_slope(Case& c) {
  const std::optional<Input> in = input(c);
  if (!in || in->v.numerator == 0 || in->v.numerator == in->v.denominator) return false;
  c.right(whole(in->v.numerator > 0 ? 1 : 0));
  c.wrong(in->v, "slope_is_value");
  c.wrong(whole(-1), "abs");
  return true;
}

constexpr std::array kRows{
    Kind{"relu.cell", Form::choice, 2, relu_cell},   Kind{"relu.count", Form::choice, 2, relu_count},
    Kind{"relu.scale", Form::choice, 2, relu_scale}, Kind{"relu.order", Form::yes_no, 1, relu_order},
    Kind{"relu.slope", Form::choice, 2, relu_slope},
};

}  // namespace

std::span<const Kind> relu_kinds() { return kRows; }

}  // namespace rizbin::quiz
