// The page of a dense layer's output: every value with its weight and product, in the shape of the maps they come from; the largest
// named; ∑ and bias; and for a class the softmax, e^z as bars, shares, p, and the loss of the named label. Chapters 10, 11, 13.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/room.h"
#include "web/canvas/cards/weight_page.h"
#include "web/canvas/cards/wording.h"
#include "web/canvas/scene.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

// How the inputs of a dense layer stand: the maps before the flattening, else rows of sixteen.
Shape shape_before(const Snapshot& s, int layer) {
  for (int l = layer - 1; l >= 0; --l) {
    const LayerState& state = s.layers[static_cast<std::size_t>(l)];
    if (state.spec.kind == LayerKind::flatten) return state.in;
    if (state.spec.kind == LayerKind::dense) break;
  }
  if (layer == 0) return s.picture_shape;
  const int n = s.layers[static_cast<std::size_t>(layer)].in.size();
  const int columns = std::min(n, 16);
  return {1, (n + columns - 1) / columns, columns};
}

std::string class_letter(const Snapshot& s, int k) {
  return static_cast<std::size_t>(k) < s.classes.size() ? s.classes[static_cast<std::size_t>(k)] : ui::number(k);
}

ui::Color class_color(const Snapshot& s, int k, bool text) {
  return ui::class_color(*ui::frame().theme, k, static_cast<int>(s.classes.size()), text);
}

struct Bands {
  float height = 0;
  int pointed = -1;
};

// Three bands: values, weights, products; in each the maps side by side.
Bands bands(const CardContext& context, const Explanation& e, const ui::Rect& box, int ringed) {
  const Snapshot& snapshot = *context.snapshot;
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const Shape shape = shape_before(snapshot, e.cell.layer);
  const auto n = static_cast<int>(e.terms.size());
  const float words_w = std::min(96.0f, box.w * .16f), gap = shape.c > 8 ? 8.0f : 18.0f;
  const auto maps = static_cast<float>(shape.c);
  const float by_width = (box.w - words_w - gap * (maps - 1)) / maps / static_cast<float>(shape.w);
  const float by_height = (box.h - 22 - 2 * 14) / 3 / static_cast<float>(shape.h);
  const float cell = std::floor(std::clamp(std::min(by_width, by_height), 3.0f, 46.0f));
  const float map_w = cell * static_cast<float>(shape.w), map_h = cell * static_cast<float>(shape.h);
  const Look values = look_of(context, e.cell.layer - 1), weights = weight_look(context, e.cell.layer);
  float range = 1e-6f;
  for (const Term& term : e.terms) range = std::max(range, std::abs(term.product));
  const Look products{ui::ColorMap::activation, range, Digits::weight, false};
  const struct {
    Str name;
    const Look* look;
    Part part;
  } rows[] = {{Str::rooms_band_values, &values, Part::x},
              {Str::rooms_band_weights, &weights, Part::factor},
              {Str::rooms_band_products, &products, Part::product}};
  Bands result;
  float y = box.y;
  for (int r = 0; r < 3; ++r) {
    words({box.x, y + map_h / 2 - 10}, words_w - 10, ui::tr(rows[r].name), ui::colored(ui::kStrong, theme.ink), ui::Align::left);
    if (r > 0) draw_operator(list, {box.x + words_w + map_w / 2, y - 7}, r == 1 ? "×" : "=", 13);
    for (int c = 0; c < shape.c; ++c) {
      Matrix matrix;
      matrix.columns = shape.w;
      matrix.rows = shape.h;
      const int size = shape.h * shape.w;
      for (int i = 0; i < size; ++i) {
        const int at = c * size + i;
        const bool there = at < n;
        const Term term = there ? e.terms[static_cast<std::size_t>(at)] : Term{};
        matrix.values.push_back(rows[r].part == Part::x ? term.x : rows[r].part == Part::factor ? term.factor : term.product);
        matrix.outside.push_back(!there);
      }
      const ui::Vec at{box.x + words_w + static_cast<float>(c) * (map_w + gap), y};
      const bool mine = ringed >= c * size && ringed < (c + 1) * size;
      draw_matrix(list, at, cell, matrix, *rows[r].look, mine ? ringed - c * size : -1);
      if (n > 96) continue;
      for (int i = 0; i < size && c * size + i < n; ++i) {
        ui::Item item;
        static constexpr const char* kWords[] = {"card/x/", "card/weight/", "card/product/"};
        item.id = kWords[r] + std::to_string(c * size + i);
        item.role = ui::Role::text;
        item.label = std::string(ui::tr(rows[r].name)) + ", " + ui::number(c * size + i + 1);
        item.value = digits_of(rows[r].look->digits, matrix.values[static_cast<std::size_t>(i)]);
        item.rect = matrix_cell(at, cell, matrix, i);
        item.actions = 0;
        item.mirrored = r == 2;
        if (ui::interact(item).hovered) result.pointed = c * size + i;
      }
    }
    y += map_h + 14;
  }
  // Names of the maps below them, where there is room.
  if (map_w >= 44 && shape.c > 1) {
    for (int c = 0; c < shape.c; ++c) {
      const std::string name = map_name(snapshot, e.cell.layer - 1, c * shape.h * shape.w, false);
      if (name.empty() || ui::text_width(name, ui::kCaption) > map_w + gap - 4) continue;
      ui::draw_text(list, {box.x + words_w + static_cast<float>(c) * (map_w + gap) - gap / 2, y - 12, map_w + gap, 16}, name,
                    ui::colored(ui::kCaption, theme.ink3), ui::Align::center);
    }
    y += 8;
  }
  result.height = y - box.y;
  return result;
}

