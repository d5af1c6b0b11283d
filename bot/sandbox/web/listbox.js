// The list above the composer: commands, options to add, suggestions.

import { h } from './dom.js';

/** ListBox is a listbox that one input at a time controls; the focus stays in the input. */
export class ListBox {
  constructor(root) {
    this.root = root;
    this.head = h('div', { class: 'popup-head' });
    this.list = h('div', { class: 'popup-list', role: 'listbox', id: 'popup-list', tabindex: '-1' });
    root.append(this.head, this.list);
    root.addEventListener('mousedown', (event) => event.preventDefault()); // the focus stays where it is
    this.list.addEventListener('click', (event) => {
      const i = this.rows.indexOf(event.target.closest('[role=option]'));
      if (i >= 0) this.pick(i);
    });
    this.list.addEventListener('pointermove', (event) => {
      const i = event.pointerType === 'mouse' ? this.rows.indexOf(event.target.closest('[role=option]')) : -1;
      if (i >= 0 && i !== this.at) this.mark(i, false);
    });
    this.hide();
  }

  /**
   * show opens the list for an input. items: {label, detail, note, data, pick};
   * first marks the first one; head is a line above, and may stand alone.
   */
  show(input, { testid, label, head, items, first }) {
    this.release();
    this.input = input;
    this.items = items;
    this.head.replaceChildren(...[head].flat().filter(Boolean));
    this.head.hidden = !head;
    this.list.hidden = items.length === 0;
    this.list.dataset.testid = testid;
    this.list.setAttribute('aria-label', label);
    this.rows = items.map((item, i) => h('div', { role: 'option', id: `popup-${i}`, class: 'popup-row', 'aria-selected': 'false', ...item.data },
      item.icon ?? null,
      h('span', { class: 'popup-text' }, h('span', { class: 'popup-label', dir: 'auto', text: item.label }), item.detail && h('span', { class: 'popup-detail', text: item.detail })),
      item.note && h('span', { class: 'popup-note', text: item.note })));
    this.list.replaceChildren(...this.rows);
    this.list.scrollTop = 0;
    this.root.hidden = items.length === 0 && !head;
    if (items.length > 0) {
      input.setAttribute('aria-controls', 'popup-list');
      if (input.getAttribute('role') === 'combobox') input.setAttribute('aria-expanded', 'true');
    }
    this.mark(first && items.length > 0 ? 0 : -1, true);
  }

  release() {
    this.input?.removeAttribute('aria-controls');
    this.input?.removeAttribute('aria-activedescendant');
    if (this.input?.getAttribute('role') === 'combobox') this.input.setAttribute('aria-expanded', 'false');
    this.input = null;
  }

  hide() {
    this.release();
    this.root.hidden = true;
    this.items = [];
    this.rows = [];
    this.at = -1;
    this.list.replaceChildren();
    delete this.list.dataset.testid;
  }

  get open() {
    return !this.root.hidden && this.items.length > 0;
  }

  get marked() {
    return this.open && this.at >= 0;
  }

  mark(i, scroll) {
    this.rows[this.at]?.setAttribute('aria-selected', 'false');
    this.at = i;
    const row = this.rows[i];
    if (!row) {
      this.input?.removeAttribute('aria-activedescendant');
      return;
    }
    row.setAttribute('aria-selected', 'true');
    this.input?.setAttribute('aria-activedescendant', row.id);
    if (scroll) row.scrollIntoView({ block: 'nearest' });
  }

  move(step) {
    if (!this.open) return false;
    const n = this.items.length;
    this.mark(this.at < 0 ? (step > 0 ? 0 : n - 1) : (this.at + step + n) % n, true);
    return true;
  }

  pick(i = this.at) {
    const item = this.items[i];
    if (item) item.pick();
    return Boolean(item);
  }
}
