// The whole program on the null platform: no window, no GL, the door and the pointer as the person.
#pragma once

#include <imgui.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/platform_null.h"
#include "web/app/app.h"
#include "web/platform/input_feed.h"
#include "web/platform/platform.h"
#include "web/ui/items_state.h"
#include "web/ui/text.h"
#include "web/ui/widgets.h"

#undef CHECK  // the engine's; here it is doctest's
#include <doctest/doctest.h>

namespace rizbin {

inline std::vector<std::string>& cut_texts() {
  static std::vector<std::string> cut;
  return cut;
}

struct AppStage {
  ImGuiContext* context = nullptr;
  std::unique_ptr<App> app;
  double time = 1;
  ui::PointerState pointer;
  int frames = 0;

  // `fresh`: nothing is kept from an earlier stage.
  explicit AppStage(float width = 1280, float height = 800, bool fresh = true) {
    context = ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {width, height};
    io.DisplayFramebufferScale = {1, 1};
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    if (fresh) platform::reset_null_platform();
    ui::reset_items();
    ui::frame() = {};
    ui::set_modal("");
    cut_texts().clear();
    ui::on_cut_text([](std::string_view text) { cut_texts().emplace_back(text); });
    platform::set_null_time(time);
    platform::feed_leave();
    platform::end_input_frame();
  }
  ~AppStage() {
    app.reset();
    ui::on_cut_text(nullptr);
    ImGui::DestroyContext(context);
    ui::reset_items();
    ui::set_locale({});
    ui::set_modal("");
    ui::frame() = {};
  }
  AppStage(const AppStage&) = delete;
  AppStage& operator=(const AppStage&) = delete;

  void start() {
    app = std::make_unique<App>();
    app->start(false);
  }
  void step(int count = 1, double seconds = 0.016) {
    for (int i = 0; i < count; ++i) {
      time += seconds;
      ++frames;
      platform::set_null_time(time);
      ImGui::GetIO().DeltaTime = static_cast<float>(seconds);
      static_cast<void>(platform::take_null_frame_request());
      ImGui::NewFrame();
      app->frame(time);
      ImGui::Render();
      platform::end_input_frame();
    }
  }
  // Until nothing moves any more; false: it never came to rest.
  bool rest(int at_most = 2000) {
    for (int i = 0; i < at_most; ++i) {
      step();
      if (!platform::take_null_frame_request()) return true;
    }
    return false;
  }
  void resize(float width, float height) { ImGui::GetIO().DisplaySize = {width, height}; }
  std::string apply(std::string_view json) { return app->apply_json(json); }
  bool press(std::string_view id) {
    const bool done = ui::perform(id, "press", "");
    step(2);
    return done;
  }
  void key(ui::Key k, bool shift = false, bool ctrl = false, char32_t character = 0) {
    ui::push_key({.key = k, .character = character, .shift = shift, .ctrl = ctrl});
    step(2);
  }
  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const { return app->runner().snapshot(); }
};

inline const ui::Item* find_item(std::string_view id) {
  for (const ui::Item& item : ui::items())
    if (item.id == id) return &item;
  return nullptr;
}

}  // namespace rizbin
