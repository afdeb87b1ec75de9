"""Build and pull: a text and its notebook say the same, in both directions, and neither verb loses anybody's work."""

import json
import os
import warnings

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell
from nbgrader.nbgraderformat import MetadataValidator
from small_assignment import NAME, TEXT
from test_text import assignments

from seodang import text
from seodang.build import build, cell_ids, dumps, notebook
from seodang.course import sha256
from seodang.errors import CourseError, NotebookError, TextError
from seodang.pull import fold, pull, read_notebook

IDS = [
    "_start-markdown-1",
    "_start-setup-1",
    "_start-markdown-2",
    "centre",
    "mean_becomes_zero",
    "spread",
    "range_of_values",
    "range_of_values-run-1",
    "why",
]


@pytest.fixture
def course(small_course):
    """The small course with its notebook built."""
    laid_out = small_course()
    build(laid_out, NAME)
    return laid_out


@pytest.fixture
def edit(course):
    """A function that changes the built notebook as JupyterLab would: read, apply, save."""

    def apply(change):
        path = course.notebook("source", NAME)
        found = nbformat.read(path, as_version=4)
        change(found)
        nbformat.write(found, path)

    return apply


@pytest.fixture
def pulled(course, edit):
    """A function that edits the built notebook, pulls, and returns the text."""

    def run(change):
        edit(change)
        assert pull(course, NAME)
        return course.solution(NAME).read_text(encoding="utf-8")

    return run


@pytest.fixture
def refused(course, edit):
    """A function that edits the built notebook and returns the error with which pull refuses it; the text stays as it was."""

    def run(change):
        edit(change)
        with pytest.raises(NotebookError) as caught:
            pull(course, NAME)
        assert course.solution(NAME).read_text(encoding="utf-8") == TEXT
        return str(caught.value)

    return run


def cell_of(found, cell_id):
    return next(cell for cell in found.cells if cell.id == cell_id)


# Both directions


def same(assignment, folded):
    assert folded == assignment
    assert text.write(folded) == text.write(assignment)


@given(assignments())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_fold_is_the_inverse_of_notebook(assignment):
    same(assignment, fold(notebook(assignment), "105_knn"))


@given(assignments())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_fold_is_the_inverse_of_notebook_also_through_a_file(tmp_path_factory, assignment):
    path = tmp_path_factory.getbasetemp() / "105_knn.ipynb"
    path.write_text(dumps(notebook(assignment)), encoding="utf-8")
    found = read_notebook(path)
    same(assignment, fold(found, "105_knn"))
    nbformat.validate(found)


@given(assignments())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_same_assignment_gives_the_same_bytes(assignment):
    again = text.parse(text.write(assignment), "105_knn")
    assert dumps(notebook(again)) == dumps(notebook(assignment))


@given(assignments())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_cell_ids_are_unique_and_such_as_jupyter_allows(assignment):
    ids = cell_ids(assignment.cells)
    assert len(set(ids)) == len(assignment.cells)
    assert all(1 <= len(one) <= 64 and one.replace("-", "").replace("_", "").isalnum() for one in ids)


# The notebook


def small(text_=TEXT):
    return notebook(text.parse(text_, NAME))


def test_ids_come_from_name_role_and_place():
    assert [cell.id for cell in small().cells] == IDS


@pytest.mark.parametrize("old", ["# # Spread\n", "# ## 1. Centre\n"])
def test_ids_stay_when_a_text_is_corrected(old):
    assert [cell.id for cell in small(TEXT.replace(old, "# Corrected.\n")).cells] == IDS


def test_ids_stay_when_a_cell_is_inserted_elsewhere():
    """Only cells of the same role between the same two named cells get other ids."""
    longer = TEXT.replace('# %% solution="spread"', '# %% [markdown]\n# ## 2. Spread\n\n# %%\n1\n\n# %% solution="spread"')
    assert [cell.id for cell in small(longer).cells if not cell.id.startswith("mean_becomes_zero-")] == IDS


