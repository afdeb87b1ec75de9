"""Grading a class: in parallel, resumable, and none stops another. The engine is a fake here; test_pipeline has the real one."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest
from fake_engine import FakeEngine, empty_gradebook
from small_assignment import NAME, TEXT
from typer.testing import CliRunner

from seodang import bridge, build, cli, grade, scorebook
from seodang.course import Course
from seodang.errors import CourseError, GradeError
from seodang.layout import Layout
from seodang.pull import read_notebook

RIGHT = {"centre": "centre = 1  # right", "spread": "spread = 1  # right"}
HERE = str(Path(__file__).parent)


@pytest.fixture
def engine(monkeypatch):
    """The fake engine's class, fresh."""

    class Engine(FakeEngine):
        started, ran = [], []

    monkeypatch.setattr(grade, "start_engine", lambda *args: Engine(*args).__enter__())
    return Engine


@pytest.fixture
def classroom(small_course, engine):
    """A built course, and a function that hands a notebook in for a student."""
    course = small_course()
    (course.root / "gradebook.db").write_bytes(empty_gradebook())
    build.build(course, NAME)

    def hand_in(student, written=RIGHT, files=None):
        notebook = Layout.of(course).template(NAME)
        for cell in notebook.cells:
            cell.source = written.get(cell.id, cell.source)
        folder = course.step("submitted", NAME, student)
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, folder / f"{NAME}.ipynb")
        for name, content in (files or {}).items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)

    hand_in.course = course
    return hand_in


def by_student(outcomes):
    return {outcome.student: outcome for outcome in outcomes}


def statuses(outcomes):
    return {outcome.student: outcome.status for outcome in outcomes}


def record(course, student):
    return json.loads(Layout.of(course).record(NAME, student).read_text(encoding="utf-8"))


def in_gradebook(course):
    with bridge.gradebook(course) as book:
        return {
            submission.student_id: (submission.score, submission.needs_manual_grade) for submission in book.assignment_submissions(NAME)
        }


def test_a_class_gets_its_points_in_the_gradebook_and_in_the_outcomes(classroom, engine):
    classroom("right")
    classroom("half", {**RIGHT, "spread": "# half"})
    classroom("empty", {})
    steps = []
    found = by_student(grade.grade(classroom.course, NAME, workers=3, progress=lambda done, total: steps.append((done, total))))
    assert {student: outcome.score for student, outcome in found.items()} == {"right": 4, "half": 3, "empty": 0}
    assert in_gradebook(classroom.course) == {"right": (4, False), "half": (3, False), "empty": (0, False)}
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)] and len(engine.started) == 1


def test_one_submission_never_stops_another(classroom):
    classroom("good")
    classroom("boom", {"centre": "# boom"})
    classroom("unsure", {"centre": "# unsure", "spread": "# right"})
    classroom("garbled")
    classroom.course.notebook("submitted", NAME, "garbled").write_text("PK\x03\x04")
    found = by_student(grade.grade(classroom.course, NAME))
    assert found["good"].score == 4 and found["good"].complete
    assert (found["boom"].status, found["boom"].message) == ("not graded", "RuntimeError: the engine fell over")
    assert found["garbled"].status == "not graded" and "could not be read" in found["garbled"].message
    assert (found["unsure"].status, found["unsure"].message) == ("graded", "not graded: mean_becomes_zero")
    assert not any(found[student].complete for student in ("boom", "garbled", "unsure"))
    assert in_gradebook(classroom.course) == {"good": (4, False), "boom": (0, True), "unsure": (2, True), "garbled": (0, True)}


def test_a_resubmission_that_cannot_be_graded_leaves_no_old_score_and_no_old_notebook(classroom):
    course = classroom.course
    classroom("a")
    grade.grade(course, NAME)
    classroom("a", {"centre": "# boom"})
    (outcome,) = grade.grade(course, NAME)
    assert (outcome.status, outcome.score, outcome.was) == ("not graded", None, 4)
    assert in_gradebook(course) == {"a": (0, True)} and not course.notebook("autograded", NAME, "a").exists()
    classroom("a")
    assert grade.grade(course, NAME)[0].score == 4 and in_gradebook(course) == {"a": (4, False)}


