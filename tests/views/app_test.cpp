// The program as a whole on the null platform: first start, the door, saving, shortcuts, the pad, and that idling asks for nothing.
#include "tests/views/app_stage.h"

#include <nlohmann/json.hpp>

#include "web/app/base64.h"
#include "web/app/saving.h"
#include "web/app/settings.h"
#include "web/platform/input_feed.h"
#include "web/views/notices.h"
#include "web/views/pad.h"

using namespace rizbin;
using Json = nlohmann::json;

namespace {

Json state_of(const AppStage& stage) { return Json::parse(stage.app->state_json(), nullptr, false); }

float pixel(const AppStage& stage, int row, int column) {
  const std::shared_ptr<const Snapshot> s = stage.snapshot();
  return s->picture[static_cast<std::size_t>(s->picture_shape.index(0, row, column))];
}

void drag(AppStage& stage, ui::Vec from, ui::Vec to, int frames = 6) {
  const auto move = [&](ui::Vec p) { platform::feed_move(platform::PointerKind::mouse, p.x, p.y, 1, false, {}); };
  move(from);
  stage.step(2);
  platform::feed_button(0, true);
  stage.step();
  for (int i = 1; i <= frames; ++i) {
    const float t = static_cast<float>(i) / static_cast<float>(frames);
    move({from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t});
    stage.step();
  }
  platform::feed_button(0, false);
  stage.step(3);
}

}  // namespace

TEST_CASE("app: the first start trains a small network to over 95 % in about a second, then rests") {
  AppStage stage;
  stage.start();
  stage.step();
  CHECK(stage.app->runner().playing());
  const std::shared_ptr<const Snapshot> first = stage.snapshot();
  CHECK(first->preset == "free");
  CHECK(first->picture_name == "x");
  int frames = 1;
  while (stage.app->runner().playing() && frames < 200) {
    stage.step();
    ++frames;
  }
  CHECK(frames < 75);  // 240 steps at 240 a second, 62.5 frames a second
  CHECK(stage.snapshot()->now.heldout_accuracy > 0.95f);
  CHECK(stage.rest());
}

TEST_CASE("app: reduced motion shows the trained network at once") {
  AppStage stage;
  platform::set_null_option("motion", "reduce");
  stage.start();
  stage.step();
  CHECK_FALSE(stage.app->runner().playing());
  CHECK(stage.snapshot()->step == 240);
  CHECK(stage.snapshot()->now.heldout_accuracy > 0.95f);
}

TEST_CASE("app: idling asks for no frame") {
  AppStage stage;
  platform::set_null_option("motion", "reduce");
  stage.start();
  CHECK(stage.rest(50));
  for (int i = 0; i < 10; ++i) {
    stage.step();
    CHECK_FALSE(platform::take_null_frame_request());
  }
}

TEST_CASE("door: state has every field of the design") {
  AppStage stage;
  stage.start();
  stage.step(3);
  const Json state = state_of(stage);
  if (!state.is_object()) {
    FAIL_CHECK("no JSON");
    return;
  }
  for (const char* field : {"version", "hash", "locale", "theme", "step", "playing", "trained_part", "learning_rate", "loss",
                            "accuracy", "glyph", "verdict", "votes", "quantity", "camera", "focus", "frame", "errors"})
    CHECK_MESSAGE(state.contains(field), field);
  for (const char* field : {"x", "y", "zoom", "level"}) CHECK_MESSAGE(state["camera"].contains(field), field);
  for (const char* field : {"count", "cpu_ms"}) CHECK_MESSAGE(state["frame"].contains(field), field);
  for (const char* field : {"train", "heldout"}) CHECK_MESSAGE(state["accuracy"].contains(field), field);
  for (const char* field : {"label", "p"}) CHECK_MESSAGE(state["verdict"].contains(field), field);
  CHECK(state["votes"].size() == 12);
  CHECK(state["errors"].empty());
}

