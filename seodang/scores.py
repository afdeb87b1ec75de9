"""The gradebook's scores, as rows for a table and as a CSV for a learning management system."""

import csv
from dataclasses import dataclass

from seodang import bridge, records
from seodang.layout import Layout


@dataclass(frozen=True)
class Score:
    """One student's score for one assignment, in points.

    `score` is None where nothing was graded; late penalties are taken off. `to_read` are the points of essays that a person has not read
    yet.
    """

    student: str
    assignment: str
    score: float | None
    max_score: float
    to_read: float = 0
    seconds_late: float = 0
    message: str = ""


def scores(course, names):
    """All scores of the assignments: everybody who handed in, sorted by student and assignment."""
    layout, found = Layout.of(course), []
    with bridge.gradebook(course) as book:
        for name in names:
            try:
                max_score = book.find_assignment(name).max_score
            except bridge.MissingEntry:
                continue
            graded = {submission.student_id: submission for submission in book.assignment_submissions(name)}
            for student in sorted({*layout.submitters(name), *graded}):
                found.append(_score(layout, name, student, graded.get(student), max_score))
    return sorted(found, key=lambda score: (score.student, score.assignment))


def _score(layout, name, student, submission, max_score):
    record = records.read(layout.record(name, student))
    if submission is None or record.get("status") == "not graded":
        return Score(student, name, None, max_score, message=record.get("message", "not graded yet"))
    to_read = sum(grade.max_score for notebook in submission.notebooks for grade in notebook.grades if grade.needs_manual_grade)
    score = max(0.0, submission.score - submission.late_submission_penalty)  # what nbgrader's own export writes
    return Score(student, name, score, max_score, to_read, submission.total_seconds_late)


def write_csv(found, path):
    """Write scores as one row a student: quoted, UTF-8 with BOM (Excel reads Korean then), blank for what is not graded.

    Columns are the student's number, then for each assignment its points and the points of essays that are still to be read.
    """
    names = sorted({score.assignment for score in found})
    table = {(score.student, score.assignment): score for score in found}
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(["student", *(column for name in names for column in (name, f"{name} still to read"))])
        for student in sorted({score.student for score in found}):
            row = [table.get((student, name)) for name in names]
            writer.writerow([student, *(value for score in row for value in _values(score))])


def _values(score):
    if score is None or score.score is None:
        return "", ""
    return f"{score.score:g}", f"{score.to_read:g}"
