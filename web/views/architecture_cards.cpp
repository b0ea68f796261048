// The cards of edit mode: a layer's settings with its arithmetic, the kinds a gap offers, and what mends a draft that does not fit.
#include <imgui.h>

#include <algorithm>
#include <array>

#include "web/canvas/scene.h"
#include "web/views/architecture_parts.h"

namespace rizbin::views {
namespace {

constexpr float kPad = 16, kGap = 8;
constexpr int kMostFilters = 16, kMostUnits = 64, kLargestWindow = 7;

float field_height() { return control() + 20; }
bool slim(float width) { return width < 400; }  // of a card

void ground(const Rect& box, float notch_x, std::string_view id, std::string_view label) {
  ui::Item item;
  item.id = id;
  item.role = ui::Role::group;
  item.label = label;
  item.rect = box;
  item.actions = 0;
  ui::interact(item);
  ImDrawList* list = ui::frame().list;
  ui::card_ground(list, box, ui::kRadiusCard);
  const float x = std::clamp(notch_x, box.x + 20, box.right() - 20);
  list->AddTriangleFilled({x - 8, box.y + 1}, {x, box.y - 8}, {x + 8, box.y + 1}, theme().panel);
  list->AddLine({x - 8, box.y + .5f}, {x, box.y - 8}, theme().line, 1);
  list->AddLine({x, box.y - 8}, {x + 8, box.y + .5f}, theme().line, 1);
}

void caption(const Rect& box, Str text) {
  ui::draw_text(ui::frame().list, box, ui::tr(text), ui::colored(ui::kCaption, theme().ink3), ui::Align::start);
}

std::string number_of(int v) { return ui::number(v); }

// "7 − 5 + 1 = 3"; "(9 + 2 − 3) ÷ 2 + 1 = 5".
std::string output_arithmetic(const SideArithmetic& a) {
  std::string sum = number_of(a.in);
  if (a.padding > 0) sum += " + " + number_of(a.padding);
  sum += " \u2212 " + number_of(a.window);
  if (a.stride > 1) sum = "(" + sum + ") \u00F7 " + number_of(a.stride);
  return ltr(sum + " + " + number_of(1) + " = " + number_of(a.out));
}

// "3 × 5 × 5 × 3 + 3 = 228": filters, window, channels, biases.
std::string parameter_arithmetic(const LayerPlan& layer) {
  if (layer.weights == 0) return {};
  std::string text = number_of(layer.units);
  if (layer.window_h > 1 || layer.window_w > 1)
    text += " \u00D7 " + number_of(layer.window_h) + " \u00D7 " + number_of(layer.window_w);
  text += " \u00D7 " + number_of(layer.channels);
  if (layer.biases > 0) text += " + " + number_of(layer.biases);
  return ltr(text + " = " + number_of(layer.parameters()));
}

struct Fields {
  Rect column;
  float y = 0;
  std::string prefix;
  std::vector<LayerSpec>& draft;
  LayerSpec& spec;  // of `draft`
  bool changed = false;

