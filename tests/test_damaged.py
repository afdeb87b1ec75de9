"""Honest notebooks as they really arrive: whatever happened to one on its way, the answers that are in it are found.

Each file of tests/damaged is one accident: `damage(notebook, folder)` takes a complete right submission and writes into `folder` what
arrives. LOSES says whose answers really are gone (first, last, essay, all), SAYS what the student must be told (nothing if empty), and
KEEPS a text that must survive in a cell of her own.
"""

import ast
import functools
import importlib.util
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import nbgrader.apps.api
import nbgrader.apps.autogradeapp
import nbgrader.converters
import pytest
from handing_in import all_tests, answers, dumps, essay, flags, hand_in, untouched
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from small_assignment import NAME, TEXT

from seodang import bridge, build, grade, plugin
from seodang.course import Course
from seodang.intake import take_in
from seodang.layout import Layout
from seodang.places import released
from seodang.reader import Plain

ROOT = Path(__file__).resolve().parents[1]
DAMAGED = sorted((ROOT / "tests" / "damaged").glob("*.py"))
ASSIGNMENTS = ("102_regression", "105_knn", NAME)
WORDS = "These are my own words."


def load(path):
    spec = importlib.util.spec_from_file_location(f"damaged_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """A course with the small assignment, built."""
    course = Course(tmp_path_factory.mktemp("course"))
    for folder in ("solutions", "datasets"):
        (course.root / folder).mkdir()
    course.solution(NAME).write_text(TEXT, encoding="utf-8")
    build.build(course, NAME)
    return course


@pytest.fixture(scope="session")
def prepared(small):
    """A function: assignment → its template, and the complete right submission."""

    @functools.cache
    def prepare(name):
        course = small if name == NAME else Course(ROOT)
        template = Layout.of(course).template(name)
        submission = nbformat.from_dict(template)
        solved = {cell.name: cell.source for cell in course.read(name).cells if cell.role == "solution"}
        for cell in submission.cells:
            cell.source = without_marks(solved.get(cell.id, released(cell.source)))
        essay(submission).source = WORDS
        return template, submission

    return lambda name: tuple(map(nbformat.from_dict, prepare(name)))


def without_marks(source):
    return "\n".join(line for line in source.split("\n") if "### BEGIN" not in line and "### END" not in line)


@pytest.fixture
def folder(tmp_path):
    """A function: assignment → submitted/STUDENT/ASSIGNMENT."""

    def make(name, student="2021000001"):
        path = tmp_path / "submitted" / student / name
        path.mkdir(parents=True)
        return path

    return make


def lost(damaged, template):
    """The ids of the answers that LOSES names."""
    exercises = [cell.id for cell in answers(template)]
    known = {"first": exercises[:1], "last": exercises[-1:], "essay": [essay(template).id], "all": [*exercises, essay(template).id]}
    return {name for word in damaged.LOSES for name in known[word]}


def meaning(source, function):
    """What a source says about a function, however it is laid out, without docstrings."""
    nodes = ast.walk(ast.parse(Plain(0, "code", source).extract({function})))
    found = next(node for node in nodes if isinstance(node, ast.FunctionDef) and node.name == function)
    if ast.get_docstring(found) is not None:
        del found.body[0]
    return ast.dump(found)


def assert_sound(template, taken):
    """All that holds whatever was handed in: the instructor's cells stand as they were, in their order, and the rest is plain."""
    nbformat.validate(taken.notebook)
    json.dumps(taken.notebook).encode()
    assert len(taken.roles) == len(taken.notebook.cells)
    known = [cell.id for cell in template.cells]
    assert [cell.id for cell in taken.notebook.cells if cell.id in known] == known
    originals = {cell.id: cell for cell in template.cells}
    for cell, role in zip(taken.notebook.cells, taken.roles, strict=True):
        original = originals.get(cell.id)
        assert (original is None) == (role == "amended" or role == "added" and cell.id not in originals)
        assert cell.metadata == (original.metadata if original else {})
        assert original is None or cell.cell_type == original.cell_type
        assert role in ("solution", "essay", "added", "amended") or cell.source == original.source
        assert cell.cell_type != "code" or cell.outputs == [] and cell.execution_count is None
    assert all(line[0] == line[0].upper() and line.endswith(".") and "BEGIN HIDDEN" not in line for line in taken.mended)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param(path, name, id=f"{path.stem}-{name}")
        for path in DAMAGED
        for name in ASSIGNMENTS
        if path.stem != "large_outputs" or name == NAME  # slow, and the same for every assignment
    ],
)
def test_every_answer_that_arrived_stands_in_its_place(path, name, prepared, folder):
    template, submission = prepared(name)
    right, damaged, place = {cell.id: cell.source for cell in submission.cells}, load(path), folder(name)
    damaged.damage(submission, place)
    taken = take_in(template, place, name)
    assert_sound(template, taken)

    gone, found = lost(damaged, template), {cell.id: cell.source for cell in taken.notebook.cells}
    for cell in answers(template):
        expected = cell.source if cell.id in gone else right[cell.id]
        assert meaning(found[cell.id], cell.id) == meaning(expected, cell.id), taken.mended
    words = essay(template)
    assert words.id in gone or WORDS in found[words.id], taken.mended
    assert taken.untouched == {words.id} & gone

    said = "\n".join(taken.mended)
    assert damaged.SAYS.lower() in said.lower() if damaged.SAYS else not said
    own = [cell.source for cell, role in zip(taken.notebook.cells, taken.roles, strict=True) if role in ("added", "amended")]
    assert getattr(damaged, "KEEPS", "") in "\n".join(own)


