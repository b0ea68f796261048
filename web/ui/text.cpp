// Drawing text. Glyphs come from ImGui's dynamic atlas at exactly the device's size: ImGui rounds a font's size to whole units, so
// the fraction goes into the density. A line's start and baseline are whole device pixels; inside it a glyph stands at a quarter
// of one (the atlas is sampled four times as finely), which keeps Persian letters joined and the spacing even.
#include "web/ui/text.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "icons.gen.h"
#include "web/ui/fonts.h"
#include "web/ui/shaping.h"
#include "web/ui/widgets.h"

namespace rizbin::ui {
namespace {

void (*cut_listener)(std::string_view) = nullptr;

constexpr float kCapCentre = 0.36f;    // of the size: from the middle of a box down to the baseline
constexpr float kOversampleShift = -(kOversample - 1) / (2.0f * kOversample);  // stb_truetype's own, in device pixels
constexpr std::u32string_view kEllipsis = U"\u2026";

// A zooming map would otherwise rasterise its digits anew at every size: beyond body text sizes go in steps, drawn scaled.
float baked_css_size(float size) {
  const float step = size < 20 ? 0.5f : size < 32 ? 1.0f : 2.0f;
  return std::max(step, std::round(size / step) * step);
}

struct Face {
  ImFontBaked* baked = nullptr;
  float unit = 1;      // CSS px a unit of the baked font
  float density = 1;   // device px a unit
};

Face face(ImFont* source, float css_size, float imgui_per_css, bool stepped) {
  Face out;
  if (source == nullptr) return out;
  const float bake = stepped ? baked_css_size(css_size) : css_size;
  const float wanted = bake * imgui_per_css;
  const float rounded = std::max(1.0f, std::round(wanted));
  out.density = wanted * frame().pixel_ratio / rounded;
  out.baked = source->GetFontBaked(rounded, out.density);
  out.unit = css_size * imgui_per_css / rounded;
  return out;
}

Face face(const TextStyle& style) { return face(font(style.weight), style.size, kImGuiPerCss, true); }

float advance(const Face& f, const TextStyle& style, char32_t c) {
  if (f.baked == nullptr) return 0.55f * style.size;  // no fonts: tests without a window
  return f.baked->GetCharAdvance(static_cast<ImWchar>(c)) * f.unit;
}

float run_width(const Face& f, const TextStyle& style, std::u32string_view visual) {
  float width = 0;
  for (char32_t c : visual) width += advance(f, style, c);
  return width;
}

// Emits the glyphs of a run whose pen starts at a point snapped to device pixels.
void emit(ImDrawList* list, const Face& f, Vec pen, std::u32string_view visual, Color color) {
  if (list == nullptr || f.baked == nullptr || (color >> 24) == 0) return;
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  int quads = 0;
  for (char32_t c : visual) {  // rasterise first: a growing atlas would change texture and coordinates in mid-run
    const ImFontGlyph* glyph = f.baked->FindGlyph(static_cast<ImWchar>(c));
    if (glyph != nullptr && glyph->Visible) ++quads;
  }
  if (quads == 0) return;
  const float ratio = frame().pixel_ratio;
  const float scale = f.unit * ratio;         // device px a unit, as drawn
  const float ascent = std::round(f.baked->Ascent);
  const float shift = kOversampleShift * (1 - f.density);  // ImGui counts the shift in units, it is in device px
  const bool push = list->_CmdHeader.TexRef != atlas->TexRef;
  if (push) list->PushTexture(atlas->TexRef);
  const ImVec4 clip = list->_CmdHeader.ClipRect;
  list->PrimReserve(quads * 6, quads * 4);
  const float y = std::round(pen.y * ratio);
  float x = std::round(pen.x * ratio);
  int used = 0;
  for (char32_t c : visual) {
    const ImFontGlyph* glyph = f.baked->FindGlyph(static_cast<ImWchar>(c));
    if (glyph == nullptr) continue;
    if (glyph->Visible) {
      const float at = std::round(x * kOversample) / kOversample;
      const float s = scale / f.density;  // 1 unless the size is between two baked ones
      const ImVec2 a{(at + (glyph->X0 * f.density + shift) * s) / ratio, (y + (glyph->Y0 - ascent) * scale) / ratio};
      const ImVec2 b{(at + (glyph->X1 * f.density + shift) * s) / ratio, (y + (glyph->Y1 - ascent) * scale) / ratio};
      if (b.x >= clip.x && a.x <= clip.z && b.y >= clip.y && a.y <= clip.w) {
        list->PrimRectUV(a, b, {glyph->U0, glyph->V0}, {glyph->U1, glyph->V1}, color);
        ++used;
      }
    }
    x += glyph->AdvanceX * scale;
  }
  list->PrimUnreserve((quads - used) * 6, (quads - used) * 4);
  if (push) list->PopTexture();
}

Color color_of(const TextStyle& style) {
  if (style.color != 0) return style.color;
  return frame().theme != nullptr ? frame().theme->ink : rgb(0x221D16);
}

float aligned(float left, float width, float text, Align align) {
  const bool rtl = locale().rtl();
  const bool right = align == Align::right || (align == Align::start && rtl) || (align == Align::end && !rtl);
  if (align == Align::center) return left + (width - text) / 2;
  return right ? left + width - text : left;
}

}  // namespace

float text_width(std::string_view utf8, const TextStyle& style) {
  const Paragraph& p = shape(utf8);
  const Face f = face(style);
  float width = 0;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (p.drawn(i)) width += advance(f, style, p.at(i));
  return width;
}

void on_cut_text(void (*listener)(std::string_view)) { cut_listener = listener; }

bool draw_text(ImDrawList* list, const Rect& box, std::string_view utf8, const TextStyle& style, Align align) {
  const Face f = face(style);
  const float baseline = box.y + box.h / 2 + kCapCentre * style.size;
  const Paragraph& p = shape(utf8);
  std::u32string visual = p.visual(0, p.size());
  float width = run_width(f, style, visual);
  const bool fits = width <= box.w + 0.51f;
  if (!fits && cut_listener != nullptr) cut_listener(utf8);
  if (!fits) {  // cut whole clusters from the logical end, then shape again with the ellipsis
    const std::u32string logical = decode(utf8);
    const bool rtl = p.rtl();
    std::vector<std::size_t> cuts;
    for (std::size_t i = 0; i < logical.size(); ++i)
      if (p.starts_cluster(i)) cuts.push_back(i);
    const auto attempt = [&](std::size_t cut) {
      std::u32string text = logical.substr(0, cut);
      while (!text.empty() && text.back() == U' ') text.pop_back();
      text += kEllipsis;
      if (rtl) text += U'\u200F';  // what is left may begin with Latin or a number: the direction stays
      const Paragraph& q = shape(encode(text));
      visual = q.visual(0, q.size());
      width = run_width(f, style, visual);
      return width <= box.w;
    };
    std::size_t low = 0, high = cuts.size();  // cuts[low] fits (or nothing does), cuts[high] does not
    while (high - low > 1) {
      const std::size_t middle = (low + high) / 2;
      (attempt(cuts[middle]) ? low : high) = middle;
    }
    attempt(cuts.empty() ? 0 : cuts[low]);
  }
  emit(list, f, {aligned(box.x, box.w, width, align), baseline}, visual, color_of(style));
  return fits;
}

void draw_text_at(ImDrawList* list, Vec baseline, std::string_view utf8, const TextStyle& style, Align align) {
  const Face f = face(style);
  const Paragraph& p = shape(utf8);
  const std::u32string visual = p.visual(0, p.size());
  emit(list, f, {aligned(baseline.x, 0, run_width(f, style, visual), align), baseline.y}, visual, color_of(style));
}

float draw_paragraph(ImDrawList* list, const Rect& box, std::string_view utf8, const TextStyle& style, Align align) {
  const Face f = face(style);
  const Paragraph& p = shape(utf8);
  std::size_t from = 0;
  float y = box.y;
  for (std::size_t to : break_lines(p, box.w, [&](char32_t c) { return advance(f, style, c); })) {
    std::size_t end = to;
    while (end > from && (p.at(end - 1) == U' ' || p.at(end - 1) == U'\n')) --end;
    const std::u32string visual = p.visual(from, end);
    if (list != nullptr) {
      const float x = aligned(box.x, box.w, run_width(f, style, visual), align);
      emit(list, f, {x, y + style.line / 2 + kCapCentre * style.size}, visual, color_of(style));
    }
    y += style.line;
    from = to;
  }
  return y - box.y;
}

float paragraph_height(std::string_view utf8, const TextStyle& style, float width) {
  return draw_paragraph(nullptr, {0, 0, width, 0}, utf8, style);
}

void draw_icon(ImDrawList* list, Vec center, Icon icon, float size, Color color) {
  static constexpr std::array<const char*, 37> kGlyphs{
      icons::kPencil,        icons::kEraser,      icons::kUndo2,     icons::kRedo2,       icons::kTrash2,      icons::kPlay,
      icons::kPause,         icons::kStepForward, icons::kRotateCcw, icons::kDices,       icons::kChevronDown, icons::kChevronLeft,
      icons::kChevronRight,  icons::kChevronUp,   icons::kMinus,     icons::kPlus,        icons::kMaximize,    icons::kSun,
      icons::kMoon,          icons::kMenu,        icons::kBookOpen,  icons::kChartSpline, icons::kEye,         icons::kInfo,
      icons::kTriangleAlert, icons::kCircleAlert, icons::kPin,       icons::kX,           icons::kCheck,       icons::kSettings,
      icons::kKeyboard,      icons::kLanguages,   icons::kStepBack,  icons::kSkipForward, icons::kFootprints,  icons::kLock,
      icons::kLockOpen};
  const Face f = face(icon_font(), size, 1, false);
  if (f.baked == nullptr) return;
  const float ratio = frame().pixel_ratio;
  // The square of the icon lies on whole device pixels; its bottom is the font's baseline.
  const float side = std::round(size * ratio) / ratio;
  emit(list, f, {center.x - side / 2, center.y + side / 2}, decode(kGlyphs[static_cast<std::size_t>(icon)]), color);
}

}  // namespace rizbin::ui
