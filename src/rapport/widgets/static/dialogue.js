// A talk with a client: what was said, the client's portrait, replies to choose, and ways back.

import { h, fresh } from "./dom.js";
import { bubble, busy, isBusy, spoken, status } from "./parts.js";
import { heard } from "./heard.js";
import { ownWords } from "./own.js";
import { portrait } from "./portrait.js";
import { allianceCurve } from "./curve.js";

export function dialogueCard(view, send, memory) {
  const note = status(view.status);
  const act = async (event, button, meanwhile = "Saving…") => {
    if (isBusy(button)) return;
    busy(button, true);
    note.say(meanwhile);
    const reason = await send(event);
    busy(button, false);
    // By now the talk may have been drawn anew, with another line.
    if (reason) memory.say(reason, "warning");
    else note.say(view.status);
  };
  memory.say = note.say;
  // While replaying, the card shows the talk as it stood after `memory.step` turns.
  const replaying = memory.step !== undefined && view.ending;
  const step = replaying ? Math.min(memory.step, view.turns.length) : view.turns.length;
  const turns = view.turns.slice(0, step);
  const state = turns.length ? turns[turns.length - 1].state : view.start;
  const log = h("div", { class: "rapport-log", role: "log", "aria-label": `Talk with ${view.name}`, "aria-live": "off", tabindex: "0" });
  turns.forEach((turn, index) => log.append(...exchange(view, turn, index, act, replaying)));
  if (!replaying && view.now) log.append(...clientTurn(view.name, view.now.seen, view.now.says));
  queueMicrotask(() => requestAnimationFrame(() => (log.scrollTop = log.scrollHeight)));

  const parts = [
    view.stem && h("p", { class: "rapport-stem", dir: "auto" }, view.stem),
    h("p", { class: "rapport-scene", dir: "auto" }, view.setting),
    !view.turns.length && h("p", { dir: "auto" }, view.about),
    h("div", { class: "rapport-stage" }, portrait(view.portrait, state), log),
  ];
  if (replaying) parts.push(replayBar(view, memory, step));
  else if (view.ending) parts.push(ending(view));
  else parts.push(replies(view, act, note), view.own && ownWords(view, act, memory));
  parts.push(ways(view, act, memory), note.element);
  return parts;
}

// What a screen reader hears after a turn.
export function dialogueNews(view) {
  const last = view.turns[view.turns.length - 1];
  // Where words are asked about, the status below says so, and nothing else is new.
  if (!last || view.own?.pending) return "";
  const feedback = view.practice ? ` Feedback: ${last.heard ? last.heard.news : last.feedback}` : "";
  const next = view.now ? ` ${view.now.seen || ""} ${view.now.says}` : "";
  const end = view.ending ? ` The talk has ended: ${view.ending.name}. ${view.ending.text}` : "";
  return `${view.name}: ${last.answer}${next}${feedback}${end}`;
}

function clientTurn(name, seen, says) {
  return [
    seen && h("p", { class: "rapport-seen", dir: "auto" }, seen),
    says && bubble("client", name, says),
  ].filter(Boolean);
}

function exchange(view, turn, index, act, replaying) {
  const mine = bubble("mine", "You", spoken(turn));
  const told = view.practice && [
    h(
      "details",
      { class: "rapport-turn-feedback", open: index === view.turns.length - 1 },
      h("summary", {}, "What this reply did"),
      turn.heard ? heard(turn.heard) : h("p", { dir: "auto" }, turn.feedback),
      turn.better && h("p", { class: "rapport-better", dir: "auto" }, h("strong", {}, "Try instead: "), turn.better),
    ),
    !replaying && whatIf(turn, index, act),
  ];
  return [...clientTurn(view.name, turn.seen, turn.client), mine, ...clientTurn(view.name, null, turn.answer), told].flat().filter(Boolean);
}

function whatIf(turn, index, act) {
  const others = turn.others.map((other) =>
    h("li", {}, h("button", { type: "button", class: "rapport-quiet", dir: "auto", onclick: (event) => act({ type: "instead", turn: index, reply: other.id }, event.currentTarget) }, other.says)),
  );
  return h("details", { class: "rapport-what-if" }, h("summary", {}, "What if I had said…"), h("ul", {}, others));
}

function replies(view, act, note) {
  const group = fresh("reply");
  const form = h("form", { class: "rapport-form" });
  const rows = view.options.map((option) => {
    const name = fresh("option");
    return h("div", { class: "rapport-option" }, h("span", { class: "rapport-pick" }, h("input", { type: "radio", id: name, name: group, value: option.id, "data-first": true })), h("label", { for: name, dir: "auto" }, spoken(option)));
  });
  const button = h("button", { type: "submit", class: "rapport-button" }, "Say it");
  form.append(h("fieldset", { class: "rapport-options" }, h("legend", { class: "rapport-stem" }, "What do you say?"), rows), button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const picked = form.querySelector(`input[name="${group}"]:checked`);
    if (picked) act({ type: "choose", reply: picked.value, turn: view.turns.length }, button);
    else note.say("Choose a reply first.", "warning");
  });
  return form;
}

function ending(view) {
  return h(
    "div",
    { class: "rapport-ending", role: "group", tabindex: "-1", "data-first": true, "data-quality": view.ending.quality, "aria-label": "How the talk ended" },
    h("p", { class: "rapport-stem" }, `The talk has ended: ${view.ending.name}`),
    h("p", { dir: "auto" }, view.ending.text),
    view.practice && allianceCurve(view.curve),
  );
}

function ways(view, act, memory) {
  const way = (words, event) => h("button", { type: "button", class: "rapport-quiet", "data-key": event.type, onclick: (click) => act(event, click.currentTarget) }, words);
  return h(
    "div",
    { class: "rapport-row", role: "group", "aria-label": "Ways back" },
    view.turns.length > 0 && way("Undo the last turn", { type: "undo" }),
    view.turns.length > 0 && way("Start again", { type: "restart" }),
    view.kept && way("Back to what I said before", { type: "return" }),
    view.ending && memory.step === undefined && h("button", { type: "button", class: "rapport-quiet", onclick: () => memory.show(0) }, "Replay the talk"),
  );
}

function replayBar(view, memory, step) {
  const last = step === view.turns.length;
  const button = (words, to, state = {}) => h("button", { type: "button", class: "rapport-button", "data-key": words, onclick: () => memory.show(to), ...state }, words);
  return h(
    "div",
    { class: "rapport-row", role: "group", "aria-label": "Replay" },
    button("Back", step - 1, { disabled: step === 0 }),
    h("span", { role: "status" }, `Turn ${step} of ${view.turns.length}`),
    button("Next turn", step + 1, { disabled: last, "data-first": !last }),
    button("End the replay", undefined, { "data-first": last }),
  );
}
