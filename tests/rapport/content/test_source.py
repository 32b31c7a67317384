"""Reading a file: bytes in, plain data with line numbers out, or one refusal that says where and how to mend it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import yaml

from rapport.content.errors import ContentError, Problem
from rapport.content.source import MAX_BYTES, parse_source, read_source
from tests.rapport.content.samples import CASE, saved

ALIASES = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


def refusal(folder: Path, text: str | bytes) -> Problem:
    with pytest.raises(ContentError) as caught:
        read_source(saved(folder, text))
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


REFUSED = [
    pytest.param("", 1, "is empty", "write its contents", id="empty file"),
    pytest.param("# only a remark\n", 1, "is empty", "write its contents", id="only comments"),
    pytest.param("a: 1\nb: [2\nc: 3\n", 3, "not YAML", "missing quote, colon or space", id="not YAML"),
    pytest.param('a: 1\nb: "two\n', 3, "not YAML", "close the quotes", id="open quotes"),
    pytest.param("a: b\nsays: well: I never\n", 2, "mapping values", "put quotes around text", id="unquoted colon"),
    pytest.param("a:\n\tb: 1\n", 2, "a tab stands at the start", "indent with spaces", id="tab"),
    pytest.param("a: 1\n---\nb: 2\n", 2, "another document", "keep one document a file", id="two documents"),
    pytest.param(b"a: 1\nb: caf\xe9\n", 2, "not UTF-8", "encoding UTF-8", id="Latin-1"),
    pytest.param("a: 1\n".encode("utf-16"), 1, "not UTF-8", "encoding UTF-8", id="UTF-16"),
    pytest.param("a: 1\nb: \x00\n", 2, "control character U+0000", "delete that character", id="NUL"),
    pytest.param("é: 1\né2: 1\nb: \x1b[31m\n", 3, "control character U+001B", "delete", id="terminal escape"),
    pytest.param(ALIASES, 1, "anchor or alias", "write the value out", id="billion laughs"),
    pytest.param("a: 1\nb: *a\n", 2, "anchor or alias", "write the value out", id="alias of nothing"),
    pytest.param(
        "base: &b {x: 1}\nmore:\n  <<: *b\n", 1, "anchor or alias", "write the value out", id="merge of an anchor"
    ),
    pytest.param("a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands here twice", "keep one of the two", id="key twice"),
    pytest.param(
        "1: x\n'1': y\n", 2, "the key '1' stands here twice", "keep one of the two", id="key twice, once quoted"
    ),
    pytest.param("a: 1\n? [b, c]\n: 2\n", 2, "not a plain word", "write `name: value`", id="list as a key"),
    pytest.param("a: 1\nb: " + "[" * 10_000, 2, "deeper than 40", "flatten it", id="deep lists"),
    pytest.param("{a: " * 10_000, 1, "deeper than 40", "flatten it", id="deep groups"),
    pytest.param("- " * 10_000, 1, "deeper than 40", "flatten it", id="deep hyphens"),
    pytest.param(
        "a: !!python/object:os.stat_result {}\n", 1, "!!python/object:os.stat_result", "remove it", id="object"
    ),
    pytest.param("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "!!python/object", "remove it", id="call"),
    pytest.param("a: !!python/name:os.system x\n", 1, "!!python/name:os.system", "remove it", id="name"),
    pytest.param("!!python/name:os.system a: 1\n", 1, "!!python/name", "remove it", id="tag on a key"),
    pytest.param("a: !!binary aGk=\n", 1, "!!binary", "remove it", id="binary"),
    pytest.param("a: !!set {b, c}\n", 1, "!!set", "remove it", id="set"),
    pytest.param("a: !mine 1\n", 1, "'!mine'", "remove it", id="own tag"),
    pytest.param("a: 1\nb: " + "9" * 5_000, 2, "a number of 5000 digits", "in quotes", id="huge number"),
    pytest.param("b: 0x" + "f" * 5_000, 1, "a number of 5002 digits", "in quotes", id="huge hexadecimal number"),
    pytest.param("a: !!int x\n", 1, "'x' is no int", "in quotes", id="int that is none"),
    pytest.param("a: !!bool maybe\n", 1, "'maybe' is no bool", "in quotes", id="bool that is none"),
    pytest.param('a: !!float ""\n', 1, "'' is no float", "in quotes", id="empty float"),
]


@pytest.mark.parametrize(("text", "line", "problem", "mend"), REFUSED)
def test_what_is_not_small_plain_yaml_is_refused(
    tmp_path: Path, text: str | bytes, line: int, problem: str, mend: str
) -> None:
    """Does the refusal name the file, the line, what is wrong and the mend?"""
    found = refusal(tmp_path, text)
    assert (found.path, found.line) == (tmp_path / "ada.yaml", line)
    assert problem in found.problem
    assert mend in found.mend


def test_a_file_of_ten_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    """Is a large file refused without being parsed?"""
    path = saved(tmp_path, b"a: [" + b"1, " * 3_400_000 + b"1]\n")
    started = time.perf_counter()
    with pytest.raises(ContentError, match=r"larger than 1 MB.*split it"):
        read_source(path)
    assert time.perf_counter() - started < 1


def test_a_file_just_within_the_limit_is_read(tmp_path: Path) -> None:
    """Does the limit let the largest allowed file pass?"""
    text = "a: '" + "x" * (MAX_BYTES - 6) + "'\n"
    assert len(text) == MAX_BYTES
    assert len(read_source(saved(tmp_path, text)).data["a"]) == MAX_BYTES - 6


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Does a missing file give its name and a mend?"""
    with pytest.raises(ContentError, match=r"gone\.yaml:1: there is no such file.*check the name"):
        read_source(tmp_path / "gone.yaml")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """Is a folder in place of the file an error that says so?"""
    with pytest.raises(ContentError, match=r"it can't be read: Is a directory.*a file you may read"):
        read_source(tmp_path)


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    """Does a pipe in place of the file end in an error rather than in waiting for ever?"""
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ContentError, match="it is not a file"):
        read_source(tmp_path / "pipe.yaml")


