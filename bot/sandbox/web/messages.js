// The list of messages of the channel that one looks at.

import { h, icon, avatar, legible } from './dom.js';
import { markdown, stamp, refreshStamps } from './text.js';
import { renderComponents, renderAttachments } from './components.js';
import { appsMenu } from './apps.js';
import { post } from './api.js';

const APART = 7 * 60;
const ERROR_STAYS = 10000;
const CLOSE = 48;

/** Messages keeps one element per message and changes only what changed. */
export class Messages {
  /** page: now(), state, channel, act(promise-making function), openForm(form), pickCommand, openChannel. */
  constructor(scroller, pill, page) {
    this.scroller = scroller;
    this.pill = pill;
    this.page = page;
    this.shown = new Map();
    this.busy = new Map();
    this.errors = new Map();
    this.locals = [];
    this.count = 0;
    this.place = '';
    this.stick = true;
    this.log = h('div', { class: 'log', role: 'log', 'aria-label': 'Messages' });
    this.intro = h('div', { class: 'intro' });
    scroller.append(this.intro, this.log);
    scroller.addEventListener('scroll', () => {
      this.stick = this.atBottom();
      if (this.stick) this.pill.hidden = true;
    }, { passive: true });
    pill.addEventListener('click', () => this.toBottom());
    const follow = new ResizeObserver(() => this.stick && this.toBottom());
    follow.observe(this.log);
    follow.observe(scroller);
  }

  atBottom() {
    const s = this.scroller;
    return s.scrollHeight - s.scrollTop - s.clientHeight < CLOSE;
  }

