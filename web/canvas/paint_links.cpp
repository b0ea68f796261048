// Links at rest: hairlines from column to column, the weights' links by size and sign, chevrons against the flow for gradients.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "web/canvas/scene.h"

namespace rizbin {
namespace {

constexpr std::size_t kManyLinks = 400;      // more weights than this: the strongest and the focused ones are drawn
constexpr std::size_t kStrongestLinks = 160;

ui::Color faint(const Scene& s) { return ui::with_alpha(s.theme->link, .55f); }

// The focused cell of this map is joined to its patch by a beam (close up).
bool beam_through(const Scene& s, int layer, int out) {
  const MapBox* map = s.layout.map(layer, out);
  const Focus& focus = s.lit.focus;
  return map != nullptr && map->cell >= 24 && focus.kind == FocusKind::cell && focus.cell.layer == layer &&
         place_of(s.layer(layer).out, focus.cell.index).c == out;
}

// From everything before a convolution to its kernels, and from the kernels to its maps.
void conv_links(const Scene& s, int layer) {
  const Layout& l = s.layout;
  const LayerState& state = s.layer(layer);
  const int before = std::max(1, state.in.c);
  const MapBox* first_in = l.map(layer - 1, 0);
  const KernelBox* first_kernel = l.kernel(layer, 0, 0);
  if (first_in == nullptr || first_kernel == nullptr) return;
  // Several maps come together in one point, then fan out: n + m curves, not n × m.
  float y = 0;
  float from_x = -1e9f;
  for (int in = 0; in < before; ++in) {
    const MapBox* map = l.map(layer - 1, in);
    if (map == nullptr) return;
    y += map->rect.center().y / static_cast<float>(before);
    from_x = std::max(from_x, map->rect.right() + 1);
  }
  ui::Vec hub{from_x, y};
  if (before > 1) {
    hub.x = from_x + (first_kernel->rect.x - 4 - from_x) * .5f;
    for (int in = 0; in < before; ++in) {
      const ui::Rect& rect = l.map(layer - 1, in)->rect;
      curve(s.list, {rect.right() + 1, rect.center().y}, hub, s.theme->link, 1);
    }
  }
  for (int out = 0; out < state.spec.units; ++out) {
    const KernelBox* kernel = l.kernel(layer, out, 0);
    const KernelBox* last = l.kernel(layer, out, before - 1);
    const MapBox* map = l.map(layer, out);
    if (kernel == nullptr || last == nullptr || map == nullptr) continue;
    const float right = std::max(last->rect.right(), l.kernel(layer, out, std::min(before - 1, 1))->rect.right());
    const float middle = map->rect.center().y;
    const ui::Vec end{kernel->rect.x - 4, middle};
    // Close up, the way to rows out of sight would only cross what is being read, and a beam has taken the focused row's place.
    if (s.layout.ratio() > 1.6f && !seen(s.layout, kernel->rect)) continue;
    if (beam_through(s, layer, out)) {
      line(s.list, {right + 4, middle}, {map->rect.x - 1, middle}, ui::with_alpha(s.theme->link, 1 - s.glow), 1);
      continue;
    }
    if (std::abs(end.y - hub.y) < .75f) {
      line(s.list, hub, end, s.theme->link, 1);
    } else {
      curve(s.list, hub, end, s.theme->link, 1);
    }
    line(s.list, {right + 4, middle}, {map->rect.x - 1, middle}, s.theme->link, 1);
  }
}

void map_links(const Scene& s, int layer) {
  for (int c = 0; c < s.layer(layer).out.c; ++c) {
    const MapBox* from = s.layout.map(layer - 1, c);
    const MapBox* to = s.layout.map(layer, c);
    if (from == nullptr || to == nullptr || std::abs(from->rect.center().y - to->rect.center().y) > .75f) continue;
    const ui::Vec a{from->rect.right() + 1, from->rect.center().y}, b{to->rect.x - 1, to->rect.center().y};
    if (b.x < a.x) continue;
    line(s.list, a, b, s.theme->link, 1);
    if (s.gradient()) chevron(s.list, {(a.x + b.x) / 2 + (b.x - a.x > 30 ? 1.0f : 0.0f), a.y}, 6, s.theme->ink2, true);
  }
}

// From the last maps to their votes: each begins at its cell's height, nudged by its column so that no two begin together.
void flatten_links(const Scene& s, int layer) {
  const Layout& l = s.layout;
  const Shape shape = s.layer(layer).in;
  const int n = shape.size();
  const int stride = std::max(1, n / 120);
  for (int i = 0; i < n; i += stride) {
    const PillBox* pill = l.pill(layer, i);
    const Place place = place_of(shape, i);
    const MapBox* map = l.map(layer - 1, place.c);
    if (pill == nullptr || map == nullptr) continue;
    const float nudge = (static_cast<float>(place.x) - static_cast<float>(map->w - 1) / 2) * std::min(10.0f, map->cell * .36f);
    const ui::Vec a{map->rect.right() + 1, map->rect.y + (static_cast<float>(place.y) + .5f) * map->cell + nudge};
    curve(s.list, a, {pill->rect.x - 1, pill->rect.center().y}, faint(s), 1);
  }
}

bool link_in_focus(const Scene& s, int layer, int out, int in) {
  const Focus& focus = s.lit.focus;
  if (focus.kind == FocusKind::parameter) {
    return focus.param == ParamRef{layer, ParamKind::weight, out * s.layer(layer).in.size() + in};
  }
  if (focus.kind == FocusKind::vote_class) return is_output(s.snapshot, layer) && out == focus.vote_class;
  if (s.gradient() && is_output(s.snapshot, layer) && !s.lit.route.empty() && s.lit.route.back().cell != CellRef{layer, out}) {
    return false;  // the chain rule goes one way
  }
  return std::ranges::any_of(s.lit.end, [&](const CellRef& cell) { return cell == CellRef{layer - 1, in}; });
}

// The size from which a link belongs to the strongest.
float strongest(const std::vector<float>& w) {
  std::vector<float> sizes(w.size());
  std::ranges::transform(w, sizes.begin(), [](float v) { return std::abs(v); });
  const auto nth = sizes.begin() + static_cast<std::ptrdiff_t>(kStrongestLinks);
  std::ranges::nth_element(sizes, nth, std::greater<>());
  return *nth;
}

// A change on its way: only the links that carry one, each in its own weight's colour; a changed weight in its change's.
void changed_links(const Scene& s, int layer) {
  const LayerState& state = s.layer(layer);
  const LayerChange& change = s.change->layers[static_cast<std::size_t>(layer)];
  const std::vector<float>& from = s.values(layer - 1);
  const int inputs = state.in.size(), outputs = state.out.size();
  float range = 1e-6f;
  for (const float w : state.weight) range = std::max(range, std::abs(w));
  std::size_t carrying = 0;
  for (int pass = 0; pass < 2; ++pass) {  // counted first: many are drawn thinner
    for (int out = 0; out < outputs; ++out) {
      for (int in = 0; in < inputs; ++in) {
        const auto at = static_cast<std::size_t>(out * inputs + in);
        if (at >= state.weight.size() || static_cast<std::size_t>(in) >= from.size()) continue;
        const bool moved = at < change.weight.size() && change.weight[at] != 0;
        if (!moved && (from[static_cast<std::size_t>(in)] == 0 || state.weight[at] == 0)) continue;
        if (pass == 0) {
          ++carrying;
          continue;
        }
        const float size = std::min(1.0f, std::abs(state.weight[at]) / range);
        if (carrying > kManyLinks && size < .5f) continue;
        const Link link = dense_link(s.layout, s.snapshot, layer, out, in);
        if (link.b.x < s.layout.area.x || link.a.x > s.layout.area.right()) continue;
        const float sign = moved ? change.weight[at] : state.weight[at];
        const ui::Color color = ui::map_color(ui::ColorMap::weight, sign < 0 ? -1.0f : 1.0f, s.theme->dark);
        const bool few = carrying <= 12;
        curve(s.list, link.a, link.b, ui::with_alpha(color, few ? 1.0f : .35f + .45f * size), few ? 3.0f : .6f + 1.6f * size);
      }
    }
  }
}

// What a vote brings to its class along its link, x × w, as a share of the largest of this class' (values only).
struct Shares {
  std::vector<float> product;
  float largest = 1e-6f;
};
Shares shares_of(const Scene& s, int layer) {
  Shares shares;
  const LayerState& state = s.layer(layer);
  const std::vector<float>& x = layer > 0 ? s.layer(layer - 1).value : s.snapshot.picture;
  const int inputs = state.in.size();
  shares.product.resize(state.weight.size());
  for (std::size_t i = 0; i < state.weight.size(); ++i) {
    const std::size_t in = i % static_cast<std::size_t>(std::max(1, inputs));
    shares.product[i] = in < x.size() ? x[in] * state.weight[i] : 0;
    shares.largest = std::max(shares.largest, std::abs(shares.product[i]));
  }
  return shares;
}

// The product's figure on its link, on paper, where its vote's height leaves room for it.
void link_figure(const Scene& s, const Link& link, float product, float pill_h) {
  if (pill_h < 14 || link.b.x - link.a.x < 58 || s.glow < 1) return;
  const ui::TextStyle style{std::clamp(.42f * pill_h, 9.5f, 13.0f), ui::Weight::medium, s.theme->ink2, 14};
  const std::string text = ui::weight_text(product);
  const float w = ui::text_width(text, style);
  const ui::Vec at = link_point(link, .16f);
  const ui::Rect box{at.x - w / 2 - 2, at.y - style.size * .62f, w + 4, style.size * 1.24f};
  fill(s.list, box, ui::with_alpha(s.theme->canvas, .88f), 3);
  ui::draw_text(s.list, box, text, style, ui::Align::center);
}

void dense_links(const Scene& s, int layer) {
  if (s.pending_weights(layer)) return;
  if (s.changed()) {
    changed_links(s, layer);
    return;
  }
  const LayerState& state = s.layer(layer);
  const std::vector<float>& w = s.weights(layer);
  const int inputs = state.in.size(), outputs = state.out.size();
  const bool many = w.size() > kManyLinks;
  const float range = s.weight_range(layer);
  const float least = many ? strongest(w) / range : .004f;  // no connection: no link
  const bool closed = s.lit.any() && s.glow > 0;
  // In focus a link shows what goes along it: the product's size and sign. In gradients it stays the weight's.
  const bool products = closed && !s.gradient() && s.lit.focus.kind != FocusKind::parameter;
  const Shares shares = products ? shares_of(s, layer) : Shares{};
  for (int pass = 0; pass < 2; ++pass) {  // the focused ones on top
    for (int out = 0; out < outputs; ++out) {
      for (int in = 0; in < inputs; ++in) {
        const auto at = static_cast<std::size_t>(out * inputs + in);
        if (at >= w.size()) continue;
        const bool lit = closed && link_in_focus(s, layer, out, in);
        if (lit != (pass == 1)) continue;
        const float size = std::min(1.0f, std::abs(w[at]) / range);
        if (!lit && size < least) continue;
        if (size < .004f && s.lit.focus.kind != FocusKind::parameter) continue;
        const Link link = dense_link(s.layout, s.snapshot, layer, out, in);
        if (link.b.x < s.layout.area.x || link.a.x > s.layout.area.right()) continue;
        ui::Color end = ui::map_color(s.weight_map(), w[at] < 0 ? -1.0f : 1.0f, s.theme->dark);
        const bool figured = lit && products;
        if (figured) end = ui::map_color(ui::ColorMap::activation, shares.product[at] < 0 ? -1.0f : 1.0f, s.theme->dark);
        float width = .6f + 1.6f * size, alpha = .35f + .45f * size;
        if (s.layout.breakpoint == Breakpoint::phone) width *= .7f;
        if (many) alpha *= .5f;
        if (lit) {
          // A class lights all its links: the weight's own width then still tells how large it is.
          const float strong = s.lit.focus.kind == FocusKind::vote_class ? width + .8f : 3.0f;
          // A cell's vote goes to every class; the width keeps the share.
          const float mine = s.lit.focus.kind == FocusKind::cell ? std::max(width, strong * std::max(size, .25f)) : strong;
          const float share = figured ? std::abs(shares.product[at]) / shares.largest : 0;
          width += s.glow * ((figured ? .8f + 3.2f * share : mine) - width);
          alpha += s.glow * ((figured ? .45f + .55f * share : 1) - alpha);
        }
        curve(s.list, link.a, link.b, ui::with_alpha(end, alpha), width);
        if (figured) link_figure(s, link, shares.product[at], cell_rect(s.layout, s.snapshot, {layer - 1, in}).h);
      }
    }
  }
}

// Close up every weight sits on its link as its tile.
void link_tiles(const Scene& s, int layer) {
  if (s.pending_weights(layer)) return;
  const LayerState& state = s.layer(layer);
  const int inputs = state.in.size();
  for (int in = 0; in < inputs; ++in) {
    const ui::Rect pill = cell_rect(s.layout, s.snapshot, {layer - 1, in});
    if (link_tile(s.layout, pill.h) < kLinkTile || !near_links(s.layout, pill)) continue;
    for (int out = 0; out < state.out.size(); ++out) {
      Focus focus;
      focus.kind = FocusKind::parameter;
      focus.param = {layer, ParamKind::weight, out * inputs + in};
      const ui::Rect tile = param_rect(s.layout, s.snapshot, focus.param);
      if (seen(s.layout, tile)) parameter_tile(s, tile, focus);
    }
  }
}

}  // namespace

void paint_links(const Scene& s) {
  for (int layer = 0; layer < static_cast<int>(s.snapshot.layers.size()); ++layer) {
    switch (s.layer(layer).spec.kind) {
      case LayerKind::conv: conv_links(s, layer); break;
      case LayerKind::flatten: flatten_links(s, layer); break;
      case LayerKind::dense:
        dense_links(s, layer);
        link_tiles(s, layer);
        break;
      default:
        if (s.layout.map(layer, 0) != nullptr) {
          map_links(s, layer);
        } else {
          for (int i = 0; i < s.layer(layer).out.size(); ++i) {
            const PillBox* from = s.layout.pill(layer - 1, i);
            const PillBox* to = s.layout.pill(layer, i);
            if (from == nullptr || to == nullptr) continue;
            line(s.list, {from->rect.right() + 1, from->rect.center().y}, {to->rect.x - 1, to->rect.center().y}, faint(s), 1);
          }
        }
    }
  }
}

}  // namespace rizbin
