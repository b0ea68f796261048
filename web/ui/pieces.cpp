// Grounds, rings, bars and shadows that widgets and views draw with. All edges lie on whole device pixels.
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "web/ui/widget_state.h"

namespace rizbin::ui {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;

ImVec2 im(Vec v) { return {v.x, v.y}; }

// A soft shadow as a nine-slice texture in the font atlas: a rounded square, blurred by a Gaussian. Corners are drawn as they
// are, edges and middle stretched. `scale`: texels a CSS px (a wide blur needs no more than one).
struct Shadow {
  float blur, radius, scale;  // CSS box-shadow's blur (twice the deviation)
  ImFontAtlasRectId id = ImFontAtlasRectId_Invalid;
  ImFontAtlas* atlas = nullptr;
  [[nodiscard]] float corner() const { return std::ceil(blur * 1.5f + radius); }  // outside blur and inside blur + radius
  [[nodiscard]] float outside() const { return std::ceil(blur * 1.5f); }
};
Shadow near_shadow{.blur = 2, .radius = 11, .scale = 2};
Shadow far_shadow{.blur = 20, .radius = 12, .scale = 1};

bool prepare(Shadow& s) {
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  if (s.atlas == atlas && s.id != ImFontAtlasRectId_Invalid) return true;
  const float half = s.outside() + s.corner();
  const int n = static_cast<int>(2 * half * s.scale) + 1;
  ImFontAtlasRect rect;
  s.id = atlas->AddCustomRect(n, n, &rect);
  if (s.id == ImFontAtlasRectId_Invalid) return false;
  s.atlas = atlas;

  std::vector<float> mask(static_cast<std::size_t>(n * n)), pass(mask.size());
  const auto at = [n](int x, int y) { return static_cast<std::size_t>(y * n + x); };
  const float centre = static_cast<float>(n) / 2, extent = centre - s.outside() * s.scale, radius = s.radius * s.scale;
  for (int y = 0; y < n; ++y)
    for (int x = 0; x < n; ++x) {  // coverage of a rounded square from its distance
      const float dx = std::fabs(static_cast<float>(x) + 0.5f - centre) - extent + radius;
      const float dy = std::fabs(static_cast<float>(y) + 0.5f - centre) - extent + radius;
      const float distance = std::min(std::max(dx, dy), 0.0f) + std::hypot(std::max(dx, 0.0f), std::max(dy, 0.0f)) - radius;
      mask[at(x, y)] = std::clamp(0.5f - distance, 0.0f, 1.0f);
    }
  const float deviation = s.blur / 2 * s.scale;
  const int reach = static_cast<int>(std::ceil(3 * deviation));
  std::vector<float> kernel;
  float total = 0;
  for (int k = -reach; k <= reach; ++k)
    total += kernel.emplace_back(std::exp(-static_cast<float>(k * k) / (2 * deviation * deviation)));
  for (int direction = 0; direction < 2; ++direction) {
    for (int y = 0; y < n; ++y)
      for (int x = 0; x < n; ++x) {
        float sum = 0;
        for (int k = -reach; k <= reach; ++k) {
          const int tx = std::clamp(direction == 0 ? x + k : x, 0, n - 1), ty = std::clamp(direction == 0 ? y : y + k, 0, n - 1);
          sum += mask[at(tx, ty)] * kernel[static_cast<std::size_t>(k + reach)];
        }
        pass[at(x, y)] = sum / total;
      }
    mask.swap(pass);
  }
  ImTextureData* texture = atlas->TexData;
  for (int y = 0; y < n; ++y)
    for (int x = 0; x < n; ++x) {
      auto* texel = static_cast<unsigned char*>(texture->GetPixelsAt(rect.x + x, rect.y + y));
      const auto alpha = static_cast<unsigned char>(mask[at(x, y)] * 255 + 0.5f);
      if (texture->Format == ImTextureFormat_Alpha8) {
        *texel = alpha;
      } else {
        texel[0] = texel[1] = texel[2] = 255;
        texel[3] = alpha;
      }
    }
  ImFontAtlasTextureBlockQueueUpload(atlas, texture, rect.x, rect.y, n, n);
  return true;
}

void draw_shadow(ImDrawList* list, Shadow& s, const Rect& box, Color color) {
  if ((color >> 24) == 0 || !prepare(s)) return;
  ImFontAtlasRect rect;
  if (!s.atlas->GetCustomRect(s.id, &rect)) {
    s.id = ImFontAtlasRectId_Invalid;
    return;
  }
  const float outside = s.outside();
  const Rect out = box.inset(-outside);
  const float corner_x = std::min(outside + s.corner(), out.w / 2), corner_y = std::min(outside + s.corner(), out.h / 2);
  const std::array<float, 4> xs{out.x, out.x + corner_x, out.right() - corner_x, out.right()};
  const std::array<float, 4> ys{out.y, out.y + corner_y, out.bottom() - corner_y, out.bottom()};
  const float texel_u = (rect.uv1.x - rect.uv0.x) / static_cast<float>(rect.w),
              texel_v = (rect.uv1.y - rect.uv0.y) / static_cast<float>(rect.h);
  const float edge_u = corner_x * s.scale * texel_u, edge_v = corner_y * s.scale * texel_v;
  const std::array<float, 4> us{rect.uv0.x, rect.uv0.x + edge_u, rect.uv1.x - edge_u, rect.uv1.x};
  const std::array<float, 4> vs{rect.uv0.y, rect.uv0.y + edge_v, rect.uv1.y - edge_v, rect.uv1.y};
  const bool push = list->_CmdHeader.TexRef != s.atlas->TexRef;
  if (push) list->PushTexture(s.atlas->TexRef);
  list->PrimReserve(9 * 6, 9 * 4);
  for (std::size_t j = 0; j < 3; ++j)
    for (std::size_t i = 0; i < 3; ++i)
      list->PrimRectUV({xs[i], ys[j]}, {xs[i + 1], ys[j + 1]}, {us[i], vs[j]}, {us[i + 1], vs[j + 1]}, color);
  if (push) list->PopTexture();
}

}  // namespace

