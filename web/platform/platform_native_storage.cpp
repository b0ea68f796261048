// What is kept: one small file a key in the user's configuration folder, replaced whole so that a crash leaves the old one.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <system_error>

#include <SDL.h>

#include "web/platform/platform_native.h"

namespace rizbin::platform {
namespace {

namespace fs = std::filesystem;

fs::path folder() {
#if defined(__linux__) || defined(__FreeBSD__)
  if (const char* xdg = std::getenv("XDG_CONFIG_HOME"); xdg != nullptr && xdg[0] == '/') return fs::path(xdg) / "rizbin";
  if (const char* home = std::getenv("HOME"); home != nullptr && home[0] == '/') return fs::path(home) / ".config" / "rizbin";
#endif
  char* path = SDL_GetPrefPath("Rizbin", "rizbin");
  const fs::path result = path != nullptr ? fs::path(path) : fs::path();
  SDL_free(path);
  return result;
}

std::string file_name(std::string_view key) {
  std::string name(key);
  for (char& c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.')) c = '_';
  return name;
}

std::map<std::string, std::string, std::less<>>& memory() {  // --fresh
  static std::map<std::string, std::string, std::less<>> only;
  return only;
}

}  // namespace

void store(std::string_view key, std::string_view value) {
  if (native::options().fresh) {
    memory().insert_or_assign(std::string(key), std::string(value));
    return;
  }
  const fs::path place = folder();
  std::error_code error;
  fs::create_directories(place, error);
  const fs::path file = place / file_name(key), fresh = place / (file_name(key) + ".new");
  {
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out.write(value.data(), static_cast<std::streamsize>(value.size()));
    out.flush();
    if (!out) return;  // a full or read-only disk: the old file stays
  }
  fs::rename(fresh, file, error);
}

std::string load(std::string_view key) {
  if (native::options().fresh) {
    const auto found = memory().find(key);
    return found == memory().end() ? std::string() : found->second;
  }
  std::ifstream in(folder() / file_name(key), std::ios::binary);
  std::string value;
  char block[4096];
  while (in.read(block, sizeof block) || in.gcount() > 0) value.append(block, static_cast<std::size_t>(in.gcount()));
  return value;
}

}  // namespace rizbin::platform
