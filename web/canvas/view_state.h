// The part of picture = canvas(snapshot(t), quantity, camera, focus, covers, locale) that the views own. Plain data, saved with the
// settings, shown in the door's state().
#pragma once

#include <string>

#include "engine/layers/spec.h"

namespace rizbin {

enum class Quantity : std::uint8_t {
  value,
  gradient,
  change,
  difference
};  // change: since a chosen moment; difference: from a twin
// What a colour's range is taken over. The legend shows the figures it means.
enum class RangeScope : std::uint8_t { layer, cell, map, network };

// t inside one step: how far forward, loss, backward and update have come. Playing an animation is seeking this.
enum class StepStage : std::uint8_t { rest, forward, loss, backward, update };
struct Moment {
  StepStage stage = StepStage::rest;  // rest: everything is there, nothing is pending
  int layer = 0;  // forward, backward: the layer being worked out (layers.size(): the softmax); earlier ones are done
  int index = 0;  // forward: outputs of it that are written; they come channel by channel in reading order
  bool operator==(const Moment&) const = default;
};

// World coordinates: the design's 1000 × 632 stage at fit (wider for deeper networks). zoom: CSS px on screen per world unit.
struct Camera {
  float x = 500;  // world point at the canvas' centre
  float y = 316;
  float zoom = 1;
  bool fit = true;  // follows the window: shows the whole network
  bool operator==(const Camera&) const = default;
};

enum class FocusKind : std::uint8_t { none, cell, parameter, vote_class };
struct Focus {
  FocusKind kind = FocusKind::none;
  CellRef cell;  // kind cell (layer −1: a pixel)
  ParamRef param;  // kind parameter
  int vote_class = -1;  // kind vote_class
  bool operator==(const Focus&) const = default;
};

enum class Tab : std::uint8_t { draw, train, lesson };
enum class ThemeChoice : std::uint8_t { system, light, dark };
enum class Tool : std::uint8_t { pen, eraser, move };
enum class Sheet : std::uint8_t { low, half, full };  // phones: 88 px, 424 px, whole

struct ViewState {
  Quantity quantity = Quantity::value;
  Camera camera;
  Focus focus;  // ring, card; by click, tap or keys
  Focus hover;  // follows the pointer; not saved
  Focus second;  // a second pin: compared with the focus; none: there is none
  Moment moment;  // not saved
  RangeScope range_scope = RangeScope::layer;
  bool pinned = false;  // a click keeps the focus while the pointer wanders; Esc or a click beside lets go
  bool fractions = false;  // k/9 under the decimals
  Tab tab = Tab::draw;
  Tool tool = Tool::pen;
  Sheet sheet = Sheet::half;
  ThemeChoice theme = ThemeChoice::system;
  bool persian_digits = true;
  bool panel_open = true;  // 900–1199: the rail's panel over the canvas
  bool label_given = true;  // somebody said what the picture is: the learner, or who made the example or the glyph
};

}  // namespace rizbin
