// A reply or reflection in one's own words, kept while one types; in practice a reply can be sent, to see what it does.

import { h, fresh } from "./dom.js";
import { draft } from "./draft.js";
import { concern } from "./heard.js";
import { busy, isBusy, remark, status } from "./parts.js";
import { tries } from "./tries.js";

const PAUSE_MS = 900;

export function textCard(view, send, memory) {
  const label = fresh("text");
  const note = status(view.status);
  const count = h("span", { class: "rapport-count" });
  const hint = view.coached ? h("p", { id: fresh("hint"), class: "rapport-small" }, "Send it, and the coach says what it does. Try as often as you like: it is no test, and there is no mark.") : null;
  const box = h("textarea", { id: label, rows: view.coached ? 4 : 6, "aria-describedby": hint && hint.id, maxlength: view.max_chars, dir: "auto", class: "rapport-text", spellcheck: "true" });
  const unsaved = draft(view);
  const worry = alertSlot(view.concern);
  const done = view.coached ? tries(view, box) : null;
  const tally = () => (count.textContent = `${box.value.length} of ${view.max_chars} characters`);
  const show = (text) => {
    box.value = text;
    tally();
  };
  show(view.text);

  let kept = view.text;
  const keep = (text) => {
    kept = text;
    if (box.value !== text) return note.say("Saving…");
    unsaved.drop();
    return note.say("Saved.");
  };
  // An acknowledgement that came late, or words from another window.
  const take = (text) => {
    if (text === kept) return;
    if (box.value === kept) show(text);
    keep(text);
  };
  memory.refresh = (now) => {
    take(now.text);
    worry.say(now.concern);
    return done && done.refresh(now);
  };

  let timer = null;
  let saving = Promise.resolve();
  const tell = (step) => {
    clearTimeout(timer);
    saving = saving.then(step);
    return saving;
  };
  const save = () =>
    tell(async () => {
      const text = box.value;
      if (text === kept) {
        unsaved.drop();
        note.say(kept && "Saved.");
        return;
      }
      const reason = await send({ type: "text", text });
      if (reason) note.say(reason, "warning");
      else keep(text);
    });
  const submit = () => {
    if (isBusy(button)) return;
    busy(button, true);
    note.say("Reading…");
    tell(async () => {
      const text = box.value;
      const reason = await send({ type: "send", text });
      busy(button, false);
      if (reason) note.say(reason, "warning");
      else keep(text);
    });
  };
  box.addEventListener("input", () => {
    tally();
    unsaved.keep(box.value);
    note.say("Not saved yet…");
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  box.addEventListener("blur", (event) => event.relatedTarget !== button && save());
  const words = unsaved.read();
  const button = h("button", { type: "button", class: "rapport-button", onclick: view.coached ? submit : save }, view.coached ? "Send" : "Save");
  if (words !== null && words !== kept) {
    show(words);
    note.say(`Not saved yet: these are the words you wrote last. Press ${button.textContent} to keep them.`, "warning");
  }
  return [
    remark(view),
    h("label", { class: "rapport-stem", for: label, dir: "auto" }, view.stem),
    hint,
    box,
    h("div", { class: "rapport-row" }, button, count),
    worry.element,
    note.element,
    done && done.element,
  ];
}

// Stays silent as long as the same words stand in it.
function alertSlot(words) {
  const element = h("div", {});
  let said = null;
  const say = (now) => {
    if ((now || null) === said) return;
    said = now || null;
    element.replaceChildren(...(said ? [concern(said)] : []));
  };
  say(words);
  return { element, say };
}
