"""nbgrader's own commands and its gradebook, with the course's configuration and errors in one line."""

import contextlib
import io
import logging
import os
import sys
import warnings
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.autograde import Autograde  # nbgrader's own, also where the plug-in stands in its place
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader
from traitlets.log import get_logger

from seodang.errors import GradeError
from seodang.page import FeedbackPages

KERNEL_ARGUMENTS = ["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=40"]  # no history file, errors only


def configuration(course, **directories):
    """The course's nbgrader_config.py, for this root; `directories` replace those of CourseDirectory, e.g. release_directory."""
    found = Config()
    if (course.root / "nbgrader_config.py").is_file():
        found = PyFileConfigLoader("nbgrader_config.py", path=str(course.root)).load_config()
    found.CourseDirectory.root = str(course.root)
    if "extra_arguments" not in found.Execute:
        found.Execute.extra_arguments = KERNEL_ARGUMENTS
    for key, value in directories.items():
        found.CourseDirectory[key] = value
    return found


def generate(course, name, release_directory="release", database=True):
    """`nbgrader generate_assignment`: source/NAME → RELEASE_DIRECTORY/NAME, and the gradebook's list of cells."""
    found = configuration(course, release_directory=release_directory)
    found.SaveCells.enabled = database
    found.GenerateAssignment.no_database = not database
    _convert(GenerateAssignment, found, name)


def autograde(course, name, student):
    """`nbgrader autograde` of one submission: runs the notebook in a kernel, writes autograded/ and the gradebook.

    For comparisons only: tests run beside the student's code. `grade` uses the engine.
    """
    _convert(Autograde, configuration(course), name, student)


def generate_feedback(course, name, student):
    """`nbgrader generate_feedback`: autograded/STUDENT/NAME → feedback/STUDENT/NAME, always without hidden tests."""
    _convert(FeedbackPages, configuration(course), name, student)


def _convert(converter, config, name, student="*"):
    """Run one of nbgrader's converters, its log kept quiet.

    Raises:
        GradeError: with what nbgrader logged as errors.
    """
    config.CourseDirectory.assignment_id = name
    config.CourseDirectory.student_id = student
    with _captured_log() as log, _programs_on_path(), warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own queries
        try:
            worker = converter(coursedir=CourseDirectory(config=config), config=config)
            worker.force = True
            worker.start()
        except (Exception, SystemExit) as error:
            lines = [line for line in log.getvalue().split("\n") if line and not line.startswith("Traceback")]
            raise GradeError(f"{name}, {student}: nbgrader says: {_last_cause(lines) or error}") from error


def _last_cause(lines):
    """The line that names the cause: the last one of a logged traceback, or the last logged error."""
    causes = [line for line in lines if line.split(":")[0].endswith(("Error", "Exception", "Entry")) and " " not in line.split(":")[0]]
    return (causes or lines or [""])[-1]


@contextlib.contextmanager
def _captured_log():
    """nbgrader's errors in a buffer instead of on the terminal."""
    log, buffer = get_logger(), io.StringIO()
    handler = logging.StreamHandler(buffer)
    handler.setLevel(logging.ERROR)
    handlers, log.handlers = log.handlers, [handler]
    propagate, log.propagate = log.propagate, False
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield buffer
    finally:
        log.handlers, log.propagate = handlers, propagate
        log.setLevel(level)


@contextlib.contextmanager
def _programs_on_path():
    """nbgrader starts `alembic` by name; it stands beside the interpreter, also where no environment is activated."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


@contextlib.contextmanager
def gradebook(course):
    """The course's gradebook, closed afterwards.

    Raises:
        GradeError: it cannot be opened.
    """
    with open_gradebook(CourseDirectory(config=configuration(course))) as book:
        yield book


@contextlib.contextmanager
def open_gradebook(directory):
    """The gradebook of one of nbgrader's CourseDirectory objects, closed afterwards; raises GradeError where it cannot be opened."""
    try:
        with _programs_on_path():
            book = Gradebook(directory.db_url, directory.course_id)
    except Exception as error:  # whatever sqlalchemy and alembic make of a file that is no gradebook
        raise GradeError(f"{directory.db_url}: the gradebook cannot be opened: {str(error).splitlines()[0]}") from error
    with book:
        yield book


__all__ = ["MissingEntry", "autograde", "configuration", "generate", "generate_feedback", "gradebook", "open_gradebook"]
