// The gradient of a weight (kernel_gradient_en_dark): one row a place that sent something back, as the chain from the error to the
// term; the same number, ringed, on the picture, on the map and before the row. The rest is counted. A sum that does not come out
// in the digits shown is not printed; the result is. A dense weight has one place, a bias no pixel. Lecture: chapter 13.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "engine/study/terms.h"
#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/room.h"
#include "web/canvas/cards/weight_page.h"
#include "web/canvas/cards/wording.h"
#include "web/canvas/scene.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

constexpr std::size_t kRows = 6;

double rounded(double v, int decimals) {
  double p = 1;
  for (int i = 0; i < decimals; ++i) p *= 10;
  return std::round(v * p) / p;
}

// How a place's gradient came about: the error, the vote's weight, the gates between; where several classes or several ways add
// up, only what arrived.
struct Chain {
  bool simple = false;
  float error = 0, weight = 0, gates = 1;
  std::string error_of, weight_of;
};

Chain chain_of(const Snapshot& s, CellRef place, float arrived) {
  Chain chain;
  const std::vector<RouteStep> route = gradient_route(s, place);
  if (route.empty() || route.back().stopped) return chain;
  const auto layers = static_cast<int>(s.layers.size());
  int weights = 0;
  double product = 1;
  for (std::size_t i = 0; i < route.size(); ++i) {
    const RouteStep& step = route[i];
    product *= static_cast<double>(step.factor);
    if (i + 1 == route.size()) {
      chain.error = step.factor;
      const auto k = static_cast<std::size_t>(step.cell.index);
      chain.error_of = k < s.classes.size() ? s.classes[k] : ui::number(step.cell.index);
      if (step.cell.layer + 1 != layers) return chain;
      continue;
    }
    const RouteStep& next = route[i + 1];
    const LayerKind kind = s.layers[static_cast<std::size_t>(next.cell.layer)].spec.kind;
    if (kind == LayerKind::dense || kind == LayerKind::conv) {
      ++weights;
      chain.weight = step.factor;
      chain.weight_of = ui::fmt(Str::rooms_vote_to, {{"n", ui::number(step.cell.index + 1)},
                                                     {"class", static_cast<std::size_t>(next.cell.index) < s.classes.size()
                                                                   ? s.classes[static_cast<std::size_t>(next.cell.index)]
                                                                   : ui::number(next.cell.index + 1)}});
    } else {
      chain.gates *= step.factor;
    }
  }
  chain.simple =
      weights == 1 && std::abs(product - static_cast<double>(arrived)) < 5e-6 + 1e-4 * std::abs(static_cast<double>(arrived));
  return chain;
}

// A map with the rows' numbers ringed on it.
void numbered(const ui::Rect& cell, std::size_t n, ui::Color ground, float radius) {
  ImDrawList* list = ui::frame().overlay;
  ui::cell_ring(list, cell, radius);
  const float size = std::clamp(cell.h * .6f, 8.0f, 12.0f);
  ui::draw_text(list, {cell.x - 8, cell.y, cell.w + 16, cell.h}, ui::number(static_cast<long long>(n)),
                style(size, ui::Weight::bold, ui::text_on(ground)), ui::Align::center);
}

void field(const ui::Rect& box, const Shape& shape, int channel, std::span<const float> values, const Look& look) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const float cell = box.w / static_cast<float>(shape.w);
  for (int y = 0; y < shape.h; ++y) {
    for (int x = 0; x < shape.w; ++x) {
      const float x0 = box.x + static_cast<float>(x) * cell, y0 = box.y + static_cast<float>(y) * cell;
      const float v = values[static_cast<std::size_t>(shape.index(channel, y, x))];
      list->AddRectFilled({x0, y0}, {x0 + cell, y0 + cell}, ui::map_color(look.map, v / look.range, theme.dark));
    }
  }
  ui::stroke_rect(list, box.inset(-1), 0, theme.line_strong, 1);
}

}  // namespace

