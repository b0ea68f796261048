// Three browsers behind one small interface: Chromium by playwright-core, Firefox by puppeteer-core (WebDriver BiDi, a real
// window: headless it has no WebGL), WebKitGTK by plain WebDriver. Firefox and WebKit need a display; where none is set, one
// Xvfb is started for all of them. Every page collects what the console called an error in `errors`.
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const chromiumFlags = [
  '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const closers = [];
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// Ends everything that was started here.
export async function closeAll() {
  for (const close of closers.splice(0).reverse()) await close().catch?.(() => {});
}

// --- a display for those that need one ---------------------------------------------------------------------------------------------
let display = null;
async function needDisplay() {
  if (process.env.DISPLAY) return process.env.DISPLAY;
  display ??= (async () => {
    // -displayfd: the server itself finds a free number and says it.
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1100x24', '-nolisten', 'tcp'], {stdio: ['ignore', 'ignore', 'ignore', 'pipe']});
    const number = await new Promise((done, failed) => {
      server.once('error', failed);
      server.stdio[3].once('data', (data) => done(String(data).trim()));
    });
    closers.unshift(async () => { server.kill(); });
    return `:${number}`;
  })();
  return display;
}
const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const {port} = server.address();
    server.close(() => done(port));
  });
});

// Errors that are not ours to answer for.
const ignored = [/favicon/i];
const keep = (errors, text) => { if (!ignored.some((pattern) => pattern.test(text))) errors.push(text); };

// --- Chromium ----------------------------------------------------------------------------------------------------------------------
let chromium = null;
export async function openChromium(url, {width = 1280, height = 800, scale = 1, touch = false, language = 'en-GB', dark = false, reducedMotion = false, flags = [], offlineWorker = false, setup = null} = {}) {
  const {chromium: launcher} = await import('playwright-core');
  const launch = () => launcher.launch({executablePath: '/usr/bin/chromium', headless: true, args: [...chromiumFlags, ...flags]});
  let browser;
  if (flags.length > 0) {
    browser = await launch();
    closers.push(() => browser.close());
  } else {
    chromium ??= launch().then((b) => { closers.push(() => b.close()); return b; });
    browser = await chromium;
  }
  const context = await browser.newContext({
    viewport: {width, height}, deviceScaleFactor: scale, hasTouch: touch, isMobile: touch, locale: language,
    colorScheme: dark ? 'dark' : 'light', reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    serviceWorkers: offlineWorker ? 'allow' : 'block',
  });
  const page = await context.newPage();
  const errors = [];
  page.on('console', (message) => { if (message.type() === 'error') keep(errors, message.text()); });
  page.on('pageerror', (error) => keep(errors, error.message));
  if (setup) await setup(page, context);
  await page.goto(url);
  const held = async (modifiers, act) => {
    for (const m of modifiers) await page.keyboard.down(m);
    await act();
    for (const m of modifiers) await page.keyboard.up(m);
  };
  let cdp = null;
  const session = async () => (cdp ??= await context.newCDPSession(page));
  const fingers = async (type, points) => (await session()).send('Input.dispatchTouchEvent', {type, touchPoints: points.map(([x, y], id) => ({x, y, id}))});
  return {
    name: 'chromium', page, context, errors, width, height,
    evaluate: (f, ...args) => page.evaluate(f, ...args),
    move: (x, y) => page.mouse.move(x, y),
    down: () => page.mouse.down(),
    up: () => page.mouse.up(),
    click: (x, y) => page.mouse.click(x, y),
    async wheel(x, y, dy, {ctrl = false} = {}) {
      await page.mouse.move(x, y);
      await held(ctrl ? ['Control'] : [], () => page.mouse.wheel(0, dy));
    },
    key: (key, modifiers = []) => held(modifiers, () => page.keyboard.press(key)),
    type: (text) => page.keyboard.insertText ? page.keyboard.type(text) : null,
    fingers,
    async tap(x, y) {
      await fingers('touchStart', [[x, y]]);
      await fingers('touchEnd', []);
    },
    async pen(type, x, y, force) {
      await (await session()).send('Input.dispatchMouseEvent', {type, x, y, force, pointerType: 'pen', button: type === 'mouseMoved' ? 'none' : 'left', buttons: type === 'mouseReleased' ? 0 : 1, clickCount: 1});
    },
    resize: (w, h) => page.setViewportSize({width: w, height: h}),
    async ratio(w, h, deviceScaleFactor) {
      await (await session()).send('Emulation.setDeviceMetricsOverride', {width: w, height: h, deviceScaleFactor, mobile: false});
    },
    offline: (off) => context.setOffline(off),
    go: (to) => page.goto(to),
    reload: () => page.reload(),
    screenshot: (path) => page.screenshot({path}),
    close: () => context.close(),
  };
}

