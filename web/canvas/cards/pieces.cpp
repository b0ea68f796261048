#include "web/canvas/cards/pieces.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

ImVec2 im(ui::Vec v) { return {v.x, v.y}; }
float tile_radius(float cell) { return std::clamp(0.16f * cell, cell < 8 ? 1.0f : 2.0f, 8.0f); }

CardRange range_of(const CardContext& context, int layer) {
  const auto at = static_cast<std::size_t>(layer + 1);
  return at < context.ranges.size() ? context.ranges[at] : CardRange{};
}

// "−۱" is two.
std::ptrdiff_t code_points(std::string_view utf8) {
  return std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

// As large as the design's .34 × cell, smaller where the number would not leave 2 px on both sides.
void number_in(ImDrawList* list, const ui::Rect& box, std::string_view text, ui::Color ground, float wanted = 0) {
  float size = wanted > 0 ? wanted : std::clamp(0.34f * box.h, 9.5f, 44.0f);
  ui::TextStyle look = style(size, ui::Weight::medium, ui::text_on(ground));
  const float width = ui::text_width(text, look);
  const float room = box.w - 4;
  if (width > room) {
    size *= room / width;
    if (size < 7.5f) return;
    look = style(size, ui::Weight::medium, ui::text_on(ground));
  }
  ui::draw_text(list, {box.x - 8, box.y, box.w + 16, box.h}, text, look, ui::Align::center);
}

}  // namespace

std::string digits_of(Digits digits, float v) {
  switch (digits) {
    case Digits::pixel: return ui::pixel_text(v);
    case Digits::value: return ui::value_text(v);
    case Digits::weight: return ui::weight_text(v);
    case Digits::gradient: return ui::gradient_text(v);
  }
  return {};
}

Look look_of(const CardContext& context, int layer) {
  if (layer < 0) return {ui::ColorMap::pixel, 1, Digits::pixel, false};
  return {ui::ColorMap::activation, range_of(context, layer).value, Digits::value, false};
}
Look gradient_look(const CardContext& context, int layer) {
  return {ui::ColorMap::gradient, range_of(context, layer).gradient, Digits::gradient, false};
}
Look weight_look(const CardContext& context, int layer) {
  return {ui::ColorMap::weight, range_of(context, layer).weight, Digits::weight, true};
}

int strongest_channel(const Explanation& e) {
  if (e.channels <= 1) return 0;
  std::vector<float> share(static_cast<std::size_t>(e.channels), 0.0f);
  for (const Term& term : e.terms) {
    if (term.channel >= 0 && term.channel < e.channels) share[static_cast<std::size_t>(term.channel)] += term.product;
  }
  const auto largest = std::ranges::max_element(share, {}, [](float v) { return std::abs(v); });
  return static_cast<int>(largest - share.begin());
}

Matrix window_of(const Explanation& e, int channel, Part part) {
  Matrix matrix;
  matrix.columns = std::max(1, e.window_w);
  matrix.rows = std::max(1, e.window_h);
  const auto size = static_cast<std::size_t>(matrix.columns * matrix.rows);
  matrix.values.assign(size, 0.0f);
  matrix.outside.assign(size, true);
  for (const Term& term : e.terms) {
    if (e.channels > 1 && term.channel != channel) continue;
    const auto at = static_cast<std::size_t>(term.row * matrix.columns + term.column);
    if (at >= size) continue;
    matrix.values[at] = part == Part::x ? term.x : part == Part::factor ? term.factor : term.product;
    matrix.outside[at] = term.outside && part != Part::factor;
  }
  return matrix;
}

ui::Rect matrix_cell(ui::Vec at, float cell, const Matrix& matrix, int index) {
  const auto column = static_cast<float>(index % matrix.columns), row = static_cast<float>(index / matrix.columns);
  return {at.x + column * cell, at.y + row * cell, cell, cell};
}

void draw_matrix(ImDrawList* list, ui::Vec at, float cell, const Matrix& matrix, const Look& look, int ringed) {
  const ui::Theme& theme = *ui::frame().theme;
  const float gap = look.tiles ? std::max(1.5f, cell * 0.06f) / 2 : 0.0f;
  for (int i = 0; i < matrix.columns * matrix.rows; ++i) {
    const auto n = static_cast<std::size_t>(i);
    const ui::Rect box = matrix_cell(at, cell, matrix, i).inset(gap);
    const bool outside = matrix.outside[n];
    const ui::Color fill = outside ? theme.panel : ui::map_color(look.map, matrix.values[n] / look.range, theme.dark);
    list->AddRectFilled(im(box.min()), im(box.max()), fill, look.tiles ? tile_radius(cell) : 0);
    if (outside) {
      list->AddRect(im(box.min()), im(box.max()), theme.line);
    } else if (cell >= 20) {
      const std::string text = digits_of(look.digits, matrix.values[n]);
      if (cell >= 28 || code_points(text) <= 2) number_in(list, box, text, fill, cell < 28 ? 9.5f : 0);
    }
  }
  if (!look.tiles) {
    const auto w = static_cast<float>(matrix.columns) * cell, h = static_cast<float>(matrix.rows) * cell;
    const float width = cell >= 28 ? 1.0f : 0.6f;
    const ui::Color line = ui::with_alpha(theme.canvas, 0.55f);
    for (int c = 1; c < matrix.columns; ++c) {
      const float x = at.x + static_cast<float>(c) * cell;
      list->AddLine({x, at.y}, {x, at.y + h}, line, width);
    }
    for (int r = 1; r < matrix.rows; ++r) {
      const float y = at.y + static_cast<float>(r) * cell;
      list->AddLine({at.x, y}, {at.x + w, y}, line, width);
    }
    list->AddRect({at.x - 0.5f, at.y - 0.5f}, {at.x + w + 0.5f, at.y + h + 0.5f}, theme.line_strong);
  }
  if (ringed >= 0 && ringed < matrix.columns * matrix.rows) {
    ui::cell_ring(list, matrix_cell(at, cell, matrix, ringed).inset(gap), look.tiles ? tile_radius(cell) : 2);
  }
}

