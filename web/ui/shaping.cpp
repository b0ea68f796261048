#include "web/ui/shaping.h"

#include <fribidi.h>

#include <unordered_map>

#include "web/ui/text.h"

namespace rizbin::ui {
namespace {

constexpr std::size_t kCacheEntries = 4096;
// Clearing REORDER_NSM keeps vowel marks and hamza above on their letter (there is no GPOS to move them).
constexpr FriBidiFlags kFlags = (FRIBIDI_FLAGS_DEFAULT & ~FRIBIDI_FLAG_REORDER_NSM) | FRIBIDI_FLAGS_ARABIC;

bool rtl_letter(char32_t c) {
  if (c < 0x590) return false;
  if (c <= 0x8FF) {
    const bool digit_or_sign = (c >= 0x600 && c <= 0x605) || c == 0x60C || (c >= 0x64B && c <= 0x66C) || (c >= 0x6F0 && c <= 0x6F9);
    return !digit_or_sign;
  }
  return c == 0x200F || c == 0x202B || c == 0x202E || c == 0x2067 || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC);
}

bool invisible(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || c == '\n' ||
         c == '\r';
}
bool mark(char32_t c) { return (c >= 0x300 && c <= 0x36F) || (c >= 0x64B && c <= 0x65F) || c == 0x670; }

}  // namespace

std::u32string decode(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size();) {
    const auto b = static_cast<unsigned char>(utf8[i]);
    const int extra = b < 0x80 ? 0 : b >= 0xC2 && b < 0xE0 ? 1 : b >= 0xE0 && b < 0xF0 ? 2 : b >= 0xF0 && b < 0xF5 ? 3 : -1;
    char32_t c = extra <= 0 ? b : b & (0x3Fu >> extra);
    bool good = extra >= 0 && i + static_cast<std::size_t>(extra) < utf8.size();
    for (int k = 1; good && k <= extra; ++k) {
      const auto next = static_cast<unsigned char>(utf8[i + static_cast<std::size_t>(k)]);
      good = (next & 0xC0) == 0x80;
      c = c << 6 | (next & 0x3Fu);
    }
    out += good ? c : U'\uFFFD';
    i += good ? static_cast<std::size_t>(extra) + 1 : 1;
  }
  return out;
}

std::string encode(std::u32string_view points) {
  std::string out;
  for (char32_t c : points) {
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x800) {
      out += static_cast<char>(0xC0 | (c >> 6));
      out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      out += static_cast<char>(0xE0 | (c >> 12));
      out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
      out += static_cast<char>(0xF0 | (c >> 18));
      out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
      out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return out;
}

bool has_rtl(std::string_view utf8) {
  bool ascii = true;
  for (char c : utf8) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  if (ascii) return false;
  for (char32_t c : decode(utf8))
    if (rtl_letter(c)) return true;
  return false;
}

bool Paragraph::drawn(std::size_t i) const { return !invisible(shaped_[i]); }

bool Paragraph::starts_cluster(std::size_t i) const {
  if (i == 0 || i >= shaped_.size()) return true;
  return !mark(shaped_[i]) && shaped_[i] != 0x200C && shaped_[i] != 0x200D && shaped_[i] != FRIBIDI_CHAR_FILL;
}

std::u32string Paragraph::visual(std::size_t from, std::size_t to) const {
  std::u32string line = shaped_.substr(from, to - from);
  if (!levels_.empty() && !line.empty()) {
    const auto at = static_cast<std::ptrdiff_t>(from), past = static_cast<std::ptrdiff_t>(to);
    const std::vector<FriBidiCharType> types(types_.begin() + at, types_.begin() + past);
    std::vector<FriBidiLevel> levels(levels_.begin() + at, levels_.begin() + past);
    std::vector<FriBidiChar> order(line.begin(), line.end());
    (void)fribidi_reorder_line(kFlags, types.data(), static_cast<FriBidiStrIndex>(order.size()), 0,
                               static_cast<FriBidiParType>(base_), levels.data(), order.data(), nullptr);
    line.assign(order.begin(), order.end());
  }
  std::erase_if(line, invisible);
  return line;
}

const Paragraph& shape(std::string_view utf8) {
  static std::unordered_map<std::string, Paragraph> cache;
  static bool cached_rtl = false;
  if (cache.size() >= kCacheEntries || cached_rtl != locale().rtl()) cache.clear();
  cached_rtl = locale().rtl();

  auto [it, fresh] = cache.try_emplace(std::string(utf8));
  Paragraph& p = it->second;
  if (!fresh) return p;
  p.shaped_ = decode(utf8);
  bool any_rtl = false, first_rtl = false, seen_letter = false;
  for (char32_t c : p.shaped_) {
    const bool rtl = rtl_letter(c);
    any_rtl = any_rtl || rtl;
    if (!seen_letter && (rtl || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))) {
      seen_letter = true;
      first_rtl = rtl;
    }
  }
  if (!any_rtl) return p;  // left to right as it stands

  p.rtl_ = locale().rtl() || first_rtl;
  const auto n = static_cast<FriBidiStrIndex>(p.shaped_.size());
  std::vector<FriBidiChar> text(p.shaped_.begin(), p.shaped_.end());
  std::vector<FriBidiCharType> types(text.size());
  std::vector<FriBidiBracketType> brackets(text.size());
  std::vector<FriBidiLevel> levels(text.size());
  std::vector<FriBidiJoiningType> joining(text.size());
  auto base = static_cast<FriBidiParType>(p.rtl_ ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR);
  fribidi_get_bidi_types(text.data(), n, types.data());
  fribidi_get_bracket_types(text.data(), n, types.data(), brackets.data());
  if (fribidi_get_par_embedding_levels_ex(types.data(), brackets.data(), n, &base, levels.data()) == 0) return p;
  fribidi_get_joining_types(text.data(), n, joining.data());
  fribidi_join_arabic(types.data(), n, levels.data(), joining.data());
  fribidi_shape(kFlags, levels.data(), n, joining.data(), text.data());
  p.shaped_.assign(text.begin(), text.end());
  p.levels_.assign(levels.begin(), levels.end());
  p.types_.assign(types.begin(), types.end());
  p.base_ = static_cast<unsigned>(base);
  return p;
}

std::vector<std::size_t> break_lines(const Paragraph& p, float width, const std::function<float(char32_t)>& advance) {
  std::vector<std::size_t> ends;
  std::size_t start = 0, last_space = 0;  // last_space: index after the last space of this line
  float line = 0, since_space = 0;        // since_space: width of the word being gathered
  for (std::size_t i = 0; i < p.size(); ++i) {
    const char32_t c = p.at(i);
    if (c == '\n') {
      ends.push_back(i + 1);
      start = last_space = i + 1;
      line = since_space = 0;
      continue;
    }
    const float w = p.drawn(i) ? advance(c) : 0;
    if (c == ' ') {  // a space may hang over the end
      line += w;
      last_space = i + 1;
      since_space = 0;
      continue;
    }
    if (line + w > width && i > start) {
      if (last_space > start) {
        ends.push_back(last_space);
        start = last_space;
        line = since_space;
      } else if (p.starts_cluster(i)) {
        ends.push_back(i);
        start = last_space = i;
        line = since_space = 0;
      }
    }
    line += w;
    since_space += w;
  }
  if (start < p.size() || ends.empty()) ends.push_back(p.size());
  return ends;
}

}  // namespace rizbin::ui
