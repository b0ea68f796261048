// The fast kernels for one vector width. Included once in each of fast_128.cpp and fast_avx2.cpp, which define kWidth (floats in a
// vector register). Vectors hold samples (or, for dense gradients, inputs), never the addends of one sum, so the width cannot
// change a bit. Compiled with its own target flags: everything here is in an unnamed namespace and nothing inline is included from
// elsewhere, or the linker might keep the AVX2 copy of a function for a processor without it.
//
// V8 has no on-stack replacement for WebAssembly: a loop inside a function that is called once stays in the slow tier. And where
// many loops share one function it keeps accumulators in memory (half the speed). So each hot loop is a function of its own, called
// once a row or a chunk, through a table: `noinline` says nothing to wasm-opt, which inlines a function with one caller.

namespace rizbin {
namespace {

using Vector [[gnu::vector_size(4 * kWidth)]] = float;
using Mask [[gnu::vector_size(4 * kWidth)]] = std::int32_t;
using Quad [[gnu::vector_size(16)]] = float;

// Registers: 4 × 2 accumulators are what WebAssembly's 16 can hold beside their operands; fewer maps take more vectors each.
template <int M>
constexpr int kAcross = M > 2 || kWidth == 8 ? 2 : 4;

template <class V = Vector>
[[gnu::always_inline]] inline V load(const float* from) {
  V v;
  __builtin_memcpy(&v, from, sizeof(v));
  return v;
}
template <class V>
[[gnu::always_inline]] inline void store(float* to, V v) {
  __builtin_memcpy(to, &v, sizeof(v));
}

// --- sums over taps ----------------------------------------------------------------------------------------------------------

// acc[m][j] += x[lanes of j] · w[m]
template <int M, int J>
[[gnu::always_inline]] inline void dot_tap(const float* x, const float* w, Vector (&acc)[M][J]) {
  Vector in[J];
#pragma unroll
  for (int j = 0; j < J; ++j) in[j] = load(x + j * kWidth);
#pragma unroll
  for (int m = 0; m < M; ++m)
#pragma unroll
    for (int j = 0; j < J; ++j) acc[m][j] = acc[m][j] + in[j] * w[m];
}

// The taps of one row: `groups` runs of `taps`, and how many taps lie between two runs. One run, but at the upper and lower edge.
struct Run {
  const std::int32_t* tap;
  const float* w;
  int groups;
  int taps;
  int skip;
};

// acc[m][j] = Σ_t x[tap[t] + lanes of j] · w[t][m]: M maps × J vectors of samples, one chain each.
template <int M, int J>
[[gnu::always_inline]] inline void dot_tile(const float* x, const Run& run, Vector (&acc)[M][J]) {
#pragma unroll
  for (int m = 0; m < M; ++m)
#pragma unroll
    for (int j = 0; j < J; ++j) acc[m][j] = Vector{};
  const std::int32_t* tap = run.tap;
  const float* w = run.w;
  const int taps = run.taps, skip = run.skip;
#pragma clang loop unroll(disable)
  for (int group = run.groups; group > 0; --group, tap += skip, w += skip * 4) {
    const std::int32_t* const end = tap + taps;
    // Two taps a turn where registers allow: with 128 bits the second one's operands would be spilled (and V8 unrolls by itself).
    if constexpr (kWidth == 8) {
      for (const std::int32_t* const pairs = tap + (taps & ~1); tap != pairs; tap += 2, w += 8) {
        dot_tap(x + tap[0], w, acc);
        dot_tap(x + tap[1], w + 4, acc);
      }
    }
    for (; tap != end; ++tap, w += 4) dot_tap(x + *tap, w, acc);
  }
}

// One row of M maps.
template <int M>
[[gnu::noinline]] void dot_row(const DotShape& shape, const Run& whole_run, const float* x, const float* bias, float divisor,
                               bool relu, const std::int32_t* output, float* y) {
  constexpr int J = kAcross<M>;
  const Run run = whole_run;
  for (int i = 0; i < shape.columns; ++i, x += shape.x_column, y += shape.y_column)
    for (int lane = 0; lane < kLanes; lane += J * kWidth) {
      Vector acc[M][J];
      dot_tile<M, J>(x + lane, run, acc);
      if (divisor != 0) {
#pragma unroll
        for (int m = 0; m < M; ++m)
#pragma unroll
          for (int j = 0; j < J; ++j) acc[m][j] = acc[m][j] / divisor;
      }
      if (bias) {
#pragma unroll
        for (int m = 0; m < M; ++m)
#pragma unroll
          for (int j = 0; j < J; ++j) acc[m][j] = acc[m][j] + bias[m];
      }
      if (relu) {
#pragma unroll
        for (int m = 0; m < M; ++m)
#pragma unroll
          for (int j = 0; j < J; ++j) acc[m][j] = acc[m][j] > Vector{} ? acc[m][j] : Vector{};
      }
#pragma unroll
      for (int m = 0; m < M; ++m)
#pragma unroll
        for (int j = 0; j < J; ++j) store(y + output[m] + lane + j * kWidth, acc[m][j]);
    }
}

constexpr decltype(&dot_row<1>) kDotRow[] = {nullptr, dot_row<1>, dot_row<2>, dot_row<3>, dot_row<4>};

void dot(const DotShape& shape, const float* x, const float* w, const float* bias, float divisor, bool relu, float* y) {
  for (int r = 0; r < shape.rows; ++r, x += shape.x_row, y += shape.y_row) {
    Run run{shape.tap, w, 1, shape.taps, 0};
    if (shape.inside && shape.inside[2 * r + 1] * shape.tap_row < shape.group) {
      const int first = shape.inside[2 * r] * shape.tap_row;
      const int taps = shape.inside[2 * r + 1] * shape.tap_row;
      run = {shape.tap + first, w + first * 4, shape.taps / shape.group, taps, shape.group - taps};
    }
    for (int m = 0; m < shape.outputs; m += 4, run.w += shape.taps * 4) {
      const int maps = shape.outputs - m < 4 ? shape.outputs - m : 4;
      kDotRow[maps](shape, run, x, bias ? bias + m : nullptr, divisor, relu, shape.output + m, y);
    }
  }
}

// --- a convolution's weight gradient -----------------------------------------------------------------------------------------

struct Chunk {  // some rows of dy (M maps) and the x they meet
  const float* x;
  const float* dy;
  const std::int32_t* map;
  int rows;
  int columns;
  int x_row, x_column, dy_row;
};

// One pixel: acc[m][t] += dy[m] · x[tap t]; with B the column T takes Σ dy[m], the bias.
template <int M, int T, bool B>
[[gnu::always_inline]] inline void gradient_pixel(const float* dy, const std::int32_t (&map)[M], const float* x,
                                                  const std::int32_t (&tap)[T > 0 ? T : 1], Vector (&acc)[M][T + (B ? 1 : 0)]) {
  Vector in[T > 0 ? T : 1];
#pragma unroll
  for (int t = 0; t < T; ++t) in[t] = load(x + tap[t]);
#pragma unroll
  for (int m = 0; m < M; ++m) {
    const Vector d = load(dy + map[m]);
#pragma unroll
    for (int t = 0; t < T; ++t) acc[m][t] = acc[m][t] + d * in[t];
    if constexpr (B) acc[m][T] = acc[m][T] + d;
  }
}

// chains[t][m][lane] += Σ dy[m] · x[tap[t]] over the chunk, for T taps (and, with B, the bias: Σ dy[m] in chains[T][m]).
template <int M, int T, bool B, bool stride1>
[[gnu::noinline]] void gradient_tile(const Chunk& chunk, const std::int32_t* taps, float* chains) {
  constexpr int N = T + (B ? 1 : 0);
  const int x_column = stride1 ? kLanes : chunk.x_column;
  const int columns = chunk.columns, rows = chunk.rows, dy_step = chunk.dy_row, x_step = chunk.x_row;
  std::int32_t map[M];
  std::int32_t tap[T > 0 ? T : 1];
#pragma unroll
  for (int m = 0; m < M; ++m) map[m] = chunk.map[m];
#pragma unroll
  for (int t = 0; t < T; ++t) tap[t] = taps[t];
#pragma clang loop unroll(disable)
  for (int lane = 0; lane < kLanes; lane += kWidth) {
    Vector acc[M][N];
#pragma unroll
    for (int m = 0; m < M; ++m)
#pragma unroll
      for (int t = 0; t < N; ++t) acc[m][t] = load(chains + (t * 4 + m) * kLanes + lane);
    const float* dy_row = chunk.dy + lane;
    const float* x_row = chunk.x + lane;
    for (int r = 0; r < rows; ++r, dy_row += dy_step, x_row += x_step) {
      const float* dy = dy_row;
      const float* x = x_row;
      for (const float* const end = dy + columns * kLanes; dy != end; dy += kLanes, x += x_column)
        gradient_pixel<M, T, B>(dy, map, x, tap, acc);
    }
#pragma unroll
    for (int m = 0; m < M; ++m)
#pragma unroll
      for (int t = 0; t < N; ++t) store(chains + (t * 4 + m) * kLanes + lane, acc[m][t]);
  }
}

using GradientTile = decltype(&gradient_tile<1, 1, false, true>);

// The tiles for M maps: `taps` at once, then two, then what is left with the bias. (An odd tap and the bias ride together: alone,
// either would wait for its own additions.)
struct GradientTiles {
  int taps;
  GradientTile many, two, one_and_bias, bias;
};
template <int M, int T, bool stride1>
constexpr GradientTiles kTilesOf{T, gradient_tile<M, T, false, stride1>, gradient_tile<M, 2, false, stride1>,
                                 gradient_tile<M, 1, true, stride1>, gradient_tile<M, 0, true, stride1>};
constexpr GradientTiles kGradientTiles[2][5] = {
    {{}, kTilesOf<1, 4, false>, kTilesOf<2, 4, false>, kTilesOf<3, 2, false>, kTilesOf<4, 2, false>},
    {{}, kTilesOf<1, 4, true>, kTilesOf<2, 4, true>, kTilesOf<3, 2, true>, kTilesOf<4, 2, true>}};

// Leaves out the rows of a chunk where the taps from `tap` to `last` see nothing but halo: products with 0.
Chunk clipped(const DotShape& shape, const Chunk& chunk, int row, int tap, int last) {
  int above = 0, rows = chunk.rows;
  if (shape.inside) {
    const int first_kernel_row = tap % shape.group / shape.tap_row, last_kernel_row = last % shape.group / shape.tap_row;
    const auto sees = [&](int r, int kernel_row) {
      return kernel_row >= shape.inside[2 * r] && kernel_row < shape.inside[2 * r] + shape.inside[2 * r + 1];
    };
    const auto halo = [&](int r) { return !sees(row + r, first_kernel_row) && !sees(row + r, last_kernel_row); };
    while (above < rows && halo(above)) ++above;
    while (rows > above && halo(rows - 1)) --rows;
  }
  Chunk inner = chunk;
  inner.x += above * chunk.x_row;
  inner.dy += above * chunk.dy_row;
  inner.rows = rows - above;
  return inner;
}

void gradient_chunk(const DotShape& shape, const GradientTiles& tiles, const Chunk& chunk, int row, float* chains) {
  const std::int32_t* const tap = shape.tap;
  int t = 0;
  for (; t + tiles.taps <= shape.taps; t += tiles.taps)
    tiles.many(tiles.taps > 2 ? chunk : clipped(shape, chunk, row, t, t + 1), tap + t, chains + t * 4 * kLanes);
  for (; t + 2 <= shape.taps; t += 2) tiles.two(clipped(shape, chunk, row, t, t + 1), tap + t, chains + t * 4 * kLanes);
  (t < shape.taps ? tiles.one_and_bias : tiles.bias)(chunk, tap + t, chains + t * 4 * kLanes);
}

[[gnu::always_inline]] inline void transpose(Quad (&q)[4]) {
  const Quad a = __builtin_shufflevector(q[0], q[1], 0, 4, 1, 5), b = __builtin_shufflevector(q[0], q[1], 2, 6, 3, 7);
  const Quad c = __builtin_shufflevector(q[2], q[3], 0, 4, 1, 5), d = __builtin_shufflevector(q[2], q[3], 2, 6, 3, 7);
  q[0] = __builtin_shufflevector(a, c, 0, 1, 4, 5);
  q[1] = __builtin_shufflevector(a, c, 2, 3, 6, 7);
  q[2] = __builtin_shufflevector(b, d, 0, 1, 4, 5);
  q[3] = __builtin_shufflevector(b, d, 2, 3, 6, 7);
}

// to[m·step] += the halving tree over chains[m][16], for M maps; the four trees grow side by side.
[[gnu::always_inline]] inline void add_trees(const float* chains, int maps, int step, float* to) {
  Quad q[4];
#pragma unroll
  for (int m = 0; m < 4; ++m) {
    const float* chain = chains + m * kLanes;
    q[m] = (load<Quad>(chain) + load<Quad>(chain + 8)) + (load<Quad>(chain + 4) + load<Quad>(chain + 12));
  }
  transpose(q);
  const Quad sum = (q[0] + q[2]) + (q[1] + q[3]);
  for (int m = 0; m < maps; ++m) to[m * step] += sum[m];
}

[[gnu::noinline]] void finish_chains(float* chains, int taps, int maps, float divisor, float* d_weight, float* d_bias) {
  if (divisor != 0)
    for (int i = 0; i < taps * 4 * kLanes; i += kWidth) store(chains + i, load(chains + i) / divisor);
  for (int t = 0; t < taps; ++t) add_trees(chains + t * 4 * kLanes, maps, taps, d_weight + t);
  if (d_bias) add_trees(chains + taps * 4 * kLanes, maps, 1, d_bias);
}

void conv_gradient(const DotShape& shape, const float* x, const float* dy, float divisor, float* chains, float* d_weight,
                   float* d_bias) {
  // About 48 pixels of four maps and of x stay in the first-level cache while every tap passes over them.
  const int chunk_rows = shape.columns >= 48 ? 1 : 48 / shape.columns;
  for (int m = 0; m < shape.outputs; m += 4) {
    const int maps = shape.outputs - m < 4 ? shape.outputs - m : 4;
    const GradientTiles& tiles = kGradientTiles[shape.x_column == kLanes ? 1 : 0][maps];
    __builtin_memset(chains, 0, sizeof(float) * 4 * kLanes * static_cast<std::size_t>(shape.taps + 1));
    for (int r = 0; r < shape.rows; r += chunk_rows) {
      const int rows = shape.rows - r < chunk_rows ? shape.rows - r : chunk_rows;
      const Chunk chunk{x + r * shape.x_row, dy + r * shape.y_row, shape.output + m, rows,
                        shape.columns,       shape.x_row,          shape.x_column,   shape.y_row};
      gradient_chunk(shape, tiles, chunk, r, chains);
    }
    finish_chains(chains, shape.taps, maps, divisor, d_weight + m * shape.taps, d_bias ? d_bias + m : nullptr);
  }
}

// --- a dense layer's weight gradient -----------------------------------------------------------------------------------------

// d_weight[m][i] += Σ_n dz[n][m] · x[n][i]: M outputs × J vectors of inputs, one chain over the 16 samples each.
template <int M, int J, class V>
[[gnu::always_inline]] inline void dense_tile(const float* x, int x_row, const float* dz, float* d_weight, int inputs) {
  V acc[M][J];
#pragma unroll
  for (int m = 0; m < M; ++m)
#pragma unroll
    for (int j = 0; j < J; ++j) acc[m][j] = V{};
  constexpr int width = static_cast<int>(sizeof(V) / sizeof(float));
  for (int n = 0; n < kLanes; ++n, x += x_row, dz += 4) {
    V in[J];
#pragma unroll
    for (int j = 0; j < J; ++j) in[j] = load<V>(x + j * width);
#pragma unroll
    for (int m = 0; m < M; ++m)
#pragma unroll
      for (int j = 0; j < J; ++j) acc[m][j] = acc[m][j] + in[j] * dz[m];
  }
#pragma unroll
  for (int m = 0; m < M; ++m)
#pragma unroll
    for (int j = 0; j < J; ++j) {
      float* to = d_weight + m * inputs + j * width;
      store(to, load<V>(to) + acc[m][j]);
    }
}

template <int M>
[[gnu::noinline]] void dense_rows(const float* x, int x_row, const float* dz, int inputs, float* d_weight) {
  constexpr int J = kAcross<M>;
  int i = 0;
  for (; i + J * kWidth <= inputs; i += J * kWidth) dense_tile<M, J, Vector>(x + i, x_row, dz, d_weight + i, inputs);
  for (; i + 4 <= inputs; i += 4) dense_tile<M, 1, Quad>(x + i, x_row, dz, d_weight + i, inputs);
  for (; i < inputs; ++i)
    for (int m = 0; m < M; ++m) {
      float sum = 0;
      for (int n = 0; n < kLanes; ++n) sum += x[n * x_row + i] * dz[n * 4 + m];
      d_weight[m * inputs + i] += sum;
    }
}

constexpr decltype(&dense_rows<1>) kDenseRows[] = {nullptr, dense_rows<1>, dense_rows<2>, dense_rows<3>, dense_rows<4>};

// to[lane][i] = from[at[i]][lane]
[[gnu::noinline]] void turn(const float* from, const std::int32_t* at, int count, float* to, int to_row) {
  for (int i = 0; i < count; i += 4)
    for (int lane = 0; lane < kLanes; lane += 4) {
      Quad q[4];
#pragma unroll
      for (int k = 0; k < 4; ++k) q[k] = load<Quad>(from + at[i + k < count ? i + k : i] + lane);
      transpose(q);
#pragma unroll
      for (int k = 0; k < 4; ++k) store(to + (lane + k) * to_row + i, q[k]);
    }
}

void dense_gradient(const DenseShape& shape, const float* x, const float* dz, float* turned, float* d_weight, float* d_bias) {
  const int x_row = (shape.inputs + 3) / 4 * 4;
  float* const dz_turned = turned + kLanes * x_row;  // four outputs at a time: [16][4]
  turn(x, shape.input, shape.inputs, turned, x_row);
  for (int o = 0; o < shape.outputs; o += 4) {
    const int outputs = shape.outputs - o < 4 ? shape.outputs - o : 4;
    turn(dz, shape.output + o, outputs, dz_turned, 4);
    kDenseRows[outputs](turned, x_row, dz_turned, shape.inputs, d_weight + o * shape.inputs);
    if (!d_bias) continue;
    Quad sum{};
    for (int n = 0; n < kLanes; ++n) sum = sum + load<Quad>(dz_turned + n * 4);
    for (int m = 0; m < outputs; ++m) d_bias[o + m] += sum[m];
  }
}
