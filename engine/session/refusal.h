// Why a command is refused: the errors the session's commands share. Each names the field and the range.
#pragma once

#include <cmath>
#include <expected>
#include <format>
#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace rizbin::refusal {

using std::unexpected;

inline std::unexpected<Error> out_of_range(std::string_view field, double given, double lowest, double highest) {
  if (!std::isfinite(given))
    return unexpected(Error{.code = ErrorCode::not_finite,
                            .where = std::string(field),
                            .message = std::format("{}: not a finite number", field),
                            .numbers = {given}});
  return unexpected(Error{.code = ErrorCode::out_of_range,
                          .where = std::string(field),
                          .message = std::format("{}: {} is not within {} … {}", field, static_cast<float>(given),
                                                 static_cast<float>(lowest), static_cast<float>(highest)),
                          .numbers = {given, lowest, highest}});
}

// `given` is refused when it is not finite or not within [lowest, highest].
inline bool outside(double given, double lowest, double highest) { return !(given >= lowest && given <= highest); }

inline std::unexpected<Error> wrong_length(std::string_view field, std::size_t given, int wanted) {
  return unexpected(Error{.code = ErrorCode::wrong_length,
                          .where = std::string(field),
                          .message = std::format("{}: {} values, wanted {}", field, given, wanted),
                          .numbers = {static_cast<double>(given), static_cast<double>(wanted)}});
}

inline std::unexpected<Error> is_locked(std::string_view id, int layer, int index) {
  return unexpected(Error{.code = ErrorCode::locked,
                          .where = std::string(id),
                          .message = std::format("{}: parameter {} is locked; unlock it first", id, index),
                          .numbers = {static_cast<double>(layer), static_cast<double>(index)}});
}

inline std::unexpected<Error> unknown_layer(int layer, int count, std::string_view why) {
  return unexpected(Error{.code = ErrorCode::unknown_layer,
                          .where = "layer",
                          .message = std::format("layer {} {} (the network has {} layers)", layer, why, count),
                          .numbers = {static_cast<double>(layer), static_cast<double>(count)}});
}

}  // namespace rizbin::refusal
