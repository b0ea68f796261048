// Training samples a second of the engine, one thread: native, and as WebAssembly in Node.js or a page (bench/run.mjs).
//   rizbin_bench [xo|lenet|cnn …] [--seconds 2] [--slice 2] [--kernels plain|128|best] [--layers] [--hash 200]
// One JSON object a line; the rate is that of the best slice of so many milliseconds. --hash: no timing; the FNV-1a of all
// parameters after that many steps, which every build must share.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "bench/layers.h"
#include "bench/nets.h"
#include "engine/core/hash.h"
#include "engine/train/trainer_plan.h"

namespace {

using namespace rizbin;
using Clock = std::chrono::steady_clock;

constexpr int kBatches = 16;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

struct Run {
  bench::Net net;
  Network network;
  Trainer trainer;
  bench::Batches batches;
  int next = 0;

  explicit Run(bench::Net wanted, const Kernels& kernels)
      : net(std::move(wanted)),
        network(*Network::build(net.input, net.specs)),
        trainer(network, net.batch),
        batches(bench::random_batches(net, kBatches)) {
    network.initialise(3);
    trainer.plan().kernels = &kernels;
  }
  void step() {
    const auto batch = static_cast<std::size_t>(net.batch);
    const std::size_t first = static_cast<std::size_t>(next) * batch;
    const auto size = static_cast<std::size_t>(net.input.size());
    next = (next + 1) % kBatches;
    trainer.step(network, std::span(batches.pictures).subspan(first * size, batch * size),
                 std::span(batches.labels).subspan(first, batch), net.optimizer, TrainedPart::whole);
  }
  [[nodiscard]] std::uint64_t hash() const {
    Hash all;
    for (int layer = 0; layer < network.layer_count(); ++layer) {
      all.floats(network.weight(layer));
      all.floats(network.bias(layer));
    }
    return all.value();
  }
};

void time_net(const bench::Net& net, const Kernels& kernels, double budget_seconds, double slice_seconds) {
  Run run(net, kernels);
  const auto warm = Clock::now();   // caches, and V8's fast tier
  while (seconds_since(warm) < budget_seconds * 0.3) run.step();
  // The best of many short slices: other work on the machine only ever slows a slice down. One that is too short to be measured (a
  // page's clock ticks every 5 to 100 microseconds) counts for nothing, and the next one is longer.
  int steps = 1;
  double best = 0;
  const auto begin = Clock::now();
  while (best == 0 || seconds_since(begin) < budget_seconds) {
    const auto start = Clock::now();
    for (int i = 0; i < steps; ++i) run.step();
    const double seconds = seconds_since(start);
    if (seconds < slice_seconds) {
      steps *= 2;
      continue;
    }
    best = std::max(best, steps * net.batch / seconds);
  }
  std::printf("{\"net\":\"%s\",\"batch\":%d,\"kernels\":\"%s\",\"samples_per_s\":%.1f,\"arena_kb\":%.0f}\n", net.name.c_str(),
              net.batch, kernels.name, best, static_cast<double>(run.trainer.plan().arena.bytes()) / 1024.0);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<bench::Net> nets;
  const Kernels* kernels = &best_kernels();
  double seconds = 2;
  double slice_ms = 2;
  int hash_steps = 0;
  bool layers = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const std::string_view value = i + 1 < argc ? argv[i + 1] : "";
    if (word == "xo") nets.push_back(bench::xo());
    if (word == "lenet") nets.push_back(bench::lenet());
    if (word == "cnn") nets.push_back(bench::cnn());
    if (word == "--seconds") seconds = std::atof(value.data());
    if (word == "--layers") layers = true;
    if (word == "--slice") slice_ms = std::atof(value.data());
    if (word == "--hash") hash_steps = std::atoi(value.data());
    if (word == "--kernels") kernels = value == "plain" ? &plain_kernels() : value == "128" ? &kernels_128() : &best_kernels();
  }
  if (nets.empty()) nets = {bench::xo(), bench::lenet()};
  for (const bench::Net& net : nets) {
    if (layers) {
      bench::time_layers(net, *kernels, seconds);
    } else if (hash_steps > 0) {
      Run run(net, *kernels);
      for (int i = 0; i < hash_steps; ++i) run.step();
      std::printf("{\"net\":\"%s\",\"kernels\":\"%s\",\"steps\":%d,\"hash\":\"%016llx\"}\n", net.name.c_str(), kernels->name,
                  hash_steps, static_cast<unsigned long long>(run.hash()));
    } else {
      time_net(net, *kernels, seconds, slice_ms / 1000);
    }
  }
  return 0;
}
