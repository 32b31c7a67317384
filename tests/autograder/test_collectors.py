"""Collecting what learning platforms give out: the right files of the right students."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.collecting.names import Owner
from autograder.collecting.roster import Person, Roster, read_roster
from tests.autograder.collecting import ANSWERS, BOTH, NOTEBOOK, RELEASED, Content, Desk, desk_in, of, packed


@pytest.fixture
def desk(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Desk:
    """An instructor's folders, with an assignment released and nothing downloaded."""
    return desk_in(tmp_path, caplog)


def test_folders(desk: Desk) -> None:
    """Are zips, folders, zips in folders and lone notebooks taken by the student's id in their name, and nothing but our two files?"""
    extra = {"__MACOSX/mira/._mira.ipynb": b"", "mira/.ipynb_checkpoints/mira.ipynb": b"{}", "mira/timestamp.txt": b"1"}
    desk.lay({"ada.zip": packed({**BOTH, **extra, "mira/items.yaml": b"forged"})})
    desk.lay({"ben/mira.ipynb": NOTEBOOK, "ben/mira.responses.jsonl": ANSWERS, "ben/broken.zip": b"PK"})
    desk.lay({"cem/mira.zip": packed({"x/again.ZIP": packed(BOTH)})})
    desk.lay({"dee.ipynb": NOTEBOOK + rb"exercise.open(\"mira\")"})
    lone = NOTEBOOK + rb"exercise.open(\"mira\")"
    assert desk.collect() == of("ada") | of("ben") | of("cem") | of("dee", lone, None)
    assert "dee.ipynb is mira under another name" in desk.told("dee")
    assert "broken.zip is passed over: it is no zip" in desk.told("ben")
    assert not desk.told("ada")


def test_a_lone_answer_file(desk: Desk) -> None:
    """Is the released notebook put beside answers that came alone, so that they can be graded, and is that said?"""
    desk.lay({"ada.responses.jsonl": ANSWERS, "ben/mira.responses.jsonl": ANSWERS})
    assert desk.collect() == of("ada", RELEASED) | of("ben", RELEASED)
    assert "the released mira.ipynb is put beside it" in desk.told("ben")


MOODLE = {
    "Ada Lovelace_815_assignsubmission_file_/mira.ipynb": NOTEBOOK,
    "Ada Lovelace_815_assignsubmission_file_/mira.responses.jsonl": ANSWERS,
    "O'Hara Ben_7_assignsubmission_file/work/mira.zip": packed(BOTH),
    "Čem Ünal_12_assignsubmission_file_mira.ipynb": NOTEBOOK,
    "Eve Twin_20_assignsubmission_file_/mira.ipynb": NOTEBOOK,
    "Eve Twin_21_assignsubmission_file_/mira.ipynb": NOTEBOOK,
}


@pytest.mark.parametrize("bulk", [True, False])
def test_moodle(desk: Desk, bulk: bool) -> None:
    """Is Moodle's zip of a class, or what is unpacked from it, sorted by student, two of one name kept apart?"""
    desk.lay({"mira-77.zip": packed(MOODLE)} if bulk else MOODLE)
    people = {
        "Ada Lovelace": ANSWERS,
        "O'Hara Ben": ANSWERS,
        "Čem Ünal": None,
        "Eve Twin 20": None,
        "Eve Twin 21": None,
    }
    expected = {path: held for who, answers in people.items() for path, held in of(who, NOTEBOOK, answers).items()}
    assert desk.collect("moodle") == expected
    assert "5 are not in the gradebook" in desk.log.text


def test_canvas(desk: Desk) -> None:
    """Is Canvas's zip sorted by student, late ones counted, and of two hand-ins the newer taken?"""
    files = {
        "lovelaceada_815_9001_mira.ipynb": b"old",
        "lovelaceada_815_9002_mira-1.ipynb": NOTEBOOK,
        "lovelaceada_815_9003_mira.responses-1.jsonl": ANSWERS,
        "haraben_LATE_7_9004_mira.zip": packed(BOTH),
    }
    desk.lay({"submissions.zip": packed(files)})
    assert desk.collect("canvas") == of("lovelaceada") | of("haraben")
    assert "lovelaceada_815" not in desk.told("lovelaceada")
    assert "mira-1.ipynb, the newest, is taken, not mira.ipynb" in desk.told("lovelaceada")
    assert "1 are marked as late" in desk.log.text


