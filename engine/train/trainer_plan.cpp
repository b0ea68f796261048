#include "engine/train/trainer_plan.h"

#include <algorithm>

#include "engine/core/check.h"

namespace rizbin {
namespace {

bool in_place(LayerKind kind) { return kind == LayerKind::relu || kind == LayerKind::tanh || kind == LayerKind::sigmoid; }
std::size_t at(int i) { return static_cast<std::size_t>(i); }
int quads(int n) { return (n + 3) / 4 * 4; }

struct Padding {
  int y = 0;   // rows before the first
  int x = 0;
};
Padding padding(const LayerSpec& spec) { return spec.same ? Padding{(spec.kernel_h - 1) / 2, (spec.kernel_w - 1) / 2} : Padding{}; }

// Rows beyond both edges of `in` that `out` windows of `kernel` every `stride` touch.
void reach(int in, int out, int kernel, int stride, int before, int& first, int& last) {
  first = std::max(first, before);
  last = std::max(last, (out - 1) * stride + kernel - before - in);
}

// The output places that read cell `cell`: (place, tap) with place · stride + tap − before = cell, places ascending.
struct Use {
  int place;   // relative to cell ÷ stride
  int tap;
};
std::vector<Use> uses(int phase, int kernel, int stride, int before) {
  std::vector<Use> list;
  for (int tap = kernel - 1; tap >= 0; --tap) {
    const int distance = phase + before - tap;
    if (distance % stride == 0) list.push_back({distance / stride, tap});
  }
  return list;
}

}  // namespace

Trainer::Plan::Plan(const Network& network, int max_batch_wanted)
    : input(network.input()), max_batch(max_batch_wanted), classes(network.classes()), kernels(&best_kernels()) {
  for (int layer = 0; layer < network.layer_count(); ++layer) specs.push_back(network.spec(layer));
  lay_out(network);
  arena.place();
  lay_out(network);
  velocity.assign(at(parameter_count), 0.0f);
}

bool Trainer::Plan::fits(const Network& network) const {
  if (network.layer_count() != static_cast<int>(specs.size()) || network.input() != input) return false;
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const LayerSpec& now = network.spec(layer);
    const LayerSpec& then = specs[at(layer)];
    if (now.mean != then.mean || now.bias != then.bias || now.kind != then.kind || now.units != then.units) return false;
  }
  return true;
}

void Trainer::Plan::lay_out(const Network& network) {
  stages.assign(specs.size(), {});
  tensors.clear();
  plan_tensors(network);
  plan_fusion();
  for (Tensor& tensor : tensors) {
    tensor.value = arena.take<float>(tensor.value_planes.size());
    tensor.gradient = arena.take<float>(tensor.gradient_planes.size());
  }
  parameter_count = 0;
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    Stage& stage = stages[at(layer)];
    const Tensor& x = tensors[at(stage.x)];
    const Tensor& y = tensors[at(stage.y)];
    stage.parameters = parameter_count;
    if (has_parameters(stage.kind)) {
      stage.weights = static_cast<int>(network.weight(layer).size());
      stage.biases = static_cast<int>(network.bias(layer).size());
      parameter_count += stage.weights + stage.biases;
    }
    if (stage.kind == LayerKind::conv) plan_conv(network, layer);
    if (stage.kind == LayerKind::dense) plan_dense(network, layer);
    if (stage.kind == LayerKind::max_pool || stage.kind == LayerKind::mean_pool) {
      const LayerSpec& spec = specs[at(layer)];
      stage.pool = {x.value_planes, y.value_planes, spec.window, spec.stride};
      stage.pool_gradient = {x.gradient_planes, y.gradient_planes, spec.window, spec.stride};
      if (stage.kind == LayerKind::max_pool) stage.winner = arena.take<std::int32_t>(at(y.value_planes.shape.size()) * kLanes);
    }
  }
  w = arena.take<float>(at(parameter_count));
  w_next = arena.take<float>(at(parameter_count));
  g = arena.take<float>(at(parameter_count));
  v_next = arena.take<float>(at(parameter_count));
  probabilities = arena.take<float>(at(classes) * kLanes);
  losses = arena.take<float>(kLanes);
}

