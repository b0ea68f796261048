// Training: the opening show, play, pause, step, reset to the same start, rate and seed while it runs.
import {App, check, done, equal, test} from './lib.mjs';

const open = (server, options = {}) => App.open('chromium', server.address, options);

test('the page trains a small network to over 95 % before the eyes', async (server) => {
  const app = await open(server);
  const started = Date.now();
  const state = await app.rested();
  check(state.accuracy.heldout > 0.95, `held-out ${state.accuracy.heldout}`);
  console.log(`        opening: step ${state.step}, held-out ${state.accuracy.heldout.toFixed(3)}, ${Date.now() - started} ms after ready`);
  await app.screenshot('train_opening');
  await done(app);
});

test('reset, play, pause, one step', async (server) => {
  const app = await open(server);
  const end = await app.rested();
  await app.click('timeline/reset');
  const start = await app.until('step 0', (s) => s.step === 0 && !s.playing);
  await app.click('timeline/step');
  await app.until('step 1', (s) => s.step === 1);
  await app.click('timeline/step');
  const two = await app.until('step 2', (s) => s.step === 2);
  await app.click('timeline/play');
  await app.until('playing', (s) => s.playing && s.step > 2);
  await app.click('timeline/play');
  await app.until('paused', (s) => !s.playing);
  await app.click('timeline/reset');
  const again = await app.until('step 0 again', (s) => s.step === 0);
  equal(again.hash, start.hash, 'the same start');
  await app.click('timeline/step');
  await app.until('step 1', (s) => s.step === 1);
  await app.click('timeline/step');
  equal((await app.until('step 2', (s) => s.step === 2)).hash, two.hash, 'the same second step');
  await app.click('timeline/speed/max');
  await app.click('timeline/play');
  const trained = await app.until('trained to the end', (s) => s.step === s.run_length && !s.playing, 20000);
  equal(trained.hash, end.hash, 'the same end as the opening show, bit for bit');
  check(trained.accuracy.heldout > 0.95, `held-out ${trained.accuracy.heldout}`);
  await done(app);
});

test('rate by typing, refused where it is no number or out of range', async (server) => {
  const app = await open(server);
  await app.rested();
  await app.click('timeline/rate');
  await app.opened();
  await app.key('a', 'Control');
  await app.type('0.3');
  await app.key('Enter');
  await app.until('rate 0.3', (s) => Math.abs(s.learning_rate - 0.3) < 1e-6);
  for (const bad of ['fast', '99']) {
    await app.click('timeline/rate');
    await app.opened();
    await app.key('a', 'Control');
    await app.type(bad);
    await app.key('Enter');
    await app.until('the range is named', async () => {
      const field = await app.item('timeline/rate');
      return field.description?.includes('10');
    });
    await app.until('aria-invalid', () => app.browser.evaluate(() => document.querySelector('[data-id="timeline/rate"]').getAttribute('aria-invalid') === 'true'));
    check(Math.abs((await app.state()).learning_rate - 0.3) < 1e-6, 'the old rate is kept');
    await app.screenshot(`train_refused_${bad}`);
    await app.key('Escape');
    await app.until('closed', async () => app.browser.evaluate(() => document.activeElement?.dataset.open === undefined));
  }
  await app.click('timeline/rate');
  await app.opened();
  await app.key('a', 'Control');
  await app.type('۰٫۵');
  await app.key('Enter');
  await app.until('Persian digits are a number', (s) => Math.abs(s.learning_rate - 0.5) < 1e-6);
  await done(app);
});

test('another seed is another start; votes only train the votes', async (server) => {
  const app = await open(server);
  const first = await app.rested();
  await app.click('timeline/seed/action');
  const other = await app.until('another seed', (s) => s.seed !== first.seed);
  check(other.hash !== first.hash, 'the same network');
  await app.click('timeline/part/votes');
  await app.until('votes only', (s) => s.trained_part === 'votes');
  await app.click('timeline/reset');
  await app.until('step 0', (s) => s.step === 0);
  const weights = async () => (await app.items()).filter((i) => /^conv1\/k\/.*\/w\//.test(i.id)).map((i) => i.now);
  const before = await weights();
  check(before.length === 27, `${before.length} kernel weights`);
  await app.click('timeline/speed/max');
  await app.click('timeline/play');
  await app.until('trained', (s) => s.step > 20);
  equal(await weights(), before, 'the kernels stay');
  await done(app);
});
