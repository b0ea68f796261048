// How numbers are written (design README, "Numbers"): activations and votes are cut toward zero as the lecture does, all else is
// rounded; minus is U+2212; zero never carries a sign; Persian numerals are an option. And how typed numbers are read.
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "web/ui/text.h"

namespace rizbin::ui {
namespace {

constexpr std::string_view kMinus = "\u2212", kPersianPoint = "\u066B", kInfinity = "\u221E";

bool persian() { return locale().language == Language::fa && locale().persian_digits; }

void append_persian(std::string& out, char digit) {  // U+06F0 … U+06F9
  out += static_cast<char>(0xDB);
  out += static_cast<char>(0xB0 + (digit - '0'));
}

// A decimal string of std::to_chars ("-0.550"): no sign on a zero, numerals of the reader.
std::string dress(std::string_view latin) {
  if (!latin.empty() && latin.front() == '-' && latin.find_first_of("123456789") == std::string_view::npos) latin.remove_prefix(1);
  return digits(latin);
}

std::string not_finite(double v) {
  if (std::isnan(v)) return "NaN";
  return std::string(v < 0 ? kMinus : "") + std::string(kInfinity);
}

// Numbers no cell or label has room for, as when training ran away: 3.5e14, in the reader's numerals.
constexpr double kWordy = 1e6;
std::string large(double v) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.1e", v);
  std::string text(buffer.data());
  const std::size_t e = text.find('e');
  std::size_t first = e + 1;  // "+14", "+06"
  while (first + 1 < text.size() && (text[first] == '+' || text[first] == '0')) ++first;
  return digits(text.substr(0, e)) + "e" + digits(text.substr(first));
}

// Rounds half away from zero on the shortest decimal that names v, so that 0.125f → 0.13 and 0.285f → 0.29 as a reader expects.
template <typename T>
std::string shortest_rounded(T v, int decimals) {
  if (!std::isfinite(v)) return not_finite(v);
  if (std::fabs(static_cast<double>(v)) >= kWordy) return large(static_cast<double>(v));
  std::array<char, 512> buffer{};
  auto [end, error] = std::to_chars(buffer.data() + 1, buffer.data() + buffer.size(), v, std::chars_format::fixed);
  if (error != std::errc{}) return not_finite(v);
  std::string text(buffer.data() + 1, end);
  const bool negative = text.front() == '-';
  if (negative) text.erase(0, 1);
  const auto point = text.find('.');
  std::string whole = text.substr(0, point), part = point == std::string::npos ? "" : text.substr(point + 1);
  const bool up = static_cast<int>(part.size()) > decimals && part[static_cast<std::size_t>(decimals)] >= '5';
  part.resize(static_cast<std::size_t>(decimals), '0');
  std::string all = whole + part;
  if (up) {
    auto i = all.size();
    while (i > 0 && all[i - 1] == '9') all[--i] = '0';
    if (i > 0) {
      ++all[i - 1];
    } else {
      all.insert(0, "1");
    }
  }
  if (decimals > 0) all.insert(all.size() - static_cast<std::size_t>(decimals), ".");
  return dress((negative ? "-" : "") + all);
}

// Two decimals cut toward zero. Float noise must not cut a whole cent away: 0.55 stored as 0.5499999… is 0.55, and so is a mean
// that came out an ulp below one. The shortest decimal that names the float is what is cut; within 2 ulp of the next cent it is
// that cent.
std::string cut(float v) {
  if (!std::isfinite(v)) return not_finite(v);
  const double magnitude = std::fabs(static_cast<double>(v));
  if (magnitude >= kWordy) return large(static_cast<double>(v));
  const double ulp = std::fabs(static_cast<double>(std::nextafter(std::fabs(v), INFINITY)) - magnitude);
  double cents = std::floor(magnitude * 100);
  if (ulp < 0.001 && (cents + 1) / 100 - magnitude <= 2 * ulp) cents += 1;
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%s%.2f", v < 0 ? "-" : "", cents / 100);
  return dress(buffer.data());
}

bool whole(float v) { return std::isfinite(v) && v == std::trunc(v) && std::fabs(v) < 1e6f; }

}  // namespace

