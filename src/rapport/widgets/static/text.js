// A reply or reflection in one's own words, kept while one types.

import { h, fresh } from "./dom.js";
import { draft } from "./draft.js";
import { remark, status } from "./parts.js";

const PAUSE_MS = 900;

export function textCard(view, send, memory) {
  const label = fresh("text");
  const note = status(view.status);
  const count = h("span", { class: "rapport-count" });
  const box = h("textarea", { id: label, rows: 6, maxlength: view.max_chars, dir: "auto", class: "rapport-text", spellcheck: "true" });
  const unsaved = draft(view);
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
  memory.refresh = (now) => {
    if (now.text === kept) return;
    if (box.value === kept) show(now.text);
    keep(now.text);
  };

  let timer = null;
  let saving = Promise.resolve();
  const save = () => {
    clearTimeout(timer);
    saving = saving.then(async () => {
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
    return saving;
  };
  box.addEventListener("input", () => {
    tally();
    unsaved.keep(box.value);
    note.say("Not saved yet…");
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  box.addEventListener("blur", save);
  const words = unsaved.read();
  if (words !== null && words !== kept) {
    show(words);
    note.say("Not saved yet: these are the words you wrote last. Press Save to keep them.", "warning");
  }
  const button = h("button", { type: "button", class: "rapport-button", onclick: save }, "Save");
  return [
    remark(view),
    h("label", { class: "rapport-stem", for: label, dir: "auto" }, view.stem),
    box,
    h("div", { class: "rapport-row" }, button, count),
    note.element,
  ];
}
