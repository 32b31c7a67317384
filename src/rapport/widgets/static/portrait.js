// A line drawing of the client whose posture and face follow the state, with a text alternative.

import { h, s } from "./dom.js";

export function portrait(person, state) {
  const posture = read(state);
  const words = describe(posture);
  const lean = posture.lean === "towards" ? 3 : posture.lean === "away" ? -4 : 0;
  // Turning a little away goes with looking past you.
  const turn = { transform: posture.eyes === "looking past you" ? "rotate(3 80 88)" : undefined };
  const back = BACK[person.hair] && s("g", turn, shape(BACK[person.hair], "hair"));
  const drawing = s(
    "svg",
    { viewBox: "0 0 160 170", class: "rapport-portrait", role: "img", "aria-label": `${person.note} Just now: ${words}` },
    wheelchair(person),
    s("g", { transform: `rotate(${lean} 80 165)` }, back, body(posture), s("g", turn, head(person, posture, state))),
  );
  return h("figure", { class: "rapport-figure" }, drawing, h("figcaption", { "aria-hidden": "true" }, words));
}

function read(state) {
  return {
    arms: state.defensiveness >= 0.6 ? "folded" : state.openness >= 0.5 ? "open" : "in the lap",
    brows: state.defensiveness >= 0.55 ? "drawn together" : state.distress >= 0.6 ? "raised in worry" : "smooth",
    mouth: state.trust >= 0.6 && state.distress < 0.6 ? "the start of a smile" : state.defensiveness >= 0.6 ? "a tight mouth" : "a quiet mouth",
    eyes: state.trust >= 0.4 ? "looking at you" : state.defensiveness >= 0.6 ? "looking past you" : "looking down",
    lean: state.openness >= 0.55 ? "towards" : state.defensiveness >= 0.65 ? "away" : "upright",
  };
}

function describe(posture) {
  const arms = { folded: "arms folded", open: "hands open on the knees", "in the lap": "hands held in the lap" }[posture.arms];
  const lean = { towards: "leaning towards you", away: "leaning away", upright: "sitting upright" }[posture.lean];
  return `${lean}, ${arms}, brows ${posture.brows}, ${posture.mouth}, ${posture.eyes}.`;
}

function line(d) {
  return s("path", { d, class: "rapport-line" });
}

function shape(d, kind) {
  return s("path", { d, class: `rapport-line rapport-${kind}`, "fill-rule": "evenodd" });
}

// Seen from the front: the wheels are narrow, and the handles stand up behind the shoulders.
function wheelchair(person) {
  const wheel = (x) => [s("ellipse", { cx: x, cy: 152, rx: 9, ry: 38, class: "rapport-line" }), s("ellipse", { cx: x, cy: 152, rx: 4, ry: 30, class: "rapport-line" })];
  return person.wheelchair && s("g", {}, wheel(22), wheel(138), line("M40 130 V101 h-9 M120 130 V101 h9"));
}

function body(posture) {
  const up = posture.arms === "folded" ? -4 : 0;
  // It goes on below the picture's edge, so that a leaning client shows no slanting end.
  const torso = shape(`M60 ${96 + up} Q40 ${100 + up} 36 ${122 + up} L30 200 H130 L124 ${122 + up} Q120 ${100 + up} 100 ${96 + up} Q80 ${110 + up} 60 ${96 + up} Z`, "cloth");
  const neck = shape(`M72 82 V${98 + up} Q80 ${104 + up} 88 ${98 + up} V82`, "face");
  return s("g", {}, torso, neck, arms(posture.arms));
}

function arms(kind) {
  if (kind === "folded") return s("g", {}, line("M44 122 L40 150 L108 137 M116 122 L120 150 L52 137"), hand(110, 135, -12), hand(50, 135, 12));
  if (kind === "open") return s("g", {}, line("M44 122 L36 142 L50 156 M116 122 L124 142 L110 156"), hand(56, 158, 24), hand(104, 158, -24));
  return s("g", {}, line("M44 124 L42 150 L70 158 M116 124 L118 150 L90 158"), hand(76, 158, 8), hand(84, 158, -8));
}

function hand(x, y, turn) {
  return s("ellipse", { cx: x, cy: y, rx: 8, ry: 5, transform: `rotate(${turn} ${x} ${y})`, class: "rapport-line rapport-face" });
}

