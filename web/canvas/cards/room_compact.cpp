// The room on a phone: only what the number needs, the windows as large as the page allows, the working in one line.
#include <algorithm>
#include <cmath>

#include "web/canvas/cards/fate.h"
#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/room.h"
#include "web/canvas/cards/weight_page.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

constexpr float kLine = 46;  // the working and the result

void windows(const CardContext& context, const Explanation& e, const ui::Rect& box) {
  ImDrawList* list = ui::frame().overlay;
  const bool pooling = e.operation == Operation::maximum || e.operation == Operation::average;
  const int channel = pooling ? 0 : strongest_channel(e);
  const Matrix x = window_of(e, channel, Part::x);
  const float shown = pooling ? 1 : 3, gap = 26;
  const float cell = std::floor(std::min({(box.w - (shown - 1) * gap) / shown / static_cast<float>(x.columns),
                                          box.h / static_cast<float>(x.rows), pooling ? 64.0f : 46.0f}));
  const auto w = static_cast<float>(x.columns) * cell, h = static_cast<float>(x.rows) * cell;
  const ui::Vec at{box.center().x - (shown * w + (shown - 1) * gap) / 2, box.y + (box.h - h) / 2};
  int ringed = -1;
  if (e.operation == Operation::maximum && e.winner >= 0) {
    const Term& best = e.terms[static_cast<std::size_t>(e.winner)];
    ringed = best.row * x.columns + best.column;
  }
  draw_matrix(list, at, cell, x, look_of(context, e.cell.layer - 1), ringed);
  if (pooling) return;
  const Matrix products = window_of(e, channel, Part::product);
  float range = 1e-6f;
  for (const float v : products.values) range = std::max(range, std::abs(v));
  draw_operator(list, {at.x + w + gap / 2, at.y + h / 2}, "×", 14);
  draw_matrix(list, {at.x + w + gap, at.y}, cell, window_of(e, channel, Part::factor), weight_look(context, e.cell.layer));
  draw_operator(list, {at.x + 2 * w + gap * 1.5f, at.y + h / 2}, "=", 14);
  draw_matrix(list, {at.x + 2 * (w + gap), at.y}, cell, products, {ui::ColorMap::activation, range, Digits::weight, false});
}

void working_line(const CardContext& context, const Explanation& e, std::string_view left, std::string_view result,
                  const ui::Rect& box) {
  ImDrawList* list = ui::frame().overlay;
  const ui::TextStyle look = style(15, ui::Weight::regular, ui::frame().theme->ink2);
  constexpr float kTile = 84;
  const float words = std::min(ui::text_width(left, look), box.w - kTile - 14);
  const float x = box.center().x - (words + 14 + kTile) / 2;
  fitted({x, box.y, words + 1, box.h}, left, look, ui::Align::left);
  draw_tile(list, {x + words + 14, box.y + 3, kTile, box.h - 6}, e.result, look_of(context, e.cell.layer), result,
            TileShape::square, 20, true);
}

}  // namespace

void room_compact(const CardContext& context, const Explanation& e, const ui::Rect& page) {
  const LayerKind kind = context.snapshot->layers[static_cast<std::size_t>(e.cell.layer)].spec.kind;
  const ui::Theme& theme = *ui::frame().theme;
  const Working work = work_out(e);
  const std::vector<Fate> fates = fate_of(*context.snapshot, e.cell);
  const float below = fates.empty() ? 4.0f : 24.0f;
  const ui::Rect upper{page.x, page.y, page.w, page.h - kLine - below};
  const ui::Rect line{page.x, upper.bottom(), page.w, kLine};
  switch (kind) {
    case LayerKind::conv:
      windows(context, e, upper);
      working_line(context, e, work.left, work.result, line);
      break;
    case LayerKind::max_pool:
    case LayerKind::mean_pool:
      windows(context, e, upper);
      working_line(context, e,
                   e.operation == Operation::average ? work.left
                   : e.tie                           ? std::string(ui::tr(Str::card_tie))
                           : ui::fmt(Str::card_largest_of, {{"n", ui::number(static_cast<long long>(e.terms.size()))}}) + " =",
                   work.result, line);
      break;
    case LayerKind::dense: {
      const float row = std::clamp((upper.h - 12) / 3, 10.0f, 32.0f);
      draw_terms(ui::frame().overlay, {upper.x, upper.center().y - 1.5f * row - 6}, upper.w, row, context, e);
      working_line(context, e, work.left, work.result, line);
      break;
    }
    default: {
      const float x = e.terms.empty() ? e.result : e.terms.front().x;
      draw_tile(ui::frame().overlay, {upper.center().x - 60, upper.center().y - 30, 120, 60}, x, look_of(context, e.cell.layer - 1),
                ui::value_text(x), TileShape::square, 26);
      working_line(context, e, "=", ui::value_text(e.result), line);
      break;
    }
  }
  if (!fates.empty()) {
    fitted({page.x, line.bottom() + 2, page.w, 20}, fate_text(*context.snapshot, fates.front()),
           ui::colored(ui::kSmall, theme.ink2), ui::Align::center);
  }
}

}  // namespace rizbin::cards
