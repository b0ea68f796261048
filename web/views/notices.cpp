// See notices.h.
#include "web/views/notices.h"

#include <algorithm>
#include <cmath>

namespace rizbin::views {
namespace {

constexpr int kReadings = 10;
constexpr int kYoungBranch = 24;    // steps
constexpr float kGoodRate = 0.6f;   // the preset's; a run at this rate is known to settle

std::string layer_name(const Snapshot& s, int layer) {
  switch (s.layers[static_cast<std::size_t>(layer)].spec.kind) {
    case LayerKind::conv: return std::string(ui::tr(Str::layer_conv));
    case LayerKind::relu: return std::string(ui::tr(Str::layer_relu));
    case LayerKind::max_pool:
    case LayerKind::mean_pool: return std::string(ui::tr(Str::layer_pool));
    case LayerKind::dense: return std::string(ui::tr(Str::layer_dense));
    default: return ui::fmt(Str::layer_other, {{"n", ui::number(layer + 1)}});
  }
}

std::string rate_text(float rate) { return ui::fixed_text(static_cast<double>(rate), 2); }

struct Told {
  std::string_view id;
  ui::NoticeKind kind = ui::NoticeKind::info;
  std::string title, text, button;
  bool can_close = false;  // a cross beside the button
};
enum class Answer : std::uint8_t { none, button, closed };

Answer tell(const Rect& canvas, const Told& what) {
  const float width = std::min(560.0f, canvas.w - 32);
  const float cross = what.can_close ? control() : 0;
  const float height = std::max(ui::notice_height(width - cross, what.text), control() + 16);
  const Rect box{canvas.x + (canvas.w - width) / 2, canvas.y + 12, width, height};
  ui::card_ground(ui::frame().list, box, ui::kRadiusSmallCard);
  const bool pressed = ui::notice(box, what.id, what.kind, what.title, what.text, what.button, cross);
  if (what.can_close) {
    ui::ButtonSpec spec;
    const std::string id = std::string(what.id) + "/close";
    spec.id = id;
    spec.name = ui::tr(Str::close);
    spec.icon = ui::Icon::x;
    spec.show_label = false;
    spec.kind = ui::ButtonKind::ghost;
    if (ui::button(from_end(box, 6, (height - cross) / 2, cross, cross), spec)) return Answer::closed;
  }
  return pressed ? Answer::button : Answer::none;
}

std::string refusal(const Error& error) {
  if (error.code == ErrorCode::out_of_range && error.numbers.size() >= 3)
    return ui::fmt(Str::refused_out_of_range, {{"given", ui::fixed_text(error.numbers[0], 2)},
                                               {"low", ui::fixed_text(error.numbers[1], 2)},
                                               {"high", ui::fixed_text(error.numbers[2], 2)}});
  if (error.code == ErrorCode::locked) return std::string(ui::tr(Str::edit_locked_refused));
  return std::string(ui::tr(Str::refused_other));
}

}  // namespace

RateCheck check_rate(const Snapshot& s) {
  RateCheck check;
  if (!s.history || s.history->size() < 2 || s.loss_kind != LossKind::cross_entropy) return check;
  check.guess = std::log(static_cast<float>(std::max<std::size_t>(2, s.classes.size())));
  const std::vector<Metric>& all = *s.history;
  const std::size_t first = all.size() > kReadings + 1 ? all.size() - kReadings - 1 : 0;
  check.stuck = true;
  for (std::size_t i = first + 1; i < all.size(); ++i) {
    ++check.readings;
    if (!(all[i].heldout_loss <= all[i - 1].heldout_loss)) ++check.rises;
    if (all[i].heldout_loss < check.guess * 1.02f) check.stuck = false;
  }
  // Small ups and downs near the end of a good run are no trouble: only a loss no better than guessing is.
  if (all.back().heldout_loss < check.guess) check.rises = 0;
  return check;
}

void draw_notices(const Rect& canvas, Context& c) {
  const Snapshot& s = c.snapshot;
  if (canvas.empty()) return;
  if (c.shell.broken_shown && !c.shell.broken_save.empty()) {
    const bool copied = c.shell.broken_copied;
    const Answer answer = tell(canvas, {.id = "notice/broken_save",
                                        .kind = ui::NoticeKind::notice,
                                        .title = std::string(ui::tr(copied ? Str::broken_copied_title : Str::broken_save_title)),
                                        .text = std::string(ui::tr(copied ? Str::broken_copied_text : Str::broken_save_text)),
                                        .button = std::string(ui::tr(copied ? Str::broken_drop_button : Str::broken_save_button)),
                                        .can_close = true});
    if (answer == Answer::closed) c.shell.broken_shown = false;
    if (answer == Answer::button) (copied ? c.shell.drop_broken_save : c.shell.copy_broken_save) = true;
    return;
  }
  if (s.trouble.happened) {
    const float rate = std::min(kGoodRate, s.learning_rate / 2);
    const std::initializer_list<ui::Arg> where = {{"layer", s.trouble.layer >= 0 ? layer_name(s, s.trouble.layer) : std::string()},
                                                  {"step", ui::number(s.trouble.step)},
                                                  {"kept", ui::number(s.trouble.kept_step)}};
    if (tell(canvas, {"notice/trouble", ui::NoticeKind::danger, std::string(ui::tr(Str::trouble_title)),
                      ui::fmt(s.trouble.layer >= 0 ? Str::trouble_layer : Str::trouble_loss, where),
                      ui::fmt(Str::trouble_button, {{"rate", rate_text(rate)}})}) == Answer::button) {
      c.commands.push(SetLearningRate{rate});
      c.commands.push(ResetTraining{});
    }
    return;
  }
  if (c.shell.refused) {
    if (tell(canvas, {"notice/refused", ui::NoticeKind::info, std::string(ui::tr(Str::refused_title)), refusal(*c.shell.refused),
                      std::string(ui::tr(Str::dismiss))}) == Answer::button)
      c.shell.refused.reset();
    return;
  }
  // The branch: said while it is young, and while Undo would bring the old future back.
  const int branch_at = s.record.branch_at;
  if (branch_at < 0) c.shell.branch_closed = -1;
  if (branch_at >= 0 && branch_at != c.shell.branch_closed && s.step - branch_at <= kYoungBranch) {
    const Answer answer = tell(
        canvas,
        {.id = "notice/branch",
         .title = ui::fmt(Str::time_branch_title, {{"step", ui::number(branch_at)}}),
         .text = ui::fmt(Str::time_branch_text, {{"from", ui::number(branch_at + 1)}, {"to", ui::number(s.record.branch_last)}}),
         .button = std::string(ui::tr(Str::tool_undo)),
         .can_close = true});
    if (answer == Answer::button) c.commands.push(Undo{});
    if (answer == Answer::closed) c.shell.branch_closed = branch_at;
    return;
  }
  const RateCheck rate = check_rate(s);
  if (!rate.too_high() || s.learning_rate <= kGoodRate || c.shell.rate_dismissed == s.learning_rate) return;
  const std::string good = rate_text(kGoodRate);
  const std::string text =
      rate.stuck
          ? ui::fmt(Str::high_rate_stuck, {{"loss", ui::fixed_text(static_cast<double>(s.now.heldout_loss), 3)},
                                           {"guess", ui::fixed_text(static_cast<double>(rate.guess), 3)},
                                           {"rate", good}})
          : ui::fmt(Str::high_rate_text, {{"n", ui::number(rate.rises)}, {"total", ui::number(rate.readings)}, {"rate", good}});
  const Told told{"notice/rate", ui::NoticeKind::notice, std::string(ui::tr(Str::high_rate_title)), text,
                  ui::fmt(rate.stuck ? Str::trouble_button : Str::high_rate_button, {{"rate", good}})};
  if (tell(canvas, told) != Answer::button) return;
  c.shell.rate_dismissed = s.learning_rate;
  c.commands.push(SetLearningRate{kGoodRate});
  if (rate.stuck) c.commands.push(ResetTraining{});  // weights that are stuck stay stuck at any rate
}

}  // namespace rizbin::views
