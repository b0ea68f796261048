// Saving: drawing, network and settings on the device, so that a reload finds all as it was. Written a moment after a change and
// at once when the page hides. A saved session that cannot be read is kept under another key until the learner lets it go.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rizbin {

inline constexpr std::string_view kSessionKey = "session", kSettingsKey = "settings", kBrokenKey = "session_broken";

class Saving {
 public:
  // Both remember what was last written, so that nothing is written twice.
  void note(std::uint64_t session_version, std::string settings, double now_s);
  // Something waits and its moment has come. While training runs the moment comes every few seconds.
  [[nodiscard]] bool due(double now_s) const { return waits() && now_s >= due_s_; }
  [[nodiscard]] bool waits() const { return session_waits_ || settings_wait_; }
  [[nodiscard]] double due_s() const { return due_s_; }
  [[nodiscard]] bool session_waits() const { return session_waits_; }
  void write(std::span<const std::byte> session, double now_s);  // empty: only the settings
  // What stands saved now counts as written (after the start).
  void settle(std::uint64_t session_version, std::string settings);

 private:
  std::uint64_t version_ = 0;
  std::string settings_;
  bool session_waits_ = false, settings_wait_ = false;
  double due_s_ = 0;
  double written_s_ = -1e9;
};

}  // namespace rizbin
