// The chart of the weight's room (weight_room_en_light): w across, loss up. The curve stands only where w has been; the tangent is
// backpropagation's slope; the loupe shows a step too small to see. Lecture: chapter 14.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "web/canvas/cards/room.h"
#include "web/canvas/cards/weight_page.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {
namespace {

constexpr float kBelowZero = .26f;  // of the height: room for a promise below nothing

struct Chart {
  ui::Rect box;
  const Axis* axis = nullptr;
  float top = 1;
  float below = kBelowZero;

  [[nodiscard]] float x(float w) const { return box.x + axis->part(w) * box.w; }
  [[nodiscard]] float y(float loss) const { return box.bottom() - (loss / top + below) / (1 + below) * box.h; }
  [[nodiscard]] ui::Vec at(float w, float loss) const { return {x(w), y(loss)}; }
  [[nodiscard]] bool holds(float w, float loss) const {
    return w >= axis->low && w <= axis->high && y(loss) >= box.y - 1 && y(loss) <= box.bottom() + 1;
  }
};

ImVec2 im(ui::Vec v) { return {v.x, v.y}; }

// Part of a − b inside the box, by its height and width; false: none.
bool clip_line(const ui::Rect& box, ui::Vec& a, ui::Vec& b) {
  float t0 = 0, t1 = 1;
  const ui::Vec d = b - a;
  const auto side = [&](float p, float q) {
    if (p == 0) return q >= 0;
    const float t = q / p;
    (p < 0 ? t0 : t1) = p < 0 ? std::max(t0, t) : std::min(t1, t);
    return t0 <= t1;
  };
  if (!side(-d.x, a.x - box.x) || !side(d.x, box.right() - a.x) || !side(-d.y, a.y - box.y) || !side(d.y, box.bottom() - a.y))
    return false;
  b = a + d * t1;
  a = a + d * t0;
  return true;
}

void open_dot(ImDrawList* list, ui::Vec at, float radius) {
  const ui::Theme& theme = *ui::frame().theme;
  list->AddCircleFilled(im(at), radius, theme.panel);
  list->AddCircle(im(at), radius, theme.ink, 0, 1.5f);
}
void full_dot(ImDrawList* list, ui::Vec at, float radius) {
  const ui::Theme& theme = *ui::frame().theme;
  list->AddCircleFilled(im(at), radius + 1.5f, theme.panel);
  list->AddCircleFilled(im(at), radius, theme.ink);
}

void text_at(ui::Vec center, const std::string& text, const ui::TextStyle& look) {
  const float w = ui::text_width(text, look) + 2;
  ui::draw_text(ui::frame().overlay, {center.x - w / 2, center.y - look.line / 2, w, look.line}, text, look, ui::Align::center);
}

void grid(const Chart& chart, bool compact) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const float step = nice_step(chart.top, compact ? 2 : 3);
  for (int i = 0; static_cast<float>(i) * step <= chart.top * 1.001f; ++i) {
    const float loss = static_cast<float>(i) * step, y = chart.y(loss);
    ui::hairline(list, {chart.box.x, y}, {chart.box.right(), y}, i == 0 ? theme.line_strong : theme.line);
    const std::string text = ui::fixed_text(static_cast<double>(loss), step < .0001f  ? 5
                                                                       : step < .001f ? 4
                                                                       : step < .01f  ? 3
                                                                       : step < .1f   ? 2
                                                                                      : 1);
    const ui::TextStyle look = ui::colored(ui::kCaption, theme.ink3);
    ui::draw_text(list, {chart.box.x - 46, y - 8, 38, 16}, text, look, ui::Align::right);
  }
}

void ticks(const Chart& chart, float axis_y, float w) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const float span = chart.axis->high - chart.axis->low, step = nice_step(span, 4);
  const ui::TextStyle look = ui::colored(ui::kCaption, theme.ink3);
  for (int i = static_cast<int>(std::ceil(chart.axis->low / step)); static_cast<float>(i) * step <= chart.axis->high; ++i) {
    const float v = static_cast<float>(i) * step, x = chart.x(v);
    if (std::abs(x - chart.x(w)) < 58) continue;  // under the handle it gives way
    ui::hairline(list, {x, axis_y + 5}, {x, axis_y + 10}, theme.line_strong);
    text_at({x, axis_y + 24}, plain_number(static_cast<double>(v), 2), look);
  }
}

