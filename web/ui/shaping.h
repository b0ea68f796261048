// From logical text to what is drawn from left to right: bidirectional order and Arabic presentation forms, by FriBidi. Lines are
// broken before they are reordered. Joiners, marks of direction and FriBidi's fill character are dropped from what is drawn.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rizbin::ui {

// Whether the text has a letter that runs from right to left.
[[nodiscard]] bool has_rtl(std::string_view utf8);

[[nodiscard]] std::u32string decode(std::string_view utf8);  // broken bytes become U+FFFD
[[nodiscard]] std::string encode(std::u32string_view points);

// One paragraph, shaped. Kept in a bounded cache by text and language; short-lived references only.
class Paragraph {
 public:
  [[nodiscard]] std::size_t size() const { return shaped_.size(); }
  [[nodiscard]] char32_t at(std::size_t i) const { return shaped_[i]; }       // logical order, in its final form
  [[nodiscard]] bool rtl() const { return rtl_; }
  [[nodiscard]] bool drawn(std::size_t i) const;                              // false: takes no place
  [[nodiscard]] bool starts_cluster(std::size_t i) const;                     // a line or a cut may begin here
  [[nodiscard]] std::u32string visual(std::size_t from, std::size_t to) const;  // one line of it, from left to right

 private:
  friend const Paragraph& shape(std::string_view utf8);
  std::u32string shaped_;
  std::vector<signed char> levels_;     // empty: all left to right
  std::vector<unsigned> types_;
  unsigned base_ = 0;
  bool rtl_ = false;
};
// The paragraph's direction is that of the language; text without any right-to-left letter (numbers, formulas, Latin) always runs
// left to right, and right-to-left text in English by its first letter.
[[nodiscard]] const Paragraph& shape(std::string_view utf8);

// Where lines end (index after the last character of each), at spaces and line feeds, in a word only when it alone is too wide.
[[nodiscard]] std::vector<std::size_t> break_lines(const Paragraph& paragraph, float width,
                                                   const std::function<float(char32_t)>& advance);

}  // namespace rizbin::ui
