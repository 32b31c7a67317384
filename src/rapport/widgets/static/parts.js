// Pieces that several cards share.

import { h } from "./dom.js";

// The client's remark in its situation.
export function remark(view) {
  return h(
    "div",
    { class: "rapport-remark" },
    view.scene && h("p", { class: "rapport-scene", dir: "auto" }, view.scene),
    view.client_says && h("blockquote", { class: "rapport-bubble rapport-client", dir: "auto" }, view.client && h("span", { class: "rapport-who" }, view.client), h("span", {}, view.client_says)),
  );
}

// A reply: its words, and how it is said.
export function spoken(option) {
  return [h("span", { class: "rapport-says" }, option.says), option.delivery && h("span", { class: "rapport-delivery" }, ` (${option.delivery})`)];
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
