// See overlays.h. Everything here is drawn into the overlay list, after the views, so its items lie on top.
#include "web/views/overlays.h"

#include <imgui.h>

#include <algorithm>
#include <array>

#include "engine/core/version.h"
#include "licences.gen.h"
#include "web/platform/platform.h"
#include "web/views/architecture.h"
#include "web/views/legend.h"
#include "web/views/timeline.h"

namespace rizbin::views {
namespace {

// Widgets draw into frame().list: an overlay lends them the upper one.
struct OnTop {
  ImDrawList* base = ui::frame().list;
  OnTop() { ui::frame().list = ui::frame().overlay; }
  ~OnTop() { ui::frame().list = base; }
  OnTop(const OnTop&) = delete;
  OnTop& operator=(const OnTop&) = delete;
};

// Everything outside the card: a press there closes it. Dialogs also dim what is behind.
void backdrop(Context& c, bool dim) {
  ui::Item item;
  item.id = "overlay/backdrop";
  item.label = ui::tr(Str::close);
  item.rect = ui::frame().window;
  item.actions = ui::kPress;
  item.mirrored = false;
  if (dim) fill(item.rect, ui::with_alpha(theme().canvas, theme().veil));
  if (ui::interact(item).pressed) close_overlay(c);
}

void ground(const Rect& box, std::string_view id, std::string_view label, ui::Role role) {
  ui::Item item;
  item.id = id;
  item.role = role;
  item.label = label;
  item.rect = box;
  item.actions = 0;
  ui::interact(item);
  ui::card_ground(ui::frame().list, box, ui::kRadiusCard);
}

struct MenuRow {
  std::string_view id;
  Str text;
  std::optional<bool> on;   // a switch
  bool separator = false;   // a hairline above it
};

bool menu_row(const Rect& row, const MenuRow& what) {
  ui::Item item;
  item.id = what.id;
  item.role = ui::Role::menu_item;
  item.label = ui::tr(what.text);
  item.parent = "overlay/menu";
  item.rect = row;
  item.selected = what.on.value_or(false);
  const ui::Interaction in = ui::interact(item);
  ImDrawList* list = ui::frame().list;
  if (in.hovered || in.focus_visible) fill(row, theme().hover, 6);
  ui::draw_text(list, from_start(row, 12, 0, row.w - 24 - (what.on ? 24 : 0), row.h), item.label,
                ui::colored(ui::kBody, theme().ink));
  if (what.on && *what.on) ui::draw_icon(list, from_end(row, 12, 0, 18, row.h).center(), ui::Icon::check, 17, theme().ink);
  if (in.focus_visible) ui::focus_ring(list, row, 6);
  return in.pressed;
}

void draw_menu(Context& c, bool phone) {
  std::vector<MenuRow> rows;
  const bool fa = rtl();
  if (phone) {
    rows.push_back({"overlay/menu/gradient", Str::menu_gradient, c.view.quantity == Quantity::gradient});
    rows.push_back({"overlay/menu/change", Str::menu_change, c.view.quantity == Quantity::change});
  }
  if (c.view.quantity == Quantity::change) rows.push_back({"overlay/menu/keep", Str::change_keep, c.shell.base_kept});
  if (phone) rows.push_back({"overlay/menu/theme", theme().dark ? Str::theme_to_light : Str::theme_to_dark, std::nullopt});
  rows.push_back({"overlay/menu/system_theme", Str::menu_system_theme, c.view.theme == ThemeChoice::system});
  if (fa) rows.push_back({"overlay/menu/numerals", Str::menu_numerals, c.view.persian_digits});
  rows.push_back({"overlay/menu/fractions", Str::menu_fractions, c.view.fractions});
  if (!c.shell.broken_save.empty()) rows.push_back({"overlay/menu/broken_save", Str::menu_broken_save, std::nullopt, true});
  rows.push_back({"overlay/menu/twin", Str::menu_twin, c.twin != nullptr, true});
  rows.push_back({"overlay/menu/architecture", Str::arch_edit, c.shell.architecture.on});
  rows.push_back({"overlay/menu/help", Str::menu_help, std::nullopt, true});
  rows.push_back({"overlay/menu/about", Str::menu_about, std::nullopt});
  rows.push_back({"overlay/menu/reset_all", Str::menu_reset_all, std::nullopt, true});
  float w = 180;
  for (const MenuRow& row : rows) w = std::max(w, ui::text_width(ui::tr(row.text), ui::kBody) + 24 + (row.on ? 24 : 0) + 12 + 2);
  const float k = control();
  float h = 12;
  for (const MenuRow& row : rows) h += k + (row.separator ? 9 : 0);
  const Rect& anchor = c.shell.menu_anchor;
  const Rect& window = ui::frame().window;
  const Rect box{std::clamp(rtl() ? anchor.x : anchor.right() - w, window.x + 8, window.right() - w - 8), anchor.bottom() + 6, w,
                 h};
  ground(box, "overlay/menu", ui::tr(Str::menu), ui::Role::group);
  float y = 6;
  for (const MenuRow& row : rows) {
    if (row.separator) {
      ui::hairline(ui::frame().list, {box.x + 12, box.y + y + 4}, {box.right() - 12, box.y + y + 4}, theme().line);
      y += 9;
    }
    if (menu_row(from_start(box, 6, y, w - 12, k), row)) {
      if (row.id == "overlay/menu/gradient") c.view.quantity = row.on.value_or(false) ? Quantity::value : Quantity::gradient;
      if (row.id == "overlay/menu/change") c.view.quantity = row.on.value_or(false) ? Quantity::value : Quantity::change;
      if (row.id == "overlay/menu/keep") c.shell.keep_base = true;
      if (row.id == "overlay/menu/theme") c.view.theme = theme().dark ? ThemeChoice::light : ThemeChoice::dark;
      if (row.id == "overlay/menu/system_theme")
        c.view.theme =
            c.view.theme == ThemeChoice::system ? (theme().dark ? ThemeChoice::dark : ThemeChoice::light) : ThemeChoice::system;
      if (row.id == "overlay/menu/twin") {
        if (c.twin != nullptr) {
          c.shell.twin.close = true;
        } else {
          c.shell.twin.open_any = true;
        }
      }
      if (row.id == "overlay/menu/numerals") c.view.persian_digits = !c.view.persian_digits;
      if (row.id == "overlay/menu/fractions") c.view.fractions = !c.view.fractions;
      c.shell.overlay = Overlay::none;
      if (row.id == "overlay/menu/broken_save") c.shell.broken_shown = true;
      if (row.id == "overlay/menu/architecture") c.shell.architecture.on ? leave_architecture(c) : enter_architecture(c);
      if (row.id == "overlay/menu/help") c.shell.overlay = Overlay::help;
      if (row.id == "overlay/menu/about") c.shell.overlay = Overlay::about;
      if (row.id == "overlay/menu/reset_all") c.shell.overlay = Overlay::reset_all;
    }
    y += k;
  }
}

// What the colours mean is taken over, and how numbers are written.
void draw_legend_menu(Context& c) {
  constexpr std::array kScopes{RangeScope::layer, RangeScope::cell, RangeScope::map, RangeScope::network};
  constexpr std::array<std::string_view, 4> kIds{"overlay/range/layer", "overlay/range/cell", "overlay/range/map",
                                                 "overlay/range/network"};
  std::vector<MenuRow> rows;
  for (std::size_t i = 0; i < kScopes.size(); ++i)
    rows.push_back({kIds[i], scope_name(kScopes[i]), c.view.range_scope == kScopes[i]});
  rows.push_back({"overlay/range/fractions", Str::menu_fractions, c.view.fractions, true});
  if (rtl()) rows.push_back({"overlay/range/numerals", Str::menu_numerals, c.view.persian_digits});
  float w = 200;
  for (const MenuRow& row : rows) w = std::max(w, ui::text_width(ui::tr(row.text), ui::kBody) + 62);
  const float k = control();
  const float h = 12 + 26 + k * static_cast<float>(rows.size()) + 9;
  const Rect& anchor = c.shell.legend_anchor;
  const Rect& window = ui::frame().window;
  const float below = anchor.bottom() + 4;
  const Rect box{std::clamp(anchor.center().x - w / 2, window.x + 8, window.right() - w - 8),
                 below + h < window.bottom() - 8 ? below : anchor.y - 4 - h, w, h};
  ground(box, "overlay/menu", ui::tr(Str::range_name), ui::Role::group);
  ui::draw_text(ui::frame().list, from_start(box, 18, 8, w - 36, 24), ui::tr(Str::range_name),
                ui::colored(ui::kCaption, theme().ink3));
  float y = 32;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].separator) {
      ui::hairline(ui::frame().list, {box.x + 12, box.y + y + 4}, {box.right() - 12, box.y + y + 4}, theme().line);
      y += 9;
    }
    if (menu_row(from_start(box, 6, y, w - 12, k), rows[i])) {
      if (i < kScopes.size()) c.view.range_scope = kScopes[i];
      if (rows[i].id == "overlay/range/fractions") c.view.fractions = !c.view.fractions;
      if (rows[i].id == "overlay/range/numerals") c.view.persian_digits = !c.view.persian_digits;
      close_overlay(c);
    }
    y += k;
  }
}

