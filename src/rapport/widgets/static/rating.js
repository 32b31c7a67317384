// Statements to rate from 0 to 10, with the browser's own sliders.

import { h, fresh } from "./dom.js";
import { status } from "./parts.js";

export function ratingCard(view, send) {
  const note = status(view.status);
  const rows = view.statements.map((statement) => {
    const name = fresh("statement");
    const given = view.ratings[statement.id];
    const shown = h("output", { for: name, class: "rapport-number" }, given === undefined ? "–" : String(given));
    const slider = h("input", { type: "range", id: name, min: 0, max: 10, step: 1, value: given ?? 5 });
    const speak = (value) => slider.setAttribute("aria-valuetext", value === undefined ? "not rated yet" : `${value} of 10`);
    speak(given);
    slider.addEventListener("input", () => {
      shown.textContent = slider.value;
      speak(slider.value);
    });
    const save = async () => {
      shown.textContent = slider.value;
      speak(slider.value);
      note.say("Saving…");
      const reason = await send({ type: "rate", statement: statement.id, rating: Number(slider.value) });
      note.say(reason || "Saved.", reason ? "warning" : "");
    };
    slider.addEventListener("change", save);
    // A click that leaves the slider in the middle changes nothing, yet it is an answer.
    slider.addEventListener("click", () => shown.textContent === "–" && save());
    slider.addEventListener("keyup", (event) => event.key === "Enter" && save());
    return h("div", { class: "rapport-rating" }, h("label", { for: name, dir: "auto" }, statement.says), slider, shown);
  });
  return [
    h(
      "fieldset",
      { class: "rapport-options" },
      h("legend", { class: "rapport-stem", dir: "auto" }, view.stem),
      h("p", { class: "rapport-small" }, `0: ${view.low}. 10: ${view.high}. Enter takes the number that shows.`),
      rows,
    ),
    note.element,
  ];
}
