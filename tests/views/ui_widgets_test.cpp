// Widgets with fonts but without a window: a null renderer, the null platform, and the door as the person.
#include <imgui.h>

#undef CHECK  // the engine's, by way of ImGui's configuration; here it is doctest's
#include <doctest/doctest.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "tests/platform_null.h"
#include "web/platform/input_feed.h"
#include "web/platform/platform.h"
#include "web/ui/fonts.h"
#include "web/ui/items_state.h"
#include "web/ui/shaping.h"
#include "web/ui/widgets.h"

using namespace rizbin;
using namespace rizbin::ui;

namespace {

struct Stage {
  ImGuiContext* context = nullptr;
  std::function<void()> draw;
  double time = 1;
  PointerState pointer;

  Stage() {
    context = ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {800, 600};
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    REQUIRE(load_fonts());
    platform::reset_null_platform();
    reset_items();
    set_locale({});
    frame() = {};
  }
  ~Stage() {
    ImGui::DestroyContext(context);
    reset_items();
    set_locale({});
    frame() = {};
  }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  void step(int frames = 1) {
    for (int i = 0; i < frames; ++i) {
      time += 0.1;
      platform::set_null_time(time);
      ImGui::GetIO().DeltaTime = 0.1f;
      ImGui::NewFrame();
      begin_frame(false);
      if (draw) draw();
      end_frame();
      ImGui::Render();
    }
  }
  void key(Key k, char32_t character = 0) {
    push_key({.key = k, .character = character});
    step();
  }
};

const Item* find(std::string_view id) {
  for (const Item& item : items())
    if (item.id == id) return &item;
  return nullptr;
}

}  // namespace

TEST_CASE("ui widgets: a button is pressed by mirror and keyboard, and tells its name") {
  Stage stage;
  int pressed = 0;
  stage.draw = [&] {
    if (button({10, 10, 80, 36}, {.id = "reset", .label = "Reset", .name = {}, .icon = {}, .description = {}})) ++pressed;
    if (button({100, 10, 36, 36}, {.id = "pen",
                                   .label = {},
                                   .name = "Pen",
                                   .icon = Icon::pencil,
                                   .kind = ButtonKind::tool,
                                   .on = true,
                                   .description = {}}))
      ++pressed;
    if (button({150, 10, 36, 36}, {.id = "dead", .label = "No", .name = {}, .icon = {}, .disabled = true, .description = {}}))
      ++pressed;
  };
  stage.step();
  CHECK(perform("reset", "press", ""));
  stage.step();
  CHECK(pressed == 1);
  stage.key(Key::tab);
  stage.key(Key::tab);
  CHECK(focused_id() == "pen");
  stage.key(Key::space);
  CHECK(pressed == 2);
  REQUIRE(find("pen") != nullptr);
  CHECK(find("pen")->label == "Pen");
  CHECK(find("pen")->selected);
  CHECK(find("dead")->disabled);
  CHECK_FALSE(perform("dead", "press", ""));
}

TEST_CASE("ui widgets: segmented and tabs give the index chosen, and mirror in Persian") {
  Stage stage;
  const std::array<std::string_view, 3> ids{"value", "gradient", "change"};
  const std::vector<std::string> labels{"Value", "Gradient", "Change"};
  int chosen = 0, tab = 0;
  stage.draw = [&] {
    if (const int i = segmented({10, 10, segmented_width(labels), 36}, "quantity", "Quantity", ids, labels, chosen); i >= 0)
      chosen = i;
    if (const int i = tabs({10, 60, 300, 44}, "panel", "Panel", ids, labels, tab); i >= 0) tab = i;
  };
  stage.step();
  CHECK(find("quantity/value")->rect.x < find("quantity/change")->rect.x);
  CHECK(perform("quantity/change", "press", ""));
  stage.step();
  CHECK(chosen == 2);
  CHECK(perform("panel/gradient", "press", ""));
  stage.step();
  CHECK(tab == 1);
  stage.step();
  CHECK(find("panel/gradient")->selected);
  set_locale({Language::fa, true});
  stage.step();
  CHECK(find("quantity/value")->rect.x > find("quantity/change")->rect.x);
  CHECK(find("panel/value")->rect.x > find("panel/change")->rect.x);
}