def test_a_cell_named_start_does_not_take_the_ids_of_the_first_cells():
    ids = [cell.id for cell in small(TEXT.replace('"centre"', '"start"').replace("def centre", "def start")).cells]
    longer = [cell.id for cell in small(TEXT.replace('"mean_becomes_zero"', '"start"') + "\n# %% [markdown]\n# End.\n").cells]
    assert len(set(ids)) == len(ids) and len(set(longer)) == len(longer)


def test_the_notebook_holds_under_nbformat_and_nbgrader():
    found = small()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nbformat.validate(found)
        MetadataValidator().validate_nb(found)
    assert (found.nbformat, found.nbformat_minor) == (4, 5)


def test_each_role_has_nbgrader_s_flags():
    flags = {cell.id: cell.metadata.get("nbgrader") for cell in small().cells}
    common = {"schema_version": 3, "task": False}
    assert flags["_start-markdown-1"] is None
    assert flags["_start-setup-1"] == {"grade": False, "solution": False, "locked": True, "grade_id": "_start-setup-1", **common}
    assert flags["centre"] == {"grade": False, "solution": True, "locked": False, "grade_id": "centre", **common}
    test = {"grade": True, "solution": False, "locked": True, "points": 2, "grade_id": "mean_becomes_zero", **common}
    assert flags["mean_becomes_zero"] == test
    assert flags["why"] == {"grade": True, "solution": True, "locked": False, "points": 1, "grade_id": "why", **common}


def test_run_all_goes_on_past_tests_and_run_cells_only():
    tagged = [cell.id for cell in small().cells if "raises-exception" in cell.metadata.get("tags", [])]
    assert tagged == ["mean_becomes_zero", "range_of_values", "range_of_values-run-1"]


# Build


def test_build_writes_the_notebook_once(small_course):
    course = small_course()
    assert build(course, NAME) is True
    written = course.notebook("source", NAME).read_bytes()
    assert written == dumps(small()).encode() and b"\r" not in written
    assert build(course, NAME) is False
    assert course.notebook("source", NAME).read_bytes() == written


def test_build_takes_a_changed_text(course):
    course.solution(NAME).write_text(TEXT.replace("# # Spread", "# # Spreads"), encoding="utf-8")
    assert build(course, NAME) is True
    assert read_notebook(course.notebook("source", NAME)).cells[0].source == "# Spreads"


def test_build_refuses_a_malformed_text_and_leaves_the_notebook(course):
    before = course.notebook("source", NAME).read_bytes()
    course.solution(NAME).write_text(TEXT + "# %% solutoin\n", encoding="utf-8")
    with pytest.raises(TextError, match=rf"{NAME}.py:{TEXT.count(chr(10)) + 1}: unknown word"):
        build(course, NAME)
    assert course.notebook("source", NAME).read_bytes() == before


def add_a_cell(found):
    found.cells.insert(1, new_markdown_cell("By hand."))


def spoil_a_cell(found):
    cell_of(found, "centre").source = "def centre(x:"


def drop_the_course_s_metadata(found):
    del found.metadata["seodang"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (add_a_cell, f"source/{NAME}/{NAME}.ipynb was edited since it was built; `seodang pull {NAME}` takes the edits"),
        (spoil_a_cell, 'cell 4: solution="centre" has no'),
        (drop_the_course_s_metadata, "lack the key 'seodang'"),
    ],
)
def test_build_loses_no_edits_unless_it_is_told_to(course, edit, change, message):
    edit(change)
    edited = course.notebook("source", NAME).read_bytes()
    with pytest.raises(CourseError) as caught:
        build(course, NAME)
    assert message in str(caught.value) and f"`seodang build --force {NAME}`" in str(caught.value)
    assert course.notebook("source", NAME).read_bytes() == edited
    assert build(course, NAME, force=True) is True
    assert course.notebook("source", NAME).read_bytes() == dumps(small()).encode()


@pytest.mark.parametrize("content", [b"{}", b"not JSON", b"\xff\xfe\x00", b""], ids=["object", "text", "bytes", "empty"])
def test_build_replaces_a_broken_notebook_only_when_told_to(course, content):
    path = course.notebook("source", NAME)
    path.write_bytes(content)
    with pytest.raises(CourseError, match=f"`seodang build --force {NAME}` replaces the notebook"):
        build(course, NAME)
    assert path.read_bytes() == content
    assert build(course, NAME, force=True) is True
    assert path.read_bytes() == dumps(small()).encode()


