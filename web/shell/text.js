// An open text field: the mirror's <input> of that id gets the focus and edits for real (soft keyboard, input methods, clipboard,
// selection); the program draws what it holds. Enter and leaving the field commit, Escape gives up.

const kChanged = 0, kCommitted = 1, kCancelled = 2;

export function create(mirror, guard) {
  let bridge = null;
  let open = null;  // {id, input, own}
  const codePoints = (string, index) => [...string.slice(0, index ?? string.length)].length;
  const units = (string, index) => [...string].slice(0, index).join('').length;
  const report = (event) => guard(() => {
    if (!open) return;
    const { id, input } = open;
    const value = input.value;
    bridge.text(id, value, codePoints(value, input.selectionStart), codePoints(value, input.selectionEnd), event);
  });

  // The program decides what becomes of a commit: it ends the edit, or keeps it open where it refuses what was typed.
  const changed = () => report(kChanged);
  const left = () => report(kCommitted);
  function close() {
    if (!open) return;
    const { input, own } = open;
    open = null;  // first: blur below must not report
    input.removeEventListener('input', changed);
    input.removeEventListener('blur', left);
    delete input.dataset.open;
    input.style.pointerEvents = '';
    if (own) input.remove();
  }
  document.addEventListener('selectionchange', () => { if (open && document.activeElement === open.input) changed(); });

  return {
    connect(b) { bridge = b; },
    get openId() { return open?.id ?? null; },
    begin(id, value, numeric, rect) {
      close();
      let input = mirror.element(id);
      const own = !(input instanceof HTMLInputElement && input.type === 'text');
      if (own) {
        input = document.createElement('input');
        input.type = 'text';
        input.setAttribute('aria-label', mirror.label(id) || id);
        mirror.root.append(input);
      }
      input.inputMode = numeric ? 'decimal' : 'text';
      input.autocomplete = 'off';
      input.spellcheck = false;
      mirror.place(input, rect);
      input.value = value;
      open = { id, input, own };
      input.dataset.open = '';
      input.addEventListener('input', changed);
      input.focus({ preventScroll: true });
      input.select();
      input.addEventListener('blur', left);
      changed();
    },
    select(start, end) {
      if (open) open.input.setSelectionRange(units(open.input.value, start), units(open.input.value, end));
    },
    end: close,
    // A press elsewhere commits, as leaving any field does.
    pressedAt(x, y) {
      if (!open) return;
      const r = open.input.getBoundingClientRect();
      if (x < r.left || x > r.right || y < r.top || y > r.bottom) report(kCommitted);
    },
    // True: the key is the field's own.
    keydown(e) {
      if (!open || e.target !== open.input) return false;
      if (e.isComposing) return true;
      if (e.key === 'Enter' || e.key === 'Escape') {
        e.preventDefault();
        report(e.key === 'Enter' ? kCommitted : kCancelled);
        return true;
      }
      return !(e.key === 'ArrowUp' || e.key === 'ArrowDown');  // these step a number: the program's
    },
  };
}
