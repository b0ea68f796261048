// The twin lab on the null platform: opening it, lockstep, the same focus in both, the race, and what it leaves behind (nothing).
#include "tests/views/app_stage.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

#include "web/views/twin.h"

using namespace rizbin;
using Json = nlohmann::json;

namespace {

Json twin_of(const AppStage& stage) { return Json::parse(stage.app->state_json(), nullptr, false)["twin"]; }

void start_still(AppStage& stage) {
  platform::set_null_option("motion", "reduce");
  stage.start();
  CHECK(stage.rest());
}

std::string duplicates() {
  std::set<std::string> seen;
  std::string twice;
  for (const ui::Item& item : ui::items())
    if (!seen.insert(item.id).second) twice += item.id + " ";
  return twice;
}

}  // namespace

TEST_CASE("twin lab: opened from the menu, both networks stand there with ids of their own") {
  AppStage stage;
  start_still(stage);
  const std::uint64_t hash = stage.snapshot()->hash;
  CHECK(twin_of(stage).is_null());
  stage.press("menu");
  CHECK(stage.press("overlay/menu/twin"));
  CHECK(stage.rest());
  CHECK(twin_of(stage)["step"] == stage.snapshot()->step);
  CHECK(find_item("conv1/map/0") != nullptr);
  CHECK(find_item("twin/conv1/map/0") != nullptr);
  CHECK(duplicates() == "");
  // The same columns, one above the other.
  CHECK(find_item("conv1/map/0")->rect.x == doctest::Approx(find_item("twin/conv1/map/0")->rect.x).epsilon(0.01));
  CHECK(find_item("conv1/map/2")->rect.bottom() <= find_item("twin/conv1/map/0")->rect.y);
  CHECK(stage.press("twin/close"));
  CHECK(stage.rest());
  CHECK(twin_of(stage).is_null());
  CHECK(find_item("twin/conv1/map/0") == nullptr);
  CHECK(stage.snapshot()->hash == hash);  // nothing of it stays
}

TEST_CASE("twin lab: steps, drawing and starting afresh go to both; undo is the first one's alone") {
  AppStage stage;
  start_still(stage);
  stage.apply(R"({"type":"set_twin","kind":"other_seed","show":"both"})");
  CHECK(stage.rest());
  CHECK(stage.press("timeline/step"));
  CHECK(stage.rest());
  CHECK(stage.snapshot()->step == 241);
  CHECK(twin_of(stage)["step"] == 241);
  CHECK(stage.press("timeline/reset"));
  CHECK(stage.rest());
  CHECK(twin_of(stage)["step"] == 0);
  const Json at_start = twin_of(stage)["hash"];
  stage.apply(R"({"type":"load_example","name":"o"})");
  CHECK(stage.rest());
  CHECK(twin_of(stage)["hash"] != at_start);
  stage.apply(R"({"type":"undo"})");
  CHECK(stage.rest());
  CHECK(twin_of(stage)["hash"] == at_start);
}

TEST_CASE("twin lab: the same cell is ringed in both, and one chosen below is chosen above") {
  AppStage stage;
  start_still(stage);
  stage.apply(R"({"type":"set_twin","kind":"other_seed"})");
  stage.apply(R"({"type":"set_focus","id":"conv1/map/1/cell/3,3"})");
  CHECK(stage.rest());
  REQUIRE(find_item("twin/conv1/map/1/cell/3,3") != nullptr);
  CHECK(find_item("twin/conv1/map/1/cell/3,3")->selected);
  const ui::Rect below = find_item("twin/conv1/map/2/cell/6,6")->rect;
  platform::feed_move(platform::PointerKind::mouse, below.center().x, below.center().y, 1, false, {});
  stage.step(2);
  platform::feed_button(0, true);
  stage.step();
  platform::feed_button(0, false);
  stage.step(3);
  CHECK(stage.app->view().focus.cell == CellRef{0, 2 * 49 + 6 * 7 + 6});
  CHECK(find_item("conv1/map/2/cell/6,6")->selected);
}

TEST_CASE("twin lab: the difference is a quantity of its own, and goes with the lab") {
  AppStage stage;
  start_still(stage);
  stage.apply(R"({"type":"set_twin","kind":"rate_ten","show":"difference"})");
  CHECK(stage.rest());
  CHECK(stage.app->view().quantity == Quantity::difference);
  stage.apply(R"({"type":"set_twin","show":"both"})");
  CHECK(stage.rest());
  CHECK(stage.app->view().quantity == Quantity::value);
  stage.apply(R"({"type":"set_twin","show":"difference"})");
  stage.step(2);
  stage.apply(R"({"type":"set_twin","kind":""})");
  CHECK(stage.rest());
  CHECK(stage.app->view().quantity == Quantity::value);
}

