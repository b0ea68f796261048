// Digits: one of each among any ten, the same picture from the same place in the stream, and far enough apart to be told apart.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "engine/data/digits.h"
#include "engine/data/generator.h"
#include "engine/data/glyph_set.h"

namespace rizbin {
namespace {

TEST_CASE("ten digits in a row are one of each, in an order of their own") {
  const Samples samples = make_samples(3, kTrainingStream, 0, 60, kMildVariation, kDigitShape, GlyphSet::digits);
  std::set<std::vector<int>> orders;
  for (int first = 0; first < 60; first += 10) {
    std::vector<int> ten(samples.labels.begin() + first, samples.labels.begin() + first + 10);
    orders.insert(ten);
    std::ranges::sort(ten);
    for (int i = 0; i < 10; ++i) CHECK(ten[static_cast<std::size_t>(i)] == i);
  }
  CHECK(orders.size() > 3);
}

TEST_CASE("a digit depends on its place in the stream alone") {
  const Samples all = make_samples(5, kTrainingStream, 0, 40, kStrongVariation, kDigitShape, GlyphSet::digits);
  const Samples later = make_samples(5, kTrainingStream, 27, 8, kStrongVariation, kDigitShape, GlyphSet::digits);
  const auto size = static_cast<std::ptrdiff_t>(kDigitShape.size());
  CHECK(std::ranges::equal(later.labels, std::span(all.labels).subspan(27, 8)));
  CHECK(std::equal(later.pictures.begin(), later.pictures.end(), all.pictures.begin() + 27 * size));
}

TEST_CASE("examples are ten pictures, each itself and none another, inside their frame") {
  const GlyphSetInfo& set = glyph_set(GlyphSet::digits);
  REQUIRE(set.examples.size() == 10);
  std::vector<ExamplePicture> pictures;
  for (const std::string_view name : set.examples) pictures.push_back(example_of(GlyphSet::digits, name));
  for (int a = 0; a < 10; ++a) {
    const std::vector<float>& pixels = pictures[static_cast<std::size_t>(a)].pixels;
    CHECK(pictures[static_cast<std::size_t>(a)].label == a);
    REQUIRE(static_cast<int>(pixels.size()) == kDigitShape.size());
    const auto ink = std::ranges::count(pixels, 1.0f);
    CHECK(ink > 40);
    CHECK(ink < 200);
    for (int i = 0; i < 28; ++i)
      for (const int edge : {i, 27 * 28 + i, i * 28, i * 28 + 27}) CHECK(pixels[static_cast<std::size_t>(edge)] == -1);
    for (int b = 0; b < a; ++b) {
      int apart = 0;
      for (std::size_t i = 0; i < pixels.size(); ++i) apart += pixels[i] != pictures[static_cast<std::size_t>(b)].pixels[i] ? 1 : 0;
      INFO(a << " and " << b);
      CHECK(apart > 30);
    }
  }
  CHECK(example_of(GlyphSet::digits, "x").pixels.empty());
  CHECK(example_of(GlyphSet::x_o, "digit_3").pixels.empty());
}

}  // namespace
}  // namespace rizbin
