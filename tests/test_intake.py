"""Taking in: what is found, what is dropped, what is said, and what hostile files cannot do. Honest accidents are in test_damaged.py."""

import base64
import json
import os
import sys
import unicodedata
import warnings
import zipfile

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from seodang import belongings, matching, reader, sources
from seodang.intake import take_in
from seodang.places import places, roles
from seodang.reader import Plain, Unreadable

NAME = "108_small"
PNG = base64.b64encode(b"not really a picture").decode()


def flagged(cell, grade_id, **flags):
    flags = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3} | flags
    cell.metadata["nbgrader"] = {"grade_id": grade_id, **flags}
    cell.id = grade_id
    return cell


SETUP = "import math\n\nK = 3\nrows = [1, 2]"
TEST = "# Twice is twice as much.\nassert twice(2) == 4, 'twice(2) is four'\nassert twice(-1) == -2"
HIDDEN = "\n### BEGIN HIDDEN TESTS\nassert twice(1e9) == 2e9, 'CANARY'\n### END HIDDEN TESTS"
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
TWICE = "def twice(x):\n    return 2 * x"
SOON = pytest.mark.timeout(60)  # a second; minutes if some step were quadratic


def template():
    """A notebook of a course that knows nothing of Seodang: no roles of ours, and a stub that binds no name."""
    cells = [
        new_markdown_cell("# Small things", id="title"),
        flagged(new_code_cell(SETUP), "setup", locked=True),
        new_markdown_cell("Write `twice`, which doubles a number.", id="question"),
        flagged(new_code_cell(f"def twice(x):\n    {STUB.replace(chr(10), chr(10) + '    ')}"), "twice", solution=True),
        flagged(new_code_cell(TEST + HIDDEN), "doubles", grade=True, locked=True, points=2),
        flagged(new_code_cell("print([twice(row) for row in rows])"), "show", locked=True),
        new_code_cell("# a place to try things", id="free"),
        flagged(new_code_cell(STUB), "best", solution=True),
        flagged(new_code_cell("assert best == 7, 'the best is seven'"), "best_is_seven", grade=True, locked=True, points=1),
        flagged(new_code_cell(STUB), "plot", grade=True, solution=True, points=1),
        flagged(new_markdown_cell("YOUR ANSWER HERE"), "why", grade=True, solution=True, points=2),
        flagged(new_markdown_cell("Hand in a drawing below."), "drawing", task=True, points=1),
    ]
    return new_notebook(cells=cells)


ANSWERS = {"twice": TWICE, "best": "best = 7", "plot": "print('a plot')", "why": "Because."}


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "submitted" / "2021000001" / NAME
    path.mkdir(parents=True)
    return path


