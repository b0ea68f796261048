// The page of a convolution's or pooling's cell: patch × feature = products, the sum term by term, the mean or bias, and what
// becomes of it. Pointing at a product says why it is what it is.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/room.h"
#include "web/canvas/cards/wording.h"
#include "web/canvas/scene.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

bool all_signs(const Explanation& e) {
  return std::ranges::all_of(e.terms, [](const Term& t) { return std::abs(t.x) == 1 && std::abs(t.factor) == 1 && !t.outside; });
}

const Term* term_at(const Explanation& e, int channel, int columns, int place) {
  for (const Term& term : e.terms) {
    if ((e.channels <= 1 || term.channel == channel) && term.row * columns + term.column == place) return &term;
  }
  return nullptr;
}

// Registers each cell of a shown window, so that mouse, keys and --remote can point at a product.
int point_at_cells(const std::string& id, ui::Vec at, float cell, const Matrix& matrix, const std::string& name, Digits digits) {
  int pointed = -1;
  for (int i = 0; i < matrix.columns * matrix.rows; ++i) {
    ui::Item item;
    item.id = id + "/" + std::to_string(i / matrix.columns) + "," + std::to_string(i % matrix.columns);
    item.role = ui::Role::text;
    item.label = name + ", " + row_and_column({0, i / matrix.columns, i % matrix.columns});
    item.value = digits_of(digits, matrix.values[static_cast<std::size_t>(i)]);
    item.rect = matrix_cell(at, cell, matrix, i);
    item.actions = 0;
    if (ui::interact(item).hovered) pointed = i;
  }
  return pointed;
}

std::string term_text(const Term& term) {
  const std::string factor = ui::weight_text(term.factor);
  const std::string second = term.factor < 0 ? "(" + factor + ")" : factor;
  const std::string first = std::abs(term.x) == 1 || term.x == 0 ? ui::pixel_text(term.x) : ui::value_text(term.x);
  const bool whole = std::abs(term.product - std::round(term.product)) < 1e-6f;
  return (term.x < 0 ? "(" + first + ")" : first) + " × " + second + " = " +
         (whole ? ui::number(std::lround(term.product)) : ui::fixed_text(static_cast<double>(term.product), 2));
}

void product_note(const Term& term, bool pixels, const ui::Rect& box) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  ui::draw_text(list, {box.x, box.y, box.w, 20}, term_text(term), ui::colored(ui::kStrong, theme.ink), ui::Align::left);
  Str why = Str::card_note_general;
  if (pixels) {
    const bool ink = term.x > 0, wants = term.factor > 0;
    why = ink ? (wants ? Str::card_note_ink_ink : Str::card_note_ink_paper)
              : (wants ? Str::card_note_paper_ink : Str::card_note_paper_paper);
  }
  ui::draw_paragraph(list, {box.x, box.y + 21, box.w, 60}, ui::tr(why), ui::colored({12, ui::Weight::regular, 0, 17}, theme.ink2));
}

void sum_row(const Explanation& e, int channel, const Matrix& products, const Working& work, int chosen, const ui::Rect& box,
             float range) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  plain_heading({box.x, box.y, box.w, 20}, ui::tr(Str::card_sum));
  const float y = box.y + 28;
  const Look look{ui::ColorMap::activation, range, Digits::weight, false};
  const int n = e.channels > 1 ? e.channels : products.columns * products.rows;
  // The total stands after the terms; what is left is shared among them.
  const float step = std::min(82.0f, (box.w - 90) / static_cast<float>(n));
  const float tile = step >= 44 ? std::min(52.0f, step - 22) : step - 1;
  float x = box.x;
  for (int i = 0; i < n; ++i) {
    float v = 0;
    if (e.channels > 1) {
      for (const Term& term : e.terms) v += term.channel == i ? term.product : 0.0f;
    } else {
      v = products.values[static_cast<std::size_t>(i)];
    }
    const bool whole = std::abs(v - std::round(v)) < 1e-6f;
    const ui::Rect rect{x, y, tile, 38};
    draw_tile(list, rect, v,
              e.channels > 1 ? Look{ui::ColorMap::activation, std::max(range, std::abs(v)), Digits::weight, false} : look,
              tile >= 26 ? (whole ? ui::number(std::lround(v)) : ui::fixed_text(static_cast<double>(v), 2)) : std::string(),
              TileShape::square, tile >= 44 ? 13.5f : 10.5f, i == (e.channels > 1 ? channel : chosen));
    if (i + 1 < n && step - tile > 14) draw_operator(list, {x + tile + (step - tile) / 2, y + 19}, "+", 13);
    x += step;
  }
  x += step - tile > 14 ? 0.0f : 12.0f;
  draw_operator(list, {x + 2, y + 19}, "=", 14);
  const bool bias_in_left = e.has_bias && e.bias != 0;
  const std::string total = bias_in_left || !work.exact ? ui::fixed_text(static_cast<double>(e.sum), 2) : work.sum;
  ui::draw_text(list, {x + 18, y, 90, 38}, total, style(24, ui::Weight::bold, theme.ink), ui::Align::left);
}

}  // namespace

