// The rest of fast.inl: pooling, ReLU, loading a batch, the update. Included after it, same rules.

// --- loading -----------------------------------------------------------------------------------------------------------------

[[gnu::noinline]] void load_run(const float* const (&pictures)[kLanes], int at, int count, float* x) {
  int i = 0;
  for (; i + 4 <= count; i += 4)
    for (int lane = 0; lane < kLanes; lane += 4) {
      Quad q[4];
#pragma unroll
      for (int k = 0; k < 4; ++k) q[k] = load<Quad>(pictures[lane + k] + at + i);
      transpose(q);
#pragma unroll
      for (int k = 0; k < 4; ++k) store(x + (i + k) * kLanes + lane, q[k]);
    }
  for (; i < count; ++i)
    for (int lane = 0; lane < kLanes; ++lane) x[i * kLanes + lane] = pictures[lane][at + i];
}

void load_pictures(const Planes& planes, const float* pictures, int count, float* x) {
  const Shape& shape = planes.shape;
  const int size = shape.c * shape.h * shape.w;
  const float* picture[kLanes];
  for (int lane = 0; lane < kLanes; ++lane) picture[lane] = pictures + static_cast<std::ptrdiff_t>(lane < count ? lane : 0) * size;
  const bool solid = planes.row() == shape.w * kLanes;   // no halo between the rows: a plane is one run
  const int rows = solid ? 1 : shape.h;
  const int run = solid ? shape.h * shape.w : shape.w;
  for (int c = 0; c < shape.c; ++c)
    for (int h = 0; h < rows; ++h) load_run(picture, (c * rows + h) * run, run, x + planes.at(c, h, 0));
}

// --- pooling -----------------------------------------------------------------------------------------------------------------

int smaller(int a, int b) { return a < b ? a : b; }

// A row of windows whose cells are rows × columns (W × W where W > 0, so that the loops unroll).
template <int W>
[[gnu::always_inline]] inline void max_windows(const float* x, int x_row, int step, int window, int rows, int columns, int count,
                                               bool relu, float* y, std::int32_t* winner) {
  for (int i = 0; i < count; ++i, x += step, y += kLanes, winner += kLanes)
    for (int lane = 0; lane < kLanes; lane += kWidth) {
      Vector best = load(x + lane);
      Mask place{};
      for (int dy = 0; dy < (W > 0 ? W : rows); ++dy)
        for (int dx = 0; dx < (W > 0 ? W : columns); ++dx) {
          const Vector value = load(x + dy * x_row + dx * kLanes + lane);
          const Mask larger = value > best;
          best = larger ? value : best;
          place = larger ? Mask{} + (dy * (W > 0 ? W : window) + dx) : place;
        }
      if (relu) {
        const Mask open = best > Vector{};
        best = open ? best : Vector{};
        place = open ? place : Mask{} - 1;
      }
      store(y + lane, best);
      __builtin_memcpy(winner + lane, &place, sizeof(place));
    }
}

[[gnu::noinline]] void max_pool_row(const PoolShape& shape, const float* x, int rows, bool relu, float* y, std::int32_t* winner) {
  const int in_w = shape.x.shape.w, out_w = shape.y.shape.w;
  const int x_row = shape.x.row(), step = shape.stride * kLanes, window = shape.window;
  // Windows that fit the width; at most a few at the end are cut.
  const int whole = in_w < window ? 0 : smaller((in_w - window) / shape.stride + 1, out_w);
  if (window == 2 && rows == 2) max_windows<2>(x, x_row, step, 2, 2, 2, whole, relu, y, winner);
  else if (window == 3 && rows == 3) max_windows<3>(x, x_row, step, 3, 3, 3, whole, relu, y, winner);
  else max_windows<0>(x, x_row, step, window, rows, window, whole, relu, y, winner);
  for (int i = whole; i < out_w; ++i)
    max_windows<0>(x + i * step, x_row, step, window, rows, smaller(window, in_w - i * shape.stride), 1, relu, y + i * kLanes,
                   winner + i * kLanes);
}