TEST_CASE("ui widgets: a slider steps, is set and is clamped; it runs left to right in Persian too") {
  Stage stage;
  set_locale({Language::fa, true});
  float value = 0.5f;
  stage.draw = [&] {
    if (const auto v = slider({10, 10, 116, 36}, "s", "Noise", value, 0, 1, 0.1f, value_text(value))) value = *v;
  };
  stage.step();
  CHECK(perform("s", "adjust", "2"));
  stage.step();
  CHECK(value == doctest::Approx(0.7f));
  CHECK(perform("s", "set", "۰٫۳"));
  stage.step();
  CHECK(value == doctest::Approx(0.3f));
  CHECK(perform("s", "set", "7"));
  stage.step();
  CHECK(value == 1);
  CHECK(perform("s", "set", "x"));
  stage.step();
  CHECK(value == 1);
  set_focus("s");
  stage.key(Key::home);
  CHECK(value == 0);
  stage.key(Key::right);
  CHECK(value == doctest::Approx(0.1f));
}

TEST_CASE("ui widgets: a number field takes good numbers and refuses others where it stands") {
  Stage stage;
  double rate = 0.6;
  int changes = 0;
  stage.draw = [&] {
    const auto result =
        number_field({10, 10, 124, 36},
                     {.id = "rate", .label = "Rate", .value = rate, .min = 0, .max = 10, .trailing = {}, .trailing_name = {}});
    if (result.value) rate = *result.value, ++changes;
  };
  stage.step();
  CHECK(find("rate")->value == "0.60");
  CHECK(perform("rate", "set", "0.25"));
  stage.step();
  CHECK(rate == 0.25);
  for (const char* bad : {"-1", "11", "much", ""}) {
    CHECK(perform("rate", "set", bad));
    stage.step(2);
    CHECK(rate == 0.25);
    CHECK(find("rate")->description == "A number from 0 to 10");
  }
  CHECK(perform("rate", "adjust", "1"));
  stage.step();
  CHECK(rate == doctest::Approx(0.26));
  stage.step();
  CHECK(find("rate")->description.empty());
  CHECK(changes == 2);
}

TEST_CASE("ui widgets: typing in a field: Enter takes it, Escape does not, a bad number stays open") {
  Stage stage;
  double rate = 0.6;
  stage.draw = [&] {
    const auto result =
        number_field({10, 10, 124, 36},
                     {.id = "rate", .label = "Rate", .value = rate, .min = 0, .max = 10, .trailing = {}, .trailing_name = {}});
    if (result.value) rate = *result.value;
    button({10, 60, 80, 36}, {.id = "other", .label = "Other", .name = {}, .icon = {}, .description = {}});
  };
  stage.step();
  set_focus("rate");
  stage.key(Key::enter);
  REQUIRE(platform::text_edit().open);
  CHECK(platform::text_edit().text == "0.60");
  platform::text_edit().text = "0.8";
  stage.step();
  platform::text_edit().committed = true;
  stage.step();
  CHECK(rate == 0.8);
  CHECK_FALSE(platform::text_edit().open);
  CHECK(platform::take_null_frame_request());
  stage.step();

  stage.key(Key::enter);
  platform::text_edit().text = "99";
  platform::text_edit().committed = true;
  stage.step(2);
  CHECK(rate == 0.8);
  CHECK(platform::text_edit().open);
  CHECK(find("rate")->description == "A number from 0 to 10");
  platform::text_edit().text = "9";
  platform::text_edit().committed = true;
  stage.step();
  CHECK(rate == 9);
  stage.step();

  stage.key(Key::enter);
  platform::text_edit().text = "1";
  platform::text_edit().cancelled = true;
  stage.step();
  CHECK(rate == 9);
  CHECK_FALSE(platform::text_edit().open);

  // a digit begins anew; leaving the field takes a good number
  stage.key(Key::character, U'3');
  REQUIRE(platform::text_edit().open);
  CHECK(platform::text_edit().text == "3");
  set_focus("other");
  stage.step(2);
  CHECK(rate == 3);
  CHECK_FALSE(platform::text_edit().open);

  // leaving it with a bad one keeps the old value, and what was refused is still shown, with the range
  set_focus("rate");
  stage.step();
  stage.key(Key::enter);
  platform::text_edit().text = "99";
  platform::text_edit().committed = true;  // the page says so when the press lands elsewhere
  set_focus("other");
  stage.step(3);
  CHECK(rate == 3);
  CHECK_FALSE(platform::text_edit().open);
  CHECK(find("rate")->description == "A number from 0 to 10");
  stage.step(80);
  CHECK(find("rate")->description.empty());
}

