#include "engine/train/architecture.h"

#include <algorithm>
#include <string_view>

#include "engine/layers/layers.h"
#include "engine/train/network.h"

namespace rizbin {
namespace {

constexpr int kMostCells = 1 << 24;  // as Network::build

SideArithmetic side(const LayerSpec& spec, int in, int out, int kernel) {
  switch (spec.kind) {
    case LayerKind::conv: return {in, spec.same ? kernel - 1 : 0, kernel, spec.stride, out};
    case LayerKind::max_pool:
    case LayerKind::mean_pool: return {in, 0, spec.window, spec.stride, out};
    default: return {in, 0, 0, 1, out};
  }
}

// Shapes and counts, up to the first layer that does not fit.
void plan_layers(Shape input, std::span<const LayerSpec> specs, int classes, ArchitecturePlan& plan) {
  Shape in = input;
  const auto stop = [&](Misfit why, std::size_t layer) {
    plan.why = why;
    plan.layer = static_cast<int>(layer);
  };
  plan.layers.resize(specs.size());
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const LayerSpec& spec = specs[i];
    LayerPlan& layer = plan.layers[i];
    layer.in = in;
    layer.rows = side(spec, in.h, 0, spec.kernel_h);
    layer.columns = side(spec, in.w, 0, spec.kernel_w);
    if (spec.id.empty() || std::ranges::count(specs, spec.id, &LayerSpec::id) > 1) return stop(Misfit::id, i);
    if (spec.kind == LayerKind::softmax) return stop(Misfit::kind, i);
    const LayerType& type = layer_type(spec.kind);
    const Result<Shape> out = type.infer(spec, in);
    if (!out) return stop(out.error().code == ErrorCode::window_too_large ? Misfit::window_too_large : Misfit::setting, i);
    if (static_cast<double>(out->c) * out->h * out->w > kMostCells) return stop(Misfit::too_many_cells, i);
    layer.fits = true;
    layer.out = *out;
    layer.rows.out = out->h;
    layer.columns.out = out->w;
    if (has_parameters(spec.kind)) {
      const bool conv = spec.kind == LayerKind::conv;
      layer.units = spec.units;
      layer.window_h = conv ? spec.kernel_h : 1;
      layer.window_w = conv ? spec.kernel_w : 1;
      layer.channels = conv ? in.c : in.size();
      if (static_cast<double>(layer.units) * layer.window_h * layer.window_w * layer.channels > kMostCells) {
        layer.fits = false;
        layer.out = {};
        return stop(Misfit::too_many_cells, i);
      }
      layer.weights = type.weights(spec, in);
      layer.biases = spec.bias ? spec.units : 0;
    }
    plan.parameters += layer.parameters();
    in = *out;
  }
  if (specs.empty() || specs.back().kind != LayerKind::dense) return stop(Misfit::no_votes, specs.size());
  if (specs.back().units != classes) stop(Misfit::classes, specs.size() - 1);
}

void offer(Shape input, int classes, RepairKind kind, int layer, std::vector<LayerSpec> specs, ArchitecturePlan& plan) {
  ArchitecturePlan then;
  plan_layers(input, specs, classes, then);
  if (!then.fits()) return;
  if (std::ranges::any_of(plan.repairs, [&](const Repair& r) { return r.specs == specs; })) return;
  Repair repair{.kind = kind, .layer = layer, .specs = std::move(specs), .shapes = {}};
  for (const LayerPlan& l : then.layers) repair.shapes.push_back(l.out);
  plan.repairs.push_back(std::move(repair));
}

void repair_window(Shape input, std::span<const LayerSpec> specs, int classes, ArchitecturePlan& plan) {
  const auto at = static_cast<std::size_t>(plan.layer);
  const Shape in = plan.layers[at].in;
  std::vector<LayerSpec> changed(specs.begin(), specs.end());
  if (specs[at].kind == LayerKind::conv) {
    if (!specs[at].same) {
      changed[at].same = true;
      offer(input, classes, RepairKind::keep_size, plan.layer, changed, plan);
      changed[at] = specs[at];
    }
    changed[at].kernel_h = std::min(specs[at].kernel_h, in.h);
    changed[at].kernel_w = std::min(specs[at].kernel_w, in.w);
  } else {
    changed[at].window = std::min({specs[at].window, in.h, in.w});
    changed[at].stride = std::min(changed[at].stride, changed[at].window);
  }
  offer(input, classes, RepairKind::smaller_window, plan.layer, changed, plan);
}

}  // namespace

