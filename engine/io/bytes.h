// Little-endian bytes, whatever the machine: what save files are made of. A reader never reads past its end; every read names
// the field it wants, so that an error can say which one is bad.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace rizbin {

class ByteWriter {
 public:
  void u8(std::uint8_t v) { bytes_.push_back(static_cast<std::byte>(v)); }
  void u32(std::uint32_t v) {
    for (int i = 0; i < 4; ++i) u8(static_cast<std::uint8_t>(v >> (8 * i)));
  }
  void u64(std::uint64_t v) {
    for (int i = 0; i < 8; ++i) u8(static_cast<std::uint8_t>(v >> (8 * i)));
  }
  void i32(int v) { u32(static_cast<std::uint32_t>(v)); }
  void f32(float v) { u32(std::bit_cast<std::uint32_t>(v)); }
  void flag(bool v) { u8(v ? 1 : 0); }
  void f32s(std::span<const float> values) {
    u32(static_cast<std::uint32_t>(values.size()));
    for (const float v : values) f32(v);
  }
  void text(std::string_view s) {
    u32(static_cast<std::uint32_t>(s.size()));
    for (const char c : s) u8(static_cast<std::uint8_t>(c));
  }
  [[nodiscard]] std::vector<std::byte>& bytes() { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

// The first bad field is remembered and everything after it reads as zero: read all, then ask ok().
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::uint8_t u8(std::string_view field) { return static_cast<std::uint8_t>(number(1, field)); }
  std::uint32_t u32(std::string_view field) { return static_cast<std::uint32_t>(number(4, field)); }
  std::uint64_t u64(std::string_view field) { return number(8, field); }
  // Within [lowest, highest], else the field is bad.
  int i32(std::string_view field, int lowest, int highest);
  // Finite and within [lowest, highest].
  float f32(std::string_view field, float lowest, float highest);
  bool flag(std::string_view field);
  // Exactly `count` of them when count ≥ 0; else at most what the rest of the file can hold.
  std::vector<float> f32s(std::string_view field, int count, float lowest, float highest);
  std::string text(std::string_view field, std::size_t longest);

  void refuse(std::string_view field, std::string_view why);
  [[nodiscard]] bool ok() const { return !failed_; }
  [[nodiscard]] bool at_end() const { return place_ == bytes_.size(); }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - place_; }
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  std::uint64_t number(std::size_t size, std::string_view field);

  std::span<const std::byte> bytes_;
  std::size_t place_ = 0;
  bool failed_ = false;
  Error error_;
};

}  // namespace rizbin