def test_an_engine_that_fails_at_everything_is_not_taken_out_on_the_class(classroom):
    for student in "abcde":
        classroom(student)
    grade.grade(classroom.course, NAME)
    for student in "abcde":
        classroom(student, {"centre": "# lost"})
    with pytest.raises(GradeError, match="the parents have ended .3 submissions one after the other"):
        grade.grade(classroom.course, NAME, workers=1)
    for student in "abcde":
        classroom(student, {"centre": "# unwatched"})
    with pytest.raises(GradeError, match="keeper: may not watch .3 submissions one after the other"):
        grade.grade(classroom.course, NAME, workers=1)
    for student in "abcde":
        classroom(student, {"centre": "# lost"})
    assert in_gradebook(classroom.course) == dict.fromkeys("abcde", (4, False))
    for student in "abde":
        classroom(student)
    found = by_student(grade.grade(classroom.course, NAME, workers=1))
    assert [outcome.score for outcome in found.values()] == [4, 4, None, 4, 4]
    assert in_gradebook(classroom.course) == {**dict.fromkeys("abde", (4, False)), "c": (0, True)}


OTHER = "109_other"


@pytest.fixture
def two_assignments(classroom, small_course):
    """The classroom with a second assignment; a and b handed in for the first, b for the second; and the command line."""
    course = classroom.course
    small_course(name=OTHER)
    build.build(course, OTHER)
    for student in "ab":
        classroom(student)
    shutil.copytree(course.step("submitted", NAME, "b"), course.step("submitted", OTHER, "b"))
    course.notebook("submitted", OTHER, "b").with_name(f"{NAME}.ipynb").rename(course.notebook("submitted", OTHER, "b"))
    return course


def seodang(course, *words):
    return CliRunner().invoke(cli.app, ["--course", str(course.root), *words])


def test_an_assignment_that_cannot_be_graded_does_not_stop_the_others(two_assignments):
    course = two_assignments
    course.solution(NAME).write_text(TEXT.replace("# # Spread", "# # Width"), encoding="utf-8")
    done = seodang(course, "grade")
    assert done.exit_code == 1 and f"seodang build {NAME}" in done.stderr and f"{OTHER}: 1 graded" in done.stdout
    assert (course.root / "report" / "scores.csv").read_text(encoding="utf-8-sig").split("\n")[1].startswith('"b","4"')
    alone = seodang(course, "grade", NAME)
    assert isinstance(alone.exception, CourseError) and f"seodang build {NAME}" in str(alone.exception)


def test_without_names_only_assignments_of_the_chosen_students_are_graded(two_assignments):
    course = two_assignments
    done = seodang(course, "grade", "--student", "a")
    assert done.exit_code == 0 and f"{NAME}: 1 graded" in done.stdout and OTHER not in done.stdout
    assert seodang(course, "grade", "--student", "b").exit_code == 0
    assert seodang(course, "grade", "--student", "c").exit_code == 1


def test_ctrl_c_ends_with_status_130_and_keeps_what_is_done(two_assignments, monkeypatch):
    course = two_assignments

    def interrupted(done, total):
        if done == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(cli, "progress", lambda label: contextlib.nullcontext(interrupted))
    done = seodang(course, "grade", NAME, "--workers", "1")
    assert done.exit_code == 130 and f"{NAME}: interrupted with" in done.stderr and "the same command goes on" in done.stderr
    monkeypatch.undo()
    assert (4, False) in in_gradebook(course).values()


def test_feedback_passes_over_assignments_of_which_nothing_was_graded(two_assignments):
    course = two_assignments
    course.notebook("submitted", NAME, "a").write_text("no notebook")
    shutil.rmtree(course.step("submitted", NAME, "b"))
    seodang(course, "grade")
    assert Layout.of(course).record(NAME, "a").exists() and cli.wanted(course, None, "autograded", "*") == [OTHER]


def test_a_crash_costs_its_exercise_only(classroom):
    classroom("a", {**RIGHT, "centre": "# crash"})
    assert grade.grade(classroom.course, NAME)[0].score == 2 and in_gradebook(classroom.course) == {"a": (2, False)}