// Frame of a dialog: title, close button; returns the content's box.
Rect dialog(Context& c, std::string_view id, Str title, float width, float height) {
  const Rect& window = ui::frame().window;
  const float w = std::min(width, window.w - 24), h = std::min(height, window.h - 24);
  const Rect box{window.x + (window.w - w) / 2, window.y + (window.h - h) / 2, w, h};
  ground(box, id, ui::tr(title), ui::Role::dialog);
  const float k = control();
  label(from_start(box, 24, 18, w - 48 - k, 28), std::string(id) + "/title", ui::tr(title), {17, ui::Weight::bold, theme().ink, 28},
        ui::Align::start, ui::Role::heading);
  ui::ButtonSpec close;
  close.id = "overlay/close";
  close.name = ui::tr(Str::close);
  close.icon = ui::Icon::x;
  close.show_label = false;
  close.kind = ui::ButtonKind::ghost;
  if (ui::button(from_end(box, 12, 32 - k / 2, k, k), close)) close_overlay(c);
  return {box.x, box.y + 60, w, h - 60 - 16};
}

struct KeyRow {
  std::string_view keys;  // Latin in both languages
  Str text;
};

float draw_key_rows(const Rect& page, float y, float width, std::span<const KeyRow> rows, std::string_view group) {
  ImDrawList* list = ui::frame().list;
  const float column = 128;
  int number = 0;
  for (const KeyRow& row : rows) {
    const ui::TextStyle key{12, ui::Weight::semibold, theme().ink, 18}, text = ui::colored(ui::kBody, theme().ink2);
    const float height = std::max(26.0f, ui::paragraph_height(ui::tr(row.text), text, width - column) + 6);
    ui::draw_text(list, from_start(page, 0, y, column - 8, 26), row.keys, key);
    ui::draw_paragraph(list, from_start(page, column, y + 3, width - column, height), ui::tr(row.text), text);
    ui::Item item;
    item.id = std::string(group) + "/" + std::to_string(number++);
    item.role = ui::Role::text;
    item.label = row.keys;
    item.value = ui::tr(row.text);
    item.rect = from_start(page, 0, y, width, height);
    item.actions = 0;
    item.hit = false;
    ui::announce(item);
    y += height;
  }
  return y;
}

