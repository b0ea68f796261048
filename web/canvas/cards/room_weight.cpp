// The weight's room (weight_room_en_light): its loss curve, and beside it the slope with its factors, the step descent would take,
// what the tangent promises and what is true, and where the weight is used. Every number is engine/study's or an explanation's.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/room.h"
#include "web/canvas/cards/weight_page.h"
#include "web/canvas/cards/wording.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

double round_to(double v, int decimals) {
  double p = 1;
  for (int i = 0; i < decimals; ++i) p *= 10;
  return std::round(v * p) / p;
}

// "0.200 − 0.1 × (−0.319) =" and "0.232", in as many places as it takes to come out.
struct StepText {
  std::string left, to;
  int decimals = 3;
};
StepText step_text(const DescentStep& step) {
  const auto from = static_cast<double>(step.from), rate = static_cast<double>(step.rate), slope = static_cast<double>(step.slope),
             to = static_cast<double>(step.to);
  int d = decimals_for(rate * slope);
  while (d < 6 && round_to(round_to(from, d) - rate * round_to(slope, d), d) != round_to(to, d)) ++d;
  return {ui::fixed_text(from, d) + " − " + plain_number(rate, 4) + " × " + bracketed(ui::fixed_text(slope, d)) + " =",
          ui::fixed_text(to, d), d};
}

std::string slope_text(float v) { return ui::fixed_text(static_cast<double>(v), decimals_for(static_cast<double>(v))); }
Look gradient_tile_look(float v) { return {ui::ColorMap::gradient, std::max(1e-6f, std::abs(v)) * 1.25f, Digits::gradient, false}; }

// Slope: the result, ringed, and its factors where it is one product.
float slope_part(const CardContext& context, const ui::Rect& box) {
  const Snapshot& snapshot = *context.snapshot;
  const ParamRef param = context.focus.param;
  const LayerState& layer = snapshot.layers[static_cast<std::size_t>(param.layer)];
  const WeightFigures& f = context.memory->figures(snapshot, param);
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const bool rtl = ui::locale().rtl();
  const std::string title(ui::tr(Str::rooms_slope));
  ui::draw_text(list, {box.x, box.y, box.w, 20}, title, ui::colored(ui::kStrong, theme.ink), ui::Align::start);
  const bool dense = layer.spec.kind == LayerKind::dense;
  const bool output = param.layer + 1 == static_cast<int>(snapshot.layers.size());
  const Explanation* g = context.gradient;
  const bool one = context.memory->over == LossOver::picture && dense && g != nullptr && g->terms.size() == 1;
  const std::string formula = one && output && param.kind == ParamKind::weight && snapshot.loss_kind == LossKind::cross_entropy
                                  ? std::string(ui::tr(Str::rooms_slope_formula_vote))
                                  : std::string("∂L/∂w");
  const float used = ui::text_width(title, ui::kStrong) + 14;
  const ui::Rect rest{rtl ? box.x : box.x + used, box.y, box.w - used, 20};
  ui::draw_text(list, rest, formula, ui::colored(ui::kSmall, theme.ink2), ui::Align::start);

  const float y = box.y + 30;
  ui::Rect tile{box.x, y, 68, 36};
  draw_tile(list, tile, f.step.slope, gradient_tile_look(f.step.slope), slope_text(f.step.slope), TileShape::square, 14.5f, true);
  float below = y + 44;
  if (one) {
    const Term& term = g->terms.front();
    draw_operator(list, {tile.right() + 18, y + 18}, "=", 15);
    const ui::Rect error{tile.right() + 36, y, 68, 36};
    draw_tile(list, error, term.x, gradient_tile_look(term.x), slope_text(term.x), TileShape::square, 14.5f);
    std::string under;
    if (output && snapshot.loss_kind == LossKind::cross_entropy) {
      under = ui::fixed_text(static_cast<double>(snapshot.probabilities[static_cast<std::size_t>(term.cell.index)]), 3) + " − " +
              ui::number(term.cell.index == snapshot.label ? 1 : 0);
    } else {
      under = std::string(ui::tr(Str::rooms_its_gradient));
    }
    words({error.x - 14, error.bottom() + 4}, error.w + 28, under, ui::colored(ui::kCaption, theme.ink3), ui::Align::center);
    if (param.kind == ParamKind::weight) {
      draw_operator(list, {error.right() + 18, y + 18}, "×", 15);
      const ui::Rect value{error.right() + 36, y, 68, 36};
      draw_tile(list, value, term.factor, look_of(context, param.layer - 1), ui::fixed_text(static_cast<double>(term.factor), 3),
                TileShape::pill, 14.5f);
      const Explanation from = explain(snapshot, term.input);
      std::string caption = cell_title(snapshot, term.input);
      if (snapshot.layers[static_cast<std::size_t>(param.layer - 1)].spec.kind == LayerKind::flatten)
        caption = ui::fmt(Str::rooms_vote_n, {{"n", ui::number(term.input.index + 1)}});
      if (from.exact && from.exact->denominator > 1)
        caption += ", " + ui::number(from.exact->numerator) + "/" + ui::number(from.exact->denominator);
      below = std::max(below, value.bottom() + 4 +
                                  words({value.x - 20, value.bottom() + 4}, std::min(140.0f, box.right() - value.x + 20), caption,
                                        ui::colored(ui::kCaption, theme.ink3), ui::Align::left));
    }
    below = std::max(below, y + 62);
  } else {
    std::string how;
    if (context.memory->over != LossOver::picture) {
      how = ui::fmt(Str::rooms_slope_mean, {{"n", ui::number(samples_in(snapshot, context.memory->over))}});
    } else if (g != nullptr) {
      const auto sent = std::ranges::count_if(g->terms, [](const Term& t) { return t.product != 0; });
      how = ui::fmt(g->divisor > 1 ? Str::rooms_slope_places_mean : Str::rooms_slope_places,
                    {{"n", ui::number(static_cast<long long>(g->terms.size()))},
                     {"sent", ui::number(sent)},
                     {"divisor", ui::number(g->divisor)}});
    }
    const float x = tile.right() + 18;
    below = std::max(below, y + words({x, y}, box.right() - x, how, ui::colored(ui::kSmall, theme.ink2), ui::Align::start));
  }
  const Str way = f.step.slope < 0 ? Str::rooms_downhill_right : f.step.slope > 0 ? Str::rooms_downhill_left : Str::rooms_flat;
  below += 6 + words({box.x, below + 6}, box.w, ui::tr(way), ui::colored(ui::kBody, theme.ink2), ui::Align::start);
  return below - box.y;
}

