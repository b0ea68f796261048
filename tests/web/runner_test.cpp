#include "web/runner/runner.h"

#include <doctest/doctest.h>

namespace rizbin {
namespace {

// Time goes on by itself a little each time it is asked for, and by hand.
struct FakeClock {
  double now_s = 100;
  double per_look_s = 0;
  double operator()() {
    now_s += per_look_s;
    return now_s;
  }
};

struct Driven {
  FakeClock clock;
  Runner runner;
  explicit Driven(std::string_view preset = "free") : runner(preset, [this] { return clock(); }) {}
  // Frames of a sixtieth of a second; steps made.
  int run(double seconds) {
    const int before = runner.snapshot()->step;
    for (int i = 0; i < static_cast<int>(seconds * 60 + 0.5); ++i) {
      clock.now_s += 1.0 / 60;
      runner.tick(clock.now_s, 10);
    }
    return runner.snapshot()->step - before;
  }
};

TEST_CASE("an idle runner wants no frame, and a tick changes nothing") {
  Driven d;
  CHECK(!d.runner.wants_frame());
  const auto before = d.runner.snapshot();
  CHECK(!d.runner.tick(1, 10));
  CHECK(d.runner.snapshot() == before);
  d.runner.enqueue(SetLabel{.label = 1});
  CHECK(d.runner.wants_frame());
  CHECK(d.runner.tick(2, 10));
  CHECK(!d.runner.wants_frame());
  CHECK(d.runner.snapshot()->label == 1);
}

TEST_CASE("speed one makes 30 steps a second, eight 240, and the run ends where it should") {
  Driven d;
  d.runner.set_speed(Speed::one);
  d.runner.play();
  CHECK(d.runner.wants_frame());
  const int slow = d.run(2);
  CHECK(slow >= 59);
  CHECK(slow <= 61);
  d.runner.set_speed(Speed::eight);
  const int fast = d.run(0.5);
  CHECK(fast >= 118);
  CHECK(fast <= 122);
  d.run(2);
  CHECK(d.runner.snapshot()->step == 240);
  CHECK(!d.runner.playing());
  CHECK(!d.runner.wants_frame());
}

TEST_CASE("play at the end goes on for 240 more") {
  Driven d;
  d.runner.set_speed(Speed::max);
  d.runner.play();
  d.run(1);
  CHECK(d.runner.snapshot()->step == 240);
  d.runner.toggle();
  CHECK(d.runner.snapshot()->run_length == 480);
  d.run(1);
  CHECK(d.runner.snapshot()->step == 480);
  CHECK(!d.runner.playing());
}

TEST_CASE("at speed max a tick keeps its budget") {
  Driven d;
  d.clock.per_look_s = 0.001;  // each look at the clock costs a millisecond: one look a chunk of 8 steps
  d.runner.set_speed(Speed::max);
  d.runner.play();
  d.runner.tick(d.clock.now_s, 5);
  CHECK(d.runner.snapshot()->step >= 32);
  CHECK(d.runner.snapshot()->step <= 56);
  CHECK(d.runner.playing());
}

TEST_CASE("a machine that does not keep up lets steps go instead of piling them up") {
  Driven d;
  d.runner.play();
  d.runner.tick(d.clock.now_s, 10);
  d.clock.now_s += 20;  // another tab for a while
  d.runner.tick(d.clock.now_s, 10);
  CHECK(d.runner.snapshot()->step < 30);
}

TEST_CASE("steps that a slow machine missed are not made up for later") {
  Driven d;
  d.runner.play();
  d.clock.per_look_s = 0.05;  // a chunk of 8 steps takes longer than its time
  for (int i = 0; i < 10; ++i) d.runner.tick(d.clock.now_s, 5);
  d.clock.per_look_s = 0;
  const int before = d.runner.snapshot()->step;
  d.clock.now_s += 1.0 / 60;
  d.runner.tick(d.clock.now_s, 1000);
  CHECK(d.runner.snapshot()->step - before <= 30);
}

TEST_CASE("the same steps at any speed give the same bits") {
  Driven slow;
  slow.runner.set_speed(Speed::one);
  slow.runner.play();
  slow.run(8.5);
  Driven fast;
  fast.runner.set_speed(Speed::max);
  fast.runner.play();
  fast.run(1);
  CHECK(slow.runner.snapshot()->step == 240);
  CHECK(slow.runner.snapshot()->hash == fast.runner.snapshot()->hash);
}

TEST_CASE("pause, one step, reset") {
  Driven d;
  d.runner.play();
  d.run(0.2);
  d.runner.step_once();
  CHECK(!d.runner.playing());
  const int before = d.runner.snapshot()->step;
  d.run(0.2);
  CHECK(d.runner.snapshot()->step == before + 1);
  d.runner.play();
  d.run(0.1);
  d.runner.enqueue(ResetTraining{});
  d.run(0.1);
  CHECK(d.runner.snapshot()->step == 0);
  CHECK(!d.runner.playing());
}

TEST_CASE("edits while it plays come in between steps") {
  Driven d;
  d.runner.play();
  d.run(0.1);
  d.runner.enqueue(SetLearningRate{.rate = 0});
  d.run(0.1);
  const auto a = d.runner.snapshot();
  d.run(0.1);
  const auto b = d.runner.snapshot();
  CHECK(b->step > a->step);
  CHECK(b->layers[0].weight == a->layers[0].weight);
}

TEST_CASE("refused commands are kept for the interface, and answered at the door") {
  Driven d;
  d.runner.enqueue(SetLearningRate{.rate = 11});
  d.runner.enqueue(SetLabel{.label = 1});
  d.runner.tick(1, 10);
  CHECK(d.runner.last_error().where == "rate");
  CHECK(d.runner.snapshot()->label == 1);
  CHECK(d.runner.take_errors().size() == 1);
  CHECK(d.runner.take_errors().empty());
  d.runner.clear_last_error();
  CHECK(d.runner.last_error().code == ErrorCode::none);

  d.runner.enqueue(LoadExample{.name = "o"});
  CHECK(d.runner.apply_now(SetLabel{.label = 0}));  // after what was queued
  CHECK(d.runner.snapshot()->label == 0);
  CHECK(d.runner.snapshot()->picture_name == "o");
  CHECK(d.runner.apply_now(SetLabel{.label = 9}).error().where == "label");
}

TEST_CASE("a saved runner goes on where it was") {
  Driven a;
  a.runner.play();
  a.run(0.5);
  a.runner.enqueue(LoadExample{.name = "o_tilted"});
  a.run(0.1);
  Driven b("lecture12");
  REQUIRE(b.runner.load(a.runner.save()));
  CHECK(b.runner.snapshot()->hash == a.runner.snapshot()->hash);
  CHECK(!b.runner.playing());
  CHECK(!b.runner.load({}).has_value());
  CHECK(b.runner.snapshot()->hash == a.runner.snapshot()->hash);
}

TEST_CASE("a number that is not finite stops the playing, and play says why it does not start") {
  Driven d;
  d.runner.enqueue(SetConvMode{.layer = 0, .mean = false, .bias = true});
  d.runner.enqueue(SetLearningRate{.rate = 10});
  d.runner.enqueue(SetMomentum{.momentum = 0.99f});
  d.runner.set_speed(Speed::max);
  d.runner.tick(1, 10);
  d.runner.play();
  d.run(1);
  REQUIRE(d.runner.snapshot()->trouble.happened);
  CHECK(!d.runner.playing());
  d.runner.play();
  CHECK(!d.runner.playing());
  CHECK(d.runner.last_error().code == ErrorCode::not_finite);
  d.runner.enqueue(SetLearningRate{.rate = 0.1f});
  d.runner.tick(2, 10);
  d.runner.play();
  CHECK(d.runner.playing());
}

TEST_CASE("another network, a reset and a step of the past pause the playing; play asked for with them plays") {
  for (const Command& command :
       {Command(LoadNetwork{.preset = "lecture12"}), Command(ResetTraining{}), Command(SeekStep{.step = 2})}) {
    CAPTURE(command.index());
    Driven d;
    d.runner.play();
    d.run(0.1);
    REQUIRE(d.runner.playing());
    d.runner.enqueue(command);
    CHECK(d.run(0.1) <= 0);
    CHECK(!d.runner.playing());
    d.runner.play();
    d.run(0.1);
    d.runner.enqueue(command);
    d.runner.play();  // of the same frame: after the command
    CHECK(d.runner.playing());
    CHECK(d.run(0.1) > 0);
  }
}

TEST_CASE("from the past, play runs along the record to the run's end") {
  Driven d;
  d.runner.play();
  d.run(2);
  const auto end = d.runner.snapshot();
  REQUIRE(end->step == 240);
  REQUIRE(d.runner.apply_now(SeekStep{.step = 30}));
  d.runner.play();
  d.run(2);
  CHECK(d.runner.snapshot()->hash == end->hash);
  CHECK(d.runner.snapshot()->run_length == 240);
  CHECK(!d.runner.playing());
}

}  // namespace
}  // namespace rizbin
