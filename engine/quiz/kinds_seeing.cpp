// Chapters 5 and 6: comparing pictures place by place, then piece by piece.
#include <algorithm>
#include <array>

#include "engine/data/examples.h"
#include "engine/quiz/maker.h"
#include "engine/session/presets.h"

namespace rizbin::quiz {
namespace {

std::vector<float> lecture_picture(std::string_view name) { return picture_of(*find_example(name)); }

int differing(const std::vector<float>& a, const std::vector<float>& b) {
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i] ? 1 : 0;
  return count;
}
bool lecture_sized(const Snapshot& s) { return s.picture_shape == kPictureShape; }

// How many of the 81 pairs differ between the glyph and the lecture's X. A glyph that is that X is laid one pixel to the right.
int pairs_that_differ(const Snapshot& s) {
  const std::vector<float> x = lecture_picture("x");
  if (const int d = differing(s.picture, x); d > 0) return d;
  std::vector<float> right(s.picture.size(), kPaper);
  for (int row = 0; row < 9; ++row)
    for (int column = 1; column < 9; ++column)
      right[static_cast<std::size_t>(row * 9 + column)] = s.picture[static_cast<std::size_t>(row * 9 + column - 1)];
  return differing(right, x);
}

bool pix_count(Case& c) {
  if (!lecture_sized(c.s)) return false;
  const int d = pairs_that_differ(c.s);
  const std::vector<float> x = lecture_picture("x");
  int ink = 0;
  int only_here = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    ink += c.s.picture[i] > 0 ? 1 : 0;
    only_here += c.s.picture[i] > 0 && x[i] < 0 ? 1 : 0;
  }
  c.give("d", d);
  c.right(whole(d));
  c.wrong(whole(0), "human_eye");
  c.wrong(whole(ink), "ink_count");
  c.wrong(whole(only_here), "ink_count");
  return true;
}

bool pix_score(Case& c) {
  if (!lecture_sized(c.s)) return false;
  const int d = pairs_that_differ(c.s);
  c.give("d", d);
  c.right(over(81 - 2 * d, 81));
  c.wrong(over(81 - d, 81), "half_score");
  c.wrong(over(d, 81), "count_differ");
  return true;
}

// The lecture's own three: blank paper beats the tilted X (68 against 65 agreeing pairs).
bool pix_rank(Case& c) {
  const std::vector<float> x = lecture_picture("x");
  struct Candidate {
    std::string_view word;
    int differ;
  };
  const std::array<Candidate, 3> three{{{"x_tilted", differing(lecture_picture("x_tilted"), x)},
                                        {"o", differing(lecture_picture("o"), x)},
                                        {"blank", differing(std::vector<float>(x.size(), kPaper), x)}}};
  const auto best = std::ranges::min_element(three, {}, &Candidate::differ);
  c.give("d", three[0].differ);
  c.right(Word{std::string(best->word)});
  for (const Candidate& candidate : three)
    if (candidate.word != best->word) c.wrong(Word{std::string(candidate.word)}, "human_eye");
  return true;
}

// Ink in the four quarters of 4 × 4, the middle row and column left out.
Counts quarters(const std::vector<float>& picture) {
  Counts counts{{0, 0, 0, 0}};
  for (int row = 0; row < 9; ++row)
    for (int column = 0; column < 9; ++column) {
      if (row == 4 || column == 4 || picture[static_cast<std::size_t>(row * 9 + column)] <= 0) continue;
      ++counts.of[static_cast<std::size_t>((row > 4 ? 2 : 0) + (column > 4 ? 1 : 0))];
    }
  return counts;
}
bool quarter_count(Case& c) {
  const Counts o = quarters(lecture_picture("o"));
  Counts one_less = o;
  one_less.of[0] = std::max(0, one_less.of[0] - 1);
  c.right(o);
  c.wrong(Counts{{0, 0, 0, 0}}, "human_eye");
  c.wrong(one_less, "human_eye");
  return true;
}

// --- chapter 6 -------------------------------------------------------------------------------------------------------------------

struct Spot {
  int filter, row, column;
};
std::optional<Spot> spot(Case& c, int conv) {
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(conv)];
  if (c.at && c.at->layer == conv) {
    const Place p = place_of(layer.out, c.at->index);
    return Spot{p.c, p.y, p.x};
  }
  const Spot s{c.rng.integer(0, layer.out.c - 1), c.rng.integer(0, layer.out.h - 1), c.rng.integer(0, layer.out.w - 1)};
  c.q.at = {conv, layer.out.index(s.filter, s.row, s.column)};
  return s;
}

