// Small marks on the numbers: a pencil's corner where a value is set by hand (bottom left; the saturated corner is top right), a
// lock where a weight is locked, the caret's line under a weight being dragged or typed.
#include <imgui.h>

#include <algorithm>

#include "web/canvas/scene.h"

namespace rizbin {
namespace {

constexpr float kIconCell = 40;  // from this size on the mark is an icon

void hand_mark(const Scene& s, CellRef cell, const ui::Rect& rect) {
  const auto at = static_cast<std::size_t>(cell.index);
  const std::vector<float>& values = s.values(cell.layer);
  if (at >= values.size()) return;
  const ui::Color ink = ui::text_on(s.cell_color(cell.layer, values[at]));
  if (std::min(rect.w, rect.h) >= kIconCell) {
    const float size = std::clamp(.22f * std::min(rect.w, rect.h), 11.0f, 18.0f);
    ui::draw_icon(s.list, {rect.x + size * .75f, rect.bottom() - size * .75f}, ui::Icon::pencil, size, ink);
    return;
  }
  const float side = std::max(4.0f, .36f * std::min(rect.w, rect.h));
  s.list->AddTriangleFilled({rect.x, rect.bottom() - side}, {rect.x + side, rect.bottom()}, {rect.x, rect.bottom()}, ink);
}

void locks(const Scene& s, const KernelBox& box) {
  const std::vector<std::uint8_t>& locked = s.layer(box.layer).locked_weight;
  if (locked.empty()) return;
  const int channels = std::max(1, s.layer(box.layer).in.c), plane = box.h * box.w;
  const int first = (box.out * channels + box.in) * plane;
  bool any = false;
  for (int i = 0; i < plane; ++i) {
    const auto at = static_cast<std::size_t>(first + i);
    if (at >= locked.size() || locked[at] == 0) continue;
    any = true;
    if (box.cell < kIconCell) continue;
    const ui::Rect tile{box.rect.x + static_cast<float>(i % box.w) * box.cell,
                        box.rect.y + static_cast<float>(i / box.w) * box.cell, box.cell, box.cell};
    const std::vector<float>& w = s.weights(box.layer);
    const ui::Color color = ui::map_color(s.weight_map(), w[at] / s.weight_range(box.layer), s.theme->dark);
    ui::draw_icon(s.list, {tile.right() - 10, tile.y + 10}, ui::Icon::lock, 14, ui::text_on(color));
  }
  if (any && box.cell < kIconCell && box.cell >= 5.5f)
    ui::draw_icon(s.list, {box.rect.right() + 10, box.rect.y + 4}, ui::Icon::lock, 14, s.theme->ink2);
}

}  // namespace

void paint_marks(const Scene& s) {
  for (int layer = 0; layer < static_cast<int>(s.snapshot.layers.size()); ++layer) {
    for (const int index : s.layer(layer).by_hand) {
      const ui::Rect rect = cell_rect(s.layout, s.snapshot, {layer, index});
      if (rect.empty() || !seen(s.layout, rect)) continue;
      if (is_output(s.snapshot, layer)) {
        ui::draw_icon(s.list, {rect.x - 9, rect.y + 10}, ui::Icon::pencil, 14, s.theme->ink2);
      } else {
        hand_mark(s, {layer, index}, rect);
      }
    }
  }
  for (const KernelBox& box : s.layout.kernels)
    if (seen(s.layout, box.rect)) locks(s, box);
}

// Over the ring, which says where; this says that the number is being changed.
void paint_editing(const Scene& s) {
  if (!s.editing) return;
  const ui::Rect rect = param_rect(s.layout, s.snapshot, *s.editing);
  const LayerState& layer = s.layer(s.editing->layer);
  const std::vector<float>& numbers = s.editing->kind == ParamKind::bias ? layer.bias : layer.weight;
  const auto at = static_cast<std::size_t>(s.editing->index);
  if (rect.empty() || layer.spec.kind != LayerKind::conv || at >= numbers.size() || rect.h < 12) return;
  const ui::Color color = ui::map_color(ui::ColorMap::weight, numbers[at] / s.weight_range(s.editing->layer), s.theme->dark);
  const float width = std::min(14.0f, rect.w * .4f);
  fill(s.list, {rect.center().x - width / 2, rect.bottom() - std::max(4.0f, rect.h * .14f), width, 2}, ui::text_on(color));
}

}  // namespace rizbin
