// The loupe: by mouse, by touch and by keys alone to the room of the X's centre under the diagonal, where 5/9 is read; rooms of
// other numbers; two pins; what the colours are taken over.
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
const plain = (text) => text.replace(/[\u2066-\u2069]/g, '');
// In the room of the centre: 5, divided by 9.
const reads = async (app) => {
  const state = await settled(app);
  equal(state.camera.level, 'room', 'level');
  equal(state.focus, centre, 'whose room');
  const cell = await app.item(centre);
  equal(cell.value, '0.55', 'value');
  check(/= 5, divided by 9 = 0\.55/.test(plain(cell.description)), `5/9 is not in "${cell.description}"`);
};
const leave = async (app, step) => {
  for (let i = 0; i < 8 && !(await app.state()).camera.fit; ++i) {
    await step();
    await settled(app);
  }
  check((await app.state()).camera.fit, 'the way out does not end');
};

test('by mouse: the wheel alone leads to the room of 5/9, and back', async (server) => {
  const app = await lecture(server);
  const at = await app.middle(centre);
  for (let i = 0; i < 80 && (await app.state()).camera.level !== 'room'; ++i) {
    await app.browser.wheel(...at, -80);
    await sleep(30);
  }
  await reads(app);
  check(await app.has('rail/draw'), 'the panel has not folded to the rail');
  await app.screenshot('loupe_mouse');
  for (let i = 0; i < 120 && !(await app.state()).camera.fit; ++i) {
    await app.browser.wheel(...at, 80);
    await sleep(20);
  }
  check((await settled(app)).camera.fit, 'the wheel does not lead out');
  check(await app.has('pad'), 'the panel is not back');
  await done(app);
});

test('by keys alone', async (server) => {
  const app = await lecture(server);
  for (let i = 0; i < 60; ++i) {
    await app.key('Tab');
    if (await app.browser.evaluate(() => document.activeElement?.dataset.id === 'network')) break;
  }
  await app.key('ArrowRight');
  await app.until('a first cell', (s) => s.focus === 'conv1/map/0/cell/0,0');
  for (let i = 0; i < 3; ++i) {
    await app.key('ArrowDown');
    await app.key('ArrowRight');
  }
  await app.until('the centre', (s) => s.focus === centre);
  for (let i = 0; i < 6 && (await settled(app)).camera.level !== 'room'; ++i) await app.key('Enter');
  await reads(app);
  await app.screenshot('loupe_keys');
  await leave(app, () => app.key('Escape'));
  await done(app);
});

test('by touch alone, on a phone', async (server) => {
  const app = await lecture(server, {width: 390, height: 844, touch: true, scale: 2});
  await app.tap(centre);
  await app.until('near it', (s) => (s.focus ?? '').startsWith('conv1/map/0/cell/'));
  for (let turn = 0; turn < 12 && (await app.state()).camera.level !== 'room'; ++turn) {
    if ((await app.state()).focus !== centre && await app.has(centre)) await app.tap(centre);
    const [cx, cy] = await app.middle((await app.state()).focus ?? centre);
    await app.browser.fingers('touchStart', [[cx, cy - 30]]);
    await app.browser.fingers('touchStart', [[cx, cy - 30], [cx, cy + 30]]);
    for (let i = 1; i <= 6; ++i) await app.browser.fingers('touchMove', [[cx, cy - 30 - 10 * i], [cx, cy + 30 + 10 * i]]);
    await app.browser.fingers('touchEnd', []);
    await settled(app);
  }
  await reads(app);
  await app.screenshot('loupe_touch');
  await leave(app, () => app.tap('canvas/back'));
  await done(app);
});

test('every kind of number has its room', async (server) => {
  const app = await lecture(server);
  for (const id of ['input/cell/4,4', 'conv1/k/0/w/1,1', 'votes/4', 'dense/0/w/7', 'class/0']) {
    equal(await app.apply({type: 'set_focus', id, cell_px: 400}), {ok: true}, id);
    const state = await app.until(`the room of ${id}`, (s) => s.camera.level === 'room' && s.focus === id);
    equal(state.focus, id, 'whose room');
    await settled(app);
    await app.screenshot(`loupe_room_${id.replaceAll('/', '_').replaceAll(',', '_')}`);
  }
  await leave(app, () => app.key('Escape'));
  await done(app);
});

test('two pins are compared; Esc lets go of the second first', async (server) => {
  const app = await lecture(server);
  await app.click(centre);
  await app.until('pinned', (s) => s.focus === centre && s.pinned);
  await app.browser.page.keyboard.down('Shift');
  await app.click('conv1/map/0/cell/3,2');
  await app.browser.page.keyboard.up('Shift');
  await app.until('two pins', (s) => s.second === 'conv1/map/0/cell/3,2' && s.focus === centre);
  equal((await app.item('compare')).value, '+0.88', '0.55 beside −0.33');
  await app.screenshot('loupe_pins');
  await app.key('Escape');
  await app.until('one pin', (s) => s.second === null && s.focus === centre);
  await app.key('Escape');
  await app.until('no pin', (s) => s.focus === null);
  await done(app);
});

test('the legend asks what the colours are taken over', async (server) => {
  const app = await lecture(server);
  await app.click('conv1/map/0/cell/3,2');
  await app.click('legend');
  await app.click('overlay/range/cell');
  await app.until('over the cell', (s) => s.range === 'cell');
  check((await app.item('legend')).value.includes('0.33'), 'the legend does not show the cell\'s figure');
  await app.screenshot('loupe_range_cell');
  await app.click('legend');
  await app.click('overlay/range/layer');
  await app.until('over the layer', (s) => s.range === 'layer');
  await done(app);
});
