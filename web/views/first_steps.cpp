// See first_steps.h. The order is the lecture's: draw (4), a cell and its arithmetic (7, 8), training (13, 14), what learned
// features are worth (15), the gradient (13).
#include "web/views/first_steps.h"

#include <imgui.h>

#include <algorithm>
#include <array>

#include "web/views/stages.h"
#include "web/views/timeline.h"

namespace rizbin::views {
namespace {

// The cell the list points at: the middle of the first convolution's first map.
Focus middle_cell(const Snapshot& s) {
  for (std::size_t i = 0; i < s.layers.size(); ++i) {
    if (s.layers[i].spec.kind != LayerKind::conv) continue;
    const Shape& out = s.layers[i].out;
    Focus focus;
    focus.kind = FocusKind::cell;
    focus.cell = {static_cast<int>(i), out.index(0, out.h / 2, out.w / 2)};
    return focus;
  }
  return {};
}

void show_cell(Context& c) {
  c.view.focus = middle_cell(c.snapshot);
  c.view.pinned = c.view.focus.kind != FocusKind::none;
}
// The whole network, nothing in focus: what is to be seen is everywhere.
void show_all(Context& c) {
  c.view.focus = {};
  c.view.pinned = false;
  c.canvas.fit();
}
// On a phone the sheet makes room for what is shown above it.
void lower_sheet(Context& c) { c.view.sheet = Sheet::low; }

void do_draw(Context& c) {
  c.view.tab = Tab::draw;
  c.view.tool = Tool::pen;
  c.commands.push(ClearPicture{});
  show_all(c);
}
void do_point(Context& c) {
  c.view.quantity = Quantity::value;
  c.canvas.fit();
  show_cell(c);
  lower_sheet(c);
}
void do_zoom(Context& c) {
  c.view.quantity = Quantity::value;
  show_cell(c);
  c.canvas.go_to(c.view.focus, 360, c.view);
  lower_sheet(c);
}
void start_run(Context& c, TrainedPart part) {
  // A drawing stays: only the weights begin anew.
  if (c.snapshot.preset != "free") c.commands.push(LoadNetwork{"free"});
  c.commands.push(SetTrainedPart{part});
  c.commands.push(ResetTraining{});
  c.shell.start_run = true;
  c.shell.playback.speed = Speed::eight;
  c.view.tab = Tab::train;
  c.view.quantity = Quantity::value;
  show_all(c);
}
void do_train(Context& c) { start_run(c, TrainedPart::whole); }
void do_votes(Context& c) { start_run(c, TrainedPart::votes); }
void do_gradient(Context& c) {
  c.view.quantity = Quantity::gradient;
  c.canvas.fit();
  show_cell(c);
  lower_sheet(c);
}

void do_stages(Context& c) {
  if (c.shell.sheet) {  // the lanes stand there
    c.view.tab = Tab::train;
    c.view.sheet = Sheet::half;
  }
  open_stages(c);
}

struct Row {
  std::string_view id;
  Str title, text;
  void (*act)(Context&);
};
constexpr std::array<Row, 7> kRows = {{{"first/draw", Str::first_draw, Str::first_draw_text, do_draw},
                                       {"first/point", Str::first_point, Str::first_point_text, do_point},
                                       {"first/zoom", Str::first_zoom, Str::first_zoom_text, do_zoom},
                                       {"first/train", Str::first_train, Str::first_train_text, do_train},
                                       {"first/votes", Str::first_votes, Str::first_votes_text, do_votes},
                                       {"first/gradient", Str::first_gradient, Str::first_gradient_text, do_gradient},
                                       {"first/stages", Str::stages_first, Str::stages_first_text, do_stages}}};

constexpr float kGap = 8, kInset = 10;
constexpr ui::TextStyle kTitle{13, ui::Weight::semibold, 0, 20};

// On a phone they stand as tiles, two a row: the half sheet shows the first six.
struct Tiles {
  float width = 0, height = 0;  // of one; 0: the titles do not fit, a list it is
};
Tiles tiles_for(float width, const Snapshot& s) {
  Tiles tiles{(width - kGap) / 2};
  const float words = tiles.width - 2 * kInset;
  for (const Row& row : kRows) {
    if (ui::text_width(ui::tr(row.title), kTitle) + 16 > words) return {};
    const std::string text = ui::fmt(row.text, {{"n", ui::number(s.run_length)}});
    tiles.height = std::max(tiles.height, 32 + ui::paragraph_height(text, ui::kSmall, words) + 8);
  }
  return tiles;
}

ui::Interaction step_item(const Row& row, const std::string& text, const Rect& box) {
  ui::Item item;
  item.id = row.id;
  item.label = ui::tr(row.title);
  item.description = text;
  item.rect = box;
  return ui::interact(item);
}

void draw_tiles(const Rect& column, float y, const Tiles& tiles, Context& c) {
  ImDrawList* list = ui::frame().list;
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    const Row& row = kRows[i];
    const std::string text = ui::fmt(row.text, {{"n", ui::number(c.snapshot.run_length)}});
    const Rect box = from_start(column, static_cast<float>(i % 2) * (tiles.width + kGap),
                                y + static_cast<float>(i / 2) * (tiles.height + kGap), tiles.width, tiles.height);
    const ui::Interaction in = step_item(row, text, box);
    const float fade = ui::fade(row.id, in.hovered || in.held);
    if (fade > 0) fill(box, ui::with_alpha(theme().hover, fade), ui::kRadiusField);
    outline(box, theme().line, ui::kRadiusField);
    const Rect inner = box.inset(kInset, 0);
    ui::draw_text(list, from_start(inner, 0, 8, 12, 20), ui::number(static_cast<long long>(i) + 1),
                  ui::colored(kTitle, theme().ink3));
    ui::draw_text(list, from_start(inner, 16, 8, inner.w - 16, 20), ui::tr(row.title), ui::colored(kTitle, theme().ink));
    ui::draw_paragraph(list, from_start(inner, 0, 30, inner.w, 60), text, ui::colored(ui::kSmall, theme().ink2));
    if (in.focus_visible) ui::focus_ring(list, box, ui::kRadiusField);
    if (in.pressed) row.act(c);
  }
}

}  // namespace

