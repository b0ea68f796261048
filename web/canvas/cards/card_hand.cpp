// The card of a value that the learner has set: where it came from, what that means, and how to let go of it. The same in every
// zoom; in the room it stands on the page.
#include <imgui.h>

#include <algorithm>

#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/pieces.h"
#include "web/canvas/cards/wording.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

bool by_hand(const Snapshot& snapshot, CellRef cell) {
  return cell.layer >= 0 && cell.layer < static_cast<int>(snapshot.layers.size()) &&
         std::ranges::binary_search(snapshot.layers[static_cast<std::size_t>(cell.layer)].by_hand, cell.index);
}

ui::Rect draw_hand(const CardContext& context) {
  const Explanation& e = *context.value;
  const ui::Theme& theme = *ui::frame().theme;
  ImDrawList* list = ui::frame().overlay;
  const bool room = context.form == CardForm::room, phone = context.phone;
  const std::string title = cell_title(*context.snapshot, e.cell);
  const std::string words(ui::tr(Str::edit_card)), let_go(ui::tr(Str::edit_let_go)), mark(ui::tr(Str::edit_by_hand));
  const ui::TextStyle title_style = style(12.5f, ui::Weight::semibold, theme.ink),
                      remark = style(12, ui::Weight::regular, theme.ink2);
  const float button = ui::button_width(let_go), tall = ui::control_height();
  const float text = std::max(ui::text_width(title, title_style) + 20 + ui::text_width(mark, remark),
                              66 + std::min(ui::text_width(words, remark), 300.0f));
  const float width = std::min(context.free.w, 28 + text + 16 + button);
  const float height = std::min(phone ? std::max(78.0f, tall + 20) : 86.0f, context.free.h);
  ui::Rect box{context.free.x, context.free.bottom() - height, width, height};
  if (room) box = {context.free.center().x - width / 2, context.free.center().y - height / 2, width, height};
  if (context.form == CardForm::small) {
    box.x = std::clamp(context.focus_rect.center().x - 28, context.free.x, std::max(context.free.x, context.free.right() - width));
    box.y = context.free.y + std::max(0.0f, std::min(10.0f, (context.free.h - height) / 2));
  }
  ui::card_ground(list, box, ui::kRadiusSmallCard);
  const bool rtl = ui::locale().rtl();
  const ui::Rect head = ui::mirror(box, {box.x + 14, box.y + 7, box.w - 28 - button - 12, 18}, rtl);
  ui::draw_text(list, head, title, title_style, ui::Align::start);
  if (ui::text_width(title, title_style) + 12 + ui::text_width(mark, remark) < head.w)
    ui::draw_text(list, head, mark, remark, ui::Align::end);
  const ui::Rect tile = ui::mirror(box, {box.x + 14, box.y + 36, 52, 34}, rtl);
  const LayerKind kind = context.snapshot->layers[static_cast<std::size_t>(e.cell.layer)].spec.kind;
  draw_tile(list, tile, e.result, look_of(context, e.cell.layer), ui::value_text(e.result),
            kind == LayerKind::flatten ? TileShape::pill : TileShape::square, 13);
  ui::draw_paragraph(list, ui::mirror(box, {box.x + 80, box.y + 34, std::max(40.0f, box.w - 80 - 14 - button - 14), 40}, rtl),
                     words, remark, ui::Align::start);
  ui::ButtonSpec spec;
  spec.id = "card/let_go";
  spec.label = let_go;
  // Widgets draw into frame().list: the card lends them its own.
  ImDrawList* base = ui::frame().list;
  ui::frame().list = list;
  const bool pressed = ui::button(ui::mirror(box, {box.right() - 14 - button, box.center().y - tall / 2, button, tall}, rtl), spec);
  ui::frame().list = base;
  if (pressed && context.commands != nullptr) context.commands->push(SetActivation{.cell = e.cell, .value = {}, .gesture = 0});
  return box;
}

}  // namespace rizbin::cards
