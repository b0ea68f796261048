// Network: shapes, parameters, initialisation, and the readable one-sample passes; see network.h.
#include "engine/train/network.h"

#include <algorithm>
#include <format>

#include "engine/core/check.h"
#include "engine/core/math.h"
#include "engine/core/rng.h"
#include "engine/layers/layers.h"
#include "engine/layers/refuse.h"
#include "engine/train/loss.h"

namespace rizbin {
namespace {

constexpr int kMostCells = 1 << 24;  // of one layer; more is a slip of the hand, not a network

std::unexpected<Error> refuse(ErrorCode code, const LayerSpec& spec, std::string message, std::vector<double> numbers = {}) {
  return std::unexpected(Error{code, spec.id, std::move(message), std::move(numbers)});
}

// The activation that a layer's outputs meet, pooling and flattening passed over; none: the votes, or another layer with weights.
bool meets_relu(const std::vector<LayerSpec>& specs, std::size_t layer) {
  for (std::size_t i = layer + 1; i < specs.size(); ++i) {
    switch (specs[i].kind) {
      case LayerKind::relu: return true;
      case LayerKind::max_pool:
      case LayerKind::mean_pool:
      case LayerKind::flatten: continue;
      default: return false;
    }
  }
  return false;
}

}  // namespace

Result<Network> Network::build(Shape input, std::vector<LayerSpec> specs) {
  if (input.c < 1 || input.h < 1 || input.w < 1) {
    return std::unexpected(
        Error{ErrorCode::shape_mismatch, "picture", std::format("the picture's shape {} is empty", text_of(input)), {}});
  }
  if (specs.empty() || specs.back().kind != LayerKind::dense) {
    return std::unexpected(Error{
        ErrorCode::shape_mismatch,
        specs.empty() ? "" : specs.back().id,
        specs.empty() ? std::string("a network needs at least the layer that votes")
                      : std::format("{} is last, but the last layer must be dense: its outputs are the votes", specs.back().id),
        {}});
  }
  Network network;
  network.input_ = input;
  Shape in = input;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const LayerSpec& spec = specs[i];
    const LayerType& type = layer_type(spec.kind);
    if (spec.id.empty() || std::ranges::count(specs, spec.id, &LayerSpec::id) > 1) {
      return refuse(ErrorCode::shape_mismatch, spec,
                    std::format("layer {} ({}) needs an id of its own, '{}' is none", i, type.word, spec.id));
    }
    if (spec.kind == LayerKind::softmax) {
      return refuse(ErrorCode::shape_mismatch, spec,
                    std::format("{}: softmax is not listed; the loss applies it to the votes {}", spec.id, text_of(in)));
    }
    const Result<Shape> out = type.infer(spec, in);
    if (!out) return std::unexpected(out.error());
    if (static_cast<double>(out->c) * out->h * out->w > kMostCells) {
      return refuse(ErrorCode::shape_mismatch, spec,
                    std::format("{} would make {} of {}, more cells than {}", spec.id, text_of(*out), text_of(in), kMostCells));
    }
    network.out_.push_back(*out);
    network.weight_.emplace_back(type.weights ? static_cast<std::size_t>(type.weights(spec, in)) : 0U, 0.0f);
    network.bias_.emplace_back(type.weights && spec.bias ? static_cast<std::size_t>(spec.units) : 0U, 0.0f);
    in = *out;
  }
  network.specs_ = std::move(specs);
  return network;
}

Shape Network::in(int layer) const { return layer == 0 ? input_ : out(layer - 1); }

int Network::parameter_count() const {
  std::size_t count = 0;
  for (const auto& weight : weight_) count += weight.size();
  for (const auto& bias : bias_) count += bias.size();
  return static_cast<int>(count);
}

std::span<const float> Network::weight(int layer) const { return weight_[static_cast<std::size_t>(layer)]; }
std::span<const float> Network::bias(int layer) const { return bias_[static_cast<std::size_t>(layer)]; }
std::span<float> Network::weight(int layer) { return weight_[static_cast<std::size_t>(layer)]; }
std::span<float> Network::bias(int layer) { return bias_[static_cast<std::size_t>(layer)]; }

Result<void> Network::set_conv_mode(int layer, bool mean, bool bias) {
  if (layer < 0 || layer >= layer_count()) {
    return std::unexpected(Error{ErrorCode::unknown_layer,
                                 "",
                                 std::format("there is no layer {}, only 0 to {}", layer, layer_count() - 1),
                                 {static_cast<double>(layer), static_cast<double>(layer_count())}});
  }
  LayerSpec& spec = specs_[static_cast<std::size_t>(layer)];
  if (spec.kind != LayerKind::conv) {
    return refuse(ErrorCode::unknown_layer, spec, std::format("{} is no convolution: it has no ÷ n mode", spec.id),
                  {static_cast<double>(layer), static_cast<double>(layer_count())});
  }
  spec.mean = mean;
  if (bias != spec.bias) {
    spec.bias = bias;
    bias_[static_cast<std::size_t>(layer)].assign(bias ? static_cast<std::size_t>(spec.units) : 0U, 0.0f);
  }
  return {};
}

