// The composer: plain messages, and slash commands with their options.

import { h, icon, mark } from './dom.js';
import { post } from './api.js';
import { ListBox } from './listbox.js';
import { Option } from './options.js';

const LONGEST = 2000;
const shape = (options) => options.map((o) => (o.required ? `${o.name}` : `[${o.name}]`)).join(' ');

/** Composer is in one of two states: a text, or a command with its pills. */
export class Composer {
  /** page: state, channel, sent(), local(entry), openForm(form, back), setNotice. */
  constructor(root, page) {
    this.page = page;
    this.command = null;
    this.options = [];
    this.last = null;
    const popup = h('div', { class: 'popup', hidden: true });
    this.list = new ListBox(popup);
    this.error = h('p', { class: 'composer-error', id: 'composer-error', role: 'alert', hidden: true });
    this.slash = h('button', { type: 'button', class: 'icon-button slash', 'aria-label': 'List the commands', title: 'Commands', on: { click: () => this.begin() } }, icon('slash'));
    this.text = h('textarea', {
      rows: '1', 'data-testid': 'composer', 'aria-label': 'Message', 'aria-autocomplete': 'list', 'aria-describedby': 'composer-error',
      autocomplete: 'off', spellcheck: 'true', enterkeyhint: 'send',
    });
    this.pills = h('div', { class: 'pills', role: 'group', hidden: true });
    this.tail = h('input', {
      type: 'text', class: 'tail', size: 3, 'data-testid': 'option-add', role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false',
      'aria-label': 'Add an option', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', enterkeyhint: 'send',
    });
    this.more = h('button', { type: 'button', class: 'more', on: { click: () => this.tail.focus() } });
    this.count = h('span', { class: 'count', 'aria-live': 'polite' });
    this.sender = h('button', { type: 'button', class: 'icon-button send', 'data-testid': 'send', 'aria-label': 'Send', title: 'Send', on: { click: () => this.submit() } }, icon('send'));
    this.box = h('div', { class: 'composer-box' }, this.slash, this.text, this.pills, this.count, this.sender);
    root.append(popup, this.error, this.box);
    this.listen(root);
  }