@pytest.fixture
def hand_in(folder):
    """A function that hands in what students got, with answers and with changes, and returns what is taken."""

    def hand_in(change=lambda cells: None, answers=ANSWERS):
        notebook = template()
        for cell, place in zip(notebook.cells, places(notebook), strict=True):
            cell.source = answers.get(cell.id, place.source)
        change(notebook.cells)
        notebook.cells = [cell for cell in notebook.cells if cell is not None]
        (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        return take_in(template(), folder, NAME)

    return hand_in


def at(cells, name):
    return next(i for i, cell in enumerate(cells) if cell.id == name)


def source(taken, name):
    return taken.notebook.cells[at(taken.notebook.cells, name)].source


def of_role(taken, *wanted):
    """The sources of the student's own cells of some roles."""
    own = {cell.id for cell in template().cells}
    pairs = zip(taken.notebook.cells, taken.roles, strict=True)
    return [cell.source for cell, role in pairs if role in wanted and cell.id not in own]


def without_metadata(cells):
    for number, cell in enumerate(cells):
        cell.metadata, cell.id = {}, f"x{number}"


# The instructor's notebook


def test_roles_are_found_in_courses_that_were_not_written_for_us():
    expected = "markdown setup markdown solution test run added solution test essay essay task"
    assert roles(template()) == tuple(expected.split())


def test_a_role_of_ours_stands_above_the_rule():
    notebook = template()
    notebook.cells[1].metadata["seodang"] = {"role": "run"}
    assert roles(notebook)[1] == "run"


def test_a_place_is_known_by_what_students_got():
    found = places(template())
    assert found[4].source == TEST and found[3].names == {"twice"} and found[7].names == frozenset()
    assert [str(place) for place in found[1:5]] == [
        "the setup cell at the beginning",
        "the text at the beginning",
        "the answer to twice",
        "the test doubles",
    ]
    assert [str(found[i]) for i in (5, 6, 9, 10, 11)] == [
        "the cell behind twice",
        "the free cell behind twice",
        "the answer to plot",
        "the written answer why",
        "the task drawing",
    ]


# Answers


def test_a_complete_submission_is_taken_as_it_is(hand_in):
    taken = hand_in()
    assert taken.mended == () and taken.untouched == frozenset() and taken.roles == roles(template())
    assert {name: source(taken, name) for name in ANSWERS} == ANSWERS
    assert source(taken, "doubles") == TEST + HIDDEN


def test_what_nobody_answered_is_untouched(hand_in):
    taken = hand_in(answers={"why": " YOUR ANSWER\nHERE\n"})
    assert taken.untouched == {"plot", "why"} and taken.mended == ()


def test_answers_without_metadata_are_found_by_name_and_by_neighbours(hand_in):
    taken = hand_in(without_metadata)
    assert {name: source(taken, name) for name in ANSWERS} == ANSWERS
    assert taken.mended == (f"T{matching.LOST[1:]}.",)
    assert len(taken.notebook.cells) == len(template().cells)


def test_a_cell_without_metadata_stays_between_its_neighbours(hand_in):
    def change(cells):
        without_metadata(cells)
        cells.insert(3, new_code_cell("def helper(x):\n    return x"))
        cells.insert(5, new_code_cell("twice(3)"))

    taken = hand_in(change)
    order = [cell.source for cell in taken.notebook.cells]
    places = [order.index(text) for text in ("def helper(x):\n    return x", TWICE, "twice(3)", TEST + HIDDEN)]
    assert places == sorted(places) and of_role(taken, "added") == ["def helper(x):\n    return x", "twice(3)"]


def test_of_two_versions_the_last_is_taken_and_it_is_said(hand_in):
    def change(cells):
        again = new_code_cell("def twice(x):\n    return x + x", metadata=cells[3].metadata)
        cells.insert(6, again)

    taken = hand_in(change)
    assert source(taken, "twice") == "def twice(x):\n    return x + x" and of_role(taken, "added") == []
    assert taken.mended == (
        "Cells 4 and 7 both give the answer to twice; cell 7 was taken.",
        "Moved, and put back where they belong: cell 7 (the answer to twice).",
    )


def test_of_two_versions_of_an_answer_without_a_name_the_last_is_taken(hand_in):
    taken = hand_in(lambda cells: cells.insert(9, new_code_cell("best = 8", metadata=cells[7].metadata)))
    assert source(taken, "best") == "best = 8" and of_role(taken, "added") == []


def test_a_copied_cell_with_something_else_in_it_stays_a_cell_of_the_students_own(hand_in):
    taken = hand_in(lambda cells: cells.insert(4, new_code_cell("print(twice(3), twice(4))", metadata=cells[3].metadata)))
    assert source(taken, "twice") == TWICE and of_role(taken, "added") == ["print(twice(3), twice(4))"] and taken.mended == ()


def test_an_answer_is_not_taken_from_a_cell_that_is_only_tried_out(hand_in):
    """The answer stands in its own cell; a later experiment of the same name is an experiment."""
    taken = hand_in(lambda cells: cells.append(new_code_cell("def twice(x):\n    return 0")))
    assert source(taken, "twice") == TWICE and of_role(taken, "added") == ["def twice(x):\n    return 0"]


def test_an_instructors_cell_that_binds_the_name_is_no_answer(folder):
    notebook = template()
    notebook.cells[7].source = "best = None  # YOUR CODE HERE"
    notebook.cells[8].source = "best = 7\nassert best == 7"
    (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook))
    assert source(take_in(notebook, folder, NAME), "best") == "best = None  # YOUR CODE HERE"


def test_code_merged_with_the_test_comes_without_the_instructors_lines(hand_in):
    def change(cells):
        cells[3].source += f"\n\n{TEST}"
        cells[4] = None

    taken = hand_in(change)
    assert source(taken, "twice") == TWICE and "CANARY" not in "".join(taken.mended)
    assert taken.mended == ("Cell 4 also held the test doubles; what was merged was taken apart.",)


def test_an_answer_in_a_test_cell_is_found_and_nothing_else_of_it_is_kept(hand_in):
    def change(cells):
        cells[4].source = f"{TWICE}\n\n\nprint('mine')\n{TEST.replace('4', '5')}"
        cells[3] = None

    taken = hand_in(change)
    assert source(taken, "twice") == TWICE and of_role(taken, "added", "amended") == []
    assert "The answer to twice was found in cell 4, with the test doubles; it was taken from there." in taken.mended
    assert "Cell 4, the test doubles, was changed; it was put back as handed out." in taken.mended


def test_what_was_merged_below_a_test_is_dropped_where_it_is_no_answer(hand_in):
    taken = hand_in(lambda cells: cells[4].update(source=f"{TEST}\n\nprint('mine')"))
    assert of_role(taken, "added", "amended") == [] and source(taken, "doubles") == TEST + HIDDEN
    assert taken.mended == ("Cell 5 held more than a test; what was added to it was left out.",)


@pytest.mark.parametrize("merged", [f"{TEST}\n\nbest = 7", f"best = 7\n\n{TEST}"])
def test_an_answer_without_a_name_merged_with_a_test_stands_where_it_should(hand_in, merged):
    """Under the id of the test above, or of the test below."""

    def change(cells):
        above = merged.startswith(TEST)
        cells[4 if above else 8].source = merged if above else merged.replace(TEST, cells[8].source)
        cells[5:8] = [None] * 3

    assert source(hand_in(change), "best") == "best = 7"


