// See architecture.h.
#include "web/views/architecture.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/layout.h"
#include "web/canvas/scene.h"
#include "web/views/architecture_parts.h"
#include "web/views/stages.h"

namespace rizbin::views {
namespace {

constexpr float kMarks = 44;      // the strip of insertion marks above the headings
constexpr float kMark = 26;
constexpr float kFoot = 44;       // the line below: what waits, and the way out
constexpr float kCard = 420;

bool narrow(const ui::Rect& area) { return area.w < 720; }

// Settings and repairs stand side by side; without the room, what is open hides the repairs.
bool room_for_both(const ui::Rect& area) { return area.w >= 2 * kCard + 48; }

// Height of the cards' strip below the network.
float cards_height(const ui::Rect& area, const Context& c, const ArchitecturePlan& plan) {
  const float width = narrow(area) ? area.w - 16 : std::min(kCard, area.w - 32);
  float h = c.shell.architecture.selected >= 0 || c.shell.architecture.gap >= 0 ? settings_height(c, width) : 0;
  if (!plan.fits() && (h == 0 || room_for_both(area))) h = std::max(h, repairs_height(plan, width));
  return h > 0 ? h + 20 : 0;
}

// The columns of the network as the canvas has drawn it.
std::vector<DraftColumn> columns_of(const rizbin::Layout& layout, std::size_t layers) {
  std::vector<DraftColumn> columns;
  for (std::size_t i = 0; i < layers && i + 1 < layout.columns.size(); ++i) {
    const ColumnBox& box = layout.columns[i + 1];
    const ColumnBox& before = layout.columns[i];
    const KernelBox* kernel = layout.kernel(static_cast<int>(i), 0, 0);
    const float start = kernel != nullptr ? kernel->rect.x : box.x0;
    DraftColumn column;
    column.x0 = start;
    column.x1 = box.x1;
    column.gap = (before.x1 + start) / 2;
    column.title_y = box.title_y;
    const float middle = (box.x0 + box.x1) / 2, half = std::max(34.0f, (box.x1 - box.x0) / 2);
    column.heading = {middle - half, box.title_y - 16, 2 * half, 42};
    columns.push_back(column);
  }
  // Headings share the width: each is pressed from the gap before it to the gap after it.
  for (std::size_t i = 0; i < columns.size(); ++i) {
    ui::Rect& heading = columns[i].heading;
    const float left = std::max(heading.x, columns[i].gap + 2);
    const float right = i + 1 < columns.size() ? std::min(heading.right(), columns[i + 1].gap - 2) : heading.right();
    heading.x = std::min(left, columns[i].x0);
    heading.w = std::max(right, columns[i].x1) - heading.x;
  }
  return columns;
}

// The columns of a draft that does not fit: evenly spaced.
std::vector<DraftColumn> even_columns(const ui::Rect& canvas, std::size_t layers) {
  std::vector<DraftColumn> columns;
  const float pitch = canvas.w / static_cast<float>(layers + 1);
  for (std::size_t i = 0; i < layers; ++i) {
    const float middle = canvas.x + pitch * (static_cast<float>(i) + 1.5f), half = std::min(38.0f, pitch * .36f);
    columns.push_back(
        {middle - half, middle + half, middle - pitch / 2, canvas.y + 28, {middle - pitch / 2, canvas.y + 12, pitch, 42}});
  }
  return columns;
}

void dashed_line(ui::Vec a, float bottom, ui::Color color) {
  for (float y = a.y; y < bottom; y += 7) ui::frame().list->AddLine({a.x, y}, {a.x, std::min(y + 3.5f, bottom)}, color, 1);
}

// A gap may take a layer where the picture still is one; after flattening only what works on numbers.
bool takes_layer(const std::vector<LayerSpec>& draft, std::size_t gap) { return gap < draft.size(); }

void draw_marks(const ui::Rect& canvas, float y, const std::vector<DraftColumn>& columns, Context& c) {
  ArchitectureEdit& edit = c.shell.architecture;
  const bool coarse = ui::frame().coarse_pointer;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!takes_layer(edit.draft, i)) continue;
    const float x = columns[i].gap;
    float room = coarse ? 44.0f : 32.0f;
    if (i > 0) room = std::min(room, x - columns[i - 1].gap);
    if (i + 1 < columns.size()) room = std::min(room, columns[i + 1].gap - x);
    const float size = std::min(kMark, room - 2);
    ui::Item item;
    item.id = "arch/gap/" + std::to_string(i);
    item.label = ui::fmt(Str::arch_add_here, {{"layer", kind_name(edit.draft[i].kind)}});
    item.parent = "arch";
    item.rect = {x - room / 2, y - (coarse ? 22.0f : 16.0f), room, coarse ? 44.0f : 32.0f};
    item.selected = edit.gap == static_cast<int>(i);
    const ui::Interaction in = ui::interact(item);
    if (in.pressed) {
      edit.gap = item.selected ? -1 : static_cast<int>(i);
      edit.selected = -1;
      ui::request_frame();
    }
    ImDrawList* list = ui::frame().list;
    const bool strong = item.selected || in.hovered;
    dashed_line({x, columns[i].title_y + 40}, canvas.bottom() - 12, strong ? theme().ink3 : theme().line_strong);
    const ui::Rect box{x - size / 2, y - size / 2, size, size};
    const ImVec2 middle{x, y};
    list->AddCircleFilled(middle, size / 2, item.selected ? theme().ink : in.hovered ? theme().hover : theme().panel, 32);
    list->AddCircle(middle, size / 2 - .5f, strong ? theme().ink : theme().line_strong, 32, 1);
    ui::draw_icon(list, box.center(), ui::Icon::plus, size * .55f, item.selected ? theme().on_ink : theme().ink);
    if (in.focus_visible) ui::focus_ring(list, box, size / 2);
    if (in.hovered && !in.touch) ui::tooltip(item.rect, item.label);
  }
}

