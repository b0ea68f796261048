#include "web/ui/gallery.h"

#include <imgui.h>

#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "web/platform/platform.h"
#include "web/ui/fonts.h"
#include "web/ui/widget_state.h"

namespace rizbin::ui {
namespace {

constexpr float kWidth = 736, kMargin = 40;

struct Sheet {
  Vec at;             // top left of this half
  std::string id;     // "light" or "dark"
  bool dark = false;
  bool rtl = false;
  gfx::Heatmaps* heatmaps = nullptr;

  [[nodiscard]] const Theme& t() const { return theme(dark); }
  [[nodiscard]] Rect box(float x, float y, float w, float h) const {
    return mirror({at.x, at.y, kWidth, 1}, {at.x + x, at.y + y, w, h}, rtl);
  }
  [[nodiscard]] std::string named(const char* word) const { return id + "/" + word; }
  void title(float y, const char* text) const {
    draw_text(frame().list, box(kMargin, y - 10, 400, 20), text, kStrong, Align::start);
  }
  void under(float x, float y, float w, const char* text) const {
    draw_text(frame().list, box(x - 30, y - 8, w + 60, 16), text, colored(kCaption, t().ink3), Align::center);
  }
  void rule(float y) const { hairline(frame().list, {at.x + kMargin, at.y + y}, {at.x + kWidth - kMargin, at.y + y}); }
};

void colours(const Sheet& s) {
  const Theme& t = s.t();
  s.title(105, "Colour");
  const std::array<std::pair<const char*, Color>, 8> tokens{{{"canvas", t.canvas},
                                                             {"panel", t.panel},
                                                             {"sunk", t.sunk},
                                                             {"line", t.line},
                                                             {"line strong", t.line_strong},
                                                             {"ink 3", t.ink3},
                                                             {"ink 2", t.ink2},
                                                             {"ink", t.ink}}};
  float x = kMargin;
  for (const auto& [name, color] : tokens) {
    const Rect r = s.box(x, 130, 75, 35);
    fill_rect(frame().list, r, 6, color);
    stroke_rect(frame().list, r, 6, t.line_strong, 1);
    draw_text(frame().list, s.box(x, 167, 80, 16), name, colored(kCaption, t.ink2), Align::start);
    x += 83;
  }
  // The maps through the shader: seven cells, and the weights' rounded tiles.
  const std::array<float, 7> stops{-1, -2 / 3.0f, -1 / 3.0f, 0, 1 / 3.0f, 2 / 3.0f, 1};
  const int seven = s.heatmaps->upload(stops);
  const std::array<float, 4> rising{0, 1 / 3.0f, 2 / 3.0f, 1};
  const int four = s.heatmaps->upload(rising);
  const std::array<const char*, 3> names{"Activations", "Weights", "Gradients"};
  for (int i = 0; i < 3; ++i) {
    const float y = 204 + 28.5f * static_cast<float>(i);
    draw_text(frame().list, s.box(kMargin, y, 100, 19), names[static_cast<std::size_t>(i)], colored(kSmall, t.ink2), Align::start);
    gfx::Tile tile{.rect = s.box(148, y, 548, 19), .offset = seven, .columns = 7, .map = static_cast<ColorMap>(i)};
    if (i == 1) tile.radius = 4, tile.gap = 1.5f;
    s.heatmaps->draw(frame().list, tile);
  }
  draw_text(frame().list, s.box(kMargin, 288, 100, 19), "Votes for X", colored(kSmall, t.ink2), Align::start);
  s.heatmaps->draw(frame().list, {.rect = s.box(148, 288, 208, 19), .offset = four, .columns = 4, .map = ColorMap::vote_x});
  draw_text(frame().list, s.box(380, 288, 100, 19), "Votes for O", colored(kSmall, t.ink2), Align::start);
  s.heatmaps->draw(frame().list, {.rect = s.box(488, 288, 208, 19), .offset = four, .columns = 4, .map = ColorMap::vote_o});
}

void type(const Sheet& s) {
  s.title(368, "Type");
  draw_text_at(frame().list, {s.at.x + kMargin, s.at.y + 410}, "95.8 %", kFigure);
  draw_text_at(frame().list, {s.at.x + 152, s.at.y + 408}, "فیلترینگ", {24, Weight::bold, 0, 40});
  draw_text_at(frame().list, {s.at.x + 258, s.at.y + 409}, "متن درس، ۱۵", kLessonBody);
  draw_text_at(frame().list, {s.at.x + 358, s.at.y + 409}, "Heading 13", kStrong);
  draw_text_at(frame().list, {s.at.x + 446, s.at.y + 409}, "Body 13", kBody);
  draw_text_at(frame().list, {s.at.x + 517, s.at.y + 409}, "Small 12", colored(kSmall, s.t().ink2));
  draw_text_at(frame().list, {s.at.x + 586, s.at.y + 409}, "Caption 11", colored(kCaption, s.t().ink3));
}

void buttons(const Sheet& s) {
  s.title(473, "Buttons");
  const std::array<const char*, 5> states{"rest", "hover", "pressed", "focus", "disabled"};
  float x = kMargin;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const std::string id = s.named(states[i]);
    button(s.box(x, 507, 58, 36), {.id = id, .label = "Reset", .name = {}, .icon = {}, .disabled = i == 4, .description = {}});
    s.under(x, 555, 58, states[i]);
    x += 73.2f;
  }
  button(s.box(406, 507, 48, 36),
         {.id = s.named("primary"), .label = "See", .name = {}, .icon = {}, .kind = ButtonKind::primary, .description = {}});
  s.under(406, 555, 48, "primary");
  button(s.box(467, 507, 36, 36),
         {.id = s.named("tool"), .label = {}, .name = "Eraser", .icon = Icon::eraser, .kind = ButtonKind::tool, .description = {}});
  s.under(467, 555, 36, "tool");
  button(s.box(518, 507, 36, 36), {.id = s.named("tool_on"),
                                   .label = {},
                                   .name = "Pen",
                                   .icon = Icon::pencil,
                                   .kind = ButtonKind::tool,
                                   .on = true,
                                   .description = {}});
  s.under(518, 555, 36, "tool on");
  play_button(s.box(568, 499, 44, 44).center(), s.named("play"), "Play", false);
  s.under(568, 555, 44, "play");
}

void controls(const Sheet& s) {
  s.title(620, "Controls");
  toggle(s.box(40, 652, 40, 36), s.named("off"), "Off", false);
  s.under(40, 694, 40, "off");
  toggle(s.box(98, 652, 40, 36), s.named("on"), "On", true);
  s.under(98, 694, 40, "on");
  (void)slider(s.box(156, 652, 112, 36), s.named("slider"), "Slider", 0.4f, 0, 1, 0.01f, "0.40");
  s.under(156, 694, 112, "slider");
  (void)slider(s.box(286, 652, 112, 36), s.named("slider_focus"), "Slider", 0.72f, 0, 1, 0.01f, "0.72");
  s.under(286, 694, 112, "focus");
  const std::array<std::string_view, 3> ids{"value", "gradient", "change"};
  const std::vector<std::string> labels{"Value", "Gradient", "Change"};
  segmented(s.box(416, 646, segmented_width(labels), 36), s.named("quantity"), "Quantity", ids, labels, 0);
  s.under(416, 694, 209, "segmented");

  const std::array<const char*, 3> words{"field", "typing", "range"};
  float x = kMargin;
  for (const char* word : words) {
    const std::string id = s.named(word);
    number_field(s.box(x, 720, 124, 36),
                 {.id = id, .label = "Rate", .value = 0.6, .min = 0, .max = 10, .trailing = {}, .trailing_name = {}});
    x += 138;
  }
  s.under(40, 769, 124, "number field");
  s.under(178, 769, 124, "typing");
  const std::array<std::string_view, 3> chapters{"6", "7", "8"};
  const std::vector<std::string> names{"Chapter 6", "Chapter 7", "Chapter 8"};
  picker(s.box(454, 720, 106, 36), s.named("picker"), "Chapter", chapters, names, 1);
  s.under(454, 769, 106, "picker");
}

void chips(const Sheet& s) {
  const Theme& t = s.t();
  s.title(833, "Chips and tabs");
  const std::array<std::pair<const char*, Color>, 6> kinds{{{"activation", map_color(ColorMap::activation, 1, s.dark)},
                                                            {"weight", map_color(ColorMap::weight, 1, s.dark)},
                                                            {"gradient", map_color(ColorMap::gradient, 1, s.dark)},
                                                            {"for X", t.vote_x},
                                                            {"for O", t.vote_o},
                                                            {"frozen", 0}}};
  float x = kMargin;
  for (const auto& [word, color] : kinds)
    x += chip(frame().list, {s.at.x + x, s.at.y + 861}, word, color,
              color == t.vote_x || color == t.vote_o ? 4.5f
              : std::string_view(word) == "weight"   ? 2.5f
                                                     : 0.0f) +
         8;
  const std::array<std::string_view, 3> ids{"draw", "train", "lesson"};
  const std::vector<std::string> labels{"Draw", "Train", "Lesson"};
  tabs(s.box(528, 855, 150, 40), s.named("tabs"), "Panel", ids, labels, 0);
}

void cells(const Sheet& s) {
  const Theme& t = s.t();
  ImDrawList* list = frame().list;
  s.title(950, "Cells and links");
  struct Example {
    const char* word;
    float value;
    ColorMap map;
  };
  const std::array<Example, 9> all{{{"rest", 0.5556f, ColorMap::activation},
                                    {"hover", 0.5556f, ColorMap::activation},
                                    {"focus", 0.5556f, ColorMap::activation},
                                    {"receptive", -0.3334f, ColorMap::activation},
                                    {"receded", 1, ColorMap::activation},
                                    {"saturated", 1.4f, ColorMap::activation},
                                    {"pending", 0, ColorMap::activation},
                                    {"weight", -0.6f, ColorMap::weight},
                                    {"editing", 0.8f, ColorMap::weight}}};
  float x = 46;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& [word, value, map] = all[i];
    const bool weight = map == ColorMap::weight;
    const Rect r = weight ? s.box(x + 2, 984, 44, 44) : s.box(x, 982, 48, 48);
    const Color color = map_color(map, value, s.dark);
    if (i == 6) {
      stroke_rect(list, r, 0, t.line_strong, 1);
      list->AddCircleFilled({r.center().x, r.center().y}, 1.7f, t.line_strong);
    } else {
      const std::array<float, 1> one{value};
      s.heatmaps->draw(
          list,
          {.rect = r, .offset = s.heatmaps->upload(one), .map = map, .radius = weight ? 7.0f : 0.0f, .veil = i == 4 ? t.veil : 0});
      const Color text = i == 4 ? with_alpha(text_on(color), 0.8f) : text_on(color);
      draw_text(list, r, weight ? weight_text(value) : value_text(value), {14.5f, Weight::medium, text, 20}, Align::center);
    }
    if (i == 1) stroke_rect(list, r, 0, t.ink, 1);
    if (i == 2) cell_ring(list, r);
    if (i == 3) stroke_rect(list, r.inset(-0.5f), 0, t.ink2, 1.5f);
    if (i == 8) focus_ring(list, r, 7);
    s.under(x, 1048, 48, word);
    x += 74.7f;
  }
  const std::array<std::pair<const char*, float>, 6> links{
      {{"rest", 0}, {"focus path", 9}, {"w 0.2", 0.2f}, {"w 0.6", 0.6f}, {"w 1", 1}, {"w −1", -1}}};
  x = kMargin;
  for (const auto& [word, w] : links) {
    const Rect r = s.box(x, 1084, 88, 1);
    const Color color = w == 0   ? t.link
                        : w == 9 ? t.ink
                                 : with_alpha(map_color(ColorMap::weight, w > 0 ? 1 : -1, s.dark), 0.35f + 0.45f * std::fabs(w));
    list->AddLine({r.x, r.y}, {r.right(), r.y}, color, w == 0 ? 1 : w == 9 ? 1.6f : 0.6f + 1.6f * std::fabs(w));
    s.under(x, 1102, 88, word);
    x += 112;
  }
}

