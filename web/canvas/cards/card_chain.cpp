// The chain card (quantity gradient): the cell's gradient as the product of the local slopes on its way to the loss, each factor
// under the column it comes from (gradient_en_light; lecture chapter 13). What comes by other routes is added in words, so that
// the printed line always comes out.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "web/canvas/cards/chain.h"
#include "web/canvas/cards/forms.h"
#include "web/canvas/cards/pieces.h"
#include "web/canvas/cards/weight_page.h"
#include "web/canvas/cards/wording.h"
#include "web/canvas/scene.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

LayerKind kind_of(const Snapshot& snapshot, int layer) { return snapshot.layers[static_cast<std::size_t>(layer)].spec.kind; }

std::string reason_of(const Snapshot& snapshot, const RouteStep& from, const RouteStep& to) {
  const LayerState& layer = snapshot.layers[static_cast<std::size_t>(to.cell.layer)];
  const float input =
      from.cell.layer < 0
          ? snapshot.picture[static_cast<std::size_t>(from.cell.index)]
          : snapshot.layers[static_cast<std::size_t>(from.cell.layer)].value[static_cast<std::size_t>(from.cell.index)];
  switch (layer.spec.kind) {
    case LayerKind::relu:
      return from.factor != 0 ? ui::fmt(Str::card_reason_open, {{"value", ui::value_text(input)}})
                              : ui::fmt(Str::card_reason_closed, {{"value", ui::value_text(input)}});
    case LayerKind::max_pool:
      if (from.factor == 0) return std::string(ui::tr(Str::card_reason_lost));
      return std::string(ui::tr(from.tie ? Str::card_reason_first_of_equals : Str::card_reason_won));
    case LayerKind::mean_pool: return std::string(ui::tr(Str::card_reason_share));
    case LayerKind::conv:
      return layer.spec.mean
                 ? ui::fmt(Str::card_reason_kernel_mean,
                           {{"n", ui::number(static_cast<long long>(layer.in.c) * layer.spec.kernel_h * layer.spec.kernel_w)}})
                 : std::string(ui::tr(Str::card_reason_kernel));
    case LayerKind::dense: {
      const auto k = static_cast<std::size_t>(to.cell.index);
      const bool last = to.cell.layer + 1 == static_cast<int>(snapshot.layers.size());
      return ui::fmt(Str::card_reason_vote,
                     {{"class", last && k < snapshot.classes.size() ? snapshot.classes[k] : ui::number(to.cell.index + 1)}});
    }
    case LayerKind::tanh:
    case LayerKind::sigmoid: return std::string(ui::tr(Str::card_reason_slope));
    default: return {};
  }
}

}  // namespace

std::string partial(const std::string& of, const std::string& by) { return "∂" + of + "/∂" + by; }

std::vector<Factor> factors_of(const Snapshot& snapshot, const std::vector<RouteStep>& route) {
  std::vector<Factor> factors;
  for (std::size_t i = 0; i < route.size(); ++i) {
    const RouteStep& step = route[i];
    const int layers = static_cast<int>(snapshot.layers.size());
    Factor factor;
    factor.value = step.factor;
    if (i + 1 < route.size()) {
      const RouteStep& next = route[i + 1];
      if (kind_of(snapshot, next.cell.layer) == LayerKind::flatten) continue;  // a copy: slope 1, nothing to see
      factor.layer = next.cell.layer;
      const LayerKind kind = kind_of(snapshot, factor.layer);
      factor.weight = kind == LayerKind::conv || kind == LayerKind::dense;
      factor.name = kind == LayerKind::dense && factor.layer + 1 == layers ? std::string(ui::tr(Str::card_vote))
                                                                           : layer_title(snapshot, factor.layer);
      factor.symbols = partial(symbol(snapshot, factor.layer), symbol(snapshot, step.cell.layer));
      factor.reason = reason_of(snapshot, step, next);
      factors.push_back(factor);
    } else if (step.stopped || step.cell.layer + 1 < layers) {
      // The route ends here: a closed gate or a window that kept another cell.
      const int l = step.cell.layer + 1;
      if (l >= layers) break;
      factor.layer = l;
      factor.value = 0;
      factor.name = layer_title(snapshot, l);
      factor.symbols = partial(symbol(snapshot, l), symbol(snapshot, step.cell.layer));
      factor.reason =
          std::string(ui::tr(kind_of(snapshot, l) == LayerKind::relu ? Str::card_reason_closed_short : Str::card_reason_lost));
      factors.push_back(factor);
    } else {
      factor.layer = layers;
      factor.error = true;
      const auto k = static_cast<std::size_t>(step.cell.index);
      const std::string name = k < snapshot.classes.size() ? snapshot.classes[k] : "";
      factor.name = ui::fmt(Str::card_error_of, {{"class", name}});
      if (snapshot.loss_kind == LossKind::cross_entropy) {
        factor.symbols = "∂L/∂z = p − y";
        factor.reason = ui::fixed_text(static_cast<double>(snapshot.probabilities[k]), 3) + " − " +
                        ui::number(step.cell.index == snapshot.label ? 1 : 0);
      } else {
        factor.symbols = "∂L/∂z";
      }
      factors.push_back(factor);
    }
  }
  return factors;
}