# The whole class at once, through every door


def by_seodang(course):
    grade.grade(course, NAME)
    return ""


def by_nbgrader(course):
    """`nbgrader autograde`, as a person types it; it ends with an error where a submission could not be graded."""
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME, "--force"]
    return subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=300).stderr


def by_button(course):
    """What formgrader's button does, for one student after the other."""
    config = bridge.configuration(course)  # reads nbgrader_config.py, which puts our Autograde in the place of nbgrader's
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    students = sorted(path.parent.name for path in (course.root / "submitted").glob(f"*/{NAME}"))
    return "".join(api.autograde(NAME, student)["log"] for student in students)


DOORS = {"seodang": by_seodang, "nbgrader": by_nbgrader, "button": by_button}
NEIGHBOURS = {"neighbour_all": 4, "neighbour_half": 2}


def hand_in_links(root, student, notebook):
    """Links in every place: to another's notebook and folder, to the gradebook, to themselves; {student: score, None if not graded}."""
    folders = {name: root / "submitted" / name / NAME for name in ("link_data", "link_loops", "link_notebook")}
    for folder in folders.values():
        folder.mkdir(parents=True)
    for name in ("link_data", "link_loops"):
        hand_in(notebook, folders[name])
    data, loops = folders["link_data"], folders["link_loops"]
    (data / "gradebook.db").symlink_to("../../../gradebook.db")
    (data / "timestamp.txt").symlink_to("/etc/hostname")
    (data / "machine").symlink_to("/")
    (loops / "here").symlink_to(".")
    (loops / "one").symlink_to("two")
    (loops / "two").symlink_to("one")
    (folders["link_notebook"] / f"{NAME}.ipynb").symlink_to(f"../../{student}/{NAME}/{NAME}.ipynb")
    (root / "submitted" / "link_folder").mkdir()
    (root / "submitted" / "link_folder" / NAME).symlink_to(f"../{student}/{NAME}")
    (root / "submitted" / "link_student").symlink_to(student)
    return {"link_data": 4, "link_loops": 4, "link_notebook": None, "link_folder": None, "link_student": None}


@pytest.fixture(scope="module")
def everybody(small, prepared, tmp_path_factory):
    """A course whose class handed in all that is damaged, and links; two neighbours are as they should be."""
    root = tmp_path_factory.mktemp("class") / "course"
    shutil.copytree(small.root, root)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for student in (*NEIGHBOURS, *(path.stem for path in DAMAGED)):
        place = root / "submitted" / student / NAME
        place.mkdir(parents=True)
        _, submission = prepared(NAME)
        if student == "neighbour_half":
            answers(submission)[-1].source = "def spread(x):\n    return x[-1] - x[0]"
        damage = hand_in if student in NEIGHBOURS else load(ROOT / "tests" / "damaged" / f"{student}.py").damage
        damage(submission, place)
    _, submission = prepared(NAME)
    links = hand_in_links(root, "neighbour_all", submission)
    return root, links


