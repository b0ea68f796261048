// The canvas' own memory and the pieces draw() is made of. Internal to web/canvas.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "web/canvas/camera.h"
#include "web/canvas/canvas.h"
#include "web/canvas/cards/memory.h"
#include "web/canvas/moment.h"
#include "web/canvas/ranges.h"
#include "web/canvas/scene.h"
#include "web/ui/items.h"

namespace rizbin {

// A weight being dragged or typed.
struct WeightEdit {
  ParamRef param;
  float start = 0;
  float moved = 0;       // px upwards
  int gesture = 0;
  bool typing = false;
};

struct Canvas::Impl {
  struct Now;
  // Remembered between frames.
  std::optional<Flight> flight;
  std::optional<float> zoom_request;    // zoom_by, fit, go_to: taken at the next draw
  struct Travel {
    Focus focus;
    float cell_px;
  };
  std::optional<Travel> travel;
  std::optional<Travel> arrived;      // where the camera was sent last, while it is still there:
  Camera arrived_at;                  // a window that changes then sends it again
  ui::Rect arrived_area;
  bool fit_request = false;
  bool back_request = false;
  std::optional<WeightEdit> edit;
  bool panning = false;
  ui::Vec press_at;
  float drag_length = 0;
  Focus pressed_on;
  // t inside a step (canvas_moment.cpp).
  Moment moment_seen, glide_from;
  double moment_since = -1e9;
  bool gliding = false;
  bool approach = false;                // go close to what is being worked out, and
  bool close_up = false;                // stay so from map to map
  Snapshot changed;                     // update: with the weights that have changed already
  Moment changed_at;
  std::uint64_t changed_version = ~0ull;
  std::string typed_id;                 // the weight or value whose number is being typed
  double press_s = 0;                   // a press that stays put opens the number
  Focus stepped_focus;                  // Alt and arrows: steps on one number are one gesture
  int stepping_gesture = 0;
  bool kernel_menu = false;
  ui::Rect tools;                       // the buttons beside the card
  Explained explained;
  RoomMemory rooms;                     // what the rooms remember

  Pairing pairing;

  // Caches.
  Stage stage;
  std::uint64_t stage_key = 0;
  Layout layout;
  bool layout_valid = false;
  Camera layout_camera;
  Focus layout_focus;
  ui::Rect layout_area;
  float layout_ratio = 0;
  Ranges ranges;
  std::uint64_t ranges_version = ~0ull;
  Ranges ranges_of_change;
  RangeScope ranges_scope = RangeScope::layer;
  Focus ranges_focus;
  void update_ranges(const Snapshot& snapshot, const ViewState& view);
  std::uint64_t partner_version = ~0ull;
  Lit lit;
  std::uint64_t lit_version = ~0ull;
  Quantity lit_quantity = Quantity::value;
  Moment lit_moment;
  Level shown_level = Level::network;
  double lit_since = 0;
  float strip = 0;                      // 0 … 1: rows gathered to leave room for the chain rule
  ui::Rect card;                        // covered by the card in the last frame
  std::optional<Focus> room_of;         // whose room is open
  float room_px = 0;                    // its size, kept when the window or the panel changes
  ui::Rect room_area;
  Focus leaving;                        // whose room has just closed: its page shrinks back
  float room_open = 0;                  // 0 … 1: how far the page has grown
  struct Wheel {
    Hold hold;
    ui::Vec pointer;
    bool held = false;
  };
  bool aimed = false;                   // the last zoom was at a thing: only that becomes a room
  Wheel wheel;                          // what the wheel and the fingers hold on to while the pointer rests
  bool searching = false;               // a finger looks for its cell
  struct Fading {                       // numbers that have just changed
    std::uint64_t version = ~0ull;
    double since_s = -1;
    bool runs = false;                  // changes come faster than they fade (training): nothing fades
    std::vector<std::vector<float>> now, before;
  };
  Fading fading;
  float fade_numbers(const Now& now);
  struct ItemsKey {
    std::uint64_t version = ~0ull;
    Camera camera;
    ui::Rect area;
    Focus focus;
    Quantity quantity = Quantity::value;
    int language = -1;
    float strip = 0;
    bool room = false;
    Moment moment;
    const Change* change = nullptr;
    std::uint64_t before = 0;             // version of what the change is taken since
    bool operator==(const ItemsKey&) const = default;
  };
  ItemsKey items_key;
  std::vector<ui::Item> items;
  std::vector<Focus> targets;
  std::string said, said_name, said_value;  // live region