// --- Firefox -----------------------------------------------------------------------------------------------------------------------
export async function openFirefox(url, {width = 1280, height = 800, setup = null} = {}) {
  const {default: puppeteer} = await import('puppeteer-core');
  const browser = await puppeteer.launch({
    browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: false, defaultViewport: {width, height},
    args: [`--width=${width}`, `--height=${height + 90}`],
    env: {...process.env, DISPLAY: await needDisplay(), LIBGL_ALWAYS_SOFTWARE: '1', MOZ_CRASHREPORTER_DISABLE: '1'},
    extraPrefsFirefox: {'webgl.force-enabled': true, 'intl.accept_languages': 'en-GB, en', 'browser.aboutwelcome.enabled': false},
  });
  closers.push(() => browser.close());
  const page = await browser.newPage();
  const errors = [];
  page.on('console', (message) => { if (message.type() === 'error') keep(errors, message.text()); });
  page.on('pageerror', (error) => keep(errors, error.message));
  if (setup) await setup(page);
  await page.goto(url);
  return {
    name: 'firefox', page, errors, width, height,
    evaluate: (f, ...args) => page.evaluate(f, ...args),
    move: (x, y) => page.mouse.move(x, y),
    down: () => page.mouse.down(),
    up: () => page.mouse.up(),
    click: (x, y) => page.mouse.click(x, y),
    async wheel(x, y, dy) {
      await page.mouse.move(x, y);
      await page.mouse.wheel({deltaY: dy});
    },
    async key(key, modifiers = []) {
      for (const m of modifiers) await page.keyboard.down(m);
      await page.keyboard.press(key);
      for (const m of modifiers) await page.keyboard.up(m);
    },
    type: (text) => page.keyboard.type(text),
    tap: (x, y) => page.touchscreen.tap(x, y),
    resize: (w, h) => page.setViewport({width: w, height: h}),
    go: (to) => page.goto(to),
    reload: () => page.reload(),
    screenshot: (path) => page.screenshot({path}),
    close: () => browser.close(),
  };
}

// --- WebKit ------------------------------------------------------------------------------------------------------------------------
const webDriverKeys = {
  Enter: '\uE007', Escape: '\uE00C', Tab: '\uE004', Backspace: '\uE003', Delete: '\uE017', ArrowLeft: '\uE012', ArrowUp: '\uE013',
  ArrowRight: '\uE014', ArrowDown: '\uE015', Home: '\uE011', End: '\uE010', Shift: '\uE008', Control: '\uE009', Space: ' ', PageUp: '\uE00E', PageDown: '\uE00F',
};
export async function openWebKit(url, {width = 1280, height = 800} = {}) {
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'rizbin-webkit-'));
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
    stdio: 'ignore',
    env: {...process.env, DISPLAY: await needDisplay(), LIBGL_ALWAYS_SOFTWARE: '1', HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home, LANG: 'en_GB.UTF-8'},
  });
  const call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {method, body: body === undefined ? undefined : JSON.stringify(body)});
    const {value} = await response.json();
    if (value?.error) throw new Error(`WebKit: ${value.error}: ${value.message}`);
    return value;
  };
  for (let i = 0; ; ++i) {
    try {
      await call('GET', '/status');
      break;
    } catch (error) {
      if (i > 50) throw error;
      await sleep(100);
    }
  }
  const {sessionId} = await call('POST', '/session', {capabilities: {alwaysMatch: {'webkitgtk:browserOptions': {
    binary: `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/webkit2gtk-4.1/MiniBrowser`, args: ['--automation']}}}});
  const at = (path) => `/session/${sessionId}${path}`;
  closers.push(async () => {
    await call('DELETE', at('')).catch(() => {});
    driver.kill();
    rmSync(home, {recursive: true, force: true});
  });
  const evaluate = (f, ...args) => call('POST', at('/execute/async'), {
    script: `const done = arguments[arguments.length - 1]; (async () => (${f})(...arguments[0]))().then((v) => done({v}), (e) => done({e: String(e)}));`,
    args: [args],
  }).then((r) => {
    if (r.e) throw new Error(r.e);
    return r.v;
  });
  const actions = (list) => call('POST', at('/actions'), {actions: list});
  const pointer = (...steps) => actions([{type: 'pointer', id: 'mouse', parameters: {pointerType: 'mouse'}, actions: steps}]);
  const step = (x, y) => ({type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0});
  const press = {type: 'pointerDown', button: 0}, release = {type: 'pointerUp', button: 0};
  // 38: the bar above the page
  const resize = (w, h) => call('POST', at('/window/rect'), {x: 0, y: 0, width: w, height: h + 38});
  await resize(width, height);
  await call('POST', at('/url'), {url});
  return {
    name: 'webkit', width, height, evaluate,
    get errors() { return []; },  // WebDriver has no console; window.rizbin.state().errors has what was thrown
    move: (x, y) => pointer(step(x, y)),
    down: () => pointer(press),
    up: () => pointer(release),
    click: (x, y) => pointer(step(x, y), press, release),
    wheel: (x, y, dy) => actions([{type: 'wheel', id: 'wheel', actions: [{type: 'scroll', x: Math.round(x), y: Math.round(y), deltaX: 0, deltaY: dy, duration: 0}]}]),
    key: (key, modifiers = []) => {
      const code = (k) => webDriverKeys[k] ?? k;
      return actions([{type: 'key', id: 'keys', actions: [
        ...modifiers.map((m) => ({type: 'keyDown', value: code(m)})), {type: 'keyDown', value: code(key)}, {type: 'keyUp', value: code(key)},
        ...modifiers.map((m) => ({type: 'keyUp', value: code(m)}))]}]);
    },
    type: (text) => actions([{type: 'key', id: 'keys', actions: [...text].flatMap((c) => [{type: 'keyDown', value: c}, {type: 'keyUp', value: c}])}]),
    resize,
    go: (to) => call('POST', at('/url'), {url: to}),
    reload: () => call('POST', at('/refresh'), {}),
    screenshot: async (path) => writeFileSync(path, Buffer.from(await call('GET', at('/screenshot')), 'base64')),
    close: () => call('DELETE', at('')),
  };
}