void room_kernel(const CardContext& context, const ui::Rect& page, bool compact) {
  const Snapshot& s = *context.snapshot;
  const Explanation& g = *context.gradient;
  const ParamRef param = context.focus.param;
  const LayerState& layer = s.layers[static_cast<std::size_t>(param.layer)];
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const bool conv = layer.spec.kind == LayerKind::conv, bias = param.kind == ParamKind::bias;
  const std::vector<int> order = strongest_terms(g);
  const std::size_t rows = std::min(order.size(), kRows);
  std::vector<int> shown(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(rows));
  std::ranges::sort(shown);  // in reading order, as the maps show them

  // The maps at the start, where the page has room for them.
  const bool maps = conv && page.w > 820 && page.h > 330;
  const float maps_w = maps ? std::clamp(page.w * .42f, 360.0f, 450.0f) : 0;
  const CellRef output{param.layer, 0};
  const int per_filter = layer.in.c * layer.spec.kernel_h * layer.spec.kernel_w;
  const int filter = bias || !conv ? param.index : param.index / std::max(1, per_filter);
  float range = 1e-6f;
  for (const Term& term : g.terms) range = std::max({range, std::abs(term.x), std::abs(term.product)});
  const Look gradients{ui::ColorMap::gradient, range, Digits::gradient, false};
  const bool pixels = param.layer == 0;
  if (maps) {
    const float side = std::min((maps_w - 60) / 2, page.h * .42f);
    const int channel = bias ? 0 : param.index % per_filter / (layer.spec.kernel_h * layer.spec.kernel_w);
    const std::vector<float>& x = pixels ? s.picture : s.layers[static_cast<std::size_t>(param.layer - 1)].value;
    const Look look = look_of(context, param.layer - 1);
    words({page.x, page.y}, side + 40, ui::tr(pixels ? Str::rooms_pixels_met : Str::rooms_cells_met),
          ui::colored(ui::kStrong, theme.ink), ui::Align::left);
    const float top = page.y + 46;
    const float in_cell = side / static_cast<float>(std::max(layer.in.w, layer.in.h));
    const ui::Rect left{page.x, top, in_cell * static_cast<float>(layer.in.w), in_cell * static_cast<float>(layer.in.h)};
    field(left, layer.in, channel, x, look);
    const float out_cell = std::min(in_cell, side / static_cast<float>(std::max(layer.out.w, layer.out.h)));
    const ui::Rect right{page.x + side + 44, top, out_cell * static_cast<float>(layer.out.w),
                         out_cell * static_cast<float>(layer.out.h)};
    words({right.x, page.y}, side + 60, ui::tr(Str::rooms_came_back), ui::colored(ui::kStrong, theme.ink), ui::Align::left);
    words({right.x, page.y + 20}, page.x + maps_w - right.x + 20,
          ui::fmt(Str::rooms_places_split, {{"total", ui::number(static_cast<long long>(g.terms.size()))},
                                            {"sent", ui::number(static_cast<long long>(order.size()))},
                                            {"none", ui::number(static_cast<long long>(g.terms.size() - order.size()))}}),
          ui::colored(ui::kSmall, theme.ink2), ui::Align::left);
    const Look back{ui::ColorMap::gradient, range, Digits::gradient, false};
    field(right, layer.out, filter, layer.d_value, back);
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const Term& term = g.terms[static_cast<std::size_t>(shown[i])];
      const Place place = place_of(layer.out, term.cell.index);
      numbered(
          {right.x + static_cast<float>(place.x) * out_cell, right.y + static_cast<float>(place.y) * out_cell, out_cell, out_cell},
          i + 1, ui::map_color(ui::ColorMap::gradient, term.x / range, theme.dark), 2);
      if (bias || term.outside || term.input.layer < -1) continue;
      const Place met = place_of(layer.in, term.input.index);
      numbered({left.x + static_cast<float>(met.x) * in_cell, left.y + static_cast<float>(met.y) * in_cell, in_cell, in_cell},
               i + 1, ui::map_color(look.map, term.factor / look.range, theme.dark), 2);
    }
    // The kernel, this weight ringed.
    const float below = std::max(left.bottom(), right.bottom()) + 24;
    if (!bias && below + 60 < page.bottom()) {
      words({page.x, below}, maps_w, ui::tr(Str::rooms_kernel_and_weight), ui::colored(ui::kStrong, theme.ink), ui::Align::left);
      Matrix kernel;
      kernel.columns = layer.spec.kernel_w;
      kernel.rows = layer.spec.kernel_h;
      const int plane = kernel.columns * kernel.rows, first = (filter * layer.in.c + channel) * plane;
      for (int i = 0; i < plane; ++i) {
        kernel.values.push_back(layer.weight[static_cast<std::size_t>(first + i)]);
        kernel.outside.push_back(false);
      }
      const float cell = std::floor(std::clamp((page.bottom() - below - 30) / static_cast<float>(kernel.rows), 8.0f, 42.0f));
      draw_matrix(list, {page.x, below + 28}, cell, kernel, weight_look(context, param.layer), param.index - first);
      const float kx = page.x + cell * static_cast<float>(kernel.columns) + 24;
      const float kw = page.x + maps_w - kx;
      words({kx, below + 28}, kw,
            ui::fmt(g.divisor > 1 ? Str::rooms_one_weight_mean : Str::rooms_one_weight,
                    {{"n", ui::number(static_cast<long long>(g.terms.size()))}, {"divisor", ui::number(g.divisor)}}),
            ui::colored({12.5f, ui::Weight::regular, 0, 19}, theme.ink2), ui::Align::start);
    }
  }

  // The rows: error × vote weight × gates = here; × pixel = term. Without room for the chain, here × pixel = term.
  const ui::Rect table{page.x + maps_w + (maps ? 34.0f : 0.0f), page.y, page.w - maps_w - (maps ? 34.0f : 0.0f), page.h};
  std::vector<Chain> chains;
  bool any = false;
  for (const int i : shown) {
    chains.push_back(chain_of(s, g.terms[static_cast<std::size_t>(i)].cell, g.terms[static_cast<std::size_t>(i)].x));
    any = any || chains.back().simple;
  }
  const bool full = any && table.w > 500 && !compact;
  std::vector<float> centers;
  const int columns = (full ? 4 : 1) + (bias ? 0 : 2);
  const float first_x = table.x + 34;
  const float step = (table.w - 34) / static_cast<float>(columns);
  const float tile_w = std::min(70.0f, step - 28), tile_h = compact ? 26.0f : 34.0f;
  for (int c = 0; c < columns; ++c) centers.push_back(first_x + tile_w / 2 + static_cast<float>(c) * step);
  const int here = full ? 3 : 0;
  float y = table.y;
  if (!compact) {
    words({table.x, y}, table.w,
          ui::fmt(order.size() == 1 ? Str::rooms_the_place : Str::rooms_the_places,
                  {{"n", ui::number(static_cast<long long>(order.size()))}}),
          ui::colored(ui::kStrong, theme.ink), ui::Align::left);
    y += 28;
  }
  const auto head = [&](int c, std::string_view top, std::string_view below) {
    const float w = step - 6;
    const float x = centers[static_cast<std::size_t>(c)] - w / 2;
    float size = 13;
    while (size > 9.5f && ui::text_width(top, style(size, ui::Weight::semibold, theme.ink)) > w) size -= .5f;
    if (ui::text_width(top, style(size, ui::Weight::semibold, theme.ink)) <= w)
      ui::draw_text(list, {x, y, w, 18}, top, style(size, ui::Weight::semibold, theme.ink), ui::Align::center);
    size = 11.5f;
    while (size > 8.5f && ui::text_width(below, style(size, ui::Weight::regular, theme.ink2)) > w) size -= .5f;
    if (ui::text_width(below, style(size, ui::Weight::regular, theme.ink2)) <= w)
      ui::draw_text(list, {x, y + 17, w, 16}, below, style(size, ui::Weight::regular, theme.ink2), ui::Align::center);
  };
  if (full) {
    head(0, ui::tr(Str::rooms_col_error), "p − y");
    head(1, ui::tr(Str::card_vote), ui::tr(Str::rooms_its_weight));
    head(2, ui::tr(Str::rooms_col_gates), ui::tr(Str::rooms_gates_below));
  }
  head(here, ui::tr(Str::rooms_col_here), "∂L/∂c");
  if (!bias) {
    head(here + 1, ui::tr(pixels ? Str::rooms_col_pixel : Str::rooms_col_value), ui::tr(Str::rooms_under_it));
    head(here + 2, ui::tr(Str::rooms_term), "");
  }
  y += 42;
  const float foot = 62;
  const float row = std::clamp((table.bottom() - foot - y) / static_cast<float>(std::max<std::size_t>(1, rows)), tile_h + 6,
                               full ? 56.0f : 44.0f);
  const bool captions = full && row >= tile_h + 18;
  std::size_t printed = 0;
  double printed_sum = 0;
  int decimals = 3;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const Term& term = g.terms[static_cast<std::size_t>(shown[i])];
    int d = 3;
    while (d < 5 && rounded(rounded(static_cast<double>(term.x), d) * static_cast<double>(term.factor), d) !=
                        rounded(static_cast<double>(term.product), d))
      ++d;
    decimals = std::max(decimals, d);
  }
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (y + row > table.bottom() - foot + 6) break;
    const Term& term = g.terms[static_cast<std::size_t>(shown[i])];
    const Chain& chain = chains[i];
    ui::draw_text(list, {table.x, y, 26, tile_h}, ui::number(static_cast<long long>(i + 1)), ui::colored(ui::kStrong, theme.ink),
                  ui::Align::left);
    const auto box = [&](int c) { return ui::Rect{centers[static_cast<std::size_t>(c)] - tile_w / 2, y, tile_w, tile_h}; };
    const auto sign = [&](int after, const char* op) {
      draw_operator(list,
                    {(centers[static_cast<std::size_t>(after)] + centers[static_cast<std::size_t>(after + 1)]) / 2, y + tile_h / 2},
                    op, 14);
    };
    const auto caption = [&](int c, const std::string& text) {
      const ui::TextStyle small = ui::colored({10.5f, ui::Weight::regular, 0, 15}, theme.ink3);
      if (captions && ui::text_width(text, small) < step + 10)
        ui::draw_text(list, {box(c).center().x - step / 2 - 6, y + tile_h + 1, step + 12, 15}, text, small, ui::Align::center);
    };
    const float text_size = tile_w < 56 ? 11.5f : 13.0f;
    if (full && chain.simple) {
      draw_tile(list, box(0), chain.error, gradient_look(context, static_cast<int>(s.layers.size()) - 1),
                ui::fixed_text(static_cast<double>(chain.error), decimals), TileShape::square, text_size);
      caption(0, ui::fmt(Str::rooms_of_class, {{"class", chain.error_of}}));
      sign(0, "×");
      draw_tile(list, box(1), chain.weight, weight_look(context, static_cast<int>(s.layers.size()) - 1),
                ui::fixed_text(static_cast<double>(chain.weight), decimals), TileShape::rounded, text_size);
      caption(1, chain.weight_of);
      sign(1, "×");
      draw_plain_tile(list, box(2), plain_number(static_cast<double>(chain.gates), 3), text_size);
      sign(2, "=");
    } else if (full) {
      const float x0 = box(0).x;
      words({x0, y + tile_h / 2 - 9}, box(2).right() - x0, ui::tr(Str::rooms_several_routes), ui::colored(ui::kSmall, theme.ink2),
            ui::Align::left);
      sign(2, "=");
    }
    draw_tile(list, box(here), term.x, gradients, ui::fixed_text(static_cast<double>(term.x), decimals), TileShape::square,
              text_size);
    const Place place = place_of(layer.out, term.cell.index);
    caption(here, row_and_column(place));
    if (!bias) {
      sign(here, "×");
      draw_tile(list, box(here + 1), term.factor, look_of(context, param.layer - 1),
                pixels ? ui::pixel_text(term.factor) : plain_number(static_cast<double>(term.factor), decimals), TileShape::square,
                text_size);
      sign(here + 1, "=");
      draw_tile(list, box(here + 2), term.product, gradients, ui::fixed_text(static_cast<double>(term.product), decimals),
                TileShape::square, text_size);
    }
    ui::Item item;
    item.id = "card/place/" + std::to_string(i + 1);
    item.role = ui::Role::text;
    item.label = cell_title(s, term.cell);
    item.value = ui::fixed_text(static_cast<double>(term.product), decimals);
    item.rect = {table.x, y, table.w, tile_h};
    item.actions = 0;
    (void)ui::interact(item);
    printed_sum += rounded(static_cast<double>(term.product), decimals);
    y += row;
    ++printed;
  }
  // The result; what was not listed is counted, and no sum is printed that the digits shown would belie.
  const int last = bias ? here : here + 2;
  const float rx = centers[static_cast<std::size_t>(last)];
  if (printed > 0) ui::hairline(list, {rx - tile_w / 2, y}, {rx + tile_w / 2, y}, theme.ink);
  y += 10;
  const ui::Rect result{std::min(rx - 45, table.right() - 96), y, 92, 40};
  draw_tile(list, result, g.result, {ui::ColorMap::gradient, std::max(1e-6f, std::abs(g.result)) * 1.2f, Digits::gradient, true},
            ui::gradient_text(g.result), TileShape::rounded, 18, true);
  const bool all = printed == order.size();
  const double shown_result = rounded(static_cast<double>(g.result), 3);
  const bool comes_out = all && rounded(printed_sum / g.divisor, 3) == shown_result;
  std::string left = g.divisor > 1 ? "∑ ÷ " + ui::number(g.divisor) + " =" : "∑ =";
  if (comes_out && order.size() > 1)
    left = "∑ " + ui::fixed_text(printed_sum, decimals) + (g.divisor > 1 ? " ÷ " + ui::number(g.divisor) : "") + " =";
  const ui::TextStyle sum_style = style(16, ui::Weight::regular, theme.ink2);
  const float lw = ui::text_width(left, sum_style) + 2;
  if (g.terms.size() > 1 || g.divisor > 1) ui::draw_text(list, {result.x - lw - 14, y, lw, 40}, left, sum_style, ui::Align::right);
  std::string rest;
  if (!all) rest = ui::fmt(Str::card_and_more, {{"n", ui::number(static_cast<long long>(order.size() - printed))}});
  if (g.terms.size() > order.size()) {
    rest += (rest.empty() ? "" : " · ") +
            ui::fmt(Str::rooms_others_zero, {{"n", ui::number(static_cast<long long>(g.terms.size() - order.size()))}});
  }
  const float rest_w = result.x - lw - 24 - table.x;
  if (!rest.empty() && rest_w > 60) words({table.x, y + 2}, rest_w, rest, ui::colored(ui::kSmall, theme.ink3), ui::Align::left);
  y += 52;
  if (y + 40 < context.free.bottom() && !compact) {
    const double by = static_cast<double>(g.result) * .1;
    const std::string sentence =
        g.result == 0
            ? std::string(ui::tr(Str::card_nudge_none))
            : ui::fmt(g.result < 0 ? Str::rooms_raise_falls : Str::rooms_raise_rises,
                      {{"by", ui::fixed_text(.1, 1)}, {"change", ui::fixed_text(std::abs(by), std::abs(by) < .01 ? 4 : 3)}});
    words({table.x, y}, std::min(table.w, context.free.right() - 190 - table.x), sentence, ui::colored(ui::kBody, theme.ink2),
          ui::Align::start);
  }
  (void)output;
}

}  // namespace rizbin::cards
