// Everything on the canvas as items: maps as described figures, cells, weights and biases as number fields, votes, classes, and
// what the focus says as a polite live region. Built when something changed, announced every frame. The canvas finds what is under
// the pointer itself, so none of them takes part in the hit test.
#include <algorithm>
#include <cmath>

#include "web/canvas/canvas_impl.h"
#include "web/canvas/changes.h"
#include "web/canvas/speech.h"
#include "web/ui/widgets.h"

namespace rizbin {
namespace {

constexpr int kCellsAtMost = 1500;      // beyond: only the focused and the pointed-at map
constexpr int kWeightsInMirror = 96;    // beyond: only those of the focus

ui::Rect clip(const ui::Rect& rect, const ui::Rect& area) { return intersect(rect, area); }

std::string layer_id(const Snapshot& s, int layer) {
  return layer < 0 ? "input" : s.layers[static_cast<std::size_t>(layer)].spec.id;
}

std::string map_id(const Snapshot& s, int layer, int channel) {
  if (layer < 0 && s.picture_shape.c <= 1) return "input";
  return layer_id(s, layer) + "/map/" + std::to_string(channel);
}

Focus focus_cell(int layer, int index) {
  Focus focus;
  focus.kind = FocusKind::cell;
  focus.cell = {layer, index};
  return focus;
}

Focus focus_param(const ParamRef& param) {
  Focus focus;
  focus.kind = FocusKind::parameter;
  focus.param = param;
  return focus;
}

struct Builder {
  const Snapshot& s;
  const Layout& layout;
  const ViewState& view;
  ui::Rect area;
  std::vector<ui::Item>& items;
  std::vector<Focus>& targets;
  const Change* change;

  void add(ui::Item item, const Focus& target) {
    item.hit = false;
    items.push_back(std::move(item));
    targets.push_back(target);
  }

  [[nodiscard]] bool focused(const Focus& focus) const { return view.focus == focus; }
  // Not there yet at this moment of the step: no value, no explanation.
  [[nodiscard]] bool waits(const CellRef& cell) const {
    return moment_pending(s, view.moment, view.quantity == Quantity::gradient, cell);
  }

  void map(const MapBox& box) {
    const ui::Rect rect = clip(box.rect, area);
    if (rect.empty()) return;
    const std::vector<float>& values = box.layer < 0 ? s.picture : s.layers[static_cast<std::size_t>(box.layer)].value;
    ui::Item item;
    item.id = map_id(s, box.layer, box.channel);
    item.role = ui::Role::figure;
    const std::string shape = ltr(ui::number(box.h) + "\u00D7" + ui::number(box.w));
    const std::string name = map_name(s, box.layer, box.channel, false);
    const std::string layer = layer_title(s, box.layer);
    item.label = name.empty() ? ui::fmt(Str::canvas_figure, {{"layer", layer}, {"shape", shape}})
                              : ui::fmt(Str::canvas_map_figure, {{"layer", layer}, {"map", name}, {"shape", shape}});
    const auto from = static_cast<std::size_t>(box.channel * box.h * box.w);
    auto size = static_cast<std::size_t>(box.h * box.w);
    if (view.moment.stage != StepStage::rest) {
      const int written = moment_written(s, view.moment, false, box.layer) - static_cast<int>(from);
      size = static_cast<std::size_t>(std::clamp(written, 0, box.h * box.w));
      if (size == 0) item.value = ui::tr(Str::moment_not_yet);
    }
    if (box.layer >= 0 && size > 0 && from + size <= values.size()) {
      const auto [low, high] = std::minmax_element(values.begin() + static_cast<std::ptrdiff_t>(from),
                                                   values.begin() + static_cast<std::ptrdiff_t>(from + size));
      item.value = ui::fmt(Str::canvas_map_range, {{"low", ui::value_text(*low)}, {"high", ui::value_text(*high)}});
    }
    item.rect = rect;
    item.actions = 0;
    item.parent = "network";
    add(std::move(item), {});
  }