void draw_factor(const CardContext& context, const Factor& factor, const ui::Rect& tile, float size) {
  const Snapshot& snapshot = *context.snapshot;
  ImDrawList* list = ui::frame().overlay;
  if (factor.error) {
    const float range = std::max(std::abs(factor.value), 1e-6f);
    draw_tile(list, tile, factor.value,
              {ui::ColorMap::gradient, std::max(range, gradient_look(context, factor.layer - 1).range), Digits::gradient, false},
              ui::gradient_text(factor.value), TileShape::square, size);
  } else if (factor.weight) {
    const LayerState& layer = snapshot.layers[static_cast<std::size_t>(factor.layer)];
    const float divisor = layer.spec.kind == LayerKind::conv && layer.spec.mean
                              ? static_cast<float>(layer.in.c * layer.spec.kernel_h * layer.spec.kernel_w)
                              : 1.0f;
    Look look = weight_look(context, factor.layer);
    look.range /= divisor;
    draw_tile(list, tile, factor.value, look, ui::gradient_text(factor.value), TileShape::rounded, size);
  } else {
    draw_plain_tile(
        list, tile,
        factor.value == 1 || factor.value == 0 ? ui::number(static_cast<long long>(factor.value)) : ui::fixed_text(factor.value, 2),
        size);
  }
}

namespace {

struct Slot {
  float x = 0;
  float width = 0;
};

// Under the columns where all are in sight and far enough apart, else evenly from left to right.
std::vector<Slot> place(const CardContext& context, const std::vector<Factor>& factors, int first_layer, float left, float right) {
  const auto column = [&](int layer) -> const CardColumn* {
    for (const CardColumn& c : context.columns) {
      if (c.layer == layer && c.visible) return &c;
    }
    return nullptr;
  };
  std::vector<Slot> slots;
  bool fits = true;
  float before = left - 30;
  for (std::size_t i = 0; i <= factors.size() && fits; ++i) {
    int layer = i == 0 ? first_layer : factors[i - 1].layer;
    // The weights of the votes act between the votes and the classes: their column is the votes'.
    if (i > 0 && factors[i - 1].weight && kind_of(*context.snapshot, layer) == LayerKind::dense) layer -= 1;
    const CardColumn* c = column(layer);
    if (c == nullptr || c->x - before < 78 || c->x > right - 34) fits = false;
    else slots.push_back({c->x, 0}), before = c->x;
  }
  if (fits && slots.size() == factors.size() + 1) {
    for (Slot& slot : slots) slot.width = 100;
    return slots;
  }
  slots.clear();
  const auto n = static_cast<float>(factors.size() + 1);
  const float step = (right - left) / n;
  for (float i = 0; i < n; ++i) slots.push_back({left + (i + 0.5f) * step, step - 4});
  return slots;
}

void column_text(float x, float width, float y, const std::string& text, const ui::TextStyle& look) {
  fitted({x - width / 2, y, width, look.line}, text, look, ui::Align::center);
}

}  // namespace

