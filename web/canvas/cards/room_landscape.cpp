// Two pinned weights (landscape_fa_light): the first goes across, the second up. Ground by levels of loss, ink without hue; the
// path walked by hand and by training; both slopes as arrows downhill on one scale; the lowest place seen. Lecture: chapter 1.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "web/canvas/cards/room.h"
#include "web/canvas/cards/weight_page.h"
#include "web/canvas/cards/wording.h"
#include "web/ui/widgets.h"

namespace rizbin::cards {

namespace {

struct Ground {
  ui::Rect box;
  const LandscapeCache* cache = nullptr;
  std::vector<float> levels;   // of the contours, ascending

  [[nodiscard]] ui::Vec at(float across, float up) const {
    return {box.x + cache->axis_across.part(across) * box.w, box.bottom() - cache->axis_up.part(up) * box.h};
  }
};

struct Corner {
  ui::Vec at;
  float loss = 0;
};

ui::Vec between(const Corner& a, const Corner& b, float level) {
  const float t = a.loss == b.loss ? .5f : (level - a.loss) / (b.loss - a.loss);
  return a.at + (b.at - a.at) * std::clamp(t, 0.0f, 1.0f);
}

// The part of a polygon whose loss is at least (or at most) the level.
std::vector<Corner> cut(const std::vector<Corner>& polygon, float level, bool above) {
  std::vector<Corner> out;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Corner &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
    const bool a_in = above ? a.loss >= level : a.loss <= level, b_in = above ? b.loss >= level : b.loss <= level;
    if (a_in) out.push_back(a);
    if (a_in != b_in) out.push_back({between(a, b, level), level});
  }
  return out;
}

// Steps that grow with the height, as a map of a steep valley has them: 14 levels between the lowest and the highest, squared.
std::vector<float> levels_of(const std::vector<float>& loss) {
  float low = 1e30f, high = -1e30f;
  for (const float v : loss) {
    if (!std::isfinite(v)) continue;
    low = std::min(low, v);
    high = std::max(high, v);
  }
  std::vector<float> levels;
  if (!(high > low)) return levels;
  constexpr int kLevels = 12;
  for (int i = 1; i <= kLevels; ++i) {
    const float t = static_cast<float>(i) / (kLevels + 1);
    levels.push_back(low + (high - low) * (.35f * t + .65f * t * t));
  }
  return levels;
}

void paint_ground(const Ground& ground) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const Landscape& land = ground.cache->land;
  ui::fill_rect(list, ground.box, 0, theme.panel);
  const std::size_t columns = land.across.size();
  const auto corner = [&](std::size_t x, std::size_t y) {
    return Corner{ground.at(land.across[x], land.up[y]), land.loss[y * columns + x]};
  };
  const ImDrawListFlags flags = list->Flags;
  list->Flags &= ~ImDrawListFlags_AntiAliasedFill;  // neighbours share their edges
  for (std::size_t y = 0; y + 1 < static_cast<std::size_t>(ground.cache->rows); ++y) {
    for (std::size_t x = 0; x + 1 < columns; ++x) {
      const Corner a = corner(x, y), b = corner(x + 1, y), c = corner(x + 1, y + 1), d = corner(x, y + 1);
      for (const auto& triangle : {std::vector<Corner>{a, b, c}, std::vector<Corner>{a, c, d}}) {
        const bool finite = std::ranges::all_of(triangle, [](const Corner& p) { return std::isfinite(p.loss); });
        if (!finite) continue;
        std::vector<Corner> rest = triangle;
        for (std::size_t i = 0; i <= ground.levels.size() && rest.size() >= 3; ++i) {
          const bool last = i == ground.levels.size();
          const std::vector<Corner> band = last ? rest : cut(rest, ground.levels[i], false);
          if (band.size() >= 3 && i > 0) {
            std::vector<ImVec2> points;
            for (const Corner& p : band) points.push_back({p.at.x, p.at.y});
            list->AddConvexPolyFilled(points.data(), static_cast<int>(points.size()),
                                      ui::with_alpha(theme.ink, .018f * static_cast<float>(i)));
          }
          if (!last) rest = cut(rest, ground.levels[i], true);
        }
      }
    }
  }
  list->Flags = flags;
  const ui::Color line = ui::with_alpha(theme.ink3, .55f);
  for (std::size_t y = 0; y + 1 < static_cast<std::size_t>(ground.cache->rows); ++y) {
    for (std::size_t x = 0; x + 1 < columns; ++x) {
      const Corner a = corner(x, y), b = corner(x + 1, y), c = corner(x + 1, y + 1), d = corner(x, y + 1);
      for (const float level : ground.levels) {
        for (const auto* t : {&b, &d}) {
          const Corner* sides[3][2] = {{&a, t}, {t, &c}, {&c, &a}};
          ui::Vec ends[2];
          int found = 0;
          for (const auto& side : sides) {
            if ((side[0]->loss < level) != (side[1]->loss < level) && found < 2) ends[found++] = between(*side[0], *side[1], level);
          }
          if (found == 2) list->AddLine({ends[0].x, ends[0].y}, {ends[1].x, ends[1].y}, line);
        }
      }
    }
  }
  ui::stroke_rect(list, ground.box.inset(-1), 0, theme.line_strong, 1);
}

