"""From marks to figures: who counts where, and classes of which little can be said."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.report.analysis import Analysis, analyse
from autograder.report.look import look
from autograder.report.page import page
from tests.autograder.report.classes import NONE, NOW, OPTIONS, a_class, best_reply, free_text

ITEMS = [best_reply("one"), best_reply("two"), best_reply("three")]


@pytest.fixture(autouse=True)
def _drawn_in_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw figures, but write none of them out, which takes most of a page's time."""
    monkeypatch.setattr("autograder.report.page.data_address", lambda figure: f"data:,{len(figure.axes)}")


def shown(analysis: Analysis) -> str:
    """Return the page."""
    return page(analysis, look(analysis), NOW, names=True)


def test_every_figure_by_hand() -> None:
    """Are difficulty, the corrected point-biserial, totals and strategies what they are by hand?"""
    found = analyse(a_class(ITEMS, [[2, 2, 2], [2, 2, 0], [2, 0, 0], [0, 0, 1], [1, 0, 0]]))
    assert found.items["difficulty"].tolist() == pytest.approx([0.7, 0.4, 0.3])
    assert found.items["guessing"].tolist() == [0.375] * 3
    rest = np.corrcoef([2, 2, 2, 0, 1], [4, 2, 0, 1, 0])[0, 1]
    assert found.items.loc["one", "rest"] == pytest.approx(rest)
    assert found.scores is not None
    assert (found.scores.points, found.scores.learners) == (6, 5)
    assert found.scores.mean == pytest.approx((6 + 4 + 2 + 1 + 1) / 30)
    assert found.scores.bars["learners"].tolist() == [0, 2, 0, 1, 0, 0, 1, 0, 0, 1]
    (strategy,) = found.strategies.to_dict("records")
    assert (strategy["strategy"], strategy["items"], strategy["learners"]) == ("validation", 3, 5)
    assert strategy["mean"] == pytest.approx(14 / 30)
    assert found.reliability is not None
    assert found.reliability.coefficient == "Cronbach's alpha"


def test_a_missing_answer_is_not_a_wrong_one() -> None:
    """Is an item's share about those who answered, while totals count a missing answer as 0, and is the strategy's share about answers?"""
    answered = [[True, True, True], [True, False, True], [True, True, True], [True, False, True]]
    found = analyse(a_class(ITEMS, [[2, 2, 2], [2, 0, 2], [0, 0, 0], [2, 0, 0]], answered))
    two = found.items.loc["two"]
    assert (two["learners"], two["missing"], two["difficulty"]) == (2, 2, 0.5)
    assert found.scores is not None
    assert found.scores.mean == pytest.approx((1 + 4 / 6 + 0 + 2 / 6) / 4)
    assert found.strategies.loc[0, "mean"] == pytest.approx((1 + 1 + 0 + 0.5) / 4)


def test_who_answered_nothing() -> None:
    """Are they in no figure, but counted, and is who answered and earned nothing in all?"""
    found = analyse(a_class(ITEMS, [[0, 0, 0], [0, 0, 0], [2, 2, 2]], [[False] * 3, [True] * 3, [True] * 3]))
    assert (found.blank, found.learners) == (1, 2)
    assert found.items["difficulty"].tolist() == [0.5] * 3
    assert "1 learner handed in and answered nothing" in shown(found)


def test_a_submission_that_is_gone() -> None:
    """Do marks count without answers, and is nobody taken for one who answered nothing?"""
    found = analyse(a_class(ITEMS, [[2, 0, 1], [0, 0, 0]], [[None] * 3, [None] * 3]))
    assert (found.blank, found.learners) == (0, 2)
    assert found.items["missing"].tolist() == [0, 0, 0]


