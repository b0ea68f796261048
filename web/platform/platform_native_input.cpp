// Keys and fingers of the desktop, brought to input.h's words.
#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include <SDL.h>

#include "web/platform/input_feed.h"
#include "web/platform/platform_native.h"

namespace rizbin::platform::native {
namespace {

std::string_view key_name(SDL_Keycode key) {
  switch (key) {
    case SDLK_LEFT: return "left";
    case SDLK_RIGHT: return "right";
    case SDLK_UP: return "up";
    case SDLK_DOWN: return "down";
    case SDLK_HOME: return "home";
    case SDLK_END: return "end";
    case SDLK_PAGEUP: return "page_up";
    case SDLK_PAGEDOWN: return "page_down";
    case SDLK_RETURN:
    case SDLK_KP_ENTER: return "enter";
    case SDLK_SPACE: return "space";
    case SDLK_ESCAPE: return "escape";
    case SDLK_TAB: return "tab";
    case SDLK_BACKSPACE: return "backspace";
    case SDLK_DELETE: return "del";
    default: return {};
  }
}

Modifiers held_in(SDL_Keymod mod) {
#ifdef __APPLE__
  const bool ctrl = (mod & KMOD_GUI) != 0;
#else
  const bool ctrl = (mod & KMOD_CTRL) != 0;
#endif
  return {.shift = (mod & KMOD_SHIFT) != 0, .ctrl = ctrl, .alt = (mod & KMOD_ALT) != 0};
}

char32_t first_code_point(const char* utf8) {
  const auto byte = [&](int i) { return static_cast<char32_t>(static_cast<unsigned char>(utf8[i])); };
  const char32_t lead = byte(0);
  if (lead < 0x80) return lead;
  if (lead < 0xE0) return (lead & 0x1F) << 6 | (byte(1) & 0x3F);
  if (lead < 0xF0) return (lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
  return (lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
}

struct Keys {
  SDL_Scancode last = SDL_SCANCODE_UNKNOWN;
  bool shift = false;
};
Keys& keys() {
  static Keys only;
  return only;
}

// The letter on a US keyboard's key, 0 if it is no letter.
char32_t letter_by_position(SDL_Scancode code, bool shift) {
  if (code < SDL_SCANCODE_A || code > SDL_SCANCODE_Z) return 0;
  return static_cast<char32_t>((shift ? 'A' : 'a') + (code - SDL_SCANCODE_A));
}

struct Fingers {
  std::map<SDL_FingerID, SDL_FPoint> down;
  bool gesture = false;
  float x = 0, y = 0, distance = 1;  // of the two fingers, at their last event
};
Fingers& fingers() {
  static Fingers only;
  return only;
}
void measure(float& x, float& y, float& distance) {
  const SDL_FPoint a = fingers().down.begin()->second, b = std::next(fingers().down.begin())->second;
  x = (a.x + b.x) / 2;
  y = (a.y + b.y) / 2;
  distance = std::max(std::hypot(a.x - b.x, a.y - b.y), 1.0f);
}

}  // namespace

void key_event(const SDL_Event& event) {
  if (key_unseen()) draw_now(1);
  if (event.type == SDL_KEYDOWN) {
    const SDL_Keysym& sym = event.key.keysym;
    const Modifiers held = held_in(static_cast<SDL_Keymod>(sym.mod));
    keys().last = sym.scancode;
    keys().shift = held.shift;
    KeyInput key{.name = key_name(sym.sym), .character = 0, .shift = held.shift, .ctrl = held.ctrl, .alt = held.alt};
    if (key.name == "space") key.character = U' ';
    if (key.name.empty()) {
      if (!held.ctrl) return;  // characters come as text
      key.name = "character";
      key.character = sym.sym > 0 && sym.sym < 0x80 ? static_cast<char32_t>(sym.sym) : letter_by_position(sym.scancode, false);
      if (key.character == 0) return;
    }
    feed_key(key);
  } else if (event.type == SDL_TEXTINPUT) {
    char32_t character = first_code_point(event.text.text);
    if (character == U' ' || character < 0x20) return;
    const char32_t by_position = letter_by_position(keys().last, keys().shift);
    const bool latin = (character >= U'a' && character <= U'z') || (character >= U'A' && character <= U'Z');
    if (by_position != 0 && !latin) character = by_position;
    feed_key({.name = "character", .character = character, .shift = keys().shift});
  }
}

void finger_event(const SDL_Event& event, float css_w, float css_h) {
  const SDL_TouchFingerEvent& f = event.tfinger;
  if (SDL_GetTouchDeviceType(f.touchId) != SDL_TOUCH_DEVICE_DIRECT) return;  // a trackpad's fingers are not on the screen
  Fingers& all = fingers();
  const float x = f.x * css_w, y = f.y * css_h;
  if (press_unseen()) draw_now(1);
  if (event.type == SDL_FINGERUP) {
    all.down.erase(f.fingerId);
    if (!all.gesture) {
      feed_move(PointerKind::touch, x, y, 1, false, {});
      feed_button(0, false, f.timestamp * 1e-3);
      feed_leave();
    } else if (all.down.size() == 2) {
      measure(all.x, all.y, all.distance);
    } else if (all.down.empty()) {
      all.gesture = false;
      feed_leave();
    }
    return;
  }
  all.down[f.fingerId] = {x, y};
  if (event.type == SDL_FINGERDOWN && all.down.size() == 2) {
    all.gesture = true;
    feed_cancel();
    measure(all.x, all.y, all.distance);
    return;
  }
  if (!all.gesture) {
    if (event.type == SDL_FINGERDOWN) text_pressed_at(x, y);
    feed_move(PointerKind::touch, x, y, 1, false, {});
    if (event.type == SDL_FINGERDOWN) feed_button(0, true, f.timestamp * 1e-3);
  } else if (all.down.size() == 2) {
    float mx = 0, my = 0, distance = 1;
    measure(mx, my, distance);
    feed_gesture(mx, my, mx - all.x, my - all.y, distance / all.distance);
    all.x = mx;
    all.y = my;
    all.distance = distance;
  }
}

}  // namespace rizbin::platform::native
