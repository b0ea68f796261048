// One step in slow motion: forward, loss, backward and update walked by keys alone; it is one true update, and undo takes it back.
import {App, check, done, equal, test} from './lib.mjs';

const open = async (server, options = {}) => {
  const app = await App.open('chromium', server.address, options);
  await app.rested();
  await app.apply({type: 'load_network', preset: 'lecture12'});
  await app.until('the lecture\'s machine', (s) => s.preset === 'lecture12');
  return app;
};
const item = async (app, id) => (await app.items()).find((i) => i.id === id);
const moment = (stage, layer, index) => (s) => s.moment?.stage === stage && s.moment.layer === layer && s.moment.index === index;

test('stage by stage by keys: the same as one update, and undone', async (server) => {
  const app = await open(server);
  const start = (await app.state()).hash;
  await app.apply({type: 'step_sample'});
  const wanted = (await app.until('an update', (s) => s.hash !== start)).hash;
  await app.apply({type: 'undo'});
  await app.until('as before', (s) => s.hash === start);

  await app.key('s');
  await app.until('the first cell', moment('forward', 0, 1));
  await app.key('ArrowRight');
  await app.until('the second', moment('forward', 0, 2));
  await app.key('Space');
  await app.until('the third', moment('forward', 0, 3));
  await app.key('ArrowLeft');
  await app.until('back', moment('forward', 0, 2));
  equal((await item(app, 'stages/lane/cell')).value, 'cell 2 of 49, Convolution, diagonal', 'said');
  await app.screenshot('stages_sweep');
  await app.click('stages/unit/stage');
  for (const [stage, layer, index] of [['forward', 6, 2], ['loss', 6, 1], ['backward', -1, 81]]) {
    await app.key('Space');
    await app.until(stage, moment(stage, layer, index));
    check((await app.state()).hash === start, 'nothing has changed yet');
  }
  equal((await app.state()).quantity, 'gradient', 'gradients');
  await app.key('Space');
  await app.until('the update', (s) => s.moment?.stage === 'update');
  equal((await app.state()).hash, start, 'shown, not made');
  await app.key('Space');
  const after = await app.until('made', (s) => s.moment === null && s.hash !== start);
  equal(after.hash, wanted, 'one true update');
  await app.apply({type: 'undo'});
  await app.until('undone', (s) => s.hash === start);
  await app.key('s');
  await app.until('back to training', async () => (await item(app, 'timeline/play')) !== undefined);
  await done(app);
});

test('the sweep plays, pointing pauses it, what waits is not told', async (server) => {
  const app = await open(server);
  await app.click('stages/open');
  await app.until('the first cell', moment('forward', 0, 1));
  await app.click('stages/play');
  await app.until('it walks', (s) => s.moment.index >= 4, 10000);
  await app.hover('conv1/map/0/cell/0,0');
  const at = await app.until('paused', async () => (await item(app, 'stages/play')).selected !== true);
  const index = at.moment.index;
  // What is in sight of this map and not yet written says so; what is written says its number.
  const cells = (await app.items()).filter((i) => /^conv1\/map\/0\/cell\//.test(i.id));
  for (const cell of cells) {
    const [row, column] = cell.id.split('/').at(-1).split(',').map(Number);
    equal(cell.value === 'not yet', row * 7 + column >= index, `${cell.id} ${cell.value} at ${index}`);
  }
  check(cells.some((cell) => cell.value === 'not yet') && cells.some((cell) => cell.value !== 'not yet'), 'some wait, some are written');
  check(index < 30, `paused at ${index}`);
  await app.screenshot('stages_paused');
  await app.click('stages/finish');
  await app.until('forward is done', moment('forward', 6, 2));
  await app.click('stages/leave');
  await app.until('training again', (s) => s.moment === null && s.quantity === 'value');
  await done(app);
});

test('on a phone: the lanes stand in the sheet, by thumb', async (server) => {
  const app = await open(server, {width: 390, height: 844, touch: true, scale: 2});
  await app.tap('tabs/train');
  await app.until('the sheet', async () => (await item(app, 'stages/open')) !== undefined);
  await app.tap('stages/open');
  await app.until('the first cell', moment('forward', 0, 1));
  for (const id of ['stages/step', 'stages/back', 'stages/lane/stage', 'stages/lane/layer', 'stages/lane/cell', 'stages/finish', 'stages/leave']) {
    const found = await item(app, id);
    check(found !== undefined && found.rect[2] >= 44 && found.rect[3] >= 44, `${id} is a target of 44 px: ${found?.rect}`);
  }
  await app.tap('stages/step');
  await app.until('the second', moment('forward', 0, 2));
  await app.tap('stages/lane/stage');  // its middle: where loss ends and backward begins
  await app.until('elsewhere', (s) => s.moment.stage === 'loss' || s.moment.stage === 'backward');
  await app.screenshot('stages_phone');
  await done(app);
});