float step_part(const CardContext& context, const ui::Rect& box) {
  const ParamRef param = context.focus.param;
  const WeightFigures& f = context.memory->figures(*context.snapshot, param);
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  ui::draw_text(list, {box.x, box.y, box.w, 20}, ui::tr(Str::rooms_step_title), ui::colored(ui::kStrong, theme.ink),
                ui::Align::start);
  const StepText text = step_text(f.step);
  float size = 15;
  const auto width = [&] { return ui::text_width(text.left, style(size, ui::Weight::regular, theme.ink2)); };
  while (size > 11 && width() > box.w - 84) size -= .5f;
  const float w = width();
  ui::draw_text(list, {box.x, box.y + 26, w + 1, 34}, text.left, style(size, ui::Weight::regular, theme.ink2), ui::Align::left);
  draw_tile(list, {box.x + w + 10, box.y + 26, 70, 34}, f.step.to, weight_look(context, param.layer), text.to, TileShape::rounded,
            15);
  const float height = ui::control_height();
  const std::string label(ui::tr(Str::rooms_step));
  const float bw = std::max(64.0f, ui::button_width(label));
  ui::ButtonSpec spec;
  spec.id = "card/weight/step";
  spec.label = label;
  spec.kind = ui::ButtonKind::primary;
  spec.disabled = is_locked(*context.snapshot, param) || f.step.to == f.step.from;
  const ui::Rect button = ui::mirror(box, {box.right() - bw, box.y + 68, bw, height}, ui::locale().rtl());
  if (ui::button(button, spec)) take_step(context, param, f.step.to);
  const auto before = static_cast<double>(f.step.loss_before), after = static_cast<double>(f.step.loss_after);
  int d = decimals_for(after);
  while (d < 6 && before != after && round_to(before, d) == round_to(after, d)) ++d;
  const ui::Rect line = ui::mirror(box, {box.x, box.y + 68, box.w - bw - 12, height}, ui::locale().rtl());
  const std::string losses =
      ui::fmt(Str::rooms_loss_then, {{"before", ui::fixed_text(before, d)}, {"after", ui::fixed_text(after, d)}});
  words({line.x, line.y + (height - 20) / 2}, line.w, losses, ui::colored(ui::kBody, theme.ink2), ui::Align::start);
  return 68 + height;
}

