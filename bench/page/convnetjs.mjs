// ConvNetJS 0.3 on the same networks, one sample at a time as it is made.
import { random_batches } from '/page/measure.mjs';

export function convnetjs_step(spec) {
  const { convnetjs } = globalThis;
  const layers = [{ type: 'input', out_sx: spec.side, out_sy: spec.side, out_depth: 1 }];
  for (const layer of spec.layers) {
    layers.push({ type: 'conv', sx: layer.kernel, filters: layer.maps, stride: 1, pad: layer.same ? (layer.kernel - 1) / 2 : 0,
      activation: 'relu' });
    // Its pooling drops what a window does not fill; with a margin of 1 it has as many windows as ours (7 -> 4, 14 -> 5).
    const side = layers.side ?? spec.side;
    const after = side - (layer.same ? 0 : layer.kernel - 1);
    const pad = after % layer.pool === 0 ? 0 : 1;
    layers.push({ type: 'pool', sx: layer.pool, stride: layer.pool, pad });
    layers.side = Math.ceil(after / layer.pool);
  }
  layers.push({ type: 'softmax', num_classes: spec.classes });
  const net = new convnetjs.Net();
  net.makeLayers(layers);
  const trainer = new convnetjs.SGDTrainer(net, { method: 'sgd', learning_rate: spec.rate, momentum: spec.momentum,
    batch_size: spec.batch, l2_decay: 0 });
  const batches = random_batches(spec, 16);
  const size = spec.side * spec.side;
  let next = 0;
  const volume = new convnetjs.Vol(spec.side, spec.side, 1, 0);
  return () => {
    const { pictures, labels } = batches[next++ % batches.length];
    for (let i = 0; i < labels.length; ++i) {
      volume.w.set(pictures.subarray(i * size, (i + 1) * size));
      trainer.train(volume, labels[i]);
    }
  };
}
