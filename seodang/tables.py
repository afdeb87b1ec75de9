"""What the command line prints for people."""

import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

MOST_BY_NAME = 3  # assignments whose names fit beside each other in a table of scores


def console():
    """A console as wide as the terminal, and wide enough for every table where the output goes to a file or a pipe."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 160)


def show(data, lines, as_json):
    """Print data as JSON, or lines for people."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str) if as_json else "\n".join(lines))


def check_table(report, exercise):
    """The claims that an exercise's answers come to × those answers.

    × where an answer loses the claim, · where it keeps it, ! where it does what the bank does not say.
    """
    numbers = [number for number, answer in enumerate(report.answers) if answer.exercise == exercise]
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="")
    table.add_column(exercise, no_wrap=True)
    for number in numbers:
        table.add_column(answer_label(report, number), no_wrap=True)
    for test in (test for tests in report.exercises.values() for test in tests):
        marks = [mark(report, test, number) for number in numbers]
        if test in report.exercises[exercise] or set(marks) - {"·", " "}:
            table.add_row(test, *marks)
    return table


def answer_label(report, number):
    return f"{'r' if report.answers[number].is_right else 'w'}{number + 1}"


def mark(report, test, number):
    """One cell of the table; blank where the test stands before the exercise and so was not run."""
    verdict = report.claims.get(test, {}).get(number)
    if verdict is None:
        return " "
    lost, named = verdict != "passed", test in report.answers[number].loses
    return ("×" if lost else "·") if lost == named else "[bold red]![/]"


def check_line(report):
    """What came of one assignment, in a line."""
    return f"{report.name}: {check_result(report)}, {report.seconds:.0f} s"


def check_result(report):
    if report.findings:
        return f"{len(report.findings)} findings"
    return "passed in part" if report.partly else "passed"


def summary_table(reports):
    """One row an assignment: what was tried and what came of it."""
    table = Table(title="check", title_justify="left")
    for column in ("assignment", "exercises", "points", "tests", "wrong", "right", "cheats", "cells s", "check s", "result"):
        table.add_column(column, justify="left" if column in ("assignment", "result") else "right", no_wrap=True)
    for report in reports:
        right = sum(answer.is_right for answer in report.answers)
        row = (len(report.exercises), report.points, sum(map(len, report.exercises.values())), len(report.answers) - right, right)
        result = f"[{'green' if report.passed else 'red'}]{check_result(report)}[/]"
        table.add_row(report.name, *map(str, row), str(report.cheats_tried), f"{report.cell_seconds:.1f}", f"{report.seconds:.0f}", result)
    return table


def print_check(reports, details=False):
    """The findings and, where there are any or details are wanted, the tables of claims × answers; then the summary."""
    out = console()
    for report in reports:
        if details or not report.passed:
            print_bank(report, out)
        for finding in report.findings:
            out.print(f"{report.name}: {finding}", style="red", markup=False, soft_wrap=True)
    out.print(summary_table(reports))


def print_bank(report, out):
    """Claims × answers, exercise by exercise, each with its legend."""
    for exercise in report.exercises:
        table = check_table(report, exercise)
        Console(highlight=False, width=60 + 5 * len(table.columns)).print(table)
        for number, answer in enumerate(report.answers):
            if answer.exercise == exercise:
                out.print(f"  {answer_label(report, number):<5}{answer.label}", markup=False, soft_wrap=True)
        out.print()


def collected_lines(course, collected):
    """One line a hand-in: where it went, or why it went nowhere."""
    for placed in collected.placed:
        late = ", late" if placed.late else ""
        yield f"{placed.student}{late}: {placed.source} → {course.show(placed.target)}{f' ({placed.note})' if placed.note else ''}"
    for unplaced in collected.unplaced:
        yield f"not placed: {unplaced.source}: {unplaced.reason}"
    for student in collected.missing:
        yield f"nothing from {student}"
    yield f"{len(collected.placed)} placed, {len(collected.unplaced)} not placed, {len(collected.missing)} missing"


