// See lecture_network.h.
#include "tests/engine/lecture_network.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/engine/golden.h"

namespace rizbin {

Network lecture_network(std::vector<LayerSpec> between, int classes) {
  std::vector<LayerSpec> specs{lecture_conv()};
  specs.insert(specs.end(), between.begin(), between.end());
  specs.push_back({.kind = LayerKind::flatten, .id = "flatten"});
  specs.push_back(votes_spec(classes));
  Result<Network> network = Network::build({1, 9, 9}, specs);
  REQUIRE(network.has_value());
  for (int feature = 0; feature < 3; ++feature) {
    const std::vector<float> kernel = golden::values(std::string("feature_") + kFeatureNames[feature]);
    std::ranges::copy(kernel, network->weight(0).subspan(static_cast<std::size_t>(feature * 9), 9).begin());
  }
  return *network;
}

}  // namespace rizbin
