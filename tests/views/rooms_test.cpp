// Every room of every network, drawn without a window: no text is cut, in both languages, at the sizes of a desk, a tablet and a
// phone; the weight's handle turns the weight, its step is the one that engine/study says, and each page lists what it shows.
#include <imgui.h>

#undef CHECK  // the engine's, by way of ImGui's configuration; here it is doctest's
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "engine/session/session.h"
#include "engine/study/loss_curve.h"
#include "tests/platform_null.h"
#include "tests/views/canvas_fake.h"
#include "web/canvas/canvas.h"
#include "web/canvas/cards/cards.h"
#include "web/canvas/cards/memory.h"
#include "web/canvas/ranges.h"
#include "web/canvas/scene.h"
#include "web/platform/input_feed.h"
#include "web/ui/fonts.h"
#include "web/ui/items.h"
#include "web/ui/items_state.h"
#include "web/ui/text.h"
#include "web/ui/widgets.h"

using namespace rizbin;

namespace {

std::vector<std::string>& cut() {
  static std::vector<std::string> texts;
  return texts;
}

struct Room {
  ImGuiContext* context = nullptr;
  Session session;
  RoomMemory memory;
  CommandQueue commands;
  ViewState view;
  Focus focus, second;
  Quantity quantity = Quantity::value;
  CardForm form = CardForm::room;
  ui::Rect area;
  double time = 1;
  ui::Rect covered;

  Room(std::string_view preset, float w, float h, ui::Language language) : session(preset) {
    context = ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {w, h};
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    REQUIRE(ui::load_fonts());
    platform::reset_null_platform();
    platform::feed_leave();
    platform::end_input_frame();
    ui::reset_items();
    ui::frame() = {};
    ui::set_locale({language, language == ui::Language::fa});
    cut().clear();
    ui::on_cut_text([](std::string_view text) { cut().emplace_back(text); });
    area = {0, 52, w, h - 52};
    // The canvas as the layout leaves it.
    if (w >= 1200) area = {64, 52, w - 64, h - 168};
    if (w < 600 && h > w) area.h = h - 52 - 424;
    if (h < 520) area = {64, 52, w - 64, h - 100};
  }
  ~Room() {
    ui::on_cut_text(nullptr);
    ImGui::DestroyContext(context);
    ui::reset_items();
    ui::set_locale({});
    ui::frame() = {};
  }
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const { return session.snapshot(); }
  void step(int frames = 1, const Snapshot* other = nullptr) {
    for (int i = 0; i < frames; ++i) {
      time += .05;
      platform::set_null_time(time);
      ImGui::GetIO().DeltaTime = .05f;
      ImGui::NewFrame();
      ui::begin_frame(false);
      const std::shared_ptr<const Snapshot> held = session.snapshot();
      const Snapshot& s = other != nullptr ? *other : *held;
      const Lit lit = light(s, focus, quantity);
      const std::vector<CardRange> ranges = layer_ranges(s);
      memory.see(s, focus, second);
      CardContext c;
      c.snapshot = &s;
      if (lit.has_value) c.value = &lit.value;
      if (lit.has_gradient) c.gradient = &lit.gradient;
      c.route = &lit.route;
      c.focus = focus;
      c.second = second;
      c.quantity = quantity;
      c.form = form;
      c.phone = area.w < 600;
      c.area = area;
      const ui::Rect page = area.inset(30);
      c.free = form == CardForm::room ? page.inset(18) : ui::Rect{area.x + 16, area.bottom() - 126, area.w - 32, 118};
      c.crumb_bottom = page.y + 50;
      c.ranges = ranges;
      c.commands = &commands;
      c.view = &view;
      c.memory = &memory;
      covered = draw_card(c);
      ui::end_frame();
      ImGui::Render();
      platform::end_input_frame();
      for (const Command& command : commands.take()) CHECK(session.apply(command));
    }
  }
};

// One thing of every kind that can be a room: a cell of each layer, a pixel, weights and biases, the classes.
std::vector<Focus> things_of(const Snapshot& s) {
  std::vector<Focus> things{fake::cell(-1, s.picture_shape.size() / 2)};
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    const LayerState& layer = s.layers[l];
    const int n = layer.out.size();
    for (const int i : {0, n / 2, n - 1}) things.push_back(fake::cell(static_cast<int>(l), i));
    Focus focus;
    focus.kind = FocusKind::parameter;
    if (!layer.weight.empty()) {
      for (const std::size_t i : {std::size_t{0}, layer.weight.size() / 2}) {
        focus.param = {static_cast<int>(l), ParamKind::weight, static_cast<int>(i)};
        things.push_back(focus);
      }
    }
    if (!layer.bias.empty()) {
      focus.param = {static_cast<int>(l), ParamKind::bias, 0};
      things.push_back(focus);
    }
  }
  for (std::size_t k = 0; k < s.classes.size(); ++k) {
    Focus focus;
    focus.kind = FocusKind::vote_class;
    focus.vote_class = static_cast<int>(k);
    things.push_back(focus);
  }
  return things;
}

