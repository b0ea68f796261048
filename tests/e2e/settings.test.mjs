// Language and theme, what is remembered, and sizes from phone to wide screen.
import {App, check, done, equal, test} from './lib.mjs';

const page = (app) => app.browser.evaluate(() => ({lang: document.documentElement.lang, dir: document.documentElement.dir, theme: document.documentElement.dataset.theme, title: document.title}));

test('one press changes the language, and the panel goes to the other side', async (server) => {
  const app = await App.open('chromium', server.address);
  await app.rested();
  const before = (await app.item('pad')).rect[0];
  check(before < 300, 'the panel starts at the left');
  await app.click('language');
  await app.until('Persian', (s) => s.locale === 'fa');
  await app.until('mirrored', async () => (await app.item('pad')).rect[0] > 900);
  await app.until('the page reads Persian', async () => { const p = await page(app); return p.lang === 'fa' && p.dir === 'rtl'; });
  await app.itemThat('tools/clear', 'labels in Persian', (i) => /[آ-ی]/.test(i.label));
  await app.screenshot('settings_fa');
  await app.click('language');
  await app.until('English', (s) => s.locale === 'en');
  await app.until('the page reads from the left', async () => (await page(app)).dir === 'ltr');
  await done(app);
});

test('starts in the browser\'s language and the system\'s theme', async (server) => {
  const app = await App.open('chromium', server.address, {language: 'fa-IR', dark: true});
  const state = await app.rested();
  equal([state.locale, state.theme], ['fa', 'dark'], 'locale and theme');
  await app.until('the page\'s theme', async () => (await page(app)).theme === 'dark');
  await app.screenshot('settings_fa_dark');
  await done(app);
});

test('theme by its switch', async (server) => {
  const app = await App.open('chromium', server.address);
  await app.rested();
  await app.click('theme');
  await app.until('dark', (s) => s.theme === 'dark');
  await app.screenshot('settings_dark');
  await app.until('theme-color', async () => await app.browser.evaluate(() => document.querySelector('meta[name=theme-color]').content) === '#171512');
  await done(app);
});

test('drawing, network and settings survive a reload', async (server) => {
  const app = await App.open('chromium', server.address);
  await app.rested();
  await app.click('language');
  await app.until('Persian, mirrored', async (s) => s.locale === 'fa' && (await app.item('pad')).rect[0] > 640);
  await app.click('theme');
  await app.until('another theme', (s) => s.theme === 'dark');
  await app.click('examples/o_tilted');
  await app.until('the tilted O', (s) => s.glyph.name === 'o_tilted');
  await app.strokes([[[0.5, 0.5], [0.6, 0.5]]]);
  await app.until('and a dot', (s) => s.glyph.rows[0][0] === '#');
  await app.apply({type: 'set_parameter', layer: 0, index: 4, value: 0.25});
  const before = await app.until('edited', (s) => s.can_undo);
  await app.browser.reload();
  await app.ready();
  const after = await app.until('the same', (s) => s.hash === before.hash);
  equal([after.locale, after.theme, after.glyph.rows], [before.locale, before.theme, before.glyph.rows], 'what was set');
  check(!after.playing, 'no opening show again');
  await done(app);
});

test('the canvas follows window size and device pixels', async (server) => {
  const app = await App.open('chromium', server.address);
  await app.rested();
  const size = () => app.browser.evaluate(() => [document.getElementById('canvas').width, document.getElementById('canvas').height]);
  equal(await size(), [1280, 800], 'at the start');
  await app.browser.resize(1500, 900);
  await app.until('wider', async () => (await size())[0] === 1500);
  await app.until('the network grows', async () => (await app.item('network')).rect[2] > 1100);
  await app.browser.ratio(1500, 900, 2);
  await app.browser.move(700, 400);  // a window that goes to another screen is under a hand
  await app.hover('pad');  // Chromium tells a sleeping page of its new ratio only with the next frame: a hand moves, as it would
  await app.until('twice the pixels', async () => (await size())[0] === 3000);
  await app.screenshot('settings_2x');
  await done(app);
});

for (const [width, height, touch] of [[390, 844, true], [844, 390, true], [820, 1180, true], [1000, 700, false], [1280, 800, false], [2560, 1440, false]]) {
  test(`${width} × ${height}: everything stands inside, controls are large enough`, async (server) => {
    const app = await App.open('chromium', server.address, {width, height, touch, scale: touch ? 2 : 1});
    await app.stands();
    const items = await app.items();
    const least = touch ? 44 : 24;
    const small = [], outside = [];
    const controls = new Set(['button', 'toggle', 'tab', 'radio', 'slider', 'number_field', 'menu_item']);
    for (const {id, parent, rect: [x, y, w, h], role, actions} of items) {
      if (w <= 0 || h <= 0) continue;
      if (x < -1 || y < -1 || x + w > width + 1 || y + h > height + 1) outside.push(id);
      if (!controls.has(role) || !actions.includes('focus')) continue;
      // Cut off at the edge of what scrolls: its neighbours show the true height.
      const tall = Math.max(...items.filter((i) => i.parent === parent && i.role === role && i.rect[2] === w).map((i) => i.rect[3]));
      if (w < least - 0.5 || tall < least - 0.5) small.push(`${id} ${w}×${h}`);
    }
    equal(outside, [], 'outside of the window');
    equal(small, [], `smaller than ${least}`);
    await app.screenshot(`size_${width}`);
    await done(app);
  });
}