// Which layers share a tensor, and the halos each tensor needs.
void Trainer::Plan::plan_tensors(const Network& network) {
  tensors.push_back({{input, {}}, {input, {}}, nullptr, nullptr});
  bool kept = true;   // the last tensor is the picture, or an activation's backward pass needs it: nothing may overwrite it
  bool trained_before = false;
  first_trained = -1;
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    Stage& stage = stages[at(layer)];
    const LayerSpec& spec = specs[at(layer)];
    const Shape out = network.out(layer);
    stage.kind = spec.kind;
    stage.needs_dx = trained_before;
    stage.x = static_cast<int>(tensors.size()) - 1;
    Tensor& x = tensors.back();

    bool shares = in_place(spec.kind) && !kept;
    if (spec.kind == LayerKind::flatten) {
      // A dense layer reads any tensor through its table; only a convolution or pooling needs the flattened shape itself.
      int reader = layer + 1;
      while (reader < network.layer_count() && (in_place(specs[at(reader)].kind) || specs[at(reader)].kind == LayerKind::flatten))
        ++reader;
      shares = reader < network.layer_count() && specs[at(reader)].kind == LayerKind::dense;
      if (shares) stage.forward_fused = stage.backward_fused = true;
    }
    if (spec.kind == LayerKind::conv) {
      const Padding before = padding(spec);
      Halo& halo = x.value_planes.halo;
      reach(x.value_planes.shape.h, out.h, spec.kernel_h, spec.stride, before.y, halo.top, halo.bottom);
      reach(x.value_planes.shape.w, out.w, spec.kernel_w, spec.stride, before.x, halo.left, halo.right);
    }
    if (!shares) {
      // Elementwise layers keep the tensor's own shape even when it was flattened by name only.
      const Shape shape = in_place(spec.kind) ? x.value_planes.shape : out;
      tensors.push_back({{shape, {}}, {shape, {}}, nullptr, nullptr});
      kept = false;
    }
    stage.y = static_cast<int>(tensors.size()) - 1;
    if (in_place(spec.kind)) kept = true;

    if (spec.kind == LayerKind::conv && stage.needs_dx) {
      const Padding before = padding(spec);
      const Shape in = tensors[at(stage.x)].value_planes.shape;
      Halo& halo = tensors.back().gradient_planes.halo;
      for (int y = 0; y < in.h; ++y)
        for (const Use& use : uses(y % spec.stride, spec.kernel_h, spec.stride, before.y)) {
          halo.top = std::max(halo.top, -(y / spec.stride + use.place));
          halo.bottom = std::max(halo.bottom, y / spec.stride + use.place - (out.h - 1));
        }
      for (int i = 0; i < in.w; ++i)
        for (const Use& use : uses(i % spec.stride, spec.kernel_w, spec.stride, before.x)) {
          halo.left = std::max(halo.left, -(i / spec.stride + use.place));
          halo.right = std::max(halo.right, i / spec.stride + use.place - (out.w - 1));
        }
    }
    if (has_parameters(spec.kind)) {
      if (!trained_before) first_trained = layer;
      trained_before = true;
      last_dense = layer;
    }
  }
}

// ReLU costs nothing beside a layer that writes each number anyway.
void Trainer::Plan::plan_fusion() {
  const auto kind = [&](std::size_t layer) { return layer < stages.size() ? stages[layer].kind : LayerKind::softmax; };
  for (std::size_t layer = 1; layer < stages.size(); ++layer) {
    Stage& stage = stages[layer];
    Stage& before = stages[layer - 1];
    if (stage.kind != LayerKind::relu) continue;
    if (kind(layer + 1) == LayerKind::max_pool) {
      // The largest of ReLUs is the ReLU of the largest; the winner's place says whether its gate is open.
      stages[layer + 1].relu = true;
      stage.forward_fused = stage.backward_fused = true;
      if (stage.x != stage.y) {   // pool straight from what came before
        stage.y = stages[layer + 1].x = stage.x;
      }
    } else if (before.kind == LayerKind::max_pool && before.y == stage.y) {
      before.relu = true;
      stage.forward_fused = stage.backward_fused = true;
    } else if (has_parameters(before.kind) && before.y == stage.y) {
      before.relu = true;
      stage.forward_fused = true;
    }
  }
}

