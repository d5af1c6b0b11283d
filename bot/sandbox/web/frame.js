// What stands around the messages: the strip, the channels, the members.

import { h, icon, mark, avatar, legible, announce, remember, recall } from './dom.js';
import { stampText } from './text.js';
import { Events } from './events.js';
import { directToggle } from './direct.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const narrow = matchMedia('(max-width: 760px)');

/** Strip says that this is a sandbox, who one is, and what time it is. */
export class Strip {
  constructor(root, page) {
    this.page = page;
    this.who = h('select', { id: 'who', 'data-testid': 'who', 'aria-describedby': 'about', on: { change: () => page.become(this.who.value) } });
    this.about = h('span', { class: 'about', id: 'about' });
    this.format = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
    this.time = h('time', { class: 'clock-time', 'data-testid': 'clock' });
    this.tip = h('span', { class: 'tip', id: 'next-tip', role: 'note' });
    this.next = this.turner('clock-next', 'To the next post', { next: true });
    this.next.setAttribute('aria-describedby', 'next-tip');
    this.panel = h('div', { class: 'clock-panel', id: 'clock-panel' },
      this.turner('clock-hour', '+1 hour', { add: 3600 }), this.turner('clock-day', '+1 day', { add: 86400 }),
      h('span', { class: 'tipped' }, this.next, this.tip));
    this.fold = h('button', {
      type: 'button', class: 'strip-button fold', 'aria-expanded': 'false', 'aria-controls': 'clock-panel', 'aria-label': 'Turn the clock',
      on: { click: () => this.unfold(!this.panel.classList.contains('open')) },
    }, icon('clock'));
    const away = (event) => !this.panel.contains(event.target) && !this.fold.contains(event.target);
    document.addEventListener('pointerdown', (event) => { if (away(event)) this.unfold(false); });
    root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.panel.classList.contains('open')) return;
      this.unfold(false);
      this.fold.focus();
    });
    this.theme = h('button', { type: 'button', class: 'strip-button theme', 'data-testid': 'theme', on: { click: () => this.turnTheme() } });
    root.append(
      h('h1', { class: 'claim' }, mark(), h('span', null, h('b', { text: 'A sandbox:' }), ' nothing here leaves this machine')),
      h('div', { class: 'you' }, h('span', { class: 'who' }, h('label', { for: 'who', text: 'You are' }), h('span', { class: 'select' }, this.who, icon('down'))), this.about),
      h('div', { class: 'clock', role: 'group', 'aria-label': 'The clock' }, this.time, this.fold, this.panel),
      this.theme);
    const chosen = recall('theme');
    if (chosen) document.documentElement.dataset.theme = chosen;
    dark.addEventListener('change', () => this.paintTheme());
    this.paintTheme();
  }

  /** unfold shows or hides the clock's buttons, where they have no room of their own. */
  unfold(open) {
    this.panel.classList.toggle('open', open);
    this.fold.setAttribute('aria-expanded', String(open));
  }

  turner(testid, label, body) {
    const button = h('button', { type: 'button', class: 'strip-button', 'data-testid': testid, text: label });
    button.addEventListener('click', async () => {
      if (button.getAttribute('aria-disabled') === 'true') {
        announce(this.tip.textContent);
        return;
      }
      if (button.getAttribute('aria-busy') === 'true') return;
      button.setAttribute('aria-busy', 'true');
      await this.page.clock(body);
      button.removeAttribute('aria-busy');
    });
    return button;
  }

  get isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === 'dark' : dark.matches;
  }

  turnTheme() {
    const wanted = this.isDark ? 'light' : 'dark';
    const own = wanted === (dark.matches ? 'dark' : 'light');
    if (own) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = wanted;
    remember('theme', own ? null : wanted);
    this.paintTheme();
  }

  paintTheme() {
    const label = this.isDark ? 'Use the light look' : 'Use the dark look';
    this.theme.replaceChildren(icon(this.isDark ? 'sun' : 'moon'));
    this.theme.setAttribute('aria-label', label);
    this.theme.title = label;
  }

  refresh() {
    const { state } = this.page;
    const written = (p) => p.id !== state.you.id && this.page.direct.unread(p);
    const people = JSON.stringify(state.people.map((p) => [p.id, p.name, p.organiser, written(p)]));
    if (people !== this.people) {
      this.people = people;
      this.who.replaceChildren(...state.people.map((p) => h('option', { value: p.id, text: `${p.name}${p.organiser ? ' (organiser)' : ''}${written(p) ? ', new message' : ''}` })));
    }
    this.who.value = state.you.id;
    this.about.textContent = state.people.find((p) => p.id === state.you.id)?.about ?? '';
    this.about.title = this.about.textContent;
    const now = this.page.now();
    const due = state.next_due;
    this.next.setAttribute('aria-disabled', due && due > now ? 'false' : 'true');
    this.tip.textContent = !due ? 'Nothing is due: start a read, or ask a question with a moment of its own, and its posts appear here.'
      : due > now ? `Next: ${stampText(due, 'F', now)} (${stampText(due, 'R', now)})` : 'A post is on its way.';
    this.tick();
  }

  tick() {
    const at = new Date(this.page.now() * 1000);
    const text = this.format.format(at);
    if (this.time.textContent === text) return;
    this.time.textContent = text;
    this.time.dateTime = at.toISOString();
    this.time.title = `The sandbox's clock: ${stampText(this.page.now(), 'F', this.page.now())}, in your time zone`;
  }
}

