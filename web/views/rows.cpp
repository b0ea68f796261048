// See rows.h. The columns run left to right in both languages, as the network does; title and foot follow the language.
#include "web/views/rows.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/ui/theme.h"
#include "web/views/stages.h"

namespace rizbin::views {
namespace {

constexpr float kRowAtLeast = 54, kRowAtMost = 64;
constexpr float kHead = 84, kHeadLow = 64;   // title, and the columns' names under it
constexpr float kFoot = 64;

// Where the columns stand, from the left edge of a row.
struct Columns {
  float number, picture, letter, bar, bar_w, percent, label, loss;  // label, loss: their middles
  float picture_px;
};
Columns columns_in(float width, float row_height) {
  const bool narrow = width < 480;
  Columns c;
  c.picture_px = std::floor(std::min(narrow ? 45.0f : 54.0f, row_height - 9) / 9) * 9;
  c.number = narrow ? 4 : 16;
  c.picture = c.number + (narrow ? 24.0f : 40.0f);
  c.letter = c.picture + c.picture_px + (narrow ? 14.0f : 44.0f);
  c.bar = c.letter + (narrow ? 20.0f : 26.0f);
  c.loss = width - (narrow ? 30.0f : 48.0f);
  c.label = c.loss - (narrow ? 56.0f : 108.0f);
  c.percent = c.label - (narrow ? 78.0f : 124.0f);
  c.bar_w = c.percent - 8 - c.bar;
  return c;
}

struct Sample {
  int label = 0, read = 0;
  float p = 0, loss = 0;
  std::span<const float> pixels;
  [[nodiscard]] bool wrong() const { return read != label; }
};
Sample sample_of(const BatchView& batch, int i) {
  const auto at = static_cast<std::size_t>(i), classes = static_cast<std::size_t>(batch.classes);
  const std::span<const float> p = std::span(batch.probabilities).subspan(at * classes, classes);
  const auto size = static_cast<std::size_t>(batch.shape.size());
  Sample sample;
  sample.label = batch.labels[at];
  sample.read = static_cast<int>(std::ranges::max_element(p) - p.begin());
  sample.p = p[static_cast<std::size_t>(sample.read)];
  sample.loss = batch.losses[at];
  sample.pixels = std::span(batch.pictures).subspan(at * size, size);
  return sample;
}

std::string class_name(const Snapshot& s, int i) {
  return i >= 0 && static_cast<std::size_t>(i) < s.classes.size() ? s.classes[static_cast<std::size_t>(i)] : ui::number(i);
}
std::string loss_text(float loss) { return ui::fixed_text(static_cast<double>(loss), 3); }

// The only fully round thing: a label.
void draw_label(Vec center, std::string_view name, int vote_class, int classes) {
  const Rect pill{center.x - 22, center.y - 13, 44, 26};
  fill(pill, theme().line_strong, 13);
  fill(pill.inset(1), theme().panel, 12);
  ui::draw_text(ui::frame().list, pill, name, {14, ui::Weight::bold, class_text_color(vote_class, classes), 26}, ui::Align::center);
}

void draw_row(const Rect& row, int i, const Columns& at, float largest, Context& c) {
  const Snapshot& s = c.snapshot;
  const BatchView& batch = *s.next_batch;
  const Sample sample = sample_of(batch, i);
  ImDrawList* list = ui::frame().list;
  const ui::Theme& t = theme();
  const bool on_pad = std::ranges::equal(sample.pixels, s.picture) && s.label == sample.label;
  ui::Item item;
  item.id = "rows/" + std::to_string(i);
  item.label = ui::fmt(sample.wrong() ? Str::rows_wrong : Str::rows_right, {{"n", ui::number(i + 1)},
                                                                            {"label", class_name(s, sample.label)},
                                                                            {"read", class_name(s, sample.read)},
                                                                            {"p", ui::percent_text(sample.p)},
                                                                            {"loss", loss_text(sample.loss)}});
  item.value = loss_text(sample.loss);
  item.description = ui::tr(Str::rows_row_description);
  item.parent = "rows";
  item.rect = row;
  item.selected = on_pad;
  const ui::Interaction in = ui::interact(item);
  if (in.pressed) {
    c.commands.push(SetPicture{{sample.pixels.begin(), sample.pixels.end()}, sample.label, {}});
    close_rows(c);
  }
  const bool lit = in.hovered || in.focus_visible || on_pad;
  if (lit) {
    fill(row, t.panel, 8);
    ui::stroke_rect(list, ui::snap(row), 8, t.line_strong, 1);
  } else {
    ui::hairline(list, {row.x + 8, row.bottom() + 1}, {row.right() - 8, row.bottom() + 1}, t.line);
  }
  const float middle = row.center().y;
  ui::draw_text(list, {row.x + at.number, middle - 9, 20, 18}, ui::number(i + 1),
                {12, lit ? ui::Weight::semibold : ui::Weight::regular, lit ? t.ink : t.ink3, 18}, ui::Align::center);

  const Rect picture{row.x + at.picture, std::floor(middle - at.picture_px / 2), at.picture_px, at.picture_px};
  GlyphTile look{batch.shape, sample.pixels};
  look.framed = true;
  look.ringed = sample.wrong();
  draw_glyph_tile(list, picture, look);
  // A hairline from the picture to its answer: through the network.
  ui::hairline(list, {picture.right() + 6, std::round(middle)}, {row.x + at.letter - 8, std::round(middle)}, t.link);

  ui::draw_text(list, {row.x + at.letter, middle - 12, 20, 24}, class_name(s, sample.read),
                {16, ui::Weight::bold, class_text_color(sample.read, static_cast<int>(s.classes.size())), 24}, ui::Align::left);
  const Rect bar{row.x + at.bar, middle - 4, at.bar_w, 8};
  ui::bar(list, bar, sample.p, class_color(sample.read, static_cast<int>(s.classes.size())));
  ui::draw_text(list, {row.x + at.percent, middle - 9, 54, 18}, ui::percent_text(sample.p), {12, ui::Weight::medium, t.ink2, 18},
                ui::Align::left);
  draw_label({row.x + at.label, middle}, class_name(s, sample.label), sample.label, static_cast<int>(s.classes.size()));
  ui::draw_text(list, {row.x + at.loss - 34, middle - 11, 68, 18}, loss_text(sample.loss),
                {13, sample.wrong() ? ui::Weight::bold : ui::Weight::medium, t.ink, 18}, ui::Align::center);
  // Its share in the sum, as a line: which glyph moves the weights most.
  const float share = largest > 0 ? std::clamp(sample.loss / largest, 0.0f, 1.0f) : 0;
  fill({row.x + at.loss - 24, middle + 10, 48, 2}, t.line, 1);
  fill({row.x + at.loss - 24, middle + 10, 48 * share, 2}, t.ink2, 1);
  if (in.focus_visible) ui::focus_ring(list, row, 8);
}

void caption(float middle, float y, std::string_view id, Str text, float width) {
  label({middle - width / 2, y, width, 16}, id, ui::tr(text), ui::colored(ui::kCaption, theme().ink3), ui::Align::center);
}

void draw_foot(const Rect& foot, const Columns& at, Context& c) {
  const Snapshot& s = c.snapshot;
  const BatchView& batch = *s.next_batch;
  ImDrawList* list = ui::frame().list;
  float sum = 0;
  int right = 0;
  for (int i = 0; i < batch.count(); ++i) {
    const Sample sample = sample_of(batch, i);
    sum += sample.loss;
    right += sample.wrong() ? 0 : 1;
  }
  const float x = foot.x + at.loss;
  list->AddLine({x - 40, foot.y + 4}, {x + 30, foot.y + 4}, theme().ink, 1.5f);
  const std::string mean = loss_text(sum / static_cast<float>(std::max(1, batch.count())));
  ui::draw_text(list, {x - 34, foot.y + 10, 68, 20}, mean, {14, ui::Weight::bold, theme().ink, 20}, ui::Align::center);
  const std::string how = "\u2211 \u00F7 " + ui::number(batch.count()) + " =";
  ui::draw_text(list, {x - 34 - 90, foot.y + 10, 84, 20}, how, {13, ui::Weight::medium, theme().ink2, 20}, ui::Align::right);
  ui::Item item;
  item.id = "rows/mean";
  item.role = ui::Role::text;
  item.label = ui::tr(Str::rows_mean);
  item.value = mean;
  item.rect = {x - 124, foot.y + 8, 158, 24};
  item.actions = 0;
  item.hit = false;
  ui::announce(item);

  ui::ButtonSpec step;
  const std::string name = ui::fmt(Str::rows_step, {{"n", ui::number(batch.count())}});
  step.id = "rows/step";
  step.label = name;
  step.icon = ui::Icon::step_forward;
  const float k = control(), w = std::min(ui::button_width(name, true), at.label - 60);
  if (ui::button({foot.x, foot.y + 10, w, k}, step)) c.shell.step_once = true;
  const float left = w + 16;
  if (const float room = at.loss - 34 - 90 - left; room > 90)
    label({foot.x + left, foot.y + 10 + (k - 18) / 2, room, 18}, "rows/right",
          ui::fmt(Str::heldout_right_of, {{"right", ui::number(right)}, {"total", ui::number(batch.count())}}),
          ui::colored(ui::kSmall, theme().ink2), ui::Align::left);
}

}  // namespace

void draw_rows(const Rect& canvas, Context& c) {
  const Snapshot& s = c.snapshot;
  if (!s.next_batch || s.next_batch->count() == 0) return;
  c.view.hover = {};
  const BatchView& batch = *s.next_batch;
  ImDrawList* list = ui::frame().list;
  fill(canvas, theme().canvas);
  const float edge = canvas.w < 600 ? 12.0f : 24.0f, k = control();
  const float width = std::min(canvas.w - 2 * edge, 760.0f);
  const bool low = canvas.h < 420;
  const float head = low ? kHeadLow : kHead;
  const Rect page{std::round(canvas.center().x - width / 2), canvas.y + (low ? 4.0f : 14.0f), width,
                  canvas.h - (low ? 4.0f : 14.0f)};
  ui::Item group;
  group.id = "rows";
  group.role = ui::Role::group;
  group.label = ui::tr(Str::rows_title);
  group.rect = canvas;
  group.actions = 0;
  ui::interact(group);

  label(from_start(page, 0, (k - 24) / 2, width - k - 8, 24), "rows/title",
        ui::fmt(Str::rows_heading, {{"n", ui::number(batch.count())}, {"step", ui::number(s.step + 1)}}),
        {15, ui::Weight::semibold, theme().ink, 24}, ui::Align::start, ui::Role::heading);
  ui::ButtonSpec close;
  close.id = "rows/close";
  close.name = ui::tr(Str::rows_close);
  close.icon = ui::Icon::x;
  close.show_label = false;
  close.kind = ui::ButtonKind::ghost;
  if (ui::button(from_end(page, 0, 0, k, k), close)) close_rows(c);

  const float room = page.h - head - kFoot;
  const float row_height = std::clamp(std::floor(room / static_cast<float>(std::min(batch.count(), 8))), kRowAtLeast, kRowAtMost);
  const Columns at = columns_in(width, row_height);
  const float y = page.y + head - 20;
  caption(page.x + at.picture + at.picture_px / 2, y, "rows/column/picture", Str::rows_picture, 80);
  caption(page.x + (at.letter + at.percent + 40) / 2, y, "rows/column/answer", Str::rows_answer, 120);
  caption(page.x + at.label, y, "rows/column/label", Str::rows_label, 70);
  caption(page.x + at.loss, y, "rows/column/loss", Str::rows_loss, 60);

  float largest = 0;
  for (const float loss : batch.losses)
    if (std::isfinite(loss)) largest = std::max(largest, loss);
  const float content = row_height * static_cast<float>(batch.count());
  const Rect area{page.x - 8, page.y + head, width + 16, std::max(kRowAtLeast, std::min(room, content + 2))};
  const float scroll = ui::begin_scroll(area, "rows/scroll");
  for (int i = 0; i < batch.count(); ++i)
    draw_row({page.x, area.y - scroll + row_height * static_cast<float>(i) + 1, width, row_height - 2}, i, at, largest, c);
  ui::end_scroll(content, theme().canvas);
  if (content > area.h + 1) ui::hairline(list, {page.x, area.bottom()}, {page.right(), area.bottom()}, theme().line);
  draw_foot({page.x, area.bottom() + 4, width, kFoot}, at, c);
}

void close_rows(Context& c) {
  if (!c.shell.rows) return;
  c.shell.rows = false;
  if (!ui::focused_id().empty()) ui::set_focus("rows/open");
  ui::request_frame();
}

float draw_rows_button(const Rect& area, float y, float width, Context& c) {
  ui::ButtonSpec spec;
  spec.id = "rows/open";
  spec.label = ui::tr(Str::rows_title);
  spec.description = ui::tr(Str::rows_description);
  spec.role = ui::Role::toggle;
  spec.on = c.shell.rows;
  const float k = control();
  if (ui::button(from_start(area, 0, y, width, k), spec)) {
    c.shell.rows = !c.shell.rows;
    if (c.shell.rows) {
      close_stages(c.shell, c.view);
      c.shell.playback.playing = false;  // a batch is there to be looked at
      if (c.shell.sheet && c.view.sheet != Sheet::low) c.view.sheet = Sheet::low;  // and needs the room
    }
    ui::request_frame();
  }
  return k;
}

}  // namespace rizbin::views
