// The table: sorted, searched, ticked, walked by keys. A row is what the server made; nothing is drawn anew.

import { localTimes } from './words.js';

const ORDER = 'dsync-order';
const byId = (id) => document.getElementById(id);
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const body = byId('files-table').tBodies[0];
const rows = [...body.rows].filter((row) => row.dataset.kind);
const sumOfAll = byId('sum').textContent;

const link = (row) => row.querySelector('td.name a');
const tick = (row) => row.querySelector('input[type=checkbox]');

/** What a row shows as its name. */
export const shownName = (row) => row.querySelector('td.name bdi').textContent;

/** What its file is to be saved as. */
export function savedName(row) {
  try {
    return decodeURIComponent(tick(row).value);
  } catch {
    return shownName(row); // not UTF-8
  }
}

/** The rows the search leaves, in order. */
export const shown = () => [...body.rows].filter((row) => row.dataset.kind && !row.hidden);

const keys = {
  name: (a, b) => collator.compare(shownName(a), shownName(b)),
  size: (a, b) => a.dataset.size - b.dataset.size,
  time: (a, b) => a.dataset.time - b.dataset.time,
};

function remembered() {
  try {
    const [key, way] = (sessionStorage.getItem(ORDER) ?? 'name ascending').split(' ');
    return keys[key] && way ? [key, way] : ['name', 'ascending'];
  } catch {
    return ['name', 'ascending']; // storage is switched off
  }
}

function remember(key, way) {
  try {
    sessionStorage.setItem(ORDER, key + ' ' + way);
  } catch {
    // storage is switched off: the order holds for this page
  }
}

function sort(key, way) {
  const sign = way === 'ascending' ? 1 : -1;
  const folder = (row) => (row.dataset.kind === 'folder' ? 0 : 1);
  rows.sort((a, b) => folder(a) - folder(b) || sign * keys[key](a, b) || keys.name(a, b));
  body.append(...rows);
  for (const head of document.querySelectorAll('th[data-sort]')) {
    if (head.dataset.sort === key) {
      head.setAttribute('aria-sort', way);
    } else {
      head.removeAttribute('aria-sort');
    }
  }
  for (const button of document.querySelectorAll('.narrow button')) {
    const on = button.dataset.key === key;
    button.setAttribute('aria-pressed', on);
    button.dataset.way = on ? way : '';
  }
}

function sortButton(head) {
  const key = head.dataset.sort;
  const button = document.createElement('button');
  button.type = 'button';
  button.addEventListener('click', () => {
    const first = key === 'name' ? 'ascending' : 'descending';
    const second = key === 'name' ? 'descending' : 'ascending';
    const way = head.getAttribute('aria-sort') === first ? second : first;
    remember(key, way);
    sort(key, way);
  });
  return button;
}

function makeSortable() {
  const narrow = document.createElement('span'); // for screens without room for the other columns
  narrow.className = 'narrow';
  for (const head of document.querySelectorAll('th[data-sort]')) {
    if (head.dataset.sort !== 'name') {
      const twin = sortButton(head);
      twin.dataset.key = head.dataset.sort;
      twin.textContent = head.textContent;
      narrow.append(twin);
    }
    const button = sortButton(head);
    button.append(...head.childNodes);
    head.append(button);
  }
  document.querySelector('th.name').append(narrow);
  sort(...remembered());
}

function search() {
  const wanted = byId('search').value.trim().toLocaleLowerCase();
  let found = 0;
  for (const row of rows) {
    row.hidden = !shownName(row).toLocaleLowerCase().includes(wanted);
    found += row.hidden ? 0 : 1;
  }
  const nothing = found === 0 && rows.length > 0;
  byId('none').hidden = !nothing;
  byId('files-table').hidden = rows.length === 0 || nothing;
  byId('sought').textContent = '“' + byId('search').value.trim() + '”';
  byId('sum').textContent = wanted ? found + ' of ' + rows.length + ' shown' : sumOfAll;
  byId('found').textContent = wanted ? found + ' of ' + rows.length + ' shown' : '';
  showTicks();
}

function clearSearch() {
  byId('search').value = '';
  search();
  byId('search').focus();
}

function showTicks() {
  const ticked = rows.filter((row) => tick(row).checked);
  for (const row of rows) {
    row.classList.toggle('ticked', tick(row).checked);
  }
  for (const what of document.querySelectorAll('.actions .what')) {
    what.textContent = ticked.length > 0 ? ticked.length + ' ticked' : 'all';
  }
  const all = byId('tick-all');
  if (all) {
    const seen = shown();
    const on = seen.filter((row) => tick(row).checked).length;
    all.checked = on > 0 && on === seen.length;
    all.indeterminate = on > 0 && on < seen.length;
  }
}

function makeTickable() {
  const all = document.createElement('input');
  all.type = 'checkbox';
  all.id = 'tick-all';
  all.setAttribute('aria-label', 'Tick all');
  all.addEventListener('change', () => {
    for (const row of shown()) {
      tick(row).checked = all.checked;
    }
    showTicks();
  });
  document.querySelector('th.tick').replaceChildren(all);
  body.addEventListener('change', showTicks);
}

/** Moves the focus that many names on. */
function move(step) {
  const links = [...body.rows].filter((row) => !row.hidden).map(link);
  const at = links.indexOf(document.activeElement?.closest('tr')?.querySelector('td.name a'));
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step));
  links[next]?.focus();
}

const onRow = {
  x(row) {
    tick(row).checked = !tick(row).checked;
    showTicks();
  },
  d(row) {
    row.querySelector('a.get').click();
  },
};

function onKey(event) {
  const writing = event.target.matches?.('input:not([type=checkbox])');
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) {
    return;
  }
  if (writing) {
    if (event.key === 'Escape') {
      clearSearch();
    } else if (event.key === 'ArrowDown' && event.target.id === 'search') {
      event.preventDefault();
      move(1);
    } else if (event.key === 'Enter') {
      event.preventDefault(); // else it would press the first button of the form
    }
    return;
  }
  const row = event.target.closest?.('tr[data-kind]');
  if (event.key === '/') {
    event.preventDefault();
    byId('search').focus();
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    move(event.key === 'ArrowDown' ? 1 : -1);
  } else if (row && Object.hasOwn(onRow, event.key)) {
    event.preventDefault();
    onRow[event.key](row);
  }
}

/** Whether a click asks for what the page does, rather than for a window of its own. */
const isPlain = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

/** Makes the table answer; `open` and `save` are told of rows whose file is wanted. */
export function start({ open, save }) {
  localTimes(body);
  document.querySelector('.utc')?.remove();
  makeTickable();
  makeSortable();
  byId('search').addEventListener('input', search);
  byId('clear').addEventListener('click', clearSearch);
  document.addEventListener('keydown', onKey);
  body.addEventListener('click', (event) => {
    const anchor = event.target.closest('a');
    const row = anchor?.closest('tr[data-kind]');
    if (!row || row.dataset.kind === 'folder' || !isPlain(event)) {
      return;
    }
    event.preventDefault();
    if (anchor.classList.contains('get') || row.dataset.kind === 'file') {
      save(row);
    } else {
      open(row);
    }
  });
  if (rows.length === 0) {
    for (const idle of document.querySelectorAll('.search, .actions button, .keys')) {
      idle.hidden = true;
    }
  }
  search(); // the browser may have kept what was typed and ticked
}
