// Commands that edit single numbers beyond SetParameter: values in mid-network, locks, sets of allowed values, whole kernels.
//
// A value set by hand belongs to the glyph on the pad and lives in the picture's part of the state; locks and sets of allowed
// values belong to the network and live in the model's part. Lecture: chapter 7 (what a feature does), chapter 13 (what a weight
// is for); weights that may only be −1, 0 or 1 are the exercise of chapter 6.
#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/session/refusal.h"
#include "engine/session/state.h"

namespace rizbin {
namespace {

using namespace refusal;

constexpr float kHighestByHand = 1000;
constexpr std::size_t kMostAllowed = 16;

bool comes_before(const CellRef& a, const CellRef& b) { return std::pair(a.layer, a.index) < std::pair(b.layer, b.index); }

LayerLimits& limits_of(ModelPart& model, int layer) {
  model.limits.resize(static_cast<std::size_t>(model.network.layer_count()));
  return model.limits[static_cast<std::size_t>(layer)];
}

// Nothing limited anywhere is the empty list: states that mean the same are the same.
void tidy(ModelPart& model) {
  if (std::ranges::none_of(model.limits, &LayerLimits::any)) model.limits.clear();
}

// Momentum of a parameter that training will not move is none.
void stop(SessionState& s) {
  const std::span<const std::uint8_t> frozen = s.frozen();
  if (frozen.empty()) return;
  std::vector<float> velocity(s.trainer->velocity().begin(), s.trainer->velocity().end());
  for (std::size_t i = 0; i < velocity.size(); ++i)
    if (frozen[i] != 0) velocity[i] = 0;
  s.trainer->set_velocity(velocity);
}

}  // namespace

bool SessionState::locked(const ParamRef& param) const {
  if (param.layer < 0 || std::cmp_greater_equal(param.layer, model.limits.size())) return false;
  const LayerLimits& limits = model.limits[static_cast<std::size_t>(param.layer)];
  const std::vector<std::uint8_t>& locks = param.kind == ParamKind::bias ? limits.locked_bias : limits.locked_weight;
  return std::cmp_less(param.index, locks.size()) && locks[static_cast<std::size_t>(param.index)] != 0;
}

float SessionState::allowed_value(int layer, float value) const {
  if (std::cmp_greater_equal(layer, model.limits.size())) return value;
  const std::vector<float>& allowed = model.limits[static_cast<std::size_t>(layer)].allowed;
  if (allowed.empty()) return value;
  float best = allowed.front();
  for (const float candidate : allowed) {
    const double near = std::abs(static_cast<double>(candidate) - value), nearest = std::abs(static_cast<double>(best) - value);
    if (near < nearest || (near == nearest && std::abs(candidate) <= std::abs(best))) best = candidate;
  }
  return best;
}

std::span<const std::uint8_t> SessionState::frozen() {
  frozen_mask.clear();
  if (model.limits.empty()) return frozen_mask;
  for (int layer = 0; layer < model.network.layer_count(); ++layer) {
    const auto at = static_cast<std::size_t>(layer);
    const bool whole = at < model.limits.size() && !model.limits[at].allowed.empty();
    for (const ParamKind kind : {ParamKind::weight, ParamKind::bias}) {
      const auto count =
          static_cast<int>((kind == ParamKind::weight ? model.network.weight(layer) : model.network.bias(layer)).size());
      for (int i = 0; i < count; ++i) frozen_mask.push_back(whole || locked({layer, kind, i}) ? 1 : 0);
    }
  }
  return frozen_mask;
}

void SessionState::hold_limits(std::span<const float> held) {
  if (model.limits.empty()) return;
  std::size_t at = 0;
  for (int layer = 0; layer < model.network.layer_count(); ++layer) {
    for (const ParamKind kind : {ParamKind::weight, ParamKind::bias}) {
      const std::span<float> values = kind == ParamKind::weight ? model.network.weight(layer) : model.network.bias(layer);
      for (int i = 0; std::cmp_less(i, values.size()); ++i, ++at) {
        float& value = values[static_cast<std::size_t>(i)];
        if (locked({layer, kind, i})) {
          value = held[at];
        } else if (kind == ParamKind::weight) {
          value = allowed_value(layer, value);
        }
      }
    }
  }
}

void SessionState::follow_layers(UndoEntry& before) {
  const Network& old = before.model->network;
  if (specs_of(old) == specs_of(model.network)) return;
  if (!same_shapes(old, model.network) && !picture.by_hand.empty()) {
    if (!before.picture) before.picture = picture;
    picture.by_hand.clear();
  }
  if (model.limits.empty() || before.model->limits.empty()) return;
  std::vector<LayerLimits> limits(static_cast<std::size_t>(model.network.layer_count()));
  for (int i = 0; i < model.network.layer_count(); ++i) {
    for (int j = 0; j < old.layer_count() && std::cmp_less(j, before.model->limits.size()); ++j) {
      if (old.spec(j).id != model.network.spec(i).id || old.weight(j).size() != model.network.weight(i).size()) continue;
      LayerLimits& mine = limits[static_cast<std::size_t>(i)];
      mine = before.model->limits[static_cast<std::size_t>(j)];
      if (mine.locked_bias.size() != model.network.bias(i).size()) mine.locked_bias.clear();
    }
  }
  model.limits = std::move(limits);
  tidy(model);
}

Result<void> SessionState::set_activation(const SetActivation& c) {
  const int layers = model.network.layer_count();
  if (outside(c.cell.layer, 0, layers - 1)) return unknown_layer(c.cell.layer, layers, "has no values to set");
  const int last = model.network.out(c.cell.layer).size() - 1;
  if (outside(c.cell.index, 0, last)) return out_of_range("cell.index", c.cell.index, 0, last);
  if (c.value && outside(*c.value, -kHighestByHand, kHighestByHand))
    return out_of_range("value", *c.value, -kHighestByHand, kHighestByHand);
  UndoEntry entry = keep(true, false, false);
  auto at = std::ranges::lower_bound(picture.by_hand, c.cell, comes_before, &ByHand::cell);
  const bool there = at != picture.by_hand.end() && at->cell == c.cell;
  if (c.value) {
    if (!there) at = picture.by_hand.insert(at, {c.cell, 0});
    at->value = *c.value == 0 ? 0 : *c.value;  // no −0
  } else if (there) {
    picture.by_hand.erase(at);
  }
  commit(std::move(entry), c.gesture);
  return {};
}

Result<void> SessionState::clear_activations() {
  UndoEntry entry = keep(true, false, false);
  picture.by_hand.clear();
  commit(std::move(entry));
  return {};
}

Result<void> SessionState::set_lock(const SetLock& c) {
  const Network& network = model.network;
  if (outside(c.param.layer, 0, network.layer_count() - 1))
    return unknown_layer(c.param.layer, network.layer_count(), "does not exist");
  const bool bias = c.param.kind == ParamKind::bias;
  const auto count = static_cast<int>((bias ? network.bias(c.param.layer) : network.weight(c.param.layer)).size());
  if (count == 0) return unknown_layer(c.param.layer, network.layer_count(), bias ? "has no bias" : "has no weights");
  if (outside(c.param.index, 0, count - 1)) return out_of_range("index", c.param.index, 0, count - 1);
  UndoEntry entry = keep(false, false, true);
  LayerLimits& limits = limits_of(model, c.param.layer);
  std::vector<std::uint8_t>& locks = bias ? limits.locked_bias : limits.locked_weight;
  locks.resize(static_cast<std::size_t>(count));
  locks[static_cast<std::size_t>(c.param.index)] = c.locked ? 1 : 0;
  if (std::ranges::find(locks, std::uint8_t{1}) == locks.end()) locks.clear();
  tidy(model);
  stop(*this);
  commit(std::move(entry), c.gesture);
  return {};
}

Result<void> SessionState::set_allowed(const SetAllowed& c) {
  const int layers = model.network.layer_count();
  if (outside(c.layer, 0, layers - 1)) return unknown_layer(c.layer, layers, "does not exist");
  if (model.network.weight(c.layer).empty()) return unknown_layer(c.layer, layers, "has no weights");
  if (c.values.size() > kMostAllowed) return wrong_length("values", c.values.size(), kMostAllowed);
  for (const float v : c.values)
    if (outside(v, -kHighestParameter, kHighestParameter)) return out_of_range("values", v, -kHighestParameter, kHighestParameter);
  UndoEntry entry = keep(false, false, true);
  std::vector<float>& allowed = limits_of(model, c.layer).allowed;
  allowed = c.values;
  for (float& v : allowed) v = v == 0 ? 0 : v;  // no −0
  std::ranges::sort(allowed);
  allowed.erase(std::ranges::unique(allowed).begin(), allowed.end());
  const std::vector<float> held = flat_parameters(model.network);
  hold_limits(held);
  tidy(model);
  stop(*this);
  commit(std::move(entry));
  return {};
}

Result<void> SessionState::set_kernel(const SetKernel& c) {
  const int layers = model.network.layer_count();
  if (outside(c.layer, 0, layers - 1)) return unknown_layer(c.layer, layers, "does not exist");
  const std::span<float> weights = model.network.weight(c.layer);
  const int filters = model.network.spec(c.layer).units;
  if (weights.empty() || filters <= 0) return unknown_layer(c.layer, layers, "has no weights");
  if (outside(c.filter, 0, filters - 1)) return out_of_range("filter", c.filter, 0, filters - 1);
  const auto size = static_cast<int>(weights.size()) / filters;
  if (std::cmp_not_equal(c.values.size(), size)) return wrong_length("values", c.values.size(), size);
  for (const float v : c.values)
    if (outside(v, -kHighestParameter, kHighestParameter)) return out_of_range("values", v, -kHighestParameter, kHighestParameter);
  std::vector<float> wanted = c.values;
  for (int i = 0; i < size; ++i) {
    float& value = wanted[static_cast<std::size_t>(i)];
    value = allowed_value(c.layer, value);
    const int index = c.filter * size + i;
    if (value != weights[static_cast<std::size_t>(index)] && locked({c.layer, ParamKind::weight, index}))
      return is_locked(model.network.spec(c.layer).id, c.layer, index);
  }
  UndoEntry entry = keep(false, false, true);
  std::ranges::copy(wanted, weights.subspan(static_cast<std::size_t>(c.filter * size)).begin());
  commit(std::move(entry), c.gesture);
  return {};
}

}  // namespace rizbin
