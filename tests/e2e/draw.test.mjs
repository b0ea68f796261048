// Drawing: by mouse, finger and pen, with every tool, the verdict following without a Go button.
import {App, check, done, equal, strokesOfO, strokesOfX, test} from './lib.mjs';

const open = async (server, options = {}) => {
  const app = await App.open('chromium', server.address, options);
  await app.rested();
  return app;
};
const ink = (state) => state.glyph.rows.join('').split('#').length - 1;
const clear = async (app) => {
  await app.click('tools/clear');
  await app.until('the pad is empty', (s) => ink(s) === 0);
};

test('an X by hand is read as X, an O as O', async (server) => {
  const app = await open(server);
  await clear(app);
  await app.strokes(strokesOfX);
  const x = await app.until('verdict X', (s) => s.verdict.label === 'X' && ink(s) >= 9);
  check(x.verdict.p > 0.5, `X with ${x.verdict.p}`);
  await app.screenshot('draw_x');
  await clear(app);
  await app.strokes(strokesOfO);
  await app.until('verdict O', (s) => s.verdict.label === 'O' && ink(s) >= 12);
  await app.screenshot('draw_o');
  await done(app);
});

test('an O nobody named is asked about; one press says so', async (server) => {
  const app = await open(server);
  check(!(await app.state()).label_asked, 'an example is not asked about');
  await clear(app);
  await app.strokes(strokesOfO);
  const asked = await app.until('asked', (s) => s.label_asked);
  equal([asked.verdict.label, asked.glyph.label], ['O', 'X'], 'what is read and what stands there');
  await app.itemThat('label/title', 'the question', (i) => i.label.includes('O?') && i.live);
  await app.screenshot('draw_asked');
  await app.click('label/O');
  await app.until('the answer', (s) => s.glyph.label === 'O' && !s.label_asked);
  await clear(app);
  await app.strokes(strokesOfX);
  await app.until('asked about the next drawing', (s) => s.label_asked && s.verdict.label === 'X');
  await done(app);
});

test('the verdict follows while the stroke is drawn', async (server) => {
  const app = await open(server);
  await clear(app);
  const before = (await app.state()).hash;
  const points = await app.onPad([[1.5, 1.5], [4.5, 4.5]]);
  await app.browser.move(...points[0]);
  await app.browser.down();
  await app.browser.move(...points[1]);
  const during = await app.until('the network has seen half a stroke', (s) => ink(s) >= 4);
  check(during.hash !== before, 'nothing changed');
  await app.browser.up();
  await done(app);
});

test('a stroke is one step of undo, and redo brings it back', async (server) => {
  const app = await open(server);
  await clear(app);
  const empty = (await app.state()).hash;
  await app.strokes(strokesOfX.slice(0, 1));
  const drawn = (await app.until('a diagonal', (s) => ink(s) >= 7)).hash;
  await app.click('tools/undo');
  await app.until('undone', (s) => s.hash === empty);
  await app.click('tools/redo');
  await app.until('redone', (s) => s.hash === drawn);
  await app.key('z', 'Control');
  await app.until('undone by Ctrl+Z', (s) => s.hash === empty);
  await app.key('Z', 'Control', 'Shift');
  await app.until('redone by Ctrl+Shift+Z', (s) => s.hash === drawn);
  await done(app);
});

test('eraser, right button and move tool', async (server) => {
  const app = await open(server);
  await app.click('examples/x');
  await app.until('an X', (s) => ink(s) === 13);
  await app.click('tools/eraser');
  await app.itemThat('tools/eraser', 'the eraser is chosen', (i) => i.selected);
  await app.strokes([[[4.5, 4.5], [4.6, 4.5]]]);
  await app.until('the middle is gone', (s) => s.glyph.rows[4][4] === '.');
  await app.click('examples/x');
  await app.until('the X again', (s) => ink(s) === 13);
  await app.click('tools/move');
  await app.itemThat('tools/move', 'the move tool is chosen', (i) => i.selected);
  await app.strokes([[[4.5, 4.5], [5.5, 4.5]]]);
  const moved = await app.until('moved one to the right', (s) => s.glyph.rows[4][5] === '#' && s.glyph.rows[4][4] === '.');
  equal(ink(moved), 13, 'pixels after moving');
  await done(app);
});

