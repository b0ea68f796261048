// 390 × 844 by finger alone: draw, read the verdict, train, look into a cell.
import {App, check, equal, strokesOfO, strokesOfX, test} from './lib.mjs';

test('a phone by finger', async (server) => {
  const app = await App.open('chromium', server.address, {width: 390, height: 844, touch: true, scale: 2});
  await app.rested();
  await app.screenshot('phone_start');
  if (!(await app.has('pad'))) await app.tap('tabs/draw');
  await app.tap('tools/clear');
  await app.until('the pad is empty', (s) => !s.glyph.rows.join('').includes('#'));
  await app.strokes(strokesOfX, {touch: true});
  await app.until('verdict X', (s) => s.verdict.label === 'X');
  await app.screenshot('phone_x');
  await app.tap('tools/clear');
  await app.until('the pad is empty again', (s) => !s.glyph.rows.join('').includes('#'));
  await app.strokes(strokesOfO, {touch: true});
  await app.until('verdict O', (s) => s.verdict.label === 'O');
  await app.tap('tabs/train');
  await app.until('the Train tab', (s) => s.tab === 'train');
  await app.tap('timeline/reset');
  await app.until('step 0', (s) => s.step === 0);
  await app.tap('timeline/play');
  await app.until('trained', (s) => s.step === s.run_length && !s.playing && s.accuracy.heldout > 0.95, 20000);
  await app.screenshot('phone_train');
  const cell = (await app.items()).find((i) => /^conv1\/map\/0\/cell\//.test(i.id) && i.rect[2] > 0);
  check(cell, 'no cell is visible');
  await app.tap(cell.id);
  await app.until('a cell is in focus', (s) => s.focus !== null);
  await app.screenshot('phone_cell');
  equal((await app.state()).errors, [], 'errors');
  equal(app.errors, [], 'console');
  await app.close();
});