def test_another_pattern(desk: Desk) -> None:
    """Can an instructor name a pattern of their own?"""
    desk.lay({"group 1/ada--mira.ipynb": NOTEBOOK, "group 2/notes.txt": b""})
    assert desk.collect(pattern=r"group \d/(?P<student>\w+)--(?P<file>.+)") == of("ada", answers=None)
    assert "does not tell whose it is" in desk.told("group 2/notes.txt")


@pytest.mark.parametrize(
    ("platform", "files"), [("moodle", MOODLE), ("canvas", {"a_1_2_mira.ipynb": b"", "b_2_3_mira.ipynb": b""})]
)
def test_a_class_taken_for_a_student(desk: Desk, platform: str, files: Content) -> None:
    """Is the zip of a whole class not taken for one student's, and the setting named?"""
    desk.lay({"class.zip": packed(files)})
    assert desk.collect() == {}
    assert f"--PlatformExtractor.platform={platform}" in desk.told("class")


def test_copies(desk: Desk) -> None:
    """Is of several copies the newest taken, of equally new ones the nearest to the top, and is that said?"""
    newest = {"mira.ipynb": b"a", "new/mira.ipynb": NOTEBOOK, "mira.responses.jsonl": ANSWERS}
    nearest = {"deep/er/mira.ipynb": b"a", "mira (1).ipynb": NOTEBOOK, "deep/mira.responses.jsonl": ANSWERS}
    desk.lay({"ada.zip": packed(newest, new=2026), "ben.zip": packed(nearest)})
    with pytest.warns(UserWarning, match="Duplicate name"):
        desk.lay({"cem.zip": packed([("mira.ipynb", b"first"), ("mira.ipynb", b"second")])})
    assert desk.collect() == of("ada") | of("ben") | of("cem", b"second", None)
    for student in ("ada", "ben", "cem"):
        assert "2 copies of mira.ipynb came" in desk.told(student)


ROSTER = Roster(
    [
        Person("ada", "Ada", "Lovelace", "815"),
        Person("ben", "Ben", "O'Hara", ""),
        Person("eve1", "Eve", "Twin", "20"),
        Person("eve2", "Eve", "Twin", ""),
    ]
)


@pytest.mark.parametrize(
    ("owner", "student"),
    [
        (Owner(name="whoever", number="815"), "ada"),
        (Owner(name="Lovelace Ada", once="3"), "ada"),
        (Owner(name="o'HARA ben"), "ben"),
        (Owner(name="oharaben", number="9"), "ben"),
        (Owner(name="Eve Twin"), None),
        (Owner(name="Ada Lovelace", once="20"), "ada"),
        (Owner(name="nobody", once="815"), None),
        (Owner(student="as named"), "as named"),
    ],
)
def test_roster(owner: Owner, student: str | None) -> None:
    """Is a person found by the platform's lasting number or a name that only one has, and else not at all?"""
    assert ROSTER.find(owner) == student


def test_two_who_claim_one_id(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does a student who calls themselves by another's name neither take nor replace that one's place?"""
    monkeypatch.setattr("autograder.collectors.read_roster", lambda _: ROSTER)
    desk.lay(
        {
            f"{name}_assignsubmission_file_/mira.ipynb": NOTEBOOK
            for name in ("Ada Lovelace_1", "Lovelace ADA_2", "ben_3")
        }
    )
    assert desk.collect("moodle") == of("ben", answers=None)
    assert "all seem to be ada" in desk.told("Ada Lovelace 1")


def test_no_gradebook(tmp_path: Path) -> None:
    """Does reading the roster make no gradebook, and stand one that is damaged?"""
    assert read_roster(f"sqlite:///{tmp_path}/none.db").find(Owner(name="ada")) is None
    assert not list(tmp_path.iterdir())
    (tmp_path / "none.db").write_bytes(b"nothing")
    assert read_roster(f"sqlite:///{tmp_path}/none.db").find(Owner(name="ada")) is None
