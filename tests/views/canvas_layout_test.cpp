// The layout is the design's at fit, keeps every network inside its stage, and is a pure function of camera and focus.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/views/canvas_fake.h"
#include "web/canvas/camera.h"
#include "web/canvas/layout.h"

using namespace rizbin;

namespace {

constexpr ui::Rect kStageArea{280, 52, 1000, 632};

Layout at_fit(const Snapshot& s, const ui::Rect& area, Breakpoint breakpoint, float strip = 0) {
  const Stage stage = make_stage(s, breakpoint, area, strip);
  return project(stage, s, fit_camera(stage, area), {}, area);
}

}  // namespace

TEST_CASE("canvas layout: the lecture's machine at fit stands where the design puts it") {
  const Snapshot s = fake::lecture12();
  const Layout layout = at_fit(s, kStageArea, Breakpoint::wide);
  CHECK(layout.fit == doctest::Approx(1).epsilon(1e-4));
  const float x = kStageArea.x, y = kStageArea.y;
  const float columns[] = {34, 268, 404, 540, 652, 762, 872};
  const float cells[] = {13, 14, 14, 18, 28};
  REQUIRE(layout.columns.size() == 7);
  for (int i = 0; i < 7; ++i)
    CHECK(layout.columns[static_cast<std::size_t>(i)].x0 - x == doctest::Approx(columns[i]).epsilon(1e-3));
  for (int layer = -1; layer < 4; ++layer) {
    REQUIRE(layout.map(layer, 0) != nullptr);
    CHECK(layout.map(layer, 0)->cell == doctest::Approx(cells[layer + 1]));
  }
  const float rows[] = {138, 342, 546};
  for (int row = 0; row < 3; ++row) {
    for (int layer = 0; layer < 4; ++layer)
      CHECK(layout.map(layer, row)->rect.center().y - y == doctest::Approx(rows[row]).epsilon(2e-3));
    CHECK(layout.kernel(0, row, 0)->rect.center().y - y == doctest::Approx(rows[row]).epsilon(5e-3));
  }
  CHECK(layout.map(-1, 0)->rect.center().y - y == doctest::Approx(342).epsilon(2e-3));
  CHECK(layout.kernel(0, 0, 0)->rect.x - x == doctest::Approx(193));
  CHECK(layout.kernel(0, 0, 0)->cell == doctest::Approx(11));
  const PillBox* pill = layout.pill(4, 0);
  REQUIRE(pill != nullptr);
  CHECK(pill->rect.w == doctest::Approx(44));
  CHECK(pill->rect.h == doctest::Approx(25));
  CHECK(layout.pill(4, 1)->rect.y - pill->rect.bottom() == doctest::Approx(2).epsilon(1e-2));
  CHECK(layout.pill(4, 4)->rect.y - layout.pill(4, 3)->rect.bottom() == doctest::Approx(12).epsilon(1e-2));
  CHECK(pill->rect.y - y == doctest::Approx(170).epsilon(5e-3));
  CHECK(layout.classes[0].anchor.y - y == doctest::Approx(246).epsilon(2e-3));
  CHECK(layout.classes[1].anchor.y - y == doctest::Approx(430).epsilon(2e-3));
  CHECK(layout.columns[1].title_y - y == doctest::Approx(34));
  CHECK(layout.columns[1].shape_y - y == doctest::Approx(51));
  CHECK(layout.columns[1].parameters_y - y == doctest::Approx(66));
  CHECK(layout.gutters.size() == 2);
  CHECK(layout.gutters[0].h == doctest::Approx(86).epsilon(2e-2));
  CHECK(layout.whole);
}

TEST_CASE("canvas layout: the strip for the chain rule") {
  const Layout layout = at_fit(fake::lecture12(), kStageArea, Breakpoint::wide, 1);
  const float rows[] = {134, 264, 394};
  for (int row = 0; row < 3; ++row)
    CHECK(layout.map(1, row)->rect.center().y - kStageArea.y == doctest::Approx(rows[row]).epsilon(5e-3));
  CHECK(layout.map(0, 2)->rect.bottom() < kStageArea.y + 460);
}

TEST_CASE("canvas layout: phone and tablet as their mockups") {
  const Layout phone = at_fit(fake::lecture12(), {0, 52, 390, 316}, Breakpoint::phone);
  CHECK(phone.map(0, 0)->rect.x == doctest::Approx(96).epsilon(.03));
  CHECK(phone.map(0, 0)->rect.center().y == doctest::Approx(150).epsilon(.02));
  CHECK(phone.map(0, 2)->rect.center().y == doctest::Approx(322).epsilon(.02));
  CHECK(phone.columns[1].parameters_y == 0);
  const Layout tablet = at_fit(fake::lecture12(true), {0, 52, 820, 700}, Breakpoint::tablet);
  CHECK(tablet.map(0, 0)->rect.x == doctest::Approx(205).epsilon(.02));
  CHECK(tablet.map(0, 0)->rect.center().y == doctest::Approx(216).epsilon(.02));
  CHECK(tablet.map(0, 1)->rect.center().y == doctest::Approx(428).epsilon(.02));
}

