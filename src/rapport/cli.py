"""The `rapport` command."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Check the course's content and play its cases.")

Root = Annotated[Path, typer.Option(help="The folder that holds course/ and solutions/.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.callback()
def _main() -> None:
    """Keep `rapport check` a subcommand whatever their number."""


@app.command()
def check(root: Root = Path(), as_json: AsJson = False) -> None:
    """Check that all content is valid, and count it. Exits with 1 if anything is wrong."""
    from rapport.check import check as run

    report = run(root)
    if as_json:
        print(json.dumps(report.as_data(), indent=2, ensure_ascii=False))
    else:
        for problem in report.problems:
            print(problem, file=sys.stderr)
        for warning in report.warnings:
            print(f"Warning: {warning}", file=sys.stderr)
        print(", ".join(f"{count} {name.replace('_', ' ')}" for name, count in report.counts.items()))
        for where, kinds in report.kinds.items():
            if kinds:
                print(f"{where}: {', '.join(f'{count} {kind}' for kind, count in kinds.items())}")
        if any(report.positions.values()):
            places = ", ".join(f"{count} in place {place}" for place, count in report.positions.items())
            print(f"best option of four: {places}")
        for name, case in report.cases.items():
            print(f"{name}: alliance {case['worst']:.2f} to {case['best']:.2f}, endings {', '.join(case['endings'])}")
    raise typer.Exit(1 if report.problems else 0)


@app.command()
def audit(root: Root = Path(), as_json: AsJson = False) -> None:
    """Put naive test-takers through the graded items. Exits with 1 if any strays from chance."""
    from rapport.audit import audit as run
    from rapport.content import ContentError

    try:
        found = run(root)
    except (ContentError, ValueError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    if as_json:
        print(json.dumps(found.as_data(), indent=2, ensure_ascii=False))
    else:
        print(f"{found.count} graded items; chance {100 * found.chance.items:.1f} %")
        for taker in found.takers:
            name, share = max(taker.assignments.items(), key=lambda pair: pair[1])
            off = 100 * (taker.items - found.chance.items)
            print(f"{taker.taker:15} {100 * taker.items:5.1f} %  {off:+5.1f}   most: {100 * share:.0f} % of {name}")
        for finding in found.findings:
            print(finding, file=sys.stderr)
    raise typer.Exit(1 if found.findings else 0)


@app.command()
def play(
    case: Annotated[str, typer.Argument(help="Id of a case in course/cases, or the path of a case file.")],
    choices: Annotated[
        str,
        typer.Option(
            help="Ids of the replies, in order, with commas between them. The word `say` stands for the next --say."
        ),
    ] = "",
    say: Annotated[
        list[str] | None,
        typer.Option(help="A reply in your own words, as often as you like; those that no `say` takes come last."),
    ] = None,
    root: Root = Path(),
) -> None:
    """Print the transcript of a talk: the client's lines, your replies, and the state after each.

    For example: rapport play abby --choices no-form,say,how-it-came --say "Then she shut the door. That sounds hard."
    """
    from rapport.content import ContentError, load_case
    from rapport.dialogue import ReplyError, transcript
    from rapport.playing import played

    path = Path(case) if case.endswith(".yaml") else root / "course" / "cases" / f"{case}.yaml"
    try:
        loaded = load_case(path)
        talk, remarks = played(loaded, [choice.strip() for choice in choices.split(",") if choice.strip()], say or [])
        print(transcript(loaded, talk), end="")
    except (ContentError, ReplyError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    for remark in remarks:
        print(remark, file=sys.stderr)


@app.command()
def schemas(
    root: Annotated[Path, typer.Option(help="The folder that holds docs/.")] = Path(),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 where a file is out of date.")
    ] = False,
) -> None:
    """Write the JSON Schemas of all file formats to docs/schemas."""
    from rapport.schemas import drifted, write

    if not check:
        for path in write(root):
            print(path)
        return
    sentences = drifted(root)
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    raise typer.Exit(1 if sentences else 0)


@app.command()
def new(
    kind: Annotated[str, typer.Argument(help="What to draft: case, items, lesson or assignment.")],
    name: Annotated[str, typer.Argument(help="Its name, such as night-shift, or 16-endings for a lesson.")],
    root: Root = Path(),
) -> None:
    """Write a first draft that passes `rapport check`, for an author to write over. Nothing is overwritten."""
    from rapport.scaffold import KINDS, DraftError, draft

    if kind not in KINDS:
        print(f"There is no draft for {kind!r}. The kinds are: {', '.join(KINDS)}.", file=sys.stderr)
        raise typer.Exit(1)
    try:
        for path in draft(root, kind, name):
            print(path)
    except (DraftError, OSError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None


@app.command()
def notebook(
    markdown: Annotated[Path, typer.Argument(help="The lesson's text; its file name is the lesson's.")],
    root: Root = Path(),
) -> None:
    """Write course/NAME.ipynb from the lesson's Markdown."""
    from rapport.author import lesson_notebook, written
    from rapport.charts import FIGURES
    from rapport.content import ContentError, load_practice

    try:
        practice = root / "course" / "practice" / f"{markdown.stem}.yaml"
        items = {item.id for item in load_practice(practice).items} if practice.exists() else set()
        cases = {path.stem for kind in ("cases", "scenes") for path in (root / "course" / kind).glob("*.yaml")}
        made = lesson_notebook(markdown, markdown.read_text(encoding="utf-8"), items, cases, FIGURES)
    except (ContentError, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    path = root / "course" / f"{markdown.stem}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written(made), encoding="utf-8")
    print(path)


@app.command()
def coach(
    reply: Annotated[str, typer.Option(help="What you would say.")],
    client: Annotated[str, typer.Option(help="What the client said just before.")] = "",
    as_json: AsJson = False,
) -> None:
    """Read what a reply does: its behaviours, where, how sure, and why. It is never a mark."""
    from rapport.coach import read
    from rapport.coach.told import told

    reading = read(client, reply)
    if as_json:
        print(json.dumps(reading.as_data(), indent=2, ensure_ascii=False))
    else:
        print(told(reading, reply))


@app.command()
def coach_eval(
    table: Annotated[Path, typer.Argument(help="Labelled utterances, as CSV; docs/coach.md names the columns.")],
    as_json: AsJson = False,
) -> None:
    """Measure the coach: precision, recall, F1, confusion matrix and calibration of each task."""
    from rapport.coach.evaluate import TableError, evaluate, report, rows_of

    try:
        measured = evaluate(rows_of(table))
    except TableError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    if as_json:
        print(json.dumps({"schema_version": 1, "tasks": [one.as_data() for one in measured]}, indent=2))
    else:
        print(report(measured))
