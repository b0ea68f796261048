// Undo and redo: entries keep the parts of the state that a command touched and swap them with the present (session.h).
#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/session/record.h"

namespace rizbin {

std::vector<LayerSpec> specs_of(const Network& network) {
  std::vector<LayerSpec> specs;
  specs.reserve(static_cast<std::size_t>(network.layer_count()));
  for (int i = 0; i < network.layer_count(); ++i) specs.push_back(network.spec(i));
  return specs;
}

std::vector<float> flat_parameters(const Network& network) {
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(network.parameter_count()));
  for (int i = 0; i < network.layer_count(); ++i) {
    const auto weight = network.weight(i);
    const auto bias = network.bias(i);
    values.insert(values.end(), weight.begin(), weight.end());
    values.insert(values.end(), bias.begin(), bias.end());
  }
  return values;
}

void set_flat_parameters(Network& network, std::span<const float> values) {
  std::size_t at = 0;
  for (int i = 0; i < network.layer_count(); ++i) {
    for (float& w : network.weight(i)) w = values[at++];
    for (float& b : network.bias(i)) b = values[at++];
  }
}

namespace {

bool same_bits(std::span<const float> a, std::span<const float> b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

}  // namespace

bool same_shapes(const Network& a, const Network& b) {
  if (a.layer_count() != b.layer_count()) return false;
  for (int i = 0; i < a.layer_count(); ++i) {
    if (a.spec(i).id != b.spec(i).id || a.spec(i).kind != b.spec(i).kind || a.out(i) != b.out(i)) return false;
  }
  return true;
}

bool same_model(const ModelPart& a, const ModelPart& b) {
  return a.limits == b.limits && a.step == b.step && specs_of(a.network) == specs_of(b.network) &&
         same_bits(flat_parameters(a.network), flat_parameters(b.network)) && same_bits(a.velocity, b.velocity);
}

ModelPart SessionState::keep_model() const {
  ModelPart part = model;
  const std::span<const float> velocity = trainer->velocity();
  part.velocity.assign(velocity.begin(), velocity.end());
  return part;
}

UndoEntry SessionState::keep(bool with_picture, bool with_settings, bool with_model) const {
  UndoEntry entry;
  if (with_picture) entry.picture = picture;
  if (with_settings) entry.settings = settings;
  if (with_model) entry.model = keep_model();
  return entry;
}

bool SessionState::commit(UndoEntry before, int gesture) {
  if (before.model) follow_layers(before);
  const bool settings_differ = before.settings && *before.settings != settings;
  const bool model_differs = before.model && !same_model(*before.model, keep_model());
  // A reset begins a new record: in the past of the old one that is a change even where the weights are those of the start.
  const bool restarted = before.model && !model.record;
  const bool future_left = restarted && before.model->record && before.model->record->last > before.model->step;
  const bool in_time = settings_differ || model_differs || future_left;
  const bool differs = (before.picture && *before.picture != picture) || in_time;
  if (restarted && !in_time) {
    model.record = before.model->record;
    model.history = before.model->history;
    if (!model.record) start_record();
  }
  if (!differs) {
    // Nothing to undo; but choosing the same rate or start again is still a way to say "go on".
    if (trouble.happened && (before.settings || before.model)) {
      model_changed();
      changed();
    }
    return false;
  }

  const bool merge = gesture != 0 && redo.empty() && !undo.empty() && undo.back().gesture == gesture &&
                     undo.back().picture.has_value() == before.picture.has_value() &&
                     undo.back().settings.has_value() == before.settings.has_value() &&
                     undo.back().model.has_value() == before.model.has_value();
  redo.clear();
  if (!merge) {
    before.gesture = gesture;
    undo.push_back(std::move(before));
    if (undo.size() > kUndoDepth) undo.erase(undo.begin());
  }
  if (in_time) {
    note_change();
    model_changed();
  }
  changed();
  return true;
}

void SessionState::swap_with(UndoEntry& entry) {
  if (entry.picture) std::swap(*entry.picture, picture);
  if (entry.settings) std::swap(*entry.settings, settings);
  if (entry.model) {
    ModelPart present = keep_model();
    restore_model(std::move(*entry.model));
    entry.model = std::move(present);
    if (!model.record) start_record();  // let go to save memory
  }
  if (entry.settings || entry.model) model_changed();
  changed();
}

void SessionState::restore_model(ModelPart part) {
  const bool same_layers = specs_of(part.network) == specs_of(model.network);
  model = std::move(part);
  if (same_layers) {
    trainer->set_velocity(model.velocity);
  } else {
    make_trainer(model.velocity);
  }
}

void SessionState::model_changed() {
  ++model_version;
  trouble = {};
  kept.exists = false;
}

}  // namespace rizbin
