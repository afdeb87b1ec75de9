"""source/NAME/NAME.ipynb → solutions/NAME.py: an edited source notebook folded back into its text."""

import json
import warnings
from pathlib import Path

import nbformat

from seodang import text
from seodang.course import holds, write_atomically
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
    except OSError as error:
        raise NotebookError(path, f"cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, a number of thousands of digits, nested too deep
        raise NotebookError(path, f"not a notebook: {error}") from None
    if not isinstance(found, dict) or "nbformat" not in found or "cells" not in found and "worksheets" not in found:
        raise NotebookError(path, "not a notebook: it has no nbformat and cells")
    if found["nbformat"] != 4:
        raise NotebookError(path, f"notebook format {found['nbformat']}; open it in JupyterLab and save it to get format 4")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that missing and doubled ids were mended
            _, found = nbformat.validator.normalize(found)
            nbformat.validate(found, relax_add_props=True)
        json.dumps(found, ensure_ascii=False).encode()
        return nbformat.v4.reads_json(json.dumps(found))
    except UnicodeEncodeError:
        raise NotebookError(path, "not a valid notebook: it holds half of a character (a lone surrogate)") from None
    except Exception as error:  # nbformat trusts the shape of what it validates
        message = getattr(error, "message", None) or f"{type(error).__name__}: {error}"
        raise NotebookError(path, f"not a valid notebook: {message}") from None


def fold(notebook, name, path="<notebook>"):
    """The assignment that a source notebook holds; outputs, tags and ids are left behind.

    Raises:
        NotebookError: a cell that has no place in a solution text, or cells that do not make up a well-formed one.
    """
    about = _mapping(notebook.metadata, "seodang")
    if not about:
        raise NotebookError(path, "the notebook's metadata lack the key 'seodang'; was it built by `seodang build`?")
    cells = tuple(_fold_cell(cell, number, path) for number, cell in enumerate(notebook.cells, start=1))
    # The total follows the cells: points are edited cell by cell in JupyterLab.
    title, unit, minutes = (_about(about, key, kind, path) for key, kind in (("title", str), ("unit", str), ("minutes", int)))
    head = text.Head(title, unit, minutes, text.total_points(cells), tuple(_about(about, "data", list, path)))
    # Parsing what was written checks it with the same rules and messages as a text written by hand.
    written = text.write(text.Assignment(name, head, cells))
    try:
        return text.parse(written, name, path)
    except TextError as error:
        number = sum(bool(text.HEADER.fullmatch(line)) for line in written.split("\n")[: error.line])
        raise NotebookError(path, error.message, number or None) from None


def _mapping(metadata, key):
    """What stands under a key of metadata, where it is the mapping that it should be."""
    found = metadata.get(key)
    return found if isinstance(found, dict) else {}


def _about(about, key, kind, path):
    value = about.get(key, [] if kind is list else None)
    if not isinstance(value, kind) or kind is list and not all(isinstance(item, str) for item in value):
        raise NotebookError(path, f"{key!r} in the notebook's metadata 'seodang' is {value!r}; `seodang build` writes it anew")
    return value


def _fold_cell(cell, number, path):
    source = cell.source.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if cell.cell_type not in ("code", "markdown"):
        raise NotebookError(path, f"a {cell.cell_type} cell; solution texts hold code and markdown only", number)
    role, flags = _role(cell, number, path), _mapping(cell.metadata, "nbgrader")
    name = flags.get("grade_id") if role in text.NAMED else None
    if role in text.NAMED and not text.CELL_NAME.fullmatch(str(name)):
        raise NotebookError(path, f"the id {name!r}; in nbgrader's panel, write one of lower-case letters, digits and _", number)
    points = _points(flags, number, path) if role in text.GRADED else None
    folded = text.Cell(role, source, name, points)
    lines = source.split("\n") if folded.is_code else [f"# {line}" for line in source.split("\n")]
    for line in lines:
        if text.ALMOST_HEADER.fullmatch(line):
            raise NotebookError(path, f"the line {line!r} would begin a new cell in the text; write it differently", number)
    return folded


def _points(flags, number, path):
    points = flags.get("points")
    if not isinstance(points, (int, float)) or isinstance(points, bool) or not 0 <= points <= text.MOST_POINTS:
        raise NotebookError(path, f"points {points!r}; set them in nbgrader's Create Assignment panel", number)
    return text.whole(points)


def _role(cell, number, path):
    """The role by nbgrader's flags, so that cells made with nbgrader's own tools fold as well."""
    flags = _mapping(cell.metadata, "nbgrader")
    grade, solution, locked = (bool(flags.get(flag)) for flag in ("grade", "solution", "locked"))
    is_code = cell.cell_type == "code"
    if flags.get("task"):
        raise NotebookError(path, "a manually graded task cell; make it an essay (a manually graded answer)", number)
    if grade and solution:
        role = "essay"
    elif grade or solution:
        role = "test" if grade else "solution"
    elif is_code:
        role = "free" if not locked else "setup" if _mapping(cell.metadata, "seodang").get("role") == "setup" else "run"
    else:
        role = "markdown"
    if role != "markdown" and is_code != (role != "essay"):
        raise NotebookError(path, f"{'a code' if is_code else 'a markdown'} cell cannot be {role}", number)
    return role


def pull(course, name):
    """Write solutions/NAME.py from source/NAME/NAME.ipynb; returns whether the text changed.

    Raises:
        NotebookError: the notebook does not make up an assignment; the text stays as it was.
    """
    path, target = course.notebook("source", name), course.solution(name)
    content = text.write(fold(read_notebook(path), name, course.show(path)))
    if holds(target, content):
        return False
    write_atomically(target, content)
    return True
