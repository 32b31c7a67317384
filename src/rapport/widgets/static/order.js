// Replies or steps to put in order, with buttons that move one of them up or down.

import { h, fresh } from "./dom.js";
import { answerForm, feedback } from "./answer.js";
import { busy, isBusy, remark, spoken } from "./parts.js";

export function orderCard(view, send) {
  const told = h("p", { class: "rapport-hidden", "aria-live": "polite" });
  const rows = view.options.map((option) => orderRow(option, (by) => move(option.id, by)));
  const list = h("ol", { class: "rapport-order" }, rows.map((row) => row.element));

  const settle = () =>
    rows.forEach((row, at) => {
      busy(row.up, at === 0);
      busy(row.down, at === rows.length - 1);
    });
  const move = (id, by) => {
    const from = rows.findIndex((row) => row.id === id);
    const other = rows[from + by];
    if (!other) return;
    const row = rows[from];
    // The other one steps aside: the row that was moved stays where it is in the page, and so does the focus.
    if (by < 0) row.element.after(other.element);
    else row.element.before(other.element);
    rows[from] = other;
    rows[from + by] = row;
    settle();
    told.textContent = `“${row.says}” is now in place ${from + by + 1} of ${rows.length}.`;
  };
  settle();

  const first = view.kind === "rank" ? "The best one goes to the top" : "What comes first goes to the top";
  const hint = fresh("hint");
  const fields = h(
    "fieldset",
    { class: "rapport-options", "aria-describedby": hint },
    h("legend", { class: "rapport-stem", dir: "auto" }, view.stem),
    h("p", { class: "rapport-small", id: hint }, `${first}. The arrows move one up or down; nothing counts until you send.`),
    list,
    told,
  );
  const read = () => ({ order: rows.map((row) => row.id) });
  return [remark(view), answerForm(view, send, fields, read), orderFeedback(view)];
}

function orderRow(option, move) {
  const words = fresh("place");
  const arrow = (name, sign, by) => {
    const label = fresh("move");
    const button = h(
      "button",
      { type: "button", class: "rapport-arrow", title: name, "aria-labelledby": `${label} ${words}`, onclick: () => isBusy(button) || move(by) },
      h("span", { id: label, class: "rapport-hidden" }, `${name}:`),
      h("span", { "aria-hidden": "true" }, sign),
    );
    return button;
  };
  const up = arrow("Move up", "↑", -1);
  const down = arrow("Move down", "↓", 1);
  const element = h("li", {}, h("div", { class: "rapport-place" }, h("span", { id: words, class: "rapport-placed", dir: "auto" }, spoken(option)), h("span", { class: "rapport-arrows" }, up, down)));
  return { id: option.id, says: option.says, element, up, down };
}

function orderFeedback(view) {
  const told = feedback(view);
  const parts = told && [...told.querySelectorAll(".rapport-verdict")];
  // The list itself shows the key's order.
  if (parts) {
    const key = h("ol", { class: "rapport-key", "aria-label": "The key's order" });
    parts[0].before(h("p", { class: "rapport-small" }, "The key's order:"), key);
    key.append(...parts.map((part) => h("li", {}, part)));
  }
  return told;
}
