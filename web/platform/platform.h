// Platform: the window, the clock, storage, the clipboard and the way out when something is broken. platform_web.cpp and
// platform_native.cpp implement it; no other file knows Emscripten or SDL's event loop.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace rizbin::platform {

struct AppCallbacks {
  std::function<bool()> start;                 // after GL exists; false: fatal was called
  std::function<void(double now_s)> frame;     // draws one frame; ImGui::NewFrame/Render are the platform's business around it
  std::function<void()> context_restored;      // GL objects must be made again
  std::function<void()> hide;                  // page hidden or program closing: save now
};
int run(int argc, char** argv, AppCallbacks callbacks);

void request_frame();                          // draw soon (idle draws nothing)
void request_frame_at(double now_s);           // a timer: blinking caret, running animation
[[nodiscard]] double now_s();
[[nodiscard]] bool prefers_dark();
[[nodiscard]] bool prefers_reduced_motion();
[[nodiscard]] bool coarse_pointer();
[[nodiscard]] std::string preferred_language();  // "fa", "en", …
[[nodiscard]] float pixel_ratio();
struct FrameStats {
  unsigned long long count = 0;  // frames drawn since the start; does not grow while nothing changes
  double cpu_ms = 0;             // the last frame's, GL calls included, waiting excluded
};
[[nodiscard]] FrameStats frame_stats();

// Kept on the device across reloads; values are text. Quietly absent when storage is refused.
void store(std::string_view key, std::string_view value);
[[nodiscard]] std::string load(std::string_view key);
void copy_text(std::string_view utf8);
void open_page(std::string_view path);          // a file beside the page, in a new tab (a licence); nothing on the desktop
// What the program was asked for: "lang", "theme", … from --lang fa on the desktop and ?lang=fa in the page; empty: not given.
// It goes before what was stored.
[[nodiscard]] std::string option(std::string_view name);
void set_page_language(std::string_view language, bool rtl,
                       std::string_view title);  // <html lang dir>, title; no-op on the desktop
void set_page_theme(bool dark);

// A text edit is open over this rectangle (CSS px): the page focuses the mirror's <input> of that id (soft keyboard, IME,
// clipboard, selection for free), the desktop edits itself. Changes come back through text_changed().
struct TextEdit {
  std::string id;
  std::string text;
  int selection_start = 0, selection_end = 0;  // in code points
  bool open = false, committed = false, cancelled = false;
};
void begin_text(std::string_view id, std::string_view text, bool numeric, float x, float y, float w, float h);
[[nodiscard]] TextEdit& text_edit();
void select_text(int start, int end);             // e.g. the caret put by the pointer; code points
void end_text();

// A readable page in both languages (title, what happened, what to do) instead of a blank one; stops the loop.
[[noreturn]] void fatal(std::string_view title_en, std::string_view title_fa, std::string_view hint_en, std::string_view hint_fa);

// The door. The app answers; the page exposes it as window.rizbin, the desktop as --remote (JSON lines on stdin/stdout).
struct Door {
  std::function<std::string()> state_json;
  std::function<std::string()> items_json;
  std::function<std::string(std::string_view json)> apply_json;   // {"ok":true} or {"error":{…}}
  std::function<std::string(std::string_view id, std::string_view action, std::string_view value)> perform_json;
};
void set_door(Door door);
void set_ready();                              // the first interactive frame is drawn
// Called each frame after drawing with a hash of the mirrored items; the JSON is asked for only when it changed.
// The list's form is that of web/ui/items_json.h; the item with "focused" gets the page's focus too.
void sync_mirror(unsigned long long hash, const std::function<std::string()>& items_json);

}  // namespace rizbin::platform