  void cells(const MapBox& box) {
    const std::string parent = map_id(s, box.layer, box.channel);
    for (int i = 0; i < box.h * box.w; ++i) {
      const Focus target = focus_cell(box.layer, box.channel * box.h * box.w + i);
      const ui::Rect rect = clip(cell_rect(layout, s, target.cell), area);
      const bool in_focus = focused(target);
      if (rect.empty() && !in_focus) continue;
      cell(target, rect, parent, in_focus);
    }
  }

  void cell(const Focus& target, const ui::Rect& rect, const std::string& parent, bool mirrored) {
    ui::Item item;
    item.id = focus_id(s, target);
    item.role = ui::Role::cell;
    item.label = spoken_name(s, target);
    const bool there = !waits(target.cell);
    item.value = there ? spoken_value(s, target, view.quantity, change) : std::string(ui::tr(Str::moment_not_yet));
    item.rect = rect;
    item.actions = ui::kPress;
    if (target.cell.layer >= 0) item.actions |= ui::kSet;
    item.selected = focused(target);
    item.mirrored = mirrored;
    item.parent = parent;
    if (item.selected && there) item.description = spoken_explanation(s, target, view.quantity, change);
    add(std::move(item), target);
  }

  // The thing whose room is open: it is the page.
  void room(const Focus& target) {
    if (target.kind == FocusKind::parameter) {
      parameter(target.param, true, area);
    } else {
      cell(target, area, "network", true);
      if (target.kind == FocusKind::vote_class) items.back().role = ui::Role::figure;
    }
  }

  void parameter(const ParamRef& param, bool mirrored) { parameter(param, mirrored, clip(param_rect(layout, s, param), area)); }
  void parameter(const ParamRef& param, bool mirrored, const ui::Rect& rect) {
    const Focus target = focus_param(param);
    if (rect.empty() && !focused(target)) return;
    ui::Item item;
    item.id = focus_id(s, target);
    item.role = ui::Role::number_field;
    item.label = spoken_name(s, target);
    const bool there = !moment_pending_weights(s, view.moment, view.quantity == Quantity::gradient, param.layer);
    item.value = there ? spoken_value(s, target, view.quantity, change) : std::string(ui::tr(Str::moment_not_yet));
    item.rect = rect;
    item.actions = ui::kPress | ui::kSet | ui::kAdjust;
    // Reached by the canvas' own arrows; only the focused one is a stop of its own, for typing and stepping.
    if (focused(target)) item.actions |= ui::kFocus;
    item.selected = focused(target);
    item.mirrored = mirrored || item.selected;
    item.min = -kWeightLimit;
    item.max = kWeightLimit;
    item.now = parameter_value(s, param);
    item.parent = "network";
    if (item.selected && there) item.description = spoken_explanation(s, target, view.quantity, change);
    add(std::move(item), target);
  }

  // Parameters of a layer that belong to the focus: its kernel, its class, its vote.
  [[nodiscard]] bool related(const LayerState& state, int layer, int out, int in) const {
    const Focus& focus = view.focus;
    if (focus.kind == FocusKind::parameter && focus.param.layer == layer) {
      const int per_out = std::max(1, static_cast<int>(state.weight.size()) / std::max(1, state.spec.units));
      return (focus.param.kind == ParamKind::bias ? focus.param.index : focus.param.index / per_out) == out;
    }
    if (focus.kind == FocusKind::vote_class) return is_output(s, layer) && focus.vote_class == out;
    if (focus.kind == FocusKind::cell && focus.cell.layer == layer) return place_of(state.out, focus.cell.index).c == out;
    return focus.kind == FocusKind::cell && focus.cell.layer == layer - 1 && state.spec.kind == LayerKind::dense &&
           focus.cell.index == in;
  }

  void parameters(int layer) {
    const LayerState& state = s.layers[static_cast<std::size_t>(layer)];
    const auto weights = static_cast<int>(state.weight.size());
    if (weights == 0) return;
    const bool few = weights <= kWeightsInMirror;
    const int per_out = std::max(1, weights / std::max(1, state.spec.units));
    const bool dense = state.spec.kind == LayerKind::dense;
    for (int i = 0; i < weights; ++i) {
      if (!few && !related(state, layer, i / per_out, dense ? i % per_out : -1)) continue;
      parameter({layer, ParamKind::weight, i}, few || focused(focus_param({layer, ParamKind::weight, i})));
    }
    for (int i = 0; i < static_cast<int>(state.bias.size()); ++i) {
      if (few || related(state, layer, i, -1)) parameter({layer, ParamKind::bias, i}, true);
    }
  }

