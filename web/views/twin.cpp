// See twin.h.
#include "web/views/twin.h"

#include <imgui.h>

#include <algorithm>
#include <array>

#include "web/canvas/layout.h"
#include "web/canvas/speech.h"
#include "web/views/race.h"

namespace rizbin::views {
namespace {

constexpr std::array<std::string_view, 7> kKindWords{"tanh",       "no_relu",       "no_pooling", "rate_ten",
                                                     "other_seed", "kernel_turned", "other_loss"};
constexpr std::array<std::string_view, 5> kShowWords{"a", "b", "both", "difference", "race"};
constexpr std::string_view kPrefix = "twin/";
constexpr float kRaceCard = 356, kBothAtLeastW = 560, kBothAtLeastH = 340, kBesideAtLeast = 940;

Str kind_text(TwinKind kind) {
  switch (kind) {
    case TwinKind::tanh: return Str::twin_kind_tanh;
    case TwinKind::no_relu: return Str::twin_kind_no_relu;
    case TwinKind::no_pooling: return Str::twin_kind_no_pooling;
    case TwinKind::rate_ten: return Str::twin_kind_rate_ten;
    case TwinKind::other_seed: return Str::twin_kind_other_seed;
    case TwinKind::kernel_turned: return Str::twin_kind_kernel_turned;
    case TwinKind::other_loss: return Str::twin_kind_other_loss;
  }
  return Str::twin_kind_tanh;
}

std::string loss_name(LossKind loss) {
  return std::string(ui::tr(loss == LossKind::cross_entropy ? Str::loss_cross_entropy : Str::loss_squared_error));
}

// --- the bar over the canvas
// -------------------------------------------------------------------------------------------------------

void draw_kind(const Rect& box, Context& c) {
  std::vector<std::string_view> ids;
  std::vector<std::string> labels;
  std::vector<TwinKind> kinds;
  int chosen = -1;
  for (const TwinKind kind : kTwinKinds) {
    if (!twin_possible(c.snapshot, kind)) continue;
    if (kind == c.lab.kind) chosen = static_cast<int>(kinds.size());
    kinds.push_back(kind);
    ids.push_back(twin_word(kind));
    labels.emplace_back(ui::tr(kind_text(kind)));
  }
  const int picked = ui::picker(box, "twin/kind", ui::tr(Str::twin_difference_name), ids, labels, chosen);
  if (picked >= 0) c.shell.twin.open = kinds[static_cast<std::size_t>(picked)];
}

std::vector<TwinShow> shows(const Rect& area) {
  std::vector<TwinShow> all{TwinShow::first, TwinShow::second};
  if (area.w >= kBothAtLeastW && area.h >= kBothAtLeastH) all.push_back(TwinShow::both);
  all.push_back(TwinShow::difference);
  all.push_back(TwinShow::race);
  return all;
}

std::string show_label(TwinShow show) {
  switch (show) {
    case TwinShow::first: return "A";
    case TwinShow::second: return "B";
    case TwinShow::both: return std::string(ui::tr(Str::twin_both));
    case TwinShow::difference: return std::string(ui::tr(Str::twin_difference));
    case TwinShow::race: return std::string(ui::tr(Str::twin_race));
  }
  return {};
}

void draw_show(const Rect& box, const std::vector<TwinShow>& all, TwinShow shown, Context& c) {
  std::vector<std::string_view> ids;
  std::vector<std::string> labels;
  int chosen = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] == shown) chosen = static_cast<int>(i);
    ids.push_back(twin_show_word(all[i]));
    labels.push_back(show_label(all[i]));
  }
  const int picked = ui::segmented(box, "twin/show", ui::tr(Str::twin_show_name), ids, labels, chosen);
  if (picked >= 0) c.shell.twin.show = all[static_cast<std::size_t>(picked)];
}

