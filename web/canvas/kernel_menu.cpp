// See kernels.h. Lecture: chapter 6 (the three features); edges, blur and sharpening are what filters do in picture programs.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "web/canvas/kernels.h"
#include "web/canvas/scene.h"
#include "web/ui/widgets.h"

namespace rizbin {
namespace {

struct Pattern {
  std::string_view id;
  Str name;
  float weights[9];
  bool scaled = false;  // says what comes out, so a mean's ÷ n is made good
};
constexpr std::array<Pattern, 8> kPatterns{{
    {"diagonal", Str::canvas_title_diagonal, {1, -1, -1, -1, 1, -1, -1, -1, 1}},
    {"cross", Str::canvas_title_cross, {1, -1, 1, -1, 1, -1, 1, -1, 1}},
    {"anti_diagonal", Str::canvas_title_anti_diagonal, {-1, -1, 1, -1, 1, -1, 1, -1, -1}},
    {"horizontal", Str::edit_kernel_horizontal, {-1, -1, -1, 0, 0, 0, 1, 1, 1}},
    {"vertical", Str::edit_kernel_vertical, {-1, 0, 1, -1, 0, 1, -1, 0, 1}},
    {"blur",
     Str::edit_kernel_blur,
     {1.0f / 9, 1.0f / 9, 1.0f / 9, 1.0f / 9, 1.0f / 9, 1.0f / 9, 1.0f / 9, 1.0f / 9, 1.0f / 9},
     true},
    {"sharpen", Str::edit_kernel_sharpen, {0, -1, 0, -1, 5, -1, 0, -1, 0}, true},
    {"identity", Str::edit_kernel_identity, {0, 0, 0, 0, 1, 0, 0, 0, 0}, true},
}};

constexpr float kTileW = 92, kTileH = 74, kPicture = 42, kPad = 14;

struct Place3 {
  int filter, first;  // of the kernel in the flat weights
};
Place3 kernel_of(const LayerState& layer, ParamRef param) {
  const int plane = layer.spec.kernel_h * layer.spec.kernel_w;
  return {param.index / (plane * std::max(1, layer.in.c)), param.index / plane * plane};
}

std::vector<float> filter_weights(const LayerState& layer, ParamRef param) {
  const int size = layer.spec.kernel_h * layer.spec.kernel_w * std::max(1, layer.in.c);
  const auto from = layer.weight.begin() + kernel_of(layer, param).filter * size;
  return {from, from + size};
}

// Changes the one kernel inside its filter: f(y, x) is the new weight.
template <class F>
std::vector<float> with_kernel(const LayerState& layer, ParamRef param, F f) {
  std::vector<float> weights = filter_weights(layer, param);
  const Place3 at = kernel_of(layer, param);
  const int first = at.first - at.filter * static_cast<int>(weights.size());
  for (int y = 0; y < layer.spec.kernel_h; ++y)
    for (int x = 0; x < layer.spec.kernel_w; ++x) weights[static_cast<std::size_t>(first + y * layer.spec.kernel_w + x)] = f(y, x);
  return weights;
}

float weight_at(const LayerState& layer, ParamRef param, int y, int x) {
  return layer.weight[static_cast<std::size_t>(kernel_of(layer, param).first + y * layer.spec.kernel_w + x)];
}

// What the pad shows in its middle, as a kernel: ink +1, paper −1.
void own_drawing(const Snapshot& s, float (&pattern)[9]) {
  const Shape shape = s.picture_shape;
  for (int y = 0; y < 3; ++y) {
    for (int x = 0; x < 3; ++x) {
      const int row = shape.h / 2 - 1 + y, column = shape.w / 2 - 1 + x;
      const bool inside = row >= 0 && row < shape.h && column >= 0 && column < shape.w;
      pattern[y * 3 + x] = inside ? s.picture[static_cast<std::size_t>(shape.index(0, row, column))] : 0;
    }
  }
}

bool pattern_tile(const ui::Rect& box, std::string_view id, std::string_view name, const float (&pattern)[9], bool chosen) {
  const ui::Theme& theme = *ui::frame().theme;
  ImDrawList* list = ui::frame().list;
  ui::Item item;
  item.id = "overlay/kernel/" + std::string(id);
  item.role = ui::Role::menu_item;
  item.label = name;
  item.rect = box;
  item.selected = chosen;
  item.parent = "overlay/kernel";
  const ui::Interaction in = ui::interact(item);
  if (in.hovered || chosen) ui::fill_rect(list, box, 8, in.hovered ? theme.hover : theme.sunk);
  float largest = 1e-6f;
  for (const float w : pattern) largest = std::max(largest, std::abs(w));
  const float cell = kPicture / 3;
  const ui::Vec at{box.center().x - kPicture / 2, box.y + 7};
  for (int i = 0; i < 9; ++i) {
    const ui::Rect tile{at.x + static_cast<float>(i % 3) * cell, at.y + static_cast<float>(i / 3) * cell, cell, cell};
    ui::fill_rect(list, tile.inset(.75f), 2.2f, ui::map_color(ui::ColorMap::weight, pattern[i] / largest, theme.dark));
  }
  ui::draw_text(list, {box.x, at.y + kPicture + 3, box.w, 18}, name, ui::colored(ui::kCaption, chosen ? theme.ink : theme.ink2),
                ui::Align::center);
  if (in.focus_visible) ui::focus_ring(list, box, 8);
  return in.pressed;
}

}  // namespace

bool locked(const Snapshot& s, ParamRef param) {
  if (param.layer < 0 || param.layer >= static_cast<int>(s.layers.size())) return false;
  const LayerState& layer = s.layers[static_cast<std::size_t>(param.layer)];
  const std::vector<std::uint8_t>& locks = param.kind == ParamKind::bias ? layer.locked_bias : layer.locked_weight;
  const auto at = static_cast<std::size_t>(param.index);
  return at < locks.size() && locks[at] != 0;
}

std::vector<float> with_pattern(const LayerState& layer, ParamRef param, const float (&pattern)[9]) {
  const int dy = (layer.spec.kernel_h - 3) / 2, dx = (layer.spec.kernel_w - 3) / 2;
  return with_kernel(layer, param, [&](int y, int x) {
    const int py = y - dy, px = x - dx;
    return py >= 0 && py < 3 && px >= 0 && px < 3 ? pattern[py * 3 + px] : 0.0f;
  });
}

std::vector<float> turned(const LayerState& layer, ParamRef param) {
  const int n = layer.spec.kernel_h;
  if (n != layer.spec.kernel_w) return filter_weights(layer, param);
  return with_kernel(layer, param, [&](int y, int x) { return weight_at(layer, param, n - 1 - x, y); });
}

std::vector<float> negated(const LayerState& layer, ParamRef param) {
  return with_kernel(layer, param, [&](int y, int x) {
    const float w = weight_at(layer, param, y, x);
    return w == 0 ? 0.0f : -w;
  });
}

bool draw_kernel_menu(const Snapshot& snapshot, ParamRef param, const ui::Rect& near, CommandQueue& commands) {
  const LayerState& layer = snapshot.layers[static_cast<std::size_t>(param.layer)];
  const Place3 place = kernel_of(layer, param);
  const ui::Theme& theme = *ui::frame().theme;
  ImDrawList* list = ui::frame().list;
  const bool rtl = ui::locale().rtl();
  const float row = ui::control_height();
  const float width = 3 * kTileW + 2 * kPad;
  const float height = kPad + 22 + 6 + 3 * kTileH + 8 + row + 6 + row + 10 + 18 + 2 + row + kPad;
  const ui::Rect window = ui::frame().window.inset(8);
  ui::Rect box{near.center().x - width / 2, near.y - 8 - height, width, height};
  if (box.y < window.y) {  // no room above: beside it
    box.y = std::clamp(near.center().y - height / 2, window.y, std::max(window.y, window.bottom() - height));
    box.x = rtl ? near.x - 8 - width : near.right() + 8;
    if (box.right() > window.right() || box.x < window.x) box.x = rtl ? near.right() + 8 : near.x - 8 - width;
  }
  box.x = std::clamp(box.x, window.x, std::max(window.x, window.right() - width));

  ui::Item backdrop;
  backdrop.id = "overlay/kernel/backdrop";
  backdrop.label = ui::tr(Str::close);
  backdrop.rect = ui::frame().window;
  backdrop.actions = ui::kPress;
  backdrop.mirrored = false;
  bool open = !ui::interact(backdrop).pressed;
  ui::Item ground;
  ground.id = "overlay/kernel";
  ground.role = ui::Role::group;
  ground.label = ui::tr(Str::edit_kernel_name);
  ground.rect = box;
  ground.actions = 0;
  ui::interact(ground);
  ui::card_ground(list, box, ui::kRadiusCard);

  const auto at = [&](float x, float y, float w, float h) { return ui::mirror(box, {box.x + x, box.y + y, w, h}, rtl); };
  float y = kPad;
  const std::string of = map_name(snapshot, param.layer, place.filter, false);
  ui::draw_text(list, at(kPad, y, width - 2 * kPad, 22), ui::fmt(Str::edit_kernel_of, {{"of", of}}),
                ui::colored(ui::kStrong, theme.ink));
  y += 28;
  const std::vector<float> present = with_kernel(layer, param, [&](int r, int c) { return weight_at(layer, param, r, c); });
  const auto set = [&](std::vector<float> values) {
    commands.push(SetKernel{.layer = param.layer, .filter = place.filter, .values = std::move(values), .gesture = 0});
    ui::request_frame();
  };
  const float scale =
      layer.spec.mean ? static_cast<float>(layer.spec.kernel_h * layer.spec.kernel_w * std::max(1, layer.in.c)) : 1.0f;
  for (std::size_t i = 0; i <= kPatterns.size(); ++i) {
    const ui::Rect tile = at(kPad + static_cast<float>(i % 3) * kTileW, y + static_cast<float>(i / 3) * kTileH, kTileW, kTileH);
    float pattern[9];
    const bool mine = i == kPatterns.size();
    if (mine) {
      own_drawing(snapshot, pattern);
    } else {
      const bool made_good = kPatterns[i].scaled;
      for (int k = 0; k < 9; ++k)
        pattern[k] = made_good ? std::round(kPatterns[i].weights[k] * scale * 1e4f) / 1e4f : kPatterns[i].weights[k];
    }
    const std::vector<float> wanted = with_pattern(layer, param, pattern);
    if (pattern_tile(tile, mine ? "mine" : kPatterns[i].id, ui::tr(mine ? Str::edit_kernel_mine : kPatterns[i].name), pattern,
                     wanted == present))
      set(wanted);
  }
  y += 3 * kTileH + 8;
  const float half = (width - 2 * kPad - 8) / 2;
  ui::ButtonSpec turn;
  turn.id = "overlay/kernel/turn";
  turn.label = ui::tr(Str::edit_kernel_turn);
  turn.disabled = layer.spec.kernel_h != layer.spec.kernel_w;
  if (ui::button(at(kPad, y, half, row), turn)) set(turned(layer, param));
  ui::ButtonSpec negate;
  negate.id = "overlay/kernel/negate";
  negate.label = ui::tr(Str::edit_kernel_negate);
  if (ui::button(at(kPad + half + 8, y, half, row), negate)) set(negated(layer, param));
  y += row + 6;
  const int plane = layer.spec.kernel_h * layer.spec.kernel_w;
  bool all = true;
  for (int i = 0; i < plane; ++i) all = all && locked(snapshot, {param.layer, ParamKind::weight, place.first + i});
  if (ui::toggle(at(kPad, y, width - 2 * kPad, row), "overlay/kernel/lock", ui::tr(Str::edit_lock_kernel), all)) {
    const int gesture = commands.begin_gesture();
    for (int i = 0; i < plane; ++i)
      commands.push(SetLock{.param = {param.layer, ParamKind::weight, place.first + i}, .locked = !all, .gesture = gesture});
  }
  y += row + 10;
  ui::draw_text(list, at(kPad, y, width - 2 * kPad, 18), ui::tr(Str::edit_allowed), ui::colored(ui::kCaption, theme.ink3));
  y += 20;
  static constexpr std::array<std::string_view, 3> kIds{"any", "ternary", "halves"};
  const std::string comma = rtl ? "\u060C " : ", ";
  const std::array<std::string, 3> labels{std::string(ui::tr(Str::edit_allowed_any)),
                                          ltr(ui::weight_text(-1) + ", " + ui::number(0) + ", " + ui::number(1)),
                                          std::string(ui::tr(Str::edit_allowed_halves))};
  const std::array<std::vector<float>, 3> sets{std::vector<float>{}, {-1, 0, 1}, {-2, -1.5f, -1, -.5f, 0, .5f, 1, 1.5f, 2}};
  const auto found = std::ranges::find(sets, layer.allowed);
  const int chosen = ui::segmented(at(kPad, y, width - 2 * kPad, row), "overlay/kernel/allowed", ui::tr(Str::edit_allowed), kIds,
                                   labels, found == sets.end() ? -1 : static_cast<int>(found - sets.begin()));
  if (chosen >= 0) commands.push(SetAllowed{.layer = param.layer, .values = sets[static_cast<std::size_t>(chosen)]});
  return open;
}

}  // namespace rizbin
