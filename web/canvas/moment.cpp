#include "web/canvas/moment.h"

#include <algorithm>
#include <cmath>

namespace rizbin {
namespace {

int layer_count(const Snapshot& s) { return static_cast<int>(s.layers.size()); }
const LayerState& state_of(const Snapshot& s, int layer) { return s.layers[static_cast<std::size_t>(layer)]; }
int stage_index(StepStage stage) { return static_cast<int>(stage) - 1; }

int position_of(const std::vector<int>& layers, int layer) {
  const auto at = std::ranges::find(layers, layer);
  return at == layers.end() ? -1 : static_cast<int>(at - layers.begin());
}

Moment at_share(const Snapshot& s, StepStage stage, int layer, double share) {
  const int n = moment_count(s, stage, layer);
  return {stage, layer, std::clamp(1 + static_cast<int>(std::floor(share * n)), 1, std::max(1, n))};
}

}  // namespace

bool moment_trains(const Snapshot& s, int layer) {
  if (layer < 0 || layer >= layer_count(s) || !has_parameters(state_of(s, layer).spec.kind)) return false;
  return s.trained == TrainedPart::whole || layer == layer_count(s) - 1;
}

std::vector<int> moment_layers(const Snapshot& s, StepStage stage) {
  std::vector<int> layers;
  const int n = layer_count(s);
  switch (stage) {
    case StepStage::rest: break;
    case StepStage::forward:
      for (int i = 0; i <= n; ++i) layers.push_back(i);
      break;
    case StepStage::loss: layers.push_back(n); break;
    case StepStage::backward:
      for (int i = n - 1; i >= -1; --i) layers.push_back(i);
      break;
    case StepStage::update:
      for (int i = 0; i < n; ++i) {
        if (moment_trains(s, i)) layers.push_back(i);
      }
      break;
  }
  return layers;
}

int moment_count(const Snapshot& s, StepStage stage, int layer) {
  const int n = layer_count(s);
  if (layer < -1 || layer > n) return 0;
  switch (stage) {
    case StepStage::rest: return 0;
    case StepStage::forward:
      if (layer < 0) return 0;
      return layer == n ? static_cast<int>(s.probabilities.size()) : state_of(s, layer).out.size();
    case StepStage::loss: return layer == n ? 1 : 0;
    case StepStage::backward: return layer == n ? 0 : layer < 0 ? s.picture_shape.size() : state_of(s, layer).out.size();
    case StepStage::update:
      return moment_trains(s, layer) ? static_cast<int>(state_of(s, layer).weight.size() + state_of(s, layer).bias.size()) : 0;
  }
  return 0;
}

Moment moment_first(const Snapshot& s, StepStage stage) {
  const std::vector<int> layers = moment_layers(s, stage);
  return layers.empty() ? Moment{} : Moment{stage, layers.front(), 1};
}
Moment moment_last(const Snapshot& s, StepStage stage) {
  const std::vector<int> layers = moment_layers(s, stage);
  return layers.empty() ? Moment{} : Moment{stage, layers.back(), moment_count(s, stage, layers.back())};
}

Moment moment_clamped(const Snapshot& s, Moment m) {
  if (m.stage == StepStage::rest) return {};
  const std::vector<int> layers = moment_layers(s, m.stage);
  if (layers.empty()) return {};
  if (position_of(layers, m.layer) < 0) {
    const auto [low, high] = std::ranges::minmax(layers);
    m.layer = std::clamp(m.layer, low, high);
    if (position_of(layers, m.layer) < 0) m.layer = layers.front();
  }
  m.index = std::clamp(m.index, 1, std::max(1, moment_count(s, m.stage, m.layer)));
  return m;
}

std::optional<Moment> moment_next(const Snapshot& s, const Moment& given, MomentUnit unit) {
  if (given.stage == StepStage::rest) return moment_first(s, StepStage::forward);
  const Moment m = moment_clamped(s, given);
  const int n = moment_count(s, m.stage, m.layer);
  if (unit == MomentUnit::stage) {
    const Moment end = moment_last(s, m.stage);
    if (!(m == end)) return end;
  } else if (m.index < n) {
    return Moment{m.stage, m.layer, unit == MomentUnit::cell ? m.index + 1 : n};
  }
  const std::vector<int> layers = moment_layers(s, m.stage);
  const int at = position_of(layers, m.layer);
  if (unit != MomentUnit::stage && at + 1 < static_cast<int>(layers.size())) {
    const int layer = layers[static_cast<std::size_t>(at + 1)];
    return Moment{m.stage, layer, unit == MomentUnit::cell ? 1 : moment_count(s, m.stage, layer)};
  }
  for (int i = stage_index(m.stage) + 1; i < 4; ++i) {
    const Moment first = moment_first(s, kStages[i]);
    if (first.stage == StepStage::rest) continue;  // nothing is trained: there is no update
    if (unit == MomentUnit::cell) return first;
    return unit == MomentUnit::stage ? moment_last(s, kStages[i])
                                     : Moment{first.stage, first.layer, moment_count(s, first.stage, first.layer)};
  }
  return std::nullopt;
}

Moment moment_previous(const Snapshot& s, const Moment& given, MomentUnit unit) {
  if (given.stage == StepStage::rest) return given;
  const Moment m = moment_clamped(s, given);
  if (unit == MomentUnit::cell && m.index > 1) return {m.stage, m.layer, m.index - 1};
  const std::vector<int> layers = moment_layers(s, m.stage);
  const int at = position_of(layers, m.layer);
  if (unit != MomentUnit::stage && at > 0) {
    const int layer = layers[static_cast<std::size_t>(at - 1)];
    return {m.stage, layer, moment_count(s, m.stage, layer)};
  }
  for (int i = stage_index(m.stage) - 1; i >= 0; --i) {
    const Moment last = moment_last(s, kStages[i]);
    if (last.stage != StepStage::rest) return last;
  }
  return moment_first(s, StepStage::forward);
}

Moment moment_at_stage(const Snapshot& s, double share) {
  const double place = std::clamp(share, 0.0, 1.0) * 4;
  int i = std::min(3, static_cast<int>(place));
  while (i > 0 && moment_layers(s, kStages[i]).empty()) --i;
  return moment_at_layer(s, kStages[i], place - i);
}

Moment moment_at_layer(const Snapshot& s, StepStage stage, double share) {
  const std::vector<int> layers = moment_layers(s, stage);
  if (layers.empty()) return {};
  const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(layers.size());
  const auto i = std::min(layers.size() - 1, static_cast<std::size_t>(place));
  return at_share(s, stage, layers[i], place - static_cast<double>(i));
}

double moment_share(const Snapshot& s, const Moment& given) {
  const Moment m = moment_clamped(s, given);
  const std::vector<int> layers = moment_layers(s, m.stage);
  if (layers.empty()) return 0;
  const int n = std::max(1, moment_count(s, m.stage, m.layer));
  // The middle of its position: at_share() of it is the same position again.
  return (position_of(layers, m.layer) + (m.index - .5) / n) / static_cast<double>(layers.size());
}

MomentMap moment_map(const Snapshot& s, const Moment& given) {
  const Moment m = moment_clamped(s, given);
  MomentMap map;
  const int index = std::max(0, m.index - 1);
  const auto within = [&](int index_of, int size, int row) {
    map.size = std::max(1, size);
    map.row = std::max(1, row);
    map.map = index_of / map.size;
    map.at = index_of % map.size + 1;
    map.first = index_of - index_of % map.size;
  };
  if (m.stage == StepStage::update) {
    const LayerState& state = state_of(s, m.layer);
    const auto weights = static_cast<int>(state.weight.size()), biases = static_cast<int>(state.bias.size());
    const int filters = std::max(1, state.spec.units);
    map.maps = filters + (biases > 0 ? 1 : 0);
    if (index >= weights) {
      map = {filters, map.maps, index - weights + 1, std::max(1, biases), std::max(1, biases), weights, true};
    } else {
      const bool conv = state.spec.kind == LayerKind::conv;
      within(index, weights / filters, conv ? state.spec.kernel_w : std::min(12, weights / filters));
    }
    return map;
  }
  const int n = moment_count(s, m.stage, m.layer);
  const bool whole = m.layer >= layer_count(s);
  const Shape shape = whole ? Shape{n, 1, 1} : m.layer < 0 ? s.picture_shape : state_of(s, m.layer).out;
  if (shape.h * shape.w <= 1) {
    within(index, n, n);
  } else {
    map.maps = std::max(1, shape.c);
    within(index, shape.h * shape.w, shape.w);
  }
  return map;
}

Moment moment_at_cell(const Snapshot& s, const Moment& given, double share) {
  Moment m = moment_clamped(s, given);
  if (m.stage == StepStage::rest) return m;
  const MomentMap map = moment_map(s, m);
  m.index = map.first + std::clamp(1 + static_cast<int>(std::floor(share * map.size)), 1, map.size);
  return m;
}

CellRef moment_cell(const Snapshot& s, const Moment& given) {
  const Moment m = moment_clamped(s, given);
  if (m.stage != StepStage::forward && m.stage != StepStage::backward) return {-2, 0};
  return {m.layer, m.index - 1};
}

ParamRef moment_parameter(const Snapshot& s, const Moment& given) {
  const Moment m = moment_clamped(s, given);
  if (m.stage != StepStage::update) return {};
  const auto weights = static_cast<int>(state_of(s, m.layer).weight.size());
  if (m.index - 1 < weights) return {m.layer, ParamKind::weight, m.index - 1};
  return {m.layer, ParamKind::bias, m.index - 1 - weights};
}

Focus moment_present(const Snapshot& s, const Moment& given) {
  const Moment m = moment_clamped(s, given);
  Focus focus;
  switch (m.stage) {
    case StepStage::rest: break;
    case StepStage::loss:
      focus.kind = FocusKind::vote_class;
      focus.vote_class = s.label;
      break;
    case StepStage::update:
      focus.kind = FocusKind::parameter;
      focus.param = moment_parameter(s, m);
      break;
    case StepStage::forward:
    case StepStage::backward:
      if (m.layer >= layer_count(s) - 1) {
        focus.kind = FocusKind::vote_class;
        focus.vote_class = m.index - 1;
      } else {
        focus.kind = FocusKind::cell;
        focus.cell = {m.layer, m.index - 1};
      }
      break;
  }
  return focus;
}

int moment_written(const Snapshot& s, const Moment& m, bool gradient, int layer) {
  const int n = layer_count(s);
  const int all = layer >= n  ? static_cast<int>(s.probabilities.size())
                  : layer < 0 ? s.picture_shape.size()
                              : state_of(s, layer).out.size();
  if (m.stage == StepStage::rest) return all;
  if (!gradient) {
    if (m.stage != StepStage::forward || layer < m.layer) return all;
    return layer == m.layer ? std::min(all, m.index) : 0;
  }
  if (m.stage == StepStage::update) return all;
  if (m.stage != StepStage::backward) return 0;
  return layer > m.layer ? all : layer == m.layer ? std::min(all, m.index) : 0;
}

bool moment_pending(const Snapshot& s, const Moment& m, bool gradient, CellRef cell) {
  return m.stage != StepStage::rest && cell.index >= moment_written(s, m, gradient, cell.layer);
}

bool moment_pending_weights(const Snapshot& s, const Moment& m, bool gradient, int layer) {
  if (!gradient || m.stage == StepStage::rest || layer < 0 || layer >= layer_count(s)) return false;
  return moment_written(s, m, true, layer) < state_of(s, layer).out.size();
}

float moment_updated(const Snapshot& s, ParamRef param) {
  const LayerState& state = state_of(s, param.layer);
  const bool bias = param.kind == ParamKind::bias;
  const auto at = static_cast<std::size_t>(param.index);
  const float old = (bias ? state.bias : state.weight)[at];
  const std::vector<std::uint8_t>& locked = bias ? state.locked_bias : state.locked_weight;
  const bool snapped = !state.allowed.empty();  // such a layer training leaves alone
  if (!moment_trains(s, param.layer) || (at < locked.size() && locked[at] != 0) || snapped) return old;
  return old - s.learning_rate * (bias ? state.d_bias : state.d_weight)[at];
}

Snapshot moment_moved(const Snapshot& s, const Moment& given) {
  Snapshot moved = s;
  const Moment m = moment_clamped(s, given);
  if (m.stage != StepStage::update) return moved;
  for (const int layer : moment_layers(s, StepStage::update)) {
    if (layer > m.layer) break;
    LayerState& state = moved.layers[static_cast<std::size_t>(layer)];
    const auto weights = static_cast<int>(state.weight.size()), biases = static_cast<int>(state.bias.size());
    const int done = layer < m.layer ? weights + biases : m.index;
    for (int i = 0; i < std::min(done, weights); ++i)
      state.weight[static_cast<std::size_t>(i)] = moment_updated(s, {layer, ParamKind::weight, i});
    for (int i = 0; i < done - weights; ++i)
      state.bias[static_cast<std::size_t>(i)] = moment_updated(s, {layer, ParamKind::bias, i});
  }
  return moved;
}

}  // namespace rizbin