  toBottom() {
    this.stick = true;
    this.pill.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** local shows a command that waits for its answer, or that got none. */
  local(entry) {
    entry.id = ++this.count;
    entry.place = this.place;
    this.locals.push(entry);
    this.render();
    this.toBottom();
    return {
      done: () => this.forget(entry),
      fail: (error, again) => {
        Object.assign(entry, { error, again });
        this.render();
      },
    };
  }

  forget(entry) {
    this.locals = this.locals.filter((l) => l !== entry);
    this.render();
  }

  render() {
    const { state, channel } = this.page;
    const place = `${state.you.id} ${channel.id}`;
    const moved = place !== this.place;
    if (moved) {
      this.place = place;
      this.stick = true;
      this.shown.clear();
      this.log.replaceChildren();
      this.log.setAttribute('aria-label', `Messages in ${channel.name}`);
    }
    const follow = this.stick;
    this.log.setAttribute('aria-busy', moved ? 'true' : 'false');
    this.renderIntro(state.messages[channel.id] ?? []);
    const fresh = this.arrange(this.wanted(state, channel));
    this.log.setAttribute('aria-busy', 'false');
    if (follow) this.toBottom();
    else if (fresh) this.pill.hidden = false;
  }

  // wanted lists what should be shown, in order: key, content as text to compare, maker.
  wanted(state, channel) {
    const rows = [];
    let last = null;
    for (const m of state.messages[channel.id] ?? []) {
      const day = new Date(m.at * 1000).toDateString();
      const newDay = !last || day !== new Date(last.at * 1000).toDateString();
      if (newDay) rows.push({ key: `day ${day}`, same: day, make: () => this.day(m.at) });
      const joined = !newDay && !m.system && !last.system && last.author.id === m.author.id && m.at - last.at < APART && !m.command && last.private === m.private;
      const busy = this.busy.get(m.id) ?? new Set();
      const error = this.errors.get(m.id) ?? '';
      rows.push({
        key: m.id, message: true, same: JSON.stringify([m, joined, [...busy], error, this.mentioned(m), state.apps]),
        make: () => (m.system ? this.system(m) : this.message(m, joined, busy, error)),
      });
      last = m;
    }
    this.locals.forEach((l) => {
      if (l.place === this.place) rows.push({ key: `local ${l.id}`, same: l.error ?? '', make: () => this.localRow(l) });
    });
    return rows;
  }

  arrange(rows) {
    const keep = new Set(rows.map((row) => row.key));
    const focus = this.focused();
    for (const [key, old] of this.shown) {
      if (keep.has(key)) continue;
      old.el.remove();
      this.shown.delete(key);
    }
    let fresh = false;
    let at = this.log.firstChild;
    for (const row of rows) {
      let old = this.shown.get(row.key);
      if (!old || old.same !== row.same) {
        const el = row.make();
        if (old) {
          if (at === old.el) at = el;
          old.el.replaceWith(el);
        } else fresh = fresh || Boolean(row.message);
        old = { el, same: row.same };
        this.shown.set(row.key, old);
      }
      if (old.el === at) at = at.nextSibling;
      else this.log.insertBefore(old.el, at);
    }
    this.refocus(focus);
    return fresh;
  }

  // focused remembers where the focus was, for a message may be made anew under it.
  focused() {
    const el = document.activeElement;
    const message = this.log.contains(el) ? el.closest('[data-message]') : null;
    return message && { el, id: message.dataset.message, custom: el.dataset.customId };
  }

  refocus(focus) {
    if (!focus || focus.el.isConnected) return;
    const el = this.shown.get(focus.id)?.el;
    const same = el && [...el.querySelectorAll('[data-custom-id]')].find((b) => b.dataset.customId === focus.custom && !b.disabled);
    const next = same ?? el?.querySelector('button.button:not(:disabled)') ?? this.scroller;
    next.focus({ preventScroll: true });
  }

  mentioned(m) {
    const { state } = this.page;
    const mine = new Set([state.you.id, ...(state.you.roles ?? [])]);
    for (const role of state.roles ?? []) if (mine.has(role.name)) mine.add(role.id);
    return (m.pings ?? []).some((id) => mine.has(id));
  }

  day(at) {
    const text = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' }).format(new Date(at * 1000));
    return h('div', { class: 'day', role: 'separator', 'aria-label': text }, h('span', { text }));
  }

  renderIntro(messages) {
    const { channel, state } = this.page;
    const same = JSON.stringify([channel.id, channel.name, channel.topic, channel.type, channel.writable, messages.length < 100]);
    if (this.introSame === same) return;
    this.introSame = same;
    this.intro.replaceChildren(...(messages.length < 100 ? [
      h('span', { class: 'intro-icon', 'aria-hidden': 'true' }, icon(channel.type === 1 ? 'at' : channel.type === 12 ? 'lock' : channel.parent ? 'thread' : 'hash')),
      h('h2', { text: channel.parent || channel.type === 1 ? channel.name : `Welcome to #${channel.name}` }),
      h('p', { text: this.welcome(channel, state) }),
    ] : []));
  }

  welcome(channel, state) {
    if (channel.type === 1) return `This is where your direct messages with ${channel.name} begin. Nobody else sees them.`;
    const room = channel.type === 12;
    const place = room ? 'a private thread' : channel.parent ? 'the thread' : `#${channel.name} of ${state.guild.name}`;
    const who = room ? ' Those who are in it see it, and people who manage threads.' : '';
    return `This is where ${place} begins.${who}${channel.writable === false ? '' : ' Type / below to see what Dogear can do.'}`;
  }

  name(author) {
    const colours = legible(author.colour);
    return h('span', { class: `name${colours['on-dark'] && !author.bot ? ' coloured' : ''}`, vars: colours }, h('bdi', { text: author.name }));
  }

  // system is a line of Discord's own: who added whom to a thread.
  system(m) {
    const sign = m.system.includes(': ') ? 'thread' : m.system.includes(' added ') ? 'enter' : 'leave';
    return h('article', { class: 'message system', 'data-message': m.id, 'data-system': true, 'aria-label': 'Discord' },
      h('span', { class: 'system-sign', 'aria-hidden': 'true' }, icon(sign)),
      h('p', { class: 'system-text' }, h('span', { dir: 'auto', text: m.system }), ' ', stamp(m.at, 'chat', this.page.now(), 'when')));
  }

  // tools are what one can do with a message besides what stands in it.
  tools(m) {
    const { apps } = this.page.state;
    if (!apps?.length || m.private || m.thinking || this.page.channel.type === 1) return null;
    return appsMenu(apps, (name, button) => this.use(m, name, button));
  }

  async use(m, name, button) {
    const { page } = this;
    const row = page.local({ name, menu: true });
    const answer = await post('apps', { as: page.state.you.id, channel: m.channel, message: m.id, command: name });
    if (!answer.ok) {
      row.fail(answer.error || 'The application did not respond', () => this.use(m, name, button));
      return;
    }
    row.done();
    if (answer.form) page.openForm(answer.form, () => this.refocus({ el: button, id: m.id, custom: button.dataset.customId }));
  }

  message(m, joined, busy, error) {
    const { page } = this;
    const now = page.now();
    const text = { now, mentions: m.mentions, pickCommand: page.pickCommand, openChannel: page.openChannel };
    const ctx = { message: m, text, busy, press: (id, values) => this.press(m, id, values) };
    const kinds = [joined && 'joined', m.private && 'private', this.mentioned(m) && 'pinged'].filter(Boolean);
    return h('article', { class: ['message', ...kinds].join(' '), 'data-message': m.id, 'data-private': Boolean(m.private), 'aria-label': `${m.author.name}${m.private ? ', only to you' : ''}` },
      m.command && this.used(m.command.user, m.command.name, m.command.menu),
      joined ? stamp(m.at, 't', now, 'gutter-time') : avatar(m.author),
      !joined && h('div', { class: 'head' }, this.name(m.author), m.author.bot && h('span', { class: 'app', text: 'APP' }), stamp(m.at, 'chat', now, 'when')),
      h('div', { class: 'body' },
        m.thinking ? this.thinking(`${m.author.name} is thinking…`) : [
          m.content && markdown(m.content, text),
          renderComponents(m.components, ctx),
          renderAttachments(m, ctx),
          m.edited && h('span', { class: 'edited', title: new Date(m.edited * 1000).toLocaleString(), text: '(edited)' }),
          m.thread && m.thread.id !== page.channel.id && this.under(m.thread),
        ],
        error && h('p', { class: 'failed', role: 'alert', text: error })),
      m.private && h('div', { class: 'only-you' }, icon('eye'), h('span', { text: 'Only you can see this' }), ' · ',
        h('button', { type: 'button', class: 'text-button', text: 'Dismiss message', on: { click: () => page.dismiss(m) } })),
      this.tools(m));
  }

  // under leads to the thread that hangs under a message.
  under(thread) {
    const count = thread.count === 1 ? '1 message' : `${thread.count} messages`;
    return h('button', { type: 'button', class: 'thread-link', on: { click: () => this.page.openChannel(thread.id) } },
      icon('thread'), h('span', { class: 'thread-name', dir: 'auto', text: thread.name }), ' ', h('span', { class: 'thread-count', text: `${count} ›` }), thread.archived && h('span', { class: 'state', text: 'archived' }));
  }

  used(user, name, menu) {
    const colours = legible(this.page.state.people.find((p) => p.name === user)?.colour);
    return h('div', { class: 'used' }, h('span', { class: 'spine', 'aria-hidden': 'true' }), avatar({ name: user, colour: this.page.state.people.find((p) => p.name === user)?.colour }, 'tiny'),
      h('span', { class: `name${colours['on-dark'] ? ' coloured' : ''}`, vars: colours }, h('bdi', { text: user })), ' used ', h('span', { class: 'used-command', text: menu ? name : `/${name}` }));
  }

  thinking(text) {
    return h('p', { class: 'thinking' }, h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), text);
  }

