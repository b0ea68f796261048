// Commands that change the list of layers: the learner's own architecture, two filters that change places.
#include <algorithm>
#include <utility>

#include "engine/session/refusal.h"
#include "engine/session/state.h"
#include "engine/train/architecture.h"

namespace rizbin {
namespace {

// The first layer that does not fit, named, in the words of the engine; the interface has its own.
std::unexpected<Error> misfit(const ArchitecturePlan& plan, std::span<const LayerSpec> specs, Shape input, int classes) {
  const auto at = static_cast<std::size_t>(plan.layer);
  const std::string id = at < specs.size() ? specs[at].id : "layers";
  if (plan.why == Misfit::classes)
    return std::unexpected(
        Error{.code = ErrorCode::shape_mismatch,
              .where = id,
              .message = std::format("{} has {} outputs, but there are {} classes", id, specs[at].units, classes),
              .numbers = {static_cast<double>(specs[at].units), static_cast<double>(classes)}});
  if (plan.why == Misfit::too_many_cells)
    return std::unexpected(
        Error{.code = ErrorCode::shape_mismatch, .where = id, .message = std::format("{} would be too large", id), .numbers = {}});
  Result<Network> built = Network::build(input, {specs.begin(), specs.end()});
  if (!built) return std::unexpected(std::move(built.error()));
  return std::unexpected(
      Error{.code = ErrorCode::shape_mismatch, .where = id, .message = std::format("{} does not fit", id), .numbers = {}});
}

// Locks lie as their weights do, so they go the way the weights go.
void swap_locks(ModelPart& model, int layer, int a, int b) {
  if (model.limits.empty()) return;
  Network locks = model.network;
  const auto each = [&](const auto& act) {
    for (int i = 0; i < locks.layer_count(); ++i) {
      LayerLimits& limits = model.limits[static_cast<std::size_t>(i)];
      act(limits.locked_weight, locks.weight(i));
      act(limits.locked_bias, locks.bias(i));
    }
  };
  each([](const std::vector<std::uint8_t>& from, std::span<float> to) {
    for (std::size_t k = 0; k < to.size(); ++k) to[k] = k < from.size() && from[k] != 0 ? 1.0f : 0.0f;
  });
  rizbin::swap_filters(locks, layer, a, b);
  each([](std::vector<std::uint8_t>& to, std::span<const float> from) {
    const bool any = std::ranges::find(from, 1.0f) != from.end();
    to.assign(any ? from.size() : 0, 0);
    for (std::size_t k = 0; k < to.size(); ++k) to[k] = from[k] != 0 ? 1 : 0;
  });
}

// Values set by hand stay on their maps: from the convolution to the layer that adds its channels up.
void swap_hands(const Network& network, std::vector<ByHand>& by_hand, int layer, int a, int b) {
  int end = layer + 1;
  while (end < network.layer_count() && !has_parameters(network.spec(end).kind)) ++end;
  const int channels = network.spec(layer).units;
  for (ByHand& set : by_hand) {
    if (set.cell.layer < layer || set.cell.layer >= end) continue;
    const int cells = network.out(set.cell.layer).size() / channels;
    const int channel = set.cell.index / cells;
    if (channel == a || channel == b) set.cell.index += ((channel == a ? b : a) - channel) * cells;
  }
  std::ranges::sort(by_hand, [](const ByHand& x, const ByHand& y) {
    return std::pair(x.cell.layer, x.cell.index) < std::pair(y.cell.layer, y.cell.index);
  });
}

}  // namespace

Result<void> SessionState::set_architecture(const SetArchitecture& command) {
  constexpr std::size_t kMostLayers = 64;
  constexpr std::size_t kLongestId = 64;
  if (command.layers.size() > kMostLayers) return refusal::wrong_length("layers", command.layers.size(), kMostLayers);
  for (const LayerSpec& spec : command.layers)
    if (spec.id.size() > kLongestId) return refusal::wrong_length("layers.id", spec.id.size(), kLongestId);
  const Shape input = glyph_set(settings.glyphs).picture;
  const auto classes = static_cast<int>(glyph_set(settings.glyphs).classes.size());
  const ArchitecturePlan plan = plan_architecture(input, command.layers, classes);
  if (!plan.fits()) return misfit(plan, command.layers, input, classes);
  if (command.layers == specs_of(model.network)) return {};
  Result<Network> built = Network::build(input, command.layers);
  if (!built) return std::unexpected(std::move(built.error()));

  UndoEntry before = keep(false, true, true);
  settings.preset = kOwnPreset;
  set_own_start(*find_preset(settings.base), settings.seed, *built);
  carry_over(model.network, *built);
  model.network = std::move(*built);
  make_trainer({});  // momentum belongs to a list of parameters: it starts from rest
  commit(std::move(before));
  return {};
}

Result<void> SessionState::swap_filters(const SwapFilters& command) {
  const int layers = model.network.layer_count();
  if (refusal::outside(command.layer, 0, layers - 1)) return refusal::unknown_layer(command.layer, layers, "does not exist");
  if (model.network.spec(command.layer).kind != LayerKind::conv)
    return refusal::unknown_layer(command.layer, layers, "is not a convolution");
  const int last = model.network.spec(command.layer).units - 1;
  for (const auto& [field, filter] : {std::pair{"a", command.a}, {"b", command.b}})
    if (refusal::outside(filter, 0, last)) return refusal::out_of_range(field, filter, 0, last);
  if (command.a == command.b) return {};

  UndoEntry before = keep(!picture.by_hand.empty(), false, true);
  swap_hands(model.network, picture.by_hand, command.layer, command.a, command.b);
  swap_locks(model, command.layer, command.a, command.b);
  // Momentum goes with its weights: it is laid out as they are.
  Network momentum = model.network;
  set_flat_parameters(momentum, trainer->velocity());
  rizbin::swap_filters(momentum, command.layer, command.a, command.b);
  rizbin::swap_filters(model.network, command.layer, command.a, command.b);
  trainer->set_velocity(flat_parameters(momentum));
  commit(std::move(before));
  return {};
}

}  // namespace rizbin
