#include "web/runner/runner.h"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>
#include <variant>

namespace rizbin {
namespace {

constexpr int kExtension = 240;
// A frame that came late (another tab, a slow machine) does not make the training leap: at most this much time is made up for.
constexpr double kLongestCatchUpS = 0.1;
constexpr std::size_t kMostErrors = 32;

// Whether a command is an edit by hand, and its gesture.
struct Edit {
  bool happens = false;
  int gesture = 0;
};
Edit edit_of(const Command& command) {
  return std::visit(
      [](const auto& c) -> Edit {
        using C = std::decay_t<decltype(c)>;
        if constexpr (std::is_same_v<C, PaintPixels> || std::is_same_v<C, SetParameter> || std::is_same_v<C, SetActivation> ||
                      std::is_same_v<C, SetKernel> || std::is_same_v<C, StepSample>) {
          return {true, c.gesture};
        } else {
          return {std::is_same_v<C, SetPicture> || std::is_same_v<C, LoadExample> || std::is_same_v<C, ClearPicture> ||
                      std::is_same_v<C, MovePicture> || std::is_same_v<C, SetConvMode> || std::is_same_v<C, ClearActivations> ||
                      std::is_same_v<C, SetAllowed> || std::is_same_v<C, SwapFilters> || std::is_same_v<C, ResetTraining> ||
                      std::is_same_v<C, SetSeed> || std::is_same_v<C, Undo> || std::is_same_v<C, Redo>,
                  0};
        }
      },
      command);
}

}  // namespace

Runner::Runner(std::string_view preset, std::function<double()> clock_s) : session_(preset), clock_s_(std::move(clock_s)) {}

bool Runner::apply(const Command& command) {
  const Edit edit = edit_of(command);
  std::shared_ptr<const Snapshot> before;
  if (edit.happens && (edit.gesture == 0 || edit.gesture != edit_gesture_)) before = session_.snapshot();
  Result<void> result = session_.apply(command);
  if (result && std::holds_alternative<LoadNetwork>(command)) {
    before_edit_.reset();
  } else if (result && before && before->hash != session_.snapshot()->hash) {
    before_edit_ = std::move(before);
    edit_gesture_ = edit.gesture;
  }
  // The start, another network and a step of the past are there to be looked at.
  if (std::holds_alternative<ResetTraining>(command) || std::holds_alternative<LoadNetwork>(command) ||
      std::holds_alternative<SeekStep>(command))
    pause();
  if (result) return true;
  last_error_ = result.error();
  if (errors_.size() == kMostErrors) errors_.erase(errors_.begin());
  errors_.push_back(std::move(result.error()));
  return false;
}

void Runner::apply_queue() {
  for (const Command& command : queue_.take()) apply(command);
}

Result<void> Runner::apply_now(const Command& command) {
  apply_queue();
  if (apply(command)) return {};
  return std::unexpected(last_error_);
}

Result<void> Runner::load(std::span<const std::byte> bytes) {
  Result<void> result = session_.load(bytes);
  if (result) {
    before_edit_.reset();
    pause();
    static_cast<void>(queue_.take());
  }
  return result;
}

void Runner::play() {
  apply_queue();  // may pause
  if (playing_) return;
  if (session_.step() >= session_.run_length() && !apply(ExtendRun{kExtension})) return;
  if (session_.stopped_by_trouble()) {
    apply(StepTraining{1});  // refused: says why
    return;
  }
  playing_ = true;
  fresh_ = true;
}

void Runner::step_once() {
  pause();
  enqueue(StepTraining{1});
}

void Runner::train(double now_s, double budget_ms) {
  if (fresh_) {
    fresh_ = false;
    last_s_ = now_s;
    owed_ = 1;  // the first step is seen at once
  }
  const double passed_s = std::clamp(now_s - last_s_, 0.0, kLongestCatchUpS);
  last_s_ = now_s;
  if (speed_ == Speed::max) {
    owed_ = 0;
  } else {
    owed_ += passed_s * kStepsPerSecond * (speed_ == Speed::eight ? 8 : 1);
  }

  constexpr int kChunk = 8;  // the clock is asked once a chunk
  const double until_s = clock_s_() + budget_ms / 1000;
  for (;;) {
    const int left = session_.run_length() - session_.step();
    const int due = speed_ == Speed::max ? kChunk : static_cast<int>(std::min(owed_, double{kChunk}));
    const int count = std::min(left, due);
    if (count > 0) {
      if (!apply(StepTraining{count}) || session_.stopped_by_trouble()) {
        pause();
        return;
      }
      owed_ -= speed_ == Speed::max ? 0 : count;
    }
    if (session_.step() >= session_.run_length()) {
      pause();
      return;
    }
    if (count <= 0) return;
    if (clock_s_() >= until_s) {
      owed_ = std::min(owed_, 1.0);  // the machine does not keep up: what was missed is let go
      return;
    }
  }
}

bool Runner::tick(double now_s, double budget_ms) {
  const std::shared_ptr<const Snapshot> before = session_.snapshot();
  apply_queue();
  if (playing_ && budget_ms > 0) train(now_s, budget_ms);
  return session_.snapshot()->version != before->version;
}

}  // namespace rizbin
