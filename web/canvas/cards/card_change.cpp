// The card of the quantities "change" and "difference": the place before → after and what moved (change_en_light). A map of up to
// five cells a side is shown whole, a larger one around its cell; a weight shows its kernel, a class all classes.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/pieces.h"
#include "web/canvas/cards/wording.h"
#include "web/canvas/changes.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {
namespace {

constexpr int kSide = 5;
constexpr float kPad = 16, kArrow = 32, kDivider = 34;

// Three matrices of the same place.
struct Places {
  Matrix before, after, change;
  Look look, change_look;
  int ringed = -1;
  int changed = 0, total = 0;
  Str counted = Str::change_in_map;
};

struct Window {
  int from = 0, size = 0;
};
Window window_around(int at, int n) {
  const int size = std::min(kSide, n);
  return {std::clamp(at - size / 2, 0, n - size), size};
}

Places of_cell(const CardContext& context, CellRef cell) {
  const Snapshot& s = *context.snapshot;
  const bool picture = cell.layer < 0;
  const Shape shape = picture ? s.picture_shape : s.layers[static_cast<std::size_t>(cell.layer)].out;
  const std::vector<float>& now = picture ? s.picture : s.layers[static_cast<std::size_t>(cell.layer)].value;
  const std::vector<float>& by =
      picture ? context.change->picture : context.change->layers[static_cast<std::size_t>(cell.layer)].value;
  const bool vector = shape.h == 1 && shape.w == 1;
  const Place place = place_of(shape, cell.index);
  const Window rows = vector ? window_around(place.c, shape.c) : window_around(place.y, shape.h);
  const Window columns = vector ? Window{0, 1} : window_around(place.x, shape.w);
  Places out;
  out.look = look_of(context, cell.layer);
  out.change_look = out.look;
  out.change_look.range = change_ranges(*context.change)[static_cast<std::size_t>(cell.layer + 1)].value;
  for (Matrix* matrix : {&out.before, &out.after, &out.change}) {
    matrix->rows = vector ? 1 : rows.size;  // a vector lies down
    matrix->columns = vector ? rows.size : columns.size;
  }
  for (int y = rows.from; y < rows.from + rows.size; ++y) {
    for (int x = columns.from; x < columns.from + columns.size; ++x) {
      const int index = vector ? y : shape.index(place.c, y, x);
      const auto at = static_cast<std::size_t>(index);
      if (index == cell.index) out.ringed = static_cast<int>(out.after.values.size());
      out.before.values.push_back(before_of(*context.change, CellRef{cell.layer, index}));
      out.after.values.push_back(now[at]);
      out.change.values.push_back(by[at]);
    }
  }
  const int plane = vector ? shape.c : shape.h * shape.w, first = vector ? 0 : place.c * plane;
  out.total = plane;
  for (int i = first; i < first + plane; ++i)
    out.changed += now[static_cast<std::size_t>(i)] != before_of(*context.change, CellRef{cell.layer, i}) ? 1 : 0;
  return out;
}

Places of_parameter(const CardContext& context, ParamRef param) {
  const LayerState& layer = context.snapshot->layers[static_cast<std::size_t>(param.layer)];
  const bool bias = param.kind == ParamKind::bias;
  const bool kernel = !bias && layer.spec.kind == LayerKind::conv;
  const std::vector<float>& now = bias ? layer.bias : layer.weight;
  const int plane = kernel ? layer.spec.kernel_h * layer.spec.kernel_w : 1;
  const int first = param.index / plane * plane;
  Places out;
  out.look = weight_look(context, param.layer);
  out.change_look = out.look;
  out.change_look.range = change_ranges(*context.change)[static_cast<std::size_t>(param.layer + 1)].weight;
  for (Matrix* matrix : {&out.before, &out.after, &out.change}) {
    matrix->rows = kernel ? layer.spec.kernel_h : 1;
    matrix->columns = kernel ? layer.spec.kernel_w : 1;
  }
  out.ringed = param.index - first;
  out.total = plane;
  out.counted = Str::change_in_kernel;
  for (int i = first; i < first + plane; ++i) {
    const float was = before_of(*context.change, ParamRef{param.layer, param.kind, i}), is = now[static_cast<std::size_t>(i)];
    out.before.values.push_back(was);
    out.after.values.push_back(is);
    out.change.values.push_back(is - was);
    out.changed += was != is ? 1 : 0;
  }
  return out;
}

void arrow(ImDrawList* list, ui::Vec middle, ui::Color color) {
  list->AddLine({middle.x - 9, middle.y}, {middle.x + 9, middle.y}, color, 1.4f);
  list->PathLineTo({middle.x + 4, middle.y - 5});
  list->PathLineTo({middle.x + 9, middle.y});
  list->PathLineTo({middle.x + 4, middle.y + 5});
  list->PathStroke(color, 0, 1.4f);
}

}  // namespace

