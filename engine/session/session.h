// Session: owns network, data, optimiser and undo history. The only way in is apply(Command), the only way out snapshot().
//
// Undo: an entry keeps the part of the state its command touched (picture and label, or parameters with optimiser, step and
// history, or both with settings) and swaps it with the present on undo, so redo brings back exactly what was there, training
// since included. Training steps and seeks are not entries: time has the record (record.h) and reset. The record belongs to the
// model, so undo brings back a future that a change in the past has cut.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/layers/snapshot.h"
#include "engine/session/command.h"

namespace rizbin {

class Session {
 public:
  // A name of preset_names().
  explicit Session(std::string_view preset = "free");
  ~Session();
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;

  // Refused commands change nothing and say why.
  Result<void> apply(const Command& command);

  // The present state; cached until something changes. Never null.
  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const;

  // Steps are cheap to run and a snapshot is not free: apply(StepTraining{n}) makes none until asked.
  // A step in which a number is not finite is not made: the weights go back to the last step that went well, Snapshot::trouble
  // says which layer broke first, and steps are refused until a setting or a weight is changed (undo counts) or training is reset.
  [[nodiscard]] int step() const;
  [[nodiscard]] int run_length() const;
  [[nodiscard]] bool stopped_by_trouble() const;

  // Everything but the undo history and the record of training: picture, label, network, weights, optimiser, random state,
  // settings, metrics.
  [[nodiscard]] std::vector<std::byte> save() const;
  // On error the session is as it was.
  Result<void> load(std::span<const std::byte> bytes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The networks of the picker, in order: "lecture12" (the lecture's machine), "lecture48", "free", "digits".
[[nodiscard]] std::span<const std::string_view> preset_names();
// The lecture's pictures, in order: "x", "x_shifted", "x_small", "x_tilted", "x_thick", "o", "o_shifted", "o_small", …; one of each
// digit: "digit_0", …
[[nodiscard]] std::span<const std::string_view> example_names(GlyphSet set = GlyphSet::x_o);
// ±1 pixels of an example (9×9, digits 28×28); empty for an unknown name.
[[nodiscard]] std::vector<float> example_picture(std::string_view name);

}  // namespace rizbin
