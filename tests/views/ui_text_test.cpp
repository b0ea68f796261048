// Shaping: what is drawn from left to right for hard strings, and where lines break. Compared as code points, since the forms of
// Persian letters depend on their neighbours.
#include <doctest/doctest.h>

#include <string>

#include "web/ui/shaping.h"
#include "web/ui/text.h"

using namespace rizbin::ui;

namespace {
struct In {
  explicit In(Language language) : before(locale()) { set_locale({language, language == Language::fa}); }
  ~In() { set_locale(before); }
  Locale before;
};
std::string drawn(std::string_view text) {
  const Paragraph& p = shape(text);
  return encode(p.visual(0, p.size()));
}
}  // namespace

TEST_CASE("ui shaping: Latin and numbers stay as they are, whatever the language") {
  for (const Language language : {Language::en, Language::fa}) {
    const In in(language);
    CHECK(drawn("Convolution 3 × 7×7") == "Convolution 3 × 7×7");
    CHECK(drawn("−0.55") == "−0.55");
    CHECK(drawn("−۰٫۵۵") == "−۰٫۵۵");
    CHECK(drawn("۶۰٫۹٪") == "۶۰٫۹٪");
    CHECK(drawn("∑ ۵ ÷ ۹ =") == "∑ ۵ ÷ ۹ =");
    CHECK(drawn("(a) [b]") == "(a) [b]");
    CHECK(drawn("") == "");
  }
}

TEST_CASE("ui shaping: Persian letters take their forms and run from the right") {
  const In in(Language::fa);
  CHECK(drawn("سلام") == "\uFEE1\uFEFC\uFEB3");           // meem isolated, lam-alef ligature final, seen initial
  CHECK(drawn("وزن") == "\uFEE5\uFEAF\uFEED");            // nothing joins
  CHECK(drawn("بب") == "\uFE90\uFE91");
  CHECK(drawn("گرادیان").size() > 0);
}

TEST_CASE("ui shaping: a half-space separates letters and is not drawn") {
  const In in(Language::fa);
  const std::string text = drawn("می‌شود");
  CHECK(text.find("\u200C") == std::string::npos);
  CHECK(text.find("\uFEFF") == std::string::npos);
  CHECK(text == "\uFEA9\uFEEE\uFEB7\uFBFD\uFEE3");  // د ـو شـ ی م: the ye before the half-space is final
}

TEST_CASE("ui shaping: numbers and formulas inside Persian keep their order") {
  const In in(Language::fa);
  // isolated as fmt() does
  const std::string text = drawn("از \u2066−۱\u2069 تا");
  CHECK(text.find("−۱") != std::string::npos);
  CHECK(text.find("\u2066") == std::string::npos);
  CHECK(drawn("ReLU (یکسوساز)").ends_with("ReLU"));        // Latin first in the sentence: at the right
  CHECK(drawn("گام \u2066∑ ۵ ÷ ۹\u2069").starts_with("∑ ۵ ÷ ۹"));
  CHECK(drawn("«الف»").starts_with("«"));                  // mirrored, so that it still opens towards the text
}

TEST_CASE("ui shaping: marks stay with their letter") {
  const In in(Language::fa);
  const std::string text = drawn("تکهٔ");
  CHECK(text.find("\u0654") != std::string::npos);
}

TEST_CASE("ui shaping: broken bytes and lone marks do no harm") {
  const In in(Language::fa);
  CHECK(drawn("\xFF\xC0") == "\uFFFD\uFFFD");
  CHECK(drawn("\xD8") == "\uFFFD");
  CHECK(drawn("\u200C\u200F\u2066") == "");
  CHECK(drawn("\u064B").size() > 0);
}

TEST_CASE("ui shaping: lines break at spaces, before they are reordered") {
  const In in(Language::fa);
  const auto one = [](char32_t) { return 1.0f; };
  const Paragraph& p = shape("الف ب پ ت");
  const auto ends = break_lines(p, 5, one);
  REQUIRE(ends.size() == 2);
  CHECK(ends[0] == 6);  // "الف ب "
  CHECK(ends[1] == p.size());
  const std::u32string first = p.visual(0, ends[0]), second = p.visual(ends[0], ends[1]);
  CHECK(encode(first).find("\uFE8F") != std::string::npos);  // ب stands alone in the first line
  CHECK(encode(second).find("\uFE95") != std::string::npos); // ت in the second
}

TEST_CASE("ui shaping: a word wider than the line is broken, a line feed always breaks") {
  const In in(Language::en);
  const auto one = [](char32_t) { return 1.0f; };
  CHECK(break_lines(shape("abcdefgh"), 3, one).size() == 3);
  CHECK(break_lines(shape("a\nb"), 100, one).size() == 2);
  CHECK(break_lines(shape(""), 100, one).size() == 1);
  CHECK(break_lines(shape("aaa bbb ccc"), 3, one).size() == 3);
  CHECK(break_lines(shape("aaa bbb ccc"), 7, one).size() == 2);
}

TEST_CASE("ui shaping: the cache is bounded and follows the language") {
  for (int i = 0; i < 10000; ++i) (void)shape("text " + std::to_string(i));
  const char* both = "ReLU یک";
  set_locale({Language::fa, true});
  CHECK(shape(both).rtl());
  set_locale({});
  CHECK_FALSE(shape(both).rtl());
  CHECK(shape("یک ReLU").rtl());  // by its first letter
}
