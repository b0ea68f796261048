// Starts the program in the page: checks what it needs, loads it, and joins it with the page. Whatever goes wrong on the way is
// told by trouble.js.
import * as trouble from './trouble.js';
import * as pointer from './pointer.js';
import * as keys from './keys.js';
import * as textField from './text.js';
import * as mirrorOf from './mirror.js';
import * as door from './door.js';

const kContextPatienceMs = 6000;
const canvas = document.getElementById('canvas');
const html = document.documentElement;
const apple = /^(Mac|iPhone|iPad|iPod)/.test(navigator.platform || '');
const errors = [];
let bridge = null;

// v128 in a function: (module (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt))
const simdModule = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

function stop(kind, detail) {
  if (detail) errors.push(String(detail));
  try { bridge?.dead(); } catch { /* it is dead already */ }
  trouble.show(kind, detail ? String(detail) : '');
}
// Every call into the program: an exception there leaves it unusable.
function guard(call) {
  if (trouble.isShown()) return undefined;
  try {
    return call();
  } catch (error) {
    if (!trouble.isShown()) console.error(error);
    stop('crash', error?.message ?? error);
    return undefined;
  }
}
addEventListener('error', (e) => errors.push(e.message));
addEventListener('unhandledrejection', (e) => errors.push(String(e.reason?.message ?? e.reason)));

const openDoor = door.open(errors);
let text;
const mirror = mirrorOf.create(guard, { editing: () => text.openId !== null });
text = textField.create(mirror, guard);

// --- frames: none while nothing changes ------------------------------------------------------------------------------------------
let animation = 0, timer = 0;
function frame() {
  animation = 0;
  guard(() => {
    fit();
    bridge.frame();
  });
}
function requestFrame() {
  if (!animation) animation = requestAnimationFrame(frame);
}
function frameAfter(delayMs) {
  clearTimeout(timer);
  timer = setTimeout(requestFrame, delayMs);
}

