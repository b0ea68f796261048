// The card: where the number under the pointer (or in the ring) comes from, worked out in the digits shown. One card that grows
// with the zoom: small in the gutter under its row, wide in the strip under the maps, and at last the page itself (the room).
// The canvas decides which form and where there is room and calls draw_card() once a frame, after everything else, into
// ui::frame().overlay. A card reads engine explanations only; no card knows a layer's formula (lecture chapters 7–12, 13).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/layers/explain.h"
#include "engine/layers/snapshot.h"
#include "engine/study/change.h"
#include "web/canvas/view_state.h"
#include "web/runner/command_queue.h"
#include "web/ui/geometry.h"
#include "web/ui/theme.h"

struct ImDrawList;

namespace rizbin {

class RoomMemory;

enum class CardForm : std::uint8_t {
  small,  // fit: title, patch × kernel = products, ∑ ÷ n = result; at most 336 × 86 (components.png, network_en_light)
  wide,   // numbers level: numbers in the cells, what becomes of it (numbers_en_light); phones: phone_en
  chain,  // quantity gradient: the chain rule, each factor under the column it comes from (gradient_en_light)
  room,   // one cell fills the canvas (arithmetic_en_light)
};

// Centre of a column on the screen; the chain puts each factor under the layer it belongs to.
struct CardColumn {
  int layer = -1;            // −1: the picture; snapshot.layers.size(): the classes
  float x = 0;               // CSS px
  bool visible = true;
};

// Colour range of a layer's values or gradients: value / range is the position on the map (the legend shows the same figures).
struct CardRange {
  float value = 1;
  float gradient = 1;
  float weight = 1;
  float d_weight = 1;
};

struct CardContext {
  const Snapshot* snapshot = nullptr;
  const Explanation* value = nullptr;           // explain(focus.cell); null for a parameter or class
  const Explanation* gradient = nullptr;        // explain_gradient(focus.cell), explain_weight_gradient(focus.param)
  const std::vector<RouteStep>* route = nullptr;  // gradient_route(focus.cell); for a parameter: from its largest place
  Focus focus;
  Focus second;                                 // the other pin: two weights are a landscape
  bool pinned = false;
  Quantity quantity = Quantity::value;
  bool fractions = false;                       // k/9 under decimals
  CardForm form = CardForm::small;
  std::string_view level;                       // canvas.level()
  bool phone = false;                           // narrower than 600: fewer words

  ui::Rect area;                                // the whole canvas
  ui::Rect focus_rect;                          // the cell in focus on the screen (the beam's end)
  ui::Rect free;                                // the card must stay inside; its start edge and top are preferred.
                  // small: the gutter under the row. wide, chain: the strip. room: the page inside
                  // the 26 px rim (the canvas has drawn rim, frame, tint and breadcrumb: content
                  // begins below crumb_bottom).
  float crumb_bottom = 0;  // room
  std::span<const CardColumn> columns;  // chain
  std::span<const CardRange> ranges;  // per layer, index layer + 1 (0: the picture)
  const Change* change = nullptr;  // the quantity is change or difference: the card shows before → after
  const Change* since_edit = nullptr;  // in any quantity: how many values the last edit changed; null: there was none
  CommandQueue* commands = nullptr;  // the room's switch "Mean, ÷ 9" ↔ "Sum + bias" pushes SetConvMode
  RoomMemory* memory = nullptr;  // the weight's room: where a weight has been
  ViewState* view = nullptr;  // a factor or a place in a card may be pressed: sets the focus
};

// The room's content and its breadcrumb begin here, from the page's left edge: the mock-up's margin where the page is wide enough.
[[nodiscard]] constexpr float room_indent(float page_width) {
  const float margin = (page_width - 966) / 2;
  return 18 + (margin < 16 ? 16.0f : margin > 100 ? 100.0f : margin);
}

// Draws and registers its items ("card", "card/…"); returns the rectangle it covers (empty: nothing to say), so that the canvas
// keeps the pointer off what lies under it.
ui::Rect draw_card(const CardContext& context);

}  // namespace rizbin
