// See random_network.h.
#include "tests/property/random_network.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <format>

namespace rizbin::property {
namespace {

LayerSpec random_layer(Rng& rng, LayerKind kind, std::size_t place) {
  LayerSpec spec;
  spec.kind = kind;
  spec.id = std::format("layer{}", place);
  switch (kind) {
    case LayerKind::conv:
      spec.units = rng.integer(1, 4);
      spec.kernel_h = rng.integer(1, 4);
      spec.kernel_w = rng.integer(1, 4);
      spec.stride = rng.integer(1, 3);
      spec.same = rng.chance(0.5f);
      spec.mean = rng.chance(0.5f);
      spec.bias = rng.chance(0.7f);
      break;
    case LayerKind::max_pool:
    case LayerKind::mean_pool:
      spec.window = rng.integer(1, 3);
      spec.stride = rng.integer(1, 3);
      break;
    case LayerKind::dense:
      spec.units = rng.integer(2, 6);
      spec.bias = rng.chance(0.7f);
      break;
    default: break;
  }
  return spec;
}

std::optional<Network> random_network(Rng& rng, LayerKind kind) {
  constexpr LayerKind kKinds[] = {LayerKind::conv,      LayerKind::conv,    LayerKind::relu,
                                  LayerKind::tanh,      LayerKind::sigmoid, LayerKind::max_pool,
                                  LayerKind::mean_pool, LayerKind::flatten, LayerKind::dense};
  const Shape input{rng.integer(1, 3), rng.integer(4, 9), rng.integer(4, 9)};
  std::vector<LayerSpec> specs;
  const int before = rng.integer(1, 4);
  for (int i = 0; i < before; ++i) {
    // Flatten and dense end the maps: rarely in the middle.
    LayerKind next = kKinds[rng.below(9)];
    if ((next == LayerKind::flatten || next == LayerKind::dense) && rng.chance(0.7f)) next = LayerKind::conv;
    specs.push_back(random_layer(rng, next, specs.size()));
  }
  if (kind != LayerKind::softmax && std::ranges::find(specs, kind, &LayerSpec::kind) == specs.end()) {
    specs.push_back(random_layer(rng, kind, specs.size()));
  }
  if (rng.chance(0.5f)) specs.push_back(random_layer(rng, LayerKind::flatten, specs.size()));
  specs.push_back(random_layer(rng, LayerKind::dense, specs.size()));
  Result<Network> network = Network::build(input, specs);
  if (!network) return std::nullopt;
  return *std::move(network);
}

std::vector<double> doubles(std::span<const float> values) { return {values.begin(), values.end()}; }

}  // namespace

RandomCase random_case(std::uint64_t seed, LayerKind kind) {
  Rng rng(seed, 100 + static_cast<std::uint64_t>(kind));
  for (;;) {
    std::optional<Network> network = random_network(rng, kind);
    if (!network) continue;  // shapes that do not fit: another
    network->initialise(rng.next());
    for (int layer = 0; layer < network->layer_count(); ++layer) {
      for (float& b : network->bias(layer)) b = rng.uniform(-0.5f, 0.5f);
    }
    std::vector<float> picture(static_cast<std::size_t>(network->input().size()));
    for (float& pixel : picture) pixel = rng.uniform(-1, 1);
    const int label = rng.integer(0, network->classes() - 1);
    return {*std::move(network), std::move(picture), label, {}};
  }
}

RandomCase random_case_by_hand(std::uint64_t seed, LayerKind kind) {
  RandomCase random = random_case(seed, kind);
  Rng rng(seed, 200 + static_cast<std::uint64_t>(kind));
  for (int layer = 0; layer < random.network.layer_count(); ++layer) {
    const int size = random.network.out(layer).size();
    for (int i = 0; i < size; ++i) {
      // Positive: a negative one would let windows of zeros win, where the loss has a kink and no slope to compare with.
      if (rng.chance(size < 8 ? 0.2f : 0.05f)) random.by_hand.push_back({{layer, i}, rng.uniform(0.05f, 2)});
    }
  }
  return random;
}

Snapshot run(const RandomCase& random, LossKind loss) {
  Snapshot snapshot;
  forward_one(random.network, random.picture, snapshot, random.by_hand);
  backward_one(random.network, random.label, loss, snapshot);
  return snapshot;
}

double loss_in_double(const RandomCase& random, LossKind loss, const Nudge& nudge) {
  const Network& network = random.network;
  std::vector<double> x = doubles(random.picture);
  if (nudge.cell.layer == -1) x[static_cast<std::size_t>(nudge.cell.index)] += nudge.by;
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const LayerSpec& spec = network.spec(layer);
    const Shape in = network.in(layer);
    const Shape out = network.out(layer);
    std::vector<double> w = doubles(network.weight(layer));
    std::vector<double> b = doubles(network.bias(layer));
    if (nudge.param.layer == layer) {
      (nudge.param.kind == ParamKind::weight ? w : b)[static_cast<std::size_t>(nudge.param.index)] += nudge.by;
    }
    std::vector<double> y(static_cast<std::size_t>(out.size()));
    const int pad_h = spec.same ? (spec.kernel_h - 1) / 2 : 0;
    const int pad_w = spec.same ? (spec.kernel_w - 1) / 2 : 0;
    for (int i = 0; i < out.size(); ++i) {
      const Place o = place_of(out, i);
      double value = 0;
      switch (spec.kind) {
        case LayerKind::conv:
          for (int c = 0; c < in.c; ++c) {
            for (int ky = 0; ky < spec.kernel_h; ++ky) {
              for (int kx = 0; kx < spec.kernel_w; ++kx) {
                const int iy = o.y * spec.stride + ky - pad_h;
                const int ix = o.x * spec.stride + kx - pad_w;
                if (iy < 0 || ix < 0 || iy >= in.h || ix >= in.w) continue;
                value += x[static_cast<std::size_t>(in.index(c, iy, ix))] *
                         w[static_cast<std::size_t>(((o.c * in.c + c) * spec.kernel_h + ky) * spec.kernel_w + kx)];
              }
            }
          }
          if (spec.mean) value /= in.c * spec.kernel_h * spec.kernel_w;
          if (spec.bias) value += b[static_cast<std::size_t>(o.c)];
          break;
        case LayerKind::relu: value = std::max(0.0, x[static_cast<std::size_t>(i)]); break;
        case LayerKind::tanh: value = std::tanh(x[static_cast<std::size_t>(i)]); break;
        case LayerKind::sigmoid: value = 1 / (1 + std::exp(-x[static_cast<std::size_t>(i)])); break;
        case LayerKind::max_pool:
        case LayerKind::mean_pool: {
          double largest = -1e300;
          double total = 0;
          int cells = 0;
          for (int iy = o.y * spec.stride; iy < o.y * spec.stride + spec.window && iy < in.h; ++iy) {
            for (int ix = o.x * spec.stride; ix < o.x * spec.stride + spec.window && ix < in.w; ++ix) {
              const double cell = x[static_cast<std::size_t>(in.index(o.c, iy, ix))];
              largest = std::max(largest, cell);
              total += cell;
              ++cells;
            }
          }
          value = spec.kind == LayerKind::max_pool ? largest : total / cells;
          break;
        }
        case LayerKind::flatten: value = x[static_cast<std::size_t>(i)]; break;
        case LayerKind::dense:
          for (int j = 0; j < in.size(); ++j)
            value += x[static_cast<std::size_t>(j)] * w[static_cast<std::size_t>(i * in.size() + j)];
          if (spec.bias) value += b[static_cast<std::size_t>(i)];
          break;
        case LayerKind::softmax: FAIL("softmax is no layer of a network");
      }
      for (const ByHand& set : random.by_hand)
        if (set.cell == CellRef{layer, i}) value = static_cast<double>(set.value);
      if (nudge.cell.layer == layer && nudge.cell.index == i) value += nudge.by;
      y[static_cast<std::size_t>(i)] = value;
    }
    x = std::move(y);
  }
  double sum = 0;
  for (const double z : x) sum += std::exp(z);
  if (loss == LossKind::cross_entropy) return std::log(sum) - x[static_cast<std::size_t>(random.label)];
  double total = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const double error = std::exp(x[k]) / sum - (static_cast<int>(k) == random.label ? 1 : 0);
    total += error * error;
  }
  return total;
}

}  // namespace rizbin::property
