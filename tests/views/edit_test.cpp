// Editing on the canvas and the quantity "change": numbers typed as people type them, values set by hand and let go of, locks, the
// kernel's menu, and how many numbers an edit moved.
#include <nlohmann/json.hpp>

#include "tests/views/app_stage.h"
#include "web/canvas/changes.h"
#include "web/canvas/kernels.h"
#include "web/platform/platform.h"

using namespace rizbin;
using Json = nlohmann::json;

namespace {

void lecture(AppStage& stage) {
  platform::set_null_option("motion", "reduce");
  stage.start();
  stage.step(2);
  for (const char* command :
       {R"({"type":"pause"})", R"({"type":"load_network","preset":"lecture12"})", R"({"type":"load_example","name":"x"})"})
    CHECK(stage.apply(command) == R"({"ok":true})");
  stage.step(3);
}

Json state_of(const AppStage& stage) { return Json::parse(stage.app->state_json(), nullptr, false); }

void focus(AppStage& stage, const std::string& id) {
  CHECK(stage.apply(R"({"type":"set_focus","id":")" + id + R"("})") == R"({"ok":true})");
  ui::set_focus("network");
  stage.step(3);
}

// What the page's field would hand back.
void type(AppStage& stage, std::string_view text) {
  REQUIRE(platform::text_edit().open);
  platform::text_edit().text = text;
  platform::text_edit().committed = true;
  stage.step(3);
}

float conv_value(const AppStage& stage, int index) { return stage.snapshot()->layers[0].value[static_cast<std::size_t>(index)]; }

void press(AppStage& stage, ui::KeyPress key) {
  ui::push_key(key);
  stage.step(2);
}

}  // namespace

TEST_CASE("edit: a value in mid-network is typed in decimals, ninths or Persian digits, stepped and let go of") {
  AppStage stage;
  lecture(stage);
  constexpr int kCenter = 24;
  const float computed = conv_value(stage, kCenter);
  focus(stage, "conv1/map/0/cell/3,3");
  press(stage, {.key = ui::Key::character, .character = U'5'});
  CHECK(platform::text_edit().text == "5");  // the digit that opened it stands in it
  type(stage, "5/9");
  CHECK(conv_value(stage, kCenter) == doctest::Approx(5.0 / 9));
  CHECK(state_of(stage)["layers"][0]["by_hand"][0]["index"] == kCenter);
  CHECK(ui::focused_id() == "network");
  const ui::Item* cell = find_item("conv1/map/0/cell/3,3");
  REQUIRE(cell != nullptr);
  CHECK(cell->value.find("set by hand") != std::string::npos);
  CHECK(cell->description.find("Set by hand") != std::string::npos);

  press(stage, {.key = ui::Key::character, .character = U'\u06F5'});
  CHECK(platform::text_edit().text == "\u06F5");
  type(stage, "\u06F0\u066B\u06F5");  // ۰٫۵
  CHECK(conv_value(stage, kCenter) == .5f);

  press(stage, {.key = ui::Key::backspace});
  type(stage, "2000");  // out of range: refused where it stands
  CHECK(platform::text_edit().open);
  CHECK(conv_value(stage, kCenter) == .5f);
  const ui::Item* field = find_item("conv1/map/0/cell/3,3/edit");
  REQUIRE(field != nullptr);
  CHECK(field->invalid);
  CHECK(field->description.find("1000") != std::string::npos);
  platform::text_edit().cancelled = true;
  stage.step(3);

  press(stage, {.key = ui::Key::up, .alt = true});
  CHECK(conv_value(stage, kCenter) == doctest::Approx(.51f));
  press(stage, {.key = ui::Key::down, .shift = true, .alt = true});
  CHECK(conv_value(stage, kCenter) == doctest::Approx(.41f));
  CHECK(stage.apply(R"({"type":"undo"})") == R"({"ok":true})");  // the steps were one gesture
  CHECK(conv_value(stage, kCenter) == .5f);
  stage.step(2);

  REQUIRE(find_item("canvas/let_go") != nullptr);
  press(stage, {.key = ui::Key::del});
  CHECK(conv_value(stage, kCenter) == computed);
  CHECK(find_item("canvas/let_go") == nullptr);
  CHECK(stage.apply(R"({"type":"set_activation","layer":1,"index":3,"value":2})") == R"({"ok":true})");
  CHECK(stage.apply(R"({"type":"set_activation","layer":4,"index":3,"value":1})") == R"({"ok":true})");
  stage.step(3);
  CHECK(find_item("canvas/let_go")->value == "2 values set by hand");
  CHECK(stage.press("canvas/let_go"));
  CHECK(conv_value(stage, 3) == stage.snapshot()->layers[0].value[3]);
  CHECK(stage.snapshot()->layers[1].by_hand.empty());
}

TEST_CASE("edit: 0 and minus stay the zoom's while a cell is in focus") {
  AppStage stage;
  lecture(stage);
  focus(stage, "conv1/map/0/cell/3,3");
  for (const char32_t c : {U'0', U'-', U'+'}) {
    press(stage, {.key = ui::Key::character, .character = c});
    CHECK_FALSE(platform::text_edit().open);
  }
}

