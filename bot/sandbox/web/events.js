// The server's scheduled events: a small list above the channels.

import { h, icon, remember, recall, announce } from './dom.js';
import { markdown, stampText } from './text.js';
import { post } from './api.js';

const DAY = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' };
const near = new Intl.DateTimeFormat(undefined, DAY);
const far = new Intl.DateTimeFormat(undefined, { ...DAY, year: 'numeric' });

// whenText is an event's moment, with its year where that is not the present one.
function whenText(at, now) {
  const date = new Date(at * 1000);
  return (date.getFullYear() === new Date(now * 1000).getFullYear() ? near : far).format(date);
}

/** Events is the list; it stays as it was unfolded while events come and go. */
export class Events {
  /** page: state, now(), notice. */
  constructor(page) {
    Object.assign(this, { page, same: '', open: new Set() });
    this.count = h('span', { class: 'events-count' });
    this.list = h('ul', { class: 'events-list', 'aria-label': 'Events' });
    this.root = h('details', { class: 'events', open: recall('events') !== 'closed', on: { toggle: () => remember('events', this.root.open ? null : 'closed') } },
      h('summary', { class: 'events-head', 'data-testid': 'events' }, icon('calendar'), h('span', { text: 'Events' }), this.count, icon('down')),
      this.list);
  }

  refresh() {
    const { state } = this.page;
    const now = this.page.now();
    const events = state.events ?? [];
    const same = JSON.stringify([events, new Date(now * 1000).getFullYear()]);
    if (same === this.same) return;
    this.same = same;
    const focus = this.list.contains(document.activeElement) ? document.activeElement.closest('[data-event]')?.dataset.event : null;
    this.root.hidden = events.length === 0;
    this.count.textContent = String(events.length);
    this.list.replaceChildren(...events.map((e) => this.row(e, now)));
    if (focus) (this.list.querySelector(`[data-event="${CSS.escape(focus)}"] summary`) ?? this.root.querySelector('summary')).focus();
  }

  row(e, now) {
    const when = h('time', { datetime: new Date(e.start * 1000).toISOString(), title: stampText(e.start, 'F', now), text: whenText(e.start, now) });
    const row = h('details', { class: 'event', open: this.open.has(e.id), on: { toggle: () => this.open[row.open ? 'add' : 'delete'](e.id) } },
      h('summary', null,
        h('span', { class: 'event-name', dir: 'auto', text: e.name }),
        h('span', { class: 'event-when' }, e.active ? h('b', { class: 'event-now', text: 'Now' }) : when),
        h('span', { class: 'event-where', dir: 'auto', text: e.location })),
      h('div', { class: 'event-more' },
        e.description ? markdown(e.description, { now, mentions: {} }) : h('p', { class: 'muted', text: 'There is no description.' }),
        h('p', { class: 'muted', text: `Until ${whenText(e.end, now)}` }),
        e.mine && h('button', { type: 'button', class: 'text-button event-delete', text: 'Delete event', on: { click: () => this.remove(e) } })));
    return h('li', { 'data-event': e.id }, row);
  }

  async remove(e) {
    const answer = await post('unschedule', { as: this.page.state.you.id, event: e.id });
    if (answer.ok === false) this.page.notice.flash(answer.error);
    else announce(`The event ${e.name} is deleted`);
  }
}
