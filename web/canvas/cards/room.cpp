// The room: one number is the page (arithmetic_en_light). Content runs left to right in both languages, as on the slides; words
// are set in the reader's language.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/pieces.h"
#include "web/canvas/cards/room.h"
#include "web/canvas/cards/wording.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

// "Mean, ÷ 9" | "Sum + bias" at the page's top end corner: the lecture's mode and today's.
void mode_switch(const CardContext& context, const Explanation& e) {
  const LayerState& layer = context.snapshot->layers[static_cast<std::size_t>(e.cell.layer)];
  const int n = layer.in.c * layer.spec.kernel_h * layer.spec.kernel_w;
  static constexpr std::string_view kIds[] = {"mean", "sum"};
  const std::string labels[] = {ui::fmt(Str::card_mode_mean, {{"n", ui::number(n)}}), std::string(ui::tr(Str::card_mode_sum))};
  const float height = ui::frame().coarse_pointer ? ui::kTouchControl : ui::kControl;
  const float width = std::min(176.0f + (height - ui::kControl), context.free.w * 0.6f);
  const ui::Rect box =
      ui::mirror(context.free, {context.free.right() - width - 20, context.free.y + 16, width, height}, ui::locale().rtl());
  const int chosen = ui::segmented(box, "card/mode", ui::tr(Str::card_mode_name), kIds, labels, layer.spec.mean ? 0 : 1);
  if (chosen >= 0 && context.commands != nullptr) {
    // The lecture's hand-made features have no bias; learned filters keep theirs in either mode.
    const bool mean = chosen == 0;
    context.commands->push(SetConvMode{e.cell.layer, mean, !mean || layer.names.empty()});
  }
}

}  // namespace

void heading(const ui::Rect& box, const Look& look, std::string_view title, std::string_view below) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const ui::Color swatch = ui::map_color(look.map, 1, theme.dark);
  const ui::Rect mark{box.x, box.y + 5.5f, 9, 9};
  list->AddRectFilled({mark.x, mark.y}, {mark.right(), mark.bottom()}, swatch, look.tiles ? 2.0f : 0.0f);
  ui::draw_text(list, {box.x + 16, box.y, box.w - 16, 20}, title, ui::colored(ui::kStrong, theme.ink), ui::Align::left);
  ui::draw_text(list, {box.x, box.y + 19, box.w, 18}, below, ui::colored(ui::kSmall, theme.ink2), ui::Align::left);
}

void plain_heading(const ui::Rect& box, std::string_view title) {
  ui::draw_text(ui::frame().overlay, box, title, ui::colored(ui::kStrong, ui::frame().theme->ink), ui::Align::left);
}

void outcome(const CardContext& context, const Explanation& e, const Working& work, const ui::Rect& box) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const bool divided = e.operation == Operation::mean || e.operation == Operation::average;
  const std::string title =
      divided ? ui::fmt(e.has_bias ? Str::card_mean_of_bias : Str::card_mean_of, {{"n", ui::number(e.divisor)}})
              : std::string(ui::tr(e.operation == Operation::maximum ? Str::card_the_largest : Str::card_the_sum));
  plain_heading({box.x, box.y, box.w, 20}, title);
  float x = box.x;
  const float middle = box.y + 64;
  if (divided) {
    x +=
        draw_fraction(list, {box.x + 19, middle}, work.exact ? work.sum : ui::fixed_text(e.sum, 2), ui::number(e.divisor), 22) + 18;
    if (e.has_bias && e.bias != 0) {
      const std::string bias = signed_addend(static_cast<double>(e.bias), 3);
      const float w = ui::text_width(bias, style(17, ui::Weight::regular, theme.ink)) + 12;
      ui::draw_text(list, {x, middle - 14, w, 28}, bias, style(17, ui::Weight::regular, theme.ink), ui::Align::left);
      x += w;
    }
    draw_operator(list, {x + 10, middle}, "=", 18);
    x += 34;
  } else if (e.operation == Operation::sum && e.has_bias) {
    const float w = ui::text_width(work.left, style(17, ui::Weight::regular, theme.ink)) + 14;
    ui::draw_text(list, {x, middle - 14, w, 28}, work.left, style(17, ui::Weight::regular, theme.ink), ui::Align::left);
    x += w;
  }
  const ui::Rect tile{x, middle - 29, 106, 58};
  draw_tile(list, tile, e.result, look_of(context, e.cell.layer), work.result, TileShape::square, 27, true);
  if (!work.longer.empty()) {
    ui::draw_text(list, {tile.right() + 16, middle - 20, 150, 20}, work.longer, ui::colored(ui::kSmall, theme.ink2),
                  ui::Align::left);
    ui::draw_text(list, {tile.right() + 16, middle, 160, 20}, ui::tr(Str::card_cut_to_two), ui::colored(ui::kSmall, theme.ink2),
                  ui::Align::left);
  }
}

void becomes(const CardContext& context, CellRef cell, const ui::Rect& box) {
  plain_heading({box.x, box.y, box.w, 20}, ui::tr(Str::card_what_becomes));
  // Beside each other where all fit left of the overview map, else one below the other.
  const bool low = box.bottom() > context.free.bottom() - 140;
  const float width = low ? std::min(box.w, context.free.right() - 196 - box.x) : box.w;
  draw_fates(context, cell, {box.x, box.y + 38, width, box.h - 38}, fates_width(context, cell) <= width);
}

ui::Rect draw_room(const CardContext& context) {
  const float margin = room_indent(context.free.w + 36) - 18;
  const bool compact = context.free.w < 420 || context.free.h < 330;
  const float top = compact ? context.free.y + 10 : std::max(context.crumb_bottom + 14, context.free.y + 40);
  const ui::Rect page{context.free.x + margin, top, context.free.w - 2 * margin, context.free.bottom() - top - 12};
  ui::push_clip(context.free);
  const Explanation* e = context.value;
  if (context.quantity == Quantity::gradient && context.gradient != nullptr) {
    if (context.focus.kind == FocusKind::parameter) {
      room_kernel(context, page, compact);
    } else {
      room_gradient(context, page, compact);
    }
  } else if (context.focus.kind == FocusKind::parameter) {
    room_weight(context, page, compact);
  } else if (e == nullptr || e->cell.layer < 0) {
    room_single(context, page, compact);
  } else if (compact && context.snapshot->layers[static_cast<std::size_t>(e->cell.layer)].spec.kind == LayerKind::flatten) {
    room_single(context, page, true);
  } else if (compact) {
    room_compact(context, *e, page);
  } else {
    switch (context.snapshot->layers[static_cast<std::size_t>(e->cell.layer)].spec.kind) {
      case LayerKind::conv:
        if (e->channels > 1) {
          room_channels(context, *e, page);
        } else {
          room_window(context, *e, page);
        }
        mode_switch(context, *e);
        break;
      case LayerKind::max_pool:
      case LayerKind::mean_pool: room_window(context, *e, page); break;
      case LayerKind::relu:
      case LayerKind::tanh:
      case LayerKind::sigmoid: room_curve(context, *e, page); break;
      case LayerKind::dense: room_votes(context, *e, page); break;
      case LayerKind::flatten:
      case LayerKind::softmax: room_single(context, page, false); break;
    }
  }
  ui::pop_clip();
  return context.free;
}

}  // namespace rizbin::cards
