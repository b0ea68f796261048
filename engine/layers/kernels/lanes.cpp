#include "engine/layers/kernels/lanes.h"

#include "engine/core/math.h"

namespace rizbin {
namespace {

// One function call a row: see fast.inl on V8.
template <class F>
[[gnu::noinline]] void each(const float* x, int count, float* y, const F& f) {
  for (int i = 0; i < count; ++i) y[i] = f(x[i]);
}

template <class F>
[[gnu::noinline]] void each(const float* y, const float* dy, int count, float* dx, const F& f) {
  for (int i = 0; i < count; ++i) dx[i] = dy[i] * f(y[i]);
}

}  // namespace

void curve(LayerKind kind, const Planes& x_planes, const float* x, const Planes& y_planes, float* y) {
  const Shape& shape = x_planes.shape;
  for (int c = 0; c < shape.c; ++c)
    for (int h = 0; h < shape.h; ++h) {
      const float* from = x + x_planes.at(c, h, 0);
      float* to = y + y_planes.at(c, h, 0);
      if (kind == LayerKind::tanh) each(from, shape.w * kLanes, to, [](float value) { return math::tanh(value); });
      else each(from, shape.w * kLanes, to, [](float value) { return math::sigmoid(value); });
    }
}

void curve_back(LayerKind kind, const Planes& y_planes, const float* y, const Planes& dy_planes, const float* dy,
                const Planes& dx_planes, float* dx) {
  const Shape& shape = y_planes.shape;
  for (int c = 0; c < shape.c; ++c)
    for (int h = 0; h < shape.h; ++h) {
      const float* value = y + y_planes.at(c, h, 0);
      const float* from = dy + dy_planes.at(c, h, 0);
      float* to = dx + dx_planes.at(c, h, 0);
      if (kind == LayerKind::tanh) each(value, from, shape.w * kLanes, to, [](float v) { return 1.0f - v * v; });
      else each(value, from, shape.w * kLanes, to, [](float v) { return v * (1.0f - v); });
    }
}

void reshape(const Planes& from_planes, const float* from, const Planes& to_planes, float* to) {
  for (int i = 0; i < from_planes.shape.size(); ++i) {
    const Place a = place_of(from_planes.shape, i);
    const Place b = place_of(to_planes.shape, i);
    for (int lane = 0; lane < kLanes; ++lane) to[to_planes.at(b.c, b.y, b.x) + lane] = from[from_planes.at(a.c, a.y, a.x) + lane];
  }
}

void softmax_lanes(int classes, const float* z, float* p, LaneSums& sums) {
  for (int lane = 0; lane < kLanes; ++lane) {
    sums.largest[lane] = z[lane];
    sums.sum[lane] = 0;
  }
  for (int k = 1; k < classes; ++k)
    for (int lane = 0; lane < kLanes; ++lane) {
      const float vote = z[k * kLanes + lane];
      sums.largest[lane] = sums.largest[lane] < vote ? vote : sums.largest[lane];
    }
  for (int k = 0; k < classes; ++k)
    for (int lane = 0; lane < kLanes; ++lane) {
      const float e = math::exp(z[k * kLanes + lane] - sums.largest[lane]);
      p[k * kLanes + lane] = e;
      sums.sum[lane] += e;
    }
  for (int k = 0; k < classes; ++k)
    for (int lane = 0; lane < kLanes; ++lane) p[k * kLanes + lane] = p[k * kLanes + lane] / sums.sum[lane];
}

void loss_lanes(LossKind kind, int classes, const float* z, const float* p, const LaneSums& sums, const int* labels, int count,
                float* loss, float* dz) {
  int label[kLanes];
  float real[kLanes];          // 1 for a sample, 0 for an idle lane
  float right[kLanes];         // the label's vote
  for (int lane = 0; lane < kLanes; ++lane) {
    label[lane] = lane < count ? labels[lane] : -1;
    real[lane] = lane < count ? 1.0f : 0.0f;
    right[lane] = lane < count ? z[label[lane] * kLanes + lane] : 0.0f;
  }
  if (kind == LossKind::cross_entropy) {
    for (int lane = 0; lane < kLanes; ++lane) loss[lane] = math::log(sums.sum[lane]) - (right[lane] - sums.largest[lane]);
    for (int k = 0; k < classes; ++k)
      for (int lane = 0; lane < kLanes; ++lane) {
        const float d = p[k * kLanes + lane] - (k == label[lane] ? 1.0f : 0.0f);
        dz[k * kLanes + lane] = real[lane] != 0 ? d : 0.0f;
      }
  } else {
    for (int lane = 0; lane < kLanes; ++lane) loss[lane] = 0;
    for (int k = 0; k < classes; ++k)
      for (int lane = 0; lane < kLanes; ++lane) {
        const float error = p[k * kLanes + lane] - (k == label[lane] ? 1.0f : 0.0f);
        loss[lane] += error * error;
      }
    for (int i = 0; i < classes; ++i) {
      float sum[kLanes] = {};
      for (int k = 0; k < classes; ++k)
        for (int lane = 0; lane < kLanes; ++lane) {
          const float p_k = p[k * kLanes + lane];
          const float error = p_k - (k == label[lane] ? 1.0f : 0.0f);
          sum[lane] += (2.0f * error) * (p_k * ((k == i ? 1.0f : 0.0f) - p[i * kLanes + lane]));
        }
      for (int lane = 0; lane < kLanes; ++lane) dz[i * kLanes + lane] = real[lane] != 0 ? sum[lane] : 0.0f;
    }
  }
  for (int lane = count; lane < kLanes; ++lane) loss[lane] = 0;
}

}  // namespace rizbin
