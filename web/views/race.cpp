// See race.h. The time axis runs left to right in both languages; rate, name and median stand around it.
#include "web/views/race.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "web/views/twin.h"

namespace rizbin::views {
namespace {

constexpr std::array<int, 6> kTicks{10, 20, 50, 100, 200, 500};
constexpr float kLine = 28, kBetween = 20, kRate = 40, kLongestName = 104, kMedian = 66;

struct Axis {
  float x0 = 0, x1 = 1, first = 10, last = 500;
  [[nodiscard]] float at(int steps) const {
    const float t = std::log(static_cast<float>(std::max(1, steps)) / first) / std::log(last / first);
    return x0 + (x1 - x0) * std::clamp(t, 0.0f, 1.0f);
  }
};

void dashed(ImDrawList* list, Vec from, float to, ui::Color color) {
  for (float x = from.x; x < to; x += 6) list->AddLine({x, from.y}, {std::min(to, x + 3), from.y}, color, 1);
}

std::string line_value(const RaceLine& line) {
  std::string never = ui::fmt(Str::race_never_of,
                              {{"n", ui::number(line.never())}, {"total", ui::number(static_cast<long long>(line.steps.size()))}});
  if (line.steps.empty()) return std::string(ui::tr(Str::race_waiting));
  if (line.median() == kNever) return never;
  const std::string median = ui::fmt(Str::race_median_is, {{"n", ui::number(line.median())}});
  return line.never() > 0 ? median + " " + never : median;
}

// One line: whisker, middle half, dots, median.
void draw_line(const Axis& axis, float y, const RaceLine& line) {
  ImDrawList* list = ui::frame().list;
  const ui::Theme& t = theme();
  std::vector<int> there;
  for (const int steps : line.steps)
    if (steps != kNever) there.push_back(steps);
  if (line.steps.empty()) return;
  if (there.empty()) {
    dashed(list, {axis.x0, y}, axis.x1, t.line_strong);
    return;
  }
  const auto [least, most] = std::ranges::minmax(there);
  const float from = axis.at(least), to = axis.at(most);
  if (line.lower() != kNever) {
    const float lower = axis.at(line.lower()), upper = line.upper() == kNever ? axis.x1 : axis.at(line.upper());
    fill({lower - 3, y - 5, upper - lower + 6, 10}, ui::with_alpha(t.line_strong, 0.6f), 4);
  }
  list->AddLine({from, y}, {to, y}, t.ink3, 1);
  if (line.never() > 0) dashed(list, {to, y}, axis.x1, t.ink3);
  // Seeds of the same count stand on each other: more than one is darker.
  for (const int steps : there) list->AddCircleFilled({axis.at(steps), y}, 2.4f, ui::with_alpha(t.ink, 0.38f), 12);
  if (line.median() == kNever) return;
  const float x = axis.at(line.median());
  list->AddLine({x, y - 8}, {x, y + 8}, t.ink, 2.5f);
}

void draw_row(const Rect& box, const Axis& axis, const RaceLine& line, bool with_rate, float name_w, int sides, Context& c) {
  ImDrawList* list = ui::frame().list;
  const ui::Theme& t = theme();
  const std::string name = twin_name(c.snapshot, c.lab.kind, line.side);
  const ui::TextStyle small = ui::colored(ui::kCaption, t.ink2);
  const ui::TextStyle strong{13, ui::Weight::semibold, t.ink, 18};
  const float middle = box.center().y;
  if (with_rate) {
    const float y = middle + static_cast<float>(sides - 1) * kLine / 2;
    ui::draw_text(list, from_start(box, 0, y - 9 - box.y, kRate, 18), ui::fixed_text(static_cast<double>(line.rate), 2), strong);
  }
  if (sides == 2) ui::draw_text(list, from_start(box, kRate, box.h / 2 - 8, name_w - 6, 16), name, small);
  draw_line(axis, middle, line);
  const bool never = !line.steps.empty() && line.median() == kNever;
  const std::string figure = line.steps.empty() ? "" : never ? std::string(ui::tr(Str::race_never)) : ui::number(line.median());
  const bool some = line.never() > 0;
  ui::draw_text(list, from_end(box, 0, box.h / 2 - (some ? 15.0f : 9.0f), kMedian, 18), figure, strong, ui::Align::end);
  if (some)
    ui::draw_text(list, from_end(box, 0, box.h / 2 + 1, kMedian + 4, 14),
                  ui::fmt(Str::race_never_short,
                          {{"n", ui::number(line.never())}, {"total", ui::number(static_cast<long long>(line.steps.size()))}}),
                  {9.5f, ui::Weight::regular, t.ink2, 14}, ui::Align::end);
  ui::Item item;
  item.id = "race/" + std::to_string(static_cast<int>(std::lround(line.rate * 1000))) + "/" + (line.side == 0 ? "a" : "b");
  item.role = ui::Role::figure;
  item.label = ui::fmt(Str::race_line, {{"name", name}, {"rate", ui::fixed_text(static_cast<double>(line.rate), 2)}});
  item.value = line_value(line);
  item.rect = box;
  item.actions = 0;
  const ui::Interaction in = ui::interact(item);
  if (in.hovered && !in.touch) ui::tooltip(box, item.label + ": " + item.value);
}

std::string verdict_text(const Race& race, Context& c) {
  const RaceVerdict v = race.verdict();
  const auto rate = [](float r) { return ui::fixed_text(static_cast<double>(r), 2); };
  if (!race.plan().against) return std::string(ui::tr(Str::race_one_side));
  if (!v.known) return std::string(ui::tr(Str::race_even));
  const std::string name = twin_name(c.snapshot, c.lab.kind, v.faster);
  std::string text =
      v.factor > 0 ? ui::fmt(Str::race_faster,
                             {{"name", name}, {"factor", ui::fixed_text(static_cast<double>(v.factor), 1)}, {"rate", rate(v.rate)}})
                   : ui::fmt(Str::race_only, {{"name", name}, {"rate", rate(v.rate)}});
  if (v.reversed) text += " " + ui::fmt(Str::race_reversed, {{"rate", rate(v.other_rate)}});
  return text;
}

// Start, or how far it is and stop.
void draw_progress(const Rect& row, Context& c) {
  const Race* race = c.lab.race;
  ui::ButtonSpec spec;
  spec.id = c.lab.racing ? "race/stop" : "race/start";
  spec.label = ui::tr(c.lab.racing ? Str::race_stop : race == nullptr ? Str::race_start : Str::race_again);
  spec.kind = c.lab.racing || race != nullptr ? ui::ButtonKind::normal : ui::ButtonKind::primary;
  const float w = ui::button_width(spec.label);
  if (ui::button(from_end(row, 0, 0, w, row.h), spec)) (c.lab.racing ? c.shell.twin.stop_race : c.shell.twin.start_race) = true;
  if (race == nullptr) return;
  const float width = row.w - w - 14;
  const std::string percent = ui::percent_text(std::round(race->progress() * 100) / 100);
  ui::bar(ui::frame().list, from_start(row, 0, row.h / 2 + 5, width, 6), race->progress(), theme().ink, true);
  ui::draw_text(ui::frame().list, from_start(row, 0, row.h / 2 - 16, width, 16),
                ui::fmt(race->done() ? Str::race_done : Str::race_running, {{"p", percent}}),
                ui::colored(ui::kSmall, theme().ink2));
  ui::Item item;
  item.id = "race/progress";
  item.role = ui::Role::status;
  item.label = ui::fmt(race->done() ? Str::race_done : Str::race_running, {{"p", percent}});
  item.rect = from_start(row, 0, 0, width, row.h);
  item.actions = 0;
  item.hit = false;
  ui::announce(item);
}

float paragraph(const Rect& page, float y, std::string_view id, std::string_view text, const ui::TextStyle& style) {
  const float h = ui::draw_paragraph(ui::frame().list, from_start(page, 0, y, page.w, 20), text, style);
  ui::Item item;
  item.id = id;
  item.role = ui::Role::text;
  item.label = text;
  item.rect = from_start(page, 0, y, page.w, h);
  item.actions = 0;
  item.hit = false;
  ui::announce(item);
  return h;
}

}  // namespace

void draw_race(const Rect& card, Context& c) {
  ImDrawList* list = ui::frame().list;
  const ui::Theme& t = theme();
  ui::Item ground;
  ground.id = "race/card";
  ground.role = ui::Role::group;
  ground.label = ui::tr(Str::twin_race);
  ground.rect = card;
  ground.actions = 0;
  ui::interact(ground);
  ui::card_ground(list, card, ui::kRadiusCard);
  const float scroll = ui::begin_scroll(card.inset(1), "race/scroll");
  const Rect page = Rect{card.x, card.y - scroll, card.w, card.h}.inset(20, 0);
  const ui::TextStyle body = ui::colored(ui::kSmall, t.ink2);
  float y = 18;
  label(from_start(page, 0, y, page.w, 20), "race/title", ui::fmt(Str::race_title, {{"p", ui::number(90)}}),
        ui::colored(ui::kStrong, t.ink), ui::Align::start, ui::Role::heading);
  y += 24;
  const int seeds = c.lab.race != nullptr ? c.lab.race->plan().seeds : RacePlan{}.seeds;
  y += paragraph(page, y, "race/how", ui::fmt(Str::race_how, {{"n", ui::number(seeds)}}), body) + 10;
  draw_progress(from_start(page, 0, y, page.w, control()), c);
  y += control() + 14;
  const Race* race = c.lab.race;
  if (race == nullptr) {
    y += paragraph(page, y, "race/what", ui::tr(Str::race_what), body) + 16;
    ui::end_scroll(y);
    return;
  }
  const int sides = race->plan().against ? 2 : 1;
  float name = 0;
  for (int side = 0; side < sides && sides == 2; ++side)
    name = std::max(name, ui::text_width(twin_name(c.snapshot, c.lab.kind, side), ui::kCaption) + 10);
  name = std::min(name, kLongestName);
  // Between what stands at the start and at the end, left to right.
  const Rect middle = from_start(page, kRate + name + 6, 0, page.w - kRate - name - kMedian - 20, 0);
  const Axis axis{middle.x, middle.right(), static_cast<float>(kTicks.front()), static_cast<float>(kTicks.back())};
  const ui::TextStyle caption = ui::colored(ui::kCaption, t.ink3);
  ui::draw_text(list, from_start(page, 0, y, kRate, 16), ui::tr(Str::rate), caption);
  ui::draw_text(list, from_end(page, 0, y, kMedian, 16), ui::tr(Str::race_median), caption, ui::Align::end);
  const float rates = static_cast<float>(race->plan().rates.size());
  const float top = page.y + y + 20, bottom = top + rates * (static_cast<float>(sides) * kLine + kBetween);
  float last = -1e9f;
  for (const int tick : kTicks) {
    const float x = axis.at(tick);
    ui::hairline(list, {x, top}, {x, bottom}, t.line);
    const std::string text = ui::number(tick);
    const float w = ui::text_width(text, caption);
    if (x - w / 2 < last + 5) continue;
    last = x + w / 2;
    ui::draw_text(list, {x - w / 2 - 1, page.y + y, w + 2, 16}, text, caption, ui::Align::center);
  }
  y += 20;
  for (std::size_t i = 0; i < race->lines().size(); ++i) {
    const RaceLine& line = race->lines()[i];
    if (line.side == 0) y += kBetween / 2;
    draw_row(from_start(page, 0, y, page.w, kLine), axis, line, line.side == 0, name, sides, c);
    y += kLine;
    if (line.side + 1 < sides) continue;
    y += kBetween / 2;
    ui::hairline(list, {page.x, page.y + y}, {page.right(), page.y + y}, t.line);
  }
  y += 14;
  y += paragraph(page, y, "race/verdict", verdict_text(*race, c), ui::colored(ui::kStrong, t.ink)) + 6;
  if (!race->done()) y += paragraph(page, y, "race/so_far", ui::tr(Str::race_so_far), body) + 4;
  y += paragraph(page, y, "race/belongs", ui::tr(Str::race_belongs), body) + 16;
  ui::end_scroll(y);
}

}  // namespace rizbin::views
