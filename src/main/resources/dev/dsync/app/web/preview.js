// A look at a file, by the type the server says it has. What is in it stays data: images, media, text.

import { savedName, shown, shownName } from './list.js';
import { element, size } from './words.js';

const TEXT_BYTES_MAX = 256 * 1024;
const byId = (id) => document.getElementById(id);
const dialog = byId('preview');
let current = null;
let asked = new AbortController();
let over = Promise.resolve(); // once nothing of the last look is to come, its way back included
let end = () => {};

const isSeen = (row) => Object.hasOwn(makers, row.dataset.kind);
const address = (row) => row.querySelector('td.name a').href;

function failed() {
  put(element('p', {}, 'This cannot be shown here. It can be downloaded.'));
}

function put(...what) {
  for (const media of byId('stage').querySelectorAll('video, audio')) {
    media.pause();
    media.removeAttribute('src');
    media.load(); // else it goes on loading
  }
  byId('stage').replaceChildren(...what);
}

const makers = {
  image(row) {
    const image = element('img', { alt: shownName(row) });
    image.addEventListener('error', failed);
    image.src = address(row);
    put(image);
  },
  video: (row) => media('video', row),
  audio: (row) => media('audio', row),
  async text(row) {
    const { signal } = asked;
    put(element('p', {}, 'Loading'));
    try {
      const bytes = Number(row.dataset.size);
      const headers = bytes > 0 ? { Range: 'bytes=0-' + (TEXT_BYTES_MAX - 1) } : {};
      const answer = await fetch(address(row), { headers, signal });
      if (!answer.ok) {
        throw new TypeError(String(answer.status));
      }
      const text = new TextDecoder().decode(await answer.arrayBuffer());
      const page = element('pre', { tabindex: '0', 'aria-label': 'Text of ' + shownName(row) }, text);
      put(bytes === 0 ? element('p', {}, 'This file is empty.') : page);
      if (bytes > TEXT_BYTES_MAX) {
        byId('preview-hint').textContent = 'the first ' + size(TEXT_BYTES_MAX) + ' of ' + size(bytes);
      }
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        failed();
      }
    }
  },
};

function media(tag, row) {
  const player = element(tag, { controls: '', preload: 'metadata', 'aria-label': shownName(row) });
  player.addEventListener('error', () => player.getAttribute('src') && failed());
  player.src = address(row);
  put(player);
}

function neighbour(step) {
  const rows = shown().filter(isSeen);
  return rows[rows.indexOf(current) + step];
}

function show(row) {
  asked.abort();
  asked = new AbortController();
  current = row;
  const name = document.createElement('bdi');
  name.textContent = shownName(row);
  byId('preview-name').replaceChildren(name);
  byId('preview-hint').textContent = size(Number(row.dataset.size));
  byId('preview-get').href = row.querySelector('a.get').href;
  byId('preview-get').download = savedName(row);
  makers[row.dataset.kind](row);
  byId('preview-back').hidden = !neighbour(-1);
  byId('preview-on').hidden = !neighbour(1);
}

function step(by) {
  const row = neighbour(by);
  if (row) {
    show(row);
  }
}

/** Shows the file of a row, once the look before it has wholly ended. */
export async function open(row) {
  await over;
  if (dialog.open) {
    return;
  }
  show(row);
  dialog.showModal();
  over = new Promise((resolve) => (end = resolve));
  byId('preview-close').focus();
  history.pushState({ preview: true }, ''); // so that a phone's way back leads to the list
}

/** Makes the view answer; `save` is told of the row whose file is wanted. */
export function start({ save }) {
  byId('preview-close').addEventListener('click', () => dialog.close());
  byId('preview-back').addEventListener('click', () => step(-1));
  byId('preview-on').addEventListener('click', () => step(1));
  byId('preview-get').addEventListener('click', (event) => {
    event.preventDefault();
    save(current);
    dialog.close();
  });
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('keydown', (event) => {
    const isPlayer = event.target.matches('video, audio, pre');
    if (!isPlayer && event.key === 'ArrowLeft') {
      step(-1);
    } else if (!isPlayer && event.key === 'ArrowRight') {
      step(1);
    }
  });
  dialog.addEventListener('close', () => {
    asked.abort();
    put();
    current?.querySelector('td.name a').focus();
    if (history.state?.preview) {
      history.back(); // popstate ends it
      setTimeout(end, 1000); // else this does: a browser that goes elsewhere takes no step back
    } else {
      end();
    }
  });
  window.addEventListener('popstate', () => (dialog.open ? dialog.close() : end()));
}
