// The page's surroundings: what the reader prefers, what is kept, the clipboard, and the text field of the mirror that is open.
#include <cstdlib>
#include <string>

#include <emscripten.h>

#include "web/platform/platform.h"

// clang-format off
EM_JS_DEPS(rizbin_device, "$UTF8ToString,$stringToNewUTF8");
EM_JS(int, js_prefers_dark, (), { return matchMedia("(prefers-color-scheme: dark)").matches ? 1 : 0; });
EM_JS(int, js_prefers_reduced_motion, (), { return matchMedia("(prefers-reduced-motion: reduce)").matches ? 1 : 0; });
EM_JS(int, js_coarse_pointer, (), { return Module["shell"]["coarsePointer"]() ? 1 : 0; });
EM_JS(char*, js_language, (), { return stringToNewUTF8((navigator.languages && navigator.languages[0]) || navigator.language || "en"); });
EM_JS(char*, js_option, ( const char* name), {
  return stringToNewUTF8(new URLSearchParams(location.search).get(UTF8ToString(name)) || "");
});
// Storage may be refused altogether (private windows, blocked cookies): then nothing is kept.
EM_JS(void, js_store, ( const char* key, const char* value), {
  try { localStorage.setItem("rizbin/" + UTF8ToString(key), UTF8ToString(value)); } catch (e) {}
});
EM_JS(char*, js_load, ( const char* key), {
  try { return stringToNewUTF8(localStorage.getItem("rizbin/" + UTF8ToString(key)) || ""); } catch (e) { return stringToNewUTF8(""); }
});
EM_JS(void, js_copy_text, ( const char* text), { Module["shell"]["copyText"](UTF8ToString(text)); });
EM_JS(void, js_open_page, ( const char* path), { window.open(UTF8ToString(path), "_blank", "noopener"); });
EM_JS(void, js_language_set, ( const char* language, int rtl, const char* title), {
  Module["shell"]["language"](UTF8ToString(language), !!rtl, UTF8ToString(title));
});
EM_JS(void, js_begin_text, ( const char* id, const char* text, int numeric, float x, float y, float w, float h), {
  Module["shell"]["beginText"](UTF8ToString(id), UTF8ToString(text), !!numeric, [x, y, w, h]);
});
EM_JS(void, js_select_text, (int start, int end), { Module["shell"]["selectText"](start, end); });
EM_JS(void, js_end_text, (), { Module["shell"]["endText"](); });
// clang-format on

namespace rizbin::platform {
namespace {
std::string taken(char* text) {
  std::string copy = text;
  std::free(text);
  return copy;
}
}  // namespace

bool prefers_dark() { return js_prefers_dark() != 0; }
bool prefers_reduced_motion() { return js_prefers_reduced_motion() != 0; }
bool coarse_pointer() { return js_coarse_pointer() != 0; }
std::string preferred_language() { return taken(js_language()).substr(0, 2); }
std::string option(std::string_view name) { return taken(js_option(std::string(name).c_str())); }

void store(std::string_view key, std::string_view value) { js_store(std::string(key).c_str(), std::string(value).c_str()); }
std::string load(std::string_view key) { return taken(js_load(std::string(key).c_str())); }
void open_page(std::string_view path) { js_open_page(std::string(path).c_str()); }
void copy_text(std::string_view utf8) { js_copy_text(std::string(utf8).c_str()); }
void set_page_language(std::string_view language, bool rtl, std::string_view title) {
  js_language_set(std::string(language).c_str(), rtl ? 1 : 0, std::string(title).c_str());
}

TextEdit& text_edit() {
  static TextEdit only;
  return only;
}
void begin_text(std::string_view id, std::string_view text, bool numeric, float x, float y, float w, float h) {
  TextEdit& edit = text_edit();
  edit = {.id = std::string(id), .text = std::string(text), .open = true};
  js_begin_text(edit.id.c_str(), edit.text.c_str(), numeric ? 1 : 0, x, y, w, h);
}
void select_text(int start, int end) {
  text_edit().selection_start = start;
  text_edit().selection_end = end;
  js_select_text(start, end);
}
void end_text() {
  text_edit().open = false;
  js_end_text();
}

}  // namespace rizbin::platform

// event: 0 changed (text or selection), 1 committed, 2 cancelled
extern "C" EMSCRIPTEN_KEEPALIVE void rizbin_text(const char* id, const char* text, int start, int end, int event) {
  rizbin::platform::TextEdit& edit = rizbin::platform::text_edit();
  if (!edit.open || edit.id != id) return;
  edit.text = text;
  edit.selection_start = start;
  edit.selection_end = end;
  if (event == 1) edit.committed = true;
  if (event == 2) edit.cancelled = true;
  rizbin::platform::request_frame();
}
