// Small ways to make elements. Text only ever becomes text nodes, so nothing a learner or an author wrote can turn into markup.

const SVG = "http://www.w3.org/2000/svg";

export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function s(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

let made = 0;

// An id no other card on the page has, even when one notebook is open twice.
export function fresh(name) {
  made += 1;
  return `rapport-${name}-${made}-${Math.random().toString(36).slice(2, 8)}`;
}
