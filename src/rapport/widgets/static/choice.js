// Best reply, and best and worst reply.

import { h, fresh } from "./dom.js";
import { answerForm, checkedValue, feedback } from "./answer.js";
import { remark, spoken } from "./parts.js";

export function choiceCard(view, send) {
  const both = view.kind === "best-and-worst";
  const columns = both ? ["best", "worst"] : ["best"];
  const group = fresh("choice");
  const rows = view.options.map((option) => choiceRow(option, columns, group, view.chosen, both));
  const fields = h("fieldset", { class: both ? "rapport-options rapport-two" : "rapport-options" }, h("legend", { class: "rapport-stem", dir: "auto" }, view.stem), heads(both), rows);
  const read = () => {
    const chosen = Object.fromEntries(columns.map((column) => [column, checkedValue(fields, `${group}-${column}`)]));
    const missing = columns.filter((column) => !chosen[column]);
    if (missing.length) return { missing: both ? `Choose the ${missing.join(" and the ")} reply first.` : "Choose a reply first." };
    if (both && chosen.best === chosen.worst) return { missing: "The best and the worst can't be the same reply." };
    return chosen;
  };
  return [remark(view), answerForm(view, send, fields, read), feedback(view, "What the other replies would do")];
}

function heads(both) {
  return both && h("div", { class: "rapport-heads", "aria-hidden": "true" }, h("span", {}, "best"), h("span", {}, "worst"));
}

function choiceRow(option, columns, group, chosen, both) {
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
