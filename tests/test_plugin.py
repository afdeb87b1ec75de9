"""nbgrader's own commands with Seodang's engine, on nbgrader's own example course; the engine here is a fake."""

import json
import shutil
from pathlib import Path

import nbformat
import nbgrader
import pytest
from fake_engine import FakeEngine, empty_gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateAssignment, NbGraderException
from nbgrader.converters.autograde import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from seodang import bridge, grade, plugin
from seodang.layout import Layout
from seodang.page import FeedbackPages

AUTOGRADE = (nbgrader.converters, nbgrader.apps.api, nbgrader.apps.autogradeapp)
FEEDBACK = (nbgrader.converters, nbgrader.apps.api, nbgrader.apps.generatefeedbackapp)
EXAMPLE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide" / "source"
RIGHT = "pass  # right"


@pytest.fixture
def engine(monkeypatch):
    """The fake engine's class, fresh, and no engine kept from another test."""

    class Engine(FakeEngine):
        started, ran = [], []

    monkeypatch.setattr(grade, "start_engine", lambda *args: Engine(*args).__enter__())
    plugin.kept.close()
    yield Engine
    plugin.kept.close()


@pytest.fixture
def school(tmp_path, engine, monkeypatch):
    """nbgrader's quickstart course, and functions to hand in and to grade; `settings` is its configuration."""
    for module in AUTOGRADE:
        monkeypatch.setattr(module, "Autograde", module.Autograde)
    for module in FEEDBACK:
        monkeypatch.setattr(module, "GenerateFeedback", module.GenerateFeedback)
    plugin.install()
    shutil.copytree(EXAMPLE / "ps1", tmp_path / "source" / "ps1")
    shutil.copy(EXAMPLE / "header.ipynb", tmp_path / "source")
    (tmp_path / "gradebook.db").write_bytes(empty_gradebook())

    class School:
        root, settings = tmp_path, Config()
        settings.CourseDirectory.root = str(tmp_path)
        settings.IncludeHeaderFooter.header = "source/header.ipynb"

        def coursedir(self, **more):
            found = CourseDirectory(config=self.settings)
            for name, value in more.items():
                setattr(found, name, value)
            return found

        def layout(self):
            return Layout(self.coursedir(), self.settings)

        def hand_in(self, student, right=("problem1", "problem2"), notebooks=("problem1", "problem2")):
            layout = self.layout()
            folder = layout.step("submitted", "ps1", student)
            folder.mkdir(parents=True, exist_ok=True)
            for name in notebooks:
                notebook = layout.template(f"ps1/{name}")
                for cell in notebook.cells:
                    if name in right and cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
                        cell.source += f"\n{RIGHT}"
                nbformat.write(notebook, folder / f"{name}.ipynb")
            return folder

        def autograde(self, student="*", force=True, **more):
            """What `nbgrader autograde ps1` does."""
            app = nbgrader.apps.autogradeapp.Autograde(
                coursedir=self.coursedir(assignment_id="ps1", student_id=student, **more), config=self.settings
            )
            app.force = force
            app.start()

        def button(self, student):
            """What formgrader's button does."""
            return NbGraderAPI(self.coursedir(), config=self.settings).autograde("ps1", student)

        def scores(self):
            with bridge.open_gradebook(self.coursedir()) as book:
                return {
                    submission.student_id: {notebook.name: notebook.score for notebook in submission.notebooks}
                    for submission in book.assignment_submissions("ps1")
                }

    return School()


def test_install_takes_the_place_of_autograde_and_of_feedback_everywhere(school):
    assert all(module.Autograde is plugin.SeodangAutograde for module in AUTOGRADE)
    assert all(module.GenerateFeedback is FeedbackPages for module in FEEDBACK)
    assert bridge.Autograde is not plugin.SeodangAutograde, "plain nbgrader stays at hand for comparisons"


