// A transcript, in which one marks the client's turn where a strain first shows.

import { h, fresh } from "./dom.js";
import { answerForm, checkedValue, feedback } from "./answer.js";
import { bubble, remark } from "./parts.js";

export function ruptureCard(view, send) {
  const group = fresh("turn");
  const turns = view.turns.map((turn) => transcriptTurn(turn, view, group));
  const fields = h(
    "fieldset",
    { class: "rapport-options" },
    h("legend", { class: "rapport-stem", dir: "auto" }, view.stem),
    h("ol", { class: "rapport-transcript" }, turns),
  );
  const read = () => {
    const turn = checkedValue(fields, group);
    return turn ? { turn } : { missing: "Mark one of the client's turns first." };
  };
  return [remark(view), answerForm(view, send, fields, read), feedback(view, "What the other turns show")];
}

function transcriptTurn(turn, view, group) {
  const seen = turn.seen && h("p", { class: "rapport-seen", dir: "auto" }, turn.seen);
  if (turn.by === "therapist") return h("li", {}, seen, bubble("mine", "Therapist", turn.says));
  const name = fresh("marked");
  const radio = h("input", { type: "radio", id: name, name: group, value: turn.id, checked: view.chosen === turn.id });
  const words = bubble("client", view.client || "Client", turn.says, "label");
  words.setAttribute("for", name);
  return h("li", {}, seen, h("div", { class: "rapport-markable" }, h("span", { class: "rapport-pick" }, radio), words));
}
