// Pieces that several cards share.

import { h } from "./dom.js";

// The client's remark in its situation.
export function remark(view) {
  return h(
    "div",
    { class: "rapport-remark" },
    view.scene && h("p", { class: "rapport-scene", dir: "auto" }, view.scene),
    view.client_says && bubble("client", view.client, view.client_says, "blockquote"),
  );
}

// What somebody said, under a name; the words run in their own direction, whatever the name's is.
export function bubble(side, name, words, tag = "div") {
  return h(tag, { class: `rapport-bubble rapport-${side}` }, name && h("span", { class: "rapport-who", dir: "auto" }, name), h("span", { class: "rapport-words", dir: "auto" }, words));
}

// A reply: its words, and how it is said.
export function spoken(option) {
  return [h("span", {}, option.says, " "), option.delivery && h("span", { class: "rapport-delivery", dir: "ltr" }, `(${option.delivery})`)];
}

// A button that is busy keeps the focus, which a disabled one would lose.
export function busy(button, on) {
  button.setAttribute("aria-disabled", String(on));
}

export function isBusy(button) {
  return button.getAttribute("aria-disabled") === "true";
}

// A line that says whether the answer is kept; read aloud when it changes.
export function status(words) {
  const element = h("p", { class: "rapport-status", role: "status" }, words || "");
  const say = (text, tone = "") => {
    element.textContent = text;
    element.dataset.tone = tone;
  };
  return { element, say };
}