def test_a_pasted_stub_with_a_remark_does_not_displace_the_answer(hand_in):
    stub = new_code_cell(f"{template().cells[3].source}\n# to be done", metadata=template().cells[3].metadata)
    assert source(hand_in(lambda cells: cells.insert(4, stub)), "twice") == TWICE


def test_cells_stay_at_the_stub_when_the_answer_was_found_elsewhere(hand_in):
    def change(cells):
        cells[3].source = template().cells[3].source
        cells.insert(4, new_code_cell("below the stub"))
        cells.append(new_code_cell(TWICE))
        cells.append(new_code_cell("below the answer"))

    taken = hand_in(change)
    assert source(taken, "twice") == TWICE
    order = [cell.source for cell in taken.notebook.cells]
    assert order.index(TWICE) + 1 == order.index("below the stub") and order[-1] == "below the answer"


def test_of_equal_stubs_without_metadata_the_right_one_is_left(hand_in):
    taken = hand_in(without_metadata, {**ANSWERS, "plot": STUB})
    assert source(taken, "best") == "best = 7" and taken.untouched == {"plot"}
    taken = hand_in(without_metadata, {**ANSWERS, "best": STUB})
    assert source(taken, "best") == STUB and source(taken, "plot") == ANSWERS["plot"]


def test_answers_that_only_their_order_tells_apart_are_taken_in_order():
    stubs = [flagged(new_code_cell(STUB), name, solution=True) for name in ("one", "two")]
    cells = [Plain(number, "code", source) for number, source in enumerate(("x = 1", "y = 2"), start=1)]
    found = matching.match(places(new_notebook(cells=stubs)), cells)
    assert [found.answers[0].source, found.answers[1].source] == ["x = 1", "y = 2"]


def test_two_answers_in_one_cell_answer_both():
    """The first gets the whole cell, the other what binds its name."""
    stubs = [flagged(new_code_cell(f"def {name}():\n    raise NotImplementedError()"), name, solution=True) for name in ("one", "two")]
    second = "# The second\ndef two():\n    return 2"
    merged = Plain(1, "code", f"import math\n\ndef one():\n    return 1\n\ndef help():\n    pass\n\n{second}", ("one",))
    found = matching.match(places(new_notebook(cells=stubs)), [merged])
    assert found.answers[0] is merged and found.answers[1].source == second


def test_an_answer_is_not_taken_from_a_cell_that_only_writes_a_file(hand_in):
    text = f"%%writefile mine.py\n{TWICE}"
    taken = hand_in(lambda cells: cells.append(new_code_cell(text)), {**ANSWERS, "twice": template().cells[3].source})
    assert source(taken, "twice") == template().cells[3].source and of_role(taken, "added") == [text]


# Another assignment's notebook


def other_assignment(cells, *names):
    """Put answers to another assignment in the place of ours; the setup and the texts are shared."""
    cells[3:] = [flagged(new_code_cell(f"def {name}(x):\n    return x"), name, solution=True) for name in names]


def test_another_assignments_notebook_is_named_and_not_graded(hand_in):
    taken = hand_in(lambda cells: other_assignment(cells, "knn", "distance"))
    assert taken.mended == (
        f"{NAME}.ipynb is the notebook of another assignment, with answers to knn, distance.",
        f"No notebook could be read as {NAME}: hand in the notebook of that name.",
    )
    assert taken.roles == roles(template()) and taken.untouched == {"plot", "why"}


def test_another_assignments_notebook_without_marks_is_not_graded(hand_in):
    """The setup and the texts that a course shares do not make it the right one."""
    taken = hand_in(lambda cells: [other_assignment(cells, "knn"), without_metadata(cells)])
    assert taken.mended[0] == f"{NAME}.ipynb holds nothing of the assignment." and taken.roles == roles(template())


def test_a_notebook_to_read_and_no_more_is_nobodys():
    text = new_notebook(cells=[new_markdown_cell("# Read this", id="text")])
    assert not matching.match(places(text), [Plain(1, "code", "x = 1")]).is_foreign


def test_answers_under_new_ids_between_known_tests_are_not_another_assignments(hand_in):
    def change(cells):
        cells[7] = flagged(cells[7], "best_one", solution=True)

    taken = hand_in(change)
    assert source(taken, "best") == "best = 7" and taken.untouched == frozenset()


def test_a_name_that_two_assignments_share_does_not_make_it_the_right_notebook(hand_in):
    taken = hand_in(lambda cells: other_assignment(cells, "twice", "knn", "distance"))
    assert "is the notebook of another assignment, with answers to twice, knn" in taken.mended[0] and taken.untouched


def test_more_exercises_than_ours_do_not_make_it_another_assignments(hand_in):
    def change(cells):
        cells += [flagged(new_code_cell(f"{name} = 1"), name, solution=True) for name in "abc"]

    assert source(hand_in(change), "twice") == TWICE


