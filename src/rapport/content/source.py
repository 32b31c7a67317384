"""Read one YAML or JSON file into plain data that remembers where each value stood.

The contract: bytes in, a `Source` out; anything that is not small, plain, UTF-8 YAML is refused with a `ContentError` that says
where it stands and how to mend it. Nothing here knows what the data means.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rapport.content.errors import ContentError, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_DIGITS = 40
"""Characters of a number; a longer one can keep the processor busy for minutes and means nothing here."""

# The C parser is about ten times faster; where PyYAML came without it (JupyterLite), the Python one reads the same.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """Plain data with the line of each value.

    Attributes
    ----------
    path : Path
        The file that was read.
    data : Any
        Dicts, lists, strings, numbers, booleans and None only.
    lines : dict of Location to int
        1-based line of the value at each location, a tuple of mapping keys and list indexes.
    """

    path: Path
    data: Any
    lines: dict[Location, int]

    def line_of(self, location: Location) -> int:
        """Return the line of the nearest enclosing value that the file really has."""
        known = [location[:length] for length in range(len(location), -1, -1) if location[:length] in self.lines]
        return self.lines[known[0]] if known else 1


def read_source(path: Path) -> Source:
    """Read a file, or raise `ContentError` with the line and the mend.

    Raises
    ------
    ContentError
        If the file is missing, over 1 MB, not UTF-8, not YAML, uses anchors and aliases (the way to a billion-laughs bomb) or tags,
        repeats a key, or is nested deeper than 40.
    """
    return parse_source(path, _read_bytes(path))


def parse_source(path: Path, raw: bytes) -> Source:
    """Parse bytes that came from `path`; see `read_source`."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _refusal(path, line, "it is not UTF-8 text", "save the file with the encoding UTF-8") from None
    _refuse_control_characters(path, text)
    try:
        _refuse_aliases(path, text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _not_yaml(path, text, error) from None
    if node is None:
        raise _refusal(path, 1, "the file is empty", "write its contents, or delete the file")
    lines: dict[Location, int] = {}
    data = _plain(path, node, (), lines)
    return Source(path, data, lines)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise _refusal(path, 1, "it is not a file", "put a file of text in its place")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _refusal(path, 1, "there is no such file", "check the name and the folder") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise _refusal(path, 1, f"it can't be read: {reason}", "check that it is a file you may read") from None
    if len(raw) > MAX_BYTES:
        raise _refusal(path, 1, "it is larger than 1 MB", "split it: one case or one set of items a file")
    return raw


def _refuse_control_characters(path: Path, text: str) -> None:
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if found:
        line = text[: found.start()].count("\n") + 1
        raise _refusal(
            path, line, f"it holds the control character U+{ord(found.group()):04X}", "delete that character"
        )


_MENDS = {
    "but found another document": "keep one document a file: remove the line `---`",
    "mapping values are not allowed in this context": "put quotes around text that holds a colon, and check the indentation",
    "found unexpected end of stream": "close the quotes, the bracket or the brace that was opened",
}


def _not_yaml(path: Path, text: str, error: yaml.YAMLError) -> ContentError:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    reason = str(getattr(error, "problem", None) or error).splitlines()[0]
    mend = _MENDS.get(reason, "look at this line and the one above: a missing quote, colon or space")
    rows = text.split("\n")
    row = rows[line - 1] if line <= len(rows) else ""
    if "\t" in row[: len(row) - len(row.lstrip())]:
        reason, mend = "a tab stands at the start of the line", "indent with spaces"
    return _refusal(path, line, f"it is not YAML: {reason}", mend)


def _refuse_aliases(path: Path, text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refusal(
                path, line, "it uses a YAML anchor or alias (& or *)", "write the value out where it is used"
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _refusal(
                    path, line, f"it is nested deeper than {MAX_DEPTH} levels", "flatten it; see docs/schemas"
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _plain(path: Path, node: yaml.Node, location: Location, lines: dict[Location, int]) -> Any:
    lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        _refuse_tag(path, node, "map")
        return _plain_mapping(path, node, location, lines)
    if isinstance(node, yaml.SequenceNode):
        _refuse_tag(path, node, "seq")
        return [_plain(path, child, (*location, index), lines) for index, child in enumerate(node.value)]
    return _plain_scalar(path, node, location)


def _plain_mapping(
    path: Path, node: yaml.MappingNode, location: Location, lines: dict[Location, int]
) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise _refusal(path, line, "a key is not a plain word", "write `name: value`", location)
        _refuse_tag(path, key_node, *_NUMBERS, *_TEXTS)
        key = str(key_node.value)
        if key in mapping:
            raise _refusal(
                path, line, f"the key {key[:60]!r} stands here twice", "keep one of the two", (*location, key)
            )
        mapping[key] = _plain(path, value_node, (*location, key), lines)
        lines[(*location, key)] = line
    return mapping


_BUILT_IN = "tag:yaml.org,2002:"
_CONSTRUCTOR = yaml.constructor.SafeConstructor()
_NUMBERS: dict[str, Any] = {
    "int": _CONSTRUCTOR.construct_yaml_int,
    "float": _CONSTRUCTOR.construct_yaml_float,
    "bool": _CONSTRUCTOR.construct_yaml_bool,
    "null": _CONSTRUCTOR.construct_yaml_null,
}
# Dates, `<<` and `=` stay text: content has no use for them, and text never surprises.
_TEXTS = ("str", "timestamp", "merge", "value")


def _plain_scalar(path: Path, node: yaml.Node, location: Location) -> Any:
    kind = _refuse_tag(path, node, *_NUMBERS, *_TEXTS)
    text = str(node.value)
    # 12:30 would be a number to base 60.
    if kind in _TEXTS or (kind == "int" and ":" in text):
        return text
    line = node.start_mark.line + 1
    if len(text) > MAX_DIGITS:
        raise _refusal(
            path, line, f"a number of {len(text)} digits stands here", "put it in quotes if it is text", location
        )
    try:
        return _NUMBERS[kind](node)
    except (ValueError, LookupError):
        raise _refusal(path, line, f"{text!r} is no {kind}", "put it in quotes if it is text", location) from None


def _refuse_tag(path: Path, node: yaml.Node, *allowed: str) -> str:
    kind = str(node.tag).removeprefix(_BUILT_IN)
    if kind not in allowed:
        shown = str(node.tag).replace(_BUILT_IN, "!!")[:60]
        raise _refusal(path, node.start_mark.line + 1, f"the tag {shown!r} is not allowed", "remove it")
    return kind


def _refusal(path: Path, line: int, problem: str, mend: str, location: Location = ()) -> ContentError:
    return ContentError([Problem(path, line, location, problem, mend)])