void card(const Sheet& s) {
  const Theme& t = s.t();
  ImDrawList* list = frame().list;
  s.title(1165, "Card, tooltip, legend");
  const Rect r = s.box(40, 1197, 330, 86);
  card_ground(list, r, kRadiusCard);
  draw_text(list, {r.x + 14, r.y + 6, 250, 20}, "Diagonal, row 4, column 4", {12, Weight::semibold, t.ink, 18}, Align::left);
  const std::array<float, 9> patch{1, -1, 1, -1, 1, -1, 1, -1, 1}, kernel{1, -1, -1, -1, 1, -1, -1, -1, 1},
      product{1, 1, -1, 1, 1, 1, -1, 1, 1};
  const float y = r.y + 31;
  s.heatmaps->draw(
      list, {.rect = {r.x + 15, y, 44, 44}, .offset = s.heatmaps->upload(patch), .columns = 3, .rows = 3, .map = ColorMap::pixel});
  stroke_rect(list, {r.x + 15, y, 44, 44}, 0, t.line_strong, 1);
  draw_text(list, {r.x + 59, y, 32, 44}, "×", colored(kBody, t.ink2), Align::center);
  s.heatmaps->draw(list, {.rect = {r.x + 90, y + 1, 43, 43},
                          .offset = s.heatmaps->upload(kernel),
                          .columns = 3,
                          .rows = 3,
                          .map = ColorMap::weight,
                          .gap = 2,
                          .radius = 2.5f});
  draw_text(list, {r.x + 133, y, 32, 44}, "=", colored(kBody, t.ink2), Align::center);
  s.heatmaps->draw(list,
                   {.rect = {r.x + 163, y, 44, 44}, .offset = s.heatmaps->upload(product), .columns = 3, .rows = 3, .grid = 0.6f});
  stroke_rect(list, {r.x + 163, y, 44, 44}, 0, t.line_strong, 1);
  draw_text(list, {r.x + 222, y, 60, 44}, "∑ 5 ÷ 9 =", colored(kBody, t.ink2), Align::left);
  draw_text(list, {r.x + 280, y, 36, 44}, "0.55", {17, Weight::bold, t.ink, 24}, Align::right);

  const Rect tip = s.box(408, 1191, 160, 30);
  fill_rect(list, tip, kRadiusField, t.ink);
  draw_text(list, tip, "Step 90 · accuracy 95.8 %", {12, Weight::medium, t.on_ink, 18}, Align::center);
  draw_text(list, s.box(408, 1233, 18, 18), "−1", colored(kCaption, t.ink3), Align::left);
  std::vector<float> ramp;
  ramp.reserve(131);
  for (int i = 0; i < 131; ++i) ramp.push_back(static_cast<float>(i - 65) / 65);
  s.heatmaps->draw(list, {.rect = s.box(427, 1237, 131, 10), .offset = s.heatmaps->upload(ramp), .columns = 131});
  draw_text(list, s.box(566, 1233, 18, 18), "1", colored(kCaption, t.ink3), Align::left);
}