TEST_CASE("door: the views' commands, and what is refused") {
  AppStage stage;
  stage.start();
  const auto ok = [&](std::string_view json) { return stage.apply(json) == R"({"ok":true})"; };
  CHECK(ok(R"({"type":"set_language","language":"fa"})"));
  CHECK(ok(R"({"type":"set_theme","theme":"dark"})"));
  CHECK(ok(R"({"type":"set_quantity","quantity":"gradient"})"));
  CHECK(ok(R"({"type":"set_tab","tab":"train"})"));
  CHECK(ok(R"({"type":"set_focus","id":"conv1/map/0/cell/3,3"})"));
  CHECK(ok(R"({"type":"pause"})"));
  CHECK(ok(R"({"type":"set_speed","speed":"max"})"));
  stage.step(2);
  Json state = state_of(stage);
  CHECK(state["locale"] == "fa");
  CHECK(state["theme"] == "dark");
  CHECK(state["quantity"] == "gradient");
  CHECK(state["tab"] == "train");
  CHECK(state["focus"] == "conv1/map/0/cell/3,3");
  CHECK(state["playing"] == false);
  CHECK(state["speed"] == "max");
  CHECK(ui::locale().rtl());
  CHECK(ok(R"({"type":"set_focus","id":""})"));
  CHECK(state_of(stage)["focus"].is_null());
  for (const char* bad :
       {R"({"type":"set_language","language":"de"})", R"({"type":"set_focus","id":"conv9/map/0/cell/0,0"})",
        R"({"type":"set_camera","zoom":-1})", R"({"type":"fly"})", "not json", "[]", R"({"type":"set_learning_rate","rate":99})"}) {
    CHECK_MESSAGE(stage.apply(bad).find("error") != std::string::npos, bad);
  }
  stage.step(2);
  CHECK(find_item("notice/refused") == nullptr);  // the answer told it
}

TEST_CASE("app: drawing, network and settings survive a restart") {
  std::uint64_t hash = 0;
  {
    AppStage stage;
    stage.start();
    stage.step(20);
    stage.apply(R"({"type":"pause"})");
    stage.apply(R"({"type":"load_example","name":"o_tilted"})");
    stage.apply(R"({"type":"set_language","language":"fa"})");
    stage.apply(R"({"type":"set_theme","theme":"dark"})");
    stage.apply(R"({"type":"set_tab","tab":"train"})");
    stage.apply(R"({"type":"set_quantity","quantity":"gradient"})");
    stage.apply(R"({"type":"set_focus","id":"conv1/map/1/cell/2,5"})");
    stage.apply(R"({"type":"set_speed","speed":"1"})");
    stage.step(2);
    hash = stage.snapshot()->hash;
    stage.app->hide();
  }
  AppStage again(1280, 800, false);
  again.start();
  again.step(2);
  CHECK(again.snapshot()->hash == hash);
  CHECK_FALSE(again.app->runner().playing());
  const Json state = state_of(again);
  CHECK(state["locale"] == "fa");
  CHECK(state["theme"] == "dark");
  CHECK(state["tab"] == "train");
  CHECK(state["quantity"] == "gradient");
  CHECK(state["focus"] == "conv1/map/1/cell/2,5");
  CHECK(state["speed"] == "1");
  CHECK(state["glyph"]["name"] == "o_tilted");
}

TEST_CASE("app: a change is saved without anyone hiding the page") {
  AppStage stage;
  platform::set_null_option("motion", "reduce");
  stage.start();
  stage.step(2);
  stage.step(1, 5);
  const std::string before = platform::load(kSessionKey);
  stage.apply(R"({"type":"clear_picture"})");
  stage.step();
  CHECK(platform::load(kSessionKey) == before);  // not after each pixel
  stage.step(2, 3);
  CHECK(platform::load(kSessionKey) != before);
}

TEST_CASE("app: a broken save is told and kept, closed or copied, until it is thrown away") {
  AppStage stage;
  platform::store(kSessionKey, "AAAA");
  platform::store(kSettingsKey, R"({"language":"fa","camera":7,"tab":)");
  stage.start();
  stage.step(2);
  CHECK(stage.snapshot()->preset == "free");
  CHECK(platform::load(kBrokenKey) == "AAAA");
  CHECK(find_item("notice/broken_save/action") != nullptr);
  CHECK(stage.press("notice/broken_save/close"));
  CHECK(find_item("notice/broken_save") == nullptr);
  CHECK(platform::load(kBrokenKey) == "AAAA");

  const auto reopen = [](AppStage& on) {
    CHECK(on.press("menu"));
    return on.press("overlay/menu/broken_save");
  };
  CHECK(reopen(stage));
  CHECK(stage.press("notice/broken_save/action"));
  CHECK(platform::null_copied_text() == "AAAA");
  CHECK(platform::load(kBrokenKey) == "AAAA");  // a clipboard is no safe place
  CHECK(stage.press("notice/broken_save/close"));
  stage.app->shell().reset_all = true;  // starting afresh throws nothing away either
  stage.step(3);
  CHECK(platform::load(kBrokenKey) == "AAAA");
  CHECK(reopen(stage));
  CHECK(stage.press("notice/broken_save/action"));
  CHECK(stage.press("notice/broken_save/action"));
  CHECK(platform::load(kBrokenKey).empty());
  CHECK(find_item("notice/broken_save") == nullptr);
  CHECK(stage.press("menu"));
  CHECK(find_item("overlay/menu/broken_save") == nullptr);
}

