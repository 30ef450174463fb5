// Numbers and times as people read them.

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const NAME_BYTES_MAX = 200;
const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A number of bytes: three digits and a unit. */
export function size(bytes) {
  let amount = bytes;
  let unit = 0;
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  return (unit === 0 ? amount : amount.toFixed(amount < 10 ? 1 : 0)) + ' ' + UNITS[unit];
}

/** How long it still takes. */
export function left(seconds) {
  if (seconds < 60) {
    return Math.max(1, Math.round(seconds)) + ' s left';
  }
  return seconds < 3600 ? Math.round(seconds / 60) + ' min left' : (seconds / 3600).toFixed(1) + ' h left';
}

/** Shows times as the visitor's clock has them. */
export function localTimes(root) {
  for (const time of root.querySelectorAll('time')) {
    const moment = new Date(time.dateTime);
    if (!Number.isNaN(moment.getTime())) {
      time.title = time.dateTime;
      time.textContent = WHEN.format(moment);
    }
  }
}

/** An element with these children; text stays text. */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** One of the page's drawings. */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const drawing = document.createElementNS(space, 'svg');
  const use = document.createElementNS(space, 'use');
  use.setAttribute('href', '#i-' + name);
  drawing.setAttribute('class', 'icon');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.append(use);
  return drawing;
}

/** A name that leaves room for what browsers put behind it while they save: shorter, with its suffix. */
export function fitting(name) {
  const bytes = (text) => new TextEncoder().encode(text).length;
  const dot = name.lastIndexOf('.');
  const suffix = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : '';
  const stem = [...name.slice(0, name.length - suffix.length)];
  while (stem.length > 1 && bytes(stem.join('') + suffix) > NAME_BYTES_MAX) {
    stem.pop();
  }
  return stem.join('') + suffix;
}
