// TwinLab: the second network of the twin lab, stepping in lockstep with the runner's, and the race run behind it. Created when
// the lab opens, gone when it closes: nothing of it is saved.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "engine/study/change.h"
#include "engine/study/race.h"
#include "engine/study/twin.h"
#include "web/runner/runner.h"

namespace rizbin {

class TwinLab {
 public:
  explicit TwinLab(std::function<double()> clock_s) : clock_s_(std::move(clock_s)) {}

  // A difference the network cannot have is refused and leaves the lab as it was.
  Result<void> open(const Runner& runner, TwinKind kind);
  void close();
  [[nodiscard]] bool is_open() const { return twin_.has_value(); }
  [[nodiscard]] TwinKind kind() const { return twin_->kind(); }

  void start_race(const Runner& runner);
  void stop_race() { racing_ = false; }
  [[nodiscard]] bool racing() const { return racing_; }
  [[nodiscard]] const Race* race() const { return race_ ? &*race_ : nullptr; }

  // Follows the runner's network, then races on with what is left of the budget.
  void tick(const Runner& runner, double budget_ms);
  // More to do: draw again.
  [[nodiscard]] bool wants_frame() const { return is_open() && (behind_ || racing_); }
  // The twin is not yet at the runner's step: the runner waits for it.
  [[nodiscard]] bool behind() const { return behind_; }

  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const { return twin_ ? twin_->snapshot() : nullptr; }
  // First minus second.
  [[nodiscard]] const Change* difference(const std::shared_ptr<const Snapshot>& first);

 private:
  std::function<double()> clock_s_;
  std::optional<Twin> twin_;
  std::optional<Race> race_;
  bool racing_ = false;
  bool behind_ = false;
  Change difference_;
  std::shared_ptr<const Snapshot> difference_of_;
};

}  // namespace rizbin
