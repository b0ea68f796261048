// Distance from a point to a straight piece, squared: what pens and glyph strokes are drawn with. Only + − × ÷, so the bits are
// the same in every build.
#pragma once

namespace rizbin {

[[nodiscard]] constexpr float squared_distance_to_segment(float px, float py, float ax, float ay, float bx, float by) {
  const float dx = bx - ax;
  const float dy = by - ay;
  const float length2 = dx * dx + dy * dy;
  float t = 0;  // the nearest point is a + t·(b − a)
  if (length2 > 0) {
    t = ((px - ax) * dx + (py - ay) * dy) / length2;
    t = t < 0 ? 0 : (t > 1 ? 1 : t);
  }
  const float ex = px - (ax + t * dx);
  const float ey = py - (ay + t * dy);
  return ex * ex + ey * ey;
}

}  // namespace rizbin
