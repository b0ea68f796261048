// What a batch needs beside its kernels, as plain loops over the 16 lanes that the compiler vectorises: exp, tanh and ÷ have the
// same bits in every lane (engine/core/math.h), so nothing here is written twice.
#pragma once

#include "engine/layers/kernels/planes.h"
#include "engine/layers/snapshot.h"
#include "engine/layers/spec.h"

namespace rizbin {

// tanh or sigmoid: y = f(x); dx = dy · slope, slope from y: 1 − y·y or y·(1 − y). y may be x, dx may be dy.
void curve(LayerKind kind, const Planes& x_planes, const float* x, const Planes& y_planes, float* y);
void curve_back(LayerKind kind, const Planes& y_planes, const float* y, const Planes& dy_planes, const float* dy,
                const Planes& dx_planes, float* dx);

// The same numbers in planes of another shape (flatten before a convolution).
void reshape(const Planes& from_planes, const float* from, const Planes& to_planes, float* to);

// Softmax over classes for each lane, z and p as [class][16]; the lanes' largest vote and Σ e^(z − largest) stay for the loss.
struct LaneSums {
  float largest[kLanes];
  float sum[kLanes];
};
void softmax_lanes(int classes, const float* z, float* p, LaneSums& sums);

// engine/train/loss.h for 16 samples: the loss of each lane below `count` (0 beyond) and dz, exactly 0 in the idle lanes.
void loss_lanes(LossKind kind, int classes, const float* z, const float* p, const LaneSums& sums, const int* labels, int count,
                float* loss, float* dz);

}  // namespace rizbin
