// A card's working comes out in the digits it prints.
#include "web/canvas/cards/working.h"

#include <doctest/doctest.h>

#include "web/ui/text.h"

using namespace rizbin;
using namespace rizbin::cards;

namespace {

Explanation mean_of(float sum, int n) {
  Explanation e;
  e.operation = Operation::mean;
  e.sum = sum;
  e.divisor = n;
  e.result = sum / static_cast<float>(n);
  return e;
}

}  // namespace

TEST_CASE("cards: the lecture's ninths are cut, not rounded") {
  ui::set_locale({});
  for (int k = -9; k <= 9; ++k) {
    Explanation e = mean_of(static_cast<float>(k), 9);
    e.exact = Fraction{k, 9};
    const Working work = work_out(e);
    CHECK(work.left == "∑ " + ui::number(k) + " ÷ 9 =");
    CHECK(work.exact);
    CHECK(work.cut == (k % 9 != 0));
    CHECK(work.longer.empty() == (k % 9 == 0));
  }
  CHECK(work_out(mean_of(5, 9)).result == "0.55");
  CHECK(work_out(mean_of(5, 9)).longer == "0.5555…");
  CHECK(work_out(mean_of(-7, 9)).result == "−0.77");
  CHECK(work_out(mean_of(-7, 9)).longer == "−0.7777…");
}

TEST_CASE("cards: mean and bias add up as printed") {
  ui::set_locale({});
  Explanation e = mean_of(9.19f, 9);
  e.has_bias = true;
  e.bias = -0.0613f;
  e.result = 9.19f / 9 - 0.0613f;
  const Working work = work_out(e);
  CHECK(work.left == "1.021 − 0.061 =");
  CHECK(work.result == "0.960");
}

TEST_CASE("cards: one more decimal where two roundings would not add up") {
  CHECK(decimals_that_add_up(0.0004, 0.0004, 0.0008, 3, 5) == 4);
  CHECK(decimals_that_add_up(0.1, 0.2, 0.3, 3, 5) == 3);
}

TEST_CASE("cards: Persian digits, same working") {
  ui::set_locale({ui::Language::fa, true});
  Explanation e = mean_of(5, 9);
  e.exact = Fraction{5, 9};
  CHECK(work_out(e).result == "۰٫۵۵");
  CHECK(work_out(e).left == "∑ ۵ ÷ ۹ =");
  ui::set_locale({});
}
