"""The main job in one go: build, release, a class of simulated students, collect, grade, feedback, scores.

The class comes out of the answer banks: every wrong answer in it is one that `check` knows, so its score is known as well. What else
befalls notebooks stands in mishaps.
"""

import random
import shutil
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from seodang import bank, bridge, build, collect, feedback, grade, mishaps, release, scores
from seodang.course import Course
from seodang.errors import CourseError
from seodang.layout import Layout
from seodang.pull import read_notebook

SHOWN = ("102_regression", "105_knn")  # where no assignment is named: such as take less than two minutes
DUE = datetime(2026, 3, 20, 23, 59)
ESSAY = "My answer in my own words."


@dataclass(frozen=True)
class Student:
    """A simulated student.

    Of the exercises she answers the share `wrong` with a wrong answer of the bank and leaves the share `blank` as it is; `late` days
    after the due date she hands in. `mishap` names what else befalls the notebook.
    """

    number: str
    name: str
    kind: str
    wrong: float = 0
    blank: float = 0
    late: int = 0
    essays: bool = True
    mishap: str = ""


CLASS = (
    Student("2021000001", "학생 가", "perfect"),
    Student("2021000002", "학생 나", "another way"),
    Student("2021000003", "학생 다", "average", wrong=0.4),
    Student("2021000004", "학생 라", "weak", wrong=0.4, blank=0.4),
    Student("2021000005", "학생 마", "late", wrong=0.25, late=2),
    Student("0021000006", "학생 바", "empty", blank=1, essays=False),
    Student("2021000007", "학생 사", "chatty", mishap="chatty"),
    Student("2021000008", "학생 아", "crashed", mishap="crashed"),
    Student("2021000009", "학생 자", "hostile", wrong=1, mishap="hostile"),
    Student("2021000010", "학생 차", "Colab", mishap="Colab"),
    Student("2021000011", "학생 카", "damaged", mishap="damaged"),
    Student("2021000012", "학생 타", "cut off", mishap="cut off"),
)


def demo(course, names, folder, progress, say=print, students=CLASS):
    """Run the whole pipeline on copies in `folder`, so that no simulated student enters a real gradebook.

    Args:
        course: the course whose assignments and answer banks are used.
        names: the assignments.
        folder: where the demonstration course is made; it must be empty, or an earlier demonstration, which is replaced.
        say: called with a sentence after each step.
        progress: called with (what is being done) and to be used as a context that yields a function of (done, total).

    Returns:
        The demonstration course and its scores.
    """
    school = lay_out(course, names, folder)
    for name in names:
        build.build(school, name)
        release.release(school, name)
    say(f"built and released {', '.join(names)}")
    roster = write_roster(school, students)
    for name in names:
        take_in(school, name, students, roster, say)
    with grade.Grader(Layout.of(school), names) as grader:
        for name in names:
            with progress(f"grade {name}") as advance:
                grader.grade(name, progress=advance)
    for name in names:
        with progress(f"feedback {name}") as advance:
            feedback.feedback(school, name, progress=advance)
    found = scores.scores(school, names)
    scores.write_csv(found, school.root / "report" / "scores.csv")
    return school, found


def take_in(school, name, students, roster, say):
    """Hand in for the class, then collect."""
    with bridge.gradebook(school) as book:
        book.update_or_create_assignment(name, duedate=DUE)
    archive = hand_in(school, name, students)
    collected = collect.collect(school, archive, name, roster)
    say(f"{name}: {len(collected.placed)} of {len(students)} hand-ins collected from {school.show(archive)}")


def lay_out(course, names, folder):
    """A course of its own in `folder`, with copies of what the assignments need.

    Raises:
        CourseError: the folder holds something else than an earlier demonstration.
    """
    folder, marker = Path(folder).resolve(), "made by seodang demo\n"
    if folder.exists() and any(folder.iterdir()):
        if not (folder / ".demo").is_file():
            raise CourseError(f"{folder} is not empty and no demonstration course; name another folder with --into")
        shutil.rmtree(folder)
    for kind in ("solutions", "tests/answers"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    (folder / ".demo").write_text(marker, encoding="utf-8")
    shutil.copy(course.root / "nbgrader_config.py", folder)
    shutil.copytree(course.root / "datasets", folder / "datasets")
    for name in names:
        shutil.copy(course.solution(name), folder / "solutions")
        shutil.copy(course.bank(name), folder / "tests" / "answers")
    return Course(folder)


def write_roster(course, students):
    path = course.root / "roster.csv"
    lines = ["학번,이름", *(f"{student.number},{student.name}" for student in students)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def hand_in(course, name, students):
    """A ZIP as a learning management system gives it out: file names as students type them, one of them from a Mac."""
    path = course.root / "handed_in" / f"{name}.zip"
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, student in enumerate(students):
            file_name = f"{name}_{student.number}_{student.name}{' (1)' if place % 2 else ''}.ipynb"
            if place == 2:
                file_name = unicodedata.normalize("NFD", file_name)
            when = DUE - timedelta(hours=5 + place) + timedelta(days=student.late)
            entry = zipfile.ZipInfo(file_name, when.timetuple()[:6])
            archive.writestr(entry, mishaps.befall(student.mishap, submission(course, name, student)))
    return path


def submission(course, name, student):
    """The release notebook with a student's answers in it."""
    assignment, notebook = course.read(name), read_notebook(course.notebook("release", name))
    written = answers(assignment, bank.read(course.bank(name), assignment), student)
    solved = {cell.name: cell for cell in assignment.cells if cell.role in ("solution", "essay")}
    for cell in notebook.cells:
        if cell.id in written:
            cell.source = written[cell.id]
        elif student.essays and cell.id in solved and solved[cell.id].role == "essay":
            cell.source = ESSAY
    return notebook


def answers(assignment, known, student):
    """{exercise: source} for what a student wrote; what she left blank is absent."""
    draw = random.Random(f"{assignment.name} {student.kind}")
    exercises = list(assignment.exercises())
    shuffled = draw.sample(exercises, len(exercises))
    blank = set(shuffled[: round(student.blank * len(exercises))])
    wrong = set(shuffled[len(blank) :][: round(student.wrong * len(exercises))])
    found = {}
    for exercise in exercises:
        if exercise in blank:
            continue
        choices = [answer.source for answer in known if answer.exercise == exercise and answer.is_right != (exercise in wrong)]
        solution = assignment.named("solution")[exercise].source
        use_bank = choices and (exercise in wrong or student.kind == "another way")
        found[exercise] = draw.choice(choices) if use_bank else solution
    return found
