// One step: for each block of 16 samples load, forward, loss, backward; then one update.
//
// THE BATCH'S SUMS: each sample's gradient is the one that backward_one() shows, bit for bit. A block's sum of them is, for a
// convolution, the halving tree over its 16 lanes; for a dense layer, the chain over its lanes from 0. Blocks are added in order,
// from 0; the total ÷ the number of samples is g. So blocks could run anywhere without changing a bit.
#include "engine/train/trainer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/core/check.h"
#include "engine/layers/kernels/lanes.h"
#include "engine/train/trainer_plan.h"

namespace rizbin {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

void pack_forward(const Stage& stage, const float* w) {
  const DotShape& shape = stage.forward;
  for (int m = 0; m < shape.outputs; ++m) {
    float* packed = stage.packed + (m / 4) * shape.taps * 4 + m % 4;
    for (int t = 0; t < shape.taps; ++t) packed[t * 4] = w[m * shape.taps + t];
  }
}

void pack_back(const Stage& stage, const float* w) {
  if (stage.kind == LayerKind::dense) {
    const int inputs = stage.dense.inputs, outputs = stage.dense.outputs;
    float* packed = stage.back[0].packed;
    for (int i = 0; i < inputs; i += 4)
      for (int o = 0; o < outputs; ++o, packed += 4)
        for (int j = 0; j < std::min(4, inputs - i); ++j) packed[j] = w[o * inputs + i + j];
    return;
  }
  for (const BackPhase& phase : stage.back)
    for (int i = 0; i < phase.packed_size; ++i) {
      const std::int32_t source = phase.source[i];
      const float weight = source < 0 ? 0.0f : w[source];
      phase.packed[i] = stage.divisor != 0 ? weight / stage.divisor : weight;
    }
}

void pack(Trainer::Plan& plan, const Network& network, bool backward) {
  for (std::size_t layer = 0; layer < plan.stages.size(); ++layer) {
    const Stage& stage = plan.stages[layer];
    if (!has_parameters(stage.kind)) continue;
    const std::span<const float> weight = network.weight(static_cast<int>(layer));
    const std::span<const float> bias = network.bias(static_cast<int>(layer));
    float* w = plan.w + stage.parameters;
    std::copy(weight.begin(), weight.end(), w);
    std::copy(bias.begin(), bias.end(), w + stage.weights);
    pack_forward(stage, w);
    if (backward && stage.needs_dx) pack_back(stage, w);
  }
}

void forward(Trainer::Plan& plan) {
  const Kernels& kernels = *plan.kernels;
  for (const Stage& stage : plan.stages) {
    if (stage.forward_fused) continue;
    const Tensor& x = plan.tensors[at(stage.x)];
    const Tensor& y = plan.tensors[at(stage.y)];
    switch (stage.kind) {
      case LayerKind::conv:
      case LayerKind::dense: {
        const float* bias = stage.biases > 0 ? plan.w + stage.parameters + stage.weights : nullptr;
        kernels.dot(stage.forward, x.value, stage.packed, bias, stage.divisor, stage.relu, y.value);
        break;
      }
      case LayerKind::relu: kernels.relu(x.value_planes, x.value, y.value_planes, y.value); break;
      case LayerKind::tanh:
      case LayerKind::sigmoid: curve(stage.kind, x.value_planes, x.value, y.value_planes, y.value); break;
      case LayerKind::max_pool: kernels.max_pool(stage.pool, x.value, stage.relu, y.value, stage.winner); break;
      case LayerKind::mean_pool: kernels.mean_pool(stage.pool, x.value, y.value); break;
      case LayerKind::flatten: reshape(x.value_planes, x.value, y.value_planes, y.value); break;
      case LayerKind::softmax: break;   // outside the list: loss_lanes
    }
  }
}

// Adds the block's gradient to plan.g, from the last layer down to `first`.
void backward(Trainer::Plan& plan, int first) {
  const Kernels& kernels = *plan.kernels;
  for (int layer = static_cast<int>(plan.stages.size()) - 1; layer >= first; --layer) {
    const Stage& stage = plan.stages[at(layer)];
    if (stage.backward_fused) continue;
    const Tensor& x = plan.tensors[at(stage.x)];
    const Tensor& y = plan.tensors[at(stage.y)];
    float* d_weight = plan.g + stage.parameters;
    float* d_bias = stage.biases > 0 ? d_weight + stage.weights : nullptr;
    switch (stage.kind) {
      case LayerKind::conv:
        kernels.conv_gradient(stage.gradient, x.value, y.gradient, stage.divisor, stage.scratch, d_weight, d_bias);
        break;
      case LayerKind::dense: kernels.dense_gradient(stage.dense, x.value, y.gradient, stage.scratch, d_weight, d_bias); break;
      case LayerKind::relu:
        kernels.relu_back(y.value_planes, y.value, y.gradient_planes, y.gradient, x.gradient_planes, x.gradient);
        break;
      case LayerKind::tanh:
      case LayerKind::sigmoid:
        curve_back(stage.kind, y.value_planes, y.value, y.gradient_planes, y.gradient, x.gradient_planes, x.gradient);
        break;
      case LayerKind::max_pool: kernels.max_pool_back(stage.pool_gradient, y.gradient, stage.winner, x.gradient); break;
      case LayerKind::mean_pool: kernels.mean_pool_back(stage.pool_gradient, y.gradient, x.gradient); break;
      case LayerKind::flatten: reshape(y.gradient_planes, y.gradient, x.gradient_planes, x.gradient); break;
      case LayerKind::softmax: break;
    }
    if (layer == first) break;
    for (const BackPhase& phase : stage.back) kernels.dot(phase.dot, y.gradient, phase.packed, nullptr, 0, false, x.gradient);
  }
}

bool finite(std::span<const float> values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

// The batch again, slowly, by the readable pass: the first layer whose output is not finite; if all are, the layer nearest the loss
// whose gradient is not.
int first_broken_layer(const Network& network, std::span<const float> pictures, std::span<const int> labels, LossKind loss) {
  int broken = network.layer_count();
  int broken_gradient = -1;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    Snapshot snapshot;
    const auto size = at(network.input().size());
    forward_one(network, pictures.subspan(i * size, size), snapshot);
    const int layers = static_cast<int>(snapshot.layers.size());
    for (int layer = 0; layer < std::min(layers, broken); ++layer)
      if (!finite(snapshot.layers[at(layer)].value)) broken = layer;
    if (broken < layers) continue;
    backward_one(network, labels[i], loss, snapshot);
    for (int layer = layers - 1; layer > broken_gradient; --layer) {
      const LayerState& state = snapshot.layers[at(layer)];
      if (!finite(state.d_value) || !finite(state.d_weight) || !finite(state.d_bias)) broken_gradient = layer;
    }
  }
  return broken < network.layer_count() ? broken : broken_gradient;
}

void refit(std::unique_ptr<Trainer::Plan>& plan, const Network& network) {
  if (!plan->fits(network)) plan = std::make_unique<Trainer::Plan>(network, plan->max_batch);
}

}  // namespace