void max_pool(const PoolShape& shape, const float* x, bool relu, float* y, std::int32_t* winner) {
  const Shape& out = shape.y.shape;
  for (int c = 0; c < out.c; ++c)
    for (int h = 0; h < out.h; ++h, winner += out.w * kLanes)
      max_pool_row(shape, x + shape.x.at(c, h * shape.stride, 0), smaller(shape.window, shape.x.shape.h - h * shape.stride), relu,
                   y + shape.y.at(c, h, 0), winner);
}

void clear(const Planes& planes, float* x) {
  for (int c = 0; c < planes.shape.c; ++c)
    for (int h = 0; h < planes.shape.h; ++h)
      __builtin_memset(x + planes.at(c, h, 0), 0, sizeof(float) * static_cast<std::size_t>(planes.shape.w * kLanes));
}

// dx of the cells of a row of windows: dy where the cell won. Apart from each other (no overlap) windows write, else they add.
template <int W, bool overlap>
[[gnu::always_inline]] inline void spread_windows(const float* dy, const std::int32_t* winner, int dx_row, int step, int window,
                                                  int rows, int columns, int count, float* dx) {
  for (int i = 0; i < count; ++i, dy += kLanes, winner += kLanes, dx += step)
    for (int lane = 0; lane < kLanes; lane += kWidth) {
      const Vector d = load(dy + lane) + Vector{};       // a sum from +0: no −0 comes out
      Mask place;
      __builtin_memcpy(&place, winner + lane, sizeof(place));
      for (int h = 0; h < (W > 0 ? W : rows); ++h)
        for (int w = 0; w < (W > 0 ? W : columns); ++w) {
          const Vector part = place == Mask{} + (h * (W > 0 ? W : window) + w) ? d : Vector{};
          float* to = dx + h * dx_row + w * kLanes + lane;
          store(to, overlap ? load(to) + part : part);
        }
    }
}

template <bool overlap>
[[gnu::noinline]] void spread_row(const PoolShape& shape, const float* dy, const std::int32_t* winner, int rows, float* dx) {
  const int in_w = shape.x.shape.w, out_w = shape.y.shape.w;
  const int dx_row = shape.x.row(), step = shape.stride * kLanes, window = shape.window;
  const int whole = in_w < window ? 0 : smaller((in_w - window) / shape.stride + 1, out_w);
  if (window == 2 && rows == 2) spread_windows<2, overlap>(dy, winner, dx_row, step, 2, 2, 2, whole, dx);
  else if (window == 3 && rows == 3) spread_windows<3, overlap>(dy, winner, dx_row, step, 3, 3, 3, whole, dx);
  else spread_windows<0, overlap>(dy, winner, dx_row, step, window, rows, window, whole, dx);
  for (int i = whole; i < out_w; ++i)
    spread_windows<0, overlap>(dy + i * kLanes, winner + i * kLanes, dx_row, step, window, rows,
                               smaller(window, in_w - i * shape.stride), 1, dx + i * step);
}

void max_pool_back(const PoolShape& shape, const float* dy, const std::int32_t* winner, float* dx) {
  const bool overlap = shape.stride < shape.window;
  if (overlap) clear(shape.x, dx);     // else every cell a window covers is written, and the others stay 0 for ever
  const Shape& out = shape.y.shape;
  for (int c = 0; c < out.c; ++c)
    for (int h = 0; h < out.h; ++h, winner += out.w * kLanes) {
      const int rows = smaller(shape.window, shape.x.shape.h - h * shape.stride);
      float* to = dx + shape.x.at(c, h * shape.stride, 0);
      if (overlap) spread_row<true>(shape, dy + shape.y.at(c, h, 0), winner, rows, to);
      else spread_row<false>(shape, dy + shape.y.at(c, h, 0), winner, rows, to);
    }
}

// y = Σ ÷ cells for a row of windows, and dx (+)= dy · (1 ÷ cells).
[[gnu::noinline]] void mean_row(const PoolShape& shape, const float* x, int rows, float* y) {
  const int step = shape.stride * kLanes;
  for (int i = 0; i < shape.y.shape.w; ++i, x += step, y += kLanes) {
    const int columns = smaller(shape.window, shape.x.shape.w - i * shape.stride);
    const float cells = static_cast<float>(rows * columns);
    for (int lane = 0; lane < kLanes; lane += kWidth) {
      Vector sum{};
      for (int dy = 0; dy < rows; ++dy)
        for (int dx = 0; dx < columns; ++dx) sum = sum + load(x + dy * shape.x.row() + dx * kLanes + lane);
      store(y + lane, sum / cells);
    }
  }
}

