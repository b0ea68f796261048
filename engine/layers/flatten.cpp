// Flatten: the same numbers in one row, c h w in order (w fastest), so that every value can vote.
//   y[i] = x[i]          Shapes: x c h w → y {c·h·w, 1, 1}
// Lecture: chapter 12, where the stacked maps become one list.
#include "engine/layers/flatten.h"

#include <algorithm>

namespace rizbin {
namespace {

Result<Shape> infer(const LayerSpec& /*spec*/, Shape in) { return Shape{in.size(), 1, 1}; }

void forward(const LayerForward& io) { std::ranges::copy(io.x, io.y.begin()); }

void backward(const LayerBackward& io) {
  if (!io.d_x.empty()) std::ranges::copy(io.d_y, io.d_x.begin());
}

void terms(const LayerView& view, int out, Explanation& e) {
  Term term;
  term.cell = {view.layer - 1, out};
  term.x = view.x[static_cast<std::size_t>(out)];
  term.product = term.x;
  e.operation = Operation::copy;
  e.window_h = 1;
  e.window_w = 1;
  e.terms.push_back(term);
}

void links(const LayerView& /*view*/, int in, std::vector<Link>& links) {
  Link link;
  link.out = in;
  links.push_back(link);
}

// The smallest box around cells [c0, c1) of the row.
CellBox field(const LayerSpec& /*spec*/, Shape in, Shape /*out*/, const CellBox& box) {
  const Place first = place_of(in, box.c0);
  const Place last = place_of(in, box.c1 - 1);
  CellBox field{.c0 = first.c, .c1 = last.c + 1, .y0 = first.y, .y1 = last.y + 1, .x0 = first.x, .x1 = last.x + 1};
  if (first.c != last.c) {
    field.y0 = 0;
    field.y1 = in.h;
  }
  if (first.c != last.c || first.y != last.y) {
    field.x0 = 0;
    field.x1 = in.w;
  }
  return field;
}

std::optional<Rational> exact(const LayerView& /*view*/, int out, ExactInputs& inputs) { return inputs.at(out); }

}  // namespace

const LayerType kFlattenLayer = {
    .kind = LayerKind::flatten,
    .word = "flatten",
    .operation = Operation::copy,
    .lanes = false,
    .one_to_one = true,
    .infer = infer,
    .weights = nullptr,
    .divisor = nullptr,
    .forward = forward,
    .backward = backward,
    .terms = terms,
    .links = links,
    .uses = nullptr,
    .field = field,
    .exact = exact,
};

}  // namespace rizbin