def test_build_goes_on_when_the_edits_were_pulled(course, edit):
    edit(add_a_cell)
    pull(course, NAME)
    assert build(course, NAME) is True
    assert "By hand." in [cell.source for cell in read_notebook(course.notebook("source", NAME)).cells]


def test_build_goes_on_when_the_text_says_what_was_edited(course, edit):
    """The same correction in both places is no conflict."""
    edit(lambda found: cell_of(found, "_start-markdown-1").update(source="# Spreads"))
    course.solution(NAME).write_text(TEXT.replace("# # Spread", "# # Spreads"), encoding="utf-8")
    assert build(course, NAME) is True


def test_outputs_are_no_edits(course, edit):
    """Running the notebook and saving it does not stop the next build, which drops the outputs."""
    edit(lambda found: cell_of(found, "centre").update(execution_count=3, outputs=[new_output("stream", text="hello")]))
    assert build(course, NAME) is True
    assert "hello" not in course.notebook("source", NAME).read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", [build, pull])
def test_an_interrupted_write_leaves_the_old_file(course, edit, monkeypatch, verb):
    edit(add_a_cell)
    if verb is build:
        pull(course, NAME)
    before = {path: path.read_bytes() for path in (course.solution(NAME), course.notebook("source", NAME))}

    def fail(*_):
        raise OSError("the power is gone")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="the power is gone"):
        verb(course, NAME)
    assert {path: path.read_bytes() for path in before} == before
    monkeypatch.undo()
    assert verb(course, NAME) is True


# Data files

FILES = {"wine.csv": b"a,b\n1,2\n", "digits/one.png": b"\x89PNG\r\n"}


@pytest.fixture
def with_data(small_course):
    """A function that lays out the small course with data files, all of them in the table, and some in the front matter."""

    def lay_out(*used):
        course = small_course(TEXT.replace("# points: 5\n", f"# points: 5\n# data: [{', '.join(used)}]\n"))
        rows = ["| file | what | origin | licence | made by | sha256 |", "|---|---|---|---|---|---|"]
        for file, content in FILES.items():
            path = course.root / "datasets" / file
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
            rows.append(f"| `{file}` | numbers | us | none | hand | `{sha256(path)}` |")
        (course.root / "datasets" / "README.md").write_text("\n".join(rows), encoding="utf-8")
        return course

    return lay_out


def data_of(course):
    """{file: bytes} in source/NAME/data, hidden ones too."""
    folder = course.step("source", NAME) / "data"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_data_files_that_are_used_stand_beside_the_notebook(with_data):
    course = with_data(*FILES)
    assert build(course, NAME) is True
    assert data_of(course) == FILES
    assert build(course, NAME) is False


def test_data_files_that_are_no_longer_used_go_and_so_do_their_folders(with_data):
    build(with_data(*FILES), NAME)
    course = with_data("wine.csv")
    (course.step("source", NAME) / "data" / "stray.txt").write_text("?")
    assert build(course, NAME) is True
    assert data_of(course) == {"wine.csv": FILES["wine.csv"]}
    assert not (course.step("source", NAME) / "data" / "digits").exists()


def test_a_data_file_spoilt_beside_the_notebook_is_copied_anew(with_data):
    course = with_data("wine.csv")
    build(course, NAME)
    (course.step("source", NAME) / "data" / "wine.csv").write_bytes(b"spoilt")
    assert build(course, NAME) is True
    assert data_of(course) == {"wine.csv": FILES["wine.csv"]}


def test_a_missing_data_file_is_refused_with_the_next_step(with_data):
    course = with_data("wine.csv")
    (course.root / "datasets" / "wine.csv").unlink()
    with pytest.raises(CourseError, match=rf"^datasets/wine.csv is missing \({NAME} uses it\); make it .*`seodang build {NAME}`$"):
        build(course, NAME)
    assert not course.notebook("source", NAME).exists()


