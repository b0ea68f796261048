// Training, and how well it goes: batches from the seed's stream, the held-out glyphs, the history of both.
//
// "Training" accuracy and loss are measured on the first 96 glyphs of this seed's own training stream (those of the first twelve
// batches of 8): glyphs the network practises on. "Held-out" ones come from a stream that is never trained on, the same for every
// seed. Both are made with the present variation.
#include <algorithm>
#include <cmath>

#include "engine/core/math.h"
#include "engine/session/state.h"

namespace rizbin {
namespace {

constexpr int kPredictChunk = 32;

// First layer with a parameter that is not finite, or −2.
int broken_parameter_layer(const Network& network) {
  for (int i = 0; i < network.layer_count(); ++i) {
    for (const float w : network.weight(i))
      if (!std::isfinite(w)) return i;
    for (const float b : network.bias(i))
      if (!std::isfinite(b)) return i;
  }
  return -2;
}

// The loss of one sample from its probabilities (engine/train/loss.h has it from the votes). A probability that rounded to 0
// counts as the smallest float: the loss on a curve stays a number.
float loss_from(std::span<const float> p, int label, LossKind kind) {
  const auto right = static_cast<std::size_t>(label);
  if (kind == LossKind::cross_entropy) return -math::log(std::max(p[right], 1e-38f));
  float sum = 0;
  for (std::size_t k = 0; k < p.size(); ++k) {
    const float error = p[k] - (k == right ? 1.0f : 0.0f);
    sum += error * error;
  }
  return sum;
}

std::vector<float> predict(Trainer& trainer, const Network& network, const Samples& samples) {
  const auto size = static_cast<std::size_t>(network.input().size());
  const auto classes = static_cast<std::size_t>(network.classes());
  std::vector<float> probabilities(samples.labels.size() * classes);
  for (std::size_t first = 0; first < samples.labels.size(); first += kPredictChunk) {
    const std::size_t count = std::min<std::size_t>(kPredictChunk, samples.labels.size() - first);
    trainer.predict(network, std::span(samples.pictures).subspan(first * size, count * size),
                    std::span(probabilities).subspan(first * classes, count * classes));
  }
  return probabilities;
}

}  // namespace

bool history_due(int step) {
  if (step <= 8) return true;
  int every = 4;
  for (int octave = 512; octave <= step; octave *= 2) every *= 2;
  return step % every == 0;
}

Score score_of(std::span<const float> probabilities, std::span<const int> labels, int classes, LossKind loss) {
  Score score;
  const auto width = static_cast<std::size_t>(classes);
  int right = 0;
  float sum = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::span<const float> p = probabilities.subspan(i * width, width);
    const auto verdict = static_cast<int>(std::ranges::max_element(p) - p.begin());
    right += verdict == labels[i] ? 1 : 0;
    sum += loss_from(p, labels[i], loss);
  }
  const auto count = static_cast<float>(std::max<std::size_t>(labels.size(), 1));
  score.loss = sum / count;
  score.accuracy = static_cast<float>(right) / count;
  return score;
}

void SessionState::make_trainer(std::span<const float> velocity) {
  trainer = std::make_unique<Trainer>(model.network, std::max(settings.batch, kPredictChunk));
  if (velocity.size() == trainer->velocity().size()) trainer->set_velocity(velocity);
}

void SessionState::reset_model() {
  const Preset& preset = *find_preset(settings.base);
  const std::vector<float> held = flat_parameters(model.network);
  settings.preset == kOwnPreset ? set_own_start(preset, settings.seed, model.network)
                                : set_start(preset, settings.seed, model.network);
  hold_limits(held);
  model.step = 0;
  model.run_length = preset.run_length;
  model.history = std::make_shared<const History>();
  model.record.reset();  // begun anew by commit()
  const std::vector<float> still(trainer->velocity().size(), 0.0f);
  trainer->set_velocity(still);
}

void SessionState::fill_samples() {
  if (samples_seed == settings.seed && samples_variation == settings.variation && samples_glyphs == settings.glyphs) return;
  const Shape shape = model.network.input();
  probe = make_samples(settings.seed, kTrainingStream, 0, kProbe, settings.variation, shape, settings.glyphs);
  held_out = make_samples(kHeldOutSeed, kHeldOutStream, 0, kProbe, settings.variation, shape, settings.glyphs);
  samples_seed = settings.seed;
  samples_variation = settings.variation;
  samples_glyphs = settings.glyphs;
}

