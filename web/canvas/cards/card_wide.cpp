// The wide card: numbers in the cells, the result in its ring, and what becomes of it (numbers_en_light; phone_en without words).
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/cards/fate.h"
#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/pieces.h"
#include "web/canvas/cards/wording.h"
#include "web/canvas/cards/working.h"
#include "web/canvas/scene.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

std::string how_text(const CardContext& context, const Explanation& e) {
  const bool dense =
      e.cell.layer >= 0 && context.snapshot->layers[static_cast<std::size_t>(e.cell.layer)].spec.kind == LayerKind::dense;
  if (dense) return std::string(ui::tr(e.has_bias ? Str::card_how_votes_bias : Str::card_how_votes));
  switch (e.operation) {
    case Operation::mean:
      return e.has_bias && e.bias != 0 ? std::string(ui::tr(Str::card_mean_then_bias))
                                       : ui::fmt(Str::card_how_mean, {{"n", ui::number(e.divisor)}});
    case Operation::sum: return std::string(ui::tr(e.has_bias ? Str::card_how_sum_bias : Str::card_how_sum));
    case Operation::maximum: return ui::fmt(Str::card_how_maximum, {{"n", ui::number(static_cast<long long>(e.terms.size()))}});
    case Operation::average: return ui::fmt(Str::card_how_average, {{"n", ui::number(e.divisor)}});
    default: return {};
  }
}

// patch × kernel = products, with numbers; returns the right edge.
float windows(const CardContext& context, const Explanation& e, ui::Vec at, float size) {
  ImDrawList* list = ui::frame().overlay;
  const bool pooling = e.operation == Operation::maximum || e.operation == Operation::average;
  const int channel = pooling ? 0 : strongest_channel(e);
  const Matrix x = window_of(e, channel, Part::x);
  const float cell = size / static_cast<float>(std::max({x.rows, x.columns, 1}));
  const auto w = static_cast<float>(x.columns) * cell;
  int ringed = -1;
  if (e.operation == Operation::maximum && e.winner >= 0) {
    const Term& best = e.terms[static_cast<std::size_t>(e.winner)];
    ringed = best.row * x.columns + best.column;
  }
  const float gap = context.phone ? 24.0f : 34.0f;
  draw_matrix(list, at, cell, x, look_of(context, e.cell.layer - 1), ringed);
  if (pooling) return at.x + w;
  const Matrix products = window_of(e, channel, Part::product);
  float range = 1e-6f;
  for (const float v : products.values) range = std::max(range, std::abs(v));
  const float middle = at.y + static_cast<float>(x.rows) * cell / 2;
  draw_operator(list, {at.x + w + gap / 2, middle}, "×", 14);
  draw_matrix(list, {at.x + w + gap, at.y}, cell, window_of(e, channel, Part::factor), weight_look(context, e.cell.layer));
  draw_operator(list, {at.x + 2 * w + gap * 1.5f, middle}, "=", 14);
  draw_matrix(list, {at.x + 2 * (w + gap), at.y}, cell, products, {ui::ColorMap::activation, range, Digits::weight, false});
  return at.x + 3 * w + 2 * gap;
}

void ringed_result(const CardContext& context, const Explanation& e, const ui::Rect& box, const std::string& text) {
  draw_tile(ui::frame().overlay, box, e.result, look_of(context, e.cell.layer), text, TileShape::square, 15, true);
}

}  // namespace

float fates_width(const CardContext& context, CellRef cell) {
  float width = 0;
  for (const Fate& fate : fate_of(*context.snapshot, cell)) {
    width += 58 + 12 + 44 +
             std::max(ui::text_width(layer_title(*context.snapshot, fate.cell.layer), ui::kStrong),
                      ui::text_width(fate_text(*context.snapshot, fate), ui::kSmall)) +
             2;
  }
  return std::max(0.0f, width - 44);
}

void draw_fates(const CardContext& context, CellRef cell, const ui::Rect& box, bool across) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const Snapshot& snapshot = *context.snapshot;
  float x = box.x, y = box.y;
  bool first = true;
  for (const Fate& fate : fate_of(snapshot, cell)) {
    const std::string name = layer_title(snapshot, fate.cell.layer), text = fate_text(snapshot, fate);
    const float words = std::max(ui::text_width(name, ui::kStrong), ui::text_width(text, ui::kSmall)) + 2;
    const ui::Rect tile{x, y, across ? 58.0f : 50.0f, across ? 36.0f : 32.0f};
    if (!across && tile.bottom() > box.bottom() + 2) break;
    if (across && !first) ui::draw_icon(list, {x - 22, tile.center().y}, ui::Icon::chevron_right, 16, theme.ink3);
    draw_tile(list, tile, fate.value, look_of(context, fate.cell.layer), ui::value_text(fate.value),
              snapshot.layers[static_cast<std::size_t>(fate.cell.layer)].spec.kind == LayerKind::flatten ? TileShape::pill
                                                                                                         : TileShape::square,
              12.5f);
    const ui::Rect words_box{tile.right() + 12, tile.y - 4, std::min(words, box.right() - tile.right() - 12), 20};
    ui::draw_text(list, words_box, name, ui::colored(ui::kStrong, theme.ink), ui::Align::left);
    ui::draw_text(list, {words_box.x, words_box.y + 19, words_box.w, 18}, text, ui::colored(ui::kSmall, theme.ink2),
                  ui::Align::left);
    first = false;
    if (across) {
      x = words_box.right() + 44;
    } else {
      y += 46;
    }
  }
}