ui::Rect draw_change(const CardContext& context) {
  const bool parameter = context.focus.kind == FocusKind::parameter;
  const Explanation* e = context.value;
  if (!parameter && e == nullptr) return {};
  const bool twin = context.quantity == Quantity::difference;
  Places places = parameter ? of_parameter(context, context.focus.param) : of_cell(context, e->cell);
  for (Matrix* matrix : {&places.before, &places.after, &places.change}) matrix->outside.assign(matrix->values.size(), false);
  const auto at = static_cast<std::size_t>(std::max(places.ringed, 0));
  const Printed printed = parameter ? Printed::weight : e->cell.layer < 0 ? Printed::pixel : Printed::value;
  const auto text_of = [&](float v) {
    return printed == Printed::weight ? ui::weight_text(v) : printed == Printed::pixel ? ui::pixel_text(v) : ui::value_text(v);
  };
  const std::string was = text_of(places.before.values[at]), is = text_of(places.after.values[at]);
  const bool moved = places.before.values[at] != places.after.values[at];
  const std::string title =
      parameter ? parameter_title(*context.snapshot, context.focus.param) : cell_title(*context.snapshot, e->cell);
  const std::string first = moved ? ui::fmt(twin ? Str::change_differs : Str::change_went, {{"before", was}, {"after", is}})
                                  : ui::fmt(twin ? Str::change_same : Str::change_stayed, {{"value", is}});
  const std::string second = places.total > 1 && !twin
                                 ? ui::fmt(places.counted, {{"n", ui::number(places.changed)}, {"total", ui::number(places.total)}})
                                 : std::string();

  const ui::Theme& theme = *ui::frame().theme;
  ImDrawList* list = ui::frame().overlay;
  const bool small = context.form == CardForm::small;
  const float height = std::min(small ? 88.0f : context.phone ? context.free.h : 124.0f, context.free.h);
  const float side = height - (context.phone ? 34.0f : 42.0f);
  const auto largest = static_cast<float>(std::max({places.after.rows, places.after.columns, 1}));
  const float cell = std::min(side / largest, places.after.rows == 1 ? 40.0f : 60.0f);
  const auto w = cell * static_cast<float>(places.after.columns), h = cell * static_cast<float>(places.after.rows);
  const float column = std::max(w, 40.0f);
  const bool one = context.phone && 3 * column + kArrow + kDivider + 2 * kPad > context.free.w * .75f;  // only the change
  const float matrices = one ? column : 3 * column + kArrow + kDivider;
  const ui::TextStyle title_style = style(12.5f, ui::Weight::semibold, theme.ink);
  const ui::TextStyle text_style = style(12, ui::Weight::regular, theme.ink2);
  const float words =
      std::max({ui::text_width(title, title_style), ui::text_width(first, text_style), ui::text_width(second, text_style)}) + 2;
  const float width = std::min(context.free.w, 2 * kPad + words + 22 + matrices);
  ui::Rect box{context.free.x, context.free.y, width, height};
  if (small) {
    box.x = std::clamp(context.focus_rect.center().x - width / 2, context.free.x,
                       std::max(context.free.x, context.free.right() - width));
    box.y += std::max(0.0f, std::min(10.0f, (context.free.h - height) / 2));
  } else {
    box.y = context.free.bottom() - height;
  }
  ui::card_ground(list, box, ui::kRadiusSmallCard);
  const bool rtl = ui::locale().rtl();
  const float room = std::max(40.0f, box.w - 2 * kPad - matrices - 22);
  const ui::Rect text = ui::mirror(box, {box.x + kPad, box.y + 12, room, 20}, rtl);
  ui::draw_text(list, text, title, title_style, ui::Align::start);
  ui::draw_text(list, {text.x, text.y + 22, text.w, 18}, first, text_style, ui::Align::start);
  if (!second.empty()) ui::draw_text(list, {text.x, text.y + 40, text.w, 18}, second, text_style, ui::Align::start);

  // Before, after and change run left to right in both languages, as time does.
  const ui::Rect block = ui::mirror(box, {box.right() - kPad - matrices, box.y + 11, matrices, side}, rtl);
  float x = block.x;
  const float top = block.y + (side - h) / 2;
  const auto caption = [&](Str id) {
    ui::draw_text(list, {x - 20, block.bottom() + 3, column + 40, 16}, ui::tr(id), style(11, ui::Weight::regular, theme.ink3),
                  ui::Align::center);
  };
  const auto matrix = [&](const Matrix& what, const Look& look) {
    draw_matrix(list, {x + (column - w) / 2, top}, cell, what, look, what.values.size() > 1 ? places.ringed : -1);
  };
  if (!one) {
    matrix(places.before, places.look);
    caption(twin ? Str::change_twin : Str::change_before);
    x += column;
    if (!twin) arrow(list, {x + kArrow / 2, block.center().y}, theme.ink2);
    x += kArrow;
    matrix(places.after, places.look);
    caption(twin ? Str::change_this : Str::change_after);
    x += column;
    ui::hairline(list, {x + kDivider / 2, box.y + 12}, {x + kDivider / 2, box.bottom() - 12});
    x += kDivider;
  }
  // The change prints the difference of the printed numbers, so it is drawn cell by cell.
  const float gap = places.look.tiles ? std::max(1.5f, cell * .06f) / 2 : 0.0f;
  for (int i = 0; i < places.change.rows * places.change.columns; ++i) {
    const auto n = static_cast<std::size_t>(i);
    const ui::Rect place = matrix_cell({x + (column - w) / 2, top}, cell, places.change, i).inset(gap);
    const ui::Color color = ui::map_color(places.change_look.map, places.change.values[n] / places.change_look.range, theme.dark);
    ui::fill_rect(list, place, places.look.tiles ? std::clamp(.16f * cell, 2.0f, 8.0f) : 0, color);
    if (cell < 28 || places.change.values[n] == 0) continue;
    const std::string by = change_text(places.before.values[n], places.after.values[n], printed);
    ui::TextStyle number = style(std::clamp(.28f * cell, 9.0f, 15.0f), ui::Weight::medium, ui::text_on(color));
    const float wide = ui::text_width(by, number);
    if (wide > cell - 3) number.size *= (cell - 3) / wide;
    if (number.size >= 7.5f) ui::draw_text(list, {place.x - 8, place.y, place.w + 16, place.h}, by, number, ui::Align::center);
  }
  if (!places.look.tiles) ui::stroke_rect(list, ui::Rect{x + (column - w) / 2, top, w, h}.inset(-1), 0, theme.line_strong, 1);
  caption(twin ? Str::change_difference : Str::change_change);
  return box;
}

}  // namespace rizbin::cards
