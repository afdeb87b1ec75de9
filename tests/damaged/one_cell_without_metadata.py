"""The cell of the first answer was deleted and made anew."""

from handing_in import answers, code, hand_in

LOSES = set()
SAYS = "was found in cell"


def damage(notebook, folder):
    first = answers(notebook)[0]
    notebook.cells[notebook.cells.index(first)] = code(first.source)
    hand_in(notebook, folder)
