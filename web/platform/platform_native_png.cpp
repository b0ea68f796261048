// A small PNG writer, so that pictures need no library: rows filtered by "up" (flat drawings become zeros), runs packed with
// deflate's fixed Huffman codes at distance 1. Good enough for screenshots: a tenth to a hundredth of the raw size.
#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "web/platform/platform_native.h"

namespace rizbin::platform::native {
namespace {

using Bytes = std::vector<unsigned char>;

struct BitWriter {
  Bytes& out;
  std::uint32_t bits = 0;
  int count = 0;
  void put(std::uint32_t value, int length) {  // least significant bit first
    bits |= value << count;
    count += length;
    while (count >= 8) {
      out.push_back(static_cast<unsigned char>(bits & 0xFF));
      bits >>= 8;
      count -= 8;
    }
  }
  void code(std::uint32_t value, int length) {  // Huffman codes go most significant bit first
    std::uint32_t turned = 0;
    for (int i = 0; i < length; ++i) turned |= ((value >> i) & 1u) << (length - 1 - i);
    put(turned, length);
  }
  void symbol(int s) {  // fixed table, RFC 1951 3.2.6
    if (s < 144) code(static_cast<std::uint32_t>(0x30 + s), 8);
    else if (s < 256) code(static_cast<std::uint32_t>(0x190 + s - 144), 9);
    else if (s < 280) code(static_cast<std::uint32_t>(s - 256), 7);
    else code(static_cast<std::uint32_t>(0xC0 + s - 280), 8);
  }
  void run(int length) {  // 3 … 258 copies of the last byte
    static constexpr std::array<int, 29> kBase = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                                  31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
    int i = 28;
    while (kBase[static_cast<std::size_t>(i)] > length) --i;
    symbol(257 + i);
    const int extra = i < 8 || i == 28 ? 0 : i / 4 - 1;
    if (extra > 0) put(static_cast<std::uint32_t>(length - kBase[static_cast<std::size_t>(i)]), extra);
    code(0, 5);  // distance 1
  }
  void flush() {
    if (count > 0) put(0, 8 - count);
  }
};

std::uint32_t crc_of(const unsigned char* data, std::size_t size) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (std::size_t i = 0; i < size; ++i) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}
void put_u32(Bytes& out, std::uint32_t v) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<unsigned char>(v >> shift & 0xFF));
}
void put_chunk(Bytes& out, const char* name, const Bytes& body) {
  put_u32(out, static_cast<std::uint32_t>(body.size()));
  const std::size_t start = out.size();
  out.insert(out.end(), name, name + 4);
  out.insert(out.end(), body.begin(), body.end());
  put_u32(out, crc_of(out.data() + start, out.size() - start));
}

}  // namespace

bool write_png(const std::string& path, int width, int height, const std::vector<unsigned char>& rgba_bottom_up) {
  const auto w = static_cast<std::size_t>(width), h = static_cast<std::size_t>(height);
  Bytes raw;  // RGB, top down, each row with its filter's number
  raw.reserve(h * (1 + w * 3));
  const auto pixel = [&](std::size_t y, std::size_t x, std::size_t c) { return rgba_bottom_up[((h - 1 - y) * w + x) * 4 + c]; };
  for (std::size_t y = 0; y < h; ++y) {
    raw.push_back(2);
    for (std::size_t x = 0; x < w; ++x)
      for (std::size_t c = 0; c < 3; ++c)
        raw.push_back(static_cast<unsigned char>(pixel(y, x, c) - (y > 0 ? pixel(y - 1, x, c) : 0)));
  }
  Bytes packed = {0x78, 0x01};
  BitWriter writer{packed};
  writer.put(1, 1);  // last block
  writer.put(1, 2);  // fixed codes
  std::uint32_t a = 1, b = 0;
  for (std::size_t i = 0; i < raw.size();) {
    writer.symbol(raw[i]);
    std::size_t run = 0;
    while (i + 1 + run < raw.size() && run < 258 && raw[i + 1 + run] == raw[i]) ++run;
    if (run >= 3) writer.run(static_cast<int>(run));
    i += 1 + (run >= 3 ? run : 0);
  }
  writer.symbol(256);
  writer.flush();
  for (const unsigned char byte : raw) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  put_u32(packed, b << 16 | a);

  Bytes file = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  Bytes head;
  put_u32(head, static_cast<std::uint32_t>(width));
  put_u32(head, static_cast<std::uint32_t>(height));
  head.insert(head.end(), {8, 2, 0, 0, 0});  // 8 bits, RGB
  put_chunk(file, "IHDR", head);
  put_chunk(file, "IDAT", packed);
  put_chunk(file, "IEND", {});
  std::FILE* out = std::fopen(path.c_str(), "wb");
  if (out == nullptr) return false;
  const bool whole = std::fwrite(file.data(), 1, file.size(), out) == file.size();
  return std::fclose(out) == 0 && whole;
}

}  // namespace rizbin::platform::native
