// See items_json.h.
#include "web/ui/items_json.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <utility>

#include "web/platform/input.h"
#include "web/platform/platform.h"
#include "web/ui/items.h"

namespace rizbin::ui {
namespace {

constexpr std::array<std::string_view, 16> kRoleNames = {"button",  "toggle", "tab",    "radio",    "slider", "number_field",
                                                         "text",    "image",  "figure", "cell",     "link",   "status",
                                                         "heading", "group",  "dialog", "menu_item"};
constexpr std::array<std::pair<std::uint32_t, std::string_view>, 6> kActionNames = {
    {{kPress, "press"}, {kSet, "set"}, {kAdjust, "adjust"}, {kDrag, "drag"}, {kFocus, "focus"}, {kMenu, "menu"}}};

void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(byte));
      out += escape;
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_number(std::string& out, double value, const char* format) {
  char text[32];
  std::snprintf(text, sizeof text, format, std::isfinite(value) ? value : 0.0);
  out += text;
}

void append_text_field(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out += ",\"";
  out += name;
  out += "\":";
  append_string(out, text);
}

void append_flag(std::string& out, std::string_view name, bool set) {
  if (!set) return;
  out += ",\"";
  out += name;
  out += "\":true";
}

void append_item(std::string& out, const Item& item) {
  out += "{\"id\":";
  append_string(out, item.id);
  append_text_field(out, "role", kRoleNames[static_cast<std::size_t>(item.role)]);
  append_text_field(out, "label", item.label);
  append_text_field(out, "value", item.value);
  append_text_field(out, "description", item.description);
  append_text_field(out, "parent", item.parent);
  out += ",\"rect\":[";
  append_number(out, item.rect.x, "%.2f,");
  append_number(out, item.rect.y, "%.2f,");
  append_number(out, item.rect.w, "%.2f,");
  append_number(out, item.rect.h, "%.2f],\"actions\":[");
  bool first = true;
  for (const auto& [bit, name] : kActionNames) {
    if ((item.actions & bit) == 0) continue;
    if (!first) out += ',';
    first = false;
    append_string(out, name);
  }
  out += ']';
  append_flag(out, "disabled", item.disabled);
  append_flag(out, "selected", item.selected);
  append_flag(out, "expanded", item.expanded);
  append_flag(out, "invalid", item.invalid);
  append_flag(out, "live", item.live);
  append_flag(out, "focused", item.id == focused_id());
  append_flag(out, "stop", tab_stop(item));
  if (!item.mirrored) out += ",\"mirrored\":false";
  if (item.min != item.max) {
    append_number(out, item.min, ",\"min\":%.9g");
    append_number(out, item.max, ",\"max\":%.9g");
    append_number(out, item.now, ",\"now\":%.9g");
  }
  out += '}';
}

struct Fnv {
  unsigned long long value = 14695981039346656037ull;
  void bytes(const void* data, std::size_t size) {
    const auto* p = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < size; ++i) value = (value ^ p[i]) * 1099511628211ull;
  }
  void text(std::string_view s) {
    bytes(s.data(), s.size());
    number(s.size());
  }
  void number(std::uint64_t n) { bytes(&n, sizeof n); }
};

Key key_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Key>, 15> kKeys = {{{"left", Key::left},
                                                                       {"right", Key::right},
                                                                       {"up", Key::up},
                                                                       {"down", Key::down},
                                                                       {"home", Key::home},
                                                                       {"end", Key::end},
                                                                       {"page_up", Key::page_up},
                                                                       {"page_down", Key::page_down},
                                                                       {"enter", Key::enter},
                                                                       {"space", Key::space},
                                                                       {"escape", Key::escape},
                                                                       {"tab", Key::tab},
                                                                       {"backspace", Key::backspace},
                                                                       {"del", Key::del},
                                                                       {"character", Key::character}}};
  for (const auto& [key_name, key] : kKeys)
    if (key_name == name) return key;
  return Key::none;
}

std::string list_json(bool mirrored_only) {
  std::string out = "[";
  for (const Item& item : items()) {
    if (mirrored_only && !item.mirrored) continue;
    if (out.size() > 1) out += ",\n";
    append_item(out, item);
  }
  out += ']';
  return out;
}

}  // namespace

std::string items_json() { return list_json(false); }
std::string mirror_json() { return list_json(true); }

unsigned long long items_hash() {
  Fnv hash;
  for (const Item& item : items()) {
    if (!item.mirrored) continue;
    hash.text(item.id);
    hash.text(item.label);
    hash.text(item.value);
    hash.text(item.description);
    hash.text(item.parent);
    hash.bytes(&item.rect, sizeof item.rect);
    hash.bytes(&item.min, sizeof item.min);
    hash.bytes(&item.max, sizeof item.max);
    hash.bytes(&item.now, sizeof item.now);
    hash.number(static_cast<std::uint64_t>(item.role) << 40 | static_cast<std::uint64_t>(item.actions) << 8 |
                static_cast<std::uint64_t>(item.disabled) | static_cast<std::uint64_t>(item.selected) << 1 |
                static_cast<std::uint64_t>(item.expanded) << 2 | static_cast<std::uint64_t>(item.live) << 3 |
                static_cast<std::uint64_t>(item.invalid) << 4);
  }
  hash.text(focused_id());
  return hash.value;
}

void connect_platform() {
  platform::set_key_sink([](const platform::KeyInput& key) {
    push_key({.key = key_named(key.name), .character = key.character, .shift = key.shift, .ctrl = key.ctrl, .alt = key.alt});
    platform::request_frame();
  });
}

}  // namespace rizbin::ui