def test_a_notebook_with_nothing_of_the_assignment_waits_for_a_person(hand_in):
    taken = hand_in(lambda cells: cells.__setitem__(slice(None), [new_code_cell("x = 1"), new_markdown_cell("My essay")]))
    assert taken.mended[0] == f"{NAME}.ipynb holds nothing of the assignment." and "No notebook could be read" in taken.mended[1]


def test_the_right_notebook_is_found_beside_another_assignments(folder):
    notebook = template()
    for cell, place in zip(notebook.cells, places(notebook), strict=True):
        cell.source = ANSWERS.get(cell.id, place.source)
    (folder / "mine.ipynb").write_text(json.dumps(notebook))
    other_assignment(notebook.cells, "knn")
    (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook))
    taken = take_in(template(), folder, NAME)
    assert source(taken, "twice") == TWICE
    assert taken.mended == (f"The file is called mine.ipynb; it was graded as {NAME}.ipynb.",)


# Order and marks


def test_only_what_was_moved_is_said_to_be(hand_in):
    taken = hand_in(lambda cells: cells.insert(1, cells.pop(9)))
    assert taken.mended == ("Moved, and put back where they belong: cell 2 (the answer to plot).",)
    assert taken.roles == roles(template())


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([], []), ([1], [1]), ([1, 2, 3], [1, 2, 3]), ([3, 2, 1], [1]), ([5, 1, 2, 9, 3], [1, 2, 3]), ([2, 3, 4, 1], [2, 3, 4])],
)
def test_the_longest_rise_of_a_sequence(numbers, expected):
    assert list(matching._longest_rise(numbers))[::-1] == expected


def test_other_points_and_marks_are_put_back_and_said(hand_in):
    def change(cells):
        cells[4].metadata.nbgrader.points = 50
        cells[8].metadata.nbgrader.grade = False

    taken = hand_in(change)
    assert [cell.metadata for cell in taken.notebook.cells] == [cell.metadata for cell in template().cells]
    said = "cell 5 (the test doubles), cell 9 (the test best_is_seven)"
    assert taken.mended == (f"Points or nbgrader's marks were changed, and put back as handed out: {said}.",)


# Locked cells


def test_only_what_was_added_to_a_setup_cell_runs_behind_it(hand_in):
    """New imports, definitions and assignments; not a changed constant, not a call, not a magic."""
    added = "%matplotlib inline\nimport statistics\nK = 4\nL: int = 5\nprint(K)\n\n@staticmethod\ndef mine():\n    pass"
    taken = hand_in(lambda cells: cells[1].update(source=f"{SETUP}\n{added}"))
    assert source(taken, "setup") == SETUP
    assert of_role(taken, "amended") == ["import statistics\nL: int = 5\n@staticmethod\ndef mine():\n    pass"]
    assert taken.roles[1:3] == ("setup", "amended")
    assert taken.mended == (
        "Cell 2, the setup cell at the beginning, was changed; it was put back as handed out; "
        "what was added (L, mine, statistics) runs right behind it.",
    )


def test_nothing_of_a_changed_test_is_kept(hand_in):
    taken = hand_in(lambda cells: cells[4].update(source="import os\ndef twice(x):\n    return 4\nassert True"))
    assert source(taken, "doubles") == TEST + HIDDEN and of_role(taken, "added", "amended") == []
    assert source(taken, "twice") == TWICE


def test_copies_of_tests_are_dropped_and_counted(hand_in):
    def change(cells):
        cells += [new_code_cell(TEST), new_code_cell(TEST.replace("four", "five")), new_code_cell("assert twice(3) == 6")]

    taken = hand_in(change)
    assert of_role(taken, "added") == ["assert twice(3) == 6"]
    assert taken.mended == ("Copies of cells of the assignment were left out: cell 13, cell 14.",)


def test_a_copy_of_the_setup_stays(hand_in):
    """Students run it again to begin afresh."""
    assert of_role(hand_in(lambda cells: cells.append(new_code_cell(SETUP))), "added") == [SETUP]


def test_a_notebook_pasted_twice_is_taken_once(hand_in):
    """But for the setup and the free cell."""

    def change(cells):
        cells += [new_code_cell(c.source) if c.cell_type == "code" else new_markdown_cell(c.source) for c in cells if c.id not in ANSWERS]

    taken = hand_in(change)
    assert set(of_role(taken, "added")) == {SETUP, "# a place to try things"}


def test_a_locked_cell_turned_into_text_is_restored(hand_in):
    taken = hand_in(lambda cells: cells[5].update(cell_type="markdown"))
    assert taken.notebook.cells[5].cell_type == "code"
    assert taken.mended == ("Cell 6, the cell behind twice, was changed; it was put back as handed out.",)


def test_an_edited_setup_cell_is_known_without_its_metadata(hand_in):
    def change(cells):
        cells[1].source += "\nimport statistics"
        without_metadata(cells)

    taken = hand_in(change)
    assert taken.roles[1:3] == ("setup", "added") and of_role(taken, "added", "amended") == ["import statistics"]
    taken = hand_in(lambda cells: [change(cells), cells[1].update(source=cells[1].source.replace("3", "4"))])
    assert taken.roles[1:3] == ("setup", "amended") and of_role(taken, "added", "amended") == ["import statistics"]


