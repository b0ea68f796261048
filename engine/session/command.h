// Commands: everything a learner, a lesson, a test or a script can do to a session, as plain values. A recording of them replays
// a session bit for bit. The JSON form (the door's apply()) is in web/app/command_json.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/layers/snapshot.h"

namespace rizbin {

struct PixelEdit {
  int index = 0;
  float value = 1;
};
// Edits with the same gesture number (one stroke, one drag of a weight) are undone together. 0: never merged.
struct PaintPixels {
  std::vector<PixelEdit> pixels = {};
  int gesture = 0;
};
struct SetPicture {
  std::vector<float> values = {};
  std::optional<int> label = {};
  std::string name = {};
};
// One of the lecture's pictures: engine/data/examples.h.
struct LoadExample {
  std::string name = {};
};
struct ClearPicture {};
// What leaves the grid is gone; undo brings it back.
struct MovePicture {
  int dx = 0;
  int dy = 0;
};
struct SetLabel {
  int label = 0;
};

// Finite, −100 … 100.
struct SetParameter {
  ParamRef param = {};
  float value = 0;
  int gesture = 0;
};
// "÷ 9" ↔ "Σ + b".
struct SetConvMode {
  int layer = 0;
  bool mean = true;
  bool bias = false;
};

struct LoadNetwork {
  std::string preset = {};
};
// 0 … 10.
struct SetLearningRate {
  float rate = 0;
};
// 0 … 0.99.
struct SetMomentum {
  float momentum = 0;
};
// Takes effect at once: reset with the new seed.
struct SetSeed {
  std::uint64_t seed = 0;
};
struct SetTrainedPart {
  TrainedPart part = TrainedPart::whole;
};
// Remakes the held-out glyphs.
struct SetVariation {
  Variation variation = {};
};
struct SetLossKind {
  LossKind kind = LossKind::cross_entropy;
};
// Refused while training is stopped by a number that is not finite; any change of a setting or a weight, or a reset, lifts that.
struct StepTraining {
  int count = 1;
};
// To the same start, bit for bit; the convolution's mode stays as it is.
struct ResetTraining {};
struct ExtendRun {
  int steps = 240;
};

// --- time (session_time.cpp)
// To any step of Snapshot::record. Training on from the past goes along the record while nothing has been changed, and cuts it at
// the first change (a branch; undo brings the old future back).
struct SeekStep {
  int step = 0;
};
// One update from the glyph on the pad alone, with its label: w − rate · dL/dw of the trained part, all of it to be seen on the
// canvas.
struct StepSample {
  int gesture = 0;
};

// --- edit anything (session_edit.cpp)
// A value in mid-network set by hand: everything downstream follows, nothing flows back through it. No value: lets go of it.
struct SetActivation {
  CellRef cell = {};
  std::optional<float> value = {};  // −1000 … 1000
  int gesture = 0;
};
struct ClearActivations {};
// A locked parameter is moved neither by training nor by hand.
struct SetLock {
  ParamRef param = {};
  bool locked = true;
  int gesture = 0;
};
// Weights of a layer may only take these values (at most 16; empty: any again): they snap to the nearest at once and when edited by
// hand, and training leaves the layer alone.
struct SetAllowed {
  int layer = 0;
  std::vector<float> values = {};
};
// All weights of one filter (conv: channels · kernel_h · kernel_w; dense: the weights of one output).
struct SetKernel {
  int layer = 0;
  int filter = 0;
  std::vector<float> values = {};
  int gesture = 0;
};

// --- the architecture (session_architecture.cpp; plan_architecture() in engine/train/architecture.h says what would come out)
// Refused where it does not fit. Learned weights survive where id and shapes allow; the rest starts from the seed.
struct SetArchitecture {
  std::vector<LayerSpec> layers = {};
};
// Two filters of a convolution change places, with everything downstream that belongs to them: the outputs stay what they are.
struct SwapFilters {
  int layer = 0;
  int a = 0;
  int b = 0;
};

struct Undo {};
struct Redo {};

using Command = std::variant<PaintPixels, SetPicture, LoadExample, ClearPicture, MovePicture, SetLabel, SetParameter, SetConvMode,
                             LoadNetwork, SetLearningRate, SetMomentum, SetSeed, SetTrainedPart, SetVariation, SetLossKind,
                             StepTraining, ResetTraining, ExtendRun, Undo, Redo, SeekStep, StepSample, SetActivation,
                             ClearActivations, SetLock, SetAllowed, SetKernel, SetArchitecture, SwapFilters>;

}  // namespace rizbin
