// Snapshot: everything the views may know of the network at one moment, for the glyph on the pad. Immutable; a view gets
// `const Snapshot&` and never the network. Arrays are flat in their Shape (c h w, w fastest).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/data/glyph_set.h"
#include "engine/data/variation.h"
#include "engine/layers/spec.h"

namespace rizbin {

enum class LossKind : std::uint8_t { cross_entropy, squared_error };
enum class TrainedPart : std::uint8_t { votes, whole };

struct LayerState {
  LayerSpec spec;
  Shape in;
  Shape out;
  std::vector<float> value;        // out.size()
  std::vector<float> d_value;      // dL/d(value) for the named label
  std::vector<float> weight;       // conv [out][in][ky][kx], dense [out][in]
  std::vector<float> d_weight;     // for the glyph on the pad
  std::vector<float> bias;         // empty where spec.bias is false
  std::vector<float> d_bias;
  std::vector<int> winner;         // max pooling: flat input index of each output's winner
  std::vector<std::uint8_t> tie;   // max pooling: 1 where another cell was as large
  std::vector<std::string> names;  // conv: the features' stable words ("diagonal", "cross", "anti_diagonal") or empty
  std::vector<int> by_hand;  // flat indices of values the learner has set by hand (SetActivation), ascending; usually empty
  std::vector<std::uint8_t> locked_weight;  // 1: neither training nor hand moves it; empty: none is locked
  std::vector<std::uint8_t> locked_bias;
  std::vector<float> allowed;  // the values weights of this layer may take, ascending (SetAllowed); empty: any
};

// How well the network reads at a step: mean loss and share of right verdicts. train: on the first 96 glyphs of this seed's
// training stream (those of the first twelve batches); heldout: on 96 from a stream that is never trained on, the same for every
// seed, so that seeds sit one exam.
struct Metric {
  int step = 0;
  float train_loss = 0;
  float train_accuracy = 0;
  float heldout_loss = 0;
  float heldout_accuracy = 0;
};

// The held-out glyphs with the network's verdicts at this moment.
struct HeldOut {
  Shape shape;
  int classes = 2;
  std::vector<float> pictures;  // count × shape.size()
  std::vector<int> labels;
  std::vector<float> probabilities;  // count × classes
  [[nodiscard]] int count() const { return static_cast<int>(labels.size()); }
};

// The batch the next step learns from, with what the network says of each sample now. Sample 0 … count − 1.
struct BatchView {
  Shape shape;
  int classes = 2;
  std::vector<float> pictures;  // count × shape.size()
  std::vector<int> labels;
  std::vector<float> probabilities;  // count × classes
  std::vector<float> losses;  // count
  [[nodiscard]] int count() const { return static_cast<int>(labels.size()); }
};

// What is kept of training: any step in [first, last] can be gone to (SeekStep) and comes out bit for bit.
struct Record {
  int first = 0;
  int last = 0;  // > step: the learner stands in the past; the steps after it are still there
  std::size_t bytes = 0;  // memory it takes now
  std::size_t budget = 0;  // and may take at most; older checkpoints are thinned out, no step is lost
  std::vector<int> edits;  // steps at which a hand changed a weight or a setting, ascending
  // The change that Undo would take back was made in the past, here, and cut the steps after it up to branch_last; −1: none.
  int branch_at = -1;
  int branch_last = -1;
};

struct Trouble {  // training stopped because a number is not finite
  bool happened = false;
  int layer = -1;  // first layer that broke; −1: the loss itself
  int step = 0;  // at this step
  int kept_step = 0;  // weights kept from here
};

struct Snapshot {
  std::uint64_t version = 0;  // grows with every change; views redraw when it differs
  std::uint64_t hash = 0;  // FNV-1a of picture, label, parameters, optimiser state and settings
  std::string preset;  // "lecture12", "lecture48", "free", "digits"; "own": the learner's layers (SetArchitecture)
  GlyphSet glyphs = GlyphSet::x_o;  // which pictures it is about: shape, classes, examples
  Shape picture_shape;
  std::vector<float> picture;  // ±1 (later: grey in between)
  std::vector<float> d_picture;
  std::string picture_name;  // the lecture's example it came from ("x", "x_tilted", …), empty once drawn on
  int label = 0;  // what the learner says it is
  std::vector<std::string> classes;  // "X", "O"; "0" … "9"
  std::vector<LayerState> layers;  // the last one is the dense layer that votes; softmax is in `probabilities`
  std::vector<float> probabilities;  // softmax of the last layer's values
  int verdict = 0;  // largest probability, first one wins a tie
  float loss = 0;  // for the glyph on the pad and the named label
  LossKind loss_kind = LossKind::cross_entropy;

  int step = 0;
  int run_length = 240;  // the timeline's right end
  float learning_rate = 0.6f;
  float momentum = 0;
  int batch = 8;
  std::uint64_t seed = 3;
  TrainedPart trained = TrainedPart::whole;
  Variation variation;
  std::shared_ptr<const std::vector<Metric>> history;  // one point a few steps, in order of step, up to this one
  std::shared_ptr<const std::vector<Metric>> future;  // the recorded ones after it; null at the record's end
  std::shared_ptr<const HeldOut> heldout;
  Metric now;  // metrics at this step
  std::shared_ptr<const BatchView> next_batch;
  Record record;
  Trouble trouble;
  bool can_undo = false;
  bool can_redo = false;
};

}  // namespace rizbin
