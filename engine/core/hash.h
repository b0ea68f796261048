// FNV-1a, 64 bits: the fingerprint of weights, pictures and settings that tests compare across machines.
// hash ← (hash xor byte) × 1099511628211, starting from 14695981039346656037. Numbers go in least significant byte first, floats
// as their bits, so −0 and 0 differ and equal hashes mean equal bits.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace rizbin {

class Hash {
 public:
  constexpr void byte(std::uint8_t value) {
    value_ ^= value;
    value_ *= 1099511628211ULL;
  }
  constexpr void bytes(std::span<const std::byte> values) {
    for (const std::byte b : values) byte(static_cast<std::uint8_t>(b));
  }
  constexpr void u32(std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) byte(static_cast<std::uint8_t>(value >> shift));
  }
  constexpr void u64(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) byte(static_cast<std::uint8_t>(value >> shift));
  }
  constexpr void i32(std::int32_t value) { u32(static_cast<std::uint32_t>(value)); }
  constexpr void f32(float value) { u32(std::bit_cast<std::uint32_t>(value)); }
  constexpr void floats(std::span<const float> values) {
    for (const float v : values) f32(v);
  }
  // The length goes in too, so that "ab","c" and "a","bc" differ.
  constexpr void text(std::string_view value) {
    u64(value.size());
    for (const char c : value) byte(static_cast<std::uint8_t>(c));
  }

  [[nodiscard]] constexpr std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 14695981039346656037ULL;
};

[[nodiscard]] constexpr std::uint64_t hash_of(std::span<const float> values) {
  Hash hash;
  hash.floats(values);
  return hash.value();
}

}  // namespace rizbin