def test_the_free_cell_is_the_students(hand_in):
    taken = hand_in(lambda cells: cells[6].update(source="twice(5)"))
    assert source(taken, "free") == "twice(5)" and taken.mended == ()


def test_what_is_drawn_for_a_task_stays_below_it(hand_in):
    taken = hand_in(lambda cells: cells.append(new_markdown_cell("My drawing")))
    assert taken.notebook.cells[-1].source == "My drawing" and taken.roles[-2:] == ("task", "added")


# What never enters


def test_nothing_but_texts_comes_from_the_submission(hand_in):
    def change(cells):
        for cell in cells:
            cell.metadata["evil"] = 1
            cell["extra"] = 1
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [{"output_type": "stream", "name": "stdout", "text": "forged"}], 7
        cells.append(new_code_cell("mine", id="doubles-2", metadata={"tags": ["evil"]}))

    taken = hand_in(change)
    written = json.dumps(taken.notebook)
    assert "evil" not in written and "forged" not in written and "extra" not in written and "doubles-2" not in written
    assert all(cell.execution_count is None for cell in taken.notebook.cells if cell.cell_type == "code")


def test_pictures_in_written_answers_are_kept_and_nothing_else_that_is_attached(hand_in):
    attached = {
        "plot 1.png": {"image/png": PNG, "text/html": "<script>"},
        "../evil.png": {"image/png": PNG},
        "evil.svg": {"image/svg+xml": PNG},
        "no.png": {"image/png": "<script>"},
        "list.jpeg": {"image/jpeg": [PNG, "\n"]},
    }
    taken = hand_in(lambda cells: cells[10].update(attachments=attached))
    kept = taken.notebook.cells[at(taken.notebook.cells, "why")].attachments
    assert kept == {"plot 1.png": {"image/png": PNG}, "list.jpeg": {"image/jpeg": f"{PNG}\n"}}


def test_too_many_pictures_are_cut(monkeypatch, hand_in):
    monkeypatch.setattr(reader, "MOST_PICTURES", 2 * len(PNG))
    taken = hand_in(lambda cells: cells[10].update(attachments={f"{n}.png": {"image/png": PNG} for n in range(5)}))
    assert len(taken.notebook.cells[at(taken.notebook.cells, "why")].attachments) == 2


def test_the_same_submission_gives_the_same_notebook(hand_in):
    def change(cells):
        cells.insert(2, new_code_cell("a = 1"))
        cells.append(new_markdown_cell("b"))

    assert hand_in(change) == hand_in(change)
    assert [cell.id for cell in hand_in(change).notebook.cells if cell.id.startswith("own")] == ["own-1", "own-2"]


def test_the_template_is_left_alone(folder):
    notebook = template()
    take_in(notebook, folder, NAME).notebook.cells[0].metadata["mine"] = 1
    assert notebook == template()


# What cannot be imported


