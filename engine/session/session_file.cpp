// A session as bytes, and back. Version 2, little-endian (version 1 has no base and glyphs, and ends after the picture):
//   "RZBN", u32 version, u64 FNV-1a of what follows; preset, base, glyphs, seed, optimiser, trained part, loss, variation, batch;
//   layers, weights, momentum, step, run length, history, trouble; picture; values set by hand, locks and allowed values. Not the
//   undo history, not the record of training: a session that has only trained since its start finds it again by training anew
//   (recover_record).
// Every field is checked before anything changes; an error names the first bad one.
#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "engine/core/hash.h"
#include "engine/data/glyph_set.h"
#include "engine/io/bytes.h"
#include "engine/session/state.h"
#include "engine/train/architecture.h"

namespace rizbin {
namespace {

constexpr std::array<char, 4> kMagic{'R', 'Z', 'B', 'N'};
constexpr std::uint32_t kFormat = 2;
constexpr std::size_t kHeader = 4 + 4 + 8;
constexpr float kAny = std::numeric_limits<float>::max();  // any finite number
constexpr std::uint32_t kMostLayers = 64;
constexpr std::size_t kLongestWord = 64;

void write_spec(ByteWriter& out, const LayerSpec& spec) {
  out.u8(static_cast<std::uint8_t>(spec.kind));
  out.text(spec.id);
  for (const int v : {spec.units, spec.kernel_h, spec.kernel_w, spec.stride, spec.window}) out.i32(v);
  for (const bool v : {spec.same, spec.mean, spec.bias}) out.flag(v);
}

LayerSpec read_spec(ByteReader& in) {
  constexpr int kLargest = 4096;
  LayerSpec spec;
  const std::uint8_t kind = in.u8("layer.kind");
  if (kind > static_cast<std::uint8_t>(LayerKind::softmax)) in.refuse("layer.kind", "is unknown");
  spec.kind = in.ok() ? static_cast<LayerKind>(kind) : LayerKind::relu;
  spec.id = in.text("layer.id", kLongestWord);
  spec.units = in.i32("layer.units", 0, kLargest);
  spec.kernel_h = in.i32("layer.kernel_h", 1, kLargest);
  spec.kernel_w = in.i32("layer.kernel_w", 1, kLargest);
  spec.stride = in.i32("layer.stride", 1, kLargest);
  spec.window = in.i32("layer.window", 1, kLargest);
  spec.same = in.flag("layer.same");
  spec.mean = in.flag("layer.mean");
  spec.bias = in.flag("layer.bias");
  return spec;
}

void write_variation(ByteWriter& out, const Variation& v) {
  for (const float amount : {v.shift, v.scale, v.rotation, v.thickness, v.noise}) out.f32(amount);
}

Variation read_variation(ByteReader& in) {
  Variation v;
  v.shift = in.f32("variation.shift", 0, 1);
  v.scale = in.f32("variation.scale", 0, 1);
  v.rotation = in.f32("variation.rotation", 0, 1);
  v.thickness = in.f32("variation.thickness", 0, 1);
  v.noise = in.f32("variation.noise", 0, 1);
  return v;
}

void write_history(ByteWriter& out, const History& history) {
  out.u32(static_cast<std::uint32_t>(history.size()));
  for (const Metric& m : history) {
    out.i32(m.step);
    for (const float v : {m.train_loss, m.train_accuracy, m.heldout_loss, m.heldout_accuracy}) out.f32(v);
  }
}

History read_history(ByteReader& in, int step) {
  constexpr std::size_t kPoint = 20;
  const std::uint32_t count = in.u32("history");
  if (in.ok() && count > in.left() / kPoint) in.refuse("history", "is cut off");
  History history;
  for (std::uint32_t i = 0; in.ok() && i < count; ++i) {
    Metric m;
    m.step = in.i32("history.step", history.empty() ? 0 : history.back().step + 1, step);
    m.train_loss = in.f32("history.train_loss", 0, kAny);
    m.train_accuracy = in.f32("history.train_accuracy", 0, 1);
    m.heldout_loss = in.f32("history.heldout_loss", 0, kAny);
    m.heldout_accuracy = in.f32("history.heldout_accuracy", 0, 1);
    history.push_back(m);
  }
  return history;
}

// Layers and the numbers on them. The network is only built where the list of layers is sound.
Network read_network(ByteReader& in, const Preset& base, bool own) {
  const std::uint32_t count = in.u32("layers");
  if (in.ok() && count > kMostLayers) in.refuse("layers", "are too many");
  std::vector<LayerSpec> specs;
  for (std::uint32_t i = 0; in.ok() && i < count; ++i) specs.push_back(read_spec(in));
  if (!in.ok()) return {};
  if (!own) {
    // The preset's layers, but for the mode of their convolutions.
    std::vector<LayerSpec> wanted = layers_of(base);
    for (std::size_t i = 0; i < wanted.size() && i < specs.size(); ++i) {
      if (wanted[i].kind != LayerKind::conv) continue;
      wanted[i].mean = specs[i].mean;
      wanted[i].bias = specs[i].bias;
    }
    if (specs != wanted) {
      in.refuse("layers", "are not those of the network named");
      return {};
    }
  }
  const GlyphSetInfo& set = glyph_set(base.glyphs);
  if (const ArchitecturePlan plan = plan_architecture(set.picture, specs, static_cast<int>(set.classes.size())); !plan.fits()) {
    in.refuse("layers", "do not fit");
    return {};
  }
  Result<Network> network = Network::build(set.picture, std::move(specs));
  if (!network) {
    in.refuse("layers", network.error().message);
    return {};
  }
  const std::vector<float> parameters = in.f32s("parameters", network->parameter_count(), -kAny, kAny);
  if (!in.ok()) return {};
  set_flat_parameters(*network, parameters);
  return std::move(*network);
}

void write_hands(ByteWriter& out, const std::vector<ByHand>& by_hand) {
  out.u32(static_cast<std::uint32_t>(by_hand.size()));
  for (const ByHand& set : by_hand) {
    out.i32(set.cell.layer);
    out.i32(set.cell.index);
    out.f32(set.value);
  }
}

std::vector<ByHand> read_hands(ByteReader& in, const Network& network) {
  std::vector<ByHand> by_hand;
  const std::uint32_t count = in.u32("by_hand");
  for (std::uint32_t i = 0; in.ok() && i < count; ++i) {
    ByHand set;
    set.cell.layer = in.i32("by_hand.layer", 0, network.layer_count() - 1);
    if (!in.ok()) break;
    set.cell.index = in.i32("by_hand.index", 0, network.out(set.cell.layer).size() - 1);
    set.value = in.f32("by_hand.value", -1000, 1000);
    const bool ascends = by_hand.empty() || std::pair(by_hand.back().cell.layer, by_hand.back().cell.index) <
                                                std::pair(set.cell.layer, set.cell.index);
    if (!ascends) in.refuse("by_hand", "is not in order");
    by_hand.push_back(set);
  }
  return by_hand;
}

void write_limits(ByteWriter& out, const ModelPart& model) {
  out.flag(!model.limits.empty());
  for (const LayerLimits& limits : model.limits) {
    for (const auto* locks : {&limits.locked_weight, &limits.locked_bias}) {
      out.u32(static_cast<std::uint32_t>(locks->size()));
      for (const std::uint8_t lock : *locks) out.flag(lock != 0);
    }
    out.f32s(limits.allowed);
  }
}

std::vector<std::uint8_t> read_locks(ByteReader& in, std::size_t parameters) {
  std::vector<std::uint8_t> locks;
  const std::uint32_t count = in.u32("locks");
  if (in.ok() && count != 0 && count != parameters) in.refuse("locks", "are not one a parameter");
  for (std::uint32_t i = 0; in.ok() && i < count; ++i) locks.push_back(in.flag("locks") ? 1 : 0);
  if (std::ranges::find(locks, std::uint8_t{1}) == locks.end()) locks.clear();
  return locks;
}

std::vector<LayerLimits> read_limits(ByteReader& in, const Network& network) {
  std::vector<LayerLimits> all;
  if (!in.flag("limits")) return all;
  for (int i = 0; in.ok() && i < network.layer_count(); ++i) {
    LayerLimits limits;
    limits.locked_weight = read_locks(in, network.weight(i).size());
    limits.locked_bias = read_locks(in, network.bias(i).size());
    limits.allowed = in.f32s("allowed", -1, -kHighestParameter, kHighestParameter);
    if (limits.allowed.size() > 16 || (!limits.allowed.empty() && network.weight(i).empty()) ||
        !std::ranges::is_sorted(limits.allowed, std::ranges::less_equal{}))
      in.refuse("allowed", "is no set of values");
    all.push_back(std::move(limits));
  }
  if (std::ranges::none_of(all, &LayerLimits::any)) all.clear();
  return all;
}

}  // namespace

std::vector<std::byte> SessionState::save() const {
  ByteWriter body;
  body.text(settings.preset);
  body.text(settings.base);
  body.u8(static_cast<std::uint8_t>(settings.glyphs));
  body.u64(settings.seed);
  body.f32(settings.optimizer.learning_rate);
  body.f32(settings.optimizer.momentum);
  body.u8(static_cast<std::uint8_t>(settings.trained));
  body.u8(static_cast<std::uint8_t>(settings.loss));
  write_variation(body, settings.variation);
  body.i32(settings.batch);

  body.u32(static_cast<std::uint32_t>(model.network.layer_count()));
  for (int i = 0; i < model.network.layer_count(); ++i) write_spec(body, model.network.spec(i));
  body.f32s(flat_parameters(model.network));
  body.f32s(trainer->velocity());
  body.i32(model.step);
  body.i32(model.run_length);
  History past = *model.history;  // a recorded future is not saved
  std::erase_if(past, [this](const Metric& m) { return m.step > model.step; });
  write_history(body, past);
  body.flag(trouble.happened);
  for (const int v : {trouble.layer, trouble.step, trouble.kept_step}) body.i32(v);

  body.f32s(picture.values);
  body.i32(picture.label);
  body.text(picture.name);
  write_hands(body, picture.by_hand);
  write_limits(body, model);

  Hash sum;
  sum.bytes(body.bytes());
  ByteWriter out;
  for (const char c : kMagic) out.u8(static_cast<std::uint8_t>(c));
  out.u32(kFormat);
  out.u64(sum.value());
  out.bytes().insert(out.bytes().end(), body.bytes().begin(), body.bytes().end());
  return std::move(out.bytes());
}

Result<void> SessionState::load(std::span<const std::byte> bytes) {
  ByteReader in(bytes);
  for (const char c : kMagic)
    if (in.u8("mark") != static_cast<std::uint8_t>(c)) in.refuse("mark", "is not that of a saved session");
  const std::uint32_t format = in.u32("version");
  if (format < 1 || format > kFormat) in.refuse("version", "is not known here");
  const std::uint64_t sum = in.u64("check sum");
  if (!in.ok()) return std::unexpected(in.error());
  Hash actual;
  actual.bytes(bytes.subspan(kHeader));
  if (actual.value() != sum) in.refuse("check sum", "does not match: the file is damaged");

  SettingsPart new_settings;
  new_settings.preset = in.text("preset", kLongestWord);
  new_settings.base = format >= 2 ? in.text("base", kLongestWord) : new_settings.preset;
  const Preset* base = find_preset(new_settings.base);
  const bool own = new_settings.preset == kOwnPreset;
  if (base == nullptr || (!own && new_settings.preset != new_settings.base)) in.refuse("preset", "is unknown");
  new_settings.glyphs = base == nullptr ? GlyphSet::x_o : base->glyphs;
  if (format >= 2 && in.u8("glyphs") != static_cast<std::uint8_t>(new_settings.glyphs)) in.refuse("glyphs", "are not the preset's");
  new_settings.seed = in.u64("seed");
  new_settings.optimizer.learning_rate = in.f32("learning_rate", 0, kHighestRate);
  new_settings.optimizer.momentum = in.f32("momentum", 0, kHighestMomentum);
  const std::uint8_t trained = in.u8("trained");
  if (trained > 1) in.refuse("trained", "is unknown");
  new_settings.trained = static_cast<TrainedPart>(trained & 1);
  const std::uint8_t loss = in.u8("loss");
  if (loss > 1) in.refuse("loss", "is unknown");
  new_settings.loss = static_cast<LossKind>(loss & 1);
  new_settings.variation = read_variation(in);
  new_settings.batch = in.i32("batch", 1, 64);
  if (base == nullptr || !in.ok()) return std::unexpected(in.error());

  ModelPart new_model;
  new_model.network = read_network(in, *base, own);
  if (!in.ok()) return std::unexpected(in.error());
  new_model.velocity = in.f32s("momentum of the weights", new_model.network.parameter_count(), -kAny, kAny);
  new_model.step = in.i32("step", 0, kLongestRun);
  new_model.run_length = in.i32("run_length", new_model.step, kLongestRun);
  new_model.history = std::make_shared<const History>(read_history(in, new_model.step));
  Trouble new_trouble;
  new_trouble.happened = in.flag("trouble");
  new_trouble.layer = in.i32("trouble.layer", -1, new_model.network.layer_count() - 1);
  new_trouble.step = in.i32("trouble.step", 0, kLongestRun);
  new_trouble.kept_step = in.i32("trouble.kept_step", 0, kLongestRun);

  PicturePart new_picture;
  new_picture.values = in.f32s("picture", new_model.network.input().size(), -1, 1);
  new_picture.label = in.i32("label", 0, new_model.network.classes() - 1);
  new_picture.name = in.text("picture_name", kLongestWord);
  if (format >= 2) {
    new_picture.by_hand = read_hands(in, new_model.network);
    new_model.limits = read_limits(in, new_model.network);
  }
  if (in.ok() && !in.at_end()) in.refuse("end", "is followed by more");
  if (!in.ok()) return std::unexpected(in.error());

  settings = std::move(new_settings);
  picture = std::move(new_picture);
  model = std::move(new_model);
  make_trainer(model.velocity);
  undo.clear();
  redo.clear();
  recover_record();
  model_changed();
  trouble = new_trouble;
  changed();
  return {};
}

}  // namespace rizbin
