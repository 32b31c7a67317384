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
        If the file is missing, over 1 MB, not UTF-8, not YAML, uses anchors and aliases (the way to a billion-laughs bomb),
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
    try:
        _refuse_aliases(path, text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = str(getattr(error, "problem", None) or error).splitlines()[0]
        raise _refusal(
            path,
            mark.line + 1 if mark else 1,
            f"it is not YAML: {reason}",
            "look at this line and the one above: a missing quote, colon or space",
        ) from None
    if node is None:
        raise _refusal(path, 1, "the file is empty", "write its contents, or delete the file")
    lines: dict[Location, int] = {}
    data = _plain(path, node, (), lines)
    return Source(path, data, lines)


def _read_bytes(path: Path) -> bytes:
    try:
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


def _refuse_aliases(path: Path, text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refusal(path, line, "it uses a YAML anchor or alias (& or *)", "write the value out where it is used")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _refusal(path, line, f"it is nested deeper than {MAX_DEPTH} levels", "flatten it; see docs/schemas")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _plain(path: Path, node: yaml.Node, location: Location, lines: dict[Location, int]) -> Any:
    lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(path, node, location, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(path, child, (*location, index), lines) for index, child in enumerate(node.value)]
    return _plain_scalar(path, node)


def _plain_mapping(
    path: Path, node: yaml.MappingNode, location: Location, lines: dict[Location, int]
) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise _refusal(path, line, "a key is not a plain word", "write `name: value`")
        key = str(key_node.value)
        if key in mapping:
            raise _refusal(path, line, f"the key {key!r} stands here twice", "keep one of the two", (*location, key))
        mapping[key] = _plain(path, value_node, (*location, key), lines)
        lines[(*location, key)] = line
    return mapping


_SCALARS: dict[str, str] = {"str": "str", "int": "int", "float": "float", "bool": "bool", "null": "null"}


def _plain_scalar(path: Path, node: yaml.Node) -> Any:
    tag = node.tag.rpartition(":")[2]
    if tag not in _SCALARS:
        # Dates and the like stay text: content has no use for them, and text never surprises.
        if node.tag.startswith("tag:yaml.org,2002:"):
            return str(node.value)
        raise _refusal(path, node.start_mark.line + 1, f"the tag {node.tag!r} is not allowed", "remove it")
    constructor = yaml.SafeLoader("")
    try:
        return constructor.construct_object(node)  # type: ignore[no-untyped-call]
    except (ValueError, yaml.YAMLError):
        problem = f"{str(node.value)[:40]!r} is not a valid {tag}"
        raise _refusal(path, node.start_mark.line + 1, problem, "put it in quotes if it is text") from None


def _refusal(path: Path, line: int, problem: str, mend: str, location: Location = ()) -> ContentError:
    return ContentError([Problem(path, line, location, problem, mend)])
