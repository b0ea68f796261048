// Editing: a value in mid-network set by hand, a weight locked, a kernel chosen from its menu, and the quantity "change".
import {check, done, equal, lecture, sleep, test} from './lib.mjs';

const centre = 'conv1/map/0/cell/3,3';
const field = (app) => app.until('the field is open', () => app.browser.evaluate(() => document.activeElement?.dataset.open !== undefined));

test('a value in mid-network is set by hand, by keys alone, and let go of', async (server) => {
  const app = await lecture(server);
  const before = await app.state();
  equal(await app.apply({type: 'set_focus', id: centre}), {ok: true}, 'focus');
  await app.until('in focus', (s) => s.focus === centre);
  await app.click(centre);
  await app.key('Backspace');
  await field(app);
  await app.key('a', 'Control');
  await app.type('14/9');
  await app.key('Enter');
  const set = await app.until('set by hand', (s) => s.layers[0].by_hand?.length === 1);
  check(Math.abs(set.layers[0].by_hand[0].value - 14 / 9) < 1e-6, '14/9');
  check((await app.item(centre)).value.includes('set by hand'), 'it is said');
  check(set.change.values > 0 && set.change.layers[0].values === 1, `what moved: ${JSON.stringify(set.change)}`);
  await app.screenshot('edit_by_hand');
  await app.click('canvas/let_go');
  await app.until('let go', (s) => s.hash === before.hash);
  await app.key('z', 'Control');
  await app.until('undone', (s) => s.hash === set.hash);
  await app.key('z', 'Control');
  await app.until('all undone, bit for bit', (s) => s.hash === before.hash);
  await done(app);
});

test('a press that stays put opens the number', async (server) => {
  const app = await lecture(server);
  const [x, y] = await app.middle(centre);
  await app.browser.page.mouse.move(x, y);
  await app.browser.page.mouse.down();
  await sleep(900);
  await app.browser.page.mouse.up();
  await field(app);
  await app.key('Escape');
  await done(app);
});

test('a kernel is chosen, turned and locked; every step undone', async (server) => {
  const app = await lecture(server);
  const before = await app.state();
  await app.click('conv1/k/1/w/1,1');
  await app.until('in focus', (s) => s.focus === 'conv1/k/1/w/1,1');
  await app.click('canvas/kernel');
  await app.item('overlay/kernel/vertical');
  await app.screenshot('edit_kernel_menu');
  await app.click('overlay/kernel/vertical');
  const edge = await app.until('an edge', (s) => s.hash !== before.hash);
  await app.click('overlay/kernel/turn');
  await app.until('turned', (s) => s.hash !== edge.hash);
  await app.click('overlay/kernel/lock');
  await app.until('locked', (s) => s.layers[0].locked === 9);
  await app.key('Escape');
  await app.until('closed', async () => !await app.has('overlay/kernel/vertical'));
  for (let i = 0; i < 3; ++i) await app.key('z', 'Control');
  await app.until('all undone, bit for bit', (s) => s.hash === before.hash);
  await done(app);
});

test('the X moved one pixel right: what changed is counted and shown', async (server) => {
  const app = await lecture(server);
  equal(await app.apply({type: 'move_picture', dx: 1, dy: 0}), {ok: true}, 'moved');
  await app.click('quantity/change');
  const {change} = await app.until('change', (s) => s.quantity === 'change' && s.change);
  equal([change.pixels, ...change.layers.map((l) => l.values)], [26, 140, 140, 29, 2, 2, 2], 'how many moved');
  await app.screenshot('edit_change');
  await app.click('change/keep');
  await app.until('counted from now', (s) => s.change.kept && s.change.values === 0);
  await done(app);
});