float show_width(const std::vector<TwinShow>& all) {
  std::vector<std::string> labels;
  for (const TwinShow show : all) labels.push_back(show_label(show));
  return ui::segmented_width(labels);
}

float kind_width() {
  std::vector<std::string> labels;
  for (const TwinKind kind : kTwinKinds) labels.emplace_back(ui::tr(kind_text(kind)));
  return ui::picker_width(labels);
}

// Which difference, what is shown, and the way out. Returns its height: one row, or two where it is narrow.
float draw_bar(const Rect& area, const std::vector<TwinShow>& all, TwinShow shown, Context& c) {
  const float k = control(), margin = area.w < 600 ? 12.0f : 20.0f, gap = 10;
  const float zoom = shown == TwinShow::both && !c.shell.sheet ? 3 * k + 8 + gap : 0;
  const float kind = std::min(kind_width(), area.w - 2 * margin - k - gap), show = show_width(all);
  const bool one_row = 2 * margin + kind + show + zoom + k + 2 * gap <= area.w;
  const float height = one_row ? k + 16 : 2 * k + 24;
  const Rect bar{area.x, area.y, area.w, height};
  fill(bar, theme().canvas);
  draw_kind(from_start(bar, margin, 8, kind, k), c);
  ui::ButtonSpec close;
  close.id = "twin/close";
  close.name = ui::tr(Str::twin_close);
  close.icon = ui::Icon::x;
  close.show_label = false;
  close.kind = ui::ButtonKind::ghost;
  if (ui::button(from_end(bar, margin - 8, 8, k, k), close)) c.shell.twin.close = true;
  if (zoom > 0 && one_row) c.canvas.draw_zoom(from_end(bar, margin + k + gap - 8, 8, zoom - gap, k));
  draw_show(one_row ? from_start(bar, margin + kind + gap, 8, show, k)
                    : from_start(bar, margin, k + 16, std::min(show, area.w - 2 * margin), k),
            all, shown, c);
  return height;
}

// --- two networks
// ------------------------------------------------------------------------------------------------------------------

// The same thing in the other network, by its name; none where it has no such thing.
Focus in_other(const Focus& focus, const Snapshot& from, const Snapshot& to) {
  if (focus.kind == FocusKind::none) return {};
  const std::string id = focus_id(from, focus);
  return id.empty() ? Focus{} : focus_from_id(to, id);
}

// The second network with the first one's camera and focus; what is done on it goes back to the first.
void draw_second(const Rect& area, const Pairing& pairing, Context& c) {
  TwinChoice& choice = c.shell.twin;
  ViewState second = c.view;
  if (second.quantity == Quantity::change || second.quantity == Quantity::difference) second.quantity = Quantity::value;
  if (!choice.linked) second.camera = choice.second_camera;
  second.focus = in_other(c.view.focus, c.snapshot, *c.twin);
  second.second = in_other(c.view.second, c.snapshot, *c.twin);
  second.hover = in_other(c.view.hover, c.snapshot, *c.twin);
  const ViewState before = second;
  CommandQueue nowhere;  // hands leave the twin alone: it would differ in more than one thing
  Canvas& canvas = *c.lab.canvas;
  canvas.pair(pairing);
  ui::push_id_prefix(kPrefix);
  canvas.draw(area, *c.twin, second, nowhere, c.heatmaps);
  ui::pop_id_prefix();
  if (!choice.linked) choice.second_camera = second.camera;
  const bool mine = area.contains(ui::frame().pointer) || ui::focused_id().starts_with("twin/network") || canvas.moving();
  if (!mine) return;
  if (choice.linked && !(second.camera == before.camera)) c.view.camera = second.camera;
  if (!(second.focus == before.focus)) c.view.focus = in_other(second.focus, *c.twin, c.snapshot);
  if (second.pinned != before.pinned) c.view.pinned = second.pinned;
}

