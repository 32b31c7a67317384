// What the cards share whose answers a key scores: a form with one button, and in practice what the answer does.

import { h } from "./dom.js";
import { busy, isBusy, status } from "./parts.js";
import { howSure } from "./confidence.js";

// `read` gives the fields of the answer, or as `missing` the sentence that says what is still to be done.
export function answerForm(view, send, fields, read) {
  const note = status(view.status);
  const sure = view.confidence ? howSure(view) : null;
  const button = h("button", { type: "submit", class: "rapport-button", "data-key": "send", "data-first": true }, view.chosen ? "Send again" : "Send answer");
  const form = h("form", { class: "rapport-form" }, fields, sure && sure.element, button, note.element);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy(button)) return;
    const { missing, ...answer } = read();
    if (missing) {
      note.say(missing, "warning");
      return;
    }
    if (sure && sure.value() === null) {
      note.say("Say how sure you are first, with the slider.", "warning");
      return;
    }
    busy(button, true);
    note.say("Saving…");
    const reason = await send({ type: "answer", ...answer, ...(sure && { confidence: sure.value() }) });
    busy(button, false);
    // A new answer has drawn the card anew by now; the same one again has not.
    note.say(reason || view.status, reason ? "warning" : "");
  });
  return form;
}

export function checkedValue(form, group) {
  const input = form.querySelector(`input[name="${group}"]:checked`);
  return input ? input.value : null;
}

const MARKS = { 3: "✓ Well chosen", 2: "○ Would do", 1: "△ Does little", 0: "✕ Does harm" };

export function feedback(view, more) {
  if (!view.feedback) return null;
  return h(
    "div",
    { class: "rapport-feedback", role: "group", "aria-label": "Feedback" },
    view.result && h("p", { class: "rapport-result" }, view.result),
    view.feedback.map(verdict),
    view.others.length ? h("details", { class: "rapport-more" }, h("summary", {}, more), view.others.map(aside), h("p", { class: "rapport-small" }, view.basis)) : h("p", { class: "rapport-small rapport-basis" }, view.basis),
  );
}

function verdict(part) {
  return h(
    "div",
    { class: "rapport-verdict", "data-rating": part.rating },
    h("p", { class: "rapport-verdict-head" }, h("strong", {}, part.mark || MARKS[part.rating]), part.label ? ` (${part.label})` : ""),
    part.says && h("p", { class: "rapport-quote", dir: "auto" }, `“${part.says}”`),
    h("p", { dir: "auto" }, part.words),
    part.better && h("p", { class: "rapport-better", dir: "auto" }, h("strong", {}, "Try instead: "), part.better),
  );
}

function aside(part) {
  return h(
    "div",
    { class: "rapport-other" },
    h("p", { class: "rapport-quote", dir: "auto" }, `“${part.says}”`),
    h("p", { dir: "auto" }, h("strong", {}, `${part.mark || MARKS[part.rating]}. `), h("span", { dir: "auto" }, part.words)),
  );
}

// What a screen reader hears after an answer: all of a short feedback, the sum of a long one.
export function answerNews(view) {
  const parts = view.feedback || [];
  return [view.status, view.result, ...(parts.length > 2 ? ["What each one does stands below the button."] : parts.map((part) => part.words))].filter(Boolean).join(" ");
}
