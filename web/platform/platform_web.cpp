// The page: SDL2 makes window and WebGL2 context, ImGui draws, and frames are drawn only when something changed. Pointer, keys,
// text, resize and context events come from web/shell/*.js through platform_web_bridge.cpp, because SDL2's Emscripten events are
// whole pixels without pressure, pinch, IME or clipboard, and take keys away from the page.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

#include <GLES3/gl3.h>
#include <SDL.h>
#include <emscripten.h>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include "web/platform/canvas_color.h"
#include "web/platform/input_feed.h"
#include "web/platform/platform.h"
#include "web/platform/platform_web_bridge.h"

namespace rizbin::platform {
namespace {

constexpr const char* kGlsl = "#version 300 es";
constexpr double kMirrorPause_s = 0.1;
constexpr int kFramesPerChange = 2;  // hover is found in the last frame's items, so a change needs a second look

struct Page {
  AppCallbacks callbacks;
  Door door;
  SDL_Window* window = nullptr;
  SDL_GLContext gl = nullptr;
  float css_w = 1, css_h = 1;
  int pixel_w = 1, pixel_h = 1;
  int frames_left = 0;
  double timer_s = INFINITY;
  double last_frame_s = 0;
  bool started = false, context_lost = false, in_frame = false, dead = false, dark = false;
  ImGuiMouseCursor cursor = ImGuiMouseCursor_COUNT;
  unsigned long long mirror_hash = 0;
  double mirror_s = -INFINITY;
  FrameStats stats;
};
Page& page() {
  static Page only;
  return only;
}

const char* css_cursor(ImGuiMouseCursor cursor) {
  switch (cursor) {
    case ImGuiMouseCursor_None: return "none";
    case ImGuiMouseCursor_TextInput: return "text";
    case ImGuiMouseCursor_ResizeAll: return "move";
    case ImGuiMouseCursor_ResizeNS: return "ns-resize";
    case ImGuiMouseCursor_ResizeEW: return "ew-resize";
    case ImGuiMouseCursor_ResizeNESW: return "nesw-resize";
    case ImGuiMouseCursor_ResizeNWSE: return "nwse-resize";
    case ImGuiMouseCursor_Hand: return "pointer";
    case ImGuiMouseCursor_NotAllowed: return "not-allowed";
    default: return "default";
  }
}

void show_cursor() {
  Page& p = page();
  const ImGuiMouseCursor wanted = ImGui::GetMouseCursor();
  if (wanted == p.cursor) return;
  p.cursor = wanted;
  js_cursor(css_cursor(wanted));
}

bool make_window() {
  Page& p = page();
  // All input comes from the shell; SDL must neither act on it nor keep it from the page.
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#canvas");
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return false;
  for (const Uint32 type : {SDL_KEYDOWN, SDL_KEYUP, SDL_TEXTINPUT, SDL_TEXTEDITING, SDL_MOUSEMOTION, SDL_MOUSEBUTTONDOWN,
                            SDL_MOUSEBUTTONUP, SDL_MOUSEWHEEL, SDL_FINGERDOWN, SDL_FINGERUP, SDL_FINGERMOTION, SDL_MULTIGESTURE})
    SDL_EventState(type, SDL_IGNORE);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_ALPHA_SIZE, 0);  // the page must not shine through
  // Not SDL_WINDOW_RESIZABLE: the shell sizes the canvas to whole device pixels.
  p.window = SDL_CreateWindow("Rizbin", 0, 0, static_cast<int>(p.css_w), static_cast<int>(p.css_h), SDL_WINDOW_OPENGL);
  if (p.window == nullptr) return false;
  p.gl = SDL_GL_CreateContext(p.window);
  return p.gl != nullptr;
}

// Draws once. Returns early, without a picture, while the context is lost.
void draw_frame() {
  Page& p = page();
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0) {}  // nothing in it is ours, but it must not pile up
  const double begin_s = now_s();
  p.in_frame = true;
  p.timer_s = INFINITY;  // whoever still wants one asks again
  if (p.frames_left > 0) --p.frames_left;

  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(p.css_w, p.css_h);
  io.DisplayFramebufferScale = ImVec2(static_cast<float>(p.pixel_w) / p.css_w, static_cast<float>(p.pixel_h) / p.css_h);
  io.DeltaTime = static_cast<float>(std::clamp(begin_s - p.last_frame_s, 1e-4, 0.1));
  p.last_frame_s = begin_s;
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  p.callbacks.frame(begin_s);
  ImGui::Render();
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glViewport(0, 0, p.pixel_w, p.pixel_h);
  glDisable(GL_SCISSOR_TEST);
  const float* ground = canvas_color(p.dark);
  glClearColor(ground[0], ground[1], ground[2], 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  show_cursor();
  end_input_frame();
  if (input_pending()) request_frame();
  p.stats.cpu_ms = (now_s() - begin_s) * 1e3;
  ++p.stats.count;
  p.in_frame = false;
  if (p.frames_left > 0) js_request_frame();
  else if (p.timer_s < INFINITY) js_frame_after(std::max(0.0, (p.timer_s - now_s()) * 1e3));
}

}  // namespace