  void pills(int layer) {
    const LayerState& state = s.layers[static_cast<std::size_t>(layer)];
    if (layout.pill(layer, 0) == nullptr) return;
    ui::Item group;
    group.id = state.spec.id;
    group.role = ui::Role::figure;
    group.label = ui::fmt(Str::canvas_figure, {{"layer", layer_title(s, layer)}, {"shape", ui::number(state.out.size())}});
    group.rect = clip({layout.pill(layer, 0)->rect.x, layout.pill(layer, 0)->rect.y, layout.pill(layer, 0)->rect.w,
                       layout.pill(layer, state.out.size() - 1)->rect.bottom() - layout.pill(layer, 0)->rect.y},
                      area);
    group.actions = 0;
    group.parent = "network";
    if (!group.rect.empty()) add(std::move(group), {});
    for (int i = 0; i < state.out.size() && i < 800; ++i) {
      const Focus target = focus_cell(layer, i);
      const ui::Rect rect = clip(layout.pill(layer, i)->rect, area);
      if (!rect.empty() || focused(target)) cell(target, rect, state.spec.id, focused(target));
    }
  }

  void classes() {
    for (const ClassBox& box : layout.classes) {
      const ui::Rect rect = clip(box.rect, area);
      Focus target;
      target.kind = FocusKind::vote_class;
      target.vote_class = box.index;
      if (rect.empty() && !focused(target)) continue;
      const auto at = static_cast<std::size_t>(box.index);
      ui::Item item;
      item.id = focus_id(s, target);
      item.role = ui::Role::figure;
      item.label = spoken_name(s, target);
      const auto layers = static_cast<int>(s.layers.size());
      const bool there = !waits({layers - 1, box.index});
      const bool share = there && at < s.probabilities.size() && !moment_pending(s, view.moment, false, {layers, box.index});
      item.value =
          !there ? std::string(ui::tr(Str::moment_not_yet))
                 : spoken_value(s, target, view.quantity, change) + (share ? ", " + ui::percent_text(s.probabilities[at]) : "");
      item.rect = rect;
      item.actions = ui::kPress;
      item.selected = focused(target);
      item.parent = "network";
      if (item.selected && share) item.description = spoken_explanation(s, target, view.quantity, change);
      add(std::move(item), target);
    }
  }
};

int visible_cells(const Layout& layout, const ui::Rect& area) {
  int n = 0;
  for (const MapBox& box : layout.maps) {
    const ui::Rect rect = clip(box.rect, area);
    if (!rect.empty()) n += static_cast<int>(rect.w * rect.h / (box.cell * box.cell)) + 1;
  }
  return n;
}

}  // namespace

std::string Canvas::Impl::summary(const Now& now) const {
  // While the verdict waits it is not told.
  if (moment_pending(now.snapshot, now.view.moment, false, {static_cast<int>(now.snapshot.layers.size()), 0}))
    return std::string(ui::tr(Str::canvas_network_help));
  std::string layers;
  for (int layer = -1; layer <= static_cast<int>(now.snapshot.layers.size()); ++layer) {
    if (layer >= 0 && layer < static_cast<int>(now.snapshot.layers.size()) && is_output(now.snapshot, layer)) continue;
    if (!layers.empty()) layers += ui::locale().rtl() ? "\u060C " : ", ";
    layers += layer_title(now.snapshot, layer) + " " + shape_text(now.snapshot, layer);
  }
  const auto verdict = static_cast<std::size_t>(now.snapshot.verdict);
  const std::string label = verdict < now.snapshot.classes.size() ? now.snapshot.classes[verdict] : "";
  const float p = verdict < now.snapshot.probabilities.size() ? now.snapshot.probabilities[verdict] : 0;
  return ui::fmt(Str::canvas_network_summary, {{"layers", layers}, {"label", label}, {"p", ui::percent_text(p)}}) + " " +
         std::string(ui::tr(Str::canvas_network_help));
}

void Canvas::Impl::register_items(const Now& now, bool in_room) {
  const int language = static_cast<int>(ui::locale().language) * 2 + (ui::locale().persian_digits ? 1 : 0);
  const Change* change = compared(now.comparison, now.view.quantity);
  const ItemsKey key{now.snapshot.version,
                     layout_camera,
                     layout_area,
                     now.view.focus,
                     now.view.quantity,
                     language,
                     strip,
                     in_room,
                     now.view.moment,
                     change,
                     change != nullptr && change->before ? change->before->version : 0};
  if (!(key == items_key) || items.empty()) {
    items_key = key;
    items.clear();
    targets.clear();
    Builder builder{now.snapshot, layout, now.view, now.area, items, targets, change};
    const bool few = visible_cells(layout, now.area) <= kCellsAtMost;
    for (int layer = -1; layer < static_cast<int>(now.snapshot.layers.size()); ++layer) {
      if (in_room) break;
      if (layer >= 0) builder.parameters(layer);
      for (const MapBox& box : layout.maps) {
        if (box.layer != layer) continue;
        builder.map(box);
        const Focus& focus = now.view.focus;
        const bool mine =
            focus.kind == FocusKind::cell && focus.cell.layer == layer && focus.cell.index / (box.h * box.w) == box.channel;
        if (few || mine) builder.cells(box);
      }
      if (layer >= 0 && !is_output(now.snapshot, layer)) builder.pills(layer);
    }
    if (in_room) builder.room(now.view.focus);
    if (!in_room) builder.classes();

    said_name = spoken_name(now.snapshot, now.view.focus);
    said_value = spoken_value(now.snapshot, now.view.focus, now.view.quantity, change);
    said = now.view.focus.kind == FocusKind::none
               ? std::string()
               : said_name + ": " + said_value + ". " + spoken_explanation(now.snapshot, now.view.focus, now.view.quantity, change);
    if (now.view.moment.stage != StepStage::rest) {
      // The lanes say what is worked out (stages/said); elsewhere only what is there is said.
      const bool hidden = waits(now, now.view.focus);
      if (hidden) said_value = ui::tr(Str::moment_not_yet);
      if (hidden || on_present(now, now.view.focus)) said.clear();
    }
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Focus target = targets[i];
    const ui::Interaction in = ui::interact(items[i]);
    if (target.kind == FocusKind::none) continue;
    if (in.pressed) {
      now.view.focus = target;
      now.view.pinned = true;
      ui::request_frame();
    }
    double set_to = 0;
    if (target.kind == FocusKind::cell && target.cell.layer >= 0 && in.set_text && ui::parse_number(*in.set_text, set_to) &&
        std::abs(set_to) <= 1000) {
      set_value(now, target.cell, static_cast<float>(set_to), now.commands.begin_gesture());
    }
    if (target.kind != FocusKind::parameter) continue;
    if (in.adjust != 0) {
      const float step = .01f * static_cast<float>(std::clamp(in.adjust, -1000, 1000));
      set_parameter(now, target.param, std::round((parameter_value(now.snapshot, target.param) + step) * 100) / 100,
                    now.commands.begin_gesture());
    }
    double typed = 0;
    if (in.set_text && ui::parse_number(*in.set_text, typed) && std::abs(typed) <= static_cast<double>(kWeightLimit)) {
      set_parameter(now, target.param, static_cast<float>(typed), now.commands.begin_gesture());
    }
    for (const ui::KeyPress& press : in.keys) {
      if (press.key == ui::Key::enter) begin_typing(now, target, {});
      if (press.key == ui::Key::escape) ui::set_focus("network");
    }
    if (in.focus_visible) ui::focus_ring(ui::frame().list, items[i].rect, 4);
  }
  if (!said.empty()) {
    ui::Item live;
    live.id = "network/said";
    live.role = ui::Role::status;
    live.label = said;
    live.rect = now.area;
    live.actions = 0;
    live.live = true;
    live.hit = false;
    ui::announce(live);
  }
}

}  // namespace rizbin
