// What a layer says when it cannot take its input: the layer's id, what it wants and the shape it was given.
#pragma once

#include <format>
#include <string>

#include "engine/core/result.h"
#include "engine/layers/spec.h"

namespace rizbin {

[[nodiscard]] inline std::string text_of(Shape shape) { return std::format("{} × {} × {}", shape.c, shape.h, shape.w); }

// Empty where the value is within [lowest, highest].
[[nodiscard]] inline Result<void> check_range(const LayerSpec& spec, const char* what, int given, int lowest, int highest) {
  if (given >= lowest && given <= highest) return {};
  return std::unexpected(Error{ErrorCode::out_of_range,
                               spec.id,
                               std::format("{}: {} is {}, must be {} to {}", spec.id, what, given, lowest, highest),
                               {static_cast<double>(given), static_cast<double>(lowest), static_cast<double>(highest)}});
}

[[nodiscard]] inline std::unexpected<Error> too_large(const LayerSpec& spec, const char* what, int window_h, int window_w,
                                                      Shape in) {
  const int window = window_h > in.h ? window_h : window_w;
  return std::unexpected(
      Error{ErrorCode::window_too_large,
            spec.id,
            std::format("{}: its {} of {} × {} does not fit into its input of {}", spec.id, what, window_h, window_w, text_of(in)),
            {static_cast<double>(window), static_cast<double>(in.h), static_cast<double>(in.w)}});
}

}  // namespace rizbin
