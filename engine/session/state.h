// What a Session holds. Three parts, each a plain value that an undo entry can keep a copy of and swap back: the picture, the
// settings, the model. Everything else (trainer, samples, metrics, the cached snapshot) follows from them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/hash.h"
#include "engine/data/generator.h"
#include "engine/data/glyph_set.h"
#include "engine/session/presets.h"
#include "engine/session/session.h"
#include "engine/train/trainer.h"

namespace rizbin {

inline constexpr int kProbe = 96;              // glyphs in the held-out set, and in the training probe
inline constexpr std::size_t kUndoDepth = 200;
inline constexpr float kHighestRate = 10;
inline constexpr float kHighestMomentum = 0.99f;
inline constexpr float kHighestParameter = 100;  // by hand; training may go further
inline constexpr int kMostSteps = 100000;        // in one command
inline constexpr int kLongestRun = 10000000;
inline constexpr std::size_t kRecordBudget = std::size_t{32} << 20;  // bytes

// by_hand: values in mid-network set by hand (in order of layer and index). They belong to this glyph's forward pass: drawing on
// keeps them, another picture, another network or other layers let them go.
struct PicturePart {
  std::vector<float> values;
  int label = 0;
  std::string name;
  std::vector<ByHand> by_hand;
  bool operator==(const PicturePart&) const = default;
};

struct SettingsPart {
  std::string preset;              // a name of presets(), or kOwnPreset
  std::string base;                // the preset that own layers began as; else as preset
  GlyphSet glyphs = GlyphSet::x_o;
  std::uint64_t seed = kDefaultSeed;
  Optimizer optimizer;
  TrainedPart trained = TrainedPart::whole;
  LossKind loss = LossKind::cross_entropy;
  Variation variation;
  int batch = 8;
  bool operator==(const SettingsPart& other) const {
    return preset == other.preset && base == other.base && glyphs == other.glyphs && seed == other.seed &&
           optimizer.learning_rate == other.optimizer.learning_rate && optimizer.momentum == other.optimizer.momentum &&
           trained == other.trained && loss == other.loss && variation == other.variation && batch == other.batch;
  }
};

using History = std::vector<Metric>;
struct TrainingRecord;  // record.h
struct RecordAccount;
struct Checkpoint;

// What training and hand may not move in a layer. Empty vectors: everything is free.
struct LayerLimits {
  std::vector<std::uint8_t> locked_weight;  // 1: locked
  std::vector<std::uint8_t> locked_bias;
  std::vector<float> allowed;  // ascending
  bool operator==(const LayerLimits&) const = default;
  [[nodiscard]] bool any() const { return !locked_weight.empty() || !locked_bias.empty() || !allowed.empty(); }
};

struct ModelPart {
  Network network;
  std::vector<float> velocity;
  std::vector<LayerLimits> limits;  // one a layer, or empty: nothing is limited anywhere
  int step = 0;
  int run_length = 240;  // where the timeline ends; neither compared nor hashed
  // Of the whole record, its future included.
  std::shared_ptr<const History> history = std::make_shared<const History>();
  std::shared_ptr<TrainingRecord> record;  // shared with copies: changed only where nobody else holds it; null: to be begun
};

// All parameters in layer order, weights then biases: velocity's order too.
[[nodiscard]] std::vector<float> flat_parameters(const Network& network);
void set_flat_parameters(Network& network, std::span<const float> values);
[[nodiscard]] std::vector<LayerSpec> specs_of(const Network& network);
// Same layers, whatever their numbers: ids, kinds and shapes.
[[nodiscard]] bool same_shapes(const Network& a, const Network& b);
// Same bits everywhere but in the history (which follows from the rest and how it came about).
[[nodiscard]] bool same_model(const ModelPart& a, const ModelPart& b);

// The parts a command touched, as they were before it.
struct UndoEntry {
  std::optional<PicturePart> picture;
  std::optional<SettingsPart> settings;
  std::optional<ModelPart> model;
  int gesture = 0;
};

struct SessionState {
  explicit SessionState(const Preset& preset);

  PicturePart picture;
  SettingsPart settings;
  ModelPart model;           // model.velocity is up to date only in copies: the trainer owns it (keep_model)
  Trouble trouble;
  std::vector<UndoEntry> undo;
  std::vector<UndoEntry> redo;

