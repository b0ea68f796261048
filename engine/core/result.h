// Bad input is a value, not an exception: every function that can refuse returns Result<T>.
// The interface turns `code` and `numbers` into a sentence in the reader's language; `message` is the English one for logs,
// --remote and tests. It names what, where (the layer's id and both shapes where shapes are the matter) and what to do.
#pragma once

#include <expected>
#include <string>
#include <vector>

namespace rizbin {

enum class ErrorCode {
  none,
  out_of_range,        // numbers: {given, lowest, highest}
  not_finite,          // numbers: {given}; where: the layer that broke first
  shape_mismatch,      // message names the layer and both shapes
  window_too_large,    // numbers: {window, height, width}
  unknown_preset,      // where: the name asked for
  unknown_layer,       // numbers: {index, count}
  unknown_command,     // where: the name asked for
  bad_field,           // where: the field of a command in JSON that is missing, unknown or not what it should be
  nothing_to_undo,
  nothing_to_redo,
  bad_file,            // message names the field
  wrong_length,        // numbers: {given, wanted}
  locked,              // numbers: {layer, index}; where: the layer's id
};

struct Error {
  ErrorCode code = ErrorCode::none;
  std::string where;
  std::string message;
  std::vector<double> numbers;
};

template <class T>
using Result = std::expected<T, Error>;

}  // namespace rizbin
