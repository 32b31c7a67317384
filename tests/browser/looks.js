// Measures cards as they are drawn; gives the faults found, in words.

const CARDS = ".rapport-card";
const SMALLEST_TARGET = 24;
const SMALLEST_LETTERS = 10;
const LEAST_CONTRAST = 4.5;

function named(element) {
  const words = (element.textContent || element.value || "").trim().slice(0, 30);
  return `${element.closest("[data-item]")?.dataset.item}: ${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""} “${words}”`;
}

function seen(element) {
  return element.checkVisibility() && !element.closest(".rapport-hidden") && element.getClientRects().length > 0;
}

function all(selector) {
  return [...document.querySelectorAll(CARDS)].flatMap((card) => [...card.querySelectorAll(selector)]).filter(seen);
}

function scrolls(element) {
  return ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
}

// Each piece of text as it lies on the page, unless one scrolls to it.
function* pieces() {
  for (const card of document.querySelectorAll(CARDS)) {
    const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const holder = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !seen(holder)) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      yield { card, holder, boxes: [...range.getClientRects()].filter((box) => box.width > 1) };
    }
  }
}

function overlap(one, other) {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return across > 1 && down > 1;
}

function layoutFaults() {
  const faults = [];
  for (const card of document.querySelectorAll(CARDS)) {
    const frame = card.getBoundingClientRect();
    if (card.scrollWidth > card.clientWidth + 1) faults.push(`${card.dataset.item}: the card scrolls sideways`);
    if (frame.right > innerWidth + 1 || frame.left < -1) faults.push(`${card.dataset.item}: the card leaves the window`);
    for (let outer = card.parentElement; outer && !outer.matches(".jp-Notebook"); outer = outer.parentElement) {
      const edge = outer.getBoundingClientRect().left + outer.clientLeft + outer.clientWidth;
      if (frame.right > edge + 1 && getComputedStyle(outer).overflowX !== "visible") faults.push(`${card.dataset.item}: ${outer.className} cuts the card`);
    }
  }
  const lines = [...pieces()].flatMap(({ card, holder, boxes }) => boxes.map((box) => ({ card, holder, box, log: holder.closest(".rapport-log") })));
  for (const [at, one] of lines.entries()) {
    const other = lines.slice(at + 1).find((line) => line.card === one.card && line.log === one.log && line.holder !== one.holder && overlap(one.box, line.box));
    if (other) faults.push(`${named(one.holder)} runs into ${named(other.holder)}`);
  }
  for (const { card, holder, boxes } of pieces()) {
    const frame = card.getBoundingClientRect();
    const scroller = holder.closest(".rapport-table");
    if (!scroller && boxes.some((box) => box.left < frame.left || box.right > frame.right + 0.5)) faults.push(`${named(holder)} leaves its card`);
  }
  for (const element of all("*:not(svg *)")) {
    const style = getComputedStyle(element);
    const cut = style.overflowX === "hidden" || style.overflowX === "clip" || style.overflowY === "hidden";
    if (cut && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) faults.push(`${named(element)} is cut`);
    const inner = [...element.children].filter((child) => seen(child) && getComputedStyle(child).display !== "inline");
    for (const [at, child] of inner.entries()) {
      const next = inner[at + 1];
      if (next && !element.matches("svg") && overlap(child.getBoundingClientRect(), next.getBoundingClientRect())) faults.push(`${named(child)} overlaps ${named(next)}`);
    }
  }
  for (const word of all("svg text")) {
    if (word.getBoundingClientRect().height < SMALLEST_LETTERS) faults.push(`${named(word)} is too small to read`);
  }
  for (const heading of all("th")) {
    const range = document.createRange();
    range.selectNodeContents(heading);
    if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1 && !heading.textContent.includes(" ")) faults.push(`${named(heading)} is broken in a word`);
  }
  for (const option of all(".rapport-option")) {
    const next = option.nextElementSibling;
    if (next && option.getBoundingClientRect().bottom > next.getBoundingClientRect().top + 0.5) faults.push(`${named(option)} overlaps the next option`);
  }
  for (const target of all("button, input, select, summary, textarea")) {
    const box = target.getBoundingClientRect();
    if (box.width < SMALLEST_TARGET || box.height < SMALLEST_TARGET) faults.push(`${named(target)} is a target of ${box.width} × ${box.height}`);
  }
  return faults;
}

// A colour as the browser paints it, whatever notation the style sheet has.
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
function paint(colour, under) {
  canvas.fillStyle = `rgb(${under.join(" ")})`;
  canvas.fillRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

function background(element) {
  const layers = [];
  for (let one = element; one; one = one.parentElement) layers.unshift(getComputedStyle(one).backgroundColor);
  return layers.reduce((under, layer) => paint(layer, under), [255, 255, 255]);
}

// Relative luminance and contrast as WCAG 2.2 defines them.
function luminance(colour) {
  const [r, g, b] = colour.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function contrastFaults() {
  const faults = new Set();
  for (const { holder } of pieces()) {
    const style = getComputedStyle(holder);
    const under = background(holder);
    const ratio = contrast(paint(holder instanceof SVGElement ? style.fill : style.color, under), under);
    if (ratio < LEAST_CONTRAST) faults.add(`${named(holder)} has a contrast of ${ratio.toFixed(2)}`);
  }
  return [...faults];
}

window.looks = { layoutFaults, contrastFaults, textCount: () => [...pieces()].length };
