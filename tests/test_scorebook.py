"""The gradebook: what is written there, and how its cells follow the source notebook, compared with nbgrader's own."""

import contextlib
import datetime
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import nbformat
import pytest
from fake_engine import empty_gradebook
from nbgrader.api import Grade
from small_assignment import NAME, TEXT

from seodang import bridge, build, scorebook, scores
from seodang.errors import GradeError
from seodang.layout import Layout
from seodang.scorebook import Marks, Scorebook, marks, no_marks
from seodang.verdicts import CRASHED, FAILED, NOT_GRADED, PARTLY, PASSED, Verdict

NEW_TEST = '# %% test="new_claim" points=1\n# New.\nassert spread(np.ones(2)) == 0\n\n# %% run'
TESTS = ("mean_becomes_zero", "range_of_values")


@pytest.fixture
def shelf(small_course):
    """A course with a built assignment, and functions to change its text and to open its gradebook."""
    course = small_course()

    class Shelf:
        def __init__(self):
            self.course, self.layout = course, Layout.of(course)
            (course.root / "gradebook.db").write_bytes(empty_gradebook())
            self.write(TEXT)

        def write(self, text):
            course.solution(NAME).write_text(text, encoding="utf-8")
            build.build(course, NAME, force=True)

        def template(self):
            return self.layout.template(NAME)

        @contextlib.contextmanager
        def open(self, **options):
            with Scorebook(self.layout, **options) as book:
                yield book

        def migrate(self, drop=()):
            with self.open() as book:
                return book.migrate(NAME, {NAME: self.template()}, drop)

        def grade(self, student, points=(2, 2), essay=None, **more):
            """Migrate, and record verdicts that come to these points."""
            kinds = [PASSED if p == 2 else FAILED if p == 0 else PARTLY for p in points]
            found = {test: Verdict(test, kind, p, 2, "why") for test, kind, p in zip(TESTS, kinds, points, strict=True)}
            template, notebook = self.template(), self.template()
            answer(notebook, "why", essay)
            untouched = {"why"} if essay is None else ()
            with self.open() as book:
                book.migrate(NAME, {NAME: template})
                return book.record(NAME, student, {NAME: marks(template, notebook, found, untouched)}, **more)

        def grades(self, student):
            with bridge.gradebook(course) as book:
                submission = book.find_submission(NAME, student).notebooks[0]
                return {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade, g.extra_credit) for g in submission.grades}

        def comments(self, student):
            with bridge.gradebook(course) as book:
                return {c.name: (c.auto_comment, c.manual_comment) for c in book.find_submission(NAME, student).notebooks[0].comments}

        def by_hand(self, student, cell, **values):
            with bridge.gradebook(course) as book:
                grade = book.find_grade(cell, NAME, NAME, student)
                for field, value in values.items():
                    setattr(grade, field, value)
                book.db.commit()

        def remark(self, student, cell, words):
            with bridge.gradebook(course) as book:
                book.find_comment(cell, NAME, NAME, student).manual_comment = words
                book.db.commit()

    return Shelf()


def answer(notebook, name, words):
    for cell in notebook.cells:
        if cell.id == name and words is not None:
            cell.source = words


# ------------------------------------------------------------------------------------------------------------- marks


def test_marks_are_points_for_tests_none_for_answers_in_words_and_zero_for_blank_ones(shelf):
    template, notebook = shelf.template(), shelf.template()
    answer(notebook, "centre", "def centre(x): return x")
    found = {
        "mean_becomes_zero": Verdict("mean_becomes_zero", PARTLY, 0.5, 2),
        "range_of_values": Verdict("range_of_values", CRASHED, 0, 2),
    }
    made = marks(template, notebook, found, {"why"})
    assert made.scores == {"mean_becomes_zero": 0.5, "range_of_values": 0, "why": 0.0} and made.unsure == ()
    assert made.comments == {"centre": None, "spread": "No response.", "why": "No response."}
    answer(notebook, "why", "Because I say so.")
    assert marks(template, notebook, found, ()).scores["why"] is None


