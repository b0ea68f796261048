// See heatmap.h. Tiles are instances of one quad; consecutive tiles of a draw list are one draw call, made from a callback in the
// list so that what was drawn before and after keeps its order. The callback leaves ImGui's state to be reset by ImGui itself.
#include "web/gfx/heatmap.h"

#include <imgui.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <string>
#include <vector>

#include "shaders.gen.h"
#include "web/platform/gl.h"
#include "web/ui/widgets.h"

namespace rizbin::gfx {
namespace {

constexpr int kWidth = 1024;  // texels a row of the value texture

struct Instance {
  float x, y, w, h;
  float offset, columns, rows, colour_row;
  float range, grid, gap, radius;
  float veil, from_zero;
};
static_assert(sizeof(Instance) == 14 * sizeof(float));

GLuint compile(GLenum kind, const char* body) {
  const GLuint shader = glCreateShader(kind);
  const std::array<const char*, 2> parts{platform::kGlslVersion, body};
  glShaderSource(shader, static_cast<GLsizei>(parts.size()), parts.data(), nullptr);
  glCompileShader(shader);
  GLint good = GL_FALSE;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
  if (good == GL_TRUE) return shader;
  std::array<char, 1024> log{};
  glGetShaderInfoLog(shader, static_cast<GLsizei>(log.size()), nullptr, log.data());
  std::fprintf(stderr, "heatmap shader: %s\n", log.data());
  glDeleteShader(shader);
  return 0;
}

}  // namespace

struct Heatmaps::Impl {
  // What one callback draws: instances [first, first + count) inside a scissor.
  struct Batch {
    Impl* owner = nullptr;
    int first = 0, count = 0;
    ImVec4 clip;
  };

  GLuint program = 0, values_texture = 0, colours_texture = 0, buffer = 0, vertex_array = 0;
  GLint size_at = -1, canvas_at = -1;
  int texture_rows = 0;
  bool dark = false;
  bool uploaded = false;                  // this frame's instances and values are on the GPU
  std::vector<float> values, sent;        // of this frame; as the texture holds them
  std::vector<Instance> instances;
  std::deque<Batch> batches;              // addresses stay: the draw list holds them until it is rendered
  ImDrawList* last_list = nullptr;
  int last_command = -1;

  void forget() {
    program = values_texture = colours_texture = buffer = vertex_array = 0;
    texture_rows = 0;
    sent.clear();
  }
  bool make();
  void send();
  void run(const Batch& batch);
  static void callback(const ImDrawList* list, const ImDrawCmd* command);
};

bool Heatmaps::Impl::make() {
  const GLuint vertex = compile(GL_VERTEX_SHADER, shaders::kHeatmapVert),
               fragment = compile(GL_FRAGMENT_SHADER, shaders::kHeatmapFrag);
  if (vertex == 0 || fragment == 0) return false;
  program = glCreateProgram();
  glAttachShader(program, vertex);
  glAttachShader(program, fragment);
  constexpr std::array<const char*, 4> kNames{"a_rect", "a_data", "a_style", "a_more"};
  for (GLuint i = 0; i < kNames.size(); ++i) glBindAttribLocation(program, i, kNames[i]);
  glLinkProgram(program);
  glDeleteShader(vertex);
  glDeleteShader(fragment);
  GLint good = GL_FALSE;
  glGetProgramiv(program, GL_LINK_STATUS, &good);
  if (good != GL_TRUE) {
    std::array<char, 1024> log{};
    glGetProgramInfoLog(program, static_cast<GLsizei>(log.size()), nullptr, log.data());
    std::fprintf(stderr, "heatmap program: %s\n", log.data());
    return false;
  }
  size_at = glGetUniformLocation(program, "u_size");
  canvas_at = glGetUniformLocation(program, "u_canvas");
  GLint program_before = 0;
  glGetIntegerv(GL_CURRENT_PROGRAM, &program_before);
  glUseProgram(program);
  glUniform1i(glGetUniformLocation(program, "u_values"), 1);
  glUniform1i(glGetUniformLocation(program, "u_colours"), 2);
  glUseProgram(static_cast<GLuint>(program_before));

  const auto make_texture = [](GLuint& name) {
    glGenTextures(1, &name);
    glBindTexture(GL_TEXTURE_2D, name);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  };
  make_texture(values_texture);
  make_texture(colours_texture);
  // A row for every map, light, then dark.
  std::vector<std::uint32_t> texels;
  for (const bool night : {false, true})
    for (int map = 0; map < ui::kColorMapCount; ++map)
      for (int i = 0; i < 256; ++i) {
        const float t = static_cast<float>(i) / 255;
        const auto which = static_cast<ui::ColorMap>(map);
        const bool votes = which == ui::ColorMap::vote_x || which == ui::ColorMap::vote_o;
        texels.push_back(ui::map_color(which, votes ? t : 2 * t - 1, night));
      }
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 256, 2 * ui::kColorMapCount, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels.data());
  glBindTexture(GL_TEXTURE_2D, 0);
  glGenBuffers(1, &buffer);
  glGenVertexArrays(1, &vertex_array);
  return true;
}

