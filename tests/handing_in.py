"""What the damaged notebooks in tests/damaged have in common: finding cells, merging them, writing files."""

import ast

import nbformat


def untouched(cell):
    """What an answer of one function looks like before it is written: its docstring and the stub."""
    docstring = ast.parse(cell.source).body[0].body[0]
    return "\n".join([*cell.source.split("\n")[: docstring.end_lineno], "    # YOUR CODE HERE", "    raise NotImplementedError()"])


def flags(cell):
    return cell.metadata.get("nbgrader", {})


def answers(notebook):
    """The cells with code answers."""
    return [cell for cell in notebook.cells if flags(cell).get("solution") and not flags(cell).get("grade")]


def essay(notebook):
    return next(cell for cell in notebook.cells if flags(cell).get("solution") and flags(cell).get("grade"))


def all_tests(notebook):
    return [cell for cell in notebook.cells if flags(cell).get("grade") and not flags(cell).get("solution")]


def setups(notebook):
    return [cell for cell in notebook.cells if cell.metadata.get("seodang", {}).get("role") == "setup"]


def merge(notebook, first, second, into=None):
    """As "merge cells" does: one cell with both texts, and the metadata of one of them."""
    kept, other = (first, second) if into in (None, first) else (second, first)
    kept.source = f"{first.source}\n\n{second.source}"
    notebook.cells.remove(other)


def behind(notebook, cell, *added):
    """Put cells behind a cell."""
    place = notebook.cells.index(cell) + 1
    notebook.cells[place:place] = added


def code(source, **metadata):
    return nbformat.v4.new_code_cell(source, metadata=metadata)


def markdown(source, **metadata):
    return nbformat.v4.new_markdown_cell(source, metadata=metadata)


def dumps(notebook):
    """The file as Jupyter writes it, but not validated."""
    return nbformat.v4.writes(nbformat.from_dict(notebook)) + "\n"


def hand_in(notebook, folder, file_name=None):
    (folder / (file_name or f"{folder.name}.ipynb")).write_text(dumps(notebook), encoding="utf-8")
