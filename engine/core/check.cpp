// The handler of failed CHECKs; see check.h.
#include "engine/core/check.h"

#include <atomic>

namespace rizbin {
namespace {

std::atomic<CheckHandler>& handler_slot() {
  static std::atomic<CheckHandler> slot{nullptr};
  return slot;
}

}  // namespace

CheckHandler set_check_handler(CheckHandler handler) { return handler_slot().exchange(handler); }

void check_failed(const char* condition, const char* message, std::source_location where) {
  if (const CheckHandler handler = handler_slot().load()) handler({condition, message, where});
  __builtin_trap();
}

}  // namespace rizbin
