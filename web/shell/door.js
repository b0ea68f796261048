// window.rizbin: the door for tests, scripts and a teacher's automation (docs/testing.md).

const kVersion = 1;

export function open(errors) {
  let bridge = null;
  let becomeReady;
  const ready = new Promise((resolve) => { becomeReady = resolve; });
  const need = () => {
    if (!bridge) throw new Error('rizbin is not ready: await rizbin.ready');
    return bridge;
  };
  window.rizbin = {
    version: kVersion,
    ready,
    state() {
      const state = JSON.parse(need().state());
      state.errors = [...(state.errors ?? []), ...errors];
      return state;
    },
    items: () => JSON.parse(need().items()),
    apply: (command) => JSON.parse(need().apply(typeof command === 'string' ? command : JSON.stringify(command))),
    perform: (id, action = 'press', value = '') => JSON.parse(need().perform(id, action, String(value))),
  };
  return { connect(b) { bridge = b; }, ready: () => becomeReady() };
}