void curve(const Chart& chart, const LossCurve& curve, const Visited& been, float w, float loss) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  // Points in order, the present one among them; a gap where some are still being worked out.
  struct Point {
    float w, loss;
    bool joined;
  };
  std::vector<Point> points;
  bool placed = false;
  int before = 0;
  for (const auto& [k, value] : curve.points) {
    const float at = static_cast<float>(k) * curve.step;
    if (at < been.low || at > been.high) continue;
    const bool next = !points.empty() && k == before + 1;
    if (!placed && at >= w) {
      points.push_back({w, loss, !points.empty() && static_cast<float>(before + 1) * curve.step >= w});
      placed = true;
      points.push_back({at, value, at - w <= curve.step});
    } else {
      points.push_back({at, value, next});
    }
    before = k;
  }
  if (!placed) points.push_back({w, loss, !points.empty() && w - points.back().w <= curve.step});
  ui::push_clip(chart.box.inset(-1));
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (!points[i].joined) continue;
    if (!std::isfinite(points[i].loss) || !std::isfinite(points[i - 1].loss)) continue;
    list->AddLine(im(chart.at(points[i - 1].w, points[i - 1].loss)), im(chart.at(points[i].w, points[i].loss)), theme.ink, 2);
  }
  ui::pop_clip();
}

// Both axes magnified alike: along w, then down the loss.
void loupe(const Chart& chart, const WeightFigures& f, const LossCurve& known, const Visited& been, ui::Vec dot) {
  const ui::Vec target = chart.at(f.step.to, f.step.loss_after);
  const float dx = std::abs(target.x - dot.x), dy = std::abs(target.y - dot.y);
  if (dx < .05f || dx > 40) return;
  const bool right = dot.x < chart.box.center().x;
  const float w = std::min(318.0f, chart.box.w * .5f), h = std::min(158.0f, chart.box.h * .42f);
  const ui::Rect glass{right ? chart.box.right() - w : chart.box.x, chart.box.y, w, h};
  const ui::Rect square{dot.x - 7, dot.y - 7, 14, 14};
  if (!intersect(glass.inset(-8), square).empty()) return;
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const float factor = std::min(.4f * w / dx, dy > .01f ? .42f * h / dy : 1e6f);
  const ui::Vec near_top{right ? glass.x : glass.right(), glass.y}, near_bottom{near_top.x, glass.bottom()};
  const float edge = right ? square.right() : square.x;
  const ImVec2 beam[] = {{edge, square.y}, im(near_top), im(near_bottom), {edge, square.bottom()}};
  list->AddConvexPolyFilled(beam, 4, ui::with_alpha(theme.ink, theme.beam));
  list->AddLine(beam[0], beam[1], theme.ink);
  list->AddLine(beam[3], beam[2], theme.ink);
  ui::fill_rect(list, glass, 10, theme.panel);
  ui::push_clip(glass.inset(1));
  const ui::Vec middle = (dot + target) * .5f, centre = glass.center();
  const auto place = [&](ui::Vec p) { return centre + (p - middle) * factor; };
  const ui::Vec a = place(dot), b = place(target);
  // The tangent through the whole glass, the curve where w has been.
  const float per_px = (chart.axis->high - chart.axis->low) / chart.box.w, reach = w / factor * per_px;
  const float w0 = f.step.from - reach, w1 = f.step.from + reach;
  dashed_line(list, place(chart.at(w0, f.loss - f.step.slope * reach)), place(chart.at(w1, f.loss + f.step.slope * reach)),
              theme.ink3, 1.25f, 5, 4);
  ui::Vec last{};
  bool has_last = false;
  for (const auto& [k, loss] : known.points) {
    const float at = static_cast<float>(k) * known.step;
    if (at < been.low || at > been.high || at < w0 - known.step || at > w1 + known.step) continue;
    const ui::Vec p = place(chart.at(at, loss));
    if (has_last) list->AddLine(im(last), im(p), theme.ink, 2);
    last = p;
    has_last = true;
  }
  const ui::Vec corner{b.x, a.y};
  list->AddLine(im(a), im(corner), theme.ink, 1.5f);
  arrow(list, corner, {b.x, b.y - (b.y > a.y ? 5.0f : -5.0f)}, theme.ink, 1.5f);
  full_dot(list, a, 4.5f);
  open_dot(list, b, 4.5f);
  const ui::TextStyle strong = style(11.5f, ui::Weight::semibold, theme.ink);
  const ui::TextStyle plain = style(11.5f, ui::Weight::regular, theme.ink2);
  const double move = static_cast<double>(f.step.to) - static_cast<double>(f.step.from);
  const double change = static_cast<double>(f.step.loss_after) - static_cast<double>(f.step.loss_before);
  const int decimals = decimals_for(change);
  const auto with_sign = [&](double v) { return (v > 0 ? "+" : "") + ui::fixed_text(v, decimals); };
  text_at({(a.x + corner.x) / 2, a.y - 12}, with_sign(move), strong);
  const std::string down = with_sign(change);
  const float half = ui::text_width(down, strong) / 2 + 12;
  text_at({corner.x + (move >= 0 ? half : -half), (a.y + b.y) / 2}, down, strong);
  text_at({a.x - (move >= 0 ? 4.0f : -4.0f), a.y + 19}, ui::fixed_text(static_cast<double>(f.step.loss_before), decimals), plain);
  text_at({b.x - (move >= 0 ? 8.0f : -8.0f), b.y + 17}, ui::fixed_text(static_cast<double>(f.step.loss_after), decimals), plain);
  const std::string times =
      "× " + (factor >= 10 ? ui::number(std::lround(factor)) : ui::fixed_text(static_cast<double>(factor), 1));
  const float tw = ui::text_width(times, plain) + 2;
  ui::draw_text(list, {glass.right() - tw - 12, glass.y + 8, tw, 18}, times, plain, ui::Align::right);
  ui::pop_clip();
  ui::stroke_rect(list, glass, 10, theme.ink, 1.5f);
  ui::stroke_rect(list, square, 2, theme.ink, 1.5f);
}

}  // namespace

