"""From the click on "Say it" until the client's answer is on the screen, in a real browser."""

from __future__ import annotations

import shutil
from statistics import median

from playwright.sync_api import expect, sync_playwright

from bench.figure import Figure, spread
from bench.places import ROOT, Places
from tests.browser.chromium import launch
from tests.browser.pages import KERNEL_MS, LabPage
from tests.browser.server import JupyterServer

TURNS = 30
GOAL_MS = 150
CARD = '.rapport-card[data-item="meet-abby"]'
# Measured inside the page, so that the time Playwright takes is not counted: the clock stops in the first task after
# the frame in which the answer was drawn.
MEASURE = """
async ([selector, turns]) => {
  const card = document.querySelector(selector);
  const until = (ready) => new Promise((resolve) => {
    const look = () => ready() && (observer.disconnect(), resolve());
    const observer = new MutationObserver(look);
    observer.observe(card, { childList: true, subtree: true, characterData: true });
    look();
  });
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  }));
  const button = (words) => [...card.querySelectorAll("button")].find((one) => one.textContent === words);
  const said = () => card.querySelectorAll(".rapport-mine").length;
  const times = [];
  while (times.length < turns) {
    if (!button("Say it")) {
      button("Start again").click();
      await until(() => button("Say it") && said() === 0);
    }
    const replies = card.querySelectorAll("form input[type=radio]");
    replies[times.length % replies.length].checked = true;
    const before = said();
    const start = performance.now();
    button("Say it").click();
    await until(() => said() === before + 1);
    await drawn();
    times.push(performance.now() - start);
  }
  return times;
}
"""


def measure(places: Places) -> list[Figure]:
    """Talk with Abby in the lesson, as `make lab` serves it."""
    with JupyterServer(places.work / "clicks", "jupyterlab", auto=True) as server, sync_playwright() as playwright:
        shutil.copytree(
            ROOT / "course", server.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.responses.jsonl")
        )
        browser = launch(playwright)
        page = LabPage(browser.new_page(viewport={"width": 1280, "height": 900}), server)
        page.open("14-abby.ipynb")
        card = page.page.locator(CARD)
        expect(card).to_be_attached(timeout=KERNEL_MS)
        page.wait_for_idle()
        card.scroll_into_view_if_needed()
        times: list[float] = page.page.evaluate(MEASURE, [CARD, TURNS])
        browser.close()
    return [Figure("Click on 'Say it' until the client's answer shows", "ms", median(times), GOAL_MS, spread(times))]
