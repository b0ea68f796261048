// The four weights of Vazirmatn and the icon font, in ImGui's dynamic atlas.
#pragma once

#include "web/ui/text.h"

struct ImFont;

namespace rizbin::ui {

// Adds the fonts to the current ImGui context. Once, after ImGui::CreateContext(); false: a font would not load.
bool load_fonts();
[[nodiscard]] ImFont* font(Weight weight);   // null before load_fonts()
[[nodiscard]] ImFont* icon_font();
// Vazirmatn's ascent − descent is 1.5625 em, and that is what ImGui calls a font's size.
inline constexpr float kImGuiPerCss = 1.5625f;
inline constexpr int kOversample = 4;        // glyphs may stand at quarters of a device pixel and stay sharp

}  // namespace rizbin::ui
