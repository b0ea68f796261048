// Sums over parts of an explanation, for showing it piece by piece: what each input map adds to a convolution's cell, and which
// terms matter most. The pieces add up to the explanation's own sum (in exact arithmetic; the last float's bits may differ).
#pragma once

#include <vector>

#include "engine/layers/explain.h"

namespace rizbin {

// Σ of the products of each channel, in their order.
[[nodiscard]] std::vector<float> channel_sums(const Explanation& explanation);
// Σ of the channels' sums beyond the `shown` largest (by size); `largest` gets those, in the network's order.
[[nodiscard]] float rest_of_channels(const std::vector<float>& sums, std::size_t shown, std::vector<int>& largest);
// Indices of the terms with a product, the largest first (its sign aside).
[[nodiscard]] std::vector<int> strongest_terms(const Explanation& explanation);

}  // namespace rizbin
