// The mirror: real HTML controls over the canvas, one for each item the program lists, invisible and in step with it, so that
// keyboard, screen reader and tests find what the canvas only paints. Mouse and finger go through to the canvas. Elements are
// kept by id; order, focus, text and rectangle follow the list. Live regions speak at most every kQuietMs.

const kQuietMs = 1800;

// role of an item → [tag, role attribute]
const shapes = {
  button: ['button'], toggle: ['button'], tab: ['button', 'tab'], radio: ['button', 'radio'], menu_item: ['button', 'menuitem'],
  slider: ['range'], number_field: ['input'], image: ['div', 'img'], figure: ['div', 'figure'], cell: ['button'],
  link: ['div', 'link'], status: ['div', 'status'], heading: ['h2'], group: ['div', 'group'], dialog: ['div', 'dialog'], text: ['p'],
};
// children of these roles must stand in a parent of that role
const families = { tab: 'tablist', radio: 'radiogroup', menu_item: 'menu' };
// what may hold others; a heading or a button that is named as parent names a group instead
const holders = new Set(['group', 'dialog', 'figure', 'image']);

function shapeOf(item, childRoles) {
  const can = (action) => item.actions.includes(action);
  if (item.role === 'text' && can('set')) return ['input'];
  if ((item.role === 'image' || item.role === 'figure') && (can('focus') || childRoles)) {
    // Arrow keys work inside it: screen readers must let them through. With parts inside it is a group.
    return ['div', can('focus') ? 'application' : 'group'];
  }
  if (item.role === 'group' && childRoles) {
    const family = families[[...childRoles][0]];
    if (family && childRoles.size === 1) return ['div', family];
  }
  return shapes[item.role] ?? ['div', 'group'];
}