def test_an_altered_data_file_is_refused_with_the_next_step(with_data):
    course = with_data("digits/one.png")
    (course.root / "datasets" / "digits" / "one.png").write_bytes(b"another digit")
    with pytest.raises(CourseError, match=rf"^datasets/digits/one.png differs from its SHA-256 .*`seodang build {NAME}`$"):
        build(course, NAME)
    assert not course.step("source", NAME).exists()


def test_a_data_file_without_a_row_is_refused_with_the_next_step(with_data):
    course = with_data("wine.csv")
    (course.root / "datasets" / "README.md").unlink()
    with pytest.raises(CourseError, match=r"^wine.csv has no row in datasets/README.md; add one"):
        build(course, NAME)


# Pull


def test_pull_of_an_untouched_notebook_changes_nothing(course):
    before = course.solution(NAME).stat().st_mtime_ns
    assert pull(course, NAME) is False
    assert course.solution(NAME).stat().st_mtime_ns == before
    assert course.solution(NAME).read_text(encoding="utf-8") == TEXT


def test_pull_makes_a_text_that_is_not_there(course):
    course.solution(NAME).unlink()
    assert pull(course, NAME) is True
    assert course.solution(NAME).read_bytes() == TEXT.encode()


def test_pull_replaces_a_text_in_another_encoding(course):
    course.solution(NAME).write_bytes(TEXT.replace("Spread", "서당").encode("cp949"))
    assert pull(course, NAME) is True
    assert course.solution(NAME).read_bytes() == TEXT.encode()


def test_a_changed_source_is_pulled(pulled):
    was, now = "print(spread(np.arange(4.0)))", "print(spread(np.arange(9.0)))"
    assert pulled(lambda found: cell_of(found, "range_of_values-run-1").update(source=now)) == TEXT.replace(was, now)


def test_line_endings_and_blank_lines_of_another_editor_are_put_right(pulled):
    source = "\r\n\nprint(1)\r\n\r\nprint(2)\rprint(3)\n\n"
    found = pulled(lambda found: cell_of(found, "range_of_values-run-1").update(source=source))
    assert found == TEXT.replace("print(spread(np.arange(4.0)))", "print(1)\n\nprint(2)\nprint(3)")


def test_changed_points_are_pulled_and_the_total_follows(pulled):
    found = pulled(lambda found: cell_of(found, "why").metadata.nbgrader.update(points=2.5))
    assert found == TEXT.replace("# points: 5", "# points: 6.5").replace('essay="why" points=1', 'essay="why" points=2.5')


def test_a_new_markdown_cell_is_pulled(pulled):
    found = pulled(lambda found: found.cells.insert(1, new_markdown_cell("## 서당\n\n- $x$\n")))
    assert found == TEXT.replace("# %% setup", "# %% [markdown]\n# ## 서당\n#\n# - $x$\n\n# %% setup")


def test_a_new_code_cell_is_free(pulled):
    assert pulled(lambda found: found.cells.append(new_code_cell("centre([1])"))) == TEXT + "\n# %%\ncentre([1])\n"


def test_a_deleted_cell_is_gone_and_so_are_its_points(pulled):
    found = pulled(lambda found: found.cells.pop(-1))
    assert found == TEXT[: TEXT.index("\n# %% [markdown] essay=")].replace("# points: 5", "# points: 4")


def test_moved_cells_are_pulled_in_their_new_order(pulled):
    found = pulled(lambda found: found.cells.insert(0, found.cells.pop(-1)))
    assert [cell.name or cell.role for cell in text.parse(found, NAME).cells][:2] == ["why", "markdown"]


def test_outputs_counts_and_foreign_metadata_are_left_behind(course, edit):
    def run_and_decorate(found):
        for number, cell in enumerate(cell for cell in found.cells if cell.cell_type == "code"):
            cell.execution_count = number + 1
            cell.outputs = [new_output("display_data", data={"image/png": "AAAA"}), new_output("error", ename="E", evalue="", traceback=[])]
        for cell in found.cells:
            cell.metadata.update(collapsed=True, tags=["mine"], jupyter={"source_hidden": True}, editable=False, vscode={"languageId": "x"})
        found.metadata.update(widgets={}, toc={"base_numbering": 1})
        found.cells[0]["attachments"] = {"a.png": {"image/png": "AAAA"}}

    edit(run_and_decorate)
    assert pull(course, NAME) is False


