// The reference of the batch path: every kernel of kernels.h as nested loops that follow its formula word for word.
#include <cstring>

#include "engine/layers/kernels/kernels.h"

namespace rizbin {
namespace {

void load(const Planes& planes, const float* pictures, int count, float* x) {
  const Shape& shape = planes.shape;
  for (int lane = 0; lane < kLanes; ++lane) {
    const float* picture = pictures + static_cast<std::ptrdiff_t>(lane < count ? lane : 0) * shape.size();
    for (int c = 0; c < shape.c; ++c)
      for (int h = 0; h < shape.h; ++h)
        for (int w = 0; w < shape.w; ++w) x[planes.at(c, h, w) + lane] = picture[shape.index(c, h, w)];
  }
}

void dot(const DotShape& shape, const float* x, const float* w, const float* bias, float divisor, bool relu, float* y) {
  for (int m = 0; m < shape.outputs; ++m)
    for (int r = 0; r < shape.rows; ++r)
      for (int i = 0; i < shape.columns; ++i)
        for (int lane = 0; lane < kLanes; ++lane) {
          float sum = 0;
          for (int t = 0; t < shape.taps; ++t)
            sum += x[shape.tap[t] + r * shape.x_row + i * shape.x_column + lane] * w[((m / 4) * shape.taps + t) * 4 + m % 4];
          if (divisor != 0) sum = sum / divisor;
          if (bias) sum = sum + bias[m];
          if (relu) sum = sum > 0 ? sum : 0;
          y[shape.output[m] + r * shape.y_row + i * shape.y_column + lane] = sum;
        }
}

float tree(const float* chain) {
  float sum[kLanes];
  std::memcpy(sum, chain, sizeof(sum));
  for (int half = kLanes / 2; half > 0; half /= 2)
    for (int lane = 0; lane < half; ++lane) sum[lane] = sum[lane] + sum[lane + half];
  return sum[0];
}

void conv_gradient(const DotShape& shape, const float* x, const float* dy, float divisor, float*, float* d_weight, float* d_bias) {
  float chain[kLanes];
  for (int m = 0; m < shape.outputs; ++m) {
    for (int t = 0; t < shape.taps; ++t) {
      for (int lane = 0; lane < kLanes; ++lane) {
        chain[lane] = 0;
        for (int r = 0; r < shape.rows; ++r)
          for (int i = 0; i < shape.columns; ++i)
            chain[lane] += dy[shape.output[m] + r * shape.y_row + i * shape.y_column + lane] *
                           x[shape.tap[t] + r * shape.x_row + i * shape.x_column + lane];
        if (divisor != 0) chain[lane] = chain[lane] / divisor;
      }
      d_weight[m * shape.taps + t] += tree(chain);
    }
    if (!d_bias) continue;
    for (int lane = 0; lane < kLanes; ++lane) {
      chain[lane] = 0;
      for (int r = 0; r < shape.rows; ++r)
        for (int i = 0; i < shape.columns; ++i) chain[lane] += dy[shape.output[m] + r * shape.y_row + i * shape.y_column + lane];
    }
    d_bias[m] += tree(chain);
  }
}

void dense_gradient(const DenseShape& shape, const float* x, const float* dz, float*, float* d_weight, float* d_bias) {
  for (int o = 0; o < shape.outputs; ++o) {
    for (int i = 0; i < shape.inputs; ++i) {
      float sum = 0;
      for (int lane = 0; lane < kLanes; ++lane) sum += dz[shape.output[o] + lane] * x[shape.input[i] + lane];
      d_weight[o * shape.inputs + i] += sum;
    }
    if (!d_bias) continue;
    float sum = 0;
    for (int lane = 0; lane < kLanes; ++lane) sum += dz[shape.output[o] + lane];
    d_bias[o] += sum;
  }
}

int smaller(int a, int b) { return a < b ? a : b; }

// Visits every window: f(c, oy, ox, y0, x0, rows, columns) with the part that lies inside.
template <class F>
void windows(const PoolShape& shape, const F& f) {
  const Shape& in = shape.x.shape;
  const Shape& out = shape.y.shape;
  for (int c = 0; c < out.c; ++c)
    for (int oy = 0; oy < out.h; ++oy)
      for (int ox = 0; ox < out.w; ++ox) {
        const int y0 = oy * shape.stride, x0 = ox * shape.stride;
        f(c, oy, ox, y0, x0, smaller(shape.window, in.h - y0), smaller(shape.window, in.w - x0));
      }
}

void clear(const Planes& planes, float* x) {
  for (int c = 0; c < planes.shape.c; ++c)
    for (int y = 0; y < planes.shape.h; ++y)
      for (int i = 0; i < planes.shape.w * kLanes; ++i) x[planes.at(c, y, 0) + i] = 0;
}

void max_pool(const PoolShape& shape, const float* x, bool relu, float* y, std::int32_t* winner) {
  windows(shape, [&](int c, int oy, int ox, int y0, int x0, int rows, int columns) {
    for (int lane = 0; lane < kLanes; ++lane) {
      float best = x[shape.x.at(c, y0, x0) + lane];
      int place = 0;
      for (int dy = 0; dy < rows; ++dy)
        for (int dx = 0; dx < columns; ++dx) {
          const float value = x[shape.x.at(c, y0 + dy, x0 + dx) + lane];
          if (value > best) {
            best = value;
            place = dy * shape.window + dx;
          }
        }
      if (relu && !(best > 0)) {
        best = 0;
        place = -1;
      }
      y[shape.y.at(c, oy, ox) + lane] = best;
      winner[shape.y.shape.index(c, oy, ox) * kLanes + lane] = place;
    }
  });
}

void max_pool_back(const PoolShape& shape, const float* dy, const std::int32_t* winner, float* dx) {
  clear(shape.x, dx);
  windows(shape, [&](int c, int oy, int ox, int y0, int x0, int, int) {
    for (int lane = 0; lane < kLanes; ++lane) {
      const int place = winner[shape.y.shape.index(c, oy, ox) * kLanes + lane];
      if (place >= 0)
        dx[shape.x.at(c, y0 + place / shape.window, x0 + place % shape.window) + lane] += dy[shape.y.at(c, oy, ox) + lane];
    }
  });
}

void mean_pool(const PoolShape& shape, const float* x, float* y) {
  windows(shape, [&](int c, int oy, int ox, int y0, int x0, int rows, int columns) {
    for (int lane = 0; lane < kLanes; ++lane) {
      float sum = 0;
      for (int dy = 0; dy < rows; ++dy)
        for (int dx = 0; dx < columns; ++dx) sum += x[shape.x.at(c, y0 + dy, x0 + dx) + lane];
      y[shape.y.at(c, oy, ox) + lane] = sum / static_cast<float>(rows * columns);
    }
  });
}

void mean_pool_back(const PoolShape& shape, const float* dy, float* dx) {
  clear(shape.x, dx);
  windows(shape, [&](int c, int oy, int ox, int y0, int x0, int rows, int columns) {
    const float share = 1.0f / static_cast<float>(rows * columns);
    for (int i = 0; i < rows; ++i)
      for (int j = 0; j < columns; ++j)
        for (int lane = 0; lane < kLanes; ++lane)
          dx[shape.x.at(c, y0 + i, x0 + j) + lane] += dy[shape.y.at(c, oy, ox) + lane] * share;
  });
}

void relu(const Planes& x_planes, const float* x, const Planes& y_planes, float* y) {
  const Shape& shape = x_planes.shape;
  for (int c = 0; c < shape.c; ++c)
    for (int h = 0; h < shape.h; ++h)
      for (int i = 0, from = x_planes.at(c, h, 0), to = y_planes.at(c, h, 0); i < shape.w * kLanes; ++i)
        y[to + i] = x[from + i] > 0 ? x[from + i] : 0;
}

void relu_back(const Planes& y_planes, const float* y, const Planes& dy_planes, const float* dy, const Planes& dx_planes,
               float* dx) {
  const Shape& shape = y_planes.shape;
  for (int c = 0; c < shape.c; ++c)
    for (int h = 0; h < shape.h; ++h)
      for (int i = 0, value = y_planes.at(c, h, 0), from = dy_planes.at(c, h, 0), to = dx_planes.at(c, h, 0); i < shape.w * kLanes;
           ++i)
        dx[to + i] = y[value + i] > 0 ? dy[from + i] : 0;
}

bool update(int n, const float* w, const float* v, const float* g, float count, float rate, float momentum, float* w_next,
            float* v_next) {
  bool finite = true;
  for (int i = 0; i < n; ++i) {
    v_next[i] = momentum * v[i] + g[i] / count;
    w_next[i] = w[i] - rate * v_next[i];
    finite = finite && w_next[i] - w_next[i] == 0;
  }
  return finite;
}

}  // namespace

const Kernels& plain_kernels() {
  static constexpr Kernels table{"plain",   load,           dot,  conv_gradient, dense_gradient, max_pool, max_pool_back,
                                 mean_pool, mean_pool_back, relu, relu_back,     update};
  return table;
}

}  // namespace rizbin