def test_only_what_changed_is_run_again(classroom, engine):
    classroom("a")
    classroom("b", files={"helper.py": b"x = 1"})
    grade.grade(classroom.course, NAME)
    assert statuses(grade.grade(classroom.course, NAME)) == {"a": "unchanged", "b": "unchanged"}
    assert len(engine.ran) == 2 and len(engine.started) == 1, "no engine is started for nothing"
    classroom("b", files={"helper.py": b"x = 2"})
    assert statuses(grade.grade(classroom.course, NAME)) == {"a": "unchanged", "b": "graded"}
    assert statuses(grade.grade(classroom.course, NAME, "a", force=True)) == {"a": "graded"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda course: _rewrite(course, "three other numbers", "three others"), "the source notebook changed"),
        (lambda course: (course.step("source", NAME) / "helper.py").write_text("x = 1"), "the files beside the source notebook changed"),
        (
            lambda course: (course.root / "nbgrader_config.py").write_text("c = get_config()\nc.Seodang.timeout = 99"),
            "other limits or settings",
        ),
        (
            lambda course: (course.root / "nbgrader_config.py").write_text("c = get_config()\nc.Execute.timeout = 99"),
            "other limits or settings",
        ),
    ],
)
def test_what_a_score_depends_on_regrades_everybody(classroom, change, why):
    classroom("a")
    grade.grade(classroom.course, NAME)
    change(classroom.course)
    (outcome,) = grade.grade(classroom.course, NAME)
    assert (outcome.status, outcome.why) == ("graded", why)


def _configure(course, line):
    (course.root / "nbgrader_config.py").write_text(f"c = get_config()\n{line}\n")


def _rewrite(course, old, new):
    course.solution(NAME).write_text(TEXT.replace(old, new), encoding="utf-8")
    build.build(course, NAME)


def test_a_regrade_tells_whose_score_moved_and_why_and_keeps_the_old_result(classroom):
    course = classroom.course
    classroom("a")
    grade.grade(course, NAME)
    classroom("a", {**RIGHT, "spread": "# wrong"})
    (outcome,) = grade.grade(course, NAME)
    assert (outcome.was, outcome.score, outcome.why) == (4, 2, "the submission changed")
    assert outcome.moved == ("range_of_values: passed, 2 of 2 → failed, 0 of 2 (range_of_values failed)",)
    kept = record(course, "a")
    assert kept["was"]["score"] == 4 and "was" not in kept["was"] and kept["score"] == 2 and kept["moved"] == list(outcome.moved)


def test_records_of_an_older_form_are_as_good_as_none(classroom):
    classroom("a")
    path = Layout.of(classroom.course).record(NAME, "a")
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"key": "0123", "student": "a", "status": "graded", "message": "", "score": 4, "was": 3.0}))
    (outcome,) = grade.grade(classroom.course, NAME)
    assert (outcome.status, outcome.score, outcome.was) == ("graded", 4, None)


def test_limits_and_walls_reach_the_engine_and_the_record(classroom, engine):
    classroom("a")
    grade.grade(classroom.course, NAME, timeout=7, memory=300, sandbox=False)
    _, limits, sandbox = engine.started[0]
    assert (limits.seconds, limits.memory, sandbox) == (7, 300 * 2**20, False)
    assert record(classroom.course, "a")["sandbox"] is False
    assert statuses(grade.grade(classroom.course, NAME, timeout=7, memory=300)) == {"a": "graded"}, "with walls it is another result"


def test_the_autograded_notebook_is_what_formgrader_wants(classroom):
    """Scores and comment boxes come from the nbgrader metadata; the page is rendered with formgrader's own template."""
    from nbconvert.exporters import HTMLExporter
    from nbgrader.server_extensions.formgrader import handlers
    from traitlets.config import Config

    classroom("a", {**RIGHT, "spread": "print('x' * 10)  # wrong", "why": "Because."})
    (classroom.course.step("submitted", NAME, "a") / "timestamp.txt").write_text("2026-03-20 12:00:00 UTC")
    grade.grade(classroom.course, NAME)
    path = classroom.course.notebook("autograded", NAME, "a")
    assert path.stat().st_mode & 0o777 == 0o444 and path.with_name("timestamp.txt").exists()
    settings = Config()
    settings.HTMLExporter.template_name = "formgrade"
    settings.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    resources = {"base_url": "", "student": "a", "submission_id": "s", "notebook_id": NAME, "assignment_id": NAME, "index": 0, "total": 1}
    page, _ = HTMLExporter(config=settings).from_filename(str(path), resources)
    for name in ("mean_becomes_zero", "range_of_values", "why"):
        assert f'<input class="score tabbable" id="{name}"' in page
    for name in ("centre", "spread", "why"):
        assert re.search(f'<textarea [^>]*id="{name}-comment"', page)
    from nbgrader.apps.api import NbGraderAPI

    layout = Layout.of(classroom.course)
    api = NbGraderAPI(layout.coursedir, config=layout.config)
    assert api.get_autograded_students(NAME) == {"a"}
    assert api.get_submission(NAME, "a")["score"] == 4 - 2 and api.get_submission(NAME, "a")["needs_manual_grade"]


