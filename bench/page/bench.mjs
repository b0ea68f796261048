// Ours and the peers in one page, taking turns so that each has its share of the machine's quiet moments.
import { convnetjs_step } from '/page/convnetjs.mjs';
import { NETS, samples_per_second } from '/page/measure.mjs';
import { prepare_tfjs, tfjs_step } from '/page/tfjs.mjs';
import make_rizbin from '/ours/rizbin_bench.mjs';

globalThis.run_bench = async ({ nets, rounds, seconds }) => {
  const lines = [];
  const rizbin = await make_rizbin({ print: (line) => lines.push(JSON.parse(line)) });
  const ours = (...words) => {
    lines.length = 0;
    rizbin.callMain(words);
    return lines[0];
  };
  const tfjs = await prepare_tfjs();
  const results = {};
  for (const key of nets) {
    const spec = NETS[key];
    const convnet = convnetjs_step(spec);
    const tensor = tfjs_step(spec);
    const best = { rizbin: 0, convnetjs: 0, tfjs: Math.max(...Object.values(tensor.rates)) };
    for (let round = 0; round < rounds; ++round) {
      best.rizbin = Math.max(best.rizbin, ours(key, '--seconds', String(seconds)).samples_per_s);
      best.tfjs = Math.max(best.tfjs, samples_per_second(tensor.step, spec.batch, seconds));
      best.convnetjs = Math.max(best.convnetjs, samples_per_second(convnet, spec.batch, seconds));
      await new Promise((resolve) => setTimeout(resolve));
    }
    results[key] = { ...best, way: tensor.way, ways: tensor.rates, hash: ours(key, '--hash', '100').hash };
  }
  return { tfjs, results };
};
globalThis.bench_ready = true;
