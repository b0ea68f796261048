#include "web/canvas/speech.h"

#include <algorithm>
#include <cmath>

#include "engine/layers/explain.h"
#include "engine/study/loss_curve.h"
#include "engine/study/terms.h"
#include "web/canvas/cards/fate.h"
#include "web/canvas/changes.h"
#include "web/canvas/scene.h"

namespace rizbin {
namespace {

constexpr std::size_t kTermsAtMost = 12;

bool held_by_hand(const Snapshot& s, const CellRef& cell) {
  return cell.layer >= 0 && cell.layer < static_cast<int>(s.layers.size()) &&
         std::ranges::binary_search(s.layers[static_cast<std::size_t>(cell.layer)].by_hand, cell.index);
}

const LayerState& state_of(const Snapshot& s, int layer) { return s.layers[static_cast<std::size_t>(layer)]; }
int count(const Snapshot& s) { return static_cast<int>(s.layers.size()); }

std::string value_of(const Snapshot& s, const CellRef& cell, float v) {
  (void)s;
  return cell.layer < 0 ? ui::pixel_text(v) : ui::value_text(v);
}

// 1 + 1 − 1 + …: signs between, the rest counted.
std::string joined(const std::vector<float>& numbers, auto text) {
  std::string out;
  const std::size_t shown = numbers.size() > kTermsAtMost + 1 ? kTermsAtMost : numbers.size();
  for (std::size_t i = 0; i < shown; ++i) {
    const float v = std::round(numbers[i] * 100) / 100;  // the sign of what is said: no minus before 0.00
    if (i == 0) {
      out = text(v);
    } else {
      out += v < 0 ? " \u2212 " : " + ";
      out += text(std::abs(v));
    }
  }
  if (shown < numbers.size()) {
    out += " + \u2026 (" + ui::fmt(Str::speech_more, {{"n", ui::number(static_cast<long long>(numbers.size() - shown))}}) + ")";
  }
  return out;
}

std::string products(const Explanation& e) {
  std::vector<float> numbers;
  for (const Term& term : e.terms) numbers.push_back(term.product);
  return joined(numbers, [](float v) { return ui::weight_text(v); });
}

std::string listed(const Explanation& e) {
  std::string out;
  for (const Term& term : e.terms) {
    if (!out.empty()) out += ui::locale().rtl() ? "\u060C " : ", ";
    out += ui::value_text(term.x);
  }
  return out;
}

std::string arithmetic(const Snapshot& s, const CellRef& cell, const Explanation& e) {
  const bool added =
      e.has_bias && (e.operation == Operation::mean || e.operation == Operation::sum) && e.result != std::round(e.result);
  std::string value = added ? ui::fixed_text(static_cast<double>(e.result), 3) : value_of(s, cell, e.result);
  const bool dense = cell.layer >= 0 && state_of(s, cell.layer).spec.kind == LayerKind::dense;
  // Where the places shown would not work out (0.08 ÷ 9 − 0.09), one more is said.
  const bool whole = e.sum == std::round(e.sum) && (!e.has_bias || e.bias == std::round(e.bias * 100) / 100);
  const std::string bias = whole ? ui::weight_text(e.bias) : ui::fixed_text(static_cast<double>(e.bias), 3);
  const std::string sum = whole ? ui::weight_text(e.sum) : ui::fixed_text(static_cast<double>(e.sum), 3);
  switch (e.operation) {
    case Operation::given:
      if (cell.layer >= 0) return std::string(ui::tr(Str::edit_explained));
      return ui::fmt(e.result > 0 ? Str::speech_pixel_ink : Str::speech_pixel_paper, {{"value", value}});
    case Operation::mean:
      return e.has_bias
                 ? ui::fmt(Str::speech_conv_mean_bias,
                           {{"terms", products(e)}, {"sum", sum}, {"n", ui::number(e.divisor)}, {"bias", bias}, {"value", value}})
                 : ui::fmt(Str::speech_conv_mean,
                           {{"terms", products(e)}, {"sum", sum}, {"n", ui::number(e.divisor)}, {"value", value}});
    case Operation::sum:
    case Operation::error: {
      const std::string n = ui::number(static_cast<long long>(e.terms.size()));
      if (dense) {
        return e.has_bias ? ui::fmt(Str::speech_sum_bias,
                                    {{"n", n}, {"terms", products(e)}, {"sum", sum}, {"bias", bias}, {"value", value}})
                          : ui::fmt(Str::speech_sum, {{"n", n}, {"terms", products(e)}, {"value", value}});
      }
      return e.has_bias
                 ? ui::fmt(Str::speech_conv_sum_bias, {{"terms", products(e)}, {"sum", sum}, {"bias", bias}, {"value", value}})
                 : ui::fmt(Str::speech_conv_sum, {{"terms", products(e)}, {"value", value}});
    }
    case Operation::maximum:
      return ui::fmt(e.tie ? Str::speech_max_tie : Str::speech_max, {{"terms", listed(e)}, {"value", value}});
    case Operation::average: return ui::fmt(Str::speech_average, {{"terms", listed(e)}, {"value", value}});
    case Operation::gate: {
      const float x = e.terms.empty() ? 0 : e.terms.front().x;
      return ui::fmt(x > 0 ? Str::speech_relu_stays : Str::speech_relu_zero, {{"x", ui::value_text(x)}, {"value", value}});
    }
    case Operation::curve: {
      const float x = e.terms.empty() ? 0 : e.terms.front().x;
      return ui::fmt(Str::speech_curve, {{"name", layer_title(s, cell.layer)}, {"x", ui::value_text(x)}, {"value", value}});
    }
    case Operation::copy: {
      if (e.terms.empty()) return value;
      Focus from;
      from.kind = FocusKind::cell;
      from.cell = e.terms.front().cell;
      return ui::fmt(Str::speech_copy, {{"value", value}, {"from", spoken_name(s, from)}});
    }
    case Operation::share: break;
  }
  return value;
}

// What becomes of a cell: through ReLU and pooling to the votes, as far as it comes.
std::string becomes(const Snapshot& s, CellRef cell) {
  std::string out;
  const auto say = [&](std::string sentence) { out += (out.empty() ? "" : " ") + std::move(sentence); };
  for (const cards::Fate& fate : cards::fate_of(s, cell)) {
    switch (fate.outcome) {
      case cards::Outcome::stays: say(std::string(ui::tr(Str::speech_then_relu_keeps))); break;
      case cards::Outcome::closed: say(std::string(ui::tr(Str::speech_then_relu_zero))); break;
      case cards::Outcome::largest:
      case cards::Outcome::first_of_equals: say(std::string(ui::tr(Str::speech_then_pool_wins))); break;
      case cards::Outcome::not_first: say(std::string(ui::tr(Str::speech_then_pool_tie))); break;
      case cards::Outcome::beaten: say(ui::fmt(Str::speech_then_pool_loses, {{"value", ui::value_text(fate.value)}})); break;
      case cards::Outcome::votes: say(ui::fmt(Str::speech_then_votes, {{"n", ui::number(fate.cell.index + 1)}})); break;
      case cards::Outcome::by_hand: say(ui::fmt(Str::edit_stops, {{"layer", layer_title(s, fate.cell.layer)}})); break;
      case cards::Outcome::bent:
      case cards::Outcome::averaged:
      case cards::Outcome::feeds: break;
    }
  }
  return out;
}

// The weight's room: slope, the step descent would take, where it is used.
std::string of_weight(const Snapshot& s, const ParamRef& param) {
  const DescentStep step = descent_step(s, param, LossOver::picture);
  const LayerState& state = state_of(s, param.layer);
  const long long places = state.spec.kind == LayerKind::conv ? static_cast<long long>(state.out.h) * state.out.w : 1;
  return ui::fmt(Str::rooms_say_weight, {{"slope", ui::fixed_text(static_cast<double>(step.slope), 3)},
                                         {"rate", ui::fixed_text(static_cast<double>(step.rate), 2)},
                                         {"to", ui::fixed_text(static_cast<double>(step.to), 3)},
                                         {"before", ui::fixed_text(static_cast<double>(step.loss_before), 3)},
                                         {"after", ui::fixed_text(static_cast<double>(step.loss_after), 3)},
                                         {"n", ui::number(places)}});
}

// Several input maps: what each adds.
std::string of_channels(const Explanation& e) {
  std::vector<int> largest;
  const std::vector<float> sums = channel_sums(e);
  const float rest = rest_of_channels(sums, 4, largest);
  std::string out;
  for (const int c : largest) {
    if (!out.empty()) out += ui::locale().rtl() ? "\u060C " : ", ";
    out += ui::fmt(Str::rooms_say_channel,
                   {{"n", ui::number(c + 1)}, {"sum", ui::fixed_text(static_cast<double>(sums[static_cast<std::size_t>(c)]), 3)}});
  }
  if (largest.size() < sums.size())
    out += (ui::locale().rtl() ? "\u060C " : ", ") +
           ui::fmt(Str::rooms_say_other_channels, {{"n", ui::number(static_cast<long long>(sums.size() - largest.size()))},
                                                   {"sum", ui::fixed_text(static_cast<double>(rest), 3)}});
  return out + ".";
}

std::string of_gradient(const Snapshot& s, CellRef cell, bool parameter, const ParamRef& param) {
  const Explanation e = parameter ? explain_weight_gradient(s, param) : explain_gradient(s, cell);
  if (e.result == 0) return std::string(ui::tr(Str::speech_gradient_zero));
  const float by = .1f;
  const std::string change = ui::fixed_text(std::abs(e.result) * by, 4);
  std::string out = ui::fmt(e.result > 0 ? Str::speech_gradient_up : Str::speech_gradient_down,
                            {{"value", ui::gradient_text(e.result)}, {"by", ui::fixed_text(by, 1)}, {"change", change}});
  if (e.operation == Operation::error && e.terms.size() >= 2) {
    out += " " + ui::fmt(Str::speech_gradient_error, {{"p", ui::fixed_text(e.terms[0].x, 3)},
                                                      {"y", ui::weight_text(e.terms[1].x)},
                                                      {"value", ui::gradient_text(e.result)}});
    out += " " + ui::fmt(Str::rooms_say_lecture_error, {{"error", ui::gradient_text(-e.result)}});
  } else if (e.terms.size() > 1) {
    std::string terms;
    for (std::size_t i = 0; i < std::min(e.terms.size(), kTermsAtMost); ++i) {
      if (i > 0) terms += " + ";
      terms += ui::gradient_text(e.terms[i].x) + " \u00D7 " + ui::weight_text(e.terms[i].factor);
    }
    if (e.terms.size() > kTermsAtMost) terms += " + \u2026";
    out += " " + ui::fmt(Str::speech_gradient_sum, {{"terms", terms}});
  }
  return out;
}

std::string place_words(const Snapshot& s, const CellRef& cell) {
  const Shape shape = cell.layer < 0 ? s.picture_shape : state_of(s, cell.layer).out;
  const Place place = place_of(shape, cell.index);
  const std::string row = ui::number(place.y + 1), column = ui::number(place.x + 1);
  const std::string map = map_name(s, cell.layer, place.c, false);
  return map.empty() ? ui::fmt(Str::canvas_place, {{"row", row}, {"column", column}})
                     : ui::fmt(Str::canvas_place_of, {{"map", map}, {"row", row}, {"column", column}});
}

std::string class_name(const Snapshot& s, int index) {
  return ui::fmt(Str::canvas_class_n,
                 {{"name", static_cast<std::size_t>(index) < s.classes.size() ? s.classes[static_cast<std::size_t>(index)]
                                                                              : ui::number(index)}});
}

std::string unit_name(const Snapshot& s, int layer, int index) {
  if (is_output(s, layer)) return class_name(s, index);
  const bool votes = layer >= 0 && state_of(s, layer).spec.kind == LayerKind::flatten;
  return ui::fmt(votes ? Str::canvas_vote_n : Str::canvas_unit_n, {{"n", ui::number(index + 1)}});
}

std::string param_name(const Snapshot& s, const ParamRef& param) {
  const LayerState& state = state_of(s, param.layer);
  if (state.spec.kind == LayerKind::dense) {
    if (param.kind == ParamKind::bias) return ui::fmt(Str::canvas_bias_name, {{"of", unit_name(s, param.layer, param.index)}});
    const int inputs = std::max(1, state.in.size());
    return ui::fmt(Str::canvas_link_of, {{"from", unit_name(s, param.layer - 1, param.index % inputs)},
                                         {"to", unit_name(s, param.layer, param.index / inputs)}});
  }
  const int plane = state.spec.kernel_h * state.spec.kernel_w;
  const int per_filter = plane * std::max(1, state.in.c);
  const int out = param.kind == ParamKind::bias ? param.index : param.index / per_filter;
  if (param.kind == ParamKind::bias) return ui::fmt(Str::canvas_bias_name, {{"of", map_name(s, param.layer, out, false)}});
  const int at = param.index % plane;
  return ui::fmt(Str::canvas_weight_of, {{"map", map_name(s, param.layer, out, true)},
                                         {"row", ui::number(at / state.spec.kernel_w + 1)},
                                         {"column", ui::number(at % state.spec.kernel_w + 1)}});
}

CellRef cell_of(const Snapshot& s, const Focus& focus) {
  return focus.kind == FocusKind::vote_class ? CellRef{count(s) - 1, focus.vote_class} : focus.cell;
}

// "+0.45"; empty: not a bit of it changed.
std::string change_of(const Snapshot& s, const Focus& focus, const Change& change) {
  if (focus.kind == FocusKind::parameter) {
    const LayerState& state = state_of(s, focus.param.layer);
    const std::vector<float>& numbers = focus.param.kind == ParamKind::bias ? state.bias : state.weight;
    const auto at = static_cast<std::size_t>(focus.param.index);
    if (at >= numbers.size() || numbers[at] == before_of(change, focus.param)) return {};
    return change_text(before_of(change, focus.param), numbers[at], Printed::weight);
  }
  const CellRef cell = cell_of(s, focus);
  const std::vector<float>& numbers = cell.layer < 0 ? s.picture : state_of(s, cell.layer).value;
  const auto at = static_cast<std::size_t>(cell.index);
  if (at >= numbers.size() || numbers[at] == before_of(change, cell)) return {};
  return change_text(before_of(change, cell), numbers[at], cell.layer < 0 ? Printed::pixel : Printed::value);
}

}  // namespace

std::string spoken_name(const Snapshot& s, const Focus& focus) {
  switch (focus.kind) {
    case FocusKind::cell: {
      const bool vector =
          focus.cell.layer >= 0 && state_of(s, focus.cell.layer).out.h == 1 && state_of(s, focus.cell.layer).out.w == 1;
      if (vector) return unit_name(s, focus.cell.layer, focus.cell.index);
      return ui::fmt(Str::canvas_layer_map, {{"layer", layer_title(s, focus.cell.layer)}, {"map", place_words(s, focus.cell)}});
    }
    case FocusKind::parameter: return param_name(s, focus.param);
    case FocusKind::vote_class: return class_name(s, focus.vote_class);
    case FocusKind::none: break;
  }
  return {};
}

std::string spoken_value(const Snapshot& s, const Focus& focus, Quantity quantity, const Change* change) {
  if (change != nullptr && focus.kind != FocusKind::none) {
    const std::string now = spoken_value(s, focus, Quantity::value);
    const std::string by = change_of(s, focus, *change);
    return by.empty() ? now : ui::fmt(Str::change_said, {{"value", now}, {"by", by}});
  }
  const bool gradient = quantity == Quantity::gradient;
  if (focus.kind == FocusKind::none) return {};
  if (focus.kind == FocusKind::parameter) {
    const LayerState& state = state_of(s, focus.param.layer);
    const bool bias = focus.param.kind == ParamKind::bias;
    const std::vector<float>& numbers = bias ? (gradient ? state.d_bias : state.bias) : (gradient ? state.d_weight : state.weight);
    const auto at = static_cast<std::size_t>(focus.param.index);
    if (at >= numbers.size()) return {};
    return gradient ? ui::gradient_text(numbers[at]) : ui::weight_text(numbers[at]);
  }
  const CellRef cell = cell_of(s, focus);
  const std::vector<float>& numbers = cell.layer < 0 ? (gradient ? s.d_picture : s.picture)
                                                     : (gradient ? state_of(s, cell.layer).d_value : state_of(s, cell.layer).value);
  const auto at = static_cast<std::size_t>(cell.index);
  if (at >= numbers.size()) return {};
  if (gradient) return ui::gradient_text(numbers[at]);
  const std::string value = value_of(s, cell, numbers[at]);
  return held_by_hand(s, cell) ? ui::fmt(Str::edit_said, {{"value", value}}) : value;
}

std::string spoken_explanation(const Snapshot& s, const Focus& focus, Quantity quantity, const Change* change) {
  if (focus.kind == FocusKind::none) return {};
  if (change != nullptr) {
    const bool parameter = focus.kind == FocusKind::parameter;
    const CellRef of = cell_of(s, focus);
    const float was = parameter ? before_of(*change, focus.param) : before_of(*change, of);
    const auto text = [&](float v) { return parameter ? ui::weight_text(v) : value_of(s, of, v); };
    return change_of(s, focus, *change).empty() ? ui::fmt(Str::change_stayed, {{"value", text(was)}})
                                                : ui::fmt(Str::change_was, {{"value", text(was)}});
  }
  if (quantity == Quantity::gradient) { return of_gradient(s, cell_of(s, focus), focus.kind == FocusKind::parameter, focus.param); }
  if (focus.kind == FocusKind::parameter) {
    return ui::fmt(focus.param.kind == ParamKind::bias ? Str::speech_bias : Str::speech_weight,
                   {{"value", spoken_value(s, focus, quantity)}}) +
           " " + of_weight(s, focus.param);
  }
  const CellRef cell = cell_of(s, focus);
  const Explanation e = explain(s, cell);
  std::string out = arithmetic(s, cell, e);
  if (e.channels > 1 && (e.operation == Operation::sum || e.operation == Operation::mean)) out += " " + of_channels(e);
  if (focus.kind == FocusKind::vote_class) {
    const auto at = static_cast<std::size_t>(focus.vote_class);
    if (at < s.probabilities.size()) out += " " + ui::fmt(Str::speech_probability, {{"p", ui::percent_text(s.probabilities[at])}});
    const auto label = static_cast<std::size_t>(s.label);
    if (label < s.classes.size())
      out += " " +
             ui::fmt(Str::rooms_loss_of_label,
                     {{"label", s.classes[label]}, {"loss", ui::fixed_text(static_cast<double>(s.loss), 3)}}) +
             ".";
    return out;
  }
  if (cell.layer < 0) {
    const std::size_t votes = static_cast<std::size_t>(
        std::ranges::count_if(forward_reach(s, cell), [&](const CellRef& r) { return r.layer == count(s) - 2; }));
    return out + " " + ui::fmt(Str::speech_then_votes_several, {{"n", ui::number(static_cast<long long>(votes))}});
  }
  const std::string after = becomes(s, cell);
  return after.empty() ? out : out + " " + after;
}

}  // namespace rizbin
