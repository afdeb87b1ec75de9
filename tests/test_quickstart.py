"""nbgrader's own quickstart course, which knows nothing of Seodang, gets the same scores from both engines."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import nbgrader
import pytest

from seodang import bridge
from seodang.course import Course

pytestmark = pytest.mark.long

SUBMITTED = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide" / "submitted"  # nbgrader's own two students
ZERO_BASED = "def squares(n):\n    if n < 1:\n        raise ValueError\n    return [i ** 2 for i in range(n)]"
UNCHECKED = "def squares(n):\n    return [i ** 2 for i in range(1, n + 1)]"
OWN_LOOP = "def sum_of_squares(n):\n    return sum(i * i for i in range(1, n + 1))"
OWN_LOOP_THAT_ASKS = "def sum_of_squares(n):\n    squares\n    return sum(i * i for i in range(1, n + 1))"
SWALLOWS = "def sum_of_squares(n):\n    try:\n        return sum(squares(n))\n    except NameError:\n        return 0"
# What a student wrote into the solved notebooks, {cell: answer}, and the automatic points: for squares, invalid input, sums, name-patching.
ANSWERS = {
    "solved": ({}, (1, 1, 0.5, 0.5)),
    "zero_based": ({"squares": ZERO_BASED}, (0, 1, 0, 0.5)),
    "unchecked": ({"squares": UNCHECKED}, (1, 0, 0.5, 0.5)),
    "own_loop": ({"sum_of_squares": OWN_LOOP}, (1, 1, 0.5, 0)),
    "own_loop_that_asks": ({"sum_of_squares": OWN_LOOP_THAT_ASKS}, (1, 1, 0.5, 0.5)),
    "swallows": ({"sum_of_squares": SWALLOWS}, (1, 1, 0.5, 0)),
    "raises": ({"squares": "1 / 0", "part-a": ""}, (0, 0, 0, 0)),
    "prints": (
        {"squares": "print('hello')\n" + UNCHECKED, "sum_of_squares": "sum_of_squares = lambda n: sum(squares(n))"},
        (1, 0, 0.5, 0.5),
    ),
}
TESTS = ("correct_squares", "squares_invalid_input", "correct_sum_of_squares", "sum_of_squares_uses_squares")


def run(root, *words):
    """Run nbgrader's command line in a folder; returns what it said."""
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    done = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """The quickstart course, released, with its own two students, one who wrote nothing, and those of ANSWERS."""
    folder = tmp_path_factory.mktemp("quickstart")
    run(folder, "quickstart", "school")
    root = folder / "school"
    run(root, "generate_assignment", "ps1")
    shutil.copytree(SUBMITTED, root / "submitted")
    shutil.copytree(root / "release" / "ps1", root / "submitted" / "untouched" / "ps1")
    for student, (answers, _) in ANSWERS.items():
        target = shutil.copytree(root / "release" / "ps1", root / "submitted" / student / "ps1")
        for name in ("problem1", "problem2"):
            written = {**solved(root / "source" / "ps1" / f"{name}.ipynb"), **answers}
            notebook = nbformat.read(target / f"{name}.ipynb", 4)
            for cell in notebook.cells:
                cell.source = written.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
            nbformat.write(notebook, target / f"{name}.ipynb")
    return root


def solved(path):
    """{cell: the instructor's answer} of a source notebook."""
    cells = [cell for cell in nbformat.read(path, 4).cells if cell.metadata.get("nbgrader", {}).get("solution")]
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in cells}


def graded(school, root, config=""):
    """{(student, notebook, cell): (automatic points, waits for a person, points)} of a copy of the course, graded."""
    shutil.copytree(school, root)
    with open(root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(config)
    run(root, "autograde", "ps1")
    found = {}
    with bridge.gradebook(Course(root)) as book:
        for submission in book.assignment_submissions("ps1"):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    place = submission.student_id, notebook.name, grade.name
                    assert place not in found
                    found[place] = grade.auto_score, grade.needs_manual_grade, grade.max_score
    return found


def test_both_engines_give_the_same_scores_cell_by_cell(school, tmp_path):
    plain = graded(school, tmp_path / "plain")
    ours = graded(school, tmp_path / "ours", "\nimport seodang.plugin\nseodang.plugin.install()\n")
    assert (tmp_path / "ours" / "autograded" / ".seodang" / "ps1" / "hacker.json").exists(), "it was our engine"
    assert not (tmp_path / "plain" / "autograded" / ".seodang").exists()
    assert ours == plain
    students = {student for student, _, _ in plain}
    assert students == {"bitdiddle", "hacker", "untouched", *ANSWERS} and {notebook for _, notebook, _ in plain} == {"problem1", "problem2"}
    for student, (_, points) in ANSWERS.items():
        assert tuple(plain[student, "problem1", test][0] for test in TESTS) == points, student
