#include "engine/core/version.h"

#include <doctest/doctest.h>

TEST_CASE("the version has three numbers") {
  int dots = 0;
  for (const char c : rizbin::version()) dots += c == '.';
  CHECK(dots == 2);
}
