// The replies that were sent, each with what it does: the last one in full, those before it to be opened.

import { h } from "./dom.js";
import { heard } from "./heard.js";

export function tries(view, box) {
  const element = h("div", {});
  const again = () => {
    box.focus();
    box.select();
  };
  let drawn = "";
  const refresh = (now) => {
    const sent = now.attempts.map((one) => one.text).join("\u0000");
    if (sent === drawn) return "";
    drawn = sent;
    const earlier = now.attempts.slice(0, -1);
    const last = now.attempts[now.attempts.length - 1];
    element.replaceChildren(
      ...[
        heard(last.heard),
        h("div", { class: "rapport-row" }, h("button", { type: "button", class: "rapport-quiet", onclick: again }, "Try again")),
        modelReply(now.model_reply),
        earlier.length ? h("details", { class: "rapport-more" }, h("summary", {}, `Your earlier attempts (${earlier.length})`), h("ol", {}, earlier.map(earlierTry))) : null,
      ].flat().filter(Boolean),
    );
    return last.heard.concern ? "" : `Saved. ${last.heard.news}`;
  };
  if (view.attempts.length) refresh(view);
  return { element, refresh };
}

function modelReply(words) {
  return h("details", { class: "rapport-more" }, h("summary", {}, "Show a model reply"), h("p", { dir: "auto" }, `“${words}”`), h("p", { class: "rapport-small" }, "One good reply among many. What does it do that yours doesn't, and the other way round?"));
}

// Words that brought the alert stand there without a lesson on them.
function earlierTry(one) {
  return h("li", {}, h("p", { class: "rapport-quote", dir: "auto" }, one.text), !one.heard.concern && h("details", { class: "rapport-more" }, h("summary", {}, "What it did"), heard(one.heard)));
}
