#include "web/canvas/scene.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/changes.h"

namespace rizbin {

const std::vector<float>& Scene::values(int i) const {
  if (changed()) return i < 0 ? change->picture : change->layers[static_cast<std::size_t>(i)].value;
  if (i < 0) return gradient() ? snapshot.d_picture : snapshot.picture;
  return gradient() ? layer(i).d_value : layer(i).value;
}
const std::vector<float>& Scene::weights(int i) const {
  if (changed()) return change->layers[static_cast<std::size_t>(i)].weight;
  return gradient() ? layer(i).d_weight : layer(i).weight;
}

float Scene::range(int i, int channel) const {
  const CardRange& r = ranges.of(i, channel);
  return gradient() ? r.gradient : r.value;
}
float Scene::weight_range(int i, int out) const {
  const CardRange& r = ranges.of(i, out);
  return gradient() ? r.d_weight : r.weight;
}
ui::ColorMap Scene::map(int i) const {
  if (gradient()) return ui::ColorMap::gradient;
  return i < 0 ? ui::ColorMap::pixel : ui::ColorMap::activation;
}
ui::Color Scene::cell_color(int i, float v, int channel) const { return ui::map_color(map(i), v / range(i, channel), theme->dark); }

std::string Scene::text_at(CellRef cell) const {
  const auto at = static_cast<std::size_t>(cell.index);
  if (!changed()) return cell_text(cell.layer, values(cell.layer)[at]);
  const float now = cell.layer < 0 ? snapshot.picture[at] : layer(cell.layer).value[at];
  return change_text(before_of(*change, cell), now, cell.layer < 0 ? Printed::pixel : Printed::value);
}

std::string Scene::weight_text_at(ParamRef param) const {
  const auto at = static_cast<std::size_t>(param.index);
  const LayerState& state = layer(param.layer);
  const bool bias = param.kind == ParamKind::bias;
  if (gradient()) return ui::gradient_text(bias ? state.d_bias[at] : state.d_weight[at]);
  const float now = bias ? state.bias[at] : state.weight[at];
  return changed() ? change_text(before_of(*change, param), now, Printed::weight) : ui::weight_text(now);
}

std::string Scene::cell_text(int i, float v) const {
  if (gradient()) return ui::gradient_text(v);
  return i < 0 ? ui::pixel_text(v) : ui::value_text(v);
}

Uploads upload(const Snapshot& snapshot, Quantity quantity, const Change* change, gfx::Heatmaps& heatmaps) {
  if (change != nullptr) {
    Uploads uploads;
    // Pixels that came are ink; those that went are drawn as hollow squares over paper (paint_maps).
    std::vector<float> came(change->picture.size());
    std::ranges::transform(change->picture, came.begin(), [](float by) { return by > 0 ? 1.0f : -1.0f; });
    uploads.value.push_back(heatmaps.upload(came));
    uploads.weight.push_back(0);
    for (std::size_t i = 0; i < snapshot.layers.size(); ++i) {
      uploads.value.push_back(heatmaps.upload(change->layers[i].value));
      uploads.weight.push_back(snapshot.layers[i].spec.kind == LayerKind::conv ? heatmaps.upload(change->layers[i].weight) : 0);
    }
    return uploads;
  }
  const bool gradient = quantity == Quantity::gradient;
  Uploads uploads;
  const auto send = [&](const std::vector<float>& values) { return values.empty() ? 0 : heatmaps.upload(values); };
  uploads.value.push_back(send(gradient ? snapshot.d_picture : snapshot.picture));
  uploads.weight.push_back(0);
  for (const LayerState& layer : snapshot.layers) {
    uploads.value.push_back(send(gradient ? layer.d_value : layer.value));
    uploads.weight.push_back(layer.spec.kind == LayerKind::conv ? send(gradient ? layer.d_weight : layer.weight) : 0);
  }
  return uploads;
}

namespace {

constexpr int kPlacesFollowed = 100;  // outputs of a map whose way to the votes is followed one by one

// A kernel weight's input window: everything it is multiplied with as the kernel walks; its output map is where that goes.
Lit::Uses uses_of(const Snapshot& snapshot, const ParamRef& param) {
  const LayerState& state = snapshot.layers[static_cast<std::size_t>(param.layer)];
  const int kh = state.spec.kernel_h, kw = state.spec.kernel_w, plane = std::max(1, kh * kw), channels = std::max(1, state.in.c);
  Lit::Uses uses;
  uses.layer = param.layer;
  if (param.kind == ParamKind::bias) {
    uses.channel = param.index;
    return uses;
  }
  uses.channel = param.index / (plane * channels);
  const int in = param.index / plane % channels, ky = param.index % plane / kw, kx = param.index % kw;
  const int pad_y = state.spec.same ? (kh - 1) / 2 : 0, pad_x = state.spec.same ? (kw - 1) / 2 : 0;
  const int stride = std::max(1, state.spec.stride);
  uses.window = {param.layer - 1,
                 in,
                 in + 1,
                 std::clamp(ky - pad_y, 0, state.in.h),
                 std::clamp((state.out.h - 1) * stride + ky - pad_y + 1, 0, state.in.h),
                 std::clamp(kx - pad_x, 0, state.in.w),
                 std::clamp((state.out.w - 1) * stride + kx - pad_x + 1, 0, state.in.w)};
  uses.has_window = true;
  return uses;
}

// Where the way to the votes ends early: at a closed ReLU, or where another cell is the larger one.
std::vector<CellRef> stops_of(const Snapshot& snapshot, CellRef cell, const std::vector<Lit::Reached>& forward) {
  std::vector<CellRef> stops;
  const auto layers = static_cast<int>(snapshot.layers.size());
  const auto reached = [&](CellRef c) { return std::ranges::any_of(forward, [&](const Lit::Reached& r) { return r.cell == c; }); };
  const auto look = [&](CellRef from) {
    const int next = from.layer + 1;
    if (from.layer < 0 || next >= layers - 1) return;
    const LayerState& state = snapshot.layers[static_cast<std::size_t>(next)];
    CellRef to{next, from.index};
    if (state.spec.kind == LayerKind::max_pool) {
      const Place place = place_of(state.in, from.index);
      const int stride = std::max(1, state.spec.stride);
      to.index = state.out.index(place.c, std::min(place.y / stride, state.out.h - 1), std::min(place.x / stride, state.out.w - 1));
    } else if (state.spec.kind != LayerKind::relu) {
      return;
    }
    if (!reached(to) && std::ranges::find(stops, to) == stops.end()) stops.push_back(to);
  };
  look(cell);
  if (forward.size() <= 64) {
    for (const Lit::Reached& r : forward) look(r.cell);
  }
  return stops;
}

}  // namespace

Lit light(const Snapshot& snapshot, const Focus& focus, Quantity quantity) {
  Lit lit;
  lit.focus = focus;
  const auto layers = static_cast<int>(snapshot.layers.size());
  CellRef cell = focus.cell;
  if (focus.kind == FocusKind::vote_class) cell = {layers - 1, focus.vote_class};
  if (focus.kind == FocusKind::cell || focus.kind == FocusKind::vote_class) {
    lit.value = explain(snapshot, cell);
    lit.has_value = true;
    if (quantity == Quantity::gradient) {
      lit.gradient = explain_gradient(snapshot, cell);
      lit.has_gradient = true;
      lit.route = gradient_route(snapshot, cell);
    }
    if (focus.kind == FocusKind::cell && cell.layer >= 0) lit.back = receptive_field(snapshot, cell);
    if (focus.kind == FocusKind::cell) {
      for (const CellRef& reached : forward_reach(snapshot, cell)) {
        if (reached.layer >= layers - 1) continue;
        if (reached.layer == layers - 2) lit.end.push_back(reached);
        Lit::Reached next;
        next.cell = reached;
        const std::vector<CellBox> field = receptive_field(snapshot, reached);
        if (!field.empty()) next.window = field.front();
        lit.forward.push_back(next);
      }
      if (cell.layer == layers - 2) lit.end.push_back(cell);
    }
  } else if (focus.kind == FocusKind::parameter) {
    lit.gradient = explain_weight_gradient(snapshot, focus.param);
    lit.has_gradient = true;
    const LayerState& state = snapshot.layers[static_cast<std::size_t>(focus.param.layer)];
    const bool bias = focus.param.kind == ParamKind::bias;
    if (state.spec.kind == LayerKind::dense && !bias) {
      // A link: what its vote comes from.
      lit.source = {focus.param.layer - 1, focus.param.index % std::max(1, state.in.size())};
      lit.back = receptive_field(snapshot, lit.source);
    } else if (state.spec.kind == LayerKind::conv) {
      lit.uses = uses_of(snapshot, focus.param);
      // Where its map's numbers go: each place that reaches a vote now.
      const int plane = state.out.h * state.out.w;
      for (int i = 0; i < plane && plane <= kPlacesFollowed; ++i) {
        for (const CellRef& reached : forward_reach(snapshot, {focus.param.layer, lit.uses.channel * plane + i})) {
          if (reached.layer != layers - 2 || std::ranges::find(lit.end, reached) != lit.end.end()) continue;
          lit.end.push_back(reached);
        }
      }
    }
  }
  if (focus.kind == FocusKind::cell) lit.stops = stops_of(snapshot, focus.cell, lit.forward);
  return lit;
}

const Explanation& Explained::of(const Snapshot& snapshot, CellRef cell) {
  if (version_ != snapshot.version || known_.size() > 4096) {
    known_.clear();
    version_ = snapshot.version;
  }
  const auto key =
      static_cast<std::uint64_t>(static_cast<std::uint32_t>(cell.layer + 1)) << 32 | static_cast<std::uint32_t>(cell.index);
  const auto [at, fresh] = known_.try_emplace(key);
  if (fresh) at->second = explain(snapshot, cell);
  return at->second;
}

std::string ltr(const std::string& text) { return "\u2066" + text + "\u2069"; }

std::string fraction_text(const Fraction& fraction) {
  return (fraction.numerator < 0 ? "\u2212" : "") + ui::number(std::abs(fraction.numerator)) + "/" +
         ui::number(fraction.denominator);
}

MapSource map_source(const Snapshot& snapshot, int layer, int channel) {
  for (int i = layer; i >= 0; --i) {
    const LayerState& state = snapshot.layers[static_cast<std::size_t>(i)];
    if (state.spec.kind == LayerKind::conv) return {i, channel};
    if (state.spec.kind == LayerKind::dense) return {};
    if (state.spec.kind == LayerKind::flatten)
      channel = state.in.h * state.in.w > 0 ? channel / (state.in.h * state.in.w) : channel;
  }
  return {};
}

std::string map_name(const Snapshot& snapshot, int layer, int channel, bool title) {
  const MapSource source = map_source(snapshot, layer, channel);
  if (source.layer < 0) return {};
  const LayerState& state = snapshot.layers[static_cast<std::size_t>(source.layer)];
  if (static_cast<std::size_t>(source.filter) < state.names.size()) {
    const std::string& name = state.names[static_cast<std::size_t>(source.filter)];
    if (name == "diagonal") return std::string(ui::tr(title ? Str::canvas_title_diagonal : Str::canvas_diagonal));
    if (name == "cross") return std::string(ui::tr(title ? Str::canvas_title_cross : Str::canvas_cross));
    if (name == "anti_diagonal") return std::string(ui::tr(title ? Str::canvas_title_anti_diagonal : Str::canvas_anti_diagonal));
  }
  return ui::fmt(title ? Str::canvas_title_filter : Str::canvas_filter, {{"n", ui::number(source.filter + 1)}});
}

std::string layer_title(const Snapshot& snapshot, int layer, bool short_name) {
  if (layer < 0) return std::string(ui::tr(Str::canvas_input));
  if (layer >= static_cast<int>(snapshot.layers.size()) || is_output(snapshot, layer)) {
    return std::string(ui::tr(short_name ? Str::canvas_class : Str::canvas_dense));
  }
  switch (snapshot.layers[static_cast<std::size_t>(layer)].spec.kind) {
    case LayerKind::conv: return std::string(ui::tr(Str::canvas_conv));
    case LayerKind::relu: return std::string(ui::tr(Str::canvas_relu));
    case LayerKind::tanh: return std::string(ui::tr(Str::canvas_tanh));
    case LayerKind::sigmoid: return std::string(ui::tr(Str::canvas_sigmoid));
    case LayerKind::max_pool:
    case LayerKind::mean_pool: return std::string(ui::tr(Str::canvas_pool));
    case LayerKind::flatten: return std::string(ui::tr(Str::canvas_votes));
    case LayerKind::dense: return std::string(ui::tr(Str::canvas_dense));
    case LayerKind::softmax: return std::string(ui::tr(Str::canvas_softmax));
  }
  return {};
}

std::string shape_text(const Snapshot& snapshot, int layer) {
  const bool classes = layer >= static_cast<int>(snapshot.layers.size());
  const Shape shape =
      layer < 0 ? snapshot.picture_shape : snapshot.layers[static_cast<std::size_t>(classes ? layer - 1 : layer)].out;
  if (layer >= 0 && shape.h == 1 && shape.w == 1) return ui::number(shape.c);
  const std::string plane = ui::number(shape.h) + "\u00D7" + ui::number(shape.w);
  return ltr(shape.c > 1 ? ui::number(shape.c) + " \u00D7 " + plane : plane);
}

void stroke(ImDrawList* list, const ui::Rect& rect, ui::Color color, float width, float radius) {
  // On whole device pixels, as the heat map inside: one sharp line and not two pale ones.
  const float out = (width - 1) / 2;
  ui::stroke_rect(list, ui::snap(rect).inset(-out), radius > 0 ? radius + out : 0, color, width);
}
void fill(ImDrawList* list, const ui::Rect& rect, ui::Color color, float radius) {
  ui::fill_rect(list, radius > 0 ? rect : ui::snap(rect), radius, color);
}
void line(ImDrawList* list, ui::Vec a, ui::Vec b, ui::Color color, float width) {
  list->AddLine({a.x, a.y}, {b.x, b.y}, color, width);
}
void curve(ImDrawList* list, ui::Vec a, ui::Vec b, ui::Color color, float width) {
  // Both coordinates run one way along the curve, so what is in sight is one stretch of it: close up, a link is thousands of px
  // long and only that stretch is worth vertices.
  const Link link{a, b};
  const ImVec2 lo = list->GetClipRectMin(), hi = list->GetClipRectMax();
  const auto crossing = [&](bool of_x, float at, bool rising) {
    float t0 = 0, t1 = 1;
    for (int i = 0; i < 16; ++i) {
      const float middle = (t0 + t1) / 2;
      const ui::Vec p = link_point(link, middle);
      ((of_x ? p.x : p.y) < at == rising ? t0 : t1) = middle;
    }
    return (t0 + t1) / 2;
  };
  float from = 0, to = 1;
  const auto narrow = [&](bool of_x, float start, float end, float low, float high) {
    const bool rising = end >= start;
    if (std::max(start, end) < low || std::min(start, end) > high) {
      to = -1;
      return;
    }
    const float enter = rising ? low : high, leave = rising ? high : low;
    if (rising ? start < enter : start > enter) from = std::max(from, crossing(of_x, enter, rising));
    if (rising ? end > leave : end < leave) to = std::min(to, crossing(of_x, leave, rising));
  };
  const float margin = width + 2;
  narrow(true, a.x, b.x, lo.x - margin, hi.x + margin);
  if (to > from) narrow(false, a.y, b.y, lo.y - margin, hi.y + margin);
  if (to <= from) return;
  const ui::Vec p0 = link_point(link, from), p1 = link_point(link, to);
  const float length = std::hypot(p1.x - p0.x, p1.y - p0.y);
  const int segments = std::clamp(static_cast<int>(length / 9), 10, 40);
  for (int i = 0; i <= segments; ++i) {
    const ui::Vec p = link_point(link, from + (to - from) * static_cast<float>(i) / static_cast<float>(segments));
    list->PathLineTo({p.x, p.y});
  }
  list->PathStroke(color, 0, width);
}
void chevron(ImDrawList* list, ui::Vec c, float size, ui::Color color, bool left) {
  const float tip = left ? -size / 2 : size / 2;
  list->PathLineTo({c.x - tip, c.y - size * .8f});
  list->PathLineTo({c.x + tip, c.y});
  list->PathLineTo({c.x - tip, c.y + size * .8f});
  list->PathStroke(color, 0, 1.4f);
}

void changing_text(const Scene& s, const ui::Rect& box, CellRef cell, const std::string& text, const ui::TextStyle& style) {
  const auto layer = static_cast<std::size_t>(cell.layer + 1), at = static_cast<std::size_t>(cell.index);
  if (s.before != nullptr && s.fresh < 1 && !s.gradient() && !s.changed() && layer < s.before->size() &&
      at < (*s.before)[layer].size()) {
    const std::string old = s.cell_text(cell.layer, (*s.before)[layer][at]);
    if (old != text) {
      const auto faded = [&](float alpha) {
        ui::TextStyle part = style;
        part.color = ui::with_alpha(style.color, alpha);
        return part;
      };
      ui::draw_text(s.list, box, old, faded(1 - s.fresh), ui::Align::center);
      ui::draw_text(s.list, box, text, faded(s.fresh), ui::Align::center);
      return;
    }
  }
  ui::draw_text(s.list, box, text, style, ui::Align::center);
}

void second_ring(ImDrawList* list, const ui::Rect& rect, float radius) {
  const ui::Theme& theme = *ui::frame().theme;
  const ui::Rect r = ui::snap(rect).inset(-1.5f);
  ui::stroke_rect(list, r.inset(-2), radius + 3, theme.panel, 4);
  // Straight sides dashed; the corners are part of the dash that begins there.
  const auto side = [&](ui::Vec a, ui::Vec b) {
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    if (length < 1) return;
    const float n = std::max(1.0f, std::round((length + 3) / 7)), step = (length + 3) / n;
    const ui::Vec d{(b.x - a.x) / length, (b.y - a.y) / length};
    for (float i = 0; i < n && i < 400; ++i) {
      const ui::Vec p = a + d * (i * step), q = a + d * std::min(length, i * step + step - 3);
      list->AddLine({p.x, p.y}, {q.x, q.y}, theme.ink, 2);
    }
  };
  side({r.x, r.y}, {r.right(), r.y});
  side({r.right(), r.y}, {r.right(), r.bottom()});
  side({r.right(), r.bottom()}, {r.x, r.bottom()});
  side({r.x, r.bottom()}, {r.x, r.y});
}

float pill_radius(const ui::Rect& pill) { return std::min(ui::kRadiusVote * std::max(1.0f, pill.h / 40), pill.h * .3f); }

bool seen(const Layout& layout, const ui::Rect& rect) {
  return rect.x < layout.area.right() && rect.right() > layout.area.x && rect.y < layout.area.bottom() &&
         rect.bottom() > layout.area.y;
}

ui::Rect box_rect(const Layout& layout, const CellBox& box, int channel) {
  if (const MapBox* map = layout.map(box.layer, channel)) {
    return {map->rect.x + static_cast<float>(box.x0) * map->cell, map->rect.y + static_cast<float>(box.y0) * map->cell,
            static_cast<float>(box.x1 - box.x0) * map->cell, static_cast<float>(box.y1 - box.y0) * map->cell};
  }
  if (const PillBox* pill = layout.pill(box.layer, channel)) return pill->rect;
  return {};
}

}  // namespace rizbin
