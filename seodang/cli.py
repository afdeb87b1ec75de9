"""The command line: a thin layer, one function a verb, over one module a verb."""

import contextlib
import errno
import fnmatch
import functools
import itertools
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from seodang import __version__, tables
from seodang.course import Course
from seodang.errors import CourseError, SeodangError

app = typer.Typer(
    name="seodang",
    help="Auto-graded exercises for a course in machine learning. Assignments are named by number or name; none named means all.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Names = Annotated[
    list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...", help="Numbers or names, such as 105 or 105_knn.", show_default=False)
]
Name = Annotated[str, typer.Argument(metavar="ASSIGNMENT", help="Number or name, such as 105 or 105_knn.", show_default=False)]
Students = Annotated[str, typer.Option("--student", metavar="GLOB", help="Only students whose number matches, such as '2021*'.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of text for people.")]
place = {"course": Path(".")}


def print_version(wanted: bool):
    if wanted:
        print(f"seodang {__version__}")
        raise typer.Exit


@app.callback()
def options(
    course: Annotated[Path, typer.Option(metavar="FOLDER", help="The course folder, or one inside it.")] = Path("."),
    version: Annotated[bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version and stop.")] = False,
):
    place["course"] = course


def the_course():
    return Course.find(place["course"])


@app.command()
def build(
    names: Names = None,
    force: Annotated[bool, typer.Option("--force", help="Throw away edits in a notebook that were not pulled.")] = False,
    as_json: AsJson = False,
):
    """Make source notebooks from solution texts: solutions/ → source/.

    Example: seodang build 105
    """
    from seodang import build as arrow

    course = the_course()
    results = {name: arrow.build(course, name, force) for name in course.resolve(names)}
    tables.show(results, [f"{name}: {'built' if changed else 'unchanged'}" for name, changed in results.items()], as_json)


@app.command()
def pull(names: Names = None, as_json: AsJson = False):
    """Fold edited source notebooks back into their texts: source/ → solutions/.

    Example: seodang pull 105
    """
    from seodang import pull as arrow

    course = the_course()
    results = {name: arrow.pull(course, name) for name in course.resolve(names)}
    tables.show(results, [f"{name}: {'pulled' if changed else 'unchanged'}" for name, changed in results.items()], as_json)


@app.command()
def run(names: Names = None, as_json: AsJson = False):
    """Run solution texts as programs, with their own tests; status 1 when one fails.

    Example: seodang run 105
    """
    from seodang import run as arrow

    course = the_course()
    results = [arrow.run(course, name) for name in course.resolve(names)]
    lines = [
        line
        for result in results
        for line in (result.output.rstrip("\n"), f"{result.name}: {'failed' if result.status else 'passed'}")
        if line
    ]
    tables.show([asdict(result) for result in results], lines, as_json)
    raise typer.Exit(int(any(result.status for result in results)))


@app.command()
def release(names: Names = None, as_json: AsJson = False):
    """Make what students get, a folder and a ZIP: source/ → release/.

    Example: seodang release 105
    """
    from seodang import release as arrow

    course, results = the_course(), {}
    for name in course.resolve(names):
        results[name] = str(course.show(arrow.release(course, name)))
    tables.show(results, [f"{name}: released, {path}" for name, path in results.items()], as_json)


@app.command()
def collect(
    source: Annotated[
        Path, typer.Argument(metavar="ZIP|FOLDER", help="What the learning management system hands out.", show_default=False)
    ],
    name: Name,
    roster: Annotated[
        Path | None, typer.Option(metavar="CSV", help="The class list: student numbers, and names or LMS ids to recognise.")
    ] = None,
    as_json: AsJson = False,
):
    """File handed-in notebooks by student: ZIP or folder → submitted/; lists what it could not place, with status 1.

    Example: seodang collect ~/Downloads/submissions.zip 105 --roster class.csv
    """
    from seodang import collect as arrow

    course = the_course()
    (name,) = course.resolve([name])
    collected = arrow.collect(course, source, name, roster)
    tables.show(asdict(collected), tables.collected_lines(course, collected), as_json)
    raise typer.Exit(int(bool(collected.unplaced)))


@app.command()
def check(
    names: Names = None,
    workers: Annotated[int, typer.Option(help="Trials at once; at least 2.")] = 2,
    only: Annotated[
        list[str] | None, typer.Option(metavar="EXERCISE", help="Try the answers and cheats of this exercise alone, while you write it.")
    ] = None,
    details: Annotated[bool, typer.Option("--details", help="Print the table of claims × answers for what passed as well.")] = False,
    as_json: AsJson = False,
):
    """The release gate: tries every answer of the bank, cheats, seeds, leaks and times; status 1 when anything falls short.

    Example: seodang check 105
    """
    from seodang import check as gate

    course, reports = the_course(), []
    for name in course.resolve(names):
        with progress(f"check {name}") as advance:
            reports.append(gate.check(course, name, workers, advance, only or ()))
        if not sys.stderr.isatty():  # where no bar tells how far a whole course has come
            print(tables.check_line(reports[-1]), file=sys.stderr, flush=True)
    if as_json:
        print(json.dumps([report.as_dict() for report in reports], ensure_ascii=False, indent=2))
    else:
        tables.print_check(reports, details)
    raise typer.Exit(int(not all(report.passed for report in reports)))


@app.command()
def grade(
    names: Names = None,
    students: Students = "*",
    force: Annotated[bool, typer.Option("--force", help="Grade unchanged submissions as well.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Submissions at once; as many as cores and memory allow when left out.")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(min=1, metavar="SECONDS", help="CPU time that a cell may take; 60 when left out.")
    ] = None,
    memory: Annotated[int | None, typer.Option(min=256, metavar="MB", help="Memory of one submission; 2048 when left out.")] = None,
    no_sandbox: Annotated[
        bool, typer.Option("--no-sandbox", help="Run students' code without walls: it can read and change all that you can. Recorded.")
    ] = False,
    drop: Annotated[
        list[str] | None, typer.Option(metavar="CELL", help="A cell that is gone: its scores and comments by hand may go with it.")
    ] = None,
    as_json: AsJson = False,
):
    """Grade what is new or changed: submitted/ → autograded/, the gradebook and report/scores.csv.

    Status 1 when something is not graded, 130 after Ctrl-C; the same command then goes on with what is left.

    Example: seodang grade 105 --student '2021*'

    Example: seodang grade 302 --workers 4 --timeout 120 --force
    """
    from seodang import grade as arrow
    from seodang import scores
    from seodang.layout import Layout

    course, outcomes, failures = the_course(), {}, []
    chosen = wanted(course, names, "submitted", students)
    sandbox = False if no_sandbox else None
    with arrow.Grader(
        Layout.of(course), chosen, workers=workers, timeout=timeout, memory=memory, sandbox=sandbox, drop=drop or ()
    ) as grader:
        if not grader.sandbox:
            tables.warn("students' code runs WITHOUT walls: it can read and change whatever you can, the gradebook too")
        try:
            for name in chosen:
                try:
                    with progress(f"grade {name}") as advance:
                        outcomes[name] = grader.grade(name, students, force, advance)
                except SeodangError as error:  # the other assignments may be well
                    failures.append(error)
                    if grader.has_stopped:
                        break
        except KeyboardInterrupt as interrupted:
            print(f"seodang: {interrupted or 'interrupted'}; what is done is kept, the same command goes on", file=sys.stderr)
            raise typer.Exit(130) from None
    stop_where_all_failed(outcomes, failures)
    found = scores.scores(course, list(outcomes))
    scores.write_csv(scores.scores(course, course.names()), course.root / "report" / "scores.csv")
    if as_json:
        print(json.dumps({name: [asdict(outcome) for outcome in list_] for name, list_ in outcomes.items()}, ensure_ascii=False, indent=2))
    else:
        for sentence in itertools.chain.from_iterable(grader.doubts.values()):
            tables.warn(sentence)
        tables.print_grades(course, outcomes, found, arrow.strays(course), grader.migrated)
    tell(failures)
    raise typer.Exit(int(bool(failures) or not all(outcome.complete for list_ in outcomes.values() for outcome in list_)))


@app.command()
def feedback(names: Names = None, students: Students = "*", as_json: AsJson = False):
    """Write a page for every graded submission, without hidden tests: autograded/ → feedback/.

    Example: seodang feedback 105
    """
    from seodang import feedback as arrow

    course, pages, failures = the_course(), {}, []
    for name in wanted(course, names, "autograded", students):
        try:
            with progress(f"feedback {name}") as advance:
                pages[name] = arrow.feedback(course, name, students, advance)
        except SeodangError as error:
            failures.append(error)
    stop_where_all_failed(pages, failures)
    lines = [
        f"{name}, {page.student}: {course.show(page.path) if page.path else page.message}"
        for name, found in pages.items()
        for page in found
    ]
    data = {name: [{**asdict(page), "path": page.path and str(page.path)} for page in found] for name, found in pages.items()}
    tables.show(data, lines, as_json)
    tell(failures)
    raise typer.Exit(int(bool(failures) or any(page.path is None for found in pages.values() for page in found)))


@app.command()
def demo(
    names: Names = None,
    everything: Annotated[bool, typer.Option("--all", help="The whole course, which takes many minutes.")] = False,
    into: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the demonstration course is made.")] = Path("demo_course"),
    as_json: AsJson = False,
):
    """The main job in one go: build, release, hand in for a simulated class, collect, grade, feedback, scores.

    Without names it shows two assignments that are graded quickly.

    Example: seodang demo 105
    """
    from seodang import demo as arrow

    if everything and names:
        raise CourseError("name assignments or say --all, not both")
    course = the_course()
    say = (lambda sentence: None) if as_json else functools.partial(print, flush=True)
    quick = [name for name in arrow.SHOWN if name in course.names()] or course.names()[: len(arrow.SHOWN)]
    chosen = course.resolve(names if names else () if everything else quick)
    school, found = arrow.demo(course, chosen, into, progress, say)
    if as_json:
        print(json.dumps([asdict(score) for score in found], ensure_ascii=False, indent=2))
    else:
        tables.print_demo(school, found, {student.number: student.kind for student in arrow.CLASS})


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Three digits and words, such as 104_metrics.", show_default=False)],
    title: Annotated[str | None, typer.Option(help="The title; made from the name when left out.")] = None,
    as_json: AsJson = False,
):
    """Write a first text and answer bank for a new assignment, to be written over.

    Example: seodang new 104_metrics
    """
    from seodang import new as arrow

    course = the_course()
    paths = [str(course.show(path)) for path in arrow.new(course, name, title)]
    tables.show(paths, [*paths, f"next: edit them, then `seodang build {name}` and `seodang check {name}`"], as_json)


