// Pooling: a window walks over each map and keeps one number of every place.
//   max   y = the largest cell; where two are equal the first in reading order wins, and `tie` says so
//   mean  y = (Σ cells) ÷ (number of cells)
// Shapes: x c h w → y c h' w', h' = ⌈(h − window) ÷ stride⌉ + 1; a window over the edge keeps what it has (7 → 4 → 2).
// Lecture: chapter 9.
#include "engine/layers/pool.h"

#include <algorithm>

#include "engine/layers/rational.h"
#include "engine/layers/refuse.h"

namespace rizbin {
namespace {

constexpr int kLargestWindow = 64;

int steps(int size, int window, int stride) {
  int count = (size - window + stride - 1) / stride + 1;
  if ((count - 1) * stride >= size) --count;  // it would begin outside
  return count;
}

Result<Shape> infer(const LayerSpec& spec, Shape in) {
  for (const Result<void>& fits :
       {check_range(spec, "window", spec.window, 1, kLargestWindow), check_range(spec, "stride", spec.stride, 1, kLargestWindow)}) {
    if (!fits) return std::unexpected(fits.error());
  }
  if (spec.window > in.h || spec.window > in.w) return too_large(spec, "window", spec.window, spec.window, in);
  return Shape{in.c, steps(in.h, spec.window, spec.stride), steps(in.w, spec.window, spec.stride)};
}

// The cells of one output's window: rows [y0, y1), columns [x0, x1) of its channel.
struct Window {
  int c, y0, y1, x0, x1;
  [[nodiscard]] int cells() const { return (y1 - y0) * (x1 - x0); }
};
Window window_of(const LayerSpec& spec, Shape in, Place out) {
  const int y0 = out.y * spec.stride;
  const int x0 = out.x * spec.stride;
  return {out.c, y0, std::min(in.h, y0 + spec.window), x0, std::min(in.w, x0 + spec.window)};
}

void max_forward(const LayerForward& io) {
  for (int o = 0; o < io.out.size(); ++o) {
    const Window w = window_of(io.spec, io.in, place_of(io.out, o));
    int best = io.in.index(w.c, w.y0, w.x0);
    float largest = io.x[static_cast<std::size_t>(best)];
    int equals = 0;
    for (int y = w.y0; y < w.y1; ++y) {
      for (int x = w.x0; x < w.x1; ++x) {
        const int cell = io.in.index(w.c, y, x);
        const float v = io.x[static_cast<std::size_t>(cell)];
        if (v > largest) {
          largest = v;
          best = cell;
          equals = 1;
        } else if (v == largest) {
          ++equals;
        }
      }
    }
    const auto at = static_cast<std::size_t>(o);
    io.y[at] = largest;
    if (!io.winner.empty()) io.winner[at] = best;
    if (!io.tie.empty()) io.tie[at] = equals > 1 ? 1 : 0;
  }
}

void max_backward(const LayerBackward& io) {
  if (io.d_x.empty()) return;
  std::ranges::fill(io.d_x, 0.0f);
  for (std::size_t o = 0; o < io.d_y.size(); ++o) io.d_x[static_cast<std::size_t>(io.winner[o])] += io.d_y[o];
}

void mean_forward(const LayerForward& io) {
  for (int o = 0; o < io.out.size(); ++o) {
    const Window w = window_of(io.spec, io.in, place_of(io.out, o));
    float acc = 0;
    for (int y = w.y0; y < w.y1; ++y) {
      for (int x = w.x0; x < w.x1; ++x) acc += io.x[static_cast<std::size_t>(io.in.index(w.c, y, x))];
    }
    io.y[static_cast<std::size_t>(o)] = acc / static_cast<float>(w.cells());
  }
}

void mean_backward(const LayerBackward& io) {
  if (io.d_x.empty()) return;
  std::ranges::fill(io.d_x, 0.0f);
  for (int o = 0; o < io.out.size(); ++o) {
    const Window w = window_of(io.spec, io.in, place_of(io.out, o));
    const float part = io.d_y[static_cast<std::size_t>(o)] * (1.0f / static_cast<float>(w.cells()));
    for (int y = w.y0; y < w.y1; ++y) {
      for (int x = w.x0; x < w.x1; ++x) io.d_x[static_cast<std::size_t>(io.in.index(w.c, y, x))] += part;
    }
  }
}

template <bool max>
void terms(const LayerView& view, int out, Explanation& e) {
  const Window w = window_of(view.spec, view.in, place_of(view.out, out));
  e.operation = max ? Operation::maximum : Operation::average;
  e.window_h = w.y1 - w.y0;
  e.window_w = w.x1 - w.x0;
  if (!max) e.divisor = w.cells();
  for (int y = w.y0; y < w.y1; ++y) {
    for (int x = w.x0; x < w.x1; ++x) {
      Term term;
      term.cell = {view.layer - 1, view.in.index(w.c, y, x)};
      term.x = view.x[static_cast<std::size_t>(term.cell.index)];
      term.product = term.x;
      term.row = y - w.y0;
      term.column = x - w.x0;
      term.channel = w.c;
      if (max && view.winner[static_cast<std::size_t>(out)] == term.cell.index) e.winner = static_cast<int>(e.terms.size());
      e.terms.push_back(term);
    }
  }
  if (max) e.tie = view.tie[static_cast<std::size_t>(out)] != 0;
}

template <bool max>
void links(const LayerView& view, int in, std::vector<Link>& links) {
  const Place place = place_of(view.in, in);
  const int window = view.spec.window;
  const int stride = view.spec.stride;
  const auto first = [&](int at) { return at - window + 1 <= 0 ? 0 : (at - window + stride) / stride; };
  for (int oy = first(place.y); oy <= std::min(view.out.h - 1, place.y / stride); ++oy) {
    for (int ox = first(place.x); ox <= std::min(view.out.w - 1, place.x / stride); ++ox) {
      const Place out{place.c, oy, ox};
      Link link;
      link.out = view.out.index(out.c, out.y, out.x);
      link.row = place.y - oy * stride;
      link.column = place.x - ox * stride;
      link.channel = place.c;
      if (max) {
        const auto at = static_cast<std::size_t>(link.out);
        link.factor = view.winner[at] == in ? 1.0f : 0.0f;
        link.chosen = true;
        link.tie = view.tie[at] != 0 && view.x[static_cast<std::size_t>(in)] == view.y[at];
      } else {
        link.factor = 1.0f / static_cast<float>(window_of(view.spec, view.in, out).cells());
      }
      links.push_back(link);
    }
  }
}

CellBox field(const LayerSpec& spec, Shape in, Shape /*out*/, const CellBox& box) {
  const Window first = window_of(spec, in, {box.c0, box.y0, box.x0});
  const Window last = window_of(spec, in, {box.c1 - 1, box.y1 - 1, box.x1 - 1});
  return {.c0 = box.c0, .c1 = box.c1, .y0 = first.y0, .y1 = last.y1, .x0 = first.x0, .x1 = last.x1};
}

std::optional<Rational> exact_max(const LayerView& view, int out, ExactInputs& inputs) {
  return inputs.at(view.winner[static_cast<std::size_t>(out)]);
}

std::optional<Rational> exact_mean(const LayerView& view, int out, ExactInputs& inputs) {
  const Window w = window_of(view.spec, view.in, place_of(view.out, out));
  Rational total;
  for (int y = w.y0; y < w.y1; ++y) {
    for (int x = w.x0; x < w.x1; ++x) {
      const std::optional<Rational> cell = inputs.at(view.in.index(w.c, y, x));
      const std::optional<Rational> sum = cell ? plus(total, *cell) : std::nullopt;
      if (!sum) return std::nullopt;
      total = *sum;
    }
  }
  return divided(total, w.cells());
}

template <bool max>
constexpr LayerType row(LayerKind kind, std::string_view word) {
  return {.kind = kind,
          .word = word,
          .operation = max ? Operation::maximum : Operation::average,
          .lanes = false,
          .one_to_one = false,
          .infer = infer,
          .weights = nullptr,
          .divisor = nullptr,
          .forward = max ? max_forward : mean_forward,
          .backward = max ? max_backward : mean_backward,
          .terms = terms<max>,
          .links = links<max>,
          .uses = nullptr,
          .field = field,
          .exact = max ? exact_max : exact_mean};
}

}  // namespace

const LayerType kMaxPoolLayer = row<true>(LayerKind::max_pool, "max_pool");
const LayerType kMeanPoolLayer = row<false>(LayerKind::mean_pool, "mean_pool");

}  // namespace rizbin
