// Every thing on the canvas has a stable word, and the word leads back to it.
#include <doctest/doctest.h>

#include <set>

#include "tests/views/canvas_fake.h"
#include "web/canvas/canvas.h"

using namespace rizbin;

TEST_CASE("canvas ids: the words of the contract") {
  const Snapshot s = fake::lecture12(true);
  CHECK(focus_id(s, fake::cell(0, Shape{3, 7, 7}.index(0, 3, 3))) == "conv1/map/0/cell/3,3");
  CHECK(focus_id(s, fake::cell(-1, 3 * 9 + 3)) == "input/cell/3,3");
  CHECK(focus_id(s, fake::cell(4, 4)) == "votes/4");
  Focus focus;
  focus.kind = FocusKind::parameter;
  focus.param = {0, ParamKind::weight, 4};
  CHECK(focus_id(s, focus) == "conv1/k/0/w/1,1");
  focus.param = {0, ParamKind::bias, 0};
  CHECK(focus_id(s, focus) == "conv1/k/0/bias");
  focus.param = {5, ParamKind::weight, 7};
  CHECK(focus_id(s, focus) == "dense/0/w/7");
  focus.param = {5, ParamKind::bias, 1};
  CHECK(focus_id(s, focus) == "dense/1/bias");
  CHECK(focus_from_id(s, "class/1").vote_class == 1);
}

TEST_CASE("canvas ids: there and back, all different") {
  for (const Snapshot& s : {fake::lecture12(true), fake::lecture48(), fake::deep()}) {
    std::set<std::string> seen;
    int count = 0;
    const auto check = [&](const Focus& focus) {
      const std::string id = focus_id(s, focus);
      CHECK_FALSE(id.empty());
      CHECK(focus_from_id(s, id) == focus);
      seen.insert(id);
      ++count;
    };
    for (int layer = -1; layer < static_cast<int>(s.layers.size()); ++layer) {
      const int n = layer < 0 ? s.picture_shape.size() : s.layers[static_cast<std::size_t>(layer)].out.size();
      for (int i = 0; i < n; i += 3) check(fake::cell(layer, i));
      if (layer < 0) continue;
      const LayerState& state = s.layers[static_cast<std::size_t>(layer)];
      for (int i = 0; i < static_cast<int>(state.weight.size()); i += 5) {
        Focus focus;
        focus.kind = FocusKind::parameter;
        focus.param = {layer, ParamKind::weight, i};
        check(focus);
      }
      for (int i = 0; i < static_cast<int>(state.bias.size()); ++i) {
        Focus focus;
        focus.kind = FocusKind::parameter;
        focus.param = {layer, ParamKind::bias, i};
        check(focus);
      }
    }
    CHECK(static_cast<int>(seen.size()) == count);
  }
}

TEST_CASE("canvas ids: a word that names nothing") {
  const Snapshot s = fake::lecture12();
  for (const char* id :
       {"", "conv1", "conv1/map/3/cell/0,0", "conv1/map/0/cell/7,0", "conv1/map/0/cell/-1,0", "input/cell/9,9", "votes/12",
        "class/2", "dense/0/w/12", "conv1/k/0/bias", "conv1/k/0/w/3,0", "pool9/map/0/cell/0,0", "conv1/map/0/cell/1,1x"}) {
    CHECK(focus_from_id(s, id).kind == FocusKind::none);
  }
}
