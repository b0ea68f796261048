// One step in slow motion in the whole program: the control, its keys, and that nothing that waits can be read from any item.
#include <nlohmann/json.hpp>

#include "tests/views/app_stage.h"
#include "web/canvas/moment.h"
#include "web/platform/input_feed.h"

using namespace rizbin;
using Json = nlohmann::json;

namespace {

void begin(AppStage& stage, const char* preset = "lecture12") {
  platform::set_null_option("motion", "reduce");
  platform::set_null_option("preset", preset);
  stage.start();
  stage.step(3);
}
Json moment_of(const AppStage& stage) { return Json::parse(stage.app->state_json(), nullptr, false)["moment"]; }

}  // namespace

TEST_CASE("stages: S opens, Space goes on by the unit, arrows by a cell, Esc leaves") {
  AppStage stage;
  begin(stage);
  CHECK(moment_of(stage).is_null());
  stage.key(ui::Key::character, false, false, U's');
  CHECK(moment_of(stage) == Json{{"stage", "forward"}, {"layer", 0}, {"index", 1}});
  REQUIRE(find_item("stages/lane/cell") != nullptr);
  CHECK(find_item("timeline/curves") == nullptr);
  stage.key(ui::Key::space);
  CHECK(moment_of(stage)["index"] == 2);
  stage.key(ui::Key::right);
  stage.key(ui::Key::right);
  stage.key(ui::Key::left);
  CHECK(moment_of(stage)["index"] == 3);
  CHECK(find_item("stages/lane/cell")->value == "cell 3 of 49, Convolution, diagonal");
  CHECK(find_item("stages/said")->live);
  CHECK(stage.press("stages/unit/layer"));
  stage.key(ui::Key::space);
  CHECK(moment_of(stage)["index"] == 147);
  CHECK(stage.press("stages/unit/stage"));
  stage.key(ui::Key::space);
  CHECK(moment_of(stage)["layer"] == 6);
  stage.key(ui::Key::space);
  CHECK(moment_of(stage)["stage"] == "loss");
  stage.key(ui::Key::space);
  CHECK(moment_of(stage)["stage"] == "backward");
  CHECK(stage.app->view().quantity == Quantity::gradient);
  stage.key(ui::Key::space);
  CHECK(moment_of(stage)["stage"] == "update");
  CHECK(stage.app->view().quantity == Quantity::value);
  CHECK(stage.press("stages/leave"));
  CHECK(moment_of(stage).is_null());
  CHECK(find_item("timeline/curves") != nullptr);
}

TEST_CASE("stages: nothing that waits can be read") {
  AppStage stage;
  begin(stage);
  REQUIRE(stage.apply(R"({"type":"set_moment","stage":"forward","layer":0,"index":25})") == R"({"ok":true})");
  stage.step(3);
  int waiting = 0, written = 0;
  for (const ui::Item& item : ui::items()) {
    if (item.role != ui::Role::cell || item.id.find("/cell/") == std::string::npos) continue;
    const Focus focus = focus_from_id(*stage.snapshot(), item.id);
    const bool waits = moment_pending(*stage.snapshot(), stage.app->view().moment, false, focus.cell);
    waits ? ++waiting : ++written;
    CHECK_MESSAGE((item.value == "not yet") == waits, item.id << " " << item.value);
    if (waits) CHECK(item.description.empty());
  }
  CHECK(written == 81 + 25);
  CHECK(waiting > 100);
  REQUIRE(find_item("relu1/map/0") != nullptr);
  CHECK(find_item("relu1/map/0")->value == "not yet");
  CHECK(find_item("class/0")->value == "not yet");
  CHECK(find_item("class/0")->description.empty());
  // A click on one that waits reads nothing either.
  CHECK(stage.press("relu1/map/0/cell/3,3"));
  stage.step(3);
  CHECK(find_item("relu1/map/0/cell/3,3")->value == "not yet");
  CHECK(find_item("relu1/map/0/cell/3,3")->description.empty());
  CHECK(find_item("card") == nullptr);
  CHECK(find_item("network")->value.find("not yet") != std::string::npos);
  // Gradients wait until backward has come by; weights' too.
  REQUIRE(stage.apply(R"({"type":"set_moment","stage":"backward","layer":4,"index":3})") == R"({"ok":true})");
  stage.step(3);
  CHECK(find_item("votes/2")->value != "not yet");
  CHECK(find_item("votes/3")->value == "not yet");
  CHECK(find_item("conv1/k/0/w/1,1")->value == "not yet");
  CHECK(find_item("class/0")->value != "not yet");
}

TEST_CASE("stages: drawing keeps the moment, another network brings a valid one, training closes it") {
  AppStage stage;
  begin(stage);
  stage.apply(R"({"type":"set_moment","stage":"forward","layer":5,"index":2})");
  stage.step(2);
  stage.apply(R"({"type":"paint_pixels","pixels":[{"index":40,"value":-1}]})");
  stage.step(2);
  CHECK(moment_of(stage)["layer"] == 5);
  stage.apply(R"({"type":"load_network","preset":"lecture48"})");
  stage.step(2);
  CHECK(moment_of(stage)["stage"] == "forward");
  CHECK(moment_of(stage)["layer"].get<int>() <= 5);
  stage.apply(R"({"type":"play"})");
  stage.step(3);
  CHECK(moment_of(stage).is_null());
}