def test_a_verdict_that_is_missing_or_over_other_points_never_passes(shelf):
    template = shelf.template()
    found = {"mean_becomes_zero": Verdict("mean_becomes_zero", PASSED, 20, 20)}
    made = marks(template, template, found, ())
    assert made.scores["mean_becomes_zero"] == made.scores["range_of_values"] == 0
    assert made.unsure == TESTS


def test_a_test_that_is_not_in_the_template_counts_nothing(shelf):
    template = shelf.template()
    assert "forged" not in marks(template, template, {"forged": Verdict("forged", PASSED, 9, 9)}, ()).scores


def test_not_graded_and_inside_are_said_at_the_answer_above(shelf):
    template = shelf.template()
    found = {
        "mean_becomes_zero": Verdict("mean_becomes_zero", NOT_GRADED, 0, 2, "the engine cannot carry X back \ud800"),
        "range_of_values": Verdict("range_of_values", PASSED, 2, 2, inside=True),
    }
    made = marks(template, template, found, {"why"})
    assert made.unsure == ("mean_becomes_zero",)
    assert made.comments["centre"] == "No response.\nmean_becomes_zero: not graded: the engine cannot carry X back ?"
    assert made.comments["spread"] == "No response.\nrange_of_values: judged inside the student's process"


# ------------------------------------------------------------------------------------------------------------ record


def test_a_submission_is_recorded_with_its_time_and_score(shelf):
    time_ = datetime.datetime(2026, 3, 20, 12, 0)
    assert shelf.grade("a", (2, 0.5), timestamp=time_).score == 2.5
    with bridge.gradebook(shelf.course) as book:
        submission = book.find_submission(NAME, "a")
        assert submission.timestamp == time_ and submission.score == 2.5 and submission.max_score == 5
    assert shelf.grades("a") == {
        "mean_becomes_zero": (2, None, False, None),
        "range_of_values": (0.5, None, False, None),
        "why": (0, None, False, None),
    }


def test_an_essay_waits_for_a_person_and_keeps_what_she_gave(shelf):
    shelf.grade("a", essay="Because I say so.")
    assert shelf.grades("a")["why"] == (None, None, True, None) and shelf.comments("a")["why"] == (None, None)
    shelf.by_hand("a", "why", manual_score=1, needs_manual_grade=False)
    shelf.remark("a", "why", "Well said.")
    assert shelf.grade("a", essay="Because I say so.").score == 5
    assert shelf.grades("a")["why"] == (None, 1, True, None), "nbgrader flags it to be looked at again"
    assert shelf.comments("a")["why"] == (None, "Well said.")


def test_a_worse_resubmission_takes_the_points_away(shelf):
    assert shelf.grade("a").score == 4
    with shelf.open() as book:
        booked = book.record(NAME, "a", {NAME: no_marks(shelf.template())})
    assert booked.score == 0
    assert all(grade == (0, None, True, None) for grade in shelf.grades("a").values())


def test_a_score_given_by_hand_for_a_test_stands_and_is_flagged(shelf):
    shelf.grade("a", (0, 2))
    shelf.by_hand("a", "mean_becomes_zero", manual_score=1.5, extra_credit=0.5, needs_manual_grade=False)
    assert shelf.grade("a", (2, 2)).score == 4
    assert shelf.grades("a")["mean_becomes_zero"] == (2, 1.5, True, 0.5)


def test_unknown_students_are_entered_unless_the_course_says_otherwise(shelf):
    shelf.grade("a")
    with shelf.open(create_student=False) as book:
        assert book.students() == {"a"}
        with pytest.raises(GradeError, match="stranger"):
            book.record(NAME, "stranger", {})
    assert set(shelf.grades("a")) == {*TESTS, "why"}


