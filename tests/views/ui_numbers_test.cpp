// How numbers are written and read, in both languages: the design's rules and the strings that are easily got wrong.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "web/ui/shaping.h"
#include "web/ui/text.h"

using namespace rizbin::ui;

namespace {
struct In {
  explicit In(Locale l) : before(locale()) { set_locale(l); }
  ~In() { set_locale(before); }
  Locale before;
};
constexpr Locale kEnglish{}, kPersian{Language::fa, true}, kPersianLatinDigits{Language::fa, false};
}  // namespace

TEST_CASE("ui numbers: values are cut toward zero as the lecture does") {
  const In in(kEnglish);
  CHECK(value_text(5.0f / 9) == "0.55");
  CHECK(value_text(-7.0f / 9) == "−0.77");
  CHECK(value_text(1.0f / 9) == "0.11");
  CHECK(value_text(8.0f / 9) == "0.88");
  CHECK(value_text(0.999f) == "0.99");
  CHECK(value_text(-0.999f) == "−0.99");
  CHECK(value_text(1) == "1.00");
  CHECK(value_text(0) == "0.00");
  CHECK(value_text(-0.0f) == "0.00");
  CHECK(value_text(-0.004f) == "0.00");   // no −0.00
  CHECK(value_text(-1e-30f) == "0.00");
  CHECK(value_text(12.3456f) == "12.34");
}

TEST_CASE("ui numbers: float noise does not cut a hundredth away") {
  const In in(kEnglish);
  for (int cents = -300; cents <= 300; ++cents) {
    const float v = static_cast<float>(cents) / 100;  // 0.29f is 0.28999999…: it is 0.29
    char expected[16];
    std::snprintf(expected, sizeof expected, "%s%d.%02d", cents < 0 ? "−" : "", std::abs(cents) / 100, std::abs(cents) % 100);
    CHECK(value_text(v) == expected);
  }
  CHECK(value_text(std::nextafter(1.0f, 0.0f)) == "1.00");
  CHECK(value_text(0.1f + 0.2f) == "0.30");
  float mean = 0;
  for (int i = 0; i < 9; ++i) mean += 1.0f / 9;
  CHECK(value_text(mean) == "1.00");
  CHECK(value_text(0.5499f) == "0.54");  // but what is really less stays less
}

TEST_CASE("ui numbers: all else is rounded, half away from zero on the shortest decimal") {
  const In in(kEnglish);
  CHECK(weight_text(0.125f) == "0.13");
  CHECK(weight_text(0.285f) == "0.29");   // stored below .285
  CHECK(weight_text(-0.125f) == "−0.13");
  CHECK(weight_text(0.994f) == "0.99");
  CHECK(weight_text(0.995f) == "1.00");
  CHECK(weight_text(-0.0049f) == "0.00");
  CHECK(weight_text(1) == "1");
  CHECK(weight_text(-1) == "−1");
  CHECK(weight_text(0) == "0");
  CHECK(weight_text(-0.0f) == "0");
  CHECK(pixel_text(-1) == "−1");
  CHECK(pixel_text(1) == "1");
  CHECK(pixel_text(0.5f) == "0.50");
  CHECK(gradient_text(-0.391f) == "−0.391");
  CHECK(gradient_text(-0.0004f) == "0.000");
  CHECK(gradient_text(0.0005f) == "0.001");
  CHECK(gradient_text(1e-20f) == "0.000");
  CHECK(fixed_text(9.995, 2) == "10.00");
  CHECK(fixed_text(99.95, 1) == "100.0");
  CHECK(fixed_text(2.5, 0) == "3");
  CHECK(fixed_text(0.6, 2) == "0.60");
  CHECK(fixed_text(1e21, 0) == "1.0e21");
  CHECK(number(-240) == "−240");
  CHECK(number(std::numeric_limits<long long>::min()) == "−9223372036854775808");
}

TEST_CASE("ui numbers: what is no number says so") {
  const In in(kEnglish);
  CHECK(value_text(NAN) == "NaN");
  CHECK(value_text(INFINITY) == "∞");
  CHECK(value_text(-INFINITY) == "−∞");
  CHECK(weight_text(NAN) == "NaN");
  CHECK(gradient_text(-INFINITY) == "−∞");
  CHECK(percent_text(NAN) == "NaN %");
  CHECK(value_text(std::numeric_limits<float>::max()) == "3.4e38");
}

