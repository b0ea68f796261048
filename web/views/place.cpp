// See place.h.
#include "web/views/place.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace rizbin::views {
namespace {

struct Piece {
  std::string text;
  bool strong = false;
};

std::vector<Piece> pieces_of(std::string_view sentence, std::initializer_list<ui::Arg> args) {
  std::vector<Piece> pieces;
  std::size_t at = 0;
  while (at < sentence.size()) {
    const std::size_t open = sentence.find('{', at);
    if (open == std::string_view::npos) break;
    const std::size_t close = sentence.find('}', open);
    if (close == std::string_view::npos) break;
    if (open > at) pieces.push_back({std::string(sentence.substr(at, open - at)), false});
    const std::string_view name = sentence.substr(open + 1, close - open - 1);
    for (const ui::Arg& arg : args)
      if (arg.name == name) pieces.push_back({arg.value, true});
    at = close + 1;
  }
  if (at < sentence.size()) pieces.push_back({std::string(sentence.substr(at)), false});
  return pieces;
}

}  // namespace

float draw_rich(ImDrawList* list, const Rect& box, Str id, std::initializer_list<ui::Arg> strong, const ui::TextStyle& plain,
                const ui::TextStyle& bold, ui::Align align) {
  const std::vector<Piece> pieces = pieces_of(ui::tr(id), strong);
  // Spaces at a piece's edge are laid out by hand: a shaper may drop them at the edge of a run.
  const float space = ui::text_width("n n", plain) - ui::text_width("nn", plain);
  struct Laid {
    std::string_view text;
    float before, width, after;
  };
  std::vector<Laid> laid;
  float total = 0;
  for (const Piece& piece : pieces) {
    std::string_view text = piece.text;
    float before = 0, after = 0;
    while (!text.empty() && text.front() == ' ') {
      text.remove_prefix(1);
      before += space;
    }
    while (!text.empty() && text.back() == ' ') {
      text.remove_suffix(1);
      after += space;
    }
    const float width = text.empty() ? 0 : ui::text_width(text, piece.strong ? bold : plain);
    laid.push_back({text, before, width, after});
    total += before + width + after;
  }
  if (list == nullptr) return total;
  float x = align == ui::Align::end ? box.w - total : align == ui::Align::center ? (box.w - total) / 2 : 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    x += laid[i].before;
    // One px of slack: the sum of rounded widths must not cut a piece. What does not fit is cut at its end, as any text.
    const float room = std::min(laid[i].width + 1, box.w + 1 - x);
    if (!laid[i].text.empty())
      ui::draw_text(list, from_start(box, x, 0, room, box.h), laid[i].text, pieces[i].strong ? bold : plain, ui::Align::start);
    x += laid[i].width + laid[i].after;
  }
  return total;
}

void label(const Rect& box, std::string_view id, std::string_view text, const ui::TextStyle& style, ui::Align align,
           ui::Role role) {
  ui::draw_text(ui::frame().list, box, text, style, align);
  ui::Item item;
  item.id = id;
  item.role = role;
  item.label = text;
  item.rect = box;
  item.actions = 0;
  item.hit = false;
  ui::announce(item);
}

void heading(const Rect& box, std::string_view id, Str text) {
  label(box, id, ui::tr(text), ui::colored(ui::kCaption, theme().ink3), ui::Align::start, ui::Role::heading);
}

void fill(const Rect& box, ui::Color color, float radius) { ui::fill_rect(ui::frame().list, box, radius, color); }
void outline(const Rect& box, ui::Color color, float radius, float width) {
  const float out = (width - 1) / 2;
  ui::stroke_rect(ui::frame().list, ui::snap(box).inset(-out), radius > 0 ? radius + out : 0, color, width);
}

ui::Color class_color(int vote_class, int classes) { return ui::class_color(theme(), vote_class, classes, false); }
ui::Color class_text_color(int vote_class, int classes) { return ui::class_color(theme(), vote_class, classes, true); }

void draw_glyph_tile(ImDrawList* list, const Rect& box, const GlyphTile& tile) {
  const ui::Theme& t = theme();
  const float radius = std::min(8.0f, box.w * 0.14f);
  list->AddRectFilled({box.x, box.y}, {box.right(), box.bottom()}, ui::map_color(ui::ColorMap::pixel, -1, t.dark), radius);
  const float bar = tile.probability >= 0 ? std::max(2.0f, box.h * 0.07f) : 0;
  // Whole device pixels a cell: the glyph's squares stay square.
  const float ratio = ui::frame().pixel_ratio;
  const float side = std::min(box.w, box.h) * (box.w < 34 ? 1 : 0.93f);
  const float cell = std::max(1.0f, std::floor(side / static_cast<float>(std::max(tile.shape.w, 1)) * ratio)) / ratio;
  const float left = std::round((box.x + (box.w - cell * static_cast<float>(tile.shape.w)) / 2) * ratio) / ratio;
  const float top = std::round((box.y + (box.h - cell * static_cast<float>(tile.shape.h)) / 2) * ratio) / ratio;
  for (int row = 0; row < tile.shape.h; ++row) {
    int column = 0;
    while (column < tile.shape.w) {
      const std::size_t first = static_cast<std::size_t>(tile.shape.index(0, row, column));
      const float v = first < tile.pixels.size() ? tile.pixels[first] : -1;
      int end = column + 1;
      while (end < tile.shape.w && tile.pixels[static_cast<std::size_t>(tile.shape.index(0, row, end))] == v) ++end;
      if (v > -1)
        list->AddRectFilled({left + cell * static_cast<float>(column), top + cell * static_cast<float>(row)},
                            {left + cell * static_cast<float>(end), top + cell * static_cast<float>(row + 1)},
                            ui::map_color(ui::ColorMap::pixel, v, t.dark));
      column = end;
    }
  }
  if (bar > 0) {
    const float length = box.w * std::clamp(tile.probability, 0.0f, 1.0f);
    const Rect line{box.x, box.bottom() - bar, length, bar};
    list->AddRectFilled({line.x, line.y}, {line.right(), line.bottom()}, class_color(tile.read_as, tile.classes), 1);
  }
  if (tile.ringed) {
    list->AddRect({box.x - 0.5f, box.y - 0.5f}, {box.right() + 0.5f, box.bottom() + 0.5f}, t.ink, radius, 0, 1.75f);
  } else if (tile.hovered || tile.framed) {
    list->AddRect({box.x, box.y}, {box.right(), box.bottom()}, tile.hovered ? t.line_strong : t.line, radius, 0, 1);
  }
}

}  // namespace rizbin::views
