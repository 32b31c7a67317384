"""The least that any grading could do: parse every submitted file and write the graded copy. It uses and imports nothing of ours.

python floor.py SUBMITTED NAME SOURCE INTO PROCESSES [INDENT]

Without INDENT notebooks are written in the shortest form that Python's json has, with 1 in the form that nbformat and every editor give them,
which takes Python three times as long.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

CHUNK = 25


def copy_all(submitted: str, name: str, source: str, into: str, processes: int, indent: int | None = None) -> int:
    """Parse and copy each student's files, with the assignment's source files laid over them; return how many students there are."""
    laid = {path: content for path, content in _files(source) if not path.endswith(".ipynb")}
    students = sorted(os.listdir(submitted))
    work = partial(_copy, submitted, name, into, laid, indent)
    with ProcessPoolExecutor(processes) as pool:
        return sum(pool.map(work, students, chunksize=CHUNK))


def _copy(submitted: str, name: str, into: str, laid: dict[str, bytes], indent: int | None, student: str) -> int:
    files = dict(_files(os.path.join(submitted, student, name)))
    for path, content in (files | laid).items():
        target = os.path.join(into, student, name, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(_parsed(path, content, indent))
    return 1


def _parsed(path: str, content: bytes, indent: int | None) -> bytes:
    try:
        if path.endswith(".ipynb"):
            return json.dumps(json.loads(content), ensure_ascii=False, sort_keys=True, indent=indent).encode()
        if path.endswith(".jsonl"):
            for line in content.splitlines():
                if line:
                    json.loads(line)
    except (ValueError, RecursionError):
        pass  # a damaged file is copied as it is
    return content


def _files(folder: str) -> list[tuple[str, bytes]]:
    found = []
    for current, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(current, name)
            with open(path, "rb") as file:
                found.append((os.path.relpath(path, folder), file.read()))
    return found


if __name__ == "__main__":
    _submitted, _name, _source, _into, _processes, *_indent = sys.argv[1:]
    print(copy_all(_submitted, _name, _source, _into, int(_processes), *map(int, _indent)))