// Whose network this is, its line, how well it reads; and what is in focus, there.
void draw_side(const Rect& area, float x, float width, int side, const Snapshot& s, const Focus& focus, Context& c) {
  ImDrawList* list = ui::frame().list;
  const bool second = side == 1;
  const std::string name = twin_name(c.snapshot, c.lab.kind, side), percent = ui::percent_text(s.now.heldout_accuracy);
  ui::TextStyle title{15, ui::Weight::bold, theme().ink, 22};
  const ui::TextStyle small = ui::colored(ui::kSmall, theme().ink2);
  while (title.size > 10 && ui::text_width(name, title) + 1 > width) title.size -= 1;
  const ui::TextStyle figure{13, ui::Weight::semibold, second ? theme().ink3 : theme().ink, 18};
  const float name_w = std::min(ui::text_width(name, title) + 1, width);
  ui::draw_text(list, {x, area.y, name_w, 22}, name, title, ui::Align::left);
  if (name_w + 10 + 40 <= width) draw_twin_line({x + name_w + 10, area.y + 11}, 40, second);
  const float percent_w = ui::text_width(percent, figure) + 1;
  ui::draw_text(list, {x, area.y + 22, percent_w, 18}, percent, figure, ui::Align::left);
  const float rest = width - percent_w - 8;
  if (ui::text_width(ui::tr(Str::twin_heldout), small) <= rest)
    ui::draw_text(list, {x + percent_w + 8, area.y + 22, rest, 18}, ui::tr(Str::twin_heldout), small, ui::Align::left);
  ui::Item item;
  item.id = second ? "twin/side/b" : "twin/side/a";
  item.role = ui::Role::text;
  item.label = ui::fmt(Str::twin_side, {{"name", name}, {"p", percent}, {"step", ui::number(s.step)}});
  item.rect = {x, area.y, width, 40};
  item.actions = 0;
  item.hit = false;
  ui::announce(item);
  if (focus.kind == FocusKind::none || area.h < 200) return;
  const ui::TextStyle strong{12, ui::Weight::semibold, theme().ink, 18};
  const std::string what = spoken_name(s, focus),
                    value = spoken_value(s, focus, c.view.quantity == Quantity::gradient ? Quantity::gradient : Quantity::value);
  const float narrow = width - 16;  // the kernels' names stand beside it
  const float what_h = std::min(72.0f, ui::paragraph_height(what, small, narrow));
  const float y = area.bottom() - 8 - what_h - 18;
  ui::draw_paragraph(list, {x, y, narrow, what_h}, what, small, ui::Align::left);
  ui::draw_text(list, {x, y + what_h, width, 18}, value, strong, ui::Align::left);
}

// The boundary says that both look at the same place; pressed, they no longer do.
void draw_link(const Rect& area, float y, Context& c) {
  TwinChoice& choice = c.shell.twin;
  const ui::TextStyle small = ui::colored(ui::kSmall, theme().ink2);
  const std::string_view text = ui::tr(choice.linked ? Str::twin_linked : Str::twin_unlinked);
  const float w = ui::text_width(text, small) + 1;
  const Rect box{area.center().x - w / 2 - 10, y - 11, w + 20, 22};
  ImDrawList* list = ui::frame().list;
  ui::hairline(list, {area.x + 20, y}, {box.x, y}, theme().line);
  ui::hairline(list, {box.right(), y}, {area.right() - 20, y}, theme().line);
  ui::Item item;
  item.id = "twin/linked";
  item.role = ui::Role::toggle;
  item.label = ui::tr(Str::twin_linked);
  item.rect = ui::frame().coarse_pointer ? box.inset(0, -11) : box;
  item.selected = choice.linked;
  const ui::Interaction in = ui::interact(item);
  if (in.hovered) fill(box, theme().hover, 6);
  ui::draw_text(list, box, text, small, ui::Align::center);
  if (in.focus_visible) ui::focus_ring(list, box, 6);
  if (!in.pressed) return;
  choice.linked = !choice.linked;
  choice.second_camera = c.view.camera;
}