def test_imports_that_are_missing_here_are_named_and_never_tried(hand_in, folder, monkeypatch):
    (folder.parents[2] / "dangerous.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(folder.parents[2])
    (folder / "helper.py").write_text("")
    lines = ["import no_such_a.b as c, math", "import dangerous", "from helper import x", "from . import y", "if 1:\n    import no_such_b"]
    taken = hand_in(lambda cells: cells.insert(1, new_code_cell("\n".join(lines) + "\n!pip install no_such_c")))
    assert taken.mended == (
        "Cell 2 imports no_such_a, which is not installed here.",
        "Cell 2 imports no_such_b, which is not installed here.",
    )
    assert "dangerous" not in sys.modules


def test_what_is_missing_of_a_package_that_several_projects_share_is_named(hand_in):
    lines = ["from google.colab import drive", "import google.protobuf, os.path", "from xml.no_such import x"]
    taken = hand_in(lambda cells: cells.insert(1, new_code_cell("\n".join(lines))))
    assert taken.mended == ("Cell 2 imports google.colab, which is not installed here.",)


# Files


def test_links_are_never_followed(folder, tmp_path):
    secret = tmp_path / "gradebook.db"
    secret.write_text("secret")
    (tmp_path / "dir").mkdir()
    (tmp_path / "dir" / "inner.csv").write_text("secret")
    os.symlink(secret, folder / "gb")
    os.symlink(tmp_path / "dir", folder / "more")
    os.mkfifo(folder / "pipe")
    (folder / "mine.csv").write_text("1")
    taken = take_in(template(), folder, NAME)
    assert list(taken.files) == ["mine.csv"] and taken.files["mine.csv"] == folder / "mine.csv"
    for name in ("Gb", "More", "Pipe"):
        assert f"{name} is a link or a device, which is not followed; it was left out." in taken.mended


def test_a_notebook_that_is_a_link_is_not_read(folder, tmp_path):
    other = tmp_path / "other.ipynb"
    other.write_text(json.dumps(new_notebook(cells=[new_code_cell("def twice(x):\n    return 'secret'")])))
    os.symlink(other, folder / f"{NAME}.ipynb")
    taken = take_in(template(), folder, NAME)
    assert "secret" not in json.dumps(taken.notebook) and taken.mended[-1].startswith("No notebook could be read")


@pytest.mark.parametrize("level", [0, 1])
def test_a_folder_that_is_a_link_is_not_entered(tmp_path, level):
    real = tmp_path / "real" / NAME
    real.mkdir(parents=True)
    (real / "mine.csv").write_text("1")
    student = tmp_path / "submitted" / "2021000001"
    (student if level else student.parent).mkdir(parents=True)
    os.symlink(real if level else real.parent, student / NAME if level else student)
    taken = take_in(template(), student / NAME, NAME)
    assert taken.files == {} and "a link, which is not followed" in taken.mended[0]


def test_a_folder_swapped_for_a_link_after_the_look_is_not_opened(folder, tmp_path):
    (folder / "sub").mkdir()
    (folder / "sub" / "a.ipynb").write_text("{}")
    files, _ = belongings.survey(folder)
    os.rename(folder / "sub", tmp_path / "moved")
    os.symlink(tmp_path / "moved", folder / "sub")
    with pytest.raises(Unreadable):
        belongings.content(folder, files[0])


def test_a_missing_folder_and_a_file_in_its_place_give_the_untouched_template(tmp_path):
    (tmp_path / "student").mkdir()
    (tmp_path / "student" / "file").write_text("x")
    for name in ("nothing", "file"):
        taken = take_in(template(), tmp_path / "student" / name, NAME)
        assert taken.roles == roles(template()) and len(taken.mended) == 2


def test_files_have_limits(folder, monkeypatch):
    monkeypatch.setattr(belongings, "MOST_FILES", 2)
    monkeypatch.setattr(belongings, "MOST_BYTES", 10)
    for name, size in (("a", 4), ("b", 11), ("c", 4), ("d", 1)):
        (folder / name).write_bytes(b"x" * size)
    taken = take_in(template(), folder, NAME)
    assert list(taken.files) == ["a", "c"]
    assert any(line.startswith("B, d left out: there may be 2 files") for line in taken.mended)


def test_hidden_files_stay_out_and_names_are_composed(folder):
    for name in (".git", "__pycache__", "data"):
        (folder / name).mkdir()
        (folder / name / "x.csv").write_text("1")
    (folder / unicodedata.normalize("NFD", "자료.csv")).write_text("1")
    assert list(take_in(template(), folder, NAME).files) == ["data/x.csv", "자료.csv"]


def test_names_that_are_not_text_are_left_out(folder):
    (folder / os.fsdecode(b"\xff\xfe.csv")).write_text("1")
    taken = take_in(template(), folder, NAME)
    assert taken.files == {}
    "".join(taken.mended).encode()


def test_too_many_and_too_deep_files_end_the_look(folder, monkeypatch):
    monkeypatch.setattr(belongings, "MOST_ENTRIES", 3)
    for number in range(9):
        (folder / f"{number}.csv").write_text("")
    assert len(belongings.survey(folder)[0]) == 3
    monkeypatch.setattr(belongings, "MOST_ENTRIES", 100)
    (folder / "/".join("abcdefghij")).mkdir(parents=True)
    assert "a/b/c/d/e/f/g/h/i lies too deep; it was left out" in belongings.survey(folder)[1]


def test_a_notebook_over_the_limit_is_not_read(folder):
    with open(folder / f"{NAME}.ipynb", "wb") as file:
        file.truncate(2**30)
    taken = take_in(template(), folder, NAME)
    assert "it is larger than 100 MB" in taken.mended[0]


def test_hostile_zips_are_refused_in_words(folder):
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../evil.ipynb", "{}")
        archive.writestr("bomb.ipynb", b" " * (101 * 2**20))
    (folder / "b.zip").write_bytes(b"PK\x03\x04 nothing else")
    taken = take_in(template(), folder, NAME)
    said = "\n".join(taken.mended)
    assert "its name leads out of the archive" in said and "over 100 MB" in said and "b.zip could not be read" in said.lower()
    assert not (folder.parent / "evil.ipynb").exists()


def test_a_helper_script_is_not_taken_for_the_notebook(folder):
    (folder / "helper.py").write_text("x = 1")
    taken = take_in(template(), folder, NAME)
    assert taken.files.keys() == {"helper.py"} and taken.mended[-1].startswith("No notebook could be read")


def test_the_notebook_with_the_most_cells_of_the_assignment_is_chosen(folder):
    part = template()
    part.cells = part.cells[:4]
    part.cells[3].source = TWICE
    whole = template()
    whole.cells[3].source = TWICE + "  # whole"
    (folder / "zzz.ipynb").write_text(json.dumps(whole))
    (folder / f"{NAME}_new.ipynb").write_text(json.dumps(part))
    taken = take_in(template(), folder, NAME)
    assert source(taken, "twice").endswith("# whole")
    assert taken.mended[0] == f"There are 2 notebooks; zzz.ipynb was graded, and not {NAME}_new.ipynb."


# Reading


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file is empty"),
        (b" \n\0", "the file is empty"),
        (b"nothing", "not a notebook"),
        (b"[]", "it is not a notebook"),
        (b'"x"', "it is not a notebook"),
        (b"{}", "no cells"),
        (b'{"cells": {}}', "no cells"),
        (b'{"cells": []}', "no cells"),
        (b'{"worksheets": [1, {"cells": 2}]}', "no cells"),
        (b"[" * 100_000, "too damaged"),
        (b'{"a":' * 100_000, "too damaged"),
        (b"<!doctype html>", "a web page"),
        (b"[" * 2_000_000, "too many parts"),
        (b'{"cells": ["' + b"x" * 17 * 2**20 + b'"]}', "still larger than 16 MB"),
    ],
)
def test_what_is_no_notebook_is_named(data, why):
    with pytest.raises(Unreadable, match=why):
        reader.read(data, "x.ipynb")