void Trainer::Plan::plan_conv(const Network& network, int layer) {
  Stage& stage = stages[at(layer)];
  const LayerSpec& spec = specs[at(layer)];
  const Tensor& x = tensors[at(stage.x)];
  const Tensor& y = tensors[at(stage.y)];
  const Shape in = x.value_planes.shape;
  const Shape out = network.out(layer);
  const Padding before = padding(spec);
  const int taps = in.c * spec.kernel_h * spec.kernel_w;
  stage.divisor = spec.mean ? static_cast<float>(taps) : 0.0f;
  stage.packed = arena.take<float>(at(quads(out.c)) * at(taps));
  stage.scratch = arena.take<float>((at(taps) + 1) * 4 * kLanes);

  auto* tap = arena.take<std::int32_t>(at(taps));
  auto* map = arena.take<std::int32_t>(at(out.c));
  auto* d_map = arena.take<std::int32_t>(at(out.c));
  auto* inside = arena.take<std::int32_t>(at(out.h) * 2);
  if (tap) {
    int t = 0;
    for (int c = 0; c < in.c; ++c)
      for (int ky = 0; ky < spec.kernel_h; ++ky)
        for (int kx = 0; kx < spec.kernel_w; ++kx) tap[t++] = x.value_planes.at(c, ky - before.y, kx - before.x);
    for (int m = 0; m < out.c; ++m) {
      map[m] = y.value_planes.at(m, 0, 0);
      d_map[m] = y.gradient_planes.at(m, 0, 0);
    }
    for (int row = 0; row < out.h; ++row) {
      const int top = row * spec.stride - before.y;
      inside[2 * row] = std::max(0, -top);
      inside[2 * row + 1] = std::max(0, std::min(spec.kernel_h, in.h - top) - inside[2 * row]);
    }
  }
  const int x_row = spec.stride * x.value_planes.row(), x_column = spec.stride * kLanes;
  stage.forward = {taps,
                   tap,
                   out.c,
                   map,
                   out.h,
                   out.w,
                   x_row,
                   x_column,
                   y.value_planes.row(),
                   kLanes,
                   spec.kernel_h * spec.kernel_w,
                   spec.kernel_w,
                   spec.same ? inside : nullptr};
  stage.gradient = {taps,
                    tap,
                    out.c,
                    d_map,
                    out.h,
                    out.w,
                    x_row,
                    x_column,
                    y.gradient_planes.row(),
                    kLanes,
                    spec.kernel_h * spec.kernel_w,
                    spec.kernel_w,
                    spec.same ? inside : nullptr};
  if (stage.needs_dx) plan_conv_back(network, layer);
}

