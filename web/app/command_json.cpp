#include "web/app/command_json.h"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "web/app/field_reader.h"

namespace rizbin {
namespace {

constexpr std::array<std::string_view, 2> kParts{"votes", "whole"};
constexpr std::array<std::string_view, 2> kLosses{"cross_entropy", "squared_error"};
constexpr std::array<std::string_view, 2> kParamKinds{"weight", "bias"};

constexpr std::array<std::string_view, 9> kLayerKinds{"conv",      "relu",    "tanh",  "sigmoid", "max_pool",
                                                      "mean_pool", "flatten", "dense", "softmax"};
LayerSpec read_layer(FieldReader& in) {
  LayerSpec spec;
  std::string kind;
  in.text("kind", kind);
  const auto found = std::ranges::find(kLayerKinds, kind);
  if (found == kLayerKinds.end()) in.refuse("kind", "should be conv, relu, tanh, sigmoid, max_pool, mean_pool, flatten or dense");
  else spec.kind = static_cast<LayerKind>(found - kLayerKinds.begin());
  in.text("id", spec.id);
  in.integer("units", spec.units, false);
  in.integer("kernel_h", spec.kernel_h, false);
  in.integer("kernel_w", spec.kernel_w, false);
  in.integer("stride", spec.stride, false);
  in.integer("window", spec.window, false);
  if (in.has("same")) in.flag("same", spec.same);
  if (in.has("mean")) in.flag("mean", spec.mean);
  if (in.has("bias")) in.flag("bias", spec.bias);
  return spec;
}

// One pair of read and write a command; the names are in the order of the variant.
void read(FieldReader& in, PaintPixels& c) {
  in.integer("gesture", c.gesture, false);
  const Json* pixels = in.array("pixels");
  if (pixels == nullptr) return;
  for (std::size_t i = 0; i < pixels->size(); ++i) {
    const Json& pixel = (*pixels)[i];
    if (!pixel.is_object()) {
      in.refuse(std::format("pixels[{}]", i), "should be an object with index and value");
      return;
    }
    FieldReader inner(pixel, std::format("pixels[{}].", i));
    PixelEdit edit;
    inner.integer("index", edit.index);
    inner.number("value", edit.value, false);
    inner.finish();
    in.adopt(inner);
    c.pixels.push_back(edit);
  }
}
void read(FieldReader& in, SetPicture& c) {
  in.text("name", c.name, false);
  if (in.has("label")) {
    int label = 0;
    in.integer("label", label);
    c.label = label;
  }
  in.numbers("values", c.values);
}
void read(FieldReader& in, LoadExample& c) { in.text("name", c.name); }
void read(FieldReader&, ClearPicture&) {}
void read(FieldReader& in, MovePicture& c) {
  in.integer("dx", c.dx, false);
  in.integer("dy", c.dy, false);
}
void read(FieldReader& in, SetLabel& c) { in.integer("label", c.label); }
void read(FieldReader& in, SetParameter& c) {
  in.integer("layer", c.param.layer);
  in.word("kind", kParamKinds, c.param.kind, false);
  in.integer("index", c.param.index);
  in.number("value", c.value);
  in.integer("gesture", c.gesture, false);
}
void read(FieldReader& in, SetConvMode& c) {
  in.integer("layer", c.layer);
  in.flag("mean", c.mean);
  in.flag("bias", c.bias);
}
void read(FieldReader& in, LoadNetwork& c) { in.text("preset", c.preset); }
void read(FieldReader& in, SetLearningRate& c) { in.number("rate", c.rate); }
void read(FieldReader& in, SetMomentum& c) { in.number("momentum", c.momentum); }
void read(FieldReader& in, SetSeed& c) { in.seed("seed", c.seed); }
void read(FieldReader& in, SetTrainedPart& c) { in.word("part", kParts, c.part); }
void read(FieldReader& in, SetVariation& c) {
  in.number("shift", c.variation.shift);
  in.number("scale", c.variation.scale);
  in.number("rotation", c.variation.rotation);
  in.number("thickness", c.variation.thickness);
  in.number("noise", c.variation.noise);
}
void read(FieldReader& in, SetLossKind& c) { in.word("kind", kLosses, c.kind); }
void read(FieldReader& in, StepTraining& c) { in.integer("count", c.count, false); }
void read(FieldReader&, ResetTraining&) {}
void read(FieldReader& in, ExtendRun& c) { in.integer("steps", c.steps, false); }
void read(FieldReader&, Undo&) {}
void read(FieldReader&, Redo&) {}
void read(FieldReader& in, SeekStep& c) { in.integer("step", c.step); }
void read(FieldReader& in, StepSample& c) { in.integer("gesture", c.gesture, false); }
void read(FieldReader& in, SetActivation& c) {
  in.integer("layer", c.cell.layer);
  in.integer("index", c.cell.index);
  if (in.has("value")) in.number("value", c.value.emplace());
  in.integer("gesture", c.gesture, false);
}
void read(FieldReader&, ClearActivations&) {}
void read(FieldReader& in, SetLock& c) {
  in.integer("layer", c.param.layer);
  in.word("kind", kParamKinds, c.param.kind, false);
  in.integer("index", c.param.index);
  in.flag("locked", c.locked);
  in.integer("gesture", c.gesture, false);
}
void read(FieldReader& in, SetAllowed& c) {
  in.integer("layer", c.layer);
  in.numbers("values", c.values);
}
void read(FieldReader& in, SetKernel& c) {
  in.integer("layer", c.layer);
  in.integer("filter", c.filter);
  in.numbers("values", c.values);
  in.integer("gesture", c.gesture, false);
}
void read(FieldReader& in, SetArchitecture& c) {
  const Json* layers = in.array("layers");
  if (layers == nullptr) return;
  for (std::size_t i = 0; i < layers->size(); ++i) {
    if (!(*layers)[i].is_object()) {
      in.refuse(std::format("layers[{}]", i), "should be an object with kind and id");
      return;
    }
    FieldReader inner((*layers)[i], std::format("layers[{}].", i));
    c.layers.push_back(read_layer(inner));
    inner.finish();
    in.adopt(inner);
  }
}
void read(FieldReader& in, SwapFilters& c) {
  in.integer("layer", c.layer);
  in.integer("a", c.a);
  in.integer("b", c.b);
}

template <class Enum>
std::string_view word_of(std::array<std::string_view, 2> words, Enum value) {
  return words[static_cast<std::size_t>(value)];
}

void write(Json& out, const PaintPixels& c) {
  out["pixels"] = Json::array();
  for (const PixelEdit& edit : c.pixels) out["pixels"].push_back({{"index", edit.index}, {"value", edit.value}});
  out["gesture"] = c.gesture;
}
void write(Json& out, const SetPicture& c) {
  out["values"] = c.values;
  if (c.label) out["label"] = *c.label;
  out["name"] = c.name;
}
void write(Json& out, const LoadExample& c) { out["name"] = c.name; }
void write(Json&, const ClearPicture&) {}
void write(Json& out, const MovePicture& c) {
  out["dx"] = c.dx;
  out["dy"] = c.dy;
}
void write(Json& out, const SetLabel& c) { out["label"] = c.label; }
void write(Json& out, const SetParameter& c) {
  out["layer"] = c.param.layer;
  out["kind"] = word_of(kParamKinds, c.param.kind);
  out["index"] = c.param.index;
  out["value"] = c.value;
  out["gesture"] = c.gesture;
}
void write(Json& out, const SetConvMode& c) {
  out["layer"] = c.layer;
  out["mean"] = c.mean;
  out["bias"] = c.bias;
}
void write(Json& out, const LoadNetwork& c) { out["preset"] = c.preset; }
void write(Json& out, const SetLearningRate& c) { out["rate"] = c.rate; }
void write(Json& out, const SetMomentum& c) { out["momentum"] = c.momentum; }
void write(Json& out, const SetSeed& c) { out["seed"] = c.seed; }
void write(Json& out, const SetTrainedPart& c) { out["part"] = word_of(kParts, c.part); }
void write(Json& out, const Variation& v) {
  out["shift"] = v.shift;
  out["scale"] = v.scale;
  out["rotation"] = v.rotation;
  out["thickness"] = v.thickness;
  out["noise"] = v.noise;
}
void write(Json& out, const SetVariation& c) { write(out, c.variation); }
void write(Json& out, const SetLossKind& c) { out["kind"] = word_of(kLosses, c.kind); }
void write(Json& out, const StepTraining& c) { out["count"] = c.count; }
void write(Json&, const ResetTraining&) {}
void write(Json& out, const ExtendRun& c) { out["steps"] = c.steps; }
void write(Json&, const Undo&) {}
void write(Json&, const Redo&) {}
void write(Json& out, const SeekStep& c) { out["step"] = c.step; }
void write(Json& out, const StepSample& c) { out["gesture"] = c.gesture; }
void write(Json& out, const SetActivation& c) {
  out["layer"] = c.cell.layer;
  out["index"] = c.cell.index;
  if (c.value) out["value"] = *c.value;
  out["gesture"] = c.gesture;
}
void write(Json&, const ClearActivations&) {}
void write(Json& out, const SetLock& c) {
  out["layer"] = c.param.layer;
  out["kind"] = word_of(kParamKinds, c.param.kind);
  out["index"] = c.param.index;
  out["locked"] = c.locked;
  out["gesture"] = c.gesture;
}
void write(Json& out, const SetAllowed& c) {
  out["layer"] = c.layer;
  out["values"] = c.values;
}
void write(Json& out, const SetKernel& c) {
  out["layer"] = c.layer;
  out["filter"] = c.filter;
  out["values"] = c.values;
  out["gesture"] = c.gesture;
}
void write(Json& out, const SetArchitecture& c) {
  out["layers"] = Json::array();
  for (const LayerSpec& s : c.layers)
    out["layers"].push_back({{"kind", kLayerKinds[static_cast<std::size_t>(s.kind)]},
                             {"id", s.id},
                             {"units", s.units},
                             {"kernel_h", s.kernel_h},
                             {"kernel_w", s.kernel_w},
                             {"stride", s.stride},
                             {"window", s.window},
                             {"same", s.same},
                             {"mean", s.mean},
                             {"bias", s.bias}});
}
void write(Json& out, const SwapFilters& c) {
  out["layer"] = c.layer;
  out["a"] = c.a;
  out["b"] = c.b;
}

constexpr std::array<std::string_view, std::variant_size_v<Command>> kTypes{
    "paint_pixels",     "set_picture",       "load_example",   "clear_picture",
    "move_picture",     "set_label",         "set_parameter",  "set_conv_mode",
    "load_network",     "set_learning_rate", "set_momentum",   "set_seed",
    "set_trained_part", "set_variation",     "set_loss_kind",  "step_training",
    "reset_training",   "extend_run",        "undo",           "redo",
    "seek_step",        "step_sample",       "set_activation", "clear_activations",
    "set_lock",         "set_allowed",       "set_kernel",     "set_architecture",
    "swap_filters"};

template <std::size_t... I>
Command default_command(std::size_t index, std::index_sequence<I...>) {
  Command command;
  static_cast<void>(((I == index ? (command.emplace<I>(), true) : false) || ...));
  return command;
}

Error unknown_command(std::string where, std::string message) {
  return {.code = ErrorCode::unknown_command, .where = std::move(where), .message = std::move(message), .numbers = {}};
}

}  // namespace

Result<Command> command_from_json(std::string_view text) {
  const Json object = Json::parse(text, nullptr, false);
  if (object.is_discarded()) return std::unexpected(unknown_command("", "not JSON"));
  return command_from_object(object);
}

Result<Command> command_from_object(const Json& object) {
  if (!object.is_object()) return std::unexpected(unknown_command("", "a command is an object with a \"type\""));
  FieldReader in(object);
  std::string type;
  in.text("type", type);
  if (!in.ok()) return std::unexpected(in.error());
  std::size_t index = 0;
  while (index < kTypes.size() && kTypes[index] != type) ++index;
  if (index == kTypes.size()) return std::unexpected(unknown_command(type, std::format("type: there is no command \"{}\"", type)));
  Command command = default_command(index, std::make_index_sequence<std::variant_size_v<Command>>());
  std::visit([&in](auto& c) { read(in, c); }, command);
  if (!in.finish()) return std::unexpected(in.error());
  return command;
}

Json command_to_json(const Command& command) {
  Json out;
  out["type"] = kTypes[command.index()];
  std::visit([&out](const auto& c) { write(out, c); }, command);
  return out;
}

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::none: return "none";
    case ErrorCode::out_of_range: return "out_of_range";
    case ErrorCode::not_finite: return "not_finite";
    case ErrorCode::shape_mismatch: return "shape_mismatch";
    case ErrorCode::window_too_large: return "window_too_large";
    case ErrorCode::unknown_preset: return "unknown_preset";
    case ErrorCode::unknown_layer: return "unknown_layer";
    case ErrorCode::unknown_command: return "unknown_command";
    case ErrorCode::bad_field: return "bad_field";
    case ErrorCode::nothing_to_undo: return "nothing_to_undo";
    case ErrorCode::nothing_to_redo: return "nothing_to_redo";
    case ErrorCode::bad_file: return "bad_file";
    case ErrorCode::wrong_length: return "wrong_length";
    case ErrorCode::locked: return "locked";
  }
  return "none";
}

