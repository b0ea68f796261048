// What a test may ask of the null platform besides web/platform/platform.h.
#pragma once

#include <string>
#include <string_view>

namespace rizbin::platform {

void set_null_time(double now_s);
[[nodiscard]] bool take_null_frame_request();  // whether a frame was asked for since the last call
void set_null_option(std::string_view name, std::string_view value);
[[nodiscard]] const std::string& null_copied_text();
void reset_null_platform();

}  // namespace rizbin::platform
