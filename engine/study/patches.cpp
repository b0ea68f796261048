// See patches.h.
#include "engine/study/patches.h"

#include <algorithm>
#include <numeric>

namespace rizbin {

std::vector<Patch> best_patches(const Snapshot& snapshot, const Survey& survey, int layer, int channel, int most) {
  std::vector<Patch> best;
  if (!survey.done() || layer < 0 || static_cast<std::size_t>(layer) >= survey.layers().size() ||
      survey.layers().size() != snapshot.layers.size())
    return best;
  const std::vector<MapSurvey>& maps = survey.layers()[static_cast<std::size_t>(layer)].maps;
  if (channel < 0 || static_cast<std::size_t>(channel) >= maps.size()) return best;
  const std::vector<Peak>& peaks = maps[static_cast<std::size_t>(channel)].peaks;
  std::vector<int> order(peaks.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(
      order, [&](int a, int b) { return peaks[static_cast<std::size_t>(a)].value > peaks[static_cast<std::size_t>(b)].value; });
  for (const int picture : order) {
    if (static_cast<int>(best.size()) == most) break;
    const Peak& peak = peaks[static_cast<std::size_t>(picture)];
    Patch patch{.picture = picture, .value = peak.value, .cell = {layer, peak.cell}, .window = {}};
    if (const std::vector<CellBox> field = receptive_field(snapshot, patch.cell); !field.empty()) patch.window = field.back();
    best.push_back(patch);
  }
  return best;
}

std::vector<Peak> pad_scores(const Snapshot& snapshot, int layer) {
  std::vector<Peak> scores;
  if (layer < 0 || static_cast<std::size_t>(layer) >= snapshot.layers.size()) return scores;
  const LayerState& state = snapshot.layers[static_cast<std::size_t>(layer)];
  const int plane = state.out.h * state.out.w;
  for (int channel = 0; channel < state.out.c; ++channel) {
    const auto from = state.value.begin() + static_cast<std::ptrdiff_t>(channel) * plane;
    const auto top = std::max_element(from, from + plane);
    scores.push_back({*top, static_cast<int>(top - state.value.begin())});
  }
  return scores;
}

}  // namespace rizbin