void draw_bands(const ui::Rect& canvas, const std::vector<DraftColumn>& columns, Context& c) {
  ArchitectureEdit& edit = c.shell.architecture;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const DraftColumn& column = columns[i];
    ui::Item item;
    item.id = "arch/layer/" + edit.draft[i].id;
    item.label = ui::fmt(Str::arch_select, {{"layer", kind_name(edit.draft[i].kind)}});
    item.parent = "arch";
    item.rect = column.heading;
    item.selected = edit.selected == static_cast<int>(i);
    const ui::Interaction in = ui::interact(item);
    if (in.pressed) {
      edit.selected = item.selected ? -1 : static_cast<int>(i);
      edit.gap = -1;
      ui::request_frame();
    }
    const ui::Rect band{std::min(column.x0, column.heading.x) - 6, canvas.y + 4,
                        std::max(column.x1, column.heading.right()) - std::min(column.x0, column.heading.x) + 12, canvas.h - 8};
    if (item.selected) {
      fill(band, ui::with_alpha(theme().ink, .03f), ui::kRadiusCard);
      ui::stroke_rect(ui::frame().list, band, ui::kRadiusCard, theme().line_strong, 1);
    } else if (in.hovered) {
      ui::stroke_rect(ui::frame().list, column.heading, 8, theme().line_strong, 1);
    }
    if (in.focus_visible) ui::focus_ring(ui::frame().list, column.heading, 8);
  }
}

