// A question as data: what is asked, what is right, and for each wrong answer the belief behind it. Words are not here: prompt,
// hint and reason are texts of the interface, looked up by `kind`; the replies to beliefs are assets/course/beliefs.json. Values
// are exact wherever the network's are, and answers are compared as they are shown: cut after two places, as the lecture does.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/layers/layer.h"
#include "engine/layers/spec.h"

namespace rizbin::quiz {

enum class Form : std::uint8_t { choice, typed, point, direction, yes_no };

using Number = Rational;                 // not reduced: 5/9, 3/9
struct Word {                            // "x", "blank", "none", "up", "yes", a feature's or an example's stable word
  std::string text;
  bool operator==(const Word&) const = default;
};
struct Counts {                          // several counts in order: the ink of four quarters
  std::vector<int> of;
  bool operator==(const Counts&) const = default;
};
struct Box {                             // a rectangle of cells of one layer: a patch, or one cell
  CellRef corner;
  int h = 1, w = 1;
  bool operator==(const Box&) const = default;
};
using Answer = std::variant<Number, Word, Counts, Box>;

// Would a reader see the same answer? Numbers: the same two places after cutting, and the same fraction beside it.
[[nodiscard]] bool same_shown(const Answer& a, const Answer& b);

struct Distractor {
  Answer answer;
  std::string belief;                    // an id of assets/course/beliefs.json
};

struct Question {
  std::string kind;                      // "filter.value"
  std::uint64_t seed = 0;
  Form form = Form::choice;              // at the first meeting; numbers are typed later
  CellRef at{-2, 0};                     // the cell it is about; layer −2: none
  bool on_tilted = false;                // made on the lecture's tilted X, because the learner's glyph gives no clean case
  std::vector<std::pair<std::string, std::string>> given;  // figures for prompt, reason and replies: {"S", "5"}, {"a", "7"}
  std::vector<Answer> right;             // any of them; at least one
  std::vector<Distractor> distractors;   // none shown like a right one or like an earlier one
};

// --- judging
// ---------------------------------------------------------------------------------------------------------------------- A typed
// number: 5/9, or a decimal with so many places.
struct Typed {
  bool fraction = false;
  Number value;                          // fraction: as typed; else digits over 10^places
  int places = 0;
};
struct Judgement {
  bool right = false;
  std::vector<std::string> beliefs;      // of the distractors it equals, likeliest first; two: "perhaps"
};
[[nodiscard]] Judgement judge(const Question& question, const Typed& typed);
[[nodiscard]] Judgement judge(const Question& question, const Answer& chosen);

}  // namespace rizbin::quiz