test("the lecture's pictures are one click away", async (server) => {
  const app = await open(server);
  for (const item of (await app.items()).filter((i) => /^examples\/[xo]/.test(i.id))) {
    await app.click(item.id);
    const name = item.id.slice('examples/'.length);
    await app.until(`${name} is on the pad`, (s) => s.glyph.name === name);
  }
  await done(app);
});

test('a finger draws; a second finger voids the stroke', async (server) => {
  const app = await open(server, {width: 820, height: 1180, touch: true, scale: 1});
  await app.tap('tools/clear');
  await app.until('the pad is empty', (s) => ink(s) === 0);
  await app.strokes(strokesOfX, {touch: true});
  await app.until('verdict X', (s) => s.verdict.label === 'X' && ink(s) >= 9);
  const before = await app.state();
  const [a, b, c] = await app.onPad([[0.5, 4.5], [4.5, 0.5], [8.5, 4.5]]);
  await app.browser.fingers('touchStart', [a]);
  await app.browser.fingers('touchMove', [b]);
  await app.browser.fingers('touchStart', [b, c]);
  await app.browser.fingers('touchMove', [[b[0] + 5, b[1]], c]);
  await app.browser.fingers('touchEnd', []);
  await app.until('as before', (s) => s.hash === before.hash);
  const {scrollY, scale} = await app.browser.evaluate(() => ({scrollY, scale: visualViewport.scale}));
  equal([scrollY, scale], [0, 1], 'the page neither scrolled nor zoomed');
  await done(app);
});

test('a pen draws, and its other end erases', async (server) => {
  const app = await open(server);
  await clear(app);
  const [from, to] = await app.onPad([[1.5, 4.5], [7.5, 4.5]]);
  await app.browser.pen('mouseMoved', ...from, 0);
  await app.browser.pen('mousePressed', ...from, 0.4);
  await app.browser.pen('mouseMoved', ...to, 0.7);
  await app.browser.pen('mouseReleased', ...to, 0);
  await app.until('a line', (s) => s.glyph.rows[4].includes('#######'));
  await done(app);
});

test('a tap between two frames is not lost', async (server) => {
  const app = await open(server);
  await clear(app);
  const points = await app.onPad([[2.5, 2.5], [6.5, 6.5]]);
  await app.browser.evaluate((ps) => {
    const canvas = document.getElementById('canvas');
    for (const [x, y] of ps)
      for (const [type, buttons] of [['pointerdown', 1], ['pointerup', 0]])
        canvas.dispatchEvent(new PointerEvent(type, {clientX: x, clientY: y, buttons, button: 0, pointerId: 1, pointerType: 'mouse', bubbles: true}));
  }, points);
  await app.until('both dots', (s) => s.glyph.rows[2][2] === '#' && s.glyph.rows[6][6] === '#');
  await done(app);
});

test('a quick stroke between two frames keeps its shape', async (server) => {
  const app = await open(server);
  await clear(app);
  const points = await app.onPad([[1.5, 1.5], [7.5, 1.5], [7.5, 7.5]]);
  await app.browser.evaluate((ps) => {
    const canvas = document.getElementById('canvas');
    const send = (type, [x, y], buttons) => canvas.dispatchEvent(new PointerEvent(type, {clientX: x, clientY: y, buttons, pointerId: 1, pointerType: 'mouse', bubbles: true}));
    send('pointerdown', ps[0], 1);
    for (const p of ps) send('pointermove', p, 1);
    send('pointerup', ps.at(-1), 0);
  }, points);
  await app.until('an angle', (s) => s.glyph.rows[1] === '.#######.' && s.glyph.rows.slice(1, 8).every((row) => row[7] === '#'));
  equal(ink(await app.state()), 13, 'pixels');
  await done(app);
});