// --- the canvas: whole device pixels, whatever zoom, monitor or layout -----------------------------------------------------------
let ratio = null;  // the media query that tells of another one
let exact = null;  // device pixels from the observer, for the CSS size it reported them with
function fit() {
  const box = canvas.getBoundingClientRect();
  const ratio = devicePixelRatio || 1;
  let w = Math.round(box.width * ratio), h = Math.round(box.height * ratio);
  if (exact && exact.ratio === ratio && exact.width === box.width && exact.height === box.height) [w, h] = [exact.w, exact.h];
  if (canvas.width === w && canvas.height === h && fit.width === box.width && fit.height === box.height) return;
  canvas.width = w;
  canvas.height = h;
  fit.width = box.width;
  fit.height = box.height;
  bridge.resized(box.width, box.height, w, h);
}
function watchSize() {
  const observer = new ResizeObserver((entries) => {
    const size = entries[0].devicePixelContentBoxSize?.[0];
    const box = canvas.getBoundingClientRect();
    exact = size ? { w: size.inlineSize, h: size.blockSize, width: box.width, height: box.height, ratio: devicePixelRatio } : null;
    guard(fit);
  });
  try {
    observer.observe(canvas, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(canvas);
  }
  // A ratio alone may change: the query that holds now ends, and the next one is armed. Kept by name: some browsers collect a query
  // nobody holds. A browser's zoom also comes as a resize.
  const watchRatio = () => {
    ratio = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    ratio.addEventListener('change', () => {
      guard(fit);
      requestFrame();
      watchRatio();
    }, { once: true });
  };
  watchRatio();
  addEventListener('resize', () => guard(fit));
}

function watchContext() {
  let patience = 0;
  canvas.addEventListener('webglcontextlost', (e) => {
    e.preventDefault();
    guard(() => bridge.contextLost());
    patience = setTimeout(() => stop('context'), kContextPatienceMs);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    clearTimeout(patience);
    guard(() => bridge.contextRestored());
  });
}

function remember(look) {
  try {
    localStorage.setItem('rizbin/page', JSON.stringify({ ...JSON.parse(localStorage.getItem('rizbin/page') || '{}'), ...look }));
  } catch { /* storage refused */ }
}

// --- what the program calls ------------------------------------------------------------------------------------------------------
let input = null;
const shell = {
  isApple: apple,
  start() {
    bridge = module.bridge;
    mirror.connect(bridge);
    text.connect(bridge);
    openDoor.connect(bridge);
    fit();
  },
  canvasReady() {
    fit.width = 0;  // the window library gave the canvas a size of its own
    fit();
    watchContext();
    input = pointer.listen(canvas, bridge, { apple, guard, beforePress: (x, y) => text.pressedAt(x, y) });
    keys.listen(bridge, { apple, guard, text });
    watchSize();
    const save = () => guard(() => bridge.hidden());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') save();
      else requestFrame();
    });
    addEventListener('pagehide', save);
    addEventListener('focus', requestFrame);
    for (const query of ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)', '(pointer: coarse)'])
      matchMedia(query).addEventListener('change', requestFrame);
  },
  requestFrame,
  frameAfter,
  cursor(name) { canvas.style.cursor = name; },
  theme(dark) {
    html.dataset.theme = dark ? 'dark' : 'light';
    document.querySelector('meta[name=theme-color]')?.setAttribute('content', dark ? '#171512' : '#FAF6EE');
    remember({ theme: html.dataset.theme });
  },
  language(language, rtl, title) {
    html.lang = language;
    html.dir = rtl ? 'rtl' : 'ltr';
    html.dataset.language = language;
    document.title = title;
    document.querySelector('#mirror > h1').textContent = title;
    remember({ language, rtl });
  },
  ready() {
    html.dataset.state = 'ready';
    openDoor.ready();
    works();
  },
  mirror(json) { mirror.show(json); },
  beginText: (id, value, numeric, rect) => text.begin(id, value, numeric, rect),
  selectText: (start, end) => text.select(start, end),
  endText: () => text.end(),
  coarsePointer: () => (input ? input.coarse() : matchMedia('(pointer: coarse)').matches),
  copyText(value) { navigator.clipboard?.writeText(value).catch(() => {}); },
  fatal(titleEn, titleFa, hintEn, hintFa) { trouble.show({ en: [titleEn, hintEn], fa: [titleFa, hintFa] }); },
};

// The page works without a connection from the second visit on. It is a comfort: if it fails, nothing is lost.
function works() {
  if (!/^https?:$/.test(location.protocol)) return;
  const policy = window.trustedTypes?.createPolicy('rizbin', { createScriptURL: () => 'sw.js' });
  navigator.serviceWorker?.register(policy ? policy.createScriptURL('') : 'sw.js').catch(() => {});
}

// --- start -----------------------------------------------------------------------------------------------------------------------
const module = {
  canvas,
  shell,
  printErr: (line) => console.error(line),
  onAbort: (reason) => { stop('crash', reason); },
  instantiateWasm(imports, receive) {
    (async () => {
      const response = await fetch('app.wasm');
      if (!response.ok) throw new Error(`app.wasm: ${response.status}`);
      const streams = WebAssembly.instantiateStreaming && response.headers.get('content-type')?.startsWith('application/wasm');
      const { instance, module: code } = streams
        ? await WebAssembly.instantiateStreaming(response, imports)
        : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
      receive(instance, code);
    })().catch((error) => stop('load', error?.message ?? error));
    return {};
  },
};

function webgl2() {
  try {
    const probe = document.createElement('canvas').getContext('webgl2');
    probe?.getExtension('WEBGL_lose_context')?.loseContext();  // contexts are few: give it back
    return probe !== null;
  } catch {
    return false;
  }
}

async function start() {
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(simdModule)) return stop('no_simd');
  if (!webgl2()) return stop('no_webgl2');
  let app;
  try {
    ({ default: app } = await import('./app.mjs'));
  } catch (error) {
    return stop('load', error?.message ?? error);
  }
  try {
    await app(module);
  } catch (error) {
    if (!trouble.isShown()) console.error(error);
    stop('crash', error?.message ?? error);
  }
}
start();
