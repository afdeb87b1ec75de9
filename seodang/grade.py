"""submitted/ → autograded/ and the gradebook, one submission at a time, none of which can stop the others."""

import fnmatch
import hashlib
import json
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from seodang import __version__, bridge
from seodang.course import write_atomically
from seodang.errors import CourseError, GradeError, NotebookError
from seodang.pull import read_notebook
from seodang.release import refuse_stale_source


@dataclass(frozen=True)
class Outcome:
    """What grading came to for one submission.

    `status` is graded, unchanged (graded before, and nothing has changed since) or not graded; `was` is the score before a regrade.
    """

    student: str
    status: str
    message: str = ""
    score: float | None = None
    was: float | None = None
    seconds: float = 0


def grade(course, name, students="*", force=False, progress=lambda done, total: None):
    """Grade what is new or changed of an assignment.

    Args:
        students: a pattern like 2021*.
        force: grade unchanged submissions as well.
        progress: called with the number of submissions done and their total.

    Returns:
        One Outcome a submission, in the order of student numbers.

    Raises:
        CourseError: there is nothing to grade, or source, text and data disagree.
        GradeError: the gradebook cannot take the assignment.
    """
    refuse_stale_source(course, name)
    course.check_data(name, course.step("source", name) / "data")
    found = [student for student in submitters(course, name) if fnmatch.fnmatch(student, students)]
    if not found:
        raise CourseError(f"no submission submitted/{students}/{name}; `seodang collect` files what a learning management system hands out")
    register(course, name)
    outcomes = []
    for student in found:
        outcomes.append(grade_one(course, name, student, force))
        progress(len(outcomes), len(found))
    return outcomes


def submitters(course, name):
    """The students with a folder for the assignment, sorted."""
    return sorted(path.parent.name for path in (course.root / "submitted").glob(f"*/{name}") if path.is_dir())


def strays(course):
    """Folders in submitted/ that belong to no assignment: a wrong name loses its author's work in silence otherwise."""
    known = set(course.names())
    return sorted(path for path in (course.root / "submitted").glob("*/*") if path.is_dir() and path.name not in known)


def register(course, name):
    """Bring the gradebook's list of test cells up to the source notebook's; the release folder is not touched."""
    with tempfile.TemporaryDirectory(prefix=".release-", dir=course.root) as folder:
        bridge.generate(course, name, release_directory=Path(folder).name)


def grade_one(course, name, student, force=False):
    """Grade one submission unless it was graded in this very form before; never raises for what is in the submission."""
    begin, key, record = time.monotonic(), "", record_path(course, name, student)
    before = read_record(record)
    try:
        key = content_key(course, name, student)
        if not force and before.get("key") == key and course.notebook("autograded", name, student).exists():
            return Outcome(student, "unchanged", score=before["score"])
        bridge.autograde(course, name, student)
        outcome = Outcome(student, "graded", score=score(course, name, student), was=before.get("score"))
    except (GradeError, NotebookError) as error:
        outcome = Outcome(student, "not graded", str(error), was=before.get("score"))
    outcome = Outcome(**{**asdict(outcome), "seconds": round(time.monotonic() - begin, 1)})
    write_atomically(
        record, json.dumps({"key": key if outcome.status == "graded" else "", **asdict(outcome)}, ensure_ascii=False, indent=1) + "\n"
    )
    return outcome


def content_key(course, name, student):
    """What a score depends on, as one hash: the submission, the source notebook, its data and the engine's version.

    Raises:
        NotebookError: the submission has no notebook of the assignment's name, or one that cannot be read.
    """
    submission = course.notebook("submitted", name, student)
    if not submission.exists():
        others = sorted(path.name for path in submission.parent.iterdir())
        there = f"there are {', '.join(others)}" if others else "the folder is empty"
        raise NotebookError(course.show(submission), f"no such file; {there}: rename the notebook, or collect it again")
    read_notebook(submission)
    digest = hashlib.sha256(__version__.encode())
    data = course.step("source", name) / "data"
    for path in (submission, course.notebook("source", name), *sorted(path for path in data.rglob("*") if path.is_file())):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def record_path(course, name, student):
    """Where the outcome of a submission is kept; nbgrader does not look into folders whose names begin with a dot."""
    return course.root / "autograded" / ".seodang" / name / f"{student}.json"


def read_record(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}


def score(course, name, student):
    """The points in the gradebook."""
    with bridge.gradebook(course) as book:
        return book.find_submission(name, student).score
