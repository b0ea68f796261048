// Focus, pins and ranges: what is lit and where it ends, two numbers side by side, what the colours are taken over.
#include <cmath>

#include "tests/views/canvas_fake.h"
#include "tests/views/canvas_machine.h"
#include "web/canvas/compare.h"
#include "web/canvas/ranges.h"
#include "web/canvas/scene.h"

using namespace rizbin;

TEST_CASE("focus: a weight lights all places it is used and the window it meets; a link its vote's field") {
  Machine page;
  const std::shared_ptr<const Snapshot> s = page.snapshot();
  const Lit weight = light(*s, focus_from_id(*s, "conv1/k/1/w/0,2"), Quantity::value);
  CHECK(weight.uses.layer == 0);
  CHECK(weight.uses.channel == 1);
  REQUIRE(weight.uses.has_window);
  // The top right weight meets the 7 × 7 pixels from row 0, column 2 on.
  CHECK(weight.uses.window.layer == -1);
  CHECK(weight.uses.window.y0 == 0);
  CHECK(weight.uses.window.y1 == 7);
  CHECK(weight.uses.window.x0 == 2);
  CHECK(weight.uses.window.x1 == 9);
  CHECK_FALSE(weight.end.empty());
  for (const CellRef& vote : weight.end) {
    CHECK(vote.layer == 4);
    CHECK(vote.index / 4 == 1);  // its own map's votes
  }
  const Lit link = light(*s, focus_from_id(*s, "dense/1/w/6"), Quantity::value);
  CHECK(link.source == CellRef{4, 6});
  REQUIRE_FALSE(link.back.empty());
  CHECK(link.back.back().layer == -1);
}

TEST_CASE("focus: the way forward ends where ReLU closes or another cell is larger") {
  Machine page;
  const std::shared_ptr<const Snapshot> s = page.snapshot();
  int closed = 0, beaten = 0, through = 0;
  for (int i = 0; i < 49; ++i) {
    const Lit lit = light(*s, fake::cell(0, i), Quantity::value);
    const bool reaches = !lit.end.empty();
    CHECK(lit.stops.empty() == reaches);
    if (reaches) {
      ++through;
      continue;
    }
    REQUIRE(lit.stops.size() == 1);
    const CellRef stop = lit.stops.front();
    if (stop.layer == 1) {
      ++closed;
      CHECK(s->layers[0].value[static_cast<std::size_t>(i)] <= 0);
    } else {
      ++beaten;
      CHECK(s->layers[static_cast<std::size_t>(stop.layer)].spec.kind == LayerKind::max_pool);
      CHECK(s->layers[static_cast<std::size_t>(stop.layer)].winner[static_cast<std::size_t>(stop.index)] !=
            (lit.forward.empty() ? i : lit.forward.back().cell.index));
    }
  }
  CHECK(closed > 0);
  CHECK(beaten > 0);
  CHECK(through > 0);
}

TEST_CASE("pins: two numbers of a kind are compared in the digits shown; Esc lets go of the second first") {
  Machine page;
  page.apply(R"({"type":"set_focus","id":"conv1/map/0/cell/3,3"})");
  page.apply(R"({"type":"set_second","id":"conv1/map/0/cell/3,2"})");
  CHECK(page.rest());
  const ui::Item* compare = find_item("compare");
  REQUIRE(compare != nullptr);
  CHECK(compare->live);
  CHECK(compare->value == "+0.88");  // 0.55 − (−0.33)
  CHECK(page.app->state_json().find(R"("second":"conv1/map/0/cell/3,2")") != std::string::npos);
  page.app->canvas().back(page.app->view());
  page.step(2);
  CHECK(page.app->view().second.kind == FocusKind::none);
  CHECK(page.focus() == "conv1/map/0/cell/3,3");
  page.app->canvas().back(page.app->view());
  page.step(2);
  CHECK(page.focus().empty());
}

