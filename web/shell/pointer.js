// Mouse, finger, pen, wheel and pinch on the canvas, with fractions of a pixel. One finger is the left button; a second one voids
// the press, and the two pan and zoom until both are up.

const kinds = { mouse: 0, touch: 1, pen: 2 };
const kShift = 1, kCtrl = 2, kAlt = 4;
const kEraserButton = 32;
export const modifiers = (e, apple) =>
  (e.shiftKey ? kShift : 0) | ((apple ? e.metaKey : e.ctrlKey) ? kCtrl : 0) | (e.altKey ? kAlt : 0);

export function listen(canvas, bridge, { apple, guard, beforePress }) {
  let buttons = 0;             // what the program believes is held
  const fingers = new Map();   // pointerId → [x, y]
  let gesture = false;
  let sawTouch = matchMedia('(pointer: coarse)').matches;

  const on = (type, handler, options) => canvas.addEventListener(type, (e) => guard(() => handler(e)), options);
  const at = (e) => [e.clientX, e.clientY];
  // A fast hand moves several times in one frame: nothing in between is lost.
  const moves = (e) => {
    const between = e.pointerType === 'touch' || !e.buttons ? [] : e.getCoalescedEvents?.() ?? [];
    for (const each of between.slice(0, -1)) move(each);
    move(e);
  };
  const move = (e) => {
    const eraser = e.pointerType === 'pen' && (e.buttons & kEraserButton) !== 0;
    const pressure = e.pointerType === 'pen' && e.pressure > 0 ? e.pressure : 1;
    bridge.move(kinds[e.pointerType] ?? 0, ...at(e), pressure, eraser ? 1 : 0, modifiers(e, apple));
  };
  const press = (held, e) => {
    const wanted = held & kEraserButton ? held | 1 : held;
    for (const [bit, button] of [[1, 0], [2, 1], [4, 2]])
      if ((wanted ^ buttons) & bit) bridge.button(button, wanted & bit ? 1 : 0, e.timeStamp);
    buttons = wanted & 7;
  };
  const spread = () => {
    const [a, b] = [...fingers.values()];
    return { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, distance: Math.max(Math.hypot(a[0] - b[0], a[1] - b[1]), 1) };
  };
  let last = null;

  on('pointerdown', (e) => {
    try { canvas.setPointerCapture(e.pointerId); } catch { /* the pointer is gone already */ }
    beforePress(...at(e));
    if (e.pointerType === 'touch') {
      sawTouch = true;
      fingers.set(e.pointerId, at(e));
      if (fingers.size === 2) {
        gesture = true;
        bridge.cancel();
        buttons = 0;
        last = spread();
      }
      if (gesture) return;
    }
    move(e);
    press(e.buttons, e);
  });
  on('pointermove', (e) => {
    if (e.pointerType === 'touch') {
      if (!fingers.has(e.pointerId)) return;
      fingers.set(e.pointerId, at(e));
      if (gesture) {
        if (fingers.size !== 2) return;
        const now = spread();
        bridge.gesture(now.x, now.y, now.x - last.x, now.y - last.y, now.distance / last.distance);
        last = now;
        return;
      }
    }
    moves(e);
    press(e.buttons, e);
  });
  on('pointerup', (e) => {
    if (e.pointerType === 'touch') {
      fingers.delete(e.pointerId);
      if (gesture) {
        if (fingers.size === 2) last = spread();
        if (fingers.size === 0) {
          gesture = false;
          bridge.leave();
        }
        return;
      }
      move(e);
      press(0, e);
      // A field that opens now must take the focus inside this event, or phones show no keyboard.
      bridge.frame();
      bridge.frame();
      bridge.leave();
      return;
    }
    move(e);
    press(e.buttons, e);
  });
  on('pointercancel', (e) => {
    fingers.delete(e.pointerId);
    bridge.cancel();
    buttons = 0;
    if (fingers.size === 0) {
      gesture = false;
      bridge.leave();
    }
  });
  on('pointerleave', (e) => { if (e.pointerType !== 'touch') bridge.leave(); });
  on('contextmenu', (e) => e.preventDefault());
  // Pointer events say it all. The window library, which listens to the older kinds on the canvas, would cancel what the browser
  // does not let it cancel; the press itself must not move the focus (it belongs to the mirror's controls) nor select text.
  for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel', 'mousedown', 'mousemove', 'mouseup']) {
    document.addEventListener(type, (e) => {
      if (e.target !== canvas) return;
      e.stopPropagation();
      if (type === 'mousedown') e.preventDefault();
    }, { capture: true, passive: type !== 'mousedown' });
  }

  on('wheel', (e) => {
    e.preventDefault();  // neither scrolls nor zooms the page
    const unit = e.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : e.deltaMode === WheelEvent.DOM_DELTA_PAGE ? innerHeight : 1;
    if (e.ctrlKey) {  // ctrl + wheel, and a trackpad's pinch
      const step = Math.max(-25, Math.min(25, e.deltaY * unit));
      bridge.gesture(...at(e), 0, 0, Math.exp(-step / 100));
    } else {
      move(e);
      bridge.wheel(e.deltaX * unit, e.deltaY * unit);
    }
  }, { passive: false });

  // Safari's trackpad pinch
  let scale = 1;
  on('gesturestart', (e) => { e.preventDefault(); scale = 1; });
  on('gesturechange', (e) => {
    e.preventDefault();
    if (fingers.size === 0) bridge.gesture(...at(e), 0, 0, e.scale / scale);
    scale = e.scale;
  });
  on('gestureend', (e) => e.preventDefault());

  return { coarse: () => sawTouch && !matchMedia('(pointer: fine)').matches || matchMedia('(pointer: coarse)').matches };
}
