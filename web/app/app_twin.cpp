// The twin lab's side of App: opening and closing it, what the views ask of it, what they get to see of it.
#include <format>
#include <nlohmann/json.hpp>

#include "web/app/app.h"
#include "web/app/command_json.h"
#include "web/views/twin.h"

namespace rizbin {

Result<void> App::open_twin(TwinKind kind) {
  Result<void> opened = lab_.open(runner_, kind);
  if (!opened) return opened;
  if (view_.quantity == Quantity::change) view_.quantity = Quantity::value;
  canvas_.fit();
  platform::request_frame();
  return {};
}

void App::close_twin() {
  if (!lab_.is_open()) return;
  lab_.close();
  twin_.reset();
  const views::TwinShow show = shell_.twin.show;
  shell_.twin = {};
  shell_.twin.show = show;
  canvas_.pair({});
  if (view_.quantity == Quantity::difference) view_.quantity = Quantity::value;
  platform::request_frame();
}

void App::take_twin_requests() {
  views::TwinChoice& choice = shell_.twin;
  if (choice.open) {
    if (Result<void> opened = open_twin(*choice.open); !opened) shell_.refused = std::move(opened.error());
  }
  if (choice.open_any) {
    // With the first difference this network can have.
    for (const TwinKind kind : kTwinKinds)
      if (open_twin(kind)) break;
  }
  if (choice.close) close_twin();
  if (choice.start_race) lab_.start_race(runner_);
  if (choice.stop_race) lab_.stop_race();
  if (choice.open || choice.open_any || choice.start_race || choice.stop_race) platform::request_frame();
  choice.open.reset();
  choice.open_any = choice.close = choice.start_race = choice.stop_race = false;
}

void App::add_twin(views::Context& context) {
  if (!lab_.is_open()) return;
  twin_ = lab_.snapshot();
  context.twin = twin_.get();
  context.comparison.difference = lab_.difference(runner_.snapshot());
  context.lab = {
      .kind = lab_.kind(), .behind = lab_.behind(), .racing = lab_.racing(), .race = lab_.race(), .canvas = &twin_canvas_};
}

// state().twin: null while the lab is closed.
std::string App::twin_json() const {
  if (!lab_.is_open()) return "null";
  const std::shared_ptr<const Snapshot> second = lab_.snapshot();
  Json json;
  json["kind"] = views::twin_word(lab_.kind());
  json["show"] = views::twin_show_word(shell_.twin.show);
  json["linked"] = shell_.twin.linked;
  json["step"] = second->step;
  json["behind"] = lab_.behind();
  json["hash"] = std::format("{:016x}", second->hash);
  json["heldout_accuracy"] = second->now.heldout_accuracy;
  json["heldout_loss"] = second->now.heldout_loss;
  json["verdict"] = second->verdict;
  Json race;
  if (const Race* run = lab_.race()) {
    race["running"] = lab_.racing();
    race["progress"] = run->progress();
    for (const RaceLine& line : run->lines())
      race["lines"].push_back({{"rate", line.rate}, {"side", line.side}, {"median", line.median()}, {"never", line.never()}});
  }
  json["race"] = race;
  return json.dump();
}

Result<void> App::set_twin(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  const auto bad = [](const std::string& what) {
    return std::unexpected(
        Error{.code = ErrorCode::bad_field, .where = what, .message = "set_twin: no such " + what, .numbers = {}});
  };
  if (const auto it = json.find("kind"); it != json.end() && it->is_string()) {
    const auto word = it->get<std::string>();
    TwinKind kind{};
    if (word.empty()) {
      close_twin();
      return {};
    }
    if (!views::twin_from_word(word, kind)) return bad("kind");
    if (Result<void> opened = open_twin(kind); !opened) return opened;
  }
  if (const auto it = json.find("show");
      it != json.end() && it->is_string() && !views::twin_from_word(it->get<std::string>(), shell_.twin.show))
    return bad("show");
  if (const auto it = json.find("linked"); it != json.end() && it->is_boolean()) shell_.twin.linked = it->get<bool>();
  if (const auto it = json.find("race"); it != json.end() && it->is_boolean() && lab_.is_open())
    it->get<bool>() ? lab_.start_race(runner_) : lab_.stop_race();
  return {};
}

}  // namespace rizbin
