// Time: scrub to step 0 and back, by mouse, touch and keys; branch and undo; the next batch seen row by row.
import {App, check, done, equal, test} from './lib.mjs';

const open = (server, options = {}) => App.open('chromium', server.address, options);
// A place on the time axis: share 0 is step 0, 1 the end (the item reaches 22 px beyond both).
const place = async (app, share) => {
  const {rect: [x, y, w, h]} = await app.item('timeline/curves');
  return [x + 22 + (w - 44) * share, y + h / 2];
};

test('scrub to step 0 and back: the same bits', async (server) => {
  const app = await open(server);
  const end = await app.rested();
  await app.drag([await place(app, 1), await place(app, 0.6), await place(app, 0.3), await place(app, 0)]);
  const start = await app.until('step 0', (s) => s.step === 0);
  equal(start.record.last, end.step, 'the future is still there');
  equal(start.glyph, end.glyph, 'the glyph is the learner\'s own');
  check(start.hash !== end.hash, 'other weights');
  await app.screenshot('time_step_0');
  await app.drag([await place(app, 0), await place(app, 0.5), await place(app, 1)]);
  const back = await app.until('the end', (s) => s.step === end.step);
  equal(back.hash, end.hash, 'hash');
  equal(back.loss, end.loss, 'loss');
  equal(back.accuracy, end.accuracy, 'accuracy');
  await done(app);
});

test('keys seek, the mirror says where one is, play runs along the record', async (server) => {
  const app = await open(server);
  const end = await app.rested();
  await app.perform('timeline/curves', 'focus');
  await app.key('Home');
  await app.until('step 0', (s) => s.step === 0);
  await app.key('ArrowRight');
  await app.key('PageUp');
  await app.until('step 11', (s) => s.step === 11);
  await app.until('said', async () => (await app.item('timeline/curves')).value.includes('11'));
  await app.key('End');
  equal((await app.until('the end', (s) => s.step === end.step)).hash, end.hash, 'hash');
  await app.key('Home');
  await app.until('step 0', (s) => s.step === 0);
  await app.click('timeline/play');
  const again = await app.until('played to the end', (s) => s.step === end.step && !s.playing);
  equal(again.hash, end.hash, 'the same end');
  await done(app);
});

test('an edit in the past branches, undo brings the future back', async (server) => {
  const app = await open(server);
  const end = await app.rested();
  const [x, y] = await place(app, 0.25);
  await app.browser.click(x, y);
  const past = await app.until('a step of the past', (s) => s.step > 40 && s.step < 80);
  await app.apply({type: 'set_parameter', layer: 0, index: 4, value: 1.5});
  const branch = await app.until('a branch', (s) => s.record.branch_at === past.step);
  equal(branch.record.last, past.step, 'the future is cut');
  await app.item('notice/branch');
  await app.screenshot('time_branch');
  await app.click('timeline/step');
  await app.until('one step on the branch', (s) => s.step === past.step + 1);
  await app.click('notice/branch/action');
  const back = await app.until('back', (s) => s.step === past.step && s.record.last === end.step);
  equal(back.hash, past.hash, 'hash');
  await app.perform('timeline/curves', 'focus');
  await app.key('End');
  equal((await app.until('the end', (s) => s.step === end.step)).hash, end.hash, 'the old end');
  await done(app);
});

test('a finger scrubs in the sheet', async (server) => {
  const app = await open(server, {width: 390, height: 844, touch: true, scale: 2});
  const end = await app.rested();
  await app.tap('tabs/train');
  await app.item('timeline/curves');
  await app.drag([await place(app, 0.9), await place(app, 0.5), await place(app, 0)], {touch: true});
  await app.until('step 0', (s) => s.step === 0);
  await app.screenshot('time_phone');
  await app.drag([await place(app, 0), await place(app, 0.5), await place(app, 1)], {touch: true});
  equal((await app.until('the end', (s) => s.step === end.step)).hash, end.hash, 'hash');
  await done(app);
});

test('the next batch: rows, one of them on the pad, Esc back to the network', async (server) => {
  const app = await open(server);
  await app.rested();
  await app.click('tabs/train');
  await app.click('rows/open');
  await app.until('rows', (s) => s.rows);
  const row = await app.item('rows/3');
  check(row.label.length > 10, row.label);
  await app.screenshot('time_rows');
  await app.key('Escape');
  await app.until('the network', (s) => !s.rows);
  await app.click('rows/open');
  await app.until('rows', (s) => s.rows);
  await app.click('rows/3');
  const seen = await app.until('on the pad', (s) => !s.rows && s.glyph.name === '');
  equal(seen.loss.glyph.toFixed(3), Number(row.value).toFixed(3), 'its loss is the row\'s');
  await done(app);
});
