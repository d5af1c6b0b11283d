// One option of a slash command: its pill, its input, its value.

import { h, icon, sizeText } from './dom.js';
import { post, upload } from './api.js';

const TYPE = { string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10, attachment: 11 };
const WAIT = 120;
const REQUIRED = 'This option is required.';

/** Option is one option that stands in the line. */
export class Option {
  /** line: the command line in which it stands. */
  constructor(def, line) {
    this.def = def;
    this.line = line;
    this.chosen = null;
    this.asked = 0;
    this.pending = false;
    this.enters = 0;
    const id = `option-${def.name}`;
    this.error = '';
    if (def.type === TYPE.attachment) this.makeFile(id);
    else this.makeText(id);
    const remove = !def.required && h('button', { type: 'button', class: 'pill-remove', 'aria-label': `Remove ${def.name}`, on: { click: () => line.remove(this) } }, icon('close'));
    this.pill = h('span', { class: 'pill' }, h('label', { class: 'pill-name', for: id, text: def.name }), h('span', { class: 'pill-value' }, this.field), remove);
    this.pill.addEventListener('pointerdown', (event) => {
      if (event.target === this.input || event.target.closest('button, label, input')) return;
      event.preventDefault();
      this.input.focus();
    });
  }

  makeText(id) {
    const { def } = this;
    const listed = def.autocomplete || this.locals() !== null;
    this.input = h('input', {
      type: 'text', id, 'data-testid': id, name: def.name, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', enterkeyhint: 'send',
      'aria-label': `${def.name}: ${def.description}`, 'aria-required': def.required ? 'true' : null, 'aria-describedby': 'composer-error',
      role: listed ? 'combobox' : null, 'aria-autocomplete': listed ? 'list' : null, 'aria-expanded': listed ? 'false' : null, size: 4,
      inputmode: def.type === TYPE.integer ? 'numeric' : def.type === TYPE.number ? 'decimal' : null,
    });
    this.field = this.input;
    this.input.addEventListener('input', () => this.typed());
    this.input.addEventListener('focus', () => this.suggest(0));
    this.input.addEventListener('keydown', (event) => this.key(event));
  }

