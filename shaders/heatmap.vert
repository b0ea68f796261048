// One instance is one map; its quad's corners come from the vertex number. All lengths are device pixels.
in vec4 a_rect;   // x, y, w, h
in vec4 a_data;   // offset of the first value, columns, rows, row of the colour texture
in vec4 a_style;  // range, grid line, gap, corner radius
in vec2 a_more;   // veil, where colours begin: 0 for maps of −1 … 1, 1 for votes of 0 … 1

uniform vec2 u_size;  // of the framebuffer

out vec2 v_at;
flat out vec4 v_data;
flat out vec4 v_style;
flat out vec4 v_more;

void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  v_at = corner * a_rect.zw;
  v_data = a_data;
  v_style = a_style;
  v_more = vec4(a_more, a_rect.zw);
  vec2 at = (a_rect.xy + v_at) / u_size * 2.0 - 1.0;
  gl_Position = vec4(at.x, -at.y, 0.0, 1.0);
}
