// The card: draws the view that Python holds, sends what the learner does, and keeps keys to itself.

import { h } from "./dom.js";
import { answerNews } from "./answer.js";
import { post } from "./post.js";
import { choiceCard } from "./choice.js";
import { classifyCard } from "./classify.js";
import { dialogueCard, dialogueNews } from "./dialogue.js";
import { orderCard } from "./order.js";
import { passportCard } from "./passport.js";
import { ratingCard } from "./rating.js";
import { ruptureCard } from "./rupture.js";
import { silenceCard } from "./silence.js";
import { textCard } from "./text.js";

const CARDS = {
  "best-reply": choiceCard,
  "best-and-worst": choiceCard,
  classify: classifyCard,
  dialogue: dialogueCard,
  "free-text": textCard,
  "order-steps": orderCard,
  passport: passportCard,
  rank: orderCard,
  reflection: textCard,
  "rupture-turn": ruptureCard,
  "self-rating": ratingCard,
  silence: silenceCard,
};
// Cards that are typed or slid into, or in which time runs, are drawn once: drawing them again would take the learner's caret away.
const STEADY = new Set(["free-text", "passport", "reflection", "self-rating", "silence"]);

function render({ model, el }) {
  const { send, close } = post(model);
  const live = h("div", { class: "rapport-hidden", "aria-live": "polite" });
  const root = h("div", { class: "rapport-card", role: "group", "aria-label": model.get("view").label });
  const memory = {
    step: undefined,
    show(step) {
      memory.step = step;
      draw();
    },
  };

  // The focus stays on the button that was pressed, or goes to what comes next.
  const follow = (key) => {
    const same = key && root.querySelector(`[data-key="${key}"]:not(:disabled)`);
    (same || root.querySelector("[data-first]") || root.querySelector("button"))?.focus({ preventScroll: true });
  };

  const draw = () => {
    const view = model.get("view");
    const active = el.getRootNode().activeElement || document.activeElement;
    const focused = root.contains(active);
    root.dataset.item = view.id;
    root.replaceChildren(...[CARDS[view.kind](view, send, memory)].flat().filter(Boolean));
    if (focused) follow(active.dataset.key);
  };

  const change = () => {
    const view = model.get("view");
    if (STEADY.has(view.kind)) {
      live.textContent = memory.refresh(view) || "";
      return;
    }
    memory.step = undefined;
    draw();
    if (view.kind === "dialogue") live.textContent = dialogueNews(view);
    else live.textContent = answerNews(view);
  };

  // The notebook's single-key commands (`d d` deletes a cell) must not fire while a card has the focus; Ctrl+S and its like must.
  // JupyterLab listens on the way up, Notebook 7 on the document on the way down: before it there is only the window.
  const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;
  const shield = (event) => {
    if (plain(event) && event.composedPath().includes(el)) event.stopPropagation();
  };
  window.addEventListener("keydown", shield, true);
  for (const type of ["keyup", "keypress"]) el.addEventListener(type, (event) => plain(event) && event.stopPropagation());
  const receive = (message) => message?.file && memory.receive(message.file);
  model.on("change:view", change);
  model.on("msg:custom", receive);
  draw();
  el.append(root, live);
  return () => {
    model.off("change:view", change);
    model.off("msg:custom", receive);
    window.removeEventListener("keydown", shield, true);
    memory.close?.();
    close();
  };
}

export default { render };
