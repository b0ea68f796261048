// Every view in both languages, from a phone to a large screen: nothing is cut, no two controls overlap, ids are unique, and
// everything in the mirror has a name.
#include "tests/views/app_stage.h"

#include <array>
#include <set>

#include "web/views/layout.h"

using namespace rizbin;

namespace {

struct Window {
  float w, h;
  bool coarse;
};
constexpr std::array<Window, 9> kWindows{{{390, 844, true},
                                          {844, 390, true},
                                          {667, 375, true},
                                          {360, 740, true},
                                          {820, 1180, true},
                                          {1000, 700, false},
                                          {1280, 720, false},
                                          {1280, 800, false},
                                          {2560, 1440, false}}};

bool is_control(const ui::Item& item) {
  // What is on the canvas has its own tests and may lie on top of itself.
  if (item.parent == "network" || item.role == ui::Role::cell) return false;
  if ((item.actions & (ui::kPress | ui::kSet | ui::kAdjust | ui::kDrag)) == 0 || item.id == "network") return false;
  switch (item.role) {
    case ui::Role::button:
    case ui::Role::toggle:
    case ui::Role::tab:
    case ui::Role::radio:
    case ui::Role::slider:
    case ui::Role::number_field:
    case ui::Role::menu_item:
    case ui::Role::link: return item.id != "overlay/backdrop";
    case ui::Role::figure: return item.id == "pad" || item.id == "timeline/curves";
    default: return false;
  }
}
bool within(const std::string& id, const std::string& parent) { return id.starts_with(parent + "/"); }

void check_frame(std::string_view where) {
  INFO(where);
  std::set<std::string> ids;
  std::vector<const ui::Item*> controls;
  const ui::Rect window = ui::frame().window;
  for (const ui::Item& item : ui::items()) {
    CHECK_MESSAGE(ids.insert(item.id).second, "twice: ", item.id);
    if (item.mirrored && item.actions != 0) CHECK_MESSAGE(!item.label.empty(), "no name: ", item.id);
    if (item.rect.empty()) continue;
    if (!is_control(item)) continue;
    CHECK_MESSAGE((item.rect.x >= window.x - 9 && item.rect.right() <= window.right() + 9), "outside: ", item.id);
    if (item.id == "sheet/handle" && ui::frame().coarse_pointer) CHECK((item.rect.h >= 44 && item.rect.w >= 44));
    controls.push_back(&item);
  }
  for (std::size_t i = 0; i < controls.size(); ++i) {
    for (std::size_t k = i + 1; k < controls.size(); ++k) {
      const ui::Item &a = *controls[i], &b = *controls[k];
      if (within(a.id, b.id) || within(b.id, a.id)) continue;
      const ui::Rect both = ui::intersect(a.rect, b.rect);
      CHECK_MESSAGE((both.w <= 1 || both.h <= 1), a.id, " and ", b.id, " overlap by ", both.w, " x ", both.h);
    }
  }
  for (const std::string& text : cut_texts()) FAIL_CHECK("cut: ", text);
  cut_texts().clear();
}

}  // namespace

TEST_CASE("views: nothing is cut and nothing overlaps, every tab, both languages, every size") {
  for (const Window& window : kWindows) {
    for (const char* language : {"en", "fa"}) {
      AppStage stage(window.w, window.h);
      platform::set_null_option("lang", language);
      platform::set_null_option("motion", "reduce");
      if (window.coarse) platform::set_null_option("pointer", "coarse");
      stage.start();
      stage.step(2);
      for (const char* preset : {"free", "lecture12", "lecture48"}) {
        stage.apply(std::string(R"({"type":"load_network","preset":")") + preset + "\"}");
        for (const char* tab : {"draw", "train", "lesson"}) {
          stage.apply(std::string(R"({"type":"set_tab","tab":")") + tab + "\"}");
          for (const char* sheet : {"half", "full", "low"}) {
            stage.apply(std::string(R"({"type":"set_sheet","sheet":")") + sheet + "\"}");
            stage.step(3);
            check_frame(std::to_string(static_cast<int>(window.w)) + " " + language + " " + preset + " " + tab + " " + sheet);
            if (views::form_of({0, 0, window.w, window.h}) < views::Form::sheet) break;
          }
        }
      }
    }
  }
}

TEST_CASE("views: overlays fit and are named, both languages") {
  for (const Window& window : kWindows) {
    for (const char* language : {"en", "fa"}) {
      AppStage stage(window.w, window.h);
      platform::set_null_option("lang", language);
      platform::set_null_option("motion", "reduce");
      stage.start();
      stage.step(2);
      for (const views::Overlay overlay : {views::Overlay::menu, views::Overlay::help, views::Overlay::about,
                                           views::Overlay::reset_all, views::Overlay::train_settings}) {
        if (overlay == views::Overlay::train_settings && views::form_of({0, 0, window.w, window.h}) != views::Form::rail) continue;
        stage.app->shell().overlay = overlay;
        stage.step(3);
        std::set<std::string> ids;
        for (const ui::Item& item : ui::items()) {
          CHECK_MESSAGE(ids.insert(item.id).second, "twice: ", item.id);
          if (item.mirrored) CHECK_MESSAGE(!item.label.empty(), "no name: ", item.id);
        }
        INFO(window.w, " ", language, " overlay ", static_cast<int>(overlay));
        for (const std::string& text : cut_texts()) FAIL_CHECK("cut: ", text);
        cut_texts().clear();
        stage.key(ui::Key::escape);
        CHECK(stage.app->shell().overlay == views::Overlay::none);
      }
    }
  }
}

TEST_CASE("layout: parts tile the window in both directions") {
  ViewState view;
  for (const Window& size : kWindows) {
    for (const bool rtl : {false, true}) {
      const ui::Rect window{0, 0, size.w, size.h};
      const views::Layout l = views::make_layout(window, view, views::sheet_height(window, Sheet::half), size.coarse, rtl);
      const ui::Rect parts[] = {l.top_bar, l.panel, l.rail, l.canvas, l.strip, l.sheet, l.timeline};
      float area = 0;
      for (const ui::Rect& part : parts) area += part.empty() ? 0 : part.w * part.h;
      CHECK(area == doctest::Approx(size.w * size.h).epsilon(0.001));
      for (const ui::Rect& a : parts)
        for (const ui::Rect& b : parts)
          if (&a != &b && !a.empty() && !b.empty()) CHECK(ui::intersect(a, b).empty());
      CHECK(l.canvas.w >= 300);
      if (!l.timeline.empty()) {
        CHECK(l.transport.w + l.curves.w + l.settings.w == doctest::Approx(size.w));
        CHECK((rtl ? l.transport.right() == doctest::Approx(size.w) : l.transport.x == doctest::Approx(0)));
      }
    }
  }
}
