// Commands that edit single numbers beyond SetParameter: values in mid-network, locks, sets of allowed values, whole kernels.
#include "engine/session/refusal.h"
#include "engine/session/state.h"

namespace rizbin {

Result<void> SessionState::set_activation(const SetActivation&) {
  return std::unexpected(
      Error{.code = ErrorCode::unknown_command, .where = "set_activation", .message = "not built yet", .numbers = {}});
}

Result<void> SessionState::clear_activations() {
  return std::unexpected(
      Error{.code = ErrorCode::unknown_command, .where = "clear_activations", .message = "not built yet", .numbers = {}});
}

Result<void> SessionState::set_lock(const SetLock&) {
  return std::unexpected(Error{.code = ErrorCode::unknown_command, .where = "set_lock", .message = "not built yet", .numbers = {}});
}

Result<void> SessionState::set_allowed(const SetAllowed&) {
  return std::unexpected(
      Error{.code = ErrorCode::unknown_command, .where = "set_allowed", .message = "not built yet", .numbers = {}});
}

Result<void> SessionState::set_kernel(const SetKernel&) {
  return std::unexpected(
      Error{.code = ErrorCode::unknown_command, .where = "set_kernel", .message = "not built yet", .numbers = {}});
}

}  // namespace rizbin