// Once a frame, at the first callback: instances, and the values if they changed.
void Heatmaps::Impl::send() {
  uploaded = true;
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(instances.size() * sizeof(Instance)), instances.data(), GL_STREAM_DRAW);
  if (values == sent || values.empty()) return;
  const int rows = (static_cast<int>(values.size()) + kWidth - 1) / kWidth;
  std::vector<float> padded = values;
  padded.resize(static_cast<std::size_t>(rows * kWidth));
  if (rows > texture_rows) {
    texture_rows = rows + rows / 2;
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, kWidth, texture_rows, 0, GL_RED, GL_FLOAT, nullptr);
  }
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, kWidth, rows, GL_RED, GL_FLOAT, padded.data());
  sent = values;
}

void Heatmaps::Impl::run(const Batch& batch) {
  const ImDrawData* data = ImGui::GetDrawData();
  if (program == 0 || data == nullptr || batch.count == 0) return;
  const float scale_x = data->FramebufferScale.x, scale_y = data->FramebufferScale.y;
  const float width = std::round(data->DisplaySize.x * scale_x), height = std::round(data->DisplaySize.y * scale_y);
  const float left = std::max(0.0f, std::round(batch.clip.x * scale_x)), top = std::max(0.0f, std::round(batch.clip.y * scale_y));
  const float right = std::min(width, std::round(batch.clip.z * scale_x)),
              bottom = std::min(height, std::round(batch.clip.w * scale_y));
  if (right <= left || bottom <= top) return;
  glScissor(static_cast<GLint>(left), static_cast<GLint>(height - bottom), static_cast<GLsizei>(right - left),
            static_cast<GLsizei>(bottom - top));

  glUseProgram(program);
  glUniform2f(size_at, width, height);
  const ui::Color canvas = ui::theme(dark).canvas;
  const auto channel = [&](int shift) { return static_cast<float>((canvas >> shift) & 0xFF) / 255.0f; };
  glUniform3f(canvas_at, channel(0), channel(8), channel(16));
  glActiveTexture(GL_TEXTURE2);
  glBindTexture(GL_TEXTURE_2D, colours_texture);
  glActiveTexture(GL_TEXTURE1);
  glBindTexture(GL_TEXTURE_2D, values_texture);
  glBindVertexArray(vertex_array);
  glBindBuffer(GL_ARRAY_BUFFER, buffer);
  if (!uploaded) send();
  constexpr std::array<int, 4> kSizes{4, 4, 4, 2};
  std::size_t at = static_cast<std::size_t>(batch.first) * sizeof(Instance);
  for (GLuint i = 0; i < kSizes.size(); ++i) {
    glEnableVertexAttribArray(i);
    glVertexAttribPointer(i, kSizes[i], GL_FLOAT, GL_FALSE, sizeof(Instance), reinterpret_cast<const void*>(at));
    glVertexAttribDivisor(i, 1);
    at += static_cast<std::size_t>(kSizes[i]) * sizeof(float);
  }
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, batch.count);
  glActiveTexture(GL_TEXTURE0);
}

