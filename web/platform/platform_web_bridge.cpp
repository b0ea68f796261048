// See platform_web_bridge.h. Strings cross as UTF-8.
#include "web/platform/platform_web_bridge.h"

#include <cstdlib>
#include <cstring>
#include <string>

#include <emscripten.h>

#include "web/platform/input_feed.h"

// clang-format off
EM_JS_DEPS(rizbin_bridge, "$UTF8ToString,$stringToNewUTF8,$GL");
EM_JS(void, js_start, (), { Module["shell"]["start"](); });
EM_JS(void, js_canvas_ready, (), { Module["shell"]["canvasReady"](); });
EM_JS(void, js_request_frame, (), { Module["shell"]["requestFrame"](); });
EM_JS(void, js_frame_after, (double delay_ms), { Module["shell"]["frameAfter"](delay_ms); });
EM_JS(void, js_cursor, ( const char* name), { Module["shell"]["cursor"](UTF8ToString(name)); });
EM_JS(int, js_is_apple, (), { return Module["shell"]["isApple"] ? 1 : 0; });
EM_JS(void, js_theme, (int dark), { Module["shell"]["theme"](!!dark); });
EM_JS(void, js_ready, (), { Module["shell"]["ready"](); });
EM_JS(void, js_mirror, ( const char* json), { Module["shell"]["mirror"](UTF8ToString(json)); });
EM_JS(void, js_fatal, ( const char* title_en, const char* title_fa, const char* hint_en, const char* hint_fa), {
  Module["shell"]["fatal"](UTF8ToString(title_en), UTF8ToString(title_fa), UTF8ToString(hint_en), UTF8ToString(hint_fa));
  throw new Error("rizbin: stopped");
});
// Names of a lost context must not be deleted in the new one: an unknown name is left alone.
EM_JS(void, js_forget_gl_names, (), {
  for (const table of [GL.buffers, GL.textures, GL.programs, GL.shaders, GL.framebuffers, GL.renderbuffers, GL.vaos, GL.samplers])
    if (table) table.fill(null);
});
EM_JS(void, js_install_bridge, (), {
  const take = (pointer) => { const text = UTF8ToString(pointer); _free(pointer); return text; };
  const give = (...texts) => texts.map((t) => stringToNewUTF8(String(t ?? "")));
  const drop = (pointers) => pointers.forEach((p) => _free(p));
  const withTexts = (texts, call) => { const pointers = give(...texts); const result = call(...pointers); drop(pointers); return result; };
  Module["bridge"] = {
    frame: () => _rizbin_frame(),
    resized: (w, h, pw, ph) => _rizbin_resized(w, h, pw, ph),
    contextLost: () => _rizbin_context_lost(),
    contextRestored: () => _rizbin_context_restored(),
    hidden: () => _rizbin_hidden(),
    dead: () => _rizbin_dead(),
    move: (kind, x, y, pressure, eraser, mods) => _rizbin_move(kind, x, y, pressure, eraser, mods),
    button: (button, down, ms) => _rizbin_button(button, down, ms),
    leave: () => _rizbin_leave(),
    cancel: () => _rizbin_cancel(),
    wheel: (dx, dy) => _rizbin_wheel(dx, dy),
    gesture: (x, y, px, py, pinch) => _rizbin_gesture(x, y, px, py, pinch),
    key: (name, character, mods) => withTexts([name], (n) => _rizbin_key(n, character, mods)),
    text: (id, text, start, end, event) => withTexts([id, text], (i, t) => _rizbin_text(i, t, start, end, event)),
    state: () => take(_rizbin_state()),
    items: () => take(_rizbin_items()),
    apply: (json) => withTexts([json], (j) => take(_rizbin_apply(j))),
    perform: (id, action, value) => withTexts([id, action, value], (i, a, v) => take(_rizbin_perform(i, a, v))),
  };
});
// clang-format on

