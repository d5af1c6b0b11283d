// Dogear's sandbox: a page that looks and behaves like a chat client. This
// file holds what all parts share: who and where one is, and the state.

import { announce } from './dom.js';
import { fetchState, listen, post } from './api.js';
import { Messages } from './messages.js';
import { Composer } from './composer.js';
import { openForm } from './forms.js';
import { Direct } from './direct.js';
import { Bar, Members, Notice, Side, Strip } from './frame.js';

const place = (id) => document.getElementById(id);

const page = {
  state: null,
  channel: null,
  received: 0,
  seen: new Map(), // "person channel": id of the last message that was looked at
  direct: new Direct(),

  /** now is the sandbox's time in unix seconds. */
  now: () => page.state.now + (performance.now() - page.received) / 1000,

  route: () => new URLSearchParams(location.hash.slice(1)),

  go(as, channel) {
    const hash = new URLSearchParams({ as, ch: channel }).toString();
    if (location.hash.slice(1) !== hash) location.hash = hash;
    turned(); // at once: the event comes later, and a state that comes before it would undo this
  },

  openChannel(id) {
    page.side.close();
    if (page.places().every((c) => c.id !== id)) page.notice.flash('You cannot see that channel.');
    else page.go(page.state.you.id, id);
  },

  become(id) {
    page.go(id, page.channel?.type === 1 ? 'direct' : page.channel?.id ?? '');
  },

  /** places lists channels and their threads, in order, direct messages last. */
  places: () => [...page.state.channels.flatMap((c) => [c, ...(c.threads ?? []).map((t) => ({ ...t, type: t.private ? 12 : 11, parent: c }))]), ...(page.state.direct ? [page.state.direct] : [])],

  /** you is who one is, as the list of people has them. */
  you: () => page.state.people.find((p) => p.id === page.state.you.id),

  /** commands are those that can be used in the channel. */
  commands: () => (page.channel.type === 1 ? page.state.commands.filter((c) => c.direct) : page.state.commands),

  unread(id) {
    if (id === page.state.direct?.id) return page.direct.unread(page.you());
    const last = page.state.messages[id]?.at(-1);
    return Boolean(last) && page.seen.get(`${page.state.you.id} ${id}`) !== last.id;
  },

  async clock(body) {
    const answer = await post('clock', body);
    if (answer.ok === false) page.notice.flash(answer.error);
    else if (answer.now) announce(`It is now ${new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(answer.now * 1000))}`);
  },

  async dismiss(message) {
    const answer = await post('dismiss', { as: page.state.you.id, message: message.id });
    if (answer.ok === false) page.notice.flash(answer.error);
  },

  openForm(form, closed) {
    const text = { now: page.now(), mentions: {}, openChannel: page.openChannel };
    openForm(form, { as: page.state.you.id, text, closed });
  },

  pickCommand: (name) => page.composer.pick(name),
  local: (entry) => page.messages.local(entry),
  sent: () => page.messages.toBottom(),
};

page.strip = new Strip(place('strip'), page);
page.notice = new Notice(place('notice'), page);
page.side = new Side(place('side'), place('shade'), page);
page.bar = new Bar(place('bar'), page);
page.members = new Members(place('members'), page);
page.messages = new Messages(place('scroller'), place('new'), page);
page.composer = new Composer(place('composer'), page);

let stop = null;
let following = null;

function show() {
  const { state } = page;
  const places = page.places();
  const usual = places.find((c) => c.type === 0 || c.type === 5) ?? places[0];
  if (!usual) {
    page.notice.hold('bare', 'This server has no channel that you can see.');
    return;
  }
  page.notice.hold('bare', '');
  const wish = page.route().get('ch');
  page.channel = places.find((c) => (c.id === wish && c.type !== 4) || (c.type === 1 && wish === 'direct')) ?? usual;
  if (page.channel.type === 1 && !document.hidden) page.direct.read(page.you());
  const wanted = new URLSearchParams({ as: state.you.id, ch: page.channel.id }).toString();
  if (location.hash.slice(1) !== wanted) history.replaceState(null, '', `#${wanted}`);
  for (const c of places) {
    const key = `${state.you.id} ${c.id}`;
    const last = state.messages[c.id]?.at(-1)?.id;
    if (last && (!page.seen.has(key) || (c.id === page.channel.id && !document.hidden))) page.seen.set(key, last);
    else if (!page.seen.has(key)) page.seen.set(key, '');
  }
  document.title = `${places.some((c) => page.unread(c.id)) ? '• ' : ''}${page.channel.type === 1 ? '@' : page.channel.parent ? '' : '#'}${page.channel.name} · ${state.guild.name}`;
  for (const part of [page.strip, page.notice, page.side, page.bar, page.members, page.composer]) part.refresh();
  page.messages.render();
}

function accept(state) {
  page.state = state;
  page.received = performance.now();
  show();
}

function follow(as) {
  if (following === as) return;
  stop?.();
  following = as;
  if (page.state && page.state.you.id !== as) page.composer.clear();
  stop = listen(as, {
    state: (state) => following === as && accept(state),
    lost: (is) => page.notice.hold('lost', is ? 'The connection to the sandbox is lost. Trying again…' : ''),
    gone: () => start(''),
  });
}

// start asks who is there first: an address may name someone of an earlier sandbox.
async function start(as) {
  try {
    const state = await fetchState(as);
    page.notice.hold('lost', '');
    accept(state);
    following = null;
    follow(state.you.id);
  } catch {
    if (as) {
      start('');
      return;
    }
    page.notice.hold('lost', 'The sandbox does not answer. Trying again…');
    setTimeout(() => start(page.route().get('as') ?? ''), 1500);
  }
}

// turned goes where the address says: to another person, or another channel.
function turned() {
  const as = page.route().get('as');
  if (!page.state || (as && as !== page.state.you.id)) follow(as ?? '');
  else show();
}

addEventListener('hashchange', turned);

document.addEventListener('visibilitychange', () => page.state && show());

// Typing with the focus nowhere in particular goes to the composer.
document.addEventListener('keydown', (event) => {
  if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, [role=listbox], dialog') || document.querySelector('dialog[open]')) return;
  page.composer.focus();
});

setInterval(() => {
  if (!page.state) return;
  page.strip.tick();
  page.messages.tick(page.now());
}, 1000);

start(page.route().get('as') ?? '');
