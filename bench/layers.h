// Gflop/s of each kernel on the layers of a network, as the plan has laid them out: where a step's time goes. Products with the
// zeros of a halo count as executed.
#pragma once

#include <chrono>
#include <cstdio>

#include "bench/nets.h"
#include "engine/train/trainer_plan.h"

namespace rizbin::bench {

template <class F>
double best_gflops(double flops, double budget_seconds, const F& f) {
  using Clock = std::chrono::steady_clock;
  const auto seconds_since = [](Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); };
  int calls = 1;   // a slice of about half a millisecond
  for (;; calls *= 2) {
    const auto start = Clock::now();
    for (int i = 0; i < calls; ++i) f();
    if (seconds_since(start) > 0.0005) break;
  }
  double best = 0;
  const auto begin = Clock::now();
  while (seconds_since(begin) < budget_seconds) {
    const auto start = Clock::now();
    for (int i = 0; i < calls; ++i) f();
    const double rate = flops * calls / seconds_since(start) * 1e-9;
    best = rate > best ? rate : best;
  }
  return best;
}

inline double flops(const DotShape& shape) { return 2.0 * kLanes * shape.taps * shape.outputs * shape.rows * shape.columns; }

inline void time_layers(const Net& net, const Kernels& kernels, double budget_seconds) {
  Network network = *Network::build(net.input, net.specs);
  network.initialise(3);
  Trainer trainer(network, net.batch);
  const Batches batch = random_batches(net, 1);
  trainer.step(network, batch.pictures, batch.labels, net.optimizer, TrainedPart::whole);
  Trainer::Plan& plan = trainer.plan();
  for (std::size_t layer = 0; layer < plan.stages.size(); ++layer) {
    const Stage& stage = plan.stages[layer];
    if (!has_parameters(stage.kind)) continue;
    const Tensor& x = plan.tensors[static_cast<std::size_t>(stage.x)];
    const Tensor& y = plan.tensors[static_cast<std::size_t>(stage.y)];
    const double work = flops(stage.forward);
    float* d_weight = plan.g + stage.parameters;
    float* d_bias = stage.biases > 0 ? d_weight + stage.weights : nullptr;
    const float* bias = stage.biases > 0 ? plan.w + stage.parameters + stage.weights : nullptr;
    std::printf("%s %s (%s): forward %.1f", net.name.c_str(), network.spec(static_cast<int>(layer)).id.c_str(), kernels.name,
                best_gflops(work, budget_seconds,
                            [&] { kernels.dot(stage.forward, x.value, stage.packed, bias, stage.divisor, stage.relu, y.value); }));
    std::printf(", dw %.1f", best_gflops(work, budget_seconds, [&] {
                  if (stage.kind == LayerKind::conv)
                    kernels.conv_gradient(stage.gradient, x.value, y.gradient, stage.divisor, stage.scratch, d_weight, d_bias);
                  else kernels.dense_gradient(stage.dense, x.value, y.gradient, stage.scratch, d_weight, d_bias);
                }));
    for (const BackPhase& phase : stage.back)
      std::printf(", dx %.1f", best_gflops(flops(phase.dot), budget_seconds, [&] {
                    kernels.dot(phase.dot, y.gradient, phase.packed, nullptr, 0, false, x.gradient);
                  }));
    std::printf("  Gflop/s\n");
  }
}

}  // namespace rizbin::bench
