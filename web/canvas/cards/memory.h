// What the rooms remember between two frames: where a weight has been (only there its loss curve is drawn), curves and landscapes
// half worked out, the axes under a drag. The canvas keeps one and hands it to the card. Nothing here is a number of the network's:
// all of it can be worked out again from snapshots.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "engine/study/loss_curve.h"
#include "engine/study/nudge.h"
#include "web/canvas/view_state.h"

namespace rizbin {

struct Visited {
  ParamRef param;
  float low = 0, high = 0;
  int first_step = 0;
};

// An axis that grows when the handle comes near its end and else keeps still.
struct Axis {
  float low = 0, high = 1;
  bool valid = false;
  [[nodiscard]] float part(float v) const { return (v - low) / (high - low); }
};

struct LossCurve {
  ParamRef param;
  LossOver over = LossOver::picture;
  std::uint64_t key = 0;
  float step = 0;  // w between two points
  std::map<int, float> points;  // at k · step
  bool complete = true;
};

// Figures at the present weight, for one snapshot.
struct WeightFigures {
  std::uint64_t version = ~0ull;
  ParamRef param;
  LossOver over = LossOver::picture;
  float loss = 0;
  DescentStep step;
  std::vector<Trial> trials;
};

struct LandscapeCache {
  ParamRef across, up;
  std::uint64_t key = 0;
  Axis axis_across, axis_up;
  Landscape land;  // rows come in from the bottom
  int rows = 0;  // worked out so far
};

struct PathPoint {
  float across = 0, up = 0;
  int step = 0;
};

class RoomMemory {
 public:
  // Every frame: notes where the weights in focus stand. Another network forgets everything.
  void see(const Snapshot& snapshot, const Focus& focus, const Focus& second);

  [[nodiscard]] const Visited* visited(const ParamRef& param) const;
  // The axis that w stands on.
  Axis& axis(const Snapshot& snapshot, const ParamRef& param);
  // Works out a few more points within [low, high]; asks for another frame while some are missing.
  const LossCurve& curve(const Snapshot& snapshot, const ParamRef& param, float low, float high, float span);
  const WeightFigures& figures(const Snapshot& snapshot, const ParamRef& param);
  const LandscapeCache& land(const Snapshot& snapshot, const ParamRef& across, const ParamRef& up);

  LossOver over = LossOver::picture;
  bool every_weight = false;  // the page of the nudge bench
  bool nudging = false;
  std::optional<NudgeBench> bench;
  std::uint64_t bench_version = ~0ull;
  int gesture = 0;  // the handle's drag
  float grabbed_at = 0;  // value − value under the pointer when the drag began
  float top = 0;  // loss axis, kept under a drag
  std::vector<PathPoint> path;  // of the two pinned weights
  ParamRef path_across, path_up;

 private:
  std::uint64_t network_ = 0;
  std::vector<Visited> visited_;
  ParamRef axis_of_;
  Axis axis_;
  LossCurve curve_;
  WeightFigures figures_;
  LandscapeCache land_;
};

[[nodiscard]] float number_of(const Snapshot& snapshot, const ParamRef& param);

}  // namespace rizbin