def cell_of(**values):
    return reader.read(json.dumps({"cells": [{"cell_type": "code", "source": "x", **values}]}).encode(), "x.ipynb")[0][0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"source": ["a\n", 1, None, "b"]}, ("code", "a\nb", ())),
        ({"source": {"a": 1}}, ("code", "", ())),
        ({"source": "a\r\nb\rc\0"}, ("code", "a\nb\nc", ())),
        ({"source": "\ufeffx"}, ("code", "x", ())),
        ({"cell_type": "widget"}, ("raw", "x", ())),
        ({"cell_type": ["code"]}, ("raw", "x", ())),
        ({"cell_type": "heading", "level": 1}, ("markdown", "## x", ())),
        ({"metadata": [], "id": 5}, ("code", "x", ())),
        ({"metadata": {"nbgrader": 1, "id": "b"}, "id": "a"}, ("code", "x", ("a", "b"))),
        ({"metadata": {"nbgrader": {"grade_id": ["g"]}}}, ("code", "x", ())),
        ({"metadata": {"nbgrader": {"grade_id": "g"}}, "id": "a"}, ("code", "x", ("g", "a"))),
    ],
)
def test_a_cell_of_wrong_types_is_read_as_far_as_it_goes(values, expected):
    cell = cell_of(**values)
    assert (cell.kind, cell.source, cell.claims) == expected


def test_half_characters_can_be_written_again():
    assert "\ud800" not in cell_of(source="x = '\ud800'").source
    cell_of(source="x = '\ud800'").source.encode()


def test_cells_that_are_none_and_too_many_are_counted(monkeypatch):
    monkeypatch.setattr(reader, "MOST_CELLS", 3)
    monkeypatch.setattr(reader, "MOST_SOURCE", 10)
    cells = [{"source": "12345"}, 7, {"source": "123456"}, {"source": "x"}]
    found, said = reader.read(json.dumps({"cells": cells}).encode(), "x.ipynb")
    assert [cell.number for cell in found] == [1] and said == ["3 of its 4 cells are no cells, or too many, and were left out"]


VALUES = st.recursive(
    st.none() | st.integers() | st.sampled_from(['"outputs"', "outputs", "\\", '\\"', "[", "]}", "a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["outputs", "a", 'x"', "[{"]), inner, max_size=3),
    max_leaves=12,
)


@settings(deadline=None)
@given(value=VALUES, indent=st.sampled_from([None, 1]))
def test_outputs_are_emptied_and_nothing_else_is_changed(value, indent):
    def emptied(value):
        if isinstance(value, dict):
            return {key: [] if key == "outputs" and isinstance(item, list) else emptied(item) for key, item in value.items()}
        return [emptied(item) for item in value] if isinstance(value, list) else value

    assert json.loads(reader.without_outputs(json.dumps(value, indent=indent))) == emptied(value)


def test_either_side_of_a_conflict_can_be_taken():
    text = "a\n<<<<<<< HEAD\nb\n||||||| base\nc\n=======\nd\n>>>>>>> mine\n=======\ne\n"
    assert reader.one_side(text, 0) == "a\nb\n=======\ne\n" and reader.one_side(text, 1) == "a\nd\n=======\ne\n"


def test_a_conflict_whose_first_side_is_broken_gives_the_second():
    text = '{"cells": [\n<<<<<<< HEAD\n{"source": "a",}\n=======\n{"source": "b"}\n>>>>>>> mine\n]}'
    assert reader.parse(text)[0] == {"cells": [{"source": "b"}]}


def test_a_script_gives_the_cells_that_it_was_made_of():
    percent = "# %%\nx = 1\n\n# %% [markdown]\n# # Title\n#\n# text\n\n# %% tags=[]\n# only a comment"
    assert [(cell.kind, cell.source) for cell in reader.script(percent)] == [
        ("code", "x = 1"),
        ("markdown", "# Title\n\ntext"),
        ("code", "# only a comment"),
    ]
    parts = ["#!/usr/bin/env python", "# Title", "# In[1]:", "x = 1\n# end", "# one\n# two", "# three", "# In[ ]:", "# free", ""]
    exported = "\n\n\n".join(parts)
    assert [(cell.kind, cell.source) for cell in reader.script(exported)][1:] == [
        ("markdown", "Title"),
        ("code", "x = 1\n# end"),
        ("markdown", "one\ntwo"),
        ("markdown", "three"),
        ("code", "# free"),
    ]


def test_a_script_of_colab_has_its_texts_in_strings():
    text = 'import math\n\n"""# Title\n\nmore\n"""\n\ndef f():\n    """Inside."""\n\n"""One line"""\n\nx = 1\n"""open'
    assert [(cell.kind, cell.source) for cell in reader.script(text)] == [
        ("code", "import math"),
        ("markdown", "# Title\n\nmore"),
        ("code", 'def f():\n    """Inside."""'),
        ("markdown", "One line"),
        ("code", "x = 1"),
        ("markdown", "open"),
    ]


# Texts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def a(): b = 1", "a"),
        ("class A:\n    x = 1", "A"),
        ("import a.b, c as d\nfrom e import f as g, h", "a d g h"),
        ("x, (y, *z) = 1, (2, 3)\nw: int = 3\nv += 1", "x y z w v"),
        ("if True:\n    def a(): pass\nfor i in x:\n    j = i\nwith o as p: pass", "a i j p"),
        ("[k for k in x]; lambda m: m; (n := 3)", "n"),
        ("%matplotlib inline\n!pip install x\nfiles = !ls\n?help\na = 1", "a"),
        ("x = (10\n  % 3)", "x"),
        ("def a(:\n  pass\nb = 2\nclass C\n", "a b C"),
        (">>> def a(x):\n...     return x\n>>> b = 1", "a b"),
        ("In [12]: def a(x):\n    ...:     return x\nIn [13]: b = 1", "a b"),
        ("%%time\na = 1\nif a:\n    b = 2", "a b"),
        ("\n%%writefile helper.py\na = 1", ""),
        ("%%bash\na=1", ""),
        ("", ""),
    ],
)
def test_names_are_what_a_cell_binds(text, names):
    assert Plain(1, "code", text).binds == set(names.split())


