// The desktop's text field: caret, selection, words of the clipboard and input methods, for what begin_text() opened. The widget
// draws text_edit(); here it only changes.
#include <algorithm>
#include <string>
#include <string_view>

#include <SDL.h>

#include "web/platform/platform_native.h"

namespace rizbin::platform {
namespace {

struct Field {
  TextEdit edit;
  int anchor = 0, caret = 0;  // code points; the selection lies between them
  SDL_FRect box{};
};
Field& field() {
  static Field only;
  return only;
}

bool starts_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }
int length_of(std::string_view utf8) { return static_cast<int>(std::count_if(utf8.begin(), utf8.end(), starts_code_point)); }
std::size_t byte_at(std::string_view utf8, int code_points) {
  std::size_t i = 0;
  for (; i < utf8.size(); ++i)
    if (starts_code_point(utf8[i]) && code_points-- == 0) break;
  return i;
}

void put_caret(int caret, bool extend) {
  Field& f = field();
  f.caret = std::clamp(caret, 0, length_of(f.edit.text));
  if (!extend) f.anchor = f.caret;
  f.edit.selection_start = std::min(f.caret, f.anchor);
  f.edit.selection_end = std::max(f.caret, f.anchor);
}
void replace(int from, int to, std::string_view with) {
  Field& f = field();
  const std::size_t first = byte_at(f.edit.text, from), last = byte_at(f.edit.text, to);
  f.edit.text.replace(first, last - first, with);
  put_caret(from + length_of(with), false);
}
void replace_selection(std::string_view with) { replace(field().edit.selection_start, field().edit.selection_end, with); }

std::string one_line(const char* text) {
  std::string line(text);
  std::erase_if(line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; });
  return line;
}
void copy_selection() {
  const TextEdit& e = field().edit;
  if (e.selection_start == e.selection_end) return;
  const std::size_t first = byte_at(e.text, e.selection_start), last = byte_at(e.text, e.selection_end);
  SDL_SetClipboardText(e.text.substr(first, last - first).c_str());
}

bool command_key(SDL_Keycode key) {
  switch (key) {
    case SDLK_a:
      field().anchor = 0;
      put_caret(length_of(field().edit.text), true);
      return true;
    case SDLK_c: copy_selection(); return true;
    case SDLK_x:
      copy_selection();
      replace_selection("");
      return true;
    case SDLK_v: {
      char* text = SDL_GetClipboardText();
      replace_selection(one_line(text));
      SDL_free(text);
      return true;
    }
    default: return false;
  }
}

// False: the key is not the field's (up and down step a number).
bool edit_key(SDL_Keycode key, bool shift, bool ctrl) {
  Field& f = field();
  TextEdit& e = f.edit;
  const bool selected = e.selection_start != e.selection_end;
  const int end = length_of(e.text);
  switch (key) {
    case SDLK_RETURN:
    case SDLK_KP_ENTER: e.committed = true; return true;
    case SDLK_ESCAPE: e.cancelled = true; return true;
    case SDLK_LEFT: put_caret(ctrl ? 0 : selected && !shift ? e.selection_start : f.caret - 1, shift); return true;
    case SDLK_RIGHT: put_caret(ctrl ? end : selected && !shift ? e.selection_end : f.caret + 1, shift); return true;
    case SDLK_HOME: put_caret(0, shift); return true;
    case SDLK_END: put_caret(end, shift); return true;
    case SDLK_BACKSPACE:
      if (selected) replace_selection("");
      else if (f.caret > 0) replace(ctrl ? 0 : f.caret - 1, f.caret, "");
      return true;
    case SDLK_DELETE:
      if (selected) replace_selection("");
      else if (f.caret < end) replace(f.caret, ctrl ? end : f.caret + 1, "");
      return true;
    case SDLK_UP:
    case SDLK_DOWN: return false;
    case SDLK_TAB: e.committed = true; return false;  // and the walk goes on
    default: return true;                             // its text comes as SDL_TEXTINPUT
  }
}

}  // namespace

TextEdit& text_edit() { return field().edit; }

void begin_text(std::string_view id, std::string_view text, bool, float x, float y, float w, float h) {
  Field& f = field();
  f.edit = {.id = std::string(id), .text = std::string(text), .open = true};
  f.anchor = 0;
  put_caret(length_of(text), true);
  f.box = {x, y, w, h};
  const SDL_Rect place = {static_cast<int>(x), static_cast<int>(y), static_cast<int>(w), static_cast<int>(h)};
  SDL_SetTextInputRect(&place);
  SDL_StartTextInput();
  request_frame();
}
void select_text(int start, int end) {
  field().anchor = std::clamp(start, 0, length_of(field().edit.text));
  put_caret(end, true);
  request_frame();
}
void end_text() {
  field().edit.open = false;
  request_frame();
}

namespace native {

bool text_event(const SDL_Event& event) {
  TextEdit& e = field().edit;
  if (!e.open) return false;
  if (event.type == SDL_TEXTINPUT) {
    replace_selection(one_line(event.text.text));
    return true;
  }
  if (event.type == SDL_TEXTEDITING) return true;  // shown by the input method's own window
  if (event.type == SDL_WINDOWEVENT && event.window.event == SDL_WINDOWEVENT_FOCUS_LOST) e.committed = true;
  if (event.type != SDL_KEYDOWN) return false;
  const SDL_Keysym& sym = event.key.keysym;
#ifdef __APPLE__
  const bool command = (sym.mod & KMOD_GUI) != 0;
#else
  const bool command = (sym.mod & KMOD_CTRL) != 0;
#endif
  if (command && command_key(sym.sym)) return true;
  return edit_key(sym.sym, (sym.mod & KMOD_SHIFT) != 0, command);
}

void text_pressed_at(float x, float y) {
  Field& f = field();
  if (f.edit.open && (x < f.box.x || x >= f.box.x + f.box.w || y < f.box.y || y >= f.box.y + f.box.h)) f.edit.committed = true;
}

}  // namespace native
}  // namespace rizbin::platform