def test_checksums_are_nbgraders(classroom):
    from nbgrader.utils import compute_checksum

    classroom("a", {})
    grade.grade(classroom.course, NAME)
    cells = {cell.id: cell for cell in read_notebook(classroom.course.notebook("autograded", NAME, "a")).cells}
    for name in ("centre", "range_of_values", "why"):
        assert cells[name].metadata.nbgrader.checksum == compute_checksum(cells[name])


def test_only_pictures_that_are_shown_are_copied(classroom):
    elsewhere = classroom.course.root / "elsewhere.png"
    show = "![mine](pics/a.png) ![](../../b/secret.png) ![](http://x/y.png) <img src='b%20c.jpg'> ![](data.csv) ![](link.png)"
    show += f" ![]({elsewhere})"
    files = {"pics/a.png": b"a", "b c.jpg": b"b", "c.png": b"c", "data.csv": b"d" * 1000}
    classroom("a", {**RIGHT, "why": show}, files)
    folder = classroom.course.step("submitted", NAME, "a")
    (folder / "link.png").symlink_to(classroom.course.root / "gradebook.db")
    for stranger in (classroom.course.root / "b" / "secret.png", elsewhere):
        stranger.parent.mkdir(exist_ok=True)
        stranger.write_bytes(b"not hers")
    grade.grade(classroom.course, NAME)
    graded = classroom.course.step("autograded", NAME, "a")
    assert {path.relative_to(graded).as_posix() for path in graded.rglob("*") if path.is_file()} == {
        f"{NAME}.ipynb",
        "pics/a.png",
        "b c.jpg",
    }


def test_a_link_in_a_submission_is_not_followed(classroom):
    classroom("a", {**RIGHT, "why": "![](gb.png)"})
    folder = classroom.course.step("submitted", NAME, "a")
    (folder / "gb.png").symlink_to("../../../gradebook.db")
    (folder / "sub").mkdir()
    (folder / "sub" / "gb").symlink_to("../../../../gradebook.db")
    (folder / "timestamp.txt").symlink_to("/etc/passwd")
    (outcome,) = grade.grade(classroom.course, NAME)
    assert outcome.score == 4 and "timestamp.txt is no regular file and was not read" in outcome.notes
    assert {path.name for path in classroom.course.step("autograded", NAME, "a").rglob("*")} == {f"{NAME}.ipynb"}


def test_a_result_that_was_written_but_not_booked_is_booked_without_running_it_again(classroom, engine, monkeypatch):
    classroom("a")
    with monkeypatch.context() as patch:
        patch.setattr(scorebook.Scorebook, "record", _fails)
        with pytest.raises(GradeError, match="disk on fire"):
            grade.grade(classroom.course, NAME)
    assert record(classroom.course, "a")["booked"] == "" and in_gradebook(classroom.course) == {}
    (outcome,) = grade.grade(classroom.course, NAME)
    assert (outcome.status, outcome.score, len(engine.ran)) == ("graded", 4, 1)
    assert record(classroom.course, "a")["booked"] and in_gradebook(classroom.course) == {"a": (4, False)}


def _fails(*args):
    raise GradeError("disk on fire")


def test_a_lost_gradebook_is_filled_again_from_the_records(classroom, engine):
    classroom("a")
    grade.grade(classroom.course, NAME)
    (classroom.course.root / "gradebook.db").write_bytes(empty_gradebook())
    grade.grade(classroom.course, NAME)
    assert in_gradebook(classroom.course) == {"a": (4, False)} and len(engine.ran) == 1


