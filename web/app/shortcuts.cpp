// See shortcuts.h.
#include "web/app/shortcuts.h"

#include "web/views/architecture.h"
#include "web/views/overlays.h"
#include "web/views/rows.h"
#include "web/views/stages.h"
#include "web/views/timeline.h"

namespace rizbin {
namespace {

constexpr float kZoomStep = 1.3f;

void take_control_key(views::Context& c, const ui::KeyPress& key) {
  switch (key.character) {
    case U'z':
    case U'Z': key.shift ? c.commands.push(Redo{}) : c.commands.push(Undo{}); break;
    case U'y':
    case U'Y': c.commands.push(Redo{}); break;
    default: break;
  }
}

void take_character(views::Context& c, char32_t character) {
  switch (character) {
    case U' ':
      if (c.shell.stages.open) {
        views::stages_go(c, 1, c.shell.stages.unit);
      } else {
        views::toggle_playing(c);
      }
      break;
    case U's':
    case U'S':
      if (c.shell.stages.open) {
        views::close_stages(c.shell, c.view);
      } else {
        views::open_stages(c);
      }
      break;
    case U'n':
    case U'N':
      views::close_stages(c.shell, c.view);
      views::step_once(c);
      break;
    case U'r':
    case U'R': views::reset_training(c); break;
    case U'+':
    case U'=': c.canvas.zoom_by(kZoomStep); break;
    case U'-':
    case U'_':
    case U'\u2212': c.canvas.zoom_by(1 / kZoomStep); break;
    case U'0':
    case U'\u06F0': c.canvas.fit(); break;
    case U'a':
    case U'A': c.shell.architecture.on ? views::leave_architecture(c) : views::enter_architecture(c); break;
    case U'?':
    case U'\u061F': c.shell.overlay = views::Overlay::help; break;
    default: break;
  }
}

// Out of whatever is innermost: what is open, then one level of the zoom, then the pin.
void take_escape(views::Context& c) {
  if (c.shell.overlay != views::Overlay::none) {
    views::close_overlay(c);
  } else if (c.shell.rows) {
    views::close_rows(c);
  } else if (c.shell.stages.open && c.view.camera.fit) {
    views::close_stages(c.shell, c.view);
  } else if (!views::leave_architecture_step(c)) {
    c.canvas.back(c.view);
  }
}

}  // namespace

void take_shortcuts(views::Context& c) {
  for (const ui::KeyPress& key : ui::unclaimed_keys()) {
    if (key.key == ui::Key::escape) {
      take_escape(c);
      continue;
    }
    if (c.shell.overlay != views::Overlay::none) continue;
    if (c.shell.stages.open && (key.key == ui::Key::left || key.key == ui::Key::right)) {  // time runs left to right
      views::stages_go(c, key.key == ui::Key::right ? 1 : -1, key.shift ? MomentUnit::layer : MomentUnit::cell);
      continue;
    }
    if (key.key == ui::Key::space && !key.ctrl && !key.alt) {
      take_character(c, U' ');
    } else if (key.key == ui::Key::character && !key.alt) {
      key.ctrl ? take_control_key(c, key) : take_character(c, key.character);
    }
  }
}

}  // namespace rizbin
