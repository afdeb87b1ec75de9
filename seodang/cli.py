"""The command line: a thin layer over one module a verb."""

import contextlib
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from seodang.course import Course
from seodang.errors import SeodangError

app = typer.Typer(
    name="seodang",
    help="Auto-graded exercises for a course in machine learning. Assignments are named by number or name; none named means all.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Names = Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...", help="Numbers or names, e.g. 105 or 105_knn.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of a table.")]


class State:
    """What the options before the verb say."""

    course_folder = Path(".")


def course():
    return Course.find(State.course_folder)


@app.callback()
def options(folder: Annotated[Path, typer.Option("--course", help="The course folder, or one inside it.")] = Path(".")):
    State.course_folder = folder


@app.command()
def build(names: Names = None, force: Annotated[bool, typer.Option(help="Replace edits in the notebook that were not pulled.")] = False, as_json: AsJson = False):
    """Make the source notebooks from the solution texts: solutions/ → source/.

    Example: seodang build 105
    """
    from seodang import build as arrow

    found = course()
    results = {name: arrow.build(found, name, force) for name in found.resolve(names)}
    show(results, {name: f"{name}  {'built' if changed else 'unchanged'}" for name, changed in results.items()}, as_json)


@app.command()
def check(
    names: Names = None,
    workers: Annotated[int, typer.Option(help="Trials at once.")] = 2,
    details: Annotated[bool, typer.Option(help="Also print the table of claims × answers for what passed.")] = False,
    as_json: AsJson = False,
):
    """The release gate: try every answer of the bank, cheats, seeds, leaks and times; status 1 when anything falls short.

    Example: seodang check 105
    """
    from seodang import check as gate
    from seodang import tables

    found, reports = course(), []
    for name in found.resolve(names):
        with progress_bar(f"check {name}", quiet=as_json) as advance:
            reports.append(gate.check(found, name, workers, advance))
    if as_json:
        print(json.dumps([report.as_dict() for report in reports], ensure_ascii=False, indent=2))
    else:
        tables.print_check(reports, details)
    raise typer.Exit(0 if all(report.passed for report in reports) else 1)


@contextlib.contextmanager
def progress_bar(label, quiet=False):
    """A bar with an ETA on stderr; yields the function to call with (done, total)."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet or not sys.stderr.isatty()) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show(data, lines, as_json):
    print(json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(lines.values()))


def main():
    """Run the command line; a mistake that a person can mend becomes one line and status 1."""
    try:
        app()
    except SeodangError as error:
        Console(stderr=True, soft_wrap=True, highlight=False, markup=False).print(f"seodang: {error}", style="red")
        sys.exit(1)