void weight_chart(const CardContext& context, const ui::Rect& area, bool compact) {
  RoomMemory& memory = *context.memory;
  const Snapshot& snapshot = *context.snapshot;
  const ParamRef param = context.focus.param;
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const float w = number_of(snapshot, param);
  const Axis& axis = memory.axis(snapshot, param);
  const WeightFigures& f = memory.figures(snapshot, param);
  const Visited* been = memory.visited(param);
  const Visited here{param, w, w, snapshot.step};
  const Visited& visited = been != nullptr ? *been : here;
  const LossCurve& known = memory.curve(snapshot, param, visited.low, visited.high, axis.high - axis.low);

  // Axis of the loss: as high as what is drawn, still under a drag.
  float highest = f.loss;
  for (const auto& [k, loss] : known.points) {
    const float at = static_cast<float>(k) * known.step;
    if (std::isfinite(loss) && at >= visited.low && at <= visited.high) highest = std::max(highest, loss);
  }
  highest = std::clamp(highest, 1e-3f, 1e6f);
  const float wanted = highest * 1.22f;
  if (memory.top < highest * 1.04f || (memory.gesture == 0 && memory.top > wanted * 2.2f)) memory.top = wanted;

  const float left = compact ? 38.0f : 48.0f, foot = compact ? 44.0f : 84.0f, head = compact ? 24.0f : 26.0f;
  const Chart chart{
      {area.x + left, area.y + head, area.w - left - 8, area.h - foot - head}, &axis, memory.top, compact ? .08f : kBelowZero};
  if (chart.box.h < 30 || chart.box.w < 80) return;
  words({area.x, area.y}, area.w, over_text(context), ui::colored(ui::kSmall, theme.ink2), ui::Align::left);
  grid(chart, compact);

  const ui::Vec dot = chart.at(w, f.loss);
  const float axis_y = chart.box.bottom() + (compact ? 21.0f : 32.0f);
  list->AddLine({chart.box.x, axis_y}, {chart.box.right(), axis_y}, theme.line, 2);
  list->AddLine({chart.x(visited.low), axis_y}, {chart.x(visited.high), axis_y}, theme.line_strong, 4);
  if (!compact) ticks(chart, axis_y, w);

  // The tangent, as long as the curve and never too short to be seen.
  const float least = .16f * (axis.high - axis.low);
  const float t0 = std::max(axis.low, std::min(visited.low, w - least)),
              t1 = std::min(axis.high, std::max(visited.high, w + least));
  ui::Vec a = chart.at(t0, f.loss + f.step.slope * (t0 - w)), b = chart.at(t1, f.loss + f.step.slope * (t1 - w));
  if (clip_line(chart.box, a, b)) {
    dashed_line(list, a, b, theme.ink3, 1.25f, 5, 4);
    if (!compact) {
      // At its lower end, on the free side.
      const ui::Vec end = b.y >= a.y ? b : a;
      const std::string name(ui::tr(Str::rooms_tangent));
      const ui::TextStyle look = ui::colored(ui::kCaption, theme.ink3);
      const float tw = ui::text_width(name, look) + 2;
      const float x = end.x + 6 + tw < chart.box.right() ? end.x + 6 : end.x - tw - 6;
      const float y = std::min(end.y - 2, chart.box.bottom() - 18);
      ui::draw_text(list, {x, y, tw, 16}, name, look, ui::Align::left);
    }
  }
  curve(chart, known, visited, w, f.loss);

  const bool tiny = visited.high - visited.low < .02f * (axis.high - axis.low);
  if (!compact) {
    const std::string text(ui::tr(tiny ? Str::rooms_drag_to_see : Str::rooms_not_visited));
    const ui::TextStyle look = ui::colored(ui::kCaption, theme.ink3);
    const float tw = ui::text_width(text, look) + 2;
    const float low_x = chart.x(visited.low), high_x = chart.x(visited.high);
    const bool left_side = low_x - tw - 10 > chart.box.x;
    float y = dot.y - 8;
    if (!tiny) {
      const auto end =
          left_side ? known.points.begin() : (known.points.empty() ? known.points.end() : std::prev(known.points.end()));
      if (end != known.points.end()) y = chart.y(end->second) - 12;
    }
    y = std::clamp(y, chart.box.y, chart.box.bottom() - 18);
    if (left_side || high_x + tw + 10 < chart.box.right()) {
      ui::draw_text(list, {left_side ? low_x - tw - 12 : high_x + 12, y, tw, 16}, text, look, ui::Align::left);
    }
  }

  // Trial moves: promised by the tangent, and true.
  if (!compact) {
    for (std::size_t i = 1; i < f.trials.size(); ++i) {
      const Trial& t = f.trials[i];
      if (!std::isfinite(t.loss) || !chart.holds(t.to, t.loss)) continue;
      const ui::Vec truth = chart.at(t.to, t.loss), promise = chart.at(t.to, f.loss + t.promised);
      dashed_line(list, {truth.x, truth.y}, {truth.x, axis_y}, theme.line_strong, 1, 3, 3);
      if (promise.y <= chart.box.bottom() && promise.y >= chart.box.y) {
        list->AddLine(im(truth), im(promise), theme.ink, 1.25f);
        open_dot(list, promise, 4);
      }
      full_dot(list, truth, 3.5f);
      text_at({truth.x, truth.y - 15}, (t.move > 0 ? "+" : "") + ui::number(std::lround(t.move)),
              style(11.5f, ui::Weight::semibold, theme.ink));
    }
  }

  list->AddLine(im(dot), {dot.x, axis_y}, theme.ink, 1.25f);
  full_dot(list, dot, 4.5f);
  if (!compact && chart.box.w > 360 && chart.box.h > 200) loupe(chart, f, known, visited, dot);

  const float tile_h = ui::frame().coarse_pointer || !compact ? 44.0f : 38.0f;
  const HandleSpec spec{"card/weight/handle", param, {chart.box.x, axis_y, chart.box.w, 0}, &axis, false, {76, tile_h}};
  const ui::Rect handle = weight_handle(context, spec);
  if (!compact) {
    text_at({std::clamp(handle.center().x, area.x + 60, area.right() - 60), handle.bottom() + 16},
            std::string(ui::tr(is_locked(snapshot, param) ? Str::rooms_locked : Str::rooms_drag_or_type)),
            ui::colored(ui::kCaption, theme.ink3));
  }
}

}  // namespace rizbin::cards