std::string term_line(const CardContext& context, const Explanation& e, int index, bool largest) {
  const Term& term = e.terms[static_cast<std::size_t>(index)];
  int d = 2;
  const auto round_to = [](double v, int places) {
    double p = 1;
    for (int i = 0; i < places; ++i) p *= 10;
    return std::round(v * p) / p;
  };
  const auto x = static_cast<double>(term.x), w = static_cast<double>(term.factor), p = static_cast<double>(term.product);
  while (d < 5 && std::abs(round_to(x, d) * round_to(w, d) - round_to(p, d)) > .51 * std::pow(10.0, -d)) ++d;
  const std::string line = plain_number(x, d) + " × " + bracketed(plain_number(w, d)) + " = " + plain_number(p, d);
  return ui::fmt(largest ? Str::rooms_largest_term : Str::rooms_this_term,
                 {{"term", ltr(line)}, {"where", cell_title(*context.snapshot, term.cell)}});
}

// e^z as bars, shares, p, and −ln p of the named label.
void softmax_part(const CardContext& context, const Explanation& e, const ui::Rect& box) {
  const Snapshot& snapshot = *context.snapshot;
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const auto classes = static_cast<int>(snapshot.probabilities.size());
  const Explanation share = explain(snapshot, {static_cast<int>(snapshot.layers.size()), e.cell.index});
  float y = box.y;
  ui::draw_text(list, {box.x, y, box.w, 20}, "softmax", ui::colored(ui::kStrong, theme.ink), ui::Align::left);
  float largest = -1e30f;
  for (const Term& term : share.terms) largest = std::max(largest, term.x);
  const std::string top = ui::value_text(largest);
  y += 20 +
       words({box.x, y + 20}, box.w, ui::fmt(Str::rooms_softmax_how, {{"top", ltr(top)}}), ui::colored(ui::kSmall, theme.ink2),
             ui::Align::left) +
       8;
  const float line = std::clamp((box.bottom() - y - 76) / static_cast<float>(std::max(1, classes)), 17.0f, 30.0f);
  float e_largest = 1e-9f;
  for (const Term& term : share.terms) e_largest = std::max(e_largest, term.product);
  const ui::TextStyle number = ui::colored(line < 20 ? ui::kCaption : ui::kBody, theme.ink2);
  const float c_z = box.x + 26, c_e = c_z + 52, c_bar = c_e + 54, c_p = box.right() - 58;
  for (int k = 0; k < classes; ++k) {
    const auto at = static_cast<std::size_t>(k);
    if (at >= share.terms.size() || y + line > box.bottom() - 40) break;
    const bool here = k == e.cell.index;
    if (here) ui::fill_rect(list, {box.x - 8, y, box.w + 12, line}, 6, ui::with_alpha(theme.ink, .05f));
    ui::draw_text(list, {box.x, y, 24, line}, class_letter(snapshot, k),
                  style(14, ui::Weight::bold, class_color(snapshot, k, true)), ui::Align::left);
    ui::draw_text(list, {c_z, y, 48, line}, ui::value_text(share.terms[at].x), number, ui::Align::right);
    ui::draw_text(list, {c_e, y, 48, line}, ui::fixed_text(static_cast<double>(share.terms[at].product), 3), number,
                  ui::Align::right);
    const float whole = c_p - c_bar - 8;
    ui::bar(list, {c_bar, y + line / 2 - 3.5f, std::max(8.0f, whole), 7}, snapshot.probabilities[at],
            class_color(snapshot, k, false));
    ui::draw_text(list, {c_p, y, 58, line}, ui::percent_text(snapshot.probabilities[at]),
                  ui::colored(here ? ui::kStrong : number, here ? theme.ink : theme.ink2), ui::Align::right);
    y += line;
  }
  y += 4;
  ui::hairline(list, {c_e, y}, {c_e + 48, y}, theme.ink);
  ui::draw_text(list, {c_z - 26, y + 2, 70, 20}, "∑", number, ui::Align::right);
  ui::draw_text(list, {c_e, y + 2, 48, 20}, ui::fixed_text(static_cast<double>(share.sum), 3), ui::colored(ui::kStrong, theme.ink),
                ui::Align::right);
  y += 32;
  const auto label = static_cast<std::size_t>(snapshot.label);
  if (label >= snapshot.probabilities.size() || y + 20 > box.bottom()) return;
  const std::string loss = snapshot.loss_kind == LossKind::cross_entropy
                               ? "−ln " + ui::fixed_text(static_cast<double>(snapshot.probabilities[label]), 3) + " = " +
                                     ui::fixed_text(static_cast<double>(snapshot.loss), 3)
                               : ui::fixed_text(static_cast<double>(snapshot.loss), 3);
  words({box.x, y}, box.w,
        ui::fmt(Str::rooms_loss_of_label, {{"label", class_letter(snapshot, snapshot.label)}, {"loss", ltr(loss)}}),
        ui::colored(ui::kBody, theme.ink), ui::Align::left);
}

}  // namespace

