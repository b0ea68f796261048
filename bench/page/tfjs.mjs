// tfjs 4.22 on its WebAssembly back end, SIMD, one thread. As shipped it cannot train a convolution: the kernel of the filter's
// gradient is missing. It is added here from the back end's own fast kernels, in two ways, and the faster one is used:
//   taps   for each (ky, kx): shiftedᵀ · dy, a matrix product [cin, n·h·w] × [n·h·w, cout]
//   turned one convolution with samples as channels: x as [cin, h, w, n] with dy as the filter [h', w', n, cout]
import { random_batches, samples_per_second } from '/page/measure.mjs';

const { tf } = globalThis;

function padded(x, filter_shape, attrs, dy_shape) {
  const [kernel_h, kernel_w] = filter_shape;
  if (attrs.pad !== 'same') return x;
  const before = [Math.floor((kernel_h - 1) / 2), Math.floor((kernel_w - 1) / 2)];
  return tf.pad(x, [[0, 0], [before[0], kernel_h - 1 - before[0]], [before[1], kernel_w - 1 - before[1]], [0, 0]]);
}

const FILTER_GRADIENT = {
  taps(x, dy, filter_shape) {
    const [kernel_h, kernel_w, c_in, c_out] = filter_shape;
    const [n, h, w] = dy.shape;
    const rows = n * h * w;
    const flat = tf.reshape(dy, [rows, c_out]);
    const parts = [];
    for (let ky = 0; ky < kernel_h; ++ky)
      for (let kx = 0; kx < kernel_w; ++kx) {
        const shifted = tf.reshape(tf.slice(x, [0, ky, kx, 0], [n, h, w, c_in]), [rows, c_in]);
        parts.push(tf.matMul(shifted, flat, true, false));
      }
    return tf.reshape(tf.concat(parts, 0), filter_shape);
  },
  turned(x, dy, filter_shape) {
    const out = tf.conv2d(tf.transpose(x, [3, 1, 2, 0]), tf.transpose(dy, [1, 2, 0, 3]), 1, 'valid');
    return tf.transpose(out, [1, 2, 0, 3]);
  },
};
let way = 'taps';

export async function prepare_tfjs() {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  tf.wasm.setWasmPaths('/peers/@tensorflow/tfjs-backend-wasm/dist/');
  await tf.setBackend('wasm');
  await tf.ready();
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs: { x, dy }, attrs }) => {
      const shape = attrs.filterShape;
      return tf.tidy(() => FILTER_GRADIENT[way](padded(x, shape, attrs, dy.shape), dy, shape));
    },
  });
  const largest_difference = await check_gradient();
  return { version: tf.version.tfjs, simd: await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'),
    threads: await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT'), largest_difference };
}

// The added kernel against tfjs's own on its plain back end.
async function check_gradient() {
  let largest = 0;
  for (const pad of ['valid', 'same']) {
    const x_values = Float32Array.from({ length: 4 * 9 * 9 * 3 }, (_, i) => Math.sin(i * 1.7));
    const w_values = Float32Array.from({ length: 5 * 5 * 3 * 4 }, (_, i) => Math.cos(i * 0.9) * 0.1);
    const gradient = async (backend) => {
      await tf.setBackend(backend);
      const x = tf.tensor4d(x_values, [4, 9, 9, 3]);
      return tf.grad((w) => tf.sum(tf.square(tf.conv2d(x, w, 1, pad))))(tf.tensor4d(w_values, [5, 5, 3, 4])).dataSync();
    };
    const expected = await gradient('cpu');
    for (way of Object.keys(FILTER_GRADIENT)) {
      const ours = await gradient('wasm');
      for (let i = 0; i < expected.length; ++i)
        largest = Math.max(largest, Math.abs(ours[i] - expected[i]) / (1 + Math.abs(expected[i])));
    }
  }
  await tf.setBackend('wasm');
  if (!(largest < 1e-4)) throw new Error(`the added filter gradient is wrong by ${largest}`);
  return largest;
}

function make_step(spec) {
  const variables = [];
  const variable = (shape, spread) => {
    variables.push(tf.variable(tf.randomUniform(shape, -spread, spread, 'float32', 3)));
    return variables.at(-1);
  };
  let channels = 1;
  let side = spec.side;
  const layers = spec.layers.map((layer) => {
    const fan_in = layer.kernel * layer.kernel * channels;
    const w = variable([layer.kernel, layer.kernel, channels, layer.maps], Math.sqrt(6 / fan_in));
    const b = variable([layer.maps], 1e-6);
    channels = layer.maps;
    side = Math.ceil((side - (layer.same ? 0 : layer.kernel - 1)) / layer.pool);
    return { ...layer, w, b };
  });
  const inputs = side * side * channels;
  const votes = variable([inputs, spec.classes], Math.sqrt(6 / (inputs + spec.classes)));
  const bias = variable([spec.classes], 1e-6);
  const optimizer = tf.train.momentum(spec.rate, spec.momentum);
  const batches = random_batches(spec, 16);
  let next = 0;
  const step = () => {
    const { pictures, labels } = batches[next++ % batches.length];
    tf.tidy(() => {
      const x = tf.tensor4d(pictures, [spec.batch, spec.side, spec.side, 1]);
      const y = tf.oneHot(tf.tensor1d(labels, 'int32'), spec.classes);
      optimizer.minimize(() => {
        let h = x;
        for (const layer of layers) {
          h = tf.fused.conv2d({ x: h, filter: layer.w, strides: 1, pad: layer.same ? 'same' : 'valid', bias: layer.b,
            activation: 'relu' });
          h = tf.maxPool(h, layer.pool, layer.pool, 'same');
        }
        const z = tf.add(tf.matMul(tf.reshape(h, [spec.batch, inputs]), votes), bias);
        return tf.losses.softmaxCrossEntropy(y, z);
      }, false, variables);
    });
  };
  const dispose = () => {
    optimizer.dispose();
    for (const v of variables) v.dispose();
  };
  return { step, dispose };
}

// Chooses the faster way for this network, then hands out its step.
export function tfjs_step(spec) {
  const rates = {};
  for (const candidate of Object.keys(FILTER_GRADIENT)) {
    way = candidate;
    const { step, dispose } = make_step(spec);
    rates[candidate] = samples_per_second(step, spec.batch, 0.6);
    dispose();
  }
  const best = Object.keys(rates).reduce((a, b) => (rates[a] >= rates[b] ? a : b));
  const { step } = make_step(spec);
  return { step: () => { way = best; step(); }, way: best, rates };
}
