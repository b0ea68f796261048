// Training samples a second of Rizbin's engine, native and in Chromium, beside ConvNetJS and tfjs-wasm in Chromium: one run, one
// thread each, taking turns. bench/run.sh builds and calls this.
//   node bench/run.mjs [--seconds 1] [--rounds 3] [--check]
// --check: exit code 1 unless ours is ahead of both on both networks and its weights have the same bits in both builds.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const seconds = option('--seconds', 1);
const rounds = option('--rounds', 3);
const nets = ['xo', 'lenet'];
const GOALS = { xo: 50, lenet: 6 };

const native = (...words) => execFileSync(join(root, 'build/bench/rizbin_bench'), words, { encoding: 'utf8' })
  .trim().split('\n').map((line) => JSON.parse(line));

const TYPES = { '.html': 'text/html', '.mjs': 'text/javascript', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const FOLDERS = { page: join(here, 'page'), peers: join(here, 'node_modules'), ours: join(root, 'build/bench-web') };
// An isolated page has a clock of 5 microseconds; threads, which it would allow, are switched off in page/tfjs.mjs.
const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, 'http://localhost').pathname);
  const [, folder, ...rest] = path === '/' ? ['', 'page', 'index.html'] : path.split('/');
  const file = FOLDERS[folder] && join(FOLDERS[folder], ...rest);
  if (!file || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  }).end(readFileSync(file));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
let outcome;
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction('globalThis.bench_ready');
  outcome = await page.evaluate((what) => globalThis.run_bench(what), { nets, rounds, seconds });
  outcome.browser = browser.version();
} finally {
  await browser.close();
  server.close();
}
const native_best = {};
const native_hash = {};
for (const net of nets) {
  for (let round = 0; round < rounds; ++round) {
    const [line] = native(net, '--seconds', String(seconds));
    if (!native_best[net] || line.samples_per_s > native_best[net].samples_per_s) native_best[net] = line;
  }
  native_hash[net] = native(net, '--hash', '100')[0].hash;
}

const number = (value) => (value >= 10000 ? `${(value / 1000).toFixed(value >= 100000 ? 0 : 1)} k` : value.toFixed(0));
const row = (name, values) => {
  const cells = nets.flatMap((net) => [number(values[net]), `${(values[net] / outcome.results[net].tfjs).toFixed(2)}`,
    `${(values[net] / outcome.results[net].convnetjs).toFixed(2)}`]);
  return `| ${[name, ...cells].join(' | ')} |`;
};
const of = (key) => Object.fromEntries(nets.map((net) => [net, outcome.results[net][key]]));
console.log(`training samples a second, one thread; Chromium ${outcome.browser}, tfjs ${outcome.tfjs.version}, Node.js ${process.version}`);
console.log('| | XO 9x9 | x tfjs | x ConvNetJS | LeNet-28 | x tfjs | x ConvNetJS |');
console.log('|---|---|---|---|---|---|---|');
console.log(row(`Rizbin, native (${native_best.xo.kernels})`, Object.fromEntries(nets.map((net) => [net, native_best[net].samples_per_s]))));
console.log(row('Rizbin, Chromium', of('rizbin')));
console.log(row('tfjs-wasm + filter gradient, Chromium', of('tfjs')));
console.log(row('ConvNetJS, Chromium', of('convnetjs')));
let good = true;
for (const net of nets) {
  const { rizbin, tfjs, convnetjs, hash, way, ways } = outcome.results[net];
  const same = hash === native_hash[net];
  const ratio = rizbin / tfjs;
  good &&= same && rizbin > tfjs && rizbin > convnetjs;
  console.log(`${net}: ${ratio.toFixed(1)} times tfjs-wasm in Chromium (goal ${GOALS[net]}${ratio >= GOALS[net] ? ', reached' : ', not reached'}); ` +
    `weights after 100 steps ${same ? 'have the same bits' : 'DIFFER'} native and in Chromium (${hash}); tfjs filter gradient by ${way} ` +
    `(${Object.entries(ways).map(([name, rate]) => `${name} ${number(rate)}`).join(', ')})`);
}
if (process.argv.includes('--check') && !good) process.exit(1);
