// The best of many short slices, as bench/rizbin_bench.cpp measures: other work on the machine only ever slows a slice down.
const SLICE_MS = 2;

export function samples_per_second(step, batch, budget_seconds) {
  const warm = performance.now();
  while (performance.now() - warm < budget_seconds * 300) step();
  let steps = 1;
  let best = 0;
  const begin = performance.now();
  while (best === 0 || performance.now() - begin < budget_seconds * 1000) {
    const start = performance.now();
    for (let i = 0; i < steps; ++i) step();
    const elapsed_ms = performance.now() - start;
    // A page's clock ticks every 5 to 100 microseconds: a slice that is too short to be measured counts for nothing, the next one is longer.
    if (elapsed_ms < SLICE_MS) steps *= 2;
    else best = Math.max(best, (steps * batch * 1000) / elapsed_ms);
  }
  return best;
}

// Pictures of ±1 and labels, enough for `count` batches.
export function random_batches(net, count) {
  let state = 7;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296;
  const batches = [];
  for (let b = 0; b < count; ++b) {
    const pictures = Float32Array.from({ length: net.batch * net.side * net.side }, () => (random() < 0.3 ? 1 : -1));
    const labels = Int32Array.from({ length: net.batch }, () => Math.floor(random() * net.classes));
    batches.push({ pictures, labels });
  }
  return batches;
}

// The networks of bench/nets.h, in words that both peers understand.
export const NETS = {
  xo: {
    name: 'XO 9x9', side: 9, classes: 2, batch: 16, rate: 0.05, momentum: 0.9,
    layers: [{ maps: 3, kernel: 3, same: false, pool: 2 }],
  },
  lenet: {
    name: 'LeNet-28', side: 28, classes: 10, batch: 32, rate: 0.02, momentum: 0.9,
    layers: [{ maps: 8, kernel: 5, same: true, pool: 2 }, { maps: 16, kernel: 5, same: true, pool: 3 }],
  },
};
