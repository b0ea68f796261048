// Points and rectangles in CSS pixels, origin at the window's top left.
#pragma once

#include <algorithm>

namespace rizbin::ui {

struct Vec {
  float x = 0;
  float y = 0;
  constexpr bool operator==(const Vec&) const = default;
};
constexpr Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y}; }
constexpr Vec operator-(Vec a, Vec b) { return {a.x - b.x, a.y - b.y}; }
constexpr Vec operator*(Vec a, float s) { return {a.x * s, a.y * s}; }

struct Rect {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;
  [[nodiscard]] constexpr float right() const { return x + w; }
  [[nodiscard]] constexpr float bottom() const { return y + h; }
  [[nodiscard]] constexpr Vec center() const { return {x + w / 2, y + h / 2}; }
  [[nodiscard]] constexpr Vec min() const { return {x, y}; }
  [[nodiscard]] constexpr Vec max() const { return {x + w, y + h}; }
  [[nodiscard]] constexpr bool contains(Vec p) const { return p.x >= x && p.x < x + w && p.y >= y && p.y < y + h; }
  [[nodiscard]] constexpr Rect inset(float dx, float dy) const { return {x + dx, y + dy, w - 2 * dx, h - 2 * dy}; }
  [[nodiscard]] constexpr Rect inset(float d) const { return inset(d, d); }
  [[nodiscard]] constexpr bool empty() const { return w <= 0 || h <= 0; }
  constexpr bool operator==(const Rect&) const = default;
};
[[nodiscard]] constexpr Rect intersect(const Rect& a, const Rect& b) {
  const float x0 = std::max(a.x, b.x), y0 = std::max(a.y, b.y);
  const float x1 = std::min(a.right(), b.right()), y1 = std::min(a.bottom(), b.bottom());
  return {x0, y0, std::max(0.0f, x1 - x0), std::max(0.0f, y1 - y0)};
}

// Panels are written once, in logical order (start → end). In Persian the start is at the right: mirror() reflects a rectangle
// inside its parent. The network, formulas, time axis, sliders and the pad are never mirrored.
[[nodiscard]] constexpr Rect mirror(const Rect& parent, const Rect& r, bool rtl) {
  return rtl ? Rect{parent.x + parent.right() - r.right(), r.y, r.w, r.h} : r;
}

}  // namespace rizbin::ui