export function create(guard, { editing }) {
  const root = document.getElementById('mirror');
  const nodes = new Map();      // id → {element, key, item, spoken…}
  let bridge = null;
  let focusFromPage = null;     // id that took the page's focus and that the program has not confirmed yet
  let focusing = false;

  const set = (element, name, value) => {
    if (value === null || value === undefined || value === false) {
      if (element.hasAttribute(name)) element.removeAttribute(name);
    } else if (element.getAttribute(name) !== String(value)) {
      element.setAttribute(name, String(value));
    }
  };
  const place = (element, [x, y, w, h]) => {
    const s = element.style;
    s.left = `${x}px`;
    s.top = `${y}px`;
    s.width = `${Math.max(w, 1)}px`;
    s.height = `${Math.max(h, 1)}px`;
  };
  const perform = (id, action, value = '') => guard(() => bridge.perform(id, action, value));
  const isControl = (element) => element.localName === 'button' || element.localName === 'input';

  function make(id, [tag, role]) {
    const element = document.createElement(tag === 'range' ? 'input' : tag);
    if (tag === 'range' || tag === 'input') element.type = tag === 'range' ? 'range' : 'text';
    if (tag === 'button') element.type = 'button';
    if (role) element.setAttribute('role', role);
    element.dataset.id = id;
    if (tag === 'range') {
      element.step = 'any';
      element.addEventListener('input', () => perform(id, 'set', element.value));
    } else if (tag === 'input') {
      element.inputMode = 'decimal';
      element.autocomplete = 'off';
      // Typed without the program's field being open (assistive technology): taken when finished.
      let typed = false;
      element.addEventListener('input', () => { typed = element.dataset.open === undefined; });
      element.addEventListener('change', () => {
        if (typed && element.dataset.open === undefined) perform(id, 'set', element.value);
        typed = false;
      });
    }
    element.addEventListener('click', (e) => {
      if (e.target !== element || element.dataset.open !== undefined) return;
      e.stopPropagation();
      perform(id, 'press');
    });
    return element;
  }

  function speak(node, text) {
    if (node.wanted === text) return;
    node.wanted = text;
    const wait = (node.spokenAt ?? -Infinity) + kQuietMs - performance.now();
    const say = () => {
      node.timer = 0;
      node.spokenAt = performance.now();
      node.element.textContent = node.wanted;
    };
    if (wait <= 0) say();
    else if (!node.timer) node.timer = setTimeout(say, wait);
  }

  // Content that is read as text stands as text; controls and figures have names.
  function dress(node, item) {
    const { element } = node;
    const role = element.getAttribute('role');
    place(element, item.rect);
    set(element, 'aria-disabled', item.disabled ? 'true' : null);
    set(element, 'aria-description', item.description || null);
    if (isControl(element)) set(element, 'tabindex', item.stop ? null : -1);
    else set(element, 'tabindex', item.stop ? 0 : item.actions.includes('focus') ? -1 : null);

    if (item.live || item.role === 'status') {
      set(element, 'role', 'status');
      set(element, 'aria-live', 'polite');
      set(element, 'aria-atomic', 'true');
      set(element, 'aria-description', null);
      speak(node, [item.label, item.value, item.description].filter(Boolean).join(' '));
      return;
    }
    if (item.role === 'heading' || element.localName === 'p') {
      const text = [item.label, item.value].filter(Boolean).join(' ');
      if (element.textContent !== text) element.textContent = text;
      return;
    }
    if (element.localName === 'input') {
      set(element, 'aria-label', item.label);
      set(element, 'aria-invalid', item.invalid ? 'true' : null);
      if (element.type === 'range') {
        element.min = item.min ?? 0;
        element.max = item.max ?? 1;
        element.value = item.now ?? 0;
        set(element, 'aria-valuetext', item.value || null);
      } else if (element.dataset.open === undefined && element.value !== (item.value ?? '')) {
        element.value = item.value ?? '';
      }
      return;
    }
    const valued = item.role === 'cell' || role === 'img' || role === 'figure' || role === 'application' || item.role === 'button' || item.role === 'toggle';
    set(element, 'aria-label', valued && item.value ? `${item.label}: ${item.value}` : item.label);
    if (item.role === 'toggle') set(element, 'aria-pressed', item.selected ? 'true' : 'false');
    if (item.role === 'button' || item.role === 'cell') set(element, 'aria-pressed', item.selected ? 'true' : null);
    if (item.role === 'tab') set(element, 'aria-selected', item.selected ? 'true' : 'false');
    if (item.role === 'radio') set(element, 'aria-checked', item.selected ? 'true' : 'false');
    if (item.actions.includes('menu')) {
      set(element, 'aria-haspopup', 'menu');
      set(element, 'aria-expanded', item.expanded ? 'true' : 'false');
    } else {
      set(element, 'aria-expanded', item.expanded ? 'true' : null);
    }
    if (item.role === 'dialog') set(element, 'aria-modal', 'true');
  }

  function update(items) {
    const shown = items.filter((item) => item.mirrored !== false);
    const ids = new Map(shown.map((item) => [item.id, item]));
    const childRoles = new Map();
    for (const item of shown) {
      if (!item.parent || !ids.has(item.parent)) continue;
      if (!childRoles.has(item.parent)) childRoles.set(item.parent, new Set());
      childRoles.get(item.parent).add(item.role);
    }
    // Elements in their order under each parent; a tab without a tab list gets one.
    const order = new Map([['', []]]);
    const listOf = (parent) => { if (!order.has(parent)) order.set(parent, []); return order.get(parent); };
    const kept = new Set();
    const ensure = (id, shape) => {
      const key = shape.join(' ');
      let node = nodes.get(id);
      if (node && node.key !== key) {
        clearTimeout(node.timer);
        node.element.remove();
        node = null;
      }
      if (!node) nodes.set(id, (node = { element: make(id, shape), key }));
      kept.add(id);
      return node;
    };
    for (const item of shown) {
      let parent = ids.has(item.parent) ? item.parent : '';
      const family = families[item.role];
      const host = parent ? ids.get(parent) : null;
      const fits = host && (family ? host.role === 'group' && childRoles.get(parent).size === 1 : holders.has(host.role));
      if ((host || family) && !fits) {
        const role = family ?? 'group';
        const own = `${parent}#${role}/${family ? item.id.slice(0, item.id.lastIndexOf('/')) : ''}`;
        const outer = host && holders.has(host.role) ? parent : '';
        if (!kept.has(own)) {
          const node = ensure(own, ['div', role]);
          place(node.element, item.rect);
          set(node.element, 'aria-label', host?.label || null);
          listOf(outer).push(node.element);
        }
        parent = own;
      }
      const node = ensure(item.id, shapeOf(item, childRoles.get(item.id)));
      node.item = item;
      dress(node, item);
      listOf(parent).push(node.element);
    }
    for (const [id, node] of nodes) {
      if (kept.has(id)) continue;
      clearTimeout(node.timer);
      node.element.remove();
      nodes.delete(id);
    }
    // Moving an element that holds the focus would take it away: only what is out of place moves.
    for (const [parent, elements] of order) {
      const host = parent ? nodes.get(parent)?.element : root;
      if (!host) continue;
      let next = parent ? null : host.querySelector(':scope > h1')?.nextSibling ?? null;
      if (parent) next = host.firstChild;
      for (const element of elements) {
        if (element === next) {
          next = next.nextSibling;
        } else if (element.parentNode === host && element.contains(document.activeElement)) {
          while (next && next !== element) {  // bring the others behind it instead
            const moved = next;
            next = next.nextSibling;
            host.append(moved);
          }
          next = element.nextSibling;
        } else {
          host.insertBefore(element, next);
        }
      }
    }
    follow(shown);
  }

  function follow(shown) {
    const wanted = shown.find((item) => item.focused)?.id ?? null;
    if (focusFromPage !== null) {
      if (wanted === focusFromPage) focusFromPage = null;
      else if (nodes.has(focusFromPage)) return;  // the program has not heard yet
      else focusFromPage = null;
    }
    if (editing()) return;
    const active = document.activeElement;
    const element = wanted === null ? null : nodes.get(wanted)?.element;
    if (element && active !== element) {
      focusing = true;
      element.focus({ preventScroll: true });
      focusing = false;
    } else if (!element && wanted === null && root.contains(active) && active !== root) {
      active.blur();
    }
  }

  root.addEventListener('focusin', (e) => {
    const id = e.target.dataset.id;
    if (focusing || id === undefined || e.target.dataset.open !== undefined) return;
    focusFromPage = id;
    perform(id, 'focus');
    setTimeout(() => { if (focusFromPage === id) focusFromPage = null; }, 400);
  });
  root.addEventListener('focusout', (e) => {
    // Focus left the page's controls for good (Tab past the last one): the program lets go as well.
    if (focusing || e.relatedTarget || !document.hasFocus() || editing() || !nodes.has(e.target.dataset.id)) return;
    if (focusFromPage === e.target.dataset.id) focusFromPage = null;
  });

  return {
    root,
    place,
    connect(b) { bridge = b; },
    element: (id) => nodes.get(id)?.element ?? null,
    label: (id) => nodes.get(id)?.item?.label ?? '',
    show(json) { update(JSON.parse(json)); },
  };
}