ui::Rect draw_chain(const CardContext& context) {
  const Snapshot& snapshot = *context.snapshot;
  const ui::Theme& theme = *ui::frame().theme;
  ImDrawList* list = ui::frame().overlay;
  const bool parameter = context.focus.kind == FocusKind::parameter;
  if (context.gradient == nullptr || (!parameter && (context.route == nullptr || context.route->empty())))
    return draw_small(context);
  const std::vector<RouteStep> route = parameter ? std::vector<RouteStep>{} : *context.route;
  std::vector<Factor> factors = factors_of(snapshot, route);
  const float total = context.gradient->result;
  const int first_layer = parameter ? context.focus.param.layer : route.front().cell.layer;

  double product = 1;
  for (const Factor& factor : factors) product *= static_cast<double>(factor.value);

  const ui::Rect& box = context.free;
  if (!parameter && box.w < 560) return draw_chain_narrow(context, factors, first_layer);
  ui::card_ground(list, box, ui::kRadiusCard);
  const bool narrow = box.w < 620;
  const float words = narrow ? 0.0f : 158.0f;
  const ui::Rect text{box.x + 24, box.y + 16, words - 8, box.h - 24};
  if (!narrow) {
    ui::draw_text(list, {text.x, text.y, text.w, 20}, ui::tr(Str::card_chain_rule), ui::colored(ui::kStrong, theme.ink),
                  ui::Align::start);
    const double nudge = static_cast<double>(total) * 0.1;
    const std::string sentence = total == 0
                                     ? std::string(ui::tr(Str::card_nudge_none))
                                     : ui::fmt(total < 0 ? Str::card_nudge_falls : Str::card_nudge_rises,
                                               {{"by", ui::fixed_text(0.1, 1)},
                                                {"change", ui::fixed_text(std::abs(nudge), std::abs(nudge) < 0.01 ? 4 : 3)}});
    const float used = ui::draw_paragraph(list, {text.x, text.y + 26, text.w, text.h - 26}, sentence,
                                          ui::colored({12.5f, ui::Weight::regular, 0, 21}, theme.ink2));
    const double others = static_cast<double>(total) - product;
    if (std::abs(others) > 5e-4 && !parameter) {
      ui::draw_text(list, {text.x, text.y + 30 + used, text.w, 18},
                    ui::fmt(Str::card_other_routes, {{"value", ui::gradient_text(static_cast<float>(others))}}),
                    ui::colored(ui::kCaption, theme.ink3), ui::Align::start);
    }
    ui::hairline(list, {box.x + 24 + words, box.y + 18}, {box.x + 24 + words, box.bottom() - 18});
  }
  const float left = box.x + (narrow ? 8 : words + 40), right = box.right() - 10;

  if (parameter) {
    // A weight: Σ over its places of (gradient there × what came in). The six largest, the rest counted.
    const ui::TextStyle head = ui::colored(ui::kStrong, theme.ink);
    std::vector<const Term*> sent;
    for (const Term& term : context.gradient->terms) {
      if (term.product != 0) sent.push_back(&term);
    }
    std::ranges::stable_sort(sent, [](const Term* a, const Term* b) { return std::abs(a->product) > std::abs(b->product); });
    ui::draw_text(list, {left, box.y + 16, right - left, 20}, parameter_title(snapshot, context.focus.param), head,
                  ui::Align::start);
    ui::draw_text(list, {left, box.y + 36, right - left, 18},
                  ui::fmt(Str::card_places_sent, {{"n", ui::number(static_cast<long long>(sent.size()))},
                                                  {"total", ui::number(static_cast<long long>(context.gradient->terms.size()))}}),
                  ui::colored(ui::kSmall, theme.ink2), ui::Align::start);
    float x = left;
    const float y = box.y + 74;
    const ui::Rect result{x, y, 62, 34};
    draw_tile(list, result, total, {ui::ColorMap::gradient, std::max(1e-6f, std::abs(total)), Digits::gradient, true},
              ui::gradient_text(total), TileShape::rounded, 13.5f, true);
    x = result.right() + 12;
    draw_operator(list, {x + 4, y + 17}, "=", 14);
    x += 20;
    for (std::size_t i = 0; i < sent.size() && i < 6; ++i) {
      const std::string one =
          (i > 0 ? "+ " : "") + ("(" + ui::gradient_text(sent[i]->x) + " × " + ui::value_text(sent[i]->factor) + ")");
      const float w = ui::text_width(one, ui::kBody) + 8;
      if (x + w > right - 60) break;
      ui::draw_text(list, {x, y + 7, w, 20}, one, ui::colored(ui::kBody, theme.ink), ui::Align::left);
      x += w;
      if (i + 1 == sent.size()) return box;
    }
    if (!sent.empty()) ui::draw_text(list, {x, y + 7, 40, 20}, "+ …", ui::colored(ui::kBody, theme.ink2), ui::Align::left);
    return box;
  }

  const std::vector<Slot> slots = place(context, factors, first_layer, left, right);
  const float top = box.y + 16, middle = box.y + 62;
  const float tile_width = std::min(58.0f, slots.front().width - 14), tile_height = 36;
  const ui::TextStyle heading =
      narrow ? ui::colored({11, ui::Weight::semibold, 0, 18}, theme.ink) : ui::colored(ui::kStrong, theme.ink);
  const ui::TextStyle small = ui::colored({11.5f, ui::Weight::regular, 0, 18}, theme.ink2);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Slot& slot = slots[i];
    const bool wide = i == 0 || factors[i - 1].weight || factors[i - 1].error;
    const float w = std::min(slot.width - 8, wide ? 66.0f : tile_width - 10);
    const ui::Rect tile{slot.x - w / 2, middle - tile_height / 2, w, tile_height};
    const float words_width = slot.width + 6;
    if (i == 0) {
      column_text(slot.x, words_width, top, std::string(ui::tr(Str::card_this_cell)), heading);
      draw_tile(list, tile, total, gradient_look(context, first_layer), ui::gradient_text(total), TileShape::square, 14, true);
      column_text(slot.x, words_width, top + 69, partial("L", symbol(snapshot, first_layer)), small);
    } else {
      const Factor& factor = factors[i - 1];
      column_text(slot.x, words_width, top, factor.name, heading);
      draw_factor(context, factor, tile, 14);
      column_text(slot.x, words_width, top + 69, factor.symbols, small);
      column_text(slot.x, words_width, top + 87, factor.reason, small);
      draw_operator(list, {(slots[i - 1].x + slot.x) / 2, middle}, i == 1 ? "=" : "×", 14);
    }
  }
  if (!narrow) {
    const Slot& slot = slots.front();
    column_text(slot.x, slot.width + 40, top + 87,
                first_layer < 0 ? row_and_column(place_of(snapshot.picture_shape, route.front().cell.index))
                                : cell_title(snapshot, route.front().cell),
                small);
  }
  return box;
}

}  // namespace rizbin::cards
