// The whole program with the lecture's machine and its X, at rest.
#pragma once

#include <string>

#include "tests/views/app_stage.h"

namespace rizbin {

struct Machine : AppStage {
  explicit Machine(float w = 1280, float h = 800, const char* preset = "lecture12") : AppStage(w, h) {
    start();
    step(2);
    apply(R"({"type":"pause"})");
    apply(std::string(R"({"type":"load_network","preset":")") + preset + "\"}");
    apply(R"({"type":"load_example","name":"x"})");
    CHECK(rest());
  }
  void look(const std::string& id, float px) {
    apply(R"({"type":"set_focus","id":")" + id + R"(","cell_px":)" + std::to_string(px) + "}");
    CHECK(rest());
  }
  [[nodiscard]] std::string level() const { return app->canvas().level(app->view()); }
  [[nodiscard]] std::string focus() const { return focus_id(*snapshot(), app->view().focus); }
};

}  // namespace rizbin
