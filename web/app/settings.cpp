// See settings.h.
#include "web/app/settings.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>

namespace rizbin {
namespace {

using Json = nlohmann::ordered_json;

// Words in the order of the enums.
constexpr std::array<std::string_view, 2> kLanguages = {"en", "fa"};
constexpr std::array<std::string_view, 3> kThemes = {"system", "light", "dark"};
constexpr std::array<std::string_view, 4> kQuantities = {"value", "gradient", "change", "difference"};
constexpr std::array<std::string_view, 4> kRangeScopes = {"layer", "cell", "map", "network"};
constexpr std::array<std::string_view, 5> kStageWords = {"rest", "forward", "loss", "backward", "update"};
constexpr std::array<std::string_view, 3> kTabs = {"draw", "train", "lesson"};
constexpr std::array<std::string_view, 3> kTools = {"pen", "eraser", "move"};
constexpr std::array<std::string_view, 3> kSheets = {"low", "half", "full"};
constexpr std::array<std::string_view, 3> kSpeeds = {"1", "8", "max"};

template <class E>
bool find_word(std::span<const std::string_view> words, std::string_view word, E& out) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] != word) continue;
    out = static_cast<E>(i);
    return true;
  }
  return false;
}

template <class E>
void read(const Json& json, const char* name, E& out) {
  if (const auto it = json.find(name); it != json.end() && it->is_string())
    from_word(it->template get_ref<const std::string&>(), out);
}
void read_flag(const Json& json, const char* name, bool& out) {
  if (const auto it = json.find(name); it != json.end() && it->is_boolean()) out = it->get<bool>();
}
void read_number(const Json& json, const char* name, float& out) {
  if (const auto it = json.find(name); it != json.end() && it->is_number() && std::isfinite(it->get<float>()))
    out = it->get<float>();
}

}  // namespace

std::string_view word_of(ui::Language v) { return kLanguages[static_cast<std::size_t>(v)]; }
std::string_view word_of(ThemeChoice v) { return kThemes[static_cast<std::size_t>(v)]; }
std::string_view word_of(Quantity v) { return kQuantities[static_cast<std::size_t>(v)]; }
std::string_view word_of(RangeScope v) { return kRangeScopes[static_cast<std::size_t>(v)]; }
std::string_view word_of(StepStage v) { return kStageWords[static_cast<std::size_t>(v)]; }
std::string_view word_of(Tab v) { return kTabs[static_cast<std::size_t>(v)]; }
std::string_view word_of(Sheet v) { return kSheets[static_cast<std::size_t>(v)]; }
std::string_view word_of(Speed v) { return kSpeeds[static_cast<std::size_t>(v)]; }
bool from_word(std::string_view word, ui::Language& out) { return find_word(kLanguages, word, out); }
bool from_word(std::string_view word, ThemeChoice& out) { return find_word(kThemes, word, out); }
bool from_word(std::string_view word, Quantity& out) { return find_word(kQuantities, word, out); }
bool from_word(std::string_view word, RangeScope& out) { return find_word(kRangeScopes, word, out); }
bool from_word(std::string_view word, StepStage& out) { return find_word(kStageWords, word, out); }
bool from_word(std::string_view word, Tab& out) { return find_word(kTabs, word, out); }
bool from_word(std::string_view word, Tool& out) { return find_word(kTools, word, out); }
bool from_word(std::string_view word, Sheet& out) { return find_word(kSheets, word, out); }
bool from_word(std::string_view word, Speed& out) { return find_word(kSpeeds, word, out); }

std::string settings_to_json(const Settings& s) {
  const ViewState& v = s.view;
  Json json;
  json["language"] = word_of(s.language);
  json["theme"] = word_of(v.theme);
  json["persian_digits"] = v.persian_digits;
  json["fractions"] = v.fractions;
  // Inside a step the quantity is the stage's, and t is not kept.
  json["quantity"] = word_of(v.moment.stage == StepStage::rest ? v.quantity : Quantity::value);
  json["range"] = word_of(v.range_scope);
  json["tab"] = word_of(v.tab);
  json["tool"] = kTools[static_cast<std::size_t>(v.tool)];
  json["sheet"] = word_of(v.sheet);
  json["panel_open"] = v.panel_open;
  json["label_given"] = v.label_given;
  json["speed"] = word_of(s.speed);
  json["camera"] = {{"x", v.camera.x}, {"y", v.camera.y}, {"zoom", v.camera.zoom}, {"fit", v.camera.fit}};
  json["focus"] = s.focus;
  json["pinned"] = v.pinned;
  return json.dump();
}

Settings settings_from_json(std::string_view text, Settings s) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return s;
  ViewState& v = s.view;
  read(json, "language", s.language);
  read(json, "theme", v.theme);
  read_flag(json, "persian_digits", v.persian_digits);
  read_flag(json, "fractions", v.fractions);
  read(json, "quantity", v.quantity);
  read(json, "range", v.range_scope);
  read(json, "tab", v.tab);
  read(json, "tool", v.tool);
  read(json, "sheet", v.sheet);
  read_flag(json, "panel_open", v.panel_open);
  read_flag(json, "label_given", v.label_given);
  read(json, "speed", s.speed);
  if (const auto it = json.find("camera"); it != json.end() && it->is_object()) {
    Camera camera = v.camera;
    read_number(*it, "x", camera.x);
    read_number(*it, "y", camera.y);
    read_number(*it, "zoom", camera.zoom);
    read_flag(*it, "fit", camera.fit);
    if (camera.zoom > 0.01f && camera.zoom < 1000) v.camera = camera;
  }
  if (const auto it = json.find("focus"); it != json.end() && it->is_string()) s.focus = it->get<std::string>();
  read_flag(json, "pinned", v.pinned);
  return s;
}

}  // namespace rizbin