  // One choice among numbers; `name` of each.
  void segments(float x, float w, std::string_view id, Str name, std::span<const std::string_view> ids,
                std::span<const std::string> labels, int chosen, auto set) {
    caption(from_start(column, x, y, w, 16), name);
    const int picked =
        ui::segmented(from_start(column, x, y + 18, w, control()), prefix + std::string(id), ui::tr(name), ids, labels, chosen);
    if (picked < 0) return;
    set(picked);
    changed = true;
  }
  void number(float x, float w, std::string_view id, Str name, int value, int most, auto set) {
    const std::string full = prefix + std::string(id);
    ui::NumberFieldSpec field;
    field.id = full;
    field.label = {};
    const std::string label(ui::tr(name));
    field.label = label;
    field.value = value;
    field.min = 1;
    field.max = most;
    field.step = 1;
    field.decimals = 0;
    field.integer = true;
    const ui::NumberFieldResult result = ui::number_field(from_start(column, x, y + 18, w, control()), field);
    if (!result.value) return;
    set(static_cast<int>(*result.value));
    changed = true;
  }
  bool toggle(float x, float w, std::string_view id, std::string_view label, bool on) {
    const bool pressed = ui::toggle(from_start(column, x, y, w, control()), prefix + std::string(id), label, on);
    changed = changed || pressed;
    return pressed;
  }
};

constexpr std::array<std::string_view, 7> kNumbers{"1", "2", "3", "4", "5", "6", "7"};

void window_field(Fields& f, float x, float w, int value, int first, int last, auto set) {
  std::vector<std::string_view> ids;
  std::vector<std::string> labels;
  for (int n = first; n <= last; ++n) {
    ids.push_back(kNumbers[static_cast<std::size_t>(n - 1)]);
    labels.push_back(ui::number(n));
  }
  f.segments(x, w, "/window", Str::arch_window, ids, labels, value >= first && value <= last ? value - first : -1,
             [&](int picked) { set(first + picked); });
}
void stride_field(Fields& f, float x, float w) {
  std::vector<std::string> labels;
  for (int n = 1; n <= 3; ++n) labels.push_back(ui::number(n));
  f.segments(x, w, "/stride", Str::arch_stride, std::span(kNumbers).first(3), labels, f.spec.stride - 1,
             [&](int picked) { f.spec.stride = picked + 1; });
}
void kind_field(Fields& f, float w, std::span<const LayerKind> kinds) {
  std::vector<std::string> labels;
  std::vector<std::string_view> ids;
  int chosen = -1;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    labels.push_back(kind_name(kinds[i]));
    ids.push_back(kNumbers[i]);
    if (kinds[i] == f.spec.kind) chosen = static_cast<int>(i);
  }
  f.segments(0, w, "/kind", Str::arch_kind, ids, labels, chosen, [&](int picked) {
    const bool pool = f.spec.kind == LayerKind::max_pool || f.spec.kind == LayerKind::mean_pool;
    f.spec.kind = kinds[static_cast<std::size_t>(picked)];
    if (pool) return;  // a pooling keeps its name; an activation is named by what it does
    f.spec.id.clear();
    f.spec.id = fresh_id(f.spec.kind, f.draft);
  });
}

void conv_fields(Fields& f, float width) {
  const bool one_column = slim(width + 2 * kPad);
  const float first = one_column ? width : 84, second = width - first - 16;
  f.number(0, one_column ? 84 : first, "/units", Str::arch_filters, f.spec.units, kMostFilters, [&](int n) { f.spec.units = n; });
  if (one_column) {
    const float rest = width - 84 - 16;
    f.segments(100, rest, "/padding", Str::arch_padding, std::array<std::string_view, 2>{"none", "same"},
               std::array{std::string(ui::tr(Str::arch_padding_none)), std::string(ui::tr(Str::arch_padding_same))},
               f.spec.same ? 1 : 0, [&](int picked) { f.spec.same = picked == 1; });
    f.y += field_height() + kGap;
  }
  window_field(f, one_column ? 0 : first + 16, one_column ? width : second,
               f.spec.kernel_h == f.spec.kernel_w ? f.spec.kernel_h : -1, 1, kLargestWindow,
               [&](int n) { f.spec.kernel_h = f.spec.kernel_w = n; });
  f.y += field_height() + kGap;
  const float stride = 108;
  stride_field(f, 0, stride);
  if (!one_column) {
    f.segments(stride + 16, 160, "/padding", Str::arch_padding, std::array<std::string_view, 2>{"none", "same"},
               std::array{std::string(ui::tr(Str::arch_padding_none)), std::string(ui::tr(Str::arch_padding_same))},
               f.spec.same ? 1 : 0, [&](int picked) { f.spec.same = picked == 1; });
  }
  const float rest_x = one_column ? stride + 16 : stride + 16 + 160 + 12, rest = width - rest_x;
  const float y = f.y;
  f.y += 18;
  if (f.toggle(rest_x, rest, "/bias", ui::tr(Str::arch_bias), f.spec.bias)) f.spec.bias = !f.spec.bias;
  f.y = y + field_height() + kGap;
}

// Rows of fields a kind needs: their number.
int rows_of(LayerKind kind, float width) {
  switch (kind) {
    case LayerKind::conv: return slim(width) ? 3 : 2;
    case LayerKind::max_pool:
    case LayerKind::mean_pool: return 2;
    case LayerKind::relu:
    case LayerKind::tanh:
    case LayerKind::sigmoid:
    case LayerKind::dense: return 1;
    default: return 0;
  }
}

void icon_button(const Rect& box, const std::string& id, Str name, ui::Icon icon, bool disabled, auto act) {
  ui::ButtonSpec spec;
  spec.id = id;
  spec.name = ui::tr(name);
  spec.icon = icon;
  spec.show_label = false;
  spec.kind = ui::ButtonKind::ghost;
  spec.disabled = disabled;
  if (ui::button(box, spec)) act();
}

void move_layer(Context& c, int from, int to) {
  std::vector<LayerSpec> draft = c.shell.architecture.draft;
  std::swap(draft[static_cast<std::size_t>(from)], draft[static_cast<std::size_t>(to)]);
  c.shell.architecture.selected = to;
  choose(c, std::move(draft));
}

void arithmetic_row(const Rect& column, float y, std::string_view id, Str name, const std::string& value, const std::string& note) {
  ImDrawList* list = ui::frame().list;
  const float head = 84;
  ui::draw_text(list, from_start(column, 0, y, head, 24), ui::tr(name), ui::colored(ui::kSmall, theme().ink2), ui::Align::start);
  ui::draw_text(list, from_start(column, head, y, column.w - head, 24), value, {13, ui::Weight::semibold, theme().ink, 20},
                ui::Align::start);
  if (!note.empty()) {
    const float used = head + ui::text_width(value, {13, ui::Weight::semibold, theme().ink, 20}) + 12;
    if (used + ui::text_width(note, ui::kSmall) < column.w)
      ui::draw_text(list, from_start(column, used, y, column.w - used, 24), note, ui::colored(ui::kSmall, theme().ink3),
                    ui::Align::start);
  }
  ui::Item item;
  item.id = id;
  item.role = ui::Role::text;
  item.label = ui::tr(name);
  item.value = value + (note.empty() ? "" : ", " + note);
  item.rect = from_start(column, 0, y, column.w, 24);
  item.actions = 0;
  item.hit = false;
  ui::announce(item);
}

std::vector<LayerKind> kinds_for(const std::vector<LayerSpec>& draft, int gap) {
  bool flat = false;
  for (int i = 0; i < gap; ++i) {
    const LayerKind kind = draft[static_cast<std::size_t>(i)].kind;
    flat = flat || kind == LayerKind::flatten || kind == LayerKind::dense;
  }
  if (flat) return {LayerKind::dense, LayerKind::relu, LayerKind::tanh, LayerKind::sigmoid};
  return {LayerKind::conv, LayerKind::relu, LayerKind::tanh, LayerKind::sigmoid, LayerKind::max_pool, LayerKind::mean_pool};
}

std::string_view kind_word(LayerKind kind) {
  switch (kind) {
    case LayerKind::conv: return "conv";
    case LayerKind::relu: return "relu";
    case LayerKind::tanh: return "tanh";
    case LayerKind::sigmoid: return "sigmoid";
    case LayerKind::max_pool: return "max_pool";
    case LayerKind::mean_pool: return "mean_pool";
    default: return "dense";
  }
}

LayerSpec fresh_layer(LayerKind kind, const std::vector<LayerSpec>& draft) {
  LayerSpec spec{.kind = kind, .id = fresh_id(kind, draft)};
  if (kind == LayerKind::conv) spec.units = 3;
  if (kind == LayerKind::dense) spec.units = 8;
  if (kind == LayerKind::max_pool || kind == LayerKind::mean_pool) spec.stride = 2;
  return spec;
}

std::string repair_label(const Repair& repair) {
  const LayerSpec& spec = repair.specs[std::min(static_cast<std::size_t>(repair.layer), repair.specs.size() - 1)];
  switch (repair.kind) {
    case RepairKind::undo: return std::string(ui::tr(Str::arch_repair_undo));
    case RepairKind::keep_size: return std::string(ui::tr(Str::arch_repair_keep_size));
    case RepairKind::smaller_window: {
      const bool conv = spec.kind == LayerKind::conv;
      return ui::fmt(Str::arch_repair_smaller,
                     {{"window", conv ? plane_text(spec.kernel_h, spec.kernel_w) : plane_text(spec.window, spec.window)}});
    }
    case RepairKind::remove: return std::string(ui::tr(Str::arch_repair_remove));
    case RepairKind::end: return std::string(ui::tr(Str::arch_repair_end));
  }
  return {};
}

constexpr std::array<std::string_view, 5> kRepairWords{"undo", "keep_size", "smaller_window", "remove", "end"};
constexpr std::size_t kRepairsShown = 3;

std::string misfit_text(const Context& c, const ArchitecturePlan& plan, bool title) {
  if (plan.why != Misfit::window_too_large)
    return std::string(ui::tr(title ? Str::arch_misfit_other : Str::arch_misfit_other_text));
  (void)c;
  const LayerPlan& layer = plan.layers[static_cast<std::size_t>(plan.layer)];
  return ui::fmt(
      title ? Str::arch_misfit_window : Str::arch_misfit_window_text,
      {{"window", plane_text(layer.rows.window, layer.columns.window)}, {"picture", plane_text(layer.in.h, layer.in.w)}});
}

}  // namespace

