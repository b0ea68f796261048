// The native window under --remote: starts, draws, trains, types, keeps what was done, and its picture is not blank.
import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {test} from 'node:test';
import {PNG} from 'pngjs';
import {check, equal, root, shots, sleep, strokesOfO} from './lib.mjs';

const program = process.env.RIZBIN_DESKTOP ?? join(root, 'build/desktop/rizbin');

class Window {
  constructor(args = [], home = null) {
    const env = {...process.env, LIBGL_ALWAYS_SOFTWARE: '1', LANG: 'en_GB.UTF-8', LC_ALL: ''};
    if (!env.DISPLAY) env.SDL_VIDEODRIVER = 'offscreen';
    if (home) env.XDG_CONFIG_HOME = home;
    this.process = spawn(program, ['--remote', ...(home ? [] : ['--fresh']), ...args], {env, stdio: ['pipe', 'pipe', 'inherit']});
    this.waiting = new Map();
    this.next = 1;
    this.ended = new Promise((done) => this.process.once('exit', done));
    createInterface({input: this.process.stdout}).on('line', (line) => {
      const answer = JSON.parse(line);
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    });
  }
  call(name, fields = {}) {
    const id = this.next++;
    this.process.stdin.write(`${JSON.stringify({id, call: name, ...fields})}\n`);
    return Promise.race([
      new Promise((done) => this.waiting.set(id, done)), this.ended.then((code) => { throw new Error(`the program ended with ${code}`); }),
    ]).then((answer) => {
      if (answer.error) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
      return answer.result;
    });
  }
  state() { return this.call('state'); }
  async middle(id) {
    const item = (await this.call('items')).find((i) => i.id === id);
    check(item, `no item ${id}`);
    return {x: item.rect[0] + item.rect[2] / 2, y: item.rect[1] + item.rect[3] / 2};
  }
  async click(id) { await this.call('pointer', {action: 'click', ...await this.middle(id)}); }
  async rested() {
    for (let i = 0; i < 100; ++i) {
      const state = await this.state();
      if (!state.playing && state.step > 0) return state;
      await this.call('run', {s: 0.1});
    }
    throw new Error('it never rests');
  }
  async quit() {
    await this.call('quit');
    equal(await this.ended, 0, 'exit');
  }
}
const colours = (file) => {
  const {data, width, height} = PNG.sync.read(readFileSync(file));
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
  return {count: seen.size, width, height};
};

test('starts, draws, trains; its picture is not blank', {timeout: 120000}, async () => {
  check(existsSync(program), `no ${program}: ./run --desktop`);
  const w = new Window(['--size', '1280x800', '--scale', '2']);
  const opening = await w.rested();
  check(opening.accuracy.heldout > 0.95, `held-out ${opening.accuracy.heldout}`);
  await w.click('tools/clear');
  const pad = (await w.call('items')).find((i) => i.id === 'pad').rect;
  const at = ([column, row]) => ({x: pad[0] + column / 9 * pad[2], y: pad[1] + row / 9 * pad[3]});
  await w.call('pointer', {action: 'down', ...at(strokesOfO[0][0])});
  for (const p of strokesOfO[0].slice(1)) await w.call('pointer', {action: 'move', ...at(p)});
  await w.call('pointer', {action: 'up', ...at(strokesOfO[0].at(-1))});
  equal((await w.state()).verdict.label, 'O', 'verdict');
  await w.call('apply', {command: {type: 'reset_training'}});
  equal((await w.state()).step, 0, 'step');
  await w.call('apply', {command: {type: 'step_training', count: 240}});
  const trained = await w.state();
  check(trained.accuracy.heldout > 0.95, `held-out ${trained.accuracy.heldout}`);
  await w.click('timeline/rate');
  await w.call('key', {key: 'a', ctrl: true});
  await w.call('key', {text: '0.5'});
  await w.call('key', {key: 'enter'});
  equal((await w.state()).learning_rate, 0.5, 'rate');
  const file = join(shots, 'desktop.png');
  await w.call('screenshot', {path: file});
  const {count, width, height} = colours(file);
  equal([width, height], [2560, 1600], 'size');
  check(count > 60, `${count} colours`);
  await w.quit();
});

test('rests when nothing changes', {timeout: 60000}, async () => {
  const w = new Window();
  await w.rested();
  await w.call('run', {s: 1.5});
  await sleep(1500);
  const before = (await w.state()).frame.count;
  await sleep(1500);
  equal((await w.state()).frame.count, before, 'frames');
  await w.quit();
});

test('keeps drawing, network and settings', {timeout: 120000}, async () => {
  const home = mkdtempSync(join(tmpdir(), 'rizbin-home-'));
  let w = new Window([], home);
  await w.rested();
  await w.click('examples/o');
  await w.call('apply', {command: {type: 'set_language', language: 'fa'}});
  const before = await w.state();
  await w.quit();
  w = new Window([], home);
  const after = await w.state();
  equal([after.hash, after.locale], [before.hash, 'fa'], 'after starting again');
  await w.quit();
  rmSync(home, {recursive: true, force: true});
});

test('what is no call is refused', {timeout: 30000}, async () => {
  const w = new Window();
  const refused = await w.call('nonsense').then(() => null, (error) => error.message);
  check(refused?.includes('unknown_call'), `it said ${refused}`);
  await w.quit();
});
