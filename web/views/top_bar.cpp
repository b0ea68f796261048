// See top_bar.h.
#include "web/views/top_bar.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <span>

#include "engine/session/session.h"
#include "web/views/legend.h"

namespace rizbin::views {
namespace {

constexpr std::string_view kOwn = "own";  // the learner's layers: a choice of the list while they are there

std::vector<std::string_view> choices(const Context& c) {
  std::vector<std::string_view> names(preset_names().begin(), preset_names().end());
  if (c.snapshot.preset == kOwn) names.push_back(kOwn);
  return names;
}

std::vector<std::string> preset_labels(const Context& c) {
  std::vector<std::string> labels;
  for (const std::string_view name : choices(c)) labels.push_back(preset_label(name));
  return labels;
}

void draw_picker(const Rect& box, Context& c) {
  const std::vector<std::string_view> names = choices(c);
  const auto found = std::find(names.begin(), names.end(), std::string_view(c.snapshot.preset));
  const int chosen = found == names.end() ? -1 : static_cast<int>(found - names.begin());
  const int picked = ui::picker(box, "preset", ui::tr(Str::network_name), names, preset_labels(c), chosen);
  if (picked < 0 || picked == chosen) return;
  c.shell.playback.playing = false;
  c.commands.push(LoadNetwork{std::string(names[static_cast<std::size_t>(picked)])});
  c.view.focus = {};
  c.view.hover = {};
  c.view.pinned = false;
  c.canvas.fit();
}

// The difference from a twin stands there while there is a twin.
std::vector<std::string> quantity_labels(const Context& c) {
  std::vector<std::string> labels = {std::string(ui::tr(Str::quantity_value)), std::string(ui::tr(Str::quantity_gradient)),
                                     std::string(ui::tr(Str::quantity_change))};
  if (c.comparison.difference != nullptr) labels.emplace_back(ui::tr(Str::quantity_difference));
  return labels;
}

void draw_quantity(const Rect& box, Context& c) {
  constexpr std::array<std::string_view, 4> ids = {"value", "gradient", "change", "difference"};
  const std::vector<std::string> labels = quantity_labels(c);
  const int chosen = ui::segmented(box, "quantity", ui::tr(Str::quantity_name), std::span(ids).first(labels.size()), labels,
                                   static_cast<int>(c.view.quantity));
  if (chosen >= 0) c.view.quantity = static_cast<Quantity>(chosen);
}

// A ghost button whose face is text: the other language's name.
void draw_language(const Rect& box, Context& c) {
  ui::ButtonSpec spec;
  spec.id = "language";
  spec.label = ui::tr(Str::language_other_short);
  spec.name = ui::tr(Str::language_other);
  spec.kind = ui::ButtonKind::ghost;
  if (ui::button(box, spec)) switch_language(c);
}

void draw_theme(const Rect& box, Context& c) {
  const bool dark = theme().dark;
  ui::ButtonSpec spec;
  spec.id = "theme";
  spec.name = ui::tr(dark ? Str::theme_to_light : Str::theme_to_dark);
  spec.icon = dark ? ui::Icon::sun : ui::Icon::moon;
  spec.show_label = false;
  spec.kind = ui::ButtonKind::ghost;
  if (ui::button(box, spec)) c.view.theme = dark ? ThemeChoice::light : ThemeChoice::dark;
}

void draw_menu_button(const Rect& box, Context& c) {
  ui::ButtonSpec spec;
  spec.id = "menu";
  spec.name = ui::tr(Str::menu);
  spec.icon = ui::Icon::menu;
  spec.show_label = false;
  spec.kind = ui::ButtonKind::ghost;
  c.shell.menu_anchor = box;
  if (ui::button(box, spec)) c.shell.overlay = c.shell.overlay == Overlay::menu ? Overlay::none : Overlay::menu;
}

}  // namespace

std::string preset_label(std::string_view preset) {
  if (preset == "lecture12") return std::string(ui::tr(Str::network_lecture12));
  if (preset == "lecture48") return ui::fmt(Str::network_lecture48, {{"n", ui::number(48)}});
  if (preset == "digits")
    return ui::fmt(Str::network_digits, {{"size", "\u2066" + ui::number(28) + "\u00D7" + ui::number(28) + "\u2069"}});
  if (preset == kOwn) return std::string(ui::tr(Str::network_own));
  return std::string(ui::tr(Str::network_free));
}

void switch_language(Context& c) { c.shell.language = c.shell.language == ui::Language::en ? ui::Language::fa : ui::Language::en; }

// A loupe over a 3×3 cross whose middle is +1 (the design's mark).
void draw_mark(Vec center, float size) {
  ImDrawList* list = ui::frame().list;
  const ui::Theme& t = theme();
  const float u = size / 24;
  const Vec m{center.x - 1.5f * u, center.y - 1.5f * u};
  list->AddCircle({m.x, m.y}, 9.2f * u, t.ink, 0, 2.1f * u);
  list->AddLine({m.x + 6.3f * u, m.y + 6.3f * u}, {m.x + 11.4f * u, m.y + 11.4f * u}, t.ink, 2.7f * u);
  list->AddCircleFilled({m.x + 11.4f * u, m.y + 11.4f * u}, 1.35f * u, t.ink);
  const float cell = 2.9f * u, pitch = 3.5f * u;
  for (int row = -1; row <= 1; ++row) {
    for (int column = -1; column <= 1; ++column) {
      if ((row + column) % 2 != 0) continue;
      const bool middle = row == 0 && column == 0;
      const float x = m.x + pitch * static_cast<float>(column) - cell / 2, y = m.y + pitch * static_cast<float>(row) - cell / 2;
      list->AddRectFilled({x, y}, {x + cell, y + cell}, middle ? ui::map_color(ui::ColorMap::activation, 1, t.dark) : t.ink,
                          0.4f * u);
    }
  }
}

void draw_top_bar(const Layout& l, Context& c) {
  const Rect& bar = l.top_bar;
  ui::panel_ground(bar);
  ImDrawList* list = ui::frame().list;
  ui::hairline(list, {bar.x, bar.bottom() - 1}, {bar.right(), bar.bottom() - 1}, theme().line);
  const float k = control(), y = (bar.h - k) / 2;
  const bool phone = l.form == Form::phone;
  const ui::TextStyle name{phone ? 17.0f : 16.5f, ui::Weight::bold, theme().ink, 24};
  const float name_w = ui::text_width(ui::tr(Str::app_name), name) + 2;
  const float margin = phone ? 16 : 20;

  // At the end: language, theme (in a phone's menu), menu. Drawn last, so that Tab walks from start to end.
  const float at_end = phone ? 8 : 16;
  const float end = at_end + (phone ? 2 : 3) * (k + 4) + 4;
  const auto draw_end = [&] {
    float x = at_end + (phone ? 1 : 2) * (k + 4);
    draw_language(from_end(bar, x, y, k, k), c);
    if (!phone) draw_theme(from_end(bar, x -= k + 4, y, k, k), c);
    draw_menu_button(from_end(bar, at_end, y, k, k), c);
  };

  // From the start: mark, name, network. The name gives way to the network's and the quantity.
  const float picker = std::max(l.has_sheet() ? 150.0f : 176.0f, ui::picker_width(preset_labels(c)));
  draw_mark(from_start(bar, margin, 0, 26, bar.h).center(), 26);
  float start = margin + 26 + 10;
  const float quantity = std::max(140.0f, ui::segmented_width(quantity_labels(c)));
  const float needed = picker + (l.has_sheet() ? 0 : 16 + quantity + 8);
  const bool roomy = bar.w - start - name_w - 12 - end >= needed;
  if (roomy) {
    ui::draw_text(list, from_start(bar, start, 0, name_w, bar.h), ui::tr(Str::app_name), name);
    start += name_w + 12;
  }
  ui::Item title;
  title.id = "title";
  title.role = ui::Role::heading;
  title.label = ui::tr(Str::app_title);
  title.rect = from_start(bar, margin, 0, start - margin, bar.h);
  title.actions = 0;
  title.hit = false;
  ui::announce(title);
  if (l.form == Form::wide) start = std::max(start, l.panel.w + 16);
  draw_picker(from_start(bar, start, y, std::min(picker, bar.w - start - end), k), c);
  if (l.has_sheet()) {
    draw_end();
    return;
  }
  start += picker + 16;
  draw_quantity(from_start(bar, start, y, quantity, k), c);
  start += quantity + 16;
  const float room = bar.w - start - end;
  if (room >= kLegendShort) draw_legend(from_start(bar, start, 0, std::min(room, kLegendLong), bar.h), c);
  start += std::min(room, kLegendLong) + 8;
  draw_since(from_start(bar, start, 0, bar.w - start - end, bar.h), c);
  draw_end();
}

void draw_strip(const Layout& l, Context& c) {
  if (l.strip.h < control()) return;
  const Rect& strip = l.strip;
  const float k = control(), y = strip.h - k - 16;  // 16: the reach of the sheet's handle
  fill(strip, theme().canvas);
  const float quantity = std::max(150.0f, ui::segmented_width(quantity_labels(c)));
  if (l.form == Form::phone) {
    draw_quantity(from_start(strip, (strip.w - quantity) / 2, y, quantity, k), c);
    return;
  }
  draw_quantity(from_start(strip, 24, y, quantity, k), c);
  const float zoom = 3 * k + 8;
  const float left = 24 + quantity + 16, right = strip.w - 24 - zoom - 16;
  const float legend = std::min(kLegendLong, right - left);
  draw_legend(from_start(strip, left + (right - left - legend) / 2, y, legend, k), c);
  c.canvas.draw_zoom(ui::mirror(strip, {strip.right() - 24 - zoom, strip.y + y, zoom, k}, rtl()));
}

}  // namespace rizbin::views