def test_both_doors_grade_all_notebooks_of_an_assignment(school, engine):
    school.hand_in("bitdiddle")
    school.hand_in("hacker", right=("problem2",))
    school.autograde("bitdiddle")
    assert school.button("hacker")["success"]
    assert school.scores() == {"bitdiddle": {"problem1": 3, "problem2": 0}, "hacker": {"problem1": 0, "problem2": 0}}
    assert engine.ran == ["ps1/problem1", "ps1/problem2"] * 2
    for student in ("bitdiddle", "hacker"):
        for name in ("problem1", "problem2"):
            assert (school.root / "autograded" / student / "ps1" / f"{name}.ipynb").exists()
    assert NbGraderAPI(school.coursedir(), config=school.settings).get_autograded_students("ps1") == {"bitdiddle", "hacker"}


def test_seodang_grade_finds_nothing_left_to_do(school, engine):
    school.hand_in("bitdiddle")
    school.button("bitdiddle")
    with grade.Grader(school.layout(), ["ps1"]) as grader:
        (outcome,) = grader.grade("ps1")
    assert (outcome.status, outcome.score) == ("unchanged", 3)


def test_one_engine_is_kept_for_the_next_submission_until_something_changes(school, engine, monkeypatch):
    for student in ("a", "b"):
        school.hand_in(student)
        assert school.button(student)["success"]
    assert len(engine.started) == 1
    (school.root / "source" / "ps1" / "helper.py").write_text("x = 1")
    assert school.button("a")["success"] and len(engine.started) == 2
    monkeypatch.setattr(plugin, "KEEP", 0.01)
    school.button("a")
    plugin.kept._timer.join()
    assert school.button("a")["success"] and len(engine.started) == 3


def test_renamed_and_unreadable_notebooks_stop_nobody(school):
    school.hand_in("a", notebooks=("problem1",))
    folder = school.hand_in("renamed", notebooks=("problem1",))
    (folder / "problem1.ipynb").rename(folder / "my homework.ipynb")
    for student, content in (("garbled", "PK\x03\x04"), ("list", "[]"), ("old", '{"nbformat": 3, "worksheets": []}')):
        folder = school.hand_in(student, notebooks=())
        (folder / "problem1.ipynb").write_text(content)
    school.hand_in("empty", notebooks=())
    school.settings.CourseDirectory.notebook_id = "problem1"
    with pytest.raises(NbGraderException):
        school.autograde()
    found = {student: notebooks["problem1"] for student, notebooks in school.scores().items()}
    assert found == {"a": 3, "renamed": 3, "garbled": 0, "list": 0, "old": 0, "empty": 0}
    assert {path.name for path in (school.root / "autograded").glob("[!.]*")} >= {"a", "renamed"}
    assert not list((school.root / "autograded").glob("garbled/ps1/*"))


def test_a_missing_notebook_costs_its_own_points_only(school):
    school.hand_in("a")
    school.autograde()
    (school.root / "submitted" / "a" / "ps1" / "problem2.ipynb").unlink()
    school.autograde()
    assert school.scores()["a"] == {"problem1": 3, "problem2": 0}
    with bridge.open_gradebook(school.coursedir()) as book:
        waiting = {notebook.name: notebook.needs_manual_grade for notebook in book.find_submission("ps1", "a").notebooks}
    assert waiting["problem2"] and not (school.root / "autograded" / "a" / "ps1" / "problem2.ipynb").exists()


def test_links_are_not_followed(school):
    folder = school.hand_in("mallory")
    (folder / "sub").mkdir()
    (folder / "sub" / "gb").symlink_to("../../../../gradebook.db")
    (folder / "all").symlink_to("/etc")
    assert school.button("mallory")["success"]
    copied = {path.name for path in (school.root / "autograded" / "mallory" / "ps1").rglob("*")}
    assert copied == {"problem1.ipynb", "problem2.ipynb", "jupyter.png"}, "the picture is shown in problem1"


def test_a_submission_that_is_not_graded_keeps_no_old_score(school):
    folder = school.hand_in("a")
    school.autograde()
    assert school.scores()["a"]["problem1"] == 3
    for name in ("problem1", "problem2"):
        (folder / f"{name}.ipynb").write_text("PK")
    answer = school.button("a")
    assert not answer["success"] and "could not be read" in answer["log"]
    assert school.scores()["a"] == {"problem1": 0, "problem2": 0} and not (school.root / "autograded" / "a" / "ps1").exists()


