// Pieces of an explanation add up to it.
#include "engine/study/terms.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/train/network.h"
#include "tests/engine/random_network.h"

using namespace rizbin;

TEST_CASE("terms: the channels' sums are the convolution's sum, the strongest and the rest") {
  Rng rng(5, 2);
  Result<Network> network = Network::build({6, 8, 8}, {{.kind = LayerKind::conv, .id = "conv", .units = 4},
                                                       {.kind = LayerKind::flatten, .id = "flat"},
                                                       {.kind = LayerKind::dense, .id = "votes", .units = 3}});
  REQUIRE(network);
  network->initialise(4);
  std::vector<float> picture(6 * 8 * 8);
  for (float& v : picture) v = rng.uniform(-1, 1);
  Snapshot s;
  forward_one(*network, picture, s);
  for (int i = 0; i < s.layers[0].out.size(); i += 7) {
    const Explanation e = explain(s, {0, i});
    const std::vector<float> sums = channel_sums(e);
    REQUIRE(sums.size() == 6);
    float total = 0;
    for (const float v : sums) total += v;
    CHECK(total == doctest::Approx(e.sum).epsilon(1e-4).scale(1));
    std::vector<int> largest;
    const float rest = rest_of_channels(sums, 4, largest);
    REQUIRE(largest.size() == 4);
    CHECK(std::ranges::is_sorted(largest));
    float shown = 0, weakest_shown = 1e9f, strongest_left = 0;
    for (int c = 0; c < 6; ++c) {
      const float v = sums[static_cast<std::size_t>(c)];
      if (std::ranges::find(largest, c) != largest.end()) {
        shown += v;
        weakest_shown = std::min(weakest_shown, std::abs(v));
      } else {
        strongest_left = std::max(strongest_left, std::abs(v));
      }
    }
    CHECK(weakest_shown >= strongest_left);
    CHECK(shown + rest == doctest::Approx(total).epsilon(1e-4).scale(1));
    const std::vector<int> order = strongest_terms(e);
    for (std::size_t k = 1; k < order.size(); ++k)
      CHECK(std::abs(e.terms[static_cast<std::size_t>(order[k - 1])].product) >=
            std::abs(e.terms[static_cast<std::size_t>(order[k])].product));
  }
}