const SessionState::Measured& SessionState::measure() {
  if (measured.of == model_version) return measured;
  fill_samples();
  const int classes = model.network.classes();
  const Score train = score_of(predict(*trainer, model.network, probe), probe.labels, classes, settings.loss);

  auto verdicts = std::make_shared<HeldOut>();
  verdicts->shape = model.network.input();
  verdicts->classes = classes;
  verdicts->pictures = held_out.pictures;
  verdicts->labels = held_out.labels;
  verdicts->probabilities = predict(*trainer, model.network, held_out);
  const Score unseen = score_of(verdicts->probabilities, held_out.labels, classes, settings.loss);

  measured.metric = {.step = model.step,
                     .train_loss = train.loss,
                     .train_accuracy = train.accuracy,
                     .heldout_loss = unseen.loss,
                     .heldout_accuracy = unseen.accuracy};
  measured.held_out = std::move(verdicts);
  measured.of = model_version;
  return measured;
}

void SessionState::note_history() {
  const Metric point = measure().metric;
  // Snapshots share the list; it is copied only where one still holds it.
  auto next = std::make_shared<History>(*model.history);
  while (!next->empty() && next->back().step >= point.step) next->pop_back();
  next->push_back(point);
  model.history = std::move(next);
}

void SessionState::note_history_if_due() {
  if (in_the_past()) return;  // its points are there
  const bool stale = !model.history->empty() && model.history->back().step == model.step && measured.of != model_version;
  const bool missing = (model.history->empty() || model.history->back().step < model.step) && history_due(model.step);
  if (stale || missing) note_history();
}

void SessionState::fill_batch() {
  const Shape shape = model.network.input();
  const auto size = static_cast<std::size_t>(shape.size());
  const auto count = static_cast<std::size_t>(settings.batch);
  batch_pictures.resize(count * size);
  batch_labels.resize(count);
  const std::uint64_t first = static_cast<std::uint64_t>(model.step) * count;
  for (std::size_t i = 0; i < count; ++i)
    batch_labels[i] = make_sample(settings.seed, kTrainingStream, first + i, settings.variation, shape,
                                  std::span(batch_pictures).subspan(i * size, size), settings.glyphs);
}

std::shared_ptr<const BatchView> SessionState::next_batch() {
  if (batch_seen.view && batch_seen.of == model_version) return batch_seen.view;
  fill_batch();
  auto view = std::make_shared<BatchView>();
  view->shape = model.network.input();
  view->classes = model.network.classes();
  view->pictures = batch_pictures;
  view->labels = batch_labels;
  view->probabilities.resize(batch_labels.size() * static_cast<std::size_t>(view->classes));
  view->losses.resize(batch_labels.size());
  trainer->evaluate(model.network, batch_pictures, batch_labels, settings.loss, view->probabilities, view->losses);
  batch_seen = {.of = model_version, .view = std::move(view)};
  return batch_seen.view;
}

void SessionState::run_batch() {
  fill_batch();
  before_step.step = model.step;
  before_step.parameters = flat_parameters(model.network);
  before_step.velocity.assign(trainer->velocity().begin(), trainer->velocity().end());

  last_batch =
      trainer->step(model.network, batch_pictures, batch_labels, settings.optimizer, settings.trained, settings.loss, frozen());
}

bool SessionState::train_step() {
  if (in_the_past()) {
    replay_step();
    ++model_version;
    changed();
    return true;
  }
  note_history_if_due();  // the start, or an edit since the last point
  run_batch();
  int broken = last_batch.broken_layer;
  const bool updated = broken == -2;
  if (updated) broken = broken_parameter_layer(model.network);
  ++model_version;
  changed();
  if (broken == -2) {
    std::swap(kept, before_step);
    kept.exists = true;
    ++model.step;
    model.run_length = std::max(model.run_length, model.step);
    note_step();
    note_history_if_due();
    return true;
  }

  // The step's own start broke it, so go one step further back; if the update broke it, its start is good.
  const int at = model.step;
  const Kept& good = !updated && kept.exists ? kept : before_step;
  set_flat_parameters(model.network, good.parameters);
  trainer->set_velocity(good.velocity);
  model.step = good.step;
  forget_after(model.step);
  trouble = {.happened = true, .layer = broken, .step = at + 1, .kept_step = model.step};
  kept.exists = false;
  ++model_version;
  return false;
}

}  // namespace rizbin
