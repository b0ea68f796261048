// The page of a convolution's cell that looks at several maps: a row a map, patch × kernel = products with its partial sum; beyond
// four the strongest are shown, the rest counted and summed; then ∑, ÷ n or + b. Lecture: chapters 7 and 9.
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

void room_channels(const CardContext& context, const Explanation& e, const ui::Rect& page) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const Snapshot& snapshot = *context.snapshot;
  const LayerState& layer = snapshot.layers[static_cast<std::size_t>(e.cell.layer)];
  const Place place = place_of(layer.out, e.cell.index);
  const Working work = work_out(e);
  const std::vector<float> sums = channel_sums(e);
  const std::size_t most = page.h < 420 ? 2 : page.h < 500 ? 3 : 4;
  std::vector<int> rows;  // in the network's order
  const float rest = rest_of_channels(sums, most, rows);
  const std::size_t shown = rows.size();
  const bool more = sums.size() > shown;

  const float name_w = std::clamp(page.w * .12f, 70.0f, 110.0f), gap = page.w > 640 ? 44.0f : 26.0f;
  const auto kw = static_cast<float>(std::max(1, e.window_w)), kh = static_cast<float>(std::max(1, e.window_h));
  const float row_gap = 10;
  const float by_height = (page.h - 44 - (more ? 34.0f : 8.0f) - 128) / static_cast<float>(shown) - row_gap;
  const float by_width = (page.w - name_w - 2 * gap - 110) / 3 / kw;
  const float cell = std::floor(std::clamp(std::min(by_height / kh, by_width), 6.0f, 40.0f));
  const float w = kw * cell, h = kh * cell;
  const float x0 = page.x + name_w, x1 = x0 + w + gap, x2 = x1 + w + gap, x3 = x2 + w + gap;
  const Look input = look_of(context, e.cell.layer - 1);
  float range = 1e-6f;
  for (const Term& term : e.terms) range = std::max(range, std::abs(term.product));
  const Look product_look{ui::ColorMap::activation, range, Digits::weight, false};
  float sum_range = range;
  for (const float v : sums) sum_range = std::max(sum_range, std::abs(v));
  const std::string of = map_name(snapshot, e.cell.layer, place.c, false);

  // Headings: as wide as their columns and the space beside them.
  const auto head = [&](float x, float width, Str text) {
    words({x, page.y}, width, ui::tr(text), ui::colored(ui::kStrong, theme.ink), ui::Align::left);
  };
  head(x0, w + gap - 8, Str::card_window);
  head(x1, w + gap - 8, Str::rooms_kernel_of_map);
  head(x2, w + gap - 8, Str::card_products);
  head(x3, page.right() - x3, Str::rooms_partial_sum);
  float y = page.y + 34;
  for (const int c : rows) {
    const float middle = y + h / 2;
    const std::string name = e.cell.layer > 0 ? map_name(snapshot, e.cell.layer - 1, c, true)
                                              : ui::fmt(Str::rooms_channel_n, {{"n", ui::number(c + 1)}});
    words({page.x, middle - 9}, name_w - 10, name, ui::colored(ui::kSmall, theme.ink2), ui::Align::left);
    draw_matrix(list, {x0, y}, cell, window_of(e, c, Part::x), input);
    draw_matrix(list, {x1, y}, cell, window_of(e, c, Part::factor), weight_look(context, e.cell.layer));
    draw_matrix(list, {x2, y}, cell, window_of(e, c, Part::product), product_look);
    draw_operator(list, {x0 + w + gap / 2, middle}, "×", 14);
    draw_operator(list, {x1 + w + gap / 2, middle}, "=", 14);
    draw_operator(list, {x2 + w + gap / 2, middle}, "∑", 14);
    const float v = sums[static_cast<std::size_t>(c)];
    const ui::Rect tile{x3, middle - 17, 72, 34};
    draw_tile(list, tile, v, {ui::ColorMap::activation, sum_range, Digits::weight, false},
              ui::fixed_text(static_cast<double>(v), 3), TileShape::square, 13.5f);
    ui::Item item;
    item.id = "card/channel/" + std::to_string(c);
    item.role = ui::Role::text;
    item.label = name;
    item.value = ui::fixed_text(static_cast<double>(v), 3);
    item.rect = {page.x, y, tile.right() - page.x, h};
    item.actions = 0;
    (void)ui::interact(item);
    y += h + row_gap;
  }
  if (more) {
    ui::draw_text(list, {page.x, y, x3 - page.x - 16, 24},
                  ui::fmt(Str::rooms_other_maps, {{"n", ui::number(static_cast<long long>(sums.size() - shown))}}),
                  ui::colored(ui::kBody, theme.ink2), ui::Align::left);
    draw_tile(list, {x3, y - 3, 72, 30}, rest, {ui::ColorMap::activation, sum_range, Digits::weight, false},
              ui::fixed_text(static_cast<double>(rest), 3), TileShape::square, 13);
    y += 34;
  }
  ui::hairline(list, {x3, y}, {x3 + 72, y}, theme.ink);
  y += 12;
  const bool two = page.w > 760;
  outcome(context, e, work, {page.x, y, two ? 420.0f : page.w, 100});
  if (two) becomes(context, e.cell, {page.x + 440, y, page.w - 440, 110});
}

}  // namespace rizbin::cards
