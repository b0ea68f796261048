// See diagnose.h.
#include "engine/study/diagnose.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/core/hash.h"
#include "engine/core/math.h"

namespace rizbin {
namespace {

// A run at this rate is known to settle: the lecture's networks are shown with it.
constexpr float kGoodRate = 0.6f;
// A good run wavers too: six rises out of ten readings do not happen while the loss is falling.
constexpr int kReadings = 10;
constexpr int kRises = 6;
// Within two per cent of guessing the network says the same of every glyph.
constexpr float kGuessing = 1.02f;
// Before this many steps a network that knows nothing yet may well call everything X.
constexpr int kFirstVerdicts = 40;
// At the lecture's rate the loss has halved by then; a fall of less than a twentieth is the rate's doing.
constexpr int kSlowSteps = 60;
constexpr float kSlowFall = 0.05f;
constexpr float kSlowRate = 0.1f;
// Most of a layer's values: learning through what is left goes on, but slowly.
constexpr float kFlatShare = 0.6f;
// Twelve glyphs of 96; below that two sets of 96 differ by luck alone.
constexpr float kGap = 0.12f;
constexpr float kLossRisen = 1.25f;
constexpr float kLossRisenBy = 0.05f;

float safe_rate(float rate) { return std::min(kGoodRate, rate / 2); }

float guessing_loss(const Snapshot& s) {
  const auto classes = static_cast<float>(std::max<std::size_t>(2, s.classes.size()));
  return s.loss_kind == LossKind::cross_entropy ? math::log(classes) : 1 - 1 / classes;
}

void slower_and_afresh(const Snapshot& s, Finding& finding) {
  finding.rate = safe_rate(s.learning_rate);
  finding.remedy = {SetLearningRate{finding.rate}, ResetTraining{}};
}

std::optional<Finding> find_not_finite(const Snapshot& s) {
  if (!s.trouble.happened) return std::nullopt;
  Finding finding{.sign = Sign::not_finite,
                  .layer = s.trouble.layer,
                  .a = static_cast<float>(s.trouble.step),
                  .b = static_cast<float>(s.trouble.kept_step)};
  slower_and_afresh(s, finding);
  return finding;
}

std::optional<Finding> find_rate_high(const Snapshot& s) {
  if (!s.history || s.learning_rate <= kGoodRate) return std::nullopt;
  const std::vector<Metric>& all = *s.history;
  if (all.size() < kReadings + 1) return std::nullopt;
  Finding finding{.sign = Sign::rate_high, .a = s.now.heldout_loss, .b = guessing_loss(s), .stuck = true};
  for (std::size_t i = all.size() - kReadings; i < all.size(); ++i) {
    ++finding.total;
    if (!(all[i].heldout_loss <= all[i - 1].heldout_loss)) ++finding.count;
    if (all[i].heldout_loss < finding.b * kGuessing) finding.stuck = false;
  }
  // Small ups and downs near the end of a good run are no trouble: only a loss no better than guessing is.
  if (all.back().heldout_loss < finding.b) finding.count = 0;
  if (!finding.stuck && finding.count < kRises) return std::nullopt;
  finding.rate = safe_rate(s.learning_rate);
  finding.remedy.emplace_back(SetLearningRate{finding.rate});
  if (finding.stuck) finding.remedy.emplace_back(ResetTraining{});  // weights that are stuck stay stuck at any rate
  return finding;
}

std::optional<Finding> find_one_class(const Snapshot& s) {
  if (!s.heldout || s.step < kFirstVerdicts || s.heldout->count() == 0) return std::nullopt;
  const HeldOut& h = *s.heldout;
  const auto classes = static_cast<std::size_t>(h.classes);
  if (h.probabilities.size() != h.labels.size() * classes) return std::nullopt;
  if (std::ranges::count(h.labels, h.labels.front()) == h.count()) return std::nullopt;  // nothing else to be read
  int only = -1;
  for (std::size_t i = 0; i < h.labels.size(); ++i) {
    const auto p = h.probabilities.begin() + static_cast<std::ptrdiff_t>(i * classes);
    const auto read = static_cast<int>(std::max_element(p, p + static_cast<std::ptrdiff_t>(classes)) - p);
    if (only >= 0 && read != only) return std::nullopt;
    only = read;
  }
  Finding finding{.sign = Sign::one_class, .channel = only, .total = h.count()};
  slower_and_afresh(s, finding);
  return finding;
}

// What makes the map before its activation: the convolution or dense layer above it, through layers that keep the channels.
int source_of(const Snapshot& s, int layer) {
  for (int i = layer - 1; i >= 0; --i) {
    const LayerKind kind = s.layers[static_cast<std::size_t>(i)].spec.kind;
    if (has_parameters(kind)) return i;
    if (kind == LayerKind::flatten) return -1;
  }
  return -1;
}

// So that it answers again. With a bias: raised until it answers to every other glyph. Without one its products all add up to
// less than 0, so with the sign turned they add up to more.
std::vector<Command> revive(const Snapshot& s, const Survey& survey, int layer, int channel) {
  const int source = source_of(s, layer);
  if (source < 0) return {ResetTraining{}};
  const LayerState& state = s.layers[static_cast<std::size_t>(source)];
  const auto units = static_cast<std::size_t>(state.spec.units);
  if (units == 0 || static_cast<std::size_t>(channel) >= units) return {ResetTraining{}};
  if (static_cast<std::size_t>(channel) < state.bias.size()) {
    std::vector<float> answers;
    for (const Peak& peak : survey.layers()[static_cast<std::size_t>(source)].maps[static_cast<std::size_t>(channel)].peaks)
      answers.push_back(peak.value);
    std::ranges::sort(answers);
    const float bias = state.bias[static_cast<std::size_t>(channel)];
    const float raised = std::ceil((bias - answers[answers.size() / 2]) * 100 + 1) / 100;
    return {SetParameter{.param = {source, ParamKind::bias, channel}, .value = raised}};
  }
  const std::size_t size = state.weight.size() / units;
  SetKernel turned{.layer = source, .filter = channel};
  for (std::size_t i = 0; i < size; ++i) turned.values.push_back(-state.weight[static_cast<std::size_t>(channel) * size + i]);
  return {turned};
}

std::optional<Finding> find_dead(const Snapshot& s, const Survey& survey) {
  for (int layer = 0; layer < static_cast<int>(s.layers.size()); ++layer) {
    if (s.layers[static_cast<std::size_t>(layer)].spec.kind != LayerKind::relu) continue;
    const std::vector<MapSurvey>& maps = survey.layers()[static_cast<std::size_t>(layer)].maps;
    Finding finding{.sign = Sign::dead_relu, .layer = layer, .total = static_cast<int>(maps.size())};
    for (std::size_t channel = 0; channel < maps.size(); ++channel) {
      const auto glyphs = std::span(maps[channel].peaks).first(static_cast<std::size_t>(survey.heldout_count()));
      if (glyphs.empty() || std::ranges::any_of(glyphs, [](const Peak& peak) { return peak.value > 0; })) continue;
      if (finding.count++ == 0) finding.channel = static_cast<int>(channel);
    }
    if (finding.count == 0) continue;
    finding.remedy = revive(s, survey, layer, finding.channel);
    return finding;
  }
  return std::nullopt;
}

std::optional<Finding> find_saturated(const Snapshot& s, const Survey& survey) {
  for (int layer = 0; layer < static_cast<int>(s.layers.size()); ++layer) {
    const LayerSurvey& seen = survey.layers()[static_cast<std::size_t>(layer)];
    if (seen.cells == 0) continue;
    const float share = static_cast<float>(seen.saturated) / static_cast<float>(seen.cells);
    if (share < kFlatShare) continue;
    Finding finding{.sign = Sign::saturated, .layer = layer, .a = share};
    slower_and_afresh(s, finding);
    return finding;
  }
  return std::nullopt;
}

std::optional<Finding> find_overfitting(const Snapshot& s) {
  if (!s.history || s.history->empty()) return std::nullopt;
  const Metric* best = &s.history->front();
  for (const Metric& m : *s.history)
    if (m.step <= s.step && m.heldout_loss < best->heldout_loss) best = &m;
  const bool risen = s.now.heldout_loss > kLossRisen * best->heldout_loss && s.now.heldout_loss > best->heldout_loss + kLossRisenBy;
  const bool learned = s.now.train_loss <= best->train_loss && s.now.train_accuracy - s.now.heldout_accuracy >= kGap;
  if (!risen || !learned || best->step >= s.step) return std::nullopt;
  Finding finding{.sign = Sign::overfitting, .count = best->step, .a = s.now.heldout_loss, .b = best->heldout_loss};
  if (s.record.first <= best->step && best->step <= s.record.last && s.record.last > 0) finding.remedy = {SeekStep{best->step}};
  return finding;
}

std::optional<Finding> find_rate_low(const Snapshot& s) {
  if (!s.history || s.history->empty() || s.step < kSlowSteps || s.learning_rate > kSlowRate) return std::nullopt;
  const Metric& start = s.history->front();
  const float fall = start.heldout_loss - s.now.heldout_loss;
  if (start.step != 0 || fall > kSlowFall * start.heldout_loss || fall < -kSlowFall * start.heldout_loss) return std::nullopt;
  if (s.now.heldout_accuracy >= 0.9f) return std::nullopt;  // there is not much left to learn
  Finding finding{.sign = Sign::rate_low, .total = s.step, .a = start.heldout_loss, .b = s.now.heldout_loss};
  finding.rate = s.learning_rate > 0 ? std::min(kGoodRate, s.learning_rate * 10) : kGoodRate;
  finding.remedy = {SetLearningRate{finding.rate}};
  return finding;
}

}  // namespace

std::uint64_t Finding::key(const Snapshot& snapshot) const {
  Hash h;
  h.byte(static_cast<std::uint8_t>(sign));
  h.i32(layer);
  h.i32(sign == Sign::dead_relu ? channel : 0);
  h.text(snapshot.preset);
  h.u64(snapshot.seed);
  h.f32(snapshot.learning_rate);
  return h.value();
}

std::vector<Finding> diagnose(const Snapshot& s, const Survey* survey) {
  std::vector<Finding> findings;
  const auto add = [&](std::optional<Finding> finding) {
    if (finding) findings.push_back(std::move(*finding));
  };
  add(find_not_finite(s));
  if (s.step == 0) return findings;  // nothing has been trained: nothing can have gone wrong in it
  add(find_rate_high(s));
  const bool looked = survey != nullptr && survey->done() && survey->layers().size() == s.layers.size();
  if (looked) add(find_dead(s, *survey));
  if (looked) add(find_saturated(s, *survey));
  add(find_one_class(s));
  add(find_overfitting(s));
  add(find_rate_low(s));
  return findings;
}

}  // namespace rizbin
