// Session: the commands. Each checks first and changes after, so that a refused command leaves everything as it was.
#include "engine/session/session.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <format>
#include <utility>

#include "engine/core/check.h"
#include "engine/data/examples.h"
#include "engine/session/record.h"
#include "engine/session/refusal.h"

namespace rizbin {
namespace {

using namespace refusal;

// One overload a command.
struct Applier {
  SessionState& s;

  Result<void> operator()(const PaintPixels& c) const {
    const int size = static_cast<int>(s.picture.values.size());
    for (const PixelEdit& edit : c.pixels) {
      if (outside(edit.index, 0, size - 1)) return out_of_range("pixels.index", edit.index, 0, size - 1);
      if (outside(edit.value, -1, 1)) return out_of_range("pixels.value", edit.value, -1, 1);
    }
    UndoEntry before = s.keep(true, false, false);
    for (const PixelEdit& edit : c.pixels) s.picture.values[static_cast<std::size_t>(edit.index)] = edit.value;
    if (s.picture.values != before.picture->values) s.picture.name.clear();
    s.commit(std::move(before), c.gesture);
    return {};
  }

  Result<void> operator()(const SetPicture& c) const {
    const int size = s.model.network.input().size();
    if (std::cmp_not_equal(c.values.size(), size)) return wrong_length("values", c.values.size(), size);
    for (const float v : c.values)
      if (outside(v, -1, 1)) return out_of_range("values", v, -1, 1);
    if (c.label && outside(*c.label, 0, classes() - 1)) return out_of_range("label", *c.label, 0, classes() - 1);
    constexpr std::size_t kLongestName = 64;
    if (c.name.size() > kLongestName) return wrong_length("name", c.name.size(), kLongestName);
    UndoEntry before = s.keep(true, false, false);
    s.picture.values = c.values;
    if (c.label) s.picture.label = *c.label;
    s.picture.name = c.name;
    s.picture.by_hand.clear();
    s.commit(std::move(before));
    return {};
  }

  Result<void> operator()(const LoadExample& c) const {
    const ExamplePicture example = example_of(s.settings.glyphs, c.name);
    if (example.pixels.empty())
      return unexpected(Error{.code = ErrorCode::unknown_preset,
                              .where = c.name,
                              .message = std::format("name: there is no picture \"{}\"", c.name),
                              .numbers = {}});
    UndoEntry before = s.keep(true, false, false);
    s.picture = {.values = example.pixels, .label = example.label, .name = c.name, .by_hand = {}};
    s.commit(std::move(before));
    return {};
  }

  Result<void> operator()(const ClearPicture&) const {
    UndoEntry before = s.keep(true, false, false);
    std::ranges::fill(s.picture.values, kPaper);
    s.picture.name.clear();
    s.picture.by_hand.clear();
    s.commit(std::move(before));
    return {};
  }

  Result<void> operator()(const MovePicture& c) const {
    const Shape shape = s.model.network.input();
    if (outside(c.dx, -shape.w, shape.w)) return out_of_range("dx", c.dx, -shape.w, shape.w);
    if (outside(c.dy, -shape.h, shape.h)) return out_of_range("dy", c.dy, -shape.h, shape.h);
    UndoEntry before = s.keep(true, false, false);
    std::ranges::fill(s.picture.values, kPaper);
    for (int channel = 0; channel < shape.c; ++channel)
      for (int row = 0; row < shape.h; ++row)
        for (int column = 0; column < shape.w; ++column) {
          const int from_row = row - c.dy;
          const int from_column = column - c.dx;
          if (from_row < 0 || from_row >= shape.h || from_column < 0 || from_column >= shape.w) continue;
          s.picture.values[static_cast<std::size_t>(shape.index(channel, row, column))] =
              before.picture->values[static_cast<std::size_t>(shape.index(channel, from_row, from_column))];
        }
    if (s.picture.values != before.picture->values) s.picture.name.clear();
    s.commit(std::move(before));
    return {};
  }

  Result<void> operator()(const SetLabel& c) const {
    if (outside(c.label, 0, classes() - 1)) return out_of_range("label", c.label, 0, classes() - 1);
    UndoEntry before = s.keep(true, false, false);
    s.picture.label = c.label;
    s.commit(std::move(before));
    return {};
  }

