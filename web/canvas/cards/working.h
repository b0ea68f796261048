// The working in the digits shown: every card must come out when the reader checks it with the printed figures. Results of
// drawing are cut (5/9 → 0.55), all else is rounded; where two decimals do not come out, one more is shown.
#pragma once

#include <string>

#include "engine/layers/explain.h"

namespace rizbin::cards {

struct Working {
  std::string left;     // "∑ 5 ÷ 9 =", "1.021 − 0.061 =", "∑ 4.61 =" — without the result
  std::string sum;      // "5"
  std::string result;   // "0.55", "0.960"
  std::string longer;   // "0.5555…" where the result was cut, else empty
  bool exact = false;   // from whole numbers: result = numerator ÷ denominator
  bool cut = false;
};
[[nodiscard]] Working work_out(const Explanation& explanation);
// Fewest decimals (lowest … highest) with which round(a) + round(b) = round(result) as printed; −1: none.
[[nodiscard]] int decimals_that_add_up(double a, double b, double result, int lowest, int highest);
// "+ 0.061" / "− 0.061": an addend after another, with its sign as an operator.
[[nodiscard]] std::string signed_addend(double value, int decimals);

}  // namespace rizbin::cards
