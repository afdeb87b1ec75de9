"""autograded/ → feedback/: one HTML page a submission, without hidden tests (see redact)."""

import fnmatch
import json
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from seodang import __version__, bridge, records
from seodang.course import holds, write_atomically
from seodang.errors import CourseError, GradeError
from seodang.layout import Layout

ALONE = 4  # so many pages are written sooner than other processes have been started


@dataclass(frozen=True)
class Page:
    """A student's feedback page, or why there is none."""

    student: str
    path: Path | None
    message: str = ""


def feedback(course, name, students="*", progress=lambda done, total: None):
    """Write feedback/STUDENT/NAME/NAME.html for every graded submission; pages that say all that there is to say stay.

    Raises:
        CourseError: nothing was graded.
    """
    layout = Layout.of(course)
    found = [student for student in layout.submitters(name) if fnmatch.fnmatch(student, students)]
    graded = [student for student in found if layout.notebook("autograded", name, student).exists()]
    if not graded:
        raise CourseError(f"nothing graded in autograded/{students}/{name}; run `seodang grade {name}` first")
    marks = _marks(course, name, found)
    workers = len(os.sched_getaffinity(0)) if len(graded) > ALONE else 1
    if workers == 1:
        return _gathered((_page(course, name, student, marks[student]) for student in found), len(found), progress)
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        return _gathered(pool.map(_page, repeat(course), repeat(name), found, marks.values()), len(found), progress)


def _gathered(pages, total, progress):
    done = []
    for page in pages:
        done.append(page)
        progress(len(done), total)
    return done


def _marks(course, name, students):
    """{student: what the gradebook says of the submission, as bytes}: a person may have given points and comments since it was graded."""
    with bridge.gradebook(course) as book:
        return {student: json.dumps(_told(book, name, student), default=str).encode() for student in students}


def _told(book, name, student):
    try:
        notebooks = book.find_submission(name, student).notebooks
    except bridge.MissingEntry:
        return []
    return [
        (
            notebook.name,
            notebook.late_submission_penalty,
            sorted(str((g.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade)) for g in notebook.grades),
            sorted(str((comment.name, comment.comment)) for comment in notebook.comments),
        )
        for notebook in notebooks
    ]


def _page(course, name, student, marks):
    """Write a student's page, unless it was made of the same notebook and the same marks."""
    layout = Layout.of(course)
    path, graded = layout.step("feedback", name, student) / f"{name}.html", layout.notebook("autograded", name, student)
    if not graded.exists():
        return Page(student, None, "not graded")
    made_of, now = layout.made_of(name, student), records.digest(__version__.encode(), graded.read_bytes(), marks)
    if not path.exists() or not holds(made_of, now):
        try:
            bridge.generate_feedback(course, name, student)
        except GradeError as error:
            return Page(student, None, str(error))
        write_atomically(made_of, now)
    return Page(student, path)
