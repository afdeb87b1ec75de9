"""From hand-in to feedback with nbgrader underneath, on a small course; then the demonstration, and plain nbgrader alone."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from small_assignment import NAME, TEXT

from seodang import bridge, build, demo, feedback, grade, release, scores
from seodang.errors import CourseError, GradeError
from seodang.pull import read_notebook

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[1]
RIGHT = {
    "centre": "def centre(x):\n    return x - np.mean(x)",
    "spread": "def spread(x):\n    return np.ptp(x)",
}
CANARY = "three other numbers"  # stands in the hidden part of range_of_values only


@pytest.fixture
def classroom(small_course):
    """A released course, and a function that hands a notebook in for a student."""
    course = small_course()
    build.build(course, NAME)
    release.release(course, NAME)

    def hand_in(student, written=RIGHT, change=lambda notebook: None, file_name=f"{NAME}.ipynb"):
        notebook = read_notebook(course.notebook("release", NAME))
        for cell in notebook.cells:
            cell.source = written.get(cell.id, cell.source)
        change(notebook)
        folder = course.step("submitted", NAME, student)
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, folder / file_name)

    hand_in.course = course
    return hand_in


def by_student(outcomes):
    return {outcome.student: outcome for outcome in outcomes}


def test_right_and_wrong_and_empty_get_their_points(classroom):
    classroom("right")
    classroom("half", {**RIGHT, "spread": "def spread(x):\n    return x[-1] - x[0]"})
    classroom("empty", {})
    found = by_student(grade.grade(classroom.course, NAME))
    assert {student: outcome.score for student, outcome in found.items()} == {"right": 4, "half": 2, "empty": 0}
    assert all(outcome.status == "graded" for outcome in found.values())


def test_one_bad_hand_in_stops_nobody(classroom):
    """Not JSON, nothing in it, an empty folder: each is named with its reason, the others are graded, a renamed notebook too."""
    course = classroom.course
    classroom("good")
    classroom("renamed", file_name="my homework.ipynb")
    classroom("garbled")
    course.notebook("submitted", NAME, "garbled").write_text("PK\x03\x04")
    classroom("old")
    course.notebook("submitted", NAME, "old").write_text('{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}')
    course.step("submitted", NAME, "empty").mkdir(parents=True)
    (course.root / "submitted" / "lost" / "108_spraed").mkdir(parents=True)
    found = by_student(grade.grade(course, NAME))
    assert found["good"].score == found["renamed"].score == 4
    assert "my homework.ipynb" in found["renamed"].mended[0]
    assert "could not be read" in found["garbled"].message and "no cells in it" in found["old"].message
    assert "the folder is empty" in found["empty"].message
    assert {student for student, outcome in found.items() if outcome.status == "not graded"} == {"garbled", "old", "empty"}
    assert [path.name for path in grade.strays(course)] == ["108_spraed"]
    scores.write_csv(scores.scores(course, [NAME]), course.root / "scores.csv")
    rows = list(csv.reader((course.root / "scores.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["student", NAME, f"{NAME} still to read"]
    assert ["good", "4", "0"] in rows and ["garbled", "", ""] in rows


def test_only_what_changed_is_graded_again_and_a_moved_score_is_told(classroom):
    classroom("a")
    classroom("b")
    grade.grade(classroom.course, NAME)
    assert {outcome.status for outcome in grade.grade(classroom.course, NAME)} == {"unchanged"}
    classroom("b", {})
    found = by_student(grade.grade(classroom.course, NAME))
    assert found["a"].status == "unchanged" and (found["b"].status, found["b"].was, found["b"].score) == ("graded", 4, 0)
    assert {outcome.status for outcome in grade.grade(classroom.course, NAME, students="a", force=True)} == {"graded"}


def test_a_corrected_test_regrades_everybody(classroom):
    """The tests come from the source notebook, not from what the gradebook remembers."""
    course = classroom.course
    classroom("a", {**RIGHT, "spread": "def spread(x):\n    return float(np.max(x))"})
    assert by_student(grade.grade(course, NAME))["a"].score == 2
    lenient = TEXT.replace("np.isclose(got, 5.0)", "True").replace("dtype=float), 2.25)", "dtype=float), 9.25)")
    course.solution(NAME).write_text(lenient, encoding="utf-8")
    build.build(course, NAME)
    assert by_student(grade.grade(course, NAME))["a"].score == 4


def test_an_added_test_is_refused_with_a_reason_once_there_are_submissions(classroom):
    """nbgrader's gradebook cannot take it; the release that is out stays as it is."""
    course = classroom.course
    classroom("a")
    grade.grade(course, NAME)
    before = course.notebook("release", NAME).read_bytes()
    more = TEXT.replace("# %% run", '# %% test="new_claim" points=1\n# New.\nassert spread(np.ones(2)) == 0\n\n# %% run').replace(
        "points: 5", "points: 6"
    )
    course.solution(NAME).write_text(more, encoding="utf-8")
    build.build(course, NAME)
    with pytest.raises(GradeError, match="because there are submissions"):
        release.release(course, NAME)
    assert course.notebook("release", NAME).read_bytes() == before
    assert not list(course.root.glob(".release-*"))


