#include "web/ui/fonts.h"

#include <imgui.h>

#include <array>
#include <span>

#include "fonts.gen.h"

namespace rizbin::ui {
namespace {

struct Fonts {
  ImGuiContext* context = nullptr;
  std::array<ImFont*, 4> weights{};
  ImFont* icons = nullptr;
};
Fonts loaded;

ImFont* add(std::span<const unsigned char> file, float size) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = kOversample;
  config.OversampleV = 1;
  // The atlas does not write to the data; its interface is older than const.
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(file.data()), static_cast<int>(file.size()), size,
                                                    &config);
}

}  // namespace

bool load_fonts() {
  const float size = 13 * kImGuiPerCss;
  loaded.context = ImGui::GetCurrentContext();
  loaded.weights = {add(fonts::kVazirmatnRegular, size), add(fonts::kVazirmatnMedium, size), add(fonts::kVazirmatnSemiBold, size),
                    add(fonts::kVazirmatnBold, size)};
  loaded.icons = add(fonts::kIcons, 18);
  for (const ImFont* f : loaded.weights)
    if (f == nullptr) return false;
  return loaded.icons != nullptr;
}

ImFont* font(Weight weight) {
  return loaded.context != nullptr && loaded.context == ImGui::GetCurrentContext()
             ? loaded.weights[static_cast<std::size_t>(weight)]
             : nullptr;
}
ImFont* icon_font() { return loaded.context != nullptr && loaded.context == ImGui::GetCurrentContext() ? loaded.icons : nullptr; }

}  // namespace rizbin::ui