def flags(**changed):
    """A cell's metadata as nbgrader's own toolbar makes them."""
    return {"nbgrader": {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, **changed}}


MADE_WITH_NBGRADER = {
    "read-only": (new_code_cell("1", metadata=flags(locked=True, grade_id="cell-0123456789abcdef")), "# %% run\n1\n"),
    "read-only text": (new_markdown_cell("Hi.", metadata=flags(locked=True, grade_id="cell-0123456789abcdef")), "# %% [markdown]\n# Hi.\n"),
    "back to an ordinary cell": (new_code_cell("1", metadata=flags()), "# %%\n1\n"),
    "autograded answer": (
        new_code_cell("### BEGIN SOLUTION\n### END SOLUTION", metadata=flags(solution=True, grade_id="more")),
        '# %% solution="more"\n### BEGIN SOLUTION\n### END SOLUTION\n',
    ),
    "autograder tests": (
        new_code_cell("assert 1", metadata=flags(grade=True, locked=True, points=0.0, grade_id="it_is")),
        '# %% test="it_is" points=0\nassert 1\n',
    ),
    "manually graded answer": (
        new_markdown_cell("So.", metadata=flags(grade=True, solution=True, points=0, grade_id="how")),
        '# %% [markdown] essay="how" points=0\n# So.\n',
    ),
}


@pytest.mark.parametrize(("cell", "expected"), MADE_WITH_NBGRADER.values(), ids=MADE_WITH_NBGRADER)
def test_cells_made_with_nbgrader_s_toolbar_are_pulled(pulled, cell, expected):
    assert pulled(lambda found: found.cells.append(cell)) == TEXT + "\n" + expected


@pytest.mark.parametrize(("cell_id", "header"), [("_start-setup-1", "# %% setup\n"), ("range_of_values-run-1", "# %% run\n")])
def test_a_cell_that_was_unlocked_is_free(pulled, cell_id, header):
    """Unlocked in nbgrader's panel, which knows nothing of our roles, or with its nbgrader metadata deleted."""
    found = pulled(lambda found: cell_of(found, cell_id).metadata.pop("nbgrader"))
    assert found == TEXT.replace(header, "# %%\n")


@pytest.mark.parametrize("seodang", ["run", None, {"role": "test"}, {"role": 5}, []])
@pytest.mark.parametrize("nbgrader", [None, "locked", []])
def test_nonsense_in_a_cell_s_metadata_is_an_ordinary_cell(pulled, seodang, nbgrader):
    cell = new_code_cell("1", metadata={"seodang": seodang, "nbgrader": nbgrader})
    assert pulled(lambda found: found.cells.append(cell)) == TEXT + "\n# %%\n1\n"


# What pull refuses


def add(cell):
    return lambda found: found.cells.append(cell)


def set_flags(cell_id, **changed):
    return lambda found: cell_of(found, cell_id).metadata.nbgrader.update(changed)


