// The canvas: pointing, pinning, zooming to numbers and into one cell, coming back, gradients, editing in place, fingers.
import {check, done, equal, lecture, sleep, test} from './lib.mjs';

const centre = 'conv1/map/0/cell/3,3';
const settled = async (app) => {
  let last = null;
  return app.until('the camera rests', async (s) => {
    const now = JSON.stringify(s.camera);
    const same = now === last;
    last = now;
    if (!same) await sleep(150);
    return same;
  });
};

test('the centre of the diagonal\'s map is 5/9', async (server) => {
  const app = await lecture(server);
  await app.hover(centre);
  await app.until('pointed at', (s) => s.hover === centre || s.focus === centre);
  await app.click(centre);
  await app.until('focused', (s) => s.focus === centre);
  const cell = await app.itemThat(centre, 'its arithmetic', (i) => i.value === '0.55' && i.description);
  check(/= 5, divided by 9 = 0\.55/.test(cell.description.replace(/[\u2066-\u2069]/g, '')), `5 divided by 9 is not in "${cell.description}"`);
  await app.screenshot('canvas_focus');
  await app.itemThat('network/said', 'it is said', (i) => i.label.includes('0.55') && i.live);
  await done(app);
});

test('wheel: zooms until the numbers appear, and the page does not move', async (server) => {
  const app = await lecture(server);
  const [x, y] = await app.middle(centre);
  equal((await app.state()).camera.level, 'network', 'at the start');
  for (let i = 0; i < 40 && (await app.state()).camera.level !== 'numbers'; ++i) {
    const {zoom} = (await app.state()).camera;
    await app.browser.wheel(x, y, -100);
    await app.until('nearer', (s) => s.camera.zoom > zoom);
  }
  await settled(app);
  equal((await app.state()).camera.level, 'numbers', 'level');
  await app.screenshot('canvas_numbers');
  await app.key('0');
  await app.until('the whole network', (s) => s.camera.fit);
  await settled(app);
  for (let i = 0; i < 8; ++i) await app.browser.wheel(...(await app.middle(centre)), -100, {ctrl: true});
  await app.until('ctrl and wheel zoom', (s) => s.camera.zoom > 1.2);
  await settled(app);
  equal(await app.browser.evaluate(() => visualViewport.scale), 1, 'the page is not zoomed');
  await done(app);
});

test('double click goes in to one cell, Esc comes back out', async (server) => {
  const app = await lecture(server);
  const [x, y] = await app.middle(centre);
  await app.browser.page.mouse.dblclick(x, y);
  await app.until('nearer', (s) => !s.camera.fit);
  await settled(app);
  for (let i = 0; i < 4 && (await app.state()).camera.level !== 'room'; ++i) {
    const {zoom} = (await app.state()).camera;
    await app.browser.page.mouse.dblclick(...await app.middle(centre));
    await app.until('nearer still', (s) => s.camera.zoom > zoom);
    await settled(app);
  }
  equal((await app.state()).camera.level, 'room', 'level');
  await app.screenshot('canvas_room');
  for (let i = 0; i < 8 && !(await app.state()).camera.fit; ++i) {
    const before = JSON.stringify((await app.state()).camera);
    await app.key('Escape');
    await app.until('Esc does something', (s) => JSON.stringify(s.camera) !== before);
    await settled(app);
  }
  check((await app.state()).camera.fit, 'Esc never led out');
  await done(app);
});

test('drag pans', async (server) => {
  const app = await lecture(server);
  await app.click('canvas/zoom_in');
  await app.until('zoomed', (s) => !s.camera.fit);
  const before = (await settled(app)).camera;
  const {rect: [x, y, w, h]} = await app.item('network');
  await app.drag([[x + w - 60, y + 90], [x + w - 100, y + 120], [x + w - 160, y + 150]]);
  await app.until('it pans', (s) => s.camera.x !== before.x);
  const after = (await settled(app)).camera;
  check(after.x > before.x && after.y < before.y, `camera ${JSON.stringify(before)} → ${JSON.stringify(after)}`);
  await done(app);
});

test('pinch zooms around the fingers', async (server) => {
  const app = await lecture(server, {width: 1024, height: 768, touch: true});
  const {rect: [x, y, w, h]} = await app.item('network');
  const cx = x + w / 2, cy = y + h / 2;
  await app.browser.fingers('touchStart', [[cx - 40, cy]]);
  await app.browser.fingers('touchStart', [[cx - 40, cy], [cx + 40, cy]]);
  for (let i = 1; i <= 8; ++i) await app.browser.fingers('touchMove', [[cx - 40 - 12 * i, cy], [cx + 40 + 12 * i, cy]]);
  await app.browser.fingers('touchEnd', []);
  await app.until('zoomed in', (s) => s.camera.zoom > 1.8);
  equal(await app.browser.evaluate(() => visualViewport.scale), 1, 'the page is not zoomed');
  await done(app);
});

test('one switch shows gradients for the named label', async (server) => {
  const app = await lecture(server);
  const cells = async () => JSON.stringify((await app.items()).filter((i) => i.id.startsWith('pool2/map/')).map((i) => i.value));
  const values = await cells();
  await app.click('quantity/gradient');
  await app.until('gradients', (s) => s.quantity === 'gradient');
  await app.until('the cells show their gradients', async () => await cells() !== values);
  const forX = await cells();
  await app.click('label/O');
  await app.until('label O', (s) => s.glyph.label === 'O');
  await app.until('another label, other gradients', async () => await cells() !== forX);
  await app.screenshot('canvas_gradient');
  await app.click('quantity/value');
  await app.until('values', (s) => s.quantity === 'value');
  await done(app);
});

test('a kernel cell is typed, everything downstream follows, undo brings the same bits back', async (server) => {
  const app = await lecture(server);
  const before = await app.state();
  const weight = 'conv1/k/0/w/1,1';
  await app.browser.page.mouse.dblclick(...await app.middle(weight));
  await app.opened();
  await app.key('a', 'Control');
  await app.type('-0.5');
  await app.key('Enter');
  const after = await app.until('the votes follow', (s) => s.hash !== before.hash && JSON.stringify(s.votes) !== JSON.stringify(before.votes));
  await app.itemThat(weight, 'it shows −0.5', (i) => Math.abs(i.now + 0.5) < 1e-6);
  await app.screenshot('canvas_edited');
  await app.key('z', 'Control');
  await app.until('undone, bit for bit', (s) => s.hash === before.hash);
  await app.key('z', 'Control', 'Shift');
  await app.until('redone', (s) => s.hash === after.hash);
  await done(app);
});
