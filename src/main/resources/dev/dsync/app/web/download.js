// A file that is fetched by the page: it can be paused, and goes on where it was after the server was away.

import { Transfer, patience, reach, staysHere } from './tray.js';
import { fitting, size } from './words.js';

/** From there on it is worth asking where to, and writing to the disk as it comes. */
const DISK_BYTES_MIN = 32 * 2 ** 20;

/** More is not kept here, but left to the browser's own downloads. */
const KEPT_BYTES_MAX = 2 ** 30;

const BLOCK_BYTES = 8 * 2 ** 20;

/** Chromium drops what a page hands over faster than ten times a second. */
const HANDOVER_MILLIS = 120;

let handover = Promise.resolve();

const REFUSALS = {
  403: 'It may not be read.',
  404: 'It is not there any more.',
  410: 'The link has expired.',
};

/** The other end says no, for good. */
class Refused extends Error {}

/** Keeps what comes; the browser moves large blobs to its disk. */
class Kept {
  #whole = new Blob([]);
  #parts = [];
  #bytes = 0;

  async write(part) {
    this.#parts.push(part);
    this.#bytes += part.length;
    if (this.#bytes >= BLOCK_BYTES) {
      this.#join();
    }
  }

  #join() {
    this.#whole = new Blob([this.#whole, ...this.#parts]);
    this.#parts = [];
    this.#bytes = 0;
  }

  async restart() {
    this.#whole = new Blob([]);
    this.#parts = [];
    this.#bytes = 0;
  }

  async drop() {
    await this.restart();
  }

  async finish(name) {
    this.#join();
    const mine = handover;
    handover = mine.then(() => new Promise((resolve) => setTimeout(resolve, HANDOVER_MILLIS)));
    await mine;
    const url = URL.createObjectURL(this.#whole);
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = fitting(name);
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    await this.restart();
  }
}

/** Writes to a file the visitor chose. */
class Written {
  #stream;

  constructor(stream) {
    this.#stream = stream;
  }

  async write(part) {
    await this.#stream.write(part);
  }

  async restart() {
    await this.#stream.seek(0);
    await this.#stream.truncate(0);
  }

  async drop() {
    await this.#stream.abort();
  }

  async finish() {
    await this.#stream.close();
  }
}

class Download extends Transfer {
  #url;
  #name;
  #sink;
  #tag = '';
  #done = 0;
  #total;
  #last = Promise.resolve();

  constructor(url, name, total, sink) {
    super(name, {
      paused: () => this.item.paused(this.#done, this.#total),
      cancelled: () => sink.drop(),
    });
    this.#url = url;
    this.#name = name;
    this.#total = total;
    this.#sink = sink;
  }

  /** Runs until it is over or stopped; after what was stopped before has ended. */
  run() {
    this.#last = this.#last.then(() => this.inTurn((mine) => this.#run(mine)));
    return this.#last;
  }

  async #run(mine) {
    for (let attempt = 0; !this.isHalted; attempt++) {
      const before = this.#done;
      try {
        await this.#fetch();
        await this.#sink.finish(this.#name);
        this.item.done('Done · ' + size(this.#total));
        return;
      } catch (problem) {
        if (this.isStopped(mine, problem)) {
          return;
        }
        if (problem instanceof Refused) {
          await this.#sink.drop();
          this.item.failed(problem.message, false);
          return;
        }
        if (!(problem instanceof TypeError)) {
          // Not the network: the visitor's disk, say.
          this.isHalted = true;
          this.item.failed('It cannot be saved: ' + problem.message, true);
          return;
        }
        attempt = this.#done > before ? 0 : attempt;
        reach(false);
        this.item.waiting();
        await patience(attempt, this.signal);
      }
    }
  }

  async #fetch() {
    this.item.running();
    const headers = this.#done > 0 ? { Range: 'bytes=' + this.#done + '-', 'If-Range': this.#tag } : {};
    const answer = await fetch(this.#url, { headers, cache: 'no-store', signal: this.signal });
    reach(true);
    await this.#judge(answer);
    const reader = answer.body.getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        break;
      }
      await this.#sink.write(value);
      this.#done += value.length;
      if (!this.isHalted) {
        this.item.progress(this.#done, this.#total); // or it would not look paused any more
      }
    }
    if (this.#done !== this.#total) {
      throw new TypeError('cut short');
    }
  }

  /** Finds out what comes: the rest, or all of it anew. */
  async #judge(answer) {
    if (answer.status >= 500 || answer.status === 429) {
      throw new TypeError('too much at once');
    }
    if (answer.status === 206) {
      const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(answer.headers.get('Content-Range') ?? '');
      if (range && Number(range[1]) === this.#done) {
        return;
      }
      throw new TypeError('another part');
    }
    if (answer.status === 416) {
      await this.#begin('');
      throw new TypeError('it became shorter');
    }
    if (!answer.ok) {
      throw new Refused(REFUSALS[answer.status] ?? 'The share says no (' + answer.status + ').');
    }
    if (this.#done > 0) {
      this.item.running('It was changed: from the start again');
    }
    await this.#begin(answer.headers.get('ETag') ?? '');
    this.#total = Number(answer.headers.get('Content-Length') ?? this.#total);
  }

  async #begin(tag) {
    if (this.#done > 0) {
      await this.#sink.restart();
    }
    this.#done = 0;
    this.#tag = tag;
  }
}

function leaveToBrowser(url) {
  staysHere();
  window.location.assign(url);
}

/** Fetches a file of that many bytes. */
export async function save(url, name, bytes) {
  if (bytes >= DISK_BYTES_MIN && 'showSaveFilePicker' in window) {
    try {
      const file = await window.showSaveFilePicker({ suggestedName: fitting(name).replaceAll(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, '_') });
      await new Download(url, name, bytes, new Written(await file.createWritable())).run();
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        leaveToBrowser(url); // it may not write there
      }
    }
  } else if (bytes > KEPT_BYTES_MAX) {
    leaveToBrowser(url);
  } else {
    await new Download(url, name, bytes, new Kept()).run();
  }
}
