// The record of training: checkpoints every few steps, one at every change by hand, and how far it goes. Any step between its first
// and its last is a checkpoint and a replay of the steps after it, which gives the same bits (lecture chapters 13 and 14).
//
// Everything that decides the next step is in a checkpoint: parameters, momentum, and (shared between checkpoints while nothing was
// changed by hand) layers, locks and settings. The state *at* a step is the one that went on from there: with several changes at
// one step, the last. Pieces are immutable and shared with what undo keeps; each counts the memory it takes in the session's
// account.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "engine/session/state.h"

namespace rizbin {

// Bytes of all records together, the present one and those that undo keeps.
struct RecordAccount {
  std::size_t bytes = 0;
};
class Charge {
 public:
  Charge(std::shared_ptr<RecordAccount> account, std::size_t bytes) : account_(std::move(account)), bytes_(bytes) {
    account_->bytes += bytes_;
  }
  Charge(Charge&&) noexcept = default;  // the account goes along
  Charge& operator=(Charge&&) = delete;
  ~Charge() {
    if (account_) account_->bytes -= bytes_;
  }

 private:
  std::shared_ptr<RecordAccount> account_;
  std::size_t bytes_;
};

// What stays from one change by hand to the next: everything of a model but its numbers and its time, and the settings.
struct Frame {
  ModelPart model;
  SettingsPart settings;
  Charge charge;
};
struct Checkpoint {
  int step = 0;
  bool by_hand = false;  // a change led here, not training alone
  std::vector<float> parameters;
  std::vector<float> velocity;
  std::shared_ptr<const Frame> frame;
  Charge charge;
};

struct TrainingRecord {
  std::vector<std::shared_ptr<const Checkpoint>> checkpoints;  // steps ascending, never empty once begun
  int last = 0;
  int spacing = 4;  // steps between those that no hand made; doubled to save memory

  [[nodiscard]] int first() const { return checkpoints.front()->step; }
  // The checkpoint to replay from: the last before the step, or the one at it where replaying would not lead to it.
  [[nodiscard]] const Checkpoint& before(int step) const;
  [[nodiscard]] const Checkpoint* by_hand_at(int step) const;
  void cut(int step);  // nothing after it
  void thin();  // to `spacing`
};

inline constexpr std::size_t kMostCheckpoints = 1024;  // of one record
inline constexpr int kShortReplay = 256;  // what undo keeps goes before replays become longer than this

}  // namespace rizbin
