// t inside a step as arithmetic: how many positions there are, how one goes on, back and to any place; what waits and what changes.
#include "web/canvas/moment.h"

#include <doctest/doctest.h>

#include "tests/views/canvas_fake.h"

using namespace rizbin;

namespace {

int steps_to_the_end(const Snapshot& s, Moment m, MomentUnit unit) {
  int n = 0;
  while (const std::optional<Moment> next = moment_next(s, m, unit)) {
    m = *next;
    if (++n > 1000000) break;
  }
  return n;
}

}  // namespace

TEST_CASE("moment: positions of the lecture's machine") {
  const Snapshot s = fake::lecture12(true);
  const int L = static_cast<int>(s.layers.size());
  CHECK(moment_layers(s, StepStage::forward).size() == 7);  // six layers and the softmax
  CHECK(moment_count(s, StepStage::forward, 0) == 147);
  CHECK(moment_count(s, StepStage::forward, 2) == 48);
  CHECK(moment_count(s, StepStage::forward, L) == 2);
  CHECK(moment_count(s, StepStage::forward, -1) == 0);  // the picture is given
  CHECK(moment_count(s, StepStage::loss, L) == 1);
  CHECK(moment_layers(s, StepStage::backward).front() == L - 1);
  CHECK(moment_layers(s, StepStage::backward).back() == -1);
  CHECK(moment_count(s, StepStage::backward, -1) == 81);
  CHECK(moment_layers(s, StepStage::update) == std::vector<int>{0, L - 1});
  CHECK(moment_count(s, StepStage::update, 0) == 27 + 3);
  CHECK(moment_count(s, StepStage::update, L - 1) == 24 + 2);
}

TEST_CASE("moment: cell by cell every position comes once, and back again") {
  for (const Snapshot& s : {fake::lecture12(true), fake::lecture48()}) {
    int positions = 0;
    for (const StepStage stage : kStages)
      for (const int layer : moment_layers(s, stage)) positions += moment_count(s, stage, layer);
    const Moment first = moment_first(s, StepStage::forward);
    CHECK(steps_to_the_end(s, first, MomentUnit::cell) == positions - 1);
    Moment m = first;
    while (const std::optional<Moment> next = moment_next(s, m, MomentUnit::cell)) {
      CHECK(moment_previous(s, *next, MomentUnit::cell) == m);
      m = *next;
    }
    CHECK(m == moment_last(s, StepStage::update));
    CHECK(moment_previous(s, first, MomentUnit::cell) == first);
  }
}

TEST_CASE("moment: by layer and by stage one comes to their ends") {
  const Snapshot s = fake::lecture12();
  const int L = static_cast<int>(s.layers.size());
  Moment m{StepStage::forward, 0, 25};
  m = *moment_next(s, m, MomentUnit::layer);
  CHECK(m == Moment{StepStage::forward, 0, 147});
  m = *moment_next(s, m, MomentUnit::layer);
  CHECK(m == Moment{StepStage::forward, 1, 147});
  CHECK(moment_previous(s, m, MomentUnit::layer) == Moment{StepStage::forward, 0, 147});
  m = *moment_next(s, m, MomentUnit::stage);
  CHECK(m == Moment{StepStage::forward, L, 2});
  m = *moment_next(s, m, MomentUnit::stage);
  CHECK(m == Moment{StepStage::loss, L, 1});
  m = *moment_next(s, m, MomentUnit::stage);
  CHECK(m == Moment{StepStage::backward, -1, 81});
  m = *moment_next(s, m, MomentUnit::stage);
  CHECK(m == moment_last(s, StepStage::update));
  CHECK_FALSE(moment_next(s, m, MomentUnit::stage).has_value());
  CHECK(moment_previous(s, m, MomentUnit::stage) == moment_last(s, StepStage::backward));
}

TEST_CASE("moment: seeking on a lane and back is the same place") {
  for (const Snapshot& s : {fake::lecture12(true), fake::deep()}) {
    for (const StepStage stage : kStages) {
      for (const int layer : moment_layers(s, stage)) {
        const int n = moment_count(s, stage, layer);
        for (int index = 1; index <= n; index += std::max(1, n / 50)) {
          const Moment m{stage, layer, index};
          CHECK(moment_at_layer(s, stage, moment_share(s, m)) == m);
          const MomentMap map = moment_map(s, m);
          CHECK(map.first + map.at == index);
          CHECK(moment_at_cell(s, m, (map.at - .5) / map.size) == m);
        }
      }
      CHECK(moment_at_layer(s, stage, 0) == moment_first(s, stage));
      CHECK(moment_at_layer(s, stage, 1) == moment_last(s, stage));
    }
    CHECK(moment_at_stage(s, 0) == moment_first(s, StepStage::forward));
    CHECK(moment_at_stage(s, 1) == moment_last(s, StepStage::update));
    CHECK(moment_at_stage(s, .3).stage == StepStage::loss);
  }
}