void draw_help(Context& c) {
  static constexpr std::array<KeyRow, 12> kKeys = {{{"Space", Str::help_space},
                                                    {"S", Str::help_stages},
                                                    {"N", Str::help_s},
                                                    {"R", Str::help_r},
                                                    {"Ctrl + Z", Str::help_undo},
                                                    {"Ctrl + Shift + Z", Str::help_redo},
                                                    {"+  −", Str::help_zoom},
                                                    {"0", Str::help_zero},
                                                    {"Esc", Str::help_escape},
                                                    {"Tab", Str::help_tab},
                                                    {"Shift + Arrow", Str::help_pad},
                                                    {"?", Str::help_question}}};
  static constexpr std::array<Str, 4> kPointer = {Str::help_click, Str::help_double, Str::help_wheel, Str::help_right};
  const Rect body = dialog(c, "overlay/help", Str::help_title, 440, 560);
  const float scroll = ui::begin_scroll(body, "overlay/help/scroll");
  const Rect page = Rect{body.x, body.y - scroll, body.w, body.h}.inset(24, 0);
  float y = 0;
  heading(from_start(page, 0, y, page.w, 16), "overlay/help/keys", Str::help_keys);
  y = draw_key_rows(page, y + 22, page.w, kKeys, "overlay/help/key") + 12;
  heading(from_start(page, 0, y, page.w, 16), "overlay/help/pointer", Str::help_pointer);
  y += 22;
  int number = 0;
  for (const Str text : kPointer) {
    const ui::TextStyle style = ui::colored(ui::kBody, theme().ink2);
    const Rect box = from_start(page, 0, y + 3, page.w, 26);
    const float height = ui::draw_paragraph(ui::frame().list, box, ui::tr(text), style) + 6;
    ui::Item item;
    item.id = "overlay/help/hand/" + std::to_string(number++);
    item.role = ui::Role::text;
    item.label = ui::tr(text);
    item.rect = {box.x, box.y, box.w, height};
    item.actions = 0;
    item.hit = false;
    ui::announce(item);
    y += height;
  }
  ui::end_scroll(y + 8);
}

