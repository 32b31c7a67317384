// Statements to rate from 0 to 10, with the browser's own sliders.

import { h, fresh } from "./dom.js";
import { status } from "./parts.js";

export function ratingCard(view, send, memory) {
  const note = status(view.status);
  const rows = view.statements.map((statement) => statementRow(statement, view.ratings[statement.id], send, note));
  memory.refresh = (now) => {
    rows.forEach((one) => one.refresh(now.ratings[one.id]));
    note.say(now.status);
  };
  return [
    h(
      "fieldset",
      { class: "rapport-options" },
      h("legend", { class: "rapport-stem", dir: "auto" }, view.stem),
      h("p", { class: "rapport-small" }, `0: ${view.low}. 10: ${view.high}. Enter takes the number that shows.`),
      rows.map((one) => one.element),
    ),
    note.element,
  ];
}

function statementRow(statement, given, send, note) {
  const name = fresh("statement");
  const shown = h("output", { for: name, class: "rapport-number" });
  const slider = h("input", { type: "range", id: name, min: 0, max: 10, step: 1, value: given ?? 5 });
  const show = (value) => {
    shown.textContent = value ?? "–";
    slider.toggleAttribute("data-rated", value !== undefined);
    slider.setAttribute("aria-valuetext", value === undefined ? "not rated yet" : `${value} of 10`);
  };
  show(given);
  let known = given;
  const refresh = (value) => {
    if (value === known) return;
    known = value;
    slider.value = value;
    show(value);
  };
  const save = async () => {
    show(slider.value);
    note.say("Saving…");
    const reason = await send({ type: "rate", statement: statement.id, rating: Number(slider.value) });
    note.say(reason || "Saved.", reason ? "warning" : "");
  };
  slider.addEventListener("input", () => show(slider.value));
  slider.addEventListener("change", save);
  // A click that leaves the slider in the middle changes nothing, yet it is an answer.
  slider.addEventListener("click", () => shown.textContent === "–" && save());
  slider.addEventListener("keyup", (event) => event.key === "Enter" && save());
  const element = h("div", { class: "rapport-rating" }, h("label", { for: name, dir: "auto" }, statement.says), slider, shown);
  return { id: statement.id, element, refresh };
}