// The contours' figures along one ray from the lowest place to the far corner.
void paint_figures(const Ground& ground, ui::Vec lowest) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const Landscape& land = ground.cache->land;
  const ui::Vec corner{lowest.x < ground.box.center().x ? ground.box.right() - 18 : ground.box.x + 18, ground.box.y + 14};
  const auto loss_at = [&](ui::Vec p) {
    const float fx = std::clamp((p.x - ground.box.x) / ground.box.w, 0.0f, 1.0f) * static_cast<float>(land.across.size() - 1);
    const float fy = std::clamp((ground.box.bottom() - p.y) / ground.box.h, 0.0f, 1.0f) * static_cast<float>(land.up.size() - 1);
    const auto x = std::min(static_cast<std::size_t>(fx), land.across.size() - 2),
               y = std::min(static_cast<std::size_t>(fy), land.up.size() - 2);
    const float tx = fx - static_cast<float>(x), ty = fy - static_cast<float>(y);
    const auto v = [&](std::size_t i, std::size_t j) { return land.loss[(y + j) * land.across.size() + x + i]; };
    return (v(0, 0) * (1 - tx) + v(1, 0) * tx) * (1 - ty) + (v(0, 1) * (1 - tx) + v(1, 1) * tx) * ty;
  };
  ui::Vec before = lowest;
  float last_x = -1e9f;
  float loss_before = loss_at(lowest);
  for (int i = 1; i <= 200; ++i) {
    const ui::Vec p = lowest + (corner - lowest) * (static_cast<float>(i) / 200);
    const float loss = loss_at(p);
    for (const float level : ground.levels) {
      if ((loss_before < level) == (loss < level) || std::hypot(p.x - last_x, 0.0f) < 26) continue;
      const std::string text = ui::fixed_text(static_cast<double>(level), level < 1 ? 2 : 1);
      const ui::TextStyle look = ui::colored(ui::kCaption, theme.ink2);
      const float w = ui::text_width(text, look) + 10;
      ui::fill_rect(list, {p.x - w / 2, p.y - 8, w, 16}, 4, theme.panel);
      ui::draw_text(list, {p.x - w / 2, p.y - 8, w, 16}, text, look, ui::Align::center);
      last_x = p.x;
      break;
    }
    loss_before = loss;
    before = p;
  }
  (void)before;
}