void Network::initialise(std::uint64_t seed) {
  for (int layer = 0; layer < layer_count(); ++layer) {
    const LayerSpec& spec = this->spec(layer);
    std::ranges::fill(bias(layer), 0.0f);
    const std::span<float> w = weight(layer);
    if (w.empty()) continue;
    const std::size_t inputs = w.size() / static_cast<std::size_t>(spec.units);
    const auto fan_in = static_cast<float>(inputs);
    const auto fan_out = static_cast<float>(spec.kind == LayerKind::conv ? spec.units * spec.kernel_h * spec.kernel_w : spec.units);
    const bool he = meets_relu(specs_, static_cast<std::size_t>(layer));
    const float limit =
        math::sqrt(he ? 6.0f / fan_in : 6.0f / (fan_in + fan_out)) * static_cast<float>(weight_divisor(spec, in(layer)));
    Rng rng(seed, static_cast<std::uint64_t>(layer));
    for (float& value : w) value = rng.uniform(-limit, limit);
  }
}

void forward_one(const Network& network, std::span<const float> picture, Snapshot& snapshot, std::span<const ByHand> by_hand) {
  CHECK(static_cast<int>(picture.size()) == network.input().size(), "a picture of the network's shape");
  snapshot.picture_shape = network.input();
  if (snapshot.picture.data() != picture.data()) snapshot.picture.assign(picture.begin(), picture.end());
  snapshot.layers.resize(static_cast<std::size_t>(network.layer_count()));
  std::span<const float> x = snapshot.picture;
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    LayerState& state = snapshot.layers[static_cast<std::size_t>(layer)];
    state.spec = network.spec(layer);
    state.in = network.in(layer);
    state.out = network.out(layer);
    state.weight.assign(network.weight(layer).begin(), network.weight(layer).end());
    state.bias.assign(network.bias(layer).begin(), network.bias(layer).end());
    const auto size = static_cast<std::size_t>(state.out.size());
    const bool chooses = state.spec.kind == LayerKind::max_pool;
    state.value.resize(size);
    state.winner.resize(chooses ? size : 0);
    state.tie.resize(chooses ? size : 0);
    layer_type(state.spec.kind)
        .forward({.spec = state.spec,
                  .in = state.in,
                  .out = state.out,
                  .x = x,
                  .weight = state.weight,
                  .bias = state.bias,
                  .y = state.value,
                  .winner = state.winner,
                  .tie = state.tie});
    state.by_hand.clear();
    for (const ByHand& set : by_hand) {
      if (set.cell.layer != layer || set.cell.index < 0 || set.cell.index >= state.out.size()) continue;
      state.value[static_cast<std::size_t>(set.cell.index)] = set.value;
      state.by_hand.push_back(set.cell.index);
    }
    x = state.value;
  }
  snapshot.probabilities.resize(x.size());
  softmax_loss(LossKind::cross_entropy, x, 0, snapshot.probabilities);
  snapshot.verdict = verdict_of(snapshot.probabilities);
}

void backward_one(const Network& network, int label, LossKind loss, Snapshot& snapshot) {
  CHECK(label >= 0 && label < network.classes(), "a label of the network's classes");
  CHECK(static_cast<int>(snapshot.layers.size()) == network.layer_count(), "forward_one first");
  snapshot.label = label;
  snapshot.loss_kind = loss;
  LayerState& votes = snapshot.layers.back();
  snapshot.loss = softmax_loss(loss, votes.value, label, snapshot.probabilities);
  votes.d_value.resize(votes.value.size());
  softmax_loss_gradient(loss, snapshot.probabilities, label, votes.d_value);
  std::vector<float> passing;  // d_value without what the hand holds
  for (int layer = network.layer_count() - 1; layer >= 0; --layer) {
    LayerState& state = snapshot.layers[static_cast<std::size_t>(layer)];
    LayerState* before = layer > 0 ? &snapshot.layers[static_cast<std::size_t>(layer - 1)] : nullptr;
    std::vector<float>& d_x = before ? before->d_value : snapshot.d_picture;
    d_x.resize(static_cast<std::size_t>(state.in.size()));
    state.d_weight.assign(state.weight.size(), 0.0f);
    state.d_bias.assign(state.bias.size(), 0.0f);
    std::span<const float> d_y = state.d_value;
    if (!state.by_hand.empty()) {
      passing = state.d_value;
      for (const int i : state.by_hand) passing[static_cast<std::size_t>(i)] = 0;
      d_y = passing;
    }
    layer_type(state.spec.kind)
        .backward({.spec = state.spec,
                   .in = state.in,
                   .out = state.out,
                   .x = before ? std::span<const float>(before->value) : std::span<const float>(snapshot.picture),
                   .y = state.value,
                   .weight = state.weight,
                   .winner = state.winner,
                   .d_y = d_y,
                   .d_x = d_x,
                   .d_weight = state.d_weight,
                   .d_bias = state.d_bias});
    // 0 times a slope that the hand made negative would be −0.
    if (layer_type(state.spec.kind).one_to_one) {
      for (const int i : state.by_hand) d_x[static_cast<std::size_t>(i)] = 0;
    }
    if (const int n = weight_divisor(state.spec, state.in); n != 1) {
      for (float& d : state.d_weight) d = d / static_cast<float>(n);
    }
  }
}

}  // namespace rizbin