float settings_height(const Context& c, float width) {
  const ArchitectureEdit& edit = c.shell.architecture;
  const float head = 12 + control() + 4;
  if (edit.gap >= 0) {
    const int columns = slim(width) ? 2 : 3;
    const auto kinds = static_cast<int>(kinds_for(edit.draft, edit.gap).size());
    return head + static_cast<float>((kinds + columns - 1) / columns) * (control() + kGap) + 10;
  }
  if (edit.selected < 0 || edit.selected >= static_cast<int>(edit.draft.size())) return 0;
  const LayerKind kind = edit.draft[static_cast<std::size_t>(edit.selected)].kind;
  return head + static_cast<float>(rows_of(kind, width)) * (field_height() + kGap) + 2 * 26 + 18;
}

void draw_settings(const Rect& box, float notch_x, Context& c, const ArchitecturePlan& plan) {
  ArchitectureEdit& edit = c.shell.architecture;
  const int at = edit.selected;
  const LayerSpec& now = edit.draft[static_cast<std::size_t>(at)];
  const LayerPlan& layer = plan.layers[static_cast<std::size_t>(at)];
  const std::string prefix = "arch/layer/" + now.id;
  ground(box, notch_x, prefix + "/card", kind_name(now.kind));
  const Rect column = box.inset(kPad, 0);
  const float k = control();
  float y = 12;
  ui::draw_text(ui::frame().list, from_start(column, 0, y, column.w - 3 * k - 8, k), kind_name(now.kind),
                {14, ui::Weight::semibold, theme().ink, 20}, ui::Align::start);
  const bool own = movable(edit.draft, at);
  if (own) {
    icon_button(from_end(column, -8, y, k, k), prefix + "/remove", Str::arch_remove, ui::Icon::trash, false, [&] {
      std::vector<LayerSpec> draft = edit.draft;
      draft.erase(draft.begin() + at);
      edit.selected = -1;
      choose(c, std::move(draft));
    });
    if (edit.selected < 0) return;
    // The network runs left to right in both languages, so do the two arrows.
    const Rect right = from_end(column, k - 8, y, k, k), left = from_end(column, 2 * k - 8, y, k, k);
    icon_button(rtl() ? right : left, prefix + "/left", Str::arch_left, ui::Icon::chevron_left, !movable(edit.draft, at - 1),
                [&] { move_layer(c, at, at - 1); });
    icon_button(rtl() ? left : right, prefix + "/right", Str::arch_right, ui::Icon::chevron_right, !movable(edit.draft, at + 1),
                [&] { move_layer(c, at, at + 1); });
    if (edit.selected != at) return;
  }
  y += k + 4;

  std::vector<LayerSpec> draft = edit.draft;
  LayerSpec& spec = draft[static_cast<std::size_t>(at)];
  Fields g{column, y, prefix, draft, spec};
  const float width = column.w;
  switch (spec.kind) {
    case LayerKind::conv: conv_fields(g, width); break;
    case LayerKind::max_pool:
    case LayerKind::mean_pool: {
      constexpr std::array<LayerKind, 2> kPools{LayerKind::max_pool, LayerKind::mean_pool};
      kind_field(g, width, kPools);
      g.y += field_height() + kGap;
      window_field(g, 0, 144, spec.window, 2, 4, [&](int n) { spec.window = n; });
      stride_field(g, 160, 108);
      g.y += field_height() + kGap;
      break;
    }
    case LayerKind::relu:
    case LayerKind::tanh:
    case LayerKind::sigmoid: {
      constexpr std::array<LayerKind, 3> kCurves{LayerKind::relu, LayerKind::tanh, LayerKind::sigmoid};
      kind_field(g, width, kCurves);
      g.y += field_height() + kGap;
      break;
    }
    case LayerKind::dense: {
      if (own) g.number(0, 100, "/units", Str::arch_units, spec.units, kMostUnits, [&](int n) { spec.units = n; });
      g.y += 18;
      if (g.toggle(own ? 116 : 0, 140, "/bias", ui::tr(Str::arch_bias), spec.bias)) spec.bias = !spec.bias;
      g.y += field_height() + kGap - 18;
      break;
    }
    default: break;
  }
  ui::hairline(ui::frame().list, {column.x, box.y + g.y}, {column.right(), box.y + g.y}, theme().line);
  y = g.y + 6;
  const bool windowed = layer.rows.window > 0;
  std::string output = std::string(ui::tr(Str::arch_each_cell)), note;
  if (!layer.fits) {
    output = ui::tr(at == plan.layer ? Str::arch_no_fit : Str::arch_unknown);
  } else if (windowed) {
    output = output_arithmetic(layer.rows);
    const int room = layer.rows.in + layer.rows.padding - layer.rows.window;
    if (room % layer.rows.stride != 0) note = ui::tr(now.kind == LayerKind::conv ? Str::arch_rounded_down : Str::arch_rounded_up);
  } else if (now.kind == LayerKind::flatten) {
    output = ui::fmt(Str::arch_in_a_row, {{"n", ltr(number_of(layer.in.c) + " \u00D7 " + number_of(layer.in.h) + " \u00D7 " +
                                                    number_of(layer.in.w) + " = " + number_of(layer.out.c))}});
  } else if (now.kind == LayerKind::dense) {
    output = number_of(layer.out.c);
  }
  arithmetic_row(column, y, prefix + "/output", Str::arch_output, output, note);
  const std::string parameters = parameter_arithmetic(layer);
  arithmetic_row(column, y + 26, prefix + "/parameters", Str::arch_parameters,
                 parameters.empty() ? std::string(ui::tr(Str::arch_none)) : parameters, {});
  if (g.changed) choose(c, std::move(draft));
}