def test_only_the_notebooks_that_were_asked_for(school, engine):
    school.hand_in("a")
    school.autograde(notebook_id="problem2")
    assert engine.ran == ["ps1/problem2"]
    school.autograde(notebook_id="problem1")
    assert engine.ran == ["ps1/problem2", "ps1/problem1"] and school.scores()["a"]["problem1"] == 3
    with pytest.raises(NbGraderException, match="No notebooks were matched"):
        school.autograde(notebook_id="problem9")
    with grade.Grader(school.layout(), ["ps1"]) as grader:
        assert grader.grade("ps1")[0].status in ("graded", "unchanged")
    assert school.scores()["a"]["problem1"] == 3


def test_without_force_an_existing_result_is_left_alone_until_a_newer_hand_in(school, engine):
    folder = school.hand_in("a")
    (folder / "timestamp.txt").write_text("2026-03-20 12:00:00 UTC")
    school.autograde(force=False)
    school.autograde(force=False)
    assert len(engine.ran) == 2
    (folder / "timestamp.txt").write_text("2026-03-21 12:00:00 UTC")
    school.autograde(force=False)
    assert len(engine.ran) == 4


def test_renamed_folders_and_another_structure_are_followed(school):
    school.settings.CourseDirectory.submitted_directory = "handed_in"
    school.settings.CourseDirectory.autograded_directory = "marked"
    school.settings.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}/{student_id}"
    school.hand_in("a")
    school.autograde()
    assert (school.root / "handed_in" / "ps1" / "a").exists()
    assert (school.root / "marked" / "ps1" / "a" / "problem1.ipynb").exists()
    assert (school.root / "marked" / ".seodang" / "ps1" / "a.json").exists() and school.scores()["a"]["problem1"] == 3


def test_permissions_are_nbgraders(school):
    school.hand_in("a")
    school.autograde()
    assert (school.root / "autograded" / "a" / "ps1" / "problem1.ipynb").stat().st_mode & 0o777 == 0o444
    school.settings.CourseDirectory.groupshared = True
    school.autograde()
    path = school.root / "autograded" / "a" / "ps1" / "problem1.ipynb"
    assert path.stat().st_mode & 0o777 == 0o664 and path.parent.stat().st_mode & 0o2770 == 0o2770


def test_hooks_run_before_and_after(school):
    seen = []
    school.settings.Autograde.pre_convert_hook = lambda **about: seen.append(("before", about["assignment"]))
    school.settings.Autograde.post_convert_hook = lambda **about: seen.append(("after", [Path(n).name for n in about["notebooks"]]))
    school.hand_in("a")
    school.autograde()
    assert seen == [("before", "ps1"), ("after", ["problem1.ipynb", "problem2.ipynb"])]


def test_unknown_students_are_refused_where_the_course_says_so(school):
    school.settings.Autograde.create_student = False
    school.hand_in("stranger")
    with pytest.raises(NbGraderException):
        school.autograde()
    assert school.scores() == {}


def test_no_execute_is_refused(school):
    school.settings.Execute.enabled = False
    school.hand_in("a")
    with pytest.raises(NbGraderException, match="outputs that students can write"):
        school.autograde()


def test_nothing_to_grade_is_nbgraders_error(school):
    with pytest.raises(NbGraderException, match="No notebooks were matched"):
        school.autograde()
    school.hand_in("a")
    shutil.rmtree(school.root / "source" / "ps1")
    with pytest.raises(NbGraderException, match="source/ps1 holds no notebook"):
        school.autograde()


def _with_other_kernel(school):
    path = school.root / "source" / "ps1" / "problem2.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.metadata.kernelspec = {"name": "python3", "language": "other", "display_name": "Other"}
    nbformat.write(notebook, path)
    school.settings.ClearSolutions.code_stub = {"python": "raise NotImplementedError()", "other": "raise NotImplementedError()"}


def test_a_kernel_that_is_not_python_is_refused(school):
    _with_other_kernel(school)
    (school.root / "submitted" / "a" / "ps1").mkdir(parents=True)
    with pytest.raises(NbGraderException, match=r"ps1/problem2: its kernel 'python3' is not Python.*own_execution_for"):
        school.autograde()


