#include "engine/core/version.h"

namespace rizbin {

std::string_view version() { return RIZBIN_VERSION; }

}  // namespace rizbin
