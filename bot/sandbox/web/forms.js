// Forms: Discord's modals, one at a time.

import { h, icon, mark } from './dom.js';
import { markdown } from './text.js';
import { post } from './api.js';

/** openForm shows a form until it is sent or left; closed() is called then. */
export function openForm(form, { as, text, closed }) {
  const fields = [];
  const body = h('div', { class: 'form-body' }, (form.components ?? []).map((c) => part(c, fields, text)));
  const error = h('p', { class: 'form-error', role: 'alert', hidden: true });
  const submit = h('button', { type: 'submit', class: 'button primary', 'data-testid': 'form-submit', text: 'Submit' });
  const cancel = h('button', { type: 'button', class: 'button plain', text: 'Cancel' });
  const close = h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close' }, icon('close'));
  const inner = h('form', { novalidate: true, method: 'dialog' },
    h('header', null, h('span', { class: 'form-mark', 'aria-hidden': 'true' }, mark()), h('h2', { id: 'form-title', text: form.title }), close),
    body, error, h('footer', null, h('span', { class: 'form-note', text: 'Sent to Dogear in this sandbox, and nowhere else.' }), cancel, submit));
  const dialog = h('dialog', { class: 'form', 'data-testid': 'form', 'aria-labelledby': 'form-title' }, inner);
  const before = JSON.stringify(fields.map((f) => f.get()));
  let warned = false;
  const leave = (event) => {
    event?.preventDefault();
    if (!warned && event?.type !== 'click' && JSON.stringify(fields.map((f) => f.get())) !== before) {
      warned = true;
      tell('This throws away what you wrote. Press Escape again if you mean it.');
      return;
    }
    dialog.close();
  };
  const tell = (message) => {
    error.textContent = message;
    error.hidden = message === '';
  };
  close.addEventListener('click', leave);
  cancel.addEventListener('click', leave);
  // The key is caught before the dialog's own "cancel", which a browser lets a page hold up only once.
  dialog.addEventListener('keydown', (event) => event.key === 'Escape' && leave(event));
  dialog.addEventListener('cancel', leave);
  dialog.addEventListener('close', () => {
    // The browser has given the focus back by now, but its caret may still be
    // in the dialog: focus anew, or what is typed next is lost.
    const back = document.activeElement;
    back?.blur();
    dialog.remove();
    back?.focus();
    closed?.();
  });
  inner.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (submit.getAttribute('aria-busy') === 'true') return;
    const wrong = fields.filter((f) => !f.check());
    tell('');
    if (wrong.length > 0) {
      wrong[0].input.focus();
      return;
    }
    submit.setAttribute('aria-busy', 'true');
    const answer = await post('submit', { as, form: form.id, fields: Object.fromEntries(fields.map((f) => [f.id, f.get()])) });
    submit.removeAttribute('aria-busy');
    if (answer.ok) dialog.close();
    else tell(answer.error || 'Something went wrong. Try again.');
  });
  inner.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) inner.requestSubmit();
  });
  document.body.append(dialog);
  dialog.showModal();
  (fields[0]?.input ?? submit).focus();
}

function part(c, fields, text) {
  if (c.type === 10) return markdown(c.content ?? '', text);
  if (c.type === 1) return h('div', null, (c.components ?? []).map((inner) => field(inner, inner.label, '', fields)));
  if (c.type === 18 && (c.component?.type === 4 || c.component?.type === 3)) return field(c.component, c.label, c.description, fields);
  return h('p', { class: 'muted', text: 'A part of this form that this page cannot show.' });
}

function field(c, label, description, fields) {
  const id = `field-${fields.length}`;
  const required = c.required !== false;
  const names = { id, name: c.custom_id, 'aria-describedby': `${id}-help ${id}-error`, 'aria-required': required ? 'true' : null };
  const input = c.type === 3 ? menu(c, names, required) : textInput(c, names);
  const count = h('span', { class: 'count' });
  const error = h('p', { class: 'field-error', id: `${id}-error`, hidden: true });
  const get = () => (c.type === 3 ? [...input.selectedOptions].map((o) => o.value).filter((v) => v !== '') : input.value);
  const say = (message) => {
    error.textContent = message;
    error.hidden = message === '';
    input.setAttribute('aria-invalid', message === '' ? 'false' : 'true');
  };
  const complaint = () => {
    const value = get();
    if (required && value.length === 0) return 'This field is required.';
    if (c.type === 3) return value.length > 0 && value.length < (c.min_values ?? 1) ? `Choose at least ${c.min_values}.` : value.length > (c.max_values ?? 1) ? `Choose at most ${c.max_values ?? 1}.` : '';
    if (value.length > 0 && c.min_length && value.length < c.min_length) return `Write at least ${c.min_length} characters.`;
    return c.max_length && value.length > c.max_length ? `Write at most ${c.max_length} characters.` : '';
  };
  const recount = () => {
    if (c.type !== 4 || !c.max_length) return;
    count.textContent = `${input.value.length.toLocaleString()} / ${c.max_length.toLocaleString()}`;
    count.classList.toggle('over', input.value.length > c.max_length);
  };
  input.addEventListener('input', () => {
    recount();
    if (!error.hidden) say(complaint());
  });
  recount();
  fields.push({ id: c.custom_id, input, get, check: () => { say(complaint()); return error.hidden; } });
  return h('div', { class: 'field' },
    h('label', { for: id }, label ?? c.custom_id, required && h('span', { class: 'star', 'aria-hidden': 'true', text: ' *' })),
    h('p', { class: 'help', id: `${id}-help`, hidden: !description, text: description ?? '' }),
    c.type === 3 ? h('span', { class: 'select' }, input, !input.multiple && icon('down')) : input, h('div', { class: 'field-foot' }, error, count));
}

function textInput(c, names) {
  const long = c.style === 2;
  return h(long ? 'textarea' : 'input', {
    ...names, type: long ? null : 'text', rows: long ? (c.max_length > 1000 || !c.max_length ? 8 : 4) : null,
    placeholder: c.placeholder, autocomplete: 'off', value: c.value ?? '', dir: 'auto',
  });
}

function menu(c, names, required) {
  const many = (c.max_values ?? 1) > 1;
  const chosen = (c.options ?? []).some((o) => o.default);
  const empty = !many && h('option', { value: '', text: c.placeholder || (required ? 'Make a selection' : 'None'), selected: !chosen });
  return h('select', { ...names, multiple: many }, empty, (c.options ?? []).map((o) => h('option', {
    value: o.value, selected: o.default, text: o.description ? `${o.label}: ${o.description}` : o.label,
  })));
}
