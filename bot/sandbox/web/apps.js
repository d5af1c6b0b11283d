// The menu "Apps" of a message: what a bot has registered for messages.

import { h, icon } from './dom.js';

/** appsMenu is a message's small button and the menu that it opens. use(name, button) is called with what is picked. */
export function appsMenu(names, use) {
  const button = h('button', {
    type: 'button', class: 'apps-button', 'data-testid': 'apps', 'data-custom-id': ' apps',
    'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': 'Apps', title: 'Apps',
  }, icon('apps'), h('span', { class: 'apps-word', 'aria-hidden': 'true', text: 'Apps' }));
  const items = names.map((name) => h('button', { type: 'button', role: 'menuitem', tabindex: '-1', class: 'apps-item', dir: 'auto', text: name, on: { click: () => pick(name) } }));
  const menu = h('div', { class: 'apps-menu', role: 'menu', 'aria-label': 'Apps', hidden: true }, h('div', { class: 'apps-head', 'aria-hidden': 'true', text: 'Dogear' }), items);
  const whole = h('div', { class: 'toolbar' }, button, menu);

  const away = (event) => { if (!whole.contains(event.target)) close(); };
  function open(at) {
    menu.hidden = false;
    menu.classList.remove('up');
    button.setAttribute('aria-expanded', 'true');
    const room = whole.closest('.scroller')?.getBoundingClientRect();
    if (room && menu.getBoundingClientRect().bottom > room.bottom - 4) menu.classList.add('up');
    items.at(at)?.focus({ preventScroll: true });
    document.addEventListener('pointerdown', away);
  }
  function close() {
    if (menu.hidden) return;
    menu.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', away);
  }
  function pick(name) {
    button.focus({ preventScroll: true });
    close();
    use(name, button);
  }
  button.addEventListener('click', () => (menu.hidden ? open(0) : close()));
  whole.addEventListener('keydown', (event) => {
    const at = items.indexOf(document.activeElement);
    const n = items.length;
    if (menu.hidden) {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      open(event.key === 'ArrowDown' ? 0 : -1);
    } else if (event.key === 'Escape') {
      button.focus({ preventScroll: true });
      close();
    } else {
      const to = { ArrowDown: (at + 1) % n, ArrowUp: (at - 1 + n) % n, Home: 0, End: n - 1 }[event.key];
      if (to === undefined) return;
      items[to].focus({ preventScroll: true });
    }
    event.preventDefault();
    event.stopPropagation();
  });
  whole.addEventListener('focusout', (event) => {
    if (!whole.contains(event.relatedTarget)) close();
  });
  return whole;
}
