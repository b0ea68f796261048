// See twin_lab.h. The clock only decides how many steps fit a frame, never what comes out.
#include "web/runner/twin_lab.h"

#include <utility>

namespace rizbin {
namespace {

constexpr int kSlice = 8;         // steps between two looks at the clock
constexpr int kMostSlices = 40;   // in one frame, however fast the machine

}  // namespace

Result<void> TwinLab::open(const Runner& runner, TwinKind kind) {
  Result<Twin> made = Twin::make(runner.session(), kind);
  if (!made) return std::unexpected(std::move(made.error()));
  twin_.emplace(std::move(*made));
  race_.reset();
  racing_ = false;
  behind_ = true;
  difference_of_.reset();
  return {};
}

void TwinLab::close() {
  twin_.reset();
  race_.reset();
  racing_ = behind_ = false;
  difference_of_.reset();
  difference_ = {};
}

void TwinLab::start_race(const Runner& runner) {
  if (!twin_) return;
  RacePlan plan;
  // A rate ten times as high, or another seed, is what the lines of one network show by themselves.
  const TwinKind kind = twin_->kind();
  if (kind != TwinKind::rate_ten && kind != TwinKind::other_seed) plan.against = kind;
  race_.emplace(runner.session(), std::move(plan));
  racing_ = true;
}

void TwinLab::tick(const Runner& runner, double budget_ms) {
  if (!twin_) return;
  const double until_s = clock_s_() + budget_ms / 1000;
  int slices = 0;
  do { behind_ = !twin_->follow(runner.session(), kSlice); } while (behind_ && ++slices < kMostSlices && clock_s_() < until_s);
  while (racing_ && ++slices < kMostSlices && clock_s_() < until_s)
    if (race_->advance(kSlice)) racing_ = false;
}

const Change* TwinLab::difference(const std::shared_ptr<const Snapshot>& first) {
  if (!twin_) return nullptr;
  const std::shared_ptr<const Snapshot> second = twin_->snapshot();
  if (difference_of_ != first || difference_.before != second) {
    difference_ = change_between(*first, second);
    difference_of_ = first;
  }
  return &difference_;
}

}  // namespace rizbin