namespace rizbin::platform {
namespace {
constexpr int kShift = 1, kCtrl = 2, kAlt = 4;
Modifiers held_in(int bits) { return {.shift = (bits & kShift) != 0, .ctrl = (bits & kCtrl) != 0, .alt = (bits & kAlt) != 0}; }
char* own(const std::string& text) {
  char* copy = static_cast<char*>(std::malloc(text.size() + 1));
  std::memcpy(copy, text.c_str(), text.size() + 1);
  return copy;
}
}  // namespace
namespace web {
void install_bridge() { js_install_bridge(); }
}  // namespace web
}  // namespace rizbin::platform

namespace platform = rizbin::platform;

extern "C" {
EMSCRIPTEN_KEEPALIVE void rizbin_frame() { platform::web::frame(); }
EMSCRIPTEN_KEEPALIVE void rizbin_resized(float css_w, float css_h, int pixel_w, int pixel_h) {
  platform::web::resized(css_w, css_h, pixel_w, pixel_h);
}
EMSCRIPTEN_KEEPALIVE void rizbin_context_lost() { platform::web::context_lost(); }
EMSCRIPTEN_KEEPALIVE void rizbin_context_restored() { platform::web::context_restored(); }
EMSCRIPTEN_KEEPALIVE void rizbin_hidden() { platform::web::hidden(); }
EMSCRIPTEN_KEEPALIVE void rizbin_dead() { platform::web::dead(); }

EMSCRIPTEN_KEEPALIVE void rizbin_move(int kind, float x, float y, float pressure, int eraser, int modifiers) {
  if (platform::press_unseen()) platform::web::frame();
  platform::feed_move(static_cast<platform::PointerKind>(kind), x, y, pressure, eraser != 0, platform::held_in(modifiers));
  platform::request_frame();
}
EMSCRIPTEN_KEEPALIVE void rizbin_button(int button, int down, double time_ms) {
  if (platform::press_unseen()) platform::web::frame();
  platform::feed_button(button, down != 0, time_ms * 1e-3);
  platform::request_frame();
}
EMSCRIPTEN_KEEPALIVE void rizbin_leave() {
  platform::feed_leave();
  platform::request_frame();
}
EMSCRIPTEN_KEEPALIVE void rizbin_cancel() {
  platform::feed_cancel();
  platform::request_frame();
}
EMSCRIPTEN_KEEPALIVE void rizbin_wheel(float dx, float dy) {
  platform::feed_wheel(dx, dy);
  platform::request_frame();
}
EMSCRIPTEN_KEEPALIVE void rizbin_gesture(float x, float y, float pan_x, float pan_y, float pinch) {
  platform::feed_gesture(x, y, pan_x, pan_y, pinch);
  platform::request_frame();
}
EMSCRIPTEN_KEEPALIVE void rizbin_key(const char* name, int character, int modifiers) {
  if (platform::key_unseen()) platform::web::frame();
  const platform::Modifiers held = platform::held_in(modifiers);
  platform::feed_key(
      {.name = name, .character = static_cast<char32_t>(character), .shift = held.shift, .ctrl = held.ctrl, .alt = held.alt});
  platform::request_frame();
}
EMSCRIPTEN_KEEPALIVE char* rizbin_state() {
  const auto& f = platform::web::door().state_json;
  return platform::own(f ? f() : "{}");
}
EMSCRIPTEN_KEEPALIVE char* rizbin_items() {
  const auto& f = platform::web::door().items_json;
  return platform::own(f ? f() : "[]");
}
EMSCRIPTEN_KEEPALIVE char* rizbin_apply(const char* json) {
  const auto& f = platform::web::door().apply_json;
  std::string answer = f ? f(json) : R"({"error":{"code":"not_ready"}})";
  platform::request_frame();
  return platform::own(answer);
}
EMSCRIPTEN_KEEPALIVE char* rizbin_perform(const char* id, const char* action, const char* value) {
  const auto& f = platform::web::door().perform_json;
  std::string answer = f ? f(id, action, value) : R"({"error":{"code":"not_ready"}})";
  platform::request_frame();
  return platform::own(answer);
}
}