  Result<void> operator()(const SetParameter& c) const {
    Network& network = s.model.network;
    if (outside(c.param.layer, 0, network.layer_count() - 1))
      return unknown_layer(c.param.layer, network.layer_count(), "does not exist");
    const bool is_bias = c.param.kind == ParamKind::bias;
    const int count = static_cast<int>((is_bias ? network.bias(c.param.layer) : network.weight(c.param.layer)).size());
    if (count == 0) return unknown_layer(c.param.layer, network.layer_count(), is_bias ? "has no bias" : "has no weights");
    if (outside(c.param.index, 0, count - 1)) return out_of_range("index", c.param.index, 0, count - 1);
    if (outside(c.value, -kHighestParameter, kHighestParameter))
      return out_of_range("value", c.value, -kHighestParameter, kHighestParameter);
    if (s.locked(c.param)) return is_locked(network.spec(c.param.layer).id, c.param.layer, c.param.index);
    UndoEntry before = s.keep(false, false, true);
    (is_bias ? network.bias(c.param.layer) : network.weight(c.param.layer))[static_cast<std::size_t>(c.param.index)] =
        is_bias ? c.value : s.allowed_value(c.param.layer, c.value);
    s.commit(std::move(before), c.gesture);
    return {};
  }

  Result<void> operator()(const SetConvMode& c) const {
    Network& network = s.model.network;
    if (outside(c.layer, 0, network.layer_count() - 1)) return unknown_layer(c.layer, network.layer_count(), "does not exist");
    if (network.spec(c.layer).kind != LayerKind::conv) return unknown_layer(c.layer, network.layer_count(), "is not a convolution");
    UndoEntry before = s.keep(false, false, true);
    const bool same_count = network.spec(c.layer).bias == c.bias;
    if (Result<void> done = network.set_conv_mode(c.layer, c.mean, c.bias); !done) return done;
    // Momentum belongs to a list of parameters: where that changes, it starts from rest.
    s.make_trainer(same_count ? std::span<const float>(before.model->velocity) : std::span<const float>());
    s.commit(std::move(before));
    return {};
  }

  Result<void> operator()(const LoadNetwork& c) const {
    const Preset* preset = find_preset(c.preset);
    if (preset == nullptr)
      return unexpected(Error{.code = ErrorCode::unknown_preset,
                              .where = c.preset,
                              .message = std::format("preset: there is no network \"{}\"", c.preset),
                              .numbers = {}});
    // Pictures of another kind bring their own first example.
    UndoEntry before = s.keep(preset->glyphs != s.settings.glyphs || !s.picture.by_hand.empty(), true, true);
    s.picture.by_hand.clear();
    s.load_preset(*preset);
    s.commit(std::move(before));
    return {};
  }

  Result<void> operator()(const SetLearningRate& c) const {
    if (outside(c.rate, 0, kHighestRate)) return out_of_range("rate", c.rate, 0, kHighestRate);
    return set([&](SettingsPart& settings) { settings.optimizer.learning_rate = c.rate; });
  }
  Result<void> operator()(const SetMomentum& c) const {
    if (outside(c.momentum, 0, kHighestMomentum)) return out_of_range("momentum", c.momentum, 0, kHighestMomentum);
    return set([&](SettingsPart& settings) { settings.optimizer.momentum = c.momentum; });
  }
  Result<void> operator()(const SetTrainedPart& c) const {
    return set([&](SettingsPart& settings) { settings.trained = c.part; });
  }
  Result<void> operator()(const SetLossKind& c) const {
    return set([&](SettingsPart& settings) { settings.loss = c.kind; });
  }
  Result<void> operator()(const SetVariation& c) const {
    const Variation& v = c.variation;
    const std::array<std::pair<std::string_view, float>, 5> amounts{
        {{"shift", v.shift}, {"scale", v.scale}, {"rotation", v.rotation}, {"thickness", v.thickness}, {"noise", v.noise}}};
    for (const auto& [field, amount] : amounts)
      if (outside(amount, 0, 1)) return out_of_range(field, amount, 0, 1);
    return set([&](SettingsPart& settings) { settings.variation = v; });
  }

  Result<void> operator()(const SetSeed& c) const {
    UndoEntry before = s.keep(false, true, true);
    s.settings.seed = c.seed;
    s.reset_model();
    s.commit(std::move(before));
    return {};
  }
  Result<void> operator()(const ResetTraining&) const {
    UndoEntry before = s.keep(false, false, true);
    s.reset_model();
    s.commit(std::move(before));
    return {};
  }

  Result<void> operator()(const StepTraining& c) const {
    if (outside(c.count, 1, kMostSteps)) return out_of_range("count", c.count, 1, kMostSteps);
    if (outside(c.count, 1, kLongestRun - s.model.step)) return out_of_range("count", c.count, 1, kLongestRun - s.model.step);
    if (s.trouble.happened) {
      const std::string where = s.trouble.layer < 0 ? "loss" : s.model.network.spec(s.trouble.layer).id;
      return unexpected(Error{.code = ErrorCode::not_finite,
                              .where = where,
                              .message = std::format("training stopped at step {}: {} is not finite; change the rate, a setting or "
                                                     "a weight, or reset",
                                                     s.trouble.step, where),
                              .numbers = {static_cast<double>(s.trouble.step), static_cast<double>(s.trouble.kept_step)}});
    }
    for (int i = 0; i < c.count; ++i)
      if (!s.train_step()) break;
    return {};
  }
  Result<void> operator()(const ExtendRun& c) const {
    const int most = kLongestRun - s.model.run_length;
    if (outside(c.steps, 1, most)) return out_of_range("steps", c.steps, 1, most);
    s.model.run_length += c.steps;
    s.changed();
    return {};
  }

