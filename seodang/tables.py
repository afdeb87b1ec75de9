"""Tables for people."""

from rich.console import Console
from rich.table import Table


def console(**options):
    """A console that never wraps names: piped output is as wide as it needs to be."""
    return Console(highlight=False, **options)


def check_table(report):
    """Claims × answers: × where an answer loses the claim, · where it keeps it, ! where it does what the bank does not say."""
    table = Table(title=f"{report.name}: claims × answers", title_justify="left", pad_edge=False, padding=(0, 0), collapse_padding=True)
    table.add_column("claim", no_wrap=True)
    for number, answer in enumerate(report.answers, start=1):
        table.add_column(f"{'r' if answer.is_right else 'w'}\n{number // 10 or ' '}\n{number % 10}", justify="center", no_wrap=True)
    for exercise, tests in report.exercises.items():
        for test in tests:
            table.add_row(f"{test} ", *(mark(report, test, i) for i in range(len(report.answers))))
        table.add_section()
    return table


def mark(report, test, number):
    """One cell of the table; blank where the test stands before the exercise and so was not run."""
    verdict = report.claims.get(test, {}).get(number)
    if verdict is None:
        return " "
    lost, named = verdict != "passed", test in report.answers[number].loses
    return ("×" if lost else "·") if lost == named else "[bold red]![/]"


def answer_lines(report):
    """The legend of the table: number, exercise and what the answer does."""
    for number, answer in enumerate(report.answers, start=1):
        yield f"{'r' if answer.is_right else 'w'}{number:<3} {answer.exercise}: {answer.label}"


def summary_table(reports):
    """One row an assignment: what was tried and what came of it."""
    table = Table(title="check", title_justify="left")
    for column in ("assignment", "exercises", "points", "tests", "wrong", "right", "cheats", "cells s", "check s", "result"):
        table.add_column(column, justify="left" if column in ("assignment", "result") else "right", no_wrap=True)
    for report in reports:
        right = sum(answer.is_right for answer in report.answers)
        row = (len(report.exercises), report.points, sum(map(len, report.exercises.values())), len(report.answers) - right, right)
        result = "[green]passed[/]" if report.passed else f"[red]{len(report.findings)} findings[/]"
        table.add_row(report.name, *map(str, row), str(report.cheats_tried), f"{report.cell_seconds:.1f}", f"{report.seconds:.0f}", result)
    return table


def print_check(reports, details=False):
    """The findings and, where there are any or details are wanted, the table of claims × answers; then the summary."""
    out = console()
    for report in reports:
        if details or not report.passed:
            Console(highlight=False, width=200).print(check_table(report)) if report.answers else None
            for line in answer_lines(report):
                out.print(line, markup=False, soft_wrap=True)
        for finding in report.findings:
            out.print(f"{report.name}: {finding.clause}: {finding.message}", style="red", markup=False, soft_wrap=True)
    out.print(summary_table(reports))
