// Chapter 7: one value of a map, from nothing. S = agreeing − differing = 2a − 9; the value is S ÷ 9.
#include <array>

#include "engine/quiz/maker.h"

namespace rizbin::quiz {
namespace {

struct Spot {
  int conv = -1, filter = 0, row = 0, column = 0;
  Patch patch;
};

// A cell of the first convolution: the step's own, or a seeded one.
std::optional<Spot> spot(Case& c) {
  Spot s;
  s.conv = find_layer(c.s, LayerKind::conv);
  if (s.conv < 0) return std::nullopt;
  const LayerState& layer = c.s.layers[static_cast<std::size_t>(s.conv)];
  if (layer.in.c != 1 || layer.spec.stride != 1 || layer.spec.same) return std::nullopt;
  if (c.at && c.at->layer == s.conv) {
    const Place p = place_of(layer.out, c.at->index);
    s.filter = p.c;
    s.row = p.y;
    s.column = p.x;
  } else {
    s.filter = c.rng.integer(0, layer.out.c - 1);
    s.row = c.rng.integer(0, layer.out.h - 1);
    s.column = c.rng.integer(0, layer.out.w - 1);
  }
  c.q.at = {s.conv, layer.out.index(s.filter, s.row, s.column)};
  const std::optional<Patch> patch = patch_of(c.s, s.conv, s.filter, s.row, s.column);
  if (!patch) return std::nullopt;
  s.patch = *patch;
  c.give_place(s.row, s.column);
  c.give("a", patch->agree);
  c.give("d", patch->differ);
  c.give("S", patch->sum());
  return s;
}

// Paper under "wants paper": the product everybody gets wrong first.
bool filter_product(Case& c) {
  const std::optional<Spot> s = spot(c);
  if (!s || s->patch.agree == s->patch.both_ink) return false;
  c.right(whole(1));
  c.wrong(whole(-1), "sign_rule");
  c.wrong(whole(0), "zero_is_none");
  c.wrong(whole(-2), "adds");
  return true;
}

bool filter_sum(Case& c) {
  const std::optional<Spot> s = spot(c);
  if (!s) return false;
  const Patch& p = s->patch;
  c.right(whole(p.sum()));
  c.wrong(whole(p.agree), "count_agree");
  c.wrong(whole(-p.sum()), "sign_rule");
  c.wrong(over(p.sum(), p.n), "early");
  return true;
}

bool filter_value(Case& c) {
  const std::optional<Spot> s = spot(c);
  if (!s) return false;
  const Patch& p = s->patch;
  c.right(over(p.sum(), p.n));
  c.wrong(whole(p.sum()), "no_divide");
  c.wrong(over(p.agree, p.n), "count_agree");
  c.wrong(over(p.both_ink, p.n), "ink_only");
  c.wrong(over(static_cast<std::int64_t>(p.pixels) * p.weights, p.n), "all_pairs");
  c.wrong(over(-p.sum(), p.n), "sign_rule");
  c.wrong(over(p.pixels, p.n), "pixel_mean");
  return true;
}

// Empty paper under a kernel.
bool filter_blank(Case& c) {
  const std::optional<Spot> s = spot(c);
  if (!s) return false;
  const Patch& p = s->patch;
  const int wants_paper = (p.n - p.weights) / 2;
  c.q.given.clear();
  c.give("a", wants_paper);
  c.right(over(-p.weights, p.n));
  c.wrong(whole(0), "zero_is_none");
  c.wrong(over(wants_paper, p.n), "count_agree");
  c.wrong(whole(-1), "zero_is_none");
  return true;
}

// Σ + b with b = ±2.
bool filter_mode(Case& c) {
  const std::optional<Spot> s = spot(c);
  if (!s) return false;
  const Patch& p = s->patch;
  const int b = c.rng.integer(0, 1) == 0 ? 2 : -2;
  if (b == -p.sum()) return false;
  c.give("b", b);
  c.right(whole(p.sum() + b));
  c.wrong(over(p.sum() + b, p.n), "bias_inside");
  c.wrong(over(p.sum() + static_cast<std::int64_t>(b) * p.n, p.n), "no_divide");
  c.wrong(whole(p.sum()), "bias_inside");
  return true;
}

constexpr std::array kRows{
    Kind{"filter.product", Form::choice, 2, filter_product}, Kind{"filter.sum", Form::choice, 2, filter_sum},
    Kind{"filter.value", Form::choice, 3, filter_value},     Kind{"filter.blank", Form::choice, 2, filter_blank},
    Kind{"filter.mode", Form::choice, 2, filter_mode},
};

}  // namespace

std::span<const Kind> filter_kinds() { return kRows; }

}  // namespace rizbin::quiz
