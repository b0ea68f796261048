// The timeline as the way through time, and the rows of the next batch: pointer and keys seek, the canvas follows, a branch is told
// with the way back.
#include "tests/views/app_stage.h"

#include <cmath>
#include <set>

#include "web/platform/input_feed.h"

using namespace rizbin;

namespace {

// Trained to the end at once.
void trained(AppStage& stage, const char* language = "en") {
  platform::set_null_option("lang", language);
  platform::set_null_option("motion", "reduce");
  stage.start();
  stage.step(3);
  REQUIRE(stage.snapshot()->step == 240);
}

ui::Rect axis() {
  const ui::Item* curves = find_item("timeline/curves");
  REQUIRE(curves != nullptr);
  return curves->rect.inset(22, 8);
}

void move(ui::Vec p) { platform::feed_move(platform::PointerKind::mouse, p.x, p.y, 1, false, {}); }

}  // namespace

TEST_CASE("timeline: a press goes to a step, a drag to step 0 and back, and the end is what it was") {
  AppStage stage;
  trained(stage);
  const auto end = stage.snapshot();
  const ui::Rect box = axis();
  const float y = box.center().y;
  move({box.x + box.w / 2, y});
  stage.step(2);
  platform::feed_button(0, true);
  stage.step(2);
  CHECK(std::abs(stage.snapshot()->step - 120) <= 1);
  CHECK(stage.snapshot()->record.last == 240);
  move({box.x - 15, y});
  stage.step(2);
  CHECK(stage.snapshot()->step == 0);
  CHECK(stage.snapshot()->picture == end->picture);
  const auto start = stage.snapshot();
  move({box.right() + 15, y});
  stage.step(2);
  platform::feed_button(0, false);
  stage.step(2);
  CHECK(stage.snapshot()->hash == end->hash);
  REQUIRE(stage.press("timeline/reset"));
  CHECK(stage.snapshot()->hash == start->hash);
  CHECK(stage.rest());
}

TEST_CASE("timeline: keys seek, what is said follows, and play runs along the record to the same end") {
  AppStage stage;
  trained(stage);
  const auto end = stage.snapshot();
  REQUIRE(ui::perform("timeline/curves", "focus", ""));
  stage.step(2);
  const auto at = [&](ui::Key key, bool shift = false) {
    stage.key(key, shift);
    return stage.snapshot()->step;
  };
  CHECK(at(ui::Key::left) == 239);
  CHECK(at(ui::Key::left, true) == 229);
  CHECK(at(ui::Key::page_down) == 219);
  CHECK(at(ui::Key::right) == 220);
  CHECK(at(ui::Key::home) == 0);
  CHECK(find_item("timeline/curves")->value.find("Step 0:") != std::string::npos);
  CHECK(find_item("timeline/curves")->now == 0);
  CHECK(find_item("timeline/curves")->max == 240);
  CHECK(at(ui::Key::left) == 0);
  REQUIRE(ui::perform("timeline/curves", "set", "100"));
  stage.step(2);
  CHECK(stage.snapshot()->step == 100);
  REQUIRE(stage.press("timeline/play"));
  CHECK(stage.app->runner().playing());
  for (int i = 0; i < 200 && stage.app->runner().playing(); ++i) stage.step();
  CHECK(stage.snapshot()->hash == end->hash);
  CHECK(stage.snapshot()->record.last == 240);
}

TEST_CASE("timeline: scrubbing pauses") {
  AppStage stage;
  stage.start();
  stage.step(20);
  REQUIRE(stage.app->runner().playing());
  REQUIRE(stage.snapshot()->step > 5);
  REQUIRE(ui::perform("timeline/curves", "adjust", "-3"));
  stage.step(2);
  CHECK(!stage.app->runner().playing());
  const int step = stage.snapshot()->step;
  stage.step(10);
  CHECK(stage.snapshot()->step == step);
}

TEST_CASE("timeline: an edit in the past is told as a branch, and its button brings the future back") {
  for (const char* language : {"en", "fa"}) {
    AppStage stage;
    trained(stage, language);
    const auto end = stage.snapshot();
    stage.apply(R"({"type":"seek_step","step":60})");
    stage.step(2);
    CHECK(find_item("notice/branch") == nullptr);
    stage.apply(R"({"type":"set_parameter","layer":0,"index":4,"value":1.5})");
    stage.step(2);
    const ui::Item* notice = find_item("notice/branch");
    REQUIRE(notice != nullptr);
    CHECK(!notice->value.empty());
    CHECK(stage.snapshot()->record.last == 60);
    CHECK(find_item("timeline/curves")->value.size() > 10);
    CHECK(cut_texts().empty());
    REQUIRE(stage.press("notice/branch/action"));
    CHECK(find_item("notice/branch") == nullptr);
    CHECK(stage.snapshot()->record.last == 240);
    REQUIRE(ui::perform("timeline/curves", "set", "240"));
    stage.step(2);
    CHECK(stage.snapshot()->hash == end->hash);
  }
}

