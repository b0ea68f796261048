// The room of everything: each kind of thing can be zoomed to until it is the page, by camera, wheel and keys, and left again.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/layers/explain.h"
#include "tests/views/canvas_fake.h"
#include "tests/views/canvas_machine.h"
#include "web/canvas/camera.h"
#include "web/canvas/neighbours.h"
#include "web/views/layout.h"

using namespace rizbin;

namespace {

constexpr ui::Rect kArea{280, 52, 1000, 632};
constexpr const char* kThings[] = {"input/cell/3,3",
                                   "conv1/map/0/cell/3,3",
                                   "conv1/k/1/w/0,2",
                                   "relu1/map/2/cell/6,6",
                                   "pool2/map/1/cell/1,1",
                                   "votes/4",
                                   "dense/0/w/7",
                                   "dense/1/w/0",
                                   "class/0",
                                   "class/1"};

}  // namespace

TEST_CASE("room: everything has one, and lets go again") {
  for (const bool phone : {false, true}) {
    for (const char* preset : {"lecture12", "free"}) {
      Machine page(phone ? 390 : 1280, phone ? 844 : 800, preset);
      std::vector<std::string> things(std::begin(kThings), std::end(kThings));
      if (std::string(preset) == "free") things.insert(things.end(), {"conv1/k/0/bias", "dense/0/bias"});
      for (const std::string& id : things) {
        if (focus_from_id(*page.snapshot(), id).kind == FocusKind::none) continue;
        INFO(preset, " ", id, phone ? " phone" : "");
        page.look(id, 400);
        CHECK(page.level() == "room");
        CHECK(page.focus() == id);
        for (int i = 0; i < 4 && !page.app->view().camera.fit; ++i) {
          page.app->canvas().back(page.app->view());
          CHECK(page.rest());
        }
        CHECK(page.app->view().camera.fit);
        CHECK(page.level() == "network");
        CHECK(page.focus() == id);
      }
    }
  }
}

TEST_CASE("room: the wheel brings whatever is under the pointer to the page, and back to where it was") {
  for (const char* id :
       {"conv1/map/0/cell/3,3", "input/cell/0,8", "conv1/k/1/w/1,1", "votes/11", "pool2/map/2/cell/1,0", "class/1"}) {
    INFO(id);
    Machine page;
    const ui::Item* item = find_item(id);
    REQUIRE(item != nullptr);
    const ui::Vec at = item->rect.center();
    platform::feed_move(platform::PointerKind::mouse, at.x, at.y, 1, false, {});
    page.step(2);
    int turns = 0;
    for (; turns < 60 && page.level() != "room"; ++turns) {
      platform::feed_wheel(0, -60);
      page.step();
    }
    CHECK(page.rest());
    CHECK(page.level() == "room");
    CHECK(page.focus() == id);
    // On and on: the same page.
    for (int i = 0; i < 20; ++i) {
      platform::feed_wheel(0, -60);
      page.step();
    }
    CHECK(page.rest());
    CHECK(page.focus() == id);
    for (int i = 0; i < 90 && !page.app->view().camera.fit; ++i) {
      platform::feed_wheel(0, 60);
      page.step();
    }
    CHECK(page.rest());
    CHECK(page.app->view().camera.fit);
  }
}

TEST_CASE("room: its size is steady, the panel makes room and comes back") {
  Machine page;
  const ui::Rect before = find_item("network")->rect;
  page.look("conv1/map/0/cell/3,3", 400);
  const ui::Item* network = find_item("network");
  REQUIRE(network != nullptr);
  CHECK(network->rect.x == doctest::Approx(ui::kRail));
  CHECK(find_item("rail/draw") != nullptr);
  CHECK(find_item("pad") == nullptr);
  CHECK(page.level() == "room");
  page.press("rail/train");
  CHECK(page.rest());
  CHECK(find_item("tabs/train") != nullptr);
  CHECK(page.level() == "room");
  page.press("rail/train");
  CHECK(page.rest());
  page.app->canvas().fit();
  CHECK(page.rest());
  CHECK(find_item("network")->rect == before);
  CHECK(find_item("rail/draw") == nullptr);
}

TEST_CASE("room: keys turn the pages of a matrix and stop where it ends") {
  Machine page;
  page.look("dense/0/w/3", 400);
  ui::set_focus("network");
  page.step(2);
  page.key(ui::Key::right);
  CHECK(page.rest());
  CHECK(page.focus() == "dense/0/w/4");
  CHECK(page.level() == "room");
  page.key(ui::Key::down);
  CHECK(page.rest());
  CHECK(page.focus() == "dense/1/w/4");
  page.key(ui::Key::down);
  CHECK(page.rest());
  CHECK(page.focus() == "dense/1/w/4");
}

