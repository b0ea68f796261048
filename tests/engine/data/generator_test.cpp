#include "engine/data/generator.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "engine/core/hash.h"
#include "engine/data/examples.h"

namespace rizbin {
namespace {

int count_different(std::span<const float> a, std::span<const float> b) {
  int n = 0;
  for (std::size_t i = 0; i < a.size(); ++i) n += a[i] != b[i] ? 1 : 0;
  return n;
}

TEST_CASE("without variation every glyph is the lecture's X or O") {
  const Samples samples = make_samples(3, kTrainingStream, 0, 32, kNoVariation, kPictureShape);
  for (std::size_t i = 0; i < samples.labels.size(); ++i) {
    const std::vector<float> picture(samples.pictures.begin() + static_cast<std::ptrdiff_t>(i * 81),
                                     samples.pictures.begin() + static_cast<std::ptrdiff_t>(i * 81 + 81));
    CHECK(picture == picture_of(*find_example(samples.labels[i] == 0 ? "x" : "o")));
  }
}

TEST_CASE("a sample does not depend on what was asked before") {
  const Samples all = make_samples(5, kTrainingStream, 0, 64, kStrongVariation, kPictureShape);
  const Samples later = make_samples(5, kTrainingStream, 40, 8, kStrongVariation, kPictureShape);
  for (std::size_t i = 0; i < 8; ++i) CHECK(later.labels[i] == all.labels[40 + i]);
  CHECK(std::equal(later.pictures.begin(), later.pictures.end(), all.pictures.begin() + 40 * 81));
}

TEST_CASE("streams and seeds differ, labels are balanced") {
  const Samples a = make_samples(3, kTrainingStream, 0, 96, kStrongVariation, kPictureShape);
  const Samples b = make_samples(3, kHeldOutStream, 0, 96, kStrongVariation, kPictureShape);
  const Samples c = make_samples(4, kTrainingStream, 0, 96, kStrongVariation, kPictureShape);
  CHECK(a.pictures != b.pictures);
  CHECK(a.pictures != c.pictures);
  for (const Samples* s : {&a, &b, &c}) {
    CHECK(std::ranges::count(s->labels, 0) == 48);
    for (std::size_t i = 0; i < 96; i += 8)
      CHECK(std::count(s->labels.begin() + static_cast<std::ptrdiff_t>(i), s->labels.begin() + static_cast<std::ptrdiff_t>(i + 8),
                       0) == 4);
    CHECK(!std::ranges::equal(std::span(s->labels).first(48), std::span(s->labels).last(48)));
  }
}

TEST_CASE("noise flips pixels of the same glyph and bends nothing") {
  Variation still = kStrongVariation;
  still.noise = 0;
  const Samples clean = make_samples(3, kTrainingStream, 0, 200, still, kPictureShape);
  const Samples noisy = make_samples(3, kTrainingStream, 0, 200, kStrongVariation, kPictureShape);
  const int flipped = count_different(clean.pictures, noisy.pictures);
  CHECK(flipped > static_cast<int>(0.8f * 0.7f * kNoise * 200 * 81));
  CHECK(flipped < static_cast<int>(1.2f * 0.7f * kNoise * 200 * 81));
  CHECK(clean.labels == noisy.labels);
}

TEST_CASE("each amount alone changes glyphs, and a small one few pixels") {
  for (int which = 0; which < 5; ++which) {
    CAPTURE(which);
    const auto only = [which](float amount) {
      Variation v = kNoVariation;
      (which == 0 ? v.shift : which == 1 ? v.scale : which == 2 ? v.rotation : which == 3 ? v.thickness : v.noise) = amount;
      return v;
    };
    const Samples plain = make_samples(3, kTrainingStream, 0, 200, kNoVariation, kPictureShape);
    const int little =
        count_different(plain.pictures, make_samples(3, kTrainingStream, 0, 200, only(0.2f), kPictureShape).pictures);
    const int much = count_different(plain.pictures, make_samples(3, kTrainingStream, 0, 200, only(1), kPictureShape).pictures);
    CHECK(much > 400);
    CHECK(little < much);
  }
}

TEST_CASE("the same seed gives the same glyphs in every build") {
  const Samples s = make_samples(3, kTrainingStream, 0, 500, kStrongVariation, kPictureShape);
  CHECK(hash_of(s.pictures) == 16863838094024046149ULL);
}

}  // namespace
}  // namespace rizbin
