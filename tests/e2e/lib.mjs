// What the end-to-end tests stand on: a server for dist/ that can also break things, the program seen through its door, and
// tests. Things are found by the ids of items() and acted on by real events at the middle of their rectangle.
import {createServer} from 'node:http';
import {existsSync, mkdirSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {after, test as nodeTest} from 'node:test';
import {fileURLToPath} from 'node:url';
import {answer} from '../../tools/serve.mjs';
import {closeAll, openChromium, openFirefox, openWebKit, sleep} from './browsers.mjs';

export {sleep};
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const dist = process.env.RIZBIN_DIST ?? join(root, 'dist');
export const shots = process.env.RIZBIN_SHOTS ?? join(root, 'build/e2e');
mkdirSync(shots, {recursive: true});

// --- the server: dist/ at / and at /some/where/, and faults by path ----------------------------------------------------------------
export async function startServer() {
  if (!existsSync(join(dist, 'index.html'))) throw new Error(`no page in ${dist}: ./run --build`);
  const faults = new Map();  // file name → (request, response) => void
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    const fault = faults.get(path.slice(path.lastIndexOf('/') + 1));
    if (fault) return fault(request, response);
    request.url = request.url.replace(/^\/some\/where\//, '/');
    answer(dist, request, response);
  });
  await new Promise((done) => server.listen(0, 'localhost', done));
  const address = `http://localhost:${server.address().port}/`;
  return {address, faults, close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); })};
}

// --- the program -------------------------------------------------------------------------------------------------------------------
export class App {
  constructor(browser) { this.browser = browser; }
  static async open(name, url, options = {}) {
    const openers = {chromium: openChromium, firefox: openFirefox, webkit: openWebKit};
    const app = new App(await openers[name](url, options));
    if (options.ready !== false) await app.ready();
    return app;
  }
  get errors() { return this.browser.errors; }
  async ready(patience = 20000) {
    const result = await this.browser.evaluate(async (ms) => {
      const end = performance.now() + ms;
      while (!window.rizbin && performance.now() < end) await new Promise((go) => setTimeout(go, 20));
      if (!window.rizbin) return 'window.rizbin is missing';
      return Promise.race([window.rizbin.ready.then(() => ''), new Promise((go) => setTimeout(() => go(document.getElementById('trouble')?.textContent ?? 'not ready in time'), end - performance.now()))]);
    }, patience);
    if (result) throw new Error(result);
  }
  state() { return this.browser.evaluate(() => window.rizbin.state()); }
  items() { return this.browser.evaluate(() => window.rizbin.items()); }
  apply(command) { return this.browser.evaluate((c) => window.rizbin.apply(c), command); }
  perform(id, action = 'press', value = '') { return this.browser.evaluate((a) => window.rizbin.perform(...a), [id, action, value]); }