float trials_part(const CardContext& context, const ui::Rect& box) {
  const WeightFigures& f = context.memory->figures(*context.snapshot, context.focus.param);
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  ui::draw_text(list, {box.x, box.y, box.w, 20}, ui::tr(Str::rooms_promised_title), ui::colored(ui::kStrong, theme.ink),
                ui::Align::start);
  const float unit = box.w / 354;
  const float c1 = box.x + 150 * unit, c2 = box.x + 232 * unit, c3 = box.x + 264 * unit;
  const ui::TextStyle head = ui::colored(ui::kCaption, theme.ink3);
  float y = box.y + 24;
  fitted({box.x, y, 60, 18}, ui::tr(Str::rooms_move), head, ui::Align::left);
  fitted({c1 - 90, y, 90, 18}, ui::tr(Str::rooms_promised), head, ui::Align::right);
  fitted({c2 - 74, y, 74, 18}, ui::tr(Str::rooms_true), head, ui::Align::right);
  fitted({c3, y, box.right() - c3, 18}, ui::tr(Str::rooms_of_the_promise), head, ui::Align::right);
  y += 22;
  for (const Trial& t : f.trials) {
    const int d = std::max(std::abs(t.move) < 1 ? 4 : 3, decimals_for(static_cast<double>(t.promised)));
    const std::string move = (t.move > 0 ? "+" : "") + plain_number(static_cast<double>(t.move), 1);
    ui::draw_text(list, {box.x, y, 60, 20}, move, ui::colored(ui::kStrong, theme.ink), ui::Align::left);
    ui::draw_text(list, {c1 - 90, y, 90, 20}, ui::fixed_text(static_cast<double>(t.promised), d),
                  ui::colored(ui::kBody, theme.ink2), ui::Align::right);
    ui::draw_text(list, {c2 - 90, y, 90, 20},
                  std::isfinite(t.change) ? ui::fixed_text(static_cast<double>(t.change), d) : std::string("∞"),
                  ui::colored(ui::kStrong, theme.ink), ui::Align::right);
    const float share = t.promised != 0 && std::isfinite(t.change) ? t.change / t.promised : 0;
    const ui::Rect bar{c3, y + 7, (box.right() - c3) * std::clamp(share, 0.0f, 1.0f), 6};
    if (bar.w > 1) ui::fill_rect(list, bar, 3, theme.ink2);
    y += 24;
  }
  const bool kept =
      !f.trials.empty() && f.trials.back().promised != 0 && std::abs(f.trials.back().change / f.trials.back().promised - 1) < .02f;
  y += 2 + words({box.x, y + 2}, box.w,
                 ui::tr(f.step.slope == 0 ? Str::rooms_no_promise
                        : kept            ? Str::rooms_promise_kept
                                          : Str::rooms_curve_bends),
                 ui::colored(ui::kSmall, theme.ink2), ui::Align::start);
  return y - box.y;
}

