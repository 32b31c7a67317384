// What a reply in one's own words did: the reply with its marks, and the coach's words on it.

import { h } from "./dom.js";

// In the same order of gravity as their underlines: where marks overlap, the gravest is drawn.
const GRAVITY = ["helps", "depends", "harms"];

export function heard(view) {
  if (!view) return null;
  if (!view.concern) return whatItDoes(view);
  // Who writes such words must not be met with a lesson on questions; who wrote them for the client can still have it.
  return [concern(view.concern), h("details", { class: "rapport-more" }, h("summary", {}, "These words were for the client: show what the reply does"), whatItDoes(view))];
}

// What comes before anything else. An alert is read aloud as soon as it stands on the page.
export function concern(words) {
  return h("div", { class: "rapport-concern", role: "alert" }, h("p", { dir: "auto" }, words));
}

function whatItDoes(view) {
  const body = view.refused ? h("p", {}, view.refused) : view.unsure ? selfCheck(view.unsure) : whatWasFound(view);
  return h("div", { class: "rapport-heard", role: "group", "aria-label": "What your reply does" }, body);
}

function selfCheck(check) {
  return [h("p", {}, check.question), h("ol", { class: "rapport-check" }, check.choices.map((choice) => h("li", {}, choice)))];
}

function whatWasFound(view) {
  return [
    h("p", { class: "rapport-stem" }, "What your reply does"),
    h("p", { class: "rapport-marked", dir: "auto" }, view.segments.map((piece) => markedPiece(piece, view.does))),
    h("ol", { class: "rapport-does" }, view.does.map((one) => h("li", {}, h("strong", {}, heardName(one)), `. ${one.words}`))),
    view.felt && heardLine("For the client", view.felt),
    view.kept && heardLine("Keep", view.kept),
    view.try && heardLine("Try", view.try),
    h("details", { class: "rapport-more" }, h("summary", {}, "Why the coach thinks so"), h("ol", { class: "rapport-does" }, view.does.map(heardWhy)), h("p", { class: "rapport-small" }, "A program reads words, and hears no tone. Where it is wrong, trust your own ear. It gives no mark.")),
  ];
}

function heardName(one) {
  return one.perhaps ? `Perhaps ${one.name}` : one.name[0].toUpperCase() + one.name.slice(1);
}

function heardWhy(one) {
  return h("li", { dir: "auto" }, `${one.reason} (${one.certainty})`);
}

function heardLine(head, words) {
  return h("p", { class: "rapport-told", dir: "auto" }, h("strong", {}, `${head}: `), words);
}

function markedPiece(piece, does) {
  if (!piece.labels.length) return h("span", {}, piece.text);
  const leanings = piece.labels.map((number) => GRAVITY.indexOf(does[number - 1].leaning));
  return [h("span", { class: "rapport-mark", "data-leaning": GRAVITY[Math.max(...leanings)] }, piece.text), piece.ends.map((number) => markNumber(does[number - 1]))];
}

// Eyes find the number in the list below; ears get the name where it belongs.
function markNumber(one) {
  return h("sup", { class: "rapport-mark-number" }, h("span", { "aria-hidden": "true" }, one.number), h("span", { class: "rapport-hidden" }, ` (${one.name}) `));
}