void room_window(const CardContext& context, const Explanation& e, const ui::Rect& page) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const Snapshot& snapshot = *context.snapshot;
  const bool pooling = e.operation == Operation::maximum || e.operation == Operation::average;
  const int channel = pooling ? 0 : strongest_channel(e);
  const Matrix x = window_of(e, channel, Part::x);
  const Working work = work_out(e);
  const Look input = look_of(context, e.cell.layer - 1);
  const Place place = place_of(snapshot.layers[static_cast<std::size_t>(e.cell.layer)].out, e.cell.index);
  const LayerSpec& spec = snapshot.layers[static_cast<std::size_t>(e.cell.layer)].spec;

  // Three windows with two operators between; the notes stand beside them where the page is wide enough.
  const bool notes_beside = page.w > 860;
  const float notes = notes_beside ? 190.0f : 0.0f;
  const float shown = pooling ? 1.0f : 3.0f;
  const float by_width = (page.w - notes - (shown - 1) * (page.w > 600 ? 96.0f : 34.0f)) / shown / static_cast<float>(x.columns);
  const float by_height = (page.h - 250) / static_cast<float>(x.rows);
  const float cell = std::floor(std::clamp(std::min(by_width, by_height), 18.0f, pooling ? 92.0f : 62.0f));
  const auto w = static_cast<float>(x.columns) * cell, h = static_cast<float>(x.rows) * cell;
  const float gap = std::min(96.0f, (page.w - notes - shown * w) / std::max(1.0f, shown - 1) - 4);
  const ui::Vec at{page.x, page.y + 42};

  const int top_row = place.y * spec.stride + 1, left_column = place.x * spec.stride + 1;
  heading({at.x, page.y, w + gap - 8, 40}, input, ui::tr(e.cell.layer == 0 ? Str::card_patch : Str::card_window),
          ui::fmt(e.cell.layer == 0 ? Str::card_patch_place : Str::card_window_place,
                  {{"r0", ui::number(top_row)},
                   {"r1", ui::number(top_row + x.rows - 1)},
                   {"c0", ui::number(left_column)},
                   {"c1", ui::number(left_column + x.columns - 1)}}));

  if (pooling) {
    int ringed = -1;
    if (e.winner >= 0) {
      const Term& best = e.terms[static_cast<std::size_t>(e.winner)];
      ringed = best.row * x.columns + best.column;
    }
    draw_matrix(list, at, cell, x, input, ringed);
    point_at_cells("card/window", at, cell, x, std::string(ui::tr(Str::card_window)), Digits::value);
    const float right = at.x + w + 48;
    const bool beside = page.right() - right > 240;
    const ui::Rect side = beside ? ui::Rect{right, at.y, page.right() - right, h} : ui::Rect{page.x, at.y + h + 20, page.w, 140};
    outcome(context, e, work, {side.x, side.y, side.w, 90});
    if (e.operation == Operation::maximum) {
      ui::draw_paragraph(list, {side.x, side.y + 108, std::min(side.w, 360.0f), 60},
                         e.tie ? std::string(ui::tr(Str::card_tie_long))
                               : ui::fmt(Str::card_how_maximum_long, {{"n", ui::number(static_cast<long long>(e.terms.size()))}}),
                         ui::colored(ui::kBody, theme.ink2));
    }
    const float below = (beside ? at.y + h : side.y + 150) + 34;
    if (below + 80 < page.bottom()) becomes(context, e.cell, {page.x, below, page.w, 100});
    return;
  }

  const Matrix kernel = window_of(e, channel, Part::factor), products = window_of(e, channel, Part::product);
  float range = 1e-6f;
  for (const float v : products.values) range = std::max(range, std::abs(v));
  const Look product_look{ui::ColorMap::activation, range, Digits::weight, false};
  const float x1 = at.x + w + gap, x2 = x1 + w + gap;
  const std::string of = map_name(snapshot, e.cell.layer, place.c, false);
  const bool learned = snapshot.layers[static_cast<std::size_t>(e.cell.layer)].names.empty();
  heading({x1, page.y, w + gap - 8, 40}, weight_look(context, e.cell.layer),
          ui::tr(learned ? Str::card_filter_heading : Str::card_feature_heading),
          ui::fmt(Str::card_feature_weights, {{"name", of}, {"n", ui::number(static_cast<long long>(kernel.values.size()))}}));
  heading({x2, page.y, w + 20, 40}, product_look, ui::tr(Str::card_products),
          ui::tr(e.cell.layer == 0 ? Str::card_pixel_by_pixel : Str::card_cell_by_cell));

  const std::string name(ui::tr(Str::card_products));
  int chosen = point_at_cells("card/product", {x2, at.y}, cell, products, name, Digits::weight);
  const int in_patch = point_at_cells("card/patch", at, cell, x, std::string(ui::tr(Str::card_patch)), input.digits);
  const int in_kernel =
      point_at_cells("card/weight", {x1, at.y}, cell, kernel, std::string(ui::tr(Str::card_feature_heading)), Digits::weight);
  chosen = std::max({chosen, in_patch, in_kernel});
  if (chosen < 0) {  // nothing pointed at: the first that takes away, since that is the one to understand
    for (int i = 0; i < static_cast<int>(products.values.size()) && chosen < 0; ++i) {
      if (products.values[static_cast<std::size_t>(i)] < 0) chosen = i;
    }
    chosen = std::max(chosen, 0);
  }
  draw_matrix(list, at, cell, x, input, chosen);
  draw_matrix(list, {x1, at.y}, cell, kernel, weight_look(context, e.cell.layer), chosen);
  draw_matrix(list, {x2, at.y}, cell, products, product_look, chosen);
  draw_operator(list, {at.x + w + gap / 2, at.y + h / 2}, "×", 22);
  draw_operator(list, {x1 + w + gap / 2, at.y + h / 2}, "=", 22);

  const bool signs = all_signs(e);
  float below = at.y + h + 32;
  if (const Term* term = term_at(e, channel, x.columns, chosen)) {
    const float cell_middle = at.y + (static_cast<float>(chosen / x.columns) + 0.5f) * cell;
    if (notes_beside) {
      const ui::Rect note{x2 + w + 44, cell_middle - 12, page.right() - x2 - w - 40, 80};
      ui::hairline(list, {x2 + static_cast<float>(chosen % x.columns + 1) * cell + 4, cell_middle}, {note.x - 10, cell_middle},
                   theme.ink3);
      product_note(*term, signs && e.cell.layer == 0, note);
    } else if (page.h > 430) {
      product_note(*term, signs && e.cell.layer == 0, {page.x, below - 14, page.w, 60});
      below += 52;
    }
  }
  if (signs && notes_beside) {
    const auto agree = std::ranges::count_if(e.terms, [](const Term& t) { return t.product > 0; });
    const auto differ = static_cast<std::ptrdiff_t>(e.terms.size()) - agree;
    const int row = chosen / x.columns;
    // Beside the last row, or the first while the note of the product is down there.
    const float y = row >= x.rows - 1 ? at.y + 4 : at.y + h - 40;
    const ui::Rect note{x2 + w + 44, y, page.right() - x2 - w - 40, 44};
    ui::draw_text(list, {note.x, note.y, note.w, 20},
                  ui::fmt(Str::card_agree_differ, {{"agree", ui::number(agree)}, {"differ", ui::number(differ)}}),
                  ui::colored(ui::kStrong, theme.ink), ui::Align::left);
    ui::draw_text(list, {note.x, note.y + 20, note.w, 18},
                  ui::number(agree) + " − " + ui::number(differ) + " = " + ui::number(agree - differ),
                  ui::colored(ui::kSmall, theme.ink2), ui::Align::left);
  }
  sum_row(e, channel, products, work, chosen, {page.x, below, page.w, 70}, range);
  below += 104;
  const bool two = page.w > 760;
  outcome(context, e, work, {page.x, below, two ? 360.0f : page.w, 100});
  if (two) {
    becomes(context, e.cell, {page.x + 372, below, page.w - 372, 136});
  } else if (below + 190 < page.bottom()) {
    becomes(context, e.cell, {page.x, below + 108, page.w, 100});
  }
}

}  // namespace rizbin::cards