[[gnu::noinline]] void mean_back_row(const PoolShape& shape, const float* dy, int rows, bool overlap, float* dx) {
  const int step = shape.stride * kLanes;
  for (int i = 0; i < shape.y.shape.w; ++i, dx += step, dy += kLanes) {
    const int columns = smaller(shape.window, shape.x.shape.w - i * shape.stride);
    const float share = 1.0f / static_cast<float>(rows * columns);
    for (int lane = 0; lane < kLanes; lane += kWidth) {
      const Vector d = load(dy + lane) * share + Vector{};
      for (int h = 0; h < rows; ++h)
        for (int w = 0; w < columns; ++w) {
          float* to = dx + h * shape.x.row() + w * kLanes + lane;
          store(to, overlap ? load(to) + d : d);
        }
    }
  }
}

void mean_pool(const PoolShape& shape, const float* x, float* y) {
  const Shape& out = shape.y.shape;
  for (int c = 0; c < out.c; ++c)
    for (int h = 0; h < out.h; ++h)
      mean_row(shape, x + shape.x.at(c, h * shape.stride, 0), smaller(shape.window, shape.x.shape.h - h * shape.stride),
               y + shape.y.at(c, h, 0));
}

void mean_pool_back(const PoolShape& shape, const float* dy, float* dx) {
  const bool overlap = shape.stride < shape.window;
  if (overlap) clear(shape.x, dx);
  const Shape& out = shape.y.shape;
  for (int c = 0; c < out.c; ++c)
    for (int h = 0; h < out.h; ++h)
      mean_back_row(shape, dy + shape.y.at(c, h, 0), smaller(shape.window, shape.x.shape.h - h * shape.stride), overlap,
                    dx + shape.x.at(c, h * shape.stride, 0));
}

// --- ReLU and the update -----------------------------------------------------------------------------------------------------

[[gnu::noinline]] void relu_run(const float* x, int count, float* y) {
  for (int i = 0; i < count; i += kWidth) {
    const Vector v = load(x + i);
    store(y + i, v > Vector{} ? v : Vector{});
  }
}

[[gnu::noinline]] void gate_run(const float* y, const float* dy, int count, float* dx) {
  for (int i = 0; i < count; i += kWidth) store(dx + i, load(y + i) > Vector{} ? load(dy + i) : Vector{});
}

void relu(const Planes& x_planes, const float* x, const Planes& y_planes, float* y) {
  for (int c = 0; c < x_planes.shape.c; ++c)
    for (int h = 0; h < x_planes.shape.h; ++h)
      relu_run(x + x_planes.at(c, h, 0), x_planes.shape.w * kLanes, y + y_planes.at(c, h, 0));
}

void relu_back(const Planes& y_planes, const float* y, const Planes& dy_planes, const float* dy, const Planes& dx_planes,
               float* dx) {
  for (int c = 0; c < y_planes.shape.c; ++c)
    for (int h = 0; h < y_planes.shape.h; ++h)
      gate_run(y + y_planes.at(c, h, 0), dy + dy_planes.at(c, h, 0), y_planes.shape.w * kLanes, dx + dx_planes.at(c, h, 0));
}

[[gnu::noinline]] bool update(int n, const float* w, const float* v, const float* g, float count, float rate, float momentum,
                              float* w_next, float* v_next) {
  std::int32_t broken = 0;
  for (int i = 0; i < n; ++i) {
    const float v_new = momentum * v[i] + g[i] / count;
    const float w_new = w[i] - rate * v_new;
    v_next[i] = v_new;
    w_next[i] = w_new;
    broken |= (__builtin_bit_cast(std::int32_t, w_new) & 0x7f800000) == 0x7f800000 ? 1 : 0;
  }
  return broken == 0;
}

constexpr Kernels kTable{kName,     load_pictures,  dot,  conv_gradient, dense_gradient, max_pool, max_pool_back,
                         mean_pool, mean_pool_back, relu, relu_back,     update};

}  // namespace
}  // namespace rizbin
