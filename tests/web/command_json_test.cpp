#include "web/app/command_json.h"

#include <doctest/doctest.h>

#include <array>

#include "engine/session/session.h"

namespace rizbin {
namespace {

// One of each, no field at its default.
const std::array<Command, std::variant_size_v<Command>>& one_of_each() {
  static const std::array<Command, std::variant_size_v<Command>> commands{
      PaintPixels{.pixels = {{.index = 40, .value = -1}, {.index = 3, .value = 0.5f}}, .gesture = 7},
      SetPicture{.values = {1, -1, 0.25f}, .label = 1, .name = "heldout/4"},
      LoadExample{.name = "x_tilted"},
      ClearPicture{},
      MovePicture{.dx = 1, .dy = -2},
      SetLabel{.label = 1},
      SetParameter{.param = {.layer = 5, .kind = ParamKind::bias, .index = 1}, .value = -0.125f, .gesture = 9},
      SetConvMode{.layer = 1, .mean = false, .bias = true},
      LoadNetwork{.preset = "lecture48"},
      SetLearningRate{.rate = 0.75f},
      SetMomentum{.momentum = 0.5f},
      SetSeed{.seed = 18446744073709551615ULL},
      SetTrainedPart{.part = TrainedPart::votes},
      SetVariation{.variation = {.shift = 0, .scale = 0.25f, .rotation = 0.5f, .thickness = 0.75f, .noise = 1}},
      SetLossKind{.kind = LossKind::squared_error},
      StepTraining{.count = 8},
      ResetTraining{},
      ExtendRun{.steps = 480},
      Undo{},
      Redo{},
      SeekStep{.step = 40},
      StepSample{.gesture = 3},
      SetActivation{.cell = {.layer = 1, .index = 24}, .value = 0.5f, .gesture = 4},
      ClearActivations{},
      SetLock{.param = {.layer = 5, .kind = ParamKind::bias, .index = 1}, .locked = true},
      SetAllowed{.layer = 0, .values = {-1, 0, 1}},
      SetKernel{.layer = 0, .filter = 2, .values = {1, 0, -1}, .gesture = 5},
      SetArchitecture{.layers = {{.kind = LayerKind::conv, .id = "conv1", .units = 2, .kernel_h = 5, .kernel_w = 4, .same = true},
                                 {.kind = LayerKind::mean_pool, .id = "pool1", .stride = 3, .bias = false, .window = 3}}},
      SwapFilters{.layer = 1, .a = 1, .b = 2}};
  return commands;
}

std::string refused_field(std::string_view text) {
  const Result<Command> command = command_from_json(text);
  REQUIRE(!command.has_value());
  CHECK(command.error().message.find(command.error().where) != std::string::npos);
  return command.error().where;
}

TEST_CASE("every command goes to JSON and back unchanged") {
  for (std::size_t i = 0; i < one_of_each().size(); ++i) {
    const Command& command = one_of_each()[i];
    CHECK(command.index() == i);
    const std::string text = command_to_json(command).dump();
    CAPTURE(text);
    const Result<Command> back = command_from_json(text);
    REQUIRE(back.has_value());
    CHECK(back->index() == i);
    CHECK(command_to_json(*back).dump() == text);
  }
}

TEST_CASE("every field is read from JSON: a changed value comes through") {
  const auto paint = std::get<PaintPixels>(*command_from_json(R"({"type":"paint_pixels","pixels":[{"index":5}]})"));
  CHECK(paint.pixels.size() == 1);
  CHECK(paint.pixels[0].index == 5);
  CHECK(paint.pixels[0].value == 1);
  CHECK(paint.gesture == 0);
  const auto parameter = std::get<SetParameter>(*command_from_json(R"({"type":"set_parameter","layer":0,"index":4,"value":-1})"));
  CHECK(parameter.param == ParamRef{.layer = 0, .kind = ParamKind::weight, .index = 4});
  CHECK(parameter.value == -1);
  const auto picture = std::get<SetPicture>(*command_from_json(R"({"type":"set_picture","values":[1,-1]})"));
  CHECK(!picture.label.has_value());
  CHECK(std::get<SetSeed>(*command_from_json(R"({"type":"set_seed","seed":11})")).seed == 11);
  CHECK(std::get<StepTraining>(*command_from_json(R"({"type":"step_training"})")).count == 1);
  CHECK(std::get<MovePicture>(*command_from_json(R"({"type":"move_picture","dx":1.0})")).dx == 1);
}

TEST_CASE("what is wrong with a command is named") {
  CHECK(refused_field(R"({"type":"set_learning_rate"})") == "rate");
  CHECK(refused_field(R"({"type":"set_learning_rate","rate":"fast"})") == "rate");
  CHECK(refused_field(R"({"type":"set_learning_rate","rate":0.6,"rat":1})") == "rat");
  CHECK(refused_field(R"({"type":"set_label","label":0.5})") == "label");
  CHECK(refused_field(R"({"type":"set_label","label":1e12})") == "label");
  CHECK(refused_field(R"({"type":"set_seed","seed":-1})") == "seed");
  CHECK(refused_field(R"({"type":"set_conv_mode","layer":0,"mean":1,"bias":true})") == "mean");
  CHECK(refused_field(R"({"type":"set_trained_part","part":"all"})") == "part");
  CHECK(refused_field(R"({"type":"paint_pixels","pixels":[{"index":1},{"value":1}]})") == "pixels[1].index");
  CHECK(refused_field(R"({"type":"paint_pixels","pixels":[7]})") == "pixels[0]");
  CHECK(refused_field(R"({"type":"paint_pixels","pixels":7})") == "pixels");
  CHECK(refused_field(R"({"type":"set_picture","values":[1,"a"]})") == "values[1]");
  CHECK(refused_field(R"({"type":"fly"})") == "fly");
  CHECK(refused_field(R"({"name":"x"})") == "type");
}

TEST_CASE("what is no command at all is refused") {
  for (const char* text : {"", "{", "[]", "3", "null", "{\"type\":}", "\xff\xfe"}) {
    CAPTURE(text);
    const Result<Command> command = command_from_json(text);
    REQUIRE(!command.has_value());
    CHECK(command.error().code == ErrorCode::unknown_command);
  }
}

TEST_CASE("the state says what the engine knows") {
  Session session("lecture12");
  const Json x = engine_state_json(*session.snapshot());
  CHECK(x["preset"] == "lecture12");
  CHECK(x["hash"].get<std::string>().size() == 16);
  CHECK(x["step"] == 0);
  CHECK(x["run_length"] == 240);
  CHECK(x["trained_part"] == "whole");
  CHECK(x["loss_kind"] == "cross_entropy");
  CHECK(x["seed"] == 3);
  CHECK(x["glyph"]["name"] == "x");
  CHECK(x["glyph"]["label"] == "X");
  CHECK(x["glyph"]["rows"][1] == ".#.....#.");
  CHECK(x["verdict"]["label"] == "X");
  CHECK(x["verdict"]["p"].get<double>() == doctest::Approx(0.609).epsilon(1e-3));
  CHECK(x["votes"].size() == 12);
  CHECK(x["votes"][0] == 1);
  CHECK(x["scores"].size() == 2);
  CHECK(x["layers"].size() == 6);
  CHECK(x["layers"][0]["id"] == "conv1");
  CHECK(x["layers"][0]["mean"] == true);
  CHECK(x["layers"][0]["parameters"]["weight"] == 27);
  CHECK(x["layers"][5]["shape"] == Json({2, 1, 1}));
  CHECK(x["trouble"].is_null());
  CHECK(x["can_undo"] == false);

  REQUIRE(session.apply(LoadExample{.name = "o"}));
  REQUIRE(session.apply(PaintPixels{.pixels = {{.index = 0, .value = 0}}}));
  REQUIRE(session.apply(StepTraining{.count = 120}));
  const auto snapshot = session.snapshot();
  const Json o = engine_state_json(*snapshot);
  CHECK(o["glyph"]["rows"][0] == "+........");
  CHECK(o["glyph"]["label"] == "O");
  CHECK(o["verdict"]["label"] == "O");
  CHECK(o["step"] == 120);
  CHECK(o["accuracy"]["heldout"].get<float>() == snapshot->now.heldout_accuracy);
  CHECK(o["accuracy"]["train"].get<float>() == snapshot->now.train_accuracy);
  CHECK(o["loss"]["glyph"].get<float>() == snapshot->loss);
  CHECK(o["can_undo"] == true);
  CHECK(o["hash"] != x["hash"]);
}

TEST_CASE("answers") {
  CHECK(answer_json({}) == R"({"ok":true})");
  const Error error{.code = ErrorCode::out_of_range, .where = "rate", .message = "rate: 20", .numbers = {20, 0, 10}};
  CHECK(answer_json(std::unexpected(error)) ==
        R"({"error":{"code":"out_of_range","where":"rate","message":"rate: 20","numbers":[20.0,0.0,10.0]}})");
}

}  // namespace
}  // namespace rizbin
