// The engine against PyTorch in double precision: values, loss and every gradient of four networks (tests/golden/torch.txt, made by
// tools/torch_oracle.py).
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <format>
#include <map>
#include <string>
#include <string_view>

#include "engine/layers/layers.h"
#include "engine/train/network.h"

namespace rizbin {
namespace {

constexpr char kText[] = {
#embed "../../golden/torch.txt"
};

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < line.size();) {
    const std::size_t end = std::min(line.find(' ', begin), line.size());
    if (end > begin) words.emplace_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::vector<double> numbers_of(const std::vector<std::string>& words, std::size_t first) {
  std::vector<double> numbers;
  for (std::size_t i = first; i < words.size(); ++i) numbers.push_back(std::strtod(words[i].c_str(), nullptr));
  return numbers;
}

struct Case {
  std::string name;
  Shape input;
  std::vector<LayerSpec> specs;
  std::map<std::string, std::vector<double>> numbers;  // "weight 0", "d_value 3", "picture" …
  LossKind loss_kind = LossKind::cross_entropy;
  int label = 0;
  double loss = 0;
};

LayerSpec spec_of(const std::vector<std::string>& words, std::size_t place) {
  LayerSpec spec;
  spec.id = std::format("layer{}", place);
  const std::vector<double> n = numbers_of(words, 2);
  const auto setting = [&](std::size_t i) { return static_cast<int>(n.at(i)); };
  for (const LayerType* type : layer_types()) {
    if (type->word == words[1]) spec.kind = type->kind;
  }
  switch (spec.kind) {
    case LayerKind::conv:
      spec.units = setting(0);
      spec.kernel_h = setting(1);
      spec.kernel_w = setting(2);
      spec.stride = setting(3);
      spec.same = setting(4) != 0;
      spec.mean = setting(5) != 0;
      spec.bias = setting(6) != 0;
      break;
    case LayerKind::max_pool:
    case LayerKind::mean_pool:
      spec.window = setting(0);
      spec.stride = setting(1);
      break;
    case LayerKind::dense:
      spec.units = setting(0);
      spec.bias = setting(1) != 0;
      break;
    default: break;
  }
  return spec;
}

std::vector<Case> cases() {
  std::vector<Case> cases;
  const std::string_view text(kText, sizeof kText);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::vector<std::string> words = words_of(text.substr(begin, end - begin));
    begin = end + 1;
    if (words.empty()) continue;
    if (words[0] == "network") {
      const std::vector<double> n = numbers_of(words, 2);
      cases.emplace_back();
      cases.back().name = words[1];
      cases.back().input = {static_cast<int>(n.at(0)), static_cast<int>(n.at(1)), static_cast<int>(n.at(2))};
    } else if (words[0] == "layer") {
      cases.back().specs.push_back(spec_of(words, cases.back().specs.size()));
    } else if (words[0] == "loss") {
      cases.back().loss_kind = words[1] == "cross_entropy" ? LossKind::cross_entropy : LossKind::squared_error;
      cases.back().label = std::atoi(words[2].c_str());
      cases.back().loss = std::strtod(words[3].c_str(), nullptr);
    } else {
      const bool numbered = words[0] != "picture" && words[0] != "probabilities" && words[0] != "d_picture";
      cases.back().numbers[numbered ? words[0] + " " + words[1] : words[0]] = numbers_of(words, numbered ? 2 : 1);
    }
  }
  return cases;
}

// Equal to PyTorch within float's rounding of sums of a few hundred terms.
void check_close(std::span<const float> ours, const std::vector<double>& theirs, const std::string& what) {
  CAPTURE(what);
  REQUIRE(ours.size() == theirs.size());
  double largest = 0;
  double off = 0;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    largest = std::max(largest, std::abs(theirs[i]));
    off = std::max(off, std::abs(static_cast<double>(ours[i]) - theirs[i]));
  }
  CHECK(off <= 1e-6 * largest + 1e-9);
}

TEST_CASE("torch: values, loss and gradients are PyTorch's") {
  const std::vector<Case> all = cases();
  CHECK(all.size() == 4);
  for (const Case& c : all) {
    CAPTURE(c.name);
    Result<Network> network = Network::build(c.input, c.specs);
    REQUIRE(network.has_value());
    for (int layer = 0; layer < network->layer_count(); ++layer) {
      for (const char* kind : {"weight", "bias"}) {
        const std::span<float> ours = kind[0] == 'w' ? network->weight(layer) : network->bias(layer);
        if (ours.empty()) continue;
        const std::vector<double>& theirs = c.numbers.at(std::format("{} {}", kind, layer));
        REQUIRE(ours.size() == theirs.size());
        std::ranges::transform(theirs, ours.begin(), [](double v) { return static_cast<float>(v); });
      }
    }
    const std::vector<double>& pixels = c.numbers.at("picture");
    std::vector<float> picture(pixels.size());
    std::ranges::transform(pixels, picture.begin(), [](double v) { return static_cast<float>(v); });
    Snapshot s;
    forward_one(*network, picture, s);
    backward_one(*network, c.label, c.loss_kind, s);
    CHECK(s.loss == doctest::Approx(c.loss).epsilon(1e-6));
    check_close(s.probabilities, c.numbers.at("probabilities"), "probabilities");
    check_close(s.d_picture, c.numbers.at("d_picture"), "d_picture");
    for (int layer = 0; layer < network->layer_count(); ++layer) {
      const LayerState& state = s.layers[static_cast<std::size_t>(layer)];
      const auto of = [&](const char* what) { return std::format("{} {}", what, layer); };
      check_close(state.value, c.numbers.at(of("value")), of("value"));
      check_close(state.d_value, c.numbers.at(of("d_value")), of("d_value"));
      if (!state.weight.empty()) check_close(state.d_weight, c.numbers.at(of("d_weight")), of("d_weight"));
      if (!state.bias.empty()) check_close(state.d_bias, c.numbers.at(of("d_bias")), of("d_bias"));
    }
  }
}

}  // namespace
}  // namespace rizbin