def test_late_penalties_are_those_of_the_courses_plugin(small_course):
    course = small_course()
    (course.root / "late_by_half.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class Half(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return {'b': score / 2, 'greedy': 99, 'generous': -1}[student_id]\n"
    )
    (course.root / "nbgrader_config.py").write_text(
        "import sys\nc = get_config()\nsys.path.insert(0, '.')\nc.AssignLatePenalties.plugin_class = 'late_by_half.Half'\n"
    )
    (course.root / "gradebook.db").write_bytes(empty_gradebook())
    build.build(course, NAME)
    with contextlib.chdir(course.root):
        layout = Layout.of(course)
        template = layout.template(NAME)
        found = {test: Verdict(test, PASSED, 2, 2) for test in TESTS}
        due = datetime.datetime(2026, 1, 1)
        with Scorebook(layout) as book:
            book.migrate(NAME, {NAME: template})
            with bridge.gradebook(course) as other:
                other.update_or_create_assignment(NAME, duedate=due)
            for student, days in (("in time", -1), ("b", 1), ("greedy", 1), ("generous", 1), ("broken", 1)):
                at = due + datetime.timedelta(days=days)
                booked = book.record(NAME, student, {NAME: marks(template, template, found, {"why"})}, at)
                assert booked.score == 4 and ("KeyError" in booked.complaint) == (student == "broken")
    with bridge.gradebook(course) as book:
        penalties = {s.student_id: s.notebooks[0].late_submission_penalty for s in book.assignment_submissions(NAME)}
    assert penalties == {"in time": None, "b": 2, "greedy": 4, "generous": 0, "broken": None}, "from 0 to the score"
    for_the_lms = {score.student: score.score for score in scores.scores(course, [NAME])}
    assert for_the_lms == {"in time": 4, "b": 2, "greedy": 0, "generous": 4, "broken": 4}


