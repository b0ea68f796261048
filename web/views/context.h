// What every view gets: the snapshot to show, the state it may change, and the queue for what it wants done to the network.
// Views are plain functions; what must live from frame to frame stands in Shell, next to what is saved (ViewState).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/layers/snapshot.h"
#include "engine/study/diagnose.h"
#include "engine/study/race.h"
#include "engine/study/twin.h"
#include "web/canvas/canvas.h"
#include "web/canvas/moment.h"
#include "web/canvas/view_state.h"
#include "web/runner/command_queue.h"
#include "web/runner/runner.h"
#include "web/ui/text.h"
#include "web/ui/widgets.h"

namespace rizbin::views {

// What the runner does, as the app found it this frame; the app hands what a view changes on to the runner.
struct Playback {
  bool playing = false;
  Speed speed = Speed::eight;
};

enum class Overlay : std::uint8_t { none, menu, legend, train_settings, help, about, reset_all };

// One stroke on the pad, from the press to the release.
struct PadStroke {
  bool active = false;
  bool right_button = false;
  float value = 1;
  int gesture = 0;
  ui::Vec last;                     // pad units
  std::vector<float> start;         // the picture before it (the move tool shifts this one)
  std::vector<float> shown;         // what has been asked for so far
  int moved_x = 0, moved_y = 0;
};
struct PadCursor {
  int row = 4, column = 4;
};

// One step in slow motion (stages.h): what plays, and what comes back when it is left.
struct StagesState {
  bool open = false;
  bool playing = false;
  bool done = false;                // the update is made; t rests
  MomentUnit unit = MomentUnit::cell;  // Space, play and the step buttons go on by it
  int pace = 1;                     // slow, 1×, 8×
  double due_s = 0;                 // when what plays goes on
  double share = 0;                 // of its stage, while a layer or a stage runs through
  bool arrived = false;             // at the end of it
  ui::Vec pointer;                  // pointing at the canvas pauses: where it was last
  bool pointer_moved = false;       // in the frame before
  Quantity before = Quantity::value;
  float loss_before = 0;
  std::uint64_t hash_before = 0;    // the same again: refused, or undone since
};

// The twin lab (twin.h): two networks with one difference, and the race between them.
enum class TwinShow : std::uint8_t { first, second, both, difference, race };
struct TwinChoice {
  TwinShow show = TwinShow::both;
  bool linked = true;               // both look at the same place
  Camera second_camera;             // of the second network while they do not
  // What the app is asked for.
  std::optional<TwinKind> open;
  bool open_any = false;
  bool close = false;
  bool start_race = false, stop_race = false;
};

// See study.h.
struct StudyDesk {
  std::optional<Survey> running, done;
  int step = 0;                     // of the one that runs, or ran last
  std::uint64_t version = 0;        // of the snapshot that was diagnosed; 0: none
  std::vector<Finding> findings;    // the gravest first
  std::vector<std::uint64_t> dismissed;  // Finding::key()
};

// Edit mode of the architecture (architecture.h). A draft that fits is applied at once; one that does not is kept here.
struct ArchitectureEdit {
  bool on = false;
  std::vector<LayerSpec> draft;
  std::vector<LayerSpec> applied;   // what the session has
  int selected = -1;                // layer of the draft whose settings are open; −1: none
  int gap = -1;                     // layer before which a new one is being chosen; −1: none
};

struct Shell {
  ui::Language language = ui::Language::en;
  Playback playback;
  Overlay overlay = Overlay::none;
  ui::Rect menu_anchor;             // the button the open menu hangs under
  ui::Rect settings_anchor;
  ui::Rect legend_anchor;
  PadStroke stroke;
  PadCursor cursor;
  std::optional<bool> pad_blank;    // in the last frame
  bool label_asked = false;         // nobody named the drawing, and the network reads something else than what stands there
  ArchitectureEdit architecture;
  bool sheet = false;               // the tabs are in the bottom sheet
  bool gallery_all = false;         // the gallery shows every held-out glyph
  float sheet_height = -1;          // as drawn now; −1: jump to where it belongs
  bool sheet_dragged = false;
  StagesState stages;
  bool rows = false;                // the next batch lies over the canvas
  int branch_closed = -1;           // the branch whose notice was put away
  std::optional<Error> refused;     // the last command that was refused, until dismissed
  std::string broken_save;          // saved work that could not be read, kept until it is thrown away; empty: none
  bool broken_shown = false;        // its notice is open
  bool broken_copied = false;       // only now can it be thrown away
  StudyDesk study;
  float room = 0;                   // 0 … 1: how far the panel has folded away from the number that is the page
  bool room_panel = false;          // the learner opened it again there
  std::string since;                // what "change" is taken since, in words of the interface; empty: nothing to compare with
  bool base_kept = false;           // "change" counts from a moment that was kept, not since the last edit
  TwinChoice twin;
  // What the app is asked for.
  bool keep_base = false;           // "change" counts from now on; when it does already: since the last edit again
  bool step_once = false;
  bool start_run = false;           // play once the commands of this frame are applied
  bool reset_all = false;
  bool copy_broken_save = false;
  bool drop_broken_save = false;
};

// What the twin lab has at this frame.
struct Lab {
  TwinKind kind = TwinKind::tanh;
  bool behind = false;              // the twin is still on its way to the first one's step
  bool racing = false;
  const Race* race = nullptr;       // null: none was started
  Canvas* canvas = nullptr;         // the second network's
};

struct Context {
  const Snapshot& snapshot;
  ViewState& view;
  Shell& shell;
  CommandQueue& commands;
  Canvas& canvas;
  gfx::Heatmaps& heatmaps;
  Comparison comparison;            // what the canvas compares with
  const Snapshot* twin = nullptr;   // the second network; null: the lab is closed
  Lab lab;
};

}  // namespace rizbin::views
