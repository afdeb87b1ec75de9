"""source/NAME/NAME.ipynb → solutions/NAME.py: an edited source notebook folded back into its text."""

import json
from pathlib import Path

import nbformat

from seodang import text
from seodang.course import write_atomically
from seodang.errors import NotebookError, TextError


def read_notebook(path):
    """A notebook file as nbformat 4.

    Raises:
        NotebookError: no such file, not JSON, not a notebook, or of a format before 4.
    """
    path = Path(path)
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise NotebookError(path, "no such file") from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise NotebookError(path, f"not a notebook: {error}") from None
    if not isinstance(found, dict) or "nbformat" not in found or "cells" not in found and "worksheets" not in found:
        raise NotebookError(path, "not a notebook: it has no nbformat and cells")
    if found["nbformat"] != 4:
        raise NotebookError(path, f"notebook format {found['nbformat']}; open it in JupyterLab and save it to get format 4")
    try:
        _, found = nbformat.validator.normalize(found)
        nbformat.validate(found, relax_add_props=True)
    except nbformat.ValidationError as error:
        raise NotebookError(path, f"not a valid notebook: {error.message}") from None
    return nbformat.v4.reads_json(json.dumps(found))


def fold(notebook, name, path="<notebook>"):
    """The assignment that a source notebook holds; outputs, tags and ids are left behind.

    Raises:
        NotebookError: a cell that has no place in a solution text.
        TextError: the cells do not make up a well-formed text; the line is the one in the text to be.
    """
    about = notebook.metadata.get("seodang")
    if not about:
        raise NotebookError(path, "the notebook's metadata lack the key 'seodang'; was it built by `seodang build`?")
    cells = tuple(_fold_cell(cell, number, path) for number, cell in enumerate(notebook.cells, start=1))
    # The total follows the cells: points are edited cell by cell in JupyterLab.
    head = text.Head(about.get("title"), about.get("unit"), about.get("minutes"), text.total_points(cells), tuple(about.get("data", ())))
    # Parsing what was written checks it with the same rules and messages as a text written by hand.
    return text.parse(text.write(text.Assignment(name, head, cells)), name, path)


def _fold_cell(cell, number, path):
    source = cell.source.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if cell.cell_type not in ("code", "markdown"):
        raise NotebookError(path, f"a {cell.cell_type} cell; solution texts hold code and markdown only", number)
    role, flags = _role(cell, number, path), cell.metadata.get("nbgrader", {})
    name = flags.get("grade_id") if role in text.NAMED else None
    points = _points(flags, number, path) if role in text.GRADED else None
    folded = text.Cell(role, source, name, points)
    lines = source.split("\n") if folded.is_code else [f"# {line}" for line in source.split("\n")]
    for line in lines:
        if text.ALMOST_HEADER.fullmatch(line):
            raise NotebookError(path, f"the line {line!r} would begin a new cell in the text; write it differently", number)
    return folded


def _points(flags, number, path):
    points = flags.get("points")
    if not isinstance(points, (int, float)) or not 0 <= points < float("inf"):
        raise NotebookError(path, f"points {points!r}; set them in nbgrader's Create Assignment panel", number)
    return text.whole(points)


def _role(cell, number, path):
    """The role by nbgrader's flags, so that cells made with nbgrader's own tools fold as well."""
    flags = cell.metadata.get("nbgrader", {})
    grade, solution, locked = (bool(flags.get(flag)) for flag in ("grade", "solution", "locked"))
    is_code = cell.cell_type == "code"
    if flags.get("task"):
        raise NotebookError(path, "a manually graded task cell; make it an essay (a manually graded answer)", number)
    if grade and solution:
        role = "essay"
    elif grade or solution:
        role = "test" if grade else "solution"
    elif is_code:
        role = cell.metadata.get("seodang", {}).get("role", "run" if locked else "free")
    else:
        role = "markdown"
    if role != "markdown" and is_code != (role != "essay"):
        raise NotebookError(path, f"{'a code' if is_code else 'a markdown'} cell cannot be {role}", number)
    return role


def pull(course, name):
    """Write solutions/NAME.py from source/NAME/NAME.ipynb; returns whether the text changed.

    Raises:
        NotebookError, TextError: the notebook does not make up an assignment; the text stays as it was.
    """
    path = course.notebook("source", name)
    try:
        content = text.write(fold(read_notebook(path), name, course.show(path)))
    except TextError as error:
        raise NotebookError(course.show(path), f"would give a malformed text at line {error.line}: {error.message}") from None
    target = course.solution(name)
    if target.exists() and target.read_text(encoding="utf-8") == content:
        return False
    write_atomically(target, content)
    return True
