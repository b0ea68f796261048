// The kinds of questions: each makes, from a seed and a glyph, one question with exactly one right answer (or one right set), and
// the wrong answers that named beliefs lead to (course, chapters 5 – 10). A kind that finds no clean case on the learner's glyph is
// asked on the lecture's tilted X instead. Pure: the same seed and glyph give the same question everywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/quiz/question.h"

namespace rizbin {
struct Snapshot;
}

namespace rizbin::quiz {

// What a question is made from: the learner's glyph through a network with the lecture's layers ("machine"): conv1, relu1, pool1,
// pool2, flatten, dense.
struct Material {
  const Snapshot* glyph = nullptr;  // never null
  const Snapshot* tilted = nullptr;  // the lecture's tilted X through the same network; never null
  const Snapshot* moved = nullptr;  // the glyph one pixel to the right; only pool.shift asks for it
  std::optional<CellRef> at;  // the step's own cell, for kinds about one
};

[[nodiscard]] std::span<const std::string_view> kinds();
// Unknown kinds and material without the layers it needs are errors that name them.
[[nodiscard]] Result<Question> ask(std::string_view kind, std::uint64_t seed, const Material& material);

// The answers to choose from: the right one and up to three others, in an order given by the seed.
[[nodiscard]] std::vector<Answer> options(const Question& question);

}  // namespace rizbin::quiz
