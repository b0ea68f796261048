// See notices.h.
#include "web/views/notices.h"

#include <algorithm>
#include <variant>

#include "web/canvas/scene.h"

namespace rizbin::views {
namespace {

constexpr int kYoungBranch = 24;  // steps

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

void take(const Finding& finding, Context& c) {
  for (const Command& command : finding.remedy) c.commands.push(command);
  ui::request_frame();
}

std::string revive_button(const Finding& finding) {
  if (!finding.remedy.empty())
    if (const auto* bias = std::get_if<SetParameter>(&finding.remedy.front()))
      return ui::fmt(Str::diagnose_raise_bias, {{"bias", ui::weight_text(bias->value)}});
  if (!finding.remedy.empty() && std::holds_alternative<SetKernel>(finding.remedy.front()))
    return std::string(ui::tr(Str::diagnose_turn_sign));
  return std::string(ui::tr(Str::train_reset));
}

// The sign with its numbers, the cause, and what to try.
Told words_of(const Finding& f, Context& c) {
  const Snapshot& s = c.snapshot;
  const auto three = [](float v) { return ui::fixed_text(static_cast<double>(v), 3); };
  const std::string rate = rate_text(f.rate);
  Told told{.id = "notice/finding", .kind = ui::NoticeKind::notice, .title = {}, .text = {}, .button = {}, .can_close = true};
  const auto title = [&](Str id) { told.title = std::string(ui::tr(id)); };
  switch (f.sign) {
    case Sign::not_finite:
      told.id = "notice/trouble";
      told.kind = ui::NoticeKind::danger;
      told.can_close = false;
      title(Str::trouble_title);
      told.text = ui::fmt(f.layer >= 0 ? Str::trouble_layer : Str::trouble_loss,
                          {{"layer", f.layer >= 0 ? layer_name(s, f.layer) : std::string()},
                           {"step", ui::number(static_cast<long long>(f.a))},
                           {"kept", ui::number(static_cast<long long>(f.b))}});
      told.button = ui::fmt(Str::trouble_button, {{"rate", rate}});
      break;
    case Sign::rate_high:
      told.id = "notice/rate";
      title(Str::high_rate_title);
      told.text = f.stuck
                      ? ui::fmt(Str::high_rate_stuck, {{"loss", three(f.a)}, {"guess", three(f.b)}, {"rate", rate}})
                      : ui::fmt(Str::high_rate_text, {{"n", ui::number(f.count)}, {"total", ui::number(f.total)}, {"rate", rate}});
      told.button = ui::fmt(f.stuck ? Str::trouble_button : Str::high_rate_button, {{"rate", rate}});
      break;
    case Sign::one_class:
      told.title = ui::fmt(Str::diagnose_one_class_title, {{"label", static_cast<std::size_t>(f.channel) < s.classes.size()
                                                                         ? s.classes[static_cast<std::size_t>(f.channel)]
                                                                         : ui::number(f.channel)}});
      told.text = ui::fmt(Str::diagnose_one_class_text, {{"n", ui::number(f.total)}, {"rate", rate}});
      told.button = ui::fmt(Str::trouble_button, {{"rate", rate}});
      break;
    case Sign::dead_relu:
      told.title = f.count == 1 ? std::string(ui::tr(Str::diagnose_dead_title))
                                : ui::fmt(Str::diagnose_dead_titles, {{"n", ui::number(f.count)}, {"total", ui::number(f.total)}});
      told.text = ui::fmt(Str::diagnose_dead_text, {{"map", map_name(s, f.layer, f.channel, true)}});
      told.button = revive_button(f);
      break;
    case Sign::saturated:
      title(Str::diagnose_saturated_title);
      told.text =
          ui::fmt(Str::diagnose_saturated_text, {{"p", ui::percent_text(f.a)}, {"layer", layer_title(s, f.layer)}, {"rate", rate}});
      told.button = ui::fmt(Str::trouble_button, {{"rate", rate}});
      break;
    case Sign::overfitting:
      title(Str::diagnose_overfitting_title);
      told.text =
          ui::fmt(Str::diagnose_overfitting_text, {{"best", three(f.b)}, {"step", ui::number(f.count)}, {"now", three(f.a)}});
      if (!f.remedy.empty()) told.button = ui::fmt(Str::diagnose_back_to, {{"step", ui::number(f.count)}});
      break;
    case Sign::rate_low:
      title(Str::diagnose_low_title);
      told.text =
          ui::fmt(Str::diagnose_low_text, {{"n", ui::number(f.total)}, {"a", three(f.a)}, {"b", three(f.b)}, {"rate", rate}});
      told.button = ui::fmt(Str::high_rate_button, {{"rate", rate}});
      break;
  }
  return told;
}

}  // namespace

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
  // A number that is not finite stops everything: before what was refused because of it.
  std::vector<Finding>& found = c.shell.study.findings;
  const auto grave = std::ranges::find(found, Sign::not_finite, &Finding::sign);
  if (grave != found.end() && s.trouble.happened) {
    if (tell(canvas, words_of(*grave, c)) == Answer::button) take(*grave, c);
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
  for (const Finding& finding : found) {
    const std::uint64_t key = finding.key(s);
    if (std::ranges::find(c.shell.study.dismissed, key) != c.shell.study.dismissed.end()) continue;
    const Answer answer = tell(canvas, words_of(finding, c));
    if (answer == Answer::none) return;
    // Said once is enough, whatever the answer: the same thing at the same rate is not said again.
    c.shell.study.dismissed.push_back(key);
    if (answer == Answer::button) take(finding, c);
    return;  // never two at a time
  }
}

}  // namespace rizbin::views