void paint_path(const Ground& ground, const std::vector<PathPoint>& path) {
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const ui::Vec p = ground.at(path[i].across, path[i].up);
    if (i > 0) {
      const ui::Vec q = ground.at(path[i - 1].across, path[i - 1].up);
      const bool trained = path[i].step != path[i - 1].step;
      list->AddLine({q.x, q.y}, {p.x, p.y}, trained ? theme.ink : theme.ink2, trained ? 2.0f : 1.25f);
    }
  }
  // Dots where the path turns: of a drag only its ends.
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    const bool trained = i > 0 && path[i].step != path[i - 1].step;
    const bool dense = path.size() > 40 && i % (path.size() / 20) != 0 && i != 0;
    if (dense) continue;
    const ui::Vec p = ground.at(path[i].across, path[i].up);
    if (trained) {
      list->AddCircleFilled({p.x, p.y}, 3, theme.ink);
    } else if (i == 0) {
      list->AddCircleFilled({p.x, p.y}, 4, theme.panel);
      list->AddCircle({p.x, p.y}, 4, theme.ink, 0, 1.5f);
    }
  }
}

}  // namespace

void landscape_page(const CardContext& context, const ui::Rect& page, bool compact) {
  RoomMemory& memory = *context.memory;
  const Snapshot& snapshot = *context.snapshot;
  const ParamRef across = context.focus.param, up = context.second.param;
  ImDrawList* list = ui::frame().overlay;
  const ui::Theme& theme = *ui::frame().theme;
  const LandscapeCache& cache = memory.land(snapshot, across, up);
  const float left = compact ? 52.0f : 110.0f, foot = compact ? 48.0f : 76.0f;
  const float side_w = compact ? 0.0f : std::clamp(page.w * .3f, 220.0f, 300.0f);
  const float head = compact ? 0.0f : 24.0f;
  Ground ground{{page.x + left, page.y + head, page.w - left - (compact ? 8.0f : side_w + 36), page.h - foot - head}, &cache, {}};
  if (ground.box.w < 60 || ground.box.h < 60) return;
  ground.levels = levels_of(cache.land.loss);
  if (!compact) {
    words({ground.box.x, page.y}, ground.box.w, over_text(context), ui::colored(ui::kSmall, theme.ink2), ui::Align::left);
  }
  ui::push_clip(ground.box.inset(-2));
  paint_ground(ground);
  const float w = number_of(snapshot, across), v = number_of(snapshot, up);
  const ui::Vec here = ground.at(w, v);
  const bool whole = cache.rows == static_cast<int>(cache.land.up.size());
  const float slope_w = loss_slope(snapshot, across, memory.over), slope_v = loss_slope(snapshot, up, memory.over);
  dashed_line(list, here, {here.x, ground.box.bottom()}, theme.ink, 1, 3, 3);
  dashed_line(list, here, {ground.box.x, here.y}, theme.ink, 1, 3, 3);
  paint_path(ground, memory.path);
  if (whole) {
    const auto columns = cache.land.across.size();
    const auto at = static_cast<std::size_t>(cache.land.lowest);
    const ui::Vec low = ground.at(cache.land.across[at % columns], cache.land.up[at / columns]);
    paint_figures(ground, low);
    list->AddLine({low.x - 6, low.y}, {low.x + 6, low.y}, theme.ink, 1.5f);
    list->AddLine({low.x, low.y - 6}, {low.x, low.y + 6}, theme.ink, 1.5f);
    const std::string text = "J = " + ui::fixed_text(static_cast<double>(cache.land.loss[at]), 3);
    const ui::TextStyle look = style(11.5f, ui::Weight::semibold, theme.ink);
    const float tw = ui::text_width(text, look) + 8;
    const ui::Rect label{std::clamp(low.x + 8, ground.box.x + 4, ground.box.right() - tw - 4),
                         std::clamp(low.y + 8, ground.box.y + 4, ground.box.bottom() - 22), tw, 18};
    ui::fill_rect(list, label, 4, ui::with_alpha(theme.panel, .85f));
    ui::draw_text(list, label, text, look, ui::Align::center);
  }
  // Both slopes, downhill, on one scale: the steeper one a sixth of the ground.
  const float steepest = std::max({std::abs(slope_w), std::abs(slope_v), 1e-9f});
  const float length = std::min(ground.box.w, ground.box.h) / 5;
  const auto slope_arrow = [&](ui::Vec direction, float slope) {
    const float reach = -slope / steepest * length;
    if (std::abs(reach) < 3) return;
    arrow(list, here, here + direction * reach, theme.ink, 2);
  };
  slope_arrow({1, 0}, slope_w);
  slope_arrow({0, -1}, slope_v);
  list->AddCircleFilled({here.x, here.y}, 7, theme.panel);
  list->AddCircleFilled({here.x, here.y}, 5.5f, theme.ink);
  ui::pop_clip();

  const float foot_y = ground.box.bottom() + (compact ? 26.0f : 34.0f), side_x = ground.box.x - (compact ? 28.0f : 46.0f);
  list->AddLine({ground.box.x, foot_y}, {ground.box.right(), foot_y}, theme.line, 3);
  list->AddLine({side_x, ground.box.y}, {side_x, ground.box.bottom()}, theme.line, 3);
  const ui::Vec size = compact ? ui::Vec{52, 36} : ui::Vec{70, 40};
  (void)weight_handle(context,
                      {"card/weight/handle", across, {ground.box.x, foot_y, ground.box.w, 0}, &cache.axis_across, false, size});
  (void)weight_handle(context, {"card/weight/handle_up", up, {side_x, ground.box.y, 0, ground.box.h}, &cache.axis_up, true, size});
  if (compact) return;
  words({ground.box.x, foot_y + 26}, ground.box.w, parameter_title(snapshot, across), ui::colored(ui::kSmall, theme.ink2),
        ui::Align::right);

  // The end column: both slopes, and one step for both at once.
  const ui::Rect side{ground.box.right() + 36, ground.box.y, side_w, ground.box.h};
  float y = side.y;
  y += words({side.x, y}, side.w, ui::tr(Str::rooms_both_slopes), ui::colored(ui::kStrong, theme.ink), ui::Align::start) + 8;
  const auto row = [&](const ParamRef& param, float slope, Str less, Str more) {
    y += words({side.x, y}, side.w, parameter_title(snapshot, param), ui::colored(ui::kSmall, theme.ink2), ui::Align::start) + 4;
    const Look look{ui::ColorMap::gradient, steepest * 1.25f, Digits::gradient, false};
    draw_tile(list, {side.x, y, 72, 34}, slope, look, ui::gradient_text(slope), TileShape::square, 14.5f);
    words({side.x + 84, y + 7}, side.w - 84, ui::tr(slope < 0 ? more : less), ui::colored(ui::kSmall, theme.ink2), ui::Align::left);
    y += 46;
  };
  row(across, slope_w, Str::rooms_less_left, Str::rooms_less_right);
  row(up, slope_v, Str::rooms_less_down, Str::rooms_less_up);
  y += words({side.x, y}, side.w,
             ui::fmt(Str::rooms_loss_here, {{"loss", ui::fixed_text(static_cast<double>(loss_now(snapshot, memory.over)), 3)}}),
             ui::colored(ui::kBody, theme.ink), ui::Align::start) +
       10;
  const std::string label(ui::tr(Str::rooms_step_both));
  ui::ButtonSpec spec;
  spec.id = "card/weight/step_both";
  spec.label = label;
  spec.kind = ui::ButtonKind::primary;
  const ui::Rect button = ui::mirror(side, {side.x, y, ui::button_width(label), ui::control_height()}, ui::locale().rtl());
  if (ui::button(button, spec) && context.commands != nullptr) {
    // One undo for both.
    const DescentStep a = descent_step(snapshot, across, memory.over), b = descent_step(snapshot, up, memory.over);
    const int gesture = context.commands->begin_gesture();
    if (!is_locked(snapshot, across)) context.commands->push(SetParameter{across, std::clamp(a.to, -100.0f, 100.0f), gesture});
    if (!is_locked(snapshot, up)) context.commands->push(SetParameter{up, std::clamp(b.to, -100.0f, 100.0f), gesture});
    ui::request_frame();
  }
}

}  // namespace rizbin::cards
