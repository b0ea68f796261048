// Processor time of a frame in Chromium at each zoom, network by network, while training runs: the built page (dist/) by the door.
//   ./run --build && node bench/frames.mjs [--networks lecture12,digits] [--size 1280x800]
// `drawing` is views, items and the accessible mirror before the GL calls; `all` has training and the GL calls too (here software).
import {closeAll} from '../tests/e2e/browsers.mjs';
import {App, startServer} from '../tests/e2e/lib.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const networks = option('networks', 'lecture12,digits').split(',');
const [width, height] = option('size', '1280x800').split('x').map(Number);
const CELLS = {network: 0, layer: 20, numbers: 40, arithmetic: 140, room: 420};
const FRAMES = 60;

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const server = await startServer();
const app = await App.open('chromium', server.address, {width, height});
await app.rested();
console.log(`milliseconds a frame, median of ${FRAMES}, training running, ${width}×${height}`);
console.log('| network | zoom | items | drawing | training | all |');
console.log('|---|---|---|---|---|---|');
for (const preset of networks) {
  await app.apply({type: 'load_network', preset});
  if ((await app.state()).preset !== preset) throw new Error(`there is no network ${preset}`);
  for (const [zoom, cell_px] of Object.entries(CELLS)) {
    const view = (command) => app.apply(command);
    await view(cell_px ? {type: 'set_focus', id: 'conv1/map/0/cell/3,3', cell_px} : {type: 'set_focus', id: ''});
    if (!cell_px) await view({type: 'set_camera', fit: true});
    await new Promise((done) => setTimeout(done, 900));
    await view({type: 'extend_run', steps: 100000});
    await view({type: 'play'});
    const seen = [];
    let last = -1;
    while (seen.length < FRAMES) {
      const {frame} = await app.state();
      if (frame.count !== last) seen.push(frame);
      last = frame.count;
    }
    await view({type: 'pause'});
    const items = (await app.items()).length;
    const of = (key) => median(seen.map((frame) => frame[key])).toFixed(2);
    console.log(`| ${preset} | ${zoom} | ${items} | ${of('drawing_ms')} | ${of('training_ms')} | ${of('cpu_ms')} |`);
  }
}
await app.close();
await server.close();
await closeAll();
process.exit(0);
