// What the quantity "change" is taken since, and the change itself, worked out once a version. By itself it counts since the hand's
// last gesture; kept, since the moment it was kept.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/study/change.h"

namespace rizbin {

class Comparing {
 public:
  // Once a frame. `asked`: the quantity is shown, so there must be a moment to count from.
  void follow(const std::shared_ptr<const Snapshot>& now, const std::shared_ptr<const Snapshot>& before_edit, bool asked);
  // "Count from now"; once more: since the last edit again.
  void keep(const std::shared_ptr<const Snapshot>& now);
  void forget() { *this = {}; }

  [[nodiscard]] bool kept() const { return kept_ != nullptr; }
  [[nodiscard]] const Snapshot* base() const { return base_.get(); }
  [[nodiscard]] const Change* change() const { return change_.get(); }

 private:
  std::shared_ptr<const Snapshot> kept_;  // by hand
  std::shared_ptr<const Snapshot> first_;  // where there was no edit yet: the moment "change" was asked for
  std::shared_ptr<const Snapshot> base_;
  std::shared_ptr<const Snapshot> now_;  // what change_ was made of
  std::shared_ptr<const Change> change_;
};

}  // namespace rizbin
