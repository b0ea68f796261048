#include "engine/io/bytes.h"

#include <cmath>

namespace rizbin {

void ByteReader::refuse(std::string_view field, std::string_view why) {
  if (failed_) return;
  failed_ = true;
  error_ = {.code = ErrorCode::bad_file,
            .where = std::string(field),
            .message = "saved session: " + std::string(field) + " " + std::string(why),
            .numbers = {}};
}

std::uint64_t ByteReader::number(std::size_t size, std::string_view field) {
  if (failed_) return 0;
  if (left() < size) {
    refuse(field, "is cut off");
    return 0;
  }
  std::uint64_t v = 0;
  for (std::size_t i = 0; i < size; ++i) v |= std::uint64_t{static_cast<std::uint8_t>(bytes_[place_ + i])} << (8 * i);
  place_ += size;
  return v;
}

int ByteReader::i32(std::string_view field, int lowest, int highest) {
  const int v = static_cast<int>(static_cast<std::uint32_t>(number(4, field)));
  if (!failed_ && (v < lowest || v > highest)) refuse(field, "is out of range");
  return failed_ ? lowest : v;
}

float ByteReader::f32(std::string_view field, float lowest, float highest) {
  const float v = std::bit_cast<float>(static_cast<std::uint32_t>(number(4, field)));
  if (!failed_ && !std::isfinite(v)) refuse(field, "is not finite");
  if (!failed_ && (v < lowest || v > highest)) refuse(field, "is out of range");
  return failed_ ? lowest : v;
}

bool ByteReader::flag(std::string_view field) {
  const std::uint8_t v = u8(field);
  if (!failed_ && v > 1) refuse(field, "is neither 0 nor 1");
  return v == 1;
}

std::vector<float> ByteReader::f32s(std::string_view field, int count, float lowest, float highest) {
  const std::uint32_t given = u32(field);
  if (!failed_ && count >= 0 && given != static_cast<std::uint32_t>(count)) refuse(field, "has the wrong length");
  if (!failed_ && given > left() / 4) refuse(field, "is cut off");
  std::vector<float> values;
  if (failed_) return values;
  values.resize(given);
  for (float& v : values) v = f32(field, lowest, highest);
  return values;
}

std::string ByteReader::text(std::string_view field, std::size_t longest) {
  const std::uint32_t length = u32(field);
  if (!failed_ && (length > longest || length > left())) refuse(field, "is too long");
  std::string s;
  if (failed_) return s;
  s.resize(length);
  for (char& c : s) c = static_cast<char>(u8(field));
  return s;
}

}  // namespace rizbin
