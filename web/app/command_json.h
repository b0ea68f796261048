// The door's JSON: commands in, errors and the engine's part of state() out.
//
// A command is an object whose "type" is its name in snake_case; its fields are those of engine/session/command.h:
//   {"type":"paint_pixels","pixels":[{"index":40,"value":1}],"gesture":1}     value defaults to 1, gesture to 0
//   {"type":"set_picture","values":[81 numbers],"label":0,"name":"mine"}      label, name may be left out
//   {"type":"load_example","name":"x_tilted"}    {"type":"clear_picture"}     {"type":"move_picture","dx":1,"dy":0}
//   {"type":"set_label","label":1}
//   {"type":"set_parameter","layer":0,"kind":"weight","index":4,"value":0.5,"gesture":2}      kind: weight (default), bias
//   {"type":"set_conv_mode","layer":0,"mean":false,"bias":true}
//   {"type":"load_network","preset":"free"}      {"type":"set_seed","seed":7}
//   {"type":"set_learning_rate","rate":0.6}      {"type":"set_momentum","momentum":0.9}
//   {"type":"set_trained_part","part":"votes"}   {"type":"set_loss_kind","kind":"squared_error"}
//   {"type":"set_variation","shift":1,"scale":1,"rotation":1,"thickness":1,"noise":1}
//   {"type":"step_training","count":8}           {"type":"reset_training"}    {"type":"extend_run","steps":240}
//   {"type":"seek_step","step":40}               {"type":"step_sample"}
//   {"type":"set_activation","layer":0,"index":24,"value":0.5}   without value: lets go       {"type":"clear_activations"}
//   {"type":"set_lock","layer":0,"kind":"weight","index":4,"locked":true}
//   {"type":"set_allowed","layer":0,"values":[-1,0,1]}           {"type":"set_kernel","layer":0,"filter":1,"values":[9 numbers]}
//   {"type":"set_architecture","layers":[{"kind":"conv","id":"conv1","units":3,"kernel_h":3,"kernel_w":3},{"kind":"relu","id":"relu1"}…]}
//   {"type":"swap_filters","layer":0,"a":0,"b":2}
//   {"type":"undo"}    {"type":"redo"}
// A field that is missing, unknown, or not what it should be is refused, and the error's "where" names it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "engine/core/result.h"
#include "engine/layers/snapshot.h"
#include "engine/session/command.h"

namespace rizbin {

using Json = nlohmann::ordered_json;

[[nodiscard]] Result<Command> command_from_json(std::string_view text);
[[nodiscard]] Result<Command> command_from_object(const Json& object);
[[nodiscard]] Json command_to_json(const Command& command);

// {"code":"out_of_range","where":"rate","message":"…","numbers":[20,0,10]}
[[nodiscard]] Json error_to_json(const Error& error);
[[nodiscard]] std::string_view name_of(ErrorCode code);
// {"ok":true} or {"error":{…}}: what apply() answers.
[[nodiscard]] std::string answer_json(const Result<void>& result);

// What state() says of the engine; the app adds locale, theme, camera, focus, frame, errors.
[[nodiscard]] Json engine_state_json(const Snapshot& snapshot);

}  // namespace rizbin
