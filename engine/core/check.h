// CHECK: a programmer's mistake (an index outside its array, a span of the wrong length), never bad input from a learner, which is
// a Result (result.h). A failed CHECK calls the handler and, if that returns, stops the program.
// The handler is the engine's one piece of process-wide state: the page shows its fatal message with it, a test records the text.
#pragma once

#include <source_location>

namespace rizbin {

struct CheckFailure {
  const char* condition;
  const char* message;  // empty where none was given
  std::source_location where;
};

using CheckHandler = void (*)(const CheckFailure&);

// Returns the handler that was there before; nullptr puts the default back (which does nothing: the program then stops).
CheckHandler set_check_handler(CheckHandler handler);

[[noreturn]] void check_failed(const char* condition, const char* message = "",
                               std::source_location where = std::source_location::current());

}  // namespace rizbin

// CHECK(index < count);  CHECK(span.size() == n, "one label a picture");
#define CHECK(condition, ...)                                        \
  do {                                                               \
    if (!(condition)) [[unlikely]]                                   \
      ::rizbin::check_failed(#condition __VA_OPT__(, ) __VA_ARGS__); \
  } while (false)
