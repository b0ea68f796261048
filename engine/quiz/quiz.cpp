// The table of kinds, and how one is asked: a seeded order of places, the first clean one wins; the tilted X where none is.
#include "engine/quiz/quiz.h"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "engine/core/hash.h"
#include "engine/quiz/maker.h"

namespace rizbin::quiz {
namespace {

constexpr int kAttempts = 64;
constexpr std::size_t kOptions = 4;

const std::vector<Kind>& table() {
  static const std::vector<Kind> kTable = [] {
    std::vector<Kind> all;
    for (const auto rows : {seeing_kinds(), filter_kinds(), convolution_kinds(), pooling_kinds(), relu_kinds()})
      all.insert(all.end(), rows.begin(), rows.end());
    return all;
  }();
  return kTable;
}

std::uint64_t stream_of(std::string_view kind) {
  Hash h;
  h.text(kind);
  return h.value();
}

bool attempt(const Kind& kind, const Snapshot& s, const Material& material, Rng& rng, std::optional<CellRef> at, Question& out) {
  Question q;
  q.kind = kind.id;
  q.form = kind.form;
  Case c{s, material, rng, at, q};
  if (at) q.at = *at;
  if (!kind.make(c) || q.right.empty() || std::cmp_less(q.distractors.size(), kind.least_wrong)) return false;
  out = std::move(q);
  return true;
}

}  // namespace

std::span<const std::string_view> kinds() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const Kind& kind : table()) names.push_back(kind.id);
    return names;
  }();
  return kNames;
}

Result<Question> ask(std::string_view kind, std::uint64_t seed, const Material& material) {
  const auto row = std::ranges::find(table(), kind, &Kind::id);
  if (row == table().end())
    return std::unexpected(Error{.code = ErrorCode::bad_field,
                                 .where = std::string(kind),
                                 .message = std::format("kind: there is no question \"{}\"", kind),
                                 .numbers = {}});
  Question q;
  Rng rng(seed, stream_of(kind));
  // The step's own cell is asked about as long as it is clean.
  bool made = material.at && attempt(*row, *material.glyph, material, rng, material.at, q);
  for (int i = 0; !made && i < kAttempts; ++i) made = attempt(*row, *material.glyph, material, rng, std::nullopt, q);
  for (int i = 0; !made && i < kAttempts; ++i) {
    made = attempt(*row, *material.tilted, material, rng, std::nullopt, q);
    q.on_tilted = made;
  }
  if (!made)
    return std::unexpected(Error{.code = ErrorCode::bad_field,
                                 .where = std::string(kind),
                                 .message = std::format("kind: \"{}\" cannot be asked of this network", kind),
                                 .numbers = {}});
  q.seed = seed;
  return q;
}

std::vector<Answer> options(const Question& question) {
  std::vector<Answer> all{question.right.front()};
  for (const Distractor& d : question.distractors)
    if (all.size() < kOptions) all.push_back(d.answer);
  Rng rng(question.seed, stream_of(question.kind) + 1);
  for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[rng.below(static_cast<std::uint32_t>(i))]);
  return all;
}

void Case::wrong(Answer answer, std::string_view belief) {
  for (const Answer& r : q.right)
    if (same_shown(r, answer)) return;
  for (const Distractor& d : q.distractors)
    if (same_shown(d.answer, answer)) return;
  q.distractors.push_back({std::move(answer), std::string(belief)});
}

int find_layer(const Snapshot& s, LayerKind kind, int from) {
  for (std::size_t i = static_cast<std::size_t>(from); i < s.layers.size(); ++i)
    if (s.layers[i].spec.kind == kind) return static_cast<int>(i);
  return -1;
}

std::optional<Patch> patch_of(const Snapshot& s, int layer, int filter, int row, int column, Turn turn) {
  const LayerState& conv = s.layers[static_cast<std::size_t>(layer)];
  const LayerSpec& spec = conv.spec;
  Patch p;
  for (int ky = 0; ky < spec.kernel_h; ++ky)
    for (int kx = 0; kx < spec.kernel_w; ++kx) {
      const int wx = turn == Turn::mirrored ? spec.kernel_w - 1 - kx : kx;
      const float x = s.picture[static_cast<std::size_t>(s.picture_shape.index(0, row + ky, column + kx))];
      const float w = conv.weight[static_cast<std::size_t>((filter * spec.kernel_h + ky) * spec.kernel_w + wx)];
      if ((x != 1 && x != -1) || (w != 1 && w != -1)) return std::nullopt;
      ++p.n;
      (x == w ? p.agree : p.differ) += 1;
      p.both_ink += x == 1 && w == 1 ? 1 : 0;
      p.pixels += static_cast<int>(x);
      p.weights += static_cast<int>(w);
    }
  return p;
}

std::optional<Number> map_value(const Snapshot& s, int layer, int filter, int row, int column) {
  const std::optional<Patch> p = patch_of(s, layer, filter, row, column);
  if (!p) return std::nullopt;
  return over(p->sum(), p->n);
}

}  // namespace rizbin::quiz
