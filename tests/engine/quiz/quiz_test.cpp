// Every kind of question on many glyphs and seeds: one right answer, as shown; wrong ones that are wrong; the same again from the
// same seed; and the values that course/lecture state for the lecture's own pictures.
#include "engine/quiz/quiz.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/data/generator.h"
#include "engine/session/session.h"

namespace rizbin {
namespace {

std::shared_ptr<const Snapshot> seen(Session& session, const std::vector<float>& picture, int label = 0) {
  REQUIRE(session.apply(SetPicture{.values = picture, .label = label}).has_value());
  return session.snapshot();
}
std::vector<float> one_right(const std::vector<float>& picture) {
  std::vector<float> moved(picture.size(), -1);
  for (std::size_t row = 0; row < 9; ++row)
    for (std::size_t column = 1; column < 9; ++column) moved[row * 9 + column] = picture[row * 9 + column - 1];
  return moved;
}

struct Bench {
  Session session{"lecture12"};
  std::shared_ptr<const Snapshot> tilted = seen(session, example_picture("x_tilted"));
  std::shared_ptr<const Snapshot> glyph, moved;
  quiz::Material on(const std::vector<float>& picture) {
    moved = seen(session, one_right(picture));
    glyph = seen(session, picture);
    return {.glyph = glyph.get(), .tilted = tilted.get(), .moved = moved.get(), .at = {}};
  }
};

// The lecture's ten, and 190 made ones.
std::vector<std::vector<float>> glyphs() {
  std::vector<std::vector<float>> all;
  for (const std::string_view name : example_names()) all.push_back(example_picture(name));
  const Samples made = make_samples(11, kTrainingStream, 0, 190, kStrongVariation, {1, 9, 9});
  for (auto at = made.pictures.begin(); at != made.pictures.end(); at += 81) all.emplace_back(at, at + 81);
  return all;
}

TEST_CASE("every kind has exactly one right answer on 200 glyphs and 20 seeds") {
  Bench bench;
  int on_tilted = 0;
  for (const std::vector<float>& picture : glyphs()) {
    const quiz::Material material = bench.on(picture);
    for (const std::string_view kind : quiz::kinds()) {
      for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const Result<quiz::Question> q = quiz::ask(kind, seed, material);
        if (!q) {
          FAIL_CHECK(kind, " ", q.error().message);
          break;
        }
        on_tilted += q->on_tilted ? 1 : 0;
        const auto clash = [&](const quiz::Answer& a, const quiz::Answer& b) { return quiz::same_shown(a, b); };
        bool clean = !q->right.empty();
        for (const quiz::Distractor& d : q->distractors) {
          for (const quiz::Answer& r : q->right) clean = clean && !clash(d.answer, r);
          clean = clean && !d.belief.empty() && !quiz::judge(*q, d.answer).right;
        }
        for (std::size_t i = 0; i < q->distractors.size(); ++i)
          for (std::size_t j = 0; j < i; ++j) clean = clean && !clash(q->distractors[i].answer, q->distractors[j].answer);
        const std::vector<quiz::Answer> options = quiz::options(*q);
        clean = clean && 1 == std::ranges::count_if(options, [&](const quiz::Answer& a) { return quiz::judge(*q, a).right; });
        if (!clean) FAIL_CHECK(kind, " seed ", seed);
      }
    }
  }
  CHECK(on_tilted > 0);  // some glyphs betray a swap of row and column nowhere
}

TEST_CASE("the same seed and glyph ask the same question") {
  Bench bench;
  const quiz::Material material = bench.on(example_picture("x_tilted"));
  for (const std::string_view kind : quiz::kinds()) {
    const quiz::Question a = *quiz::ask(kind, 5, material);
    const quiz::Question b = *quiz::ask(kind, 5, material);
    CHECK(a.at == b.at);
    CHECK(a.given == b.given);
    CHECK(quiz::options(a).size() == quiz::options(b).size());
  }
}

double value(const quiz::Answer& answer) {
  const quiz::Number n = std::get<quiz::Number>(answer);
  return static_cast<double>(n.numerator) / static_cast<double>(n.denominator);
}

TEST_CASE("the middle of the X under the diagonal: 5/9, and the six wrong answers of the course") {
  Bench bench;
  quiz::Material material = bench.on(example_picture("x"));
  material.at = CellRef{0, 3 * 7 + 3};
  const quiz::Question q = *quiz::ask("filter.value", 1, material);
  CHECK(value(q.right.front()) == doctest::Approx(5.0 / 9));
  std::vector<std::string> beliefs;
  for (const quiz::Distractor& d : q.distractors) beliefs.push_back(d.belief);
  CHECK(beliefs == std::vector<std::string>{"no_divide", "count_agree", "ink_only", "all_pairs", "sign_rule", "pixel_mean"});

  const auto typed = [&](std::int64_t numerator, std::int64_t denominator, int places, bool fraction = false) {
    return quiz::judge(q, quiz::Typed{.fraction = fraction, .value = {numerator, denominator}, .places = places});
  };
  CHECK(typed(5, 9, 0, true).right);
  CHECK(typed(10, 18, 0, true).right);
  CHECK(typed(55, 100, 2).right);
  CHECK(typed(56, 100, 2).right);
  CHECK(typed(555, 1000, 3).right);
  CHECK(typed(556, 1000, 3).right);
  CHECK(!typed(6, 10, 1).right);
  CHECK(!typed(54, 100, 2).right);
  CHECK(typed(5, 1, 0).beliefs == std::vector<std::string>{"no_divide"});
  CHECK(typed(7, 9, 0, true).beliefs == std::vector<std::string>{"count_agree"});
  CHECK(typed(-55, 100, 2).beliefs == std::vector<std::string>{"sign_rule"});
  CHECK(typed(99, 100, 2).beliefs.empty());
}

TEST_CASE("chapter 5's counts: the tilted X differs in 16 pairs, blank paper is the nearest of three") {
  Bench bench;
  const quiz::Material tilted = bench.on(example_picture("x_tilted"));
  CHECK(value(quiz::ask("pix.count", 1, tilted)->right.front()) == 16);
  CHECK(value(quiz::ask("pix.score", 1, tilted)->right.front()) == doctest::Approx(49.0 / 81));
  CHECK(std::get<quiz::Word>(quiz::ask("pix.rank", 1, tilted)->right.front()).text == "blank");
  CHECK(value(quiz::ask("piece.best", 1, tilted)->right.front()) == 8);
  CHECK(std::get<quiz::Counts>(quiz::ask("quarter.count", 1, tilted)->right.front()).of == std::vector<int>{3, 3, 3, 3});
  // The lecture's X laid one pixel to the right differs from itself in 81 − 55 places.
  CHECK(value(quiz::ask("pix.count", 1, bench.on(example_picture("x")))->right.front()) == 26);
}

TEST_CASE("kinds that are not there are refused by name") {
  Bench bench;
  const quiz::Material material = bench.on(example_picture("x"));
  const Result<quiz::Question> q = quiz::ask("no.such", 1, material);
  REQUIRE(!q.has_value());
  CHECK(q.error().where == "no.such");
}

}  // namespace
}  // namespace rizbin
