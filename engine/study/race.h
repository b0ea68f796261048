// Race: how many steps until nine of ten held-out glyphs are read right? Over learning rates and seeds, for a network and its
// twin. No single factor without its rate: which one is faster, and by how much, depends on it (lecture chapter 15).
//
// Run in slices, so that a page stays alive meanwhile; the same plan gives the same results in whatever slices.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/study/twin.h"

namespace rizbin {

struct RacePlan {
  std::optional<TwinKind> against;                        // none: one side only
  std::vector<float> rates{0.05f, 0.1f, 0.2f, 0.4f, 0.8f};
  int seeds = 11;                                         // 1 … seeds
  int limit = 500;                                        // steps; not there by then: never
  int every = 5;                                          // looked at every so many steps
  float goal = 0.9f;
};

inline constexpr int kNever = -1;

struct RaceLine {
  float rate = 0;
  int side = 0;              // 0: the network, 1: its twin
  std::vector<int> steps;    // one a finished seed, in order of seeds; kNever
  // Of the finished ones, by rank, never counting as longer than any other; kNever where that rank never gets there.
  [[nodiscard]] int median() const;
  [[nodiscard]] int lower() const;   // the middle half: from here …
  [[nodiscard]] int upper() const;   // … to here
  [[nodiscard]] int never() const;
};

// Told as it comes out: at `rate` `faster` needs `factor` times fewer steps; at `other_rate` it is the other way round.
struct RaceVerdict {
  bool known = false;        // some rate tells the sides apart
  int faster = 0;
  float rate = 0;
  float factor = 0;          // 0: the other side never gets there
  bool reversed = false;
  float other_rate = 0;
  float other_factor = 0;    // likewise
};

class Race {
 public:
  Race(const Session& first, RacePlan plan);
  // Up to so many training steps more; true: all is run.
  bool advance(int steps);
  [[nodiscard]] bool done() const { return next_ >= runs_; }
  [[nodiscard]] float progress() const { return runs_ == 0 ? 1 : static_cast<float>(next_) / static_cast<float>(runs_); }
  [[nodiscard]] const RacePlan& plan() const { return plan_; }
  [[nodiscard]] const std::vector<RaceLine>& lines() const { return lines_; }   // by rate, then side
  [[nodiscard]] RaceVerdict verdict() const;

 private:
  void begin_run();
  void end_run(int steps);

  RacePlan plan_;
  std::vector<std::byte> start_;
  Session session_;
  std::vector<RaceLine> lines_;
  int runs_ = 0;
  int next_ = 0;             // run under way: seed, rate, side with side fastest, so that every line fills evenly
  bool running_ = false;
};

}  // namespace rizbin
