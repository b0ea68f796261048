// Chooses the card's form and registers it.
#include "web/canvas/cards/cards.h"

#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/wording.h"
#include "web/ui/items.h"
#include "web/ui/text.h"

namespace rizbin {

ui::Rect draw_card(const CardContext& given) {
  if (given.snapshot == nullptr || given.focus.kind == FocusKind::none || given.free.empty()) return {};
  CardContext context = given;
  // A class is the last layer's cell.
  Explanation of_class, class_gradient;
  std::vector<RouteStep> class_route;
  if (context.value == nullptr && context.focus.kind == FocusKind::vote_class && context.focus.vote_class >= 0) {
    of_class = explain(*context.snapshot, {static_cast<int>(context.snapshot->layers.size()) - 1, context.focus.vote_class});
    context.value = &of_class;
    if (context.quantity == Quantity::gradient) {
      class_gradient = explain_gradient(*context.snapshot, of_class.cell);
      class_route = gradient_route(*context.snapshot, of_class.cell);
      context.gradient = &class_gradient;
      context.route = &class_route;
    }
  }
  ui::Rect covered;
  const bool hand = context.focus.kind != FocusKind::parameter && context.value != nullptr &&
                    cards::by_hand(*context.snapshot, context.value->cell) && context.quantity != Quantity::gradient;
  if (context.change != nullptr && context.form != CardForm::room) {
    covered = cards::draw_change(context);
  } else if (hand) {
    covered = cards::draw_hand(context);
    if (context.form == CardForm::room) covered = context.free;
  } else switch (context.form) {
      case CardForm::small: covered = cards::draw_small(context); break;
      case CardForm::wide: covered = cards::draw_wide(context); break;
      case CardForm::chain: covered = cards::draw_chain(context); break;
      case CardForm::room: covered = cards::draw_room(context); break;
    }
  if (covered.empty() || context.form == CardForm::room) return covered;
  ui::Item item;
  item.id = "card";
  item.role = ui::Role::text;
  const Explanation* e = context.value;
  item.label = context.focus.kind == FocusKind::parameter ? cards::parameter_title(*context.snapshot, context.focus.param)
               : e != nullptr                             ? cards::cell_title(*context.snapshot, e->cell)
                                                          : std::string();
  if (e != nullptr) item.value = ui::value_text(e->result);
  item.rect = covered;
  item.actions = 0;
  item.mirrored = false;  // the focused cell's own description says all of it
  (void)ui::interact(item);  // takes part in the hit test: what lies under a card is not pointed at
  return covered;
}

}  // namespace rizbin
