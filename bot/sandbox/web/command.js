// The command line: a slash command's name, the pills of its options, and a
// tail in which more options are named.

import { h } from './dom.js';
import { post } from './api.js';
import { Option } from './options.js';

/** CommandLine is the composer while a command stands in it. */
export class CommandLine {
  /** composer: page, list, text, last, say(), clear(), write(), again(). */
  constructor(composer) {
    Object.assign(this, { composer, page: composer.page, list: composer.list, command: null, options: [] });
    this.root = h('div', { class: 'pills', role: 'group', hidden: true });
    this.tail = h('input', {
      type: 'text', class: 'tail', size: 3, 'data-testid': 'option-add', role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false',
      'aria-label': 'Add an option', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', enterkeyhint: 'send',
    });
    this.more = h('button', { type: 'button', class: 'more', on: { click: () => this.tail.focus() } });
    this.tail.addEventListener('focus', () => this.offer());
    this.tail.addEventListener('input', () => {
      this.tail.size = Math.max(3, this.tail.value.length + 1);
      if (!this.split(this.tail.value, null)) this.offer();
    });
    this.tail.addEventListener('keydown', (event) => this.tailKey(event));
  }

  /** open begins a command; rest is what was written behind its name. */
  open(command, rest) {
    this.command = command;
    this.options = [];
    this.root.hidden = false;
    this.root.setAttribute('aria-label', `Command /${command.name}: ${command.description}`);
    this.tail.value = '';
    this.root.replaceChildren(h('span', { class: 'command-name', text: `/${command.name}`, title: command.description }), this.tail, this.more);
    for (const def of command.options ?? []) if (def.required) this.add(def);
    this.changed();
    if (rest === '' || !this.split(rest, null)) {
      this.tail.value = rest.trim();
      this.focusNext();
    }
  }

  /** close leaves the command. */
  close() {
    for (const o of this.options) o.asked += 1;
    this.command = null;
    this.options = [];
    this.root.hidden = true;
  }

  /** fill writes options as they were sent before. */
  fill(values) {
    for (const { name, text, chosen } of values) {
      const option = this.options.find((o) => o.def.name === name) ?? this.add(this.command.options.find((d) => d.name === name));
      option.set(text, chosen);
    }
    this.tail.focus();
  }

  add(def) {
    const option = new Option(def, this);
    this.options.push(option);
    this.root.insertBefore(option.pill, this.tail);
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
    this.composer.say(wrong ? `${wrong.def.name}: ${wrong.error}` : '');
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
      else if (this.tail.value.trim() !== '') this.composer.say(`/${this.command.name} has no option "${this.tail.value.trim()}".`);
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
      else this.composer.clear();
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
      this.composer.clear();
      this.composer.write(`/${name}`);
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
    const { composer } = this;
    composer.last = kept;
    composer.clear();
    composer.text.focus({ preventScroll: true });
    const row = this.page.local({ name: command.name });
    const answer = await post('slash', request);
    if (!answer.ok) {
      row.fail(answer.error || 'The application did not respond', () => composer.again(kept));
      return;
    }
    row.done();
    if (answer.form) this.page.openForm(answer.form, () => composer.text.focus());
  }
}
