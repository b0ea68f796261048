// Keys: one way from the page to the program, whether a mirrored control or nothing at all has the focus. Tab stays the page's
// (it walks the mirror), and so do the browser's own shortcuts.
import { modifiers } from './pointer.js';

const names = {
  ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down', Home: 'home', End: 'end', PageUp: 'page_up',
  PageDown: 'page_down', Enter: 'enter', ' ': 'space', Escape: 'escape', Backspace: 'backspace', Delete: 'del',
};
const ours = new Set(['z', 'y']);  // with Ctrl or Command: undo, redo

// [name, code point] of a key the program takes, or null.
export function translate(e, apple) {
  if (e.isComposing || e.key === 'Process' || e.key === 'Dead' || e.key === 'Unidentified') return null;
  const command = apple ? e.metaKey : e.ctrlKey;
  const graph = e.getModifierState?.('AltGraph');
  if ((e.altKey || (apple ? e.ctrlKey : e.metaKey)) && !graph) return null;
  let character = [...e.key].length === 1 ? e.key : '';
  // Latin letters by position while the layout is not Latin.
  const letter = /^Key([A-Z])$/.exec(e.code);
  if (character && letter && !/[A-Za-z]/.test(character)) character = e.shiftKey ? letter[1] : letter[1].toLowerCase();
  if (command && !graph) return ours.has(character.toLowerCase()) ? ['character', character.toLowerCase().codePointAt(0)] : null;
  if (names[e.key]) return [names[e.key], e.key === ' ' ? 32 : 0];
  return character ? ['character', character.codePointAt(0)] : null;
}

export function listen(bridge, { apple, guard, text }) {
  let spaceTaken = false;
  document.addEventListener('keydown', (e) => guard(() => {
    if (e.defaultPrevented || e.target.closest?.('#trouble')) return;
    if (text.keydown(e)) return;  // an open field edits itself
    const key = translate(e, apple);
    if (!key) return;
    e.preventDefault();
    if (key[0] === 'space') spaceTaken = true;
    bridge.key(key[0], key[1], modifiers(e, apple));
  }));
  // Space on a button clicks when it goes up: the program has had it already.
  document.addEventListener('keyup', (e) => {
    if (e.key === ' ' && spaceTaken) {
      spaceTaken = false;
      e.preventDefault();
    }
  });
}
