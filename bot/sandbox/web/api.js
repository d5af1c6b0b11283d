// What the page asks of the sandbox, all of it on this machine.

const UNREACHABLE = 'The sandbox cannot be reached. Is it still running?';

async function answered(response) {
  let body = null;
  try {
    body = await response.json();
  } catch {
    body = null;
  }
  if (response.ok && body !== null) return body;
  return { ...(body ?? {}), ok: false, error: body?.error ?? `The sandbox answered ${response.status}.` };
}

/** post sends a person's act; it always gives an object, with ok:false and error when it failed. */
export async function post(path, body) {
  try {
    return await answered(await fetch(`/page/${path}`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
    }));
  } catch {
    return { ok: false, error: UNREACHABLE };
  }
}

/** upload keeps a file for an attachment option and gives {id, filename, size}. */
export async function upload(file) {
  try {
    return await answered(await fetch(`/page/upload?name=${encodeURIComponent(file.name)}`, {
      method: 'POST', headers: { 'Content-Type': file.type || 'application/octet-stream' }, body: file,
    }));
  } catch {
    return { ok: false, error: UNREACHABLE };
  }
}

/** fetchState gives the state as someone sees it; as "" it is the first person's. */
export async function fetchState(as) {
  const response = await fetch(as ? `/page/state?as=${encodeURIComponent(as)}` : '/page/state');
  if (!response.ok) throw new Error(`state: ${response.status}`);
  return response.json();
}

/**
 * listen follows the state of one person until the returned function is
 * called. It connects again by itself; lost(true) and lost(false) tell of it.
 * gone() is called when the sandbox refuses, as a new one does that does not
 * know the person.
 */
export function listen(as, { state, lost, gone }) {
  let source = null;
  let timer = 0;
  let wait = 500;
  let stopped = false;
  const open = () => {
    if (stopped) return;
    source = new EventSource(`/page/events?as=${encodeURIComponent(as)}`);
    source.addEventListener('state', (event) => {
      wait = 500;
      lost(false);
      state(JSON.parse(event.data));
    });
    source.addEventListener('error', () => {
      lost(true);
      source.close();
      timer = setTimeout(again, wait);
      wait = Math.min(wait * 2, 4000);
    });
  };
  const again = async () => {
    try {
      const response = await fetch(`/page/state?as=${encodeURIComponent(as)}`);
      if (response.ok) open();
      else if (!stopped) gone();
    } catch {
      if (stopped) return;
      timer = setTimeout(again, wait);
      wait = Math.min(wait * 2, 4000);
    }
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source?.close();
  };
}
