// The pictures and files that wait to go with a plain message.

import { h, icon, sizeText } from './dom.js';
import { upload } from './api.js';

const MOST = 10;

/** Attached holds the files, each with a field for its alt text. say(text) shows what is wrong. */
export class Attached {
  constructor(say) {
    this.say = say;
    this.files = [];
    this.input = h('input', { type: 'file', multiple: true, class: 'visually-hidden', id: 'attach', tabindex: '-1', 'aria-hidden': 'true', 'data-testid': 'attach' });
    this.button = h('button', { type: 'button', class: 'icon-button attach', 'aria-label': 'Attach pictures or files', title: 'Attach', on: { click: () => this.input.click() } }, icon('plus'));
    this.list = h('ul', { class: 'attached', 'aria-label': 'Attached', hidden: true });
    this.input.addEventListener('change', () => {
      this.add([...this.input.files]);
      this.input.value = '';
    });
  }

  get waiting() {
    return this.files.length > 0;
  }

  add(files) {
    for (const file of files) {
      if (this.files.length >= MOST) {
        this.say(`A message holds ${MOST} files.`);
        return;
      }
      this.one(file);
    }
  }

  async one(file) {
    const entry = { name: file.name };
    const sign = h('span', { class: 'attached-picture' }, icon('file'));
    const note = h('small', { text: 'sending…' });
    const picture = file.type.startsWith('image/');
    entry.alt = h('input', { type: 'text', maxlength: '1024', placeholder: picture ? 'What it shows (alt text)' : 'Description', 'aria-label': `What ${file.name} shows`, autocomplete: 'off' });
    entry.row = h('li', { class: 'attached-file' }, sign,
      h('span', { class: 'attached-text' }, h('span', { class: 'attached-name', dir: 'auto', text: file.name }), note, entry.alt),
      h('button', { type: 'button', class: 'icon-button', 'aria-label': `Remove ${file.name}`, on: { click: () => this.remove(entry) } }, icon('close')));
    this.files.push(entry);
    this.list.append(entry.row);
    this.list.hidden = false;
    entry.sent = upload(file);
    const kept = await entry.sent;
    if (!this.files.includes(entry)) return;
    if (!kept.id) {
      this.remove(entry);
      this.say(kept.error);
      return;
    }
    entry.id = kept.id;
    note.textContent = sizeText(kept.size);
    if (picture) sign.replaceChildren(h('img', { src: kept.url, alt: '' }));
  }

  remove(entry) {
    const had = entry.row.contains(document.activeElement);
    this.files = this.files.filter((f) => f !== entry);
    entry.row.remove();
    this.list.hidden = !this.waiting;
    if (had) this.button.focus();
  }

  /** take waits for what is still on its way and gives {id, alt} of each. */
  async take() {
    const files = this.files;
    await Promise.all(files.map((f) => f.sent));
    return files.filter((f) => f.id).map((f) => ({ id: f.id, alt: f.alt.value.trim() }));
  }

  clear() {
    for (const entry of this.files) entry.row.remove();
    this.files = [];
    this.list.hidden = true;
  }
}