float paragraph(const Rect& page, float y, float width, std::string_view id, std::string_view text, const ui::TextStyle& style) {
  const Rect box = from_start(page, 0, y, width, 20);
  const float height = ui::draw_paragraph(ui::frame().list, box, text, style);
  ui::Item item;
  item.id = id;
  item.role = ui::Role::text;
  item.label = text;
  item.rect = {box.x, box.y, box.w, height};
  item.actions = 0;
  item.hit = false;
  ui::announce(item);
  return height;
}

void draw_about(Context& c) {
  const Rect body = dialog(c, "overlay/about", Str::about_title, 560, 620);
  const float scroll = ui::begin_scroll(body, "overlay/about/scroll");
  const Rect page = Rect{body.x, body.y - scroll, body.w, body.h}.inset(24, 0);
  ImDrawList* list = ui::frame().list;
  const ui::TextStyle text = ui::colored(ui::kBody, theme().ink2);
  float y = 0;
  y += paragraph(page, y, page.w, "overlay/about/text", ui::tr(Str::about_text), text) + 8;
  y += paragraph(page, y, page.w, "overlay/about/local", ui::tr(Str::about_local), text) + 8;
  y += paragraph(page, y, page.w, "overlay/about/version", ui::fmt(Str::about_version, {{"version", std::string(version())}}),
                 text) +
       16;
  heading(from_start(page, 0, y, page.w, 16), "overlay/about/licences", Str::about_licences);
  y += 24;
  for (const Licence& licence : kLicences) {
    // Names and licence texts are English in both languages, so they stand left to right.
    const std::string title = std::string(licence.name) + (licence.version.empty() ? "" : " " + std::string(licence.version));
    const float title_w = ui::text_width(title, {13, ui::Weight::semibold, theme().ink, 20}) + 2;
    const float id_w = std::min(page.w, ui::text_width(licence.licence, ui::kSmall) + 4);
    const bool below = title_w + 8 + id_w > page.w;  // on a phone a long name and a long licence take a line each
    ui::Item item;
    item.id = "overlay/about/" + std::string(licence.file);
    item.role = licence.text.empty() ? ui::Role::link : ui::Role::text;
    item.label = title;
    item.value = licence.licence;
    item.description = licence.text;
    item.rect = {page.x, page.y + y, page.w, control() + (below ? 14.0f : 0.0f)};
    item.actions = licence.text.empty() ? ui::kPress | ui::kFocus : 0;
    const ui::Interaction in = ui::interact(item);
    if (in.hovered && licence.text.empty()) fill(item.rect.inset(-8, 0), theme().hover, 6);
    const float middle = item.rect.center().y;
    ui::draw_text(list, {page.x, middle - (below ? 19.0f : 10.0f), below ? page.w : page.w - id_w - 8, 20}, title,
                  {13, ui::Weight::semibold, theme().ink, 20}, ui::Align::left);
    ui::draw_text(list, {below ? page.x : page.right() - id_w, middle + (below ? 0.0f : -10.0f), id_w, 20}, licence.licence,
                  ui::colored(ui::kSmall, theme().ink3), below ? ui::Align::left : ui::Align::right);
    if (in.pressed) platform::open_page(licence.file);
    if (in.focus_visible) ui::focus_ring(list, item.rect.inset(-8, 0), 6);
    y += item.rect.h;
    if (!licence.text.empty()) {
      const ui::TextStyle small{11, ui::Weight::regular, theme().ink3, 16};
      const float height = ui::paragraph_height(licence.text, small, page.w);
      ui::draw_paragraph(list, {page.x, page.y + y, page.w, height}, licence.text, small, ui::Align::left);
      y += height + 12;
    }
  }
  ui::end_scroll(y + 8);
}