// Two filters that are neighbours change places: chevrons on the maps of the selected convolution.
void draw_swaps(const rizbin::Layout& layout, Context& c) {
  const int layer = c.shell.architecture.selected;
  if (layer < 0 || static_cast<std::size_t>(layer) >= c.snapshot.layers.size()) return;
  const LayerState& state = c.snapshot.layers[static_cast<std::size_t>(layer)];
  if (state.spec.kind != LayerKind::conv) return;
  const float side = ui::frame().coarse_pointer ? 36.0f : 22.0f;
  for (int filter = 0; filter < state.spec.units; ++filter) {
    const MapBox* map = layout.map(layer, filter);
    if (map == nullptr || map->rect.h < 30) continue;
    for (const bool up : {true, false}) {
      const int other = filter + (up ? -1 : 1);
      if (other < 0 || other >= state.spec.units) continue;
      const float s = std::min(side, map->rect.h / 2 - 2);
      ui::Item item;
      item.id = "arch/layer/" + state.spec.id + "/filter/" + std::to_string(filter) + (up ? "/up" : "/down");
      item.label = ui::fmt(up ? Str::arch_swap_up : Str::arch_swap_down, {{"n", ui::number(filter + 1)}});
      item.parent = "arch";
      item.rect = {map->rect.right() - s - 2, up ? map->rect.y + 2 : map->rect.bottom() - s - 2, s, s};
      const ui::Interaction in = ui::interact(item);
      if (in.pressed) c.commands.push(SwapFilters{.layer = layer, .a = filter, .b = other});
      fill(item.rect, in.hovered ? theme().hover : theme().panel, 6);
      ui::stroke_rect(ui::frame().list, item.rect, 6, theme().line_strong, 1);
      ui::draw_icon(ui::frame().list, item.rect.center(), up ? ui::Icon::chevron_up : ui::Icon::chevron_down, s * .7f, theme().ink);
      if (in.focus_visible) ui::focus_ring(ui::frame().list, item.rect, 6);
      if (in.hovered && !in.touch) ui::tooltip(item.rect, item.label);
    }
  }
}

void draw_foot(const ui::Rect& box, Context& c, const ArchitecturePlan& plan) {
  const float k = control();
  ui::ButtonSpec done;
  done.id = "arch/done";
  done.label = ui::tr(Str::arch_done);
  done.kind = plan.fits() ? ui::ButtonKind::primary : ui::ButtonKind::normal;
  const float w = ui::button_width(done.label);
  if (ui::button(from_end(box, 12, (box.h - k) / 2, w, k), done)) leave_architecture(c);
  const ArchitectureEdit& edit = c.shell.architecture;
  const bool idle = edit.selected < 0 && edit.gap < 0 && plan.fits();
  const ui::TextStyle style = ui::colored(ui::kSmall, theme().ink2);
  const ui::Rect words = from_start(box, 16, 0, box.w - w - 44, box.h);
  const std::string text(ui::tr(idle ? Str::arch_hint : Str::arch_waits));
  const float height = ui::paragraph_height(text, style, words.w);
  ui::draw_paragraph(ui::frame().list, {words.x, box.y + (box.h - height) / 2, words.w, height}, text, style);
  ui::Item item;
  item.id = "arch/said";
  item.role = ui::Role::status;
  item.label = text;
  item.rect = words;
  item.actions = 0;
  item.hit = false;
  item.live = true;
  ui::announce(item);
}

// Follows what is applied (undo, redo, another network) as long as the draft is not one to be mended.
void follow(Context& c) {
  ArchitectureEdit& edit = c.shell.architecture;
  std::vector<LayerSpec> applied = specs_of(c.snapshot);
  const bool mending = !edit.applied.empty() && edit.applied == applied && edit.draft != applied;
  if (!mending) edit.draft = applied;
  edit.applied = std::move(applied);
  const auto count = static_cast<int>(edit.draft.size());
  if (edit.selected >= count) edit.selected = -1;
  if (edit.gap >= count) edit.gap = -1;
  c.shell.playback.playing = false;
}

}  // namespace

std::vector<LayerSpec> specs_of(const Snapshot& snapshot) {
  std::vector<LayerSpec> specs;
  for (const LayerState& layer : snapshot.layers) specs.push_back(layer.spec);
  return specs;
}

ArchitecturePlan plan_of(const Context& c) {
  return plan_architecture(c.snapshot.picture_shape, c.shell.architecture.draft, static_cast<int>(c.snapshot.classes.size()),
                           c.shell.architecture.applied);
}

std::string plane_text(int h, int w) { return "\u2066" + ui::number(h) + "\u00D7" + ui::number(w) + "\u2069"; }

