// Both directions between C++ and web/shell: js_* calls the shell (Module.shell, made in boot.js), web::* is called by it
// (Module.bridge, made by install_bridge).
#pragma once

#include "web/platform/platform.h"

extern "C" {
void js_start();                        // the canvas gets its size; calls web::resized
void js_canvas_ready();                 // after the context exists
void js_request_frame();
void js_frame_after(double delay_ms);
void js_cursor(const char* name);
void js_forget_gl_names();
int js_is_apple();
void js_theme(int dark);
void js_ready();
void js_mirror(const char* json);
void js_fatal(const char* title_en, const char* title_fa, const char* hint_en, const char* hint_fa);
}

namespace rizbin::platform::web {

void install_bridge();
void frame();
void resized(float css_w, float css_h, int pixel_w, int pixel_h);
void context_lost();
void context_restored();
void hidden();
void dead();
[[nodiscard]] const Door& door();

}  // namespace rizbin::platform::web