void draw_palette(const Rect& box, float notch_x, Context& c) {
  ArchitectureEdit& edit = c.shell.architecture;
  ground(box, notch_x, "arch/add", ui::tr(Str::arch_choose));
  const Rect column = box.inset(kPad, 0);
  const float k = control();
  ui::draw_text(ui::frame().list, from_start(column, 0, 12, column.w - k, k), ui::tr(Str::arch_choose),
                {14, ui::Weight::semibold, theme().ink, 20}, ui::Align::start);
  icon_button(from_end(column, -8, 12, k, k), "arch/add/close", Str::arch_cancel, ui::Icon::x, false, [&] { edit.gap = -1; });
  if (edit.gap < 0) return;
  const std::vector<LayerKind> kinds = kinds_for(edit.draft, edit.gap);
  const int columns = slim(box.w) ? 2 : 3;
  const float w = (column.w - kGap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const int row = static_cast<int>(i) / columns, at = static_cast<int>(i) % columns;
    ui::ButtonSpec spec;
    const std::string id = "arch/add/" + std::string(kind_word(kinds[i])), label = kind_name(kinds[i]);
    spec.id = id;
    spec.label = label;
    const Rect place =
        from_start(column, (w + kGap) * static_cast<float>(at), 12 + k + 4 + (k + kGap) * static_cast<float>(row), w, k);
    if (!ui::button(place, spec)) continue;
    std::vector<LayerSpec> draft = edit.draft;
    draft.insert(draft.begin() + edit.gap, fresh_layer(kinds[i], draft));
    edit.selected = edit.gap;
    edit.gap = -1;
    choose(c, std::move(draft));
    return;
  }
}