bool piece_count(Case& c) {
  const int conv = find_layer(c.s, LayerKind::conv);
  if (conv < 0) return false;
  const std::optional<Spot> at = spot(c, conv);
  const std::optional<Patch> p = patch_of(c.s, conv, at->filter, at->row, at->column);
  if (!p || p->agree == p->both_ink || p->agree == p->differ) return false;
  c.give_place(at->row, at->column);
  c.give("a", p->agree);
  c.give("d", p->differ);
  c.right(whole(p->agree));
  c.wrong(whole(p->both_ink), "ink_only");
  c.wrong(whole(p->differ), "count_differ");
  return true;
}

std::string word_of_filter(const Snapshot& s, int conv, int filter) {
  const LayerState& layer = s.layers[static_cast<std::size_t>(conv)];
  const std::size_t f = static_cast<std::size_t>(filter);
  return f < layer.names.size() && !layer.names[f].empty() ? layer.names[f] : "filter" + std::to_string(filter + 1);
}

bool piece_which(Case& c) {
  const int conv = find_layer(c.s, LayerKind::conv);
  if (conv < 0 || c.s.layers[static_cast<std::size_t>(conv)].out.c < 3) return false;
  const std::optional<Spot> at = spot(c, conv);
  std::array<int, 3> agree{};
  for (int f = 0; f < 3; ++f) {
    const std::optional<Patch> p = patch_of(c.s, conv, f, at->row, at->column);
    if (!p) return false;
    agree[static_cast<std::size_t>(f)] = p->agree;
  }
  const auto best = std::ranges::max_element(agree);
  if (std::ranges::count(agree, *best) != 1) return false;
  c.give_place(at->row, at->column);
  c.give("a", *best);
  const int winner = static_cast<int>(best - agree.begin());
  c.give("name", word_of_filter(c.s, conv, winner));
  c.right(Word{word_of_filter(c.s, conv, winner)});
  for (int f = 0; f < 3; ++f)
    if (f != winner) c.wrong(Word{word_of_filter(c.s, conv, f)}, "other_feature");
  return true;
}

// Every place where all nine agree is right.
bool piece_where(Case& c) {
  const int conv = find_layer(c.s, LayerKind::conv);
  if (conv < 0) return false;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(conv)];
  const int filter = c.rng.integer(0, layer.out.c - 1);
  c.give("name", word_of_filter(c.s, conv, filter));
  for (int row = 0; row < layer.out.h; ++row)
    for (int column = 0; column < layer.out.w; ++column) {
      const std::optional<Patch> p = patch_of(c.s, conv, filter, row, column);
      if (!p) return false;
      if (p->differ == 0) c.right(Box{{conv, layer.out.index(filter, row, column)}, 1, 1});
    }
  return true;
}

// The diagonal's best place on the tilted X: eight of nine.
bool piece_best(Case& c) {
  const std::vector<float> t = lecture_picture("x_tilted");
  const Feature& diagonal = lecture_features()[0];
  int best = 0;
  for (int row = 0; row + 3 <= 9; ++row)
    for (int column = 0; column + 3 <= 9; ++column) {
      int agree = 0;
      for (int k = 0; k < 9; ++k)
        agree += t[static_cast<std::size_t>((row + k / 3) * 9 + column + k % 3)] == diagonal.kernel[k] ? 1 : 0;
      best = std::max(best, agree);
    }
  c.give("a", best);
  c.right(whole(best));
  c.wrong(whole(9), "exact");
  c.wrong(whole(3), "ink_only");
  return true;
}

constexpr std::array kRows{
    Kind{"pix.count", Form::choice, 2, pix_count},     Kind{"pix.score", Form::choice, 2, pix_score},
    Kind{"pix.rank", Form::choice, 2, pix_rank},       Kind{"quarter.count", Form::choice, 2, quarter_count},
    Kind{"piece.count", Form::choice, 2, piece_count}, Kind{"piece.which", Form::choice, 2, piece_which},
    Kind{"piece.where", Form::point, 0, piece_where},  Kind{"piece.best", Form::choice, 2, piece_best},
};

}  // namespace

std::span<const Kind> seeing_kinds() { return kRows; }

}  // namespace rizbin::quiz
