// The canvas follows t inside a step: the present cell is in focus, the camera keeps patch, kernel and cell in sight, and the
// window glides from place to place (200 ms).
#include <algorithm>
#include <cmath>

#include "web/canvas/canvas_impl.h"
#include "web/ui/widgets.h"

namespace rizbin {
namespace {

constexpr double kGlideS = .2;

}  // namespace

void Canvas::approach_moment() {
  impl_->approach = true;
  ui::request_frame();
}

const Snapshot* Canvas::Impl::at_moment(const Snapshot& given, const Moment& moment) {
  if (moment.stage != StepStage::update) return &given;
  if (changed_version != given.version || !(changed_at == moment)) {
    changed = moment_moved(given, moment);
    changed_version = given.version;
    changed_at = moment;
    // Caches go by the version: these numbers are nobody else's.
    changed.version = given.version ^ (static_cast<std::uint64_t>(moment.layer * 1000003 + moment.index + 1) << 32);
  }
  return &changed;
}

float Canvas::Impl::glide() const {
  if (!gliding) return 1;
  return static_cast<float>(std::clamp((ui::frame().now_s - moment_since) / kGlideS, 0.0, 1.0));
}

bool Canvas::Impl::on_present(const Now& now, const Focus& active) const {
  return now.view.moment.stage != StepStage::rest && active == moment_present(now.snapshot, now.view.moment);
}

bool Canvas::Impl::waits(const Now& now, const Focus& focus) const {
  const Moment& m = now.view.moment;
  if (m.stage == StepStage::rest) return false;
  const bool gradient = now.view.quantity == Quantity::gradient;
  const auto layers = static_cast<int>(now.snapshot.layers.size());
  switch (focus.kind) {
    case FocusKind::none: return false;
    case FocusKind::cell: return moment_pending(now.snapshot, m, gradient, focus.cell);
    case FocusKind::parameter: return moment_pending_weights(now.snapshot, m, gradient, focus.param.layer);
    case FocusKind::vote_class:
      return moment_pending(now.snapshot, m, gradient, {layers - 1, focus.vote_class}) ||
             (!gradient && m.layer >= layers && moment_pending(now.snapshot, m, false, {layers, focus.vote_class}));
  }
  return false;
}

// Maps as large as the canvas has room for both of them; single units are read in the whole network.
float Canvas::Impl::moment_cell_px(const Now& now, const Focus& focus) const {
  const bool phone = now.breakpoint == Breakpoint::phone;
  if (focus.kind == FocusKind::parameter) {
    const bool conv = now.snapshot.layers[static_cast<std::size_t>(focus.param.layer)].spec.kind == LayerKind::conv;
    return conv ? (phone ? 24.0f : 30.0f) : 0.0f;  // their numbers have room
  }
  if (focus.kind != FocusKind::cell) return 0;
  const Shape shape =
      focus.cell.layer < 0 ? now.snapshot.picture_shape : now.snapshot.layers[static_cast<std::size_t>(focus.cell.layer)].out;
  if (shape.h * shape.w <= 1) return 0;
  const float room = now.area.h - below(now) - (phone ? 70.0f : 130.0f);
  const float largest = level_cell(Level::numbers, now.area);
  if (phone && shape.h <= 9) return largest;
  // A map too large for it is walked with: from 24 px on what feeds it slides to face it.
  return std::clamp(room / static_cast<float>(std::max(shape.h, 1)), 26.0f, largest);
}

void Canvas::Impl::follow_moment(const Now& now) {
  ViewState& view = now.view;
  const Moment m = view.moment;
  const bool near = approach;
  close_up = close_up || approach;
  approach = false;
  if (m == moment_seen && !near) return;
  const Moment before = moment_seen;
  const double time = ui::frame().now_s;
  if (!(m == before)) {
    // One place on: it glides; not while a quick pace or a hand goes over many.
    gliding = m.stage == before.stage && m.layer == before.layer && std::abs(m.index - before.index) == 1 &&
              time - moment_since > kGlideS && !ui::frame().reduced_motion && m.stage != StepStage::update;
    glide_from = before;
    moment_since = time;
    moment_seen = m;
    if (m.stage == StepStage::rest) {
      view.focus = {};
      view.pinned = false;
      close_up = false;
      fit_request = true;
      return;
    }
  }
  if (m.stage == StepStage::rest) return;
  view.focus = moment_present(now.snapshot, m);
  view.pinned = true;
  const bool same_map = m.stage == before.stage && m.layer == before.layer &&
                        moment_map(now.snapshot, m).first == moment_map(now.snapshot, before).first;
  if (!near && !close_up) return;
  if (!near && same_map) {
    const ui::Rect at = focus_rect(layout, now.snapshot, view.focus);
    const ui::Rect sight{now.area.x + 30, now.area.y + 60, now.area.w - 60, now.area.h - 60 - below(now)};
    if (!layout_valid || at.empty() || sight.contains(at.center())) return;
  }
  const float px = moment_cell_px(now, view.focus);
  if (px <= 0) {
    fit_request = !view.camera.fit;
    return;
  }
  travel = Travel{view.focus, px};
}

}  // namespace rizbin
