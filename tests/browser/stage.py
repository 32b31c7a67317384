"""Cards on a bare page: the real front end and the real Python card, with no notebook and no server between them.

What a card looks like inside JupyterLab is tested there; what it does is quicker to test here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

from rapport.widgets.card import Card, module, styles

PAGE = """
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Cards</title>
<style>body {{ margin: 0; padding: 8px; background: var(--jp-layout-color0, #fff) }}
[data-jp-theme-light="false"] {{ --jp-ui-font-color1: #e3e3e3; --jp-layout-color0: #111; --jp-layout-color1: #1c1c1c;
  --jp-layout-color2: #2b2b2b; --jp-border-color1: #616161 }}</style>
<style>{css}</style></head>
<body data-jp-theme-light="true"><main></main><script type="module">{module}
const models = {{}};
window.show = (name, view) => {{
  const heard = {{}};
  const model = {{
    get: () => view,
    on: (event, callback) => (heard[event] ??= new Set()).add(callback),
    off: (event, callback) => heard[event]?.delete(callback),
    send: (event) => window.toPython(name, event),
  }};
  const el = document.createElement("div");
  document.querySelector("main").append(el);
  const close = render({{ model, el }});
  models[name] = {{
    view: (now) => {{ view = now; heard["change:view"]?.forEach((callback) => callback()); }},
    ack: (message) => heard["msg:custom"]?.forEach((callback) => callback(message)),
    close: () => {{ close(); el.remove(); }},
  }};
}};
window.fromPython = (name, what, message) => models[name][what](message);
window.ready = true;
</script></body></html>
"""


class Stage:
    """A page with cards on it.

    Attributes
    ----------
    events : list
        What the front end sent, each with the name of its card.
    deaf : bool
        Whether Python is gone: events arrive nowhere.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cards: dict[str, Card] = {}
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.errors: list[str] = []
        self.deaf = False
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.expose_function("toPython", self._hear)
        page.set_content(PAGE.format(css=styles(), module=_inline(module())))
        page.wait_for_function("window.ready")

    def put(self, name: str, card: Card) -> Locator:
        """Put a card on the page and return it."""
        self.cards[name] = card
        self._do("show", name, card.show())
        return self.card(name)

    def card(self, name: str) -> Locator:
        """Return the card of that name."""
        return self.page.locator(f'.rapport-card[data-item="{self.cards[name].show()["id"]}"]')

    def draw_again(self, name: str, change: Callable[[dict[str, Any]], dict[str, Any]] = lambda view: view) -> None:
        """Send a view to the front end though the learner did nothing, as another window's answer would."""
        self._do("fromPython", name, "view", change(self.cards[name].show()))

    def take_away(self, name: str) -> None:
        """Remove a card, as running its cell again does."""
        self._do("fromPython", name, "close", None)

    def theme(self, light: bool) -> None:
        """Switch between light and dark."""
        self.page.evaluate("(light) => document.body.setAttribute('data-jp-theme-light', String(light))", light)

    def _do(self, function: str, *given: Any) -> None:
        self.page.evaluate(f"([name, ...given]) => window.{function}(name, ...given)", list(given))

    def _hear(self, name: str, event: dict[str, Any]) -> None:
        self.events.append((name, event))
        if self.deaf:
            return
        card = self.cards[name]
        reason = card._try(event)
        acknowledgement = {"ack": event["id"], "saved": reason is None, "reason": reason}
        self._do("fromPython", name, "view", card.show())
        self._do("fromPython", name, "ack", acknowledgement)


def _inline(source: str) -> str:
    return source.replace("export default", "const card =").replace("</script", "<\\/script")


def tab_to(stage: Stage, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(40):
        if target.evaluate("(one) => one === document.activeElement"):
            return
        stage.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def press(stage: Stage, target: Locator, key: str = "Enter") -> None:
    """Press a button from the keyboard."""
    tab_to(stage, target)
    stage.page.keyboard.press(key)


def sent(stage: Stage) -> list[dict[str, object]]:
    """Return what the cards told Python, without what every event carries."""
    return [{name: value for name, value in event.items() if name not in ("id", "type")} for _, event in stage.events]
