// See study.h.
#include "web/views/study.h"

#include <imgui.h>

#include <algorithm>

#include "engine/study/patches.h"
#include "web/canvas/scene.h"

namespace rizbin::views {
namespace {

constexpr long long kWorkAFrame = 1500000;  // multiplications: about a millisecond
constexpr int kPicturesAFrame = 16;
constexpr int kStepsBetween = 40;           // while it trains
constexpr int kPatches = 6;
constexpr float kTile = 40, kRow = 48;

struct Looked {
  int layer = -1, channel = -1;
};

// The map that the focus is about: its own, or the one its kernel makes.
Looked looked_at(const Snapshot& s, const Focus& focus) {
  const int layer = focus.kind == FocusKind::cell ? focus.cell.layer : focus.kind == FocusKind::parameter ? focus.param.layer : -1;
  if (layer < 0 || static_cast<std::size_t>(layer) >= s.layers.size()) return {};
  const LayerState& state = s.layers[static_cast<std::size_t>(layer)];
  if (state.out.h * state.out.w <= 1) return {};
  if (focus.kind == FocusKind::cell) return {layer, focus.cell.index / (state.out.h * state.out.w)};
  if (focus.param.kind == ParamKind::bias) return {layer, focus.param.index};
  const int size = static_cast<int>(state.weight.size()) / std::max(1, state.out.c);
  return size > 0 ? Looked{layer, focus.param.index / size} : Looked{};
}

void show(const Patch& patch, const Survey& survey, Context& c) {
  const std::string name = survey.name(patch.picture);
  if (name.empty()) {
    c.commands.push(SetPicture{.values = survey.picture(patch.picture), .label = survey.label(patch.picture), .name = {}});
  } else {
    c.commands.push(LoadExample{name});
  }
  c.view.focus = {};
  c.view.focus.kind = FocusKind::cell;
  c.view.focus.cell = patch.cell;
  c.view.pinned = true;
  ui::request_frame();
}

// The glyph in small with the window that answered, and the answer beside it.
void draw_patch(const Rect& box, int number, const std::string& map, const Patch& patch, const Survey& survey, Context& c) {
  ImDrawList* list = ui::frame().list;
  const std::string value = ui::value_text(patch.value);
  ui::Item item;
  item.id = "patches/" + std::to_string(number);
  item.label = ui::fmt(Str::patches_tile, {{"n", ui::number(number + 1)}, {"map", map}, {"value", value}});
  item.description = ui::tr(Str::patches_press);
  item.parent = "patches/title";
  item.rect = box;
  const ui::Interaction in = ui::interact(item);
  if (in.hovered) fill(box, theme().hover, 6);
  const Rect tile = from_start(box, 0, (box.h - kTile) / 2, kTile, kTile);
  const std::vector<float> pixels = survey.picture(patch.picture);
  GlyphTile look{c.snapshot.picture_shape, pixels};
  look.framed = true;
  look.hovered = in.hovered;
  draw_glyph_tile(list, tile, look);
  const float cell = tile.w / static_cast<float>(std::max(1, c.snapshot.picture_shape.w));
  const CellBox& w = patch.window;
  const Rect window{tile.x + static_cast<float>(w.x0) * cell, tile.y + static_cast<float>(w.y0) * cell,
                    static_cast<float>(w.x1 - w.x0) * cell, static_cast<float>(w.y1 - w.y0) * cell};
  if (!window.empty()) {
    outline(window.inset(-1), theme().panel, 1, 1);
    outline(window, theme().ink, 1, 1.6f);
  }
  ui::draw_text(list, from_start(box, kTile + 6, 0, box.w - kTile - 6, box.h), value, {12, ui::Weight::semibold, theme().ink, 18});
  if (in.focus_visible) ui::focus_ring(list, box, 6);
  if (in.pressed) show(patch, survey, c);
}

}  // namespace

void update_study(Context& c) {
  StudyDesk& desk = c.shell.study;
  const Snapshot& s = c.snapshot;
  if (!s.heldout) return;
  const bool fresh = desk.done && desk.done->of() == s.heldout.get();
  const bool playing = c.shell.playback.playing;
  if (!fresh && desk.running && !playing && desk.running->of() != s.heldout.get()) desk.running.reset();
  const bool due = !playing || !desk.done || s.step >= desk.step + kStepsBetween || s.step < desk.step;
  if (!fresh && !desk.running && due) {
    desk.running.emplace(s);
    desk.step = s.step;
  }
  if (desk.running) {
    const long long work = std::max(1ll, desk.running->work());
    if (desk.running->advance(static_cast<int>(std::clamp(kWorkAFrame / work, 1ll, static_cast<long long>(kPicturesAFrame))))) {
      desk.done = std::move(desk.running);
      desk.running.reset();
      desk.version = 0;
    }
    ui::request_frame();
  }
  if (desk.version == s.version) return;
  // Between two surveys what was found stays said: it does not flicker while training runs.
  if (survey_of(c) != nullptr || (playing && desk.version == 0 && desk.done)) {
    desk.findings = diagnose(s, survey_of(c) != nullptr ? survey_of(c) : &*desk.done);
    desk.version = s.version;
  } else if (s.step == 0 || s.trouble.happened) {
    desk.findings = diagnose(s, nullptr);
  } else {
    std::erase_if(desk.findings, [](const Finding& f) { return f.sign == Sign::not_finite; });
  }
}

const Survey* survey_of(const Context& c) {
  const StudyDesk& desk = c.shell.study;
  return desk.done && desk.done->of() == c.snapshot.heldout.get() ? &*desk.done : nullptr;
}

float draw_patches(const Rect& area, float y, float width, Context& c) {
  const Snapshot& s = c.snapshot;
  const Looked looked = looked_at(s, c.view.focus);
  if (looked.layer < 0) return 0;
  // While training runs the last survey goes on being shown, if it is of a network of this kind.
  const Survey* survey = survey_of(c);
  if (survey == nullptr && c.shell.study.done && c.shell.study.done->layers().size() == s.layers.size())
    survey = &*c.shell.study.done;
  const std::string map = map_name(s, looked.layer, looked.channel, false);
  const std::string title = ui::fmt(Str::patches_title, {{"map", map}});
  label(from_start(area, 0, y, width, 16), "patches/title", title, ui::colored(ui::kCaption, theme().ink3), ui::Align::start,
        ui::Role::heading);
  const std::vector<Peak> scores = pad_scores(s, looked.layer);
  if (static_cast<std::size_t>(looked.channel) < scores.size()) {
    const std::string here =
        ui::fmt(Str::patches_here, {{"value", ui::value_text(scores[static_cast<std::size_t>(looked.channel)].value)}});
    label(from_start(area, 0, y + 18, width, 18), "patches/here", here, ui::colored(ui::kSmall, theme().ink2));
  }
  const float top = y + 42;
  const float columns = width >= 440 ? 6 : 3;
  const float step = width / columns, height = 42 + kRow * (kPatches / columns);
  if (survey == nullptr) return height;
  const std::vector<Patch> best = best_patches(s, *survey, looked.layer, looked.channel, kPatches);
  for (std::size_t i = 0; i < best.size(); ++i) {
    const int column = static_cast<int>(i) % static_cast<int>(columns), row = static_cast<int>(i) / static_cast<int>(columns);
    draw_patch(from_start(area, step * static_cast<float>(column), top + kRow * static_cast<float>(row), step - 4, kRow - 4),
               static_cast<int>(i), map, best[i], *survey, c);
  }
  return height;
}

}  // namespace rizbin::views