@pytest.mark.long
def test_nbgrader_itself_runs_what_the_course_says(school, engine):
    _with_other_kernel(school)
    school.settings.Seodang.own_execution_for = ["python3"]
    folder = school.hand_in("a")
    (folder / "gb").symlink_to("../../../gradebook.db")
    (folder / "helper.py").write_text("x = 1")
    school.autograde()
    assert engine.ran == ["ps1/problem1"] and school.scores()["a"]["problem1"] == 3
    there = {path.name for path in (school.root / "autograded" / "a" / "ps1").iterdir()}
    assert there == {"problem1.ipynb", "problem2.ipynb", "jupyter.png", "helper.py"}
    assert nbformat.read(school.root / "autograded" / "a" / "ps1" / "problem2.ipynb", 4).cells


def test_a_record_of_a_plug_in_run_has_everything(school):
    school.hand_in("a")
    school.autograde()
    found = json.loads((school.root / "autograded" / ".seodang" / "ps1" / "a.json").read_text())
    assert set(found["notebooks"]) == {"problem1", "problem2"} and found["booked"] and found["sandbox"] is True
    assert found["score"] == 3


WRONG = {
    "squares": "def squares(n):\n    return [i ** 2 for i in range(n)]",
    "sum_of_squares": "def sum_of_squares(n):\n    return sum(i * i for i in range(1, n + 1))",
    "part-a": "Because $\\sum_i i$.",
}


@pytest.mark.long
def test_the_gradebook_is_the_one_that_plain_nbgrader_writes_cell_by_cell(school, monkeypatch):
    """With the real engine: solved, wrong, untouched, late, with scores and comments by hand, and graded a second time."""
    monkeypatch.undo()
    school.settings.LateSubmissionPlugin.penalty_method = "zero"
    layout = school.layout()
    for student in ("solved", "wrong", "untouched", "late"):
        folder = layout.step("submitted", "ps1", student)
        folder.mkdir(parents=True)
        (folder / "timestamp.txt").write_text(f"2026-03-{'22' if student == 'late' else '20'} 12:00:00 UTC")
        for name in ("problem1", "problem2"):
            solved = student in ("solved", "late")
            notebook = nbformat.read(layout.notebook("source", f"ps1/{name}"), 4) if solved else layout.template(f"ps1/{name}")
            for cell in notebook.cells:
                if student == "wrong":
                    cell.source = WRONG.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
            nbformat.write(notebook, folder / f"{name}.ipynb")
    found = {}
    for kind in (Autograde, plugin.SeodangAutograde):
        (school.root / "gradebook.db").write_bytes(empty_gradebook())
        shutil.rmtree(school.root / "autograded", ignore_errors=True)
        with bridge.open_gradebook(school.coursedir()) as book:
            book.update_or_create_assignment("ps1", duedate="2026-03-21 12:00:00 UTC")
        GenerateAssignment(coursedir=school.coursedir(assignment_id="ps1"), config=_forced(school.settings)).start()
        for _ in range(2):
            kind(coursedir=school.coursedir(assignment_id="ps1"), config=_forced(school.settings)).start()
            found.setdefault(kind, []).append(_written(school))
            with bridge.open_gradebook(school.coursedir()) as book:
                book.find_grade("part-a", "problem2", "ps1", "wrong").manual_score = 0.5
                grade_ = book.find_grade("correct_squares", "problem1", "ps1", "wrong")
                grade_.manual_score, grade_.extra_credit = 0.25, 1
                book.find_comment("squares", "problem1", "ps1", "wrong").manual_comment = "Begin at 1."
                book.db.commit()
    plain, ours = found.values()
    assert ours == plain and len(plain[0]) > 40


def _forced(settings):
    forced = Config(settings)
    forced.BaseConverter.force = True
    return forced


def _written(school):
    """All that autograding writes: {(student, notebook, cell): …}, penalties and times."""
    found = {}
    with bridge.open_gradebook(school.coursedir()) as book:
        for submission in book.assignment_submissions("ps1"):
            found[submission.student_id] = submission.timestamp, submission.score, submission.needs_manual_grade, submission.max_score
            for notebook in submission.notebooks:
                place = submission.student_id, notebook.name
                found[place] = notebook.score, notebook.late_submission_penalty, notebook.failed_tests
                for g in notebook.grades:
                    found[*place, g.name, "grade"] = g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade
                for c in notebook.comments:
                    found[*place, c.name, "comment"] = c.auto_comment, c.manual_comment
    return found