@dataclass(frozen=True)
class Graded:
    """What came of grading the class: gradebook, records and log; `alone` is the gradebook when only the neighbours were graded."""

    root: Path
    log: str
    alone: dict
    booked: dict
    links: dict

    def record(self, student):
        return json.loads((self.root / "autograded" / ".seodang" / NAME / f"{student}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=DOORS)
def graded(request, everybody, tmp_path_factory):
    """The class, graded through one of the doors; a person has given the neighbours points in between."""
    whole, links = everybody
    course = Course(tmp_path_factory.mktemp(request.param) / "course")
    shutil.copytree(whole, course.root, symlinks=True)
    submitted, aside = course.root / "submitted", course.root / "aside"
    submitted.rename(aside)
    submitted.mkdir()
    door, modules = DOORS[request.param], (nbgrader.converters, nbgrader.apps.api, nbgrader.apps.autogradeapp)
    with pytest.MonkeyPatch.context() as patch:
        for module in modules:
            patch.setattr(module, "Autograde", module.Autograde)
        for module in (nbgrader.converters, nbgrader.apps.api, nbgrader.apps.generatefeedbackapp):
            patch.setattr(module, "GenerateFeedback", module.GenerateFeedback)
        for student in NEIGHBOURS:
            (aside / student).rename(submitted / student)
        door(course)
        with bridge.gradebook(course) as book:
            book.find_grade("why", NAME, NAME, "neighbour_all").manual_score = 0.5
            book.db.commit()
        alone = booked(course)
        for path in aside.iterdir():
            path.rename(submitted / path.name)
        log = door(course)
        plugin.kept.close()
    return Graded(course.root, log, alone, booked(course), links)


def booked(course):
    """{student: what the gradebook says}."""
    with bridge.gradebook(course) as book:
        return {
            submission.student_id: {
                "score": submission.score,
                "waits": submission.needs_manual_grade,
                **{g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for n in submission.notebooks for g in n.grades},
            }
            for submission in book.assignment_submissions(NAME)
        }


@pytest.mark.long
@pytest.mark.parametrize("path", DAMAGED, ids=lambda path: path.stem)
def test_the_damaged_are_graded_on_what_they_contain_and_told_what_was_mended(path, graded, prepared):
    template, _ = prepared(NAME)
    damaged, record, found = load(path), graded.record(path.stem), graded.booked[path.stem]
    gone, exercise, points = lost(damaged, template), None, {}
    for cell in template.cells:
        exercise = cell.id if cell in answers(template) else exercise
        if cell in all_tests(template):
            points[cell.id] = 0 if exercise in gone else flags(cell)["points"]
    assert {test: found[test][0] for test in points} == points and found["score"] == sum(points.values())
    said = "\n".join([record["message"], *(line for notebook in record["notebooks"].values() for line in notebook["mended"])])
    assert damaged.SAYS.lower() in said.lower() if damaged.SAYS else not said
    assert not graded.log or not damaged.SAYS or damaged.SAYS.lower() in graded.log.lower()
    is_graded = "all" not in damaged.LOSES
    assert record["status"] == ("graded" if is_graded else "not graded") and found["waits"] == (not is_graded or "why" not in gone)


@pytest.mark.long
def test_the_rest_of_the_class_is_untouched(graded):
    for student, score in NEIGHBOURS.items():
        by_hand = 0.5 if student == "neighbour_all" else 0
        assert graded.booked[student] == graded.alone[student] and graded.booked[student]["score"] == score + by_hand
        assert not any(notebook["mended"] for notebook in graded.record(student)["notebooks"].values())
    assert graded.booked.keys() == {*NEIGHBOURS, *(path.stem for path in DAMAGED), *graded.links}


@pytest.mark.long
def test_links_lead_nowhere(graded):
    for student, score in graded.links.items():
        record, folder = graded.record(student), graded.root / "autograded" / student / NAME
        assert record["status"] == ("not graded" if score is None else "graded") and graded.booked[student]["score"] == (score or 0)
        assert "is a link" in json.dumps(record)
        names = sorted(path.name for path in folder.rglob("*")) if folder.exists() else []
        assert names == ([] if score is None else [f"{NAME}.ipynb"])
        assert not graded.log or f"{student}: " in graded.log
    assert not [path for path in (graded.root / "autograded").rglob("*") if path.is_symlink()]


def test_what_the_damaged_notebooks_call_untouched_is_what_students_get(prepared):
    for name in ASSIGNMENTS:
        template, submission = prepared(name)
        assert [untouched(cell) for cell in answers(submission)] == [cell.source for cell in answers(template)]


def test_the_undamaged_notebook_is_taken_without_a_word(prepared, folder):
    for name in ASSIGNMENTS:
        template, submission = prepared(name)
        place = folder(name)
        hand_in(submission, place)
        taken = take_in(template, place, name)
        assert_sound(template, taken)
        assert taken.mended == () and taken.files == {} and taken.untouched == set()
        assert [cell.source for cell in answers(taken.notebook)] == [cell.source for cell in answers(submission)]
        assert len(taken.notebook.cells) == len(template.cells)


# Anything at all


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
ANYTHING = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4))
QUICKLY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def file_of(value):
    return json.dumps(value).encode()


