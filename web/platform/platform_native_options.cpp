// The command line, and what the system says about the reader.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <SDL.h>

#include "web/platform/platform_native.h"

namespace rizbin::platform {
namespace native {
namespace {

constexpr const char* kHelp = R"(rizbin: a loupe for convolutional networks

  --size WxH           the window, in CSS pixels (1280x800)
  --scale N            device pixels in a CSS pixel (the system's)
  --lang en|fa         language; also --theme light|dark, --motion reduce
  --fresh              as if started for the first time; nothing is kept
  --screenshot FILE    writes a PNG and quits (implies --fresh unless --keep)
  --after SECONDS      the moment of the screenshot (0: as soon as nothing moves)
  --remote             speaks JSON lines on standard input and output: docs/testing.md
)";

[[noreturn]] void refuse(const char* argument) {
  std::fprintf(stderr, "rizbin: did not understand %s\n\n%s", argument, kHelp);
  std::exit(2);
}

}  // namespace

Options parse_options(int argc, char** argv) {
  Options options;
  bool keep = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--help") {
      std::fputs(kHelp, stdout);
      std::exit(0);
    }
    if (!argument.starts_with("--")) refuse(argv[i]);
    const std::string name(argument.substr(2));
    if (name == "remote" || name == "fresh" || name == "keep") {
      options.remote |= name == "remote";
      options.fresh |= name == "fresh";
      keep |= name == "keep";
      continue;
    }
    if (i + 1 >= argc) refuse(argv[i]);
    const char* value = argv[++i];
    if (name == "size") {
      if (std::sscanf(value, "%dx%d", &options.width, &options.height) != 2 || options.width < 1 || options.height < 1)
        refuse(value);
    } else if (name == "scale") {
      options.scale = std::strtof(value, nullptr);
      if (!(options.scale >= 0.25f && options.scale <= 8)) refuse(value);
    } else if (name == "after") {
      options.after_s = std::strtod(value, nullptr);
    } else if (name == "screenshot") {
      options.screenshot = value;
    } else {
      options.values.insert_or_assign(name, value);  // the app's: lang, theme, motion, …
    }
  }
  if (!options.screenshot.empty() && !keep) options.fresh = true;
  return options;
}

const Options& options() {
  static Options only;
  return only;
}

}  // namespace native

std::string option(std::string_view name) {
  const auto& values = native::options().values;
  const auto found = values.find(name);
  return found == values.end() ? std::string() : found->second;
}

bool prefers_dark() {
  const std::string asked = option("theme");
  if (!asked.empty()) return asked == "dark";
  const char* gtk = std::getenv("GTK_THEME");
  return gtk != nullptr && std::strstr(gtk, "dark") != nullptr;
}
bool prefers_reduced_motion() { return option("motion") == "reduce"; }
bool coarse_pointer() { return option("pointer") == "coarse"; }
std::string preferred_language() {
  const std::string asked = option("lang");
  if (!asked.empty()) return asked.substr(0, 2);
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value != nullptr && std::strlen(value) >= 2 && value[0] != 'C')
      return std::string(value, 2);
  return "en";
}

void open_page(std::string_view /*path*/) {}  // the desktop shows licences itself
void copy_text(std::string_view utf8) { SDL_SetClipboardText(std::string(utf8).c_str()); }

}  // namespace rizbin::platform