def test_what_a_students_text_would_warn_of_is_not_told(recwarn, hand_in):
    """Also where somebody has changed the filters since the module was imported."""
    warnings.simplefilter("always")
    text = TWICE.replace("return", "'\\d'\n    return")
    assert "\\d" in source(hand_in(lambda cells: cells[3].update(source=text)), "twice")
    assert not recwarn.list


def test_a_statement_comes_with_its_decorators_and_comments():
    text = "a = 1\n# about b\n@first\n@second(\n    1)\ndef b():\n    pass\n# behind"
    assert Plain(1, "code", text).extract({"b"}) == "# about b\n@first\n@second(\n    1)\ndef b():\n    pass"


def test_blocks_are_taken_out_as_whole_lines_only():
    assert sources.around("a\n\nb\nc", "b") == ("a", "c") and sources.around("ab\nbc", "b") is None and sources.around("b", "b") == ("", "")


def test_alike_means_words_in_common():
    one, other = Plain(1, "code", "a b c d"), Plain(2, "code", "a b c e")
    assert one.like(other) == 0.75 and one.like(one) == 1 and one.like(Plain(3, "code", "a " * 50)) == 0
    assert Plain(1, "code", "").like(Plain(2, "code", "")) == 1


# Hostile texts take no time


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 10**6 + "b",
        " " * 10**6 + "x",
        "from " + "a" * 10**6,
        "import " + "a," * 10**6,
        "a, " * 300_000 + "=",
        "x = " + "+".join(["1"] * 10**5),
        "-" * 10**5 + "1",
        "(" * 10**5,
        "```\n" * 10**5,
        "@a\n" * 10**5,
        "#\n" * 10**6 + "x = 1",
        "x = " + "9" * 10**5,
    ],
    ids=lambda text: text[:8].strip() or "spaces",
)
@SOON
def test_no_text_of_a_cell_takes_long(text, hand_in):
    hand_in(lambda cells: cells[3].update(source=text))
    hand_in(lambda cells: cells.insert(1, new_markdown_cell(text)))


@pytest.mark.parametrize(
    "data",
    [
        b'{"cells":[' + b'"\\"' * 2 * 10**6,
        b'{"cells":["' + b'\\"' * 2 * 10**6,
        b'"outputs":[' * 10**6,
        b"<<<<<<< a\n" * 10**6,
        b'{"cells":[' + b"[]," * 900_000,
        "한글".encode("cp949") * 10**6,
    ],
    ids=lambda data: repr(data[:14]),
)
@SOON
def test_no_bytes_of_a_file_take_long(data, folder):
    (folder / f"{NAME}.ipynb").write_bytes(data)
    take_in(template(), folder, NAME)


@SOON
def test_a_thousand_cells_take_no_more_than_seconds(folder):
    notebook = new_notebook(cells=[new_code_cell(f"{TEST}\nx = {n}\ndef twice(y): return y") for n in range(1000)])
    nbformat.write(notebook, folder / f"{NAME}.ipynb")
    take_in(template(), folder, NAME)