std::string digits(std::string_view latin) {
  const bool fa = persian();
  std::string out;
  out.reserve(latin.size() * 2);
  for (char c : latin) {
    if (c == '-') {
      out += kMinus;
    } else if (fa && c >= '0' && c <= '9') {
      append_persian(out, c);
    } else if (fa && c == '.') {
      out += kPersianPoint;
    } else {
      out += c;
    }
  }
  return out;
}

std::string value_text(float v) { return cut(v); }
std::string pixel_text(float v) { return whole(v) ? number(static_cast<long long>(v)) : value_text(v); }
std::string weight_text(float v) { return whole(v) ? number(static_cast<long long>(v)) : shortest_rounded(v, 2); }
std::string gradient_text(float v) { return shortest_rounded(v, 3); }
std::string fixed_text(double v, int decimals) { return shortest_rounded(v, decimals); }
std::string number(long long v) { return digits(std::to_string(v)); }

std::string percent_text(float share) {
  // Through the float's own decimal: 0.609f × 100 is 60.9, not 60.90000272.
  const std::string figure = shortest_rounded(share * 100.0f, 1);
  if (locale().language == Language::fa) return figure + (persian() ? "\u066A" : "%");
  return figure + " %";
}

bool parse_number(std::string_view typed, double& value) {
  std::string latin;
  for (std::size_t i = 0; i < typed.size();) {
    const auto byte = static_cast<unsigned char>(typed[i]);
    const auto next = [&](std::size_t k) { return i + k < typed.size() ? static_cast<unsigned char>(typed[i + k]) : 0u; };
    if (byte == 0xDB && next(1) >= 0xB0 && next(1) <= 0xB9) {  // ۰ … ۹
      latin += static_cast<char>('0' + (next(1) - 0xB0));
      i += 2;
    } else if (byte == 0xD9 && next(1) >= 0xA0 && next(1) <= 0xA9) {  // ٠ … ٩
      latin += static_cast<char>('0' + (next(1) - 0xA0));
      i += 2;
    } else if (byte == 0xD9 && next(1) == 0xAB) {  // ٫
      latin += '.';
      i += 2;
    } else if (byte == 0xE2 && next(1) == 0x88 && next(2) == 0x92) {  // −
      latin += '-';
      i += 3;
    } else if ((byte == 0xE2 && next(1) == 0x80 && (next(2) >= 0x8B && next(2) <= 0x8F)) ||
               (byte == 0xE2 && next(1) == 0x81 && (next(2) >= 0xA6 && next(2) <= 0xA9))) {  // joiners, marks, isolates
      i += 3;
    } else if (byte == ' ' || byte == '\t') {
      ++i;
    } else if (byte == ',' || (byte >= '0' && byte <= '9') || byte == '.' || byte == '-' || byte == '+' || byte == '/' ||
               byte == 'e' || byte == 'E') {
      latin += byte == ',' ? '.' : static_cast<char>(byte);
      ++i;
    } else {
      return false;
    }
  }
  const auto read = [](std::string_view text, double& out) {
    if (text.starts_with('+')) text.remove_prefix(1);
    if (text.empty()) return false;
    const std::string whole_text(
        text);  // only digits, point, sign and exponent are left: strtod reads the rest the same everywhere
    char* end = nullptr;
    out = std::strtod(whole_text.c_str(), &end);
    return end == whole_text.c_str() + whole_text.size() && std::isfinite(out);
  };
  const auto slash = latin.find('/');
  if (slash == std::string::npos) return read(latin, value);
  double over = 0, under = 0;
  if (!read(std::string_view(latin).substr(0, slash), over) || !read(std::string_view(latin).substr(slash + 1), under) ||
      under == 0)
    return false;
  value = over / under;
  return true;
}

}  // namespace rizbin::ui