Trainer::Trainer(const Network& network, int max_batch) : plan_(std::make_unique<Plan>(network, max_batch)) {}
Trainer::~Trainer() = default;
Trainer::Trainer(Trainer&&) noexcept = default;
Trainer& Trainer::operator=(Trainer&&) noexcept = default;

BatchResult Trainer::step(Network& network, std::span<const float> pictures, std::span<const int> labels,
                          const Optimizer& optimizer, TrainedPart part, LossKind loss, std::span<const std::uint8_t> frozen) {
  refit(plan_, network);
  Plan& plan = *plan_;
  const int count = static_cast<int>(labels.size());
  const int picture_size = plan.input.size();
  CHECK(count > 0 && count <= plan.max_batch, "the batch is larger than planned");
  CHECK(pictures.size() == labels.size() * at(picture_size), "one picture a label");

  const int first = part == TrainedPart::votes ? plan.last_dense : plan.first_trained;
  const int begin = plan.stages[at(first)].parameters;
  const int end = plan.parameter_count;
  pack(plan, network, part == TrainedPart::whole);
  std::fill(plan.g + begin, plan.g + end, 0.0f);

  BatchResult result;
  const Tensor& votes = plan.tensors.back();
  float total = 0;
  for (int start = 0; start < count; start += kLanes) {
    const int lanes = std::min(kLanes, count - start);
    const int* block_labels = labels.data() + start;
    plan.kernels->load(plan.tensors[0].value_planes, pictures.data() + static_cast<std::ptrdiff_t>(start) * picture_size, lanes,
                       plan.tensors[0].value);
    forward(plan);
    LaneSums sums;
    softmax_lanes(plan.classes, votes.value, plan.probabilities, sums);
    loss_lanes(loss, plan.classes, votes.value, plan.probabilities, sums, block_labels, lanes, plan.losses, votes.gradient);
    for (int lane = 0; lane < lanes; ++lane) {
      total += plan.losses[lane];
      int verdict = 0;
      for (int k = 1; k < plan.classes; ++k)
        if (plan.probabilities[k * kLanes + lane] > plan.probabilities[verdict * kLanes + lane]) verdict = k;
      result.correct += verdict == block_labels[lane];
    }
    backward(plan, first);
  }
  result.loss = total / static_cast<float>(count);

  const bool good =
      plan.kernels->update(end - begin, plan.w + begin, plan.velocity.data() + begin, plan.g + begin, static_cast<float>(count),
                           optimizer.learning_rate, optimizer.momentum, plan.w_next + begin, plan.v_next + begin);
  if (!good || !std::isfinite(result.loss)) {
    result.broken_layer = first_broken_layer(network, pictures, labels, loss);
    for (int layer = first; result.broken_layer < 0 && std::isfinite(result.loss) && layer < static_cast<int>(plan.stages.size());
         ++layer) {
      const Stage& stage = plan.stages[at(layer)];  // every gradient is finite: the update itself overflowed
      if (!finite({plan.w_next + stage.parameters, at(stage.weights + stage.biases)})) result.broken_layer = layer;
    }
    return result;
  }
  CHECK(frozen.empty() || std::cmp_equal(frozen.size(), plan.parameter_count), "one mark a parameter");
  if (!frozen.empty()) {
    for (int i = begin; i < end; ++i) {
      if (frozen[at(i)] == 0) continue;
      plan.w_next[i] = plan.w[i];
      plan.v_next[i] = 0;
    }
  }
  std::copy(plan.v_next + begin, plan.v_next + end, plan.velocity.begin() + begin);
  for (int layer = first; layer < static_cast<int>(plan.stages.size()); ++layer) {
    const Stage& stage = plan.stages[at(layer)];
    if (stage.weights == 0) continue;
    const float* w = plan.w_next + stage.parameters;
    std::copy(w, w + stage.weights, network.weight(layer).begin());
    std::copy(w + stage.weights, w + stage.weights + stage.biases, network.bias(layer).begin());
  }
  return result;
}