REFUSED_CELLS = {
    "raw": (add(new_raw_cell("x")), 10, "a raw cell"),
    "task": (add(new_markdown_cell("x", metadata=flags(task=True, grade_id="t", points=1))), 10, "a manually graded task cell"),
    "header": (add(new_code_cell("1\n# %% run\n2")), 10, "the line '# %% run' would begin a new cell"),
    "header without a space": (add(new_code_cell("#%%")), 10, "the line '#%%' would begin a new cell"),
    "header in markdown": (add(new_markdown_cell("a\n%% b")), 10, "the line '# %% b' would begin a new cell"),
    "header of another editor": (add(new_markdown_cell("In[3]:")), 10, "the line '# In[3]:' would begin a new cell"),
    "code essay": (add(new_code_cell("1", metadata=flags(grade=True, solution=True, grade_id="e", points=1))), 10, "a code cell cannot be"),
    "markdown test": (
        add(new_markdown_cell("1", metadata=flags(grade=True, grade_id="e", points=1))),
        10,
        "a markdown cell cannot be test",
    ),
    "markdown solution": (add(new_markdown_cell("1", metadata=flags(solution=True, grade_id="e"))), 10, "a markdown cell cannot be"),
    "automatic id": (set_flags("spread", grade_id="cell-0123456789abcdef"), 6, "the id 'cell-0123456789abcdef'; in nbgrader's panel"),
    "id with a header in it": (set_flags("spread", grade_id='a" points="5'), 6, "the id "),
    "id with a line in it": (set_flags("spread", grade_id='a"\nprint(1)\n# "'), 6, "the id "),
    "no id": (lambda found: cell_of(found, "spread").metadata.nbgrader.pop("grade_id"), 6, "the id None"),
    "doubled id": (set_flags("spread", grade_id="centre"), 6, "the name 'centre' stands already"),
    "copied cell": (
        lambda found: found.cells.insert(4, new_code_cell("1", metadata=cell_of(found, "centre").metadata)),
        5,
        "stands already",
    ),
    "points that are text": (set_flags("why", points="2"), 9, "points '2'; set them in nbgrader's Create Assignment panel"),
    "points that are true": (set_flags("why", points=True), 9, "points True; set them"),
    "negative points": (set_flags("why", points=-1), 9, "points -1; set them"),
    "too many points": (set_flags("why", points=1e308), 9, "points 1e+308; set them"),
    "no points": (lambda found: cell_of(found, "why").metadata.nbgrader.pop("points"), 9, "points None; set them"),
    "syntax error": (lambda found: cell_of(found, "_start-setup-1").update(source="import ="), 2, "not Python: invalid syntax"),
    "magic": (add(new_code_cell("%matplotlib inline")), 10, "not Python"),
    "solution without a region": (lambda found: cell_of(found, "spread").update(source="x = 1"), 6, "has no ### BEGIN SOLUTION"),
    "test before any solution": (lambda found: found.cells.insert(0, found.cells.pop(4)), 1, "before any solution"),
}


@pytest.mark.parametrize(("change", "number", "message"), REFUSED_CELLS.values(), ids=REFUSED_CELLS)
def test_a_cell_that_has_no_place_in_a_text_is_refused_with_file_and_cell(refused, change, number, message):
    error = refused(change)
    assert error.startswith(f"source/{NAME}/{NAME}.ipynb, cell {number}: ")
    assert message in error


def set_about(**changed):
    return lambda found: found.metadata.seodang.update(changed)


REFUSED_NOTEBOOKS = {
    "built by somebody else": (drop_the_course_s_metadata, "was it built by `seodang build`?"),
    "metadata that are text": (lambda found: found.metadata.update(seodang="yes"), "was it built by `seodang build`?"),
    "no title": (lambda found: found.metadata.seodang.pop("title"), "'title' in the notebook's metadata 'seodang' is None"),
    "title is an object": (set_about(title={"a": 1}), "'title' in the notebook's metadata"),
    "minutes are text": (set_about(minutes="5"), "'minutes' in the notebook's metadata 'seodang' is '5'"),
    "data is a number": (set_about(data=5), "'data' in the notebook's metadata 'seodang' is 5"),
    "data are objects": (set_about(data=[{}]), "'data' in the notebook's metadata"),
    "data climb out": (set_about(data=["../x"]), "data file '../x' must be a path inside datasets/"),
}


@pytest.mark.parametrize(("change", "message"), REFUSED_NOTEBOOKS.values(), ids=REFUSED_NOTEBOOKS)
def test_a_notebook_whose_metadata_make_no_head_is_refused_with_its_name(refused, change, message):
    error = refused(change)
    assert error.startswith(f"source/{NAME}/{NAME}.ipynb: ")
    assert message in error


# Files that are no notebooks

