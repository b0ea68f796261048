// The lecture's tables (tests/golden/*.csv), built into the tests so that they need no file system, and as exact fractions:
// "5/9" is {5, 9}, "0.65" is {65, 100}, "-1" is {-1, 1}.
#pragma once

#include <string_view>
#include <vector>

namespace rizbin::golden {

struct Number {
  int numerator = 0;
  int denominator = 1;
  bool operator==(const Number&) const = default;
  // The float nearest to the fraction.
  [[nodiscard]] float value() const { return static_cast<float>(numerator) / static_cast<float>(denominator); }
};

// Row by row. The name is the file's without ".csv"; an unknown one fails the test.
[[nodiscard]] std::vector<Number> table(std::string_view name);
[[nodiscard]] std::vector<float> values(std::string_view name);

}  // namespace rizbin::golden
