// --remote: the door as JSON lines, {"id":1,"call":"state"} → {"id":1,"result":…}; docs/testing.md lists the calls. Besides the
// page's four there are a pointer and a keyboard, so that a test needs no window system's help. An answer is written after the
// frames it caused are drawn: what is asked next is already true.
#include <cmath>
#include <deque>
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include <SDL.h>
#include <nlohmann/json.hpp>

#include "web/platform/input_feed.h"
#include "web/platform/platform_native.h"

namespace rizbin::platform::native {
namespace {

using Json = nlohmann::json;

struct Remote {
  std::mutex guard;
  std::deque<std::string> lines;
  bool started = false, ended = false;  // ended: standard input is closed
};
Remote& remote() {
  static Remote only;
  return only;
}

void wake() {
  SDL_Event event{};
  event.type = SDL_USEREVENT;
  SDL_PushEvent(&event);
}

Json parsed(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? Json(text) : json;
}
std::string text_of(const Json& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}
float number_of(const Json& json, const char* name, float otherwise = 0) {
  const auto found = json.find(name);
  return found != json.end() && found->is_number() ? found->get<float>() : otherwise;
}
bool flag_of(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}
Json refusal(std::string_view code, std::string_view message) { return {{"error", {{"code", code}, {"message", message}}}}; }

Json point(const Json& call) {
  const Modifiers held{.shift = flag_of(call, "shift"), .ctrl = flag_of(call, "ctrl"), .alt = flag_of(call, "alt")};
  const float x = number_of(call, "x"), y = number_of(call, "y");
  const std::string action = text_of(call, "action");
  const int button = static_cast<int>(number_of(call, "button"));
  if (action == "wheel") {
    if (held.ctrl) {
      feed_gesture(x, y, 0, 0, std::exp(-number_of(call, "dy") / 400));
    } else {
      feed_move(PointerKind::mouse, x, y, 1, false, held);
      feed_wheel(number_of(call, "dx"), number_of(call, "dy"));
    }
    settle();
    return {{"ok", true}};
  }
  if (action == "down") text_pressed_at(x, y);
  feed_move(PointerKind::mouse, x, y, number_of(call, "pressure", 1), false, held);
  request_frame();
  settle();  // hover is known before the press
  if (action == "down" || action == "click") feed_button(button, true, now_s());
  request_frame();
  settle();
  if (action == "up" || action == "click") feed_button(button, false, now_s());
  request_frame();
  settle();
  return {{"ok", true}};
}

// "key": a name of input.h or a character; "text": typed characters.
Json type(const Json& call) {
  static const std::map<std::string, SDL_Keycode, std::less<>> kCodes = {{"left", SDLK_LEFT},
                                                                         {"right", SDLK_RIGHT},
                                                                         {"up", SDLK_UP},
                                                                         {"down", SDLK_DOWN},
                                                                         {"home", SDLK_HOME},
                                                                         {"end", SDLK_END},
                                                                         {"enter", SDLK_RETURN},
                                                                         {"space", SDLK_SPACE},
                                                                         {"escape", SDLK_ESCAPE},
                                                                         {"tab", SDLK_TAB},
                                                                         {"del", SDLK_DELETE},
                                                                         {"page_up", SDLK_PAGEUP},
                                                                         {"page_down", SDLK_PAGEDOWN},
                                                                         {"backspace", SDLK_BACKSPACE}};
  const std::string key = text_of(call, "key"), text = text_of(call, "text");
  const auto feed = [](const SDL_Event& event) {
    if (!text_event(event)) key_event(event);
    request_frame();
    settle();
  };
  if (!key.empty()) {
    SDL_Event event{};
    event.type = SDL_KEYDOWN;
    const auto known = kCodes.find(key);
    if (known == kCodes.end() && key.size() != 1) return refusal("unknown_key", key);
    event.key.keysym.sym = known != kCodes.end() ? known->second : static_cast<SDL_Keycode>(static_cast<unsigned char>(key[0]));
#ifdef __APPLE__
    constexpr Uint16 kCommand = KMOD_LGUI;
#else
    constexpr Uint16 kCommand = KMOD_LCTRL;
#endif
    event.key.keysym.mod = static_cast<Uint16>((flag_of(call, "shift") ? KMOD_LSHIFT : 0) | (flag_of(call, "ctrl") ? kCommand : 0) |
                                               (flag_of(call, "alt") ? KMOD_LALT : 0));
    feed(event);
    if (known == kCodes.end() && !flag_of(call, "ctrl")) {
      SDL_Event typed{};
      typed.type = SDL_TEXTINPUT;
      typed.text.text[0] = key[0];
      feed(typed);
    }
  }
  for (std::size_t i = 0; i < text.size();) {
    SDL_Event typed{};
    typed.type = SDL_TEXTINPUT;
    std::size_t n = 0;
    do typed.text.text[n++] = text[i++];
    while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80);
    feed(typed);
  }
  return {{"ok", true}};
}

Json answer(const Json& call) {
  const std::string name = text_of(call, "call");
  const Door& d = door();
  if (name == "state") return d.state_json ? parsed(d.state_json()) : Json::object();
  if (name == "items") return d.items_json ? parsed(d.items_json()) : Json::array();
  if (name == "apply" || name == "perform") {
    if (!d.apply_json || !d.perform_json) return refusal("not_ready", "no door yet");
    const std::string action = text_of(call, "action");
    Json result = name == "apply"
                      ? parsed(d.apply_json(text_of(call, "command")))
                      : parsed(d.perform_json(text_of(call, "item"), action.empty() ? "press" : action, text_of(call, "value")));
    request_frame();
    settle();
    return result;
  }
  if (name == "pointer") return point(call);
  if (name == "key") return type(call);
  if (name == "resize") {
    resize(static_cast<int>(number_of(call, "w")), static_cast<int>(number_of(call, "h")));
    settle();
    return {{"ok", true}};
  }
  if (name == "run") {  // time passes: animations and training go on
    const double until_s = now_s() + static_cast<double>(number_of(call, "s"));
    while (now_s() < until_s) {
      draw_now(1);
      SDL_Delay(5);
    }
    return {{"ok", true}};
  }
  if (name == "screenshot") {
    const std::string path = text_of(call, "path");
    return save_picture(path) ? Json{{"ok", true}, {"path", path}} : refusal("not_written", path);
  }
  if (name == "quit") {
    quit();
    return {{"ok", true}};
  }
  return refusal("unknown_call", name);
}

}  // namespace

void remote_start() {
  remote().started = true;
  std::thread([] {
    std::string line;
    while (std::getline(std::cin, line)) {
      {
        const std::scoped_lock lock(remote().guard);
        remote().lines.push_back(line);
      }
      wake();
    }
    {
      const std::scoped_lock lock(remote().guard);
      remote().ended = true;
    }
    wake();
  }).detach();  // it ends with the program: a blocked read cannot be joined
}

void remote_answer_pending() {
  for (;;) {
    std::string line;
    {
      const std::scoped_lock lock(remote().guard);
      if (remote().lines.empty()) {
        if (remote().ended) quit();
        return;
      }
      line = std::move(remote().lines.front());
      remote().lines.pop_front();
    }
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const Json call = Json::parse(line, nullptr, false);
    Json reply = Json::object();
    if (call.is_discarded() || !call.is_object()) {
      reply = refusal("no_json", line);
    } else {
      if (call.contains("id")) reply["id"] = call["id"];
      Json result = answer(call);
      if (result.is_object() && result.contains("error")) reply["error"] = result["error"];
      else reply["result"] = std::move(result);
    }
    std::cout << reply.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
  }
}

void remote_stop() {}

}  // namespace rizbin::platform::native