// One place (a vote and its class), or the map of all the places of a kernel's weight.
float used_part(const CardContext& context, const ui::Rect& box) {
  const Snapshot& snapshot = *context.snapshot;
  const ParamRef param = context.focus.param;
  const LayerState& layer = snapshot.layers[static_cast<std::size_t>(param.layer)];
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const bool conv = layer.spec.kind == LayerKind::conv;
  const long long places = conv ? static_cast<long long>(layer.out.h) * layer.out.w : 1;
  const std::string title =
      places == 1 ? std::string(ui::tr(Str::rooms_used_once)) : ui::fmt(Str::rooms_used_in, {{"n", ui::number(places)}});
  words({box.x, box.y}, box.w, title, ui::colored(ui::kStrong, theme.ink), ui::Align::start);
  const float y = box.y + 27;
  if (conv && context.gradient != nullptr) {
    const Explanation& g = *context.gradient;
    const float cell = std::floor(std::clamp((box.bottom() - y) / static_cast<float>(layer.out.h), 2.0f, 10.0f));
    float range = 1e-9f;
    for (const Term& term : g.terms) range = std::max(range, std::abs(term.product));
    const ui::Rect map{box.x, y, cell * static_cast<float>(layer.out.w), cell * static_cast<float>(layer.out.h)};
    int sent = 0;
    for (const Term& term : g.terms) {
      if (term.product != 0) ++sent;
      const float x0 = map.x + static_cast<float>(term.column) * cell, y0 = map.y + static_cast<float>(term.row) * cell;
      list->AddRectFilled({x0, y0}, {x0 + cell, y0 + cell},
                          ui::map_color(ui::ColorMap::gradient, term.product / range, theme.dark));
    }
    ui::stroke_rect(list, map.inset(-1), 0, theme.line_strong, 1);
    words({map.right() + 12, y}, box.right() - map.right() - 12,
          ui::fmt(Str::card_places_sent, {{"n", ui::number(sent)}, {"total", ui::number(static_cast<long long>(g.terms.size()))}}),
          ui::colored(ui::kSmall, theme.ink2), ui::Align::start);
    return 27 + std::max(map.h, 36.0f);
  }
  if (conv || param.kind == ParamKind::bias) return 27;
  const int inputs = std::max(1, layer.in.size());
  const CellRef from{param.layer - 1, param.index % inputs}, to{param.layer, param.index / inputs};
  const float value = param.layer > 0
                          ? snapshot.layers[static_cast<std::size_t>(param.layer - 1)].value[static_cast<std::size_t>(from.index)]
                          : snapshot.picture[static_cast<std::size_t>(from.index)];
  const ui::Rect pill{box.x, y, 44, 25};
  draw_tile(list, pill, value, look_of(context, from.layer), ui::value_text(value), TileShape::pill, 11.5f);
  const float w = number_of(snapshot, param);
  list->AddLine({pill.right(), pill.center().y}, {pill.right() + 60, pill.center().y},
                ui::map_color(ui::ColorMap::weight, w / weight_look(context, param.layer).range, theme.dark), 3);
  const bool output = param.layer + 1 == static_cast<int>(snapshot.layers.size());
  const std::string name = output && static_cast<std::size_t>(to.index) < snapshot.classes.size()
                               ? snapshot.classes[static_cast<std::size_t>(to.index)]
                               : ui::number(to.index + 1);
  const ui::Color color = output ? ui::class_color(theme, to.index, static_cast<int>(snapshot.classes.size()), true) : theme.ink;
  const ui::TextStyle letter = style(20, ui::Weight::bold, color);
  const float lw = ui::text_width(name, letter) + 2;
  ui::draw_text(list, {pill.right() + 68, y - 2, lw, 29}, name, letter, ui::Align::left);
  ui::draw_text(list, {pill.right() + 76 + lw, y, 70, 25}, ui::value_text(layer.value[static_cast<std::size_t>(to.index)]),
                ui::colored({14, ui::Weight::semibold, 0, 20}, theme.ink), ui::Align::left);
  return 56;
}

}  // namespace

void weight_side(const CardContext& context, const ui::Rect& box) {
  const ui::Theme& theme = *ui::frame().theme;
  ImDrawList* list = ui::frame().overlay;
  const auto rule = [&](float y, float w) {
    ui::hairline(list, {box.x, y}, {box.x + w, y}, theme.line);
    return y + 12;
  };
  // In this order; what does not fit waits for a taller page. The last part gives way to the overview map.
  const bool overview = context.area.w >= 1100;
  float y = box.y + slope_part(context, box) + 10;
  y = rule(y, box.w);
  if (y + 112 > box.bottom()) return;
  y += step_part(context, {box.x, y, box.w, box.bottom() - y}) + 12;
  y = rule(y, box.w);
  if (y + 130 > box.bottom()) return;
  y += trials_part(context, {box.x, y, box.w, box.bottom() - y}) + 8;
  const float last = box.w - (overview && y > context.free.bottom() - 170 ? 176.0f : 0.0f);
  y = rule(y, last);
  if (y + 56 > box.bottom()) return;
  used_part(context, {box.x, y, last, box.bottom() - y});
}

