// See saving.h.
#include "web/app/saving.h"

#include <algorithm>
#include <utility>

#include "web/app/base64.h"
#include "web/platform/platform.h"

namespace rizbin {
namespace {

constexpr double kSoonS = 0.4;      // after the last stroke of a hand, not after each pixel
constexpr double kBetweenS = 2;     // between two writes

}  // namespace

void Saving::note(std::uint64_t version, std::string settings, double now_s) {
  const bool was_waiting = waits();
  if (version != version_) {
    version_ = version;
    session_waits_ = true;
  }
  if (settings != settings_) {
    settings_ = std::move(settings);
    settings_wait_ = true;
  }
  if (waits() && !was_waiting) due_s_ = std::max(now_s + kSoonS, written_s_ + kBetweenS);
}

void Saving::write(std::span<const std::byte> session, double now_s) {
  if (session_waits_ && !session.empty()) platform::store(kSessionKey, to_base64(session));
  if (settings_wait_) platform::store(kSettingsKey, settings_);
  session_waits_ = settings_wait_ = false;
  written_s_ = now_s;
}

void Saving::settle(std::uint64_t version, std::string settings) {
  version_ = version;
  settings_ = std::move(settings);
  session_waits_ = settings_wait_ = false;
}

}  // namespace rizbin
