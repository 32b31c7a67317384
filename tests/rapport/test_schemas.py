"""The JSON Schemas in docs/schemas: made from the models, and true of the course's own files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from rapport.cli import app
from rapport.content.source import parse_source
from rapport.schemas import FOLDER, MODELS, drifted, files, schema, write
from tests.rapport.content.samples import ASSIGNMENT, CASE, KEYS, PATH, PRACTICE
from tests.rapport.journal.answers import event

ROOT = Path(__file__).parents[2]
REFERENCES = 'schema_version: 1\nreferences: [{id: hill-2020, text: "Hill, C. E. (2020). Helping skills."}]\n'
SAMPLES = {
    "case": CASE,
    "practice": PRACTICE,
    "assignment": ASSIGNMENT,
    "keys": KEYS,
    "event": event().line().decode(),
    "references": REFERENCES,
}
WHERE = {
    "case": ("course/cases/*.yaml", "course/scenes/*.yaml", "solutions/*/cases/*.yaml"),
    "practice": ("course/practice/*.yaml",),
    "assignment": ("solutions/*/items.yaml",),
    "keys": ("autograder/keys/*.yaml",),
    "references": ("course/references.yaml",),
}


def validator(name: str) -> Any:
    return Draft202012Validator(schema(MODELS[name]))


def test_the_files_are_what_the_models_say() -> None:
    """Does docs/schemas hold exactly what `rapport schemas` would write?"""
    assert drifted(ROOT) == []


@pytest.mark.parametrize("name", MODELS)
def test_each_schema_is_a_schema(name: str) -> None:
    """Is every file JSON Schema of the dialect that it names, with a title?"""
    written = json.loads(files()[f"{name}.schema.json"])
    Draft202012Validator.check_schema(written)
    assert written["title"] == MODELS[name].__name__
    assert written["properties"]["schema_version"]["const"] == 1


@pytest.mark.parametrize("name", MODELS)
def test_a_right_file_fits_its_schema(name: str) -> None:
    """Does what loads also satisfy an editor?"""
    assert [
        error.message for error in validator(name).iter_errors(parse_source(PATH, SAMPLES[name].encode()).data)
    ] == []


@pytest.mark.parametrize("name", WHERE)
def test_the_courses_files_fit_their_schema(name: str) -> None:
    """Do all files of the course satisfy an editor?"""
    found = [path for pattern in WHERE[name] for path in sorted(ROOT.glob(pattern))]
    assert found
    checks = validator(name)
    for path in found:
        data = parse_source(path, path.read_bytes()).data
        assert [f"{path.name}: {error.message}" for error in checks.iter_errors(data)] == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("case", "tone: cool", "tone: icy"),
        ("case", "[why-question]", "[why-qestion]"),
        ("case", "strategies: [validation]", "strategies: [validaton]"),
        ("case", "sensitivities: {advice:", "sensitivities: {advise:"),
        ("case", "schema_version: 1", "schema_version: 2"),
        ("case", "name: Ada", "nmae: Ada"),
        ("case", "trust: 0.4", "trust: 4"),
        ("practice", "rating: 3", "rating: 7"),
        ("assignment", "kind: dialogue", "kind: monologue"),
        ("keys", "points: 2", "points: 0"),
        ("event", '"item":"a-moment"', '"item":"A moment"'),
    ],
)
def test_an_editor_finds_a_slip(name: str, old: str, new: str) -> None:
    """Does a schema catch what a field alone can show?"""
    assert old in SAMPLES[name]
    spoilt = parse_source(PATH, SAMPLES[name].replace(old, new).encode()).data
    assert not validator(name).is_valid(spoilt)


def test_the_command_writes_and_then_finds_nothing_to_say(tmp_path: Path) -> None:
    """Does `rapport schemas` make what `rapport schemas --check` wants?"""
    runner = CliRunner()
    assert runner.invoke(app, ["schemas", "--check", "--root", str(tmp_path)]).exit_code == 1
    made = runner.invoke(app, ["schemas", "--root", str(tmp_path)])
    assert made.exit_code == 0
    assert sorted(Path(line).name for line in made.stdout.splitlines()) == sorted(files())
    assert runner.invoke(app, ["schemas", "--check", "--root", str(tmp_path)]).exit_code == 0


def test_drift_is_told_by_file(tmp_path: Path) -> None:
    """Is each file that is missing, changed or without a model named with what to do?"""
    write(tmp_path)
    folder = tmp_path / FOLDER
    (folder / "case.schema.json").write_text("{}")
    (folder / "keys.schema.json").unlink()
    (folder / "poem.schema.json").write_text("{}")
    done = CliRunner().invoke(app, ["schemas", "--check", "--root", str(tmp_path)])
    assert done.exit_code == 1
    told = sorted(line.removeprefix(f"{folder}/") for line in done.stderr.splitlines())
    assert told == [
        "case.schema.json: it does not match the models; run `rapport schemas`",
        "keys.schema.json: it is missing; run `rapport schemas`",
        "poem.schema.json: no model has this schema; delete the file",
    ]
