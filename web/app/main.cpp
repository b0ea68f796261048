// The first light: a window with a word in it, drawn through the platform. The app takes its place.
#include <string>

#include <imgui.h>

#include "fonts.gen.h"
#include "web/platform/input.h"
#include "web/platform/platform.h"

namespace platform = rizbin::platform;

int main(int argc, char** argv) {
  return platform::run(argc, argv,
                       {.start =
                            [] {
                              ImFontConfig config;
                              config.FontDataOwnedByAtlas = false;
                              ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(rizbin::fonts::kVazirmatnRegular.data()),
                                                                         static_cast<int>(rizbin::fonts::kVazirmatnRegular.size()), 24, &config);
                              platform::set_page_language("en", false, "Rizbin");
                              platform::set_page_theme(platform::prefers_dark());
                              platform::set_door({.state_json =
                                                      [] {
                                                        return "{\"frame\":{\"count\":" + std::to_string(platform::frame_stats().count) + "}}";
                                                      },
                                                  .items_json = [] { return std::string("[]"); },
                                                  .apply_json = [](std::string_view) { return std::string(R"({"ok":true})"); },
                                                  .perform_json = [](auto, auto, auto) { return std::string(R"({"ok":true})"); }});
                              return true;
                            },
                        .frame =
                            [](double) {
                              const auto& p = platform::pointer_input();
                              ImGui::GetBackgroundDrawList()->AddText({24, 24}, 0xFF161D22, "Rizbin");
                              ImGui::GetBackgroundDrawList()->AddCircleFilled({p.x, p.y}, p.down ? 12.0f : 6.0f, 0xFF0C38B4);
                              platform::set_ready();
                            },
                        .context_restored = [] {},
                        .hide = [] {}});
}
