// Best reply, and best and worst reply.

import { h, fresh } from "./dom.js";
import { busy, isBusy, remark, spoken, status } from "./parts.js";

export function choiceCard(view, send) {
  const both = view.kind === "best-and-worst";
  const columns = both ? ["best", "worst"] : ["best"];
  const group = fresh("choice");
  const note = status(view.status);
  const form = h("form", { class: "rapport-form" });
  const legend = h("legend", { class: "rapport-stem", dir: "auto" }, view.stem);
  const rows = view.options.map((option) => row(option, columns, group, view.chosen, both));
  const button = h("button", { type: "submit", class: "rapport-button", "data-key": "send" }, view.chosen ? "Send again" : "Send answer");
  form.append(h("fieldset", { class: both ? "rapport-options rapport-two" : "rapport-options" }, legend, heads(both), rows), button, note.element);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy(button)) return;
    const chosen = Object.fromEntries(columns.map((column) => [column, picked(form, group, column)]));
    const missing = columns.filter((column) => !chosen[column]);
    if (missing.length) {
      note.say(both ? `Choose the ${missing.join(" and the ")} reply first.` : "Choose a reply first.", "warning");
      return;
    }
    if (both && chosen.best === chosen.worst) {
      note.say("The best and the worst can't be the same reply.", "warning");
      return;
    }
    busy(button, true);
    note.say("Saving…");
    const reason = await send({ type: "answer", ...chosen });
    busy(button, false);
    // A new answer has drawn the card anew by now; the same one again has not.
    note.say(reason || view.status, reason ? "warning" : "");
  });

  return [remark(view), form, feedback(view)];
}

function heads(both) {
  return both && h("div", { class: "rapport-heads", "aria-hidden": "true" }, h("span", {}, "best"), h("span", {}, "worst"));
}

function row(option, columns, group, chosen, both) {
  const words = fresh("option");
  const inputs = columns.map((column) => {
    const label = fresh(column);
    return h(
      "span",
      { class: "rapport-pick" },
      h("span", { id: label, class: "rapport-hidden" }, both ? `${column}:` : ""),
      h("input", {
        type: "radio",
        id: `${words}-${column}`,
        name: `${group}-${column}`,
        value: option.id,
        checked: chosen && chosen[column] === option.id,
        "aria-labelledby": both ? `${label} ${words}` : words,
      }),
    );
  });
  const says = both ? h("span", { id: words, dir: "auto" }, spoken(option)) : h("label", { id: words, for: `${words}-best`, dir: "auto" }, spoken(option));
  return h("div", { class: "rapport-option" }, inputs, says);
}

function picked(form, group, column) {
  const input = form.querySelector(`input[name="${group}-${column}"]:checked`);
  return input ? input.value : null;
}

const MARKS = { 3: "✓ Well chosen", 2: "○ Would do", 1: "△ Does little", 0: "✕ Does harm" };

function feedback(view) {
  if (!view.feedback) return null;
  const parts = view.feedback.map((part) =>
    h(
      "div",
      { class: "rapport-verdict", "data-rating": part.rating },
      h("p", { class: "rapport-verdict-head" }, h("strong", {}, MARKS[part.rating]), part.label ? ` (your ${part.label})` : ""),
      h("p", { class: "rapport-quote", dir: "auto" }, `“${part.says}”`),
      h("p", { dir: "auto" }, part.words),
      part.better && h("p", { class: "rapport-better", dir: "auto" }, h("strong", {}, "Try instead: "), part.better),
    ),
  );
  const others = view.others.length
    ? h(
        "details",
        { class: "rapport-more" },
        h("summary", {}, "What the other replies would do"),
        view.others.map((part) =>
          h("div", { class: "rapport-other" }, h("p", { class: "rapport-quote", dir: "auto" }, `“${part.says}”`), h("p", { dir: "auto" }, h("strong", {}, `${MARKS[part.rating]}. `), h("span", { dir: "auto" }, part.words))),
        ),
        h("p", { class: "rapport-small" }, view.basis),
      )
    : null;
  return h("div", { class: "rapport-feedback", role: "group", "aria-label": "Feedback" }, parts, others);
}
