// What the session's tests share: looking a layer up, random commands.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "engine/core/rng.h"
#include "engine/session/session.h"

namespace rizbin::session_test {

inline const LayerState& layer(const Snapshot& s, std::string_view id) {
  const auto found = std::ranges::find(s.layers, id, [](const LayerState& l) -> std::string_view { return l.spec.id; });
  REQUIRE(found != s.layers.end());
  return *found;
}

inline std::uint64_t hash_of(const Session& session) { return session.snapshot()->hash; }

// Any command but training, undo and redo. Some are refused (a layer that is not there, an amount out of range), as in life.
inline Command random_command(Rng& rng) {
  const auto amount = [&rng] { return rng.uniform(-0.05f, 1.05f); };
  switch (rng.below(23)) {
    case 0:
    case 1: {
      PaintPixels paint{.pixels = {}, .gesture = rng.integer(0, 3)};
      for (int i = rng.integer(0, 3); i >= 0; --i)
        paint.pixels.push_back({.index = rng.integer(-1, 81), .value = rng.chance(0.5f) ? 1.0f : -1.0f});
      return paint;
    }
    case 2: {
      SetPicture picture;
      for (int i = 0; i < (rng.chance(0.9f) ? 81 : 80); ++i) picture.values.push_back(rng.chance(0.3f) ? 1.0f : -1.0f);
      if (rng.chance(0.5f)) picture.label = rng.integer(0, 2);
      picture.name = rng.chance(0.5f) ? "mine" : "";
      return picture;
    }
    case 3: return LoadExample{.name = rng.chance(0.9f) ? std::string(example_names()[rng.below(10)]) : "nothing"};
    case 4: return ClearPicture{};
    case 5: return MovePicture{.dx = rng.integer(-3, 3), .dy = rng.integer(-10, 10)};
    case 6: return SetLabel{.label = rng.integer(-1, 2)};
    case 7:
    case 8:
      return SetParameter{.param = {.layer = rng.chance(0.5f) ? 0 : rng.integer(-1, 6),
                                    .kind = rng.chance(0.7f) ? ParamKind::weight : ParamKind::bias,
                                    .index = rng.integer(-1, 30)},
                          .value = rng.uniform(-101, 101),
                          .gesture = rng.integer(0, 2)};
    case 9:
      return SetConvMode{.layer = rng.chance(0.8f) ? 0 : rng.integer(-1, 7), .mean = rng.chance(0.5f), .bias = rng.chance(0.5f)};
    case 10: return LoadNetwork{.preset = rng.chance(0.9f) ? std::string(preset_names()[rng.below(3)]) : "nothing"};
    case 11: return SetLearningRate{.rate = rng.uniform(-0.2f, 2)};
    case 12: return SetMomentum{.momentum = amount()};
    case 13: return SetSeed{.seed = rng.below(5)};
    case 14:
      return rng.chance(0.5f) ? Command(SetTrainedPart{.part = rng.chance(0.5f) ? TrainedPart::votes : TrainedPart::whole})
                              : Command(SetLossKind{.kind = rng.chance(0.5f) ? LossKind::cross_entropy : LossKind::squared_error});
    case 15: return SetVariation{.variation = {amount(), amount(), amount(), amount(), amount()}};
    case 16: {
      SetActivation set{.cell = {rng.integer(-1, 6), rng.integer(-1, 60)}, .value = {}, .gesture = rng.integer(0, 2)};
      if (rng.chance(0.8f)) set.value = rng.uniform(-1001, 1001);
      return set;
    }
    case 17: return SetActivation{.cell = {rng.integer(0, 2), rng.integer(0, 60)}, .value = rng.uniform(-3, 3), .gesture = 0};
    case 18: return rng.chance(0.3f) ? Command(ClearActivations{}) : Command(LoadExample{.name = "x"});
    case 19:
      return SetLock{.param = {.layer = rng.chance(0.6f) ? 0 : rng.integer(-1, 6),
                               .kind = rng.chance(0.8f) ? ParamKind::weight : ParamKind::bias,
                               .index = rng.integer(-1, 28)},
                     .locked = rng.chance(0.6f)};
    case 20: {
      SetAllowed set{.layer = rng.chance(0.6f) ? 0 : rng.integer(-1, 6), .values = {}};
      if (rng.chance(0.6f)) set.values = {-1, 0, 1};
      return set;
    }
    case 21: {
      SetKernel set{.layer = rng.chance(0.8f) ? 0 : rng.integer(-1, 6), .filter = rng.integer(-1, 3), .values = {}, .gesture = 0};
      for (int i = rng.chance(0.1f) ? 8 : 9; i > 0; --i) set.values.push_back(static_cast<float>(rng.integer(-2, 2)));
      return set;
    }
    default: return ResetTraining{};
  }
}

}  // namespace rizbin::session_test
