// Maps, kernels, votes and classes: shape tells the kind (square cells, rounded tiles, pills, letters), colour the number.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/changes.h"
#include "web/canvas/scene.h"

namespace rizbin {

void paint_maps(const Scene& s) {
  for (const MapBox& map : s.layout.maps) {
    if (!seen(s.layout, map.rect)) continue;
    const bool picture = map.layer < 0;
    gfx::Tile tile;
    tile.rect = map.rect;
    tile.offset = s.uploads.value[static_cast<std::size_t>(map.layer + 1)] + map.channel * map.h * map.w;
    tile.columns = map.w;
    tile.rows = map.h;
    tile.map = s.map(map.layer);
    tile.range = s.range(map.layer, map.channel);
    tile.grid = map.cell >= 28 ? 1.0f : map.cell >= 12 ? .6f : 0.0f;
    s.heatmaps.draw(s.list, tile);
    paint_pending_map(s, map);
    stroke(s.list, map.rect.inset(-.5f), s.theme->line_strong, 1);
    if (picture && s.changed()) {
      for (int i = 0; i < map.h * map.w; ++i) {
        if (s.change->picture[static_cast<std::size_t>(map.channel * map.h * map.w + i)] >= 0) continue;
        const ui::Rect cell{map.rect.x + static_cast<float>(i % map.w) * map.cell,
                            map.rect.y + static_cast<float>(i / map.w) * map.cell, map.cell, map.cell};
        ui::stroke_rect(s.list, ui::snap(cell.inset(std::max(.5f, map.cell * .1f))), 0, s.theme->ink, map.cell >= 20 ? 1.5f : 1);
      }
    }
    if (picture && s.gradient() && map.cell >= 5) {
      // Where the ink is: the gradient's colours alone do not show the picture.
      const ui::Color dot = ui::with_alpha(s.theme->ink, .7f);
      const float radius = std::clamp(map.cell * .12f, 1.0f, 3.0f);
      for (int i = 0; i < map.h * map.w; ++i) {
        if (s.snapshot.picture[static_cast<std::size_t>(map.channel * map.h * map.w + i)] <= 0) continue;
        const ImVec2 center{map.rect.x + (static_cast<float>(i % map.w) + .5f) * map.cell,
                            map.rect.y + (static_cast<float>(i / map.w) + .5f) * map.cell};
        s.list->AddCircleFilled(center, radius, dot, 12);
      }
    }
  }
}

void parameter_tile(const Scene& s, const ui::Rect& tile, const Focus& focus) {
  const ui::Color color = thing_color(s, focus);
  fill(s.list, tile, color, std::clamp(.16f * tile.h, 2.0f, 8.0f));
  stroke(s.list, tile, ui::with_alpha(s.theme->line_strong, .7f), 1, std::clamp(.16f * tile.h, 2.0f, 8.0f));
  const std::string text = thing_text(s, focus);
  ui::TextStyle style{std::clamp(.34f * tile.h, 10.0f, 44.0f), ui::Weight::medium, ui::text_on(color), 16};
  const float width = ui::text_width(text, style);
  if (width > tile.w - 4) style.size *= (tile.w - 4) / width;
  if (style.size >= 9) ui::draw_text(s.list, tile, text, style, ui::Align::center);
}

namespace {

void kernel_label(const Scene& s, const KernelBox& box) {
  const LayerState& state = s.layer(box.layer);
  const int channels = std::max(1, state.in.c);
  const KernelBox* first = s.layout.kernel(box.layer, box.out, 0);
  if (box.in != channels - 1 || first == nullptr) return;
  const MapBox* map = s.layout.map(box.layer, box.out);
  const MapBox* below = s.layout.map(box.layer, box.out + 1);
  const float x = (first->rect.x + std::max(box.rect.right(), first->rect.right())) / 2;
  const bool plate = box.cell >= 18;
  float y = box.rect.bottom() + (plate ? 22.0f : 18.0f);
  const float next = below != nullptr && map != nullptr ? box.rect.y + (below->rect.center().y - map->rect.center().y) : 1e9f;
  if (next - box.rect.bottom() < 24 || box.cell < 5.5f) return;
  const ui::TextStyle style{11, ui::Weight::regular, s.theme->ink3, 16};
  ui::draw_text_at(s.list, {x, y}, map_name(s.snapshot, box.layer, box.out, false), style, ui::Align::center);
  Focus bias_focus;
  bias_focus.kind = FocusKind::parameter;
  bias_focus.param = {box.layer, ParamKind::bias, box.out};
  if (const ui::Rect tile = param_rect(s.layout, s.snapshot, bias_focus.param); tile.h >= 24 && !s.pending_weights(box.layer)) {
    parameter_tile(s, tile, bias_focus);
    return;
  }
  if (!state.bias.empty() && next - box.rect.bottom() > 40 && !s.pending_weights(box.layer)) {
    y += 16;
    const std::string number = s.weight_text_at({box.layer, ParamKind::bias, box.out});
    ui::draw_text_at(s.list, {x, y}, ui::fmt(Str::canvas_bias_of, {{"n", number}}), style, ui::Align::center);
  }
}

}  // namespace

void paint_kernels(const Scene& s) {
  for (const KernelBox& box : s.layout.kernels) {
    const LayerState& state = s.layer(box.layer);
    const ui::Rect around = box.rect.inset(-40);
    if (!seen(s.layout, around)) continue;
    if (box.cell >= 18 && state.in.c <= 1) {
      // On a plate over the beam.
      const float pad = std::min(10.0f, box.cell * .34f);
      fill(s.list, box.rect.inset(-pad), s.theme->canvas, 8);
      stroke(s.list, box.rect.inset(-pad), s.theme->line, 1, 8);
    }
    if (s.pending_weights(box.layer)) {
      paint_pending_kernel(s, box);
      kernel_label(s, box);
      continue;
    }
    gfx::Tile tile;
    tile.rect = box.rect;
    tile.offset =
        s.uploads.weight[static_cast<std::size_t>(box.layer + 1)] + (box.out * std::max(1, state.in.c) + box.in) * box.h * box.w;
    tile.columns = box.w;
    tile.rows = box.h;
    tile.map = s.weight_map();
    tile.range = s.weight_range(box.layer, box.out);
    tile.gap = box.gap;
    tile.radius = box.radius;
    s.heatmaps.draw(s.list, tile);
    kernel_label(s, box);
  }
}

namespace {

void paint_pills(const Scene& s) {
  for (const PillBox& pill : s.layout.pills) {
    if (!seen(s.layout, pill.rect)) continue;
    const auto at = static_cast<std::size_t>(pill.index);
    const std::vector<float>& values = s.values(pill.layer);
    if (at >= values.size()) continue;
    if (s.pending(pill.layer, pill.index)) {
      paint_pending_pill(s, pill.rect);
      continue;
    }
    const ui::Color color = s.cell_color(pill.layer, values[at]);
    const float radius = pill_radius(pill.rect);
    fill(s.list, pill.rect, color, radius);
    if (pill.rect.h >= 7) stroke(s.list, pill.rect, ui::with_alpha(s.theme->line_strong, .7f), 1, radius);
    if (pill.rect.h < 14 || (s.changed() && values[at] == 0)) continue;
    const std::string text = s.text_at({pill.layer, pill.index});
    ui::TextStyle style{std::clamp(.46f * pill.rect.h, 9.5f, 44.0f), ui::Weight::medium, ui::text_on(color), 16};
    style.size = std::min(style.size, pill.rect.w * .27f);
    if (style.size < 9 || ui::text_width(text, style) > pill.rect.w - 4) continue;
    changing_text(s, pill.rect, {pill.layer, pill.index}, text, style);
    if (std::abs(values[at]) > s.range(pill.layer) * 1.0001f) {
      const float side = std::min(.28f * pill.rect.h, 16.0f);
      s.list->AddTriangleFilled({pill.rect.right() - side, pill.rect.y + 1}, {pill.rect.right() - 1, pill.rect.y + 1},
                                {pill.rect.right() - 1, pill.rect.y + side}, ui::text_on(color));
    }
    Focus bias;
    bias.kind = FocusKind::parameter;
    bias.param = {pill.layer, ParamKind::bias, pill.index};
    const ui::Rect corner = param_rect(s.layout, s.snapshot, bias.param);
    if (corner.h >= 12 && s.layer(pill.layer).spec.kind == LayerKind::dense) parameter_tile(s, corner, bias);
  }
}

// Two lines under the bar: value and probability, before → after.
void class_change(const Scene& s, const ClassBox& box, const ui::Rect& track) {
  const auto layers = static_cast<int>(s.snapshot.layers.size());
  const auto at = static_cast<std::size_t>(box.index);
  const CellRef cell{layers - 1, box.index};
  const struct {
    std::string before, after;
  } rows[] = {{ui::value_text(before_of(*s.change, cell)), ui::value_text(s.layer(layers - 1).value[at])},
              {ui::percent_text(probability_before(*s.change, box.index)), ui::percent_text(s.snapshot.probabilities[at])}};
  float y = track.bottom() + 14;
  const ui::TextStyle then{11, ui::Weight::regular, s.theme->ink3, 16}, now{11, ui::Weight::semibold, s.theme->ink, 16};
  for (const auto& row : rows) {
    const float after = ui::text_width(row.after, now);
    float x = box.rect.right();
    ui::draw_text_at(s.list, {x, y + 4}, row.after, now, ui::Align::right);
    x -= after + 5;
    line(s.list, {x - 11, y}, {x, y}, s.theme->ink2, 1.2f);
    s.list->PathLineTo({x - 4, y - 3.5f});
    s.list->PathLineTo({x, y});
    s.list->PathLineTo({x - 4, y + 3.5f});
    s.list->PathStroke(s.theme->ink2, 0, 1.2f);
    ui::draw_text_at(s.list, {x - 16, y + 4}, row.before, then, ui::Align::right);
    y += 17;
  }
}

void paint_class(const Scene& s, const ClassBox& box) {
  const auto layers = static_cast<int>(s.snapshot.layers.size());
  const auto at = static_cast<std::size_t>(box.index);
  const LayerState& last = s.layer(layers - 1);
  if (at >= last.value.size() || at >= s.snapshot.probabilities.size()) return;
  const bool phone = s.layout.breakpoint == Breakpoint::phone;
  const ui::Rect& r = box.rect;
  const float k = box.scale;
  const auto y = [&](float below) { return box.anchor.y + below * k; };
  const auto style = [&](float size, ui::Weight weight, ui::Color color) {
    return ui::TextStyle{std::min(size * k, 96.0f), weight, color, size * k * 1.4f};
  };
  const float letter = !box.details && !phone ? 16 : phone ? 18.0f : 24.0f;
  const float figure = !box.details || phone ? 12.5f : 16.0f;
  const std::string name = at < s.snapshot.classes.size() ? s.snapshot.classes[at] : ui::number(box.index);
  const ui::TextStyle named = style(letter, ui::Weight::bold, class_color(s, box.index, true));
  ui::draw_text_at(s.list, {r.x + 2, y(letter * .36f - 1)}, name, named, ui::Align::left);
  // The figure keeps clear of the letter.
  const std::string logit = s.text_at({layers - 1, box.index});
  ui::TextStyle number = style(figure, ui::Weight::semibold, s.theme->ink);
  const float room = r.w - 2 - ui::text_width(name, named) - 5;
  const float needs = ui::text_width(logit, number);
  if (needs > room) number.size = std::max(9.0f, number.size * room / needs);
  const bool waits = s.pending(layers - 1, box.index);
  const bool share_waits = waits || (!s.gradient() && s.pending(layers, box.index));
  if (waits) {
    paint_pending_dot(s, {r.right() - 12, y(2)});
  } else {
    ui::draw_text_at(s.list, {r.right(), y(phone ? 5.0f : 7.0f)}, logit, number, ui::Align::right);
  }
  const float p = share_waits ? 0 : s.snapshot.probabilities[at];
  const float bar_h = (box.details ? 8.0f : 5.0f) * k;
  const ui::Rect track{r.x, y(box.details ? 17.0f : 12.0f), r.w, bar_h};
  fill(s.list, track, s.theme->sunk, bar_h / 2);
  if (!share_waits)
    fill(s.list, {track.x, track.y, std::max(bar_h, track.w * std::clamp(p, 0.0f, 1.0f)), track.h},
         class_color(s, box.index, false), bar_h / 2);
  if (s.changed()) {
    // Where the bar ended before.
    const float x = track.x + track.w * std::clamp(probability_before(*s.change, box.index), 0.0f, 1.0f);
    line(s.list, {x, track.y - 3}, {x, track.bottom() + 3}, s.theme->ink, 1.5f);
    if (box.details) class_change(s, box, track);
    return;
  }
  if (!box.details) return;
  const ui::TextStyle caption = style(11, ui::Weight::regular, s.theme->ink3);
  const ui::TextStyle strong = style(11.5f, ui::Weight::medium, s.theme->ink2);
  if (share_waits) {
    if (!s.gradient()) ui::draw_text_at(s.list, {r.x, y(41)}, ui::tr(Str::canvas_softmax), caption, ui::Align::left);
    paint_pending_dot(s, {r.right() - 12, y(37)});
  } else if (s.gradient() && s.snapshot.loss_kind == LossKind::cross_entropy) {
    const std::string one = box.index == s.snapshot.label ? ui::number(1) : ui::number(0);
    const std::string text = ltr("p \u2212 y = " + ui::fixed_text(p, 3) + " \u2212 " + one);
    ui::draw_text_at(s.list, {r.right(), y(41)}, text, strong, ui::Align::right);
  } else {
    const std::string share = ui::percent_text(p);
    // The figure first; its name where there is room for both.
    if (ui::text_width(ui::tr(Str::canvas_softmax), caption) + ui::text_width(share, strong) + 5 <= r.w)
      ui::draw_text_at(s.list, {r.x, y(41)}, ui::tr(Str::canvas_softmax), caption, ui::Align::left);
    ui::draw_text_at(s.list, {r.right(), y(41)}, share, strong, ui::Align::right);
  }
  if (!last.bias.empty() && !s.pending_weights(layers - 1)) {
    const float bias = s.gradient() ? last.d_bias[at] : last.bias[at];
    ui::draw_text_at(s.list, {r.x, y(57)}, ui::tr(Str::canvas_bias), caption, ui::Align::left);
    ui::draw_text_at(s.list, {r.right(), y(57)}, s.gradient() ? ui::gradient_text(bias) : ui::weight_text(bias), strong,
                     ui::Align::right);
  }
}

}  // namespace

void paint_votes(const Scene& s) {
  paint_pills(s);
  for (const ClassBox& box : s.layout.classes) {
    if (seen(s.layout, box.rect)) paint_class(s, box);
  }
}

void paint_overview(const Scene& s, const Layout& small, const ui::Rect& box, const ui::Rect& camera) {
  ImDrawList* list = s.list;
  for (const MapBox& map : small.maps) {
    gfx::Tile tile;
    tile.rect = map.rect;
    tile.offset = s.uploads.value[static_cast<std::size_t>(map.layer + 1)] + map.channel * map.h * map.w;
    tile.columns = map.w;
    tile.rows = map.h;
    tile.map = s.map(map.layer);
    tile.range = s.range(map.layer, map.channel);
    s.heatmaps.draw(list, tile);
    paint_pending_map(s, map);
  }
  for (const KernelBox& kernel : small.kernels) {
    if (s.pending_weights(kernel.layer)) continue;
    gfx::Tile tile;
    tile.rect = kernel.rect;
    tile.offset = s.uploads.weight[static_cast<std::size_t>(kernel.layer + 1)] +
                  (kernel.out * std::max(1, s.layer(kernel.layer).in.c) + kernel.in) * kernel.h * kernel.w;
    tile.columns = kernel.w;
    tile.rows = kernel.h;
    tile.map = s.weight_map();
    tile.range = s.weight_range(kernel.layer, kernel.out);
    s.heatmaps.draw(list, tile);
  }
  for (const PillBox& pill : small.pills) {
    const std::vector<float>& values = s.values(pill.layer);
    if (static_cast<std::size_t>(pill.index) < values.size() && !s.pending(pill.layer, pill.index))
      fill(list, pill.rect, s.cell_color(pill.layer, values[static_cast<std::size_t>(pill.index)]));
  }
  for (const ClassBox& c : small.classes) {
    const auto at = static_cast<std::size_t>(c.index);
    const bool waits = s.pending(static_cast<int>(s.snapshot.layers.size()) - (s.gradient() ? 1 : 0), c.index);
    const float p = at < s.snapshot.probabilities.size() && !waits ? s.snapshot.probabilities[at] : 0;
    const float w = small.columns.back().x1 - small.columns.back().x0;
    fill(list, {small.columns.back().x0, c.anchor.y + 2, w * p, 1.5f}, class_color(s, c.index, false));
  }
  const ui::Rect inside = intersect(camera, box.inset(3));
  if (inside.empty()) return;
  fill(list, inside, ui::with_alpha(s.theme->ink, s.theme->beam), 4);
  stroke(list, inside, s.theme->ink, 2, 4);
}

void paint_headings(const Scene& s) {
  const Layout& l = s.layout;
  const bool phone = l.breakpoint == Breakpoint::phone;
  const ui::TextStyle title{13, ui::Weight::semibold, s.theme->ink, 20};
  const ui::TextStyle small{11, ui::Weight::regular, s.theme->ink3, 16};
  float last_right = -1e9f;
  for (std::size_t i = 0; i < l.columns.size(); ++i) {
    const ColumnBox& box = l.columns[i];
    if (!box.heading || box.x1 < l.area.x || box.x0 > l.area.right() || box.title_y < l.area.y) continue;
    const bool classes = box.layer >= static_cast<int>(s.snapshot.layers.size());
    std::string name = layer_title(s.snapshot, box.layer, phone);
    std::string shape = shape_text(s.snapshot, box.layer);
    if (phone && box.kind == ColumnKind::maps) {
      const Shape& of = s.layer(box.layer).out;  // the maps are there to be counted
      shape = ltr(ui::number(of.h) + "\u00D7" + ui::number(of.w));
    }
    const LayerState* state = box.layer < 0 ? nullptr : &s.layer(classes ? box.layer - 1 : box.layer);
    const bool zoomed = box.row_map >= 0;
    if (zoomed) {
      const MapBox& map = l.maps[static_cast<std::size_t>(box.row_map)];
      const std::string plane = ltr(ui::number(map.h) + "\u00D7" + ui::number(map.w));
      shape = plane;
      if (state != nullptr && state->spec.kind == LayerKind::conv) {
        name = ui::fmt(Str::canvas_layer_map, {{"layer", name}, {"map", map_name(s.snapshot, map.layer, map.channel, false)}});
        if (!phone) {
          const int n = state->spec.kernel_h * state->spec.kernel_w * std::max(1, state->in.c);
          shape = state->spec.mean ? ui::fmt(Str::canvas_shape_mean, {{"shape", plane}, {"n", ui::number(n)}})
                                   : ui::fmt(Str::canvas_shape_sum, {{"shape", plane}});
        }
      }
    }
    if (std::string note = moment_heading(s, box); !note.empty()) shape = std::move(note);
    const float width = ui::text_width(name, title);
    const float x0 = std::max(box.x0, l.area.x), x1 = std::min(box.x1, l.area.right());
    float x = (box.x0 + box.x1) / 2;
    ui::Align align = ui::Align::center;
    if (zoomed && (box.x0 < l.area.x || box.x1 > l.area.right())) {
      // Partly in sight: centred on what is seen, or at its edge.
      x = (x0 + x1) / 2;
      if (x1 - x0 < width) {
        x = box.x1 > l.area.right() ? box.x0 : box.x1;
        align = box.x1 > l.area.right() ? ui::Align::left : ui::Align::right;
      }
    }
    if (align == ui::Align::center && x - width / 2 < last_right + 4) continue;  // no room beside the one before
    last_right = align == ui::Align::center ? x + width / 2 : x + width;
    ui::draw_text_at(s.list, {x, box.title_y}, name, title, align);
    if (s.changed() && !zoomed) {
      const Count count = changed_in(s.snapshot, *s.change, box.layer);
      const std::string text = ui::fmt(Str::change_count, {{"n", ui::number(count.changed)}, {"total", ui::number(count.total)}});
      if (phone) {
        ui::draw_text_at(s.list, {x, box.shape_y}, ui::number(count.changed), small, align);
        continue;
      }
      ui::draw_text_at(s.list, {x, box.shape_y + 1}, text, {12, ui::Weight::semibold, s.theme->ink, 16}, align);
      if (box.parameters_y > 0) ui::draw_text_at(s.list, {x, box.parameters_y + 1}, ui::tr(Str::change_changed), small, align);
      continue;
    }
    if (!phone || s.layout.ratio() < 1.5f) ui::draw_text_at(s.list, {x, box.shape_y}, shape, small, align);
    if (box.parameters_y <= 0 || state == nullptr) continue;
    std::string third;
    const std::size_t weights = state->weight.size(), biases = state->bias.size();
    if (state->spec.kind == LayerKind::max_pool) third = ui::tr(Str::canvas_max);
    if (state->spec.kind == LayerKind::mean_pool) third = ui::tr(Str::canvas_mean);
    if (weights > 0) {
      third = ui::fmt(biases > 0 ? Str::canvas_parameters : Str::canvas_weights,
                      {{"n", ui::number(static_cast<long long>(weights + biases))}});
    }
    if (!third.empty()) ui::draw_text_at(s.list, {x, box.parameters_y}, third, small, align);
  }
}

}  // namespace rizbin
