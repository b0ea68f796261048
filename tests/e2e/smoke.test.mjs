// The page starts in three browsers, rests when nothing changes, outlives a lost context, and tells trouble instead of going blank.
import {readFileSync} from 'node:fs';
import {App, check, dist, equal, sleep, test} from './lib.mjs';

const bothLanguages = async (app, english, persian) => {
  const text = await app.browser.evaluate(async () => {
    for (let i = 0; i < 250 && !document.getElementById('trouble'); ++i) await new Promise((go) => setTimeout(go, 40));
    const panel = document.getElementById('trouble');
    return panel && {role: panel.getAttribute('role'), text: panel.textContent, buttons: panel.querySelectorAll('button').length};
  });
  check(text, 'no message is shown');
  equal(text.role, 'alert', 'its role');
  equal(text.buttons, 2, 'reload buttons');
  check(text.text.includes(english), `"${english}" is not in "${text.text}"`);
  check(text.text.includes(persian), `"${persian}" is not in "${text.text}"`);
};
const notBlank = (app) => app.browser.evaluate(() => new Promise((done) => requestAnimationFrame(() => {
  // Drawn and read in one task: the drawing buffer is not kept afterwards.
  const canvas = document.getElementById('canvas');
  window.dispatchEvent(new Event('resize'));
  const gl = canvas.getContext('webgl2');
  done({w: canvas.width, h: canvas.height, lost: gl.isContextLost()});
})));

for (const name of ['chromium', 'firefox', 'webkit']) {
  test(`${name}: starts without an error and rests`, async (server) => {
    const app = await App.open(name, server.address);
    const {lost} = await notBlank(app);
    check(!lost, 'context lost');
    await app.stands();
    await sleep(1500);  // the saving, a little later
    const before = (await app.state()).frame.count;
    await sleep(1500);
    const after = (await app.state()).frame.count;
    equal(after, before, 'frames while nothing changes');
    await app.hover('network');
    await app.until('frames after the pointer moved', (s) => s.frame.count > after);
    await app.stands();
    const resting = (await app.state()).frame.count;
    await sleep(1500);
    equal((await app.state()).frame.count, resting, 'frames while the pointer rests on the network');
    await app.screenshot(`start_${name}`);
    equal((await app.state()).errors, [], 'errors');
    equal(app.errors, [], 'console');
    await app.close();
  });

  test(`${name}: loses the context and gets it back`, async (server) => {
    const app = await App.open(name, server.address);
    const before = await app.rested();
    await app.browser.evaluate(async () => {
      const gl = document.getElementById('canvas').getContext('webgl2');
      const lose = gl.getExtension('WEBGL_lose_context');
      const canvas = document.getElementById('canvas');
      const told = (event) => new Promise((go) => canvas.addEventListener(event, () => setTimeout(go, 0), {once: true}));
      const lost = told('webglcontextlost');
      lose.loseContext();
      await lost;
      const restored = told('webglcontextrestored');
      lose.restoreContext();
      await restored;
    });
    const state = await app.until('frames after the context is back', (s) => s.frame.count > before.frame.count);
    equal(state.hash, before.hash, 'the network and the drawing');
    await app.screenshot(`context_${name}`);
    const ok = await app.browser.evaluate(() => !document.getElementById('trouble') && !document.getElementById('canvas').getContext('webgl2').isContextLost());
    check(ok, 'trouble was shown or the context is still lost');
    equal(app.errors.filter((e) => !/CONTEXT_LOST/.test(e)), [], 'console');
    await app.close();
  });
}

test('works from a folder below the root', async (server) => {
  const app = await App.open('chromium', `${server.address}some/where/`);
  equal(app.errors, [], 'console');
  await app.close();
});

test('works without a connection after the first visit', async (server) => {
  const app = await App.open('chromium', server.address, {offlineWorker: true});
  await app.browser.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    for (let i = 0; i < 100 && registration.active?.state !== 'activated'; ++i) await new Promise((go) => setTimeout(go, 50));
  });
  await app.browser.offline(true);
  await app.browser.reload();
  await app.ready();
  equal(app.errors, [], 'console');
  await app.close();
});

