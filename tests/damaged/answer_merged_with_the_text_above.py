"""The text above the first answer and the answer were merged into a text cell."""

from handing_in import answers, hand_in, merge

LOSES = set()
SAYS = "was turned into text; it was read as code"


def damage(notebook, folder):
    first = answers(notebook)[0]
    merge(notebook, notebook.cells[notebook.cells.index(first) - 1], first)
    hand_in(notebook, folder)
