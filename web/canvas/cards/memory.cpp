#include "web/canvas/cards/memory.h"

#include <algorithm>
#include <cmath>

#include "web/ui/widgets.h"

namespace rizbin {
namespace {

// Multiplications a frame may spend on a curve: a few milliseconds with the readable kernels. A count, not a clock: the same
// frames give the same picture everywhere.
constexpr double kWorkAFrame = 4e6;
constexpr int kCurvePoints = 160, kLandPoints = 25;

std::uint64_t shapes_of(const Snapshot& s) {
  std::uint64_t key = 14695981039346656037ull;
  const auto add = [&](int v) { key = (key ^ static_cast<std::uint32_t>(v)) * 1099511628211ull; };
  for (const char c : s.preset) add(c);
  for (const LayerState& layer : s.layers) {
    for (const char c : layer.spec.id) add(c);
    add(static_cast<int>(layer.weight.size()));
    add(static_cast<int>(layer.bias.size()));
  }
  return key;
}

bool exists(const Snapshot& s, const ParamRef& p) {
  if (p.layer < 0 || p.layer >= static_cast<int>(s.layers.size())) return false;
  const LayerState& layer = s.layers[static_cast<std::size_t>(p.layer)];
  return p.index >= 0 && static_cast<std::size_t>(p.index) < (p.kind == ParamKind::bias ? layer.bias : layer.weight).size();
}

// Wide enough for w and a move or two of the size such weights make; grows by itself.
void hold(Axis& axis, float w, float scale) {
  if (!axis.valid) { axis = {w - scale, w + scale, true}; }
  const float span = axis.high - axis.low;
  if (w < axis.low + .06f * span) axis.low = w - .25f * span;
  if (w > axis.high - .06f * span) axis.high = w + .25f * span;
}

float scale_of(const Snapshot& s, const ParamRef& p) {
  float largest = 0;
  for (const float w : s.layers[static_cast<std::size_t>(p.layer)].weight)
    if (std::isfinite(w)) largest = std::max(largest, std::abs(w));
  return std::clamp(1.4f * largest, 1.4f, 8.0f);
}

}  // namespace

float number_of(const Snapshot& s, const ParamRef& p) {
  if (!exists(s, p)) return 0;
  const LayerState& layer = s.layers[static_cast<std::size_t>(p.layer)];
  return (p.kind == ParamKind::bias ? layer.bias : layer.weight)[static_cast<std::size_t>(p.index)];
}

void RoomMemory::see(const Snapshot& s, const Focus& focus, const Focus& second) {
  if (const std::uint64_t shapes = shapes_of(s); shapes != network_) {
    *this = RoomMemory{};
    network_ = shapes;
  }
  const auto note = [&](const Focus& f) {
    if (f.kind != FocusKind::parameter || !exists(s, f.param)) return;
    const float w = number_of(s, f.param);
    if (!std::isfinite(w)) return;
    const auto at = std::ranges::find(visited_, f.param, &Visited::param);
    if (at == visited_.end()) {
      visited_.push_back({f.param, w, w, s.step});
    } else {
      at->low = std::min(at->low, w);
      at->high = std::max(at->high, w);
    }
  };
  note(focus);
  note(second);
  if (focus.kind == FocusKind::parameter && second.kind == FocusKind::parameter && exists(s, focus.param) &&
      exists(s, second.param)) {
    if (!(path_across == focus.param) || !(path_up == second.param)) {
      path.clear();
      path_across = focus.param;
      path_up = second.param;
    }
    const PathPoint here{number_of(s, focus.param), number_of(s, second.param), s.step};
    if (path.empty() || path.back().across != here.across || path.back().up != here.up) {
      if (path.size() >= 400) path.erase(path.begin());
      path.push_back(here);
    }
  }
}

const Visited* RoomMemory::visited(const ParamRef& param) const {
  const auto at = std::ranges::find(visited_, param, &Visited::param);
  return at == visited_.end() ? nullptr : &*at;
}

Axis& RoomMemory::axis(const Snapshot& s, const ParamRef& param) {
  if (!(axis_of_ == param)) {
    axis_of_ = param;
    axis_ = {};
    top = 0;
  }
  hold(axis_, number_of(s, param), scale_of(s, param));
  return axis_;
}

const LossCurve& RoomMemory::curve(const Snapshot& s, const ParamRef& param, float low, float high, float span) {
  const ParamRef one[] = {param};
  const std::uint64_t key = elsewhere(s, one, over);
  // A step that keeps its places when the axis grows.
  const float step = std::exp2(std::round(std::log2(span / kCurvePoints)));
  if (!(curve_.param == param) || curve_.over != over || curve_.key != key || curve_.step != step) {
    curve_ = {param, over, key, step, {}, false};
  }
  std::vector<int> missing;
  for (int k = static_cast<int>(std::ceil(low / step)); static_cast<float>(k) * step <= high; ++k)
    if (!curve_.points.contains(k)) missing.push_back(k);
  curve_.complete = missing.empty();
  if (missing.empty()) return curve_;
  const double work = std::max(1.0, work_of(s, param, over));
  const auto count = static_cast<std::size_t>(std::clamp(kWorkAFrame / work, 1.0, 400.0));
  // From the present place outward, so that the curve grows from the dot.
  const float w = number_of(s, param);
  std::ranges::sort(missing, {}, [&](int k) { return std::abs(static_cast<float>(k) * step - w); });
  if (missing.size() > count) missing.resize(count);
  std::vector<float> values;
  for (const int k : missing) values.push_back(static_cast<float>(k) * step);
  const std::vector<float> losses = losses_along(s, param, values, over);
  for (std::size_t i = 0; i < missing.size(); ++i) curve_.points[missing[i]] = losses[i];
  ui::request_frame();
  return curve_;
}

const WeightFigures& RoomMemory::figures(const Snapshot& s, const ParamRef& param) {
  if (figures_.version == s.version && figures_.param == param && figures_.over == over) return figures_;
  figures_.version = s.version;
  figures_.param = param;
  figures_.over = over;
  figures_.step = descent_step(s, param, over);
  figures_.loss = figures_.step.loss_before;
  const float way = figures_.step.slope > 0 ? -1.0f : 1.0f;  // downhill
  const float moves[] = {.1f * way, way, 2 * way};
  figures_.trials = trials(s, param, moves, over);
  return figures_;
}

const LandscapeCache& RoomMemory::land(const Snapshot& s, const ParamRef& across, const ParamRef& up) {
  const ParamRef both[] = {across, up};
  const std::uint64_t key = elsewhere(s, both, over);
  const Axis before_across = land_.axis_across, before_up = land_.axis_up;
  if (!(land_.across == across) || !(land_.up == up)) {
    land_ = {};
    land_.across = across;
    land_.up = up;
  }
  hold(land_.axis_across, number_of(s, across), scale_of(s, across));
  hold(land_.axis_up, number_of(s, up), scale_of(s, up));
  const auto same = [](const Axis& a, const Axis& b) { return a.low == b.low && a.high == b.high; };
  if (land_.key != key || !same(before_across, land_.axis_across) || !same(before_up, land_.axis_up)) {
    land_.key = key;
    land_.rows = 0;
    land_.land = {};
    for (int i = 0; i < kLandPoints; ++i) {
      const float t = static_cast<float>(i) / (kLandPoints - 1);
      land_.land.across.push_back(land_.axis_across.low + t * (land_.axis_across.high - land_.axis_across.low));
      land_.land.up.push_back(land_.axis_up.low + t * (land_.axis_up.high - land_.axis_up.low));
    }
  }
  if (land_.rows < kLandPoints) {
    const ParamRef& lower = across.layer < up.layer ? across : up;
    const double row = std::max(1.0, work_of(s, lower, over)) * kLandPoints;
    const int count = std::min(kLandPoints - land_.rows, static_cast<int>(std::clamp(kWorkAFrame / row, 1.0, 25.0)));
    const std::span<const float> rows =
        std::span(land_.land.up).subspan(static_cast<std::size_t>(land_.rows), static_cast<std::size_t>(count));
    const Landscape part = landscape(s, across, land_.land.across, up, rows, over);
    land_.land.loss.insert(land_.land.loss.end(), part.loss.begin(), part.loss.end());
    land_.rows += count;
    if (land_.rows == kLandPoints) {
      land_.land.lowest = static_cast<int>(std::ranges::min_element(land_.land.loss) - land_.land.loss.begin());
    }
    ui::request_frame();
  }
  return land_;
}

}  // namespace rizbin
