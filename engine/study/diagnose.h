// When training goes wrong it says so: the sign, with its numbers, what causes it, and what to try, as commands that one button
// gives (lecture chapters 13 to 15). A pure function of a snapshot, its history and a survey of the held-out glyphs; which words
// tell it is the interface's.
//
// Each threshold stands beside its reason in diagnose.cpp; the tests train networks that show each sign, and healthy ones that
// show none.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/session/command.h"
#include "engine/study/survey.h"

namespace rizbin {

enum class Sign : std::uint8_t {
  not_finite,   // layer (−1: the loss); a: at this step, b: weights kept from this one
  rate_high,  // the loss rises again and again: count of total readings; stuck: no better than guessing (a: the loss, b: guessing)
  one_class,  // every held-out glyph is read as the same class: channel; total: glyphs
  dead_relu,  // layer, channel: 0 for every held-out glyph; count: such maps in this layer, of total
  saturated,  // layer; a: share of its values where the curve is flat
  overfitting,  // a: held-out loss now, b: its least, at step `count`; what it practises on goes on getting better
  rate_low,  // a: loss at the start, b: now; total: steps
};

struct Finding {
  Sign sign = Sign::not_finite;
  int layer = -1;
  int channel = -1;
  int count = 0;
  int total = 0;
  float a = 0;
  float b = 0;
  bool stuck = false;
  float rate = 0;  // the rate the remedy sets; 0: it leaves the rate alone
  std::vector<Command> remedy = {};  // in order; empty: there is none
  // What it is about: the same trouble at the same rate is one, so that what was dismissed stays dismissed.
  [[nodiscard]] std::uint64_t key(const Snapshot& snapshot) const;
};

// The gravest first. `survey` of this very network, done; without it dead and saturated layers are not looked for.
[[nodiscard]] std::vector<Finding> diagnose(const Snapshot& snapshot, const Survey* survey);

}  // namespace rizbin
