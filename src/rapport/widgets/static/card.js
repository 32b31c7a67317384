// The card: draws the view that Python holds, sends what the learner does, and keeps keys to itself.

import { h } from "./dom.js";
import { post } from "./post.js";
import { choiceCard } from "./choice.js";
import { dialogueCard, dialogueNews } from "./dialogue.js";
import { ratingCard } from "./rating.js";
import { textCard } from "./text.js";

const CARDS = {
  "best-reply": choiceCard,
  "best-and-worst": choiceCard,
  dialogue: dialogueCard,
  "free-text": textCard,
  reflection: textCard,
  "self-rating": ratingCard,
};
// Cards that are typed or slid into are drawn once: drawing them again would take the learner's caret away.
const STEADY = new Set(["free-text", "reflection", "self-rating"]);

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
      memory.refresh(view);
      return;
    }
    memory.step = undefined;
    draw();
    if (view.kind === "dialogue") live.textContent = dialogueNews(view);
    else live.textContent = [view.status, ...(view.feedback || []).map((part) => part.words)].join(" ");
  };

  // The notebook's single-key commands (`d d` deletes a cell) must not fire while a card has the focus; Ctrl+S and its like must.
  // JupyterLab listens on the way up, Notebook 7 on the document on the way down: before it there is only the window.
  const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;
  const shield = (event) => {
    if (plain(event) && event.composedPath().includes(el)) event.stopPropagation();
  };
  window.addEventListener("keydown", shield, true);
  for (const type of ["keyup", "keypress"]) el.addEventListener(type, (event) => plain(event) && event.stopPropagation());
  model.on("change:view", change);
  draw();
  el.append(root, live);
  return () => {
    model.off("change:view", change);
    window.removeEventListener("keydown", shield, true);
    close();
  };
}

export default { render };