void draw_first_steps(const Rect& area, Context& c) {
  const float margin = c.shell.sheet ? 16 : ui::kPanelPadding;
  const float scroll = ui::begin_scroll(area, "first/scroll");
  const Rect page{area.x, area.y - scroll, area.w, area.h};
  const float width = std::min(area.w - 2 * margin, 560.0f);
  const Rect column = from_start(page, margin, 0, width, area.h);
  ImDrawList* list = ui::frame().list;
  const Tiles tiles = c.shell.sheet && area.w < 600 ? tiles_for(width, c.snapshot) : Tiles{};
  float y = tiles.width > 0 ? 11 : 18;
  label(from_start(column, 0, y, width, 20), "first/title", ui::tr(Str::first_title), ui::colored(ui::kStrong, theme().ink),
        ui::Align::start, ui::Role::heading);
  if (tiles.width > 0) {
    draw_tiles(column, y + 27, tiles, c);
    ui::end_scroll(y + 27 + static_cast<float>((kRows.size() + 1) / 2) * (tiles.height + kGap));
    return;
  }
  y += 22;
  y += ui::draw_paragraph(list, from_start(column, 0, y, width, 40), ui::tr(Str::first_lead),
                          ui::colored(ui::kSmall, theme().ink2)) +
       12;
  int number = 1;
  for (const Row& row : kRows) {
    const ui::TextStyle small = ui::colored(ui::kSmall, theme().ink2);
    const std::string text = ui::fmt(row.text, {{"n", ui::number(c.snapshot.run_length)}});
    const float indent = 30, words = width - indent - 28;
    const float height = std::max(control() + 8, 32 + ui::paragraph_height(text, small, words) + 8);
    const Rect box = from_start(column, 0, y, width, height);
    const ui::Interaction in = step_item(row, text, box);
    const float fade = ui::fade(row.id, in.hovered || in.held);
    if (fade > 0) fill(box.inset(-8, 0), ui::with_alpha(theme().hover, fade), 8);
    ui::draw_text(list, from_start(box, 0, 9, 22, 20), ui::number(number++), ui::colored(kTitle, theme().ink3));
    ui::draw_text(list, from_start(box, indent, 9, words, 20), ui::tr(row.title), ui::colored(ui::kStrong, theme().ink));
    ui::draw_paragraph(list, from_start(box, indent, 30, words, 40), text, small);
    ui::draw_icon(list, from_end(box, 0, 9, 18, 20).center(), rtl() ? ui::Icon::chevron_left : ui::Icon::chevron_right, 17,
                  theme().ink3);
    if (in.focus_visible) ui::focus_ring(list, box.inset(-8, 0), 8);
    if (in.pressed) row.act(c);
    y += height + 4;
  }
  ui::end_scroll(y + 8);
}

}  // namespace rizbin::views
