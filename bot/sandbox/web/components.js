// Discord's message components as elements: cards, buttons, menus, pictures.

import { h, icon, sizeText, colourOf } from './dom.js';
import { safeURL } from './markdown.js';
import { link, markdown, spoiler } from './text.js';

const STYLES = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'link' };
const LAYOUT = new Set([9, 10, 11, 12, 13, 14, 17]);

/** isLayout tells whether a message is made of components alone. */
export const isLayout = (components) => (components ?? []).some((c) => LAYOUT.has(c.type));

/**
 * renderComponents makes elements of a message's components. ctx: message,
 * markdown's ctx as text, press(customID, values), busy (a set of custom ids).
 */
export function renderComponents(components, ctx) {
  return (components ?? []).map((c) => component(c, ctx));
}

function component(c, ctx) {
  switch (c.type) {
    case 1: return h('div', { class: 'row' }, renderComponents(c.components, ctx));
    case 2: return button(c, ctx);
    case 3: return menu(c, ctx);
    case 9: return section(c, ctx);
    case 10: return markdown(c.content ?? '', ctx.text);
    case 11: return covered(c, picture(c.media, c.description, 'thumbnail', ctx));
    case 12: return gallery(c, ctx);
    case 13: return covered(c, fileCard(resolve(c.file?.url, ctx.message) ?? { filename: c.name ?? 'file' }));
    case 14: return h('hr', { class: `separator${c.divider === false ? ' blank' : ''}${c.spacing === 2 ? ' wide' : ''}` });
    case 17: return container(c, ctx);
    default: return h('p', { class: 'muted', text: 'A part of this message that this page cannot show.' });
  }
}

const covered = (c, el) => (c.spoiler ? spoiler(el) : el);

function container(c, ctx) {
  const colour = colourOf(c.accent_color);
  const el = h('div', { class: `container${colour ? ' accented' : ''}`, vars: colour ? { bar: colour } : {} }, renderComponents(c.components, ctx));
  return covered(c, el);
}

function section(c, ctx) {
  return h('div', { class: 'section' },
    h('div', { class: 'section-text' }, renderComponents(c.components, ctx)),
    c.accessory && h('div', { class: 'accessory' }, component(c.accessory, ctx)));
}

function button(c, ctx) {
  const label = [c.emoji?.id ? '' : c.emoji?.name, c.label].filter(Boolean).join(' ');
  if (c.style === 5) {
    return link(safeURL(c.url ?? ''), 'button link', [label, icon('out')], ctx.text);
  }
  const busy = ctx.busy.has(c.custom_id);
  return h('button', {
    type: 'button', class: `button ${STYLES[c.style] ?? 'secondary'}`, 'data-custom-id': c.custom_id, text: label,
    disabled: c.disabled, 'aria-busy': busy ? 'true' : null, 'aria-disabled': ctx.busy.size > 0 ? 'true' : null,
    on: { click: () => ctx.busy.size === 0 && ctx.press(c.custom_id, []) },
  });
}

