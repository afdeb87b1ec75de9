"""Run a solution text as the program that it is, beside its data."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from seodang.walls import ENVIRONMENT


@dataclass(frozen=True)
class Run:
    """How a run ended: exit status (0 when every test passed) and what the program printed."""

    name: str
    status: int
    output: str


def run(course, name):
    """Run solutions/NAME.py with its own tests, in a private folder that holds its data.

    Figures are drawn but not shown, unless MPLBACKEND says how.

    Raises:
        TextError, CourseError: the text is malformed or a data file is missing.
    """
    assignment = course.read(name)
    course.check_data(name, course.root / "datasets")
    with tempfile.TemporaryDirectory() as folder:
        link_data(course, assignment, Path(folder))
        command = [sys.executable, str(course.solution(name))]
        environment = {**ENVIRONMENT, **os.environ}
        done = subprocess.run(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
    return Run(name, done.returncode, done.stdout)


def link_data(course, assignment, folder):
    """Links to the assignment's data files in FOLDER/data."""
    for file in assignment.head.data:
        link = folder / "data" / file
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(course.root / "datasets" / file)
