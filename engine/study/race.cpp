// See race.h.
#include "engine/study/race.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace rizbin {
namespace {

constexpr int kLongest = std::numeric_limits<int>::max();

int rank(std::vector<int> steps, std::size_t numerator) {
  if (steps.empty()) return kNever;
  for (int& s : steps)
    if (s == kNever) s = kLongest;
  std::ranges::sort(steps);
  const int found = steps[(steps.size() - 1) * numerator / 4];
  return found == kLongest ? kNever : found;
}

}  // namespace

int RaceLine::median() const { return rank(steps, 2); }
int RaceLine::lower() const { return rank(steps, 1); }
int RaceLine::upper() const { return rank(steps, 3); }
int RaceLine::never() const { return static_cast<int>(std::ranges::count(steps, kNever)); }

Race::Race(const Session& first, RacePlan plan) : plan_(std::move(plan)), start_(first.save()) {
  const int sides = plan_.against ? 2 : 1;
  for (const float rate : plan_.rates)
    for (int side = 0; side < sides; ++side) lines_.push_back({.rate = rate, .side = side, .steps = {}});
  runs_ = static_cast<int>(lines_.size()) * plan_.seeds;
}

void Race::begin_run() {
  const auto line = static_cast<std::size_t>(next_) % lines_.size();
  const std::uint64_t seed = static_cast<std::uint64_t>(next_) / lines_.size() + 1;
  running_ = true;
  bool ready = session_.load(start_) && session_.apply(SetSeed{seed}) && session_.apply(ResetTraining{}) &&
               session_.apply(SetLearningRate{lines_[line].rate});
  if (ready && lines_[line].side == 1) ready = make_difference(session_, *plan_.against).has_value();
  if (!ready) end_run(kNever);
}

void Race::end_run(int steps) {
  lines_[static_cast<std::size_t>(next_) % lines_.size()].steps.push_back(steps);
  ++next_;
  running_ = false;
}

bool Race::advance(int steps) {
  while (steps > 0 && !done()) {
    if (!running_) begin_run();
    if (!running_) continue;
    const int to_look = plan_.every - session_.step() % plan_.every;
    const int now = std::min(steps, to_look);
    steps -= now;
    if (!session_.apply(StepTraining{now}) || session_.stopped_by_trouble()) {
      end_run(kNever);
    } else if (now == to_look) {
      if (session_.snapshot()->now.heldout_accuracy >= plan_.goal) {
        end_run(session_.step());
      } else if (session_.step() >= plan_.limit) {
        end_run(kNever);
      }
    }
  }
  return done();
}

RaceVerdict Race::verdict() const {
  RaceVerdict verdict;
  if (!plan_.against) return verdict;
  struct Told {
    float rate = 0;
    int faster = 0;
    float factor = 0;  // 0: the slower side never
  };
  std::vector<Told> all;
  for (std::size_t i = 0; i + 1 < lines_.size(); i += 2) {
    const int a = lines_[i].median(), b = lines_[i + 1].median();
    if (a == b) continue;
    const int faster = a == kNever ? 1 : b == kNever ? 0 : a < b ? 0 : 1;
    const float factor =
        a == kNever || b == kNever ? 0.0f : static_cast<float>(std::max(a, b)) / static_cast<float>(std::min(a, b));
    all.push_back({lines_[i].rate, faster, factor});
  }
  if (all.empty()) return verdict;
  // The clearest rate leads: of those that can be told as a factor the largest, else one at which the other never gets there.
  const auto clearer = [](const Told& x, const Told& y) { return x.factor < y.factor; };
  const Told first = *std::ranges::max_element(all, clearer);
  verdict = {.known = true, .faster = first.faster, .rate = first.rate, .factor = first.factor};
  std::erase_if(all, [&](const Told& told) { return told.faster == first.faster; });
  if (all.empty()) return verdict;
  const Told other = *std::ranges::max_element(all, clearer);
  verdict.reversed = true;
  verdict.other_rate = other.rate;
  verdict.other_factor = other.factor;
  return verdict;
}

}  // namespace rizbin
