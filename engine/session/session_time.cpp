// Commands that move in time: the record of training (record.h), and one update from the glyph on the pad.
#include <cmath>
#include <format>
#include <utility>

#include "engine/session/record.h"
#include "engine/session/refusal.h"

namespace rizbin {

// Not an undo entry, as a step is none. The glyph stays: it is the learner's own. Settings that decide the steps go along.
Result<void> SessionState::seek(const SeekStep& command) {
  const std::shared_ptr<const TrainingRecord> record = model.record;
  if (refusal::outside(command.step, record->first(), record->last))
    return refusal::out_of_range("step", command.step, record->first(), record->last);
  if (command.step == model.step) return {};
  note_history_if_due();  // the point left behind, if it has none yet
  const Checkpoint& from = record->before(command.step);
  const bool on_the_way = model.step >= from.step && model.step < command.step;
  if (!on_the_way) enter(from);
  while (model.step < command.step) replay_step();
  trouble = {};
  ++model_version;
  changed();
  return {};
}

// w − rate · dL/dw with the gradients of the snapshot, the ones to be seen: no momentum, neither used nor moved. What training
// leaves alone (locked, or of a set of values) stays.
Result<void> SessionState::step_sample(const StepSample& command) {
  const std::shared_ptr<const Snapshot> now = snapshot();
  const float rate = settings.optimizer.learning_rate;
  Network next = model.network;
  int first = 0;
  for (int i = 0; i < next.layer_count() && settings.trained == TrainedPart::votes; ++i)
    if (next.spec(i).kind == LayerKind::dense) first = i;
  const std::span<const std::uint8_t> still = frozen();
  std::size_t at = 0;  // in the flat order
  bool finite = true;
  const auto move = [&](std::span<float> values, std::span<const float> gradient, bool trained) {
    for (std::size_t i = 0; i < values.size(); ++i, ++at) {
      if (!trained || (at < still.size() && still[at] != 0)) continue;
      values[i] = values[i] - rate * gradient[i];
      finite = finite && std::isfinite(values[i]);
    }
  };
  for (int i = 0; i < next.layer_count(); ++i) {
    const LayerState& layer = now->layers[static_cast<std::size_t>(i)];
    move(next.weight(i), layer.d_weight, i >= first);
    move(next.bias(i), layer.d_bias, i >= first);
    if (!finite)
      return std::unexpected(Error{.code = ErrorCode::not_finite,
                                   .where = layer.spec.id,
                                   .message = std::format("step_sample: {} would not be finite", layer.spec.id),
                                   .numbers = {}});
  }
  UndoEntry before = keep(false, false, true);
  model.network = std::move(next);
  commit(std::move(before), command.gesture);
  return {};
}

}  // namespace rizbin
