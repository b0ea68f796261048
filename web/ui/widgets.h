// Widgets: every control and state of design/components.png, each one function that draws, registers its item and answers.
// All sizes follow the pointer: 36 px high, 44 with a coarse pointer.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "web/ui/items.h"
#include "web/ui/text.h"

namespace rizbin::ui {

// What a frame is drawn with. Set by the app before the views run.
struct Frame {
  ImDrawList* list = nullptr;      // base: canvas and panels, in drawing order
  ImDrawList* overlay = nullptr;   // cards, menus, tooltips, dialogs
  const Theme* theme = nullptr;
  Rect window;
  Vec pointer;
  double now_s = 0;
  float dt_s = 0;
  float pixel_ratio = 1;
  bool coarse_pointer = false;     // finger-sized targets
  bool reduced_motion = false;
};
[[nodiscard]] Frame& frame();
// By the app, around the views: fills frame() from the platform (ImGui's background list as list, its foreground list as overlay),
// hands the pointer to the items and begins them; then draws open menus, tooltips and the edit in place, and ends the items.
void begin_frame(bool dark);
void end_frame();
void request_frame();              // something moves: draw again
void request_frame_at(double time_s);

enum class ButtonKind : std::uint8_t { normal, primary, tool, ghost };
struct ButtonSpec {
  std::string_view id;
  std::string_view label;          // shown, and the accessible name unless `name` is given
  std::string_view name;           // accessible name of an icon button
  std::optional<Icon> icon;
  ButtonKind kind = ButtonKind::normal;
  bool on = false;                 // tool that is chosen
  bool disabled = false;
  bool show_label = true;
  Role role = Role::button;
  std::string_view description;
};
bool button(const Rect& box, const ButtonSpec& spec);
bool play_button(Vec center, std::string_view id, std::string_view name, bool playing);  // round, 44

// Natural sizes, for layouts.
[[nodiscard]] float control_height();                    // 36, or 44 with a coarse pointer
[[nodiscard]] float button_width(std::string_view label, bool icon = false);
[[nodiscard]] float segmented_width(std::span<const std::string> labels);
[[nodiscard]] float tabs_width(std::span<const std::string> labels);
[[nodiscard]] float picker_width(std::span<const std::string> labels);

// Returns the index newly chosen, or −1.
int segmented(const Rect& box, std::string_view id, std::string_view name, std::span<const std::string_view> ids,
              std::span<const std::string> labels, int chosen);
int tabs(const Rect& box, std::string_view id, std::string_view name, std::span<const std::string_view> ids,
         std::span<const std::string> labels, int chosen);
bool toggle(const Rect& box, std::string_view id, std::string_view label, bool on);
// Always runs left to right; the accessible value is `value_text`.
std::optional<float> slider(const Rect& box, std::string_view id, std::string_view label, float value, float min, float max,
                            float step, std::string_view value_text);
// Typed or stepped number; text that is no number or out of range is refused where it stands with the range named, and the old
// value kept. `trailing`: an icon button inside the field (dice).
struct NumberFieldSpec {
  std::string_view id;
  std::string_view label;
  double value = 0, min = 0, max = 1, step = 0.01;
  int decimals = 2;
  bool integer = false;
  std::optional<Icon> trailing;
  std::string_view trailing_name;
};
struct NumberFieldResult {
  std::optional<double> value;
  bool trailing_pressed = false;
};
NumberFieldResult number_field(const Rect& box, const NumberFieldSpec& spec);
// A number edited in place (a kernel cell, a dense weight on the canvas): opens over `box`; id + "/edit".
// `begun`: what has been typed already (the key that opened it); empty: the value, all of it selected.
void begin_edit(std::string_view id, std::string_view label, const Rect& box, double value, double min, double max, int decimals,
                std::string_view begun = {});
[[nodiscard]] bool editing(std::string_view id);
std::optional<double> edit_result(std::string_view id);  // once, when Enter was pressed with a good number
void draw_edit();                                        // by the app, last

// A drop-down of choices; returns the newly chosen index or −1.
int picker(const Rect& box, std::string_view id, std::string_view name, std::span<const std::string_view> ids,
           std::span<const std::string> labels, int chosen);

enum class NoticeKind : std::uint8_t { info, notice, danger };
// Returns true if its button was pressed. Height: notice_height(). `free_end`: left free at the end, for a control of the caller's.
bool notice(const Rect& box, std::string_view id, NoticeKind kind, std::string_view title, std::string_view text,
            std::string_view button_label = {}, float free_end = 0);
[[nodiscard]] float notice_height(float width, std::string_view text);
// Shown on the overlay at the end of the frame, beside `near` and inside the window.
void tooltip(const Rect& near, std::string_view text);

// Pieces views draw with.
void panel_ground(const Rect& box);
void card_ground(ImDrawList* list, const Rect& box, float radius);  // with shadow
void hairline(ImDrawList* list, Vec a, Vec b, Color color = 0);
void focus_ring(ImDrawList* list, const Rect& box, float radius);  // 2 px paper + 2 px ink
void cell_ring(ImDrawList* list, const Rect& box, float radius = 2);  // the canvas focus: ring 2–2.5 plus 1 px paper both sides
// Softmax bars always grow from the left; a progress bar follows the language.
void bar(ImDrawList* list, const Rect& box, float share, Color color, bool follows_language = false);
void progress_ring(ImDrawList* list, Vec center, float radius, float share);
// A term in prose: a 9 px swatch of the kind's colour and shape (radius 0 activations, 2.5 weights, 4.5 votes), then the label, in
// a pill; without a swatch the pill is dashed. Returns its width.
float chip(ImDrawList* list, Vec top_left, std::string_view label, Color swatch = 0, float swatch_radius = 0);
void dashed_rect(ImDrawList* list, const Rect& box, float radius, Color color);
void fill_rect(ImDrawList* list, const Rect& box, float radius, Color color);  // with a radius of half its height: a pill
void stroke_rect(ImDrawList* list, const Rect& outer, float radius, Color color, float thickness);  // inside `outer`, sharp
[[nodiscard]] Rect snap(const Rect& box);  // to whole device pixels
// 0 … 1, moving towards `on` within 200 ms (at once with reduced motion); asks for frames while it moves.
float fade(std::string_view id, bool on);
void push_clip(const Rect& box);  // both draw lists, and the items inside
void pop_clip();

// A vertically scrolling region: wheel, finger, keys. begin_scroll returns the y offset to subtract; end with the content height.
float begin_scroll(const Rect& box, std::string_view id);
void end_scroll(float content_height, Color ground = 0);  // what it lies on; 0: a panel

}  // namespace rizbin::ui