ui::Rect draw_wide(const CardContext& context) {
  const Explanation* e = context.value;
  if (e == nullptr || e->cell.layer < 0 || context.focus.kind == FocusKind::parameter) return draw_small(context);
  const LayerKind kind = context.snapshot->layers[static_cast<std::size_t>(e->cell.layer)].spec.kind;
  const bool windowed = kind == LayerKind::conv || kind == LayerKind::max_pool || kind == LayerKind::mean_pool;
  const bool votes = kind == LayerKind::dense;
  if (!windowed && !votes) return draw_small(context);
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const ui::Rect& box = context.free;
  const Working work = work_out(*e);
  const bool pooling = kind == LayerKind::max_pool || kind == LayerKind::mean_pool;

  if (context.phone) {
    ui::card_ground(list, box, ui::kRadiusCard);
    const float size = std::min(62.0f, box.h - 18);
    const ui::Vec at{box.x + 14, box.y + (box.h - size) / 2};
    float right = votes ? at.x + draw_terms(list, {at.x, at.y}, box.w - 140, (size - 6) / 3, context, *e).width
                        : windows(context, *e, at, size);
    right += 14;
    ui::draw_text(list, {right, at.y, box.right() - right - 8, 24}, pooling ? how_text(context, *e) : work.left,
                  style(13, ui::Weight::regular, theme.ink2), ui::Align::left);
    ringed_result(context, *e, {right + 2, at.y + size - 30, 52, 28}, pooling ? ui::value_text(e->result) : work.result);
    return box;
  }

  ui::card_ground(list, box, ui::kRadiusCard);
  const float left = box.x + 20;
  const std::string title = cell_title(*context.snapshot, e->cell);
  const ui::Rect head{left, box.y + 12, box.w - 40, 20};
  const bool rtl = ui::locale().rtl();
  const float half = box.w * 0.62f;
  // Title and formula keep to the first part, the fate has the rest; in Persian the words of each part begin at its right.
  const ui::Rect first{head.x, head.y, half - 40, head.h};
  ui::draw_text(list, first, title, ui::colored(ui::kStrong, theme.ink), ui::Align::start);
  const float title_width = ui::text_width(title, ui::kStrong) + 20;
  const std::string how = how_text(context, *e);
  if (ui::text_width(how, ui::kSmall) + title_width < first.w) {
    ui::draw_text(list,
                  rtl ? ui::Rect{first.x, first.y, first.w - title_width, first.h}
                      : ui::Rect{first.x + title_width, first.y, first.w - title_width, first.h},
                  how, ui::colored(ui::kSmall, theme.ink2), ui::Align::start);
  }
  const float size = std::min(86.0f, box.h - 58);
  const ui::Vec at{left, box.y + 44};
  if (votes) {
    const float width = draw_terms(list, at, box.w - 180, std::min(26.0f, (size - 6) / 3), context, *e).width;
    const float x = at.x + width + 20;
    ui::draw_text(list, {x, at.y, box.right() - x - 12, 22}, work.left, style(13, ui::Weight::regular, theme.ink2),
                  ui::Align::left);
    ringed_result(context, *e, {x, at.y + size - 34, 58, 32}, work.result);
    return box;
  }
  const float right = windows(context, *e, at, size) + 20;
  if (!pooling) {
    ui::draw_text(list, {right, at.y, 150, 24}, work.left, style(13.5f, ui::Weight::regular, theme.ink2), ui::Align::left);
  } else {
    ui::draw_text(list, {right, at.y, 190, 24}, e->tie ? std::string(ui::tr(Str::card_tie)) : how_text(context, *e),
                  style(13, ui::Weight::regular, theme.ink2), ui::Align::left);
  }
  if (e->exact && e->exact->denominator > 1 && !e->has_bias) {
    ui::draw_text(list, {right, at.y + 25, 150, 24},
                  "= " + ui::number(e->exact->numerator) + "/" + ui::number(e->exact->denominator),
                  style(13.5f, ui::Weight::regular, theme.ink2), ui::Align::left);
  }
  ringed_result(context, *e, {right, at.y + size - 34, 58, 32}, work.result);

  const float divider = std::max(right + 120, box.x + half);
  if (divider + 160 < box.right() && !fate_of(*context.snapshot, e->cell).empty()) {
    ui::hairline(list, {divider, box.y + 18}, {divider, box.bottom() - 18});
    const ui::Rect rest{divider + 18, box.y + 12, box.right() - divider - 30, box.h - 24};
    ui::draw_text(list, {rest.x, rest.y, rest.w, 20}, ui::tr(Str::card_what_becomes), ui::colored(ui::kStrong, theme.ink),
                  ui::Align::start);
    draw_fates(context, e->cell, {rest.x, rest.y + 36, rest.w, rest.h - 36}, false);
  }
  return box;
}

}  // namespace rizbin::cards