def test_a_merge_key_is_a_field_like_any_other(tmp_path: Path) -> None:
    """Does `<<` merge nothing, so that nothing hidden gets into a file?"""
    assert read_source(saved(tmp_path, "<<: {a: 1}\n")).data == {"<<": {"a": 1}}


def test_text_never_surprises(tmp_path: Path) -> None:
    """Do dates and times stay text?"""
    data = read_source(saved(tmp_path, "a: 2020-01-01\nb: 12:30\nc: 1:59:59\nd: =\n")).data
    assert data == {"a": "2020-01-01", "b": "12:30", "c": "1:59:59", "d": "="}


def test_plain_values_are_plain(tmp_path: Path) -> None:
    """Are numbers, booleans, null and text what YAML says they are, also after a byte order mark?"""
    data = read_source(saved(tmp_path, "\ufeffa: 1\nb: -0.5\nc: yes\nd: ~\ne: 'no'\nf: [x, +2]\n")).data
    assert data == {"a": 1, "b": -0.5, "c": True, "d": None, "e": "no", "f": ["x", 2]}


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    """Does the source give the line of a value, and for a value that is not there the line of what would hold it?"""
    source = read_source(saved(tmp_path, "a: 1\nb:\n  - x: 1\n    y: 2\n  - x: 3\n"))
    assert source.line_of(("a",)) == 1
    assert source.line_of(("b", 0, "y")) == 4
    assert source.line_of(("b", 1, "x")) == 5
    assert source.line_of(("b", 1, "y", "z")) == 5
    assert source.line_of(()) == 1


def test_both_readers_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Does PyYAML without its C part (as in JupyterLite) give the same data and lines?"""
    fast = parse_source(Path("ada.yaml"), CASE.encode())
    monkeypatch.setattr("rapport.content.source._Loader", yaml.SafeLoader)
    slow = parse_source(Path("ada.yaml"), CASE.encode())
    assert (slow.data, slow.lines) == (fast.data, fast.lines)