ArchitecturePlan plan_architecture(Shape input, std::span<const LayerSpec> specs, int classes,
                                   std::span<const LayerSpec> previous) {
  ArchitecturePlan plan;
  plan_layers(input, specs, classes, plan);
  if (plan.fits()) return plan;
  if (!previous.empty()) {
    const auto first = static_cast<int>(std::ranges::mismatch(previous, specs).in1 - previous.begin());
    offer(input, classes, RepairKind::undo, first, {previous.begin(), previous.end()}, plan);
  }
  if (plan.why == Misfit::window_too_large) repair_window(input, specs, classes, plan);
  if (plan.why == Misfit::no_votes || plan.why == Misfit::classes) {
    std::vector<LayerSpec> ended(specs.begin(), specs.end());
    if (plan.why == Misfit::classes) {
      ended.back().units = classes;
    } else {
      const bool taken = std::ranges::find(specs, "dense", &LayerSpec::id) != specs.end();
      ended.push_back({.kind = LayerKind::dense, .id = taken ? fresh_id(LayerKind::dense, specs) : "dense", .units = classes});
    }
    offer(input, classes, RepairKind::end, static_cast<int>(ended.size()) - 1, ended, plan);
  }
  if (plan.layer < static_cast<int>(specs.size())) {
    std::vector<LayerSpec> without(specs.begin(), specs.end());
    without.erase(without.begin() + plan.layer);
    offer(input, classes, RepairKind::remove, plan.layer, without, plan);
  }
  return plan;
}

std::string fresh_id(LayerKind kind, std::span<const LayerSpec> specs) {
  std::string_view word = layer_type(kind).word;
  if (kind == LayerKind::max_pool || kind == LayerKind::mean_pool) word = "pool";
  for (int n = 1;; ++n) {
    std::string id = std::string(word) + std::to_string(n);
    if (std::ranges::find(specs, id, &LayerSpec::id) == specs.end()) return id;
  }
}

namespace {

// The shape a dense layer's inputs had before they were laid in a row.
Shape spread_in(const Network& network, int layer) {
  while (layer > 0) {
    const LayerKind before = network.spec(layer - 1).kind;
    const bool passes =
        before == LayerKind::flatten || before == LayerKind::relu || before == LayerKind::tanh || before == LayerKind::sigmoid;
    if (!passes) break;
    --layer;
  }
  return network.in(layer);
}

// The weights of one output: channels × cells a channel, of which the channels both have are copied.
void copy_units(std::span<const float> from, std::span<float> to, int units, int from_channels, int to_channels, int cells) {
  const int channels = std::min(from_channels, to_channels);
  for (int unit = 0; unit < units; ++unit) {
    const auto source = static_cast<std::size_t>(unit * from_channels * cells);
    const auto target = static_cast<std::size_t>(unit * to_channels * cells);
    std::ranges::copy(from.subspan(source, static_cast<std::size_t>(channels * cells)), to.subspan(target).begin());
  }
}

}  // namespace

void carry_over(const Network& from, Network& to) {
  for (int i = 0; i < to.layer_count(); ++i) {
    const LayerSpec& spec = to.spec(i);
    if (!has_parameters(spec.kind)) continue;
    for (int j = 0; j < from.layer_count(); ++j) {
      const LayerSpec& old = from.spec(j);
      if (old.id != spec.id || old.kind != spec.kind) continue;
      const int units = std::min(old.units, spec.units);
      if (spec.kind == LayerKind::conv) {
        if (old.kernel_h != spec.kernel_h || old.kernel_w != spec.kernel_w) break;
        copy_units(from.weight(j), to.weight(i), units, from.in(j).c, to.in(i).c, spec.kernel_h * spec.kernel_w);
      } else {
        const Shape was = spread_in(from, j), is = spread_in(to, i);
        if (was.h != is.h || was.w != is.w) break;
        copy_units(from.weight(j), to.weight(i), units, was.c, is.c, is.h * is.w);
      }
      const auto biases = std::min({from.bias(j).size(), to.bias(i).size(), static_cast<std::size_t>(units)});
      std::ranges::copy(from.bias(j).first(biases), to.bias(i).begin());
      break;
    }
  }
}

void swap_filters(Network& network, int layer, int a, int b) {
  if (a == b) return;
  // In every output's weights, the runs of `cells` numbers that belong to channels a and b.
  const auto swap_runs = [](std::span<float> values, std::size_t first, int x, int y, int cells) {
    const auto run = static_cast<std::size_t>(cells);
    const std::span<float> of_x = values.subspan(first + static_cast<std::size_t>(x) * run, run);
    const std::span<float> of_y = values.subspan(first + static_cast<std::size_t>(y) * run, run);
    std::ranges::swap_ranges(of_x, of_y);
  };
  const LayerSpec& spec = network.spec(layer);
  swap_runs(network.weight(layer), 0, a, b, network.in(layer).c * spec.kernel_h * spec.kernel_w);
  if (!network.bias(layer).empty()) swap_runs(network.bias(layer), 0, a, b, 1);
  for (int next = layer + 1; next < network.layer_count(); ++next) {
    const LayerSpec& user = network.spec(next);
    if (!has_parameters(user.kind)) continue;
    const Shape in = user.kind == LayerKind::conv ? network.in(next) : spread_in(network, next);
    const int cells = user.kind == LayerKind::conv ? user.kernel_h * user.kernel_w : in.h * in.w;
    int channels = in.c;
    int each = cells;
    // A convolution after flattening reads a channel a cell.
    if (user.kind == LayerKind::conv && network.out(layer).c != in.c) {
      each = cells * (in.c / network.out(layer).c);
      channels = network.out(layer).c;
    }
    for (int unit = 0; unit < user.units; ++unit)
      swap_runs(network.weight(next), static_cast<std::size_t>(unit * channels * each), a, b, each);
    return;
  }
}

}  // namespace rizbin