TEST_CASE("canvas layout: every network fits its window, nothing overlaps") {
  const Snapshot networks[] = {fake::lecture12(), fake::lecture48(), fake::deep()};
  const ui::Rect areas[] = {{280, 52, 1000, 632}, {280, 52, 2280, 1272}, {64, 52, 900, 500}, {0, 52, 390, 372}, {0, 52, 820, 700}};
  for (const Snapshot& s : networks) {
    for (const ui::Rect& area : areas) {
      const Breakpoint breakpoint = area.w < 600 ? Breakpoint::phone : area.w < 900 ? Breakpoint::tablet : Breakpoint::wide;
      const Layout layout = at_fit(s, area, breakpoint);
      CHECK(layout.whole);
      for (std::size_t i = 1; i < layout.columns.size(); ++i) CHECK(layout.columns[i].x0 > layout.columns[i - 1].x1);
      for (const MapBox& map : layout.maps) {
        CHECK(map.rect.y >= area.y - 1);
        CHECK(map.rect.bottom() <= area.bottom() + 1);
      }
      for (std::size_t i = 1; i < layout.maps.size(); ++i) {
        const ui::Rect both = intersect(layout.maps[i].rect, layout.maps[i - 1].rect);
        CHECK(both.w * both.h < 1e-3f);
      }
      for (const PillBox& pill : layout.pills) {
        CHECK(pill.rect.y >= area.y - 1);
        CHECK(pill.rect.bottom() <= area.bottom() + 1);
      }
      for (const KernelBox& kernel : layout.kernels) {
        const MapBox* map = layout.map(kernel.layer, kernel.out);
        REQUIRE(map != nullptr);
        CHECK(kernel.rect.right() <= map->rect.x + 1 + (map->rect.x - layout.map(kernel.layer, 0)->rect.x));
      }
    }
  }
}

TEST_CASE("canvas layout: zoomed to numbers as the design's picture") {
  const Snapshot s = fake::lecture12();
  const Stage stage = make_stage(s, Breakpoint::wide, kStageArea, 0);
  const Focus focus = fake::cell(0, Shape{3, 7, 7}.index(0, 3, 3));
  const CameraView view{stage, s, focus, kStageArea};
  const Layout layout = view.layout(camera_for(view, 48, 158));
  CHECK(layout.map(0, 0)->cell == doctest::Approx(48).epsilon(1e-3));
  CHECK(layout.map(-1, 0)->cell == doctest::Approx(36.2).epsilon(5e-3));
  CHECK(layout.map(-1, 0)->rect.x == doctest::Approx(312).epsilon(1e-2));
  CHECK(layout.map(0, 0)->rect.x == doctest::Approx(816).epsilon(5e-3));
  CHECK(layout.map(1, 0)->rect.x == doctest::Approx(1224).epsilon(5e-3));
  CHECK(layout.kernel(0, 0, 0)->cell == doctest::Approx(21.7).epsilon(1e-2));
  // The picture has slid up to face the map, so the patch is in sight.
  CHECK(layout.map(-1, 0)->rect.center().y == doctest::Approx(layout.map(0, 0)->rect.center().y).epsilon(5e-3));
  CHECK(layout.map(0, 0)->rect.center().y == doctest::Approx(340).epsilon(1e-2));
  CHECK_FALSE(layout.whole);
}

TEST_CASE("canvas layout: a cell is found where it stands") {
  for (const Snapshot& s : {fake::lecture12(true), fake::deep()}) {
    const Layout layout = at_fit(s, {0, 0, 1600, 1000}, Breakpoint::wide);
    for (int layer = -1; layer < static_cast<int>(s.layers.size()) - 1; ++layer) {
      const int n = layer < 0 ? s.picture_shape.size() : s.layers[static_cast<std::size_t>(layer)].out.size();
      for (int i = 0; i < n; i += 7) {
        const ui::Rect rect = cell_rect(layout, s, {layer, i});
        REQUIRE_FALSE(rect.empty());
        const Focus hit = hit_test(layout, s, rect.center(), 0);
        CHECK(hit.kind == FocusKind::cell);
        CHECK(hit.cell == CellRef{layer, i});
      }
    }
    for (int i = 0; i < static_cast<int>(s.layers[0].weight.size()); ++i) {
      const ParamRef param{0, ParamKind::weight, i};
      CHECK(hit_test(layout, s, param_rect(layout, s, param).center(), 0).param == param);
    }
  }
  const Snapshot s = fake::lecture12(true);
  const Layout layout = at_fit(s, kStageArea, Breakpoint::wide);
  for (int i = 0; i < 3; ++i) {
    const ParamRef bias{0, ParamKind::bias, i};
    CHECK(hit_test(layout, s, param_rect(layout, s, bias).center(), 0).param == bias);
  }
  const ParamRef dense_bias{5, ParamKind::bias, 1};
  CHECK(hit_test(layout, s, param_rect(layout, s, dense_bias).center(), 0).param == dense_bias);
  CHECK(hit_test(layout, s, layout.classes[1].rect.center(), 0).vote_class == 1);
  // A weight's link, away from where links cross.
  const Link link = dense_link(layout, s, 5, 0, 0);
  const Focus on_link = hit_test(layout, s, link_point(link, .3f), 0);
  CHECK(on_link.kind == FocusKind::parameter);
  CHECK(on_link.param == ParamRef{5, ParamKind::weight, 0});
  CHECK(hit_test(layout, s, {285, 60}, 0).kind == FocusKind::none);
  // A finger beside a map takes its nearest cell.
  const ui::Rect corner = cell_rect(layout, s, {1, 0});
  CHECK(hit_test(layout, s, {corner.x - 9, corner.y + 3}, 16).cell == CellRef{1, 0});
}