void Trainer::predict(const Network& network, std::span<const float> pictures, std::span<float> probabilities) {
  evaluate(network, pictures, {}, LossKind::cross_entropy, probabilities, {});
}

void Trainer::evaluate(const Network& network, std::span<const float> pictures, std::span<const int> labels, LossKind loss,
                       std::span<float> probabilities, std::span<float> losses) {
  refit(plan_, network);
  Plan& plan = *plan_;
  const int picture_size = plan.input.size();
  const int count = static_cast<int>(pictures.size()) / picture_size;
  CHECK(probabilities.size() == at(count * plan.classes), "one row of probabilities a picture");
  CHECK(losses.size() == labels.size() && (labels.empty() || labels.size() == at(count)), "one loss a label, one label a picture");
  pack(plan, network, false);
  const Tensor& votes = plan.tensors.back();
  for (int start = 0; start < count; start += kLanes) {
    const int lanes = std::min(kLanes, count - start);
    plan.kernels->load(plan.tensors[0].value_planes, pictures.data() + static_cast<std::ptrdiff_t>(start) * picture_size, lanes,
                       plan.tensors[0].value);
    forward(plan);
    LaneSums sums;
    softmax_lanes(plan.classes, votes.value, plan.probabilities, sums);
    for (int lane = 0; lane < lanes; ++lane)
      for (int k = 0; k < plan.classes; ++k)
        probabilities[at((start + lane) * plan.classes + k)] = plan.probabilities[k * kLanes + lane];
    if (labels.empty()) continue;
    loss_lanes(loss, plan.classes, votes.value, plan.probabilities, sums, labels.data() + start, lanes, plan.losses,
               votes.gradient);
    std::copy_n(plan.losses, lanes, losses.begin() + start);
  }
}

std::span<const float> Trainer::velocity() const { return plan_->velocity; }

void Trainer::set_velocity(std::span<const float> values) {
  CHECK(values.size() == plan_->velocity.size(), "one velocity a parameter");
  std::copy(values.begin(), values.end(), plan_->velocity.begin());
}

}  // namespace rizbin
