// App: owns the runner with its session, what the views keep, the canvas and the heat maps; makes one frame of them.
//
//   frame: runner ticks → snapshot → views draw and push commands → what the views asked for is handed on → mirror, saving
//
// Nothing is drawn while nothing changes: a frame asks for the next one only while training runs or something moves.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "web/app/comparing.h"
#include "web/app/saving.h"
#include "web/app/settings.h"
#include "web/canvas/canvas.h"
#include "web/gfx/heatmap.h"
#include "web/platform/platform.h"
#include "web/runner/runner.h"
#include "web/runner/twin_lab.h"
#include "web/views/context.h"

namespace rizbin {

class App {
 public:
  App();
  [[nodiscard]] platform::AppCallbacks callbacks();

  // The platform's callbacks; tests call them with a null renderer.
  bool start(bool with_graphics);
  void frame(double now_s);
  void hide();

  // The door.
  [[nodiscard]] std::string state_json() const;
  [[nodiscard]] std::string apply_json(std::string_view json);
  [[nodiscard]] std::string perform_json(std::string_view id, std::string_view action, std::string_view value);

  [[nodiscard]] Runner& runner() { return runner_; }
  [[nodiscard]] ViewState& view() { return view_; }
  [[nodiscard]] Canvas& canvas() { return canvas_; }
  [[nodiscard]] views::Shell& shell() { return shell_; }

 private:
  void restore();
  void begin_first_time();
  void apply_locale();
  void compare(const std::shared_ptr<const Snapshot>& snapshot);
  void take_requests();
  void take_errors();
  void note_label(const Command& command);
  void ask_for_label(const Snapshot& snapshot);
  void take_twin_requests();
  Result<void> open_twin(TwinKind kind);
  void close_twin();
  void add_twin(views::Context& context);
  [[nodiscard]] std::string twin_json() const;
  Result<void> set_twin(std::string_view json);
  void save_when_due(double now_s);
  [[nodiscard]] bool dark() const;
  [[nodiscard]] views::Context context(const Snapshot& snapshot);
  Result<void> apply_view_command(std::string_view json, bool& known);

  Runner runner_;
  ViewState view_;
  views::Shell shell_;
  Canvas canvas_;
  TwinLab lab_;
  Canvas twin_canvas_;                // of the lab's second network
  std::shared_ptr<const Snapshot> twin_;  // shown in this frame; null: the lab is closed
  gfx::Heatmaps heatmaps_;
  Saving saving_;
  Comparing comparing_;
  std::vector<std::string> errors_;   // newest last; shown in the door's state()
  ui::Language shown_language_ = ui::Language::en;
  int page_language_ = -1, page_dark_ = -1;  // what the page was last told; −1: nothing yet
  // Of the last frame: what training took, and what everything else took (views, items, mirror) before the GL calls.
  struct Times {
    double training_ms = 0, drawing_ms = 0;
  } times_;
  bool ready_ = false;
};

}  // namespace rizbin