void room_votes(const CardContext& context, const Explanation& e, const ui::Rect& page) {
  const Snapshot& snapshot = *context.snapshot;
  const ui::Theme& theme = *ui::frame().theme;
  if (e.terms.empty()) return;
  const Working work = work_out(e);
  const bool last = e.cell.layer + 1 == static_cast<int>(snapshot.layers.size());
  heading({page.x, page.y, page.w * .6f, 40}, look_of(context, e.cell.layer - 1), cell_title(snapshot, e.cell),
          ui::fmt(Str::card_votes_rows, {{"n", ui::number(static_cast<long long>(e.terms.size()))}}));
  const bool beside = last && page.w > 700;
  const float side_w = beside ? std::clamp(page.w * .3f, 250.0f, 320.0f) : 0;
  const ui::Rect left{page.x, page.y + 54, page.w - (beside ? side_w + 44 : 0), page.h - 54};
  const auto largest = std::ranges::max_element(e.terms, {}, [](const Term& t) { return std::abs(t.product); }) - e.terms.begin();
  const float lower = 176;  // the named term, the sum
  const float soft_below = last && !beside ? std::clamp(page.h * .36f, 130.0f, 320.0f) : 0;
  static int pointed_before = -1;
  const int ringed =
      pointed_before >= 0 && pointed_before < static_cast<int>(e.terms.size()) ? pointed_before : static_cast<int>(largest);
  const Bands shown = bands(context, e, {left.x, left.y, left.w, std::max(90.0f, left.h - lower - soft_below)}, ringed);
  if (shown.pointed != pointed_before) {
    pointed_before = shown.pointed;
    ui::request_frame();
  }
  float y = left.y + shown.height + 6;
  y += words({left.x, y}, left.w, term_line(context, e, ringed, ringed == static_cast<int>(largest)),
             ui::colored(ui::kBody, theme.ink2), ui::Align::left) +
       14;
  outcome(context, e, work, {left.x, y, left.w, 100});
  if (!last) {
    if (y + 190 < page.bottom()) becomes(context, e.cell, {left.x, y + 112, left.w, 80});
    return;
  }
  const ui::Rect soft =
      beside ? ui::Rect{page.right() - side_w, page.y, side_w, std::min(page.h, context.free.bottom() - 140 - page.y)}
             : ui::Rect{page.x, y + 106, page.w, page.bottom() - y - 106};
  if (soft.h > 110) softmax_part(context, e, soft);
}

}  // namespace rizbin::cards
