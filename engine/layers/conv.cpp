// Convolution (cross-correlation, as the lecture and PyTorch have it): lay the kernel on every patch, multiply cell by cell, add.
//   y[o][oy][ox] = Σ_{c,ky,kx} x[c][oy·s + ky − p][ox·s + kx − p'] · w[o][c][ky][kx]  (÷ n in mean mode)  + b[o]
// Shapes: x c h w → y units h' w'; w [units][c][kernel_h][kernel_w]; b [units]; n = c · kernel_h · kernel_w.
// Lecture: chapters 7 (filtering: multiply, add, divide by the number of pixels) and 8 (at every place).
#include "engine/layers/conv.h"

#include <algorithm>

#include "engine/core/check.h"
#include "engine/layers/rational.h"
#include "engine/layers/refuse.h"

namespace rizbin {
namespace {

constexpr int kLargestKernel = 64;
constexpr int kMostFilters = 4096;

// Rows and columns of padding before the picture; what lies behind it never needs its number.
int before_h(const LayerSpec& spec) { return spec.same ? (spec.kernel_h - 1) / 2 : 0; }
int before_w(const LayerSpec& spec) { return spec.same ? (spec.kernel_w - 1) / 2 : 0; }

int taps(const LayerSpec& spec, Shape in) { return in.c * spec.kernel_h * spec.kernel_w; }

Result<Shape> infer(const LayerSpec& spec, Shape in) {
  for (const Result<void>& fits : {check_range(spec, "number of filters", spec.units, 1, kMostFilters),
                                   check_range(spec, "kernel height", spec.kernel_h, 1, kLargestKernel),
                                   check_range(spec, "kernel width", spec.kernel_w, 1, kLargestKernel),
                                   check_range(spec, "stride", spec.stride, 1, kLargestKernel)}) {
    if (!fits) return std::unexpected(fits.error());
  }
  const int pad_h = spec.same ? spec.kernel_h - 1 : 0;
  const int pad_w = spec.same ? spec.kernel_w - 1 : 0;
  if (spec.kernel_h > in.h + pad_h || spec.kernel_w > in.w + pad_w) {
    return too_large(spec, "kernel", spec.kernel_h, spec.kernel_w, in);
  }
  return Shape{spec.units, (in.h + pad_h - spec.kernel_h) / spec.stride + 1, (in.w + pad_w - spec.kernel_w) / spec.stride + 1};
}

int weights(const LayerSpec& spec, Shape in) { return spec.units * taps(spec, in); }
int divisor(const LayerSpec& spec, Shape in) { return spec.mean ? taps(spec, in) : 1; }

// The part of a kernel that lies over the picture when its first cell is at row or column `start`.
struct Clip {
  int begin = 0;
  int end = 0;
};
Clip clip(int start, int kernel, int size) { return {std::max(0, -start), std::min(kernel, size - start)}; }

void forward(const LayerForward& io) {
  const auto& [spec, in, out, x, weight, bias, y, winner, tie] = io;
  const int n = taps(spec, in);
  for (int o = 0; o < out.c; ++o) {
    const float* w = weight.data() + static_cast<std::ptrdiff_t>(o) * n;
    for (int oy = 0; oy < out.h; ++oy) {
      const int iy = oy * spec.stride - before_h(spec);
      const Clip rows = clip(iy, spec.kernel_h, in.h);
      for (int ox = 0; ox < out.w; ++ox) {
        const int ix = ox * spec.stride - before_w(spec);
        const Clip columns = clip(ix, spec.kernel_w, in.w);
        float acc = 0;
        for (int c = 0; c < in.c; ++c) {
          for (int ky = rows.begin; ky < rows.end; ++ky) {
            const float* row = x.data() + in.index(c, iy + ky, 0);
            const float* kernel_row = w + (c * spec.kernel_h + ky) * spec.kernel_w;
            for (int kx = columns.begin; kx < columns.end; ++kx) acc += row[ix + kx] * kernel_row[kx];
          }
        }
        if (spec.mean) acc = acc / static_cast<float>(n);
        if (!bias.empty()) acc = acc + bias[static_cast<std::size_t>(o)];
        y[static_cast<std::size_t>(out.index(o, oy, ox))] = acc;
      }
    }
  }
}

// Every output hands its gradient out to its patch and to its kernel; outputs in order o, oy, ox, so that each cell and each weight
// adds up in the order that layer.h states.
void backward(const LayerBackward& io) {
  const auto& [spec, in, out, x, y, weight, winner, d_y, d_x, d_weight, d_bias] = io;
  const int n = taps(spec, in);
  std::vector<float> slope(weight.begin(), weight.end());  // d out ÷ d in
  if (spec.mean) {
    for (float& s : slope) s = s / static_cast<float>(n);
  }
  std::ranges::fill(d_x, 0.0f);
  for (int o = 0; o < out.c; ++o) {
    const std::ptrdiff_t kernel = static_cast<std::ptrdiff_t>(o) * n;
    for (int oy = 0; oy < out.h; ++oy) {
      const int iy = oy * spec.stride - before_h(spec);
      const Clip rows = clip(iy, spec.kernel_h, in.h);
      for (int ox = 0; ox < out.w; ++ox) {
        const int ix = ox * spec.stride - before_w(spec);
        const Clip columns = clip(ix, spec.kernel_w, in.w);
        const float d = d_y[static_cast<std::size_t>(out.index(o, oy, ox))];
        if (!d_bias.empty()) d_bias[static_cast<std::size_t>(o)] += d;
        for (int c = 0; c < in.c; ++c) {
          for (int ky = rows.begin; ky < rows.end; ++ky) {
            const int cell = in.index(c, iy + ky, ix);
            const std::ptrdiff_t tap = kernel + (c * spec.kernel_h + ky) * spec.kernel_w;
            if (!d_x.empty()) {
              float* row = d_x.data() + cell;
              const float* s = slope.data() + tap;
              for (int kx = columns.begin; kx < columns.end; ++kx) row[kx] += d * s[kx];
            }
            if (!d_weight.empty()) {
              const float* row = x.data() + cell;
              float* dw = d_weight.data() + tap;
              for (int kx = columns.begin; kx < columns.end; ++kx) dw[kx] += d * row[kx];
            }
          }
        }
      }
    }
  }
}

void terms(const LayerView& view, int out, Explanation& e) {
  const LayerSpec& spec = view.spec;
  const Place place = place_of(view.out, out);
  const int iy = place.y * spec.stride - before_h(spec);
  const int ix = place.x * spec.stride - before_w(spec);
  e.operation = spec.mean ? Operation::mean : Operation::sum;
  e.window_h = spec.kernel_h;
  e.window_w = spec.kernel_w;
  e.channels = view.in.c;
  e.divisor = divisor(spec, view.in);
  int tap = place.c * taps(spec, view.in);
  for (int c = 0; c < view.in.c; ++c) {
    for (int ky = 0; ky < spec.kernel_h; ++ky) {
      for (int kx = 0; kx < spec.kernel_w; ++kx, ++tap) {
        Term term;
        term.param = {view.layer, ParamKind::weight, tap};
        term.factor = view.weight[static_cast<std::size_t>(tap)];
        term.row = ky;
        term.column = kx;
        term.channel = c;
        term.outside = iy + ky < 0 || iy + ky >= view.in.h || ix + kx < 0 || ix + kx >= view.in.w;
        if (!term.outside) {
          term.cell = {view.layer - 1, view.in.index(c, iy + ky, ix + kx)};
          term.x = view.x[static_cast<std::size_t>(term.cell.index)];
          term.product = term.x * term.factor;
        }
        e.terms.push_back(term);
      }
    }
  }
  e.has_bias = !view.bias.empty();
  if (e.has_bias) e.bias = view.bias[static_cast<std::size_t>(place.c)];
}

// First and last output row (column) whose window holds row (column) `at`.
struct Reach {
  int first = 0;
  int last = -1;
};
Reach reach(int at, int before, int kernel, int stride, int size) {
  const int start = at + before - kernel + 1;  // the earliest place where such a window can begin
  return {start <= 0 ? 0 : (start + stride - 1) / stride, std::min(size - 1, (at + before) / stride)};
}

void links(const LayerView& view, int in, std::vector<Link>& links) {
  const LayerSpec& spec = view.spec;
  const Place place = place_of(view.in, in);
  const Reach rows = reach(place.y, before_h(spec), spec.kernel_h, spec.stride, view.out.h);
  const Reach columns = reach(place.x, before_w(spec), spec.kernel_w, spec.stride, view.out.w);
  const auto n = static_cast<float>(taps(spec, view.in));
  for (int o = 0; o < view.out.c; ++o) {
    for (int oy = rows.first; oy <= rows.last; ++oy) {
      for (int ox = columns.first; ox <= columns.last; ++ox) {
        Link link;
        link.out = view.out.index(o, oy, ox);
        link.row = place.y + before_h(spec) - oy * spec.stride;
        link.column = place.x + before_w(spec) - ox * spec.stride;
        link.channel = place.c;
        link.weight = ((o * view.in.c + place.c) * spec.kernel_h + link.row) * spec.kernel_w + link.column;
        link.factor = view.weight[static_cast<std::size_t>(link.weight)];
        if (spec.mean) link.factor = link.factor / n;
        links.push_back(link);
      }
    }
  }
}

void uses(const LayerView& view, int weight, std::vector<Term>& terms) {
  const LayerSpec& spec = view.spec;
  const int kx = weight % spec.kernel_w;
  const int ky = weight / spec.kernel_w % spec.kernel_h;
  const int c = weight / (spec.kernel_w * spec.kernel_h) % view.in.c;
  const int o = weight / taps(spec, view.in);
  for (int oy = 0; oy < view.out.h; ++oy) {
    for (int ox = 0; ox < view.out.w; ++ox) {
      const int iy = oy * spec.stride + ky - before_h(spec);
      const int ix = ox * spec.stride + kx - before_w(spec);
      Term term;
      term.cell = {view.layer, view.out.index(o, oy, ox)};
      term.row = oy;
      term.column = ox;
      term.channel = o;
      term.outside = iy < 0 || iy >= view.in.h || ix < 0 || ix >= view.in.w;
      if (!term.outside) {
        term.input = {view.layer - 1, view.in.index(c, iy, ix)};
        term.factor = view.x[static_cast<std::size_t>(term.input.index)];
      } else {
        term.factor = 0;
      }
      terms.push_back(term);
    }
  }
}

CellBox field(const LayerSpec& spec, Shape in, Shape /*out*/, const CellBox& box) {
  CellBox field;
  field.c1 = in.c;
  field.y0 = std::max(0, box.y0 * spec.stride - before_h(spec));
  field.x0 = std::max(0, box.x0 * spec.stride - before_w(spec));
  field.y1 = std::min(in.h, (box.y1 - 1) * spec.stride - before_h(spec) + spec.kernel_h);
  field.x1 = std::min(in.w, (box.x1 - 1) * spec.stride - before_w(spec) + spec.kernel_w);
  return field;
}

std::optional<Rational> exact(const LayerView& view, int out, ExactInputs& inputs) {
  const LayerSpec& spec = view.spec;
  const Place place = place_of(view.out, out);
  const int n = taps(spec, view.in);
  const std::span<const float> kernel = view.weight.subspan(static_cast<std::size_t>(place.c * n), static_cast<std::size_t>(n));
  // The kernel first: learned weights are no integers, and then nothing upstream needs to be asked.
  for (const float w : kernel) {
    if (!integer_of(w)) return std::nullopt;
  }
  const std::optional<std::int64_t> bias =
      view.bias.empty() ? std::optional<std::int64_t>(0) : integer_of(view.bias[static_cast<std::size_t>(place.c)]);
  if (!bias) return std::nullopt;
  const int iy = place.y * spec.stride - before_h(spec);
  const int ix = place.x * spec.stride - before_w(spec);
  const Clip rows = clip(iy, spec.kernel_h, view.in.h);
  const Clip columns = clip(ix, spec.kernel_w, view.in.w);
  Rational total;
  for (int c = 0; c < view.in.c; ++c) {
    for (int ky = rows.begin; ky < rows.end; ++ky) {
      for (int kx = columns.begin; kx < columns.end; ++kx) {
        const std::optional<Rational> x = inputs.at(view.in.index(c, iy + ky, ix + kx));
        if (!x) return std::nullopt;
        const float w = kernel[static_cast<std::size_t>((c * spec.kernel_h + ky) * spec.kernel_w + kx)];
        const std::optional<Rational> product = times(*x, static_cast<std::int64_t>(w));
        const std::optional<Rational> sum = product ? plus(total, *product) : std::nullopt;
        if (!sum) return std::nullopt;
        total = *sum;
      }
    }
  }
  const std::optional<Rational> shared = divided(total, divisor(spec, view.in));
  return shared ? plus(*shared, Rational{*bias, 1}) : std::nullopt;
}

}  // namespace

const LayerType kConvLayer = {
    .kind = LayerKind::conv,
    .word = "conv",
    .operation = Operation::sum,
    .lanes = true,
    .one_to_one = false,
    .infer = infer,
    .weights = weights,
    .divisor = divisor,
    .forward = forward,
    .backward = backward,
    .terms = terms,
    .links = links,
    .uses = uses,
    .field = field,
    .exact = exact,
};

}  // namespace rizbin
