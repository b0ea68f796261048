// The door: state(), apply() and perform() of App, as JSON (docs/testing.md). Commands of the engine are read by command_json; the
// views' own are
//   {"type":"set_language","language":"fa"}   {"type":"set_theme","theme":"dark"} {"type":"set_quantity","quantity":"gradient"}
//   {"type":"set_digits","persian":true}      {"type":"set_fractions","on":true}       {"type":"set_tab","tab":"train"}
//   {"type":"set_sheet","sheet":"full"}       {"type":"set_camera","x":500,"y":316,"zoom":2}   {"type":"set_camera","fit":true}
//   {"type":"set_focus","id":"conv1/map/0/cell/3,3","cell_px":120}   (id "" lets go; cell_px flies there)
//   {"type":"set_moment","stage":"forward","layer":0,"index":25}   t inside a step (web/canvas/moment.h); layer and index may be
//   left
//     out: the first; stage "rest" goes back to training
//   {"type":"keep_base"}   (change counts from now on; once more: since the last edit)
//   {"type":"set_twin","kind":"tanh","show":"both","linked":true,"race":true}   (kind "" closes; each field by itself)
//   {"type":"set_second","id":"conv1/map/0/cell/3,4"}   (the second pin; "" lets go)    {"type":"set_range","range":"map"}
//   {"type":"play"}   {"type":"pause"}        {"type":"set_speed","speed":"max"}   {"type":"show_rows","on":true}
#include <cmath>
#include <nlohmann/json.hpp>

#include "web/app/app.h"
#include "web/app/command_json.h"
#include "web/canvas/changes.h"
#include "web/canvas/moment.h"
#include "web/ui/items.h"
#include "web/views/stages.h"