TEST_CASE("change: the X moved one pixel right changes as many numbers as the design says") {
  AppStage stage;
  lecture(stage);
  CHECK(stage.apply(R"({"type":"move_picture","dx":1,"dy":0})") == R"({"ok":true})");
  CHECK(stage.apply(R"({"type":"set_quantity","quantity":"change"})") == R"({"ok":true})");
  stage.step(3);
  const Json change = state_of(stage)["change"];
  CHECK(change["pixels"] == 26);
  CHECK(change["layers"][0]["values"] == 140);
  CHECK(change["layers"][1]["values"] == 140);
  CHECK(change["layers"][2]["values"] == 29);
  CHECK(change["layers"][3]["values"] == 2);
  CHECK(change["layers"][5]["values"] == 2);
  CHECK(change["of"] == 356);
  const ui::Item* legend = find_item("legend");
  REQUIRE(legend != nullptr);
  CHECK(legend->value.find("1.77") != std::string::npos);
  focus(stage, "pool2/map/1/cell/0,0");
  const ui::Item* cell = find_item("pool2/map/1/cell/0,0");
  REQUIRE(cell != nullptr);
  CHECK(cell->value.find("\u22120.45") != std::string::npos);  // 1.00 → 0.55, as printed

  // One stroke on, counted from there.
  CHECK(stage.press("change/keep"));
  CHECK(state_of(stage)["change"]["kept"] == true);
  CHECK(state_of(stage)["change"]["values"] == 0);
  CHECK(stage.press("change/keep"));
  CHECK(state_of(stage)["change"]["pixels"] == 26);
}

TEST_CASE("change: one kernel cell, and the change of a printed number is the difference of the printed numbers") {
  AppStage stage;
  lecture(stage);
  CHECK(stage.apply(R"({"type":"set_parameter","layer":0,"index":13,"value":0})") == R"({"ok":true})");
  stage.step(2);
  const Json change = state_of(stage)["change"];
  CHECK(change["layers"][0]["weights"] == 1);
  CHECK(change["layers"][0]["values"] == 49);  // every place of the cross' map
  CHECK(change_text(1.0f, 5.0f / 9, Printed::value) == "\u22120.45");
  CHECK(change_text(-1, 1, Printed::pixel) == "+2");
  CHECK(change_text(.5f, .5f, Printed::value) == "0.00");
}

TEST_CASE("edit: locks and the kernel's menu") {
  AppStage stage;
  lecture(stage);
  focus(stage, "conv1/k/0/w/1,1");
  REQUIRE(find_item("canvas/lock") != nullptr);
  CHECK(stage.press("canvas/lock"));
  CHECK(locked(*stage.snapshot(), {.layer = 0, .index = 4}));
  ui::set_focus("network");
  stage.step(2);
  press(stage, {.key = ui::Key::up, .alt = true});
  CHECK(stage.snapshot()->layers[0].weight[4] == 1);
  REQUIRE(find_item("notice/refused") != nullptr);
  CHECK(stage.press("canvas/lock"));
  CHECK_FALSE(locked(*stage.snapshot(), {.layer = 0, .index = 4}));

  const std::uint64_t before = stage.snapshot()->hash;
  CHECK(stage.press("canvas/kernel"));
  stage.step(2);
  REQUIRE(find_item("overlay/kernel/vertical") != nullptr);
  CHECK(find_item("overlay/kernel/diagonal")->selected);
  CHECK(stage.press("overlay/kernel/vertical"));
  const auto kernel = [&stage] {
    const std::vector<float>& w = stage.snapshot()->layers[0].weight;
    return std::vector<float>(w.begin(), w.begin() + 9);
  };
  CHECK(kernel() == std::vector<float>{-1, 0, 1, -1, 0, 1, -1, 0, 1});
  CHECK(stage.press("overlay/kernel/turn"));
  CHECK(kernel() == std::vector<float>{-1, -1, -1, 0, 0, 0, 1, 1, 1});
  CHECK(stage.press("overlay/kernel/negate"));
  CHECK(kernel() == std::vector<float>{1, 1, 1, 0, 0, 0, -1, -1, -1});
  CHECK(stage.press("overlay/kernel/mine"));  // the middle of the X
  CHECK(kernel() == std::vector<float>{1, -1, 1, -1, 1, -1, 1, -1, 1});
  CHECK(stage.press("overlay/kernel/lock"));
  for (int i = 0; i < 9; ++i) CHECK(locked(*stage.snapshot(), {.layer = 0, .index = i}));
  CHECK(stage.apply(R"({"type":"undo"})") == R"({"ok":true})");
  CHECK_FALSE(locked(*stage.snapshot(), {.layer = 0, .index = 8}));
  stage.key(ui::Key::escape);
  CHECK(find_item("overlay/kernel/vertical") == nullptr);
  for (int i = 0; i < 4; ++i) CHECK(stage.apply(R"({"type":"undo"})") == R"({"ok":true})");
  CHECK(stage.snapshot()->hash == before);
  CHECK(cut_texts().empty());
}