TEST_CASE("twin lab: the race runs behind the page, says how far it is, and stops when told") {
  AppStage stage;
  start_still(stage);
  stage.apply(R"({"type":"set_twin","kind":"other_loss","show":"race"})");
  CHECK(stage.rest());
  CHECK(find_item("race/800/a") == nullptr);
  CHECK(stage.press("race/start"));
  stage.step(3);
  REQUIRE(find_item("race/stop") != nullptr);
  CHECK(stage.press("race/stop"));
  CHECK(stage.rest());
  const Json race = twin_of(stage)["race"];
  CHECK(race["running"] == false);
  CHECK(race["progress"] < 1.0);
  CHECK(race["lines"].size() == 10);
  CHECK(find_item("race/800/b") != nullptr);
}

TEST_CASE("twin lab: nothing is cut or doubled, in both languages, on every form") {
  for (const char* language : {"en", "fa"}) {
    for (const auto& [w, h] : {std::pair{1280.0f, 800.0f}, {1000.0f, 700.0f}, {820.0f, 1180.0f}, {390.0f, 844.0f}}) {
      AppStage stage(w, h);
      start_still(stage);
      stage.apply(std::string(R"({"type":"set_language","language":")") + language + "\"}");
      for (const TwinKind kind : kTwinKinds) {
        stage.apply(std::string(R"({"type":"set_twin","kind":")") + std::string(views::twin_word(kind)) + "\"}");
        for (const char* show : {"a", "b", "both", "difference", "race"}) {
          stage.apply(std::string(R"({"type":"set_twin","show":")") + show + "\"}");
          cut_texts().clear();
          CHECK(stage.rest());
          CAPTURE(language);
          CAPTURE(w);
          CAPTURE(show);
          const std::string cut = cut_texts().empty() ? std::string() : cut_texts().front();
          CHECK(cut == "");
          CHECK(duplicates() == "");
        }
      }
    }
  }
}

TEST_CASE("notices: what was dismissed is not said again, and there is never more than one") {
  AppStage stage;
  start_still(stage);
  stage.apply(R"({"type":"reset_training"})");
  stage.apply(R"({"type":"set_learning_rate","rate":8})");
  stage.apply(R"({"type":"step_training","count":200})");
  CHECK(stage.rest());
  CHECK(find_item("notice/rate") != nullptr);
  for (int i = 0; i < 6; ++i) {
    const auto notices = std::ranges::count_if(
        ui::items(), [](const ui::Item& item) { return item.id == "notice/rate" || item.id == "notice/finding"; });
    CHECK(notices <= 1);
    if (!stage.press("notice/rate/close") && !stage.press("notice/finding/close")) break;
    CHECK(stage.rest());
  }
  CHECK(find_item("notice/rate") == nullptr);
  CHECK(find_item("notice/finding") == nullptr);
  stage.apply(R"({"type":"step_training","count":20})");
  CHECK(stage.rest());
  CHECK(find_item("notice/rate") == nullptr);
}

TEST_CASE("patches: a press puts that glyph on the pad with the cell in focus, and its value is the one promised") {
  AppStage stage;
  start_still(stage);
  stage.apply(R"({"type":"set_tab","tab":"train"})");
  CHECK(stage.rest());
  CHECK(find_item("patches/0") == nullptr);
  stage.apply(R"({"type":"set_focus","id":"conv1/k/1/w/0,0"})");
  CHECK(stage.rest());
  REQUIRE(find_item("patches/5") != nullptr);
  const std::string promised = find_item("patches/0")->label;
  CHECK(stage.press("patches/0"));
  CHECK(stage.rest());
  const Focus focus = stage.app->view().focus;
  REQUIRE(focus.kind == FocusKind::cell);
  const LayerState& conv = stage.snapshot()->layers[0];
  const float value = conv.value[static_cast<std::size_t>(focus.cell.index)];
  CHECK(promised.find(ui::value_text(value)) != std::string::npos);
  CHECK(value == *std::max_element(conv.value.begin() + 49, conv.value.begin() + 98));
}