TEST_CASE("ui numbers: percent in both languages") {
  {
    const In in(kEnglish);
    CHECK(percent_text(0.609f) == "60.9 %");
    CHECK(percent_text(0.958f) == "95.8 %");
    CHECK(percent_text(1) == "100.0 %");
    CHECK(percent_text(0) == "0.0 %");
    CHECK(percent_text(0.9999f) == "100.0 %");
  }
  {
    const In in(kPersian);
    CHECK(percent_text(0.609f) == "۶۰٫۹٪");
    CHECK(percent_text(0) == "۰٫۰٪");
  }
  const In in(kPersianLatinDigits);
  CHECK(percent_text(0.609f) == "60.9%");
}

TEST_CASE("ui numbers: Persian numerals") {
  const In in(kPersian);
  CHECK(value_text(-7.0f / 9) == "−۰٫۷۷");
  CHECK(number(1234567890) == "۱۲۳۴۵۶۷۸۹۰");
  CHECK(digits("-12.5 / 9") == "−۱۲٫۵ / ۹");
  CHECK(digits("ReLU 3") == "ReLU ۳");
}

TEST_CASE("ui numbers: what a person types is read") {
  const In in(kEnglish);
  double v = 0;
  const auto reads = [&](const char* text, double expected) {
    return parse_number(text, v) && v == doctest::Approx(expected).epsilon(1e-12);
  };
  CHECK(reads("0.6", 0.6));
  CHECK(reads("۰٫۶", 0.6));
  CHECK(reads("٠٫٦", 0.6));
  CHECK(reads("0,6", 0.6));
  CHECK(reads(" 12 ", 12));
  CHECK(reads("−1", -1));
  CHECK(reads("-1", -1));
  CHECK(reads("+1", 1));
  CHECK(reads("−۰٫۷۷", -0.77));
  CHECK(reads("5/9", 5.0 / 9));
  CHECK(reads("−7 / 9", -7.0 / 9));
  CHECK(reads("۵/۹", 5.0 / 9));
  CHECK(reads("1e-3", 0.001));
  CHECK(reads(".5", 0.5));
  CHECK(reads("5.", 5));
  CHECK(reads("\u2066−۱\u2069", -1));  // isolated, as copied from the page
  for (const char* text : {"",   " ",   "-",   "−",     "/",   "1/",  "/2", "1/0", "1/2/3", "x",   "0x10",
                           "1e", "nan", "inf", "1.2.3", "--1", "1-2", "۱ه", "%",   "1e999", "\xD9"})
    CHECK_MESSAGE(!parse_number(text, v), text);
}

TEST_CASE("ui numbers: every written number is read back") {
  for (const Locale l : {kEnglish, kPersian}) {
    const In in(l);
    for (float v : {0.0f, -1.0f, 0.55f, -0.77f, 3.25f, 100.0f, -0.01f}) {
      double back = 0;
      CHECK(parse_number(weight_text(v), back));
      CHECK(std::fabs(back - static_cast<double>(v)) < 0.0051);
      CHECK(parse_number(fixed_text(static_cast<double>(v), 2), back));
      CHECK(std::fabs(back - static_cast<double>(v)) < 0.0051);
    }
  }
}

TEST_CASE("ui text: placeholders are filled, and isolated where the line runs from the right") {
  {
    const In in(kEnglish);
    CHECK(fmt(rizbin::Str::field_range, {{"min", "−1"}, {"max", "1"}}) == "A number from −1 to 1");
  }
  const In in(kPersian);
  CHECK(fmt(rizbin::Str::field_range, {{"min", "−۱"}, {"max", "۱"}}) == "عددی از \u2066−۱\u2069 تا \u2066۱\u2069");
}

TEST_CASE("ui numbers: what has run away stays readable") {
  set_locale({});
  CHECK(value_text(3.5e14f) == "3.5e14");
  CHECK(weight_text(-2.04e6f) == "\u22122.0e6");
  CHECK(fixed_text(1e30, 3) == "1.0e30");
  CHECK(value_text(99999.0f) == "99999.00");
  set_locale({Language::fa, true});
  CHECK(gradient_text(3.5e14f) == "۳٫۵e۱۴");
  set_locale({});
}