void Trainer::Plan::plan_conv_back(const Network& network, int layer) {
  Stage& stage = stages[at(layer)];
  const LayerSpec& spec = specs[at(layer)];
  const Planes& dx = tensors[at(stage.x)].gradient_planes;
  const Planes& dy = tensors[at(stage.y)].gradient_planes;
  const Shape in = dx.shape;
  const Shape out = network.out(layer);
  const Padding before = padding(spec);
  for (int phase_y = 0; phase_y < std::min(spec.stride, in.h); ++phase_y)
    for (int phase_x = 0; phase_x < std::min(spec.stride, in.w); ++phase_x) {
      const std::vector<Use> rows = uses(phase_y, spec.kernel_h, spec.stride, before.y);
      const std::vector<Use> columns = uses(phase_x, spec.kernel_w, spec.stride, before.x);
      const int count = out.c * static_cast<int>(rows.size() * columns.size());
      BackPhase phase;
      auto* back_tap = arena.take<std::int32_t>(at(count));
      auto* back_map = arena.take<std::int32_t>(at(in.c));
      const int dx_rows = (in.h - phase_y + spec.stride - 1) / spec.stride;
      auto* inside = arena.take<std::int32_t>(at(dx_rows) * 2);
      auto* source = arena.take<std::int32_t>(at(quads(in.c)) * at(count));
      phase.packed_size = quads(in.c) * count;
      phase.packed = arena.take<float>(at(phase.packed_size));
      if (back_tap) {
        int t = 0;
        for (int m = 0; m < out.c; ++m)
          for (const Use& row : rows)
            for (const Use& column : columns) {
              back_tap[t] = dy.at(m, row.place, column.place);
              for (int c = 0; c < quads(in.c); ++c)
                source[((c / 4) * count + t) * 4 + c % 4] =
                    c < in.c ? ((m * in.c + c) * spec.kernel_h + row.tap) * spec.kernel_w + column.tap : -1;
              ++t;
            }
        for (int c = 0; c < in.c; ++c) back_map[c] = dx.at(c, phase_y, phase_x);
        for (int row = 0; row < dx_rows; ++row) {   // places ascend: those inside dy are neighbours
          const auto is_inside = [&](const Use& use) { return row + use.place >= 0 && row + use.place < out.h; };
          inside[2 * row] = static_cast<std::int32_t>(std::ranges::find_if(rows, is_inside) - rows.begin());
          inside[2 * row + 1] = static_cast<std::int32_t>(std::ranges::count_if(rows, is_inside));
        }
      }
      phase.source = source;
      phase.dot = {count,
                   back_tap,
                   in.c,
                   back_map,
                   dx_rows,
                   (in.w - phase_x + spec.stride - 1) / spec.stride,
                   dy.row(),
                   kLanes,
                   spec.stride * dx.row(),
                   spec.stride * kLanes,
                   static_cast<int>(rows.size() * columns.size()),
                   static_cast<int>(columns.size()),
                   inside};
      stage.back.push_back(phase);
    }
}

void Trainer::Plan::plan_dense(const Network& network, int layer) {
  Stage& stage = stages[at(layer)];
  const Tensor& x = tensors[at(stage.x)];
  const Tensor& y = tensors[at(stage.y)];
  const Shape in = x.value_planes.shape;
  const int inputs = in.size();
  const int outputs = network.out(layer).size();
  stage.packed = arena.take<float>(at(quads(outputs)) * at(inputs));
  stage.scratch = arena.take<float>(at(kLanes) * at(quads(inputs) + quads(outputs)));

  auto* cell = arena.take<std::int32_t>(at(inputs));
  auto* d_cell = arena.take<std::int32_t>(at(inputs));
  auto* output = arena.take<std::int32_t>(at(outputs));
  auto* d_output = arena.take<std::int32_t>(at(outputs));
  if (cell) {
    for (int i = 0; i < inputs; ++i) {
      const Place place = place_of(in, i);
      cell[i] = x.value_planes.at(place.c, place.y, place.x);
      d_cell[i] = x.gradient_planes.at(place.c, place.y, place.x);
    }
    for (int o = 0; o < outputs; ++o) {
      output[o] = y.value_planes.at(o, 0, 0);
      d_output[o] = y.gradient_planes.at(o, 0, 0);
    }
  }
  stage.forward = {inputs, cell, outputs, output, 1, 1, 0, 0, 0, 0};
  stage.dense = {inputs, cell, outputs, d_output};
  if (!stage.needs_dx) return;
  BackPhase phase;
  phase.packed_size = quads(inputs) * outputs;
  phase.packed = arena.take<float>(at(phase.packed_size));
  phase.dot = {outputs, d_output, inputs, d_cell, 1, 1, 0, 0, 0, 0};
  stage.back.push_back(phase);
}

}  // namespace rizbin
