// See gallery.h.
#include "web/views/gallery.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace rizbin::views {
namespace {

std::span<const float> picture_of(const HeldOut& h, int i) {
  const std::size_t size = static_cast<std::size_t>(h.shape.size());
  return std::span(h.pictures).subspan(static_cast<std::size_t>(i) * size, size);
}
float probability(const HeldOut& h, int i, int vote_class) {
  return h.probabilities[static_cast<std::size_t>(i * h.classes + vote_class)];
}
std::string class_name(const Snapshot& s, int i) {
  return i >= 0 && static_cast<std::size_t>(i) < s.classes.size() ? s.classes[static_cast<std::size_t>(i)] : ui::number(i);
}

// One pressable glyph. `id` differs between the list of mistakes and the gallery: both may show the same glyph.
void draw_glyph(const Rect& box, std::string id, std::string_view parent, int i, bool ring_mistakes, Context& c) {
  const Snapshot& s = c.snapshot;
  const HeldOut& h = *s.heldout;
  const int read = read_as(h, i), truth = h.labels[static_cast<std::size_t>(i)];
  const float p = probability(h, i, read);
  ui::Item item;
  item.id = std::move(id);
  item.label = ui::fmt(
      read == truth ? Str::glyph_right : Str::glyph_wrong,
      {{"n", ui::number(i + 1)}, {"label", class_name(s, truth)}, {"read", class_name(s, read)}, {"p", ui::percent_text(p)}});
  item.description = ui::tr(Str::glyph_description);
  item.parent = parent;
  item.rect = box;
  const ui::Interaction in = ui::interact(item);
  if (in.pressed) {
    const std::span<const float> pixels = picture_of(h, i);
    c.commands.push(SetPicture{{pixels.begin(), pixels.end()}, truth, {}});
  }
  GlyphTile look{h.shape, picture_of(h, i)};
  look.read_as = read;
  look.classes = h.classes;
  look.probability = p;
  look.ringed = ring_mistakes && read != truth;
  look.hovered = in.hovered;
  draw_glyph_tile(ui::frame().list, box, look);
  if (in.hovered && !in.touch) ui::tooltip(box, item.label);
  if (in.focus_visible) ui::focus_ring(ui::frame().list, box, 4);
}

bool ready(const Snapshot& s) {
  return s.heldout && s.heldout->count() > 0 &&
         s.heldout->probabilities.size() == static_cast<std::size_t>(s.heldout->count() * s.heldout->classes);
}

}  // namespace

int read_as(const HeldOut& h, int i) {
  int best = 0;
  for (int k = 1; k < h.classes; ++k)
    if (probability(h, i, k) > probability(h, i, best)) best = k;
  return best;
}

Score score_of(const Snapshot& s) {
  Score score;
  if (!ready(s)) return score;
  score.total = s.heldout->count();
  for (int i = 0; i < score.total; ++i)
    score.right += read_as(*s.heldout, i) == s.heldout->labels[static_cast<std::size_t>(i)] ? 1 : 0;
  return score;
}

