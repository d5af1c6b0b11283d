// Texts as elements: the markdown's tree, and moments in the viewer's own time.

import { h, legible } from './dom.js';
import { parse } from './markdown.js';

const formats = new Map();

function format(at, options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(undefined, options));
  return formats.get(key).format(new Date(at * 1000));
}

const SHORT_DATE = { day: '2-digit', month: '2-digit', year: 'numeric' };
const STYLES = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: SHORT_DATE,
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { ...SHORT_DATE, hour: '2-digit', minute: '2-digit' },
  S: { ...SHORT_DATE, hour: '2-digit', minute: '2-digit', second: '2-digit' },
};

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'always' });
const STEPS = [['second', 1, 60], ['minute', 60, 60], ['hour', 3600, 24], ['day', 86400, 30], ['month', 2629746, 12], ['year', 31556952, Infinity]];

/** stampText writes a moment in one of Discord's styles, or as a message's own time ("chat"). */
export function stampText(at, style, now) {
  if (style === 'R') {
    const gap = at - now;
    for (const [unit, size, limit] of STEPS) {
      const n = Math.round(Math.abs(gap) / size);
      if (n < limit) return relative.format(gap < 0 ? -n : n, unit);
    }
  }
  if (style !== 'chat') return format(at, STYLES[style]);
  const day = (t) => new Date(t * 1000).toDateString();
  if (day(at) === day(now)) return `Today at ${format(at, STYLES.t)}`;
  if (day(at) === day(now - 86400)) return `Yesterday at ${format(at, STYLES.t)}`;
  return format(at, STYLES.s);
}

/** stamp makes a <time> that refreshStamps keeps true. */
export function stamp(at, style, now, className = 'stamp') {
  return h('time', {
    class: className, datetime: new Date(at * 1000).toISOString(), title: stampText(at, 'F', now),
    'data-at': at, 'data-style': style, text: stampText(at, style, now),
  });
}

/** refreshStamps rewrites the times that depend on the present. */
export function refreshStamps(root, now) {
  for (const el of root.querySelectorAll('time[data-style="R"], time[data-style="chat"]')) {
    const text = stampText(Number(el.dataset.at), el.dataset.style, now);
    if (el.textContent !== text) el.textContent = text;
  }
}

/**
 * markdown renders a text. ctx: now, mentions {users, roles, channels},
 * pickCommand(name), openChannel(id).
 */
export function markdown(source, ctx) {
  return h('div', { class: 'md' }, parse(source).map((node) => block(node, ctx)));
}

const spans = (nodes, ctx) => nodes.map((node) => spanNode(node, ctx));

function block(node, ctx) {
  switch (node.type) {
    case 'heading': return h(`h${node.level + 2}`, { class: `md-h${node.level}` }, spans(node.children, ctx));
    case 'subtext': return h('p', { class: 'md-sub' }, spans(node.children, ctx));
    case 'quote': return h('blockquote', null, node.children.map((child) => block(child, ctx)));
    case 'block': return h('pre', { tabindex: '0' }, h('code', { text: node.text }));
    case 'list': {
      const items = node.items.map((item) => h('li', null, spans(item.children, ctx), item.lists.map((l) => block(l, ctx))));
      return h(node.ordered ? 'ol' : 'ul', { start: node.ordered ? node.start : null }, items);
    }
    default: return h('p', null, spans(node.children, ctx));
  }
}

const WRAPS = { strong: 'strong', em: 'em', underline: 'u', strike: 's' };

function spanNode(node, ctx) {
  const mentions = ctx.mentions ?? {};
  switch (node.type) {
    case 'string': return document.createTextNode(node.text);
    case 'code': return h('code', { text: node.text });
    case 'spoiler': return spoiler(h('span', null, spans(node.children, ctx)), 'span');
    case 'link': return link(node.href, '', spans(node.children, ctx), ctx);
    case 'time': return stamp(node.at, node.style, ctx.now);
    case 'user': return h('span', { class: 'mention' }, '@', h('bdi', { text: mentions.users?.[node.id] ?? 'unknown' }));
    case 'role': {
      const role = mentions.roles?.[node.id];
      const colours = legible(role?.colour);
      return h('span', { class: `mention${colours['on-dark'] ? ' coloured' : ''}`, vars: colours }, '@', h('bdi', { text: role?.name ?? 'unknown' }));
    }
    case 'channel': {
      const name = mentions.channels?.[node.id];
      if (!name) return h('span', { class: 'mention', text: '#unknown' });
      return h('button', { type: 'button', class: 'mention', on: { click: () => ctx.openChannel?.(node.id) } }, '#', h('bdi', { text: name }));
    }
    case 'command': return h('button', { type: 'button', class: 'mention', text: `/${node.name}`, on: { click: () => ctx.pickCommand?.(node.name) } });
    default: return h(WRAPS[node.type], null, spans(node.children, ctx));
  }
}

const CHANNEL = /^https:\/\/discord\.com\/channels\/(?:\d+|@me)\/(\d+)(?:\/\d+)?\/?$/;

/**
 * link makes a link. One to a channel opens it in this page; others are shown
 * and lead nowhere, for nothing leaves this machine. ctx: as for markdown.
 */
export function link(href, className, children, ctx) {
  const channel = href?.match(CHANNEL)?.[1];
  if (channel && ctx.openChannel) {
    const open = (event) => {
      event.preventDefault();
      ctx.openChannel(channel);
    };
    return h('a', { class: className || null, href: `#${new URLSearchParams({ ch: channel })}`, title: 'Opens the channel in this page', on: { click: open } }, children);
  }
  return h('a', { class: className || null, role: 'link', 'aria-disabled': 'true', tabindex: '0', title: `${href ?? 'This link'}: the sandbox leads nowhere outside this page` }, children);
}

/** spoiler covers its content until it is pressed. */
export function spoiler(content, tag = 'div') {
  const el = h(tag, { class: 'spoiler', role: 'button', tabindex: '0', 'aria-label': 'Spoiler: press to reveal' }, content);
  content.classList.add('spoiler-content');
  content.inert = true;
  const reveal = (event) => {
    if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    el.classList.add('revealed');
    for (const name of ['role', 'tabindex', 'aria-label']) el.removeAttribute(name);
    content.inert = false;
    el.removeEventListener('click', reveal, true);
    el.removeEventListener('keydown', reveal, true);
  };
  el.addEventListener('click', reveal, true);
  el.addEventListener('keydown', reveal, true);
  return el;
}
