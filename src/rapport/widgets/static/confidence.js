// How sure one is before the answer is known: a slider that says nothing until it is touched.

import { h, fresh } from "./dom.js";

export function howSure(view) {
  const name = fresh("sure");
  const ends = fresh("ends");
  let given = view.sure ?? null;
  // The slider itself is read out with its number.
  const shown = h("span", { class: "rapport-number", "aria-hidden": "true" });
  const slider = h("input", { type: "range", id: name, min: 0, max: 100, step: 10, value: given ?? 50, "data-key": "sure", "aria-describedby": ends });
  const show = () => {
    shown.textContent = given === null ? "–" : `${given} %`;
    slider.toggleAttribute("data-rated", given !== null);
    slider.setAttribute("aria-valuetext", given === null ? "not said yet" : `${given} percent`);
  };
  const take = () => {
    given = Number(slider.value);
    show();
  };
  slider.addEventListener("input", take);
  // A click that leaves the slider in the middle changes nothing, yet it says fifty.
  slider.addEventListener("click", take);
  show();
  const element = h(
    "div",
    { class: "rapport-rating rapport-sure" },
    h("label", { for: name }, "How sure are you that this is right?"),
    slider,
    shown,
    h("p", { class: "rapport-small", id: ends }, "0 %: a mere guess. 100 %: certain."),
  );
  return { element, value: () => given };
}
