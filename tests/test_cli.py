"""The command line: help, examples, JSON, exit statuses, and one line for what a person can mend."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_assignment import NAME, TEXT
from typer.testing import CliRunner

from seodang import __version__, bank, cli, tables
from seodang.check import Report
from seodang.scores import Score

ON_PATH = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
VERBS = sorted(command.callback.__name__ for command in cli.app.registered_commands)


@pytest.fixture
def seodang(small_course, monkeypatch, capsys):
    """A function that runs a command line in a small course and returns (status, output, error)."""
    course = small_course()

    def run(*words, cwd=course.root):
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["seodang", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown, told = capsys.readouterr()
        is_message = isinstance(ended.value.code, str)  # what sys.exit prints on stderr before it ends with status 1
        return (1, shown, told + ended.value.code + "\n") if is_message else (ended.value.code or 0, shown, told)

    run.course = course
    return run


def test_the_installed_command_runs_and_fails_in_one_line(tmp_path):
    done = subprocess.run(["seodang", "build"], cwd=tmp_path, env=ON_PATH, capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "is not in a course" in done.stderr
    done = subprocess.run(["seodang", "--version"], cwd=tmp_path, env=ON_PATH, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"seodang {__version__}\n")


def test_the_verbs_are_those_of_the_design():
    assert VERBS == ["build", "check", "collect", "demo", "doctor", "feedback", "grade", "new", "pull", "release", "run"]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb):
    shown = CliRunner().invoke(cli.app, [verb, "--help"])
    assert shown.exit_code == 0 and f"Example: seodang {verb}" in shown.output and "--json" in shown.output


def test_build_pull_release_and_run(seodang):
    assert seodang("build") == (0, f"{NAME}: built\n", "")
    assert seodang("build", "108", "--json") == (0, json.dumps({NAME: False}, indent=2) + "\n", "")
    assert seodang("pull", NAME) == (0, f"{NAME}: unchanged\n", "")
    assert seodang("release", "108") == (0, f"{NAME}: released, release/{NAME}.zip\n", "")
    assert seodang("run", "108") == (0, f"3.0\n{NAME}: passed\n", "")


def test_a_solution_that_fails_its_tests_gives_status_1(seodang):
    seodang.course.solution(NAME).write_text(TEXT.replace("np.max(x) - np.min(x)", "np.max(x)"), encoding="utf-8")
    status, output, _ = seodang("run")
    assert status == 1 and "AssertionError: spread([4, -1, 2]) is 4.0" in output and f"{NAME}: failed" in output


def one_line(found):
    """The error when a command ended with status 1 and one line."""
    status, _, error = found
    assert status == 1 and error.startswith("seodang: ") and error.count("\n") == 1, found
    return error


def test_an_unknown_assignment_names_the_nearest(seodang):
    assert f"unknown assignment '108_spraed'; did you mean {NAME}?" in one_line(seodang("build", "108_spraed"))


def test_an_empty_course_says_how_to_begin(seodang):
    seodang.course.solution(NAME).unlink()
    assert "`seodang new 101_name` writes a first assignment" in one_line(seodang("build"))


def test_a_folder_that_is_no_course_says_so(seodang, tmp_path_factory):
    assert "is not in a course" in one_line(seodang("build", cwd=tmp_path_factory.mktemp("elsewhere")))


def test_a_malformed_text_names_file_and_line(seodang):
    seodang.course.solution(NAME).write_text(TEXT.replace("### END SOLUTION", "", 1), encoding="utf-8")
    assert "108_spread.py:27: BEGIN SOLUTION without END SOLUTION" in one_line(seodang("build"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("not a notebook", "not a notebook"),
        ("[]", "not a notebook: it has no nbformat and cells"),
        ('{"nbformat": 3, "worksheets": []}', "notebook format 3; open it in JupyterLab and save it"),
    ],
)
def test_a_source_that_is_no_notebook_says_so(seodang, content, message):
    seodang("build")
    seodang.course.notebook("source", NAME).write_text(content, encoding="utf-8")
    assert message in one_line(seodang("pull"))
    assert message in one_line(seodang("build")) and "build --force" in one_line(seodang("build"))
    assert seodang("build", "--force")[0] == 0


def test_a_missing_data_file_says_how_to_make_it(seodang):
    seodang.course.solution(NAME).write_text(TEXT.replace("points: 5\n", "points: 5\n# data: [iris.csv]\n"), encoding="utf-8")
    error = one_line(seodang("build"))
    assert "datasets/iris.csv is missing" in error and "make it with its script in datasets/" in error


def test_release_wants_a_built_source(seodang):
    assert "is missing; `seodang build 108_spread` makes it" in one_line(seodang("release"))
    seodang("build")
    seodang.course.solution(NAME).write_text(TEXT.replace("# # Spread", "# # Width"), encoding="utf-8")
    assert "differ; `seodang build 108_spread` takes the text" in one_line(seodang("release"))


def test_grading_without_submissions_says_what_to_do(seodang):
    seodang("build")
    assert "no submission submitted/*/108_spread; `seodang collect`" in one_line(seodang("grade"))
    assert "run `seodang grade 108_spread` first" in one_line(seodang("feedback"))


def test_a_folder_that_cannot_be_written_is_named(seodang):
    """A file where a folder is wanted; read-only folders give the same kind of line (root writes into them all the same)."""
    (seodang.course.root / "source").write_text("in the way")
    assert "source" in one_line(seodang("build"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(seodang):
    os.chmod(seodang.course.root, 0o555)
    try:
        assert "Permission denied" in one_line(seodang("build"))
    finally:
        os.chmod(seodang.course.root, 0o755)


def test_an_assignment_whose_solution_stands_in_its_text_is_not_released(seodang):
    seodang("build")
    assert seodang("release")[0] == 0
    released = seodang.course.notebook("release", NAME).read_bytes()
    told = TEXT.replace("# # Spread", "# # Spread\n#\n# Write `np.asarray(x) - np.mean(x)`.")
    seodang.course.solution(NAME).write_text(told, encoding="utf-8")
    seodang("build")
    assert "108_spread is not released: solution of 'centre' can be read" in one_line(seodang("release"))
    assert seodang.course.notebook("release", NAME).read_bytes() == released


@pytest.mark.parametrize("sound", [True, False])
def test_check_tells_what_falls_short_and_ends_with_its_status(seodang, monkeypatch, sound):
    """The gate itself is tested in test_check.py."""
    assignment = seodang.course.read(NAME)
    answers = bank.read(seodang.course.bank(NAME), assignment)

    def check(course, name, workers, progress, only):
        report = Report(name, 5, assignment.exercises(), answers)
        report.claims = {"mean_becomes_zero": {0: "failed" if sound else "passed", 2: "passed"}}
        if not sound:
            report.find("weak", "mean_becomes_zero passes with the wrong answer")
        return report

    monkeypatch.setattr("seodang.check.check", check)
    status, shown, told = seodang("check", "--details")
    assert status == (not sound) and ("weak: mean_becomes_zero passes" in shown) == (not sound)
    row = next(line for line in shown.split("\n") if line.startswith("mean_becomes_zero"))
    assert row.split()[1:] == (["×", "·"] if sound else ["!", "·"])
    assert told.startswith(f"{NAME}: {'passed' if sound else '1 findings'}, ")
    status, shown, _ = seodang("check", "--json")
    assert status == (not sound) and json.loads(shown)[0]["passed"] is sound


def test_the_demonstration_shows_named_assignments_or_all(seodang):
    assert "name assignments or say --all, not both" in one_line(seodang("demo", "108", "--all"))


def test_a_table_of_many_scores_goes_by_numbers():
    found = [Score("a", f"10{n}_long_name", 3, 20, to_read=1, seconds_late=86400 * (n == 2)) for n in range(5)]
    few = [cell for column in tables.score_table(found[:3]).columns for cell in (column.header, *column.cells)]
    assert few == [
        "student",
        "a",
        "100_long_name (20)",
        "3",
        "101_long_name (20)",
        "3",
        "102_long_name (20)",
        "3 (1.0 days late)",
        "essays to read",
        "3",
    ]
    many = [cell for column in tables.score_table(found).columns for cell in (column.header, *column.cells)]
    assert many == [
        "student",
        "a",
        "100 (20)",
        "3",
        "101 (20)",
        "3",
        "102 (20)",
        "3 late",
        "103 (20)",
        "3",
        "104 (20)",
        "3",
        "essays to read",
        "5",
    ]


def test_collect_files_and_lists(seodang, tmp_path_factory):
    folder = tmp_path_factory.mktemp("download")
    (folder / f"{NAME}_2021123456.ipynb").write_text('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}')
    (folder / "essay.pdf").write_text("no")
    status, output, _ = seodang("collect", str(folder), "108")
    assert status == 1 and "1 placed, 1 not placed" in output and "essay.pdf" in output
    assert seodang.course.notebook("submitted", NAME, "2021123456").exists()
