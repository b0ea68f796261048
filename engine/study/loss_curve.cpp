#include "engine/study/loss_curve.h"

#include <algorithm>

#include "engine/core/hash.h"
#include "engine/study/loss_pass.h"

namespace rizbin {
namespace {

struct Set {
  std::span<const float> pictures;
  std::span<const int> labels;
  std::size_t size = 0;   // of one picture
  [[nodiscard]] std::span<const float> picture(std::size_t i) const { return pictures.subspan(i * size, size); }
};

Set set_of(const Snapshot& s, LossOver over) {
  const auto size = static_cast<std::size_t>(s.picture_shape.size());
  switch (over) {
    case LossOver::picture: return {s.picture, {&s.label, 1}, size};
    case LossOver::batch:
      if (s.next_batch) return {s.next_batch->pictures, s.next_batch->labels, size};
      break;
    case LossOver::held_out:
      if (s.heldout) return {s.heldout->pictures, s.heldout->labels, size};
      break;
  }
  return {};
}

float number_at(const Snapshot& s, const ParamRef& p) {
  const LayerState& layer = s.layers[static_cast<std::size_t>(p.layer)];
  return (p.kind == ParamKind::bias ? layer.bias : layer.weight)[static_cast<std::size_t>(p.index)];
}

// Calls visit(pass, label, by_hand) for every sample, after a run of the layers below `from`.
void for_each_sample(const Snapshot& snapshot, LossOver over, auto visit) {
  const Set set = set_of(snapshot, over);
  LossPass pass(snapshot);
  const bool by_hand = over == LossOver::picture;
  for (std::size_t i = 0; i < set.labels.size(); ++i) visit(pass, set.picture(i), set.labels[i], by_hand);
}

double multiplications(const LayerState& layer) {
  const double out = layer.out.size();
  switch (layer.spec.kind) {
    case LayerKind::conv: return out * layer.in.c * layer.spec.kernel_h * layer.spec.kernel_w;
    case LayerKind::dense: return out * layer.in.size();
    default: return out;
  }
}

}  // namespace

int samples_in(const Snapshot& snapshot, LossOver over) { return static_cast<int>(set_of(snapshot, over).labels.size()); }

std::vector<float> losses_along(const Snapshot& snapshot, const ParamRef& param, std::span<const float> values, LossOver over) {
  std::vector<float> losses(values.size(), 0.0f);
  const auto n = static_cast<float>(samples_in(snapshot, over));
  for_each_sample(snapshot, over, [&](LossPass& pass, std::span<const float> picture, int label, bool by_hand) {
    for (std::size_t v = 0; v < values.size(); ++v) {
      pass.set(param, values[v]);
      losses[v] += pass.run(picture, label, v == 0 ? 0 : param.layer, by_hand);
    }
  });
  if (over != LossOver::picture)
    for (float& loss : losses) loss = loss / n;
  return losses;
}

float loss_now(const Snapshot& snapshot, LossOver over) {
  if (over == LossOver::picture) return snapshot.loss;
  const auto n = static_cast<float>(samples_in(snapshot, over));
  float loss = 0;
  for_each_sample(snapshot, over, [&](LossPass& pass, std::span<const float> picture, int label, bool by_hand) {
    loss += pass.run(picture, label, 0, by_hand);
  });
  return n > 0 ? loss / n : 0;
}

float loss_slope(const Snapshot& snapshot, const ParamRef& param, LossOver over) {
  const auto n = static_cast<float>(samples_in(snapshot, over));
  float slope = 0;
  for_each_sample(snapshot, over, [&](LossPass& pass, std::span<const float> picture, int label, bool by_hand) {
    (void)pass.run(picture, label, 0, by_hand);
    slope += pass.slope(param, label, by_hand);
  });
  return over == LossOver::picture || n == 0 ? slope : slope / n;
}

DescentStep descent_step(const Snapshot& snapshot, const ParamRef& param, LossOver over) {
  DescentStep step;
  step.from = number_at(snapshot, param);
  step.rate = snapshot.learning_rate;
  step.slope = loss_slope(snapshot, param, over);
  step.to = step.from - step.rate * step.slope;
  const float ends[] = {step.from, step.to};
  const std::vector<float> losses = losses_along(snapshot, param, ends, over);
  step.loss_before = losses[0];
  step.loss_after = losses[1];
  return step;
}

std::vector<Trial> trials(const Snapshot& snapshot, const ParamRef& param, std::span<const float> moves, LossOver over) {
  const float from = number_at(snapshot, param), slope = loss_slope(snapshot, param, over);
  std::vector<float> values{from};
  for (const float move : moves) values.push_back(from + move);
  const std::vector<float> losses = losses_along(snapshot, param, values, over);
  std::vector<Trial> out;
  for (std::size_t i = 0; i < moves.size(); ++i)
    out.push_back({moves[i], values[i + 1], slope * moves[i], losses[i + 1], losses[i + 1] - losses[0]});
  return out;
}

Landscape landscape(const Snapshot& snapshot, const ParamRef& across, std::span<const float> across_values, const ParamRef& up,
                    std::span<const float> up_values, LossOver over) {
  Landscape land;
  land.across.assign(across_values.begin(), across_values.end());
  land.up.assign(up_values.begin(), up_values.end());
  land.loss.assign(across_values.size() * up_values.size(), 0.0f);
  const int from = std::min(across.layer, up.layer);
  const auto n = static_cast<float>(samples_in(snapshot, over));
  for_each_sample(snapshot, over, [&](LossPass& pass, std::span<const float> picture, int label, bool by_hand) {
    bool first = true;
    std::size_t at = 0;
    for (const float v : up_values) {
      pass.set(up, v);
      for (const float w : across_values) {
        pass.set(across, w);
        land.loss[at++] += pass.run(picture, label, first ? 0 : from, by_hand);
        first = false;
      }
    }
  });
  if (over != LossOver::picture)
    for (float& loss : land.loss) loss = loss / n;
  land.lowest = static_cast<int>(std::ranges::min_element(land.loss) - land.loss.begin());
  return land;
}

double work_of(const Snapshot& snapshot, const ParamRef& param, LossOver over) {
  double work = 0;
  for (std::size_t i = static_cast<std::size_t>(std::max(0, param.layer)); i < snapshot.layers.size(); ++i)
    work += multiplications(snapshot.layers[i]);
  return work * samples_in(snapshot, over);
}

std::uint64_t elsewhere(const Snapshot& snapshot, std::span<const ParamRef> params, LossOver over) {
  Hash h;
  h.byte(static_cast<std::uint8_t>(over));
  h.byte(static_cast<std::uint8_t>(snapshot.loss_kind));
  const Set set = set_of(snapshot, over);
  h.floats(set.pictures);
  for (const int label : set.labels) h.i32(label);
  for (std::size_t i = 0; i < snapshot.layers.size(); ++i) {
    const LayerState& layer = snapshot.layers[i];
    h.byte(static_cast<std::uint8_t>(layer.spec.kind));
    h.byte(layer.spec.mean ? 1 : 0);
    for (const int v : {layer.out.c, layer.out.h, layer.out.w, layer.spec.stride, layer.spec.window}) h.i32(v);
    for (const ParamKind kind : {ParamKind::weight, ParamKind::bias}) {
      const std::vector<float>& numbers = kind == ParamKind::bias ? layer.bias : layer.weight;
      for (std::size_t k = 0; k < numbers.size(); ++k) {
        const ParamRef ref{static_cast<int>(i), kind, static_cast<int>(k)};
        if (std::ranges::find(params, ref) != params.end()) {
          h.i32(ref.index);
        } else {
          h.f32(numbers[k]);
        }
      }
    }
    if (over != LossOver::picture) continue;
    for (const int cell : layer.by_hand) {
      h.i32(cell);
      h.f32(layer.value[static_cast<std::size_t>(cell)]);
    }
  }
  return h.value();
}

}  // namespace rizbin