def test_scores_by_hand_survive_a_regrade_and_count(classroom):
    course = classroom.course
    classroom("a", {**RIGHT, "why": "Because."})
    grade.grade(course, NAME)
    with bridge.gradebook(course) as book:
        found = book.find_grade("why", NAME, NAME, "a")
        found.manual_score, found.needs_manual_grade = 1, False
        book.db.commit()
    assert grade.grade(course, NAME)[0].score == 5 and in_gradebook(course) == {"a": (5, False)}
    assert grade.grade(course, NAME, force=True)[0].score == 5 and in_gradebook(course) == {"a": (5, True)}


def test_an_added_test_is_migrated_and_everybody_regraded(classroom, capsys):
    course = classroom.course
    classroom("a")
    grade.grade(course, NAME)
    more = TEXT.replace("# %% run", '# %% test="new_claim" points=1\n# New.\nassert 1\n\n# %% run').replace("points: 5", "points: 6")
    course.solution(NAME).write_text(more, encoding="utf-8")
    build.build(course, NAME)
    with grade.Grader(Layout.of(course), [NAME]) as grader:
        (outcome,) = grader.grade(NAME)
        assert grader.migrated == {NAME: [f"{NAME}: new_claim is new, 1 point"]}
    assert (outcome.was, outcome.score, outcome.moved) == (4, 5, ("new_claim: new → passed, 1 of 1",))


def test_unknown_students_are_named_where_the_course_wants_them_entered_first(classroom):
    _configure(classroom.course, "c.Autograde.create_student = False")
    classroom("known")
    classroom("stranger")
    with bridge.gradebook(classroom.course) as book:
        book.add_student("known")
    found = by_student(grade.grade(classroom.course, NAME))
    assert found["known"].score == 4 and "does not know the student" in found["stranger"].message
    assert set(in_gradebook(classroom.course)) == {"known"}


def test_group_shared_courses_get_their_permissions(classroom):
    _configure(classroom.course, "c.CourseDirectory.groupshared = True")
    classroom("a")
    grade.grade(classroom.course, NAME)
    for path in (classroom.course.notebook("autograded", NAME, "a"), Layout.of(classroom.course).record(NAME, "a")):
        assert path.stat().st_mode & 0o777 == 0o664 and path.parent.stat().st_mode & 0o7777 & 0o2770 == 0o2770


def test_nothing_to_grade_and_a_stale_source_are_refused(classroom):
    with pytest.raises(CourseError, match=r"no submission submitted/\*/108_spread"):
        grade.grade(classroom.course, NAME)
    classroom("a")
    classroom.course.solution(NAME).write_text(TEXT.replace("# # Spread", "# # Width"), encoding="utf-8")
    with pytest.raises(CourseError, match="differ; `seodang build"):
        grade.grade(classroom.course, NAME)


def test_workers_are_bounded_by_memory_and_cores():
    assert grade.usual_workers(2**60) == 1
    assert grade.usual_workers(1) == len(os.sched_getaffinity(0))


def test_submissions_run_at_the_same_time(classroom, engine):
    together = threading.Barrier(3, timeout=20)
    engine.verdict = _meeting(engine.verdict, together)
    for student in "abc":
        classroom(student)
    assert all(outcome.score == 4 for outcome in grade.grade(classroom.course, NAME, workers=3))


def _meeting(verdict, barrier):
    def met(self, test, kind, points):
        barrier.wait()
        return verdict(self, test, kind, points)

    return met


@pytest.mark.timeout(60)  # the engine is closed, and nobody waits for it
def test_ctrl_c_keeps_what_is_done_and_writes_nothing_of_what_runs(classroom, engine):
    classroom("a")
    classroom("b", {"centre": "# slow"})
    classroom("c", {"centre": "# slow"})

    def press(done, total):
        if done == 1:
            signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background ignores Ctrl-C
    try:
        with pytest.raises(grade.Interrupted, match="with 1 of 3 done"):
            grade.grade(classroom.course, NAME, workers=2, progress=press)
    finally:
        signal.signal(signal.SIGINT, before)
    assert in_gradebook(classroom.course) == {"a": (4, False)}
    assert [path.stem for path in Layout.of(classroom.course).record(NAME, "a").parent.glob("*.json")] == ["a"]