TEST_CASE("app: a second broken save does not take the first one's place; a later start tells it in the menu alone") {
  {
    AppStage stage;
    platform::store(kBrokenKey, "AAAA");
    platform::store(kSessionKey, "BBBB");
    stage.start();
    stage.step(2);
    CHECK(find_item("notice/broken_save") != nullptr);
    CHECK(platform::load(kBrokenKey) == "AAAA\nBBBB");
    stage.app->hide();
  }
  AppStage again(1280, 800, false);
  again.start();
  again.step(2);
  CHECK(find_item("notice/broken_save") == nullptr);
  CHECK(again.press("menu"));
  CHECK(find_item("overlay/menu/broken_save") != nullptr);
}

TEST_CASE("views: a drawing nobody named is asked about when the network reads something else; once") {
  for (const auto& [width, height] : {std::pair{1280.0f, 800.0f}, {820.0f, 1180.0f}, {390.0f, 844.0f}, {844.0f, 390.0f}}) {
    INFO(width);
    AppStage stage(width, height);
    platform::set_null_option("motion", "reduce");
    stage.start();
    stage.step(2);
    const auto asked = [&] { return state_of(stage)["label_asked"] == true; };
    // By hand: pixel by pixel, as strokes come.
    const auto draw = [&](const std::string& name) {
      stage.apply(R"({"type":"clear_picture"})");
      stage.step(2);
      const std::vector<float> picture = example_picture(name);
      Json command = {{"type", "paint_pixels"}, {"pixels", Json::array()}};
      for (std::size_t i = 0; i < picture.size(); ++i)
        if (picture[i] > 0) command["pixels"].push_back({{"index", i}, {"value", 1}});
      CHECK(stage.apply(command.dump()) == R"({"ok":true})");
      stage.step(2);
    };
    CHECK_FALSE(asked());
    draw("o");
    CHECK(state_of(stage)["verdict"]["label"] == "O");
    CHECK(state_of(stage)["glyph"]["label"] == "X");
    CHECK(asked());
    const ui::Item* question = find_item("label/title");
    CHECK((question != nullptr && question->live && question->label.find("O?") != std::string::npos &&
           question->value.find("X") != std::string::npos));
    const ui::Item* x = find_item("label/X");
    CHECK((x != nullptr && !x->selected));  // no answer stands there as given
    CHECK(stage.press("label/O"));
    CHECK(stage.snapshot()->label == 1);
    CHECK_FALSE(asked());

    // Said once, it holds for the drawing: more strokes ask no more, whatever the network reads.
    stage.apply(R"({"type":"set_label","label":0})");
    stage.apply(R"({"type":"move_picture","dx":1,"dy":0})");
    stage.step(2);
    CHECK_FALSE(asked());
    CHECK(stage.snapshot()->label == 0);

    // "It is an X, though you read O": the label stays, and that is no change to undo.
    draw("o");
    CHECK(asked());
    const std::uint64_t version = stage.snapshot()->version;
    CHECK(stage.press("label/X"));
    CHECK_FALSE(asked());
    CHECK(stage.snapshot()->version == version);

    // What comes with its label is never asked about: a held-out glyph, even misread; an example.
    draw("o");
    CHECK(asked());
    stage.apply(R"({"type":"load_example","name":"o"})");
    stage.step(2);
    CHECK_FALSE(asked());
    const std::shared_ptr<const Snapshot> s = stage.snapshot();
    SetPicture misread{s->picture, 0, {}};
    stage.app->runner().queue().push(misread);
    stage.step(2);
    CHECK(state_of(stage)["verdict"]["label"] == "O");
    CHECK(stage.snapshot()->label == 0);
    CHECK_FALSE(asked());
  }
}

TEST_CASE("views: Tab walks the top bar from start to end, both languages, every form") {
  for (const float width : {1280.0f, 1000.0f, 820.0f, 390.0f}) {
    for (const char* language : {"en", "fa"}) {
      AppStage stage(width, 800);
      platform::set_null_option("lang", language);
      platform::set_null_option("motion", "reduce");
      stage.start();
      stage.step(2);
      float before = -1;
      for (const ui::Item& item : ui::items()) {
        if (item.rect.bottom() > ui::kTopBar || !ui::tab_stop(item)) continue;
        const float from_start = ui::locale().rtl() ? width - item.rect.right() : item.rect.x;
        CHECK_MESSAGE(from_start > before, width, " ", language, " ", item.id);
        before = from_start;
      }
    }
  }
}