  Result<void> operator()(const SeekStep& c) const { return s.seek(c); }
  Result<void> operator()(const StepSample& c) const { return s.step_sample(c); }
  Result<void> operator()(const SetActivation& c) const { return s.set_activation(c); }
  Result<void> operator()(const ClearActivations&) const { return s.clear_activations(); }
  Result<void> operator()(const SetLock& c) const { return s.set_lock(c); }
  Result<void> operator()(const SetAllowed& c) const { return s.set_allowed(c); }
  Result<void> operator()(const SetKernel& c) const { return s.set_kernel(c); }
  Result<void> operator()(const SetArchitecture& c) const { return s.set_architecture(c); }
  Result<void> operator()(const SwapFilters& c) const { return s.swap_filters(c); }

  Result<void> operator()(const Undo&) const {
    if (s.undo.empty())
      return unexpected(Error{.code = ErrorCode::nothing_to_undo, .where = {}, .message = "nothing to undo", .numbers = {}});
    UndoEntry entry = std::move(s.undo.back());
    s.undo.pop_back();
    s.swap_with(entry);
    entry.gesture = 0;
    s.redo.push_back(std::move(entry));
    return {};
  }
  Result<void> operator()(const Redo&) const {
    if (s.redo.empty())
      return unexpected(Error{.code = ErrorCode::nothing_to_redo, .where = {}, .message = "nothing to redo", .numbers = {}});
    UndoEntry entry = std::move(s.redo.back());
    s.redo.pop_back();
    s.swap_with(entry);
    s.undo.push_back(std::move(entry));
    return {};
  }

 private:
  [[nodiscard]] int classes() const { return s.model.network.classes(); }

  template <class Change>
  Result<void> set(Change change) const {
    UndoEntry before = s.keep(false, true, true);  // the model too: undo goes back to the moment of the change
    change(s.settings);
    s.commit(std::move(before));
    return {};
  }
};

}  // namespace

SessionState::SessionState(const Preset& preset) {
  show_first_example(preset.glyphs);
  account = std::make_shared<RecordAccount>();
  load_preset(preset);
  start_record();
}

void SessionState::show_first_example(GlyphSet set) {
  const std::string_view name = glyph_set(set).examples.front();
  ExamplePicture example = example_of(set, name);
  picture = {.values = std::move(example.pixels), .label = example.label, .name = std::string(name), .by_hand = {}};
}

void SessionState::load_preset(const Preset& preset) {
  if (preset.glyphs != settings.glyphs) show_first_example(preset.glyphs);
  Result<Network> network = Network::build(glyph_set(preset.glyphs).picture, layers_of(preset));
  CHECK(network.has_value(), "a preset's layers fit");
  settings.preset = preset.name;
  settings.base = preset.name;
  settings.glyphs = preset.glyphs;
  settings.optimizer = {.learning_rate = preset.learning_rate, .momentum = preset.momentum};
  settings.trained = preset.trained;
  settings.loss = preset.loss;
  settings.variation = preset.variation;
  settings.batch = preset.batch;
  model.network = std::move(*network);
  model.limits.clear();
  make_trainer({});
  reset_model();
}

Result<void> SessionState::apply(const Command& command) { return std::visit(Applier{*this}, command); }

struct Session::State : SessionState {
  using SessionState::SessionState;
};

Session::Session(std::string_view preset) {
  const Preset* found = find_preset(preset);
  CHECK(found != nullptr, "a network of preset_names()");
  state_ = std::make_unique<State>(*found);
}
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

Result<void> Session::apply(const Command& command) { return state_->apply(command); }
std::shared_ptr<const Snapshot> Session::snapshot() const { return state_->snapshot(); }
int Session::step() const { return state_->model.step; }
int Session::run_length() const { return state_->model.run_length; }
bool Session::stopped_by_trouble() const { return state_->trouble.happened; }

std::vector<std::byte> Session::save() const { return state_->save(); }
Result<void> Session::load(std::span<const std::byte> bytes) { return state_->load(bytes); }

std::span<const std::string_view> preset_names() {
  static constexpr std::array<std::string_view, 4> kNames{"lecture12", "lecture48", "free", "digits"};
  return kNames;
}

std::span<const std::string_view> example_names(GlyphSet set) { return glyph_set(set).examples; }

std::vector<float> example_picture(std::string_view name) {
  for (const GlyphSet set : {GlyphSet::x_o, GlyphSet::digits})
    if (ExamplePicture example = example_of(set, name); !example.pixels.empty()) return std::move(example.pixels);
  return {};
}

}  // namespace rizbin
