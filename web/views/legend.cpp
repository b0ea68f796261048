// See legend.h. The figures are those the canvas paints with (web/canvas/ranges.h).
#include "web/views/legend.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/changes.h"
#include "web/canvas/ranges.h"

namespace rizbin::views {
namespace {

constexpr int kSteps = 48;

std::string figure(float v, const Legend& scale) {
  if (v == std::round(v) && std::abs(v) < 1e6f) return ui::number(static_cast<long long>(v));
  return scale.map == ui::ColorMap::gradient ? ui::gradient_text(v)
         : scale.map == ui::ColorMap::weight ? ui::weight_text(v)
                                             : ui::value_text(v);
}

}  // namespace

Str scope_name(RangeScope scope) {
  switch (scope) {
    case RangeScope::cell: return Str::range_cell;
    case RangeScope::map: return Str::range_map;
    case RangeScope::network: return Str::range_network;
    case RangeScope::layer: break;
  }
  return Str::range_layer;
}

void draw_since(const Rect& box, Context& c) {
  if (compared(c.comparison, c.view.quantity) == nullptr) return;
  const bool twin = c.view.quantity == Quantity::difference;
  const std::string text = twin ? std::string(ui::tr(Str::change_against_twin)) : c.shell.since;
  const ui::TextStyle small = ui::colored(ui::kCaption, theme().ink2);
  const float width = ui::text_width(text, small) + 2, side = control();
  if (box.w < width + (twin ? 0 : side)) return;
  label(from_start(box, 0, 0, width, box.h), "change/since", text, small);
  if (twin) return;
  ui::ButtonSpec spec;
  spec.id = "change/keep";
  spec.name = ui::tr(c.shell.base_kept ? Str::change_release : Str::change_keep);
  spec.icon = ui::Icon::pin;
  spec.kind = ui::ButtonKind::ghost;
  spec.on = c.shell.base_kept;
  spec.show_label = false;
  if (ui::button(from_start(box, width + 2, (box.h - side) / 2, side, side), spec)) c.shell.keep_base = true;
}

void draw_legend(const Rect& box, Context& c) {
  const Change* change = compared(c.comparison, c.view.quantity);
  Ranges of_change;
  if (change != nullptr) of_change.layers = change_ranges(*change);
  const Legend scale = change != nullptr ? legend(c.snapshot, of_change, c.view) : c.canvas.legend(c.snapshot, c.view);
  const std::string low = figure(-scale.range, scale), high = figure(scale.range, scale);
  const ui::TextStyle small = ui::colored(ui::kCaption, theme().ink2);
  // Numbers run left to right, so the legend does in both languages.
  const float text = std::max({ui::text_width(low, small), ui::text_width(high, small), 20.0f}) + 1;
  const bool bar = box.w >= 2 * text + 16 + 60;
  const float gap = bar ? 8 : 14;
  const float middle = bar ? std::min(120.0f, box.w - 2 * text - 2 * gap) : 0;
  const float width = 2 * text + middle + (bar ? 2 : 1) * gap;
  const float x = rtl() ? box.right() - width : box.x;
  ImDrawList* list = ui::frame().list;
  ui::draw_text(list, {x, box.y, text, box.h}, low, small, ui::Align::right);
  if (bar) {
    const Rect strip{x + text + gap, box.center().y - 5, middle, 10};
    const float w = strip.w / kSteps;
    for (int i = 0; i < kSteps; ++i) {
      const float v = (static_cast<float>(i) + 0.5f) / kSteps * 2 - 1;
      const ImDrawFlags corners = i == 0            ? ImDrawFlags_RoundCornersLeft
                                  : i == kSteps - 1 ? ImDrawFlags_RoundCornersRight
                                                    : ImDrawFlags_RoundCornersNone;
      list->AddRectFilled({strip.x + w * static_cast<float>(i), strip.y}, {strip.x + w * static_cast<float>(i + 1), strip.bottom()},
                          ui::map_color(scale.map, v, theme().dark), 2, corners);
    }
    list->AddLine({strip.center().x, strip.y}, {strip.center().x, strip.bottom()}, ui::with_alpha(theme().ink, 0.45f), 1);
  } else {
    list->AddCircleFilled({x + text + gap / 2, box.center().y}, 1.5f, theme().ink3);
  }
  ui::draw_text(list, {x + width - text, box.y, text, box.h}, high, small, ui::Align::left);

  ui::Item item;
  item.id = "legend";
  item.role = ui::Role::button;
  item.label = ui::tr(Str::legend_name);
  item.value =
      ui::fmt(Str::legend_value, {{"what", std::string(ui::tr(c.view.quantity == Quantity::gradient ? Str::quantity_gradient
                                                              : change == nullptr                   ? Str::quantity_value
                                                              : c.view.quantity == Quantity::change ? Str::quantity_change
                                                                                                    : Str::quantity_difference))},
                                  {"low", low},
                                  {"high", high}});
  item.description = ui::tr(scope_name(c.view.range_scope));
  const float side = ui::control_height();
  item.rect = {x - 6, box.center().y - side / 2, width + 12, side};
  item.actions = ui::kPress | ui::kFocus | ui::kMenu;
  item.expanded = c.shell.overlay == Overlay::legend;
  const ui::Interaction in = ui::interact(item);
  if (in.hovered || item.expanded) {
    const float under = box.center().y + 13;
    list->AddLine({x, under}, {x + width, under}, theme().line_strong, 1);
  }
  if (in.focus_visible) ui::focus_ring(list, item.rect.inset(0, 4), 8);
  if (in.pressed) {
    c.shell.overlay = item.expanded ? Overlay::none : Overlay::legend;
    c.shell.legend_anchor = item.rect;
    ui::request_frame();
  }
}

}  // namespace rizbin::views
