// Small helpers that build the page's elements. Text is always set as text.

/**
 * h makes an element. Properties: class, text, on (listeners), vars (CSS
 * custom properties); true, false and null set or leave out an attribute.
 */
export function h(tag, props, ...children) {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === 'text') el.textContent = value;
    else if (key === 'on') for (const [type, f] of Object.entries(value)) el.addEventListener(type, f);
    else if (key === 'vars') for (const [name, v] of Object.entries(value)) el.style.setProperty(`--${name}`, v);
    else if (key === 'value') el.value = value;
    else el.setAttribute(key, value === true ? '' : String(value));
  }
  el.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return el;
}

const PATHS = {
  hash: 'M10 4 8 20M16 4l-2 16M4.5 9h16M3.5 15h16',
  thread: 'M4 5h16M4 10h9M4 15h5M14 14v6l3-2.5 4 2.5v-6z',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  speaker: 'M4 10v4h3l5 4V6l-5 4zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11',
  menu: 'M4 6h16M4 12h16M4 18h16',
  close: 'M5 5l14 14M19 5 5 19',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.3M18 14.5c2.2.7 3.5 2.6 3.5 5.5',
  eye: 'M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  send: 'M4 4l17 8-17 8 3-8zM7 12h7',
  file: 'M6 3h8l5 5v13H6zM14 3v5h5',
  out: 'M13 4h7v7M20 4l-9 9M10 6H5v13h13v-5',
  sun: 'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M4.9 4.9l1.8 1.8M17.3 17.3l1.8 1.8M4.9 19.1l1.8-1.8M17.3 6.7l1.8-1.8',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2',
  down: 'M6 9l6 6 6-6',
  check: 'M5 12.5l4.5 4.5L19 7',
  plus: 'M12 5v14M5 12h14',
  archive: 'M4 4h16v5H4zM5.5 9v11h13V9M10 13h4',
  apps: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM17 14v6M14 17h6',
  slash: 'M15 4 9 20',
  enter: 'M4 12h12M11 6l6 6-6 6M20 4v16',
  leave: 'M20 12H8M13 6l-6 6 6 6M4 4v16',
  at: 'M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0v1.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-3.5 7.1',
  calendar: 'M4 6h16v14H4zM4 10.5h16M8 3v5M16 3v5',
  reply: 'M4 20v-6a5 5 0 0 1 5-5h11',
};

const svgNS = 'http://www.w3.org/2000/svg';

function svg(className, viewBox, ...paths) {
  const el = document.createElementNS(svgNS, 'svg');
  el.setAttribute('viewBox', viewBox);
  el.setAttribute('class', className);
  el.setAttribute('aria-hidden', 'true');
  for (const [d, name] of paths) {
    const path = document.createElementNS(svgNS, 'path');
    path.setAttribute('d', d);
    if (name) path.setAttribute('class', name);
    el.append(path);
  }
  return el;
}

/** icon draws one of our line icons. */
export const icon = (name) => svg('icon', '0 0 24 24', [PATHS[name]]);

/** mark draws Dogear's mark: a page with a folded corner. */
export const mark = () => svg('mark', '0 0 24 24',
  ['M5 2h9l6 6v12a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2z', 'mark-page'], ['M14 2l6 6h-4a2 2 0 0 1-2-2z', 'mark-fold']);

/** colourOf reads a colour as the sandbox gives it: a number or "#rrggbb". */
export function colourOf(value) {
  if (typeof value === 'number' && value > 0) return `#${value.toString(16).padStart(6, '0').slice(-6)}`;
  if (typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) && value !== '#000000') return value;
  return null;
}

const channels = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

function luminance(rgb) {
  const [r, g, b] = rgb.map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// towards moves a colour to black or white until it reads on a surface.
function towards(hex, target, surface) {
  const from = channels(hex);
  for (let share = 0; share < 1; share += 0.05) {
    const rgb = from.map((c) => Math.round(c + (target - c) * share));
    const [high, low] = [luminance(rgb), luminance(channels(surface))].sort((a, b) => b - a);
    if ((high + 0.05) / (low + 0.05) >= 5.4) return `rgb(${rgb.join(' ')})`;
  }
  return target ? '#ffffff' : '#000000';
}

/** legible gives a colour's two forms that read on the light and on the dark page. */
export function legible(value) {
  const hex = colourOf(value);
  return hex ? { 'on-light': towards(hex, 0, '#f2f3f5'), 'on-dark': towards(hex, 255, '#383a40') } : {};
}

/** avatar is a disc with a person's initial, or Dogear's mark for the bot. */
export function avatar(person, size = '') {
  const el = h('span', { class: `avatar ${size}`, 'aria-hidden': 'true' });
  const hex = colourOf(person.colour);
  if (person.bot) {
    el.classList.add('avatar-bot');
    el.append(mark());
    return el;
  }
  const fill = hex ?? '#5c6b7a';
  el.style.setProperty('--fill', fill);
  el.style.setProperty('--initial', luminance(channels(fill)) > 0.24 ? '#16181b' : '#ffffff');
  el.append(String.fromCodePoint((person.name ?? '?').codePointAt(0) ?? 63).toUpperCase());
  return el;
}

/** sizeText says a file's size. */
export function sizeText(bytes) {
  if (!Number.isFinite(bytes)) return '';
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

/** remember keeps a choice of this browser, null forgets it; a browser may refuse. */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch { /* it is then asked anew next time */ }
}

/** recall gives what remember kept, or null. */
export function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** announce tells assistive technology something that has no place in the log. */
export function announce(text) {
  const region = document.getElementById('announce');
  region.textContent = '';
  requestAnimationFrame(() => { region.textContent = text; });
}
