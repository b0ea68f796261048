#include "engine/study/loss_pass.h"

#include "engine/core/check.h"
#include "engine/layers/layers.h"
#include "engine/train/loss.h"

namespace rizbin {

LossPass::LossPass(const Snapshot& snapshot) : snapshot_(snapshot), layers_(snapshot.layers) {}

float* LossPass::at(const ParamRef& param) {
  CHECK(param.layer >= 0 && param.layer < static_cast<int>(layers_.size()), "a layer of the network");
  LayerState& layer = layers_[static_cast<std::size_t>(param.layer)];
  std::vector<float>& numbers = param.kind == ParamKind::bias ? layer.bias : layer.weight;
  CHECK(param.index >= 0 && static_cast<std::size_t>(param.index) < numbers.size(), "a parameter of the layer");
  return &numbers[static_cast<std::size_t>(param.index)];
}

void LossPass::keep_by_hand(int layer) {
  const LayerState& given = snapshot_.layers[static_cast<std::size_t>(layer)];
  LayerState& state = layers_[static_cast<std::size_t>(layer)];
  for (const int i : given.by_hand) state.value[static_cast<std::size_t>(i)] = given.value[static_cast<std::size_t>(i)];
}

float LossPass::run(std::span<const float> picture, int label, int from, bool by_hand) {
  picture_.assign(picture.begin(), picture.end());
  for (int i = from; i < static_cast<int>(layers_.size()); ++i) {
    LayerState& layer = layers_[static_cast<std::size_t>(i)];
    const std::span<const float> x = i == 0 ? std::span<const float>(picture_) : layers_[static_cast<std::size_t>(i - 1)].value;
    layer_type(layer.spec.kind)
        .forward({.spec = layer.spec,
                  .in = layer.in,
                  .out = layer.out,
                  .x = x,
                  .weight = layer.weight,
                  .bias = layer.bias,
                  .y = layer.value,
                  .winner = layer.winner,
                  .tie = layer.tie});
    if (by_hand) keep_by_hand(i);
  }
  const std::vector<float>& votes = layers_.back().value;
  probabilities_.resize(votes.size());
  return softmax_loss(snapshot_.loss_kind, votes, label, probabilities_);
}

float LossPass::slope(const ParamRef& param, int label, bool by_hand) {
  LayerState& votes = layers_.back();
  votes.d_value.resize(votes.value.size());
  softmax_loss_gradient(snapshot_.loss_kind, probabilities_, label, votes.d_value);
  for (int i = static_cast<int>(layers_.size()) - 1; i >= param.layer; --i) {
    LayerState& layer = layers_[static_cast<std::size_t>(i)];
    LayerState* before = i > 0 ? &layers_[static_cast<std::size_t>(i - 1)] : nullptr;
    // Nothing flows back through a value that was set by hand.
    if (by_hand)
      for (const int cell : snapshot_.layers[static_cast<std::size_t>(i)].by_hand)
        layer.d_value[static_cast<std::size_t>(cell)] = 0;
    const bool wanted = i == param.layer;
    layer.d_weight.assign(layer.weight.size(), 0.0f);
    layer.d_bias.assign(layer.bias.size(), 0.0f);
    if (before) before->d_value.resize(before->value.size());
    layer_type(layer.spec.kind)
        .backward({.spec = layer.spec,
                   .in = layer.in,
                   .out = layer.out,
                   .x = before ? std::span<const float>(before->value) : std::span<const float>(picture_),
                   .y = layer.value,
                   .weight = layer.weight,
                   .winner = layer.winner,
                   .d_y = layer.d_value,
                   .d_x = wanted || !before ? std::span<float>{} : std::span<float>(before->d_value),
                   .d_weight = layer.d_weight,
                   .d_bias = layer.d_bias});
  }
  const LayerState& layer = layers_[static_cast<std::size_t>(param.layer)];
  const auto index = static_cast<std::size_t>(param.index);
  if (param.kind == ParamKind::bias) return layer.d_bias[index];
  return layer.d_weight[index] / static_cast<float>(weight_divisor(layer.spec, layer.in));
}

bool LossPass::same_side(const LossPass& other) const {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const LayerState &a = layers_[i], &b = other.layers_[i];
    if (a.winner != b.winner) return false;
    if (a.spec.kind != LayerKind::relu) continue;
    for (std::size_t k = 0; k < a.value.size(); ++k)
      if ((a.value[k] > 0) != (b.value[k] > 0)) return false;
  }
  return true;
}

}  // namespace rizbin