def test_ctrl_c_waits_for_the_end_of_a_transaction(shelf):
    """It comes as it would have come, but what was to be written is written."""
    template, before = shelf.template(), signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with Scorebook(shelf.layout) as book:
            book.migrate(NAME, {NAME: template})
            record = book._record

            def disturbed(*what):
                os.kill(os.getpid(), signal.SIGINT)
                return record(*what)

            book._record = disturbed
            with pytest.raises(KeyboardInterrupt):
                book.record(NAME, "a", {NAME: no_marks(template)})
            book._record = record
            assert book.submissions(NAME).keys() == {"a"} and book.record(NAME, "b", {NAME: no_marks(template)}).score == 0
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_submission_is_recorded_wholly_or_not_at_all(shelf, monkeypatch):
    shelf.migrate()
    before = _dump(shelf.course)
    monkeypatch.setattr(Scorebook, "_penalize", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        shelf.grade("a")
    assert _dump(shelf.course) == before


def test_what_formgrader_writes_meanwhile_is_seen(shelf):
    shelf.grade("a", essay="x")
    with shelf.open() as book:
        book.submissions(NAME)
        shelf.by_hand("a", "why", manual_score=1)
        assert book.submissions(NAME)["a"].score == 5
        assert book.record(NAME, "a", {NAME: Marks({"mean_becomes_zero": 0.0})}).score == 3
    assert shelf.grades("a")["why"][1] == 1


def test_a_locked_gradebook_is_waited_for(shelf, monkeypatch):
    shelf.grade("a")
    path = shelf.course.root / "gradebook.db"
    with shelf.open() as book:
        other = sqlite3.connect(path, timeout=0, check_same_thread=False)
        other.execute("BEGIN EXCLUSIVE")
        threading.Timer(0.5, other.rollback).start()
        book.book.engine.dialect.connect = _impatient(book.book.engine.dialect.connect)
        book.book.engine.dispose()
        assert book.record(NAME, "a", {NAME: Marks({"mean_becomes_zero": 0.0})}).score == 2
        other.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(scorebook, "PATIENCE", 0.2)
        with pytest.raises(GradeError, match="locked by another program"):
            book.record(NAME, "a", {NAME: Marks({"mean_becomes_zero": 1.0})})
        other.close()
        assert book.record(NAME, "a", {}).score == 2


def _impatient(connect):
    """sqlite's own five seconds of patience would only make the test slow."""
    return lambda *args, **options: connect(*args, **{**options, "timeout": 0.01})


# --------------------------------------------------------------------------------------------------------- migration


def test_without_submissions_cells_come_and_go_in_silence(shelf):
    assert shelf.migrate() == []
    shelf.write(TEXT.replace("# %% run", NEW_TEST).replace("points: 5", "points: 6"))
    assert shelf.migrate() == []
    with bridge.gradebook(shelf.course) as book:
        assert book.find_assignment(NAME).max_score == 6


def test_the_gradebook_after_a_migration_is_the_one_nbgrader_would_have_made(shelf):
    """Cell by cell, checksums and sources included."""
    shelf.grade("a")
    changed = TEXT.replace("# %% run", NEW_TEST).replace("range_of_values", "renamed").replace("points: 5", "points: 6")
    shelf.write(changed)
    shelf.migrate()
    after = _cells(shelf.course)
    (shelf.course.root / "gradebook.db").write_bytes(empty_gradebook())
    bridge.generate(shelf.course, NAME)
    assert after == _cells(shelf.course) and len(after) > 8


def _cells(course):
    with bridge.gradebook(course) as book:
        notebook = book.find_notebook(NAME, NAME)
        cells = notebook.grade_cells + notebook.solution_cells + notebook.task_cells + notebook.source_cells
        facts = [{**cell.to_dict(), "kind": type(cell).__name__} for cell in cells]
        return sorted((sorted((k, v) for k, v in fact.items() if k != "id") for fact in facts), key=str) + [notebook.kernelspec]


def test_an_added_test_keeps_all_scores_and_waits_to_be_graded(shelf):
    shelf.grade("a", essay="x")
    shelf.by_hand("a", "why", manual_score=1, extra_credit=0.25)
    shelf.remark("a", "centre", "Neat.")
    shelf.write(TEXT.replace("# %% run", NEW_TEST).replace("points: 5", "points: 6"))
    assert shelf.migrate() == [f"{NAME}: new_claim is new, 1 point"]
    assert shelf.grades("a")["new_claim"] == (None, None, True, None)
    assert shelf.grades("a")["why"] == (None, 1, True, 0.25) and shelf.grades("a")["mean_becomes_zero"][0] == 2
    assert shelf.comments("a")["centre"] == ("No response.", "Neat.")
    assert shelf.migrate() == []


def test_a_removed_test_goes_with_its_automatic_scores(shelf):
    shelf.grade("a")
    shelf.write(TEXT.replace('test="range_of_values"', 'test="spread_of_values"'))
    assert sorted(shelf.migrate()) == [f"{NAME}: range_of_values is gone", f"{NAME}: spread_of_values is new, 2 points"]
    assert set(shelf.grades("a")) == {"mean_becomes_zero", "spread_of_values", "why"}
    with bridge.gradebook(shelf.course) as book:
        assert book.db.query(Grade).filter(Grade.cell_id.is_(None)).count() == 0
        assert book.find_submission(NAME, "a").score == 2


def test_what_a_person_wrote_is_never_lost_without_her_word(shelf):
    shelf.grade("a", essay="x")
    shelf.by_hand("a", "why", manual_score=1)
    before = _dump(shelf.course)
    shelf.write(TEXT.replace('essay="why"', 'essay="why_so"'))
    with pytest.raises(GradeError, match=r"1 scores or comments that a person gave stand in the gradebook at why.*--drop why"):
        shelf.migrate()
    assert _dump(shelf.course) == before, "all or nothing"
    assert f"{NAME}: why is gone, and with it 1 scores or comments given by hand" in shelf.migrate(drop=["why"])


def _dump(course):
    with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as database:
        return list(database.iterdump())


def test_other_points_are_told_and_scores_by_hand_above_them_named(shelf):
    shelf.grade("a")
    shelf.by_hand("a", "mean_becomes_zero", manual_score=2)
    shelf.write(TEXT.replace('test="mean_becomes_zero" points=2', 'test="mean_becomes_zero" points=1').replace("points: 5", "points: 4"))
    told = shelf.migrate()
    assert told == [
        f"{NAME}: mean_becomes_zero counts 1 point, not 2",
        f"{NAME}: mean_becomes_zero: scores given by hand are above its points now: a",
    ]


def _retype(shelf, name, **flags):
    path = shelf.layout.notebook("source", NAME)
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:
        if cell.id == name:
            cell.metadata.nbgrader.update(flags)
            cell.metadata.pop("seodang", None)
    nbformat.write(notebook, path)


def test_an_answer_that_becomes_a_task_takes_its_scores_and_comments_along(shelf):
    shelf.grade("a", essay="x")
    shelf.by_hand("a", "why", manual_score=0.5)
    shelf.remark("a", "why", "Half.")
    _retype(shelf, "why", grade=False, solution=False, task=True, locked=True)
    assert shelf.migrate() == [f"{NAME}: why is a task, graded by hand now"]
    assert shelf.grades("a")["why"][1] == 0.5 and shelf.comments("a")["why"] == (None, "Half.")
    _retype(shelf, "why", grade=True, solution=True, task=False, locked=False)
    shelf.migrate()
    assert shelf.grades("a")["why"][1] == 0.5 and shelf.comments("a")["why"] == (None, "Half.")


def test_a_notebook_with_submissions_may_not_vanish_and_a_new_one_reaches_every_submission(shelf):
    shelf.grade("a")
    with shelf.open() as book:
        told = book.migrate(NAME, {NAME: shelf.template(), "second": shelf.template()})
        assert "second: mean_becomes_zero is new, 2 points" in told
        assert book.record(NAME, "a", {"second": Marks({"range_of_values": 2.0})}).score == 6
        with pytest.raises(GradeError, match="the notebook second has 1 submissions"):
            book.migrate(NAME, {NAME: shelf.template()})


def test_nbgrader_accepts_the_gradebook_after_a_migration(shelf):
    """Its own generate_assignment no longer refuses, and its gradebook pages can be computed."""
    shelf.grade("a")
    shelf.write(TEXT.replace("# %% run", NEW_TEST).replace("points: 5", "points: 6"))
    with pytest.raises(GradeError, match="because there are submissions"):
        bridge.generate(shelf.course, NAME)
    shelf.migrate()
    bridge.generate(shelf.course, NAME)
    with bridge.gradebook(shelf.course) as book:
        assert [row["max_score"] for row in book.submission_dicts(NAME)] == [6]


@pytest.mark.long
def test_a_kill_in_the_middle_leaves_the_old_cells(shelf):
    shelf.grade("a")
    shelf.write(TEXT.replace('test="range_of_values"', 'test="spread_of_values"'))
    before = _dump(shelf.course)
    code = f"""
import time
from pathlib import Path
from seodang import migration
from seodang.course import Course
from seodang.layout import Layout
from seodang.scorebook import Scorebook
before = migration.Migration._keep_sources
def stop(self):
    self.db.flush()
    print("here", flush=True)
    time.sleep(60)
migration.Migration._keep_sources = stop
layout = Layout.of(Course(Path({str(shelf.course.root)!r})))
with Scorebook(layout) as book:
    book.migrate({NAME!r}, {{{NAME!r}: layout.template({NAME!r})}})
"""
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert run.stdout.readline() == b"here\n"
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    run.stdout.close()
    assert _dump(shelf.course) == before
    assert len(shelf.migrate()) == 2


@pytest.mark.long
def test_the_two_thousandth_submission_is_recorded_as_fast_as_the_first_hundred(shelf):
    template = shelf.template()
    found = {NAME: marks(template, template, {test: Verdict(test, PASSED, 2, 2) for test in TESTS}, {"why"})}
    with shelf.open() as book:
        book.migrate(NAME, {NAME: template})
        clock = [time.process_time()]
        for number in range(2000):
            book.record(NAME, f"{number:04}", found)
            clock.append(time.process_time())
    first, last = clock[100] - clock[0], clock[2000] - clock[1900]
    print(f"{10 * first:.1f} ms a submission at first, {10 * last:.1f} ms in the end")
    assert last < 3 * first
