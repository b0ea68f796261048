#include "engine/session/presets.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/data/generator.h"

namespace rizbin {
namespace {

constexpr std::array<Preset, 4> kPresets{{
    {.name = "lecture12",
     .pools = 2,
     .bias = false,
     .start = Start::lecture,
     .trained = TrainedPart::whole,
     .variation = kStrongVariation},
    {.name = "lecture48",
     .pools = 1,
     .bias = false,
     .start = Start::lecture_blank,
     .trained = TrainedPart::votes,
     .variation = kMildVariation},
    {.name = "free",
     .pools = 2,
     .bias = true,
     .start = Start::random,
     .trained = TrainedPart::whole,
     .learning_rate = 0.8f,
     .variation = kStrongVariation},
    {.name = "digits",
     .glyphs = GlyphSet::digits,
     .bias = true,
     .start = Start::random,
     .trained = TrainedPart::whole,
     .learning_rate = 0.05f,
     .batch = 16,
     .run_length = 400,
     .variation = kMildVariation},
}};

constexpr std::array<Feature, 3> kFeatures{{
    {"diagonal", {1, -1, -1, -1, 1, -1, -1, -1, 1}},
    {"cross", {1, -1, 1, -1, 1, -1, 1, -1, 1}},
    {"anti_diagonal", {-1, -1, 1, -1, 1, -1, 1, -1, -1}},
}};

// The twelve votes where the lecture's X is 1.00 (chapter 12): ends of the diagonal, the crossing, ends of the anti-diagonal.
constexpr std::array<std::size_t, 5> kXPlaces{0, 3, 4, 9, 10};

constexpr float kBlankVotes = 0.25f;   // small random votes: a quarter of the usual spread
constexpr float kRandomVotes = 0.5f;   // over 20 seeds the surest start (tests/engine/session/quality_test.cpp)

// Network::initialise makes kernels in mean mode 9 times larger, so that their outputs spread as those of a sum do. Here they
// start within ±0.82, about as large as the lecture's ±1: they look like features from the first step on, and learn faster.
void shrink_mean_kernels(Network& network) {
  for (int i = 0; i < network.layer_count(); ++i) {
    const LayerSpec& spec = network.spec(i);
    if (spec.kind != LayerKind::conv || !spec.mean) continue;
    const auto divisor = static_cast<float>(network.in(i).c * spec.kernel_h * spec.kernel_w);
    for (float& w : network.weight(i)) w = w / divisor;
  }
}

}  // namespace

std::span<const Preset> presets() { return kPresets; }

const Preset* find_preset(std::string_view name) {
  for (const Preset& preset : kPresets)
    if (preset.name == name) return &preset;
  return nullptr;
}

std::vector<LayerSpec> layers_of(const Preset& preset) {
  std::vector<LayerSpec> specs;
  if (preset.glyphs == GlyphSet::digits) {
    // LeNet's shape: 28 → 24 → 12 → 8 → 4, 256 votes.
    int n = 0;
    for (const int filters : {8, 16}) {
      const std::string number = std::to_string(++n);
      specs.push_back({.kind = LayerKind::conv, .id = "conv" + number, .units = filters, .kernel_h = 5, .kernel_w = 5});
      specs.push_back({.kind = LayerKind::relu, .id = "relu" + number});
      specs.push_back({.kind = LayerKind::max_pool, .id = "pool" + number, .stride = 2, .window = 2});
    }
    specs.push_back({.kind = LayerKind::flatten, .id = "votes"});
    specs.push_back({.kind = LayerKind::dense, .id = "dense", .units = 10});
    return specs;
  }
  specs.push_back({.kind = LayerKind::conv, .id = "conv1", .units = 3, .mean = true, .bias = preset.bias});
  specs.push_back({.kind = LayerKind::relu, .id = "relu1"});
  for (int i = 1; i <= preset.pools; ++i)
    specs.push_back({.kind = LayerKind::max_pool, .id = "pool" + std::to_string(i), .stride = 2, .window = 2});
  specs.push_back({.kind = LayerKind::flatten, .id = "votes"});
  specs.push_back({.kind = LayerKind::dense, .id = "dense", .units = 2, .bias = preset.bias});
  return specs;
}

void set_start(const Preset& preset, std::uint64_t seed, Network& network) {
  network.initialise(seed);
  const std::span<float> votes = network.weight(network.layer_count() - 1);
  if (preset.start == Start::random) {
    shrink_mean_kernels(network);
    for (float& w : votes) w *= kRandomVotes;
    return;
  }

  const std::span<float> kernels = network.weight(0);
  for (std::size_t f = 0; f < kFeatures.size(); ++f) std::ranges::copy(kFeatures[f].kernel, kernels.subspan(f * 9).begin());

  if (preset.start == Start::lecture_blank) {
    for (float& w : votes) w *= kBlankVotes;
    return;
  }
  const std::size_t places = votes.size() / 2;  // [class][place]
  for (std::size_t i = 0; i < places; ++i) {
    const bool of_x = std::ranges::find(kXPlaces, i) != kXPlaces.end();
    votes[i] = of_x ? 1.0f / 5 : 0;
    votes[places + i] = of_x ? 0 : 1.0f / 7;
  }
}

void set_own_start(const Preset& base, std::uint64_t seed, Network& network) {
  network.initialise(seed);
  shrink_mean_kernels(network);
  for (float& w : network.weight(network.layer_count() - 1)) w *= base.start == Start::lecture_blank ? kBlankVotes : kRandomVotes;
  if (base.start == Start::random) return;
  for (int i = 0; i < network.layer_count(); ++i) {
    const LayerSpec& spec = network.spec(i);
    if (spec.id != "conv1" || spec.kind != LayerKind::conv || spec.kernel_h != 3 || spec.kernel_w != 3 || network.in(i).c != 1)
      continue;
    const std::size_t features = std::min(kFeatures.size(), static_cast<std::size_t>(spec.units));
    for (std::size_t f = 0; f < features; ++f) std::ranges::copy(kFeatures[f].kernel, network.weight(i).subspan(f * 9).begin());
  }
}

std::span<const Feature> lecture_features() { return kFeatures; }

std::string_view feature_name(std::span<const float> kernel) {
  for (const Feature& feature : kFeatures)
    if (std::ranges::equal(feature.kernel, kernel)) return feature.name;
  return {};
}

}  // namespace rizbin