TEST_CASE("timeline: in the sheet a finger scrubs too, and the record's memory is told") {
  AppStage stage(390, 844);
  platform::set_null_option("pointer", "coarse");
  trained(stage);
  stage.apply(R"({"type":"set_tab","tab":"train"})");
  stage.step(3);
  const ui::Rect box = axis();
  const auto touch = [&](float x) { platform::feed_move(platform::PointerKind::touch, x, box.center().y, 1, false, {}); };
  touch(box.x + box.w * 0.75f);
  platform::feed_button(0, true);
  stage.step(2);
  CHECK(std::abs(stage.snapshot()->step - 180) <= 1);
  touch(box.x + box.w * 0.25f);
  stage.step(2);
  CHECK(std::abs(stage.snapshot()->step - 60) <= 1);
  platform::feed_button(0, false);
  platform::feed_leave();
  stage.step(2);
  const ui::Item* memory = find_item("record/memory");
  REQUIRE(memory != nullptr);
  CHECK(memory->label.find("32") != std::string::npos);
}

TEST_CASE("rows: the next batch over the canvas, each row told, a press puts it on the pad, Esc goes back") {
  AppStage stage;
  trained(stage);
  stage.apply(R"({"type":"seek_step","step":2})");
  stage.apply(R"({"type":"set_tab","tab":"train"})");
  stage.step(2);
  CHECK(find_item("network") != nullptr);
  REQUIRE(stage.press("rows/open"));
  CHECK(stage.app->shell().rows);
  CHECK(find_item("network") == nullptr);
  const auto s = stage.snapshot();
  const BatchView& batch = *s->next_batch;
  float sum = 0;
  for (int i = 0; i < batch.count(); ++i) {
    const ui::Item* row = find_item("rows/" + std::to_string(i));
    REQUIRE(row != nullptr);
    CHECK(row->value == ui::fixed_text(static_cast<double>(batch.losses[static_cast<std::size_t>(i)]), 3));
    CHECK(row->rect.h >= 50);
    sum += batch.losses[static_cast<std::size_t>(i)];
  }
  CHECK(find_item("rows/mean")->value == ui::fixed_text(static_cast<double>(sum / static_cast<float>(batch.count())), 3));
  CHECK(stage.rest());

  stage.key(ui::Key::escape);
  CHECK(!stage.app->shell().rows);
  CHECK(find_item("network") != nullptr);

  REQUIRE(stage.press("rows/open"));
  REQUIRE(stage.press("rows/5"));
  CHECK(!stage.app->shell().rows);
  const auto after = stage.snapshot();
  CHECK(after->label == batch.labels[5]);
  CHECK(std::ranges::equal(after->picture, std::span(batch.pictures).subspan(5 * 81, 81)));
  CHECK(after->probabilities[0] == batch.probabilities[10]);
  CHECK(after->next_batch == s->next_batch);

  REQUIRE(stage.press("rows/open"));
  CHECK(find_item("rows/5")->selected);
  REQUIRE(stage.press("rows/step"));
  CHECK(stage.snapshot()->step == 3);
  CHECK(stage.app->shell().rows);
  CHECK(stage.snapshot()->next_batch->pictures != batch.pictures);
}

TEST_CASE("rows: nothing is cut and nothing overlaps, every size, both languages") {
  struct Window {
    float w, h;
    bool coarse;
  };
  for (const Window& window : {Window{390, 844, true}, Window{360, 740, true}, Window{820, 1180, true}, Window{1000, 700, false},
                               Window{1280, 720, false}, Window{1280, 800, false}, Window{844, 390, true}}) {
    for (const char* language : {"en", "fa"}) {
      INFO(window.w, " x ", window.h, " ", language);
      AppStage stage(window.w, window.h);
      if (window.coarse) platform::set_null_option("pointer", "coarse");
      trained(stage, language);
      stage.apply(R"({"type":"set_tab","tab":"train"})");
      stage.step(2);
      REQUIRE(stage.press("rows/open"));
      stage.step(30);
      cut_texts().clear();
      stage.step(2);
      for (const std::string& text : cut_texts()) FAIL_CHECK("cut: ", text);
      std::vector<const ui::Item*> controls;
      std::set<std::string> ids;
      for (const ui::Item& item : ui::items()) {
        CHECK_MESSAGE(ids.insert(item.id).second, "twice: ", item.id);
        if (!item.id.starts_with("rows/") || (item.actions & ui::kPress) == 0 || item.rect.empty()) continue;
        CHECK_MESSAGE(!item.label.empty(), item.id);
        controls.push_back(&item);
      }
      CHECK(ids.contains("rows/0"));
      for (std::size_t i = 0; i < controls.size(); ++i)
        for (std::size_t k = i + 1; k < controls.size(); ++k) {
          const ui::Rect both = ui::intersect(controls[i]->rect, controls[k]->rect);
          CHECK_MESSAGE((both.w <= 1 || both.h <= 1), controls[i]->id, " and ", controls[k]->id, " overlap");
        }
    }
  }
}