Color mix(Color a, Color b, float t) {
  Color out = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    const float x = static_cast<float>((a >> shift) & 0xFF), y = static_cast<float>((b >> shift) & 0xFF);
    out |= static_cast<Color>(x + (y - x) * t + 0.5f) << shift;
  }
  return out;
}

// ImGui's own rounded rectangle stops a pixel short of a half circle: pills and discs would have flat ends.
static void path_round(ImDrawList* list, const Rect& r, float radius) {
  radius = std::clamp(radius, 0.0f, std::min(r.w, r.h) / 2);
  if (radius < 0.25f) {
    list->PathRect(im(r.min()), im(r.max()));
    return;
  }
  list->PathArcToFast({r.x + radius, r.y + radius}, radius, 6, 9);
  list->PathArcToFast({r.right() - radius, r.y + radius}, radius, 9, 12);
  list->PathArcToFast({r.right() - radius, r.bottom() - radius}, radius, 0, 3);
  list->PathArcToFast({r.x + radius, r.bottom() - radius}, radius, 3, 6);
}

void fill_rect(ImDrawList* list, const Rect& box, float radius, Color color) {
  if (list == nullptr || box.empty() || (color >> 24) == 0) return;
  path_round(list, box, radius);
  list->PathFillConvex(color);
}

void stroke_rect(ImDrawList* list, const Rect& outer, float radius, Color color, float thickness) {
  if (list == nullptr || outer.empty() || (color >> 24) == 0) return;
  path_round(list, outer.inset(thickness / 2), radius - thickness / 2);
  list->PathStroke(color, ImDrawFlags_Closed, thickness);
}

void disc(ImDrawList* list, Vec center, float radius, Color fill, Color rim, float rim_width) {
  if (list == nullptr) return;
  list->AddCircleFilled(im(center), radius, fill);
  if (rim_width > 0) list->AddCircle(im(center), radius - rim_width / 2, rim, 0, rim_width);
}

void panel_ground(const Rect& box) { fill_rect(base_list(), snap(box), 0, look().panel); }

void card_ground(ImDrawList* list, const Rect& box, float radius) {
  if (list == nullptr) return;
  const Rect r = snap(box);
  const Theme& t = look();
  draw_shadow(list, far_shadow, {r.x, r.y + 6, r.w, r.h}, with_alpha(t.shadow, t.shadow_far));
  draw_shadow(list, near_shadow, {r.x, r.y + 1, r.w, r.h}, with_alpha(t.shadow, t.shadow_near));
  fill_rect(list, r, radius, t.panel);
  stroke_rect(list, r, radius, t.line, 1);
}

void hairline(ImDrawList* list, Vec a, Vec b, Color color) {
  if (list == nullptr) return;
  // One CSS px thick and never a blur: along the axes it is a filled rectangle on whole device pixels.
  const Color c = color == 0 ? look().line : color;
  if (a.y == b.y) {
    fill_rect(list, snap({std::min(a.x, b.x), a.y, std::fabs(b.x - a.x), 1}), 0, c);
  } else if (a.x == b.x) {
    fill_rect(list, snap({a.x, std::min(a.y, b.y), 1, std::fabs(b.y - a.y)}), 0, c);
  } else {
    list->AddLine(im(a), im(b), c, 1);
  }
}

void focus_ring(ImDrawList* list, const Rect& box, float radius) {
  const Rect r = snap(box);
  stroke_rect(list, r.inset(-2), radius + 2, look().panel, 2);
  stroke_rect(list, r.inset(-4), radius + 4, look().ink, 2);
}

