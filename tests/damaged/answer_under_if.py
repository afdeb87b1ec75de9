"""The first answer was put under a condition, in a new cell without metadata."""

from textwrap import indent

from handing_in import answers, code, hand_in

LOSES = set()
SAYS = "was found in cell"


def damage(notebook, folder):
    first = answers(notebook)[0]
    notebook.cells[notebook.cells.index(first)] = code(f"if True:\n{indent(first.source, '    ')}")
    hand_in(notebook, folder)