void notices(const Sheet& s) {
  s.title(1350, "Notices");
  notice(s.box(40, 1376, 656, 62), s.named("info"), NoticeKind::info, "Max pooling and ReLU commute",
         "Swap the two: every pooled value stays as it is.", "Swap");
  notice(s.box(40, 1446, 656, 62), s.named("notice"), NoticeKind::notice, "The rate is probably too high",
         "The loss rose in 7 of the last 10 steps. Try 0.20.", "Set 0.20");
  notice(s.box(40, 1516, 656, 62), s.named("danger"), NoticeKind::danger, "Training stopped: a number is not finite",
         "The convolution broke first, at step 41. Nothing is lost.", "Back to step 40");
}

void rest(const Sheet& s) {
  const Theme& t = s.t();
  ImDrawList* list = frame().list;
  s.title(1633, "Empty, progress, samples");
  const Rect empty = s.box(40, 1659, 226, 105);
  dashed_rect(list, empty, kRadiusSmallCard, t.line_strong);
  draw_icon(list, {empty.center().x, empty.y + 28}, Icon::pencil, 20, t.ink3);
  draw_text(list, {empty.x, empty.y + 48, empty.w, 20}, "Draw something", kStrong, Align::center);
  draw_text(list, {empty.x, empty.y + 67, empty.w, 20}, "The network reads it as you draw.", colored(kSmall, t.ink2),
            Align::center);
  bar(list, s.box(286, 1669, 335, 8), 0.62f, t.ink, true);
  draw_text(list, s.box(630, 1664, 30, 18), "62 %", colored(kCaption, t.ink2), Align::left);
  progress_ring(list, s.box(671, 1662, 24, 24).center(), 12.5f, 0.62f);
}