std::string kind_name(LayerKind kind) {
  switch (kind) {
    case LayerKind::conv: return std::string(ui::tr(Str::canvas_conv));
    case LayerKind::relu: return std::string(ui::tr(Str::canvas_relu));
    case LayerKind::tanh: return std::string(ui::tr(Str::canvas_tanh));
    case LayerKind::sigmoid: return std::string(ui::tr(Str::canvas_sigmoid));
    case LayerKind::max_pool: return std::string(ui::tr(Str::arch_max_pool));
    case LayerKind::mean_pool: return std::string(ui::tr(Str::arch_mean_pool));
    case LayerKind::flatten: return std::string(ui::tr(Str::canvas_votes));
    case LayerKind::dense: return std::string(ui::tr(Str::canvas_dense));
    case LayerKind::softmax: return std::string(ui::tr(Str::canvas_softmax));
  }
  return {};
}

bool movable(const std::vector<LayerSpec>& draft, int layer) {
  return layer >= 0 && layer + 1 < static_cast<int>(draft.size()) &&
         draft[static_cast<std::size_t>(layer)].kind != LayerKind::flatten;
}

void choose(Context& c, std::vector<LayerSpec> draft) {
  ArchitectureEdit& edit = c.shell.architecture;
  if (draft == edit.draft) return;
  edit.draft = std::move(draft);
  if (!plan_of(c).fits()) {
    if (ui::frame().window.w < 1200) edit.selected = edit.gap = -1;  // what is wrong and what would mend it need the room
  } else if (edit.draft != edit.applied) {
    c.commands.push(SetArchitecture{edit.draft});
  }
  ui::request_frame();
}

void enter_architecture(Context& c) {
  if (c.shell.stages.open) close_stages(c.shell, c.view);
  c.shell.architecture = {};
  c.shell.architecture.on = true;
  c.shell.playback.playing = false;
  c.view.focus = {};
  c.view.hover = {};
  c.view.pinned = false;
  if (c.shell.sheet) c.view.sheet = Sheet::low;
  c.canvas.fit();
  ui::request_frame();
}

void leave_architecture(Context& c) {
  c.shell.architecture = {};
  if (c.shell.sheet) c.view.sheet = Sheet::half;
  ui::request_frame();
}

bool leave_architecture_step(Context& c) {
  ArchitectureEdit& edit = c.shell.architecture;
  if (!edit.on) return false;
  if (edit.gap >= 0 || edit.selected >= 0) {
    edit.gap = edit.selected = -1;
    ui::request_frame();
  } else if (edit.draft != edit.applied) {
    edit.draft = edit.applied;
    ui::request_frame();
  } else {
    leave_architecture(c);
  }
  return true;
}

ui::Rect architecture_canvas(const ui::Rect& area, const Context& c) {
  if (!c.shell.architecture.on) return area;
  const float below = kFoot + cards_height(area, c, plan_of(c));
  return {area.x, area.y + kMarks, area.w, std::max(120.0f, area.h - kMarks - below)};
}

