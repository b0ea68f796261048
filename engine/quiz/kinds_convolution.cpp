// Chapter 8: the same nine numbers at every place. Sizes, places, reach and weights.
#include <algorithm>
#include <array>

#include "engine/quiz/maker.h"

namespace rizbin::quiz {
namespace {

// filter.value's wrong answers and two of place: row and column changed over, and the feature in its mirror.
bool conv_cell(Case& c) {
  const int conv = find_layer(c.s, LayerKind::conv);
  if (conv < 0) return false;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(conv)];
  int filter = c.rng.integer(0, layer.out.c - 1);
  int row = c.rng.integer(0, layer.out.h - 1);
  int column = c.rng.integer(0, layer.out.w - 1);
  if (c.at && c.at->layer == conv) {
    const Place p = place_of(layer.out, c.at->index);
    filter = p.c;
    row = p.y;
    column = p.x;
  }
  c.q.at = {conv, layer.out.index(filter, row, column)};
  const std::optional<Patch> p = patch_of(c.s, conv, filter, row, column);
  if (!p || row == column || row >= layer.out.w || column >= layer.out.h) return false;
  const std::optional<Number> swapped = map_value(c.s, conv, filter, column, row);
  if (!swapped || same(*swapped, over(p->sum(), p->n))) return false;
  c.give_place(row, column);
  c.give("r", row + 1);
  c.give("c", column + 1);
  c.give("a", p->agree);
  c.give("d", p->differ);
  c.give("S", p->sum());
  c.right(over(p->sum(), p->n));
  c.wrong(*swapped, "swap_rc");
  c.wrong(whole(p->sum()), "no_divide");
  c.wrong(over(p->agree, p->n), "count_agree");
  if (const std::optional<Patch> mirrored = patch_of(c.s, conv, filter, row, column, Turn::mirrored))
    c.wrong(over(mirrored->sum(), mirrored->n), "other_feature");
  c.wrong(over(p->both_ink, p->n), "ink_only");
  c.wrong(over(-p->sum(), p->n), "sign_rule");
  return true;
}

bool conv_size(Case& c) {
  const int n = c.rng.integer(6, 12);
  const int k = c.rng.integer(2, 5);
  if (n == k || n / k == n - k + 1) return false;
  c.give("n", n);
  c.give("k", k);
  c.right(whole(n - k + 1));
  c.wrong(whole(n), "same_size");
  c.wrong(whole(n - k), "minus_k");
  if (n % k == 0) c.wrong(whole(n / k), "divide_k");
  return true;
}

// The patch a cell comes from, as its rectangle in the picture.
bool conv_place(Case& c) {
  const int conv = find_layer(c.s, LayerKind::conv);
  if (conv < 0) return false;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(conv)];
  const int filter = c.rng.integer(0, layer.out.c - 1);
  const int row = c.rng.integer(1, layer.out.h - 1);
  const int column = c.rng.integer(1, layer.out.w - 1);
  if (row == column) return false;
  c.q.at = {conv, layer.out.index(filter, row, column)};
  c.give_place(row, column);
  c.give("r", row + 1);
  c.give("c", column + 1);
  const auto patch = [&](int r, int k) {
    return Box{{-1, c.s.picture_shape.index(0, r, k)}, layer.spec.kernel_h, layer.spec.kernel_w};
  };
  c.right(patch(row, column));
  c.wrong(patch(row - 1, column - 1), "centre_corner");
  if (column < layer.out.h && row < layer.out.w) c.wrong(patch(column, row), "swap_rc");
  return true;
}

std::string word_of(const Snapshot& s, int conv, int filter) {
  const LayerState& layer = s.layers[static_cast<std::size_t>(conv)];
  const std::size_t f = static_cast<std::size_t>(filter);
  return f < layer.names.size() && !layer.names[f].empty() ? layer.names[f] : "filter" + std::to_string(filter + 1);
}