void half(const Sheet& s) {
  frame().theme = &s.t();
  fill_rect(frame().list, {s.at.x, s.at.y, kWidth, frame().window.h}, 0, s.t().canvas);
  draw_text(frame().list, s.box(75, 27, 200, 20), "Rizbin", {15, Weight::bold, 0, 20}, Align::start);
  draw_text(frame().list, s.box(596, 30, 100, 16), s.dark ? "Dark" : "Light", colored(kCaption, s.t().ink3), Align::end);
  for (float y : {74.0f, 337.0f, 442.0f, 589.0f, 802.0f, 919.0f, 1134.0f, 1319.0f, 1603.0f}) s.rule(y);
  colours(s);
  type(s);
  buttons(s);
  controls(s);
  chips(s);
  cells(s);
  card(s);
  notices(s);
  rest(s);
}

}  // namespace

void draw_gallery(gfx::Heatmaps& light_maps, gfx::Heatmaps& dark_maps, bool persian) {
  static bool begun = false;
  frame().reduced_motion = true;
  if (!begun) {
    begun = true;
    for (const char* half_name : {"light", "dark"}) {
      const std::string id = half_name;
      show_as(id + "/hover", Shown::hovered);
      show_as(id + "/pressed", Shown::held);
      show_as(id + "/focus", Shown::focused);
      show_as(id + "/slider_focus", Shown::focused);
      show_as(id + "/typing", Shown::focused);
    }
  } else if (items().size() > 10) {
    (void)perform("light/range", "set", "−1");
    platform::TextEdit& edit = platform::text_edit();
    edit.id = "light/typing";
    edit.text = "0.6";
    edit.selection_start = edit.selection_end = 3;
    edit.open = true;
  }
  Sheet light{.at = {0, 0}, .id = "light", .rtl = persian, .heatmaps = &light_maps};
  half(light);
  Sheet dark{.at = {kWidth, 0}, .id = "dark", .dark = true, .rtl = persian, .heatmaps = &dark_maps};
  half(dark);
  frame().theme = &theme(false);
}