const ui::Item* find(std::string_view id) {
  const auto at = std::ranges::find(ui::items(), id, &ui::Item::id);
  return at == ui::items().end() ? nullptr : &*at;
}

Focus weight(int layer, int index) {
  Focus focus;
  focus.kind = FocusKind::parameter;
  focus.param = {layer, ParamKind::weight, index};
  return focus;
}

struct Size {
  float w, h;
};

}  // namespace

TEST_CASE("rooms: every room draws without cut text, in both languages, on desk, tablet and phone") {
  for (const std::string_view preset : preset_names()) {
    for (const Size size : {Size{1280, 800}, Size{820, 1180}, Size{390, 844}, Size{844, 390}}) {
      for (const ui::Language language : {ui::Language::en, ui::Language::fa}) {
        Room room(preset, size.w, size.h, language);
        REQUIRE(room.session.apply(LoadExample{room.snapshot()->classes.size() > 2 ? "digit_8" : "x"}));
        for (const Focus& focus : things_of(*room.snapshot())) {
          for (const Quantity quantity : {Quantity::value, Quantity::gradient}) {
            room.focus = focus;
            room.quantity = quantity;
            cut().clear();
            room.step(2);
            CAPTURE(std::string(preset));
            CAPTURE(size.w);
            CAPTURE(language == ui::Language::fa);
            CAPTURE(quantity == Quantity::gradient);
            CAPTURE(focus_id(*room.snapshot(), focus));
            CHECK_FALSE(room.covered.empty());
            if (!cut().empty()) CAPTURE(cut().front());
            CHECK(cut().empty());
          }
        }
      }
    }
  }
}

TEST_CASE("rooms: a large network's rooms, with several channels and ten classes, draw without cut text") {
  const Snapshot deep = fake::deep();
  for (const Size size : {Size{1280, 800}, Size{820, 1180}, Size{390, 844}}) {
    for (const ui::Language language : {ui::Language::en, ui::Language::fa}) {
      Room room("lecture12", size.w, size.h, language);
      for (const Focus& focus : things_of(deep)) {
        room.focus = focus;
        for (const Quantity quantity : {Quantity::value, Quantity::gradient}) {
          room.quantity = quantity;
          cut().clear();
          room.step(1, &deep);
          CAPTURE(size.w);
          CAPTURE(focus_id(deep, focus));
          CAPTURE(quantity == Quantity::gradient);
          if (!cut().empty()) CAPTURE(cut().front());
          CHECK(cut().empty());
        }
      }
    }
  }
}

TEST_CASE("rooms: the phone's chain of every cell fits its strip") {
  for (const ui::Language language : {ui::Language::en, ui::Language::fa}) {
    Room room("lecture12", 390, 844, language);
    REQUIRE(room.session.apply(LoadExample{"x"}));
    room.quantity = Quantity::gradient;
    room.form = CardForm::chain;
    for (const Focus& focus : things_of(*room.snapshot())) {
      if (focus.kind == FocusKind::parameter) continue;
      room.focus = focus;
      cut().clear();
      room.step();
      CAPTURE(focus_id(*room.snapshot(), focus));
      if (!cut().empty()) CAPTURE(cut().front());
      CHECK(cut().empty());
      CHECK(room.covered.h <= 120);
    }
  }
}

TEST_CASE("rooms: the handle is the weight: arrows, typing and dragging turn it, one drag is one undo") {
  Room room("lecture12", 1280, 800, ui::Language::en);
  REQUIRE(room.session.apply(LoadExample{"x"}));
  const int dense = static_cast<int>(room.snapshot()->layers.size()) - 1;
  room.focus = weight(dense, 0);
  const auto now = [&] { return room.snapshot()->layers[static_cast<std::size_t>(dense)].weight[0]; };
  const float start = now();
  room.step(2);
  REQUIRE(find("card/weight/handle") != nullptr);
  CHECK(find("card/weight/handle")->role == ui::Role::number_field);
  CHECK(ui::perform("card/weight/handle", "adjust", "1"));
  room.step(2);
  CHECK(now() == doctest::Approx(start + .01f));
  CHECK(ui::perform("card/weight/handle", "adjust", "-10"));
  room.step(2);
  CHECK(now() == doctest::Approx(start - .09f));
  CHECK(ui::perform("card/weight/handle", "set", "5/9"));
  room.step(2);
  CHECK(now() == doctest::Approx(5.0f / 9));

  // Dragged to the right in several moves: larger, and undone at once.
  const ui::Rect box = find("card/weight/handle")->rect;
  platform::feed_move(platform::PointerKind::mouse, box.center().x, box.center().y, 1, false, {});
  room.step();
  platform::feed_button(0, true);
  room.step();
  for (int i = 1; i <= 4; ++i) {
    platform::feed_move(platform::PointerKind::mouse, box.center().x + 20 * static_cast<float>(i), box.center().y, 1, false, {});
    room.step();
  }
  platform::feed_button(0, false);
  room.step();
  CHECK(now() > 5.0f / 9 + .2f);
  const Visited* been = room.memory.visited({dense, ParamKind::weight, 0});
  REQUIRE(been != nullptr);
  CHECK(been->high == now());
  CHECK(been->low <= start - .09f + 1e-5f);
  REQUIRE(room.session.apply(Undo{}));
  CHECK(now() == doctest::Approx(5.0f / 9));
}

