#include "web/canvas/cards/working.h"

#include <cmath>

#include "web/ui/text.h"

namespace rizbin::cards {

namespace {

double power_of_ten(int n) {
  double p = 1;
  for (int i = 0; i < n; ++i) p *= 10;
  return p;
}
double rounded(double v, int decimals) { return std::round(v * power_of_ten(decimals)); }
bool whole(double v) { return std::abs(v - std::round(v)) < 1e-6 && std::abs(v) < 1e6; }
std::string plain(double v, int decimals) { return whole(v) ? ui::number(std::llround(v)) : ui::fixed_text(v, decimals); }

}  // namespace

int decimals_that_add_up(double a, double b, double result, int lowest, int highest) {
  for (int d = lowest; d <= highest; ++d) {
    if (rounded(a, d) + rounded(b, d) == rounded(result, d)) return d;
  }
  return -1;
}

std::string signed_addend(double value, int decimals) {
  return (value < 0 ? "− " : "+ ") + ui::fixed_text(std::abs(value), decimals);
}

Working work_out(const Explanation& e) {
  Working w;
  w.result = ui::value_text(e.result);
  const double cut2 = std::trunc(static_cast<double>(e.result) * 100 + (e.result < 0 ? -1e-4 : 1e-4)) / 100;
  w.cut = std::abs(cut2 - static_cast<double>(e.result)) > 1e-5;
  if (e.exact) w.exact = true;
  if (w.cut) {
    const double v = std::abs(static_cast<double>(e.result));
    std::string latin = std::to_string(static_cast<long long>(v));
    latin += '.';
    double rest = v - std::floor(v);
    for (int i = 0; i < 4; ++i) {
      rest *= 10;
      // A float is a hair below its decimal now and then: 5/9 · 10000 is 5555.5, so a tiny push never changes a digit here.
      const int digit = static_cast<int>(std::floor(rest + 1e-5));
      latin += static_cast<char>('0' + digit % 10);
      rest -= digit;
    }
    w.longer = ui::digits((e.result < 0 ? "-" : "") + latin) + "…";
  }
  const std::string n = ui::number(e.divisor);
  const bool divided = e.operation == Operation::mean || e.operation == Operation::average;
  const double mean = static_cast<double>(e.sum) / e.divisor;
  if (e.has_bias && (e.bias != 0 || !divided)) {
    const double first = divided ? mean : static_cast<double>(e.sum);
    const int d = decimals_that_add_up(first, static_cast<double>(e.bias), static_cast<double>(e.result), 3, 5);
    const int shown = d < 0 ? 3 : d;
    w.sum = ui::fixed_text(divided ? first : static_cast<double>(e.sum), shown);
    w.left = (divided ? "" : "∑ ") + ui::fixed_text(first, shown) + " " + signed_addend(static_cast<double>(e.bias), shown) + " =";
    w.result = ui::fixed_text(static_cast<double>(e.result), shown);
    w.longer.clear();
    w.cut = false;
    return w;
  }
  int decimals = 2;
  if (divided) {
    const auto cut = [](double v) { return std::trunc(v * 100 + (v < 0 ? -1e-4 : 1e-4)); };
    while (decimals < 4 && cut(rounded(static_cast<double>(e.sum), decimals) / power_of_ten(decimals) / e.divisor) !=
                               cut(static_cast<double>(e.result))) {
      ++decimals;
    }
  }
  w.sum = plain(static_cast<double>(e.sum), decimals);
  w.left = "∑ " + w.sum + (divided ? " ÷ " + n : "") + " =";
  if (e.operation == Operation::sum && !whole(static_cast<double>(e.sum))) {
    w.result = ui::fixed_text(static_cast<double>(e.result), 3);
    w.sum = w.result;
    w.left = "∑ =";
    w.cut = false;
    w.longer.clear();
  }
  return w;
}

}  // namespace rizbin::cards