TEST_CASE("pins: Shift and a click, or P and the arrows") {
  Machine page;
  const auto click = [&](const char* id, bool shift) {
    const ui::Item* item = find_item(id);
    REQUIRE(item != nullptr);
    const ui::Vec at = item->rect.center();
    platform::feed_move(platform::PointerKind::mouse, at.x, at.y, 1, false, {.shift = shift});
    page.step();
    platform::feed_button(0, true);
    page.step();
    platform::feed_button(0, false);
    page.step(3);
  };
  click("conv1/map/0/cell/3,3", false);
  CHECK(page.focus() == "conv1/map/0/cell/3,3");
  click("conv1/map/2/cell/3,3", true);
  CHECK(page.focus() == "conv1/map/0/cell/3,3");
  CHECK(focus_id(*page.snapshot(), page.app->view().second) == "conv1/map/2/cell/3,3");
  click("conv1/map/2/cell/3,3", true);  // again: let go
  CHECK(page.app->view().second.kind == FocusKind::none);

  platform::feed_leave();
  page.step(2);
  ui::set_focus("network");
  page.step(2);
  page.key(ui::Key::character, false, false, U'p');
  page.key(ui::Key::right);
  CHECK(focus_id(*page.snapshot(), page.app->view().second) == "conv1/map/0/cell/3,3");
  CHECK(page.focus() == "conv1/map/0/cell/3,4");
  CHECK(find_item("compare") != nullptr);
  CHECK(page.press("compare/drop"));
  CHECK(find_item("compare") == nullptr);
}

TEST_CASE("ranges: over the layer, the cell in focus, each map, the network") {
  const Snapshot s = fake::lecture12();
  const Focus focus = fake::cell(0, Shape{3, 7, 7}.index(1, 2, 2));
  const auto largest = [](const std::vector<float>& v, std::size_t from, std::size_t n) {
    float top = 0;
    for (std::size_t i = from; i < from + n; ++i) top = std::max(top, std::abs(v[i]));
    return top;
  };
  const Ranges layer = ranges_of(s, RangeScope::layer, focus);
  CHECK(layer.of(0, 1).value == largest(s.layers[0].value, 0, 147));
  const Ranges map = ranges_of(s, RangeScope::map, focus);
  for (int c = 0; c < 3; ++c) {
    CHECK(map.of(0, c).value == largest(s.layers[0].value, static_cast<std::size_t>(c) * 49, 49));
    CHECK(map.of(0, c).weight == largest(s.layers[0].weight, static_cast<std::size_t>(c) * 9, 9));
  }
  const Ranges cell = ranges_of(s, RangeScope::cell, focus);
  CHECK(cell.of(0, 0).value == std::abs(s.layers[0].value[static_cast<std::size_t>(focus.cell.index)]));
  CHECK(cell.of(1, 0).value == layer.of(1, 0).value);
  const Ranges network = ranges_of(s, RangeScope::network, focus);
  float top = 0;
  for (int i = 0; i < 6; ++i) top = std::max(top, layer.of(i, -1).value);
  for (int i = 0; i < 5; ++i) CHECK(network.of(i, 0).value == top);
  CHECK(network.of(-1, 0).value == 1);
  // The legend shows the figure the focused cell is coloured by.
  ViewState view;
  view.focus = focus;
  for (const RangeScope scope : {RangeScope::layer, RangeScope::cell, RangeScope::map, RangeScope::network}) {
    const Ranges ranges = ranges_of(s, scope, focus);
    CHECK(legend(s, ranges, view).range == ranges.of(0, 1).value);
  }
}

TEST_CASE("ranges: the legend asks, and remembers") {
  Machine page;
  page.apply(R"({"type":"set_focus","id":"conv1/map/0/cell/3,2"})");
  page.step(2);
  REQUIRE(page.press("legend"));
  CHECK(find_item("overlay/range/cell") != nullptr);
  REQUIRE(page.press("overlay/range/cell"));
  CHECK(page.app->view().range_scope == RangeScope::cell);
  CHECK(find_item("overlay/range/cell") == nullptr);
  CHECK(page.rest());
  CHECK(find_item("legend")->value.find("0.33") != std::string::npos);
  CHECK(page.apply(R"({"type":"set_range","range":"network"})") == R"({"ok":true})");
  CHECK(page.app->view().range_scope == RangeScope::network);
}
