// Start-up, drawing, training, typing and languages in Firefox and in WebKit.
import {App, check, equal, strokesOfO, strokesOfX, test} from './lib.mjs';

for (const name of ['firefox', 'webkit']) {
  test(`${name}: starts, draws, trains, types, speaks both languages`, async (server) => {
    const app = await App.open(name, server.address);
    const opening = await app.rested();
    check(opening.accuracy.heldout > 0.95, `held-out ${opening.accuracy.heldout}`);
    await app.click('tools/clear');
    await app.until('the pad is empty', (s) => !s.glyph.rows.join('').includes('#'));
    await app.strokes(strokesOfX);
    await app.until('verdict X', (s) => s.verdict.label === 'X' && s.glyph.rows.join('').includes('#'));
    await app.click('tools/clear');
    await app.until('the pad is empty', (s) => !s.glyph.rows.join('').includes('#'));
    await app.strokes(strokesOfO);
    await app.until('verdict O', (s) => s.verdict.label === 'O' && s.glyph.rows.join('').includes('#'));
    await app.key('z', 'Control');
    await app.until('undone', (s) => !s.glyph.rows.join('').includes('#'));
    await app.click('timeline/reset');
    await app.until('step 0', (s) => s.step === 0);
    await app.click('timeline/rate');
    await app.opened();
    await app.key('a', 'Control');
    await app.type('0.8');
    await app.key('Enter');
    await app.until('rate 0.8', (s) => Math.abs(s.learning_rate - 0.8) < 1e-6);
    await app.click('timeline/play');
    const trained = await app.until('trained', (s) => s.step === s.run_length && !s.playing, 30000);
    equal(trained.hash.length, 16, 'hash');
    check(trained.accuracy.heldout > 0.95, `held-out ${trained.accuracy.heldout}`);
    const zoom = trained.camera.zoom;
    await app.browser.wheel(...await app.middle('network'), -300);
    await app.until('zoomed', (s) => s.camera.zoom > zoom);
    await app.click('language');
    await app.until('Persian', (s) => s.locale === 'fa');
    await app.screenshot(`browsers_${name}_fa`);
    await app.until('the page reads Persian', async () => await app.browser.evaluate(() => `${document.documentElement.lang} ${document.documentElement.dir}`) === 'fa rtl');
    await app.key('Tab');
    await app.until('Tab reaches the mirror', () => app.browser.evaluate(() => document.activeElement?.dataset.id !== undefined));
    equal((await app.state()).errors, [], 'errors');
    equal(app.errors, [], 'console');
    await app.close();
  });
}
