// The page of a folder. Without this it is a table of links and a form; with it, it is searched, sorted, looked into.

import * as list from './list.js';
import * as preview from './preview.js';
import * as tray from './tray.js';
import * as upload from './upload.js';
import { save } from './download.js';

const saveRow = (row) => save(row.querySelector('a.get').href, list.savedName(row), Number(row.dataset.size));

for (const part of document.querySelectorAll('.scripted:not(#leave, #invited)')) {
  part.hidden = false;
}
tray.start();
preview.start({ save: saveRow });
list.start({ open: preview.open, save: saveRow });
if (document.body.dataset.uploads === 'yes') {
  upload.start(document.body.dataset.base);
}
document.getElementById('list').addEventListener('submit', tray.staysHere);
for (const get of document.querySelectorAll('tr[data-kind=folder] a.get')) {
  get.addEventListener('click', tray.staysHere);
}