TEST_CASE("room: neighbours") {
  const Snapshot s = fake::lecture12(true);
  const auto of = [&](const char* id, int dy, int dx) { return focus_id(s, neighbour(s, focus_from_id(s, id), dy, dx)); };
  CHECK(of("conv1/map/0/cell/3,3", -1, 0) == "conv1/map/0/cell/2,3");
  CHECK(of("conv1/map/0/cell/0,3", -1, 0).empty());
  CHECK(of("conv1/map/0/cell/0,6", 0, 1).empty());
  CHECK(of("conv1/k/1/w/0,2", 1, 0) == "conv1/k/1/w/1,2");
  CHECK(of("conv1/k/1/w/0,2", 0, 1).empty());
  CHECK(of("conv1/k/1/w/2,2", 1, 0).empty());
  CHECK(of("conv1/k/0/bias", 1, 0) == "conv1/k/1/bias");
  CHECK(of("votes/11", 1, 0).empty());
  CHECK(of("votes/10", 1, 0) == "votes/11");
  CHECK(of("dense/0/w/11", 0, 1).empty());
  CHECK(of("dense/0/w/11", 1, -1) == "dense/1/w/10");
  CHECK(of("class/0", 1, 0) == "class/1");
  CHECK(of("class/1", 1, 0).empty());
}

TEST_CASE("room: every size grows with the zoom without a jump, in every network") {
  for (const Snapshot& s : {fake::lecture12(true), fake::lecture48(), fake::deep()}) {
    const Stage stage = make_stage(s, Breakpoint::wide, kArea, 0);
    std::vector<Focus> things{fake::cell(-1, 0), fake::cell(0, 1)};
    for (const char* id : {"conv1/k/0/w/0,0", "conv1/k/0/bias", "conv2/k/3/2/w/1,1", "votes/0", "dense/0/w/1", "dense/1/bias",
                           "class/1", "dense1/5", "dense1/3/w/2", "dense1/2/bias"}) {
      const Focus focus = focus_from_id(s, id);
      if (focus.kind != FocusKind::none) things.push_back(focus);
    }
    for (const Focus& thing : things) {
      INFO(focus_id(s, thing));
      const CameraView view{stage, s, thing, kArea};
      Camera camera = fit_camera(stage, kArea);
      camera.fit = false;
      float last = 0;
      const float end = largest_zoom(stage, fit_zoom(stage, kArea));
      for (; camera.zoom <= end; camera.zoom *= 1.05f) {
        const float px = focus_cell_px(view.layout(camera), s, thing);
        CHECK(px >= last * .999f);
        if (last > 0) CHECK(px <= last * 1.09f);
        last = px;
      }
      CHECK(last > 400);
      const Layout there = view.layout(camera_for(view, 400, 0));
      CHECK(focus_cell_px(there, s, thing) == doctest::Approx(400).epsilon(.01));
      CHECK(focus_rect(there, s, thing).contains(kArea.center()));
    }
  }
}

TEST_CASE("room: what feeds the focused thing faces it, through every column") {
  const Snapshot s = fake::deep();
  const Stage stage = make_stage(s, Breakpoint::wide, kArea, 0);
  const Focus focus = fake::cell(3, Shape{16, 14, 14}.index(11, 7, 7));
  const CameraView view{stage, s, focus, kArea};
  const Layout there = view.layout(camera_for(view, 48, 158));
  const float y = there.map(3, 11)->rect.center().y;
  // One of the eight pooled maps stands at its height, and with it the same map of the layers it came through.
  int facing = -1;
  for (int c = 0; c < 8; ++c) {
    if (std::abs(there.map(2, c)->rect.center().y - y) < 1) facing = c;
  }
  REQUIRE(facing >= 0);
  CHECK(there.map(1, facing)->rect.center().y == doctest::Approx(y).epsilon(1e-3));
  CHECK(there.map(0, facing)->rect.center().y == doctest::Approx(y).epsilon(1e-3));
  CHECK(there.map(-1, 0)->rect.center().y == doctest::Approx(y).epsilon(1e-3));
  // It is the channel that brings the most.
  const Explanation e = explain(s, focus.cell);
  std::array<float, 8> shares{};
  for (const Term& term : e.terms) shares[static_cast<std::size_t>(term.channel)] += std::abs(term.product);
  CHECK(facing == std::ranges::max_element(shares) - shares.begin());
  // At fit nothing slides, whatever the window's size.
  const Layout fit = view.layout(fit_camera(stage, kArea));
  const Layout rest = project(stage, s, fit_camera(stage, kArea), {}, kArea);
  for (std::size_t i = 0; i < fit.maps.size(); ++i) CHECK(fit.maps[i].rect == rest.maps[i].rect);
}
