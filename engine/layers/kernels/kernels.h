// The batch path's kernels, as a table of functions: one table of plain nested loops (plain.cpp, the reference) and one for each
// vector width (fast.inl). All tables give the same bits; tests/engine/kernels_test.cpp holds them to it.
//
// Geometry is data: a kernel walks tables of offsets, so kernel size, stride, padding, flattening and the turned-round
// convolution of the backward pass are tables, not code. Everything works on one block of 16 samples (planes.h).
#pragma once

#include <cstdint>

#include "engine/layers/kernels/planes.h"

namespace rizbin {

// Sums of products over a table of taps:
//   y[output[m] + r·y_row + i·y_column] = (Σ_t x[tap[t] + r·x_row + i·x_column] · w[m/4][t][m%4]) ÷ divisor + bias[m]
// for m < outputs, r < rows, i < columns, for each of 16 lanes. One chain from 0, t ascending; divisor 0: no division; bias
// null: none; relu: the result, or 0 where it is not above 0. Offsets count floats.
//   convolution   tap = (c, ky, kx) in x           output = map              dense   tap = cell of x (flatten is a table)
//   its dx        tap = (map, place) in dy         output = input channel    its dx  tap = output, output = cell of dx
struct DotShape {
  int taps = 0;
  const std::int32_t* tap = nullptr;
  int outputs = 0;
  const std::int32_t* output = nullptr;
  int rows = 1;
  int columns = 1;
  int x_row = 0;
  int x_column = 0;
  int y_row = 0;
  int y_column = kLanes;
  // Which taps of row r are not in the halo, so that a kernel may leave out products with its zeros (they change no bit of a
  // finite sum). The taps are `group` a channel, `tap_row` a kernel row; inside[2r], inside[2r + 1]: first kernel row, and their
  // number. Null: all.
  int group = 0;
  int tap_row = 0;
  const std::int32_t* inside = nullptr;
};

// Pooling: windows of window × window every `stride`, cut off at the edge.
struct PoolShape {
  Planes x;
  Planes y;
  int window = 2;
  int stride = 2;
};

// The 16 × n matrices of a dense layer's weight gradient: x turned to [sample][input].
struct DenseShape {
  int inputs = 0;
  const std::int32_t* input = nullptr;   // cell of x of each input
  int outputs = 0;
  const std::int32_t* output = nullptr;  // place of each output's 16 numbers in dz
};

struct Kernels {
  const char* name;

  // x[c][y][x][lane] = pictures[lane][c][y][x]; lanes ≥ count repeat sample 0 (finite wherever the real ones are; their gradient
  // is zero, so they add nothing).
  void (*load)(const Planes& planes, const float* pictures, int count, float* x);

  void (*dot)(const DotShape& shape, const float* x, const float* w, const float* bias, float divisor, bool relu, float* y);

  // Convolution: the sum of 16 samples' gradients, added to d_weight[m][t] and d_bias[m]. A sample's own is
  //   chain[lane] = Σ_r Σ_i dy[output[m] + r·y_row + i·y_column] · x[tap[t] + r·x_row + i·x_column]     from 0, reading order
  //   d_weight[m·taps + t] += tree(chain ÷ divisor)      tree: lanes 8 apart, then 4, 2, 1;  divisor 0: no division
  // d_bias may be null. chains: (taps + 1) · 4 · 16 floats of scratch.
  void (*conv_gradient)(const DotShape& shape, const float* x, const float* dy, float divisor, float* chains, float* d_weight,
                        float* d_bias);

  // Dense: d_weight[o][i] += Σ_lane dz[o][lane] · x[i][lane]; d_bias[o] += Σ_lane dz[o][lane]; from 0, lanes ascending.
  // turned: 16 · (inputs + outputs rounded up to 4) floats of scratch.
  void (*dense_gradient)(const DenseShape& shape, const float* x, const float* dz, float* turned, float* d_weight, float* d_bias);

  // The first largest cell in reading order wins. winner: its place in the window (dy·window + dx), [c][y][x][16]; with relu the
  // result is at least 0 and winner is −1 where nothing was above 0 (a closed gate passes no gradient).
  void (*max_pool)(const PoolShape& shape, const float* x, bool relu, float* y, std::int32_t* winner);
  void (*max_pool_back)(const PoolShape& shape, const float* dy, const std::int32_t* winner, float* dx);
  void (*mean_pool)(const PoolShape& shape, const float* x, float* y);
  void (*mean_pool_back)(const PoolShape& shape, const float* dy, float* dx);

  // y may be x, dx may be dy.  dx = y > 0 ? dy : 0 (y is above 0 exactly where x was).
  void (*relu)(const Planes& x_planes, const float* x, const Planes& y_planes, float* y);
  void (*relu_back)(const Planes& y_planes, const float* y, const Planes& dy_planes, const float* dy, const Planes& dx_planes,
                    float* dx);

  // v' = momentum·v + g ÷ count;  w' = w − rate·v'.  False when some w' is not finite.
  bool (*update)(int n, const float* w, const float* v, const float* g, float count, float rate, float momentum, float* w_next,
                 float* v_next);
};

const Kernels& plain_kernels();
const Kernels& kernels_128();            // WebAssembly SIMD, SSE2, NEON
const Kernels& kernels_avx2();           // only in builds for x86-64, only for a processor that has it
const Kernels* widest_kernels();         // kernels_avx2() where this processor runs them, else null
const Kernels& best_kernels();

}  // namespace rizbin
