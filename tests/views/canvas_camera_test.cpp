// The camera: what is under the pointer stays there, the network is never lost, flights begin and end where they should.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/views/canvas_fake.h"
#include "web/canvas/camera.h"

using namespace rizbin;

namespace {
constexpr ui::Rect kArea{280, 52, 1000, 632};
}

TEST_CASE("canvas camera: zoom keeps what is under the pointer") {
  for (const Snapshot& s : {fake::lecture12(), fake::deep()}) {
    const Stage stage = make_stage(s, Breakpoint::wide, kArea, 0);
    const Focus none;
    const CameraView view{stage, s, none, kArea};
    for (const ui::Vec point : {ui::Vec{600, 300}, ui::Vec{372, 400}, ui::Vec{1060, 250}, ui::Vec{860, 600}}) {
      Camera camera = fit_camera(stage, kArea);
      const Anchor anchor = anchor_at(view.layout(camera), point);
      for (int i = 0; i < 12; ++i) {
        camera = zoomed(view, camera, 1.25f, point);
        const ui::Vec now = anchor_point(view.layout(camera), anchor);
        CHECK(std::abs(now.x - point.x) < 1.6f);  // maps stand on whole pixels
        CHECK(std::abs(now.y - point.y) < 1.6f);
      }
      for (int i = 0; i < 14; ++i) camera = zoomed(view, camera, 1 / 1.25f, point);
      CHECK(camera.fit);
      CHECK(camera == fit_camera(stage, kArea));
    }
  }
}

TEST_CASE("canvas camera: the network is never lost") {
  const Snapshot s = fake::lecture12();
  const Stage stage = make_stage(s, Breakpoint::wide, kArea, 0);
  const Focus none;
  const CameraView view{stage, s, none, kArea};
  for (const float zoom : {1.2f, 3.0f, 30.0f, 1e6f}) {
    for (const ui::Vec by : {ui::Vec{1e5f, 0}, ui::Vec{-1e5f, 0}, ui::Vec{0, 1e5f}, ui::Vec{0, -1e5f}, ui::Vec{3e4f, -3e4f}}) {
      Camera camera = fit_camera(stage, kArea);
      camera.zoom = zoom;
      camera.fit = false;
      camera = panned(view, camera, by);
      const Layout layout = view.layout(camera);
      const ui::Rect seen = intersect(layout.bounds, kArea);
      CHECK(seen.w >= .3f * std::min(kArea.w, layout.bounds.w));
      CHECK(seen.h >= .3f * std::min(kArea.h, layout.bounds.h));
    }
  }
  // A pan moves everything by as much.
  Camera camera = fit_camera(stage, kArea);
  camera.zoom = 2;
  camera = clamped(view, camera);
  const ui::Vec before = view.layout(camera).origin;
  const ui::Vec after = view.layout(panned(view, camera, {37, -21})).origin;
  CHECK(after.x - before.x == doctest::Approx(37).epsilon(1e-3));
  CHECK(after.y - before.y == doctest::Approx(-21).epsilon(1e-3));
}

TEST_CASE("canvas camera: flights") {
  Flight flight{{500, 316, 1, true}, {290, 138, 3.43f, false}, 10, .65};
  CHECK(flight.at(10) == Camera{500, 316, 1, false});
  CHECK(flight.at(10.65) == flight.to);
  CHECK(flight.done(10.65));
  CHECK_FALSE(flight.done(10.64));
  const Camera middle = flight.at(10.325);
  CHECK(middle.zoom == doctest::Approx(std::sqrt(3.43f)).epsilon(1e-3));
  CHECK(ease_cubic(0) == 0);
  CHECK(ease_cubic(1) == 1);
  CHECK(ease_cubic(.25f) == doctest::Approx(.0625));
}

TEST_CASE("canvas camera: levels by the size of the cell") {
  CHECK(level_of(14, true) == Level::network);
  CHECK(level_of(18, false) == Level::layer);
  CHECK(level_of(22, false) == Level::map);
  CHECK(level_of(48, false) == Level::numbers);
  CHECK(level_of(144, false) == Level::arithmetic);
  CHECK(level_of(320, false) == Level::room);
  // Every cell of every network can be flown to until it fills the page.
  for (const Snapshot& s : {fake::lecture12(), fake::lecture48(), fake::deep()}) {
    const Stage stage = make_stage(s, Breakpoint::wide, kArea, 0);
    for (int layer = -1; layer < static_cast<int>(s.layers.size()) - 1; ++layer) {
      const Focus focus = fake::cell(layer, 0);
      const CameraView view{stage, s, focus, kArea};
      for (const float px : {48.0f, 144.0f, 400.0f}) {
        const Layout layout = view.layout(camera_for(view, px, 0));
        const float got = focus_cell_px(layout, s, focus);
        CHECK((got == doctest::Approx(px).epsilon(.02) || (layout.zoom == doctest::Approx(layout.fit) && got >= px * .98f)));
        const ui::Rect seen = intersect(cell_rect(layout, s, focus.cell), kArea);
        CHECK(seen.w * seen.h > 0);
      }
    }
  }
}
