// The passport: one button to download every answer, one place to choose such a file and restore it.

import { h, fresh } from "./dom.js";
import { busy, isBusy, status } from "./parts.js";

export function passportCard(view, send, memory) {
  const note = status(view.status);
  const name = fresh("passport");
  const count = h("p", {}, view.count);
  const file = h("input", { type: "file", id: name, accept: ".json,application/json", class: "rapport-file" });
  let asked = false;
  let known = view;
  const button = (words, meanwhile, step) => {
    const element = h("button", { type: "button", class: "rapport-button" }, words);
    element.addEventListener("click", async () => {
      if (isBusy(element)) return;
      busy(element, true);
      note.say(meanwhile);
      const reason = await step();
      busy(element, false);
      note.say(reason || known.status, reason ? "warning" : "");
    });
    return element;
  };
  const download = button("Download passport", "Packing…", () => {
    asked = true;
    return send({ type: "make" });
  });
  const restore = button("Restore", "Restoring…", () => bringPassport(file.files[0], view.limit, send));
  memory.refresh = (now) => {
    known = now;
    count.textContent = now.count;
    note.say(now.status);
  };
  // The same card in a second window must not download it too.
  memory.receive = (sent) => {
    if (asked) keepPassport(sent.name, sent.packed);
    asked = false;
  };
  return [
    count,
    h("div", { class: "rapport-row" }, download),
    h("label", { class: "rapport-stem", for: name }, "A passport to restore"),
    h("div", { class: "rapport-row" }, file, restore),
    note.element,
  ];
}

async function bringPassport(chosen, limit, send) {
  if (!chosen) return "Choose a passport file first.";
  if (chosen.size > limit) return `Nothing was changed: this file is larger than ${limit / 1e6} MB, so it is no passport of this course.`;
  try {
    const packed = await recoded(new CompressionStream("gzip"), chosen);
    return await send({ type: "restore", packed: btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join("")) });
  } catch {
    return "Nothing was changed: your browser could not read this file. Choose it again.";
  }
}

async function keepPassport(name, packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([await recoded(new DecompressionStream("gzip"), new Blob([bytes]))], { type: "application/json" }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // some browsers fetch it a moment after the click
}

async function recoded(change, blob) {
  return new Uint8Array(await new Response(blob.stream().pipeThrough(change)).arrayBuffer());
}
