// The list of what is on its way, in either direction.

import { element, icon, left, size } from './words.js';

const AT_ONCE = 3;
const byId = (id) => document.getElementById(id);
const items = new Set();
const queue = [];
let busy = 0;
let unguarded = 0;
let answers = true;
let warning = '';

/** Says something to those who hear the page. */
function say(words) {
  byId('said').textContent = words;
}

function showNotice() {
  const gone = navigator.onLine
    ? 'The share does not answer. What is on its way goes on by itself once it does.'
    : 'This device is offline. What is on its way goes on by itself once it is back.';
  const words = [answers ? '' : gone, warning].filter((one) => one).join(' ');
  const notice = byId('notice');
  if (notice.textContent !== words) {
    notice.textContent = words;
    notice.hidden = words === '';
  }
}

/** Shows whether the other end answers. */
export function reach(now) {
  answers = now;
  showNotice();
}

/** Warns the visitor, until the next warning; an empty one is none. */
export function warn(words) {
  warning = words;
  showNotice();
  if (words) {
    say(words);
  }
}

/** Waits for a turn: few run at once, so that each gets on. */
function turn() {
  if (busy < AT_ONCE) {
    busy++;
    return Promise.resolve();
  }
  return new Promise((resolve) => queue.push(resolve));
}

function endTurn() {
  const next = queue.shift();
  if (next) {
    next();
  } else {
    busy--;
  }
}

function refresh() {
  const tray = byId('tray');
  tray.hidden = items.size === 0;
  const open = [...items].filter((item) => !item.isOver).length;
  byId('tray-title').textContent = open === 0 ? 'Transfers' : open === 1 ? '1 transfer' : open + ' transfers';
  byId('tray-clear').hidden = open === items.size;
}

/** One transfer as the visitor sees it. */
class Item {
  #line;
  #state = element('p', { class: 'state' });
  #bar = element('progress', { max: '1' });
  #pause = element('button', { type: 'button', class: 'plain' });
  #cancel = element('button', { type: 'button', class: 'plain' }, icon('close'));
  #name;
  #actions;
  #paused = false;
  #marks = [];
  #drawn = 0;
  isOver = false;

  /** `actions`: what pause, resume and cancel do. */
  constructor(name, actions) {
    this.#name = name;
    this.#actions = actions;
    this.#bar.setAttribute('aria-label', name);
    this.#cancel.setAttribute('aria-label', 'Cancel ' + name);
    this.#pause.addEventListener('click', () => (this.#paused ? actions.resume() : actions.pause()));
    this.#cancel.addEventListener('click', () => this.remove());
    const what = element('p', { class: 'what', title: name }, element('bdi', {}, name));
    const buttons = element('div', { class: 'buttons' }, this.#pause, this.#cancel);
    this.#line = element('li', {}, element('div', {}, what, this.#bar, this.#state), buttons);
    this.#offer(false);
    this.#tell('Waiting for its turn');
    byId('transfers').prepend(this.#line);
    items.add(this);
    refresh();
  }

  #tell(words, tone) {
    this.#state.textContent = words;
    this.#state.className = 'state ' + (tone ?? '');
  }

  #offer(resume) {
    this.#paused = resume;
    this.#pause.replaceChildren(icon(resume ? 'resume' : 'pause'));
    this.#pause.setAttribute('aria-label', (resume ? 'Resume ' : 'Pause ') + this.#name);
  }

  /** So much of it is there. */
  progress(done, total) {
    const now = performance.now();
    this.#bar.value = total > 0 ? done / total : 1;
    if (now - this.#drawn < 200) {
      return;
    }
    this.#drawn = now;
    this.#marks.push([now, done]);
    this.#marks = this.#marks.filter(([moment]) => now - moment < 5000);
    const [since, before] = this.#marks[0];
    const rate = now > since ? ((done - before) * 1000) / (now - since) : 0;
    const words = [size(done) + ' of ' + size(total)];
    if (rate > 0) {
      words.push(size(rate) + '/s', left((total - done) / rate));
    }
    this.#tell(words.join(' · '));
  }

  /** It runs. */
  running(words) {
    this.#marks = [];
    this.#drawn = 0;
    this.#offer(false);
    this.#tell(words ?? 'Asking for it');
  }

  /** It stands still until the visitor wants it to go on. */
  paused(done, total) {
    this.#offer(true);
    this.#tell('Paused at ' + size(done) + ' of ' + size(total));
    say(this.#name + ' is paused.');
  }

  /** It stands still until the other end answers. */
  waiting() {
    this.#offer(true);
    this.#tell('Waiting for the connection');
  }

  /** It is done. */
  done(words) {
    this.#bar.value = 1;
    this.#end(words, 'well');
  }

  /** It cannot be done, or not now. */
  failed(words, again) {
    if (again) {
      this.#offer(true);
      this.#tell(words, 'wrong');
      say(this.#name + ': ' + words);
    } else {
      this.#end(words, 'wrong');
    }
  }

  #end(words, tone) {
    this.isOver = true;
    this.#pause.hidden = true;
    this.#bar.hidden = true;
    this.#cancel.setAttribute('aria-label', 'Remove ' + this.#name + ' from the list');
    this.#tell(words, tone);
    say(this.#name + ': ' + words);
    refresh();
  }

  /** Takes it from the list; if it is not over it is given up. */
  remove() {
    if (!this.isOver) {
      this.#actions.cancel();
    }
    items.delete(this);
    this.#line.remove();
    refresh();
  }
}

/** Something on its way: it can be stopped, and goes on where it was. What it does is `run`. */
export class Transfer {
  #stop = new AbortController();
  item;
  isHalted = false;

  /** `paused` and `cancelled`: what to do where the visitor has stopped it. */
  constructor(name, { paused, cancelled }) {
    this.item = new Item(name, {
      pause: () => this.#halt(paused),
      resume: () => this.#resume(),
      cancel: () => this.#halt(cancelled),
    });
  }

  #halt(then) {
    this.isHalted = true;
    this.#stop.abort();
    then();
  }

  #resume() {
    this.#stop.abort(); // ends a wait
    this.#stop = new AbortController();
    if (this.isHalted) {
      this.isHalted = false;
      this.run();
    }
  }

  /** What ends when it is stopped. */
  get signal() {
    return this.#stop.signal;
  }

  /** Does it in its turn, unless it is stopped and resumed before: then the later run does it. */
  async inTurn(work) {
    const mine = this.signal;
    await turn();
    try {
      if (mine === this.signal) {
        await work(mine);
      }
    } finally {
      endTurn();
    }
  }

  /** Whether a run that had this signal is over, rather than failed. */
  isStopped(mine, problem) {
    return this.isHalted || (mine !== this.signal && mine.aborted && problem.name === 'AbortError');
  }
}

/** The next page asked for is a download, which leaves this one where it is. */
export function staysHere() {
  unguarded = performance.now() + 1000;
}

/** Makes the list answer. */
export function start() {
  byId('tray-clear').addEventListener('click', () => {
    for (const item of [...items].filter((one) => one.isOver)) {
      item.remove();
    }
  });
  window.addEventListener('offline', () => reach(false));
  window.addEventListener('online', () => reach(true));
  window.addEventListener('beforeunload', (event) => {
    if (performance.now() > unguarded && [...items].some((item) => !item.isOver)) {
      event.preventDefault();
    }
  });
}

/** Waits, longer each time, until the other end may answer again, or `signal` ends the wait. */
export function patience(attempt, signal) {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      window.removeEventListener('online', over);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, Math.min(8000, 500 * 2 ** attempt));
    window.addEventListener('online', over);
    signal.addEventListener('abort', over);
  });
}
