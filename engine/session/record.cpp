// See record.h. Keeping within the budget: first the spacing doubles, up to kShortReplay; then records that only undo still holds
// are let go, oldest first (undo itself stays); then the spacing doubles again; and if changes by hand alone fill the budget, the
// record begins later.
#include "engine/session/record.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace rizbin {
namespace {

constexpr std::size_t kOverhead = sizeof(Checkpoint) + 64;  // with its place in lists and its allocations
constexpr int kLongestSpacing = 1 << 22;
constexpr std::int64_t kMostRecovered = 60'000;  // steps × parameters: some tens of milliseconds

// Changes go into a list of one's own: others may hold the same.
TrainingRecord& own(std::shared_ptr<TrainingRecord>& record) {
  if (record.use_count() > 1) record = std::make_shared<TrainingRecord>(*record);
  return *record;
}

}  // namespace

const Checkpoint& TrainingRecord::before(int step) const {
  auto at = std::ranges::upper_bound(checkpoints, step, {}, [](const auto& c) { return c->step; });
  --at;  // the first checkpoint is at or before the step
  if ((*at)->step == step && !(*at)->by_hand && at != checkpoints.begin()) --at;
  return **at;
}

const Checkpoint* TrainingRecord::by_hand_at(int step) const {
  const auto at = std::ranges::lower_bound(checkpoints, step, {}, [](const auto& c) { return c->step; });
  return at != checkpoints.end() && (*at)->step == step && (*at)->by_hand ? at->get() : nullptr;
}

void TrainingRecord::cut(int step) {
  std::erase_if(checkpoints, [step](const auto& c) { return c->step > step; });
  last = std::min(last, step);
}

void TrainingRecord::thin() {
  const int begin = first();
  std::erase_if(checkpoints, [&](const auto& c) { return c->step != begin && !c->by_hand && c->step % spacing != 0; });
}

// --- what a session does with it ----------------------------------------------------------------------------------------------

bool SessionState::in_the_past() const { return model.step < model.record->last; }

void SessionState::add_checkpoint(bool by_hand) {
  TrainingRecord& record = own(model.record);
  std::shared_ptr<const Frame> frame;
  if (!by_hand && !record.checkpoints.empty()) {
    frame = record.checkpoints.back()->frame;
  } else {
    ModelPart bare = model;
    bare.record.reset();
    bare.history.reset();
    bare.velocity.clear();
    const std::size_t bytes = sizeof(Frame) + static_cast<std::size_t>(bare.network.parameter_count()) * 2 * sizeof(float) +
                              static_cast<std::size_t>(bare.network.layer_count()) * sizeof(LayerSpec) + 64;
    frame = std::make_shared<const Frame>(std::move(bare), settings, Charge(account, bytes));
  }
  std::vector<float> parameters = flat_parameters(model.network);
  std::vector<float> velocity(trainer->velocity().begin(), trainer->velocity().end());
  const std::size_t bytes = (parameters.size() + velocity.size()) * sizeof(float) + kOverhead;
  if (!record.checkpoints.empty() && record.checkpoints.back()->step == model.step) record.checkpoints.pop_back();
  record.checkpoints.push_back(std::make_shared<const Checkpoint>(model.step, by_hand, std::move(parameters), std::move(velocity),
                                                                  std::move(frame), Charge(account, bytes)));
  record.last = model.step;
  while (record.checkpoints.size() > kMostCheckpoints && record.spacing < kLongestSpacing) {
    record.spacing *= 2;
    record.thin();
  }
  if (account->bytes > record_budget) keep_within_budget();
}

void SessionState::start_record() {
  model.record = std::make_shared<TrainingRecord>();
  add_checkpoint(false);
}

