// The reader's language and the tables of texts.
#include <array>

#include "web/ui/shaping.h"
#include "web/ui/text.h"

namespace rizbin::ui {
namespace {
Locale current;
constexpr std::string_view kLeftToRightIsolate = "\u2066", kFirstStrongIsolate = "\u2068", kPopIsolate = "\u2069";
}  // namespace

void set_locale(const Locale& locale) { current = locale; }
const Locale& locale() { return current; }

std::string_view tr(Str id) {
  const auto i = static_cast<std::size_t>(id);
  return current.language == Language::fa ? kStrFa[i] : kStrEn[i];
}

std::string fmt(Str id, std::initializer_list<Arg> args) {
  const std::string_view text = tr(id);
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t close = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
    if (close == std::string_view::npos) {
      out += text[i++];
      continue;
    }
    const std::string_view name = text.substr(i + 1, close - i - 1);
    for (const Arg& arg : args) {
      if (arg.name != name) continue;
      // Numbers and formulas run left to right whatever surrounds them; plain Latin in an English sentence needs no mark.
      const bool rtl_inside = has_rtl(arg.value);
      if (!current.rtl() && !rtl_inside) {
        out += arg.value;
      } else {
        out += rtl_inside ? kFirstStrongIsolate : kLeftToRightIsolate;
        out += arg.value;
        out += kPopIsolate;
      }
    }
    i = close + 1;
  }
  return out;
}

}  // namespace rizbin::ui
