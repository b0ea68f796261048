// Runner: owns a Session and drives it between frames. Views push commands, the app calls tick() once a frame and draws
// snapshot(). Nothing runs while nothing is wanted: wants_frame() is false then, and the page costs no processor.
//
// The clock is handed in, so a test says what time it is. Which steps are run never depends on the clock's numbers beyond how
// many: the same steps give the same bits at any speed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/session/session.h"
#include "web/runner/command_queue.h"

namespace rizbin {

enum class Speed : std::uint8_t { one, eight, max };
inline constexpr double kStepsPerSecond = 30;  // at speed one; eight: 240; max: as many as the time allows

class Runner {
 public:
  // clock_s: seconds from any start; asked during a tick to keep its budget.
  explicit Runner(std::string_view preset, std::function<double()> clock_s);

  CommandQueue& queue() { return queue_; }
  void enqueue(Command command) { queue_.push(std::move(command)); }
  // At once, after what is already queued; for the door, which answers.
  Result<void> apply_now(const Command& command);
  // The saved session in place of this one; stops playing. On error nothing changes.
  Result<void> load(std::span<const std::byte> bytes);
  [[nodiscard]] std::vector<std::byte> save() const { return session_.save(); }

  // At the end of the run, play goes on for 240 more.
  void play();
  void pause() { playing_ = false; }
  void toggle() { playing_ ? pause() : play(); }
  // Pauses and makes one step; a step beyond the run's end lengthens it.
  void step_once();
  void set_speed(Speed speed) { speed_ = speed; }
  [[nodiscard]] bool playing() const { return playing_; }
  [[nodiscard]] Speed speed() const { return speed_; }

  // Applies what is queued, then trains if playing (not without a budget: it waits then). Stops at the run's end and at a number
  // that is not finite. True: something changed, snapshot() is a new one.
  bool tick(double now_s, double budget_ms);

  [[nodiscard]] const Session& session() const { return session_; }  // to be read; commands go through the queue
  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const { return session_.snapshot(); }
  // The state before the hand's last gesture (an edit, a drawing, an undo): what a change is taken since. Null: there was none, or
  // another network came since.
  [[nodiscard]] const std::shared_ptr<const Snapshot>& before_edit() const { return before_edit_; }
  [[nodiscard]] bool wants_frame() const { return playing_ || !queue_.empty(); }

  // Refused commands, oldest first, until taken.
  [[nodiscard]] std::vector<Error> take_errors() { return std::exchange(errors_, {}); }
  [[nodiscard]] const Error& last_error() const { return last_error_; }  // code none: there was none
  void clear_last_error() { last_error_ = {}; }

 private:
  bool apply(const Command& command);
  void apply_queue();
  void train(double now_s, double budget_ms);

  Session session_;
  CommandQueue queue_;
  std::function<double()> clock_s_;
  bool playing_ = false;
  bool fresh_ = false;  // play was just pressed: time counts from the next tick
  Speed speed_ = Speed::eight;
  double last_s_ = 0;
  double owed_ = 0;  // steps that time has brought and that are not yet made
  std::shared_ptr<const Snapshot> before_edit_;
  int edit_gesture_ = 0;  // the gesture that before_edit_ was kept for; 0: it is over
  std::vector<Error> errors_;
  Error last_error_;
};

}  // namespace rizbin
