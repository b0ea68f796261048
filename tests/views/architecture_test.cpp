// Edit mode, and the layout of any network: through the whole program on the null platform.
#include "tests/views/app_stage.h"

#include <algorithm>
#include <array>

#include "engine/session/session.h"
#include "web/canvas/layout.h"

namespace rizbin {
namespace {

std::vector<LayerSpec> slide() {
  return {{.kind = LayerKind::conv, .id = "conv1", .units = 3},
          {.kind = LayerKind::relu, .id = "relu1"},
          {.kind = LayerKind::conv, .id = "conv2", .units = 4},
          {.kind = LayerKind::relu, .id = "relu2"},
          {.kind = LayerKind::max_pool, .id = "pool1", .stride = 2},
          {.kind = LayerKind::conv, .id = "conv3", .units = 4, .same = true},
          {.kind = LayerKind::relu, .id = "relu3"},
          {.kind = LayerKind::max_pool, .id = "pool2", .stride = 2},
          {.kind = LayerKind::flatten, .id = "votes"},
          {.kind = LayerKind::dense, .id = "dense", .units = 2}};
}

bool inside(const ui::Rect& outer, const ui::Rect& r) {
  return r.x >= outer.x - 1 && r.y >= outer.y - 1 && r.right() <= outer.right() + 1 && r.bottom() <= outer.bottom() + 1;
}

TEST_CASE("any network at fit: everything in sight, nothing over anything else") {
  struct Area {
    Breakpoint breakpoint;
    ui::Rect area;
  };
  const std::array<Area, 3> areas{
      {{Breakpoint::wide, {280, 52, 1000, 632}}, {Breakpoint::tablet, {0, 52, 820, 700}}, {Breakpoint::phone, {0, 52, 390, 316}}}};
  for (const std::string_view network : {"lecture12", "lecture48", "slide", "digits"}) {
    Session session(network == "slide" ? "free" : network);
    if (network == "slide") REQUIRE(session.apply(SetArchitecture{slide()}));
    const auto s = session.snapshot();
    for (const Area& at : areas) {
      CAPTURE(network);
      CAPTURE(at.area.w);
      const Stage stage = make_stage(*s, at.breakpoint, at.area, 0);
      const Layout layout = project(stage, *s, fit_camera(stage, at.area), {}, at.area);
      CHECK(layout.whole);
      std::vector<ui::Rect> boxes;
      for (const MapBox& map : layout.maps) boxes.push_back(map.rect);
      for (const KernelBox& kernel : layout.kernels) boxes.push_back(kernel.rect);
      for (const PillBox& pill : layout.pills) boxes.push_back(pill.rect);
      for (const ClassBox& box : layout.classes) boxes.push_back({box.rect.x, box.rect.y, box.rect.w, 20});
      int outside = 0, over = 0;
      for (std::size_t i = 0; i < boxes.size(); ++i) {
        outside += inside(at.area, boxes[i]) ? 0 : 1;
        for (std::size_t j = 0; j < i; ++j) {
          const ui::Rect both = ui::intersect(boxes[i], boxes[j]);
          over += both.w > .6f && both.h > .6f ? 1 : 0;
        }
      }
      CHECK(outside == 0);
      CHECK(over == 0);
      for (const ColumnBox& column : layout.columns) {
        CHECK(column.title_y > at.area.y + 10);
        for (const ui::Rect& box : boxes)
          if (box.x < column.x1 && box.right() > column.x0)
            CHECK(box.y > column.shape_y + (at.breakpoint == Breakpoint::phone ? -8.0f : 2.0f));
      }
    }
  }
}

void start(AppStage& stage, std::string_view preset) {
  platform::set_null_option("motion", "reduce");
  stage.start();
  stage.step(3);
  stage.apply(std::string(R"({"type":"load_network","preset":")") + std::string(preset) + "\"}");
  stage.step(3);
}

TEST_CASE("the slide's stack is built layer by layer on the canvas, and undone") {
  AppStage stage;
  start(stage, "free");
  const std::uint64_t before = stage.snapshot()->hash;
  stage.key(ui::Key::character, false, false, U'a');
  stage.step(3);
  REQUIRE(find_item("arch/gap/0") != nullptr);
  // conv ReLU pool pool → conv ReLU conv ReLU pool conv ReLU pool
  REQUIRE(stage.press("arch/gap/2"));
  REQUIRE(stage.press("arch/add/conv"));
  stage.step(2);
  CHECK(stage.snapshot()->layers[2].spec.id == "conv2");
  REQUIRE(find_item("arch/layer/conv2/output") != nullptr);
  CHECK(find_item("arch/layer/conv2/output")->value.find("7 \u2212 3 + 1 = 5") != std::string::npos);
  CHECK(find_item("arch/layer/conv2/parameters")->value.find("3 \u00D7 3 \u00D7 3 \u00D7 3 + 3 = 84") != std::string::npos);
  REQUIRE(stage.press("arch/layer/conv2/window/5"));
  stage.step(2);
  CHECK(find_item("arch/layer/conv2/output")->value.find("7 \u2212 5 + 1 = 3") != std::string::npos);
  CHECK(find_item("arch/layer/conv2/parameters")->value.find("3 \u00D7 5 \u00D7 5 \u00D7 3 + 3 = 228") != std::string::npos);
  REQUIRE(stage.press("arch/layer/conv2/window/3"));
  REQUIRE(stage.press("arch/gap/3"));
  REQUIRE(stage.press("arch/add/relu"));
  REQUIRE(stage.press("arch/gap/5"));
  REQUIRE(stage.press("arch/add/conv"));
  stage.step(2);
  REQUIRE(stage.press("arch/gap/6"));
  REQUIRE(stage.press("arch/add/relu"));
  stage.step(3);
  std::vector<LayerKind> kinds;
  for (const LayerState& layer : stage.snapshot()->layers) kinds.push_back(layer.spec.kind);
  const std::vector<LayerKind> wanted{LayerKind::conv,     LayerKind::relu, LayerKind::conv, LayerKind::relu,
                                      LayerKind::max_pool, LayerKind::conv, LayerKind::relu, LayerKind::max_pool,
                                      LayerKind::flatten,  LayerKind::dense};
  // 9 → 7 → 5 → 3 → 1: the second pooling no longer fits, so the draft waits to be mended.
  REQUIRE(find_item("arch/misfit") != nullptr);
  REQUIRE(find_item("arch/repair/keep_size") == nullptr);  // the layer that does not fit is a pooling
  CHECK(kinds != wanted);
  REQUIRE(stage.press("arch/layer/conv3"));
  if (find_item("arch/layer/conv3/padding/same") == nullptr) REQUIRE(stage.press("arch/layer/conv3"));
  REQUIRE(stage.press("arch/layer/conv3/padding/same"));
  stage.step(3);
  CHECK(find_item("arch/misfit") == nullptr);
  kinds.clear();
  for (const LayerState& layer : stage.snapshot()->layers) kinds.push_back(layer.spec.kind);
  CHECK(kinds == wanted);
  CHECK(stage.snapshot()->preset == "own");

  // Two filters change places from the canvas.
  REQUIRE(stage.press("arch/layer/conv1"));
  const std::vector<float> weights = stage.snapshot()->layers[0].weight;
  REQUIRE(stage.press("arch/layer/conv1/filter/0/down"));
  CHECK(stage.snapshot()->layers[0].weight != weights);

  stage.key(ui::Key::escape);
  stage.key(ui::Key::escape);
  CHECK(find_item("arch/done") == nullptr);
  for (int i = 0; i < 20 && stage.snapshot()->hash != before; ++i) {
    stage.apply(R"({"type":"undo"})");
    stage.step();
  }
  CHECK(stage.snapshot()->hash == before);
}

TEST_CASE("what does not fit: the repair comes first, training waits, nothing is applied") {
  AppStage stage;
  start(stage, "free");
  stage.key(ui::Key::character, false, false, U'a');
  const std::uint64_t before = stage.snapshot()->hash;
  REQUIRE(stage.press("arch/gap/4"));
  REQUIRE(stage.press("arch/add/conv"));
  stage.step(2);
  CHECK(stage.snapshot()->hash == before);
  REQUIRE(find_item("arch/misfit") != nullptr);
  CHECK(find_item("arch/misfit")->label.find("2\u00D72") != std::string::npos);
  REQUIRE(find_item("arch/repair/undo") != nullptr);
  REQUIRE(find_item("arch/repair/keep_size") != nullptr);
  static_cast<void>(ui::perform("timeline/play", "press", ""));
  stage.step(3);
  CHECK(stage.snapshot()->step == 0);
  REQUIRE(stage.press("arch/repair/keep_size"));
  stage.step(2);
  CHECK(find_item("arch/misfit") == nullptr);
  CHECK(stage.snapshot()->layers[4].spec.same);
}

TEST_CASE("edit mode and the digits leave no text cut, in both languages and at every width") {
  for (const auto& [w, h] : {std::pair{1280.0f, 800.0f}, {820.0f, 1180.0f}, {390.0f, 844.0f}}) {
    for (const char* language : {"en", "fa"}) {
      AppStage stage(w, h);
      platform::set_null_option("lang", language);
      start(stage, "digits");
      CAPTURE(w);
      CAPTURE(language);
      stage.step(3);
      CHECK(find_item("examples/digit_7") != nullptr);
      cut_texts().clear();
      stage.key(ui::Key::character, false, false, U'a');
      stage.step(3);
      for (const char* id : {"arch/layer/conv2", "arch/layer/pool1", "arch/layer/relu1", "arch/layer/dense", "arch/gap/1"}) {
        REQUIRE(stage.press(id));
        stage.step(2);
      }
      for (const std::string& text : cut_texts()) { CHECK_MESSAGE(text.empty(), "cut: " << text); }
      const ui::Rect window{0, 0, w, h};
      for (const ui::Item& item : ui::items())
        if (item.id.starts_with("arch/")) CHECK_MESSAGE(inside(window, item.rect), item.id);
    }
  }
}

}  // namespace
}  // namespace rizbin