bool map_whose(Case& c) {
  const int conv = find_layer(c.s, LayerKind::conv);
  if (conv < 0) return false;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(conv)];
  if (layer.out.c < 3) return false;
  const auto plane = static_cast<std::ptrdiff_t>(layer.out.h) * layer.out.w;
  const auto map = [&](int f) { return layer.value.begin() + f * plane; };
  for (int a = 0; a < layer.out.c; ++a)
    for (int b = a + 1; b < layer.out.c; ++b)
      if (std::equal(map(a), map(a) + plane, map(b))) return false;
  const int filter = c.rng.integer(0, layer.out.c - 1);
  c.q.at = {conv, layer.out.index(filter, layer.out.h / 2, layer.out.w / 2)};
  c.give("name", word_of(c.s, conv, filter));
  c.right(Word{word_of(c.s, conv, filter)});
  for (int f = 0; f < layer.out.c; ++f)
    if (f != filter) c.wrong(Word{word_of(c.s, conv, f)}, "other_feature");
  return true;
}

// One pixel, or one weight, is changed: how many cells of a map may move?
bool conv_reach(Case& c) {
  const int conv = find_layer(c.s, LayerKind::conv);
  if (conv < 0) return false;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(conv)];
  const int cells = layer.out.h * layer.out.w;
  if (c.rng.integer(0, 3) == 0) {
    c.give("what", "weight");
    c.give("n", cells);
    c.right(whole(cells));
    c.wrong(whole(1), "place_weights");
    c.wrong(whole(static_cast<std::int64_t>(layer.spec.kernel_h) * layer.spec.kernel_w), "place_weights");
    return true;
  }
  const int row = c.rng.integer(0, c.s.picture_shape.h - 1);
  const int column = c.rng.integer(0, c.s.picture_shape.w - 1);
  const auto places = [](int at, int size, int kernel) { return std::min(at, size - kernel) - std::max(0, at - kernel + 1) + 1; };
  const int n = places(row, c.s.picture_shape.h, layer.spec.kernel_h) * places(column, c.s.picture_shape.w, layer.spec.kernel_w);
  c.q.at = {-1, c.s.picture_shape.index(0, row, column)};
  c.give("what", "pixel");
  c.give_place(row, column);
  c.give("n", n);
  c.right(whole(n));
  c.wrong(whole(1), "one_cell");
  c.wrong(whole(cells), "dense_count");
  c.wrong(whole(static_cast<std::int64_t>(cells) * layer.out.c), "dense_count");
  return true;
}

// The feature turned half round: the lecture's three stay what they are, a corner does not.
bool conv_flip(Case& c) {
  const int conv = find_layer(c.s, LayerKind::conv);
  if (conv < 0) return false;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(conv)];
  const int filter = c.rng.integer(0, layer.out.c - 1);
  const int size = layer.spec.kernel_h * layer.spec.kernel_w;
  bool turns_into_itself = true;
  for (int k = 0; k < size; ++k)
    turns_into_itself = turns_into_itself && layer.weight[static_cast<std::size_t>(filter * size + k)] ==
                                                 layer.weight[static_cast<std::size_t>(filter * size + size - 1 - k)];
  c.give("name", word_of(c.s, conv, filter));
  c.right(Word{turns_into_itself ? "no" : "yes"});
  c.wrong(Word{turns_into_itself ? "yes" : "no"}, turns_into_itself ? "flip_matters" : "flip");
  return true;
}

bool conv_params(Case& c) {
  const int conv = find_layer(c.s, LayerKind::conv);
  if (conv < 0) return false;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(conv)];
  const std::int64_t kernel = static_cast<std::int64_t>(layer.in.c) * layer.spec.kernel_h * layer.spec.kernel_w;
  const std::int64_t filters = layer.out.c;
  const std::int64_t cells = static_cast<std::int64_t>(layer.out.h) * layer.out.w;
  c.give("K", filters);
  c.right(whole(kernel * filters + (layer.spec.bias ? filters : 0)));
  c.wrong(whole(kernel), "one_filter");
  c.wrong(whole(cells * kernel * filters), "place_weights");
  c.wrong(whole(static_cast<std::int64_t>(layer.in.size()) * layer.out.size()), "dense_count");
  return true;
}

constexpr std::array kRows{
    Kind{"conv.cell", Form::choice, 3, conv_cell},     Kind{"conv.size", Form::choice, 2, conv_size},
    Kind{"conv.place", Form::point, 1, conv_place},    Kind{"map.whose", Form::choice, 2, map_whose},
    Kind{"conv.reach", Form::choice, 2, conv_reach},   Kind{"conv.flip", Form::yes_no, 1, conv_flip},
    Kind{"conv.params", Form::choice, 2, conv_params},
};

}  // namespace

std::span<const Kind> convolution_kinds() { return kRows; }

}  // namespace rizbin::quiz
