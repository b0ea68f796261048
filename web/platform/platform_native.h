// What the desktop's files share: the loop's state, the text editor, storage and the remote door.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "web/platform/platform.h"

union SDL_Event;

namespace rizbin::platform::native {

struct Options {
  std::map<std::string, std::string, std::less<>> values;  // --lang fa → {"lang": "fa"}
  int width = 1280, height = 800;                          // CSS px
  float scale = 0;                                         // 0: the system's
  double after_s = 0;                                      // --after: how long before the screenshot
  bool remote = false;
  bool fresh = false;                                      // nothing is read from or written to the device
  std::string screenshot;
};
[[nodiscard]] Options parse_options(int argc, char** argv);  // exits on --help and on a mistake
[[nodiscard]] const Options& options();

// --- the loop, for the remote door ---------------------------------------------------------------------------------------------
void draw_now(int frames);                      // draws, whatever is dirty
void settle();                                  // draws until nothing asks for a frame, at most a few times
void resize(int css_w, int css_h);
[[nodiscard]] bool save_picture(const std::string& path);
void quit();
[[nodiscard]] const Door& door();

// --- the remote door: JSON lines on standard input and output ------------------------------------------------------------------
void remote_start();                            // reads on a thread; each line wakes the loop
void remote_answer_pending();                   // on the main thread
void remote_stop();

// --- text ----------------------------------------------------------------------------------------------------------------------
// The little editor behind begin_text(): caret, selection, clipboard, input methods. True if the event was its own.
bool text_event(const SDL_Event& event);
void text_pressed_at(float x, float y);         // a press outside commits

// --- keys ----------------------------------------------------------------------------------------------------------------------
void key_event(const SDL_Event& event);

// --- touch: fingers of a touch screen ------------------------------------------------------------------------------------------
void finger_event(const SDL_Event& event, float css_w, float css_h);

// --- pictures ------------------------------------------------------------------------------------------------------------------
[[nodiscard]] bool write_png(const std::string& path, int width, int height, const std::vector<unsigned char>& rgba_bottom_up);

}  // namespace rizbin::platform::native
