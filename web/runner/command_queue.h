// What views may do to the network: push plain commands; the runner applies them before the next snapshot.
#pragma once

#include <utility>
#include <vector>

#include "engine/session/command.h"

namespace rizbin {

class CommandQueue {
 public:
  void push(Command command) { commands_.push_back(std::move(command)); }
  [[nodiscard]] std::vector<Command> take() { return std::exchange(commands_, {}); }
  [[nodiscard]] bool empty() const { return commands_.empty(); }
  [[nodiscard]] const std::vector<Command>& waiting() const { return commands_; }
  // A new number for one stroke or one drag; commands that carry it are undone together.
  [[nodiscard]] int begin_gesture() { return ++gesture_; }

 private:
  std::vector<Command> commands_;
  int gesture_ = 0;
};

}  // namespace rizbin