/** Notice is the line under the strip for what is wrong just now. */
export class Notice {
  constructor(root, page) {
    this.root = root;
    this.page = page;
    this.held = new Map();
  }

  hold(key, text) {
    if (text) this.held.set(key, text);
    else this.held.delete(key);
    const shown = this.held.get('flash') ?? [...this.held.values()][0] ?? ''; // what was just done comes first
    if (this.root.textContent !== shown) this.root.textContent = shown;
    this.root.hidden = shown === '';
  }

  flash(text) {
    this.hold('flash', text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hold('flash', ''), 6000);
  }

  refresh() {
    this.hold('bot', this.page.state.connected === false ? 'No bot is connected: commands and buttons get no answer.' : '');
  }
}

/** Side lists the channels and threads; on a phone it is a drawer. */
export class Side {
  constructor(root, shade, page) {
    // The events keep their place: what is unfolded, scrolled to or in focus stays so.
    const slot = (name) => h('div', { class: name });
    Object.assign(this, { root, shade, page, same: '', events: new Events(page), guild: slot('guild'), direct: slot('direct-slot'), list: slot('list'), me: slot('me') });
    root.append(this.guild, h('div', { class: 'channels' }, this.direct, this.events.root, this.list), this.me);
    shade.addEventListener('click', () => this.close());
    document.addEventListener('keydown', (event) => event.key === 'Escape' && this.close());
    narrow.addEventListener('change', () => this.fit());
    this.fit();
  }

  fit() {
    const open = this.root.classList.contains('open');
    this.root.inert = narrow.matches && !open;
    this.shade.hidden = !(narrow.matches && open);
    this.page.bar?.menu.setAttribute('aria-expanded', String(open));
  }

  open() {
    this.root.classList.add('open');
    this.fit();
    (this.root.querySelector('[aria-current]') ?? this.root.querySelector('a'))?.focus();
  }

  close() {
    if (!this.root.classList.contains('open')) return;
    this.root.classList.remove('open');
    this.fit();
    this.page.bar.menu.focus();
  }

  refresh() {
    const { page } = this;
    const { state, channel } = page;
    this.events.refresh();
    const places = page.places();
    const same = JSON.stringify([state.guild, state.you, channel.id, places.map((c) => [c.id, c.name, c.type, c.archived, c.locked, page.unread(c.id)])]);
    if (same === this.same) return;
    this.same = same;
    const focus = this.root.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    const about = state.you.organiser ? 'Organiser' : (state.you.roles ?? []).join(', ') || 'Member';
    this.guild.replaceChildren(h('span', { class: 'guild-mark', 'aria-hidden': 'true', text: state.guild.name.split(/\s+/).map((w) => [...w][0]).join('').slice(0, 3) }), h('h2', { dir: 'auto', text: state.guild.name }));
    this.direct.replaceChildren(...(state.direct ? [this.link(state.direct, 'at', 'direct')] : []));
    this.list.replaceChildren(...state.channels.map((c) => this.channel(c)));
    this.me.replaceChildren(avatar(state.you, 'small'), h('span', { class: 'me-text' }, h('b', { dir: 'auto', text: state.you.name }), h('small', { text: about })));
    if (focus) this.root.querySelector(`[data-testid="${CSS.escape(focus)}"]`)?.focus();
  }

  channel(c) {
    if (c.type === 4) return h('h2', { class: 'category', text: c.name });
    const threads = (c.threads ?? []).filter((t) => !t.archived || t.joined || t.id === this.page.channel.id);
    return h('div', { class: 'channel-group' }, this.link(c, c.type === 2 ? 'speaker' : 'hash', ''),
      threads.length > 0 && h('div', { class: 'threads', role: 'group', 'aria-label': `Threads of ${c.name}` }, threads.map((t) => this.link(t, t.private ? 'lock' : 'thread', 'thread'))));
  }

  link(c, sign, kind) {
    const { page } = this;
    const unread = page.unread(c.id);
    const rest = [c.type === 1 && 'direct messages', c.private && 'private', c.archived && 'archived', c.locked && 'locked'].filter(Boolean).join(', ');
    return h('a', {
      class: `channel ${kind}${unread ? ' unread' : ''}`, title: rest ? `${c.name} (${rest})` : null, href: `#${new URLSearchParams({ as: page.state.you.id, ch: c.id })}`, 'data-testid': `channel-${c.id}`,
      'aria-current': c.id === page.channel.id ? 'page' : null, on: { click: () => this.close() },
    }, icon(sign), h('span', { class: 'channel-name', dir: 'auto', text: c.name }), c.archived && h('span', { class: 'at-end', 'aria-hidden': 'true' }, icon('archive')), rest && h('span', { class: 'visually-hidden', text: `, ${rest}` }), unread && h('span', { class: 'visually-hidden', text: ', unread' }));
  }
}