void draw_both(const Rect& area, Context& c) {
  const Breakpoint breakpoint = breakpoint_for(ui::frame().window.w);
  const float first_h = make_stage(c.snapshot, breakpoint, {}, 0, Rows::close_with_headings).h;
  const float second_h = make_stage(*c.twin, breakpoint, {}, 0, Rows::close).h;
  const float split = area.h * first_h / (first_h + second_h);
  const Rect above{area.x, area.y, area.w, split}, below{area.x, area.y + split, area.w, area.h - split};
  fill(area, theme().canvas);

  // The one column that differs. Zoomed in it would be all there is to see.
  const int layer = twin_layer(c.snapshot, c.lab.kind);
  Rect band;
  if (layer >= 0 && c.view.camera.fit) {
    const Rect column = c.canvas.column(layer);
    if (column.empty()) ui::request_frame();  // where it stands is known once it has been drawn
    if (!column.empty() && column.x >= area.x && column.right() <= area.right()) {
      band = {column.x - 18, area.y + 2, column.w + 36, area.h - 10};
      fill(band, theme().panel, ui::kRadiusCard);
      outline(band, theme().line_strong, ui::kRadiusCard);
    }
  }
  c.canvas.pair({.partner = c.twin, .follows = false, .headings = true});
  CommandQueue& commands = c.commands;
  c.canvas.draw(above, c.snapshot, c.view, commands, c.heatmaps, c.comparison);
  draw_second(below, {.partner = &c.snapshot, .follows = true, .headings = false}, c);
  draw_link(area, below.y, c);
  if (!band.empty()) fill({band.x, below.y - 1, band.w, 2}, theme().panel);

  if (!c.view.camera.fit) return;
  const Rect picture = c.canvas.column(-1);
  const float x = picture.empty() ? area.x + 24 : picture.x;
  const float width = std::max(96.0f, picture.w + 28);
  const float top = above.h * 60 / first_h;
  draw_side({above.x, above.y + top, above.w, above.h - top}, x, width, 0, c.snapshot, c.view.focus, c);
  const float inset = below.h * 22 / second_h;
  draw_side({below.x, below.y + inset, below.w, below.h - inset}, x, width, 1, *c.twin, in_other(c.view.focus, c.snapshot, *c.twin),
            c);
}

// One of them, or what is between them, on the whole canvas.
void draw_alone(const Rect& area, TwinShow show, Context& c) {
  c.canvas.pair({});
  if (show == TwinShow::second) {
    fill(area, theme().canvas);
    draw_second(area, {}, c);
  } else {
    c.canvas.draw(area, c.snapshot, c.view, c.commands, c.heatmaps, c.comparison);
  }
  const ui::TextStyle strong{12, ui::Weight::semibold, theme().ink, 18};
  const std::string a = twin_name(c.snapshot, c.lab.kind, 0), b = twin_name(c.snapshot, c.lab.kind, 1);
  const std::string text =
      show == TwinShow::difference
          ? ui::fmt(Str::twin_minus, {{"a", a}, {"b", b}})
          : ui::fmt(Str::twin_side_short,
                    {{"name", show == TwinShow::first ? a : b},
                     {"p", ui::percent_text((show == TwinShow::first ? c.snapshot : *c.twin).now.heldout_accuracy)}});
  // Where there is no room for all of it, the name alone.
  const float room = area.w - (c.shell.sheet ? 40.0f : 200.0f);
  const std::string fits = ui::text_width(text, strong) <= room ? text : show == TwinShow::second ? b : a;
  if (area.h >= 400 && c.view.camera.fit && c.canvas.card().empty() && ui::text_width(fits, strong) <= room)
    label({area.x + 20, area.bottom() - 30, room, 18}, "twin/shown", fits, strong, ui::Align::left);
}

}  // namespace