platform::AppCallbacks with_gallery(platform::AppCallbacks app) {
  struct Program {
    platform::AppCallbacks app;
    gfx::Heatmaps light, dark;
    bool asked = false, persian = false;
    int drawn = 0;
  };
  const auto p = std::make_shared<Program>();
  p->app = std::move(app);
  return {.start =
              [p] {
                p->asked = platform::option("view") == "gallery";
                p->persian = platform::option("lang") == "fa";
                return p->asked ? load_fonts() && p->light.create() && p->dark.create() : p->app.start();
              },
          .frame =
              [p](double now_s) {
                if (!p->asked) {
                  p->app.frame(now_s);
                  return;
                }
                set_locale({p->persian ? Language::fa : Language::en, p->persian});
                begin_frame(false);
                p->light.begin(false);
                p->dark.begin(true);
                draw_gallery(p->light, p->dark, p->persian);
                p->light.end();
                p->dark.end();
                end_frame();
                if (++p->drawn < 6) {  // states take a frame or two to show
                  request_frame();
                } else {
                  platform::set_ready();
                }
              },
          .context_restored =
              [p] {
                if (!p->asked) {
                  p->app.context_restored();
                  return;
                }
                for (gfx::Heatmaps* maps : {&p->light, &p->dark}) {
                  maps->context_lost();
                  (void)maps->create();
                }
              },
          .hide =
              [p] {
                if (!p->asked) p->app.hide();
              }};
}

}  // namespace rizbin::ui
