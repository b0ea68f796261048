// A snapshot from shapes alone, with made-up numbers: what layout, camera and paint tests need, without engine or session.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "engine/layers/snapshot.h"
#include "web/canvas/view_state.h"

namespace rizbin::fake {

inline float pattern(int i, float phase) { return std::sin(static_cast<float>(i) * 1.7f + phase); }

inline Shape out_shape(const LayerSpec& spec, Shape in) {
  switch (spec.kind) {
    case LayerKind::conv:
      if (spec.same) return {spec.units, in.h, in.w};
      return {spec.units, (in.h - spec.kernel_h) / spec.stride + 1, (in.w - spec.kernel_w) / spec.stride + 1};
    case LayerKind::max_pool:
    case LayerKind::mean_pool:
      return {in.c, (in.h - spec.window + spec.stride - 1) / spec.stride + 1,
              (in.w - spec.window + spec.stride - 1) / spec.stride + 1};
    case LayerKind::flatten: return {in.size(), 1, 1};
    case LayerKind::dense: return {spec.units, 1, 1};
    default: return in;
  }
}

inline Snapshot snapshot(Shape picture, const std::vector<LayerSpec>& specs, std::vector<std::string> classes) {
  Snapshot s;
  s.version = 1;
  s.preset = "fake";
  s.picture_shape = picture;
  for (int i = 0; i < picture.size(); ++i) s.picture.push_back(i % 3 == 0 ? 1.0f : -1.0f);
  s.d_picture.assign(s.picture.size(), .01f);
  s.classes = std::move(classes);
  Shape in = picture;
  for (const LayerSpec& spec : specs) {
    LayerState layer;
    layer.spec = spec;
    layer.in = in;
    layer.out = out_shape(spec, in);
    const auto phase = static_cast<float>(s.layers.size());
    for (int i = 0; i < layer.out.size(); ++i) {
      layer.value.push_back(pattern(i, phase));
      layer.d_value.push_back(.1f * pattern(i, phase + 1));
    }
    const int weights = spec.kind == LayerKind::conv    ? spec.units * in.c * spec.kernel_h * spec.kernel_w
                        : spec.kind == LayerKind::dense ? spec.units * in.size()
                                                        : 0;
    for (int i = 0; i < weights; ++i) {
      layer.weight.push_back(pattern(i, phase + 2));
      layer.d_weight.push_back(.1f * pattern(i, phase + 3));
    }
    if (has_parameters(spec.kind) && spec.bias) {
      layer.bias.assign(static_cast<std::size_t>(spec.units), .25f);
      layer.d_bias.assign(layer.bias.size(), .01f);
    }
    if (spec.kind == LayerKind::max_pool) {  // every window's first cell wins
      layer.tie.assign(layer.value.size(), 0);
      for (int i = 0; i < layer.out.size(); ++i) {
        const Place place = place_of(layer.out, i);
        layer.winner.push_back(in.index(place.c, place.y * spec.stride, place.x * spec.stride));
      }
    }
    in = layer.out;
    s.layers.push_back(std::move(layer));
  }
  s.probabilities.assign(s.classes.size(), 1.0f / static_cast<float>(s.classes.size()));
  return s;
}

// The lecture's machine: conv 3 × 3×3, ReLU, pooling twice, twelve votes, two classes.
inline Snapshot lecture12(bool bias = false) {
  return snapshot({1, 9, 9},
                  {{.kind = LayerKind::conv, .id = "conv1", .units = 3, .mean = true, .bias = bias},
                   {.kind = LayerKind::relu, .id = "relu1"},
                   {.kind = LayerKind::max_pool, .id = "pool1", .stride = 2},
                   {.kind = LayerKind::max_pool, .id = "pool2", .stride = 2},
                   {.kind = LayerKind::flatten, .id = "votes"},
                   {.kind = LayerKind::dense, .id = "dense", .units = 2, .bias = bias}},
                  {"X", "O"});
}

inline Snapshot lecture48() {
  return snapshot({1, 9, 9},
                  {{.kind = LayerKind::conv, .id = "conv1", .units = 3, .mean = true, .bias = false},
                   {.kind = LayerKind::relu, .id = "relu1"},
                   {.kind = LayerKind::max_pool, .id = "pool1", .stride = 2},
                   {.kind = LayerKind::flatten, .id = "votes"},
                   {.kind = LayerKind::dense, .id = "dense", .units = 2, .bias = false}},
                  {"X", "O"});
}

// 28×28: 8 and 16 maps, 5×5 kernels, a hidden dense layer, ten classes.
inline Snapshot deep() {
  std::vector<std::string> digits;
  for (int i = 0; i < 10; ++i) digits.push_back(std::to_string(i));
  return snapshot({1, 28, 28},
                  {{.kind = LayerKind::conv, .id = "conv1", .units = 8, .kernel_h = 5, .kernel_w = 5, .same = true},
                   {.kind = LayerKind::relu, .id = "relu1"},
                   {.kind = LayerKind::max_pool, .id = "pool1", .stride = 2},
                   {.kind = LayerKind::conv, .id = "conv2", .units = 16, .kernel_h = 5, .kernel_w = 5, .same = true},
                   {.kind = LayerKind::relu, .id = "relu2"},
                   {.kind = LayerKind::max_pool, .id = "pool2", .stride = 3, .window = 3},
                   {.kind = LayerKind::flatten, .id = "votes"},
                   {.kind = LayerKind::dense, .id = "dense1", .units = 32},
                   {.kind = LayerKind::relu, .id = "relu3"},
                   {.kind = LayerKind::dense, .id = "dense", .units = 10}},
                  digits);
}

inline Focus cell(int layer, int index) {
  Focus focus;
  focus.kind = FocusKind::cell;
  focus.cell = {layer, index};
  return focus;
}

}  // namespace rizbin::fake