void cell_ring(ImDrawList* list, const Rect& box, float radius) {
  const Rect r = snap(box);
  const float thick = std::min(r.w, r.h) < 16 ? 2.0f : 2.5f;
  const Color paper = look().panel;
  stroke_rect(list, r.inset(-thick - 1), radius + thick + 1, paper, 1);
  stroke_rect(list, r, std::max(0.0f, radius - 1), paper, 1);
  stroke_rect(list, r.inset(-thick), radius + thick, look().ink, thick);
}

void bar(ImDrawList* list, const Rect& box, float share, Color color, bool follows_language) {
  const Rect r = snap(box);
  fill_rect(list, r, r.h / 2, look().sunk);
  const float s = std::clamp(share, 0.0f, 1.0f);
  if (!(s > 0)) return;
  const Rect filled{r.x, r.y, std::max(r.h, r.w * s), r.h};
  fill_rect(list, mirror(r, filled, follows_language && locale().rtl()), r.h / 2, color);
}

void progress_ring(ImDrawList* list, Vec center, float radius, float share) {
  if (list == nullptr) return;
  list->PathArcTo(im(center), radius - 1.5f, 0, 2 * kPi, 48);
  list->PathStroke(look().sunk, 0, 3);
  list->PathArcTo(im(center), radius - 1.5f, -kPi / 2, -kPi / 2 + 2 * kPi * std::clamp(share, 0.0f, 1.0f), 48);
  list->PathStroke(look().ink, 0, 3);
}

void dashed_rect(ImDrawList* list, const Rect& box, float radius, Color color) {
  if (list == nullptr || box.empty()) return;
  const Rect r = snap(box).inset(0.5f);
  const float dash = 3, gap = 3;
  // Walks the outline by length: straight sides and quarter arcs.
  const float w = r.w - 2 * radius, h = r.h - 2 * radius, arc = kPi / 2 * radius;
  const auto point = [&](float at) -> Vec {
    const std::array<float, 8> lengths{w, arc, h, arc, w, arc, h, arc};
    const std::array<Vec, 4> corners{Vec{r.right() - radius, r.y + radius}, Vec{r.right() - radius, r.bottom() - radius},
                                     Vec{r.x + radius, r.bottom() - radius}, Vec{r.x + radius, r.y + radius}};
    const std::array<Vec, 4> starts{Vec{r.x + radius, r.y}, Vec{r.right(), r.y + radius}, Vec{r.right() - radius, r.bottom()},
                                    Vec{r.x, r.bottom() - radius}};
    const std::array<Vec, 4> steps{Vec{1, 0}, Vec{0, 1}, Vec{-1, 0}, Vec{0, -1}};
    for (std::size_t i = 0; i < 8; ++i) {
      if (at > lengths[i] && i < 7) {
        at -= lengths[i];
        continue;
      }
      if (i % 2 == 0) return starts[i / 2] + steps[i / 2] * at;
      const std::size_t corner = i / 2;
      const float angle = -kPi / 2 + kPi / 2 * static_cast<float>(corner) + (radius > 0 ? at / radius : 0);
      return corners[corner] + Vec{std::cos(angle) * radius, std::sin(angle) * radius};
    }
    return starts[0];
  };
  const float total = 2 * w + 2 * h + 4 * arc;
  const float period = total / std::max(1.0f, std::round(total / (dash + gap)));
  for (float s = 0; s + 0.01f < total; s += period) {
    for (float d = 0; d < dash; d += 1) list->PathLineTo(im(point(std::min(total, s + d))));
    list->PathLineTo(im(point(std::min(total, s + dash))));
    list->PathStroke(color, 0, 1);
  }
}

float chip(ImDrawList* list, Vec top_left, std::string_view label, Color swatch, float swatch_radius) {
  const TextStyle style{12, Weight::medium, swatch != 0 ? look().ink : look().ink2, 18};
  const float text = text_width(label, style), mark = swatch != 0 ? 16.0f : 0.0f, width = std::round(text + mark + 23);
  const Rect box = snap({top_left.x, top_left.y, width, 28});
  fill_rect(list, box, 14, look().panel);
  if (swatch != 0) {
    stroke_rect(list, box, 14, look().line, 1);
  } else {
    dashed_rect(list, box, 14, look().line_strong);
  }
  Rect inner = box.inset(11, 0);
  if (swatch != 0) {
    const Rect square = mirror(inner, {inner.x, box.y + 9.5f, 9, 9}, locale().rtl());
    fill_rect(list, snap(square), swatch_radius, swatch);
    inner = mirror(inner, {inner.x + mark, inner.y, inner.w - mark, inner.h}, locale().rtl());
  }
  draw_text(list, inner.inset(-1, 0), label, style, Align::start);
  return width;
}

}  // namespace rizbin::ui