std::string_view twin_word(TwinKind kind) { return kKindWords[static_cast<std::size_t>(kind)]; }
bool twin_from_word(std::string_view word, TwinKind& kind) {
  const auto at = std::ranges::find(kKindWords, word);
  if (at == kKindWords.end()) return false;
  kind = static_cast<TwinKind>(at - kKindWords.begin());
  return true;
}
std::string_view twin_show_word(TwinShow show) { return kShowWords[static_cast<std::size_t>(show)]; }
bool twin_from_word(std::string_view word, TwinShow& show) {
  const auto at = std::ranges::find(kShowWords, word);
  if (at == kShowWords.end()) return false;
  show = static_cast<TwinShow>(at - kShowWords.begin());
  return true;
}

std::string twin_name(const Snapshot& first, TwinKind kind, int side) {
  const bool second = side == 1;
  switch (kind) {
    case TwinKind::tanh: return second ? "tanh" : "ReLU";
    case TwinKind::no_relu: return second ? std::string(ui::tr(Str::twin_name_no_relu)) : "ReLU";
    case TwinKind::no_pooling: return std::string(ui::tr(second ? Str::twin_name_no_pooling : Str::twin_name_pooling));
    case TwinKind::rate_ten: {
      const double rate = static_cast<double>(first.learning_rate);
      return ui::fmt(Str::twin_name_rate, {{"rate", ui::fixed_text(second ? std::min(10.0, rate * 10) : rate, 2)}});
    }
    case TwinKind::other_seed:
      return ui::fmt(Str::twin_name_seed, {{"seed", ui::number(static_cast<long long>(first.seed) + side)}});
    case TwinKind::kernel_turned: return std::string(ui::tr(second ? Str::twin_name_turned : Str::twin_name_as_is));
    case TwinKind::other_loss: {
      const bool cross = (first.loss_kind == LossKind::cross_entropy) != second;
      return loss_name(cross ? LossKind::cross_entropy : LossKind::squared_error);
    }
  }
  return {};
}

void draw_twin_line(Vec from, float length, bool second) {
  ImDrawList* list = ui::frame().list;
  if (!second) {
    list->AddLine({from.x, from.y}, {from.x + length, from.y}, theme().ink, 1.6f);
    return;
  }
  for (float x = 0; x < length; x += 7)
    list->AddLine({from.x + x, from.y}, {from.x + std::min(length, x + 4), from.y}, theme().ink, 1.6f);
}

void draw_twin(const Rect& area, Context& c) {
  const std::vector<TwinShow> all = shows(area);
  TwinShow shown = c.shell.twin.show;
  if (std::ranges::find(all, shown) == all.end()) shown = TwinShow::first;
  // The quantity goes with what is shown.
  if (shown == TwinShow::difference) {
    c.view.quantity = Quantity::difference;
  } else if (c.view.quantity == Quantity::difference) {
    c.view.quantity = Quantity::value;
  }
  const float bar = draw_bar(area, all, shown, c);
  Rect rest{area.x, area.y + bar, area.w, area.h - bar};
  if (rest.h < 40) return;
  ui::push_clip(rest);
  if (shown == TwinShow::race) {
    const bool beside = rest.w >= kBesideAtLeast && rest.h >= kBothAtLeastH;
    const Rect card = beside ? from_end(rest, 20, 4, kRaceCard, rest.h - 20) : rest.inset(area.w < 600 ? 12.0f : 20.0f, 4);
    if (beside) {
      draw_both(from_start(rest, 0, 0, rest.w - kRaceCard - 32, rest.h), c);
      fill(from_end(rest, 0, 0, kRaceCard + 32, rest.h), theme().canvas);
    } else {
      fill(rest, theme().canvas);
    }
    draw_race(card, c);
  } else if (shown == TwinShow::both) {
    draw_both(rest, c);
  } else {
    draw_alone(rest, shown, c);
  }
  ui::pop_clip();
}

}  // namespace rizbin::views