  makeFile(id) {
    const note = h('span', { text: 'Choose a file' });
    this.input = h('input', { type: 'file', id, 'data-testid': id, name: this.def.name, class: 'visually-hidden', 'aria-label': `${this.def.name}: ${this.def.description}`, 'aria-describedby': 'composer-error' });
    this.field = h('span', { class: 'pill-file' }, this.input, h('label', { for: id }, icon('file'), note));
    this.input.addEventListener('focus', () => this.suggest(0));
    this.input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && this.chosen) {
        event.preventDefault();
        this.line.send();
      } else this.line.key(event, this);
    });
    this.input.addEventListener('change', async () => {
      const file = this.input.files[0];
      if (!file) return;
      this.chosen = null;
      this.fail('');
      note.textContent = `${file.name}, sending…`;
      this.uploading = upload(file);
      const kept = await this.uploading;
      if (this.input.files[0] !== file) return;
      this.uploading = null;
      if (kept.id) {
        this.chosen = { value: kept.id };
        note.textContent = `${kept.filename}, ${sizeText(kept.size)}`;
        if (document.activeElement === this.input || document.activeElement === document.body) this.line.focusNext();
      } else {
        note.textContent = 'Choose a file';
        this.fail(kept.error);
      }
    });
  }

  get text() {
    return this.def.type === TYPE.attachment ? '' : this.input.value;
  }

  /** locals are the choices that need no asking, or null. */
  locals() {
    const { def, line } = this;
    const { state } = line.page;
    if (def.choices?.length) return def.choices;
    const named = (list, sign) => list.map((x) => ({ name: `${sign}${x.name}`, value: x.id }));
    switch (def.type) {
      case TYPE.boolean: return [{ name: 'True', value: true }, { name: 'False', value: false }];
      case TYPE.role: return named(state.roles ?? [], '@');
      case TYPE.user: return named(state.people, '@');
      case TYPE.mentionable: return [...named(state.roles ?? [], '@'), ...named(state.people, '@')];
      case TYPE.channel: return named(state.channels, '#');
      default: return null;
    }
  }

  typed() {
    this.chosen = null;
    this.fail('');
    // Someone who types the whole line names the option that they are in already.
    const own = `${this.def.name}:`;
    if (this.text.toLowerCase().startsWith(own)) this.set(this.text.slice(own.length).trimStart());
    this.fit();
    if (!this.line.splitAt(this)) this.suggest(WAIT);
  }

  fit() {
    this.input.size = Math.max(4, Math.min(60, this.input.value.length + 1));
  }

  set(text, chosen = null) {
    this.input.value = text;
    this.chosen = chosen;
    this.fit();
  }

  // suggest shows what could stand here: at once, or when the typing pauses.
  suggest(wait) {
    clearTimeout(this.timer);
    this.enters = 0;
    const asked = ++this.asked;
    const locals = this.locals();
    if (!this.def.autocomplete || locals) {
      this.pending = false;
      const typed = this.chosen ? '' : this.text.trim().toLowerCase();
      this.show((locals ?? []).filter((c) => c.name.toLowerCase().includes(typed)));
      return;
    }
    if (this.chosen) {
      this.pending = false;
      this.show([]);
      return;
    }
    this.pending = true;
    if (this.line.list.input !== this.input) this.show([]);
    this.timer = setTimeout(async () => {
      if (asked !== this.asked) return; // the command was sent, or left
      const answer = await post('suggest', this.line.request({ options: this.line.values(this), focused: this.def.name }));
      if (asked !== this.asked) return;
      this.pending = false;
      this.show(answer.choices ?? []);
      this.enter(this.enters);
    }, wait);
  }

  show(choices) {
    if (document.activeElement !== this.input) return;
    const { def, line } = this;
    line.list.show(this.input, {
      testid: 'suggestions', label: `Suggestions for ${def.name}`, first: this.text.trim() !== '' && !this.chosen,
      head: [h('b', { text: def.name }), h('span', { text: def.description })],
      items: choices.map((c) => ({ label: c.name, data: { 'data-value': c.value }, pick: () => this.take(c) })),
    });
  }

  take(choice) {
    this.asked += 1;
    this.pending = false;
    this.set(choice.name, choice);
    this.fail('');
    this.line.focusNext();
  }

  // exact finds a choice that is just what was typed.
  exact(choices) {
    const typed = this.text.trim().toLowerCase();
    return (choices ?? []).find((c) => c.name.toLowerCase() === typed || String(c.value).toLowerCase() === typed || c.name.toLowerCase().replace(/^[@#]/, '') === typed);
  }

  // enter takes the marked suggestion; with none, or when what was typed is
  // just the marked one, the command is sent. While suggestions are on their
  // way the key waits for them, so that it always means the same.
  enter(times) {
    if (times === 0) return;
    this.enters = 0;
    const { list } = this.line;
    if (list.input === this.input && list.marked) {
      const typed = this.text.trim().toLowerCase();
      const row = list.items[list.at];
      const whole = typed === row.label.toLowerCase() || typed === String(row.data['data-value']).toLowerCase();
      list.pick();
      if (times > 1 || whole) this.line.send();
    } else this.line.send();
  }

  key(event) {
    const { list } = this.line;
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      if (this.pending && this.text.trim() !== '') this.enters += 1;
      else this.enter(1);
    } else if (event.key === 'Tab' && !event.shiftKey && list.input === this.input && list.marked && !this.chosen) {
      event.preventDefault();
      list.pick();
    } else this.line.key(event, this);
  }

  fail(error) {
    this.error = error;
    this.pill?.classList.toggle('wrong', error !== '');
    this.input.setAttribute('aria-invalid', error !== '' ? 'true' : 'false');
    this.line.changed();
  }

  /** value checks as Discord's client does: {value} or {error}, neither when left out. */
  value() {
    const { def, text } = this;
    if (def.type === TYPE.attachment) {
      if (this.uploading) return { error: 'The file is still on its way.' };
      return this.chosen ? { value: this.chosen.value } : def.required ? { error: REQUIRED } : {};
    }
    if (text.trim() === '' && !this.chosen) return def.required ? { error: REQUIRED } : {};
    const locals = this.locals();
    if (locals) {
      const choice = this.chosen ?? this.exact(locals);
      return choice ? { value: choice.value } : { error: 'Choose one from the list.' };
    }
    const raw = this.chosen ? this.chosen.value : text;
    if (def.type === TYPE.integer || def.type === TYPE.number) return this.number(raw);
    if (def.min_length && String(raw).length < def.min_length) return { error: `Write at least ${def.min_length} characters.` };
    if (def.max_length && String(raw).length > def.max_length) return { error: `Write at most ${def.max_length} characters (these are ${String(raw).length}).` };
    return { value: raw };
  }

  number(raw) {
    const { def } = this;
    const n = Number(String(raw).trim().replace(',', '.'));
    if (def.type === TYPE.integer && !Number.isSafeInteger(n)) return { error: 'Write a whole number.' };
    if (!Number.isFinite(n)) return { error: 'Write a number.' };
    if (typeof def.min_value === 'number' && n < def.min_value) return { error: `Write a number of at least ${def.min_value}.` };
    if (typeof def.max_value === 'number' && n > def.max_value) return { error: `Write a number of at most ${def.max_value}.` };
    return { value: n };
  }
}
