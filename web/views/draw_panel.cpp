// See draw_panel.h. Every block takes its rectangle, so panel, tablet and phone only differ in where they put them.
#include "web/views/draw_panel.h"

#include <imgui.h>

#include <algorithm>
#include <array>

#include "engine/session/session.h"
#include "web/views/pad.h"

namespace rizbin::views {
namespace {

// A cross of arrows, drawn as lines: the font has no such letter and Lucide's is not in our cut.
void draw_move_icon(const Rect& box, ui::Color color) {
  ImDrawList* list = ui::frame().list;
  const Vec m = box.center();
  const float r = 8, a = 2.6f, w = 1.75f;
  list->AddLine({m.x - r, m.y}, {m.x + r, m.y}, color, w);
  list->AddLine({m.x, m.y - r}, {m.x, m.y + r}, color, w);
  const auto head = [&](float x, float y, float dx, float dy) {
    const ImVec2 tip{m.x + x, m.y + y};
    list->AddLine(tip, {tip.x - dx * a - dy * a, tip.y - dy * a - dx * a}, color, w);
    list->AddLine(tip, {tip.x - dx * a + dy * a, tip.y - dy * a + dx * a}, color, w);
  };
  head(r, 0, 1, 0);
  head(-r, 0, -1, 0);
  head(0, r, 0, 1);
  head(0, -r, 0, -1);
}

struct ToolBoxes {
  Rect pen, eraser, move, undo, redo, clear;
};

// `framed`: each stands in a box of its own, as on a phone.
void draw_tools(const ToolBoxes& boxes, bool framed, Context& c) {
  const ui::ButtonKind kind = framed ? ui::ButtonKind::normal : ui::ButtonKind::tool;
  const auto tool = [&](const Rect& box, std::string_view id, Str name, std::optional<ui::Icon> icon, Tool which) {
    ui::ButtonSpec spec;
    spec.id = id;
    spec.name = ui::tr(name);
    spec.icon = icon;
    spec.show_label = false;
    spec.on = c.view.tool == which;
    spec.kind = spec.on ? ui::ButtonKind::tool : kind;
    spec.role = ui::Role::toggle;
    if (ui::button(box, spec)) c.view.tool = which;
    if (!icon) draw_move_icon(box, spec.on ? theme().on_ink : theme().ink);
  };
  tool(boxes.pen, "tools/pen", Str::tool_pen, ui::Icon::pencil, Tool::pen);
  tool(boxes.eraser, "tools/eraser", Str::tool_eraser, ui::Icon::eraser, Tool::eraser);
  tool(boxes.move, "tools/move", Str::move_title, std::nullopt, Tool::move);

  const auto act = [&](const Rect& box, std::string_view id, Str name, ui::Icon icon, bool disabled, Command command) {
    ui::ButtonSpec spec;
    spec.id = id;
    spec.name = ui::tr(name);
    spec.icon = icon;
    spec.show_label = false;
    spec.kind = kind;
    spec.disabled = disabled;
    if (ui::button(box, spec)) c.commands.push(std::move(command));
  };
  const bool blank = std::none_of(c.snapshot.picture.begin(), c.snapshot.picture.end(), [](float v) { return v > -1; });
  act(boxes.undo, "tools/undo", Str::tool_undo, rtl() ? ui::Icon::redo : ui::Icon::undo, !c.snapshot.can_undo, Undo{});
  act(boxes.redo, "tools/redo", Str::tool_redo, rtl() ? ui::Icon::undo : ui::Icon::redo, !c.snapshot.can_redo, Redo{});
  act(boxes.clear, "tools/clear", Str::tool_clear, ui::Icon::trash, blank, ClearPicture{});
}

// Rows of tiles, five a row: the X pictures, then the O ones. Returns the height used.
float draw_examples(const Rect& area, float y, float width, float largest, Context& c) {
  const std::span<const std::string_view> names = example_names(c.snapshot.glyphs);
  const int columns = std::max(1, (static_cast<int>(names.size()) + 1) / 2);
  const float gap = 8;
  const float tile = std::min(largest, (width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
  const float step = columns > 1 ? (width - tile) / static_cast<float>(columns - 1) : 0;
  heading(from_start(area, 0, y, width, 16), "examples/title",
          c.snapshot.glyphs == GlyphSet::digits ? Str::examples_digits : Str::examples_title);
  y += 20;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const int row = static_cast<int>(i) / columns, column = static_cast<int>(i) % columns;
    const Rect box = from_start(area, step * static_cast<float>(column), y + (tile + gap) * static_cast<float>(row), tile, tile);
    ui::Item item;
    item.id = "examples/" + std::string(names[i]);
    item.label = example_label(names[i], c.snapshot);
    item.parent = "examples/title";
    item.rect = box;
    const std::vector<float> picture = example_picture(names[i]);
    item.selected = c.snapshot.picture_name == names[i];
    const ui::Interaction in = ui::interact(item);
    if (in.pressed) c.commands.push(LoadExample{std::string(names[i])});
    GlyphTile look{c.snapshot.picture_shape, picture};
    look.framed = true;
    look.hovered = in.hovered;
    look.ringed = item.selected;
    draw_glyph_tile(ui::frame().list, box, look);
    if (in.focus_visible) ui::focus_ring(ui::frame().list, box, 6);
  }
  const float rows = static_cast<float>((static_cast<int>(names.size()) + columns - 1) / columns);
  return 20 + rows * tile + (rows - 1) * gap;
}

std::string class_name(const Snapshot& s, int i) {
  return i >= 0 && static_cast<std::size_t>(i) < s.classes.size() ? s.classes[static_cast<std::size_t>(i)] : std::string();
}

// The letter and its percentage; the live region that speaks them.
void draw_verdict(const Rect& box, Context& c) {
  const Snapshot& s = c.snapshot;
  const std::string name = class_name(s, s.verdict);
  const float p = s.probabilities.empty() ? 0 : s.probabilities[static_cast<std::size_t>(s.verdict)];
  const std::string percent = ui::percent_text(p);
  ImDrawList* list = ui::frame().list;
  const ui::TextStyle letter = ui::colored(ui::kVerdictLetter, class_text_color(s.verdict, static_cast<int>(s.classes.size())));
  const float width = ui::text_width(name, letter);
  ui::draw_text(list, from_start(box, 0, 0, width + 2, box.h), name, letter);
  ui::TextStyle figure{22, ui::Weight::semibold, theme().ink, 32};
  float gap = 14;
  if (ui::text_width(percent, figure) > box.w - width - gap) {
    figure.size = 17;
    gap = 8;
  }
  ui::draw_text(list, from_start(box, width + gap, 0, box.w - width - gap, box.h), percent, figure);
  ui::Item item;
  item.id = "verdict";
  item.role = ui::Role::status;
  item.label = ui::fmt(Str::verdict_live, {{"label", name}, {"p", percent}});
  item.value = name + " " + percent;
  item.rect = box;
  item.live = !c.shell.playback.playing;  // not sixty times a second while it trains
  item.actions = 0;
  item.hit = false;
  ui::announce(item);
}

// More classes than four stand in two columns.
int bar_columns(const Snapshot& s) { return s.probabilities.size() > 4 ? 2 : 1; }
float bars_height(const Snapshot& s) {
  const int columns = bar_columns(s);
  return 22 * static_cast<float>((static_cast<int>(s.probabilities.size()) + columns - 1) / columns);
}

// Class, bar, probability: left to right in both languages, as every bar whose length is a number.
void draw_bars(const Rect& area, float y, float whole, Context& c) {
  const Snapshot& s = c.snapshot;
  ImDrawList* list = ui::frame().list;
  const int columns = bar_columns(s);
  const std::size_t rows = (s.probabilities.size() + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns);
  const Rect all = from_start(area, 0, y, whole, bars_height(s));
  const float width = columns == 1 ? whole : (whole - 20) / 2;
  for (std::size_t i = 0; i < s.probabilities.size(); ++i) {
    const Rect block{all.x + (width + 20) * static_cast<float>(i / rows), all.y, width, all.h};
    const float top = block.y + 22 * static_cast<float>(i % rows);
    const std::string percent = ui::percent_text(s.probabilities[i]);
    const std::string name = class_name(s, static_cast<int>(i));
    const ui::TextStyle text{12, ui::Weight::medium, theme().ink2, 18};
    ui::draw_text(list, {block.x + 1, top, 16, 18}, name, text, ui::Align::left);
    ui::bar(list, {block.x + (columns == 1 ? 22.0f : 16.0f), top + 5, width - (columns == 1 ? 84.0f : 66.0f), 8},
            s.probabilities[i], class_color(static_cast<int>(i), static_cast<int>(s.probabilities.size())));
    ui::draw_text(list, {block.right() - 58, top, 58, 18}, percent, ui::colored(text, theme().ink), ui::Align::right);
    ui::Item item;
    item.id = "verdict/" + name;
    item.role = ui::Role::text;
    item.label = name;
    item.value = percent;
    item.rect = {block.x, top, width, 18};
    item.actions = 0;
    item.hit = false;
    ui::announce(item);
  }
}

// While the question stands, no answer is shown as chosen: none was given.
void draw_label_choice(const Rect& box, Context& c) {
  const Snapshot& s = c.snapshot;
  std::vector<std::string_view> ids;
  for (const std::string& name : s.classes) ids.push_back(name);
  if (ids.size() > 4) {  // no room side by side
    const int picked = ui::picker(box, "label", ui::tr(Str::label_title), ids, s.classes, s.label);
    if (picked < 0) return;
    c.view.label_given = true;
    if (picked != s.label) c.commands.push(SetLabel{picked});
    return;
  }
  const int chosen = ui::segmented(box, "label", ui::tr(Str::label_title), ids, s.classes, c.shell.label_asked ? -1 : s.label);
  if (c.shell.label_asked) {  // none is raised: a frame and a line between say that these are to be pressed
    outline(box, theme().line_strong, ui::kRadiusSmallCard);
    if (s.classes.size() == 2)
      ui::hairline(ui::frame().list, {box.center().x, box.y + 9}, {box.center().x, box.bottom() - 9}, theme().line_strong);
  }
  if (chosen < 0) return;
  c.view.label_given = true;
  if (chosen != s.label) c.commands.push(SetLabel{chosen});
}

// The heading of the choice; where the network reads something else than what stands there and nobody named the drawing, the
// question in its place. `title` holds the heading, `room` the question.
void draw_label_title(const Rect& title, const Rect& room, Context& c, ui::Align align, const ui::TextStyle& strong) {
  const Snapshot& s = c.snapshot;
  if (!c.shell.label_asked) {
    heading(title, "label/title", Str::label_title);
    return;
  }
  const std::string question = ui::fmt(Str::label_ask, {{"label", class_name(s, s.verdict)}});
  ui::draw_text(ui::frame().list, room, question, strong, align);
  ui::Item item;
  item.id = "label/title";
  item.role = ui::Role::status;
  item.label = question;
  item.value = ui::fmt(Str::label_ask_text, {{"label", class_name(s, s.label)}});
  item.rect = room;
  item.live = true;
  item.actions = 0;
  item.hit = false;
  ui::announce(item);
}
// What is meanwhile taken for the answer.
void draw_label_text(const Rect& box, Context& c, ui::Align align) {
  if (!c.shell.label_asked) return;
  ui::draw_text(ui::frame().list, box, ui::fmt(Str::label_ask_text, {{"label", class_name(c.snapshot, c.snapshot.label)}}),
                ui::colored(ui::kCaption, theme().ink2), align);
}
// "The network reads" and the label's heading or question on one line, the latter at the end.
void draw_verdict_title(const Rect& line, float choice, Context& c) {
  const float used = ui::text_width(ui::tr(Str::verdict_title), ui::kCaption) + 10;
  heading(from_start(line, 0, 0, used, line.h), "verdict/title", Str::verdict_title);
  draw_label_title(from_end(line, 0, 0, choice, line.h), from_end(line, 0, 0, line.w - used, line.h), c, ui::Align::end,
                   {11.5f, ui::Weight::bold, theme().ink, 16});
}
// One row: words at the start, the choice at the end.
void draw_label_row(const Rect& row, Context& c) {
  const float k = control(), choice = 2 * k + 32;
  const Rect words = from_start(row, 0, 0, row.w - choice - 8, k);
  draw_label_title(from_start(words, 0, (k - 16) / 2, words.w, 16), from_start(words, 0, k / 2 - 19, words.w, 20), c,
                   ui::Align::start, ui::colored(ui::kStrong, theme().ink));
  draw_label_text(from_start(words, 0, k / 2 + 2, words.w, 16), c, ui::Align::start);
  draw_label_choice(from_end(row, 0, 0, choice, k), c);
}

}  // namespace

std::string example_label(std::string_view name, const Snapshot& snapshot) {
  if (name.starts_with("digit_")) return ui::fmt(Str::example_digit, {{"digit", ui::digits(name.substr(6))}});
  const bool o = name.starts_with("o");
  const std::string letter = class_name(snapshot, o ? 1 : 0);
  const Str id = name.ends_with("_shifted")  ? Str::example_shifted
                 : name.ends_with("_small")  ? Str::example_small
                 : name.ends_with("_tilted") ? Str::example_tilted
                 : name.ends_with("_thick")  ? Str::example_thick
                                             : Str::example_plain;
  return ui::fmt(id, {{"letter", letter}});
}

void draw_draw_panel(const Rect& area, Context& c) {
  const float pad_x = ui::kPanelPadding;
  const float width = area.w - 2 * pad_x;
  const float k = control();
  // What stands below the pad, at its closest; in a low window the pad gives way first, then the panel scrolls.
  const float below = k + 257 + bars_height(c.snapshot);  // the sum of what follows
  const float side = std::clamp(area.h - below, 170.0f, width);
  const float scroll = ui::begin_scroll(area, "draw/scroll");
  const Rect page{area.x, area.y - scroll, area.w, area.h};
  const Rect column = from_start(page, pad_x, 0, width, area.h);
  // Breathing space that a high window has left over, up to what the mock-up shows.
  const float spare = std::clamp(area.h - below - side, 0.0f, 48.0f) / 3;

  float y = 16;
  draw_pad(from_start(column, (width - side) / 2, y, side, side), c);
  y += side + 10;
  const float step = (width - 6 * k) / 5;
  const auto slot = [&](int i) { return from_start(column, static_cast<float>(i) * (k + step), y, k, k); };
  draw_tools({slot(0), slot(1), slot(2), slot(3), slot(4), slot(5)}, false, c);
  y += k + 10 + spare;
  y += draw_examples(column, y, width, 40, c);
  y += 12 + spare;
  ui::hairline(ui::frame().list, {page.x, page.y + y}, {page.right(), page.y + y}, theme().line);
  y += 11 + spare / 2;
  const float choice = 92;
  draw_verdict_title(from_start(column, 0, y, width, 16), choice, c);
  y += 18;
  draw_verdict(from_start(column, 0, y, width - choice - 8, 46), c);
  draw_label_choice(from_end(column, 0, y + 4, choice, k), c);
  draw_label_text(from_start(column, 0, y + 4 + std::max(k, 42.0f), width, 16), c, ui::Align::end);
  y += 66;
  draw_bars(column, y, width, c);
  y += bars_height(c.snapshot) + 6;
  ui::end_scroll(y);
}

namespace {

constexpr float kExampleTile = 44, kPadGap = 14;
// Under the pad in a phone's half sheet: the lecture's pictures, both rows, and the edge.
constexpr float kUnderPad = 10 + 20 + 2 * kExampleTile + 8 + 8;
constexpr float kVerdictBlock = 60, kLeastPad = 190;

struct PadPlace {
  float pad;
  int tool_columns;  // beside it
  bool verdict_below = false;  // a narrow panel has room for the tools alone beside it
};
// As large as lets the pictures be seen below, at least kLeastPad; tools in three columns where they fit, else in two.
PadPlace pad_place(float height, float width, float k) {
  const float beside_three = 3 * k + 8, beside_two = std::max(100.0f, 2 * k + 4);
  const float with_three = width - kPadGap - beside_three;
  if (with_three >= kLeastPad && height <= with_three + 4) return {std::clamp(height, kLeastPad, with_three), 3};
  const float least = kVerdictBlock + 3 * (k + 6) - 6;  // verdict and three rows of tools
  const float most = std::min(width - kPadGap - beside_two, 300.0f);
  if (most < least) return {most, 2, true};
  return {std::clamp(height, least, most), 2};
}

}  // namespace

void draw_draw_sheet(const Rect& area, Context& c, bool phone) {
  const float margin = phone ? (c.shell.sheet ? 16 : 12) : 24;
  const float k = control();
  const float scroll = ui::begin_scroll(area, "draw/scroll");
  const Rect page{area.x, area.y - scroll, area.w, area.h};
  const float width = area.w - 2 * margin;
  const Rect column = from_start(page, margin, 0, width, area.h);
  float y = 15;
  if (phone) {
    y = 12;
    const PadPlace place = pad_place(area.h - y - kUnderPad, width, k);
    draw_pad(from_start(column, 0, y, place.pad, place.pad), c);
    const float beside = width - place.pad - kPadGap, x = width - beside;
    if (!place.verdict_below) {
      heading(from_start(column, x, y, beside, 16), "verdict/title", Str::verdict_title);
      draw_verdict(from_start(column, x, y + 16, beside, 42), c);
    }
    const int rows = 6 / place.tool_columns;
    const float tools_y = y + place.pad - (static_cast<float>(rows) * (k + 6) - 6);
    const float tool = (beside - 4 * static_cast<float>(place.tool_columns - 1)) / static_cast<float>(place.tool_columns);
    const auto slot = [&](int column_index, int row) {
      return from_start(column, x + static_cast<float>(column_index) * (tool + 4), tools_y + static_cast<float>(row) * (k + 6),
                        tool, k);
    };
    if (place.tool_columns == 3) {
      draw_tools({slot(0, 0), slot(1, 0), slot(2, 0), slot(0, 1), slot(1, 1), slot(2, 1)}, true, c);
    } else {
      draw_tools({slot(0, 0), slot(1, 0), slot(0, 1), slot(0, 2), slot(1, 2), slot(1, 1)}, true, c);
    }
    y += place.pad + 10;
    const float choice = 2 * k + 8;
    if (place.verdict_below) {
      draw_verdict_title(from_start(column, 0, y, width, 16), choice, c);
      draw_verdict(from_start(column, 0, y + 18, width - choice - 8, k), c);
      draw_label_choice(from_end(column, 0, y + 18, choice, k), c);
      draw_label_text(from_start(column, 0, y + 20 + k, width, 16), c, ui::Align::end);
      y += 18 + k + (c.shell.label_asked ? 22 : 8);
    } else if (c.shell.label_asked) {  // asked where the eye is: under the drawing
      draw_label_row(from_start(column, 0, y, width, k), c);
      y += k + 10;
    }
    y += draw_examples(column, y, width, kExampleTile, c) + 14;
    if (!c.shell.label_asked && !place.verdict_below) {
      draw_label_row(from_start(column, 0, y, width, k), c);
      y += k + 14;
    }
    draw_bars(column, y, width, c);
    y += bars_height(c.snapshot) + 12;
  } else {
    const float pad = std::clamp(area.h - 2 * y, 160.0f, 264.0f);
    draw_pad(from_start(column, 0, y, pad, pad), c);
    const auto slot = [&](int row) {
      return from_start(column, pad + 16 + (row % 2 == 0 ? 0 : k + 8), y + static_cast<float>(row / 2) * (k + 8), k, k);
    };
    draw_tools({slot(0), slot(1), slot(2), slot(3), slot(5), slot(4)}, true, c);
    const float x = pad + 16 + 2 * k + 8 + 28;
    const float rest = width - x;
    const Rect side = from_start(column, x, 0, rest, area.h);
    float sy = y;
    sy += draw_examples(side, sy, rest, 52, c) + 14;
    const float choice = 2 * k + 24;
    draw_verdict_title(from_start(side, 0, sy, rest, 16), choice, c);
    draw_verdict(from_start(side, 0, sy + 18, rest - choice - 8, 46), c);
    draw_label_choice(from_end(side, 0, sy + 20, choice, k), c);
    draw_label_text(from_start(side, 0, sy + 22 + k, rest, 16), c, ui::Align::end);
    sy += 18 + 54 + (c.shell.label_asked ? 10 : 0);
    draw_bars(side, sy, rest, c);
    y = std::max(y + pad, sy + bars_height(c.snapshot)) + 12;
  }
  ui::end_scroll(y);
}

}  // namespace rizbin::views