/** Bar is the line above the messages: where one is. */
export class Bar {
  constructor(root, page) {
    this.page = page;
    this.menu = h('button', { type: 'button', class: 'icon-button menu-toggle', 'aria-label': 'Channels', 'aria-expanded': 'false', 'aria-controls': 'side', on: { click: () => page.side.open() } }, icon('menu'));
    this.where = h('div', { class: 'where' });
    this.people = h('button', { type: 'button', class: 'icon-button people-toggle', 'aria-label': 'Members', title: 'Members', 'aria-controls': 'members', on: { click: () => page.members.toggle() } }, icon('people'));
    root.append(this.menu, this.where, this.people);
  }

  refresh() {
    const { channel, state } = this.page;
    const unread = this.page.places().some((c) => this.page.unread(c.id));
    this.menu.classList.toggle('unread', unread);
    this.menu.setAttribute('aria-label', unread ? 'Channels, some unread' : 'Channels');
    const same = JSON.stringify([channel.id, channel.name, channel.topic, channel.parent?.name, channel.archived, channel.locked, channel.type === 1 && state.you.closed]);
    if (same === this.same) return;
    this.same = same;
    const sign = channel.type === 1 ? 'at' : channel.type === 12 ? 'lock' : channel.parent ? 'thread' : 'hash';
    this.where.replaceChildren(...[
      channel.parent && h('button', { type: 'button', class: 'text-button parent', on: { click: () => this.page.openChannel(channel.parent.id) } }, `#${channel.parent.name}`),
      channel.parent && h('span', { class: 'muted', 'aria-hidden': 'true', text: '›' }),
      icon(sign), h('h2', { dir: 'auto', text: channel.name }), channel.archived && h('span', { class: 'state', text: 'archived' }), channel.locked && h('span', { class: 'state', text: 'read only' }), channel.topic && h('p', { class: 'topic', dir: 'auto', title: channel.topic, text: channel.topic }),
      channel.type === 1 && directToggle(this.page),
    ].filter(Boolean));
  }
}

/** Members lists the people of the server; pressing one is becoming them. */
export class Members {
  constructor(root, page) {
    Object.assign(this, { root, page, same: '' });
    // Where there is little room the list lies over the messages, so it is
    // opened when it is wanted and not remembered.
    this.narrow = matchMedia('(max-width: 1020px)');
    const begin = () => root.classList.toggle('closed', this.narrow.matches || recall('members') === 'closed');
    this.narrow.addEventListener('change', begin);
    begin();
  }

  toggle() {
    const closed = this.root.classList.toggle('closed');
    if (!this.narrow.matches) remember('members', closed ? 'closed' : null);
    this.page.bar.people.setAttribute('aria-expanded', String(!closed));
  }

  refresh() {
    const { state } = this.page;
    const same = JSON.stringify([state.people, state.people.map((p) => this.page.direct.unread(p)), state.you.id, state.connected]);
    if (same === this.same) return;
    this.same = same;
    this.page.bar.people.setAttribute('aria-expanded', String(!this.root.classList.contains('closed')));
    const group = (name, list) => list.length > 0 && [h('h3', { text: `${name}: ${list.length}` }), list];
    const row = (p) => {
      const colours = legible(p.colour);
      const you = p.id === state.you.id;
      return h('button', { type: 'button', class: 'member', title: you ? 'This is you' : `Be ${p.name}`, 'aria-pressed': String(you), on: { click: () => this.page.become(p.id) } },
        avatar(p, 'small'), h('span', { class: 'member-text' }, h('span', { class: `name${colours['on-dark'] ? ' coloured' : ''}`, vars: colours }, h('bdi', { text: p.name }), you && h('span', { class: 'you-mark', text: 'you' }), this.page.direct.unread(p) && h('span', { class: 'written', title: 'A new direct message' }, h('span', { class: 'visually-hidden', text: ', a new direct message' }))), h('small', { text: p.about ?? '' })));
    };
    const bot = h('div', { class: 'member' }, avatar({ bot: true }, 'small'), h('span', { class: 'member-text' }, h('span', { class: 'name' }, 'Dogear', h('span', { class: 'app', text: 'APP' })), h('small', { text: state.connected === false ? 'not connected' : 'type / to talk to it' })));
    this.root.replaceChildren(...[
      group('Organisers', state.people.filter((p) => p.organiser).map(row)), group('Readers', state.people.filter((p) => !p.organiser).map(row)), group('Apps', [bot]),
    ].flat(2).filter(Boolean));
  }
}