  localRow(entry) {
    const { state } = this.page;
    const failed = Boolean(entry.error);
    return h('article', { class: `message local${failed ? ' private' : ''}` },
      this.used(state.you.name, entry.name, entry.menu), avatar({ bot: true }),
      h('div', { class: 'head' }, h('span', { class: 'name', text: 'Dogear' }), h('span', { class: 'app', text: 'APP' })),
      h('div', { class: 'body' }, failed ? h('p', { class: 'failed', role: 'alert', text: entry.error }) : this.thinking('Sending the command…')),
      failed && h('div', { class: 'only-you' }, icon('eye'), h('span', { text: 'Only you can see this' }), ' · ',
        h('button', { type: 'button', class: 'text-button', text: 'Try again', on: { click: () => { this.forget(entry); entry.again(); } } }), ' · ',
        h('button', { type: 'button', class: 'text-button', text: 'Dismiss message', on: { click: () => this.forget(entry) } })));
  }

  async press(m, customID, values) {
    const { page } = this;
    const back = document.activeElement;
    this.busy.set(m.id, new Set([customID]));
    this.errors.delete(m.id);
    this.render();
    const answer = await post('press', { as: page.state.you.id, channel: m.channel, message: m.id, custom_id: customID, values });
    this.busy.delete(m.id);
    if (!answer.ok) {
      const error = answer.error || 'This interaction failed';
      this.errors.set(m.id, error);
      setTimeout(() => {
        if (this.errors.get(m.id) !== error) return;
        this.errors.delete(m.id);
        this.render();
      }, ERROR_STAYS);
    }
    this.render();
    if (answer.form) page.openForm(answer.form, () => this.refocus({ el: back, id: m.id, custom: customID }));
    else if (answer.ok && m.channel !== page.channel.id) page.openChannel(m.channel); // a thread begins with a message of elsewhere, and there is the answer
  }

  /** tick keeps the relative times true. */
  tick(now) {
    refreshStamps(this.log, now);
  }
}