@app.command()
def doctor(as_json: AsJson = False):
    """Try on this machine all that grading behind walls needs; status 1, and what to do, when something falls.

    Example: seodang doctor
    """
    from seodang import doctor as arrow

    checks = list(arrow.examine())
    tables.show([asdict(check) for check in checks], arrow.table(checks), as_json)
    raise typer.Exit(int(any(check.state != "ok" for check in checks)))


def wanted(course, names, step, students):
    """The assignments named; where none is, those that have something of such students in the step's folder, or all when none has."""
    folders = [path for path in (course.root / step).glob("[!.]*/*") if fnmatch.fnmatch(path.parent.name, students)]
    present = {path.name for path in folders}
    return course.resolve(names or [name for name in course.names() if name in present])


def stop_where_all_failed(done, failures):
    """Raise the last failure where no assignment could be done, after the others were told."""
    if not done:
        tell(failures[:-1])
        raise failures[-1]


def tell(failures):
    """Why some assignments could not be done, after what came of the others."""
    for failure in failures:
        print(f"seodang: {failure}", file=sys.stderr)


@contextlib.contextmanager
def progress(label):
    """A bar with an ETA on a terminal's stderr; yields the function to call with (done, total)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def main():
    """Run the command line; what a person can mend is one line on stderr and status 1."""
    try:
        app()
    except SeodangError as error:
        sys.exit(f"seodang: {error}")
    except OSError as error:
        if error.filename is None:
            raise
        advice = "; make it writable, or work in another folder" if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else ""
        sys.exit(f"seodang: {error.filename}: {error.strerror}{advice}")
