// Survey: the held-out glyphs (and the lecture's pictures) put through the network of one snapshot, picture by picture, so that a
// page stays alive while it runs. It keeps, for every map, the largest answer to each picture and where it was: enough for the
// best patches of a filter (patches.h) and for filters that never answer or curves that are flat everywhere (diagnose.h).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/layers/snapshot.h"
#include "engine/train/network.h"

namespace rizbin {

// The network of a snapshot by itself, to put other pictures through.
[[nodiscard]] std::optional<Network> network_of(const Snapshot& snapshot);

// The largest value of a map for one picture, and its cell (flat in the layer's output).
struct Peak {
  float value = 0;
  int cell = 0;
};
struct MapSurvey {
  std::vector<Peak> peaks;     // one a picture
};
struct LayerSurvey {
  std::vector<MapSurvey> maps; // one a channel of the layer's output
  long long cells = 0;         // tanh, sigmoid: values seen on held-out glyphs …
  long long saturated = 0;     // … and those where the curve is flat (is_saturated)
};

// tanh and sigmoid: the slope there is less than a fiftieth of the steepest one (tanh beyond ±0.99).
[[nodiscard]] bool is_saturated(LayerKind kind, float y);

class Survey {
 public:
  // Nothing is looked at yet. Pictures: the held-out ones, then the lecture's where the network takes their shape.
  explicit Survey(const Snapshot& snapshot);
  // Up to so many pictures more; true: all are done.
  bool advance(int pictures);
  [[nodiscard]] bool done() const { return seen_ == count_; }
  // Multiplications a picture takes, roughly: how many pictures fit a frame.
  [[nodiscard]] long long work() const { return work_; }

  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] int heldout_count() const { return heldout_ ? heldout_->count() : 0; }
  [[nodiscard]] std::vector<float> picture(int index) const;
  [[nodiscard]] int label(int index) const;
  [[nodiscard]] std::string name(int index) const;  // of a lecture's picture; a held-out glyph has none
  [[nodiscard]] const std::vector<LayerSurvey>& layers() const { return layers_; }
  // The held-out set it was made of: another one in the snapshot means that the network has changed.
  [[nodiscard]] const HeldOut* of() const { return heldout_.get(); }

 private:
  void take(int index);

  std::shared_ptr<const HeldOut> heldout_;
  std::optional<Network> network_;
  Snapshot pass_;              // one picture's values
  std::vector<LayerSurvey> layers_;
  long long work_ = 0;
  int count_ = 0;
  int seen_ = 0;
};

}  // namespace rizbin
