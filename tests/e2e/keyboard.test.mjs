// The keyboard alone, by way of the mirror: Tab walks it natively, a person draws, trains, types, focuses a cell and hears its
// arithmetic. axe-core finds no violation; Playwright finds controls by role and name in both languages.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {App, check, done, equal, root, test} from './lib.mjs';

const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const focusedId = (app) => app.browser.evaluate(() => document.activeElement?.dataset.id ?? null);
// Tab until the focus is there; says the way when it never comes.
async function tabTo(app, id, back = false) {
  const way = [];
  for (let i = 0; i < 120; ++i) {
    await app.key('Tab', ...(back ? ['Shift'] : []));
    const now = await focusedId(app);
    if (now === id) return way;
    way.push(now);
  }
  throw new Error(`Tab never came to ${id}: ${way.join(' ')}`);
}
async function audit(app, what) {
  const session = await app.browser.context.newCDPSession(app.browser.page);
  await session.send('Runtime.evaluate', {expression: `${axe};0`});  // the page's policy forbids inline scripts
  const violations = await app.browser.evaluate(() => window.axe.run(document).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`)));
  equal(violations, [], `axe, ${what}`);
}

test('Tab walks every control and comes out again', async (server) => {
  const app = await App.open('chromium', server.address);
  await app.stands();
  const stops = (await app.items()).filter((i) => i.stop).map((i) => i.id);
  const walked = [];
  for (let i = 0; i < stops.length + 2; ++i) {
    await app.key('Tab');
    const id = await focusedId(app);
    if (id === null) break;
    walked.push(id);
  }
  equal([...new Set(walked)].sort(), [...stops].sort(), 'stops');
  check(walked.length === stops.length, 'Tab never leaves: a trap');
  await done(app);
});

test('the keyboard alone draws, trains, types and hears', async (server) => {
  const app = await App.open('chromium', server.address);
  await app.rested();
  await tabTo(app, 'tools/clear');
  await app.key('Enter');
  await app.until('the pad is empty', (s) => !s.glyph.rows.join('').includes('#'));
  await tabTo(app, 'pad', true);
  await app.key('Home');
  await app.key('PageUp');
  for (let i = 0; i < 9; ++i) {  // the diagonal
    await app.key('Space');
    await app.key('ArrowRight');
    await app.key('ArrowDown');
  }
  await app.until('a diagonal', (s) => [...Array(9).keys()].every((i) => s.glyph.rows[i][i] === '#'));
  await app.screenshot('keyboard_pad');
  await tabTo(app, 'timeline/reset');
  await app.key('Enter');
  await app.until('step 0', (s) => s.step === 0);
  await tabTo(app, 'timeline/play', true);
  await app.key('Space');
  await app.until('it trains', (s) => s.playing || s.step > 0);
  await app.until('trained', (s) => !s.playing && s.step === s.run_length, 20000);
  await tabTo(app, 'timeline/rate');
  await app.key('Enter');
  await app.opened();
  await app.key('a', 'Control');
  await app.type('0.25');
  await app.key('Enter');
  await app.until('rate 0.25', (s) => Math.abs(s.learning_rate - 0.25) < 1e-6);
  await app.until('the focus stays', async () => await focusedId(app) === 'timeline/rate');
  await app.key('ArrowUp');
  await app.until('stepped up', (s) => s.learning_rate > 0.25);
  await tabTo(app, 'network', true);
  await app.key('ArrowRight');
  await app.key('ArrowRight');
  const state = await app.until('a thing on the canvas is in focus', (s) => s.focus !== null);
  await app.key('PageDown');
  await app.until('the next layer', (s) => s.focus !== null && s.focus !== state.focus);
  const said = await app.until('its arithmetic is said', () => app.browser.evaluate(() => {
    const live = document.querySelector('[data-id="network/said"]');
    return live?.getAttribute('aria-live') === 'polite' && live.textContent.length > 30;
  }));
  check(said, 'nothing was said');
  await app.screenshot('keyboard_canvas');
  await app.key('0');
  await app.key('Escape');
  await done(app);
});

test('the browser\'s own shortcuts stay its own', async (server) => {
  const app = await App.open('chromium', server.address);
  await app.rested();
  const kept = await app.browser.evaluate(() => {
    const out = [];
    for (const [key, code, init] of [['r', 'KeyR', {ctrlKey: true}], ['l', 'KeyL', {ctrlKey: true}], ['F5', 'F5', {}], ['F12', 'F12', {}], ['Tab', 'Tab', {}], ['-', 'Minus', {ctrlKey: true}], ['0', 'Digit0', {ctrlKey: true}], ['c', 'KeyC', {ctrlKey: true}], ['ArrowLeft', 'ArrowLeft', {altKey: true}], ['r', 'KeyR', {metaKey: true}]]) {
      const event = new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true, ...init});
      document.body.dispatchEvent(event);
      if (event.defaultPrevented) out.push(key);
    }
    return out;
  });
  equal(kept, [], 'taken from the browser');
  await done(app);
});

test('shortcuts work by position while the layout is Persian', async (server) => {
  const app = await App.open('chromium', server.address);
  await app.rested();
  await app.click('examples/o');
  await app.until('the O', (s) => s.glyph.name === 'o');
  const dispatch = (key, code, init = {}) => app.browser.evaluate(([k, c, i]) => document.body.dispatchEvent(new KeyboardEvent('keydown', {key: k, code: c, bubbles: true, cancelable: true, ...i})), [key, code, init]);
  await dispatch('ظ', 'KeyZ', {ctrlKey: true});
  await app.until('undone by the key of Z', (s) => s.glyph.name === 'x');
  await done(app);
});

test('roles and names in both languages', async (server) => {
  const app = await App.open('chromium', server.address);
  await app.rested();
  const {page} = app.browser;
  equal(await page.getByRole('button', {name: 'Undo', exact: true}).count(), 1, 'Undo');
  equal(await page.getByRole('tab', {name: 'Draw'}).getAttribute('aria-selected'), 'true', 'the Draw tab');
  equal(await page.getByRole('radio', {name: 'Gradient'}).getAttribute('aria-checked'), 'false', 'Gradient');
  equal(await page.getByRole('main').count(), 1, 'main');
  equal(await page.getByRole('heading', {level: 1}).count(), 1, 'h1');
  await page.getByRole('radio', {name: 'Gradient'}).evaluate((e) => e.click());  // as assistive technology does
  await app.until('gradients', (s) => s.quantity === 'gradient');
  await app.click('language');
  await app.until('Persian', (s) => s.locale === 'fa');
  await page.getByRole('button', {name: 'واگرد', exact: true}).waitFor({state: 'attached', timeout: 5000});
  await page.getByRole('radio', {name: 'مقدار', exact: true}).first().evaluate((e) => e.click());
  await app.until('values', (s) => s.quantity === 'value');
  await done(app);
});

for (const [what, options, act] of [
  ['English, light', {}, null],
  ['Persian, dark', {language: 'fa-IR', dark: true}, null],
  ['a menu open', {}, (app) => app.click('menu')],
  ['help open', {}, async (app) => { await app.key('?'); }],
  ['a cell in focus', {}, async (app) => { await app.apply({type: 'set_focus', id: 'conv1/map/0/cell/3,3'}); }],
  ['the Train tab', {}, (app) => app.click('tabs/train')],
  ['phone', {width: 390, height: 844, touch: true}, null],
]) {
  test(`axe: ${what}`, async (server) => {
    const app = await App.open('chromium', server.address, options);
    await app.rested();
    if (act) {
      const {frame} = await app.state();
      await act(app);
      await app.until('it is drawn', (s) => s.frame.count > frame.count);
    }
    await app.stands();
    await audit(app, what);
    await done(app);
  });
}

test('an open menu keeps the focus inside and Esc gives it back', async (server) => {
  const app = await App.open('chromium', server.address);
  await app.rested();
  await tabTo(app, 'menu');
  await app.key('Enter');
  await app.until('the menu is open, in the mirror too', async (s) => s.overlay === 'menu' && app.browser.evaluate(() => document.activeElement?.dataset.id?.startsWith('overlay') || document.querySelector('[data-id^="overlay/menu/"]') !== null));
  for (let i = 0; i < 12; ++i) {
    await app.key('Tab');
    const id = await focusedId(app);
    check(id === null || id.startsWith('overlay'), `the focus left the menu to ${id}`);
  }
  await app.key('Escape');
  await app.until('closed', (s) => s.overlay === 'none');
  await done(app);
});