def test_grading_refuses_a_source_that_is_not_what_the_text_gives(classroom):
    classroom("a")
    classroom.course.solution(NAME).write_text(TEXT.replace("# # Spread", "# # Width"), encoding="utf-8")
    with pytest.raises(CourseError, match="differ; `seodang build"):
        grade.grade(classroom.course, NAME)


def test_an_essay_is_left_to_a_person(classroom):
    classroom("a", {**RIGHT, "why": "Because I say so."})
    grade.grade(classroom.course, NAME)
    (score,) = scores.scores(classroom.course, [NAME])
    assert (score.score, score.max_score, score.to_read) == (4, 5, 1)


def test_a_hand_in_without_a_grade_is_blank_and_not_zero(classroom):
    classroom("a")
    classroom("b")
    grade.grade(classroom.course, NAME, students="a")
    found = {score.student: score.score for score in scores.scores(classroom.course, [NAME])}
    assert found == {"a": 4, "b": None}


def test_feedback_tells_the_claim_and_the_students_line_and_no_hidden_test(classroom):
    course = classroom.course
    classroom(
        "a", {"centre": "def centre(x):\n    print(x)\n    raise ValueError(f'seen {list(x)}')", "spread": "def spread(x):\n    return 5.0"}
    )
    grade.grade(course, NAME)
    (page,) = feedback.feedback(course, NAME)
    text = page.path.read_text(encoding="utf-8")
    assert "The spread is the largest value minus the smallest." in text and "in the hidden part of this test" in text
    assert "raise" in text and "ValueError" in text
    assert text.count("✗") == 5 and "미통과" in text and "0 / 5 points" in text, "in the list, the blank essay too, and at the test cells"
    for secret in ("BEGIN HIDDEN", "7.25", "9.25", "-5.5", "np.isclose(np.asarray(spread(np.array([7"):
        assert secret not in text, secret
    assert CANARY in text, "the assert's own message is told"
    written = page.path.stat().st_mtime_ns
    assert feedback.feedback(course, NAME)[0].path.stat().st_mtime_ns == written, "a page that says all there is to say stays"


def test_feedback_is_written_again_when_a_person_has_graded_and_after_a_regrade(classroom):
    course = classroom.course
    classroom("a", {**RIGHT, "why": "Because it is so."})
    classroom("b")
    grade.grade(course, NAME)
    pages = {page.student: page.path for page in feedback.feedback(course, NAME)}
    first = {student: path.read_text(encoding="utf-8") for student, path in pages.items()}
    assert "4 / 5 points" in first["a"] and "Well said" not in first["a"]
    with bridge.gradebook(course) as book:
        book.find_grade("why", NAME, NAME, "a").manual_score = 1
        book.find_comment("why", NAME, NAME, "a").manual_comment = "Well said"
        book.db.commit()
    feedback.feedback(course, NAME)
    second = {student: path.read_text(encoding="utf-8") for student, path in pages.items()}
    assert "5 / 5 points" in second["a"] and "Well said" in second["a"] and second["b"] == first["b"]
    classroom("b", {**RIGHT, "spread": "def spread(x):\n    return 0.0"})
    grade.grade(course, NAME)
    feedback.feedback(course, NAME)
    assert "2 / 5 points" in pages["b"].read_text(encoding="utf-8") and pages["a"].read_text(encoding="utf-8") == second["a"]