def test_free_text_that_waits() -> None:
    """Is an item in nobody's total while one learner waits for its marks, and in all totals once nobody does?"""
    asked = [*ITEMS, free_text("own")]
    waits = analyse(a_class(asked, [[2, 2, 2, 4], [0, 1, 0, NONE], [1, 1, 1, 2]]))
    own = waits.items.loc["own"]
    assert (own["learners"], own["waiting"], own["difficulty"], own["in_total"]) == (2, 1, 0.75, False)
    assert waits.scores is not None
    assert waits.scores.points == 6
    assert "since marks are still to come: Write own." in shown(waits)
    done = analyse(a_class(asked, [[2, 2, 2, 4], [0, 1, 0, 1], [1, 1, 1, 2]]))
    assert done.scores is not None
    assert done.scores.points == 10


def test_marks_that_are_missing() -> None:
    """Is a learner without marks for some item in no total, and an item that nobody has marks for in none either?"""
    found = analyse(a_class(ITEMS, [[2, 2, NONE], [NONE, 1, NONE], [1, 1, NONE], [0, 0, NONE]]))
    assert found.scores is not None
    assert (found.scores.learners, found.scores.items) == (3, ("one", "two"))
    assert found.items["learners"].tolist() == [3, 4, 0]
    assert "no marks for some item is in no total: 1 learner." in shown(found)


@pytest.mark.parametrize(
    "marks",
    {
        "one learner": [[2, 1, 0]],
        "two learners": [[2, 1, 0], [1, 2, 0]],
        "all right": [[2, 2, 2]] * 20,
        "all wrong": [[0, 0, 0]] * 20,
        "no marks": [[NONE] * 3] * 3,
    }.items(),
    ids=lambda case: case[0],
)
def test_classes_of_which_little_can_be_said(marks: tuple[str, list[list[float]]]) -> None:
    """Is there a whole page with no figure made up, and without a warning of numpy's?"""
    found = analyse(a_class(ITEMS, marks[1], choices={"one": ["right"] * len(marks[1])}))
    text = shown(found)
    assert found.reliability is None or marks[0] == "two learners"
    assert found.items["rest"].isna().all()
    assert found.choices["upper"].isna().all()
    assert "nan" not in text.lower().replace("nand", "")
    assert "Only" in text
    assert ("standard deviation" in text) is (marks[0] not in ("one learner", "no marks"))


def test_nobody_answered() -> None:
    """Is there a page when all handed in nothing?"""
    found = analyse(a_class(ITEMS, [[0, 0, 0]] * 3, [[False] * 3] * 3))
    assert (found.blank, found.learners, found.scores) == (3, 0, None)
    assert "There are no totals yet" in shown(found)


def test_one_item() -> None:
    """Does an assignment of one item have its share, and neither discrimination nor reliability?"""
    found = analyse(a_class(ITEMS[:1], [[2], [0], [1], [2], [0]]))
    assert found.items.loc["one", "difficulty"] == 0.5
    assert found.items["rest"].isna().all()
    assert found.reliability is None
    assert "takes two items" in shown(found)


def test_choices_by_group() -> None:
    """Are choices counted among all, the upper and the lower group, each by the marks for the other items?"""
    taken = ["right"] * 8 + ["fair"] * 4 + ["wrong"] * 8
    marks = [[2.0 * (option == "right") + (option == "fair"), 20 - place, 0] for place, option in enumerate(taken)]
    found = analyse(
        a_class([best_reply("one"), best_reply("two", points=20), best_reply("three")], marks, choices={"one": taken})
    )
    rows = found.choices[found.choices["item"] == "one"].set_index("choice")
    assert rows.index.tolist() == list(OPTIONS)
    assert rows["count"].tolist() == [8, 4, 8, 0]
    assert rows["upper"].tolist() == pytest.approx([1, 0, 0, 0])
    assert rows["lower"].tolist() == pytest.approx([0, 0, 1, 0])
    assert rows["is_key"].tolist() == [True, False, False, False]
    assert rows["credit"].tolist() == [1, 0.5, 0, 0]
