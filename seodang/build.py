"""solutions/NAME.py → source/NAME/: the notebook that nbgrader and JupyterLab open, and its data."""

import hashlib
import os
import shutil

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from seodang import text
from seodang.course import holds, sha256, write_atomically
from seodang.errors import CourseError, NotebookError
from seodang.pull import fold, read_notebook

KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
# What nbgrader calls the roles: does it grade the cell, does the student write it, may the student not change it?
FLAGS = {
    "setup": {"grade": False, "solution": False, "locked": True},
    "run": {"grade": False, "solution": False, "locked": True},
    "solution": {"grade": False, "solution": True, "locked": False},
    "test": {"grade": True, "solution": False, "locked": True},
    "essay": {"grade": True, "solution": True, "locked": False},
}


def notebook(assignment):
    """The source notebook of an assignment; the same assignment gives the same bytes."""
    cells = [_cell(cell, cell_id) for cell, cell_id in zip(assignment.cells, cell_ids(assignment.cells), strict=True)]
    head = assignment.head
    about = {"title": head.title, "unit": head.unit, "minutes": head.minutes, "points": head.points, "data": list(head.data)}
    about["digest"] = digest(assignment)
    built = new_notebook(cells=cells, metadata={**KERNEL, "seodang": about})
    built.nbformat, built.nbformat_minor = 4, 5
    return built


def cell_ids(cells):
    """Ids that survive a corrected text: a cell's own name, or its role and place behind the last named cell."""
    anchor, counts, ids = "_start", {}, []  # no cell has this name
    for cell in cells:
        if cell.name:
            anchor, counts = cell.name, {}
        else:
            counts[cell.role] = counts.get(cell.role, 0) + 1
        ids.append(cell.name or f"{anchor}-{cell.role}-{counts[cell.role]}")
    return ids


def digest(assignment):
    """What `build` made, in 16 digits; a notebook whose cells no longer agree with it was edited by hand."""
    return hashlib.sha256(text.write(assignment).encode()).hexdigest()[:16]


def _cell(cell, cell_id):
    new = new_code_cell if cell.is_code else new_markdown_cell
    built = new(cell.source, id=cell_id)
    if cell.role in FLAGS:
        built.metadata["nbgrader"] = {**FLAGS[cell.role], "grade_id": cell_id, "schema_version": 3, "task": False}
    if cell.points is not None:
        built.metadata["nbgrader"]["points"] = cell.points
    if cell.role in ("setup", "run"):
        built.metadata["seodang"] = {"role": cell.role}
    if cell.role in ("test", "run"):
        # Run All goes on past an exercise that is not written yet.
        built.metadata["tags"] = ["raises-exception"]
    return built


def dumps(built):
    """The notebook's file, as bytes of a committed file: sorted keys, final newline."""
    return nbformat.writes(built, version=nbformat.NO_CONVERT) + "\n"


def build(course, name, force=False):
    """Write source/NAME/NAME.ipynb and source/NAME/data; returns whether anything changed.

    Raises:
        TextError: the solution text is malformed.
        CourseError: a data file is missing or altered, or the notebook holds edits that were not pulled.
    """
    assignment = course.read(name)
    course.check_data(name, course.root / "datasets")
    target = course.notebook("source", name)
    if not force:
        _refuse_to_lose_edits(course, name, target, assignment)
    changed = _copy_data(course, assignment)
    content = dumps(notebook(assignment))
    if not holds(target, content):
        write_atomically(target, content)
        changed = True
    return changed


def _refuse_to_lose_edits(course, name, target, assignment):
    if not target.exists():
        return
    try:
        existing = read_notebook(target)
        edited = fold(existing, name, target)
    except NotebookError as error:
        raise CourseError(f"{error}; `seodang build --force {name}` replaces the notebook") from None
    known = existing.metadata.get("seodang", {}).get("digest")
    if digest(edited) not in (known, digest(assignment)):
        raise CourseError(
            f"{course.show(target)} was edited since it was built; `seodang pull {name}` takes the edits into the text, "
            f"`seodang build --force {name}` throws them away"
        )


def _copy_data(course, assignment):
    """Make source/NAME/data hold exactly the files that the front matter names."""
    folder, changed = course.step("source", assignment.name) / "data", False
    for path in sorted(folder.rglob("*"), reverse=True) if folder.exists() else []:
        if path.is_file() and path.relative_to(folder).as_posix() not in assignment.head.data:
            path.unlink()
            changed = True
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for file in assignment.head.data:
        source, target = course.root / "datasets" / file, folder / file
        if not target.exists() or sha256(source) != sha256(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.part")
            shutil.copyfile(source, part)
            os.replace(part, target)
            changed = True
    return changed