TEST_CASE("ui widgets: a picker opens its menu, keyboard chooses, Escape and a press beside close it") {
  Stage stage;
  const std::array<std::string_view, 3> ids{"a", "b", "c"};
  const std::vector<std::string> labels{"Alpha", "Beta", "Gamma"};
  int chosen = 1;
  stage.draw = [&] {
    if (const int i = picker({10, 10, 120, 36}, "pick", "Letter", ids, labels, chosen); i >= 0) chosen = i;
    button({300, 10, 80, 36}, {.id = "other", .label = "Other", .name = {}, .icon = {}, .description = {}});
  };
  stage.step();
  set_focus("pick");
  stage.key(Key::enter);
  stage.step();
  REQUIRE(find("pick/menu/b") != nullptr);
  CHECK(find("pick")->expanded);
  CHECK(focused_id() == "pick/menu/b");
  CHECK_FALSE(perform("other", "press", ""));  // the menu holds everything
  stage.key(Key::down);
  CHECK(focused_id() == "pick/menu/c");
  stage.key(Key::enter);
  stage.step(2);
  CHECK(chosen == 2);
  CHECK(find("pick/menu/b") == nullptr);
  CHECK(focused_id() == "pick");

  stage.key(Key::space);
  stage.step();
  stage.key(Key::escape);
  stage.step(2);
  CHECK(find("pick/menu/b") == nullptr);
  CHECK(chosen == 2);

  CHECK(perform("pick", "press", ""));
  stage.step(2);
  CHECK(perform("pick/menu/close", "press", ""));
  stage.step(3);
  CHECK(find("pick/menu/b") == nullptr);
  CHECK(perform("other", "press", ""));

  // the picker itself vanishes while open: its modal goes with it
  CHECK(perform("pick", "press", ""));
  stage.step(2);
  stage.draw = [&] { button({300, 10, 80, 36}, {.id = "other", .label = "Other", .name = {}, .icon = {}, .description = {}}); };
  stage.step(3);
  CHECK(perform("other", "press", ""));
}

TEST_CASE("ui widgets: a number is edited in place") {
  Stage stage;
  std::optional<double> got;
  stage.draw = [&] {
    button({100, 100, 40, 40}, {.id = "k/0", .label = "w", .name = {}, .icon = {}, .description = {}});
    if (const auto v = edit_result("k/0")) got = v;
  };
  stage.step();
  begin_edit("k/0", "Weight", {100, 100, 40, 40}, 0.5, -2, 2, 2);
  stage.step();
  CHECK(editing("k/0"));
  REQUIRE(platform::text_edit().open);
  CHECK(platform::text_edit().id == "k/0/edit");
  CHECK(platform::text_edit().text == "0.50");
  platform::text_edit().text = "5";
  platform::text_edit().committed = true;
  stage.step(2);
  CHECK(editing("k/0"));
  CHECK_FALSE(got.has_value());
  platform::text_edit().text = "−1,25";
  platform::text_edit().committed = true;
  stage.step(2);
  REQUIRE(got.has_value());
  CHECK(*got == -1.25);
  CHECK_FALSE(editing("k/0"));
  CHECK(focused_id() == "k/0");

  got.reset();
  begin_edit("k/0", "Weight", {100, 100, 40, 40}, 0.5, -2, 2, 2);
  stage.step(2);
  CHECK(perform("k/0/edit", "set", "1"));
  stage.step(2);
  CHECK(got == 1.0);

  got.reset();
  begin_edit("k/0", "Weight", {100, 100, 40, 40}, 0.5, -2, 2, 2);
  stage.step(2);
  platform::text_edit().cancelled = true;
  stage.step(2);
  CHECK_FALSE(got.has_value());
  CHECK_FALSE(editing("k/0"));
}

TEST_CASE("ui widgets: a scrolling region follows the wheel and shows what the keyboard walks to") {
  Stage stage;
  float offset = 0;
  stage.draw = [&] {
    offset = begin_scroll({0, 0, 200, 100}, "list");
    for (int i = 0; i < 10; ++i)
      button({10, 10 + 40.0f * static_cast<float>(i) - offset, 80, 36},
             {.id = "row/" + std::to_string(i), .label = "Row", .name = {}, .icon = {}, .description = {}});
    end_scroll(420);
  };
  stage.step(2);
  CHECK(offset == 0);
  // positive y: the content moves up, past the start and the end it does not
  platform::feed_move(platform::PointerKind::mouse, 50, 50, 1, false, {});
  platform::feed_wheel(0, 60);
  stage.step();
  platform::end_input_frame();
  CHECK(offset == 60);
  platform::feed_wheel(0, -90);
  stage.step();
  platform::end_input_frame();
  CHECK(offset == 0);
  platform::feed_gesture(50, 50, 0, -5000, 1);  // two fingers drag the content up
  stage.step();
  platform::end_input_frame();
  CHECK(offset == 320);
  platform::feed_leave();
  stage.step();
  set_focus("row/9");
  stage.step(3);
  CHECK(offset == 320);
  CHECK(find("row/9")->rect.h == 36);
  set_focus("row/0");
  stage.step(3);
  CHECK(offset == 0);
}

