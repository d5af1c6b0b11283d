// Discord's markdown as a tree of plain values; text.js makes elements of it.
// Every scan either moves on or is remembered as hopeless, so the work stays in
// proportion to the text.

const DEPTH = 16;
const LINK = 2048; // a masked link is no longer than this
const ITEM = /^( *)([-*]|\d{1,9}\.) +(\S.*)$/;
const HEADING = /^(#{1,3}) +(\S.*)$/;

const endOfLine = (text, i) => {
  const end = text.indexOf('\n', i);
  return end < 0 ? text.length : end;
};

/** parse reads blocks: headings, subtext, quotes, lists, code blocks, text. */
export function parse(source, quoted = false) {
  const text = source.replace(/\r\n?/g, '\n');
  const out = [];
  let plain = '';
  let fences = true;
  const flush = () => {
    if (plain.endsWith('\n')) plain = plain.slice(0, -1);
    if (plain !== '') out.push({ type: 'text', children: inline(plain) });
    plain = '';
  };
  let i = 0;
  while (i < text.length) {
    const end = endOfLine(text, i);
    const line = text.slice(i, end);
    const bare = line.trimStart();
    if (!quoted && bare.startsWith('>>> ')) {
      flush();
      const from = i + line.indexOf('>>> ') + 4;
      out.push({ type: 'quote', children: parse(text.slice(from), true) });
      return out;
    }
    if (!quoted && bare.startsWith('> ')) {
      flush();
      const lines = [];
      for (let at = end, rest = bare; rest.startsWith('> ');) {
        lines.push(rest.slice(2));
        i = Math.min(at + 1, text.length);
        if (i === text.length) break;
        at = endOfLine(text, i);
        rest = text.slice(i, at).trimStart();
      }
      out.push({ type: 'quote', children: parse(lines.join('\n'), true) });
      continue;
    }
    const heading = HEADING.exec(line);
    if (heading) {
      flush();
      out.push({ type: 'heading', level: heading[1].length, children: inline(heading[2]) });
      i = end + 1;
      continue;
    }
    if (line.startsWith('-# ') && line.length > 3) {
      flush();
      out.push({ type: 'subtext', children: inline(line.slice(3)) });
      i = end + 1;
      continue;
    }
    if (ITEM.test(line)) {
      flush();
      i = list(text, i, out);
      continue;
    }
    const fence = fences ? openFence(line) : -1;
    const close = fence < 0 ? -1 : text.indexOf('```', i + fence + 4);
    if (fence >= 0 && close < 0) fences = false;
    if (close >= 0) {
      plain += line.slice(0, fence);
      flush();
      out.push(codeBlock(text.slice(i + fence + 3, close)));
      i = text[close + 3] === '\n' ? close + 4 : close + 3;
      continue;
    }
    plain += text.slice(i, end + 1);
    i = end + 1;
  }
  flush();
  return out;
}

function openFence(line) {
  for (let at = line.indexOf('```'); at >= 0; at = line.indexOf('```', at + 1)) {
    if (line[at - 1] !== '\\') return at;
  }
  return -1;
}

function codeBlock(body) {
  const head = /^([\w+.#-]{1,30})\n/.exec(body);
  const text = head ? body.slice(head[0].length) : body.replace(/^\n/, '');
  return { type: 'block', lang: head ? head[1] : '', text: text.replace(/\n$/, '') };
}

// list reads the lines of one list, nested by indentation, from i on.
function list(text, i, out) {
  const stack = [];
  while (i < text.length) {
    const end = endOfLine(text, i);
    const line = text.slice(i, end);
    const item = ITEM.exec(line);
    if (!item) {
      const last = stack.at(-1)?.list.items.at(-1);
      if (!last || !line.startsWith('  ') || line.trim() === '') break;
      last.children.push({ type: 'string', text: '\n' }, ...inline(line.trim()));
      i = end + 1;
      continue;
    }
    const indent = item[1].length;
    const ordered = item[2] !== '-' && item[2] !== '*';
    while (stack.length > 1 && indent < stack.at(-1).indent) stack.pop();
    let top = stack.at(-1);
    if (!top || (indent > top.indent + 1 && stack.length < DEPTH)) {
      const made = { type: 'list', ordered, start: ordered ? parseInt(item[2], 10) : 1, items: [] };
      if (top) top.list.items.at(-1).lists.push(made);
      else out.push(made);
      top = { indent, list: made };
      stack.push(top);
    } else if (top.list.ordered !== ordered && stack.length === 1) break;
    top.list.items.push({ children: inline(item[3]), lists: [] });
    i = end + 1;
  }
  return i;
}

/** inline reads the spans of one run of text. */
export function inline(text, depth = 0, inLink = false) {
  const out = [];
  const dead = new Set();
  let buffer = '';
  let i = 0;
  const take = (node, next) => {
    if (buffer !== '') out.push({ type: 'string', text: buffer });
    buffer = '';
    if (node) out.push(node);
    i = next;
  };
  while (i < text.length) {
    const c = text[i];
    if (c === '\\' && i + 1 < text.length && /[^\w\s]|_/.test(text[i + 1])) {
      buffer += text[i + 1];
      i += 2;
      continue;
    }
    const found = depth < DEPTH ? span(text, i, c, dead, inLink) : null;
    if (!found) {
      buffer += c;
      i += 1;
      continue;
    }
    const { inner, next, ...node } = found;
    if (inner !== undefined) node.children = inline(inner, depth + 1, inLink || node.type === 'link');
    take(node, next);
  }
  take(null, i);
  return out;
}

function span(text, i, c, dead, inLink) {
  switch (c) {
    case '*': return longer(emphasis(text, i, '*'), paired(text, i, '**', 'strong', dead));
    case '_': return longer(emphasis(text, i, '_'), paired(text, i, '__', 'underline', dead));
    case '~': return paired(text, i, '~~', 'strike', dead);
    case '|': return paired(text, i, '||', 'spoiler', dead);
    case '`': return code(text, i, dead);
    case '[': return inLink ? null : masked(text, i, dead);
    case '<': return angle(text, i, inLink);
    case 'h': return inLink ? null : bareLink(text, i);
    default: return null;
  }
}

const longer = (a, b) => (!a || (b && b.next > a.next) ? b : a);

// emphasis is one * or _: no space inside its ends, and it stops at the first
// lone mark, whether that closes it or not.
function emphasis(text, i, mark) {
  if (/^\s?$/.test(text[i + 1] ?? '') && mark === '*') return null;
  for (let j = i + 1; j < text.length; j++) {
    if (text[j] === '\\') j += 1;
    else if (text[j] === mark && text[j + 1] === mark) j += 1;
    else if (text[j] === mark) {
      const bad = j === i + 1 || (mark === '*' ? /\s/.test(text[j - 1]) : /\w/.test(text[j + 1] ?? ''));
      return bad ? null : { type: 'em', inner: text.slice(i + 1, j), next: j + 1 };
    }
  }
  return null;
}

function paired(text, i, mark, type, dead) {
  if (!text.startsWith(mark, i) || dead.has(mark)) return null;
  for (let j = i + 2; j < text.length; j++) {
    if (text[j] === '\\') j += 1;
    else if (j > i + 2 && text.startsWith(mark, j) && (mark === '||' || mark === '~~' || text[j + 2] !== mark[0])) {
      return { type, inner: text.slice(i + 2, j), next: j + 2 };
    }
  }
  dead.add(mark);
  return null;
}

function code(text, i, dead) {
  let n = 1;
  while (text[i + n] === '`') n += 1;
  const skip = { type: 'string', text: '`'.repeat(n), next: i + n };
  if (dead.has(n)) return skip;
  for (let j = text.indexOf('`', i + n); j >= 0; j = text.indexOf('`', j)) {
    let m = 1;
    while (text[j + m] === '`') m += 1;
    if (m === n) return { type: 'code', text: text.slice(i + n, j).replace(/^ (.*`.*) $/, '$1'), next: j + n };
    j += m;
  }
  dead.add(n);
  return skip;
}

/** safeURL gives an http(s) address, or null. */
export function safeURL(text) {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

function masked(text, i, dead) {
  if (dead.has('](') || text.indexOf('](', i) < 0) {
    dead.add('](');
    return null;
  }
  let open = 0;
  let j = i;
  const far = Math.min(text.length, i + LINK);
  for (; j < far; j++) {
    if (text[j] === '\\') j += 1;
    else if (text[j] === '[') open += 1;
    else if (text[j] === ']' && --open === 0) break;
  }
  if (text[j] !== ']' || text[j + 1] !== '(') return null;
  const label = text.slice(i + 1, j);
  let nested = 0;
  for (let k = j + 2; k < far && !/\s/.test(text[k]); k++) {
    if (text[k] === '(') nested += 1;
    else if (text[k] === ')' && nested-- === 0) {
      const href = safeURL(text.slice(j + 2, k).replace(/^<(.*)>$/, '$1'));
      return href && label.trim() !== '' ? { type: 'link', href, inner: label, next: k + 1 } : null;
    }
  }
  return null;
}

function bareLink(text, i) {
  if (!text.startsWith('https://', i) && !text.startsWith('http://', i)) return null;
  let end = i;
  while (end < text.length && !/[\s<]/.test(text[end])) end += 1;
  for (; end > i; end--) {
    if (/[.,:;"'!?\]]/.test(text[end - 1])) continue;
    if (text[end - 1] !== ')') break;
    const raw = text.slice(i, end);
    if (raw.split('(').length >= raw.split(')').length) break;
  }
  const href = safeURL(text.slice(i, end));
  return href ? { type: 'link', href, children: [{ type: 'string', text: text.slice(i, end) }], next: end } : null;
}

const ANGLES = [
  [/<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y, (m) => (Math.abs(Number(m[1])) <= 8.64e12 ? { type: 'time', at: Number(m[1]), style: m[2] ?? 'f' } : null)],
  [/<@!?(\d{1,20})>/y, (m) => ({ type: 'user', id: m[1] })],
  [/<@&(\d{1,20})>/y, (m) => ({ type: 'role', id: m[1] })],
  [/<#(\d{1,20})>/y, (m) => ({ type: 'channel', id: m[1] })],
  [/<\/([^\s:>/][^:>\n]{0,100}):\d{1,20}>/y, (m) => ({ type: 'command', name: m[1] })],
  [/<a?:(\w{1,64}):\d{1,20}>/y, (m) => ({ type: 'string', text: `:${m[1]}:` })],
  [/<(https?:\/\/[^\s<>]{1,2048})>/y, (m) => (safeURL(m[1]) ? { type: 'link', href: safeURL(m[1]), children: [{ type: 'string', text: m[1] }] } : null)],
];

function angle(text, i, inLink) {
  for (const [pattern, make] of ANGLES) {
    pattern.lastIndex = i;
    const match = pattern.exec(text);
    const node = match && make(match);
    if (node) return inLink && node.type === 'link' ? null : { ...node, next: i + match[0].length };
  }
  return null;
}