function menu(c, ctx) {
  const many = (c.max_values ?? 1) > 1;
  const options = c.options ?? [];
  const chosen = new Set(options.filter((o) => o.default).map((o) => o.value));
  const shown = () => options.filter((o) => chosen.has(o.value)).map((o) => o.label).join(', ');
  const text = h('span', { class: 'menu-text' });
  const toggle = h('button', {
    type: 'button', class: 'menu-button', 'data-custom-id': c.custom_id, disabled: c.disabled, 'aria-haspopup': 'listbox', 'aria-expanded': 'false',
    'aria-disabled': ctx.busy.size > 0 ? 'true' : null, 'aria-busy': ctx.busy.has(c.custom_id) ? 'true' : null,
  }, text, icon('down'));
  const items = options.map((o) => h('li', { role: 'option', tabindex: '-1', 'data-value': o.value },
    h('span', { class: 'menu-label' }, [o.emoji?.id ? '' : o.emoji?.name, o.label].filter(Boolean).join(' '), o.description && h('small', { text: o.description })), icon('check')));
  const box = h('ul', { class: 'menu-list', role: 'listbox', hidden: true, 'aria-label': c.placeholder ?? 'Choose', 'aria-multiselectable': many ? 'true' : null }, items);
  const before = [...chosen].join('\n');
  const paint = () => {
    text.textContent = shown() || c.placeholder || 'Make a selection';
    text.classList.toggle('placeholder', chosen.size === 0);
    items.forEach((item) => item.setAttribute('aria-selected', chosen.has(item.dataset.value)));
  };
  const close = (send) => {
    if (box.hidden) return;
    box.hidden = true;
    toggle.setAttribute('aria-expanded', 'false');
    const values = options.map((o) => o.value).filter((v) => chosen.has(v));
    if (send && values.length >= (c.min_values ?? 1) && (!many || [...chosen].join('\n') !== before)) ctx.press(c.custom_id, values);
  };
  const pick = (item) => {
    const value = item.dataset.value;
    if (!many) chosen.clear();
    if (many && chosen.has(value)) chosen.delete(value);
    else if (chosen.size < (c.max_values ?? 1)) chosen.add(value);
    paint();
    if (many) return;
    toggle.focus();
    close(true);
  };
  toggle.addEventListener('click', () => {
    if (ctx.busy.size > 0) return;
    if (!box.hidden) return close(true);
    box.hidden = false;
    toggle.setAttribute('aria-expanded', 'true');
    (items.find((item) => chosen.has(item.dataset.value)) ?? items[0])?.focus();
    box.scrollIntoView({ block: 'nearest' });
  });
  box.addEventListener('click', (event) => {
    const item = event.target.closest('[role=option]');
    if (item) pick(item);
  });
  box.addEventListener('keydown', (event) => {
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) items[Math.max(0, Math.min(items.length - 1, to))]?.focus();
    else if ((event.key === 'Enter' || event.key === ' ') && at >= 0) pick(items[at]);
    else if (event.key === 'Escape') {
      toggle.focus();
      close(many);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const whole = h('div', { class: 'menu' }, toggle, box);
  whole.addEventListener('focusout', (event) => {
    if (!whole.contains(event.relatedTarget)) close(many);
  });
  paint();
  return whole;
}

// resolve finds what an address names: an attachment of this message, or a
// file of the sandbox. Nothing is fetched from elsewhere.
function resolve(address, message) {
  if (!address) return null;
  if (address.startsWith('attachment://')) {
    const name = address.slice('attachment://'.length);
    return (message.attachments ?? []).find((a) => a.filename === name) ?? null;
  }
  const file = (message.attachments ?? []).find((a) => a.url === address);
  return file ?? { url: address, filename: address.split(/[?#]/)[0].split('/').pop() };
}

// local gives the path of a file that this sandbox serves, or null.
function local(address) {
  try {
    const url = new URL(address, location.href);
    const own = url.origin === location.origin || url.pathname.startsWith('/attachments/');
    return own ? url.pathname + url.search : null;
  } catch {
    return null;
  }
}

function picture(media, description, className, ctx) {
  const file = resolve(media?.url, ctx.message);
  const src = file && local(file.url);
  const alt = description || file?.description || '';
  if (!src) {
    return h('span', { class: `${className} picture missing`, role: 'img', 'aria-label': alt || 'A picture' }, alt || 'A picture from elsewhere: the sandbox fetches nothing.');
  }
  return h('button', {
    type: 'button', class: `${className} picture`, 'aria-label': `Enlarge the picture${alt ? `: ${alt}` : ''}`,
    on: { click: () => enlarge(src, alt) },
  }, h('img', { src, alt, decoding: 'async' }));
}

function gallery(c, ctx) {
  const items = c.items ?? [];
  return h('div', { class: `gallery gallery-${Math.min(items.length, 4)}` },
    items.map((item) => covered(item, picture(item.media, item.description, 'gallery-item', ctx))));
}

function fileCard(file) {
  const href = file.url && local(file.url);
  return h('div', { class: 'file' }, icon('file'),
    h('span', { class: 'file-text' },
      href ? h('a', { href, download: file.filename, text: file.filename }) : h('span', { text: file.filename }),
      h('small', { text: sizeText(file.size) })));
}

/** renderAttachments shows the files of a message that no component shows. */
export function renderAttachments(message, ctx) {
  if (isLayout(message.components)) return [];
  const all = message.attachments ?? [];
  const pictures = all.filter((a) => a.content_type?.startsWith('image/'));
  return [
    pictures.length > 0 && h('div', { class: `gallery gallery-${Math.min(pictures.length, 4)}` },
      pictures.map((a) => picture({ url: a.url }, a.description, 'gallery-item', ctx))),
    all.filter((a) => !pictures.includes(a)).map(fileCard),
  ];
}

function enlarge(src, alt) {
  const close = h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close' }, icon('close'));
  const dialog = h('dialog', { class: 'lightbox', 'aria-label': 'Picture' }, close, h('img', { src, alt }), alt && h('p', { text: alt }));
  dialog.addEventListener('click', (event) => {
    if (event.target.tagName !== 'IMG' && event.target.tagName !== 'P') dialog.close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