namespace web {  // what the shell calls, see platform_web_bridge.cpp

void frame() {
  Page& p = page();
  if (p.started && !p.dead && !p.context_lost && !p.in_frame) draw_frame();
}
void resized(float css_w, float css_h, int pixel_w, int pixel_h) {
  Page& p = page();
  p.css_w = std::max(css_w, 1.0f);
  p.css_h = std::max(css_h, 1.0f);
  p.pixel_w = std::max(pixel_w, 1);
  p.pixel_h = std::max(pixel_h, 1);
  // A canvas that changes size is blank until drawn: draw before the browser shows it.
  p.frames_left = kFramesPerChange;
  frame();
}
void context_lost() { page().context_lost = true; }
void context_restored() {
  Page& p = page();
  p.context_lost = false;
  js_forget_gl_names();  // they belonged to the dead context
  ImGui_ImplOpenGL3_Shutdown();
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ImTextureStatus_WantCreate);
  }
  ImGui_ImplOpenGL3_Init(kGlsl);
  if (p.callbacks.context_restored) p.callbacks.context_restored();
  request_frame();
}
void hidden() {
  Page& p = page();
  if (p.started && !p.dead && p.callbacks.hide) p.callbacks.hide();
}
void dead() { page().dead = true; }
const Door& door() { return page().door; }

}  // namespace web

int run(int /*argc*/, char** /*argv*/, AppCallbacks callbacks) {
  Page& p = page();
  p.callbacks = std::move(callbacks);
  web::install_bridge();
  js_start();  // sizes the canvas and calls resized()
  if (!make_window()) {
    // clang-format off
    fatal("The graphics could not be started", "گرافیک آغاز نشد",
          "Rizbin draws with WebGL 2. Update the browser or switch on hardware acceleration in its settings, then reload.",
          "ریزبین با WebGL 2 رسم می‌کند. مرورگر را به‌روز کنید یا شتاب‌دهی سخت‌افزاری را در تنظیمات آن روشن کنید و صفحه را دوباره باز کنید.");
    // clang-format on
  }
  js_canvas_ready();  // SDL set its own size on the canvas: set ours again, and listen for a lost context
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigMacOSXBehaviors = js_is_apple() != 0;
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  io.BackendPlatformName = "rizbin_web";
  ImGui_ImplOpenGL3_Init(kGlsl);
  p.last_frame_s = now_s();
  p.dark = prefers_dark();
  if (p.callbacks.start && !p.callbacks.start()) return 1;
  p.started = true;
  request_frame();
  return 0;  // the runtime stays alive; the shell calls frame()
}

void request_frame() {
  Page& p = page();
  p.frames_left = kFramesPerChange;
  if (!p.in_frame) js_request_frame();
}
void request_frame_at(double time_s) {
  Page& p = page();
  if (time_s >= p.timer_s) return;
  p.timer_s = time_s;
  if (!p.in_frame) js_frame_after(std::max(0.0, (time_s - now_s()) * 1e3));
}
double now_s() { return emscripten_get_now() * 1e-3; }
float pixel_ratio() { return static_cast<float>(page().pixel_w) / page().css_w; }
FrameStats frame_stats() { return page().stats; }

void set_page_theme(bool dark) {
  page().dark = dark;
  js_theme(dark ? 1 : 0);
}
void set_door(Door door) { page().door = std::move(door); }
void set_ready() { js_ready(); }
void sync_mirror(unsigned long long hash, const std::function<std::string()>& items_json) {
  Page& p = page();
  if (hash == p.mirror_hash) return;
  // While something moves or trains the mirror follows ten times a second: it is read, not watched.
  const double now = now_s();
  if (now < p.mirror_s + kMirrorPause_s) {
    request_frame_at(p.mirror_s + kMirrorPause_s);
    return;
  }
  p.mirror_s = now;
  p.mirror_hash = hash;
  const std::string json = items_json();
  js_mirror(json.c_str());
}

void fatal(std::string_view title_en, std::string_view title_fa, std::string_view hint_en, std::string_view hint_fa) {
  page().dead = true;
  js_fatal(std::string(title_en).c_str(), std::string(title_fa).c_str(), std::string(hint_en).c_str(),
           std::string(hint_fa).c_str());
  std::abort();  // js_fatal throws; this line is for the compiler
}

}  // namespace rizbin::platform