TEST_CASE("rooms: the step button makes the step that was promised") {
  Room room("lecture12", 1280, 800, ui::Language::en);
  REQUIRE(room.session.apply(LoadExample{"x"}));
  const int dense = static_cast<int>(room.snapshot()->layers.size()) - 1;
  room.focus = weight(dense, 0);
  room.step(2);
  const DescentStep step = descent_step(*room.snapshot(), room.focus.param, LossOver::picture);
  CHECK(ui::perform("card/weight/step", "press", ""));
  room.step(2);
  CHECK(room.snapshot()->layers[static_cast<std::size_t>(dense)].weight[0] == step.to);
  CHECK(room.snapshot()->loss == step.loss_after);
}

TEST_CASE("rooms: the curve is worked out only where the weight has been") {
  Room room("lecture12", 1280, 800, ui::Language::en);
  REQUIRE(room.session.apply(LoadExample{"x"}));
  const int dense = static_cast<int>(room.snapshot()->layers.size()) - 1;
  const ParamRef param{dense, ParamKind::weight, 0};
  room.focus = weight(dense, 0);
  room.step(3);
  REQUIRE(room.memory.visited(param) != nullptr);
  CHECK(room.memory.visited(param)->low == room.memory.visited(param)->high);
  CHECK(ui::perform("card/weight/handle", "set", "1"));
  room.step(4);
  const Visited been = *room.memory.visited(param);
  const Axis& axis = room.memory.axis(*room.snapshot(), param);
  const LossCurve& curve = room.memory.curve(*room.snapshot(), param, been.low, been.high, axis.high - axis.low);
  CHECK(curve.complete);
  REQUIRE(curve.points.size() > 10);
  for (const auto& [k, loss] : curve.points) {
    const float w = static_cast<float>(k) * curve.step;
    CHECK(w >= been.low - 1e-5f);
    CHECK(w <= been.high + 1e-5f);
    const float one[] = {w};
    CHECK(loss == losses_along(*room.snapshot(), param, one, LossOver::picture)[0]);
  }
  // Another network: nowhere has been anything.
  REQUIRE(room.session.apply(LoadNetwork{"lecture48"}));
  room.focus = weight(static_cast<int>(room.snapshot()->layers.size()) - 1, 5);
  room.step(2);
  CHECK(room.memory.visited(param) == nullptr);
}

TEST_CASE("rooms: two pinned weights are a landscape with two handles and one step for both") {
  for (const ui::Language language : {ui::Language::en, ui::Language::fa}) {
    for (const Size size : {Size{1280, 800}, Size{820, 1180}, Size{390, 844}}) {
      Room room("free", size.w, size.h, language);
      const int dense = static_cast<int>(room.snapshot()->layers.size()) - 1;
      room.focus = weight(dense, 0);
      room.second = weight(dense, 7);
      room.step(30);
      CAPTURE(size.w);
      if (!cut().empty()) CAPTURE(cut().front());
      CHECK(cut().empty());
      REQUIRE(find("card/weight/handle") != nullptr);
      REQUIRE(find("card/weight/handle_up") != nullptr);
      CHECK(room.memory.path.size() == 1);
      CHECK(ui::perform("card/weight/handle_up", "adjust", "10"));
      room.step(2);
      CHECK(room.memory.path.size() == 2);
      if (size.w < 600) continue;
      const std::shared_ptr<const Snapshot> before = room.snapshot();
      CHECK(ui::perform("card/weight/step_both", "press", ""));
      room.step(2);
      const std::shared_ptr<const Snapshot> after = room.snapshot();
      CHECK(after->loss < before->loss);
      REQUIRE(room.session.apply(Undo{}));
      CHECK(room.snapshot()->hash == before->hash);
    }
  }
}

TEST_CASE("rooms: every weight tried, two passes each, and the slopes agree") {
  Room room("lecture12", 1280, 800, ui::Language::en);
  REQUIRE(room.session.apply(LoadExample{"x"}));
  room.focus = weight(static_cast<int>(room.snapshot()->layers.size()) - 1, 0);
  room.step(2);
  CHECK(ui::perform("card/weight/every", "press", ""));
  room.step(2);
  REQUIRE(find("card/nudge/try") != nullptr);
  CHECK(ui::perform("card/nudge/try", "press", ""));
  room.step(200);
  REQUIRE(room.memory.bench.has_value());
  CHECK(room.memory.bench->done());
  CHECK(room.memory.bench->forward_passes == 2 * static_cast<int>(room.memory.bench->parameters.size()));
  CHECK(room.memory.bench->largest_difference < 1e-3f);
  REQUIRE(find("card/nudge") != nullptr);
  CHECK(find("card/nudge")->value == ui::number(room.memory.bench->forward_passes));
}