float draw_mistakes(const Rect& area, float y, float width, int columns, Context& c) {
  const Snapshot& s = c.snapshot;
  ImDrawList* list = ui::frame().list;
  heading(from_start(area, 0, y, width * 0.7f, 16), "mistakes/title", Str::mistakes_title);
  const Score score = score_of(s);
  const int wrong = score.total - score.right;
  ui::draw_text(list, from_end(area, area.w - width, y, 60, 16), ui::number(wrong),
                ui::colored({12, ui::Weight::semibold, 0, 16}, theme().ink), ui::Align::end);
  const float gap = 11;
  const float tile = std::min(52.0f, (width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
  const float step = columns > 1 ? (width - tile) / static_cast<float>(columns - 1) : 0;
  const float height = 22 + tile + 20;
  if (!ready(s)) return height;
  if (wrong == 0) {
    ui::draw_paragraph(list, from_start(area, 0, y + 26, width, 40),
                       ui::fmt(Str::mistakes_none, {{"total", ui::number(score.total)}}), ui::colored(ui::kSmall, theme().ink2));
    return height;  // keeps its place: the gallery below does not jump while it trains
  }
  int shown = 0;
  for (int i = 0; i < score.total && shown < columns; ++i) {
    const int read = read_as(*s.heldout, i);
    if (read == s.heldout->labels[static_cast<std::size_t>(i)]) continue;
    const float x = step * static_cast<float>(shown++);
    const Rect box = from_start(area, x, y + 22, tile, tile);
    draw_glyph(box, "mistakes/" + std::to_string(i), "mistakes/title", i, true, c);
    const ui::TextStyle letter{11, ui::Weight::bold, class_text_color(read, s.heldout->classes), 16},
        small{11, ui::Weight::medium, theme().ink2, 16};
    const std::string name = class_name(s, read);
    const float letter_w = ui::text_width(name, letter);
    // Whole percents: the mistake's card is narrow.
    std::string percent = ui::percent_text(std::round(probability(*s.heldout, i, read) * 100) / 100);
    for (const std::string_view zero : {".0", "٫۰", ".۰"})
      if (const std::size_t at = percent.find(zero); at != std::string::npos) percent.erase(at, zero.size());
    const float percent_w = ui::text_width(percent, small);
    const float x0 = x + (tile - letter_w - 5 - percent_w) / 2;
    ui::draw_text(list, from_start(area, x0, y + 22 + tile + 4, letter_w + 1, 16), name, letter);
    ui::draw_text(list, from_start(area, x0 + letter_w + 5, y + 22 + tile + 4, percent_w + 1, 16), percent, small);
  }
  return height;
}

float draw_gallery(const Rect& area, float y, float width, int columns, int at_most, Context& c) {
  const Snapshot& s = c.snapshot;
  ImDrawList* list = ui::frame().list;
  heading(from_start(area, 0, y, width * 0.55f, 20), "heldout/all_title", Str::heldout_title);
  if (!ready(s)) return 20;
  const int total = s.heldout->count();
  const bool coarse = ui::frame().coarse_pointer;
  {
    ui::Item more;
    more.id = "heldout/all";
    more.role = ui::Role::toggle;
    more.label = ui::fmt(Str::mistakes_show_all, {{"total", ui::number(total)}});
    const ui::TextStyle style{11, ui::Weight::medium, theme().ink2, 16};
    const float text = ui::text_width(more.label, style);
    const float grow = coarse ? 12 : 3;  // a finger needs more than the line's height
    const Rect line = from_end(area, area.w - width, y, text + 16, 20);
    more.rect = line.inset(-2, -grow);
    more.expanded = c.shell.gallery_all;
    more.selected = c.shell.gallery_all;
    const ui::Interaction in = ui::interact(more);
    if (in.pressed) c.shell.gallery_all = !c.shell.gallery_all;
    ui::draw_text(list, from_start(line, 0, 0, text + 1, 20), more.label,
                  ui::colored(style, in.hovered ? theme().ink : theme().ink2));
    ui::draw_icon(list, from_start(line, text + 3, 3, 13, 14).center(),
                  c.shell.gallery_all ? ui::Icon::chevron_up : ui::Icon::chevron_down, 13, theme().ink3);
    if (in.focus_visible) ui::focus_ring(list, line, 4);
  }
  const float gap = 3;
  const float tile = (width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  const float top = coarse ? 34 : 28;
  const float row_height = tile + (coarse ? 12 : 8);
  const int count = std::min(total, at_most);
  for (int i = 0; i < count; ++i) {
    const int row = i / columns;
    const Rect box = from_start(area, (tile + gap) * static_cast<float>(i % columns),
                                y + top + row_height * static_cast<float>(row), tile, tile);
    draw_glyph(box, "heldout/" + std::to_string(i), "heldout/all_title", i, true, c);
  }
  const int rows = (count + columns - 1) / columns;
  const float foot = y + top + row_height * static_cast<float>(rows) + 2;
  float x = 0;
  const ui::TextStyle small = ui::colored(ui::kCaption, theme().ink2);
  if (s.classes.size() > 2) return foot - y;  // one ink for all: the bars need no key
  for (std::size_t k = 0; k < s.classes.size(); ++k) {
    const std::string text = ui::fmt(Str::read_as, {{"label", s.classes[k]}});
    const float w = ui::text_width(text, small);
    const Rect swatch = from_start(area, x, foot + 7, 12, 3);
    fill(swatch, class_color(static_cast<int>(k), 2), 1);
    ui::draw_text(list, from_start(area, x + 17, foot, w + 1, 16), text, small);
    x += 17 + w + 14;
  }
  return foot + 16 - y;
}

}  // namespace rizbin::views
