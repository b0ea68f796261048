// Commands that change the list of layers.
#include "engine/session/refusal.h"
#include "engine/session/state.h"

namespace rizbin {

Result<void> SessionState::set_architecture(const SetArchitecture&) {
  return std::unexpected(
      Error{.code = ErrorCode::unknown_command, .where = "set_architecture", .message = "not built yet", .numbers = {}});
}

Result<void> SessionState::swap_filters(const SwapFilters&) {
  return std::unexpected(
      Error{.code = ErrorCode::unknown_command, .where = "swap_filters", .message = "not built yet", .numbers = {}});
}

}  // namespace rizbin
