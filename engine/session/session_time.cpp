// Commands that move in time: the record of training, and one update from the glyph on the pad.
#include "engine/session/refusal.h"
#include "engine/session/state.h"

namespace rizbin {

Result<void> SessionState::seek(const SeekStep&) {
  return std::unexpected(Error{.code = ErrorCode::unknown_command, .where = "seek", .message = "not built yet", .numbers = {}});
}

Result<void> SessionState::step_sample(const StepSample&) {
  return std::unexpected(
      Error{.code = ErrorCode::unknown_command, .where = "step_sample", .message = "not built yet", .numbers = {}});
}

}  // namespace rizbin
