// A reply in one's own words: typed under the written ones, asked about where the coach is not sure.

import { h, fresh } from "./dom.js";
import { draft } from "./draft.js";
import { concern } from "./heard.js";

const READING = "The coach is reading your words…";

export function ownWords(view, act, memory) {
  const unsaved = draft(view);
  const mine = (memory.own ??= { text: unsaved.read() || "", open: false });
  forgetSaid(view, mine, unsaved);
  const { pending, most } = view.own;
  if (pending || mine.text) mine.open = true;

  const label = fresh("own");
  const count = h("span", { class: "rapport-count" });
  const box = h("textarea", { id: label, rows: 3, dir: "auto", class: "rapport-text", spellcheck: "true", "data-key": !isAsked(view) && "own" });
  const tally = () => (count.textContent = `${box.value.length} of ${most} characters`);
  box.value = mine.text;
  tally();
  box.addEventListener("input", () => {
    mine.text = box.value;
    unsaved.keep(box.value);
    tally();
  });

  const send = (event, button) => act({ turn: view.turns.length, ...event }, button, READING);
  const say = (button) => {
    mine.sent = { turn: view.turns.length, text: box.value };
    send({ type: "say", text: box.value }, button);
  };
  const button = h("button", { type: "button", class: "rapport-button", "data-key": !isAsked(view) && "own", onclick: () => say(button) }, "Send");
  return h(
    "details",
    { class: "rapport-own", open: mine.open, ontoggle: (event) => (mine.open = event.currentTarget.open) },
    h("summary", {}, "Say it in your own words"),
    pending?.concern && concern(pending.concern),
    isAsked(view) && whichMeaning(view, send, mine),
    h("label", { class: "rapport-stem", for: label }, `What do you say to ${view.name}?`),
    box,
    h("div", { class: "rapport-row" }, button, count),
    h("p", { class: "rapport-small" }, "The coach is part of this lesson: it reads what your words do, and the client answers to that. No other service sees them."),
  );
}

function isAsked(view) {
  return Boolean(view.own.pending?.choices.length);
}

// What has become a turn need not be said again; whatever was typed since stays.
function forgetSaid(view, mine, unsaved) {
  const said = view.turns[mine.sent?.turn];
  if (!said || said.says !== mine.sent.text.trim()) return;
  if (mine.text === mine.sent.text) {
    mine.text = "";
    unsaved.drop();
  }
  mine.sent = undefined;
}

// The words are sent again as they were asked about: what stands in the box may have changed since.
function whichMeaning(view, send, mine) {
  const { text, choices } = view.own.pending;
  const head = fresh("meant");
  const answers = choices.map((words, meant) =>
    meaningButton(words, (button) => {
      if (mine.text.trim() === text) mine.text = text;
      mine.sent = { turn: view.turns.length, text };
      send({ type: "say", text, meant }, button);
    }),
  );
  return h(
    "div",
    { class: "rapport-asked", role: "group", "aria-labelledby": head, tabindex: "-1", "data-key": "own" },
    h("p", { class: "rapport-stem", id: head }, "The coach isn't sure how you meant this. Which is it?"),
    h("p", { class: "rapport-quote", dir: "auto" }, `“${text}”`),
    h("div", { class: "rapport-row" }, answers, meaningButton("Neither: I'll say it differently", (button) => send({ type: "reword" }, button))),
  );
}

function meaningButton(words, take) {
  return h("button", { type: "button", class: "rapport-quiet", "data-key": "own", onclick: (event) => take(event.currentTarget) }, words);
}