  // Follows from the parts.
  std::unique_ptr<Trainer> trainer;
  std::uint64_t version = 1;
  std::uint64_t model_version = 1;   // network or what it is measured on changed
  Samples probe;                     // the first 96 glyphs of this seed's training stream
  Samples held_out;
  std::uint64_t samples_seed = 0;    // what probe and held_out were made with
  std::optional<Variation> samples_variation;
  GlyphSet samples_glyphs = GlyphSet::x_o;
  struct Measured {
    std::uint64_t of = 0;            // model_version
    Metric metric;
    std::shared_ptr<const HeldOut> held_out;
  } measured;
  std::shared_ptr<const Snapshot> cached;
  // Weights and momentum from which the last step that went well started: kept for the case that the next one breaks.
  struct Kept {
    bool exists = false;
    int step = 0;
    std::vector<float> parameters;
    std::vector<float> velocity;
  } kept;
  Kept before_step;
  std::vector<std::uint8_t> frozen_mask;  // frozen()
  BatchResult last_batch;            // of the last step made or replayed
  std::shared_ptr<RecordAccount> account;
  std::size_t record_budget = kRecordBudget;
  struct BatchSeen {
    std::uint64_t of = 0;            // model_version
    std::shared_ptr<const BatchView> view;
  } batch_seen;
  std::vector<float> batch_pictures;
  std::vector<int> batch_labels;

  // --- commands: session.cpp, session_edit.cpp
  Result<void> apply(const Command& command);

  Result<void> seek(const SeekStep& command);                  // session_time.cpp
  Result<void> step_sample(const StepSample& command);
  Result<void> set_activation(const SetActivation& command);   // session_edit.cpp
  Result<void> clear_activations();
  Result<void> set_lock(const SetLock& command);
  Result<void> set_allowed(const SetAllowed& command);
  Result<void> set_kernel(const SetKernel& command);
  // Whether neither training nor hand may move it; a layer with a set of allowed values only resists training.
  [[nodiscard]] bool locked(const ParamRef& param) const;
  // The value nearest to it that the layer's weights may take; of two as near the smaller in magnitude, then the positive.
  [[nodiscard]] float allowed_value(int layer, float value) const;
  // Flat, in the order of flat_parameters(): 1 where training moves nothing; empty: everything is free.
  [[nodiscard]] std::span<const std::uint8_t> frozen();
  // After the layers changed: limits stay with the layers that kept their id and numbers, values set by hand are let go.
  void follow_layers(UndoEntry& before);
  // After all parameters were set anew: locked ones are what they were (`held`, flat), others snap to what is allowed.
  void hold_limits(std::span<const float> held);
  Result<void> set_architecture(const SetArchitecture& command);  // session_architecture.cpp
  Result<void> swap_filters(const SwapFilters& command);

  // --- undo: undo.cpp
  [[nodiscard]] UndoEntry keep(bool with_picture, bool with_settings, bool with_model) const;
  // After a change: pushes `before`, unless nothing changed or it belongs to the gesture on top. True: something changed.
  bool commit(UndoEntry before, int gesture = 0);
  void swap_with(UndoEntry& entry);
  [[nodiscard]] ModelPart keep_model() const;
  // Network, momentum, step and history from the copy; the trainer is made anew where the layers differ.
  void restore_model(ModelPart part);
  void model_changed();      // by hand or by undo: measures are stale, trouble is over, no step to go back to
  void changed() {
    ++version;
    cached.reset();
  }

  // --- training: training.cpp
  void make_trainer(std::span<const float> velocity);
  void load_preset(const Preset& preset);
  void show_first_example(GlyphSet set);
  void reset_model();        // to the start of (preset, seed); convolution modes stay
  bool train_step();         // false: a number is not finite; trouble says where, the weights are the last good ones
  void fill_samples();
  const Measured& measure();
  void note_history();       // the present point, in place of an older one of the same step
  void note_history_if_due();
  void fill_batch();         // batch_pictures and batch_labels of the step to come
  void run_batch();          // one update: last_batch; the start of it stays in before_step
  std::shared_ptr<const BatchView> next_batch();

  // --- the record: record.cpp
  void start_record();
  void recover_record();     // after loading: from step 0 where training from there leads to the present bits, else from here
  void add_checkpoint(bool by_hand);
  void note_change();        // by hand: the future is cut off, a checkpoint stands here
  void note_step();          // training has come one step further than ever
  void forget_after(int step);
  void cut_history(int step);
  void keep_within_budget();
  void enter(const Checkpoint& checkpoint);
  void replay_step();        // one step along the record
  [[nodiscard]] bool in_the_past() const;
  [[nodiscard]] Record record_view() const;

  // --- out: snapshot.cpp, session_file.cpp
  [[nodiscard]] std::vector<std::byte> save() const;
  Result<void> load(std::span<const std::byte> bytes);
  [[nodiscard]] std::uint64_t hash() const;
  std::shared_ptr<const Snapshot> snapshot();
};

// Mean loss and share of right verdicts of `probabilities` (count × classes).
struct Score {
  float loss = 0;
  float accuracy = 0;
};
[[nodiscard]] Score score_of(std::span<const float> probabilities, std::span<const int> labels, int classes, LossKind loss);

// At which steps the history gets a point: each of the first 8, then every 4th, and every 2nd of those from each doubling of
// 512 on, so that a long run's curve stays a few hundred points.
[[nodiscard]] bool history_due(int step);

}  // namespace rizbin
