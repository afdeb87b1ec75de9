"""The first answer was pasted above its untouched stub, with its metadata."""

from copy import deepcopy

from handing_in import answers, hand_in, untouched

LOSES = set()
SAYS = "copies of cells of the assignment were left out: cell"


def damage(notebook, folder):
    first = answers(notebook)[0]
    stub = deepcopy(first)
    stub.id, stub.source = "pasted", untouched(first)
    notebook.cells.insert(notebook.cells.index(first) + 1, stub)
    hand_in(notebook, folder)