TEST_CASE("ui text: real widths grow with size and weight, the cut ends in an ellipsis and fits") {
  Stage stage;
  stage.draw = [&] {
    ImDrawList* list = frame().list;
    CHECK(text_width("Convolution", kBody) > 40);
    CHECK(text_width("Convolution", {26, Weight::regular, 0, 40}) ==
          doctest::Approx(2 * text_width("Convolution", kBody)).epsilon(0.001));
    CHECK(text_width("Convolution", kStrong) > text_width("Convolution", kBody));
    CHECK(text_width("کانولوشن", kBody) > 30);
    CHECK(text_width("\u200C\u2066", kBody) == 0);
    CHECK(draw_text(list, {0, 0, 200, 20}, "Convolution", kBody));
    CHECK_FALSE(draw_text(list, {0, 0, 40, 20}, "Convolution", kBody));
    CHECK_FALSE(draw_text(list, {0, 0, 2, 20}, "Convolution", kBody));
    CHECK_FALSE(draw_text(list, {0, 0, 40, 20}, "تمام‌متصل و کانولوشن", kBody));
    CHECK(paragraph_height("one two three four five six", kBody, 60) >= 3 * 20);
    CHECK(paragraph_height("one", kBody, 60) == 20);
    CHECK(draw_paragraph(list, {0, 0, 100, 0}, "نمونه‌های دیده‌نشده برای آزمون شبکه",
                         kLessonBody) >= 2 * 28);
    draw_icon(list, {50, 50}, Icon::settings, 18, rgb(0));
  };
  stage.step(2);
}

TEST_CASE("ui text: every text of both languages can be drawn: no letter is missing from the fonts") {
  Stage stage;
  stage.draw = [&] {
    ImFontBaked* baked = font(Weight::regular)->GetFontBaked(20, 1);
    for (const Language language : {Language::en, Language::fa}) {
      set_locale({language, true});
      for (int i = 0; i < kStrCount; ++i) {
        const Paragraph& p = shape(tr(static_cast<Str>(i)));
        for (char32_t c : p.visual(0, p.size()))
          CHECK_MESSAGE(baked->FindGlyphNoFallback(static_cast<ImWchar>(c)) != nullptr, kStrId[i], " U+", static_cast<unsigned>(c));
      }
    }
  };
  stage.step();
}

TEST_CASE("ui widgets: with a coarse pointer everything is 44 px to the finger") {
  Stage stage;
  platform::set_null_option("pointer", "coarse");
  const std::array<std::string_view, 2> ids{"a", "b"};
  const std::vector<std::string> labels{"A", "B"};
  stage.draw = [&] {
    CHECK(control_height() == 44);
    button({100, 100, 30, 30}, {.id = "button", .label = "B", .name = {}, .icon = {}, .description = {}});
    (void)slider({100, 200, 100, 20}, "slider", "S", 0, 0, 1, 0.1f, "0");
    (void)toggle({100, 300, 40, 24}, "toggle", "T", true);
    segmented({100, 400, 120, 36}, "seg", "S", ids, labels, 0);
  };
  stage.step();
  for (const char* id : {"button", "slider", "toggle", "seg/a"}) CHECK_MESSAGE(find(id)->rect.h >= 44, id);
}

TEST_CASE("ui widgets: fades ask for frames and then rest; with reduced motion they do not") {
  Stage stage;
  stage.draw = [&] { (void)fade("x", true); };
  stage.step();
  (void)platform::take_null_frame_request();
  stage.step();
  CHECK(platform::take_null_frame_request());
  stage.step(12);
  (void)platform::take_null_frame_request();
  stage.step();
  CHECK_FALSE(platform::take_null_frame_request());
  platform::set_null_option("motion", "reduce");
  stage.draw = [&] { CHECK(fade("y", true) == 1); };
  stage.step();
  CHECK_FALSE(platform::take_null_frame_request());
}
