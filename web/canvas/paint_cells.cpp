// What a cell shows by its size: numbers of two characters from 20 px, all from 28 (fading in from 24), k/9 from 56, its own
// patch × kernel = products in miniature from 120, the page from 320 (paint_room.cpp). Only cells in sight are looked at.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "web/canvas/scene.h"

namespace rizbin {
namespace {

constexpr float kShort = 20, kFade = 24, kNumbers = 28, kFractions = 56, kMiniature = 120;

int characters(const std::string& text) {
  int n = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++n;
  }
  return n;
}

struct Span {
  int from, to;
};
Span visible(float start, float cell, int n, float lo, float hi) {
  return {std::clamp(static_cast<int>(std::floor((lo - start) / cell)), 0, n),
          std::clamp(static_cast<int>(std::ceil((hi - start) / cell)), 0, n)};
}

// The triangle of a value beyond its range.
void saturated(const Scene& s, const ui::Rect& cell, ui::Color color) {
  const float side = .28f * cell.w;
  s.list->AddTriangleFilled({cell.right() - side, cell.y}, {cell.right(), cell.y}, {cell.right(), cell.y + side}, color);
}

void mini_cells(const Scene& s, const ui::Rect& box, int columns, int rows, int layer, const Explanation& e, float Term::* number,
                ui::ColorMap map, float range, bool tiles) {
  const float w = box.w / static_cast<float>(columns), h = box.h / static_cast<float>(rows);
  for (const Term& term : e.terms) {
    if (term.channel != 0 || term.column >= columns || term.row >= rows) continue;
    const ui::Rect cell{box.x + static_cast<float>(term.column) * w, box.y + static_cast<float>(term.row) * h, w, h};
    const ui::Color color = ui::map_color(map, term.*number / range, s.theme->dark);
    fill(s.list, tiles ? cell.inset(w * .05f) : cell, color, tiles ? w * .16f : 0);
  }
  if (!tiles) stroke(s.list, box.inset(-.5f), s.theme->line_strong, 1);
  (void)layer;
}

void miniature(const Scene& s, CellRef ref, const ui::Rect& cell, ui::Color color, ui::Color text_color) {
  const Explanation& e = s.explained->of(s.snapshot, ref);
  const float side = cell.w * .235f;
  const float y = cell.y + cell.h * .62f;
  const ui::TextStyle sign{std::max(9.0f, cell.w * .075f), ui::Weight::medium, text_color, 16};
  const int before = ref.layer - 1;
  const float in_range = s.ranges.layers[static_cast<std::size_t>(before + 1)].value;
  const ui::ColorMap in_map = before < 0 ? ui::ColorMap::pixel : ui::ColorMap::activation;
  (void)color;
  if ((e.operation == Operation::mean || e.operation == Operation::sum) && e.channels == 1 && e.window_h > 0) {
    const float gap = (cell.w * .92f - 3 * side) / 2;
    float x = cell.x + cell.w * .04f;
    const CardRange& range = s.ranges.layers[static_cast<std::size_t>(ref.layer + 1)];
    mini_cells(s, {x, y, side, side}, e.window_w, e.window_h, ref.layer, e, &Term::x, in_map, in_range, false);
    ui::draw_text(s.list, {x + side, y, gap, side}, "\u00D7", sign, ui::Align::center);
    x += side + gap;
    mini_cells(s, {x, y, side, side}, e.window_w, e.window_h, ref.layer, e, &Term::factor, ui::ColorMap::weight, range.weight,
               true);
    ui::draw_text(s.list, {x + side, y, gap, side}, "=", sign, ui::Align::center);
    x += side + gap;
    mini_cells(s, {x, y, side, side}, e.window_w, e.window_h, ref.layer, e, &Term::product, ui::ColorMap::activation,
               range.weight * in_range, false);
  } else if ((e.operation == Operation::maximum || e.operation == Operation::average) && e.window_h > 0) {
    const float w = side * static_cast<float>(e.window_w) / 2, h = side * static_cast<float>(e.window_h) / 2;
    const ui::Rect box{cell.center().x - w / 2, y + (side - h) / 2, w, h};
    mini_cells(s, box, e.window_w, e.window_h, ref.layer, e, &Term::x, in_map, in_range, false);
    if (e.winner >= 0) {
      const Term& term = e.terms[static_cast<std::size_t>(e.winner)];
      const float cw = w / static_cast<float>(e.window_w), ch = h / static_cast<float>(e.window_h);
      stroke(s.list, {box.x + static_cast<float>(term.column) * cw, box.y + static_cast<float>(term.row) * ch, cw, ch},
             s.theme->ink, 1.5f);
    }
  } else if (e.operation == Operation::gate && !e.terms.empty()) {
    const std::string text = ltr("max(" + ui::number(0) + ", " + ui::value_text(e.terms.front().x) + ")");
    ui::draw_text(s.list, {cell.x, y, cell.w, side}, text, {sign.size + 1, ui::Weight::medium, text_color, 16}, ui::Align::center);
  }
}

void map_numbers(const Scene& s, const MapBox& map) {
  const ui::Rect& area = s.layout.area;
  const Span rows = visible(map.rect.y, map.cell, map.h, area.y, area.bottom());
  const Span columns = visible(map.rect.x, map.cell, map.w, area.x, area.right());
  const std::vector<float>& values = s.values(map.layer);
  const float range = s.range(map.layer, map.channel);
  const float fade = std::clamp((map.cell - kFade) / (kNumbers - kFade), 0.0f, 1.0f);
  ui::TextStyle style{std::clamp((s.gradient()  ? .25f
                                  : s.changed() ? .3f
                                                : .34f) *
                                     map.cell,
                                 9.5f, 44.0f),
                      ui::Weight::medium, 0, 16};
  const bool small_numbers = map.cell < kNumbers;
  const bool miniatures = map.cell >= kMiniature && !s.gradient() && !s.changed() && map.layer >= 0 && s.explained != nullptr;
  if (miniatures) style.size = std::min(style.size, .26f * map.cell);
  const bool fractions =
      s.fractions && map.cell >= kFractions && !s.gradient() && !s.changed() && map.layer >= 0 && s.explained != nullptr;
  for (int y = rows.from; y < rows.to; ++y) {
    for (int x = columns.from; x < columns.to; ++x) {
      const int index = (map.channel * map.h + y) * map.w + x;
      if (static_cast<std::size_t>(index) >= values.size()) return;
      if (s.pending(map.layer, index)) continue;
      const float v = values[static_cast<std::size_t>(index)];
      const ui::Rect cell{map.rect.x + static_cast<float>(x) * map.cell, map.rect.y + static_cast<float>(y) * map.cell, map.cell,
                          map.cell};
      const ui::Color color = s.cell_color(map.layer, v, map.channel);
      const ui::Color text_color = ui::text_on(color);
      if (std::abs(v) > range * 1.0001f) saturated(s, cell, text_color);
      // Zero gradients carry no number: what is empty is what did not send anything back.
      if ((s.gradient() || s.changed()) && v == 0) continue;
      if (s.changed() && map.layer < 0) continue;  // came and went: ink and hollow squares say it
      const std::string text = s.text_at({map.layer, index});
      float alpha = fade;
      if (small_numbers && characters(text) <= 2) alpha = std::max(alpha, std::clamp(map.cell - kShort + 1, 0.0f, 1.0f));
      if (alpha <= 0 || ui::text_width(text, style) > map.cell - 4) continue;
      style.color = ui::with_alpha(text_color, alpha);
      ui::Rect box = cell;
      if (miniatures) {
        box.h = cell.h * .5f;
        box.y += cell.h * .06f;
      }
      const Explanation* e = fractions ? &s.explained->of(s.snapshot, {map.layer, index}) : nullptr;
      if (e != nullptr && e->exact && e->exact->denominator > 1) {
        ui::draw_text(s.list, {box.x, box.y - style.size * .35f, box.w, box.h}, text, style, ui::Align::center);
        const ui::TextStyle below{std::max(9.5f, style.size * .7f), ui::Weight::regular, style.color, 16};
        ui::draw_text(s.list, {box.x, box.y + style.size * .75f, box.w, box.h}, ltr(fraction_text(*e->exact)), below,
                      ui::Align::center);
      } else {
        changing_text(s, box, {map.layer, index}, text, style);
      }
      if (miniatures) miniature(s, {map.layer, index}, cell, color, text_color);
    }
  }
}

void kernel_numbers(const Scene& s, const KernelBox& box) {
  if (s.pending_weights(box.layer)) return;
  const std::vector<float>& w = s.weights(box.layer);
  const int channels = std::max(1, s.layer(box.layer).in.c);
  const float range = s.weight_range(box.layer, box.out);
  const float fade = std::clamp((box.cell - kFade) / (kNumbers - kFade), 0.0f, 1.0f);
  const ui::TextStyle base{std::clamp(.34f * box.cell, 9.5f, 44.0f), ui::Weight::medium, 0, 16};
  for (int i = 0; i < box.h * box.w; ++i) {
    const auto at = static_cast<std::size_t>((box.out * channels + box.in) * box.h * box.w + i);
    if (at >= w.size()) return;
    const ui::Rect cell{box.rect.x + static_cast<float>(i % box.w) * box.cell,
                        box.rect.y + static_cast<float>(i / box.w) * box.cell, box.cell, box.cell};
    const ui::Color color = ui::map_color(s.weight_map(), w[at] / range, s.theme->dark);
    if (s.changed() && w[at] == 0) continue;
    const std::string text = s.weight_text_at({box.layer, ParamKind::weight, static_cast<int>(at)});
    if (std::abs(w[at]) > range * 1.0001f) saturated(s, cell.inset(box.gap / 2), ui::text_on(color));
    const float alpha = characters(text) <= 2 ? 1 : fade;
    ui::TextStyle style = ui::colored(base, ui::with_alpha(ui::text_on(color), alpha));
    const float width = ui::text_width(text, style);
    if (alpha <= 0) continue;
    if (width > box.cell - 4) {
      style.size *= (box.cell - 4) / width;
      if (style.size < 9) continue;
    }
    ui::draw_text(s.list, cell, text, style, ui::Align::center);
  }
}

}  // namespace

void paint_cells(const Scene& s) {
  for (const MapBox& map : s.layout.maps) {
    if (map.cell >= kShort && seen(s.layout, map.rect)) map_numbers(s, map);
  }
  for (const KernelBox& box : s.layout.kernels) {
    if (box.cell >= kShort && seen(s.layout, box.rect)) kernel_numbers(s, box);
  }
}

}  // namespace rizbin
