// The twin lab: open it, choose the one difference, step both, see them differ, come back with nothing changed.
import {App, check, equal, test} from './lib.mjs';

test('a twin with another seed: opened, stepped in lockstep, looked at, closed; undo knows nothing of it', async (server) => {
  const app = await App.open('chromium', server.address);
  const before = await app.rested();
  equal(before.twin, null, 'closed at first');
  await app.click('menu');
  await app.click('overlay/menu/twin');
  await app.until('the lab, the twin at the same step', (s) => s.twin && s.twin.step === s.step && !s.twin.behind);
  await app.click('twin/kind');
  await app.click('twin/kind/menu/other_seed');
  const seed = await app.until('another seed', (s) => s.twin?.kind === 'other_seed' && s.twin.step === s.step);
  check(seed.twin.hash !== seed.hash, 'they differ');
  await app.screenshot('twin_both');

  await app.click('timeline/step');
  const one = await app.until('one step further, both', (s) => s.step === before.step + 1 && s.twin.step === s.step);
  check(one.twin.hash !== seed.twin.hash, 'the twin has moved');

  await app.click('twin/show/difference');
  await app.until('the difference', (s) => s.quantity === 'difference');
  await app.screenshot('twin_difference');
  await app.click('twin/show/race');
  await app.click('race/start');
  await app.until('the race has run a while', (s) => s.twin.race?.progress > 0.05);
  await app.screenshot('twin_race');
  await app.click('twin/close');
  const after = await app.until('closed', (s) => s.twin === null && s.quantity === 'value');
  equal(after.hash, one.hash, 'the first network is as it was');
  equal(after.can_undo ?? before.can_undo, before.can_undo, 'nothing to undo came of it');
  equal(after.errors, [], 'errors');
  equal(app.errors, [], 'console');
  await app.close();
});