CODE = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], "execution_count": None}
EMPTY = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
BROKEN_FILES = {
    "no JSON": (b"# %%\n", "not a notebook: Expecting value"),
    "cut off": (json.dumps(EMPTY).encode()[:-5], "not a notebook: "),
    "empty": (b"", "not a notebook: "),
    "not UTF-8": ("서당".encode("cp949"), "not a notebook: 'utf-8' codec can't decode"),
    "list": (b"[]", "it has no nbformat and cells"),
    "number": (b"4", "it has no nbformat and cells"),
    "no cells": (b'{"nbformat": 4}', "it has no nbformat and cells"),
    "format 3": (b'{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}', "notebook format 3; open it in JupyterLab"),
    "format of tomorrow": (json.dumps({**EMPTY, "nbformat": 5}).encode(), "notebook format 5"),
    "cells are a number": (json.dumps({**EMPTY, "cells": 5}).encode(), "not a valid notebook: "),
    "a cell is a number": (json.dumps({**EMPTY, "cells": [5]}).encode(), "not a valid notebook: "),
    "a cell without a type": (json.dumps({**EMPTY, "cells": [{"source": "1"}]}).encode(), "not a valid notebook: "),
    "a source that is a number": (json.dumps({**EMPTY, "cells": [{**CODE, "source": 1}]}).encode(), "not a valid notebook: "),
    "metadata are a list": (json.dumps({**EMPTY, "metadata": []}).encode(), "not a valid notebook: "),
    "half of a character": (json.dumps({**EMPTY, "cells": [{**CODE, "source": "\ud83d"}]}).encode(), "half of a character"),
    "nested too deep": (b"[" * 100_000, "not a notebook: maximum recursion depth"),
    "a number without end": (b'{"nbformat": ' + b"4" * 5000 + b"}", "not a notebook: Exceeds the limit"),
}


@pytest.mark.parametrize(("content", "message"), BROKEN_FILES.values(), ids=BROKEN_FILES)
def test_a_broken_file_is_refused_with_its_name(course, content, message):
    path = course.notebook("source", NAME)
    path.write_bytes(content)
    with pytest.raises(NotebookError) as caught:
        pull(course, NAME)
    assert str(caught.value).startswith(f"{path}: ") and message in str(caught.value)
    assert course.solution(NAME).read_text(encoding="utf-8") == TEXT


def test_a_missing_notebook_is_refused_with_its_name(course):
    course.notebook("source", NAME).unlink()
    with pytest.raises(NotebookError, match=f"{NAME}.ipynb: no such file"):
        pull(course, NAME)


def test_a_folder_in_the_place_of_a_notebook_is_refused(tmp_path):
    with pytest.raises(NotebookError, match="cannot be read: Is a directory"):
        read_notebook(tmp_path)


def test_a_notebook_with_a_byte_order_mark_is_read(course):
    path = course.notebook("source", NAME)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert pull(course, NAME) is False


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.sampled_from(["code", "markdown", "seodang"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "source", "grade", "points"]), inner, max_size=3),
    max_leaves=5,
)
FLAGS = st.fixed_dictionaries({}, optional={key: JSON for key in ("grade", "solution", "locked", "task", "points", "grade_id")})
CELL_METADATA = JSON | st.fixed_dictionaries({}, optional={"nbgrader": JSON | FLAGS, "seodang": JSON, "tags": JSON})
CELLS = JSON | st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", "x"]), "source": JSON | st.text(max_size=5)},
    optional={"metadata": CELL_METADATA, "outputs": JSON, "execution_count": JSON, "id": JSON},
)
ABOUT = st.fixed_dictionaries(
    {"title": st.text(max_size=3) | JSON, "unit": st.text(max_size=3), "minutes": st.integers()}, optional={"data": JSON}
)
NOTEBOOKS = st.fixed_dictionaries(
    {"nbformat": st.just(4) | JSON, "cells": st.lists(CELLS, max_size=3) | JSON},
    optional={"metadata": JSON | st.fixed_dictionaries({"seodang": JSON | ABOUT}), "nbformat_minor": st.sampled_from([0, 4, 5, 99]) | JSON},
)


@given(st.binary(max_size=30) | (JSON | NOTEBOOKS).map(lambda value: json.dumps(value).encode()))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.filterwarnings("ignore")
def test_an_arbitrary_file_is_refused_in_one_way(tmp_path_factory, content):
    """And what is read is folded or refused in the same way."""
    path = tmp_path_factory.getbasetemp() / "arbitrary.ipynb"
    path.write_bytes(content)
    try:
        fold(read_notebook(path), "105_knn", path)
    except NotebookError as error:
        assert str(error).startswith(str(path))
