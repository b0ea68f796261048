// Twin: a second network from the same start (layers, seed, weights, data, settings) with one difference. It follows the first:
// the same glyph on the pad, the same number of steps, every change of a setting. What is done to the first one's weights by hand
// is not repeated: the twin is what training alone would have made.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/session/session.h"

namespace rizbin {

enum class TwinKind : std::uint8_t {
  tanh,           // tanh in place of every ReLU, with the same weights to begin with
  no_relu,        // every ReLU taken out
  no_pooling,     // every pooling taken out; the votes are as many as the cells then
  rate_ten,       // learning rate × 10 (at most 10)
  other_seed,     // seed + 1: other weights to begin with, other glyphs to learn from
  kernel_turned,  // the first filter of the first convolution turned by 90° at the start
  other_loss,     // squared error ↔ cross-entropy
};
inline constexpr std::array<TwinKind, 7> kTwinKinds{TwinKind::tanh,      TwinKind::no_relu,    TwinKind::no_pooling,
                                                    TwinKind::rate_ten,  TwinKind::other_seed, TwinKind::kernel_turned,
                                                    TwinKind::other_loss};

// Whether the network has what the difference is about.
[[nodiscard]] bool twin_possible(const Snapshot& first, TwinKind kind);
// The layer the difference is in (of the first network); −1: it is in no layer (rate, seed, loss).
[[nodiscard]] int twin_layer(const Snapshot& first, TwinKind kind);
// Makes the one difference in a session that stands at its start (step 0).
Result<void> make_difference(Session& session, TwinKind kind);

class Twin {
 public:
  // At step 0; follow() brings it to where the first one is.
  static Result<Twin> make(const Session& first, TwinKind kind);

  // Takes over picture and settings, then makes up to `most_steps` steps towards the first one's. True: it is there, or its
  // training has stopped for good (a number that is not finite).
  bool follow(const Session& first, int most_steps);

  [[nodiscard]] TwinKind kind() const { return kind_; }
  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const { return session_.snapshot(); }
  [[nodiscard]] int step() const { return session_.step(); }

 private:
  Twin(Session session, TwinKind kind) : session_(std::move(session)), kind_(kind) {}
  Result<void> restart(const Session& first);
  void take_settings(const Snapshot& first);

  Session session_;
  TwinKind kind_;
  // What its start was made of; another one in the first network means: begin again.
  struct Origin {
    std::string preset;
    std::uint64_t seed = 0;
    int batch = 0;
    Shape picture;
    std::vector<LayerSpec> layers;
    bool operator==(const Origin&) const = default;
  } origin_;
  static Origin origin_of(const Snapshot& first);
};

}  // namespace rizbin