Json error_to_json(const Error& error) {
  return {{"code", name_of(error.code)}, {"where", error.where}, {"message", error.message}, {"numbers", error.numbers}};
}

std::string answer_json(const Result<void>& result) {
  const Json answer = result ? Json{{"ok", true}} : Json{{"error", error_to_json(result.error())}};
  return answer.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json engine_state_json(const Snapshot& s) {
  Json out;
  out["version"] = s.version;
  out["hash"] = std::format("{:016x}", s.hash);
  out["preset"] = s.preset;
  out["step"] = s.step;
  out["run_length"] = s.run_length;
  out["trained_part"] = word_of(kParts, s.trained);
  out["learning_rate"] = s.learning_rate;
  out["momentum"] = s.momentum;
  out["batch"] = s.batch;
  out["seed"] = s.seed;
  write(out["variation"], s.variation);
  out["loss_kind"] = word_of(kLosses, s.loss_kind);
  out["loss"] = {{"glyph", s.loss}, {"train", s.now.train_loss}, {"heldout", s.now.heldout_loss}};
  out["accuracy"] = {{"train", s.now.train_accuracy}, {"heldout", s.now.heldout_accuracy}};

  // The picture as rows of text: '#' ink, '.' paper, '+' anything in between.
  Json rows = Json::array();
  for (int y = 0; y < s.picture_shape.h; ++y) {
    std::string row;
    for (int x = 0; x < s.picture_shape.w; ++x) {
      const float v = s.picture[static_cast<std::size_t>(s.picture_shape.index(0, y, x))];
      row += v >= 1 ? '#' : (v <= -1 ? '.' : '+');
    }
    rows.push_back(row);
  }
  const auto class_word = [&s](int label) { return s.classes[static_cast<std::size_t>(label)]; };
  out["glyph"] = {{"rows", rows}, {"name", s.picture_name}, {"label", class_word(s.label)}};
  out["verdict"] = {{"label", class_word(s.verdict)}, {"p", s.probabilities[static_cast<std::size_t>(s.verdict)]}};
  out["probabilities"] = s.probabilities;

  out["layers"] = Json::array();
  for (const LayerState& layer : s.layers) {
    Json parameters = Json::object();
    if (!layer.weight.empty()) parameters["weight"] = layer.weight.size();
    if (!layer.bias.empty()) parameters["bias"] = layer.bias.size();
    Json entry{{"id", layer.spec.id}, {"shape", {layer.out.c, layer.out.h, layer.out.w}}, {"parameters", parameters}};
    if (layer.spec.kind == LayerKind::conv) entry["mean"] = layer.spec.mean;
    if (!layer.by_hand.empty()) {
      entry["by_hand"] = Json::array();
      for (const int i : layer.by_hand)
        entry["by_hand"].push_back({{"index", i}, {"value", layer.value[static_cast<std::size_t>(i)]}});
    }
    if (const auto locked = std::ranges::count(layer.locked_weight, 1) + std::ranges::count(layer.locked_bias, 1); locked > 0)
      entry["locked"] = locked;
    if (!layer.allowed.empty()) entry["allowed"] = layer.allowed;
    out["layers"].push_back(entry);
    if (layer.spec.kind == LayerKind::flatten) out["votes"] = layer.value;
    if (layer.spec.kind == LayerKind::dense) out["scores"] = layer.value;
  }
  out["trouble"] = s.trouble.happened
                       ? Json{{"layer", s.trouble.layer < 0 ? "loss" : s.layers[static_cast<std::size_t>(s.trouble.layer)].spec.id},
                              {"step", s.trouble.step},
                              {"kept_step", s.trouble.kept_step}}
                       : Json();
  out["record"] = {{"first", s.record.first},
                   {"last", s.record.last},
                   {"bytes", s.record.bytes},
                   {"budget", s.record.budget},
                   {"edits", s.record.edits},
                   {"branch_at", s.record.branch_at},
                   {"branch_last", s.record.branch_last}};
  out["can_undo"] = s.can_undo;
  out["can_redo"] = s.can_redo;
  return out;
}

}  // namespace rizbin