test('a new build replaces the old one at the next visit', async (server) => {
  const app = await App.open('chromium', server.address, {offlineWorker: true});
  await app.browser.evaluate(() => navigator.serviceWorker.ready.then(() => 0));
  const versions = await app.browser.evaluate(() => [...document.querySelectorAll('script,link[rel=stylesheet]')].map((e) => new URL(e.src || e.href).searchParams.get('v')));
  check(versions.every((v) => v && v === versions[0]), `every file carries the build: ${versions}`);
  server.faults.set('', (_, response) => response.writeHead(200, {'Content-Type': 'text/html'}).end('<title>newer</title>'));
  await app.browser.reload();
  equal(await app.browser.evaluate(() => document.title), 'newer', 'title');
  await app.close();
});

// --- trouble -----------------------------------------------------------------------------------------------------------------------
const broken = async (server, options, english, persian) => {
  const app = await App.open('chromium', server.address, {...options, ready: false});
  await bothLanguages(app, english, persian);
  return app;
};
test('trouble: no WebGL2', async (server) => {
  const setup = (page) => page.addInitScript(() => {
    const get = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function(kind, ...rest) { return kind === 'webgl2' ? null : get.call(this, kind, ...rest); };
  });
  const app = await broken(server, {setup, dark: true}, 'has no WebGL 2', 'WebGL 2 ندارد');
  await app.screenshot('trouble_webgl_dark');
  await app.close();
});
test('trouble: the context cannot be made', async (server) => {
  const setup = (page) => page.addInitScript(() => {
    const get = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function(kind, ...rest) { return this.id === 'canvas' ? null : get.call(this, kind, ...rest); };
  });
  const app = await broken(server, {setup}, 'could not be started', 'گرافیک آغاز نشد');
  await app.close();
});
test('trouble: no WebAssembly SIMD', async (server) => {
  const setup = (page) => page.addInitScript(() => { WebAssembly.validate = () => false; });
  const app = await broken(server, {setup, width: 390, height: 844}, 'too old', 'قدیمی');
  await app.screenshot('trouble_simd_phone');
  await app.close();
});
for (const file of ['app.wasm', 'app.mjs']) {
  test(`trouble: ${file} is not there`, async (server) => {
    server.faults.set(file, (_, response) => response.writeHead(404).end());
    const app = await broken(server, {}, 'could not be loaded', 'بار نشد');
    await app.close();
  });
  test(`trouble: ${file} is something else`, async (server) => {
    server.faults.set(file, (_, response) => response.writeHead(200, {'Content-Type': 'text/html'}).end('<p>captive portal</p>'));
    const app = await broken(server, {}, 'could not be loaded', 'بار نشد');
    await app.close();
  });
  test(`trouble: the connection breaks at ${file}`, async (server) => {
    server.faults.set(file, (request) => request.socket.destroy());
    const app = await broken(server, {language: 'fa-IR'}, 'could not be loaded', 'بار نشد');
    equal(await app.browser.evaluate(() => document.querySelector('#trouble section').lang), 'fa', 'the reader\'s language first');
    await app.screenshot(`trouble_load_fa`);
    await app.close();
  });
}
test('wasm with a wrong type still starts', async (server) => {
  server.faults.set('app.wasm', (_, response) => response.writeHead(200, {'Content-Type': 'application/octet-stream'}).end(readFileSync(`${dist}/app.wasm`)));
  const app = await App.open('chromium', server.address);
  await app.close();
});
test('trouble: an exception in a frame', async (server) => {
  const app = await App.open('chromium', server.address);
  await app.browser.evaluate(() => {
    const gl = document.getElementById('canvas').getContext('webgl2');
    gl.viewport = () => { throw new Error('broken on purpose'); };
  });
  await app.browser.move(200, 200);
  await bothLanguages(app, 'Rizbin stopped', 'از کار ایستاد');
  const frames = await app.browser.evaluate(() => document.getElementById('trouble').textContent.includes('broken on purpose'));
  check(frames, 'what the machine said is not told');
  await app.close();
});
test('trouble: the context never comes back', async (server) => {
  const app = await App.open('chromium', server.address);
  await app.browser.evaluate(() => document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext());
  await bothLanguages(app, 'graphics were lost', 'گرافیک از دست رفت');
  await app.close();
});
