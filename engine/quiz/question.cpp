// See question.h.
#include "engine/quiz/question.h"

#include <algorithm>

namespace rizbin::quiz {
namespace {

// Same value, whatever the denominators.
bool equal(Number a, Number b) { return a.numerator * b.denominator == b.numerator * a.denominator; }

std::int64_t power_of_ten(int places) {
  std::int64_t p = 1;
  for (int i = 0; i < places; ++i) p *= 10;
  return p;
}
// value · 10^places, cut toward zero, and rounded half away from zero.
std::int64_t cut(Number v, int places) { return v.numerator * power_of_ten(places) / v.denominator; }
std::int64_t rounded(Number v, int places) {
  const std::int64_t twice = v.numerator * power_of_ten(places) * 2;
  const std::int64_t half = twice >= 0 ? v.denominator : -v.denominator;
  return (twice + half) / (v.denominator * 2);
}

// 5/9 is also 0.55 and 0.56, 0.555 and 0.556; 0.6 is too coarse unless it is the number itself.
bool says(const Typed& typed, Number v) {
  if (equal(typed.value, v)) return true;
  if (typed.fraction || typed.places < 2 || typed.places > 6) return false;
  return typed.value.numerator == cut(v, typed.places) || typed.value.numerator == rounded(v, typed.places);
}

}  // namespace

bool same_shown(const Answer& a, const Answer& b) {
  if (a.index() != b.index()) return false;
  const Number* number = std::get_if<Number>(&a);
  if (number == nullptr) {
    return std::visit(
        [&b]<class T>(const T& value) {
          if constexpr (std::is_same_v<T, Number>) {
            return false;
          } else {
            return value == std::get<T>(b);
          }
        },
        a);
  }
  return cut(*number, 2) == cut(std::get<Number>(b), 2);
}

Judgement judge(const Question& question, const Typed& typed) {
  Judgement out;
  for (const Answer& answer : question.right)
    if (const Number* v = std::get_if<Number>(&answer)) out.right = out.right || says(typed, *v);
  if (out.right) return out;
  for (const Distractor& d : question.distractors)
    if (const Number* v = std::get_if<Number>(&d.answer); v != nullptr && says(typed, *v)) out.beliefs.push_back(d.belief);
  return out;
}

Judgement judge(const Question& question, const Answer& chosen) {
  Judgement out;
  out.right = std::ranges::any_of(question.right, [&](const Answer& r) { return same_shown(r, chosen); });
  if (out.right) return out;
  for (const Distractor& d : question.distractors)
    if (same_shown(d.answer, chosen)) out.beliefs.push_back(d.belief);
  return out;
}

}  // namespace rizbin::quiz
