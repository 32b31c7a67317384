// A reply or reflection in one's own words, kept while one types.

import { h, fresh } from "./dom.js";
import { remark, status } from "./parts.js";

const PAUSE_MS = 900;

export function textCard(view, send) {
  const label = fresh("text");
  const note = status(view.status);
  const count = h("span", { class: "rapport-count" });
  const box = h("textarea", { id: label, rows: 6, maxlength: view.max_chars, dir: "auto", class: "rapport-text", spellcheck: "true" });
  box.value = view.text;
  const tally = () => (count.textContent = `${box.value.length} of ${view.max_chars} characters`);
  tally();

  let kept = view.text;
  let timer = null;
  let saving = Promise.resolve();
  const save = () => {
    clearTimeout(timer);
    saving = saving.then(async () => {
      const text = box.value;
      if (text === kept) return;
      const reason = await send({ type: "text", text });
      if (reason) note.say(reason, "warning");
      else {
        kept = text;
        note.say(box.value === text ? "Saved." : "Saving…");
      }
    });
    return saving;
  };
  box.addEventListener("input", () => {
    tally();
    note.say("Not saved yet…");
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  box.addEventListener("blur", save);
  const button = h("button", { type: "button", class: "rapport-button", onclick: save }, "Save");
  const element = [
    remark(view),
    h("label", { class: "rapport-stem", for: label, dir: "auto" }, view.stem),
    box,
    h("div", { class: "rapport-row" }, button, count),
    note.element,
  ];
  return element;
}
