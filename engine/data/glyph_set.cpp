#include "engine/data/glyph_set.h"

#include <array>
#include <cstddef>

#include "engine/data/digits.h"
#include "engine/data/examples.h"

namespace rizbin {
namespace {

constexpr std::array<std::string_view, 2> kLetters{"X", "O"};
constexpr std::array<std::string_view, 10> kLetterExamples{"x", "x_shifted", "x_small", "x_tilted", "x_thick",
                                                           "o", "o_shifted", "o_small", "o_tilted", "o_thick"};
constexpr std::array<std::string_view, 10> kDigits{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
constexpr std::array<std::string_view, 10> kDigitExamples{"digit_0", "digit_1", "digit_2", "digit_3", "digit_4",
                                                          "digit_5", "digit_6", "digit_7", "digit_8", "digit_9"};
constexpr std::array<GlyphSetInfo, kGlyphSets> kSets{
    {{kPictureShape, kLetters, kLetterExamples}, {kDigitShape, kDigits, kDigitExamples}}};

}  // namespace

const GlyphSetInfo& glyph_set(GlyphSet set) { return kSets[static_cast<std::size_t>(set)]; }

ExamplePicture example_of(GlyphSet set, std::string_view name) {
  ExamplePicture picture;
  if (set == GlyphSet::x_o) {
    const Example* example = find_example(name);
    if (example != nullptr) picture = {.pixels = picture_of(*example), .label = example->label};
    return picture;
  }
  for (std::size_t digit = 0; digit < kDigitExamples.size(); ++digit) {
    if (kDigitExamples[digit] != name) continue;
    picture.label = static_cast<int>(digit);
    picture.pixels.resize(static_cast<std::size_t>(kDigitShape.size()));
    draw_digit(picture.label, {}, kDigitShape, picture.pixels);
  }
  return picture;
}

}  // namespace rizbin
