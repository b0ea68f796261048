// The present state as a Snapshot, and its fingerprint.
#include <algorithm>
#include <utility>

#include "engine/data/examples.h"
#include "engine/session/state.h"

namespace rizbin {

std::uint64_t SessionState::hash() const {
  Hash h;
  h.text(picture.name);
  h.i32(picture.label);
  h.floats(picture.values);

  h.text(settings.preset);
  h.text(settings.base);
  h.byte(static_cast<std::uint8_t>(settings.glyphs));
  h.u64(settings.seed);
  h.f32(settings.optimizer.learning_rate);
  h.f32(settings.optimizer.momentum);
  h.byte(static_cast<std::uint8_t>(settings.trained));
  h.byte(static_cast<std::uint8_t>(settings.loss));
  for (const float amount : {settings.variation.shift, settings.variation.scale, settings.variation.rotation,
                             settings.variation.thickness, settings.variation.noise})
    h.f32(amount);
  h.i32(settings.batch);

  h.i32(model.step);
  for (int i = 0; i < model.network.layer_count(); ++i) {
    const LayerSpec& spec = model.network.spec(i);
    h.text(spec.id);
    h.byte(static_cast<std::uint8_t>(spec.kind));
    for (const int v : {spec.units, spec.kernel_h, spec.kernel_w, spec.stride, spec.window}) h.i32(v);
    for (const bool v : {spec.same, spec.mean, spec.bias}) h.byte(v ? 1 : 0);
    h.floats(model.network.weight(i));
    h.floats(model.network.bias(i));
  }
  h.floats(trainer->velocity());

  // Where there is nothing of the kind, the fingerprint is what it was before there could be.
  if (!picture.by_hand.empty()) h.text("by hand");
  for (const ByHand& set : picture.by_hand) {
    h.i32(set.cell.layer);
    h.i32(set.cell.index);
    h.f32(set.value);
  }
  for (std::size_t i = 0; i < model.limits.size(); ++i) {
    const LayerLimits& limits = model.limits[i];
    if (!limits.any()) continue;
    h.text("limits");
    h.i32(static_cast<int>(i));
    for (const auto* locks : {&limits.locked_weight, &limits.locked_bias}) {
      h.i32(static_cast<int>(locks->size()));
      for (const std::uint8_t lock : *locks) h.byte(lock);
    }
    h.i32(static_cast<int>(limits.allowed.size()));
    h.floats(limits.allowed);
  }
  return h.value();
}

std::shared_ptr<const Snapshot> SessionState::snapshot() {
  if (cached) return cached;
  note_history_if_due();

  auto s = std::make_shared<Snapshot>();
  s->version = version;
  s->hash = hash();
  s->preset = settings.preset;
  s->picture_shape = model.network.input();
  s->picture = picture.values;
  s->picture_name = picture.name;
  s->label = picture.label;
  s->glyphs = settings.glyphs;
  for (const std::string_view name : glyph_set(settings.glyphs).classes) s->classes.emplace_back(name);
  s->loss_kind = settings.loss;
  forward_one(model.network, picture.values, *s, picture.by_hand);
  backward_one(model.network, picture.label, settings.loss, *s);
  for (std::size_t i = 0; i < model.limits.size() && i < s->layers.size(); ++i) {
    s->layers[i].locked_weight = model.limits[i].locked_weight;
    s->layers[i].locked_bias = model.limits[i].locked_bias;
    s->layers[i].allowed = model.limits[i].allowed;
  }
  for (LayerState& layer : s->layers) {
    layer.names.clear();
    if (layer.spec.kind != LayerKind::conv) continue;
    const std::size_t kernel = layer.weight.size() / static_cast<std::size_t>(layer.spec.units);
    for (std::size_t f = 0; f < static_cast<std::size_t>(layer.spec.units); ++f)
      layer.names.emplace_back(feature_name(std::span(layer.weight).subspan(f * kernel, kernel)));
  }

  s->step = model.step;
  s->run_length = model.run_length;
  s->learning_rate = settings.optimizer.learning_rate;
  s->momentum = settings.optimizer.momentum;
  s->batch = settings.batch;
  s->seed = settings.seed;
  s->trained = settings.trained;
  s->variation = settings.variation;
  const Measured& now = measure();
  s->now = now.metric;
  s->heldout = now.held_out;
  s->history = model.history;
  if (in_the_past()) {
    const auto at = std::ranges::upper_bound(*model.history, model.step, {}, &Metric::step);
    s->history = std::make_shared<const History>(model.history->begin(), at);
    s->future = std::make_shared<const History>(at, model.history->end());
  }
  s->next_batch = next_batch();
  s->record = record_view();
  s->trouble = trouble;
  s->can_undo = !undo.empty();
  s->can_redo = !redo.empty();
  cached = std::move(s);
  return cached;
}

}  // namespace rizbin
