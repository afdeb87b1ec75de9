"""autograded/ → feedback/: one HTML page a submission, without hidden tests (see redact)."""

import fnmatch
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from seodang import bridge
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
    """Write feedback/STUDENT/NAME/NAME.html for every graded submission; pages newer than the grading stay.

    Raises:
        CourseError: nothing was graded.
    """
    found = [student for student in Layout.of(course).submitters(name) if fnmatch.fnmatch(student, students)]
    graded = [student for student in found if course.notebook("autograded", name, student).exists()]
    if not graded:
        raise CourseError(f"nothing graded in autograded/{students}/{name}; run `seodang grade {name}` first")
    workers = len(os.sched_getaffinity(0)) if len(graded) > ALONE else 1
    if workers == 1:
        return _gathered((_page(course, name, student) for student in found), len(found), progress)
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        return _gathered(pool.map(_page, repeat(course), repeat(name), found), len(found), progress)


def _gathered(pages, total, progress):
    done = []
    for page in pages:
        done.append(page)
        progress(len(done), total)
    return done


def _page(course, name, student):
    path, graded = course.step("feedback", name, student) / f"{name}.html", course.notebook("autograded", name, student)
    if not graded.exists():
        return Page(student, None, "not graded")
    record = Layout.of(course).record(name, student)
    newest = max(file.stat().st_mtime for file in (graded, record) if file.exists())
    if not path.exists() or path.stat().st_mtime <= newest:
        try:
            bridge.generate_feedback(course, name, student)
        except GradeError as error:
            return Page(student, None, str(error))
    return Page(student, path)
