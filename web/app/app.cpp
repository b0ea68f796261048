// See app.h.
#include "web/app/app.h"

#include <algorithm>
#include <array>

#include "web/app/base64.h"
#include "web/app/shortcuts.h"
#include "web/ui/fonts.h"
#include "web/ui/items.h"
#include "web/ui/items_json.h"
#include "web/views/views.h"

namespace rizbin {
namespace {

constexpr std::string_view kFirstPreset = "free";
constexpr std::string_view kFirstPicture = "x";
constexpr double kBudgetMs = 6;      // of training in a frame that also draws
constexpr std::size_t kMostErrors = 20;

}  // namespace

App::App() : runner_(kFirstPreset, &platform::now_s), lab_(&platform::now_s) {}

platform::AppCallbacks App::callbacks() {
  return {.start = [this] { return start(true); },
          .frame = [this](double now_s) { frame(now_s); },
          .context_restored =
              [this] {
                heatmaps_.context_lost();
                static_cast<void>(heatmaps_.create());
                platform::request_frame();
              },
          .hide = [this] { hide(); }};
}

bool App::start(bool with_graphics) {
  if (!ui::load_fonts()) {
    platform::fatal("The font could not be loaded.", "قلم نوشتار بارگذاری نشد.",
                    "Reload the page. If it stays so, the download was cut short.",
                    "صفحه را دوباره باز کنید. اگر باز هم نشد، بارگیری ناقص بوده است.");
  }
  if (with_graphics && !heatmaps_.create()) {
    platform::fatal("The graphics card refused our shaders.", "کارت گرافیک برنامهٔ رسم را نپذیرفت.",
                    "Update the graphics driver or the browser, or try another browser.",
                    "راه‌انداز گرافیک یا مرورگر را به‌روز کنید یا مرورگر دیگری "
                    "بیازمایید.");
  }
  ui::connect_platform();
  restore();
  platform::set_door({.state_json = [this] { return state_json(); },
                      .items_json = [] { return ui::items_json(); },
                      .apply_json = [this](std::string_view json) { return apply_json(json); },
                      .perform_json = [this](std::string_view id, std::string_view action,
                                             std::string_view value) { return perform_json(id, action, value); }});
  return true;
}

// --- start and save ------------------------------------------------------------------------------------------------------------

void App::restore() {
  Settings defaults;
  defaults.language = platform::preferred_language().starts_with("fa") ? ui::Language::fa : ui::Language::en;
  const std::string saved = platform::load(kSettingsKey);
  Settings settings = saved.empty() ? defaults : settings_from_json(saved, defaults);
  // What the address or the command line asks for goes before what was stored.
  from_word(platform::option("lang"), settings.language);
  from_word(platform::option("theme"), settings.view.theme);
  from_word(platform::option("tab"), settings.view.tab);
  from_word(platform::option("quantity"), settings.view.quantity);
  shell_.language = settings.language;
  view_ = settings.view;
  view_.hover = {};

  const std::string session = platform::load(kSessionKey);
  shell_.broken_save = platform::load(kBrokenKey);
  bool loaded = false;
  if (!session.empty()) {
    const std::optional<std::vector<std::byte>> bytes = from_base64(session);
    loaded = bytes && runner_.load(*bytes);
    if (!loaded) {
      // Beside what may be kept already, a line each.
      shell_.broken_save += (shell_.broken_save.empty() ? "" : "\n") + session;
      platform::store(kBrokenKey, shell_.broken_save);
      platform::store(kSessionKey, "");
      shell_.broken_shown = true;
    }
  }
  if (loaded) {
    if (!settings.focus.empty()) view_.focus = focus_from_id(*runner_.snapshot(), settings.focus);
    view_.pinned = view_.pinned && view_.focus.kind != FocusKind::none;
    runner_.set_speed(settings.speed);
    saving_.settle(runner_.snapshot()->version, saved);
  } else {
    view_.focus = {};
    view_.pinned = false;
    begin_first_time();
  }
  if (const std::string preset = platform::option("preset"); !preset.empty()) {
    runner_.pause();
    static_cast<void>(runner_.apply_now(LoadNetwork{preset}));
  }
  apply_locale();
}

// Never noise: a small network trains itself before the learner's eyes, or has done so where motion is not wanted.
void App::begin_first_time() {
  static_cast<void>(runner_.apply_now(LoadExample{std::string(kFirstPicture)}));
  runner_.set_speed(Speed::eight);
  if (platform::prefers_reduced_motion()) {
    static_cast<void>(runner_.apply_now(StepTraining{runner_.snapshot()->run_length}));
  } else {
    runner_.play();
  }
}

void App::save_when_due(double now_s) {
  const std::shared_ptr<const Snapshot> snapshot = runner_.snapshot();
  saving_.note(snapshot->version, settings_to_json({shell_.language, view_, focus_id(*snapshot, view_.focus), runner_.speed()}),
               now_s);
  if (!saving_.waits()) return;
  if (saving_.due(now_s)) {
    saving_.write(saving_.session_waits() ? runner_.save() : std::vector<std::byte>{}, now_s);
  } else {
    platform::request_frame_at(saving_.due_s());
  }
}

void App::hide() {
  const std::shared_ptr<const Snapshot> snapshot = runner_.snapshot();
  const double now = platform::now_s();
  saving_.note(snapshot->version, settings_to_json({shell_.language, view_, focus_id(*snapshot, view_.focus), runner_.speed()}),
               now);
  if (saving_.waits()) saving_.write(saving_.session_waits() ? runner_.save() : std::vector<std::byte>{}, now);
}

// --- the frame -----------------------------------------------------------------------------------------------------------------

bool App::dark() const {
  return view_.theme == ThemeChoice::dark || (view_.theme == ThemeChoice::system && platform::prefers_dark());
}

void App::apply_locale() {
  const bool fa = shell_.language == ui::Language::fa;
  ui::set_locale({shell_.language, fa && view_.persian_digits});
  if (page_language_ != static_cast<int>(fa)) {
    page_language_ = static_cast<int>(fa);
    platform::set_page_language(fa ? "fa" : "en", fa, ui::tr(Str::app_title));
  }
  if (page_dark_ != static_cast<int>(dark())) {
    page_dark_ = static_cast<int>(dark());
    platform::set_page_theme(dark());
  }
}

views::Context App::context(const Snapshot& snapshot) {
  Comparison comparison;
  comparison.change = comparing_.change();
  views::Context c{.snapshot = snapshot,
                   .view = view_,
                   .shell = shell_,
                   .commands = runner_.queue(),
                   .canvas = canvas_,
                   .heatmaps = heatmaps_,
                   .comparison = comparison,
                   .twin = nullptr,
                   .lab = {}};
  add_twin(c);
  return c;
}

// What "change" counts from, and how the interface names it.
void App::compare(const std::shared_ptr<const Snapshot>& snapshot) {
  if (shell_.keep_base) comparing_.keep(snapshot);
  shell_.keep_base = false;
  comparing_.follow(snapshot, runner_.before_edit(), view_.quantity == Quantity::change);
  const Snapshot* base = comparing_.base();
  shell_.base_kept = comparing_.kept();
  shell_.since = base == nullptr ? std::string()
                 : comparing_.kept() || base != runner_.before_edit().get()
                     ? ui::fmt(Str::change_since_step, {{"step", ui::number(base->step)}})
                     : std::string(ui::tr(Str::change_since_edit));
}

// A picture that comes with its label needs no question; a drawing has none until the learner says so.
void App::note_label(const Command& command) {
  if (const auto* picture = std::get_if<SetPicture>(&command)) view_.label_given = picture->label.has_value();
  if (std::holds_alternative<SetLabel>(command) || std::holds_alternative<LoadExample>(command)) view_.label_given = true;
}

// An emptied pad begins a new drawing, whose label nobody gave yet. While the hand is down or training runs, the question rests.
void App::ask_for_label(const Snapshot& s) {
  const bool blank = std::none_of(s.picture.begin(), s.picture.end(), [](float v) { return v > -1; });
  if (shell_.pad_blank && !*shell_.pad_blank && blank) view_.label_given = false;
  shell_.pad_blank = blank;
  if (view_.label_given || blank) {
    shell_.label_asked = false;
  } else if (!shell_.stroke.active && !runner_.playing()) {
    shell_.label_asked = s.verdict != s.label;
  }
}

void App::frame(double now_s) {
  for (const Command& command : runner_.queue().waiting()) note_label(command);
  const double begin_s = platform::now_s();
  // In the lab the first network waits for its twin: what one frame has time for is shared.
  runner_.tick(now_s, lab_.behind() ? 0 : lab_.is_open() ? kBudgetMs / 3 : kBudgetMs);
  lab_.tick(runner_, kBudgetMs);
  const double trained_s = platform::now_s();
  take_errors();
  const std::shared_ptr<const Snapshot> snapshot = runner_.snapshot();
  apply_locale();
  compare(snapshot);
  shell_.playback = {runner_.playing(), runner_.speed()};
  ask_for_label(*snapshot);

  ui::begin_frame(dark());
  heatmaps_.begin(dark());
  views::Context c = context(*snapshot);
  views::draw_views(c);
  heatmaps_.end();
  ui::end_frame();
  take_shortcuts(c);
  take_requests();
  if (runner_.wants_frame() || lab_.wants_frame()) platform::request_frame();

  platform::sync_mirror(ui::items_hash(), [] { return ui::mirror_json(); });
  save_when_due(now_s);
  times_ = {.training_ms = (trained_s - begin_s) * 1e3, .drawing_ms = (platform::now_s() - trained_s) * 1e3};
  if (!ready_) {
    ready_ = true;
    platform::set_ready();
  }
}

// What the views asked for beyond commands.
void App::take_requests() {
  if (shell_.playback.speed != runner_.speed()) runner_.set_speed(shell_.playback.speed);
  if (shell_.step_once) {
    runner_.step_once();
  } else if (shell_.start_run) {
    runner_.play();  // after the commands of this frame
  } else if (shell_.playback.playing != runner_.playing()) {
    runner_.toggle();
  }
  shell_.step_once = shell_.start_run = false;
  take_twin_requests();
  if (shell_.copy_broken_save) {
    shell_.copy_broken_save = false;
    platform::copy_text(shell_.broken_save);
    shell_.broken_copied = true;  // kept all the same: a clipboard may refuse, or be overwritten before it is pasted
    platform::request_frame();
  }
  if (shell_.drop_broken_save) {
    platform::store(kBrokenKey, "");
    shell_.drop_broken_save = shell_.broken_shown = shell_.broken_copied = false;
    shell_.broken_save.clear();
    platform::request_frame();
  }
  if (shell_.reset_all) {
    std::string kept = std::move(shell_.broken_save);
    close_twin();
    shell_ = views::Shell{};
    shell_.broken_save = std::move(kept);
    shell_.language = platform::preferred_language().starts_with("fa") ? ui::Language::fa : ui::Language::en;
    view_ = {};
    canvas_.fit();
    comparing_.forget();
    runner_.pause();
    static_cast<void>(runner_.queue().take());
    static_cast<void>(runner_.apply_now(LoadNetwork{std::string(kFirstPreset)}));
    begin_first_time();
    platform::request_frame();
  }
}

void App::take_errors() {
  for (Error& error : runner_.take_errors()) {
    errors_.push_back(error.message);
    if (errors_.size() > kMostErrors) errors_.erase(errors_.begin());
    const bool idle_undo = error.code == ErrorCode::nothing_to_undo || error.code == ErrorCode::nothing_to_redo;
    // A number that is not finite has its own notice, made from the snapshot.
    if (!idle_undo && error.code != ErrorCode::not_finite) shell_.refused = std::move(error);
  }
}

}  // namespace rizbin
