// The architecture is the learner's: the slide's stack built on the canvas layer by layer, mended where it does not fit, undone.
import {App, check, done, test} from './lib.mjs';

const open = async (server, options = {}) => {
  const app = await App.open('chromium', server.address, options);
  await app.rested();
  return app;
};
const has = async (app, id) => (await app.items()).some((item) => item.id === id);
const value = async (app, id) => (await app.items()).find((item) => item.id === id)?.value ?? '';

test('the slide’s stack, layer by layer, by mouse', async (server) => {
  const app = await open(server, {reducedMotion: true});
  const before = (await app.state()).hash;
  await app.click('arch/edit');
  await app.until('edit mode', async () => has(app, 'arch/gap/2'));
  const add = async (gap, kind) => {
    await app.click(`arch/gap/${gap}`);
    await app.until('the kinds', async () => has(app, `arch/add/${kind}`));
    await app.click(`arch/add/${kind}`);
    await app.until('the kinds are gone', async () => !(await has(app, `arch/add/${kind}`)));
  };
  await add(2, 'conv');
  await app.until('its arithmetic', async () => (await value(app, 'arch/layer/conv2/output')).includes('7 − 3 + 1 = 5'));
  check((await value(app, 'arch/layer/conv2/parameters')).includes('3 × 3 × 3 × 3 + 3 = 84'), 'parameters');
  await add(3, 'relu');
  await add(5, 'conv');
  await add(6, 'relu');
  await app.until('the second pooling does not fit', async () => has(app, 'arch/misfit'));
  await app.screenshot('architecture_misfit');
  await app.click('arch/layer/conv3');
  await app.until('its settings', async () => has(app, 'arch/layer/conv3/padding/same'));
  await app.click('arch/layer/conv3/padding/same');
  await app.until('all layers fit', async () => !(await has(app, 'arch/misfit')));
  await app.screenshot('architecture_slide');
  await app.key('Escape');
  await app.key('Escape');
  await app.until('out of edit mode', async () => !(await has(app, 'arch/done')));
  for (let i = 0; i < 12 && (await app.state()).hash !== before; i += 1) await app.key('z', 'Control');
  await app.until('undone to the start', (s) => s.hash === before);
  await done(app);
});

test('by keys alone: A, Tab, Enter', async (server) => {
  const app = await open(server, {reducedMotion: true});
  await app.key('a');
  await app.until('edit mode', async () => has(app, 'arch/gap/2'));
  await app.key('a');
  await app.until('out again', async () => !(await has(app, 'arch/gap/2')));
  await done(app);
});