bool draw_draft(const ui::Rect& canvas, Context& c) {
  ArchitectureEdit& edit = c.shell.architecture;
  if (!edit.on) return false;
  follow(c);
  const ArchitecturePlan plan = plan_of(c);
  if (plan.fits()) return false;
  fill(canvas, theme().canvas);
  ImDrawList* list = ui::frame().list;
  const std::vector<DraftColumn> columns = even_columns(canvas, edit.draft.size());
  const float pitch = canvas.w / static_cast<float>(edit.draft.size() + 1);
  const float top = canvas.y + 84, bottom = canvas.bottom() - 20;
  const float side = std::min({pitch * .72f, 76.0f, (bottom - top - 20) / 3});
  const auto cell_of = [&](int n) { return side / static_cast<float>(std::max(n, 7)); };
  const float middle = (top + bottom) / 2;
  float last_right = -1e9f;
  const auto heading = [&](float x, float y, const std::string& name, const std::string& shape, ui::Color color) {
    const ui::TextStyle title{pitch < 60 ? 11.0f : 13.0f, ui::Weight::semibold, color, 20},
        small{11, ui::Weight::regular, color, 16};
    const float w = ui::text_width(name, title);
    if (x - w / 2 > last_right + 4) {
      ui::draw_text_at(list, {x, y}, name, title, ui::Align::center);
      last_right = x + w / 2;
    }
    ui::draw_text_at(list, {x, y + 17}, shape, small, ui::Align::center);
  };
  // A stack of maps; returns the middle one's rectangle.
  const auto stack = [&](float x, Shape shape, bool row, auto draw) {
    const int shown = std::clamp(shape.c, 1, row ? 6 : 3);
    const float w = row ? std::min(30.0f, side) : cell_of(shape.w) * static_cast<float>(shape.w);
    const float h = row ? 16.0f : cell_of(shape.h) * static_cast<float>(shape.h);
    const float step = row ? 24.0f : side + 14;
    ui::Rect first;
    for (int i = 0; i < shown; ++i) {
      const float y = middle + (static_cast<float>(i) - static_cast<float>(shown - 1) / 2) * step;
      const ui::Rect box{x - w / 2, y - h / 2, w, h};
      if (i == shown / 2) first = box;
      draw(box, shape);
    }
    return first;
  };
  const auto solid = [&](const ui::Rect& box, Shape shape) {
    fill(box, theme().sunk);
    const float cell = box.w / static_cast<float>(std::max(shape.w, 1));
    if (cell >= 5) {
      for (int i = 1; i < shape.w; ++i)
        list->AddLine({box.x + cell * static_cast<float>(i), box.y}, {box.x + cell * static_cast<float>(i), box.bottom()},
                      theme().line);
      for (int i = 1; i < shape.h; ++i)
        list->AddLine({box.x, box.y + cell * static_cast<float>(i)}, {box.right(), box.y + cell * static_cast<float>(i)},
                      theme().line);
    }
    outline(box, theme().line_strong);
  };
  const Shape picture = c.snapshot.picture_shape;
  heading(canvas.x + pitch / 2, canvas.y + 28, std::string(ui::tr(Str::canvas_input)), plane_text(picture.h, picture.w),
          theme().ink);
  ui::Rect before = stack(canvas.x + pitch / 2, picture, false, [&](const ui::Rect& box, Shape shape) {
    if (shape.c == 1) {
      draw_glyph_tile(list, box, {.shape = shape, .pixels = c.snapshot.picture});
      outline(box, theme().line_strong);
    } else {
      solid(box, shape);
    }
  });
  Shape in = picture;
  for (std::size_t i = 0; i < edit.draft.size(); ++i) {
    const LayerPlan& layer = plan.layers[i];
    const float x = (columns[i].x0 + columns[i].x1) / 2;
    const bool broken = static_cast<int>(i) == plan.layer, after = static_cast<int>(i) > plan.layer;
    const ui::Color color = broken ? theme().danger : after ? theme().ink3 : theme().ink;
    std::string shape = broken ? std::string(ui::tr(Str::arch_no_fit)) : std::string(ui::tr(Str::arch_unknown));
    if (!broken && !after)
      shape = edit.draft[i].kind == LayerKind::flatten || edit.draft[i].kind == LayerKind::dense
                  ? ui::number(layer.out.c)
                  : plane_text(layer.out.h, layer.out.w);
    heading(x, columns[i].title_y, kind_name(edit.draft[i].kind), shape, color);
    if (broken || after) {
      const bool votes = edit.draft[i].kind == LayerKind::flatten || edit.draft[i].kind == LayerKind::dense;
      const Shape ghost = votes ? Shape{4, 1, 1} : Shape{3, 4, 4};
      stack(x, ghost, votes, [&](const ui::Rect& box, Shape) {
        ui::dashed_rect(list, box, 3, broken ? theme().danger : theme().line_strong);
        if (!broken && box.h > 14)
          ui::draw_text(list, box, ui::tr(Str::arch_unknown), ui::colored(ui::kCaption, theme().ink3), ui::Align::center);
      });
      if (broken && plan.why == Misfit::window_too_large && !before.empty()) {
        // The window in true size on the map before it: it hangs over the edge.
        const float cell = before.w / static_cast<float>(std::max(in.w, 1));
        const ui::Rect window{before.x, before.y, cell * static_cast<float>(layer.columns.window),
                              cell * static_cast<float>(layer.rows.window)};
        ui::stroke_rect(list, window, 2, theme().danger, 2);
      }
      if (broken) before = {};
      continue;
    }
    before = stack(x, layer.out, edit.draft[i].kind == LayerKind::flatten || edit.draft[i].kind == LayerKind::dense, solid);
    in = layer.out;
  }
  return true;
}

