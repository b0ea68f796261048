// Text: strings by id in the reader's language, shaped (FriBidi, presentation forms) and drawn with Vazirmatn at the device's
// scale. Numbers follow the numeral setting; formulas and numbers always run left to right (isolated).
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "strings.gen.h"  // enum class Str, from assets/text/{en,fa}.json
#include "web/ui/geometry.h"
#include "web/ui/theme.h"

struct ImDrawList;

namespace rizbin::ui {

enum class Language : std::uint8_t { en, fa };
struct Locale {
  Language language = Language::en;
  bool persian_digits = false;  // only asked for in fa
  [[nodiscard]] bool rtl() const { return language == Language::fa; }
};
void set_locale(const Locale& locale);
[[nodiscard]] const Locale& locale();

// --- strings -----------------------------------------------------------------------------------------------------------
[[nodiscard]] std::string_view tr(Str id);
// Fills named places: fmt(Str::timeline_step_of, {{"step", number(90)}, {"total", number(240)}}). Values are isolated.
struct Arg {
  std::string_view name;
  std::string value;
};
[[nodiscard]] std::string fmt(Str id, std::initializer_list<Arg> args);

// --- numbers (design README, "Numbers") ----------------------------------------------------------------------------------
[[nodiscard]] std::string value_text(float v);  // activations, votes: two decimals cut toward zero; U+2212; no −0.00
[[nodiscard]] std::string pixel_text(float v);  // integers plain ("−1"), else as value_text
[[nodiscard]] std::string weight_text(float v);  // ±1 and other integers plain, else two decimals rounded
[[nodiscard]] std::string gradient_text(float v);  // three decimals rounded
[[nodiscard]] std::string percent_text(float share);  // 0.609 → "60.9 %" / "۶۰٫۹٪"
[[nodiscard]] std::string fixed_text(double v, int decimals);  // rounded
[[nodiscard]] std::string number(long long v);  // digits in the reader's numerals
[[nodiscard]] std::string digits(std::string_view latin);  // Latin digits, '.', '-' to the reader's numerals, ٫, −
// Reads what a person typed: "0.6", "۰٫۶", "5/9", "−1", "-1"; false if it is no number.
[[nodiscard]] bool parse_number(std::string_view typed, double& value);

// --- drawing -------------------------------------------------------------------------------------------------------------
enum class Weight : std::uint8_t { regular, medium, semibold, bold };  // 400 500 600 700
enum class Align : std::uint8_t { start, center, end, left, right };  // start/end follow the language

struct TextStyle {
  float size = 13;  // CSS font-size in px
  Weight weight = Weight::regular;
  Color color = 0;  // 0: ink
  float line = 20;  // line height
};
// The design's type scale.
inline constexpr TextStyle kCaption{11, Weight::medium, 0, 16}, kSmall{12, Weight::regular, 0, 18},
    kBody{13, Weight::regular, 0, 20}, kStrong{13, Weight::semibold, 0, 20}, kControlText{12.5f, Weight::medium, 0, 18},
    kLessonBody{15, Weight::regular, 0, 28}, kTitle{24, Weight::bold, 0, 40}, kFigure{30, Weight::bold, 0, 44},
    kVerdictLetter{46, Weight::bold, 0, 56};
[[nodiscard]] constexpr TextStyle colored(TextStyle style, Color color) {
  style.color = color;
  return style;
}

[[nodiscard]] float text_width(std::string_view utf8, const TextStyle& style);
// One line in a box: aligned horizontally, centred vertically by cap height (baseline = middle + .36 × size), snapped to device
// pixels. Longer than the box: cut with … and returns false (the layout tests look for it). Returns true if it fitted.
bool draw_text(ImDrawList* list, const Rect& box, std::string_view utf8, const TextStyle& style, Align align = Align::start);
// Tests listen here for every text that draw_text() had to cut.
void on_cut_text(void (*listener)(std::string_view));
// At a baseline point; align center/left/right relative to x.
void draw_text_at(ImDrawList* list, Vec baseline, std::string_view utf8, const TextStyle& style, Align align = Align::left);
// Lines broken before reordering, from box.y downward; returns the height used.
float draw_paragraph(ImDrawList* list, const Rect& box, std::string_view utf8, const TextStyle& style, Align align = Align::start);
[[nodiscard]] float paragraph_height(std::string_view utf8, const TextStyle& style, float width);

// Lucide icon centred in the box.
enum class Icon : std::uint8_t {
  pencil,
  eraser,
  undo,
  redo,
  trash,
  play,
  pause,
  step_forward,
  reset,
  dices,
  chevron_down,
  chevron_left,
  chevron_right,
  chevron_up,
  minus,
  plus,
  maximize,
  sun,
  moon,
  menu,
  book_open,
  chart_spline,
  eye,
  info,
  warning,
  error,
  pin,
  x,
  check,
  settings,
  keyboard,
  languages,
  step_back,
  skip_forward,
  footprints,
  lock,
  lock_open
};
void draw_icon(ImDrawList* list, Vec center, Icon icon, float size, Color color);

}  // namespace rizbin::ui
