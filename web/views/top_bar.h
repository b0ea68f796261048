// The top bar: mark, network, quantity with its legend, language, theme, menu. And the strip that carries what the top bar of a
// small window has no room for.
#pragma once

#include "web/views/context.h"
#include "web/views/layout.h"
#include "web/views/place.h"

namespace rizbin::views {

void draw_top_bar(const Layout& layout, Context& context);
void draw_strip(const Layout& layout, Context& context);

// The network's name in the reader's language.
[[nodiscard]] std::string preset_label(std::string_view preset);
void switch_language(Context& context);
void draw_mark(Vec center, float size);

}  // namespace rizbin::views
