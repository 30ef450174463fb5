// Files the visitor leaves: sent in one go, and on from where the other end has them after an interruption.

import { Transfer, patience, reach, warn } from './tray.js';

const FUTILE_MAX = 4;
const VISITOR = 'dsync-visitor';
const byId = (id) => document.getElementById(id);

const REFUSALS = {
  400: 'It cannot have that name.',
  403: 'It is not taken.',
  404: 'Nothing can be left here.',
  410: 'The link has expired.',
  413: 'It is too large.',
  507: 'There is no space left over there.',
};

/** The other end says no. */
class Refused extends Error {
  constructor(status) {
    super(REFUSALS[status] ?? 'The share says no (' + status + ').');
  }
}

/** A word that tells this browser's uploads from others', so that they go on after a reload. */
function visitor() {
  const fresh = [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, '0')).join('');
  try {
    const known = localStorage.getItem(VISITOR);
    if (!known) {
      localStorage.setItem(VISITOR, fresh);
    }
    return known ?? fresh;
  } catch {
    return fresh; // storage is switched off: good for this page
  }
}

class Upload extends Transfer {
  #file;
  #url;
  #id;
  #offset = 0;

  constructor(file, base, word) {
    super(file.name, {
      paused: () => this.item.paused(this.#offset, file.size),
      cancelled: () => {},
    });
    this.#file = file;
    this.#id = word + '-' + file.lastModified;
    this.#url = base + '.dsync/upload/' + encodeURIComponent(file.name) + '?id=' + this.#id;
  }

  /** Runs until it is over or stopped. */
  run() {
    return this.inTurn((mine) => this.#run(mine));
  }

  async #run(mine) {
    let futile = 0;
    for (let attempt = 0; !this.isHalted; attempt++) {
      const before = this.#offset;
      try {
        this.item.running('Asking what is there already');
        await this.#ask();
        futile++;
        const stored = await this.#send();
        if (stored) {
          this.item.done('Left as ' + stored);
          return;
        }
      } catch (problem) {
        if (this.isStopped(mine, problem)) {
          return;
        }
        if (problem instanceof Refused) {
          this.isHalted = true;
          this.item.failed(problem.message, true);
          return;
        }
        reach(false);
        this.item.waiting();
      }
      if (this.#offset > before) {
        futile = 0;
        attempt = 0;
      }
      if (futile >= FUTILE_MAX) {
        this.isHalted = true;
        this.item.failed('It is not taken.', true);
        return;
      }
      await patience(attempt, this.signal);
    }
  }

  /** Learns how much of it is there. */
  async #ask() {
    const url = this.#url + '&size=' + this.#file.size;
    const answer = await fetch(url, { method: 'HEAD', cache: 'no-store', signal: this.signal });
    reach(true);
    if (!answer.ok) {
      throw answer.status === 503 ? new TypeError('too much at once') : new Refused(answer.status);
    }
    this.#offset = Number(answer.headers.get('Upload-Offset') ?? 0);
  }

  /** Sends the rest; the name it got, or nothing if it is not all there. */
  #send() {
    const { size } = this.#file;
    const from = this.#offset;
    const request = new XMLHttpRequest(); // fetch tells nothing of how far it is
    return new Promise((resolve, reject) => {
      const { signal } = this;
      signal.addEventListener('abort', () => request.abort());
      request.open('PUT', this.#url);
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      if (size > 0) {
        // Where all is there already this reads SIZE-(SIZE-1), and what is there gets its name.
        request.setRequestHeader('Content-Range', 'bytes ' + from + '-' + (size - 1) + '/' + size);
      }
      request.upload.addEventListener('progress', (event) => {
        this.#offset = from + event.loaded;
        this.item.progress(this.#offset, size);
      });
      request.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
      request.addEventListener('error', () => reject(new TypeError('broke off')));
      request.addEventListener('load', () => {
        if (request.status === 201) {
          resolve(request.responseText.trimEnd());
        } else if ([202, 409, 503].includes(request.status)) {
          resolve('');
        } else {
          reject(new Refused(request.status));
        }
      });
      request.send(from > 0 ? this.#file.slice(from) : this.#file);
    });
  }
}

/** The files of a drop; folders are told apart by the browser only here. */
function dropped(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const isFolder = (item) => item.webkitGetAsEntry?.()?.isDirectory === true;
  warn(items.some(isFolder) ? 'Folders cannot be left here; put them into a .zip file.' : '');
  return items.filter((item) => !isFolder(item)).map((item) => item.getAsFile());
}

/** Makes the page take files. */
export function start(base) {
  const word = visitor();
  const leave = (files) => {
    for (const file of files) {
      new Upload(file, base, word).run();
    }
  };
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  let depth = 0;
  const show = (change) => {
    depth = change === 0 ? 0 : Math.max(0, depth + change);
    byId('drop').hidden = depth === 0;
  };
  byId('leave').hidden = false;
  byId('invited').hidden = false;
  byId('files').addEventListener('change', (event) => {
    leave([...event.target.files]);
    event.target.value = '';
  });
  window.addEventListener('dragenter', (event) => hasFiles(event) && show(1));
  window.addEventListener('dragleave', (event) => hasFiles(event) && show(-1));
  window.addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
  window.addEventListener('drop', (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      show(0);
      leave(dropped(event.dataTransfer));
    }
  });
}