TEST_CASE("stages: set_moment is refused where there is no such place") {
  AppStage stage;
  begin(stage);
  for (const char* bad :
       {R"({"type":"set_moment","stage":"sideways"})", R"({"type":"set_moment","stage":"forward","layer":0,"index":148})",
        R"({"type":"set_moment","stage":"forward","layer":-1})", R"({"type":"set_moment","stage":"loss","layer":2})"})
    CHECK_MESSAGE(stage.apply(bad).find("error") != std::string::npos, bad);
  CHECK(moment_of(stage).is_null());
}

TEST_CASE("stages: it plays by itself at a pace, rests when it is paused, and comes to the end") {
  AppStage stage;
  platform::set_null_option("preset", "lecture12");
  stage.start();
  stage.step(3);
  stage.key(ui::Key::character, false, false, U's');
  CHECK(stage.rest());
  CHECK(stage.press("stages/play"));
  const int from = moment_of(stage)["index"].get<int>();
  stage.step(125);  // two seconds: five cells of 400 ms
  const int to = moment_of(stage)["index"].get<int>();
  CHECK(to - from >= 4);
  CHECK(to - from <= 6);
  CHECK(stage.press("stages/play"));
  CHECK(stage.rest());
  CHECK(stage.press("stages/unit/stage"));
  CHECK(stage.press("stages/speed/8"));
  CHECK(stage.rest());
  CHECK(stage.press("stages/play"));
  int frames = 0;
  while (stage.app->shell().stages.playing && frames < 1000) {
    stage.step();
    ++frames;
  }
  CHECK(frames < 300);  // four stages at .32 s and their rests
  CHECK(stage.app->shell().stages.done);
  CHECK(moment_of(stage).is_null());
  CHECK(stage.rest());
}

TEST_CASE("stages: the lanes are sliders by hand") {
  AppStage stage;
  begin(stage);
  stage.key(ui::Key::character, false, false, U's');
  const auto press = [&](std::string_view id, float share) {
    const ui::Rect rect = find_item(id)->rect;
    platform::feed_move(platform::PointerKind::mouse, rect.x + rect.w * share, rect.center().y, 1, false, {});
    stage.step(2);
    platform::feed_button(0, true);
    stage.step(2);
    platform::feed_button(0, false);
    stage.step(2);
  };
  press("stages/lane/stage", .6f);
  CHECK(moment_of(stage)["stage"] == "backward");
  press("stages/lane/layer", .01f);
  CHECK(moment_of(stage)["layer"] == 5);
  press("stages/lane/stage", .02f);
  press("stages/lane/layer", .02f);
  press("stages/lane/cell", .995f);
  CHECK(moment_of(stage)["layer"] == 0);
  CHECK(moment_of(stage)["index"].get<int>() % 49 == 0);
}

TEST_CASE("stages: a lane's keys go to its ends and never make the update") {
  AppStage stage;
  begin(stage);
  stage.key(ui::Key::character, false, false, U's');
  const std::uint64_t hash = stage.snapshot()->hash;
  for (const char* lane : {"stages/lane/cell", "stages/lane/layer", "stages/lane/stage"}) {
    ui::set_focus(lane);
    stage.step(2);
    stage.key(ui::Key::end);
    stage.key(ui::Key::right);
    stage.key(ui::Key::end);
  }
  CHECK(moment_of(stage)["stage"] == "update");
  CHECK(moment_of(stage)["layer"] == 5);
  CHECK(stage.snapshot()->hash == hash);
  ui::set_focus("stages/lane/stage");
  stage.step(2);
  stage.key(ui::Key::home);
  CHECK(moment_of(stage) == Json{{"stage", "forward"}, {"layer", 0}, {"index", 1}});
}

TEST_CASE("stages: no text is cut in any form, language and stage") {
  for (const auto& [w, h] :
       {std::pair{1280.0f, 800.0f}, {1000.0f, 700.0f}, {820.0f, 1180.0f}, {390.0f, 844.0f}, {844.0f, 390.0f}}) {
    for (const char* language : {"en", "fa"}) {
      AppStage stage(w, h);
      platform::set_null_option("lang", language);
      begin(stage);
      stage.apply(R"({"type":"set_tab","tab":"train"})");
      for (const char* at :
           {R"("forward","layer":0,"index":25)", R"("forward","layer":1,"index":3)", R"("forward","layer":2,"index":5)",
            R"("forward","layer":4,"index":5)", R"("forward","layer":5)", R"("forward","layer":6)", R"("loss")", R"("backward")",
            R"("backward","layer":0,"index":20)", R"("update")"}) {
        stage.apply(std::string(R"({"type":"set_moment","stage":)") + at + "}");
        cut_texts().clear();
        stage.step(3);
        for (const std::string& text : cut_texts()) FAIL_CHECK(w << " " << language << " " << at << ": " << text);
      }
    }
  }
}