  // Waits until look(state, items) is true; says what was there when it never is.
  async until(what, look, patience = 20000) {
    const end = Date.now() + patience;
    let state = null;
    do {
      state = await this.state();
      if (await look(state)) return state;
      await sleep(40);
    } while (Date.now() < end);
    const {verdict, step, accuracy, focus, camera, locale, theme} = state;
    throw new Error(`never: ${what}; state ${JSON.stringify({verdict, step, accuracy, focus, camera, locale, theme})}`);
  }
  // The opening show is over: nothing plays.
  rested() { return this.until('the opening training is over', (s) => !s.playing && s.step > 0, 60000); }
  // A field is open for typing: keys pressed before would be shortcuts.
  opened() { return this.until('the field is open', () => this.browser.evaluate(() => document.activeElement?.dataset.open !== undefined)); }
  // Nothing moves any more: no frames between two looks.
  async stands() {
    await this.rested();
    let last = -1;
    return this.until('nothing moves any more', async (s) => {
      const same = s.frame.count === last;
      last = s.frame.count;
      if (!same) await sleep(250);
      return same;
    });
  }
  async item(id, patience = 4000) {
    const end = Date.now() + patience;
    let items;
    do {
      items = await this.items();
      const found = items.find((item) => item.id === id);
      if (found) return found;
      await sleep(40);
    } while (Date.now() < end);
    const near = items.map((item) => item.id).filter((other) => other.split('/')[0] === id.split('/')[0]);
    throw new Error(`no item "${id}"; there are ${(near.length ? near : items.map((item) => item.id)).slice(0, 60).join(', ')}`);
  }
  // The item, once it is what it should be: the list is that of the last frame, which may be older than state().
  async itemThat(id, what, look, patience = 8000) {
    const end = Date.now() + patience;
    let item;
    do {
      item = await this.item(id, patience);
      if (look(item)) return item;
      await sleep(40);
    } while (Date.now() < end);
    throw new Error(`never: ${what}; ${id} is ${JSON.stringify(item)}`);
  }
  async has(id) { return (await this.items()).some((item) => item.id === id); }
  async middle(id) {
    const {rect: [x, y, w, h]} = await this.item(id);
    return [x + w / 2, y + h / 2];
  }
  async click(id) { await this.browser.click(...await this.middle(id)); }
  async tap(id) { await this.browser.tap(...await this.middle(id)); }
  async hover(id) { await this.browser.move(...await this.middle(id)); }
  key(key, ...modifiers) { return this.browser.key(key, modifiers); }
  type(text) { return this.browser.type(text); }
  async drag(points, {touch = false} = {}) {
    const b = this.browser;
    if (touch) {
      await b.fingers('touchStart', [points[0]]);
      for (const p of points.slice(1)) await b.fingers('touchMove', [p]);
      await b.fingers('touchEnd', []);
      return;
    }
    await b.move(...points[0]);
    await b.down();
    for (const p of points.slice(1)) await b.move(...p);
    await b.up();
  }
  // Points in the pad's own squares: [column, row] from 0, fractions welcome; [4.5, 4.5] is the middle of a 9×9 pad.
  async onPad(points, squares = 9) {
    const {rect: [x, y, w, h]} = await this.item('pad');
    return points.map(([column, row]) => [x + (column / squares) * w, y + (row / squares) * h]);
  }
  async strokes(lines, options) {
    for (const line of lines) await this.drag(await this.onPad(line), options);
  }
  screenshot(name) { return this.browser.screenshot(join(shots, `${name}.png`)); }
  close() { return this.browser.close(); }
}

// --- checks and tests --------------------------------------------------------------------------------------------------------------
export function check(truth, what) {
  if (!truth) throw new Error(what);
}
export function equal(got, wanted, what) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}

// The lecture's machine with its X, whose tables are known.
export const lecture = async (server, options = {}) => {
  const app = await App.open('chromium', server.address, options);
  await app.rested();
  equal(await app.apply({type: 'load_network', preset: 'lecture12'}), {ok: true}, 'the lecture\'s machine');
  equal(await app.apply({type: 'load_example', name: 'x'}), {ok: true}, 'its X');
  await app.until('the lecture\'s X', (s) => s.preset === 'lecture12' && s.glyph.name === 'x');
  return app;
};
// Nothing went wrong on the way, in the program or in the console.
export const done = async (app) => {
  equal((await app.state()).errors, [], 'errors');
  equal(app.errors, [], 'console');
  await app.close();
};

// One server a file; browsers end with the file. Node's own runner: node --test-name-pattern="verdict" tests/e2e/draw.test.mjs
let server = null;
export function test(name, run, {timeout = 240000} = {}) {
  nodeTest(name, {timeout}, async () => {
    server ??= await startServer();
    server.faults.clear();
    await run(server);
  });
}
after(async () => {
  await closeAll();
  await server?.close();
});

// Strokes by hand, in squares of a 9×9 pad.
export const strokesOfX = [[[1.5, 1.5], [4.5, 4.5], [7.5, 7.5]], [[7.5, 1.5], [4.5, 4.5], [1.5, 7.5]]];
export const strokesOfO = [Array.from({length: 25}, (_, i) => [4.5 + 3 * Math.sin(i / 12 * Math.PI), 4.5 - 3 * Math.cos(i / 12 * Math.PI)])];
