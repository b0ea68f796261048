// How far made glyphs stray from the lecture's X and O: amounts, each 0…1, for training and held-out glyphs alike.
// What an amount of 1 means stands in engine/data/generator.h.
#pragma once

namespace rizbin {

struct Variation {
  float shift = 0.5f;
  float scale = 0.5f;
  float rotation = 0.5f;
  float thickness = 0.5f;
  float noise = 0.5f;
  bool operator==(const Variation&) const = default;
};

}  // namespace rizbin
