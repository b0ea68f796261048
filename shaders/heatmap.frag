// A map's colour at one pixel: the cell under it, its value from the float texture, its colour from the map's 256 texels; then
// grid lines (activations) or rounded tiles with gaps (weights), and the veil. Cells and lines end on whole device pixels.
precision highp float;
precision highp int;
precision highp sampler2D;

in vec2 v_at;
flat in vec4 v_data;
flat in vec4 v_style;
flat in vec4 v_more;

uniform sampler2D u_values;   // one float a texel, 1024 wide
uniform sampler2D u_colours;  // 256 × (colour map, theme)
uniform vec3 u_canvas;        // the ground: veil and grid lines

out vec4 o_colour;

// How much of this pixel a line of `width` on the boundary nearest to `at` covers; no line on the map's own edge. A line thinner
// than a pixel lies on both sides of the boundary, half as strong: even and calm. A thicker one is whole pixels.
float line_on(float at, float cell, float count, float width) {
  float index = round(at / cell);
  if (index < 0.5 || index > count - 0.5) return 0.0;
  float inside = at - round(index * cell);
  if (width < 0.95) return abs(inside) < 1.0 ? width * 0.5 : 0.0;
  float whole = max(1.0, round(width));
  inside += floor(whole / 2.0);
  return inside > 0.0 && inside < whole ? 1.0 : 0.0;
}

void main() {
  vec2 count = v_data.yz;
  vec2 size = v_more.zw;
  vec2 cell = size / count;
  vec2 index = clamp(floor(v_at / cell), vec2(0.0), count - 1.0);
  int at = int(v_data.x + 0.5) + int(index.y + 0.5) * int(count.x + 0.5) + int(index.x + 0.5);
  float value = texelFetch(u_values, ivec2(at & 1023, at >> 10), 0).r / v_style.x;
  if (!(value == value)) value = 0.0;
  float t = clamp(v_more.y > 0.5 ? value : value * 0.5 + 0.5, 0.0, 1.0) * 255.0;
  int row = int(v_data.w + 0.5);
  int low = int(t);
  vec3 colour = mix(texelFetch(u_colours, ivec2(low, row), 0).rgb, texelFetch(u_colours, ivec2(min(low + 1, 255), row), 0).rgb, t - float(low));
  float alpha = 1.0;

  if (v_style.z > 0.0 || v_style.w > 0.0) {
    vec2 from = round(index * cell + v_style.z * 0.5), to = round((index + 1.0) * cell - v_style.z * 0.5);
    vec2 half_size = max((to - from) * 0.5, vec2(0.5));
    float radius = min(v_style.w, min(half_size.x, half_size.y));
    vec2 d = abs(v_at - (from + to) * 0.5) - half_size + radius;
    alpha = clamp(0.5 - (min(max(d.x, d.y), 0.0) + length(max(d, 0.0)) - radius), 0.0, 1.0);
  }
  if (v_style.y > 0.0) {
    float line = max(line_on(v_at.x, cell.x, count.x, v_style.y), line_on(v_at.y, cell.y, count.y, v_style.y));
    colour = mix(colour, u_canvas, line);
  }
  o_colour = vec4(mix(colour, u_canvas, v_more.x), alpha);
}
