// Softmax with cross-entropy or squared error; formulas in loss.h.
#include "engine/train/loss.h"

#include <algorithm>

#include "engine/core/check.h"
#include "engine/core/math.h"

namespace rizbin {

float softmax_loss(LossKind kind, std::span<const float> z, int label, std::span<float> p) {
  CHECK(!z.empty() && z.size() == p.size());
  CHECK(label >= 0 && static_cast<std::size_t>(label) < z.size(), "a label of the classes");
  const float largest = *std::ranges::max_element(z);
  float sum = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    p[i] = math::exp(z[i] - largest);
    sum += p[i];
  }
  for (float& value : p) value = value / sum;
  const auto right = static_cast<std::size_t>(label);
  if (kind == LossKind::cross_entropy) return math::log(sum) - (z[right] - largest);
  float loss = 0;
  for (std::size_t k = 0; k < p.size(); ++k) {
    const float error = p[k] - (k == right ? 1.0f : 0.0f);
    loss += error * error;
  }
  return loss;
}

void softmax_loss_gradient(LossKind kind, std::span<const float> p, int label, std::span<float> d_z) {
  CHECK(p.size() == d_z.size());
  const auto right = static_cast<std::size_t>(label);
  for (std::size_t i = 0; i < p.size(); ++i) {
    float d = 0;
    if (kind == LossKind::cross_entropy) {
      d = p[i] - (i == right ? 1.0f : 0.0f);
    } else {
      for (std::size_t k = 0; k < p.size(); ++k) {
        d += (2.0f * (p[k] - (k == right ? 1.0f : 0.0f))) * (p[k] * ((k == i ? 1.0f : 0.0f) - p[i]));
      }
    }
    d_z[i] = d;
  }
}

int verdict_of(std::span<const float> p) { return static_cast<int>(std::ranges::max_element(p) - p.begin()); }

}  // namespace rizbin
