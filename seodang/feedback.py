"""autograded/ → feedback/: one HTML page a submission, without hidden tests (see redact)."""

import fnmatch
from dataclasses import dataclass
from pathlib import Path

from seodang import bridge
from seodang.errors import CourseError, GradeError
from seodang.grade import record_path, submitters


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
    found = [student for student in submitters(course, name) if fnmatch.fnmatch(student, students)]
    graded = [student for student in found if course.notebook("autograded", name, student).exists()]
    if not graded:
        raise CourseError(f"nothing graded in autograded/{students}/{name}; run `seodang grade {name}` first")
    pages = []
    for student in found:
        pages.append(_page(course, name, student))
        progress(len(pages), len(found))
    return pages


def _page(course, name, student):
    path, graded = course.step("feedback", name, student) / f"{name}.html", course.notebook("autograded", name, student)
    if not graded.exists():
        return Page(student, None, "not graded")
    newest = max(file.stat().st_mtime for file in (graded, record_path(course, name, student)) if file.exists())
    if not path.exists() or path.stat().st_mtime <= newest:
        try:
            bridge.generate_feedback(course, name, student)
        except GradeError as error:
            return Page(student, None, str(error))
    return Page(student, path)
