// The desktop: an SDL2 window with OpenGL 3.3 core; frames only when something changed. Works on Linux, macOS and Windows, and
// without a screen (Xvfb, SDL_VIDEODRIVER=offscreen) for tests and pictures.
#include "web/platform/platform_native.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <utility>

#define SDL_MAIN_HANDLED
#include <SDL.h>
#include <SDL_opengl.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include "web/platform/canvas_color.h"
#include "web/platform/input_feed.h"

namespace rizbin::platform {
namespace {

constexpr const char* kGlsl = "#version 330 core";
constexpr int kFramesPerChange = 2;     // hover is found in the last frame's items, so a change needs a second look
constexpr double kFrame_s = 1.0 / 60;   // where there is no vertical sync
constexpr double kReadyPatience_s = 10;
constexpr float kNotch_px = 100, kPinchPerNotch = 0.25f;
constexpr double kNever = std::numeric_limits<double>::infinity();

struct Desktop {
  AppCallbacks callbacks;
  Door door;
  SDL_Window* window = nullptr;
  SDL_GLContext gl = nullptr;
  Uint64 start_ticks = 0;
  float scale = 1;                      // window units in a CSS pixel
  int frames_left = kFramesPerChange;
  double timer_s = kNever, last_frame_s = 0, ready_s = -1;
  bool running = true, dark = false, in_frame = false, visible = true, vsync = false, windowless = false;
  std::array<SDL_Cursor*, ImGuiMouseCursor_COUNT> cursors{};
  ImGuiMouseCursor cursor = ImGuiMouseCursor_COUNT;
  Uint32 wake_event = 0;
  FrameStats stats;
};
Desktop& desk() {
  static Desktop only;
  return only;
}

struct Size {
  int window_w = 1, window_h = 1, pixel_w = 1, pixel_h = 1;
  float css_w = 1, css_h = 1;
};
Size size_now() {
  Size s;
  SDL_GetWindowSize(desk().window, &s.window_w, &s.window_h);
  SDL_GL_GetDrawableSize(desk().window, &s.pixel_w, &s.pixel_h);
  s.css_w = std::max(1.0f, static_cast<float>(s.window_w) / desk().scale);
  s.css_h = std::max(1.0f, static_cast<float>(s.window_h) / desk().scale);
  return s;
}

// Where the window is counted in physical pixels (X11, Windows) the desktop's own factor says how large a CSS pixel is.
float system_scale() {
  if (native::options().scale > 0) return native::options().scale;
  for (const char* name : {"GDK_SCALE", "QT_SCALE_FACTOR"})
    if (const char* text = std::getenv(name)) {
      const float value = std::strtof(text, nullptr);
      if (value >= 0.5f && value <= 4) return value;
    }
#ifdef _WIN32
  float dpi = 96;
  if (SDL_GetDisplayDPI(0, nullptr, &dpi, nullptr) == 0 && dpi > 0) return std::round(dpi / 24) / 4;
#endif
  return 1;
}

Modifiers held_now() {
  const SDL_Keymod mod = SDL_GetModState();
#ifdef __APPLE__
  const bool ctrl = (mod & KMOD_GUI) != 0;
#else
  const bool ctrl = (mod & KMOD_CTRL) != 0;
#endif
  return {.shift = (mod & KMOD_SHIFT) != 0, .ctrl = ctrl, .alt = (mod & KMOD_ALT) != 0};
}

SDL_SystemCursor system_cursor(ImGuiMouseCursor cursor) {
  switch (cursor) {
    case ImGuiMouseCursor_TextInput: return SDL_SYSTEM_CURSOR_IBEAM;
    case ImGuiMouseCursor_ResizeAll: return SDL_SYSTEM_CURSOR_SIZEALL;
    case ImGuiMouseCursor_ResizeNS: return SDL_SYSTEM_CURSOR_SIZENS;
    case ImGuiMouseCursor_ResizeEW: return SDL_SYSTEM_CURSOR_SIZEWE;
    case ImGuiMouseCursor_ResizeNESW: return SDL_SYSTEM_CURSOR_SIZENESW;
    case ImGuiMouseCursor_ResizeNWSE: return SDL_SYSTEM_CURSOR_SIZENWSE;
    case ImGuiMouseCursor_Hand: return SDL_SYSTEM_CURSOR_HAND;
    case ImGuiMouseCursor_NotAllowed: return SDL_SYSTEM_CURSOR_NO;
    default: return SDL_SYSTEM_CURSOR_ARROW;
  }
}

void show_cursor() {
  Desktop& d = desk();
  const ImGuiMouseCursor wanted = ImGui::GetMouseCursor();
  if (wanted == d.cursor) return;
  d.cursor = wanted;
  SDL_ShowCursor(wanted == ImGuiMouseCursor_None ? SDL_DISABLE : SDL_ENABLE);
  if (wanted < 0) return;
  SDL_Cursor*& cursor = d.cursors[static_cast<std::size_t>(wanted)];
  if (cursor == nullptr) cursor = SDL_CreateSystemCursor(system_cursor(wanted));
  if (cursor != nullptr) SDL_SetCursor(cursor);
}

void mouse_event(const SDL_Event& event) {
  const float s = desk().scale;
  const Modifiers held = held_now();
  switch (event.type) {
    case SDL_MOUSEMOTION:
      if (press_unseen()) native::draw_now(1);
      feed_move(PointerKind::mouse, static_cast<float>(event.motion.x) / s, static_cast<float>(event.motion.y) / s, 1, false, held);
      break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP: {
      const float x = static_cast<float>(event.button.x) / s, y = static_cast<float>(event.button.y) / s;
      const bool down = event.type == SDL_MOUSEBUTTONDOWN;
      if (press_unseen()) native::draw_now(1);
      if (down) native::text_pressed_at(x, y);
      feed_move(PointerKind::mouse, x, y, 1, false, held);
      const double time_s = event.button.timestamp * 1e-3;
      if (event.button.button == SDL_BUTTON_LEFT) feed_button(0, down, time_s);
      if (event.button.button == SDL_BUTTON_RIGHT) feed_button(1, down, time_s);
      if (event.button.button == SDL_BUTTON_MIDDLE) feed_button(2, down, time_s);
      break;
    }
    case SDL_MOUSEWHEEL: {
      const float flip = event.wheel.direction == SDL_MOUSEWHEEL_FLIPPED ? -1.0f : 1.0f;
      const float dx = event.wheel.preciseX * flip, dy = event.wheel.preciseY * flip;
      const PointerInput& p = pointer_input();
      if (held.ctrl) feed_gesture(p.x, p.y, 0, 0, std::exp(std::clamp(dy, -1.0f, 1.0f) * kPinchPerNotch));
      else feed_wheel(dx * kNotch_px, -dy * kNotch_px);
      break;
    }
    default: break;
  }
}

void window_event(const SDL_WindowEvent& event) {
  Desktop& d = desk();
  switch (event.event) {
    case SDL_WINDOWEVENT_LEAVE: feed_leave(); break;
    case SDL_WINDOWEVENT_HIDDEN:
    case SDL_WINDOWEVENT_MINIMIZED:
      d.visible = false;
      if (d.callbacks.hide) d.callbacks.hide();
      break;
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_RESTORED: d.visible = true; break;
    case SDL_WINDOWEVENT_FOCUS_LOST:
      feed_cancel();
      if (d.callbacks.hide) d.callbacks.hide();
      break;
    default: break;
  }
}

void handle(const SDL_Event& event) {
  Desktop& d = desk();
  if (event.type == SDL_QUIT) d.running = false;
  if (event.type == d.wake_event && d.wake_event != 0) return;  // woken: a line of the remote door, or request_frame() of a thread
  d.frames_left = std::max(d.frames_left, kFramesPerChange);
  if (native::text_event(event)) return;
  switch (event.type) {
    case SDL_WINDOWEVENT: window_event(event.window); break;
    case SDL_KEYDOWN:
    case SDL_TEXTINPUT: native::key_event(event); break;
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP: {
      const Size size = size_now();
      native::finger_event(event, size.css_w, size.css_h);
      break;
    }
    default: mouse_event(event); break;
  }
}

void draw_frame() {
  Desktop& d = desk();
  const double begin_s = now_s();
  d.in_frame = true;
  d.timer_s = kNever;  // whoever still wants one asks again
  if (d.frames_left > 0) --d.frames_left;
  const Size size = size_now();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(size.css_w, size.css_h);
  io.DisplayFramebufferScale = ImVec2(static_cast<float>(size.pixel_w) / size.css_w, static_cast<float>(size.pixel_h) / size.css_h);
  io.DeltaTime = static_cast<float>(std::clamp(begin_s - d.last_frame_s, 1e-4, 0.1));
  d.last_frame_s = begin_s;
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  d.callbacks.frame(begin_s);
  ImGui::Render();
  glViewport(0, 0, size.pixel_w, size.pixel_h);
  glDisable(GL_SCISSOR_TEST);
  const float* ground = canvas_color(d.dark);
  glClearColor(ground[0], ground[1], ground[2], 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  show_cursor();
  end_input_frame();
  if (input_pending()) d.frames_left = kFramesPerChange;
  d.stats.cpu_ms = (now_s() - begin_s) * 1e3;
  ++d.stats.count;
  SDL_GL_SwapWindow(d.window);
  d.in_frame = false;
}

bool make_window() {
  Desktop& d = desk();
  SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
  SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
  SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
  SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
#ifdef SDL_HINT_WINDOWS_DPI_AWARENESS
  SDL_SetHint(SDL_HINT_WINDOWS_DPI_AWARENESS, "permonitorv2");
#endif
#ifdef SDL_HINT_IME_SHOW_UI
  SDL_SetHint(SDL_HINT_IME_SHOW_UI, "1");
#endif
  SDL_SetMainReady();
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return false;
  const char* driver = SDL_GetCurrentVideoDriver();
  d.windowless = driver != nullptr && std::string_view(driver) == "offscreen";
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_FLAGS, SDL_GL_CONTEXT_FORWARD_COMPATIBLE_FLAG);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  d.scale = system_scale();
  const auto units = [&](int css) { return static_cast<int>(std::lround(static_cast<float>(css) * d.scale)); };
  d.window = SDL_CreateWindow("Rizbin", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, units(native::options().width),
                              units(native::options().height), SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
  if (d.window == nullptr) return false;
  if (!d.windowless) SDL_SetWindowMinimumSize(d.window, units(320), units(320));
  d.gl = SDL_GL_CreateContext(d.window);
  if (d.gl == nullptr) return false;
  d.vsync = !native::options().remote && !d.windowless && SDL_GL_SetSwapInterval(1) == 0;
  if (!d.vsync) SDL_GL_SetSwapInterval(0);
  return true;
}

void wait_for_something() {
  Desktop& d = desk();
  SDL_Event event;
  const bool draws = d.frames_left > 0 && d.visible;
  if (draws) {
    // Without vertical sync an animation must not take the whole processor.
    const double spare_s = d.vsync ? 0 : d.last_frame_s + kFrame_s - now_s();
    if (spare_s > 0.001 && SDL_WaitEventTimeout(&event, static_cast<int>(spare_s * 1e3)) != 0) handle(event);
  } else {
    const double wait_s = d.timer_s - now_s();
    if (wait_s > 0) {
      const int got =
          wait_s < 1e6 ? SDL_WaitEventTimeout(&event, static_cast<int>(std::ceil(wait_s * 1e3))) : SDL_WaitEvent(&event);
      if (got != 0) handle(event);
    }
  }
  while (SDL_PollEvent(&event) != 0) handle(event);
}

}  // namespace

namespace native {

void draw_now(int frames) {
  for (int i = 0; i < frames && desk().running; ++i) draw_frame();
}
void settle() {
  constexpr int kMost = 6;
  for (int i = 0; i < kMost && desk().frames_left > 0; ++i) draw_frame();
}
void resize(int css_w, int css_h) {
  const float s = desk().scale;
  SDL_SetWindowSize(desk().window, static_cast<int>(static_cast<float>(css_w) * s),
                    static_cast<int>(static_cast<float>(css_h) * s));
  SDL_PumpEvents();
  request_frame();
}
bool save_picture(const std::string& path) {
  const Size size = size_now();
  draw_frame();
  std::vector<unsigned char> rgba(static_cast<std::size_t>(size.pixel_w) * static_cast<std::size_t>(size.pixel_h) * 4);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  // The frame just drawn was swapped away; front and back hold the same picture only after drawing without a swap, so draw again.
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glReadPixels(0, 0, size.pixel_w, size.pixel_h, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  return write_png(path, size.pixel_w, size.pixel_h, rgba);
}
void quit() { desk().running = false; }
const Door& door() { return desk().door; }

}  // namespace native

int run(int argc, char** argv, AppCallbacks callbacks) {
  Desktop& d = desk();
  d.start_ticks = SDL_GetPerformanceCounter();
  const_cast<native::Options&>(native::options()) = native::parse_options(argc, argv);
  d.callbacks = std::move(callbacks);
  if (!make_window()) {
    std::fprintf(stderr, "rizbin: %s\n", SDL_GetError());
    fatal("The graphics could not be started", "گرافیک آغاز نشد", "Rizbin draws with OpenGL 3.3. Update the graphics driver.",
          "ریزبین با OpenGL 3.3 رسم می‌کند. راه‌انداز گرافیک را به‌روز کنید.");
  }
  d.wake_event = SDL_RegisterEvents(1);
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  io.BackendPlatformName = "rizbin_native";
  ImGui_ImplOpenGL3_Init(kGlsl);
  d.dark = prefers_dark();
  if (d.callbacks.start && !d.callbacks.start()) return 1;
  if (native::options().remote) native::remote_start();
  const std::string& picture = native::options().screenshot;
  bool pictured = true;
  while (d.running) {
    wait_for_something();
    if (native::options().remote) native::remote_answer_pending();
    if (d.timer_s <= now_s()) d.frames_left = std::max(d.frames_left, 1);
    if (d.frames_left > 0 && d.visible && d.running) draw_frame();
    if (!picture.empty()) {
      const bool ready = d.ready_s >= 0 && now_s() >= d.ready_s + native::options().after_s &&
                         (d.frames_left == 0 || native::options().after_s > 0);
      if (ready || now_s() > kReadyPatience_s + native::options().after_s) {
        pictured = native::save_picture(picture);
        d.running = false;
      } else if (d.frames_left == 0) {
        request_frame_at(now_s() + 0.02);
      }
    }
  }
  if (d.callbacks.hide) d.callbacks.hide();
  native::remote_stop();
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
  SDL_GL_DeleteContext(d.gl);
  SDL_DestroyWindow(d.window);
  SDL_Quit();
  if (!pictured) std::fprintf(stderr, "rizbin: could not write %s\n", picture.c_str());
  return pictured ? 0 : 1;
}

void request_frame() {
  Desktop& d = desk();
  d.frames_left = kFramesPerChange;
}
void request_frame_at(double time_s) { desk().timer_s = std::min(desk().timer_s, time_s); }
double now_s() {
  return static_cast<double>(SDL_GetPerformanceCounter() - desk().start_ticks) / static_cast<double>(SDL_GetPerformanceFrequency());
}
float pixel_ratio() {
  const Size size = size_now();
  return static_cast<float>(size.pixel_w) / size.css_w;
}
FrameStats frame_stats() { return desk().stats; }
void set_page_language(std::string_view, bool, std::string_view title) {
  SDL_SetWindowTitle(desk().window, std::string(title).c_str());
}
void set_page_theme(bool dark) { desk().dark = dark; }
void set_door(Door door) { desk().door = std::move(door); }
void set_ready() {
  if (desk().ready_s < 0) desk().ready_s = now_s();
}
void sync_mirror(unsigned long long, const std::function<std::string()>&) {}

void fatal(std::string_view title_en, std::string_view title_fa, std::string_view hint_en, std::string_view hint_fa) {
  const std::string title = std::string(title_en) + " · " + std::string(title_fa);
  const std::string text =
      std::string(title_en) + "\n" + std::string(hint_en) + "\n\n" + std::string(title_fa) + "\n" + std::string(hint_fa);
  std::fprintf(stderr, "rizbin: %s\n", text.c_str());
  if (!native::options().remote && native::options().screenshot.empty() && !desk().windowless)
    SDL_ShowSimpleMessageBox(SDL_MESSAGEBOX_ERROR, title.c_str(), text.c_str(), desk().window);
  std::_Exit(1);
}

}  // namespace rizbin::platform