void draw_reset_all(Context& c) {
  const float k = control();
  const float width = std::min(420.0f, ui::frame().window.w - 24);
  const ui::TextStyle text = ui::colored(ui::kBody, theme().ink2);
  const float words = ui::paragraph_height(ui::tr(Str::reset_all_text), text, width - 48);
  const Rect body = dialog(c, "overlay/reset_all", Str::reset_all_title, width, 60 + words + 20 + k + 24);
  const Rect page = body.inset(24, 0);
  paragraph(page, 0, page.w, "overlay/reset_all/text", ui::tr(Str::reset_all_text), text);
  ui::ButtonSpec yes, no;
  yes.id = "overlay/reset_all/yes";
  yes.label = ui::tr(Str::reset_all_yes);
  yes.kind = ui::ButtonKind::primary;
  no.id = "overlay/reset_all/no";
  no.label = ui::tr(Str::reset_all_no);
  const float yes_w = ui::button_width(yes.label), no_w = ui::button_width(no.label);
  if (ui::button(from_end(page, 0, words + 20, yes_w, k), yes)) {
    c.shell.reset_all = true;
    close_overlay(c);
  }
  if (ui::button(from_end(page, yes_w + 8, words + 20, no_w, k), no)) close_overlay(c);
}

}  // namespace

void close_overlay(Context& c) {
  if (c.shell.overlay == Overlay::none) return;
  // The focus goes back to what opened it.
  const std::string_view opener = c.shell.overlay == Overlay::train_settings ? "timeline/settings"
                                  : c.shell.overlay == Overlay::legend       ? "legend"
                                                                             : "menu";
  c.shell.overlay = Overlay::none;
  if (!ui::focused_id().empty()) ui::set_focus(opener);
}

void draw_overlays(Context& c, bool phone) {
  const Overlay open = c.shell.overlay;
  const bool is_dialog = open == Overlay::help || open == Overlay::about || open == Overlay::reset_all;
  ui::set_modal(is_dialog || open == Overlay::menu || open == Overlay::legend || c.canvas.menu_open() ? "overlay/" : "");
  if (open == Overlay::none) return;
  const OnTop on_top;
  backdrop(c, is_dialog);
  switch (open) {
    case Overlay::menu: draw_menu(c, phone); break;
    case Overlay::legend: draw_legend_menu(c); break;
    case Overlay::train_settings: draw_train_settings(c); break;
    case Overlay::help: draw_help(c); break;
    case Overlay::about: draw_about(c); break;
    case Overlay::reset_all: draw_reset_all(c); break;
    case Overlay::none: break;
  }
}

}  // namespace rizbin::views