  listen(root) {
    this.text.addEventListener('input', () => this.typed());
    this.text.addEventListener('focus', () => this.typed());
    this.text.addEventListener('keydown', (event) => this.textKey(event));
    this.tail.addEventListener('focus', () => this.offer());
    this.tail.addEventListener('input', () => {
      this.tail.size = Math.max(3, this.tail.value.length + 1);
      if (!this.split(this.tail.value, null)) this.offer();
    });
    this.tail.addEventListener('keydown', (event) => this.tailKey(event));
    root.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !root.contains(event.relatedTarget)) this.list.hide();
    });
    document.addEventListener('pointerdown', (event) => {
      if (!root.contains(event.target)) this.list.hide();
    });
    this.box.addEventListener('pointerdown', (event) => {
      if (event.target !== this.box && event.target !== this.pills) return;
      event.preventDefault();
      this.focus();
    });
  }

  focus() {
    (this.command ? this.tail : this.text).focus();
  }

  /** refresh follows the channel's name and the commands that there are now. */
  refresh() {
    const { channel } = this.page;
    const hint = `Message ${channel.parent ? channel.name : `#${channel.name}`}`;
    if (this.text.placeholder !== hint) {
      this.text.placeholder = hint;
      this.text.setAttribute('aria-label', `${hint}. Type / for commands`);
    }
  }

  typed() {
    this.grow();
    this.say('');
    const left = LONGEST - this.text.value.length;
    this.count.textContent = left < 200 ? String(left) : '';
    this.count.classList.toggle('over', left < 0);
    const text = this.text.value;
    if (!/^\/[^\n]*$/.test(text)) {
      this.list.hide();
      return;
    }
    const whole = this.longest(text.slice(1));
    if (whole && text.length > whole.name.length + 1) {
      this.choose(whole, text.slice(whole.name.length + 2));
      return;
    }
    this.offerCommands(text.slice(1).trim().toLowerCase());
  }

  // longest finds the command that a line begins with, a space after it.
  longest(line) {
    return this.page.state.commands
      .filter((c) => line.startsWith(`${c.name} `))
      .sort((a, b) => b.name.length - a.name.length)[0];
  }

  offerCommands(typed) {
    const rank = (c) => (c.name.startsWith(typed) ? 0 : c.name.split(' ').some((w) => w.startsWith(typed)) ? 1 : c.name.includes(typed) ? 2 : c.description.toLowerCase().includes(typed) ? 3 : 4);
    const found = this.page.state.commands.map((c) => [rank(c), c]).filter(([r]) => r < 4).sort((a, b) => a[0] - b[0]).map(([, c]) => c);
    const none = this.page.state.commands.length === 0 ? 'No commands yet: no bot is connected.' : `No command is named /${typed}.`;
    this.list.show(this.text, {
      testid: 'command-list', label: 'Commands', first: true,
      head: found.length ? [h('b', { text: 'Dogear' }), h('span', { text: typed ? 'commands that match' : 'what you can do here' })] : h('span', { text: none }),
      items: found.map((c) => ({
        icon: h('span', { class: 'popup-icon', 'aria-hidden': 'true' }, mark()),
        label: `/${c.name}`, detail: c.description, note: shape(c.options ?? []), data: { 'data-command': c.name }, pick: () => this.choose(c),
      })),
    });
  }

  grow() {
    this.text.style.height = 'auto';
    this.text.style.height = `${this.text.scrollHeight}px`;
  }

  textKey(event) {
    if (event.isComposing) return;
    if (this.list.open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      this.list.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (this.list.marked && (event.key === 'Tab' || event.key === 'Enter') && !event.shiftKey) {
      event.preventDefault();
      this.list.pick();
    } else if (event.key === 'Escape' && this.text.value.startsWith('/')) {
      event.preventDefault();
      this.clear();
    } else if (event.key === 'ArrowUp' && this.text.value === '' && this.last) {
      event.preventDefault();
      this.again(this.last);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    }
  }

  /** begin writes a slash, as the button beside the text does. */
  begin() {
    if (this.command) this.clear();
    if (!this.text.value.startsWith('/')) this.text.value = '/';
    this.text.focus();
    this.typed();
  }

  /** pick puts a command by its name into the composer. */
  pick(name) {
    const command = this.page.state.commands.find((c) => c.name === name);
    if (command) this.choose(command);
    else this.say(`There is no command /${name} for you here.`);
  }

  choose(command, rest = '') {
    this.list.hide();
    this.command = command;
    this.options = [];
    this.text.value = '';
    this.text.hidden = true;
    this.count.textContent = '';
    this.pills.hidden = false;
    this.pills.setAttribute('aria-label', `Command /${command.name}: ${command.description}`);
    this.tail.value = '';
    this.pills.replaceChildren(h('span', { class: 'command-name', text: `/${command.name}`, title: command.description }), this.tail, this.more);
    for (const def of command.options ?? []) if (def.required) this.add(def);
    this.changed();
    if (rest === '' || !this.split(rest, null)) {
      this.tail.value = rest.trim();
      this.focusNext();
    }
  }

  /** again fills the composer with a command as it was sent. */
  again({ command, values }) {
    this.choose(command);
    for (const { name, text, chosen } of values) {
      const option = this.options.find((o) => o.def.name === name) ?? this.add(command.options.find((d) => d.name === name));
      option.set(text, chosen);
    }
    this.tail.focus();
  }

  add(def) {
    const option = new Option(def, this);
    this.options.push(option);
    this.pills.insertBefore(option.pill, this.tail);
    this.changed();
    return option;
  }

  remove(option) {
    this.options = this.options.filter((o) => o !== option);
    option.asked += 1;
    option.pill.remove();
    this.changed();
    this.tail.focus();
    this.offer();
  }

  /** rest lists the options that could still be added. */
  rest() {
    return (this.command.options ?? []).filter((d) => !this.options.some((o) => o.def === d));
  }

  changed() {
    if (!this.command) return;
    const n = this.rest().length;
    this.more.hidden = n === 0;
    this.more.textContent = `+${n} optional`;
    this.more.setAttribute('aria-label', `Add an option: ${n} optional`);
    const wrong = this.options.find((o) => o.error);
    this.say(wrong ? `${wrong.def.name}: ${wrong.error}` : '');
  }

  say(text) {
    this.error.textContent = text;
    this.error.hidden = text === '';
  }

  offer() {
    const typed = this.tail.value.trim().toLowerCase();
    const rest = this.rest().filter((d) => d.name.includes(typed));
    this.list.show(this.tail, {
      testid: 'option-list', label: 'Options to add', first: typed !== '',
      head: rest.length ? [h('b', { text: `/${this.command.name}` }), h('span', { text: 'Enter sends; these can be added' })] : [h('b', { text: `/${this.command.name}` }), h('span', { text: this.command.description })],
      items: rest.map((d) => ({ label: d.name, detail: d.description, data: { 'data-option': d.name }, pick: () => this.addAndFocus(d) })),
    });
  }

  addAndFocus(def) {
    this.tail.value = '';
    this.add(def).input.focus();
  }

  tailKey(event) {
    const { list } = this;
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      if (list.input === this.tail && list.marked) list.pick();
      else if (this.tail.value.trim() !== '') this.say(`/${this.command.name} has no option "${this.tail.value.trim()}".`);
      else this.send();
    } else if (event.key === 'Tab' && !event.shiftKey && list.input === this.tail && list.marked) {
      event.preventDefault();
      list.pick();
    } else this.key(event, null);
  }

  /** key handles what all inputs of a command share. */
  key(event, option) {
    const input = option ? option.input : this.tail;
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && this.list.input === input && this.list.open) {
      event.preventDefault();
      this.list.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (this.list.input === input && this.list.marked) this.list.hide();
      else this.clear();
    } else if (event.key === 'Backspace' && input.value === '' && !event.repeat) this.backspace(event, option);
  }

  backspace(event, option) {
    event.preventDefault();
    if (option && !option.def.required) {
      this.remove(option);
      return;
    }
    const at = option ? this.options.indexOf(option) : this.options.length;
    if (at > 0) this.options[at - 1].input.focus();
    else {
      const { name } = this.command;
      this.clear();
      this.text.value = `/${name}`;
      this.typed();
    }
  }

  // splitAt moves on when an option's name and a colon are typed in another's input.
  splitAt(option) {
    return this.split(option.input.value, option);
  }

  // split reads "name:value name:value"; what stands before the first name stays.
  split(line, option) {
    const rest = this.rest();
    const known = new Map([...rest, ...this.options.filter((o) => o !== option && o.text === '').map((o) => o.def)].map((d) => [d.name, d]));
    const marks = [...line.matchAll(/(^|\s)([\w-]{1,32}):/g)].filter((m) => known.has(m[2]));
    if (marks.length === 0 || (option && marks[0].index === 0 && marks[0][1] === '')) return false;
    if (option) option.set(line.slice(0, marks[0].index).trim());
    else this.tail.value = '';
    let last = null;
    marks.forEach((m, i) => {
      const def = known.get(m[2]);
      last = this.options.find((o) => o.def === def) ?? this.add(def);
      if (last.input.type !== 'file') last.set(line.slice(m.index + m[0].length, marks[i + 1]?.index ?? line.length).trimStart());
    });
    last.input.focus();
    last.suggest(0);
    return true;
  }

  /** focusNext goes to the first required option that is empty, else to the end. */
  focusNext() {
    this.list.hide();
    const next = this.options.find((o) => o.def.required && !o.chosen && o.text === '');
    const to = next ? next.input : this.tail;
    if (document.activeElement === to) to.dispatchEvent(new Event('focus'));
    else to.focus();
  }

  /** values gives what is filled in, as it stands; the focused option as typed. */
  values(focused) {
    const values = {};
    for (const o of this.options) {
      const { value } = o === focused ? { value: o.text } : o.value();
      if (value !== undefined) values[o.def.name] = value;
    }
    return values;
  }

  request(more) {
    return { as: this.page.state.you.id, channel: this.page.channel.id, command: this.command.name, ...more };
  }

  clear() {
    const { activeElement } = document;
    const had = activeElement === this.text || this.pills.contains(activeElement);
    this.list.hide();
    for (const o of this.options) o.asked += 1;
    this.command = null;
    this.options = [];
    this.text.hidden = false;
    this.text.value = '';
    this.pills.hidden = true;
    this.count.textContent = '';
    this.say('');
    this.grow();
    if (had) this.text.focus();
  }

  submit() {
    if (this.command) this.send();
    else if (this.list.marked) this.list.pick();
    else this.plain();
  }

  async plain() {
    const text = this.text.value.trim();
    if (text === '') return;
    if (/^\/\w/.test(text)) {
      this.say(`There is no command ${text.split('\n')[0]}.`);
      return;
    }
    if (text.length > LONGEST) {
      this.say(`A message holds ${LONGEST} characters; this one has ${text.length}.`);
      return;
    }
    this.clear();
    this.text.focus();
    this.page.sent();
    const answer = await post('say', { as: this.page.state.you.id, channel: this.page.channel.id, text });
    if (answer.ok === false) {
      if (this.text.value === '') this.text.value = text;
      this.grow();
      this.say(answer.error);
    }
  }

  /** send checks the options and sends the command. */
  async send() {
    if (!this.command) return;
    let wrong = null;
    for (const o of this.options) {
      const { error } = o.value();
      o.fail(error ?? '');
      if (error) wrong = wrong ?? o;
    }
    if (wrong) {
      wrong.input.focus();
      return;
    }
    const { command } = this;
    const request = this.request({ options: this.values(null) });
    const kept = { command, values: this.options.filter((o) => o.input.type !== 'file' && o.text !== '').map((o) => ({ name: o.def.name, text: o.text, chosen: o.chosen })) };
    this.last = kept;
    this.pills.contains(document.activeElement) || this.sender.blur();
    this.clear();
    this.text.focus({ preventScroll: true });
    const row = this.page.local({ name: command.name });
    const answer = await post('slash', request);
    if (!answer.ok) {
      row.fail(answer.error || 'The application did not respond', () => this.again(kept));
      return;
    }
    row.done();
    if (answer.form) this.page.openForm(answer.form, () => this.text.focus());
  }
}
