// Direct messages with the bot: which are new, and whether one wants any.

import { h, remember, recall } from './dom.js';
import { post } from './api.js';

/** Direct knows, for each person, up to where their direct messages were read. */
export class Direct {
  constructor() {
    this.seen = new Map(); // for a browser that keeps nothing
  }

  /** unread tells whether the bot has written to a person since they last looked. */
  unread(person) {
    if (!person?.direct) return false;
    return (this.seen.get(person.id) ?? recall(`direct ${person.id}`)) !== person.direct;
  }

  /** read notes that a person has looked. */
  read(person) {
    if (!this.unread(person)) return;
    this.seen.set(person.id, person.direct);
    remember(`direct ${person.id}`, person.direct);
  }
}

/** directToggle says whether the bot may write to the person, and changes it. */
export function directToggle(page) {
  const { you } = page.state;
  const box = h('input', { type: 'checkbox', id: 'direct-open', 'data-testid': 'direct-open' });
  box.checked = !you.closed;
  box.addEventListener('change', async () => {
    const answer = await post('direct', { as: you.id, closed: !box.checked });
    if (answer.ok !== false) return;
    box.checked = !box.checked;
    page.notice.flash(answer.error);
  });
  return h('label', { class: 'direct-open', for: 'direct-open' }, box, h('span', { text: 'Dogear may write to me' }));
}
