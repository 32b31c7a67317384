// A silence to stay with: cues appear, the client speaks after a while, and speaking first ends it at once.

import { h } from "./dom.js";
import { answerNews, feedback } from "./answer.js";
import { bubble, remark, status } from "./parts.js";

const TICK_MS = 200;
// The second click of a double click, or a key held down, is no word of the learner's.
const SETTLE_MS = 500;

// Drawn once, like a box to write in: a clock runs in it, which a new drawing must neither lose nor double.
export function silenceCard(first, send, memory) {
  let view = first;
  let began = null;
  let ended = 0;
  let timer = null;
  let outcome = view.chosen;
  const note = status(view.status);
  const log = h("div", { class: "rapport-quiet-log", role: "log", "aria-label": `With ${view.client || "the client"}`, "aria-live": "polite" });
  const below = h("div", { class: "rapport-below" });

  const seconds = () => (performance.now() - began) / 1000;
  const focusWithin = () => below.contains(below.getRootNode().activeElement);

  const fill = (...parts) => {
    const held = focusWithin();
    below.replaceChildren(...parts.flat().filter(Boolean));
    if (held) below.querySelector("[tabindex], button")?.focus({ preventScroll: true });
  };

  const stop = () => {
    clearInterval(timer);
    timer = null;
    began = null;
  };

  const begin = () => {
    if (timer !== null) return;
    outcome = null;
    keepRoom(log, view);
    note.say("You are together, and nobody speaks.");
    began = performance.now();
    timer = setInterval(pass, TICK_MS);
    fill(things(view, say));
  };

  const pass = () => {
    showCues(log, view, seconds());
    if (seconds() >= view.speaks_after) end({ waited: Math.max(view.speaks_after, seconds()), said: null });
  };

  const say = (option) => {
    if (performance.now() - began < SETTLE_MS) return;
    // The client may have spoken while the page slept.
    pass();
    if (timer !== null) end({ waited: seconds(), said: option.id });
  };

  const end = (how) => {
    stop();
    ended = performance.now();
    outcome = { waited: Math.round(Math.min(600, how.waited) * 10) / 10, said: how.said };
    showEnd(log, view, outcome);
    note.say("Saving…");
    fill(again());
    record();
  };

  const record = async () => {
    const given = outcome;
    const reason = await send({ type: "answer", ...given });
    if (outcome !== given) return; // another try has begun meanwhile
    if (!reason) {
      draw();
      return;
    }
    note.say(reason, "warning");
    fill(h("button", { type: "button", class: "rapport-button", "data-key": "send", onclick: resend }, "Send again"), again());
  };
  const resend = () => {
    note.say("Saving…");
    record();
  };

  const again = () => h("button", { type: "button", class: "rapport-quiet", "data-key": "again", onclick: reset }, "Try again");
  const reset = () => {
    if (performance.now() - ended < SETTLE_MS) return;
    outcome = null;
    log.replaceChildren();
    draw();
  };

  // Whatever is not running is drawn from what is on record.
  const draw = () => {
    if (!outcome) {
      note.say("");
      fill(thingsToRead(view), h("button", { type: "button", class: "rapport-button", "data-key": "begin", onclick: begin }, "Begin"));
      return;
    }
    if (!log.childNodes.length) {
      showCues(log, view, outcome.waited);
      showEnd(log, view, outcome);
    }
    note.say(view.status);
    const saved = same(outcome, view.chosen);
    fill(again(), saved && feedback(view));
  };

  memory.refresh = (now) => {
    const news = !same(now.chosen, view.chosen);
    view = now;
    if (same(outcome, now.chosen)) draw();
    return news && same(outcome, now.chosen) ? answerNews(now) : "";
  };
  memory.close = stop;
  draw();
  return [remark(view), h("p", { class: "rapport-stem", dir: "auto" }, view.stem), log, note.element, below];
}

function same(one, other) {
  return Boolean(one && other) && one.waited === other.waited && one.said === other.said;
}

// Room for all cues at once, so that nothing moves under the pointer when one appears.
function keepRoom(log, view) {
  log.style.minHeight = "";
  log.replaceChildren(...view.cues.map((cue) => h("p", { class: "rapport-seen", dir: "auto" }, cue.seen)));
  log.style.minHeight = `${log.offsetHeight}px`;
  log.replaceChildren();
}

function showCues(log, view, waited) {
  const due = view.cues.filter((cue) => cue.at <= waited);
  const shown = log.querySelectorAll(".rapport-seen").length;
  log.append(...due.slice(shown).map((cue) => h("p", { class: "rapport-seen", dir: "auto" }, cue.seen)));
}

function showEnd(log, view, { said }) {
  const option = view.options.find((one) => one.id === said);
  log.style.minHeight = "";
  if (option) log.append(bubble("mine", "You", option.says));
  log.append(bubble("client", view.client, option ? option.answer : view.then));
}

// Before the clock runs one may read what could be said, without haste.
function thingsToRead(view) {
  return [
    h("p", { class: "rapport-small" }, "Time runs once you press Begin. You could then say one of these, whenever you think it is time:"),
    h("ul", { class: "rapport-things" }, view.options.map((option) => h("li", { class: "rapport-quote", dir: "auto" }, `“${option.says}”`))),
  ];
}

function things(view, say) {
  const buttons = view.options.map((option) => h("li", {}, h("button", { type: "button", class: "rapport-quiet", dir: "auto", onclick: () => say(option) }, option.says)));
  return h("div", { role: "group", "aria-label": "What you could say", tabindex: "-1" }, h("p", { class: "rapport-small" }, "What you could say:"), h("ul", { class: "rapport-things" }, buttons));
}
