// A line drawing of the client whose posture and face follow the state, with a text alternative.

import { h, s } from "./dom.js";

export function portrait(person, state) {
  const posture = read(state);
  const words = describe(posture);
  const lean = posture.lean === "towards" ? 3 : posture.lean === "away" ? -4 : 0;
  const drawing = s(
    "svg",
    { viewBox: "0 0 160 170", class: "rapport-portrait", role: "img", "aria-label": `${person.note} Just now: ${words}` },
    s("g", { transform: `rotate(${lean} 80 165)` }, wheels(person), body(posture), head(person, posture, state)),
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

function wheels(person) {
  return person.wheelchair && s("g", {}, s("circle", { cx: 22, cy: 150, r: 26, class: "rapport-line" }), s("circle", { cx: 138, cy: 150, r: 26, class: "rapport-line" }));
}

function body(posture) {
  const up = posture.arms === "folded" ? -4 : 0;
  const torso = s("path", { d: `M60 ${96 + up} Q40 ${100 + up} 36 ${122 + up} L34 172 H126 L124 ${122 + up} Q120 ${100 + up} 100 ${96 + up} Q80 ${110 + up} 60 ${96 + up} Z`, class: "rapport-line rapport-cloth" });
  const neck = s("path", { d: `M72 82 V${98 + up} Q80 ${104 + up} 88 ${98 + up} V82`, class: "rapport-line rapport-face" });
  return s("g", {}, torso, neck, arms(posture.arms));
}

function arms(kind) {
  if (kind === "folded") return s("g", {}, line("M44 122 L40 150 L108 137 M116 122 L120 150 L52 137"), hand(110, 135, -12), hand(50, 135, 12));
  if (kind === "open") return s("g", {}, line("M44 124 L38 150 L54 163 M116 124 L122 150 L106 163"), hand(60, 165, 24), hand(100, 165, -24));
  return s("g", {}, line("M44 124 L42 152 L70 161 M116 124 L118 152 L90 161"), hand(76, 161, 8), hand(84, 161, -8));
}

function hand(x, y, turn) {
  return s("ellipse", { cx: x, cy: y, rx: 8, ry: 5, transform: `rotate(${turn} ${x} ${y})`, class: "rapport-line rapport-face" });
}

function head(person, posture, state) {
  const down = posture.eyes === "looking down" ? 2 : 0;
  const aside = posture.eyes === "looking past you" ? 3 : 0;
  const turn = aside ? 3 : 0;
  return s(
    "g",
    { transform: `rotate(${turn} 80 88)` },
    s("path", { d: "M56 52 Q56 26 80 26 Q104 26 104 52 Q104 70 94 80 Q80 92 66 80 Q56 70 56 52 Z", class: "rapport-line rapport-face" }),
    hair(person.hair),
    person.age >= 60 && line("M63 66 q-3 4 -2 8 M97 66 q3 4 2 8"),
    brows(posture.brows),
    eyes(down, aside, state),
    person.glasses && line("M61 54 a8 7 0 1 0 16 0 a8 7 0 1 0 -16 0 M83 54 a8 7 0 1 0 16 0 a8 7 0 1 0 -16 0 M77 53 q3 -2 6 0"),
    line("M80 58 q-3 6 0 8"),
    mouth(posture.mouth, state),
    person.beard && line("M62 68 Q66 90 80 91 Q94 90 98 68"),
  );
}

function hair(style) {
  const paths = {
    short: "M56 50 Q54 22 80 21 Q106 22 104 50 Q100 36 86 34 Q66 34 56 50",
    long: "M54 86 Q48 22 80 20 Q112 22 106 86 M60 46 Q72 40 78 28 Q86 42 101 46",
    bun: "M57 46 Q60 26 80 25 Q100 26 103 46 M70 22 a10 8 0 1 1 20 0",
    curly: "M56 54 q-7 -6 -1 -12 q-3 -9 6 -11 q3 -9 12 -7 q7 -6 14 0 q9 -2 12 7 q9 2 6 11 q6 6 -1 12 q-4 -12 -12 -14 q-12 4 -24 0 q-8 2 -12 14",
    bald: "M60 44 q-2 4 -2 8 M100 44 q2 4 2 8",
    covered: "M50 90 Q46 18 80 17 Q114 18 110 90 M60 56 Q60 32 80 31 Q100 32 100 56",
    braids: "M57 48 Q58 24 80 23 Q102 24 103 48 M80 23 V34 M57 50 q-5 8 0 14 q-5 8 0 14 q-4 7 0 12 M103 50 q5 8 0 14 q5 8 0 14 q4 7 0 12",
  };
  return line(paths[style] || paths.short);
}

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