float repairs_height(const ArchitecturePlan& plan, float width) {
  const auto count = static_cast<float>(std::min(plan.repairs.size(), kRepairsShown));
  const float lines = slim(width) ? 60 : 40;
  return 16 + 22 + lines + 8 + count * (control() + 6) + 12;
}

void draw_repairs(const Rect& box, Context& c, const ArchitecturePlan& plan) {
  ImDrawList* list = ui::frame().list;
  ui::Item item;
  item.id = "arch/misfit";
  item.role = ui::Role::status;
  item.label = misfit_text(c, plan, true);
  item.value = misfit_text(c, plan, false);
  item.rect = box;
  item.actions = 0;
  item.live = true;
  ui::interact(item);
  ui::card_ground(list, box, ui::kRadiusCard);
  fill(box, theme().danger_ground, ui::kRadiusCard);
  const Rect column = box.inset(kPad, 0);
  ui::draw_icon(list, from_start(column, 0, 15, 20, 22).center(), ui::Icon::error, 18, theme().danger);
  const ui::TextStyle title{14, ui::Weight::semibold, theme().ink, 20}, text = ui::colored(ui::kSmall, theme().ink2);
  ui::draw_text(list, from_start(column, 28, 15, column.w - 28, 22), item.label, title, ui::Align::start);
  ui::draw_paragraph(list, from_start(column, 0, 40, column.w, 40), item.value, text);
  float y = 16 + 22 + (slim(box.w) ? 60.0f : 40.0f) + 8;
  const float k = control(), w = slim(box.w) ? column.w * .56f : 190;
  for (std::size_t i = 0; i < std::min(plan.repairs.size(), kRepairsShown); ++i) {
    const Repair& repair = plan.repairs[i];
    ui::ButtonSpec spec;
    const std::string id = "arch/repair/" + std::string(kRepairWords[static_cast<std::size_t>(repair.kind)]);
    const std::string label = repair_label(repair);
    spec.id = id;
    spec.label = label;
    spec.kind = i == 0 ? ui::ButtonKind::primary : ui::ButtonKind::normal;
    // What the layers from there on then give.
    std::string shapes;
    int said = 0;
    for (std::size_t l = static_cast<std::size_t>(repair.layer); l < repair.shapes.size() && said < 3; ++l) {
      const Shape& shape = repair.shapes[l];
      if (shape.h == 1 && shape.w == 1 && repair.specs[l].kind == LayerKind::flatten) break;
      if (!has_parameters(repair.specs[l].kind) && repair.specs[l].kind != LayerKind::max_pool &&
          repair.specs[l].kind != LayerKind::mean_pool)
        continue;
      if (repair.specs[l].kind == LayerKind::dense) break;
      shapes += (said++ > 0 ? (rtl() ? "\u060C " : ", ") : "") + plane_text(shape.h, shape.w);
    }
    spec.description = shapes;
    const bool pressed = ui::button(from_start(column, 0, y, w, k), spec);
    if (!shapes.empty())
      ui::draw_text(list, from_start(column, w + 12, y, column.w - w - 12, k), ui::fmt(Str::arch_gives, {{"shapes", shapes}}), text,
                    ui::Align::start);
    if (pressed) {
      c.shell.architecture.selected = -1;
      choose(c, repair.specs);
      return;
    }
    y += k + 6;
  }
}

}  // namespace rizbin::views
