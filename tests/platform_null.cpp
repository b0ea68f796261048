// The platform of the tests: no window, no device. Time stands where set_null_time() put it, storage is a map, a text edit stays
// as begin_text() made it until a test changes text_edit(). Views and widgets run on it as they are.
#include "tests/platform_null.h"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>

#include "web/platform/platform.h"

namespace rizbin::platform {
namespace {

struct Null {
  double now_s = 0, timer_s = 0;
  bool frame_asked = false;
  TextEdit edit;
  Door door;
  std::map<std::string, std::string, std::less<>> kept, options;
  std::string copied;
};
Null& null() {
  static Null only;
  return only;
}

}  // namespace

void set_null_time(double now_s) { null().now_s = now_s; }
bool take_null_frame_request() { return std::exchange(null().frame_asked, false); }
void set_null_option(std::string_view name, std::string_view value) {
  null().options.insert_or_assign(std::string(name), std::string(value));
}
const std::string& null_copied_text() { return null().copied; }
void reset_null_platform() { null() = {}; }

int run(int, char**, AppCallbacks) { return 0; }
void request_frame() { null().frame_asked = true; }
void request_frame_at(double time_s) { null().timer_s = time_s; }
double now_s() { return null().now_s; }
bool prefers_dark() { return option("theme") == "dark"; }
bool prefers_reduced_motion() { return option("motion") == "reduce"; }
bool coarse_pointer() { return option("pointer") == "coarse"; }
std::string preferred_language() { return option("lang").empty() ? "en" : option("lang"); }
float pixel_ratio() { return 1; }
FrameStats frame_stats() { return {}; }
void store(std::string_view key, std::string_view value) { null().kept.insert_or_assign(std::string(key), std::string(value)); }
std::string load(std::string_view key) {
  const auto found = null().kept.find(key);
  return found == null().kept.end() ? std::string() : found->second;
}
void open_page(std::string_view /*path*/) {}
void copy_text(std::string_view utf8) { null().copied = utf8; }
std::string option(std::string_view name) {
  const auto found = null().options.find(name);
  return found == null().options.end() ? std::string() : found->second;
}
void set_page_language(std::string_view, bool, std::string_view) {}
void set_page_theme(bool) {}
TextEdit& text_edit() { return null().edit; }
void begin_text(std::string_view id, std::string_view text, bool, float, float, float, float) {
  null().edit = {.id = std::string(id), .text = std::string(text), .open = true};
}
void select_text(int start, int end) {
  null().edit.selection_start = start;
  null().edit.selection_end = end;
}
void end_text() { null().edit.open = false; }
void set_door(Door door) { null().door = std::move(door); }
void set_ready() {}
void sync_mirror(unsigned long long, const std::function<std::string()>&) {}
void fatal(std::string_view title_en, std::string_view, std::string_view hint_en, std::string_view) {
  std::fprintf(stderr, "fatal: %.*s: %.*s\n", static_cast<int>(title_en.size()), title_en.data(), static_cast<int>(hint_en.size()),
               hint_en.data());
  std::abort();
}

}  // namespace rizbin::platform