void draw_architecture(const ui::Rect& area, const ui::Rect& canvas, Context& c, bool phone) {
  ArchitectureEdit& edit = c.shell.architecture;
  const rizbin::Layout* layout = c.canvas.layout();
  if (!edit.on) {
    if (phone || layout == nullptr || !layout->whole) return;
    ui::ButtonSpec spec;
    spec.id = "arch/edit";
    spec.label = ui::tr(Str::arch_edit);
    spec.icon = ui::Icon::settings;
    const float k = control(), w = ui::button_width(spec.label, true);
    const ui::Rect box{area.x + 16, area.bottom() - 16 - k, w, k};
    if (!ui::intersect(c.canvas.card(), box).empty()) return;
    if (ui::button(box, spec)) enter_architecture(c);
    return;
  }
  const ArchitecturePlan plan = plan_of(c);
  ui::Item group;
  group.id = "arch";
  group.role = ui::Role::group;
  group.label = ui::tr(Str::arch_edit);
  group.rect = area;
  group.actions = 0;
  group.hit = false;
  ui::announce(group);
  fill({area.x, area.y, area.w, kMarks}, theme().canvas);
  fill({area.x, canvas.bottom(), area.w, area.bottom() - canvas.bottom()}, theme().canvas);
  const bool fits = plan.fits() && layout != nullptr && edit.draft.size() + 1 == layout->columns.size();
  if (plan.fits() && !fits) {
    ui::request_frame();  // the canvas shows the new layers with the next frame
  }
  const std::vector<DraftColumn> columns = fits           ? columns_of(*layout, edit.draft.size())
                                           : !plan.fits() ? even_columns(canvas, edit.draft.size())
                                                          : std::vector<DraftColumn>{};
  if (!columns.empty()) {
    draw_bands(canvas, columns, c);
    if (fits) draw_swaps(*layout, c);
    draw_marks(canvas, area.y + kMarks / 2 + 4, columns, c);
  }
  draw_foot({area.x, area.bottom() - kFoot, area.w, kFoot}, c, plan);

  const float height = cards_height(area, c, plan) - 20;
  if (height <= 0) return;
  const float margin = narrow(area) ? 8 : 16;
  const float width = narrow(area) ? area.w - 16 : std::min(kCard, area.w - 32);
  const float y = canvas.bottom() + 10;
  const int under = edit.selected >= 0 ? edit.selected : edit.gap;
  float at = area.center().x;
  if (under >= 0 && under < static_cast<int>(columns.size())) {
    const DraftColumn& column = columns[static_cast<std::size_t>(under)];
    at = edit.selected >= 0 ? (column.x0 + column.x1) / 2 : column.gap;
  }
  const bool both = !plan.fits() && room_for_both(area);
  float x = std::clamp(at - width / 2, area.x + margin, area.right() - margin - width);
  if (both) x = at < area.center().x ? area.x + margin : area.right() - margin - width;
  if (!plan.fits() && (both || under < 0)) {
    const float repairs_x = !both                  ? area.right() - margin - width
                            : at < area.center().x ? area.right() - margin - width
                                                   : area.x + margin;
    draw_repairs({repairs_x, y, width, repairs_height(plan, width)}, c, plan);
  }
  if (edit.gap >= 0) {
    draw_palette({x, y, width, settings_height(c, width)}, at, c);
  } else if (edit.selected >= 0) {
    draw_settings({x, y, width, settings_height(c, width)}, at, c, plan);
  }
}

}  // namespace rizbin::views
