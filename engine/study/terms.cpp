#include "engine/study/terms.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace rizbin {

std::vector<float> channel_sums(const Explanation& e) {
  std::vector<float> sums(static_cast<std::size_t>(std::max(1, e.channels)), 0.0f);
  for (const Term& term : e.terms)
    if (term.channel >= 0 && static_cast<std::size_t>(term.channel) < sums.size())
      sums[static_cast<std::size_t>(term.channel)] += term.product;
  return sums;
}

float rest_of_channels(const std::vector<float>& sums, std::size_t shown, std::vector<int>& largest) {
  std::vector<int> order(sums.size());
  std::iota(order.begin(), order.end(), 0);
  const auto at = [&](int i) { return sums[static_cast<std::size_t>(i)]; };
  std::ranges::stable_sort(order, [&](int a, int b) { return std::abs(at(a)) > std::abs(at(b)); });
  shown = std::min(shown, order.size());
  largest.assign(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown));
  std::ranges::sort(largest);
  std::vector<int> others(order.begin() + static_cast<std::ptrdiff_t>(shown), order.end());
  std::ranges::sort(others);
  float rest = 0;
  for (const int i : others) rest += at(i);
  return rest;
}

std::vector<int> strongest_terms(const Explanation& e) {
  std::vector<int> order;
  for (std::size_t i = 0; i < e.terms.size(); ++i)
    if (e.terms[i].product != 0) order.push_back(static_cast<int>(i));
  const auto size = [&](int i) { return std::abs(e.terms[static_cast<std::size_t>(i)].product); };
  std::ranges::stable_sort(order, [&](int a, int b) { return size(a) > size(b); });
  return order;
}

}  // namespace rizbin
