// The alliance over the turns of a talk: a drawing, and its table twin.

import { h, s } from "./dom.js";

const HEIGHT = 170;
const LEFT = 36;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 26;

export function allianceCurve(curve) {
  const box = h("div", {}, drawing(curve, 560));
  // Drawn for the room there is: a drawing that was scaled down would have letters too small to read.
  new ResizeObserver(([entry]) => entry.contentRect.width && box.replaceChildren(drawing(curve, entry.contentRect.width))).observe(box);
  return h(
    "div",
    { class: "rapport-curve-box" },
    h("p", { class: "rapport-stem" }, "The alliance, turn by turn"),
    box,
    h("details", { class: "rapport-more" }, h("summary", {}, "The same as a table"), table(curve)),
  );
}

function drawing(curve, width) {
  const last = curve.length - 1;
  const x = (index) => LEFT + (index * (width - LEFT - RIGHT)) / Math.max(1, last);
  const y = (value) => TOP + (1 - value) * (HEIGHT - TOP - BOTTOM);
  const words = `Alliance over ${last} turns: from ${curve[0].alliance.toFixed(2)} to ${curve[last].alliance.toFixed(2)} on a scale of 0 to 1.`;
  const grid = [0, 0.5, 1].map((value) =>
    s("g", {}, s("line", { x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value), class: "rapport-grid" }), s("text", { x: LEFT - 8, y: y(value) + 4, class: "rapport-tick", "text-anchor": "end" }, value.toFixed(1))),
  );
  const every = Math.ceil(last / Math.min(12, width / 40)) || 1;
  const ticks = curve.map((_, index) => index % every === 0 && s("text", { x: x(index), y: HEIGHT - 8, class: "rapport-tick", "text-anchor": "middle" }, index === 0 ? "start" : String(index)));
  const points = curve.map((turn, index) => s("circle", { cx: x(index), cy: y(turn.alliance), r: 4, class: "rapport-point" }, s("title", {}, `Turn ${index}: ${turn.alliance.toFixed(2)}`)));
  const path = s("polyline", { points: curve.map((turn, index) => `${x(index)},${y(turn.alliance)}`).join(" "), class: "rapport-curve" });
  return s("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": words, class: "rapport-chart" }, grid, ticks, path, points);
}

function table(curve) {
  const names = ["trust", "openness", "defensiveness", "distress", "alliance"];
  const head = h("tr", {}, h("th", { scope: "col" }, "turn"), h("th", { scope: "col" }, "you said"), names.map((name) => h("th", { scope: "col" }, name)));
  const rows = curve.map((turn, index) => h("tr", {}, h("th", { scope: "row" }, index === 0 ? "start" : String(index)), h("td", { dir: "auto", class: "rapport-said" }, turn.said || ""), names.map((name) => h("td", {}, turn[name].toFixed(2)))));
  return h("div", { class: "rapport-table", tabindex: "0", role: "group", "aria-label": "Table of the alliance by turn" }, h("table", {}, h("thead", {}, head), h("tbody", {}, rows)));
}