function head(person, posture, state) {
  const down = posture.eyes === "looking down" ? 2 : 0;
  const aside = posture.eyes === "looking past you" ? 3 : 0;
  return [
    shape("M56 52 Q56 26 80 26 Q104 26 104 52 Q104 70 94 80 Q80 92 66 80 Q56 70 56 52 Z", "face"),
    person.beard && shape("M56 56 Q56 90 80 93 Q104 90 104 56 Q100 69 92 69 Q80 64 68 69 Q60 69 56 56 Z", "hair"),
    (HAIR[person.hair] || HAIR.short).map((d) => shape(d, person.hair === "covered" ? "cloth" : "hair")),
    person.age >= 60 && !person.beard && line("M63 66 q-3 4 -2 8 M97 66 q3 4 2 8"),
    brows(posture.brows),
    eyes(down, aside, state),
    person.glasses && line("M61 54 a8 7 0 1 0 16 0 a8 7 0 1 0 -16 0 M83 54 a8 7 0 1 0 16 0 a8 7 0 1 0 -16 0 M77 53 q3 -2 6 0"),
    line("M80 58 q-3 6 0 8"),
    mouth(posture.mouth, state),
  ];
}

const BEADS = [62, 75, 88, 101].map((y) => `M47 ${y} a5 7 0 1 0 10 0 a5 7 0 1 0 -10 0 Z M103 ${y} a5 7 0 1 0 10 0 a5 7 0 1 0 -10 0 Z`).join(" ");
// In front of the head; the face opens through the inner path of a scarf.
const HAIR = {
  short: ["M55 54 Q52 20 80 19 Q108 20 105 54 Q102 41 94 37 Q78 41 66 34 Q58 42 55 54 Z"],
  long: ["M55 58 Q60 44 78 28 Q98 42 105 58 Q109 20 80 19 Q51 20 55 58 Z"],
  bun: ["M55 52 Q53 22 80 21 Q107 22 105 52 Q100 35 80 33 Q60 35 55 52 Z"],
  curly: ["M56 54 q-7 -6 -1 -12 q-3 -9 6 -11 q3 -9 12 -7 q7 -6 14 0 q9 -2 12 7 q9 2 6 11 q6 6 -1 12 q-4 -12 -12 -14 q-12 4 -24 0 q-8 2 -12 14 Z"],
  bald: ["M57 44 q-3 6 -1 13 q3 -4 4 -9 Z M103 44 q3 6 1 13 q-3 -4 -4 -9 Z"],
  covered: ["M49 100 Q42 17 80 16 Q118 17 111 100 Q80 122 49 100 Z M58 58 Q58 34 80 33 Q102 34 102 58 Q102 72 94 80 Q80 91 66 80 Q58 72 58 58 Z"],
  braids: ["M55 54 Q52 20 80 20 Q108 20 105 54 Q100 38 80 28 Q60 38 55 54 Z M80 20 V28", BEADS],
};
// Behind the shoulders.
const BACK = {
  long: "M52 108 Q40 18 80 17 Q120 18 108 108 Q80 116 52 108 Z",
  bun: "M69 17 a11 10 0 1 1 22 0 a11 10 0 1 1 -22 0 Z",
};

function brows(kind) {
  const paths = {
    "drawn together": "M62 45 L76 48 M98 45 L84 48",
    "raised in worry": "M62 46 Q68 42 75 42 M98 46 Q92 42 85 42",
    smooth: "M62 45 Q69 41 76 44 M98 45 Q91 41 84 44",
  };
  return line(paths[kind]);
}

function eyes(down, aside, state) {
  const lid = state.openness < 0.3 || down ? line("M64 52 h10 M86 52 h10") : null;
  return s("g", {}, lid, s("circle", { cx: 69 + aside, cy: 54 + down, r: 2.2, class: "rapport-dot" }), s("circle", { cx: 91 + aside, cy: 54 + down, r: 2.2, class: "rapport-dot" }));
}

function mouth(kind, state) {
  if (kind === "the start of a smile") return line("M71 73 Q80 79 89 73");
  if (kind === "a tight mouth") return line("M72 75 H88");
  return line(state.distress >= 0.55 ? "M72 76 Q80 72 88 76" : "M72 74 Q80 76 88 74");
}