KILLED = """
import sys
sys.path.insert(0, {here!r})
import time
from pathlib import Path
from fake_engine import FakeEngine
from seodang import grade
from seodang.course import Course
FakeEngine.delay = 0.05
class Engine(FakeEngine):
    def run(self, *arguments):
        if len(self.ran) > {after}:
            time.sleep(600)  # until the kill, however busy the machine is
        return super().run(*arguments)
grade.start_engine = Engine
grade.grade(Course(Path({root!r})), {name!r}, workers=2, progress=lambda done, total: print(done, flush=True))
"""


@pytest.mark.long
@pytest.mark.parametrize("after", [1, 5, 9])
def test_a_kill_at_any_moment_loses_and_doubles_nothing(classroom, engine, after):
    course = classroom.course
    students = [f"{number:02}" for number in range(12)]
    for student in students:
        classroom(student)
    code = KILLED.format(here=HERE, root=str(course.root), name=NAME, after=after)
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with contextlib.closing(run.stdout):
        for line in run.stdout:
            if int(line) >= after:
                os.kill(run.pid, signal.SIGKILL)
                break
        run.wait()
    written = len(list(Layout.of(course).record(NAME, "x").parent.glob("[!.]*.json")))
    assert after <= written < 12
    outcomes = grade.grade(course, NAME)
    assert len(engine.ran) == 12 - written, "what was written is not run again"
    assert all(outcome.score == 4 for outcome in outcomes)
    assert in_gradebook(course) == dict.fromkeys(students, (4, False))
    assert statuses(grade.grade(course, NAME)) == dict.fromkeys(students, "unchanged")
    assert not list(course.root.glob("autograded/**/*.part"))


def test_the_command_line_tells_scores_moves_and_reasons(classroom, monkeypatch, capsys):
    from seodang import cli

    def run(*words):
        monkeypatch.chdir(classroom.course.root)
        monkeypatch.setattr(sys, "argv", ["seodang", "grade", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return (ended.value.code, *capsys.readouterr())

    classroom("a")
    classroom("b")
    assert run(NAME, "--workers", "2")[0] == 0
    classroom("b", {"centre": "# wrong", "spread": "# right"})
    status, shown, _ = run()
    assert status == 0 and f"{NAME}, b: was 4, is 2: the submission changed" in shown
    assert "b: mean_becomes_zero: passed, 2 of 2 → failed, 0 of 2 (mean_becomes_zero failed)" in shown
    classroom("b", {"centre": "# boom"})
    status, shown, told = run("--no-sandbox", "--student", "b")
    assert status == 1 and f"{NAME}, b: not graded: RuntimeError: the engine fell over" in shown
    assert "warning: students' code runs WITHOUT walls" in told
    status, shown, _ = run("--json", "--student", "a")
    assert status == 0 and json.loads(shown)[NAME][0]["score"] == 4


def test_tests_that_cannot_work_between_two_processes_are_named_in_courses_not_made_for_them(classroom, monkeypatch, capsys):
    from seodang import cli

    path = Layout.of(classroom.course).notebook("source", NAME)
    notebook = nbformat.read(path, as_version=4)
    del notebook.metadata["seodang"]
    next(cell for cell in notebook.cells if cell.id == "range_of_values").source += "\nassert plt.gca().get_title()"
    nbformat.write(notebook, path)
    classroom("a")
    monkeypatch.chdir(classroom.course.root)
    monkeypatch.setattr(sys, "argv", ["seodang", "grade", NAME])
    with pytest.raises(SystemExit):
        cli.main()
    assert f"warning: {NAME}: range_of_values uses gca: figures are drawn in the student's process" in capsys.readouterr().err


def test_foreign_kernels_are_refused_with_the_setting_to_change(classroom):
    root = classroom.course.root
    (root / "source" / "r").mkdir()
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}})
    _configure(classroom.course, "c.ClearSolutions.code_stub = {'R': '#', 'python': '#'}")
    nbformat.write(notebook, root / "source" / "r" / "r.ipynb")
    with pytest.raises(GradeError, match=r"r: its kernel 'ir' is not Python.*own_execution_for = \['ir'\]"):
        grade.grade(Course(root), "r")
