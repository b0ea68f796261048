// What the kinds share: a case being made, and the numbers of a patch. Internal to engine/quiz.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/rng.h"
#include "engine/layers/snapshot.h"
#include "engine/quiz/quiz.h"

namespace rizbin::quiz {

// One attempt. A kind returns false where this place is not clean; it is then asked at the next place of a seeded order.
struct Case {
  const Snapshot& s;
  const Material& material;
  Rng& rng;
  std::optional<CellRef> at;
  Question& q;

  void right(Answer answer) { q.right.push_back(std::move(answer)); }
  // Left out where it would be shown like a right answer or an earlier wrong one.
  void wrong(Answer answer, std::string_view belief);
  void give(std::string_view name, std::int64_t value) { q.given.emplace_back(name, std::to_string(value)); }
  void give(std::string_view name, std::string_view text) { q.given.emplace_back(name, text); }
  void give_place(int row, int column) {  // one-based, as prose counts
    give("row", row + 1);
    give("column", column + 1);
  }
};

struct Kind {
  std::string_view id;
  Form form = Form::choice;
  int least_wrong = 2;                   // fewer distinct wrong answers: not clean
  bool (*make)(Case& c) = nullptr;
};

[[nodiscard]] inline Number whole(std::int64_t v) { return {v, 1}; }
[[nodiscard]] inline Number over(std::int64_t a, std::int64_t b) { return {a, b}; }
[[nodiscard]] inline bool less(Number a, Number b) { return a.numerator * b.denominator < b.numerator * a.denominator; }
[[nodiscard]] inline bool same(Number a, Number b) { return a.numerator * b.denominator == b.numerator * a.denominator; }
[[nodiscard]] inline Number magnitude(Number a) { return {a.numerator < 0 ? -a.numerator : a.numerator, a.denominator}; }

// The first layer of a kind; −1: there is none.
[[nodiscard]] int find_layer(const Snapshot& s, LayerKind kind, int from = 0);

// Counts over one patch of a picture of ±1 under a kernel of ±1.
struct Patch {
  int n = 0;          // places
  int agree = 0;      // same sign
  int differ = 0;
  int both_ink = 0;
  int pixels = 0;     // Σ pixels
  int weights = 0;    // Σ weights
  [[nodiscard]] int sum() const { return agree - differ; }
};
// The kernel `filter` of convolution `layer` (one input channel, stride 1, valid) laid at row, column of the picture; transposed
// and mirrored on wish. None where pixels or weights are not ±1.
enum class Turn : std::uint8_t { none, mirrored };
[[nodiscard]] std::optional<Patch> patch_of(const Snapshot& s, int layer, int filter, int row, int column, Turn turn = Turn::none);
// A cell of the convolution's map as k/9.
[[nodiscard]] std::optional<Number> map_value(const Snapshot& s, int layer, int filter, int row, int column);

// Rows of the table, one list a file.
[[nodiscard]] std::span<const Kind> seeing_kinds();
[[nodiscard]] std::span<const Kind> filter_kinds();
[[nodiscard]] std::span<const Kind> convolution_kinds();
[[nodiscard]] std::span<const Kind> pooling_kinds();
[[nodiscard]] std::span<const Kind> relu_kinds();

}  // namespace rizbin::quiz
