// Settings: what of the views is remembered on the device, as one small JSON text. Unknown or broken fields are left at their
// defaults: an old or damaged text never stops the start.
#pragma once

#include <string>
#include <string_view>

#include "web/canvas/view_state.h"
#include "web/runner/runner.h"
#include "web/ui/text.h"

namespace rizbin {

struct Settings {
  ui::Language language = ui::Language::en;
  ViewState view;          // hover is not saved
  std::string focus;       // the focus as a stable word: layers are known only once the network is loaded
  Speed speed = Speed::eight;
};

[[nodiscard]] std::string settings_to_json(const Settings& settings);
// Starts from `defaults`.
[[nodiscard]] Settings settings_from_json(std::string_view json, Settings defaults);

[[nodiscard]] std::string_view word_of(ui::Language language);
[[nodiscard]] std::string_view word_of(ThemeChoice theme);
[[nodiscard]] std::string_view word_of(Quantity quantity);
[[nodiscard]] std::string_view word_of(RangeScope scope);
[[nodiscard]] std::string_view word_of(StepStage stage);
[[nodiscard]] std::string_view word_of(Tab tab);
[[nodiscard]] std::string_view word_of(Sheet sheet);
[[nodiscard]] std::string_view word_of(Speed speed);
// False, and `out` as it was, when the word is none of them.
bool from_word(std::string_view word, ui::Language& out);
bool from_word(std::string_view word, ThemeChoice& out);
bool from_word(std::string_view word, Quantity& out);
bool from_word(std::string_view word, RangeScope& out);
bool from_word(std::string_view word, StepStage& out);
bool from_word(std::string_view word, Tab& out);
bool from_word(std::string_view word, Tool& out);
bool from_word(std::string_view word, Sheet& out);
bool from_word(std::string_view word, Speed& out);

}  // namespace rizbin
