"""What a learner does on a card, by mouse and by keyboard alone."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Literal

from playwright.sync_api import Locator, expect

from .pages import NotebookPage

Way = Literal["mouse", "keyboard"]
SAVE_MS = 20_000


class Card:
    """The card of one item on a notebook page."""

    def __init__(self, notebook: NotebookPage, item: str) -> None:
        self.notebook = notebook
        self.item = item
        self.root = notebook.page.locator(f'.rapport-card[data-item="{item}"]')

    def radio(self, option: str, column: str = "best") -> Locator:
        """The radio button of an option; a best-and-worst card has two columns of them."""
        radios = self.root.locator(f'input[type="radio"][value="{option}"]')
        return radios.nth(1 if column == "worst" else 0)

    def button(self, name: str) -> Locator:
        """A button, by the words that it starts with."""
        return self.root.get_by_role("button", name=re.compile(f"^{re.escape(name)}"))

    def placed(self) -> list[str]:
        """What is to be put in order, from the top as it stands."""
        return [words.strip() for words in self.root.locator(".rapport-placed").all_text_contents()]

    @property
    def text(self) -> Locator:
        """The box to write in."""
        return self.root.get_by_role("textbox")

    @property
    def log(self) -> Locator:
        """What was said so far."""
        return self.root.get_by_role("log")

    def expect_saved(self) -> None:
        """Expect the card to say that the answer is kept."""
        expect(self.root.get_by_text(re.compile(r"^(Saved|The talk is saved)"))).to_be_visible(timeout=SAVE_MS)


class Learner(ABC):
    """Somebody who answers cards; says nothing about how."""

    def __init__(self, notebook: NotebookPage) -> None:
        self.notebook = notebook

    @abstractmethod
    def start(self) -> None:
        """Start the lesson."""

    @abstractmethod
    def pick(self, card: Card, option: str, column: str = "best") -> None:
        """Take an option."""

    @abstractmethod
    def press(self, card: Card, button: str) -> None:
        """Press a button of the card."""

    @abstractmethod
    def write(self, card: Card, words: str) -> None:
        """Write into the card's box."""

    @abstractmethod
    def take(self, choices: Locator, name: str) -> None:
        """Take an entry of a closed list."""

    def arrange(self, card: Card, order: Sequence[str]) -> None:
        """Put what stands on a card in this order, from the top."""
        for place, words in enumerate(order):
            for _ in range(card.placed().index(words) - place):
                self.press(card, f"Move up: {words}")
        assert card.placed() == list(order)

    def classify(self, card: Card, labels: Mapping[str, str]) -> None:
        """Give each utterance its label, from the top as they stand."""
        for utterance in card.root.locator(".rapport-utterance").all():
            self.take(
                utterance.get_by_role("combobox"), labels[(utterance.locator("label").text_content() or "").strip()]
            )


class MouseLearner(Learner):
    """A learner who clicks."""

    def start(self) -> None:
        """Click the start button."""
        self.notebook.start_lesson()

    def pick(self, card: Card, option: str, column: str = "best") -> None:
        """Click the radio button."""
        card.radio(option, column).click()

    def press(self, card: Card, button: str) -> None:
        """Click the button."""
        card.button(button).click()

    def write(self, card: Card, words: str) -> None:
        """Click into the box and type."""
        card.text.click()
        self.notebook.page.keyboard.type(words)

    def take(self, choices: Locator, name: str) -> None:
        """Choose from the list."""
        choices.select_option(label=name)


class KeyboardLearner(Learner):
    """A learner who has no mouse: Tab, Shift+Tab, arrows, Space and Enter are all there is."""

    def start(self) -> None:
        """Go back to the start button from the first cell, and press Enter."""
        self.notebook.wait_for_idle()
        self._tab_to(self.notebook.start_button, backwards=True)
        self.notebook.page.keyboard.press("Enter")
        self.notebook.wait_until_started()

    def pick(self, card: Card, option: str, column: str = "best") -> None:
        """Tab into the group, then go down with the arrow until the option is reached; a group is left as it was entered."""
        wanted = card.radio(option, column)
        group = wanted.evaluate("radio => radio.name")
        radios = card.root.locator(f'input[name="{group}"]')
        self.notebook.press_until("Tab", lambda: any(self.notebook.has_focus(one) for one in radios.all()))
        self.notebook.page.keyboard.press("Space")
        self.notebook.press_until("ArrowDown", lambda: self.notebook.has_focus(wanted), most=8)
        expect(wanted).to_be_checked()

    def press(self, card: Card, button: str) -> None:
        """Tab to the button, and press Enter."""
        self._tab_to(card.button(button))
        self.notebook.page.keyboard.press("Enter")

    def write(self, card: Card, words: str) -> None:
        """Tab into the box, and type."""
        self._tab_to(card.text)
        self.notebook.page.keyboard.type(words)

    def take(self, choices: Locator, name: str) -> None:
        """Tab to the list and type the entry's name."""
        self._tab_to(choices)
        self.notebook.page.keyboard.type(name)
        expect(choices.locator("option:checked")).to_have_text(name)

    def _tab_to(self, target: Locator, backwards: bool = False) -> None:
        self.notebook.press_until("Shift+Tab" if backwards else "Tab", lambda: self.notebook.has_focus(target))


LEARNERS: dict[Way, type[Learner]] = {"mouse": MouseLearner, "keyboard": KeyboardLearner}