TEST_CASE("moment: cell 25 of 49 is row 4, column 4 of the first map") {
  const Snapshot s = fake::lecture12();
  const Moment m{StepStage::forward, 0, 25};
  const MomentMap map = moment_map(s, m);
  CHECK(map.map == 0);
  CHECK(map.maps == 3);
  CHECK(map.at == 25);
  CHECK(map.size == 49);
  CHECK(map.row == 7);
  const Place place = place_of(s.layers[0].out, moment_cell(s, m).index);
  CHECK(place.y == 3);
  CHECK(place.x == 3);
  CHECK(moment_map(s, {StepStage::forward, 0, 50}).map == 1);
}

TEST_CASE("moment: what is not written yet waits, in every stage") {
  const Snapshot s = fake::lecture12();
  const int L = static_cast<int>(s.layers.size());
  const Moment forward{StepStage::forward, 0, 25};
  CHECK_FALSE(moment_pending(s, forward, false, {-1, 80}));  // the picture is there
  CHECK_FALSE(moment_pending(s, forward, false, {0, 24}));
  CHECK(moment_pending(s, forward, false, {0, 25}));
  CHECK(moment_pending(s, forward, false, {1, 0}));
  CHECK(moment_pending(s, forward, false, {L, 0}));
  CHECK(moment_pending(s, forward, true, {0, 0}));  // no gradient before backward
  CHECK(moment_pending_weights(s, forward, true, L - 1));
  CHECK_FALSE(moment_pending_weights(s, forward, false, 0));
  const Moment back{StepStage::backward, 2, 10};
  CHECK_FALSE(moment_pending(s, back, false, {L, 1}));
  CHECK_FALSE(moment_pending(s, back, true, {L - 1, 1}));
  CHECK_FALSE(moment_pending(s, back, true, {2, 9}));
  CHECK(moment_pending(s, back, true, {2, 10}));
  CHECK(moment_pending(s, back, true, {0, 0}));
  CHECK(moment_pending(s, back, true, {-1, 0}));
  CHECK_FALSE(moment_pending_weights(s, back, true, L - 1));
  CHECK(moment_pending_weights(s, back, true, 0));
  CHECK_FALSE(moment_pending(s, {}, true, {0, 0}));
  CHECK_FALSE(moment_pending(s, {StepStage::update, 0, 1}, true, {-1, 0}));
}

TEST_CASE("moment: the update moves each parameter against its slope, locked ones not") {
  Snapshot s = fake::lecture12(true);
  const int L = static_cast<int>(s.layers.size());
  s.learning_rate = .5f;
  s.layers[0].locked_weight.assign(27, 0);
  s.layers[0].locked_weight[3] = 1;
  const Snapshot moved = moment_moved(s, {StepStage::update, 0, 5});
  for (std::size_t i = 0; i < 27; ++i) {
    const float old = s.layers[0].weight[i];
    const float wanted = i < 5 && i != 3 ? old - .5f * s.layers[0].d_weight[i] : old;
    CHECK(moved.layers[0].weight[i] == wanted);
  }
  CHECK(moved.layers[static_cast<std::size_t>(L - 1)].weight == s.layers[static_cast<std::size_t>(L - 1)].weight);
  const Snapshot all = moment_moved(s, moment_last(s, StepStage::update));
  CHECK(all.layers[0].bias[2] == s.layers[0].bias[2] - .5f * s.layers[0].d_bias[2]);
  CHECK(all.layers[static_cast<std::size_t>(L - 1)].weight.back() ==
        s.layers[static_cast<std::size_t>(L - 1)].weight.back() - .5f * s.layers[static_cast<std::size_t>(L - 1)].d_weight.back());
  s.trained = TrainedPart::votes;
  CHECK(moment_layers(s, StepStage::update) == std::vector<int>{L - 1});
}

TEST_CASE("moment: another network brings the nearest moment") {
  const Snapshot small = fake::lecture48();
  const Moment m = moment_clamped(small, {StepStage::forward, 9, 4000});
  CHECK(m.layer == static_cast<int>(small.layers.size()));
  CHECK(m.index == 2);
  CHECK(moment_clamped(small, {StepStage::update, 3, 0}).index == 1);
  CHECK(moment_count(small, StepStage::update, moment_clamped(small, {StepStage::update, 3, 0}).layer) > 0);
}
