// Utterances, each to be given the label of what it does.

import { h, fresh } from "./dom.js";
import { answerForm, feedback } from "./answer.js";
import { remark, spoken } from "./parts.js";

export function classifyCard(view, send) {
  const rows = view.options.map((option) => utterance(option, view));
  const fields = h(
    "fieldset",
    { class: "rapport-options" },
    h("legend", { class: "rapport-stem", dir: "auto" }, view.stem),
    rows.map((row) => row.element),
  );
  const read = () => {
    const open = rows.filter((row) => !row.select.value).length;
    if (open) return { missing: open === 1 ? "One utterance still has no label." : `${open} utterances still have no label.` };
    return { labels: Object.fromEntries(rows.map((row) => [row.id, row.select.value])) };
  };
  return [remark(view), answerForm(view, send, fields, read), feedback(view)];
}

// One closed list for each utterance: with radios the same labels stood there again and again, and the utterances were lost among them.
function utterance(option, view) {
  const name = fresh("does");
  const chosen = view.chosen && view.chosen[option.id];
  const labels = view.labels.map((label) => h("option", { value: label.id, selected: label.id === chosen }, label.name));
  const select = h("select", { id: name, class: "rapport-select" }, h("option", { value: "" }, "Choose what it does…"), labels);
  const element = h("div", { class: "rapport-utterance", "data-option": option.id }, h("label", { for: name, dir: "auto" }, spoken(option)), select);
  return { id: option.id, element, select };
}