void SessionState::recover_record() {
  const ModelPart loaded = keep_model();
  if (loaded.step > 0 && static_cast<std::int64_t>(loaded.step) * loaded.network.parameter_count() <= kMostRecovered) {
    reset_model();
    start_record();
    last_batch = {};
    while (model.step < loaded.step && last_batch.broken_layer == -2) {
      run_batch();
      ++model.step;
      note_step();
    }
    model.run_length = loaded.run_length;
    model.history = loaded.history;
    if (same_model(keep_model(), loaded)) return;
    restore_model(loaded);
  }
  start_record();
}

void SessionState::note_change() {
  if (!model.record) return start_record();
  own(model.record).cut(model.step);
  cut_history(model.step);
  add_checkpoint(true);
}

void SessionState::note_step() {
  if (model.step % model.record->spacing == 0) {
    add_checkpoint(false);
  } else {
    own(model.record).last = model.step;
  }
}

void SessionState::forget_after(int step) {
  cut_history(step);
  if (step < model.record->first()) return start_record();
  own(model.record).cut(step);
}

void SessionState::cut_history(int step) {
  if (model.history->empty() || model.history->back().step <= step) return;
  auto past = std::make_shared<History>(*model.history);
  while (!past->empty() && past->back().step > step) past->pop_back();
  model.history = std::move(past);
}

void SessionState::keep_within_budget() {
  const auto over = [this] { return account->bytes > record_budget; };
  const auto widen = [&](int up_to) {
    while (over()) {
      std::vector<TrainingRecord*> records{model.record.get()};
      for (std::vector<UndoEntry>* entries : {&undo, &redo})
        for (UndoEntry& entry : *entries)
          if (entry.model && entry.model->record && !std::ranges::contains(records, entry.model->record.get()))
            records.push_back(entry.model->record.get());
      int spacing = kLongestSpacing;
      for (const TrainingRecord* record : records) spacing = std::min(spacing, record->spacing);
      if (spacing >= up_to) return;
      for (TrainingRecord* record : records) {
        if (record->spacing != spacing) continue;
        record->spacing *= 2;
        record->thin();
      }
    }
  };
  widen(kShortReplay);
  for (std::vector<UndoEntry>* entries : {&undo, &redo})
    for (UndoEntry& entry : *entries)
      if (over() && entry.model) entry.model->record.reset();
  widen(kLongestSpacing);
  if (!over()) return;
  TrainingRecord& record = own(model.record);
  while (over() && record.checkpoints.size() > 1 && record.checkpoints[1]->step <= model.step)
    record.checkpoints.erase(record.checkpoints.begin());
}

void SessionState::enter(const Checkpoint& checkpoint) {
  ModelPart part = checkpoint.frame->model;
  part.step = checkpoint.step;
  part.run_length = model.run_length;
  part.history = model.history;
  part.record = model.record;
  part.velocity = checkpoint.velocity;
  set_flat_parameters(part.network, checkpoint.parameters);
  settings = checkpoint.frame->settings;
  if (!same_shapes(part.network, model.network)) picture.by_hand.clear();  // they stood on other layers
  restore_model(std::move(part));
  kept.exists = false;
}

void SessionState::replay_step() {
  run_batch();
  std::swap(kept, before_step);
  kept.exists = true;
  ++model.step;
  if (const Checkpoint* changed_there = model.record->by_hand_at(model.step)) enter(*changed_there);
}

Record SessionState::record_view() const {
  const TrainingRecord& record = *model.record;
  Record view;
  view.first = record.first();
  view.last = record.last;
  view.bytes = account->bytes;
  view.budget = record_budget;
  for (const auto& checkpoint : record.checkpoints)
    if (checkpoint->by_hand) view.edits.push_back(checkpoint->step);
  // What undo would bring back: a future that the change on top of the list has cut.
  if (!undo.empty() && undo.back().model && undo.back().model->record) {
    const ModelPart& old = *undo.back().model;
    if (old.record->last > old.step && record.first() <= old.step && record.by_hand_at(old.step) != nullptr) {
      view.branch_at = old.step;
      view.branch_last = old.record->last;
    }
  }
  return view;
}

}  // namespace rizbin