namespace rizbin {
namespace {

Error bad(ErrorCode code, std::string where, std::string message) { return {code, std::move(where), std::move(message), {}}; }

std::string text_of(const Json& json, const char* name) {
  const auto it = json.find(name);
  return it != json.end() && it->is_string() ? it->get<std::string>() : std::string();
}
bool flag_of(const Json& json, const char* name) {
  const auto it = json.find(name);
  return it != json.end() && it->is_boolean() && it->get<bool>();
}
float number_of(const Json& json, const char* name, float otherwise) {
  const auto it = json.find(name);
  return it != json.end() && it->is_number() ? it->get<float>() : otherwise;
}

template <class E>
Result<void> choose(const Json& json, const char* name, E& out) {
  if (from_word(text_of(json, name), out)) return {};
  return std::unexpected(bad(ErrorCode::unknown_command, name, std::string(name) + ": no such word: " + text_of(json, name)));
}

constexpr std::string_view kOverlays[] = {"none", "menu", "legend", "train_settings", "help", "about", "reset_all"};

}  // namespace

std::string App::state_json() const {
  const std::shared_ptr<const Snapshot> snapshot = runner_.snapshot();
  Json json = engine_state_json(*snapshot);
  json["locale"] = word_of(shell_.language);
  json["persian_digits"] = shell_.language == ui::Language::fa && view_.persian_digits;
  json["fractions"] = view_.fractions;
  json["theme"] = dark() ? "dark" : "light";
  json["theme_choice"] = word_of(view_.theme);
  json["playing"] = runner_.playing();
  json["speed"] = word_of(runner_.speed());
  json["quantity"] = word_of(view_.quantity);
  json["camera"] = {{"x", view_.camera.x},
                    {"y", view_.camera.y},
                    {"zoom", view_.camera.zoom},
                    {"fit", view_.camera.fit},
                    {"level", canvas_.level(view_)}};
  json["change"] = nullptr;
  if (runner_.before_edit() || comparing_.base() != nullptr) {
    // Of this very moment: a command may have come since the last frame.
    Comparing now = comparing_;
    now.follow(snapshot, runner_.before_edit(), view_.quantity == Quantity::change);
    if (const Change* change = now.change()) {
      Json layers = Json::array();
      for (std::size_t i = 0; i < snapshot->layers.size(); ++i)
        layers.push_back({{"id", snapshot->layers[i].spec.id},
                          {"values", change->layers[i].changed_values},
                          {"of", snapshot->layers[i].out.size()},
                          {"weights", change->layers[i].changed_weights}});
      const Count count = changed_values(*snapshot, *change);
      json["change"] = {{"since", shell_.since},   {"kept", now.kept()}, {"pixels", change->changed_pixels},
                        {"values", count.changed}, {"of", count.total},  {"layers", layers}};
    }
  }
  const std::string focus = focus_id(*snapshot, view_.focus);
  json["focus"] = focus.empty() ? Json() : Json(focus);
  const std::string hover = focus_id(*snapshot, view_.hover);
  json["hover"] = hover.empty() ? Json() : Json(hover);
  json["pinned"] = view_.pinned;
  const std::string second = focus_id(*snapshot, view_.second);
  json["second"] = second.empty() ? Json() : Json(second);
  json["range"] = word_of(view_.range_scope);
  json["label_asked"] = shell_.label_asked;
  const Moment& moment = view_.moment;
  json["moment"] = moment.stage == StepStage::rest
                       ? Json()
                       : Json{{"stage", word_of(moment.stage)}, {"layer", moment.layer}, {"index", moment.index}};
  json["tab"] = word_of(view_.tab);
  json["sheet"] = word_of(view_.sheet);
  json["rows"] = shell_.rows;
  json["overlay"] = kOverlays[static_cast<std::size_t>(shell_.overlay)];
  const platform::FrameStats frames = platform::frame_stats();
  json["frame"] = {
      {"count", frames.count}, {"cpu_ms", frames.cpu_ms}, {"training_ms", times_.training_ms}, {"drawing_ms", times_.drawing_ms}};
  json["twin"] = Json::parse(twin_json());
  json["errors"] = errors_;
  return json.dump();
}

Result<void> App::apply_view_command(std::string_view text, bool& known) {
  const Json json = Json::parse(text, nullptr, false);
  known = true;
  if (!json.is_object())
    return std::unexpected(bad(ErrorCode::unknown_command, "json", "a command is a JSON object with a \"type\""));
  const std::string type = text_of(json, "type");
  if (type == "set_language") return choose(json, "language", shell_.language);
  if (type == "set_theme") return choose(json, "theme", view_.theme);
  if (type == "set_quantity") return choose(json, "quantity", view_.quantity);
  if (type == "keep_base") {
    shell_.keep_base = true;
    return {};
  }
  if (type == "set_tab") return choose(json, "tab", view_.tab);
  if (type == "set_sheet") return choose(json, "sheet", view_.sheet);
  if (type == "set_digits") {
    view_.persian_digits = flag_of(json, "persian");
    return {};
  }
  if (type == "set_fractions") {
    view_.fractions = flag_of(json, "on");
    return {};
  }
  if (type == "show_rows") {
    shell_.rows = flag_of(json, "on");
    return {};
  }
  if (type == "play" || type == "pause") {
    type == "play" ? runner_.play() : runner_.pause();
    return {};
  }
  if (type == "set_speed") {
    Speed speed = runner_.speed();
    Result<void> result = choose(json, "speed", speed);
    if (result) runner_.set_speed(speed);
    return result;
  }
  if (type == "set_camera") {
    if (flag_of(json, "fit")) {
      view_.camera.fit = true;
      canvas_.fit();
      return {};
    }
    Camera camera = view_.camera;
    camera.x = number_of(json, "x", camera.x);
    camera.y = number_of(json, "y", camera.y);
    camera.zoom = number_of(json, "zoom", camera.zoom);
    camera.fit = false;
    if (!(camera.zoom > 0.01f && camera.zoom < 1000) || !std::isfinite(camera.x) || !std::isfinite(camera.y))
      return std::unexpected(bad(ErrorCode::out_of_range, "zoom", "zoom: 0.01 to 1000"));
    view_.camera = camera;
    return {};
  }
  if (type == "set_moment") {
    const Snapshot& snapshot = *runner_.snapshot();
    Moment moment;
    if (Result<void> result = choose(json, "stage", moment.stage); !result) return result;
    const Moment first = moment_first(snapshot, moment.stage);
    moment.layer = static_cast<int>(number_of(json, "layer", static_cast<float>(first.layer)));
    moment.index = static_cast<int>(number_of(json, "index", static_cast<float>(first.index)));
    const int count = moment_count(snapshot, moment.stage, moment.layer);
    if (moment.stage != StepStage::rest && (moment.index < 1 || moment.index > count))
      return std::unexpected(
          bad(ErrorCode::out_of_range, "index", "index: 1 to " + std::to_string(count) + " in this layer and stage"));
    runner_.pause();
    views::show_moment(snapshot, view_, shell_, moment);
    return {};
  }
  if (type == "set_focus") {
    const std::string id = text_of(json, "id");
    const Focus focus = focus_from_id(*runner_.snapshot(), id);
    if (!id.empty() && focus.kind == FocusKind::none)
      return std::unexpected(bad(ErrorCode::unknown_layer, id, "no such cell, weight or class: " + id));
    view_.focus = focus;
    view_.pinned = focus.kind != FocusKind::none;
    if (const float px = number_of(json, "cell_px", 0); px > 0) canvas_.go_to(focus, px, view_);
    return {};
  }
  if (type == "set_twin") return set_twin(text);
  if (type == "set_second") {
    const std::string id = text_of(json, "id");
    const Focus second = focus_from_id(*runner_.snapshot(), id);
    if (!id.empty() && second.kind == FocusKind::none)
      return std::unexpected(bad(ErrorCode::unknown_layer, id, "no such cell, weight or class: " + id));
    view_.second = second;
    return {};
  }
  if (type == "set_range") return choose(json, "range", view_.range_scope);
  known = false;
  return {};
}

std::string App::apply_json(std::string_view text) {
  platform::request_frame();
  bool known = false;
  const Result<void> view = apply_view_command(text, known);
  if (known) return answer_json(view);
  const Result<Command> command = command_from_json(text);
  if (!command) return answer_json(std::unexpected(command.error()));
  for (const Command& before : runner_.queue().waiting()) note_label(before);
  const Result<void> result = runner_.apply_now(*command);
  if (result) note_label(*command);
  if (!result) static_cast<void>(runner_.take_errors());  // the answer tells it; no notice besides
  return answer_json(result);
}

std::string App::perform_json(std::string_view id, std::string_view action, std::string_view value) {
  platform::request_frame();
  if (ui::perform(id, action, value)) return answer_json({});
  return answer_json(std::unexpected(
      bad(ErrorCode::unknown_command, std::string(id), "no such item now, or it does not do that: " + std::string(id))));
}

}  // namespace rizbin
