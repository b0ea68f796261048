// The program's version, as CMakeLists.txt has it.
#pragma once

#include <string_view>

namespace rizbin {

[[nodiscard]] std::string_view version();

}  // namespace rizbin
