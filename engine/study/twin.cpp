// See twin.h.
#include "engine/study/twin.h"

#include <algorithm>
#include <utility>

namespace rizbin {
namespace {

constexpr float kHighestRate = 10;

int first_layer(const Snapshot& s, auto wanted) {
  const auto at = std::ranges::find_if(s.layers, [&](const LayerState& layer) { return wanted(layer.spec); });
  return at == s.layers.end() ? -1 : static_cast<int>(at - s.layers.begin());
}

bool is_relu(const LayerSpec& spec) { return spec.kind == LayerKind::relu; }
bool is_pool(const LayerSpec& spec) { return spec.kind == LayerKind::max_pool || spec.kind == LayerKind::mean_pool; }
bool is_square_conv(const LayerSpec& spec) { return spec.kind == LayerKind::conv && spec.kernel_h == spec.kernel_w; }

std::vector<LayerSpec> specs_of(const Snapshot& s) {
  std::vector<LayerSpec> specs;
  for (const LayerState& layer : s.layers) specs.push_back(layer.spec);
  return specs;
}

// A quarter turn clockwise of each channel of one filter.
Result<void> turn_kernel(Session& session) {
  const std::shared_ptr<const Snapshot> s = session.snapshot();
  const int layer = first_layer(*s, is_square_conv);
  const LayerState& state = s->layers[static_cast<std::size_t>(layer)];
  const int n = state.spec.kernel_h;
  for (int c = 0; c < std::max(1, state.in.c); ++c)
    for (int y = 0; y < n; ++y)
      for (int x = 0; x < n; ++x) {
        const float from = state.weight[static_cast<std::size_t>((c * n + (n - 1 - x)) * n + y)];
        Result<void> done = session.apply(SetParameter{.param = {layer, ParamKind::weight, (c * n + y) * n + x}, .value = from});
        if (!done) return done;
      }
  return {};
}

}  // namespace

int twin_layer(const Snapshot& first, TwinKind kind) {
  switch (kind) {
    case TwinKind::tanh:
    case TwinKind::no_relu: return first_layer(first, is_relu);
    case TwinKind::no_pooling: return first_layer(first, is_pool);
    case TwinKind::kernel_turned: return first_layer(first, is_square_conv);
    case TwinKind::rate_ten:
    case TwinKind::other_seed:
    case TwinKind::other_loss: return -1;
  }
  return -1;
}

bool twin_possible(const Snapshot& first, TwinKind kind) {
  if (kind == TwinKind::rate_ten) return first.learning_rate > 0 && first.learning_rate < kHighestRate;
  return kind == TwinKind::other_seed || kind == TwinKind::other_loss || twin_layer(first, kind) >= 0;
}

Result<void> make_difference(Session& session, TwinKind kind) {
  const std::shared_ptr<const Snapshot> s = session.snapshot();
  std::vector<LayerSpec> specs = specs_of(*s);
  switch (kind) {
    case TwinKind::tanh:
      for (LayerSpec& spec : specs)
        if (is_relu(spec)) spec.kind = LayerKind::tanh;
      return session.apply(SetArchitecture{std::move(specs)});
    case TwinKind::no_relu: std::erase_if(specs, is_relu); return session.apply(SetArchitecture{std::move(specs)});
    case TwinKind::no_pooling: std::erase_if(specs, is_pool); return session.apply(SetArchitecture{std::move(specs)});
    case TwinKind::rate_ten: return session.apply(SetLearningRate{std::min(kHighestRate, s->learning_rate * 10)});
    case TwinKind::other_seed: return session.apply(SetSeed{s->seed + 1});
    case TwinKind::kernel_turned: return turn_kernel(session);
    case TwinKind::other_loss:
      return session.apply(
          SetLossKind{s->loss_kind == LossKind::cross_entropy ? LossKind::squared_error : LossKind::cross_entropy});
  }
  return {};
}

Twin::Origin Twin::origin_of(const Snapshot& first) {
  return {first.preset, first.seed, first.batch, first.picture_shape, specs_of(first)};
}

Result<Twin> Twin::make(const Session& first, TwinKind kind) {
  if (!twin_possible(*first.snapshot(), kind))
    return std::unexpected(Error{.code = ErrorCode::unknown_layer,
                                 .where = "twin",
                                 .message = "the network has no such layer to be different in",
                                 .numbers = {}});
  Twin twin(Session{}, kind);
  if (Result<void> started = twin.restart(first); !started) return std::unexpected(started.error());
  return twin;
}

Result<void> Twin::restart(const Session& first) {
  origin_ = origin_of(*first.snapshot());
  const std::vector<std::byte> bytes = first.save();
  if (Result<void> done = session_.load(bytes); !done) return done;
  if (Result<void> done = session_.apply(ResetTraining{}); !done) return done;
  return make_difference(session_, kind_);
}

void Twin::take_settings(const Snapshot& first) {
  const std::shared_ptr<const Snapshot> mine = session_.snapshot();
  const auto give = [&](bool differs, const Command& command) {
    if (differs) static_cast<void>(session_.apply(command));
  };
  const bool tenfold = kind_ == TwinKind::rate_ten;
  const float rate = tenfold ? std::min(kHighestRate, first.learning_rate * 10) : first.learning_rate;
  give(mine->learning_rate != rate, SetLearningRate{rate});
  give(mine->momentum != first.momentum, SetMomentum{first.momentum});
  give(mine->trained != first.trained, SetTrainedPart{first.trained});
  give(!(mine->variation == first.variation), SetVariation{first.variation});
  const LossKind other = first.loss_kind == LossKind::cross_entropy ? LossKind::squared_error : LossKind::cross_entropy;
  const LossKind loss = kind_ == TwinKind::other_loss ? other : first.loss_kind;
  give(mine->loss_kind != loss, SetLossKind{loss});
  give(mine->picture != first.picture || mine->label != first.label || mine->picture_name != first.picture_name,
       SetPicture{.values = first.picture, .label = first.label, .name = first.picture_name});
}

bool Twin::follow(const Session& first, int most_steps) {
  const std::shared_ptr<const Snapshot> target = first.snapshot();
  if (!(origin_of(*target) == origin_) && !restart(first)) return true;
  if (target->step < session_.step()) {
    // Back in time, or a new start. Only where both keep the past is going back the same thing as training up to there again.
    const std::shared_ptr<const Snapshot> mine = session_.snapshot();
    const bool in_past =
        target->record.last > target->step && mine->record.first <= target->step && target->step <= mine->record.last;
    if (!in_past || !session_.apply(SeekStep{target->step})) {
      if (!restart(first)) return true;
    }
  }
  take_settings(*target);
  const int ahead = target->step - session_.step();
  if (ahead <= 0 || session_.stopped_by_trouble()) return true;
  const int steps = std::min(ahead, most_steps);
  if (steps <= 0 || !session_.apply(StepTraining{steps})) return steps > 0;
  return session_.step() >= target->step || session_.stopped_by_trouble();
}

}  // namespace rizbin
