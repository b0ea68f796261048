// Pieces the cards are built of: little maps with numbers in them, number tiles in the colour and shape of their kind, operators.
// All run left to right in both languages.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/layers/explain.h"
#include "engine/layers/snapshot.h"
#include "web/canvas/cards/cards.h"
#include "web/ui/geometry.h"
#include "web/ui/text.h"
#include "web/ui/theme.h"

struct ImDrawList;

namespace rizbin::cards {

// Text of a number in a cell by its kind: values are cut, weights and products rounded, ±1 and other integers plain.
enum class Digits : std::uint8_t { pixel, value, weight, gradient };
[[nodiscard]] std::string digits_of(Digits digits, float v);

struct Look {
  ui::ColorMap map = ui::ColorMap::activation;
  float range = 1;
  Digits digits = Digits::value;
  bool tiles = false;          // weights: rounded, with gaps
};
// Colours and digits of a layer's output (layer −1: the picture).
[[nodiscard]] Look look_of(const CardContext& context, int layer);
[[nodiscard]] Look gradient_look(const CardContext& context, int layer);
[[nodiscard]] Look weight_look(const CardContext& context, int layer);

struct Matrix {
  int columns = 0;
  int rows = 0;
  std::vector<float> values;
  std::vector<bool> outside;   // in the zero padding
};
// Which of a window's terms to show: the channel with the largest share when there are several.
[[nodiscard]] int strongest_channel(const Explanation& explanation);
enum class Part : std::uint8_t { x, factor, product };
[[nodiscard]] Matrix window_of(const Explanation& explanation, int channel, Part part);

void draw_matrix(ImDrawList* list, ui::Vec at, float cell, const Matrix& matrix, const Look& look, int ringed = -1);
[[nodiscard]] ui::Rect matrix_cell(ui::Vec at, float cell, const Matrix& matrix, int index);

// A number in its own colour: square for activations, rounded for weights, pill for votes.
enum class TileShape : std::uint8_t { square, rounded, pill };
void draw_tile(ImDrawList* list, const ui::Rect& box, float value, const Look& look, std::string_view text, TileShape shape,
               float size = 13, bool ringed = false);
void draw_plain_tile(ImDrawList* list, const ui::Rect& box, std::string_view text, float size);  // factor 1: sunk
void draw_operator(ImDrawList* list, ui::Vec center, std::string_view text, float size);
// Numerator over denominator around a centre; returns its width.
float draw_fraction(ImDrawList* list, ui::Vec center, std::string_view top, std::string_view bottom, float size);

// "9 of 9 terms": values, weights, products as three rows of n columns, for dense layers.
struct Strip {
  float width = 0;
  float height = 0;
};
Strip draw_terms(ImDrawList* list, ui::Vec at, float width, float row_height, const CardContext& context, const Explanation& e,
                 int ringed = -1);

[[nodiscard]] inline ui::TextStyle style(float size, ui::Weight weight, ui::Color color) {
  return {size, weight, color, size * 1.5f};
}

}  // namespace rizbin::cards
