// The composer: plain messages, and slash commands with their options.

import { h, icon, mark, announce } from './dom.js';
import { post } from './api.js';
import { ListBox } from './listbox.js';
import { CommandLine } from './command.js';
import { Attached } from './attached.js';

const LONGEST = 2000;
const shape = (options) => options.map((o) => (o.required ? `${o.name}` : `[${o.name}]`)).join(' ');

/** Composer holds a text or, while line.command is set, a command. */
export class Composer {
  /** page: state, channel, sent(), local(entry), openForm(form, closed). */
  constructor(root, page) {
    this.page = page;
    this.last = null;
    const popup = h('div', { class: 'popup', hidden: true });
    this.list = new ListBox(popup);
    this.line = new CommandLine(this);
    this.error = h('p', { class: 'composer-error', id: 'composer-error', role: 'alert', hidden: true });
    this.slash = h('button', { type: 'button', class: 'icon-button slash', 'aria-label': 'List the commands', title: 'Commands', on: { click: () => this.begin() } }, icon('slash'));
    this.attached = new Attached((text) => this.say(text));
    this.text = h('textarea', {
      rows: '1', 'data-testid': 'composer', 'aria-label': 'Message', 'aria-autocomplete': 'list', 'aria-describedby': 'composer-error',
      autocomplete: 'off', spellcheck: 'true', enterkeyhint: 'send',
    });
    this.count = h('span', { class: 'count' });
    this.sender = h('button', { type: 'button', class: 'icon-button send', 'data-testid': 'send', 'aria-label': 'Send', title: 'Send', on: { click: () => this.submit() } }, icon('send'));
    this.box = h('div', { class: 'composer-box' }, this.attached.button, this.attached.input, this.slash, this.text, this.line.root, this.count, this.sender);
    root.append(popup, this.error, this.attached.list, this.box);
    this.listen(root);
  }

  listen(root) {
    this.text.addEventListener('input', () => this.typed());
    this.text.addEventListener('focus', () => this.typed());
    this.text.addEventListener('keydown', (event) => this.textKey(event));
    this.text.addEventListener('paste', (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      this.attached.add(files);
    });
    root.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !root.contains(event.relatedTarget)) this.list.hide();
    });
    document.addEventListener('pointerdown', (event) => {
      if (!root.contains(event.target)) this.list.hide();
    });
    this.box.addEventListener('pointerdown', (event) => {
      if (event.target !== this.box && event.target !== this.line.root) return;
      event.preventDefault();
      this.focus();
    });
  }

  focus() {
    (this.line.command ? this.line.tail : this.text).focus();
  }

  /** refresh follows the channel's name and the commands that there are now. */
  refresh() {
    const { channel } = this.page;
    const closed = channel.writable === false;
    if (closed && !this.text.disabled) this.clear();
    for (const el of [this.text, this.slash, this.attached.button, this.sender]) el.disabled = closed;
    this.box.classList.toggle('closed', closed);
    const name = channel.type === 1 ? `@${channel.name}` : channel.parent ? channel.name : `#${channel.name}`;
    const hint = !closed ? `Message ${name}` : channel.locked ? 'Locked: you can read here' : 'You may not write here';
    if (this.text.placeholder !== hint) {
      this.text.placeholder = hint;
      this.text.setAttribute('aria-label', closed ? hint : `${hint}. Type / for commands`);
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
    return this.page.commands()
      .filter((c) => line.startsWith(`${c.name} `))
      .sort((a, b) => b.name.length - a.name.length)[0];
  }

  offerCommands(typed) {
    const rank = (c) => (c.name.startsWith(typed) ? 0 : c.name.split(' ').some((w) => w.startsWith(typed)) ? 1 : c.name.includes(typed) ? 2 : c.description.toLowerCase().includes(typed) ? 3 : 4);
    const commands = this.page.commands();
    const found = commands.map((c) => [rank(c), c]).filter(([r]) => r < 4).sort((a, b) => a[0] - b[0]).map(([, c]) => c);
    const none = this.page.state.commands.length === 0 ? 'No commands yet: no bot is connected.' : commands.length === 0 ? 'No commands here: they belong to a server.' : `No command is named /${typed}.`;
    if (!this.list.open) announce(`${found.length} commands: the arrow keys go through them`);
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
    if (this.line.command) this.clear();
    this.write(this.text.value.startsWith('/') ? this.text.value : '/');
  }

  /** write puts a text into the composer as if it were typed. */
  write(text) {
    this.text.value = text;
    this.text.focus();
    this.typed();
  }

  /** pick puts a command by its name into the composer. */
  pick(name) {
    const command = this.page.commands().find((c) => c.name === name);
    if (command) this.choose(command);
    else this.say(`There is no command /${name} for you here.`);
  }

  choose(command, rest = '') {
    this.list.hide();
    this.text.value = '';
    this.text.hidden = true;
    this.count.textContent = '';
    this.line.open(command, rest);
  }

  /** again fills the composer with a command as it was sent. */
  again({ command, values }) {
    this.choose(command);
    this.line.fill(values);
  }

  say(text) {
    this.error.textContent = text;
    this.error.hidden = text === '';
  }

  clear() {
    const { activeElement } = document;
    const had = activeElement === this.text || this.line.root.contains(activeElement);
    this.list.hide();
    this.line.close();
    this.text.hidden = false;
    this.text.value = '';
    this.count.textContent = '';
    this.say('');
    this.grow();
    if (had) this.text.focus();
  }

  submit() {
    if (this.line.command) this.line.send();
    else if (this.list.marked) this.list.pick();
    else this.plain();
  }

  async plain() {
    const text = this.text.value.trim();
    if (text === '' && !this.attached.waiting) return;
    if (/^\/\w/.test(text)) {
      this.say(`There is no command ${text.split('\n')[0]}.`);
      return;
    }
    if (text.length > LONGEST) {
      this.say(`A message holds ${LONGEST} characters; this one has ${text.length}.`);
      return;
    }
    const where = { as: this.page.state.you.id, channel: this.page.channel.id };
    const files = await this.attached.take();
    this.clear();
    this.text.focus();
    this.page.sent();
    const answer = await post('say', { ...where, text, files });
    if (answer.ok === false) {
      if (this.text.value === '') this.text.value = text;
      this.grow();
      this.say(answer.error);
    } else this.attached.clear();
  }
}
