// The pages of watch and serve: they are told by server-sent events, and ask by POST. What is told is shown as text, never as markup.
import { Graph } from "./graph.js";
import { size } from "./words.js";

const EVENTS_MAX = 200;
const WAYS = [
  ["local", "Keep mine", "What is at the name stays, the copy goes"],
  ["remote", "Take the copy", "The copy takes the place of what is at the name"],
  ["newer", "Newer", "Whichever was changed last"],
  ["both", "Keep both", "The copy gets an ordinary name"],
];
const DONE = {
  lost: "link ended",
  settled: "",
  planned: "to get:",
  visited: "",
  "passed-over": "passed over for",
};
const WATCHES = document.body.dataset.kind === "watch";
const at = (id) => document.getElementById(id);
const graph = new Graph(at("graph"));
let rates = [0, 0];

function span(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes < 1 ? `${seconds} s` : minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const counted = (count, what) => `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;

function make(name, kind, text) {
  const one = document.createElement(name);
  if (kind) {
    one.className = kind;
  }
  if (text !== undefined) {
    one.textContent = text;
  }
  return one;
}

/** Says it to those who cannot see it. */
function say(words) {
  at("said").textContent = words;
}

function notice(words) {
  at("notice").textContent = words;
  at("notice").hidden = words === "";
}

function badge(words, kind) {
  const state = at("state");
  if (state.textContent !== words) {
    state.textContent = words;
  }
  state.className = `badge ${kind}`;
}

/** Makes the children of a list those of these things, and keeps the ones it has, with their focus. */
function fill(list, things, key, build) {
  const there = new Map([...list.children].map((child) => [child.dataset.key, child]));
  things.forEach((thing, index) => {
    const name = key(thing, index);
    const child = there.get(name) ?? build(thing);
    child.dataset.key = name;
    there.delete(name);
    if (list.children[index] !== child) {
      list.insertBefore(child, list.children[index] ?? null);
    }
  });
  there.forEach((child) => child.remove());
}

function row(labels) {
  const tr = make("tr");
  for (const label of labels) {
    const td = make("td");
    td.dataset.label = label;
    tr.append(td);
  }
  return tr;
}

function table(id, labels, things, key, cells) {
  const body = at(id).tBodies[0];
  fill(body, things, key, () => row(labels));
  things.forEach((thing, index) => {
    cells(thing).forEach((cell, column) => {
      const td = body.children[index].children[column];
      const [text, error] = Array.isArray(cell) ? cell : [cell, ""];
      if (td.dataset.text !== `${text}\n${error}`) {
        td.dataset.text = `${text}\n${error}`;
        td.replaceChildren(make("bdi", "", text));
        if (error) {
          td.append(make("span", "error", error));
        }
      }
    });
  });
  at(id).hidden = things.length === 0;
  at(`no-${id}`).hidden = things.length > 0;
}

const rate = (count) => (count > 0 ? `${size(count)}/s` : "–");

function sumOf(things) {
  rates = [0, 0];
  for (const one of things) {
    rates[0] += one.receiving;
    rates[1] += one.sending;
  }
}

function peerState(peer) {
  if (peer.state !== "connected") {
    return peer.state;
  }
  return peer.inSync ? "in sync" : peer.filesToGet > 0 || peer.receiving > 0 ? "getting" : peer.sending > 0 ? "giving" : "connected, not in sync";
}

function watch(status) {
  const name = status.root.split("/").at(-1) || status.root;
  document.title = `${name} – dsync watch`;
  at("title").textContent = name;
  at("sum").replaceChildren(make("bdi", "", status.root), ` · ${counted(status.files, "file")} · ${size(status.bytes)} · as `, make("bdi", "", status.share));
  const words = status.state === "watching" ? (status.synced ? "in sync" : "watching") : status.state;
  badge(words, status.state === "paused" ? "wrong" : status.synced ? "well" : "");
  at("brake").hidden = status.state !== "paused";
  at("why").textContent = status.why ?? "";
  sumOf(status.peers);
  table("peers", ["Name", "State", "to get", "in", "out"], status.peers, (peer, index) => `${index} ${peer.name}`, (peer) => [
    peer.name,
    [peerState(peer), [peer.error, peer.problems > 0 ? counted(peer.problems, "problem") : ""].filter((word) => word).join("; ")],
    peer.filesToGet > 0 ? `${counted(peer.filesToGet, "file")}, ${size(peer.bytesToGet)}` : "–",
    rate(peer.receiving),
    rate(peer.sending),
  ]);
}

function serve(status) {
  at("sum").textContent = `${status.shares.join(", ")}; ${counted(status.visits, "visit")}, ${size(status.received)} in, ${size(status.sent)} out`;
  badge(status.guests.length === 0 ? "waiting" : counted(status.guests.length, "guest"), "well");
  sumOf(status.guests);
  table("guests", ["Address", "Doing", "for", "in", "out"], status.guests, (guest, index) => `${index} ${guest.name}`, (guest) => [
    guest.name,
    `${guest.doing ? `${guest.doing} of ` : ""}${guest.share}${guest.readOnly ? ", reads only" : ""}`,
    span(guest.seconds),
    `${size(guest.received)}${guest.receiving > 0 ? `, ${rate(guest.receiving)}` : ""}`,
    `${size(guest.sent)}${guest.sending > 0 ? `, ${rate(guest.sending)}` : ""}`,
  ]);
}

/** Has something done; returns whether it was. */
async function order(what, details) {
  try {
    const answer = await fetch(`do/${what}`, { method: "POST", body: new URLSearchParams(details) });
    const words = (await answer.text()).trim();
    say(words);
    notice(answer.ok ? "" : words);
    return answer.ok;
  } catch {
    notice("It does not answer.");
    return false;
  }
}

async function pressed(buttons, what, details) {
  buttons.forEach((button) => (button.disabled = true));
  const done = await order(what, details);
  if (!done || what === "approve") {
    buttons.forEach((button) => (button.disabled = false));
  }
  return done;
}

function conflict(one) {
  const li = make("li");
  const names = make("div");
  names.append(make("bdi", "of", one.of), make("bdi", "copy", one.path));
  const ways = make("fieldset", "ways");
  ways.append(make("legend", "unseen", `Settle ${one.of}`));
  for (const [take, label, hint] of WAYS) {
    const button = make("button", "quiet", label);
    button.type = "button";
    button.title = hint;
    button.dataset.take = take;
    button.addEventListener("click", async () => {
      if (await pressed([...ways.querySelectorAll("button")], "resolve", { path: one.path, take })) {
        const next = li.nextElementSibling ?? li.previousElementSibling;
        (next?.querySelector("button") ?? at("events")).focus();
        li.remove();
      }
    });
    ways.append(button);
  }
  li.append(names, ways);
  return li;
}

function conflicts(all) {
  fill(at("conflicts"), all.conflicts, (one) => one.path, conflict);
  const more = all.total > all.conflicts.length ? `, ${all.conflicts.length} of them here` : "";
  at("conflict-count").textContent = all.total > 0 ? `${all.total}${more}` : "";
  at("no-conflicts").hidden = all.total > 0;
}

function happened(event) {
  const li = make("li");
  const time = make("time", "", new Date(event.at).toLocaleTimeString("en-GB"));
  time.dateTime = event.at;
  const line = make("span");
  const about = [event.path, event.text].filter((word) => word).join(": ");
  const words = [DONE[event.event] ?? event.event, about].filter((word) => word).join(" ");
  line.append(make("bdi", "", event.who), `: ${words}`);
  li.append(time, line);
  at("events").prepend(li);
  while (at("events").children.length > EVENTS_MAX) {
    at("events").lastElementChild.remove();
  }
  at("no-events").hidden = true;
}

function listen() {
  const events = new EventSource("events");
  const on = (name, show) => events.addEventListener(name, (message) => show(JSON.parse(message.data)));
  events.addEventListener("open", () => {
    notice("");
    at("events").replaceChildren(); // the last ones are told anew
  });
  events.addEventListener("error", () => {
    rates = [0, 0];
    badge("not there", "wrong");
    notice("The connection is lost; trying again.");
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(listen, 2000);
    }
  });
  on("status", WATCHES ? watch : serve);
  on("conflicts", conflicts);
  on("happened", happened);
}

setInterval(() => {
  const top = graph.add(...rates);
  at("scale").textContent = `top: ${size(top)}/s`;
  at("rate-in").textContent = `${size(rates[0])}/s`;
  at("rate-out").textContent = `${size(rates[1])}/s`;
}, 1000);
if (WATCHES) {
  at("approve").addEventListener("click", (event) => pressed([event.target], "approve", {}));
}
listen();