void draw_tile(ImDrawList* list, const ui::Rect& box, float value, const Look& look, std::string_view text, TileShape shape,
               float size, bool ringed) {
  const ui::Theme& theme = *ui::frame().theme;
  const ui::Color fill = ui::map_color(look.map, value / look.range, theme.dark);
  const float radius = shape == TileShape::square ? 0 : shape == TileShape::pill ? ui::kRadiusVote : tile_radius(box.h);
  list->AddRectFilled(im(box.min()), im(box.max()), fill, radius);
  if (shape != TileShape::rounded && !ringed) list->AddRect(im(box.min()), im(box.max()), theme.line_strong, radius);
  const ui::Color ink = ui::text_on(fill);
  ui::draw_text(list, {box.x - 8, box.y, box.w + 16, box.h}, text, style(size, ui::Weight::semibold, ink), ui::Align::center);
  if (ringed) ui::cell_ring(list, box, std::max(radius, 2.0f));
}

void draw_plain_tile(ImDrawList* list, const ui::Rect& box, std::string_view text, float size) {
  const ui::Theme& theme = *ui::frame().theme;
  list->AddRectFilled(im(box.min()), im(box.max()), theme.sunk, 2);
  list->AddRect(im(box.min()), im(box.max()), theme.line, 2);
  ui::draw_text(list, box, text, style(size, ui::Weight::semibold, theme.ink), ui::Align::center);
}

void draw_operator(ImDrawList* list, ui::Vec center, std::string_view text, float size) {
  const ui::Theme& theme = *ui::frame().theme;
  ui::draw_text(list, {center.x - 30, center.y - size, 60, 2 * size}, text, style(size, ui::Weight::regular, theme.ink2),
                ui::Align::center);
}

float draw_fraction(ImDrawList* list, ui::Vec center, std::string_view top, std::string_view bottom, float size) {
  const ui::Theme& theme = *ui::frame().theme;
  const ui::TextStyle look = style(size, ui::Weight::semibold, theme.ink);
  const float width = std::max(ui::text_width(top, look), ui::text_width(bottom, look)) + size;
  ui::draw_text(list, {center.x - width / 2, center.y - size * 1.55f, width, size * 1.4f}, top, look, ui::Align::center);
  ui::draw_text(list, {center.x - width / 2, center.y + size * 0.15f, width, size * 1.4f}, bottom, look, ui::Align::center);
  list->AddLine({center.x - width / 2, center.y}, {center.x + width / 2, center.y}, theme.ink, 1.25f);
  return width;
}

Strip draw_terms(ImDrawList* list, ui::Vec at, float width, float row_height, const CardContext& context, const Explanation& e,
                 int ringed) {
  const auto n = static_cast<float>(e.terms.size());
  if (n == 0) return {};
  const float step = std::min(56.0f, width / n);
  const float gap = step >= 16 ? 2.0f : step >= 6 ? 1.0f : 0.0f;
  const Look values = look_of(context, e.cell.layer - 1), weights = weight_look(context, e.cell.layer);
  float product_range = 1e-6f;
  for (const Term& term : e.terms) product_range = std::max(product_range, std::abs(term.product));
  const Look products{ui::ColorMap::activation, product_range, Digits::weight, false};
  for (std::size_t i = 0; i < e.terms.size(); ++i) {
    const Term& term = e.terms[i];
    const float x = at.x + static_cast<float>(i) * step;
    const ui::Theme& theme = *ui::frame().theme;
    const struct {
      float value;
      const Look* look;
      float radius;
    } rows[] = {{term.x, &values, ui::kRadiusVote}, {term.factor, &weights, tile_radius(row_height)}, {term.product, &products, 0}};
    for (int r = 0; r < 3; ++r) {
      const auto& row = rows[r];
      const ui::Rect box{x, at.y + static_cast<float>(r) * (row_height + 3), step - gap, row_height};
      const ui::Color fill = ui::map_color(row.look->map, row.value / row.look->range, theme.dark);
      list->AddRectFilled(im(box.min()), im(box.max()), fill, step >= 12 ? row.radius : 0);
      if (step >= 30 && row_height >= 16) {
        number_in(list, box, digits_of(row.look->digits, row.value), fill, std::min(12.0f, row_height * 0.55f));
      }
      if (r == 2 && static_cast<int>(i) == ringed) ui::cell_ring(list, box, 2);
    }
  }
  return {step * n - gap, 3 * row_height + 6};
}

}  // namespace rizbin::cards