void room_weight(const CardContext& context, const ui::Rect& page, bool compact) {
  if (context.memory == nullptr || context.gradient == nullptr) return;
  RoomMemory& memory = *context.memory;
  const Snapshot& snapshot = *context.snapshot;
  if (samples_in(snapshot, memory.over) == 0) memory.over = LossOver::picture;
  const bool pair = context.second.kind == FocusKind::parameter && !(context.second.param == context.focus.param);
  const bool rtl = ui::locale().rtl();
  const float height = ui::control_height();
  if (compact) {
    // The chart, and below it the slope and the step in one line.
    if (pair) {
      landscape_page(context, page, true);
      return;
    }
    const bool beside = page.w > page.h * 1.6f;
    const WeightFigures& f = memory.figures(snapshot, context.focus.param);
    const ui::Rect chart = beside ? ui::Rect{page.x, page.y, page.w * .6f, page.h} : ui::Rect{page.x, page.y, page.w, page.h - 50};
    weight_chart(context, chart, true);
    const ui::Rect side = beside ? ui::Rect{chart.right() + 20, page.y + 4, page.right() - chart.right() - 20, page.h}
                                 : ui::Rect{page.x, chart.bottom() + 6, page.w, 44};
    ImDrawList* list = ui::frame().overlay;
    const ui::Theme& theme = *ui::frame().theme;
    const StepText text = step_text(f.step);
    const std::string label(ui::tr(Str::rooms_step));
    const float bw = std::max(64.0f, ui::button_width(label));
    // Slope.
    const std::string slope(ui::tr(Str::rooms_slope));
    const float sw = ui::text_width(slope, ui::kStrong) + 10;
    ui::draw_text(list, {side.x, side.y, sw, 30}, slope, ui::colored(ui::kStrong, theme.ink), ui::Align::left);
    draw_tile(list, {side.x + sw, side.y, 62, 30}, f.step.slope, gradient_tile_look(f.step.slope), slope_text(f.step.slope),
              TileShape::square, 13.5f, true);
    // Step: beside the chart as a formula, below it as where it leads, with its button at the end.
    const float y = side.y + 40;

    if (beside) {
      float size = 13.5f;
      const auto width = [&] { return ui::text_width(text.left, style(size, ui::Weight::regular, theme.ink2)); };
      while (size > 9.5f && width() > side.w - 72) size -= .5f;
      const float w = width();
      ui::draw_text(list, {side.x, y, w + 1, 34}, text.left, style(size, ui::Weight::regular, theme.ink2), ui::Align::left);
      draw_tile(list, {side.x + w + 6, y + 2, 62, 30}, f.step.to, weight_look(context, context.focus.param.layer), text.to,
                TileShape::rounded, 13.5f);
    } else {
      const ui::Rect to{side.right() - bw - 74, side.y, 64, 30};
      if (to.x > side.x + sw + 84) {
        draw_tile(list, to, f.step.to, weight_look(context, context.focus.param.layer), text.to, TileShape::rounded, 13.5f);
        ui::draw_icon(list, {to.x - 12, to.center().y}, ui::Icon::chevron_right, 15, theme.ink3);
      }
    }
    ui::ButtonSpec spec;
    spec.id = "card/weight/step";
    spec.label = label;
    spec.kind = ui::ButtonKind::primary;
    spec.disabled = is_locked(snapshot, context.focus.param) || f.step.to == f.step.from;
    const ui::Rect button =
        beside ? ui::Rect{side.x, y + 44, bw, height} : ui::Rect{side.right() - bw, side.y - (height - 30) / 2, bw, height};
    if (ui::button(button, spec)) take_step(context, context.focus.param, f.step.to);
    return;
  }

  // At the top's end corner: what the loss is over, and the other page.
  const std::string every(ui::tr(memory.every_weight ? Str::rooms_this_weight : Str::rooms_every_weight));
  const float every_w = ui::button_width(every);
  const std::string labels[] = {std::string(ui::tr(Str::rooms_over_picture)), std::string(ui::tr(Str::rooms_over_batch)),
                                std::string(ui::tr(Str::rooms_over_held_out))};
  const float over_w = ui::segmented_width(labels);
  const float right = context.free.right() - 20, top = context.free.y + 10;
  const bool stacked = page.w < 980;  // the crumb needs the first line
  const float line = stacked ? page.y - 6 : top;
  ui::ButtonSpec spec;
  spec.id = "card/weight/every";
  spec.label = every;
  spec.kind = ui::ButtonKind::normal;
  if (ui::button(ui::mirror(context.free, {right - every_w, line, every_w, height}, rtl), spec)) {
    memory.every_weight = !memory.every_weight;
    ui::request_frame();
  }
  if (!memory.every_weight) {
    loss_switch(context, ui::mirror(context.free, {right - every_w - 12 - over_w, line, over_w, height}, rtl));
  }
  const float shift = stacked ? height + 4 : 4;
  const ui::Rect rest{page.x, page.y + shift, context.free.right() - 20 - page.x, page.h - shift};
  if (memory.every_weight) {
    nudge_page(context, rest);
    return;
  }
  if (pair) {
    landscape_page(context, rest, false);
    return;
  }
  const float side_w = std::clamp(rest.w * .33f, 286.0f, 354.0f);
  if (rest.w < 640) {
    // Narrow and tall: one below the other.
    const float chart_h = std::min(rest.h * .5f, 360.0f);
    weight_chart(context, {rest.x, rest.y, rest.w, chart_h}, rest.w < 480);
    weight_side(context, {rest.x, rest.y + chart_h + 14, rest.w, rest.h - chart_h - 14});
    return;
  }
  weight_chart(context, {rest.x, rest.y, rest.w - side_w - 44, rest.h}, false);
  weight_side(context, {rest.right() - side_w, rest.y + 6, side_w, rest.h - 6});
}

}  // namespace rizbin::cards