TEST_CASE("app: shortcuts") {
  AppStage stage;
  platform::set_null_option("motion", "reduce");
  stage.start();
  stage.step(2);
  stage.key(ui::Key::character, false, false, U'r');
  CHECK(stage.snapshot()->step == 0);
  stage.key(ui::Key::character, false, false, U'n');
  CHECK(stage.snapshot()->step == 1);
  stage.key(ui::Key::space);
  CHECK(stage.app->runner().playing());
  stage.key(ui::Key::space);
  CHECK_FALSE(stage.app->runner().playing());
  stage.apply(R"({"type":"load_example","name":"o"})");
  stage.step(2);
  stage.key(ui::Key::character, false, true, U'z');
  CHECK(stage.snapshot()->picture_name == "x");
  stage.key(ui::Key::character, true, true, U'Z');
  CHECK(stage.snapshot()->picture_name == "o");
  stage.key(ui::Key::character, true, false, U'?');
  CHECK(stage.app->shell().overlay == views::Overlay::help);
  stage.key(ui::Key::escape);
  CHECK(stage.app->shell().overlay == views::Overlay::none);
}

TEST_CASE("pad: a stroke is one undo; eraser and move tool; keys draw and move") {
  AppStage stage;
  platform::set_null_option("motion", "reduce");
  stage.start();
  stage.apply(R"({"type":"clear_picture"})");
  stage.step(3);
  const ui::Item* pad = find_item("pad");
  if (pad == nullptr) {
    FAIL_CHECK("no pad");
    return;
  }
  const ui::Rect box = pad->rect;
  const float cell = box.w / 9;
  const auto at = [&](float row, float column) { return ui::Vec{box.x + (column + 0.5f) * cell, box.y + (row + 0.5f) * cell}; };
  drag(stage, at(4, 1), at(4, 7));
  for (int column = 1; column <= 7; ++column) CHECK(pixel(stage, 4, column) == 1);
  CHECK(pixel(stage, 4, 0) == -1);
  stage.key(ui::Key::character, false, true, U'z');
  for (int column = 0; column < 9; ++column) CHECK(pixel(stage, 4, column) == -1);
  stage.key(ui::Key::character, false, true, U'y');
  CHECK(pixel(stage, 4, 4) == 1);

  CHECK(stage.press("tools/move"));
  drag(stage, at(4, 4), at(6, 4));
  CHECK(pixel(stage, 4, 4) == -1);
  CHECK(pixel(stage, 6, 4) == 1);
  stage.key(ui::Key::character, false, true, U'z');
  CHECK(pixel(stage, 4, 4) == 1);

  CHECK(stage.press("tools/eraser"));
  drag(stage, at(4, 4), at(4, 4));
  CHECK(pixel(stage, 4, 4) == -1);
  CHECK(pixel(stage, 4, 5) == 1);

  ui::set_focus("pad");
  stage.step(2);
  CHECK(find_item("pad/cursor") != nullptr);
  stage.key(ui::Key::up);
  stage.key(ui::Key::space);
  CHECK(pixel(stage, 3, 4) == 1);
  stage.key(ui::Key::left);
  stage.key(ui::Key::enter);
  CHECK(pixel(stage, 3, 3) == 1);
  stage.key(ui::Key::enter);
  CHECK(pixel(stage, 3, 3) == -1);
  stage.key(ui::Key::down, true);
  CHECK(pixel(stage, 4, 4) == 1);
  CHECK(pixel(stage, 5, 5) == 1);
  CHECK_FALSE(stage.app->runner().playing());  // Space was the pad's
}

TEST_CASE("pad: a picture moved off the grid and back is whole again") {
  const Shape shape{1, 3, 3};
  const std::vector<float> picture{1, -1, -1, -1, 1, -1, -1, -1, 1};
  std::vector<float> now = picture;
  for (const auto& [dx, dy] : {std::pair{1, 0}, {2, 0}, {5, 5}, {0, 0}}) {
    for (const PixelEdit& edit : views::moved_pixels(shape, picture, now, dx, dy))
      now[static_cast<std::size_t>(edit.index)] = edit.value;
    if (dx == 5) CHECK(now == std::vector<float>(9, -1));
  }
  CHECK(now == picture);
}