void Heatmaps::Impl::callback(const ImDrawList*, const ImDrawCmd* command) {
  const auto* batch = static_cast<const Batch*>(command->UserCallbackData);
  batch->owner->run(*batch);
}

Heatmaps::Heatmaps() : impl_(std::make_unique<Impl>()) {}
Heatmaps::~Heatmaps() = default;

bool Heatmaps::create() { return impl_->make(); }

void Heatmaps::destroy() {
  Impl& m = *impl_;
  glDeleteProgram(m.program);
  glDeleteTextures(1, &m.values_texture);
  glDeleteTextures(1, &m.colours_texture);
  glDeleteBuffers(1, &m.buffer);
  glDeleteVertexArrays(1, &m.vertex_array);
  m.forget();
}

void Heatmaps::context_lost() { impl_->forget(); }

void Heatmaps::begin(bool dark) {
  Impl& m = *impl_;
  m.dark = dark;
  m.uploaded = false;
  m.values.clear();
  m.instances.clear();
  m.batches.clear();
  m.last_list = nullptr;
  m.last_command = -1;
}

int Heatmaps::upload(std::span<const float> values) {
  const auto offset = static_cast<int>(impl_->values.size());
  impl_->values.insert(impl_->values.end(), values.begin(), values.end());
  return offset;
}

void Heatmaps::draw(ImDrawList* list, const Tile& tile) {
  if (list == nullptr || tile.rect.empty()) return;
  Impl& m = *impl_;
  const float ratio = ui::frame().pixel_ratio;
  const ui::Rect r = ui::snap(tile.rect);
  const ImVec4 clip{list->GetClipRectMin().x, list->GetClipRectMin().y, list->GetClipRectMax().x, list->GetClipRectMax().y};
  if (r.right() <= clip.x || r.x >= clip.z || r.bottom() <= clip.y || r.y >= clip.w) return;
  const bool votes = tile.map == ui::ColorMap::vote_x || tile.map == ui::ColorMap::vote_o;
  m.instances.push_back({.x = r.x * ratio,
                         .y = r.y * ratio,
                         .w = r.w * ratio,
                         .h = r.h * ratio,
                         .offset = static_cast<float>(tile.offset),
                         .columns = static_cast<float>(tile.columns),
                         .rows = static_cast<float>(tile.rows),
                         .colour_row = static_cast<float>(static_cast<int>(tile.map) + (m.dark ? ui::kColorMapCount : 0)),
                         .range = tile.range > 0 ? tile.range : 1,
                         .grid = tile.grid * ratio,
                         .gap = tile.gap * ratio,
                         .radius = tile.radius * ratio,
                         .veil = tile.veil,
                         .from_zero = votes ? 1.0f : 0.0f});
  const int index = static_cast<int>(m.instances.size()) - 1;
  // Nothing was drawn into the list since the last tile, and the clip is the same: one call for both.
  if (list == m.last_list && list->CmdBuffer.Size - 1 == m.last_command && list->CmdBuffer.back().ElemCount == 0) {
    Impl::Batch& last = m.batches.back();
    if (last.clip.x == clip.x && last.clip.y == clip.y && last.clip.z == clip.z && last.clip.w == clip.w &&
        last.first + last.count == index) {
      ++last.count;
      return;
    }
  }
  m.batches.push_back({.owner = &m, .first = index, .count = 1, .clip = clip});
  list->AddCallback(&Impl::callback, &m.batches.back());
  list->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  m.last_list = list;
  m.last_command = list->CmdBuffer.Size - 1;
}

void Heatmaps::end() {}

}  // namespace rizbin::gfx