def score_table(found, kinds=None):
    """Students × assignments, in points; `kinds` says what each simulated student is. Many assignments go by their numbers."""
    names = sorted({score.assignment for score in found})
    crowded = len(names) > MOST_BY_NAME
    best = {score.assignment: score.max_score for score in found}
    table = Table(title="scores", title_justify="left")
    for column in ("student", *(["kind"] if kinds else [])):
        table.add_column(column, no_wrap=True)
    for name in names:
        table.add_column(f"{name.split('_')[0] if crowded else name} ({best[name]:g})", justify="right", no_wrap=not crowded)
    table.add_column("essays to read", justify="right")
    for student in sorted({score.student for score in found}):
        own = {score.assignment: score for score in found if score.student == student}
        to_read = sum(score.to_read for score in own.values())
        row = [points(own.get(name), crowded) for name in names]
        table.add_row(student, *([kinds.get(student, "")] if kinds else []), *row, f"{to_read:g}" if to_read else "")
    return table


def points(score, crowded=False):
    """A score as a table shows it: blank when nothing was handed in; where there is no room, late without how late."""
    if score is None:
        return ""
    if score.score is None:
        return "not graded"
    late = " late" if crowded else f" ({score.seconds_late / 86400:.1f} days late)"
    return f"{score.score:g}{late if score.seconds_late else ''}"


def warn(words):
    """A warning that cannot be overlooked, on stderr."""
    Console(stderr=True, highlight=False).print(f"warning: {words}", style="bold red", markup=False, soft_wrap=True)


def print_grades(course, outcomes, found, strays, migrated):
    """The table of scores, then what changed in the gradebook, what moved and why, what was not graded, and folders of no assignment."""
    out = console()
    if found:
        out.print(score_table(found))
    for name, list_ in outcomes.items():
        for sentence in migrated.get(name, ()):
            out.print(f"gradebook: {sentence}", markup=False, soft_wrap=True)
        graded = [outcome for outcome in list_ if outcome.status == "graded"]
        unchanged = sum(outcome.status == "unchanged" for outcome in list_)
        out.print(f"{name}: {len(graded)} graded, {unchanged} unchanged, {sum(outcome.seconds for outcome in list_):.0f} s")
        for outcome in list_:
            print_outcome(name, outcome, out)
    for path in strays:
        out.print(f"{course.show(path)} is the folder of no assignment; rename or remove it", style="red", markup=False, soft_wrap=True)
    print("scores: report/scores.csv")


def print_outcome(name, outcome, out):
    """What a person should know about one submission beside its score; nothing for most."""
    head = f"{name}, {outcome.student}"
    if outcome.status == "not graded":
        out.print(f"{head}: not graded: {outcome.message}", style="red", markup=False, soft_wrap=True)
    elif outcome.message:
        out.print(f"{head}: {outcome.message}", style="red", markup=False, soft_wrap=True)
    if outcome.was is not None and outcome.score is not None and outcome.was != outcome.score:
        out.print(f"{head}: was {outcome.was:g}, is {outcome.score:g}: {outcome.why}", markup=False, soft_wrap=True)
    if outcome.status == "graded":
        for sentence in (*outcome.moved, *outcome.mended, *outcome.notes):
            out.print(f"  {outcome.student}: {sentence}", markup=False, soft_wrap=True)


def print_demo(school, found, kinds):
    console().print(score_table(found, kinds))
    folder = school.root.relative_to(Path.cwd()) if school.root.is_relative_to(Path.cwd()) else school.root
    print(f"for the LMS     {folder / 'report' / 'scores.csv'}")
    print(f"feedback pages  {folder / 'feedback'}/STUDENT/ASSIGNMENT/ASSIGNMENT.html")
    print(f"what they got   {folder / 'release'}/ASSIGNMENT.zip")