def test_an_interrupted_run_is_finished_by_running_it_again(classroom):
    course = classroom.course
    slow = {**RIGHT, "spread": "import time\n\ntime.sleep(1)\n" + RIGHT["spread"]}
    for student in "abcde":
        classroom(student, slow)
    heeds = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # what starts in the background ignores Ctrl-C
    command = [sys.executable, "-c", f"{heeds}; from seodang.cli import main; main()", "grade", NAME, "--workers", "1"]
    run = subprocess.Popen(command, cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    records = course.root / "autograded" / ".seodang" / NAME
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and len(list(records.glob("*.json"))) < 2:
        time.sleep(0.1)
    run.send_signal(signal.SIGINT)
    said, _ = run.communicate(timeout=60)
    assert run.returncode != 0, said
    done = len(list(records.glob("*.json")))
    assert 2 <= done < 5
    outcomes = grade.grade(course, NAME)
    assert [outcome.status for outcome in outcomes].count("unchanged") == done
    assert all(outcome.score == 4 for outcome in outcomes)


def test_a_damaged_gradebook_is_one_line(classroom):
    classroom("a")
    (classroom.course.root / "gradebook.db").write_text("not a database")
    with pytest.raises(GradeError, match="the gradebook cannot be opened"):
        grade.grade(classroom.course, NAME)


def test_the_demonstration_gives_each_kind_of_student_what_the_bank_says(small_course, tmp_path_factory):
    course = small_course()
    shutil.copy(ROOT / "nbgrader_config.py", course.root)
    folder, said = tmp_path_factory.mktemp("demo"), []
    school, found = demo.demo(course, [NAME], folder, _silent, said.append)
    kinds = {student.number: student.kind for student in demo.CLASS}
    points = {kinds[score.student]: score for score in found}
    assert {kind for kind, score in points.items() if score.score == 4} >= {"perfect", "another way", "chatty", "Colab", "damaged"}
    assert points["empty"].score == points["hostile"].score == 0 and points["crashed"].score == 2 and points["cut off"].score in (2, 4)
    assert points["late"].seconds_late > 86400 and points["average"].seconds_late == 0
    assert [points[kind].score for kind in ("average", "weak", "late")] == [2, 0, 4]
    assert "12 of 12 hand-ins collected" in said[-1]
    assert (school.root / "report" / "scores.csv").read_bytes().startswith(b'\xef\xbb\xbf"student"')
    assert '"0021000006"' in (school.root / "report" / "scores.csv").read_text(encoding="utf-8-sig")
    again, _ = demo.demo(course, [NAME], folder, _silent, said.append, demo.CLASS[:1])
    assert len(list((again.root / "submitted").glob("*"))) == 1, "an earlier demonstration is replaced"


def test_the_demonstration_never_deletes_what_it_did_not_make(small_course, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    with pytest.raises(CourseError, match="not empty and no demonstration course"):
        demo.demo(small_course(), [NAME], tmp_path / "thesis", _silent, print)
    assert (tmp_path / "thesis" / "chapter.txt").exists()


def _silent(label):
    import contextlib

    return contextlib.nullcontext(lambda done, total: None)


@pytest.mark.parametrize("with_seodang", [True, False])
def test_nbgraders_command_line_works_on_the_source(tmp_path, with_seodang):
    """generate_assignment, autograde and generate_feedback on what is committed; with our engine, and where Seodang is not installed."""
    for part in ("source", "nbgrader_config.py"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, tmp_path / part)
    if not with_seodang:
        config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
        (tmp_path / "nbgrader_config.py").write_text(config.replace("import seodang.plugin", "raise ImportError"), encoding="utf-8")
    name, student = "105_knn", "2021123456"

    def nbgrader(*words):
        environment = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
        done = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]

    nbgrader("generate_assignment", name)
    generated = tmp_path / "release" / name / f"{name}.ipynb"
    assert generated.read_bytes() == (ROOT / "release" / name / f"{name}.ipynb").read_bytes()
    submitted = tmp_path / "submitted" / student / name
    submitted.mkdir(parents=True)
    shutil.copy(tmp_path / "source" / name / f"{name}.ipynb", submitted)
    nbgrader("autograde", name)
    record = tmp_path / "autograded" / ".seodang" / name / f"{student}.json"
    assert record.exists() == with_seodang
    nbgrader("generate_feedback", name)
    page = (tmp_path / "feedback" / student / name / f"{name}.html").read_text(encoding="utf-8")
    assert ("BEGIN HIDDEN TESTS" in page) != with_seodang
    from seodang.course import Course

    with bridge.gradebook(Course(tmp_path)) as book:
        submission = book.find_submission(name, student)
        essays = sum(grade.max_score for notebook in submission.notebooks for grade in notebook.grades if grade.needs_manual_grade)
        assert submission.score == submission.max_score - essays, json.dumps([grade.name for grade in submission.notebooks[0].grades])