  // One frame.
  struct Now {
    ui::Rect area;
    const Snapshot& snapshot;
    ViewState& view;
    CommandQueue& commands;
    gfx::Heatmaps& heatmaps;
    Breakpoint breakpoint;
    const Comparison& comparison;
    const Snapshot& given;                // before the weights that the moment has moved
  };
  [[nodiscard]] const Snapshot* at_moment(const Snapshot& given, const Moment& moment);
  void follow_moment(const Now& now);
  [[nodiscard]] float glide() const;                       // 0 … 1: how far the window has come to its place
  [[nodiscard]] bool on_present(const Now& now, const Focus& active) const;
  [[nodiscard]] bool waits(const Now& now, const Focus& focus) const;  // not there yet: nothing of it may be told
  [[nodiscard]] float moment_cell_px(const Now& now, const Focus& focus) const;  // 0: the whole network
  void prepare_stage(const Now& now);
  [[nodiscard]] CameraView seen_by(const Now& now) const { return {stage, now.snapshot, now.view.focus, now.area}; }
  void fly(const Now& now, const Camera& to);
  void move_camera(const Now& now);                        // flights, requests, fit
  void pointer(const Now& now, const ui::Interaction& in);  // input_pointer.cpp
  void pinch_and_wheel(const Now& now, const ui::Interaction& in);
  void keys(const Now& now, const std::vector<ui::KeyPress>& pressed, bool focused);  // input_keys.cpp
  void step_focus(const Now& now, ui::Key key);
  void go_in(const Now& now, const Focus& target);
  void go_out(const Now& now);
  void keep_in_sight(const Now& now);
  [[nodiscard]] float below(const Now& now) const;         // px the card needs at the bottom when zoomed in
  [[nodiscard]] Level level(const Now& now) const;
  void update_layout(const Now& now);
  void update_lit(const Now& now, const Focus& active);
  [[nodiscard]] std::optional<Focus> room(const Now& now) const;
  void keep_room(const Now& now);
  float move_room(const Now& now);
  void set_focus(const Now& now, const Focus& focus);
  void pin_second(const Now& now, const Focus& focus);
  void set_parameter(const Now& now, const ParamRef& param, float value, int gesture);
  // Editing: edit_tools.cpp.
  [[nodiscard]] std::optional<CellRef> settable(const Now& now) const;  // the value in focus that a hand may set
  void set_value(const Now& now, CellRef cell, float value, int gesture);
  void begin_typing(const Now& now, const Focus& focus, std::string_view begun);
  void finish_typing(const Now& now);
  void back_to_network(const Focus& typed) const;
  bool edit_key(const Now& now, const ui::KeyPress& press);
  void hand_pill(const Now& now, bool in_room);
  void edit_tools(const Now& now, bool in_room);
  void register_items(const Now& now, bool in_room);       // canvas_items.cpp
  [[nodiscard]] std::string summary(const Now& now) const;
  void chrome(const Now& now, Scene& scene, bool in_room, const ui::Rect& page);  // chrome.cpp
  void crumbs(const Now& now, bool in_room, const ui::Rect& page);
  void overview(const Now& now, Scene& scene, const ui::Rect& box);
  void zoom_buttons(bool at_fit, const ui::Rect& box, bool visible, bool apart);
  [[nodiscard]] ui::Rect pill_box(const Now& now) const;
  void loupe(const Now& now, const Scene& scene);
  void draw_card(const Now& now, const Scene& scene, const Focus& active, bool in_room, const ui::Rect& page);
  [[nodiscard]] ui::Rect overview_box(const Now& now) const;
  [[nodiscard]] ui::Rect gutter_for(const ui::Rect& focus, const Now& now) const;
};

// The number of a parameter, and its limits when typed.
inline constexpr float kWeightLimit = 100;
[[nodiscard]] float parameter_value(const Snapshot& snapshot, const ParamRef& param);
[[nodiscard]] bool by_hand(const Snapshot& snapshot, CellRef cell);

}  // namespace rizbin