TEST_CASE("views: a held-out glyph goes to the pad with its label; the right answer is named; the network is picked") {
  AppStage stage;
  platform::set_null_option("motion", "reduce");
  stage.start();
  stage.apply(R"({"type":"set_tab","tab":"train"})");
  stage.step(2);
  CHECK(stage.press("heldout/0"));
  const std::shared_ptr<const Snapshot> s = stage.snapshot();
  CHECK(s->label == s->heldout->labels[0]);
  CHECK(std::equal(s->picture.begin(), s->picture.end(), s->heldout->pictures.begin()));
  stage.apply(R"({"type":"set_tab","tab":"draw"})");
  stage.step(2);
  CHECK(stage.press(s->label == 0 ? "label/O" : "label/X"));
  CHECK(stage.snapshot()->label == 1 - s->label);
  CHECK(stage.press("language"));
  CHECK(ui::locale().rtl());
  CHECK(stage.press("quantity/gradient"));
  CHECK(stage.app->view().quantity == Quantity::gradient);
}

TEST_CASE("views: trouble is told with a button that mends it") {
  AppStage stage;
  platform::set_null_option("motion", "reduce");
  stage.start();
  stage.apply(R"({"type":"reset_training"})");
  // Sums instead of means, the largest rate and momentum: some seeds run away.
  stage.apply(R"({"type":"set_conv_mode","layer":0,"mean":false,"bias":true})");
  stage.apply(R"({"type":"set_learning_rate","rate":10})");
  stage.apply(R"({"type":"set_momentum","momentum":0.99})");
  for (int seed = 1; seed < 60 && !stage.snapshot()->trouble.happened; ++seed) {
    stage.apply(R"({"type":"set_seed","seed":)" + std::to_string(seed) + "}");
    stage.apply(R"({"type":"step_training","count":400})");
  }
  if (!stage.snapshot()->trouble.happened) {
    FAIL_CHECK("nothing broke");
    return;
  }
  stage.step(2);
  CHECK(find_item("notice/trouble/action") != nullptr);
  CHECK(stage.press("notice/trouble/action"));
  CHECK_FALSE(stage.snapshot()->trouble.happened);
}

TEST_CASE("views: a rate that is too high is told, and its button starts over with a good one") {
  AppStage stage;
  platform::set_null_option("motion", "reduce");
  stage.start();
  stage.step(2);
  CHECK(stage.rest());
  CHECK(find_item("notice/rate") == nullptr);
  stage.apply(R"({"type":"reset_training"})");
  stage.apply(R"({"type":"set_learning_rate","rate":8})");
  stage.apply(R"({"type":"step_training","count":200})");
  CHECK(stage.rest());
  CHECK(stage.press("notice/rate/action"));
  CHECK(stage.snapshot()->learning_rate == doctest::Approx(0.6f));
  CHECK(stage.snapshot()->step == 0);
  CHECK(find_item("notice/rate") == nullptr);
}

TEST_CASE("settings: there and back; broken fields fall to the defaults") {
  Settings s;
  s.language = ui::Language::fa;
  s.view.theme = ThemeChoice::dark;
  s.view.quantity = Quantity::gradient;
  s.view.tool = Tool::move;
  s.view.sheet = Sheet::full;
  s.view.camera = {120, 30, 4.5f, false};
  s.focus = "votes/3";
  s.speed = Speed::max;
  const Settings back = settings_from_json(settings_to_json(s), {});
  CHECK(settings_to_json(back) == settings_to_json(s));
  const Settings partly = settings_from_json(R"({"theme":"purple","tab":"train","camera":{"zoom":-3},"speed":8})", {});
  CHECK(partly.view.theme == ThemeChoice::system);
  CHECK(partly.view.tab == Tab::train);
  CHECK(partly.view.camera == Camera{});
}

TEST_CASE("base64: there and back, and what is no base64") {
  std::vector<std::byte> bytes;
  for (int n = 0; n < 70; ++n) {
    const std::string text = to_base64(bytes);
    const std::optional<std::vector<std::byte>> back = from_base64(text);
    CHECK((back && *back == bytes));
    bytes.push_back(static_cast<std::byte>(n * 37 & 255));
  }
  CHECK(to_base64(std::vector<std::byte>{std::byte{'M'}}) == "TQ==");
  for (const char* bad : {"A", "AB=C", "A===", "AB C", "ABC", "=AAA"}) CHECK_FALSE(from_base64(bad));
}
