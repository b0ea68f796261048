// Stable words for everything on the canvas, and back. Rows and columns count from 0.
//   input/cell/3,3   conv1/map/0/cell/3,3   conv1/k/0/w/1,1 (several input channels: conv2/k/0/2/w/1,1)   conv1/k/0/bias
//   votes/4          dense/0/w/7            dense/0/bias    class/0
#include <charconv>
#include <string>
#include <vector>

#include "web/canvas/canvas.h"
#include "web/canvas/layout.h"

namespace rizbin {
namespace {

std::string number(int v) { return std::to_string(v); }

std::vector<std::string_view> split(std::string_view id, char by) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  while (start <= id.size()) {
    const std::size_t end = std::min(id.find(by, start), id.size());
    parts.push_back(id.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

bool read(std::string_view text, int& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value >= 0;
}

bool read_pair(std::string_view text, int& a, int& b) {
  const std::vector<std::string_view> parts = split(text, ',');
  return parts.size() == 2 && read(parts[0], a) && read(parts[1], b);
}

Focus cell_focus(int layer, const Shape& shape, int c, int y, int x) {
  Focus focus;
  if (c >= shape.c || y >= shape.h || x >= shape.w) return focus;
  focus.kind = FocusKind::cell;
  focus.cell = {layer, shape.index(c, y, x)};
  return focus;
}

Focus param_focus(const LayerState& state, ParamRef param) {
  Focus focus;
  const std::size_t count = param.kind == ParamKind::bias ? state.bias.size() : state.weight.size();
  if (static_cast<std::size_t>(param.index) >= count) return focus;
  focus.kind = FocusKind::parameter;
  focus.param = param;
  return focus;
}

std::string param_id(const LayerState& state, ParamRef param) {
  const std::string& id = state.spec.id;
  if (state.spec.kind == LayerKind::dense) {
    if (param.kind == ParamKind::bias) return id + "/" + number(param.index) + "/bias";
    const int inputs = state.in.size() > 0 ? state.in.size() : 1;
    return id + "/" + number(param.index / inputs) + "/w/" + number(param.index % inputs);
  }
  if (param.kind == ParamKind::bias) return id + "/k/" + number(param.index) + "/bias";
  const int plane = state.spec.kernel_h * state.spec.kernel_w;
  const int channels = state.in.c > 0 ? state.in.c : 1;
  const std::string channel = channels > 1 ? "/" + number(param.index / plane % channels) : "";
  const int at = param.index % plane;
  return id + "/k/" + number(param.index / (plane * channels)) + channel + "/w/" + number(at / state.spec.kernel_w) + "," +
         number(at % state.spec.kernel_w);
}

Focus layer_focus(const Snapshot& snapshot, int layer, const std::vector<std::string_view>& parts) {
  const LayerState& state = snapshot.layers[static_cast<std::size_t>(layer)];
  const std::size_t n = parts.size();
  int a = 0, b = 0, y = 0, x = 0;
  if (n == 5 && parts[1] == "map" && read(parts[2], a) && parts[3] == "cell" && read_pair(parts[4], y, x)) {
    return cell_focus(layer, state.out, a, y, x);
  }
  if (state.spec.kind == LayerKind::conv) {
    const int plane = state.spec.kernel_h * state.spec.kernel_w;
    if (n == 4 && parts[1] == "k" && read(parts[2], a) && parts[3] == "bias")
      return param_focus(state, {layer, ParamKind::bias, a});
    const bool deep = n == 6 && read(parts[3], b);
    if ((n == 5 || deep) && parts[1] == "k" && read(parts[2], a) && parts[n - 2] == "w" && read_pair(parts[n - 1], y, x) &&
        y < state.spec.kernel_h && x < state.spec.kernel_w && b < state.in.c) {
      return param_focus(state, {layer, ParamKind::weight, (a * state.in.c + b) * plane + y * state.spec.kernel_w + x});
    }
  }
  if (state.spec.kind == LayerKind::dense) {
    if (n == 4 && read(parts[1], a) && parts[2] == "w" && read(parts[3], b) && b < state.in.size()) {
      return param_focus(state, {layer, ParamKind::weight, a * state.in.size() + b});
    }
    if (n == 3 && read(parts[1], a) && parts[2] == "bias") return param_focus(state, {layer, ParamKind::bias, a});
  }
  if (n == 2 && state.out.h == 1 && state.out.w == 1 && read(parts[1], a)) return cell_focus(layer, state.out, a, 0, 0);
  return {};
}

}  // namespace

std::string focus_id(const Snapshot& snapshot, const Focus& focus) {
  const auto layers = static_cast<int>(snapshot.layers.size());
  switch (focus.kind) {
    case FocusKind::cell: {
      if (focus.cell.layer < -1 || focus.cell.layer >= layers) return {};
      const bool picture = focus.cell.layer < 0;
      const Shape shape = picture ? snapshot.picture_shape : snapshot.layers[static_cast<std::size_t>(focus.cell.layer)].out;
      if (focus.cell.index < 0 || focus.cell.index >= shape.size()) return {};
      const std::string layer = picture ? "input" : snapshot.layers[static_cast<std::size_t>(focus.cell.layer)].spec.id;
      if (!picture && shape.h == 1 && shape.w == 1) return layer + "/" + number(focus.cell.index);
      const Place place = place_of(shape, focus.cell.index);
      const std::string cell = "/cell/" + number(place.y) + "," + number(place.x);
      if (picture && shape.c == 1) return layer + cell;
      return layer + "/map/" + number(place.c) + cell;
    }
    case FocusKind::parameter: {
      if (focus.param.layer < 0 || focus.param.layer >= layers || focus.param.index < 0) return {};
      return param_id(snapshot.layers[static_cast<std::size_t>(focus.param.layer)], focus.param);
    }
    case FocusKind::vote_class: return "class/" + number(focus.vote_class);
    case FocusKind::none: break;
  }
  return {};
}

Focus focus_from_id(const Snapshot& snapshot, std::string_view id) {
  const std::vector<std::string_view> parts = split(id, '/');
  int a = 0, y = 0, x = 0;
  if (parts.size() == 2 && parts[0] == "class" && read(parts[1], a) && a < static_cast<int>(snapshot.classes.size())) {
    Focus focus;
    focus.kind = FocusKind::vote_class;
    focus.vote_class = a;
    return focus;
  }
  if (parts[0] == "input") {
    if (parts.size() == 3 && parts[1] == "cell" && read_pair(parts[2], y, x))
      return cell_focus(-1, snapshot.picture_shape, 0, y, x);
    if (parts.size() == 5 && parts[1] == "map" && read(parts[2], a) && parts[3] == "cell" && read_pair(parts[4], y, x)) {
      return cell_focus(-1, snapshot.picture_shape, a, y, x);
    }
    return {};
  }
  for (int layer = 0; layer < static_cast<int>(snapshot.layers.size()); ++layer) {
    if (snapshot.layers[static_cast<std::size_t>(layer)].spec.id == parts[0]) return layer_focus(snapshot, layer, parts);
  }
  return {};
}

}  // namespace rizbin