@QUICKLY
@given(data=st.binary(max_size=200) | ANYTHING.map(file_of))
def test_no_bytes_stop_the_intake(data, prepared, tmp_path_factory):
    taken = taken_from(data, prepared, tmp_path_factory)
    assert len(taken.mended) == 2 and taken.mended[-1].startswith("No notebook could be read") and len(taken.untouched) == 1


@st.composite
def mutations(draw):
    """Changes to a notebook: (cell, key, new value) or (cell, what to do with it)."""
    key = st.sampled_from(["cell_type", "source", "metadata", "id", "outputs", "attachments", "metadata.nbgrader", "metadata.grade_id"])
    one = st.tuples(st.integers(0, 8), key, ANYTHING)
    text = st.sampled_from(["markdown", "code", "raw", "spread", "centre", "mean_becomes_zero", "def centre(x):", "%%x\n", "\ud800", ""])
    other = st.tuples(st.integers(0, 8), st.sampled_from(["delete", "double", "to the end", "merge", "replace"]), ANYTHING)
    return draw(st.lists(one | st.tuples(st.integers(0, 8), key, text) | other, min_size=1, max_size=8))


def mutate(cells, number, what, value):
    if not cells:
        return
    number %= len(cells)
    cell = cells[number]
    if what == "delete":
        del cells[number]
    elif what == "double":
        cells.append(json.loads(json.dumps(cell)))
    elif what == "to the end":
        cells.append(cells.pop(number))
    elif what == "replace" or not isinstance(cell, dict):
        cells[number] = value
    elif what == "merge":
        texts = [other.get("source") for other in cells[number : number + 2] if isinstance(other, dict)]
        cell["source"] = "\n".join(text for text in texts if isinstance(text, str))
        del cells[number + 1 : number + 2]
    elif what.startswith("metadata."):
        flags = cell["metadata"].setdefault("nbgrader", {}) if isinstance(cell.get("metadata"), dict) else {}
        if isinstance(flags, dict) and what.endswith("grade_id"):
            flags["grade_id"] = value
        elif isinstance(cell.get("metadata"), dict):
            cell["metadata"]["nbgrader"] = value
    else:
        cell[what] = value


@QUICKLY
@given(changes=mutations())
def test_no_mutation_of_a_notebook_changes_the_instructors_cells(changes, prepared, tmp_path_factory):
    _, submission = prepared(NAME)
    notebook = json.loads(dumps(submission))
    for change in changes:
        mutate(notebook["cells"], *change)
    taken_from(file_of(notebook), prepared, tmp_path_factory)


def taken_from(data, prepared, tmp_path_factory):
    """What is taken from a notebook file of these bytes; sound, whatever they are."""
    template, _ = prepared(NAME)
    before = nbformat.from_dict(template)
    place = tmp_path_factory.mktemp("any") / NAME
    place.mkdir()
    (place / f"{NAME}.ipynb").write_bytes(data)
    taken = take_in(template, place, NAME)
    assert_sound(before, taken)
    assert template == before
    return taken
